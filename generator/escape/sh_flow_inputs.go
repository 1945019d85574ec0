package escape

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shMeasures print numbers about what their arguments name, not the arguments.
var shMeasures = setOf([]string{"id", "uname", "test", "["})

// inputs lists the holes and the variables whose text is in what a node prints
// or expands to.
func (f *shFlow) inputs(root syntax.Node, fn string) []string {
	if w, ok := root.(*syntax.Word); ok {
		return f.wordInputs(nil, w, fn)
	}
	return f.inputsOf(root, fn)
}

// wordInputs appends the inputs of a word. Words are asked about many times:
// alone, and as a part of what a statement and a function print. So they are
// remembered, if they are more than one piece of text.
func (f *shFlow) wordInputs(all []string, w *syntax.Word, fn string) []string {
	if len(w.Parts) == 1 {
		switch w.Parts[0].(type) {
		case *syntax.Lit, *syntax.SglQuoted:
			return f.partInputs(all, w.Parts[0], fn)
		}
	}
	key := shWordIn{w, fn}
	known, ok := f.known[key]
	if !ok {
		for _, part := range w.Parts {
			known = f.partInputs(known, part, fn)
		}
		known = slices.Clip(known) // who appends to it gets a copy
		f.known[key] = known
	}
	if all == nil {
		return known
	}
	return append(all, known...)
}

func (f *shFlow) inputsOf(root syntax.Node, fn string) []string {
	var all []string
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ArithmExp:
			return false // a number
		case *syntax.CallExpr:
			name, args := f.s.command(n.Args)
			if f.s.functions[name] {
				all = append(all, name+">")
				return true
			}
			if readsFiles(name, args) {
				all = append(all, "/")
			}
			if shListers[name] {
				all = append(all, "=")
			}
			return !shMeasures[name]
		case *syntax.Redirect:
			if n.Op == syntax.RdrIn {
				all = append(all, "/")
			}
		case *syntax.CmdSubst:
			if f.readsInput(n) {
				all = append(all, "|")
			}
		case *syntax.Word:
			all = f.wordInputs(all, n, fn)
			return false
		case *syntax.ParamExp, *syntax.DblQuoted, *syntax.Lit, *syntax.SglQuoted:
			all = f.partInputs(all, n.(syntax.WordPart), fn)
			return false
		}
		return true
	})
	return all
}

// partInputs appends the inputs of a part of a word.
func (f *shFlow) partInputs(all []string, part syntax.WordPart, fn string) []string {
	switch n := part.(type) {
	case *syntax.ParamExp:
		if n.Excl || n.Param != nil && f.s.sk.hasHole(n.Param.Value) {
			all = append(all, fn, "=")
		}
		if !n.Length && !digitsOnly(n) && !(f.searches(n, "e") && f.searches(n, "iI")) {
			all = f.operands(append(all, f.key(n, fn)), n, fn)
		}
	case *syntax.DblQuoted:
		for _, part := range n.Parts {
			if lit, ok := part.(*syntax.Lit); ok {
				all = named(f.holes(all, lit, lit.Value), lit.Value)
			} else {
				all = f.partInputs(all, part, fn)
			}
		}
	case *syntax.Lit:
		all = f.holes(all, n, n.Value)
		if strings.ContainsAny(n.Value, "*?[") {
			all = append(all, "/") // the names of files
		}
		if strings.Contains(n.Value, "~") {
			all = append(all, "HOME", "PWD", "OLDPWD")
		}
		all = named(all, n.Value)
	case *syntax.SglQuoted:
		all = named(f.holes(all, n, n.Value), n.Value)
	default:
		all = append(all, f.inputsOf(part, fn)...)
	}
	return all
}

// named appends a text that is the name of a variable, maybe. It counts where it
// goes on to be looked up, not where it is an argument: read NAME.
// So does a text with $NAME in it, which is code to whoever evaluates it.
func named(all []string, text string) []string {
	if isName(text) {
		return append(all, "'"+text)
	}
	if strings.IndexByte(text, '$') < 0 {
		return all
	}
	for _, m := range shDollarName.FindAllStringSubmatch(text, -1) {
		all = append(all, "'"+m[1])
	}
	return all
}

var shDollarName = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)`)

// shListers print the values of variables.
var shListers = setOf([]string{"printenv", "env", "set", "export", "readonly", "declare", "typeset", "local", "alias", "trap", "compgen", "ps", "envsubst"})

// operands appends the inputs of the words in a ${ }.
func (f *shFlow) operands(all []string, n *syntax.ParamExp, fn string) []string {
	if n.NestedParam != nil {
		all = append(all, f.inputs(n.NestedParam, fn)...)
	}
	if n.Exp != nil && n.Exp.Word != nil {
		all = append(all, f.inputs(n.Exp.Word, fn)...)
	}
	if n.Repl != nil && n.Repl.With != nil {
		all = append(all, f.inputs(n.Repl.With, fn)...)
	}
	return all
}

// holes appends the nodes of the holes in a leaf of the tree.
func (f *shFlow) holes(all []string, n syntax.Node, text string) []string {
	if !f.s.sk.hasHole(text) {
		return all
	}
	from, to := f.s.sk.within(int(n.Pos().Offset()), int(n.End().Offset()))
	for i := from; i < to; i++ {
		all = append(all, holeNode(i))
	}
	return all
}

// shFilters read only their standard input if they have so many operands, or
// fewer.
var shFilters = map[string]int{"awk": 1, "sed": 1, "grep": 1, "cut": 0, "sort": 0, "head": 0, "tail": 0, "uniq": 0, "tr": 9, "tee": 9}

// readsFiles says whether a command may print what is in files, or their names.
func readsFiles(name string, args []*syntax.Word) bool {
	most, isFilter := shFilters[name]
	switch {
	case isFilter:
		operands := 0
		for _, arg := range args {
			if text, ok := static(arg); !ok || !strings.HasPrefix(text, "-") && strings.Trim(text, "0123456789") != "" {
				operands++
			}
		}
		return operands > most
	case shMeasures[name], name == "printf", name == "echo", name == ":", name == "true", name == "":
		return false
	}
	return true
}

// shInputless do not read their standard input.
var shInputless = setOf([]string{"ls", "pwd", "mktemp", "readlink", "realpath", "dirname", "basename", "printf", "echo", "sw_vers", "sysctl", "df", "du", "date", "command", "type"}).with(shMeasures)

// readsInput says whether the first command of a substitution may read what
// was piped to it.
func (f *shFlow) readsInput(n *syntax.CmdSubst) bool {
	if len(n.Stmts) == 0 {
		return false
	}
	cmd := n.Stmts[0].Cmd
	for {
		pipe, ok := cmd.(*syntax.BinaryCmd)
		if !ok {
			break
		}
		cmd = pipe.X.Cmd
	}
	call, ok := cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return true
	}
	name, _ := f.s.command(call.Args)
	return f.s.functions[name] || !shInputless[name]
}

// digitsOnly knows ${v%%[!0-9]*}, which leaves only the digits that v begins
// with.
func digitsOnly(n *syntax.ParamExp) bool {
	if n.Exp == nil || n.Exp.Op != syntax.RemLargeSuffix || n.Exp.Word == nil {
		return false
	}
	pattern := n.Exp.Word.Lit()
	return pattern == "[!0-9]*" || pattern == "[^0-9]*"
}

// key is the node of an expansion: positional parameters belong to fn.
func (f *shFlow) key(n *syntax.ParamExp, fn string) string {
	if n.Param == nil {
		return "?"
	}
	name := f.name(n.Param.Value)
	if name == "@" || name == "*" || strings.Trim(name, "0123456789") == "" {
		return fn
	}
	return name
}
