package simulate

import (
	"fmt"
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// keepName is the builtin that only has the status it is given.
const keepName = own + "keep"

// leavable mends a for that a return leaves: interp 3.14 runs no command more then,
// but gives the variable all the words that are left. So the variable of the loop
// is another, and the first command of its body gives ours the word.
func leavable(n *syntax.ForClause) {
	words, ok := n.Loop.(*syntax.WordIter)
	if !ok || n.Select || !calls(n.Do, "return") {
		return
	}
	name, pos := words.Name, words.Name.ValuePos
	hidden := fmt.Sprintf("__simulated_word_%d_%d", pos.Line(), pos.Col())
	words.Name = &syntax.Lit{ValuePos: pos, ValueEnd: name.ValueEnd, Value: hidden}
	value := &syntax.Word{Parts: []syntax.WordPart{parameter(pos, hidden)}}
	if expands(n.Do, "?") { // which an assignment would set to 0
		keep := call(pos, keepName)
		c := keep.Cmd.(*syntax.CallExpr)
		c.Args = append(c.Args, &syntax.Word{Parts: []syntax.WordPart{parameter(pos, "?")}})
		value.Parts = append(value.Parts, &syntax.CmdSubst{Left: pos, Right: pos, Stmts: []*syntax.Stmt{keep}})
	}
	assign := &syntax.CallExpr{Assigns: []*syntax.Assign{{Name: name, Value: value}}}
	n.Do = append([]*syntax.Stmt{{Position: pos, Cmd: assign}}, n.Do...)
}

// builtinKeep has the status that it is given.
func builtinKeep(c *cmd) int {
	status, _ := strconv.Atoi(c.args[0])
	return status
}

func parameter(pos syntax.Pos, name string) *syntax.ParamExp {
	return &syntax.ParamExp{Dollar: pos, Short: true, Param: &syntax.Lit{ValuePos: pos, ValueEnd: pos, Value: name}}
}

// calls tells whether a command of that name stands in the statements.
func calls(stmts []*syntax.Stmt, name string) bool {
	return some(stmts, func(n syntax.Node) bool {
		c, ok := n.(*syntax.CallExpr)
		return ok && len(c.Args) > 0 && c.Args[0].Lit() == name
	})
}

// expands tells whether the statements read a parameter.
func expands(stmts []*syntax.Stmt, name string) bool {
	return some(stmts, func(n syntax.Node) bool {
		p, ok := n.(*syntax.ParamExp)
		return ok && p.Param != nil && p.Param.Value == name
	})
}

func some(stmts []*syntax.Stmt, holds func(syntax.Node) bool) bool {
	found := false
	for _, s := range stmts {
		syntax.Walk(s, func(n syntax.Node) bool {
			found = found || n != nil && holds(n)
			return !found
		})
	}
	return found
}
