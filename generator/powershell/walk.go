package powershell

import (
	"cmp"
	"slices"
)

// Walk calls visit with a node and, if that returns true, with what is in it,
// in the order of the text.
func Walk(n Node, visit func(Node) bool) {
	var into func(Node)
	into = func(n Node) {
		if visit(n) {
			Each(n, into)
		}
	}
	if !isNil(n) {
		into(n)
	}
}

// isNil says whether a part of a node is not there.
func isNil(n Node) bool {
	if n == nil {
		return true
	}
	b, isBlock := n.(*Block)
	return isBlock && b == nil
}

// Each calls visit with the nodes that are directly in a node, in the order of
// the text.
func Each(n Node, visit func(Node)) {
	if c, ok := n.(*Command); ok && len(c.Redirs) > 0 {
		// A redirection may stand between arguments.
		var all []Node
		inCommand(c, func(child Node) { all = append(all, child) })
		slices.SortStableFunc(all, func(a, b Node) int { return cmp.Compare(a.Where().Start, b.Where().Start) })
		for _, child := range all {
			visit(child)
		}
		return
	}
	v := visitor(visit)
	if !v.structure(n) && !v.statement(n) {
		v.expr(n)
	}
}

// A visitor gets those nodes that are there.
type visitor func(Node)

func (v visitor) one(n Node) {
	if !isNil(n) {
		v(n)
	}
}

func (v visitor) block(b *Block) {
	if b != nil {
		v(b)
	}
}

func each[N Node](v visitor, list []N) {
	for _, n := range list {
		v.one(n)
	}
}

func inCommand(n *Command, visit func(Node)) {
	v := visitor(visit)
	v.one(n.Name)
	for i := range n.Args {
		v.one(n.Args[i].Value)
	}
	for i := range n.Redirs {
		v.one(n.Redirs[i].To)
	}
}

// structure visits what is in nodes that are neither a statement with blocks nor
// an expression.
func (v visitor) structure(n Node) bool {
	switch n := n.(type) {
	case *Script:
		v(&n.Block)
	case *Block:
		each(v, n.Attributes)
		each(v, n.Params)
		each(v, n.Body)
	case *Attribute:
		each(v, n.Args)
		for _, named := range n.Named {
			v.one(named.Value)
		}
	case *Param:
		each(v, n.Attributes)
		each(v, n.Types)
		v(n.Var)
		v.one(n.Default)
	case *Command:
		inCommand(n, v)
	case *Pipeline:
		each(v, n.Elements)
	case *Assign:
		v.one(n.Target)
		v.one(n.Value)
	default:
		return false
	}
	return true
}

// statement visits what is in a statement with blocks, or a jump.
func (v visitor) statement(n Node) bool {
	switch n := n.(type) {
	case *Function:
		each(v, n.Params)
		v.block(n.Body)
	case *If:
		for _, arm := range n.Arms {
			v.one(arm.Cond)
			v.block(arm.Body)
		}
		v.block(n.Else)
	case *While:
		v.one(n.Cond)
		v.block(n.Body)
	case *Do:
		v.block(n.Body)
		v.one(n.Cond)
	case *For:
		v.one(n.Init)
		v.one(n.Cond)
		v.one(n.Step)
		v.block(n.Body)
	case *ForEach:
		v(n.Var)
		v.one(n.In)
		v.block(n.Body)
	case *Switch:
		v.one(n.On)
		for _, c := range n.Cases {
			v.one(c.Match)
			v.block(c.Body)
		}
	case *Try:
		v.block(n.Body)
		for _, c := range n.Catches {
			each(v, c.Types)
			v.block(c.Body)
		}
		v.block(n.Finally)
	case *Jump:
		v.one(n.Value)
	default:
		return false
	}
	return true
}

func (v visitor) expr(n Node) {
	switch n := n.(type) {
	case *Expandable:
		each(v, n.Parts)
	case *Binary:
		v.one(n.X)
		v.one(n.Y)
	case *Unary:
		v.one(n.X)
	case *Cast:
		v(n.Type)
		v.one(n.X)
	case *Member:
		v.one(n.X)
		v.one(n.Name)
		each(v, n.Args)
	case *Index:
		v.one(n.X)
		v.one(n.At)
	case *Paren:
		v.one(n.Inner)
	case *SubExpr:
		v.block(n.Body)
	case *ArrayExpr:
		v.block(n.Body)
	case *ArrayLit:
		each(v, n.Items)
	case *Hash:
		for _, e := range n.Entries {
			v.one(e.Key)
			v.one(e.Value)
		}
	case *ScriptBlock:
		v.block(n.Body)
	}
}
