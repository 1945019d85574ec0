package escape

import (
	"slices"
	"strings"
)

// rubyLevels are the binary operators, the loosest first.
var rubyLevels = [][]string{{"||"}, {"&&"}, {"==", "!=", "=~"}, {"<", ">", "<=", ">="}, {"|"}, {"&"}, {"<<"}, {"+", "-"}, {"*", "/", "%"}}

// argument reads an expression that can be an argument; commands says whether
// it can be a call without brackets.
func (p *rubyParser) argument(level int, commands bool) *rubyNode {
	if level == len(rubyLevels) {
		return p.unary(commands)
	}
	n := p.argument(level+1, commands)
	for {
		t := p.next()
		if level == 0 && t.is("?") && !n.command {
			return p.choice(n)
		}
		if n.command || t.kind != rubyOp || !slices.Contains(rubyLevels[level], t.text) {
			return n
		}
		if t.text == "|" && !t.space {
			return n
		}
		p.unambiguous(t)
		p.pos++
		p.lines()
		n = &rubyNode{kind: rubyBinary, start: n.start, name: t.text, recv: n, args: []*rubyNode{p.argument(level+1, false)}}
		n.end = p.last().end
		if level == 2 && p.next().kind == rubyOp && slices.Contains(rubyLevels[2], p.next().text) {
			p.unexpected()
		}
	}
}

// unambiguous refuses an operator that Ruby may take for the start of an
// argument.
func (p *rubyParser) unambiguous(t rubyToken) {
	last := p.last()
	if last.kind == rubyIdent && t.space && strings.Contains("+-*&/%", t.text) && !p.after().space && p.after().kind != rubyLine {
		p.fail(t.start, "%s with a blank on one side only", t.text)
	}
}

func (p *rubyParser) unary(commands bool) *rubyNode {
	t := p.next()
	if !t.is("!") {
		return p.postfix(commands)
	}
	p.nest()
	p.pos++
	n := &rubyNode{kind: rubyUnary, start: t.start, name: "!", recv: p.unary(commands)}
	n.command = n.recv.command
	n.end = p.last().end
	p.depth--
	return n
}

// postfix reads a value and the calls and indexes behind it.
func (p *rubyParser) postfix(commands bool) *rubyNode {
	n := p.primary(commands)
	for !n.command {
		t := p.next()
		switch {
		case t.is("."):
			n = p.call(n, commands)
		case t.is("::") && !t.space && n.kind == rubyLeaf && n.token.kind == rubyConst:
			p.pos++
			name := p.next()
			p.need(name.kind == rubyConst && !name.space)
			p.pos++
			n = &rubyNode{kind: rubyLeaf, start: n.start, end: name.end, token: name, recv: n}
			n.token.start = n.start
		case t.is("[") && !t.space && n.kind != rubyHash:
			p.pos++
			n = &rubyNode{kind: rubyIndex, start: n.start, recv: n, args: p.arguments("]")}
			n.end = p.last().end
		case t.is("{") && n.kind == rubyCall && !n.block && !p.isLocal(n):
			p.pos++
			p.body(n, "}")
		default:
			return n
		}
	}
	return n
}

// call reads .name and its arguments.
func (p *rubyParser) call(recv *rubyNode, commands bool) *rubyNode {
	p.pos++
	t := p.next()
	p.need(t.kind == rubyIdent || t.kind == rubyConst)
	p.pos++
	n := &rubyNode{kind: rubyCall, start: recv.start, end: t.end, token: t, name: t.text, recv: recv}
	p.callArguments(n, commands)
	return n
}

// callArguments reads what follows the name of a method.
func (p *rubyParser) callArguments(n *rubyNode, commands bool) {
	t := p.next()
	switch {
	case t.is("(") && !t.space:
		if p.isLocal(n) {
			p.fail(t.start, "a method called as a local variable is")
		}
		p.pos++
		n.args = p.arguments(")")
	case commands && t.space && p.begins(t) && !(t.is("!") && p.after().space):
		if p.isLocal(n) {
			p.fail(t.start, "a method called as a local variable is")
		}
		n.command = true
		n.args = p.arguments("")
	}
	n.end = p.last().end
}

// arguments reads a list of arguments up to the bracket that ends it, or up to
// the end of a command for "".
func (p *rubyParser) arguments(end string) []*rubyNode {
	p.nest()
	defer func() { p.depth-- }()
	var args []*rubyNode
	pairs := false
	for end == "" || p.more(end) {
		n := p.element(end != "]" && len(args) == 0)
		if n.kind != rubyPair && pairs {
			p.fail(n.start, "an argument behind key: value")
		}
		pairs = pairs || n.kind == rubyPair
		args = append(args, n)
		if n.command {
			if end != "" {
				p.lines()
				p.need(p.op(end))
			}
			return args
		}
		if end != "" && p.next().kind == rubyLine {
			p.lines()
			p.need(p.op(end))
			return args
		}
		if !p.op(",") {
			if end != "" {
				p.need(p.op(end))
			}
			return args
		}
		if end == "" {
			p.lines()
		}
	}
	return args
}

// more says whether an element follows, and skips the bracket if none does.
func (p *rubyParser) more(end string) bool {
	p.lines()
	return !p.op(end)
}

// element reads an argument, key: value or key => value.
func (p *rubyParser) element(commands bool) *rubyNode {
	t := p.next()
	n := &rubyNode{kind: rubyPair, start: t.start, token: t, name: t.text}
	switch {
	case t.kind == rubyLabel:
		p.pos++
		n.args = []*rubyNode{p.argument(0, false)}
	case t.is("*") || t.is("&"):
		p.pos++
		if p.next().space {
			p.unexpected()
		}
		n.kind, n.name, n.recv = rubyUnary, t.text, p.argument(0, false)
	default:
		key := p.argument(0, commands && !t.is("!"))
		if key.command || !p.next().is("=>") {
			return key
		}
		p.pos++
		p.lines()
		n.name, n.recv, n.args = "", key, []*rubyNode{p.argument(0, false)}
		if key.kind == rubyLeaf {
			n.name = key.token.text
		}
	}
	n.end = p.last().end
	return n
}

func (p *rubyParser) primary(commands bool) *rubyNode {
	t := p.next()
	n := &rubyNode{kind: rubyLeaf, start: t.start, end: t.end, token: t}
	switch t.kind {
	case rubyIdent:
		p.pos++
		n.kind, n.name = rubyCall, t.text
		p.callArguments(n, commands)
		return n
	case rubyConst:
		p.pos++
		if a := p.next(); a.is("(") && !a.space {
			n.kind, n.name = rubyCall, t.text
			p.callArguments(n, false)
		}
		return n
	case rubyString:
		p.pos++
		p.inner(t.str)
		return n
	case rubySymbol, rubyNumber, rubyList, rubyRegexp:
		p.pos++
		if t.str != nil {
			p.inner(t.str)
		}
		return n
	case rubyKeyword:
		switch t.text {
		case "self", "true", "false", "nil":
			p.pos++
			return n
		case "if", "unless":
			return p.conditional()
		case "begin":
			return p.begin()
		}
	case rubyOp:
		return p.bracketed(n)
	}
	p.unexpected()
	return nil
}

// inner parses what stands in the #{ } of a string.
func (p *rubyParser) inner(s *rubyText) {
	for i := range s.parts {
		part := &s.parts[i]
		if part.tokens == nil {
			continue
		}
		in := &rubyParser{tokens: part.tokens, depth: p.depth + 10, inDef: p.inDef, inBlock: p.inBlock, inClass: p.inClass, assigned: p.assigned}
		part.code = &rubyNode{kind: rubyGroup, start: part.start, list: in.statements()}
		in.need(in.next().kind == rubyEnd)
		if n := len(part.tokens); n > 0 {
			part.code.end = part.tokens[n-1].end
		}
	}
}

// bracketed reads ( ), [ ] or { }.
func (p *rubyParser) bracketed(n *rubyNode) *rubyNode {
	p.nest()
	p.pos++
	switch n.token.text {
	case "(":
		n.kind = rubyGroup
		n.list = p.statements()
		if k := len(n.list); k > 0 && n.list[k-1].kind == rubyReturn {
			p.fail(n.start, "return where a value is wanted")
		}
		p.need(p.op(")"))
	case "[":
		n.kind, n.args = rubyArray, p.arguments("]")
	case "{":
		n.kind, n.args = rubyHash, p.arguments("}")
		for _, one := range n.args {
			if one.kind != rubyPair {
				p.fail(one.start, "a { } with something else than key: value or key => value")
			}
		}
	default:
		p.pos--
		p.unexpected()
	}
	p.depth--
	n.end = p.last().end
	return n
}

// conditional reads if ... end.
func (p *rubyParser) conditional() *rubyNode {
	t := p.next()
	p.pos++
	n := &rubyNode{kind: rubyIf, start: t.start, recv: p.condition()}
	line := p.lines()
	p.need(p.keyword("then") || line)
	n.list = p.statements()
	switch {
	case p.next().word("elsif") && t.text != "unless":
		other := p.conditional()
		n.args = []*rubyNode{other}
		n.end = other.end
		return n
	case p.keyword("else"):
		n.args = []*rubyNode{{kind: rubyGroup, list: p.statements()}}
	}
	p.need(p.keyword("end"))
	n.end = p.last().end
	return n
}

// definition reads a class or a method.
func (p *rubyParser) definition() *rubyNode {
	t := p.next()
	p.pos++
	inDef, inBlock, inClass := p.inDef, p.inBlock, p.inClass
	n := &rubyNode{kind: rubyDef, start: t.start}
	if t.text == "class" {
		if inDef {
			p.fail(t.start, "a class in a method")
		}
		n.kind = rubyClass
		p.inClass, p.inBlock = true, false
		n.token = p.next()
		p.need(n.token.kind == rubyConst)
		p.pos++
		if p.op("<") {
			n.args = []*rubyNode{p.postfix(false)}
		}
	} else {
		p.inDef, p.inBlock = true, false
		if p.next().word("self") {
			p.pos++
			p.need(p.op("."))
		}
		n.token = p.next()
		p.need(n.token.kind == rubyIdent || n.token.kind == rubyConst)
		n.name = n.token.text
		p.pos++
		p.parameters(n)
	}
	p.need(p.next().kind == rubyLine)
	n.list = p.rescued()
	p.need(p.keyword("end"))
	n.end = p.last().end
	p.inDef, p.inBlock, p.inClass = inDef, inBlock, inClass
	return n
}

// parameters reads those of a method, in brackets.
func (p *rubyParser) parameters(n *rubyNode) {
	if !p.op("(") {
		return
	}
	for p.more(")") {
		t := p.next()
		if t.is("*") || t.is("&") {
			p.pos++
			t = p.next()
			p.need(t.kind == rubyIdent)
		}
		p.need(t.kind == rubyIdent || t.kind == rubyLabel)
		p.need(!strings.ContainsAny(t.text, "?!") && !p.assignedNow(t.text, n))
		p.pos++
		p.assigned[t.text] = true
		if t.kind == rubyIdent && p.op("=") || t.kind == rubyLabel && p.begins(p.next()) {
			name := &rubyNode{kind: rubyCall, start: t.start, end: t.end, token: t, name: t.text}
			n.args = append(n.args, &rubyNode{kind: rubyAssign, start: t.start, name: "=", recv: name, args: []*rubyNode{p.argument(0, false)}})
		}
		if p.lines(); !p.op(",") {
			p.need(p.op(")"))
			return
		}
	}
}

// assignedNow says whether a parameter is the name of the method itself, which
// would make calls of it ambiguous.
func (p *rubyParser) assignedNow(name string, n *rubyNode) bool { return name == n.name }
