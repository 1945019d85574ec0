package awk

import "slices"

// The grammar of expressions, from the loosest operator to the tightest:
//
//	= += -= *= /= %=    ?:    ||    &&    in    ~ !~    < <= != == > >=
//	a b (joined)    + -    * / %    ! + - (before)    ++ --    $    ( )

func (p *parser) expression() expr {
	e := p.ternary(false)
	p.refuseList(e)
	return e
}

// refuseList refuses (a, b) where it means nothing.
func (p *parser) refuseList(e expr) {
	if g, ok := e.(*group); ok && len(g.list) > 1 {
		p.tok.at.fail("%s found; want in behind (a, b)", p.tok.show())
	}
}

var assignments = []string{"=", "+=", "-=", "*=", "/=", "%="}

// ternary reads any expression; inPrint is without a bare >, which redirects.
func (p *parser) ternary(inPrint bool) expr {
	at := p.tok.at
	defer p.deeper(at)()
	left := p.or(inPrint)
	if isPlace(left) && p.isOneOf(assignments...) {
		op := p.tok.text[:len(p.tok.text)-1]
		p.advance()
		p.newlines()
		return &assign{at, left, op, p.ternary(inPrint)}
	}
	if !p.is("?") {
		return left
	}
	p.refuseList(left)
	p.advance()
	p.newlines()
	yes := p.ternary(inPrint)
	p.newlines()
	p.want(":")
	p.newlines()
	return &ternary{at, left, yes, p.ternary(inPrint)}
}

// isPlace tells whether a value can be put there.
func isPlace(e expr) bool {
	switch e.(type) {
	case *variable, *field, *element:
		return true
	}
	return false
}

func (p *parser) or(inPrint bool) expr {
	left := p.and(inPrint)
	for p.is("||") {
		if inPrint {
			p.tok.at.fail("not every awk takes || in a print; put brackets")
		}
		left = p.logical(left, p.and, inPrint)
	}
	return left
}

func (p *parser) and(inPrint bool) expr {
	left := p.in(inPrint)
	for p.is("&&") {
		left = p.logical(left, p.in, inPrint)
	}
	return left
}

func (p *parser) logical(left expr, next func(bool) expr, inPrint bool) expr {
	p.refuseList(left)
	t := p.tok
	p.advance()
	p.newlines()
	right := next(inPrint)
	p.refuseList(right)
	return &binary{t.at, t.text, left, right}
}

func (p *parser) in(inPrint bool) expr {
	left := p.match(inPrint)
	for p.is("in") {
		at := p.want("in")
		if p.tok.kind != name {
			p.tok.at.fail("%s found; want the name of an array", p.tok.show())
		}
		index := []expr{left}
		if g, ok := left.(*group); ok {
			index = g.list
		}
		left = &member{at, p.variable(), index}
	}
	return left
}

func (p *parser) match(inPrint bool) expr {
	left := p.comparison(inPrint)
	for p.isOneOf("~", "!~") {
		p.refuseList(left)
		refuseNot(left)
		t := p.tok
		p.advance()
		right := p.comparison(inPrint)
		left = &matching{t.at, left, right, t.text == "!~"}
	}
	return left
}

// refuseNot refuses !a ~ b and !a == b.
func refuseNot(left expr) {
	if u, ok := left.(*unary); ok && u.op == "!" {
		u.at.fail("some awks negate the whole, others the left side; put brackets")
	}
}

var comparisons = []string{"<", "<=", "==", "!=", ">", ">="}

func (p *parser) comparison(inPrint bool) expr {
	left := p.concat(inPrint)
	if !p.isOneOf(comparisons...) || inPrint && p.is(">") {
		return left
	}
	p.refuseList(left)
	refuseNot(left)
	t := p.tok
	p.advance()
	e := &binary{t.at, t.text, left, p.concat(inPrint)}
	if p.isOneOf(comparisons...) && !(inPrint && p.is(">")) {
		p.tok.at.fail("two comparisons in a row; put brackets")
	}
	return e
}

// concat reads a b. A sign before the right side would be a sum.
func (p *parser) concat(inPrint bool) expr {
	left := p.sum()
	for p.beginsValue() {
		p.refuseList(left)
		at := p.tok.at
		left = &binary{at, " ", left, p.sum()}
	}
	return left
}

func (p *parser) beginsValue() bool {
	switch p.tok.kind {
	case number, text, name, call:
		return true
	case keyword:
		return builtins[p.tok.text] != nil
	}
	return p.isOneOf("$", "(", "!", "++", "--") && !p.is("!")
}

func (p *parser) sum() expr     { return p.chain([]string{"+", "-"}, p.product) }
func (p *parser) product() expr { return p.chain([]string{"*", "/", "%"}, p.prefix) }

func (p *parser) chain(ops []string, next func() expr) expr {
	left := next()
	for p.isOneOf(ops...) {
		p.refuseList(left)
		t := p.tok
		p.advance()
		left = &binary{t.at, t.text, left, next()}
	}
	return left
}

func (p *parser) prefix() expr {
	t := p.tok
	if !p.isOneOf("!", "-", "+") {
		return p.postfix()
	}
	defer p.deeper(t.at)()
	p.advance()
	of := p.prefix()
	p.refuseList(of)
	return &unary{t.at, t.text, of}
}

var stepsBy = map[string]float64{"++": 1, "--": -1}

func (p *parser) postfix() expr {
	e := p.primary()
	if by, ok := stepsBy[p.tok.text]; ok && p.tok.kind == sign && isPlace(e) {
		t := p.tok
		p.refuseFieldStep(e)
		p.advance()
		return &step{t.at, e, by, false}
	}
	return e
}

// refuseFieldStep refuses $2++, which busybox does not read, and $NF++, where
// mawk takes NF++ first.
func (p *parser) refuseFieldStep(e expr) {
	f, ok := e.(*field)
	if !ok {
		return
	}
	v, isVariable := f.index.(*variable)
	_, isConstant := f.index.(*constant)
	if isConstant || isVariable && v.name == "NF" {
		p.tok.at.fail("the awks differ on $2++ and $NF++; write $2 = $2 + 1")
	}
}

func (p *parser) primary() expr {
	t := p.tok
	switch {
	case t.kind == number:
		p.advance()
		return &constant{num(parseNumber(t.text, t.at))}
	case t.kind == text:
		p.advance()
		return &constant{str(t.text)}
	case t.kind == name:
		return p.place()
	case t.kind == call:
		return p.call()
	case t.kind == keyword && builtins[t.text] != nil:
		return p.builtin()
	case p.is("/") || p.is("/="):
		return p.regex()
	case p.is("$"):
		return p.field()
	case p.is("("):
		return p.group()
	case p.is("++") || p.is("--"):
		return p.stepBefore()
	}
	t.at.fail("%s found; want a value", t.show())
	return nil
}

func (p *parser) regex() expr {
	p.lex.i = int(p.tok.at) + 1
	t := p.lex.regex()
	p.advance()
	return &pattern{compileAt(t.at, t.text)}
}

func (p *parser) field() expr {
	at := p.want("$")
	defer p.deeper(at)()
	if p.isOneOf("-", "+", "!") {
		p.tok.at.fail("put brackets around the number of a field")
	}
	return &field{at, p.primary()}
}

func (p *parser) stepBefore() expr {
	t := p.tok
	p.advance()
	e := p.primary()
	if !isPlace(e) {
		t.at.fail("%s before what is no variable", t.text)
	}
	return &step{t.at, e, stepsBy[t.text], true}
}

func (p *parser) group() expr {
	at := p.want("(")
	defer p.deeper(at)()
	g := &group{[]expr{p.expression()}}
	for p.take(",") {
		p.newlines()
		g.list = append(g.list, p.expression())
	}
	p.want(")")
	return g
}

func (p *parser) variable() *variable {
	v := &variable{p.tok.at, p.tok.text, slices.Index(p.locals, p.tok.text)}
	if v.local < 0 {
		p.names[v.name] = v.at
	}
	p.advance()
	return v
}

func (p *parser) place() expr {
	v := p.variable()
	if !p.is("[") {
		return v
	}
	return &element{v.at, v, p.index()}
}

// index reads [a, b].
func (p *parser) index() []expr {
	p.want("[")
	list := []expr{p.expression()}
	for p.take(",") {
		p.newlines()
		list = append(list, p.expression())
	}
	p.want("]")
	return list
}

// arguments reads (a, b) behind a name.
func (p *parser) arguments() []expr {
	var list []expr
	p.want("(")
	for p.newlines(); !p.is(")"); p.newlines() {
		list = append(list, p.expression())
		if !p.is(")") {
			p.want(",")
			if p.is(")") {
				p.tok.at.fail(") found; want another argument")
			}
		}
	}
	p.advance()
	return list
}

func (p *parser) call() expr {
	c := &userCall{at: p.tok.at, name: p.tok.text}
	p.advance()
	c.args = p.arguments()
	p.calls = append(p.calls, c)
	return c
}

func (p *parser) builtin() expr {
	c := &builtinCall{at: p.tok.at, name: p.tok.text}
	b := builtins[c.name]
	p.advance()
	if p.is("(") {
		c.args = p.arguments()
	} else if c.name != "length" {
		c.at.fail("%s without its arguments", c.name)
	}
	if len(c.args) < b.min || len(c.args) > b.max {
		c.at.fail("%s takes %d to %d arguments; here are %d", c.name, b.min, b.max, len(c.args))
	}
	if b.check != nil {
		b.check(c)
	}
	return c
}
