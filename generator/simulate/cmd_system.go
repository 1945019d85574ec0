package simulate

import (
	"strconv"
	"strings"
	"time"
)

// systemCommands tell about the machine and start others.
var systemCommands = map[string]command{
	"uname":   {cmdUname, map[string]string{"": "s n r v m a p o"}},
	"sysctl":  {cmdSysctl, map[string]string{"": "n i", "gnu": "e", "busybox": "e"}},
	"sw_vers": {cmdNoAnswer, nil},
	"ldd":     {cmdNoAnswer, nil},
	"getconf": {cmdNoAnswer, nil},
	"cc":      {cmdNoAnswer, nil},
	"ps":      {cmdPs, map[string]string{"": "o:", "gnu": "p:", "bsd": "p:"}},
	"df":      {cmdDf, map[string]string{"": "P k", "gnu": "T", "busybox": "T"}},
	"id":      {cmdID, map[string]string{"": "u g n r"}},
	"whoami":  {cmdWhoami, map[string]string{}},
	"env":     {cmdEnv, nil},
	"date":    {cmdDate, map[string]string{"": "u"}},
	"sleep":   {cmdSleep, map[string]string{}},
	"tty":     {cmdTty, map[string]string{"": "s"}},
	"sync":    {func(*cmd) int { return 0 }, map[string]string{}},
	"which":   {cmdWhich, map[string]string{"": "a"}},
	"sh":      {cmdSh, nil},
	"dash":    {cmdSh, nil},
	"bash":    {cmdSh, nil},
	"zsh":     {cmdForeignShell, nil},
	"fish":    {cmdForeignShell, nil},
	"pwsh":    {cmdForeignShell, nil},
	"true":    {func(*cmd) int { return 0 }, nil},
	"false":   {func(*cmd) int { return 1 }, nil},
	"[":       {builtinTest, nil},
	"test":    {builtinTest, nil},
	"printf":  {builtinPrintf, nil},
	"echo":    {builtinEcho, nil},
	"pwd":     {builtinPwd, nil},
}

func cmdUname(c *cmd) int {
	s := c.sh.m.about.System
	operating := s.Kernel
	if s.Kernel == "Linux" {
		operating = "GNU/Linux"
	}
	processor := s.Machine
	if s.Kernel == "Darwin" && s.Machine == "arm64" {
		processor = "arm"
	} else if s.Kernel == "Darwin" {
		processor = "i386"
	}
	rows := []struct{ flag, text string }{
		{"s", s.Kernel}, {"n", s.Node}, {"r", s.Release}, {"v", s.Version}, {"m", s.Machine}, {"p", processor}, {"o", operating},
	}
	var list []string
	for _, row := range rows {
		plain := len(c.set) == 0 && row.flag == "s"
		if c.has(row.flag) || plain || c.has("a") && row.flag != "p" {
			list = append(list, row.text)
		}
	}
	c.printf("%s\n", strings.Join(list, " "))
	return 0
}

// cmdSysctl answers from the rows "sysctl NAME" of the machine.
func cmdSysctl(c *cmd) int {
	status := 0
	for _, name := range c.args {
		a, ok := c.sh.m.about.Answers["sysctl "+name]
		switch {
		case ok && c.has("n"):
			c.out.WriteString(a.Out)
		case ok:
			c.printf("%s: %s", name, a.Out)
		case !c.has("i"):
			c.errorf("unknown oid '%s'", name)
			status = 1
		}
	}
	return status
}

// cmdNoAnswer is a command whose answers are all in the machine's file.
func cmdNoAnswer(c *cmd) int {
	return c.fatal("this machine has no answer to %s %s; add it to its file", c.name, strings.Join(c.args, " "))
}

// cmdPs knows the script and the first process.
func cmdPs(c *cmd) int {
	if !c.has("p") {
		return c.fatal("the simulator knows ps -p PID only")
	}
	c.printf("  PID TTY          TIME CMD\n")
	pid := c.value("p")
	if pid != strconv.Itoa(c.sh.pid) && pid != "1" {
		return 1
	}
	c.printf("%5s ?        00:00:00 sh\n", pid)
	return 0
}

// endlessKB is what df says of a disk without a limit.
const endlessKB = 100_000_000

func cmdDf(c *cmd) int {
	if !c.has("k") {
		return c.fatal("the simulator knows df -k and df -Pk only")
	}
	free := int64(endlessKB)
	if c.disk().free >= 0 {
		free = c.disk().free / 1024
	}
	c.printf("Filesystem     1024-blocks      Used Available Capacity Mounted on\n")
	status := 0
	for _, name := range c.args {
		p, err := c.disk().find(c.user(), c.path(name), true)
		if err != nil {
			status = c.failed(name, err)
			continue
		}
		c.printf("/dev/disk1       %d %d %d %d%% %s\n", 2*endlessKB, 2*endlessKB-free, free, 100-free*100/(2*endlessKB), or(c.disk().device(p.path()), "/"))
	}
	return status
}

func cmdID(c *cmd) int {
	u := c.sh.m.about.User
	switch {
	case c.has("n"):
		c.printf("%s\n", u.Name)
	case c.has("u"), c.has("g"):
		c.printf("%d\n", u.UID)
	default:
		c.printf("uid=%d(%s) gid=%d(%s)\n", u.UID, u.Name, u.UID, u.Name)
	}
	return 0
}

func cmdWhoami(c *cmd) int {
	c.printf("%s\n", c.sh.m.about.User.Name)
	return 0
}

// cmdEnv lists the environment, or runs a command in a changed one.
func cmdEnv(c *cmd) int {
	list, rest := c.environ(), c.args
	for len(rest) > 0 {
		switch {
		case rest[0] == "-i":
			list = nil
		case rest[0] == "-u" && len(rest) > 1:
			list, rest = without(list, rest[1]), rest[1:]
		case strings.HasPrefix(rest[0], "-"):
			return c.fatal("the simulator does not know env %s", rest[0])
		case strings.Contains(rest[0], "="):
			name, _, _ := strings.Cut(rest[0], "=")
			list = append(without(list, name), rest[0])
		default:
			return c.inEnvironment(list, rest)
		}
		rest = rest[1:]
	}
	for _, row := range list {
		c.printf("%s\n", row)
	}
	return 0
}

func without(list []string, name string) []string {
	var kept []string
	for _, row := range list {
		if !strings.HasPrefix(row, name+"=") {
			kept = append(kept, row)
		}
	}
	return kept
}

func (c *cmd) inEnvironment(list, args []string) int {
	p, err := parse("env", `"$@"`, "sh")
	if err != nil {
		return c.fatal("%v", err)
	}
	sh, err := c.sh.newShell(p, shellStart{"env", c.hc.Dir, list, args, string(c.input()), &c.out, &c.err, c.sh.umask})
	if err != nil {
		return c.fatal("%v", err)
	}
	return sh.interpret(c.ctx, p.file)
}

// dateFormats are the conversions that scripts use.
var dateFormats = map[byte]string{
	'Y': "2006", 'm': "01", 'd': "02", 'H': "15", 'M': "04", 'S': "05", 'F': time.DateOnly, 'T': time.TimeOnly, 'Z': "MST", 'y': "06",
}

func cmdDate(c *cmd) int {
	now := c.sh.m.now
	if len(c.args) == 0 {
		c.printf("%s\n", now.Format("Mon Jan _2 15:04:05 MST 2006"))
		return 0
	}
	format, ok := strings.CutPrefix(c.args[0], "+")
	if !ok || len(c.args) > 1 {
		return c.fatal("the simulator knows date +FORMAT only")
	}
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			c.out.WriteByte(format[i])
			continue
		}
		i++
		switch layout := dateFormats[format[i]]; {
		case format[i] == 's':
			c.printf("%d", now.Unix())
		case layout != "":
			c.printf("%s", now.Format(layout))
		default:
			return c.fatal("the simulator does not know date %%%c", format[i])
		}
	}
	c.printf("\n")
	return 0
}

// cmdSleep lets the clock of the machine go on.
func cmdSleep(c *cmd) int {
	for _, text := range c.args {
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return c.fatal("the simulator does not know sleep %s", text)
		}
		c.sh.m.now = c.sh.m.now.Add(time.Duration(seconds * float64(time.Second)))
	}
	return 0
}

func cmdTty(c *cmd) int {
	if c.sh.m.about.Terminal && c.hc.Stdin == nil {
		if !c.has("s") {
			c.printf("/dev/tty\n")
		}
		return 0
	}
	if !c.has("s") {
		c.printf("not a tty\n")
	}
	return 1
}

func cmdWhich(c *cmd) int {
	status := 0
	for _, name := range c.args {
		full, err := c.sh.lookPath(c.hc, name)
		if err != nil {
			status = 1
			continue
		}
		c.printf("%s\n", full)
	}
	return status
}

// cmdSh is sh FILE [ARG]..., sh -c TEXT [NAME [ARG]...] and sh [-s [ARG]...].
func cmdSh(c *cmd) int {
	shell := "sh"
	if strings.HasSuffix(c.name, "bash") {
		shell = "bash"
	}
	args, prelude := c.args, ""
	for len(args) > 0 && len(args[0]) == 2 && strings.Contains("-e-u-x", args[0]) {
		prelude += "set " + args[0] + "\n"
		args = args[1:]
	}
	switch {
	case len(args) == 0 || args[0] == "-s":
		text := string(c.input())
		c.hc.Stdin = nil // the script was there
		return c.subshell("sh", prelude+text, shell, trimmed(args))
	case args[0] == "-c" && len(args) > 1:
		name, rest := "sh", args[2:]
		if len(rest) > 0 {
			name, rest = rest[0], rest[1:]
		}
		return c.subshell(name, prelude+args[1], shell, rest)
	case strings.HasPrefix(args[0], "-"):
		return c.fatal("the simulator does not know sh %s", args[0])
	}
	text, err := c.disk().read(c.user(), c.path(args[0]))
	if err != nil {
		c.failed(args[0], err)
		return 127
	}
	return c.subshell(args[0], prelude+string(text), shell, args[1:])
}

// trimmed is the arguments behind -s [--].
func trimmed(args []string) []string {
	for len(args) > 0 && (args[0] == "-s" || args[0] == "--") {
		args = args[1:]
	}
	return args
}

func cmdForeignShell(c *cmd) int {
	return c.fatal("the simulator runs sh and bash scripts, not those of %s", c.name)
}
