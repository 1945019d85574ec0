package powershell

import "strings"

// block reads { ... }.
func (p *parser) block() *Block {
	return p.bracketed("{", "}")
}

// bracketed reads statements between two brackets.
func (p *parser) bracketed(open, shut string) *Block {
	defer p.enter()()
	defer p.inBrackets()()
	start := p.tok.Start
	p.expect(open)
	b := &Block{}
	p.body(b)
	p.expect(shut)
	b.Span = p.from(start)
	return b
}

// body reads statements up to a closing bracket or the end.
func (p *parser) body(b *Block) {
	p.breaks()
	for p.attributeAhead() {
		b.Attributes = append(b.Attributes, p.attribute())
		p.lines()
	}
	if p.keyword() == "param" {
		b.HasParam = true
		p.advance()
		b.Params = p.params()
	}
	for p.breaks(); p.tok.Kind != tokenEnd && p.tok.Kind != TokenClose; p.breaks() {
		b.Body = append(b.Body, p.statement())
		if !p.ends() {
			p.unexpected()
		}
	}
	if p.tok.Kind == TokenClose && p.depth == 0 {
		p.unexpected()
	}
}

// attributeAhead says whether [...] and then param stand here.
func (p *parser) attributeAhead() bool {
	t, i := p.tok, p.next-1
	for t.Kind == TokenOpen && t.Text == "[" && t.Match > i {
		i = t.Match + 1
		for i < len(p.tokens) && (p.tokens[i].Kind == TokenComment || p.tokens[i].Text == "\n") {
			i++
		}
		if i == len(p.tokens) {
			return false
		}
		t = p.tokens[i]
	}
	return p.is("[") && wordOf(p.text, t) == "param"
}

// attribute reads [Name(...)].
func (p *parser) attribute() *Attribute {
	start := p.tok.Start
	p.expect("[")
	a := &Attribute{Name: p.typeName()}
	p.attributeArgs(a)
	p.expect("]")
	a.Span = p.from(start)
	return a
}

func (p *parser) attributeArgs(a *Attribute) {
	p.expect("(")
	defer p.inBrackets()()
	p.noComma = true
	for p.lines(); !p.is(")"); p.lines() {
		if len(a.Args)+len(a.Named) > 0 {
			p.expect(",")
			p.lines()
		}
		if name := p.keyword(); name != "" && memberForm.FindString(name) == name {
			named := NamedAttribute{Name: p.tok.Text}
			if p.advance(); p.is("=") {
				p.advance()
				named.Value = p.expr()
			}
			a.Named = append(a.Named, named)
			continue
		}
		a.Args = append(a.Args, p.expr())
	}
	p.advance()
}

// params reads (...) of a function or of param.
func (p *parser) params() []*Param {
	defer p.inBrackets()()
	p.expect("(")
	p.noComma = true
	var all []*Param
	seen := map[string]bool{}
	for p.lines(); !p.is(")"); p.lines() {
		if len(all) > 0 {
			p.expect(",")
			p.lines()
		}
		one := p.param()
		name := strings.ToLower(one.Var.Name)
		if seen[name] {
			p.fail(one.Var.Start, "the parameter $%s twice", one.Var.Name)
		}
		seen[name] = true
		all = append(all, one)
	}
	p.advance()
	return all
}

func (p *parser) param() *Param {
	start := p.tok.Start
	one := &Param{}
	for ; p.is("["); p.lines() {
		if p.bracketHolds("(") {
			one.Attributes = append(one.Attributes, p.attribute())
		} else {
			one.Types = append(one.Types, p.typeLit())
		}
	}
	one.Var = p.variable()
	if p.is("=") {
		p.advance()
		p.lines()
		one.Default = p.expr()
	}
	one.Span = p.from(start)
	return one
}

// bracketHolds says whether the [ at hand has this bracket behind its name.
func (p *parser) bracketHolds(open string) bool {
	return p.next+1 < len(p.tokens) && isToken(p.text, p.tokens[p.next+1], open)
}

// typeLit reads [Name].
func (p *parser) typeLit() *Type {
	start := p.tok.Start
	p.expect("[")
	name := p.typeName()
	p.expect("]")
	return &Type{p.from(start), name}
}

// typeName reads Name, Name[], Name[Other, Third].
func (p *parser) typeName() string {
	defer p.enter()()
	if p.tok.Kind != TokenWord || !typeForm.MatchString(p.tok.Text) {
		p.fail(p.tok.Start, "%q is no name of a type", p.text[p.tok.Start:p.tok.End])
	}
	name := p.tok.Text
	for p.advance(); p.is("["); name += "]" {
		p.advance()
		for name += "["; !p.is("]"); {
			if !strings.HasSuffix(name, "[") {
				p.expect(",")
				name += ", "
			}
			name += p.typeName()
		}
		p.advance()
	}
	return name
}
