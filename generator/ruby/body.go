package ruby

import "strings"

// choice reads ? and : behind what they test.
func (p *parser) choice(test *Node) *Node {
	p.nest()
	p.pos++
	p.lines()
	n := &Node{Kind: Choice, Start: test.Start, Recv: test, Args: []*Node{p.argument(0, false)}}
	p.need(p.op(":"))
	p.lines()
	n.Args = append(n.Args, p.argument(0, false))
	n.End = p.last().End
	p.depth--
	return n
}

// begin reads begin ... end.
func (p *parser) begin() *Node {
	t := p.next()
	p.pos++
	n := &Node{Kind: Begin, Start: t.Start, List: p.rescued()}
	p.need(p.keyword("end"))
	n.End = p.last().End
	return n
}

// rescued reads statements, and what stands behind rescue, else and ensure.
func (p *parser) rescued() []*Node {
	start := p.next().Start
	list := p.statements()
	var others []*Node
	for p.keyword("rescue") {
		p.caught()
		others = append(others, p.clause())
	}
	if len(others) > 0 && p.keyword("else") {
		others = append(others, p.clause())
	}
	if p.keyword("ensure") {
		others = append(others, p.clause())
	}
	if len(others) == 0 {
		return list
	}
	return []*Node{{Kind: Begin, Start: start, End: max(start, p.last().End), List: list, Args: others}}
}

func (p *parser) clause() *Node {
	n := &Node{Kind: Group, Start: p.next().Start, List: p.statements()}
	n.End = max(n.Start, p.last().End)
	return n
}

// caught reads the classes behind rescue, and the variable.
func (p *parser) caught() {
	for p.next().Kind == Const {
		n := p.postfix(false)
		p.need(n.Kind == Leaf)
		if !p.op(",") {
			break
		}
		p.need(p.next().Kind == Const)
	}
	if p.op("=>") {
		t := p.next()
		p.need(t.Kind == Ident && !strings.ContainsAny(t.Text, "?!"))
		p.pos++
		p.assigned[t.Text] = true
	}
	p.need(p.next().Kind == NewLine)
}
