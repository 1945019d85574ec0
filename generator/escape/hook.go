package escape

import (
	"strconv"
	"strings"
	"text/template/parse"
)

// holeFunc is the function that every printing action ends in. Its name cannot
// be written in a template by accident.
const holeFunc = "_gosetup_hole"

// stubs let templates parse; each runner has the real functions.
var stubs = FuncMap{
	holeFunc:  func(int, any) string { return "" },
	"include": func(string, any) any { return nil },
	"words":   words,
}

// hook appends holeFunc to every action of the tree that prints a value. It is
// what html/template does with its escapers, but here the function only leaves
// a sentinel: what is printed is decided when the whole text is there.
func (s *set) hook(tree *parse.Tree) {
	walk(tree.Root, func(n parse.Node) {
		if action, ok := n.(*parse.ActionNode); ok && prints(action) {
			loc := s.note(tree, action)
			number := strconv.Itoa(loc)
			action.Pipe.Cmds = append(action.Pipe.Cmds, &parse.CommandNode{
				NodeType: parse.NodeCommand, Pos: action.Pos,
				Args: []parse.Node{
					parse.NewIdentifier(holeFunc).SetTree(tree).SetPos(action.Pos),
					&parse.NumberNode{NodeType: parse.NodeNumber, Pos: action.Pos, IsInt: true, Int64: int64(loc), Text: number},
				},
			})
		}
	})
}

// prints says whether an action puts a value into the text: not a declaration,
// and not a constant that the template's author wrote.
func prints(n *parse.ActionNode) bool {
	if len(n.Pipe.Decl) > 0 {
		return false
	}
	if len(n.Pipe.Cmds) == 1 && len(n.Pipe.Cmds[0].Args) == 1 {
		switch n.Pipe.Cmds[0].Args[0].(type) {
		case *parse.StringNode, *parse.NumberNode:
			return false
		}
	}
	return true
}

// note gives the number of the location of a node.
func (s *set) note(tree *parse.Tree, n parse.Node) int {
	l := s.locate(tree, n)
	i, known := s.locOf[l]
	if !known {
		i = len(s.locs)
		s.locs, s.locOf[l] = append(s.locs, l), i
	}
	return i
}

// locate finds the {{ of an action.
func (s *set) locate(tree *parse.Tree, n parse.Node) location {
	text := s.texts[tree.ParseName]
	at := min(int(n.Position()), len(text))
	if open := strings.LastIndex(text[:at], "{{"); open >= 0 {
		at = open
	}
	line, col := lineCol(text, at)
	return location{tree.ParseName, line, col, n.String()}
}

// walk visits every node below n.
func walk(n parse.Node, visit func(parse.Node)) {
	visit(n)
	branch := func(b *parse.BranchNode) {
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			walk(child, visit)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
}
