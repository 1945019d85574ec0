package powershell

import (
	"cmp"
	"slices"
)

// Walk calls visit with a node and, if that returns true, with what is in it,
// in the order of the text.
func Walk(n Node, visit func(Node) bool) {
	if isNil(n) || !visit(n) {
		return
	}
	for _, child := range Children(n) {
		Walk(child, visit)
	}
}

// isNil says whether a part of a node is not there.
func isNil(n Node) bool {
	b, isBlock := n.(*Block)
	return n == nil || isBlock && b == nil
}

// Children are the nodes in a node, in the order of the text.
func Children(n Node) []Node {
	var all []Node
	add := func(children ...Node) {
		for _, c := range children {
			if !isNil(c) {
				all = append(all, c)
			}
		}
	}
	switch n := n.(type) {
	case *Script:
		add(&n.Block)
	case *Block:
		add(nodes(n.Attributes)...)
		add(nodes(n.Params)...)
		add(nodes(n.Body)...)
	case *Attribute:
		add(nodes(n.Args)...)
		for _, named := range n.Named {
			add(named.Value)
		}
	case *Param:
		add(nodes(n.Attributes)...)
		add(nodes(n.Types)...)
		add(n.Var, n.Default)
	case *Command:
		add(n.Name)
		for i := range n.Args {
			add(n.Args[i].Value)
		}
		for i := range n.Redirs {
			add(n.Redirs[i].To) // may stand between arguments
		}
		slices.SortStableFunc(all, func(a, b Node) int { return cmp.Compare(a.Where().Start, b.Where().Start) })
	case *Pipeline:
		add(n.Elements...)
	case *Assign:
		add(n.Target, n.Value)
	default:
		if children := childrenOfStatement(n); children != nil {
			add(children...)
		} else {
			add(childrenOfExpr(n)...)
		}
	}
	return all
}

func childrenOfStatement(n Node) []Node {
	var all []Node
	switch n := n.(type) {
	case *Function:
		return append(nodes(n.Params), n.Body)
	case *If:
		for _, arm := range n.Arms {
			all = append(all, arm.Cond, arm.Body)
		}
		return append(all, n.Else)
	case *While:
		return []Node{n.Cond, n.Body}
	case *Do:
		return []Node{n.Body, n.Cond}
	case *For:
		return []Node{n.Init, n.Cond, n.Step, n.Body}
	case *ForEach:
		return []Node{n.Var, n.In, n.Body}
	case *Switch:
		all = append(all, n.On)
		for _, c := range n.Cases {
			all = append(all, c.Match, c.Body)
		}
		return all
	case *Try:
		all = append(all, n.Body)
		for _, c := range n.Catches {
			all = append(append(all, nodes(c.Types)...), c.Body)
		}
		return append(all, n.Finally)
	case *Jump:
		return []Node{n.Value}
	}
	return nil
}

func childrenOfExpr(n Node) []Node {
	switch n := n.(type) {
	case *Expandable:
		return nodes(n.Parts)
	case *Binary:
		return []Node{n.X, n.Y}
	case *Unary:
		return []Node{n.X}
	case *Cast:
		return []Node{n.Type, n.X}
	case *Member:
		return append([]Node{n.X, n.Name}, nodes(n.Args)...)
	case *Index:
		return []Node{n.X, n.At}
	case *Paren:
		return []Node{n.Inner}
	case *SubExpr:
		return []Node{n.Body}
	case *ArrayExpr:
		return []Node{n.Body}
	case *ArrayLit:
		return nodes(n.Items)
	case *Hash:
		var all []Node
		for _, e := range n.Entries {
			all = append(all, e.Key, e.Value)
		}
		return all
	case *ScriptBlock:
		return []Node{n.Body}
	}
	return nil
}

func nodes[N Node](list []N) []Node {
	all := make([]Node, len(list))
	for i, n := range list {
		all[i] = n
	}
	return all
}
