package ruby

import "strings"

// The order that Ruby wants parameters in; those behind a splat or a default
// that have none are left out.
const (
	required = iota
	optional
	splat
	named
	block
)

// parameters reads those of a method, in brackets.
func (p *parser) parameters(n *Node) {
	if !p.op("(") {
		return
	}
	least, seen := required, map[string]bool{n.Name: true} // of that name, calls would be ambiguous
	for p.more(")") {
		least = p.parameter(n, least, seen)
		if p.lines(); !p.op(",") {
			p.need(p.op(")"))
			return
		}
	}
}

// parameter reads one, and says what the next one must be at least.
func (p *parser) parameter(n *Node, least int, seen map[string]bool) int {
	rank := required
	switch t := p.next(); {
	case t.Is("*"):
		rank = splat
	case t.Is("&"):
		rank = block
	}
	if rank != required {
		p.pos++
		p.need(p.next().Kind == Ident)
	}
	t := p.next()
	p.need((t.Kind == Ident || t.Kind == Label) && !strings.ContainsAny(t.Text, "?!") && !seen[t.Text])
	seen[t.Text] = true
	p.pos++
	p.assigned[t.Text] = true
	value := false
	switch {
	case t.Kind == Label:
		rank, value = named, p.begins(p.next())
	case rank == required && p.op("="):
		rank, value = optional, true
	}
	if rank < least {
		p.fail(t.Start, "a parameter behind others that must come after it")
	}
	if value {
		name := &Node{Kind: Call, Start: t.Start, End: t.End, Token: t, Name: t.Text}
		n.Args = append(n.Args, &Node{Kind: Assign, Start: t.Start, Name: "=", Recv: name, Args: []*Node{p.argument(0, false)}})
		n.Args[len(n.Args)-1].End = p.last().End
	}
	if rank == splat || rank == block {
		return rank + 1
	}
	return rank
}

// blockParameters reads those of a block, up to their second |.
func (p *parser) blockParameters() {
	for seen := map[string]bool{}; ; {
		t := p.next()
		p.need(t.Kind == Ident && !strings.ContainsAny(t.Text, "?!") && !seen[t.Text])
		p.pos++
		seen[t.Text], p.assigned[t.Text] = true, true
		if !p.op(",") {
			break
		}
	}
	p.need(p.op("|"))
}
