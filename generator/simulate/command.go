package simulate

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
)

// A command is a program of the machine: what it does, and the flags it knows in
// each flavour ("" is every flavour). A flag is a letter (f), a letter with a
// value (m:), a long name (--force) or one with a value (--mode:); =x after it
// makes it another name of x. Without flags the command reads its words itself.
//
// A flag that only other flavours know is refused as the real program would. One
// that none knows ends the simulation.
type command struct {
	run   func(*cmd) int
	flags map[string]string
}

// commands is the table of all programs but those of the archives. It is filled
// from tables next to the programs.
var commands = map[string]command{}

func register(tables ...map[string]command) {
	for _, table := range tables {
		for name, c := range table {
			commands[name] = c
		}
	}
}

func init() {
	register(fileCommands, findCommands, textCommands, systemCommands, hashCommands, archiveCommands, zipCommands, netCommands, languageCommands, oneLinerCommands)
}

// A cmd is one command at work.
type cmd struct {
	sh   *shell
	ctx  context.Context
	hc   interp.HandlerContext
	name string   // as it was called
	args []string // what is left after the flags
	set  map[string][]string
	out  bytes.Buffer
	err  bytes.Buffer
}

func (c *cmd) printf(format string, args ...any) { fmt.Fprintf(&c.out, format, args...) }

func (c *cmd) errorf(format string, args ...any) {
	fmt.Fprintf(&c.err, "%s: %s\n", c.name, fmt.Sprintf(format, args...))
}

// failed reports a failing call about a path.
func (c *cmd) failed(path string, err error) int {
	c.errorf("%s: %v", path, err)
	return 1
}

// fatal ends the simulation.
func (c *cmd) fatal(format string, args ...any) int {
	c.sh.fail(c.hc.Pos, format, args...)
	return 1
}

func (c *cmd) user() user { return c.sh.user() }

func (c *cmd) disk() *disk { return c.sh.m.disk }

func (c *cmd) flavour() string { return c.sh.m.about.Flavour }

// path makes a name absolute.
func (c *cmd) path(name string) string { return absolute(c.hc.Dir, name) }

// has tells whether a flag was given.
func (c *cmd) has(flag string) bool { return len(c.set[flag]) > 0 }

// value is the last value of a flag, or "".
func (c *cmd) value(flag string) string {
	if list := c.set[flag]; len(list) > 0 {
		return list[len(list)-1]
	}
	return ""
}

// env is an exported variable.
func (c *cmd) env(name string) string {
	if v := c.hc.Env.Get(name); v.Exported {
		return v.String()
	}
	return ""
}

// environ lists the exported variables.
func (c *cmd) environ() []string {
	all := map[string]string{}
	c.hc.Env.Each(func(name string, v expand.Variable) bool {
		delete(all, name)
		if v.Exported && v.IsSet() && v.Kind == expand.String {
			all[name] = v.String()
		}
		return true
	})
	var list []string
	for name, value := range all {
		if !slices.Contains([]string{"UID", "EUID", "GID"}, name) {
			list = append(list, name+"="+value)
		}
	}
	slices.Sort(list)
	return list
}

// input reads all of stdin.
func (c *cmd) input() []byte {
	if c.hc.Stdin == nil {
		return nil
	}
	data, _ := io.ReadAll(c.hc.Stdin)
	return data
}

// each calls do with the content of every file named, or of stdin.
func (c *cmd) each(do func(name string, data []byte)) int {
	if len(c.args) == 0 {
		do("-", c.input())
		return 0
	}
	status := 0
	for _, name := range c.args {
		if name == "-" {
			do(name, c.input())
			continue
		}
		data, err := c.disk().read(c.user(), c.path(name))
		if err != nil {
			status = c.failed(name, err)
			continue
		}
		do(name, data)
	}
	return status
}

// exec runs what is neither a function nor a builtin.
func (sh *shell) exec(ctx context.Context, args []string) error {
	if sh.over {
		return errOver
	}
	c := &cmd{sh: sh, ctx: ctx, hc: interp.HandlerCtx(ctx), name: args[0], args: args[1:]}
	builtin, isOwn := strings.CutPrefix(args[0], own)
	switch {
	case isOwn && builtin == "exec":
		return c.end(c.program(args[1:]))
	case isOwn:
		c.name = builtin
		return c.end(builtins[builtin](c))
	}
	return c.end(c.program(args))
}

// end hands over what the command printed, and its status.
func (c *cmd) end(status int) error {
	for _, stream := range []struct {
		to   io.Writer
		from *bytes.Buffer
	}{{c.hc.Stdout, &c.out}, {c.hc.Stderr, &c.err}} {
		if stream.from.Len() == 0 || c.sh.over {
			continue
		}
		if err := c.sh.spend(c.hc.Pos, stream.from.Len()); err != nil {
			return err
		}
		if _, err := stream.to.Write(stream.from.Bytes()); err != nil && !c.sh.over {
			fmt.Fprintf(c.hc.Stderr, "%s: write error: %v\n", c.name, err)
			status = 1
		}
	}
	if c.sh.over {
		return errOver
	}
	if status == 0 {
		return nil
	}
	return interp.ExitStatus(status)
}

// lookPath finds a program as the shell does.
func (sh *shell) lookPath(hc interp.HandlerContext, name string) (string, error) {
	if strings.Contains(name, "/") {
		full := absolute(hc.Dir, name)
		return full, sh.executable(full)
	}
	for dir := range strings.SplitSeq(hc.Env.Get("PATH").String(), ":") {
		full := absolute(hc.Dir, strings.TrimSuffix(or(dir, "."), "/")+"/"+name)
		if sh.executable(full) == nil {
			return full, nil
		}
	}
	return "", noEntry
}

func (sh *shell) executable(full string) error {
	p, err := sh.m.disk.find(sh.user(), full, true)
	switch {
	case err != nil:
		return err
	case p.node.is(fs.ModeDir):
		return isDir
	case !sh.user().may(p.node, 1):
		return denied
	}
	return nil
}

// program starts a program and makes that an effect.
func (c *cmd) program(args []string) int {
	full, err := c.sh.lookPath(c.hc, args[0])
	if err != nil {
		return c.notFound(args[0], err)
	}
	c.name, c.args = args[0], args[1:]
	if _, err := c.sh.effect(Effect{Kind: Run, Path: full, Args: args}); err != nil {
		c.name = "sh"
		c.errorf("%s: %v", args[0], err)
		return 126
	}
	at := len(c.sh.trace) - 1
	data, err := c.disk().read(user{}, full)
	if err != nil {
		return c.failed(full, err)
	}
	status := c.start(full, data)
	c.sh.trace[at].Status = status
	return status
}

// notFound is the end of a command that is not there. That is a fact about the
// machine if the simulator knows the command, and else its ignorance.
func (c *cmd) notFound(name string, err error) int {
	c.name = "sh"
	_, known := commands[name]
	known = known || name == "go" // which comes with an archive
	switch {
	case known || strings.Contains(name, "/") && err == noEntry:
		c.errorf("%s: not found", name)
		return 127
	case strings.Contains(name, "/"):
		c.errorf("%s: %v", name, err)
		return 126
	}
	return c.fatal("the simulator does not know the command %s", name)
}

// start looks into the file to see what it is.
func (c *cmd) start(full string, data []byte) int {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	line := string(first)
	switch name, simulated := strings.CutPrefix(line, commandMark); {
	case strings.HasPrefix(line, goMark):
		return c.goProgram(line)
	case simulated:
		return c.known(name)
	case strings.HasPrefix(line, "#!"):
		return c.script(full, string(data), line)
	}
	return c.fatal("%s is no program that the simulator knows", full)
}

// known runs a command of the table, or gives the machine's answer.
func (c *cmd) known(name string) int {
	row := strings.Join(append([]string{name}, c.args...), " ")
	if a, ok := c.sh.m.about.Answers[row]; ok {
		c.out.WriteString(a.Out)
		c.err.WriteString(a.Err)
		return a.Status
	}
	row1, ok := commands[name]
	if !ok {
		return c.fatal("the simulator does not know %q on this machine", row)
	}
	if row1.flags != nil {
		if status := c.parse(row1.flags); status != 0 {
			return status
		}
	}
	return row1.run(c)
}

// script runs a shell script in a shell of its own.
func (c *cmd) script(full, text, line string) int {
	shell := line[strings.LastIndex(line, "/")+1:]
	if shell != "sh" && shell != "env sh" && shell != "bash" && shell != "env bash" {
		return c.fatal("the simulator cannot run %s: it is for %s", full, line)
	}
	return c.subshell(c.name, text, strings.TrimPrefix(shell, "env "), c.args)
}

// subshell runs a text as sh does.
func (c *cmd) subshell(name, text, shell string, args []string) int {
	p, err := c.sh.m.texts.parse(name, text, shell)
	if err != nil {
		return c.fatal("%v", err)
	}
	stdin := ""
	if c.hc.Stdin != nil {
		stdin = string(c.input())
	}
	sh, err := c.sh.newShell(p, shellStart{name, c.hc.Dir, c.environ(), args, stdin, &c.out, &c.err, c.sh.umask})
	if err != nil {
		return c.fatal("%v", err)
	}
	c.sh.m.pids++
	sh.pid = c.sh.m.pids
	return sh.interpret(c.ctx, p.file)
}
