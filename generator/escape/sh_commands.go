package escape

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shWrappers run the command that their arguments name.
var shWrappers = map[string]bool{"command": true, "builtin": true, "exec": true}

// shDeclares take NAME=VALUE arguments.
var shDeclares = map[string]bool{"export": true, "readonly": true, "local": true, "typeset": true, "declare": true}

// A shUse says what a command makes of its arguments.
type shUse byte

const (
	shData    shUse = iota // data; one that begins with - is an option
	shDataEnd              // the same, and -- ends the options
	shPlainly              // data, whatever it begins with
	shInteger              // a number
	shAfter                // data behind --, code before
)

// shCommands are the commands whose arguments no shell and no program takes for
// code, patterns that run or names. It is a list of what was looked at: a
// command that is not here takes no values. POSIX.1-2017 has the utilities.
var shCommands = map[string]shUse{
	":": shPlainly, "true": shPlainly, "false": shPlainly,
	"exit": shInteger, "return": shInteger, "break": shInteger, "continue": shInteger,
	"set": shAfter,
	"cd":  shData, "pushd": shData,
	"type": shData, "command": shDataEnd, "hash": shDataEnd,
	"basename": shDataEnd, "cat": shDataEnd, "chgrp": shDataEnd, "chmod": shDataEnd, "chown": shDataEnd, "cksum": shDataEnd,
	"cmp": shDataEnd, "comm": shDataEnd, "cp": shDataEnd, "curl": shData, "cut": shDataEnd, "df": shDataEnd, "diff": shDataEnd,
	"dirname": shDataEnd, "du": shDataEnd, "file": shDataEnd, "fold": shDataEnd, "getent": shDataEnd, "grep": shDataEnd,
	"gzip": shDataEnd, "gunzip": shDataEnd, "head": shDataEnd, "id": shDataEnd, "install": shDataEnd, "ln": shDataEnd,
	"logger": shDataEnd, "ls": shDataEnd, "mkdir": shDataEnd, "mktemp": shDataEnd, "mv": shDataEnd, "nl": shDataEnd, "od": shDataEnd,
	"paste": shDataEnd, "printenv": shDataEnd, "readlink": shDataEnd, "realpath": shDataEnd, "rm": shDataEnd, "rmdir": shDataEnd,
	"seq": shDataEnd, "sha256sum": shDataEnd, "shasum": shDataEnd, "sleep": shDataEnd, "stat": shDataEnd, "tail": shDataEnd,
	"tee": shDataEnd, "touch": shDataEnd, "tr": shDataEnd, "truncate": shDataEnd, "uniq": shDataEnd, "wc": shDataEnd,
	"wget": shDataEnd, "which": shDataEnd, "whoami": shDataEnd,
}

// shEvaluators run an argument as code of the shell or of another language.
var shEvaluators = setOf([]string{
	"eval", "trap", "alias", ".", "source", "sh", "bash", "dash", "ash", "ksh", "mksh", "yash", "zsh", "fish", "csh", "tcsh", "busybox",
	"pwsh", "powershell", "awk", "gawk", "mawk", "nawk", "sed", "gsed", "ed", "ex", "vi", "vim", "perl", "python", "python3", "ruby", "node", "php",
	"lua", "tclsh", "expect", "osascript", "jq", "m4", "bc", "dc", "find", "xargs", "parallel", "ssh", "scp", "rsync", "su", "sudo", "doas",
	"env", "nice", "nohup", "time", "timeout", "setsid", "stdbuf", "strace", "watch", "script", "flock", "chroot", "unshare", "at", "batch",
	"crontab", "tar", "make", "git", "docker", "emulate", "zcompile", "print", "fc", "history", "bind", "bindkey", "complete", "compgen",
	"ionice", "taskset", "zpty", "zargs", "sched", "unbuffer", "entr", "systemd-run", "runuser", "pkexec", "gosu", "su-exec", "fakeroot", "ltrace", "gdb", "enable", "zmodload", "autoload", "functions", "coproc", "test -v", "let", "expr", "builtin", "exec", "command", "noglob", "nocorrect", "-",
})

// shNamers take the names of variables, which several shells evaluate: a
// subscript in one runs the commands in it.
var shNamers = []string{
	"read", "unset", "getopts", "mapfile", "readarray", "vared", "let", "shift", "ulimit", "integer", "float", "nameref",
	"strftime", "sysopen", "zstat", "private", "ztie", "zsocket", "zsystem", "zselect", "select", "zparseopts", "zformat", "zstyle", "sysread", "print",
}

// The operators of test whose operands are strings or files, and those that
// compare numbers.
var (
	fileTests   = strings.Fields("-n -z -e -f -d -r -w -x -s -L -h -b -c -p -S -g -u -k -O -G")
	stringTests = strings.Fields("= != -nt -ot -ef")
	numberTests = strings.Fields("-eq -ne -lt -le -gt -ge")
)

// callRole is for a word of a simple command.
func (s *shScript) callRole(p *shPlace, n *syntax.CallExpr, word *syntax.Word, above []syntax.Node, m mark) {
	at := slices.Index(n.Args, word)
	if m.kind == kindCode {
		p.role = shStatement
		if !s.alone(n, above, m) {
			p.special = "a place inside a statement"
		}
		return
	}
	name, args := s.command(n.Args)
	arg := at - (len(n.Args) - len(args))
	if arg < 0 {
		p.role = shCommand
		if at > 0 {
			p.special = "behind another command"
		}
		if s.sk.hasHole(p.before) || s.sk.hasHole(p.after) || p.quote != shBare {
			p.special = "a name of several values"
		}
		return
	}
	p.role, p.name = shArgument, name
	p.own = s.functions[name] && arg == at-1 || name == "" && len(n.Args) > 0 && s.sk.hasHole(s.source(n.Args[0]))
	if s.aliases[name] {
		p.name, p.special = name, "an argument of an alias"
	}
	if p.own {
		return
	}
	if m.kind == kindTrusted && p.special == "" && s.isProgram(name, args, arg) {
		p.role = shProgram
		return
	}
	switch {
	case shDeclares[name]:
		s.declareRole(p, args, arg, m)
	case name == "printf":
		s.printfRole(p, args, arg)
	case name == "test" || name == "[":
		s.bracketRole(p, name, args, arg)
	default:
		s.optionRole(p, name, args, arg)
	}
}

func (s *shScript) source(w *syntax.Word) string {
	return s.sk.text[int(w.Pos().Offset()):int(w.End().Offset())]
}

// alone says whether the statement is nothing but the hole on its own line, in
// a list of statements.
func (s *shScript) alone(n *syntax.CallExpr, above []syntax.Node, m mark) bool {
	if len(n.Args) != 1 || len(n.Assigns) > 0 || len(above) < 3 {
		return false
	}
	stmt, ok := above[len(above)-2].(*syntax.Stmt)
	if !ok || len(stmt.Redirs) > 0 || stmt.Negated || stmt.Background {
		return false
	}
	switch above[len(above)-3].(type) {
	case *syntax.File, *syntax.Block, *syntax.IfClause, *syntax.WhileClause, *syntax.ForClause, *syntax.CaseItem, *syntax.Subshell:
	default:
		return false
	}
	start := strings.LastIndexByte(s.sk.text[:m.start], '\n') + 1
	end := m.end + strings.IndexByte(s.sk.text[m.end:]+"\n", '\n')
	return strings.TrimSpace(s.sk.text[start:m.start]+s.sk.text[m.end:end]) == ""
}

// optionRole finds whether a value that begins with - would be an option.
func (s *shScript) optionRole(p *shPlace, name string, args []*syntax.Word, arg int) {
	use, known := shCommands[name]
	ended := false
	for _, w := range args[:arg] {
		if text, ok := static(w); ok && text == "--" {
			ended = true
		}
	}
	switch {
	case !known:
	case use == shInteger:
		p.numeric = true
	case use == shAfter && !ended:
		p.special = "an argument of set before --"
	case use == shPlainly || ended && (use == shDataEnd || use == shAfter):
	default:
		p.options = p.startsWord()
	}
}

// startsWord says whether nothing stands before the value in its word.
func (p *shPlace) startsWord() bool { return strings.Trim(p.before, `"'$`) == "" }

// printfRole allows values where the format, which no value stands in, says %s.
func (s *shScript) printfRole(p *shPlace, args []*syntax.Word, arg int) {
	format := 0
	if text, ok := static(args[0]); ok && text == "--" {
		format = 1
	}
	if arg <= format {
		p.special = "the format of printf"
		return
	}
	text, ok := static(args[format])
	if !ok || s.sk.hasHole(text) || strings.HasPrefix(text, "-") {
		p.special = "an argument of a printf whose format only the run knows"
		return
	}
	if !onlyStrings(text) {
		p.special = "an argument of a printf with other conversions than %s"
	}
}

// onlyStrings says whether a format has no conversions but %s and %%.
func onlyStrings(format string) bool {
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return true
		}
		rest = strings.TrimLeft(rest, "-0123456789.")
		if rest == "" || rest[0] != 's' && rest[0] != '%' {
			return false
		}
		format = rest[1:]
	}
}

// bracketRole knows the forms of test that every shell reads the same way:
// those of POSIX with up to four arguments and a fixed operator.
func (s *shScript) bracketRole(p *shPlace, name string, args []*syntax.Word, arg int) {
	var words []string
	for _, w := range args {
		text, ok := static(w)
		if !ok || s.sk.hasHole(text) {
			text = "\x00" // an operand that only the run knows
		}
		words = append(words, text)
	}
	known, numeric := testForm(name, words, arg)
	if !known {
		p.special = "a test that shells read in different ways"
		return
	}
	p.numeric = p.numeric || numeric
}

// testForm says whether an argument of test or [ is an operand of an operator
// that is known, and whether that takes numbers.
func testForm(name string, words []string, arg int) (known, numeric bool) {
	if name == "[" {
		if words[len(words)-1] != "]" {
			return false, false
		}
		words = words[:len(words)-1]
	}
	if len(words) > 2 && words[0] == "!" {
		words, arg = words[1:], arg-1
	}
	switch {
	case len(words) == 2 && arg == 1:
		return slices.Contains(fileTests, words[0]), false
	case len(words) == 3 && arg != 1:
		numeric = slices.Contains(numberTests, words[1])
		return numeric || slices.Contains(stringTests, words[1]), numeric
	}
	return false, false
}

// declareRole is for the arguments of export and the like where the parser
// takes them for plain words.
func (s *shScript) declareRole(p *shPlace, args []*syntax.Word, arg int, m mark) {
	source := s.source(args[arg])
	start := int(args[arg].Pos().Offset())
	eq := strings.IndexByte(source, '=')
	if eq < 0 || strings.ContainsAny(source[:eq], "\"'\\$`[+") {
		p.special = "a bare name"
		return
	}
	name := source[:eq]
	if m.start >= start+eq {
		p.role, p.name, p.fixed = shValue, name, !s.sk.hasHole(name)
		p.before = source[eq+1 : m.start-start]
		return
	}
	own := s.sk.text[m.start:m.end]
	p.role = shVariable
	p.before, p.after, _ = strings.Cut(name, own)
	if s.sk.hasHole(p.before) || s.sk.hasHole(p.after) {
		p.special = "a name of several values"
	}
}
