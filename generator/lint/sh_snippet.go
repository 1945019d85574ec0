package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shSnippetChecks look at files that are sourced by a start-up file, P9.
var shSnippetChecks = []check[*shScript]{
	{"GS150", shStartsProcess},
	{"GS151", shLeavesBehind},
	{"GS152", shSourcedTwice},
	{"GS153", shSnippetUnset},
	{"GS154", shLastStatus},
	{"GS155", shChangesCaller},
	{"GS156", shPrints},
}

// startup lists the nodes that run when the snippet is sourced: the top level,
// and the functions that it calls. nil if the script is no snippet.
func (s *shScript) startup() map[int]bool {
	f := s.facts()
	if s.role != Snippet || f.atStart != nil {
		return f.atStart
	}
	f.atStart = map[int]bool{}
	live := map[int]bool{-1: true}
	for changed := true; changed; {
		changed = false
		for _, c := range f.commands {
			if fn := s.funcs[c.name]; fn != nil && live[f.nodes[c.at].fn] {
				i := f.indexOf(fn)
				changed = changed || !live[i]
				live[i] = true
			}
		}
		for _, i := range f.funcs { // zsh: () { ... } runs at once
			if n := f.nodes[i].Node.(*syntax.FuncDecl); n.Name == nil && len(n.Names) == 0 && !live[i] && live[f.nodes[i].fn] {
				live[i], changed = true, true
			}
		}
	}
	for i := range f.nodes {
		if live[f.nodes[i].fn] {
			f.atStart[i] = true
		}
	}
	return f.atStart
}

func (f *shFacts) indexOf(fn *syntax.FuncDecl) int {
	for _, i := range f.funcs {
		if f.nodes[i].Node == fn {
			return i
		}
	}
	return -1
}

// inProcess are the builtins: they start no process.
var inProcess = fieldSet(`[ [[ . : alias autoload bg bind bindkey break builtin case cd command compdef complete compinit continue declare dirs echo emulate
eval exit export false fc fg float function functions getopts hash if integer jobs let limit local noglob popd print printf pushd pwd read readarray mapfile readonly
rehash return select set setopt shift shopt source test times trap true type typeset ulimit umask unalias unfunction unhash unset unsetopt vared wait whence
where zle zmodload zparseopts zstyle zformat kill enable disable add-zsh-hook path is-at-least promptinit colors exec`)

func shStartsProcess(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	for i := range f.nodes {
		if !start[i] {
			continue
		}
		switch n := f.nodes[i].Node.(type) {
		case *syntax.CmdSubst:
			report(offset(n), "$( ) starts a process at every start of a shell; use what the shell knows by itself")
		case *syntax.ProcSubst:
			report(offset(n), "<( ) and >( ) start a process at every start of a shell; use what the shell knows by itself")
		case *syntax.Subshell:
			report(offset(n), "( ) starts a process at every start of a shell; write { ...; }")
		case *syntax.BinaryCmd:
			if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
				report(offset(n), "a pipe starts processes at every start of a shell; use what the shell knows by itself")
			}
		case *syntax.Stmt:
			if n.Background {
				report(offset(n), "& starts a process at every start of a shell; take it out")
			}
		case *syntax.CallExpr:
			c := f.of[n]
			if c.sudo || c.name != "" && !inProcess[c.name] && s.funcs[c.name] == nil && !s.startsAlready(i) {
				report(offset(n), "%s starts a process at every start of a shell; use builtins, or do it once, when the tool is installed", c.name)
			}
		}
	}
}

// startsAlready tells of a command in $( ) or a pipe, which is a finding itself.
func (s *shScript) startsAlready(i int) bool {
	f := s.facts()
	for i = f.nodes[i].up; i >= 0; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst, *syntax.Subshell:
			return true
		case *syntax.BinaryCmd:
			if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
				return true
			}
		case *syntax.FuncDecl:
			return false
		}
	}
	return false
}

// shLeavesBehind: the user's shell keeps what the snippet does not take away.
func shLeavesBehind(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	if start == nil {
		return
	}
	environment := f.setsEnvironment()
	for _, v := range f.vars {
		if !environment || v.exported || v.unset || shellVariables[v.name] || standardVariables[v.name] || shellName(v.name) || s.localName(v.name) || f.readLater(v, start) {
			continue
		}
		k := slices.IndexFunc(v.sets, func(set shSet) bool {
			return start[set.at] && (set.how == "=" || set.how == "for" || set.how == "read" || set.how == "number" || set.how == "default") && s.ownProcess(set.at) < 0
		})
		if k >= 0 {
			report(offset(f.nodes[v.sets[k].at]), "%s stays in the user's shell; unset it at the end, or do without it", v.name)
		}
	}
	for _, c := range f.commands {
		fn := s.funcs[c.name]
		if fn != nil && f.nodes[c.at].fn < 0 && start[c.at] && !s.takenAway(c.name) {
			report(offset(fn), "the function %s stays in the user's shell; take it away at the end: unset -f %s", c.name, c.name)
		}
	}
}

// setsEnvironment tells a snippet for the environment from a file of constants
// for another script, which is there to leave variables behind.
func (f *shFacts) setsEnvironment() bool {
	for name, v := range f.vars {
		if v.exported || searchPaths[name] && len(v.sets) > 0 {
			return true
		}
	}
	return false
}

// readLater tells whether a function that the snippet is there for reads v.
func (f *shFacts) readLater(v *shVariable, start map[int]bool) bool {
	return slices.ContainsFunc(v.reads, func(r shRead) bool { return !start[r.at] })
}

// localName tells whether a function declares the name for itself.
func (s *shScript) localName(name string) bool {
	f := s.facts()
	for _, set := range f.vars[name].sets {
		for up := set.at; up >= 0; up = f.nodes[up].up {
			switch n := f.nodes[up].Node.(type) {
			case *syntax.DeclClause:
				return n.Variant.Value != "export" && n.Variant.Value != "readonly" && f.nodes[up].fn >= 0
			case *syntax.CallExpr:
				if c := f.of[n]; c.name == "local" || c.name == "typeset" {
					return f.nodes[up].fn >= 0
				}
			}
		}
	}
	return false
}

// takenAway tells of unset -f NAME, or unfunction.
func (s *shScript) takenAway(name string) bool {
	return slices.ContainsFunc(s.facts().commands, func(c *shCommand) bool {
		return (c.name == "unset" || c.name == "unfunction") && slices.Contains(c.texts, name)
	})
}

// lists of directories that grow.
var searchPaths = fieldSet("PATH MANPATH INFOPATH FPATH CDPATH LD_LIBRARY_PATH DYLD_LIBRARY_PATH PKG_CONFIG_PATH PYTHONPATH XDG_DATA_DIRS path fpath manpath")

// shSourcedTwice: a list that grows with every source, and readonly, which
// fails the second time.
func shSourcedTwice(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	if start == nil {
		return
	}
	for name, v := range f.vars {
		if !searchPaths[name] || s.unique(name) {
			continue
		}
		for _, set := range v.sets {
			if start[set.at] && set.how == "=" && s.grows(name, set) && !s.looked(set.at, name) {
				report(offset(f.nodes[set.at]), "%s grows every time this is sourced; look first: case \":$%s:\" in *:dir:*) ;; *) ... esac", name, strings.ToUpper(name))
			}
		}
	}
	for i := range f.nodes {
		word := ""
		switch n := f.nodes[i].Node.(type) {
		case *syntax.DeclClause:
			word = n.Variant.Value
		case *syntax.CallExpr:
			word = f.of[n].name
		}
		if start[i] && word == "readonly" {
			report(offset(f.nodes[i]), "readonly fails when this is sourced again; leave it out")
		}
	}
}

// grows tells whether a variable is set to itself and more.
func (s *shScript) grows(name string, set shSet) bool {
	f := s.facts()
	n, ok := f.nodes[set.at].Node.(*syntax.Assign)
	if ok && n.Append {
		return true
	}
	text := s.textOf(f.nodes[set.at])
	return strings.Contains(text, "$"+name) || strings.Contains(text, "${"+name)
}

// unique tells of typeset -U in zsh.
func (s *shScript) unique(name string) bool {
	return s.dialect == dialect.Zsh && slices.ContainsFunc(strings.Split(s.text, "\n"), func(line string) bool {
		line = strings.TrimSpace(line)
		return strings.HasPrefix(line, "typeset -") && strings.Contains(line, "U") && strings.Contains(strings.ToLower(line), strings.ToLower(name))
	})
}

// looked tells whether something around i looks at the list before.
func (s *shScript) looked(i int, name string) bool {
	f := s.facts()
	at := i
	for ; i >= 0; i = f.nodes[i].up {
		text := ""
		switch n := f.nodes[i].Node.(type) {
		case *syntax.IfClause:
			text = s.condText(n)
		case *syntax.CaseClause:
			text = s.textOf(n.Word)
		case *syntax.BinaryCmd:
			if !f.holds(n.X, at) {
				text = s.textOf(n.X)
			}
		}
		if strings.Contains(strings.ToLower(text), strings.ToLower(name)) || strings.Contains(text, "_LOADED") || strings.Contains(text, "_SOURCED") {
			return true
		}
	}
	return false
}

// sureVariables are set in every shell.
var sureVariables = fieldSet("HOME PATH PWD IFS PPID OPTIND SHLVL UID EUID RANDOM SECONDS LINENO HOSTNAME OSTYPE BASH BASH_VERSION BASH_VERSINFO BASH_SOURCE BASH_REMATCH BASH_LINENO FUNCNAME PIPESTATUS REPLY ZSH_VERSION TERM USER SHELL path fpath")

// shSnippetUnset: with set -u, a variable that is not set ends the shell.
func shSnippetUnset(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	if start == nil {
		return
	}
	for _, v := range f.vars {
		if sureVariables[v.name] && (s.dialect != dialect.Sh || !bashVariables[v.name]) || len(v.sets) > 0 {
			continue
		}
		for _, read := range v.reads {
			if start[read.at] && !read.guarded {
				report(offset(f.nodes[read.at]), "under set -u this ends the shell when %s is not set; write ${%s-}", v.name, v.name)
				break
			}
		}
	}
}

// shLastStatus: the status of the last command is that of source, and ends a
// shell under set -e.
func shLastStatus(s *shScript, report report) {
	if s.startup() == nil || len(s.tree.Stmts) == 0 {
		return
	}
	f := s.facts()
	last := s.tree.Stmts[len(s.tree.Stmts)-1]
	for {
		block, ok := last.Cmd.(*syntax.Block)
		if !ok || len(block.Stmts) == 0 {
			break
		}
		last = block.Stmts[len(block.Stmts)-1]
	}
	b, ok := last.Cmd.(*syntax.BinaryCmd)
	c := f.call(last)
	if ok && b.Op == syntax.AndStmt || isTest(c) || last.Negated {
		report(offset(last), "when this is false, source says 1, which ends a shell under set -e; write if ...; then ...; fi")
	}
}

// changing are builtins that change the user's shell: what they change, and what
// to do instead.
var changing = map[string]struct{ what, instead string }{
	"cd":       {"the working directory", "write whole paths"},
	"pushd":    {"the working directory", "write whole paths"},
	"set":      {"an option", "take it out"},
	"setopt":   {"an option", "put it into a function with emulate -L zsh"},
	"unsetopt": {"an option", "put it into a function with emulate -L zsh"},
	"emulate":  {"an option", "put it into a function, with -L"},
	"shopt":    {"an option", "take it out"},
	"trap":     {"a handler", "take it out"},
	"umask":    {"the umask", "take it out"},
	"ulimit":   {"a limit", "take it out"},
	"exec":     {"the shell itself", "take it out"},
	"exit":     {"the user's shell, which it ends", "write return, or if ... fi"},
}

func shChangesCaller(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	for _, c := range f.commands {
		what, changes := changing[c.name]
		if !start[c.at] || !changes || s.ownProcess(c.at) >= 0 || f.inSubst(c.at) {
			continue
		}
		if c.name == "set" && len(c.texts) > 0 && c.texts[0] == "--" || c.name == "exec" && len(c.args) == 0 || s.localOptions(c) {
			continue
		}
		report(offset(c), "%s changes %s; %s", c.name, what.what, what.instead)
	}
}

// localOptions tells whether a change of options is gone with the function.
func (s *shScript) localOptions(c *shCommand) bool {
	f := s.facts()
	fn := f.nodes[c.at].fn
	if fn < 0 || c.name != "setopt" && c.name != "unsetopt" && c.name != "emulate" {
		return false
	}
	text := strings.ToLower(strings.ReplaceAll(s.textOf(f.nodes[fn]), "_", ""))
	return strings.Contains(text, "emulate -l") || strings.Contains(text, "localoptions")
}

// shPrints: what a start-up file prints breaks scp, rsync and git over ssh.
func shPrints(s *shScript, report report) {
	f := s.facts()
	start := s.startup()
	for _, c := range f.commands {
		if !start[c.at] || c.name != "echo" && c.name != "printf" && c.name != "print" || f.inSubst(c.at) || s.ownProcess(c.at) >= 0 || c.name == "printf" && slices.Contains(c.texts, "-v") {
			continue
		}
		if redirected(f.nodes[f.stmtOf(c.at)].Node.(*syntax.Stmt)) && !strings.Contains(s.textOf(f.nodes[f.stmtOf(c.at)]), ">&2") {
			continue
		}
		report(offset(c), "a start-up file that prints breaks scp and git over ssh; take it out")
	}
}
