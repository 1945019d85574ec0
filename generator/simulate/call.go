package simulate

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/interp"
)

// own begins the names of builtins that this package does in interp's place. It
// has a blank, so no script can call one.
const own = "simulated "

// call sees every simple command before interp looks for a function, a builtin
// or a program of that name, and may put another in its place.
func (sh *shell) call(ctx context.Context, args []string) ([]string, error) {
	hc := interp.HandlerCtx(ctx)
	if sh.over {
		return nil, errOver
	}
	if err := cmp.Or(sh.step(hc.Pos), sh.words(hc.Pos, args)); err != nil {
		return nil, err
	}
	args, err := sh.replace(hc, args)
	if err == nil && sh.pending != "" && sh == sh.top && identity(hc) == sh.main {
		return sh.signalled(args)
	}
	return args, err
}

// signalled puts the trap of the signal that came in front of a command. The
// redirections of that command are not for the trap.
func (sh *shell) signalled(args []string) ([]string, error) {
	name := sh.pending
	sh.pending = ""
	text, trapped := sh.traps[name]
	if !trapped {
		sh.end(128 + signals[name])
		return nil, errOver
	}
	if strings.TrimSpace(text) == "" {
		return args, nil
	}
	return []string{"eval", "{\n" + text + "\n} >" + quote([]string{stdoutName}) + " 2>" + quote([]string{stderrName}) + "\n" + quote(args)}, nil
}

// replace finds what is to be done in place of a command.
func (sh *shell) replace(hc interp.HandlerContext, args []string) ([]string, error) {
	name := args[0]
	if sh.funcs[name] {
		return args, nil
	}
	if do, ok := replacements[name]; ok {
		return do(sh, hc, args)
	}
	if slices.Contains(noBuiltins, name) && !(sh.script.Shell == "bash" && slices.Contains(bashBuiltins, name)) {
		return nil, sh.fail(hc.Pos, "the simulator has no %s", name)
	}
	return args, nil
}

// noBuiltins are those of interp that do nothing, or what no sh does.
var noBuiltins = strings.Fields(`alias unalias bg fg jobs fc newgrp times builtin dirs pushd popd source shopt
	readarray mapfile bind caller compgen complete compopt disown enable history help let logout suspend ulimit`)

var bashBuiltins = strings.Fields("builtin dirs pushd popd shopt readarray mapfile")

type replacement func(*shell, interp.HandlerContext, []string) ([]string, error)

var replacements map[string]replacement

func init() { // the functions refer to the table
	replacements = map[string]replacement{
		"command": (*shell).callCommand,
		"type":    (*shell).ownBuiltin,
		"hash":    (*shell).ownBuiltin,
		"echo":    (*shell).ownBuiltin,
		"printf":  (*shell).ownBuiltin,
		"test":    (*shell).ownBuiltin,
		"[":       (*shell).ownBuiltin,
		"umask":   (*shell).ownBuiltin,
		"kill":    (*shell).ownBuiltin,
		"wait":    (*shell).ownBuiltin,
		"pwd":     (*shell).callPwd,
		"cd":      (*shell).callCd,
		"trap":    (*shell).callTrap,
		"eval":    (*shell).callEval,
		".":       (*shell).callSource,
		"set":     (*shell).callSet,
		"read":    (*shell).callRead,
		"return":  (*shell).callReturn,
	}
}

func (sh *shell) ownBuiltin(_ interp.HandlerContext, args []string) ([]string, error) {
	return append([]string{own + args[0]}, args[1:]...), nil
}

// callCommand does command -v here, because interp would look on the real disk.
func (sh *shell) callCommand(hc interp.HandlerContext, args []string) ([]string, error) {
	rest := args[1:]
	for len(rest) > 0 && (rest[0] == "-p" || rest[0] == "--") {
		rest = rest[1:]
	}
	switch {
	case len(rest) == 0:
		return []string{"true"}, nil
	case rest[0] == "-v" || rest[0] == "-V" || rest[0] == "-pv":
		return append([]string{own + "command", rest[0]}, rest[1:]...), nil
	case strings.HasPrefix(rest[0], "-"):
		return nil, sh.fail(hc.Pos, "the simulator has no command %s", rest[0])
	case replacements[rest[0]] != nil:
		return replacements[rest[0]](sh, hc, rest)
	case interp.IsBuiltin(rest[0]):
		return append([]string{"command"}, rest...), nil
	}
	return append([]string{own + "exec"}, rest...), nil
}

func (sh *shell) callPwd(hc interp.HandlerContext, args []string) ([]string, error) {
	if len(args) > 1 && args[1] == "-P" {
		return sh.ownBuiltin(hc, args)
	}
	return args, nil
}

func (sh *shell) callCd(hc interp.HandlerContext, args []string) ([]string, error) {
	physical := false
	rest := args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		switch rest[0] {
		case "-P":
			physical = true
		case "-L", "--":
		default:
			return nil, sh.fail(hc.Pos, "the simulator has no cd %s", rest[0])
		}
		rest = rest[1:]
	}
	if len(rest) != 1 {
		return append([]string{"cd"}, rest...), nil
	}
	if path := hc.Env.Get("CDPATH").String(); path != "" && !strings.HasPrefix(rest[0], "/") {
		return nil, sh.fail(hc.Pos, "the simulator has no CDPATH")
	}
	if physical {
		if p, err := sh.m.disk.find(sh.user(), absolute(hc.Dir, rest[0]), true); err == nil {
			rest = []string{p.path()}
		}
	}
	return []string{"cd", rest[0]}, nil
}

// callTrap keeps the traps of signals; interp has those of EXIT and ERR.
func (sh *shell) callTrap(hc interp.HandlerContext, args []string) ([]string, error) {
	rest := args[1:]
	if len(rest) > 0 && rest[0] == "--" {
		rest = rest[1:]
	}
	if len(rest) < 2 {
		return nil, sh.fail(hc.Pos, "the simulator knows trap ACTION CONDITION... only")
	}
	reset := rest[0] == "-"
	if identity(hc) != sh.main && !reset {
		return nil, sh.fail(hc.Pos, "interp runs no trap that is set in a subshell")
	}
	text, err := sh.rewritten(hc, rest[0])
	if err != nil {
		return nil, err
	}
	onExit := false
	for _, condition := range rest[1:] {
		name := signalName(condition)
		switch {
		case name == "EXIT":
			onExit = true
		case name == "ERR":
			return nil, sh.fail(hc.Pos, "the simulator has no trap ERR")
		case identity(hc) != sh.main: // a subshell has its own
		case reset:
			delete(sh.traps, name)
		default:
			sh.traps[name] = text
		}
	}
	switch {
	case !onExit:
		return []string{"true"}, nil
	case reset:
		return []string{"trap", "-", "EXIT"}, nil
	}
	return []string{"trap", text, "EXIT"}, nil
}

// signalName is the name of a trap's condition.
func signalName(condition string) string {
	if n, err := strconv.Atoi(condition); err == nil {
		if n == 0 {
			return "EXIT"
		}
		for name, number := range signals {
			if number == n {
				return name
			}
		}
	}
	return strings.TrimPrefix(condition, "SIG")
}

// rewritten is text as interp may run it.
func (sh *shell) rewritten(hc interp.HandlerContext, text string) (string, error) {
	text, err := rewritten(sh.script.Name, text, sh.script.Shell)
	if err != nil {
		return "", sh.fail(hc.Pos, "in a text that is evaluated here: %v", err)
	}
	return text, nil
}

func (sh *shell) callEval(hc interp.HandlerContext, args []string) ([]string, error) {
	text, err := sh.rewritten(hc, strings.Join(args[1:], " "))
	return []string{"eval", text}, err
}

// callSource reads the file here; interp would look for it on the real disk.
func (sh *shell) callSource(hc interp.HandlerContext, args []string) ([]string, error) {
	if len(args) != 2 {
		return nil, sh.fail(hc.Pos, "the simulator knows . FILE only")
	}
	data, err := sh.m.disk.read(sh.user(), absolute(hc.Dir, args[1]))
	if err != nil {
		return []string{own + "missing", args[1]}, nil
	}
	if strings.Contains(string(data), "return") {
		return nil, sh.fail(hc.Pos, "the simulator has no return from a file that is read with .")
	}
	text, err := sh.rewritten(hc, string(data))
	return []string{"eval", text}, err
}

// apart parts set -eo pipefail into set -e -o pipefail, which interp knows.
func apart(args []string) []string {
	var all []string
	for i, word := range args {
		letters, ok := strings.CutSuffix(word, "o")
		if ok && len(letters) > 1 && strings.Trim(letters[1:], setOptions) == "" && letters[0] == '-' {
			return append(append(all, letters, "-o"), args[i+1:]...)
		}
		all = append(all, word)
	}
	return all
}

// setOptions are those of set that interp has.
const setOptions = "aefnux"

func (sh *shell) callSet(hc interp.HandlerContext, args []string) ([]string, error) {
	args = apart(args)
	for i := 1; i < len(args); i++ {
		word := args[i]
		if word == "--" || len(word) < 2 || word[0] != '-' && word[0] != '+' {
			break
		}
		if word[1:] == "o" && i+1 < len(args) {
			if !slices.Contains([]string{"errexit", "nounset", "noglob", "xtrace", "pipefail", "allexport", "noexec"}, args[i+1]) {
				return nil, sh.fail(hc.Pos, "the simulator has no set %s %s", word, args[i+1])
			}
			i++
			continue
		}
		if strings.Trim(word[1:], setOptions) != "" {
			return nil, sh.fail(hc.Pos, "the simulator has no set %s", word)
		}
	}
	return args, nil
}

// callReturn names the status of the last command, which interp 3.14 forgets.
func (sh *shell) callReturn(hc interp.HandlerContext, args []string) ([]string, error) {
	if len(args) == 1 {
		args = append(args, strconv.Itoa(int(hc.LastExitStatus)))
	}
	return args, nil
}

func (sh *shell) callRead(hc interp.HandlerContext, args []string) ([]string, error) {
	for _, word := range args[1:] {
		if strings.HasPrefix(word, "-") && word != "-r" && word != "--" && sh.script.Shell != "bash" {
			return nil, sh.fail(hc.Pos, "the simulator has no read %s", word)
		}
		if err := sh.value(hc.Pos, length(hc.Env.Get(word))); err != nil { // which it got from the last read
			return nil, err
		}
	}
	return args, nil
}

// builtinMissing is . of a file that cannot be read, which ends a POSIX shell.
func builtinMissing(c *cmd) int {
	c.errorf("%s: cannot open it", c.args[0])
	return c.fatal("the shell ends here: . %s cannot be read", c.args[0])
}
