package simulate

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// goMark begins the content of a program of Go; version and platform follow, and
// the lines of the tools that go install makes say what they are.
const goMark = "#!simulated-go "

func goProgram(version, platform string) []byte {
	return fmt.Appendf(nil, "%s%s %s\n", goMark, version, platform)
}

// A gocall is the go command at work, as far as a script sees it.
type gocall struct {
	*cmd
	version  string // "1.27.3"
	platform string // "linux/amd64"
}

var goVerbs = map[string]func(gocall) int{
	"version": gocall.sayVersion,
	"env":     gocall.envCommand,
	"run":     gocall.runMain,
	"install": gocall.install,
}

// goProgram runs go, or a tool that it built.
func (c *cmd) goProgram(line string) int {
	version, platform, _ := strings.Cut(strings.TrimPrefix(line, goMark), " ")
	if !slices.Contains(c.sh.m.about.Runs, platform) {
		c.errorf("cannot execute binary file: Exec format error")
		return 126
	}
	if path.Base(c.name) != "go" {
		return c.fatal("the simulator does not know what %s does", c.name)
	}
	g := gocall{c, version, platform}
	if len(c.args) == 0 || goVerbs[c.args[0]] == nil {
		return c.fatal("the simulator does not know go %s", strings.Join(c.args, " "))
	}
	return goVerbs[c.args[0]](g)
}

func (g gocall) sayVersion() int {
	g.printf("go version go%s %s\n", g.version, g.platform)
	return 0
}

func (g gocall) home() string { return g.env("HOME") }

func (g gocall) mac() bool { return strings.HasPrefix(g.platform, "darwin") }

// configDir is os.UserConfigDir.
func (g gocall) configDir() string {
	if g.mac() {
		return g.home() + "/Library/Application Support"
	}
	return or(g.env("XDG_CONFIG_HOME"), g.home()+"/.config")
}

// cacheDir is where go build keeps what it compiled.
func (g gocall) cacheDir() string {
	switch {
	case g.env("GOCACHE") != "":
		return g.env("GOCACHE")
	case g.mac():
		return g.home() + "/Library/Caches/go-build"
	}
	return or(g.env("XDG_CACHE_HOME"), g.home()+"/.cache") + "/go-build"
}

// envFile is Go's own settings file; "" when it is off.
func (g gocall) envFile() string {
	switch file := g.env("GOENV"); file {
	case "off":
		return ""
	case "":
		return g.configDir() + "/go/env"
	default:
		return file
	}
}

// setting is a variable of Go: from the environment, its file, or a default.
func (g gocall) setting(name string) string {
	if v := g.env(name); v != "" {
		return v
	}
	data, _ := g.disk().read(g.user(), g.envFile())
	for _, line := range texts(data) {
		if v, ok := strings.CutPrefix(line, name+"="); ok {
			return v
		}
	}
	switch name {
	case "GOPATH":
		return g.home() + "/go"
	case "GOVERSION":
		return "go" + g.version
	case "GOENV":
		return g.envFile()
	case "GOPROXY":
		return defaultProxy
	}
	return ""
}

// defaultProxy is the GOPROXY of the virtual Go, which its archive brings along.
const defaultProxy = "https://default-proxy.example,direct"

// goName are the variables go env -w takes, of those that profiles may set.
var goName = regexp.MustCompile(`^(GO(PROXY|PRIVATE|NOPROXY|NOSUMDB|SUMDB|TOOLCHAIN|FLAGS|BIN|PATH|INSECURE|TELEMETRY|VCS|AUTH|WORK|CACHE|MODCACHE|EXPERIMENT|OS|ARCH|TMPDIR)|CGO_ENABLED|CC|CXX)$`)

func (g gocall) envCommand() int {
	args := g.args[1:]
	switch {
	case len(args) > 0 && args[0] == "-w":
		return g.writeSettings(args[1:], nil)
	case len(args) > 0 && args[0] == "-u":
		return g.writeSettings(nil, args[1:])
	case len(args) == 0 || strings.HasPrefix(args[0], "-"):
		return g.fatal("the simulator knows go env NAME..., -w and -u only")
	}
	for _, name := range args {
		g.printf("%s\n", g.setting(name))
	}
	return 0
}

// writeSettings edits the file as the real command does: rows that are there
// keep their place, then runs of rows are sorted.
func (g gocall) writeSettings(add, drop []string) int {
	file := g.envFile()
	if file == "" {
		g.errorf("cannot find go env config: GOENV=off")
		return 1
	}
	g.telemetry()
	data, _ := g.disk().read(g.user(), file)
	rows := texts(data)
	for _, row := range add {
		name, _, ok := strings.Cut(row, "=")
		if !ok || !goName.MatchString(name) {
			g.errorf("unknown go command variable %s", name)
			return 1
		}
		if i := slices.IndexFunc(rows, func(r string) bool { return key(r) == name }); i >= 0 {
			rows[i] = row
		} else {
			rows = append(rows, row)
		}
	}
	rows = slices.DeleteFunc(rows, func(r string) bool { return slices.Contains(drop, key(r)) && key(r) != "" })
	sortRuns(rows)
	text := strings.Join(rows, "\n")
	if text != "" {
		text += "\n"
	}
	return g.store(file, text)
}

// store is os.WriteFile, with the directories above if need be.
func (g gocall) store(file, text string) int {
	err := g.sh.put(g.user(), file, []byte(text), 0o666)
	if err == noEntry {
		g.set = map[string][]string{"p": {""}}
		g.mkdir(path.Dir(file), 0o777)
		err = g.sh.put(g.user(), file, []byte(text), 0o666)
	}
	if err != nil {
		g.errorf("writing go env config: open %s: %v", file, err)
		return 1
	}
	return 0
}

func key(row string) string {
	name, _, ok := strings.Cut(row, "=")
	if !ok || strings.Contains(name, "#") {
		return ""
	}
	return name
}

// sortRuns sorts what stands between comments and other lines.
func sortRuns(rows []string) {
	start := 0
	for i := 0; i <= len(rows); i++ {
		if i == len(rows) || key(rows[i]) == "" {
			slices.SortStableFunc(rows[start:i], func(a, b string) int { return strings.Compare(key(a), key(b)) })
			start = i + 1
		}
	}
}

// telemetry is the file that every go command leaves in the configuration, if it
// knows where that is (os.UserConfigDir).
func (g gocall) telemetry() {
	if g.env("HOME") == "" && (g.mac() || g.env("XDG_CONFIG_HOME") == "") {
		return
	}
	g.leave(g.configDir()+"/go/telemetry/local/go@go"+g.version+".count", "counts\n", 0o666)
}

// leave puts a file that go keeps for itself, once.
func (g gocall) leave(file, text string, mode uint64) error {
	if _, err := g.disk().find(g.user(), file, true); err == nil {
		return nil
	}
	g.set = map[string][]string{"p": {""}}
	if err := g.mkdir(path.Dir(file), 0o777); err != nil {
		return err
	}
	return g.sh.put(g.user(), file, []byte(text), permissions(mode))
}

var printed = regexp.MustCompile(`println\("([^"\\]*)"\)`)

// runMain is go run main.go of a program that prints one text.
func (g gocall) runMain() int {
	if len(g.args) != 2 {
		return g.fatal("the simulator knows go run FILE only")
	}
	source, err := g.disk().read(g.user(), g.path(g.args[1]))
	match := printed.FindSubmatch(source)
	switch {
	case err != nil:
		return g.failed(g.args[1], err)
	case match == nil:
		g.errorf("%s: syntax error", g.args[1])
		return 1
	}
	if err := g.leave(g.cacheDir()+"/00/object", "object\n", 0o666); err != nil {
		g.errorf("failed to initialize build cache: %v", err)
		return 1
	}
	g.err.Write(append(match[1], '\n'))
	return 0
}

// install builds PATH@VERSION into GOBIN; the module is fetched once.
func (g gocall) install() int {
	if len(g.args) != 2 || !strings.Contains(g.args[1], "@") {
		return g.fatal("the simulator knows go install PATH@VERSION only")
	}
	g.telemetry()
	module, version, _ := strings.Cut(g.args[1], "@")
	gopath, _, _ := strings.Cut(g.setting("GOPATH"), ":")
	cached := or(g.setting("GOMODCACHE"), gopath+"/pkg/mod") + "/" + module + "@" + version + "/go.mod"
	if _, err := g.disk().find(g.user(), cached, true); err != nil {
		if !g.module(module, version) {
			return 1
		}
		if err := g.leave(cached, "module "+module+"\n", 0o444); err != nil {
			return g.failed(cached, err)
		}
	}
	if err := g.leave(g.cacheDir()+"/00/"+path.Base(module), "object\n", 0o666); err != nil {
		return g.failed(g.cacheDir(), err)
	}
	to := or(g.setting("GOBIN"), gopath+"/bin") + "/" + path.Base(module)
	return g.replace(to, goMark+g.version+" "+g.platform+" "+g.args[1]+"\n")
}

// module asks the first proxy that answers.
func (g gocall) module(module, version string) bool {
	for proxy := range strings.FieldsFuncSeq(g.setting("GOPROXY"), func(r rune) bool { return r == ',' || r == '|' }) {
		if proxy == "direct" || proxy == "off" {
			continue
		}
		if a := g.fetch(proxy+"/"+module+"/@v/"+version+".zip", 0); a.status == 200 && a.fail == "" {
			return true
		}
	}
	g.errorf("%s@%s: no proxy has it", module, version)
	return false
}

// replace writes a program anew.
func (g gocall) replace(to, text string) int {
	g.set = map[string][]string{"p": {""}}
	if err := g.mkdir(path.Dir(to), 0o777); err != nil {
		return g.failed(to, err)
	}
	if _, err := g.disk().find(g.user(), to, false); err == nil {
		if err := g.sh.unlink(g.user(), to); err != nil {
			return g.failed(to, err)
		}
	}
	if err := g.sh.put(g.user(), to, []byte(text), 0o777); err != nil {
		return g.failed(to, err)
	}
	return 0
}
