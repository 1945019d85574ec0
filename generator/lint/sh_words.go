package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shWordChecks look for what the shell of the first line does not know. Each
// was tried in dash 0.5.12, busybox 1.35, yash 2.51, mksh, ksh93, bash and zsh.
var shWordChecks = []check[*shScript]{
	{"GS004", shReadDifferently},
	{"GS310", shDoubleBracket},
	{"GS311", shLocal},
	{"GS312", shBashCommand},
	{"GS313", shDoubleEquals},
	{"GS314", shEcho},
	{"GS315", shBashQuotes},
	{"GS317", shReadOptions},
	{"GS318", shPipefail},
	{"GS319", shBashVariables},
	{"GS320", shTypeOptions},
	{"GS322", shSignalNames},
	{"GS324", shTestAnd},
	{"GS330", shNewBash},
	{"GS331", shEmptyArray},
	{"GS335", shZshSplit},
	{"GS336", shZshIndex},
	{"GS337", shZshGlob},
	{"GS338", shZshEquals},
}

// shReadDifferently: what the parser behind all these checks, or some shell,
// reads in another way than the rest.
func shReadDifferently(s *shScript, report report) {
	f := s.facts()
	text := dialect.Shell{Text: s.text, File: s.tree, Variant: shVariant(s.dialect), Static: wordText, Command: func([]*syntax.Word) string { return "" }}
	var all []dialect.Disagreement
	for i := range f.nodes {
		switch f.nodes[i].Node.(type) {
		case *syntax.Lit, *syntax.Stmt:
		default:
			all = text.Disagree(all, f.nodes[i].Node)
		}
	}
	for _, d := range all {
		if d.Kind != dialect.IndexedWord {
			report(d.Offset, "%s", d.What)
		}
	}
}

// isSh tells of a script that any sh may get.
func (s *shScript) isSh() bool { return s.dialect == dialect.Sh }

// ownShell tells whether a part of the script runs in bash or zsh only: it asks
// for the variable with the version.
func (s *shScript) ownShell(c *shCommand) bool {
	f := s.facts()
	for i := c.at; i >= 0; i = f.nodes[i].up {
		var text string
		switch n := f.nodes[i].Node.(type) {
		case *syntax.IfClause:
			text = s.condText(n)
		case *syntax.BinaryCmd:
			text = s.textOf(n.X)
		}
		if strings.Contains(text, "_VERSION") || strings.Contains(text, "KSH") {
			return true
		}
	}
	return false
}

func shDoubleBracket(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if s.isSh() && c.name == "[[" && !s.ownShell(c) {
			report(offset(c), "dash has no [[; write [ ], with quotes, or case")
		}
	}
}

func shLocal(s *shScript, report report) {
	if !s.isSh() || strings.Contains(s.text, "alias local=") || strings.Contains(s.text, "has_local") {
		return
	}
	for _, c := range s.facts().commands {
		if c.name == "local" {
			report(offset(c), "local is not POSIX: ksh93 and some sh of BSD origin do not know it; give the variables of a function a prefix")
			return // one word about it is enough
		}
	}
}

// shNotSh are commands of bash, ksh or zsh that dash does not know.
var shNotSh = fieldSet("source declare typeset let shopt pushd popd dirs mapfile readarray select function builtin caller disown enable complete compgen coproc setopt unsetopt autoload print whence integer")

func shBashCommand(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if s.isSh() && shNotSh[c.name] && s.funcs[c.name] == nil && !s.ownShell(c) && len(c.Args) > 0 {
			instead := "use what POSIX has, or #!/bin/bash"
			if c.name == "source" {
				instead = "write . ./file"
			}
			report(offset(c), "dash has no %s; %s", c.name, instead)
		}
	}
}

func shDoubleEquals(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if k := slices.Index(c.texts, "=="); s.isSh() && isTest(c) && k > 0 {
			report(offset(c.args[k]), "dash's [ has no ==; write =")
		}
	}
}

// shEcho: what echo makes of -e, -n and backslashes is up to the shell.
func shEcho(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if c.name != "echo" || len(c.args) == 0 {
			continue
		}
		first := c.texts[0]
		option := len(first) > 1 && first[0] == '-' && strings.Trim(first[1:], "neE") == ""
		switch {
		case option && s.isSh():
			report(offset(c), "echo %s prints %s in some shells; write printf", first, first)
		case !option && slices.ContainsFunc(c.args, func(w *syntax.Word) bool { return s.escapes(w) }):
			report(offset(c), "dash and zsh turn the backslash into something else, bash does not; write printf")
		}
	}
}

// escapes tells of a word with an escape that echo may know.
func (s *shScript) escapes(w *syntax.Word) bool {
	for _, part := range w.Parts {
		text := ""
		switch part := part.(type) {
		case *syntax.SglQuoted:
			if !part.Dollar {
				text = part.Value
			}
		case *syntax.DblQuoted:
			for _, inner := range part.Parts {
				if lit, ok := inner.(*syntax.Lit); ok {
					text += lit.Value
				}
			}
		}
		for i := 0; i+1 < len(text); i++ {
			if text[i] == '\\' {
				if strings.IndexByte("nt0r", text[i+1]) >= 0 {
					return true
				}
				i++
			}
		}
	}
	return false
}

// shBashQuotes: $'...' and {a,b} are plain text in sh.
func shBashQuotes(s *shScript, report report) {
	if !s.isSh() {
		return
	}
	f := s.facts()
	for _, i := range f.words {
		n := f.nodes[i].Node.(*syntax.Word)
		if _, ok := f.parent(i).(*syntax.CallExpr); !ok {
			if _, ok := f.parent(i).(*syntax.WordIter); !ok {
				if _, ok := f.parent(i).(*syntax.Assign); !ok {
					continue
				}
			}
		}
		for k, part := range n.Parts {
			lit, ok := part.(*syntax.Lit)
			if !ok {
				continue
			}
			if k+1 < len(n.Parts) && strings.HasSuffix(lit.Value, "$") && !strings.HasSuffix(lit.Value, `\$`) {
				if _, quoted := n.Parts[k+1].(*syntax.SglQuoted); quoted {
					report(offset(n), "in dash $'...' is a dollar and a text; write \"$(printf '...')\"")
				}
			}
			if _, inAssign := f.parent(i).(*syntax.Assign); !inAssign && braces(lit.Value) {
				report(offset(n), "dash does not expand {a,b}; write the words out")
			}
		}
	}
}

// braces tells of {a,b} and {1..9}.
func braces(text string) bool {
	open := strings.IndexByte(text, '{')
	if open < 0 || open > 0 && text[open-1] == '\\' {
		return false
	}
	inside, _, ok := strings.Cut(text[open+1:], "}")
	return ok && (strings.Contains(inside, ",") || strings.Contains(inside, "..")) && !strings.ContainsAny(inside, "\"':")
}

func shReadOptions(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if !s.isSh() || c.name != "read" || s.ownShell(c) {
			continue
		}
		for _, text := range c.texts {
			if len(text) > 1 && text[0] == '-' && strings.Trim(text[1:], "r") != "" {
				report(offset(c), "POSIX has read -r and no more; print the prompt with printf, and switch the echo off with stty")
				break
			}
		}
	}
}

// shPipefail: dash 0.5.12 ends at set -o pipefail.
func shPipefail(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		stmt := f.stmtOf(c.at)
		if !s.isSh() || c.name != "set" || !slices.Contains(c.texts, "pipefail") || s.ownShell(c) || f.tested(stmt) || s.ownProcess(c.at) >= 0 {
			continue
		}
		if n, ok := s.guardedByProbe(stmt); ok && n {
			continue
		}
		report(offset(c), "dash ends with an error here; write: if (set -o pipefail) 2>/dev/null; then set -o pipefail; fi")
	}
}

// guardedByProbe tells whether a subshell tried the option before.
func (s *shScript) guardedByProbe(stmt int) (bool, bool) {
	f := s.facts()
	for i := stmt; i >= 0; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.IfClause:
			return strings.Contains(s.condText(n), "pipefail"), true
		case *syntax.BinaryCmd:
			return strings.Contains(s.textOf(n.X), "pipefail"), true
		}
	}
	return false, false
}

// bashVariables are empty in dash.
var bashVariables = fieldSet("RANDOM SECONDS UID EUID HOSTNAME BASH_SOURCE FUNCNAME OSTYPE PIPESTATUS BASHPID GROUPS DIRSTACK BASH_REMATCH HOSTTYPE MACHTYPE")

func shBashVariables(s *shScript, report report) {
	f := s.facts()
	if !s.isSh() {
		return
	}
	for _, v := range f.sorted() {
		if !bashVariables[v.name] || len(v.sets) > 0 || slices.ContainsFunc(v.reads, func(r shRead) bool { return r.guarded }) {
			continue
		}
		for _, read := range v.reads {
			report(offset(f.nodes[read.at]), "dash sets no %s; ask id -u, uname or hostname, or write ${%s-}", v.name, v.name)
			break
		}
	}
}

func shTypeOptions(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if s.isSh() && c.name == "type" && len(c.texts) > 1 && strings.HasPrefix(c.texts[0], "-") && !s.ownShell(c) {
			report(offset(c), "type %s is bash's alone; write command -v", c.texts[0])
		}
	}
}

// shSignalNames: dash knows signals without SIG, and no ERR.
func shSignalNames(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if !s.isSh() || c.name != "trap" && c.name != "kill" || s.ownShell(c) {
			continue
		}
		for k, text := range c.texts {
			name := strings.TrimPrefix(text, "-")
			switch {
			case c.name == "trap" && k == 0:
			case strings.HasPrefix(name, "SIG"):
				report(offset(c.args[k]), "dash knows no %s; write %s", text, strings.Replace(text, "SIG", "", 1))
			case c.name == "trap" && (text == "ERR" || text == "DEBUG" || text == "RETURN"):
				report(offset(c.args[k]), "dash has no trap for %s; use EXIT, and look at $? in it", text)
			}
		}
	}
}

// shTestAnd: [ a -a b ] reads its arguments anew when one looks like an operator.
func shTestAnd(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if !isTest(c) {
			continue
		}
		for k, text := range c.texts {
			if k > 1 && k < len(c.texts)-2 && (text == "-a" || text == "-o") {
				report(offset(c.args[k]), "%s in [ ] is going out of POSIX, and a value like ( or ! turns the test round; write two tests and && or ||", text)
				break
			}
		}
	}
}
