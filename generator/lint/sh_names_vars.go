package lint

import (
	"cmp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// fromOutside tells whether a variable may come from the caller's environment,
// or from the shell: by custom these have capital letters.
func fromOutside(name string) bool {
	return name == strings.ToUpper(name) || strings.HasSuffix(strings.ToLower(name), "_proxy") || shellVariables[name]
}

// shellVariables are those in small letters that a shell sets by itself.
var shellVariables = map[string]bool{"path": true, "fpath": true, "cdpath": true, "manpath": true, "argv": true, "status": true, "pipestatus": true, "commands": true, "functions": true, "aliases": true, "options": true, "parameters": true, "match": true, "mbegin": true, "mend": true, "words": true, "signals": true, "psvar": true, "prompt": true, "module_path": true, "fignore": true, "mailpath": true, "histchars": true, "widgets": true, "history": true, "builtins": true, "modules": true, "dirstack": true, "funcstack": true, "terminfo": true, "termcap": true, "epochtime": true, "keymaps": true, "langinfo": true, "fg": true, "bg": true, "fg_bold": true, "reset_color": true, "comp_words": true, "cur": true, "prev": true, "cword": true, "userdirs": true, "nameddirs": true, "bash_source": true, "compstate": true, "reply": true, "parameter": true, "debian_chroot": true}

// sorted are the variables in the order of their names, for messages that are
// the same every time.
func (f *shFacts) sorted() []*shVariable {
	var all []*shVariable
	for _, v := range f.vars {
		all = append(all, v)
	}
	slices.SortFunc(all, func(a, b *shVariable) int { return cmp.Compare(a.name, b.name) })
	return all
}

// shNeverSet: a variable that nothing sets. Names in capital letters may come
// from the environment, unless they are one letter away from one that is set.
func shNeverSet(s *shScript, report report) {
	f := s.facts()
	set := map[string]bool{}
	for _, v := range f.vars {
		if len(v.sets) > 0 {
			set[v.name] = true
		}
	}
	for _, v := range f.vars {
		if set[v.name] || f.sources || len(v.reads) == 0 || slices.ContainsFunc(v.reads, func(r shRead) bool { return r.guarded }) || s.evaluated(v.name) {
			continue
		}
		near := nearest(v.name, set, 4)
		if f.emptyTestAny(v) && (near == "" || fromOutside(v.name)) {
			continue
		}
		if near == "" && fromOutside(v.name) || standardVariables[v.name] {
			continue
		}
		at := f.nodes[v.reads[0].at]
		if near != "" {
			report(offset(at), "nothing sets %s; did you mean %s?", v.name, near)
		} else {
			report(offset(at), "nothing sets %s before it is used here; set it, or write ${%s:-}", v.name, v.name)
		}
	}
}

// emptyTestAny tells whether the script asks anywhere if v is empty: then it
// expects it from outside.
func (f *shFacts) emptyTestAny(v *shVariable) bool {
	return slices.ContainsFunc(v.reads, func(r shRead) bool { return f.emptyTest(r.at) })
}

// standardVariables are what a shell or a login sets.
var standardVariables = fieldSet("HOME PATH PWD OLDPWD IFS USER LOGNAME SHELL TERM TMPDIR LANG LC_ALL PS1 PS2 PS4 OPTARG OPTIND PPID UID EUID GID EGID RANDOM SECONDS LINENO HOSTNAME OSTYPE MACHTYPE HOSTTYPE BASH BASH_SOURCE BASH_VERSION BASH_VERSINFO BASH_REMATCH FUNCNAME PIPESTATUS SHLVL COLUMNS LINES REPLY ZSH_VERSION ZSH_NAME ZDOTDIR EDITOR DISPLAY SSH_CONNECTION GROUPS DIRSTACK BASHPID BASH_COMMAND COMP_WORDS COMP_CWORD XDG_RUNTIME_DIR EPOCHSECONDS EPOCHREALTIME HISTFILE HISTSIZE MAIL PROMPT RPROMPT CPUTYPE VENDOR USERNAME TTY KSH_VERSION")

func fieldSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// evaluated tells whether the name stands in a text that may be code: eval,
// printf -v, read of a computed name, ${!x}. A plain search will do.
func (s *shScript) evaluated(name string) bool {
	f := s.facts()
	for _, c := range f.commands {
		switch c.name {
		case "eval", "typeset", "declare", "export", "readonly", "local", "unset", "trap", "printf", "zstyle", "vared", "envsubst":
			for _, arg := range c.args {
				if text := s.textOf(arg); len(arg.Parts) > 0 && strings.Contains(text, name) && !strings.HasPrefix(text, "$") && !strings.HasPrefix(text, `"$`) && (c.name == "eval" || c.name == "trap") {
					return true
				}
				if n, rest := leadingExpansion(arg); n != nil && c.name != "trap" && c.name != "printf" && c.name != "unset" && strings.HasPrefix(rest, "=") {
					return true
				}
			}
		}
	}
	return false
}

// shUnused: a variable that gets a value and is never looked at.
func shUnused(s *shScript, report report) {
	f := s.facts()
	indirect := slices.ContainsFunc(f.expansions, func(i int) bool { return f.nodes[i].Node.(*syntax.ParamExp).Excl })
	if f.sources || s.role == Snippet || indirect {
		return
	}
	for _, v := range f.vars {
		if len(v.sets) == 0 || len(v.reads) > 0 || v.exported || standardVariables[v.name] || shellVariables[v.name] || v.unset || strings.HasPrefix(v.name, "_") || strings.HasPrefix(v.name, "unused") || v.name == "dummy" || v.name == "junk" {
			continue
		}
		set := v.sets[0]
		if slices.ContainsFunc(v.sets, func(set shSet) bool { return set.how != "=" && set.how != "local" && set.how != "number" }) || s.mentions(v.name) || f.exportsAll() {
			continue
		}
		if fromOutside(v.name) && shellName(v.name) || s.quotedName(v.name) {
			continue
		}
		report(offset(f.nodes[set.at]), "%s gets a value that nothing uses; take it out, or export it", v.name)
	}
}

// shellName tells of names that a shell looks at by itself.
func shellName(name string) bool {
	for _, prefix := range []string{"LC_", "PS", "HIST", "BASH", "ZSH", "XDG_", "COMP", "GO", "IFS", "LANG", "CDPATH", "GLOB", "KEY", "TIME", "FC", "MAIL", "POSIX", "PROMPT", "SAVEHIST", "WORDCHARS", "DIRSTACKSIZE", "REPORT", "FUNCNEST", "NULLCMD", "READNULLCMD", "ENV", "OPTERR", "TMOUT"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// exportsAll tells of set -a.
func (f *shFacts) exportsAll() bool {
	return slices.ContainsFunc(f.commands, func(c *shCommand) bool {
		return c.name == "set" && (slices.Contains(c.texts, "-a") || slices.Contains(c.texts, "allexport")) || c.name == "eval"
	})
}

// quotedName tells whether the name stands in single quotes somewhere: code for
// eval, trap or awk.
func (s *shScript) quotedName(name string) bool {
	f := s.facts()
	for _, i := range f.quoted {
		if n, ok := f.nodes[i].Node.(*syntax.SglQuoted); ok && strings.Contains(n.Value, name) {
			return true
		}
	}
	return false
}

// shSetLater: with set -u a variable that is read before its turn ends the
// script. It follows the calls from the top; what is set in some branch counts
// as set, and a handler of trap runs when all is.
func shSetLater(s *shScript, report report) {
	f := s.facts()
	if !f.nounset || f.sources {
		return
	}
	o := shOrder{shFacts: f, script: s, set: map[string]bool{}, entered: map[string]bool{}, early: map[string]int{}}
	for _, c := range f.commands {
		if c.name == "trap" && len(c.texts) > 0 {
			for _, word := range strings.FieldsFunc(c.texts[0], func(r rune) bool { return strings.ContainsRune(" ;&|\n\"'", r) }) {
				o.entered[word] = true
			}
		}
	}
	o.run(0, len(f.nodes))
	for name, i := range o.early {
		report(offset(f.nodes[i]), "%s is not set yet when this runs, and set -u ends the script; line %d is the first to set it", name, s.lineOf(f.nodes[f.vars[name].sets[0].at]))
	}
}

// shOrder follows a script in the order in which it runs.
type shOrder struct {
	*shFacts
	script  *shScript
	set     map[string]bool // what may have been set by now
	entered map[string]bool // functions that were called by now
	early   map[string]int  // reads before anything set the variable, by name
	lost    bool            // a command whose name is computed was called
}

// run goes through the nodes from i up to end.
func (o *shOrder) run(i, end int) {
	for i < end {
		switch n := o.nodes[i].Node.(type) {
		case *syntax.FuncDecl:
			if n.Name == nil {
				i++ // zsh: () { ... } runs at once
				continue
			}
			i = o.nodes[i].end
			continue
		case *syntax.Assign, *syntax.ForClause:
			o.assign(i)
			i = o.skipName(i)
			continue
		case *syntax.CallExpr:
			o.call(i, n)
			i = o.nodes[i].end
			continue
		case *syntax.ParamExp:
			o.read(i, n)
		case *syntax.BinaryArithm, *syntax.UnaryArithm, *syntax.Redirect:
			o.note(i)
		}
		i++
	}
}

// assign first reads what is assigned, then sets.
func (o *shOrder) assign(i int) {
	if _, loop := o.nodes[i].Node.(*syntax.ForClause); !loop {
		o.run(i+1, o.nodes[i].end)
	}
	o.note(i)
}

func (o *shOrder) skipName(i int) int {
	if _, loop := o.nodes[i].Node.(*syntax.ForClause); loop {
		return i + 1
	}
	return o.nodes[i].end
}

// note marks what the node at i sets.
func (o *shOrder) note(i int) {
	for _, name := range o.setAt(i) {
		o.set[name] = true
	}
}

// setAt are the names that the node at i sets.
func (f *shFacts) setAt(i int) []string {
	if f.bySet == nil {
		f.bySet = map[int][]string{}
		for _, v := range f.vars {
			for _, set := range v.sets {
				f.bySet[set.at] = append(f.bySet[set.at], v.name)
			}
		}
	}
	return f.bySet[i]
}

// call runs a simple command: its words, then the function that it names. If
// only a run knows which that is, anything may be set from there on.
func (o *shOrder) call(i int, n *syntax.CallExpr) {
	o.run(i+1, o.nodes[i].end)
	o.note(i)
	c := o.of[n]
	if c.name == "" && len(n.Args) > 0 && !strings.Contains(o.script.textOf(n.Args[0]), "/") {
		o.lost = true
	}
	o.enter(c.name)
}

func (o *shOrder) enter(name string) {
	fn := o.script.funcs[name]
	if fn == nil {
		return
	}
	if o.entered[name] {
		o.again(name)
		return
	}
	o.entered[name] = true
	for _, i := range o.funcs {
		if o.nodes[i].Node == fn {
			o.run(i+1, o.nodes[i].end)
		}
	}
}

// again is for a function that is called once more: what it reads may be set by
// now, and the call before may have returned before it came to that.
func (o *shOrder) again(name string) {
	for v, i := range o.early {
		if o.set[v] && o.reaches(name, o.nodes[i].fn, map[string]bool{}) {
			delete(o.early, v)
		}
	}
}

// reaches tells whether the function called name, or one that it calls, is the
// one at fn.
func (o *shOrder) reaches(name string, fn int, seen map[string]bool) bool {
	decl := o.script.funcs[name]
	if decl == nil || seen[name] || fn < 0 {
		return false
	}
	seen[name] = true
	if o.nodes[fn].Node == decl {
		return true
	}
	for _, c := range o.commands {
		if up := o.nodes[c.at].fn; up >= 0 && o.nodes[up].Node == decl && o.reaches(c.name, fn, seen) {
			return true
		}
	}
	return false
}

func (o *shOrder) read(i int, n *syntax.ParamExp) {
	if n.Param == nil {
		return
	}
	v := o.vars[n.Param.Value]
	if _, said := o.early[n.Param.Value]; said || v == nil || o.lost || len(v.sets) == 0 || o.set[v.name] || standardVariables[v.name] || shellVariables[v.name] {
		return
	}
	if n.IsSet || n.Exp != nil && n.Exp.Op < syntax.RemSmallSuffix || slices.ContainsFunc(v.reads, func(r shRead) bool { return r.guarded }) || o.script.evaluated(v.name) {
		return
	}
	o.early[v.name] = i
}
