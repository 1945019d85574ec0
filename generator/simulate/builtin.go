package simulate

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// builtins do what interp leaves out or asks of the real machine.
var builtins = map[string]func(*cmd) int{
	"command": builtinCommand,
	"type":    builtinType,
	"hash":    builtinHash,
	"echo":    builtinEcho,
	"printf":  builtinPrintf,
	"test":    builtinTest,
	"[":       builtinTest,
	"umask":   builtinUmask,
	"kill":    builtinKill,
	"wait":    builtinWait,
	"job":     builtinJob,
	"keep":    builtinKeep,
	"pwd":     builtinPwd,
	"missing": builtinMissing,
}

// resolve says what a name stands for: itself for a keyword, function or
// builtin, a path for a program, "" for nothing.
func (c *cmd) resolve(name string) string {
	if syntax.IsKeyword(name) || c.sh.funcs[name] || interp.IsBuiltin(name) && !slices.Contains(noBuiltins, name) {
		return name
	}
	full, err := c.sh.lookPath(c.hc, name)
	if err != nil {
		return ""
	}
	return full
}

func builtinCommand(c *cmd) int {
	status := 0
	for _, name := range c.args[1:] {
		found := c.resolve(name)
		switch {
		case found == "":
			status = c.missing(name)
		case c.args[0] == "-V":
			c.printf("%s is %s\n", name, found)
		default:
			c.printf("%s\n", found)
		}
	}
	return status
}

// missing is the status for a name that is nothing: dash says 127, the others 1.
func (c *cmd) missing(string) int {
	if c.sh.m.about.Flavour == "gnu" {
		return 127
	}
	return 1
}

func builtinType(c *cmd) int {
	status := 0
	for _, name := range c.args {
		if strings.HasPrefix(name, "-") {
			return c.fatal("the simulator has no type %s", name)
		}
		if found := c.resolve(name); found != "" {
			c.printf("%s is %s\n", name, found)
			continue
		}
		c.errorf("%s: not found", name)
		status = c.missing(name)
	}
	return status
}

func builtinHash(c *cmd) int {
	for _, name := range c.args {
		if name != "-r" && c.resolve(name) == "" {
			c.errorf("%s: not found", name)
			return 1
		}
	}
	return 0
}

// builtinEcho is that of dash, of bash, of macOS' sh or of busybox.
func builtinEcho(c *cmd) int {
	flavour := c.sh.m.about.Flavour
	bash := c.sh.script.Shell == "bash"
	options := map[string]string{"gnu": "-n", "bsd": "", "busybox": "-n -e -E"}[flavour]
	escapes := flavour != "busybox"
	if bash {
		options, escapes = "-n -e -E", false
	}
	end := "\n"
	for len(c.args) > 0 && slices.Contains(strings.Fields(options), c.args[0]) {
		switch c.args[0] {
		case "-n":
			end = ""
		case "-e":
			escapes = true
		}
		c.args = c.args[1:]
	}
	text := strings.Join(c.args, " ")
	if escapes && strings.Contains(text, `\`) {
		if strings.Contains(strings.ReplaceAll(text, `\\`, ""), `\c`) {
			return c.fatal(`the simulator has no \c in echo`)
		}
		text, _, _ = expand.Format(&expand.Config{Env: c.hc.Env}, "%b", []string{text})
	}
	c.printf("%s%s", text, end)
	return 0
}

func builtinPrintf(c *cmd) int {
	if len(c.args) > 0 && c.args[0] == "--" {
		c.args = c.args[1:]
	}
	if len(c.args) == 0 {
		c.errorf("usage: printf format [arg ...]")
		return 2
	}
	if strings.HasPrefix(c.args[0], "-") {
		return c.fatal("the simulator has no printf %s", c.args[0])
	}
	format, args := c.args[0], c.args[1:]
	for {
		text, n, err := expand.Format(&expand.Config{Env: c.hc.Env}, format, args)
		if err = cmp.Or(err, tooWide(text)); err != nil {
			return c.fatal("printf %q: %v", format, err)
		}
		c.printf("%s", text)
		if args = args[n:]; n == 0 || len(args) == 0 {
			return 0
		}
	}
}

func builtinUmask(c *cmd) int {
	if len(c.args) == 0 {
		c.printf("%04o\n", c.sh.umask)
		return 0
	}
	bits, err := strconv.ParseUint(c.args[0], 8, 9)
	if err != nil || len(c.args) > 1 {
		return c.fatal("the simulator knows umask OCTAL only")
	}
	c.sh.umask = fs.FileMode(bits)
	return 0
}

// builtinKill knows the script itself; all other processes are gone.
func builtinKill(c *cmd) int {
	args := c.args
	name := "TERM"
	if len(args) > 1 && args[0] == "-s" {
		name, args = args[1], args[2:]
	} else if len(args) > 0 && strings.HasPrefix(args[0], "-") {
		name, args = args[0][1:], args[1:]
	}
	status := 0
	for _, pid := range args {
		n, err := strconv.Atoi(pid)
		if err != nil || n <= 0 {
			return c.fatal("the simulator has no kill %s", pid)
		}
		switch {
		case n != c.sh.pid && n != 1:
			c.errorf("No such process")
			status = 1
		case name == "0":
		case n == 1:
			c.errorf("Operation not permitted")
			status = 1
		default:
			status = c.kill(signalName(name))
		}
	}
	return status
}

func (c *cmd) kill(name string) int {
	switch {
	case name == "KILL" || name == "9":
		c.sh.end(137)
	case signals[name] == 0:
		return c.fatal("the simulator has no signal %s", name)
	default:
		c.sh.pending = name
	}
	return 0
}

// firstJob is the process number of the first background command.
const firstJob = 30000

func builtinJob(c *cmd) int {
	c.sh.jobs = append(c.sh.jobs, c.hc.LastExitStatus)
	return 0
}

func builtinWait(c *cmd) int {
	status := 0
	for _, pid := range c.args {
		n, _ := strconv.Atoi(pid)
		if n < firstJob || n >= firstJob+len(c.sh.jobs) {
			status = 127
			continue
		}
		status = c.sh.jobs[n-firstJob]
	}
	return status
}

func builtinPwd(c *cmd) int {
	p, err := c.sh.m.disk.find(c.user(), c.hc.Dir, true)
	if err != nil {
		return c.failed(c.hc.Dir, err)
	}
	c.printf("%s\n", p.path())
	return 0
}

// A tester evaluates test by the number of its arguments.
type tester struct{ c *cmd }

func builtinTest(c *cmd) int {
	args := c.args
	if c.name == "[" {
		if len(args) == 0 || args[len(args)-1] != "]" {
			c.errorf("missing ]")
			return 2
		}
		args = args[:len(args)-1]
	}
	yes, err := tester{c}.eval(args)
	switch {
	case err != nil && c.sh.over:
		return 2
	case err != nil:
		c.errorf("%v", err)
		return 2
	case yes:
		return 0
	}
	return 1
}

func (t tester) eval(args []string) (bool, error) {
	n := len(args)
	switch {
	case n == 0:
		return false, nil
	case n == 1:
		return args[0] != "", nil
	case n == 3 && binaries[args[1]] != nil:
		return binaries[args[1]](t, args[0], args[2])
	case n > 3 || n == 3 && (args[1] == "-a" || args[1] == "-o"):
		if yes, ok, err := t.split(args); ok {
			return yes, err
		}
	}
	switch {
	case args[0] == "!":
		yes, err := t.eval(args[1:])
		return !yes, err
	case n > 2 && args[0] == "(" && args[n-1] == ")":
		return t.eval(args[1 : n-1])
	case n == 2:
		return t.unary(args[0], args[1])
	}
	return false, fmt.Errorf("%s: unexpected operator", args[1])
}

// split parts args at the loosest operator.
func (t tester) split(args []string) (yes, ok bool, err error) {
	for _, op := range []string{"-o", "-a"} {
		i := slices.Index(args, op)
		if i < 1 || i == len(args)-1 {
			continue
		}
		a, err1 := t.eval(args[:i])
		b, err2 := t.eval(args[i+1:])
		if err1 != nil || err2 != nil {
			return false, true, fmt.Errorf("%s: unexpected operator", op)
		}
		return op == "-o" && (a || b) || op == "-a" && a && b, true, nil
	}
	return false, false, nil
}

// kindTests are the questions about the kind of a file; the last two bits say
// which link is followed and which bits are wanted.
var kindTests = map[string]func(*node) bool{
	"-e": func(n *node) bool { return true },
	"-f": func(n *node) bool { return n.mode.IsRegular() },
	"-d": func(n *node) bool { return n.is(fs.ModeDir) },
	"-s": func(n *node) bool { return n.size() > 0 || n.is(fs.ModeDir) },
	"-L": func(n *node) bool { return n.is(fs.ModeSymlink) },
	"-h": func(n *node) bool { return n.is(fs.ModeSymlink) },
	"-c": func(n *node) bool { return n.is(fs.ModeDevice | fs.ModeCharDevice) },
	"-b": func(n *node) bool { return false },
	"-p": func(n *node) bool { return false },
	"-S": func(n *node) bool { return false },
	"-u": func(n *node) bool { return n.mode&fs.ModeSetuid != 0 },
	"-g": func(n *node) bool { return n.mode&fs.ModeSetgid != 0 },
	"-k": func(n *node) bool { return n.mode&fs.ModeSticky != 0 },
}

var accessTests = map[string]fs.FileMode{"-r": 4, "-w": 2, "-x": 1}

func (t tester) unary(op, x string) (bool, error) {
	full := absolute(t.c.hc.Dir, x)
	switch {
	case op == "-n":
		return x != "", nil
	case op == "-z":
		return x == "", nil
	case op == "-t":
		return t.c.sh.m.about.Terminal && t.c.onTerminal(x), nil
	case accessTests[op] != 0:
		return t.c.sh.m.disk.accessible(t.c.user(), full, accessTests[op]) == nil, nil
	case kindTests[op] != nil:
		p, err := t.c.sh.m.disk.find(t.c.user(), full, op != "-L" && op != "-h")
		return err == nil && kindTests[op](p.node), nil
	}
	if slices.Contains([]string{"-O", "-G", "-N", "-v", "-R", "-a", "-o"}, op) {
		t.c.fatal("the simulator has no test %s", op)
		return false, errOver
	}
	return false, fmt.Errorf("%s: unexpected operator", op)
}

// onTerminal tells whether a stream of the command is the script's own.
func (c *cmd) onTerminal(fd string) bool {
	switch fd {
	case "0":
		return c.hc.Stdin == nil
	case "1":
		return c.hc.Stdout == quietly{c.sh.run, &c.sh.out}
	case "2":
		return c.hc.Stderr == quietly{c.sh.run, &c.sh.err}
	}
	return false
}

var binaries = map[string]func(t tester, x, y string) (bool, error){
	"=":   func(_ tester, x, y string) (bool, error) { return x == y, nil },
	"!=":  func(_ tester, x, y string) (bool, error) { return x != y, nil },
	"-eq": numbers(func(d int) bool { return d == 0 }),
	"-ne": numbers(func(d int) bool { return d != 0 }),
	"-lt": numbers(func(d int) bool { return d < 0 }),
	"-le": numbers(func(d int) bool { return d <= 0 }),
	"-gt": numbers(func(d int) bool { return d > 0 }),
	"-ge": numbers(func(d int) bool { return d >= 0 }),
	"-nt": times(func(x, y int64) bool { return x > y }),
	"-ot": times(func(x, y int64) bool { return x < y }),
}

func numbers(holds func(int) bool) func(tester, string, string) (bool, error) {
	return func(_ tester, x, y string) (bool, error) {
		var n [2]int
		for i, text := range []string{x, y} {
			var err error
			if n[i], err = strconv.Atoi(strings.TrimSpace(text)); err != nil {
				return false, fmt.Errorf("Illegal number: %s", text)
			}
		}
		return holds(n[0] - n[1]), nil
	}
}

func times(holds func(x, y int64) bool) func(tester, string, string) (bool, error) {
	return func(t tester, x, y string) (bool, error) {
		mtime := func(name string) int64 {
			if p, err := t.c.sh.m.disk.find(t.c.user(), absolute(t.c.hc.Dir, name), true); err == nil {
				return p.node.mtime
			}
			return -1
		}
		return holds(mtime(x), mtime(y)), nil
	}
}
