package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A shVariable is a variable of the script and what happens to it.
type shVariable struct {
	name     string
	sets     []shSet
	reads    []shRead
	exported bool // handed to the programs that the script starts
	unset    bool // taken away somewhere
	wild     bool // see findWild
}

// A shSet is a place where a variable gets a value.
type shSet struct {
	at    int
	how   string       // "=", "for", "read", "prefix" (x=1 cmd), "local" (without a value), "default" (${x:=1}), "number"
	value *syntax.Word // nil if only a run knows
	more  bool         // +=
}

// A shRead is a place where a variable is read.
type shRead struct {
	at      int
	guarded bool // it has a default, or asks whether the variable is set
}

func (f *shFacts) variable(name string) *shVariable {
	v := f.vars[name]
	if v == nil {
		v = &shVariable{name: name}
		f.vars[name] = v
	}
	return v
}

func (f *shFacts) set(name string, set shSet) {
	if isShName(name) {
		v := f.variable(name)
		v.sets = append(v.sets, set)
	}
}

// variables collects what happens to each, in the order of the text.
func (s *shScript) variables() {
	f := s.known
	for i := range f.nodes {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.Assign:
			f.assigned(i, n)
		case *syntax.ForClause:
			f.loopVariable(i, n)
		case *syntax.CallExpr:
			f.setByCommand(f.of[n])
		case *syntax.ParamExp:
			f.expanded(i, n)
		case *syntax.BinaryArithm:
			f.counted(i, n.X, n.Op >= syntax.Assgn && n.Op <= syntax.ShrAssgn)
		case *syntax.UnaryArithm:
			f.counted(i, n.X, n.Op == syntax.Inc || n.Op == syntax.Dec)
		case *syntax.Lit:
			f.arithmeticName(i, n)
		case *syntax.Redirect:
			if n.N != nil && strings.HasPrefix(n.N.Value, "{") {
				f.set(strings.Trim(n.N.Value, "{}"), shSet{at: i, how: "number"})
			}
		}
	}
}

// declarations are the words that declare variables.
var declarations = map[string]bool{"export": true, "readonly": true, "local": true, "declare": true, "typeset": true, "integer": true, "float": true}

func (f *shFacts) assigned(i int, n *syntax.Assign) {
	if n.Name == nil {
		return
	}
	set := shSet{at: i, how: "=", value: n.Value, more: n.Append}
	switch up := f.parent(i).(type) {
	case *syntax.CallExpr:
		if len(up.Args) > 0 {
			set.how = "prefix"
		}
	case *syntax.DeclClause:
		f.declared(n.Name.Value, up.Variant.Value, flagged(up, "x"))
		if n.Naked {
			set.how = "local"
			if up.Variant.Value == "export" || up.Variant.Value == "readonly" {
				return
			}
		}
	}
	f.set(n.Name.Value, set)
}

func (f *shFacts) declared(name, word string, exported bool) {
	if (word == "export" || exported) && isShName(name) {
		f.variable(name).exported = true
	}
}

// flagged tells whether a declaration has an option with the letter.
func flagged(n *syntax.DeclClause, letter string) bool {
	for _, a := range n.Args {
		if a.Naked && a.Name == nil && a.Value != nil {
			if text, _ := wordText(a.Value); strings.HasPrefix(text, "-") && strings.Contains(text, letter) {
				return true
			}
		}
	}
	return false
}

func (f *shFacts) loopVariable(i int, n *syntax.ForClause) {
	iter, ok := n.Loop.(*syntax.WordIter)
	if !ok || iter.Name == nil {
		return
	}
	if len(iter.Items) == 0 || n.Select {
		f.set(iter.Name.Value, shSet{at: i, how: "for"})
	}
	for _, item := range iter.Items {
		f.set(iter.Name.Value, shSet{at: i, how: "for", value: item})
	}
}

// setByCommand notes the variables that a builtin sets.
func (f *shFacts) setByCommand(c *shCommand) {
	switch c.name {
	case "export", "readonly", "local", "declare", "typeset", "integer", "float":
		f.declaredBy(c)
	case "read", "mapfile", "readarray", "vared", "zparseopts", "zstat", "getln", "sysread":
		for k, text := range c.texts {
			if k > 0 && c.name == "read" && len(c.texts[k-1]) == 2 && strings.HasPrefix(c.texts[k-1], "-") && strings.Contains("pdntu", c.texts[k-1][1:]) {
				continue
			}
			f.set(text, shSet{at: c.at, how: "read"})
		}
	case "getopts":
		if len(c.texts) > 1 {
			f.set(c.texts[1], shSet{at: c.at, how: "read"})
		}
		f.set("OPTARG", shSet{at: c.at, how: "read"})
		f.set("OPTIND", shSet{at: c.at, how: "read"})
	case "printf", "print", "zstyle", "strftime", "wait":
		for k := 1; k < len(c.texts); k++ {
			if option := c.texts[k-1]; option == "-v" || option == "-s" || option == "-a" || option == "-p" {
				f.set(c.texts[k], shSet{at: c.at, how: "read"})
			}
		}
		if c.name == "zstyle" && len(c.texts) > 1 {
			f.set(c.texts[len(c.texts)-1], shSet{at: c.at, how: "read"})
		}
	case "unset":
		for _, text := range c.texts {
			if isShName(text) {
				f.variable(text).unset = true
			}
		}
	}
}

// declaredBy reads a declaration that the parser takes for a command: POSIX has
// no such clause.
func (f *shFacts) declaredBy(c *shCommand) {
	for k, arg := range c.args {
		name, value, ok := assignment(arg)
		if !ok {
			name = c.texts[k]
		}
		f.declared(name, c.name, false)
		if ok {
			f.set(name, shSet{at: c.at, how: "=", value: value})
		} else if c.name != "export" && c.name != "readonly" {
			f.set(name, shSet{at: c.at, how: "local"})
		}
	}
}

// assignment takes a word name=value apart.
func assignment(w *syntax.Word) (name string, value *syntax.Word, ok bool) {
	lit, isLit := w.Parts[0].(*syntax.Lit)
	if !isLit {
		return "", nil, false
	}
	name, rest, ok := strings.Cut(lit.Value, "=")
	if !ok || !isShName(name) {
		return "", nil, false
	}
	value = &syntax.Word{}
	if rest != "" {
		value.Parts = append(value.Parts, &syntax.Lit{ValuePos: lit.ValuePos, ValueEnd: lit.ValueEnd, Value: rest})
	}
	value.Parts = append(value.Parts, w.Parts[1:]...)
	return name, value, true
}

func (f *shFacts) expanded(i int, n *syntax.ParamExp) {
	if n.Param == nil || !isShName(n.Param.Value) {
		return
	}
	v := f.variable(n.Param.Value)
	read := shRead{at: i, guarded: n.IsSet}
	if n.Exp != nil {
		read.guarded = read.guarded || n.Exp.Op < syntax.RemSmallSuffix
		if n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull {
			v.sets = append(v.sets, shSet{at: i, how: "default"})
		}
	}
	v.reads = append(v.reads, read)
}

// counted notes x in $((x += 1)).
func (f *shFacts) counted(i int, x syntax.ArithmExpr, sets bool) {
	w, ok := x.(*syntax.Word)
	if !ok || !sets {
		return
	}
	name, _ := wordText(w)
	f.set(name, shSet{at: i, how: "number"})
}

// arithmeticName notes x in $((x + 1)), and in [[ -v x ]].
func (f *shFacts) arithmeticName(i int, n *syntax.Lit) {
	if !isShName(n.Value) || f.nodes[i].up < 0 {
		return
	}
	up := f.nodes[f.nodes[i].up].up
	if _, word := f.parent(i).(*syntax.Word); !word || up < 0 {
		return
	}
	switch p := f.nodes[up].Node.(type) {
	case *syntax.BinaryArithm, *syntax.UnaryArithm, *syntax.ParenArithm, *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.LetClause:
	case *syntax.ParamExp:
		if p.Index != f.parent(i) && (p.Slice == nil || p.Slice.Offset != f.parent(i) && p.Slice.Length != f.parent(i)) {
			return
		}
	case *syntax.UnaryTest, *syntax.BinaryTest:
	default:
		return
	}
	v := f.variable(n.Value)
	v.reads = append(v.reads, shRead{at: i, guarded: true})
}

// ---- what a variable can hold ----

// numbers are the commands that print a number, or one plain word.
var numbers = map[string]bool{"id": true, "uname": true, "nproc": true, "wc": true, "date": true, "getconf": true, "arch": true, "dpkg": true, "tput": true, "stat": true, "expr": true, "pgrep": true}

// tame tells whether all that a variable ever holds is written in the script,
// or is a number: then nobody else decides what splitting it gives.
func (f *shFacts) tame(name string) bool {
	switch name {
	case "#", "?", "$", "!", "-", "PPID", "UID", "EUID", "RANDOM", "SECONDS", "LINENO", "OPTIND", "BASHPID", "SHLVL":
		return true
	}
	v := f.vars[name]
	if v == nil || len(v.sets) == 0 {
		return false
	}
	f.findWild()
	return !v.wild
}

// findWild finds the variables that are not tame: first those that are set to
// something wild, then those that are set to one of them, until there is no more.
func (f *shFacts) findWild() {
	if f.knowsWild {
		return
	}
	f.knowsWild = true
	for found := true; found; {
		found = false
		for _, v := range f.vars {
			if !v.wild && slices.ContainsFunc(v.sets, func(set shSet) bool { return !f.tameSet(v, set) }) {
				v.wild, found = true, true
			}
		}
	}
}

func (f *shFacts) tameSet(v *shVariable, set shSet) bool {
	switch {
	case set.how == "number" || set.how == "local":
		return true
	case set.value == nil:
		n, ok := f.nodes[set.at].Node.(*syntax.Assign)
		return ok && n.Array == nil && set.how != "read" // x= alone
	}
	return f.tameParts(v.name, set.value.Parts)
}

func (f *shFacts) tameParts(self string, parts []syntax.WordPart) bool {
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			if strings.ContainsAny(part.Value, "*?[~") {
				return false
			}
		case *syntax.SglQuoted:
			if strings.ContainsAny(part.Value, "*?[") {
				return false
			}
		case *syntax.DblQuoted:
			if !f.tameParts(self, part.Parts) {
				return false
			}
		case *syntax.ParamExp:
			if !f.tameExpansion(self, part) {
				return false
			}
		case *syntax.CmdSubst:
			if !f.tameCommand(part) {
				return false
			}
		case *syntax.ArithmExp:
		default:
			return false
		}
	}
	return true
}

func (f *shFacts) tameExpansion(self string, n *syntax.ParamExp) bool {
	switch {
	case n.Length || n.IsSet || n.Width:
		return true
	case n.Param == nil || n.Excl:
		return false
	case n.Exp == nil:
		return f.tame(n.Param.Value)
	case n.Exp.Op == syntax.AlternateUnset || n.Exp.Op == syntax.AlternateUnsetOrNull:
		return n.Exp.Word == nil || f.tameParts(self, bareParts(n.Exp.Word))
	case n.Exp.Op < syntax.RemSmallSuffix:
		return n.Param.Value != self && f.tame(n.Param.Value) && (n.Exp.Word == nil || f.tameParts(self, n.Exp.Word.Parts))
	}
	return n.Param.Value != self && f.tame(n.Param.Value)
}

// bareParts are the parts of a word that are not in quotes: those in quotes are
// not split, whatever they hold.
func bareParts(w *syntax.Word) []syntax.WordPart {
	var all []syntax.WordPart
	for _, part := range w.Parts {
		switch part.(type) {
		case *syntax.SglQuoted, *syntax.DblQuoted:
		default:
			all = append(all, part)
		}
	}
	return all
}

func (f *shFacts) tameCommand(n *syntax.CmdSubst) bool {
	if len(n.Stmts) != 1 {
		return false
	}
	first, last := n.Stmts[0], n.Stmts[0]
	for {
		b, ok := first.Cmd.(*syntax.BinaryCmd)
		if !ok || b.Op != syntax.Pipe && b.Op != syntax.OrStmt {
			break
		}
		first = b.X
		if last == n.Stmts[0] {
			last = b.Y
		}
	}
	for _, stmt := range []*syntax.Stmt{first, last} {
		if c := f.call(stmt); c != nil && numbers[c.name] {
			return true
		}
	}
	return false
}
