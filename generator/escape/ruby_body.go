package escape

import "strings"

// choice reads ? and : behind what they test.
func (p *rubyParser) choice(test *rubyNode) *rubyNode {
	p.nest()
	p.pos++
	p.lines()
	n := &rubyNode{kind: rubyChoice, start: test.start, recv: test, args: []*rubyNode{p.argument(0, false)}}
	p.need(p.op(":"))
	p.lines()
	n.args = append(n.args, p.argument(0, false))
	n.end = p.last().end
	p.depth--
	return n
}

// begin reads begin ... end.
func (p *rubyParser) begin() *rubyNode {
	t := p.next()
	p.pos++
	n := &rubyNode{kind: rubyBegin, start: t.start, list: p.rescued()}
	p.need(p.keyword("end"))
	n.end = p.last().end
	return n
}

// rescued reads statements, and what stands behind rescue, else and ensure.
func (p *rubyParser) rescued() []*rubyNode {
	start := p.next().start
	list := p.statements()
	var others []*rubyNode
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
	return []*rubyNode{{kind: rubyBegin, start: start, end: p.last().end, list: list, args: others}}
}

func (p *rubyParser) clause() *rubyNode {
	n := &rubyNode{kind: rubyGroup, start: p.next().start, list: p.statements()}
	n.end = p.last().end
	return n
}

// caught reads the classes behind rescue, and the variable.
func (p *rubyParser) caught() {
	for p.next().kind == rubyConst {
		n := p.postfix(false)
		p.need(n.kind == rubyLeaf)
		if !p.op(",") {
			break
		}
		p.need(p.next().kind == rubyConst)
	}
	if p.op("=>") {
		t := p.next()
		p.need(t.kind == rubyIdent && !strings.ContainsAny(t.text, "?!"))
		p.pos++
		p.assigned[t.text] = true
	}
	p.need(p.next().kind == rubyLine)
}
