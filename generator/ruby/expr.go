package ruby

import (
	"slices"
	"strings"
)

// levels are the binary operators, the loosest first.
var levels = [][]string{{"||"}, {"&&"}, {"==", "!=", "=~"}, {"<", ">", "<=", ">="}, {"|"}, {"&"}, {"<<"}, {"+", "-"}, {"*", "/", "%"}}

// argument reads an expression that can be an argument; commands says whether
// it can be a call without brackets.
func (p *parser) argument(level int, commands bool) *Node {
	if level == len(levels) {
		return p.unary(commands)
	}
	n := p.argument(level+1, commands)
	for {
		t := p.next()
		if level == 0 && t.Is("?") && !n.Command {
			return p.choice(n)
		}
		if n.Command || t.Kind != Op || !slices.Contains(levels[level], t.Text) {
			return n
		}
		if t.Text == "|" && !t.Space {
			return n
		}
		p.unambiguous(t)
		p.pos++
		p.lines()
		n = &Node{Kind: Binary, Start: n.Start, Name: t.Text, Recv: n, Args: []*Node{p.argument(level+1, false)}}
		n.End = p.last().End
		if level == 2 && p.next().Kind == Op && slices.Contains(levels[2], p.next().Text) {
			p.unexpected()
		}
	}
}

// unambiguous refuses an operator that Ruby may take for the start of an
// argument.
func (p *parser) unambiguous(t Token) {
	last := p.last()
	if (last.Kind == Ident || last.Kind == Const) && t.Space && strings.Contains("+-*&/%", t.Text) && !p.after().Space && p.after().Kind != NewLine {
		p.fail(t.Start, "%s with a blank on one side only", t.Text)
	}
}

func (p *parser) unary(commands bool) *Node {
	t := p.next()
	if !t.Is("!") {
		return p.postfix(commands)
	}
	p.nest()
	p.pos++
	n := &Node{Kind: Unary, Start: t.Start, Name: "!", Recv: p.unary(commands)}
	if n.Command = n.Recv.Command; n.Command && n.Recv.Kind == Unary {
		p.unexpected() // ! takes a call without brackets, !! does not
	}
	n.End = p.last().End
	p.depth--
	return n
}

// postfix reads a value and the calls and indexes behind it.
func (p *parser) postfix(commands bool) *Node {
	n := p.primary(commands)
	for !n.Command {
		t := p.next()
		switch {
		case t.Is("."):
			n = p.call(n, commands)
		case t.Is("::") && !t.Space && n.Kind == Leaf && n.Token.Kind == Const:
			p.pos++
			name := p.next()
			p.need(name.Kind == Const && !name.Space)
			p.pos++
			n = &Node{Kind: Leaf, Start: n.Start, End: name.End, Token: name, Recv: n}
			n.Token.Start = n.Start
		case t.Is("[") && !t.Space && n.Kind != Hash:
			p.pos++
			n = &Node{Kind: Index, Start: n.Start, Recv: n, Args: p.arguments("]")}
			n.End = p.last().End
		case t.Is("{") && n.Kind == Call && !n.Block && !p.isLocal(n):
			p.pos++
			p.body(n, "}")
		default:
			return n
		}
	}
	return n
}

// call reads .name and its arguments.
func (p *parser) call(recv *Node, commands bool) *Node {
	p.pos++
	t := p.next()
	p.need(t.Kind == Ident || t.Kind == Const)
	p.pos++
	n := &Node{Kind: Call, Start: recv.Start, End: t.End, Token: t, Name: t.Text, Recv: recv}
	p.callArguments(n, commands)
	return n
}

// callArguments reads what follows the name of a method.
func (p *parser) callArguments(n *Node, commands bool) {
	t := p.next()
	switch {
	case t.Is("(") && !t.Space:
		if p.isLocal(n) {
			p.fail(t.Start, "a method called as a local variable is")
		}
		p.pos++
		n.Args = p.arguments(")")
	case commands && t.Space && p.begins(t) && !(t.Is("!") && p.after().Space):
		if p.isLocal(n) {
			p.fail(t.Start, "a method called as a local variable is")
		}
		n.Command = true
		n.Args = p.arguments("")
	}
	n.End = p.last().End
}

// arguments reads a list of arguments up to the bracket that ends it, or up to
// the end of a command for "".
func (p *parser) arguments(end string) []*Node {
	p.nest()
	defer func() { p.depth-- }()
	var args []*Node
	pairs := false
	for end == "" || p.more(end) {
		n := p.element(end != "]" && len(args) == 0)
		p.follows(n, pairs, end)
		pairs = pairs || n.Kind == Pair
		args = append(args, n)
		if n.Command {
			if end != "" {
				p.lines()
				p.need(p.op(end))
			}
			return args
		}
		if end != "" && p.next().Kind == NewLine {
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

// follows refuses an argument that cannot stand behind key: value, and a & that
// is not the last argument of a call.
func (p *parser) follows(n *Node, pairs bool, end string) {
	passes := n.Kind == Unary && n.Name == "&"
	switch {
	case n.Kind != Pair && pairs:
		p.fail(n.Start, "an argument behind key: value")
	case passes && (end == "]" || p.next().Is(",")):
		p.fail(n.Start, "a block that is not the last argument")
	}
}

// more says whether an element follows, and skips the bracket if none does.
func (p *parser) more(end string) bool {
	p.lines()
	return !p.op(end)
}

// element reads an argument, key: value or key => value.
func (p *parser) element(commands bool) *Node {
	t := p.next()
	n := &Node{Kind: Pair, Start: t.Start, Token: t, Name: t.Text}
	switch {
	case t.Kind == Label:
		p.pos++
		n.Args = []*Node{p.argument(0, false)}
	case t.Is("*") || t.Is("&"):
		p.pos++
		if p.next().Space {
			p.unexpected()
		}
		n.Kind, n.Name, n.Recv = Unary, t.Text, p.argument(0, false)
	default:
		key := p.argument(0, commands && !t.Is("!"))
		if key.Command || !p.next().Is("=>") {
			return key
		}
		p.pos++
		p.lines()
		n.Name, n.Recv, n.Args = "", key, []*Node{p.argument(0, false)}
		if key.Kind == Leaf {
			n.Name = key.Token.Text
		}
	}
	n.End = p.last().End
	return n
}

func (p *parser) primary(commands bool) *Node {
	t := p.next()
	n := &Node{Kind: Leaf, Start: t.Start, End: t.End, Token: t}
	switch t.Kind {
	case Ident:
		p.pos++
		n.Kind, n.Name = Call, t.Text
		p.callArguments(n, commands)
		return n
	case Const:
		p.pos++
		if a := p.next(); a.Is("(") && !a.Space {
			n.Kind, n.Name = Call, t.Text
			p.callArguments(n, false)
		}
		return n
	case String:
		p.pos++
		p.inner(t.Str)
		return n
	case Symbol, Number, Words, Regexp:
		p.pos++
		if t.Str != nil {
			p.inner(t.Str)
		}
		return n
	case Keyword:
		switch t.Text {
		case "self", "true", "false", "nil":
			p.pos++
			return n
		case "if", "unless":
			return p.conditional()
		case "begin":
			return p.begin()
		}
	case Op:
		return p.bracketed(n)
	}
	p.unexpected()
	return nil
}

// inner parses what stands in the #{ } of a string.
func (p *parser) inner(s *Text) {
	for i := range s.Parts {
		part := &s.Parts[i]
		if part.Tokens == nil {
			continue
		}
		in := &parser{tokens: part.Tokens, depth: p.depth + 10, inDef: p.inDef, inBlock: p.inBlock, inClass: p.inClass, assigned: p.assigned}
		part.Code = &Node{Kind: Group, Start: part.Start, List: in.statements()}
		in.need(in.next().Kind == EOF)
		if n := len(part.Tokens); n > 0 {
			part.Code.End = part.Tokens[n-1].End
		}
	}
}

// bracketed reads ( ), [ ] or { }.
func (p *parser) bracketed(n *Node) *Node {
	p.nest()
	p.pos++
	switch n.Token.Text {
	case "(":
		n.Kind = Group
		n.List = p.statements()
		p.valued(n)
		if len(n.List) > 1 {
			p.fail(n.Start, "several statements between ( )") // which Ruby refuses behind a blank
		}
		p.need(p.op(")"))
	case "[":
		n.Kind, n.Args = Array, p.arguments("]")
	case "{":
		n.Kind, n.Args = Hash, p.arguments("}")
		for _, one := range n.Args {
			if one.Kind != Pair {
				p.fail(one.Start, "a { } with something else than key: value or key => value")
			}
		}
	default:
		p.pos--
		p.unexpected()
	}
	p.depth--
	n.End = p.last().End
	return n
}

// conditional reads if ... end.
func (p *parser) conditional() *Node {
	t := p.next()
	p.pos++
	n := &Node{Kind: If, Start: t.Start, Recv: p.condition()}
	line := p.lines()
	p.need(p.keyword("then") || line)
	n.List = p.statements()
	switch {
	case p.next().Word("elsif") && t.Text != "unless":
		other := p.conditional()
		n.Args = []*Node{other}
		n.End = other.End
		return n
	case p.keyword("else"):
		n.Args = []*Node{p.clause()}
	}
	p.need(p.keyword("end"))
	n.End = p.last().End
	return n
}

// definition reads a class or a method.
func (p *parser) definition() *Node {
	t := p.next()
	p.pos++
	inDef, inBlock, inClass := p.inDef, p.inBlock, p.inClass
	n := &Node{Kind: Def, Start: t.Start}
	if t.Text == "class" {
		if inDef {
			p.fail(t.Start, "a class in a method")
		}
		n.Kind = Class
		p.inClass, p.inBlock = true, false
		n.Token = p.next()
		p.need(n.Token.Kind == Const)
		p.pos++
		if p.op("<") {
			n.Args = []*Node{p.postfix(false)}
		}
	} else {
		p.inDef, p.inBlock = true, false
		if p.next().Word("self") {
			p.pos++
			p.need(p.op("."))
		}
		n.Token = p.next()
		p.need(n.Token.Kind == Ident || n.Token.Kind == Const)
		n.Name = n.Token.Text
		p.pos++
		p.parameters(n)
	}
	p.need(p.next().Kind == NewLine)
	n.List = p.rescued()
	p.need(p.keyword("end"))
	n.End = p.last().End
	p.inDef, p.inBlock, p.inClass = inDef, inBlock, inClass
	return n
}
