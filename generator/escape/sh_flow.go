package escape

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A shFlow follows values through the variables of a script, by name and
// regardless of order: a value that is assigned to v is wherever $v is. It finds
// the holes whose value is evaluated again after it was safely quoted.
//
// Its nodes are "v" for a variable, "f()" for the arguments of a function (and
// "()" for those of the script, "*()" for those of whichever function), "f>" for what a function prints, "|" for what
// goes through a pipe or a here-document, "/" for what is in files and their
// names, "=" for what lists all variables, "_" for the last argument of the
// command before, and "#3" for the hole 3. A fixed word that is the name of a
// variable counts as the variable: arithmetic and references look it up.
type shFlow struct {
	s      *shScript
	places []*shPlace
	to     *graph
	sinks  map[string]shSink // nodes that are evaluated
	known  map[shWordIn][]string
	depth  int // of code in strings
}

// A shWordIn is a word where fn is the node of the arguments.
type shWordIn struct {
	w  *syntax.Word
	fn string
}

// A shSink says where a node is evaluated.
type shSink struct {
	where string
	code  bool // as code, else as a number or a name
}

// flow sets reach of the places whose values get to a sink.
func (s *shScript) flow(places []*shPlace) {
	f := &shFlow{s: s, places: places, to: newGraph(len(s.sk.text)), sinks: map[string]shSink{}, known: map[shWordIn][]string{}}
	f.any(s.functions)
	f.walk(s.file, "()")
	f.backwards()
	for i, p := range places {
		m, sink := s.sk.marks[i], f.sinks[holeNode(i)]
		if p == nil || p.numeric || p.role == shNumber {
			continue // a number has a rule of its own
		}
		p.evaluated = f.sinks
		if m.kind == kindText || m.kind == kindWords {
			p.reach = sink.where
		}
	}
}

// any makes what goes to whichever function go to each of these.
func (f *shFlow) any(functions map[string]bool) {
	for function := range functions {
		f.to.connect("*()", function+"()")
	}
}

// walk looks at every node; fn is the node of the arguments there.
func (f *shFlow) walk(root syntax.Node, fn string) {
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			if n.Name != nil && syntax.Node(n) != root {
				f.flows(n.Body, n.Name.Value+"()", n.Name.Value+">")
				f.walk(n.Body, n.Name.Value+"()")
				return false
			}
		case *syntax.Stmt:
			f.stmt(n, fn)
		case *syntax.Assign:
			f.assign(n, fn)
		case *syntax.WordIter:
			f.loop(n, fn)
		case *syntax.CallExpr:
			f.call(n, fn)
		case *syntax.DeclClause:
			f.decl(n, fn)
		case *syntax.BinaryCmd:
			if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
				f.flows(n.X, fn, "|")
			}
		case *syntax.Redirect:
			f.redirect(n, fn)
		default:
			f.evaluated(n, fn)
		}
		return true
	})
}

// stmt follows what a statement writes into a file, which may be what it reads.
func (f *shFlow) stmt(n *syntax.Stmt, fn string) {
	writes := false
	for _, r := range n.Redirs {
		switch r.Op {
		case syntax.RdrIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc, syntax.DplIn:
		default:
			writes = true
			f.flows(r.Word, fn, "/")
		}
	}
	if !writes || n.Cmd == nil {
		return
	}
	f.flows(n.Cmd, fn, "/")
	if call, ok := n.Cmd.(*syntax.CallExpr); ok {
		if name, _ := f.s.command(call.Args); shInputless[name] || len(call.Args) == 0 {
			return
		}
	}
	f.to.connect("|", "/")
}

func (f *shFlow) redirect(n *syntax.Redirect, fn string) {
	if n.N != nil {
		f.names(n.N.Value, "the subscript of a {NAME} redirection")
	}
	switch {
	case n.Hdoc != nil:
		f.flows(n.Hdoc, fn, "|")
	case n.Op == syntax.WordHdoc, n.Op == syntax.RdrIn && strings.Contains(f.s.source(n.Word), "<("):
		f.flows(n.Word, fn, "|")
	case n.Op == syntax.DplIn || n.Op == syntax.DplOut:
		f.sink(n.Word, fn, "a >& redirection, which bash expands twice")
	}
}

// loop follows the items of a for, which are the arguments if there are none.
func (f *shFlow) loop(n *syntax.WordIter, fn string) {
	name := f.name(n.Name.Value)
	f.to.connect("|", "REPLY") // of select
	if !n.InPos.IsValid() {
		f.to.connect(fn, name)
	}
	for _, item := range n.Items {
		f.flows(item, fn, name)
	}
	if f.s.integers[name] || shSpecialName(name) {
		f.mark(name, "the variable "+name+", which the shell evaluates")
	}
}

// evaluated finds the sinks that are no commands.
func (f *shFlow) evaluated(n syntax.Node, fn string) {
	switch n := n.(type) {
	case *syntax.ArithmExp:
		f.arithmetic(n.X, fn)
	case *syntax.ArithmCmd:
		f.arithmetic(n.X, fn)
	case *syntax.LetClause:
		for _, x := range n.Exprs {
			f.arithmetic(x, fn)
		}
	case *syntax.CStyleLoop:
		f.arithmetic(n.Init, fn)
		f.arithmetic(n.Cond, fn)
		f.arithmetic(n.Post, fn)
	case *syntax.ArrayElem:
		f.arithmetic(n.Index, fn)
	case *syntax.ParamExp:
		f.expansion(n, fn)
	case *syntax.UnaryTest:
		switch n.Op {
		case syntax.TsVarSet, syntax.TsRefVar, syntax.TsFdTerm, syntax.TsOptSet:
			f.number(n.X, fn, "a "+n.Op.String()+" test")
		}
	case *syntax.ExtGlob:
		f.qualifier(n.Pattern.Value)
	case *syntax.Word:
		f.globbed(n, fn)
	case *syntax.CaseClause:
		f.matched(n.Word, fn)
	case *syntax.BinaryTest:
		f.matched(n.X, fn)
		f.matched(n.Y, fn)
		switch n.Op {
		case syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr:
			f.arithmetic(n, fn)
		}
	}
}

// matched follows what a pattern leaves of the text it matched.
func (f *shFlow) matched(n syntax.Node, fn string) {
	all := f.inputs(n, fn)
	for _, name := range []string{"match", "MATCH", "BASH_REMATCH", "KSH_MATCH", ".sh.match"} {
		f.flow(all, name)
	}
}

// globbed finds the glob qualifiers of zsh, which run code: *(e:cmd:).
func (f *shFlow) globbed(w *syntax.Word, fn string) {
	if f.s.lang.variant != syntax.LangZsh {
		return
	}
	if f.s.globbing && bare(w) {
		f.sink(w, fn, "a pattern, by GLOB_SUBST")
	}
	for _, part := range w.Parts {
		if lit, ok := part.(*syntax.Lit); ok && strings.Contains(lit.Value, "(") {
			f.sink(w, fn, "a glob qualifier")
			f.qualifier(lit.Value)
		}
	}
}

// qualifier marks the variables that the text of a glob qualifier names.
func (f *shFlow) qualifier(text string) {
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return !letterOrDigit(r) && r != '_' }) {
		if isName(name) {
			f.mark(name, "a glob qualifier")
		}
	}
}

// expansion finds the expansions that evaluate what is in the variable.
func (f *shFlow) expansion(n *syntax.ParamExp, fn string) {
	if !f.searches(n, "e") {
		f.arithmetic(n.Index, fn)
	}
	if n.Slice != nil {
		f.arithmetic(n.Slice.Offset, fn)
		f.arithmetic(n.Slice.Length, fn)
	}
	flags := ""
	if n.Flags != nil {
		flags = n.Flags.Value
	}
	operator := n.Exp != nil && n.Exp.Op == syntax.OtherParamOps
	if n.Exp != nil && n.Exp.Word != nil && n.Param != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
		f.flows(n.Exp.Word, fn, n.Param.Value)
	}
	if n.Excl || operator || n.GlobSubst == syntax.OptOn || strings.ContainsAny(flags, "ePZz%") {
		f.mark(f.key(n, fn), "an expansion that evaluates it")
		for _, from := range f.operands(nil, n, fn) {
			f.mark(strings.TrimPrefix(from, "'"), "an expansion that evaluates it")
		}
	}
}

// searches says whether an index of zsh looks for a text and has a flag: e for
// plain text, i and I to give the index.
func (f *shFlow) searches(n *syntax.ParamExp, flag string) bool {
	if isNil(n.Index) || f.s.lang.variant != syntax.LangZsh {
		return false
	}
	source := f.s.sk.text[int(n.Index.Pos().Offset()):int(n.Index.End().Offset())]
	flags, _, ok := strings.Cut(strings.TrimPrefix(source, "("), ")")
	return ok && strings.HasPrefix(source, "(") && strings.ContainsAny(flags, flag)
}

// arithmetic marks the variables of an expression, with a $ or without.
func (f *shFlow) arithmetic(x syntax.Node, fn string) { f.number(x, fn, "an arithmetic expression") }

// number marks what is in a place that some shell evaluates as arithmetic: the
// values there, and the variables that are named there.
func (f *shFlow) number(x syntax.Node, fn, where string) {
	if isNil(x) {
		return
	}
	for _, from := range f.inputs(x, fn) {
		f.add(strings.TrimPrefix(from, "'"), shSink{where, false})
	}
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			return false // what is in it is an input
		case *syntax.Lit:
			f.names(n.Value, where)
		case *syntax.SglQuoted:
			f.names(n.Value, where)
		}
		return true
	})
}

// names marks every name in a text.
func (f *shFlow) names(text, where string) {
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return !letterOrDigit(r) && r != '_' }) {
		if isName(name) && !f.s.sk.hasHole(name) {
			f.add(name, shSink{where, false})
		}
	}
}

func isNil(n syntax.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case *syntax.Word:
		return n == nil
	}
	return false
}

// assign follows NAME=VALUE.
func (f *shFlow) assign(n *syntax.Assign, fn string) {
	if n.Name == nil {
		return
	}
	name := f.name(n.Name.Value)
	f.arithmetic(n.Index, fn)
	f.to.connect(name, "=")
	if n.Value != nil {
		f.flows(n.Value, fn, name)
	}
	if n.Array != nil {
		f.flows(n.Array, fn, name)
	}
	if f.s.integers[name] || shSpecialName(name) {
		f.mark(name, "the variable "+name+", which the shell evaluates")
	}
}

// name is the node of a variable: one for all whose names hold a value, which
// cannot be those of variables that are evaluated.
func (f *shFlow) name(name string) string {
	if f.s.sk.hasHole(name) {
		return "{}"
	}
	return name
}

// shCompound is why declare -a x={{.}} is refused: bash expands what is in the
// brackets of a text that begins with one.
const shCompound = "an array that is declared with a text, which bash takes apart"

func (f *shFlow) decl(n *syntax.DeclClause, fn string) {
	for _, arg := range n.Args {
		switch {
		case arg.Value == nil:
		case arg.Naked:
			f.sink(arg.Value, fn, "a bare name behind "+n.Variant.Value)
		case arg.Name != nil && f.s.arrays[arg.Name.Value]:
			f.sink(arg.Value, fn, shCompound)
		}
	}
}

// flows notes that what is in node goes to a variable.
func (f *shFlow) flows(n syntax.Node, fn, to string) {
	f.flow(f.inputs(n, fn), to)
}

// flow notes that the inputs of something go to a variable.
func (f *shFlow) flow(inputs []string, to string) {
	if len(inputs) == 0 {
		return
	}
	target := f.to.node(to)
	for _, from := range inputs {
		f.to.edge(f.to.node(strings.TrimPrefix(from, "'")), target)
	}
}

// sink notes that what is in node is evaluated there.
func (f *shFlow) sink(n syntax.Node, fn, where string) {
	for _, from := range f.inputs(n, fn) {
		if from[0] != '\'' {
			f.mark(from, where)
		}
	}
}

func (f *shFlow) mark(node, where string) { f.add(node, shSink{where, true}) }
