package powershell

import "strings"

// postfix reads what touches a value: members, calls, indexes, ++ and --.
func (p *parser) postfix(x Expr) Expr {
	for !p.tok.Spaced {
		word := p.keyword()
		after := p.peek()
		switch {
		case strings.HasPrefix(word, "::"):
			x = p.member(x, 2)
		case strings.HasPrefix(word, ".") && !strings.HasPrefix(word, ".."):
			x = p.member(x, 1)
		case p.is("["):
			x = p.index(x)
		case strings.HasPrefix(word, "--"), p.is("+") && isToken(p.text, after, "+") && !after.Spaced:
			return p.countedAfter(x)
		default:
			return x
		}
	}
	return x
}

// member reads .Name or ::Name, and the arguments behind it; the sign is n
// bytes long.
func (p *parser) member(x Expr, n int) Expr {
	m := &Member{X: x, Static: n == 2}
	p.split(n)
	p.advance()
	if p.tok.Spaced {
		p.unexpected()
	}
	m.Name = p.memberName()
	if p.is("(") && !p.tok.Spaced {
		m.Call = true
		m.Args = p.methodArgs()
	}
	m.Span = p.from(x.Where().Start)
	return m
}

func (p *parser) memberName() Expr {
	start := p.tok.Start
	if p.tok.Kind == TokenVar {
		return p.variable()
	}
	name := memberForm.FindString(p.tok.Text)
	if name == "" || p.keyword() == "" {
		p.unexpected()
	}
	p.split(len(name))
	p.advance()
	return &String{Span: p.from(start), Text: name}
}

// methodArgs reads (A, B).
func (p *parser) methodArgs() []Expr {
	defer p.inBrackets()()
	p.noComma = true
	var all []Expr
	p.expect("(")
	for p.lines(); !p.is(")"); p.lines() {
		if len(all) > 0 {
			p.expect(",")
			p.lines()
		}
		all = append(all, p.expr())
	}
	p.advance()
	return all
}

// index reads [At].
func (p *parser) index(x Expr) Expr {
	defer p.inBrackets()()
	p.expect("[")
	p.lines()
	at := p.expr()
	p.lines()
	p.expect("]")
	return &Index{p.from(x.Where().Start), x, at}
}

// countedAfter reads the ++ or -- behind a place.
func (p *parser) countedAfter(x Expr) Expr {
	p.mustBePlace(x)
	op := p.countedOp()
	return &Unary{Span: p.from(x.Where().Start), Op: op, Postfix: true, X: x}
}
