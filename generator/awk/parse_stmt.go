package awk

// readers are the statements that begin with a reserved word. Each is called
// with the word read.
var readers map[string]func(p *parser, at pos) stmt

func init() {
	readers = map[string]func(p *parser, at pos) stmt{
		"if": (*parser).ifElse, "while": (*parser).while, "do": (*parser).doWhile, "for": (*parser).forLoop,
		"break": (*parser).breakLoop, "continue": (*parser).continueLoop, "next": (*parser).nextRecord,
		"exit": (*parser).exit, "return": (*parser).giveBack, "delete": (*parser).remove,
	}
}

func (p *parser) statement() stmt {
	at := p.tok.at
	defer p.deeper(at)()
	if p.is("{") {
		return &block{p.action()}
	}
	if p.take(";") {
		return &block{}
	}
	if p.tok.kind == keyword {
		if read := readers[p.tok.text]; read != nil {
			p.advance()
			return read(p, at)
		}
	}
	s := p.simple()
	p.terminator()
	return s
}

// terminator reads what ends a simple statement.
func (p *parser) terminator() {
	if p.tok.kind == newline || p.take(";") || p.is("}") {
		return
	}
	p.tok.at.fail("%s found; want the end of the statement", p.tok.show())
}

func (p *parser) simple() stmt {
	at := p.tok.at
	switch {
	case p.take("print"):
		return p.output(at, false)
	case p.take("printf"):
		return p.output(at, true)
	}
	return &simple{p.expression()}
}

func (p *parser) endsHere() bool {
	return p.tok.kind == newline || p.tok.kind == end || p.isOneOf(";", "}")
}

func (p *parser) output(at pos, format bool) stmt {
	o := &output{at: at, format: format}
	if !p.endsHere() && !p.is(">") {
		o.list = p.outputList()
	}
	if format && len(o.list) == 0 {
		at.fail("printf without a format")
	}
	if p.take(">") {
		o.toErr = p.tok.kind == text && p.tok.text == "/dev/stderr"
		if !o.toErr {
			p.tok.at.fail(`print writes to standard output or > "/dev/stderr" only; write (a > b) to compare`)
		}
		p.advance()
	}
	return o
}

// outputList reads the values of a print: a, b or (a, b).
func (p *parser) outputList() []expr {
	list := []expr{p.ternary(true)}
	for p.take(",") {
		p.newlines()
		list = append(list, p.ternary(true))
	}
	if g, ok := list[0].(*group); ok && len(list) == 1 && len(g.list) > 1 {
		return g.list
	}
	for _, e := range list {
		p.refuseList(e)
	}
	return list
}

func (p *parser) condition() expr {
	p.want("(")
	e := p.expression()
	p.want(")")
	return e
}

// body reads the statement that an if or a loop controls.
func (p *parser) body() stmt {
	p.newlines()
	return p.statement()
}

func (p *parser) loopBody() stmt {
	p.loops++
	defer func() { p.loops-- }()
	return p.body()
}

func (p *parser) ifElse(at pos) stmt {
	b := &branch{at: at, cond: p.condition(), yes: p.body()}
	save, tok, after := p.lex, p.tok, p.after
	p.separators()
	if !p.take("else") {
		p.lex, p.tok, p.after = save, tok, after
		return b
	}
	b.no = p.body()
	return b
}

func (p *parser) while(at pos) stmt {
	return &loop{at: at, cond: p.condition(), body: p.loopBody()}
}

func (p *parser) doWhile(at pos) stmt {
	l := &loop{at: at, bodyFirst: true, body: p.loopBody()}
	p.separators()
	p.want("while")
	l.cond = p.condition()
	p.terminator()
	return l
}

func (p *parser) forLoop(at pos) stmt {
	p.want("(")
	if e := p.forEach(at); e != nil {
		return e
	}
	l := &loop{at: at}
	if !p.is(";") {
		l.before = p.simple()
	}
	p.want(";")
	p.newlines()
	if !p.is(";") {
		l.cond = p.expression()
	}
	p.want(";")
	p.newlines()
	if !p.is(")") {
		l.after = p.simple()
	}
	p.want(")")
	l.body = p.loopBody()
	return l
}

// forEach reads k in a) body, or reads nothing and is nil.
func (p *parser) forEach(at pos) stmt {
	save, tok, after := p.lex, p.tok, p.after
	if p.tok.kind == name {
		key := p.variable()
		if p.take("in") && p.tok.kind == name {
			array := p.variable()
			if p.take(")") {
				return &each{at: at, key: key, array: array, body: p.loopBody()}
			}
		}
	}
	p.lex, p.tok, p.after = save, tok, after
	return nil
}

func (p *parser) breakLoop(at pos) stmt    { return p.loopJump(at, breaks, "break") }
func (p *parser) continueLoop(at pos) stmt { return p.loopJump(at, continues, "continue") }

func (p *parser) loopJump(at pos, to flow, word string) stmt {
	if p.loops == 0 {
		at.fail("%s stands in no loop", word)
	}
	p.terminator()
	return &jump{to}
}

func (p *parser) nextRecord(at pos) stmt {
	if !p.inRule {
		at.fail("next stands in no rule for records")
	}
	p.terminator()
	return &jump{nexts}
}

func (p *parser) exit(at pos) stmt {
	e := &exit{at: at}
	if !p.endsHere() {
		e.status = p.expression()
	}
	p.terminator()
	return e
}

func (p *parser) giveBack(at pos) stmt {
	if !p.inFunc {
		at.fail("return stands in no function")
	}
	r := &giveBack{}
	if !p.endsHere() {
		r.of = p.expression()
	}
	p.terminator()
	return r
}

func (p *parser) remove(at pos) stmt {
	if p.tok.kind != name {
		p.tok.at.fail("%s found; want the name of an array", p.tok.show())
	}
	r := &remove{at: at, array: p.variable()}
	if p.is("[") {
		r.index = p.index()
	}
	p.terminator()
	return r
}
