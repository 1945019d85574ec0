package powershell

import (
	"strings"
)

// expr reads an expression.
func (p *parser) expr() Expr { return p.binary(0) }

// binary reads operators that bind at least as tight as a row of precedence.
func (p *parser) binary(least int) Expr {
	defer p.enter()()
	start := p.tok.Start
	x := p.list(p.unary)
	for {
		op, row := p.operator()
		if row < least {
			return x
		}
		at := p.tok.Start
		p.split(len(op))
		p.advance()
		p.lines()
		y := p.binary(row + 1)
		x = &Binary{p.from(start), op, at, x, y}
	}
}

// operator is the binary operator that stands here and its row of precedence,
// -1 if there is none.
func (p *parser) operator() (op string, row int) {
	word := p.keyword()
	after := p.peek()
	if p.assignment() != "" || word == "" || p.is("+") && isToken(p.text, after, "+") && !after.Spaced {
		return "", -1 // ++ is one token, also before a value
	}
	switch named := wordForm.FindString(word); {
	case named != "" && named != word:
		p.fail(p.tok.Start, "%s is no operator", p.tok.Text)
	case named != "":
		op = named
	case strings.HasPrefix(word, ".."):
		op = ".."
	case strings.HasPrefix(word, "--"):
		return "", -1
	default:
		op = word[:1]
	}
	for row, ops := range precedence {
		if ops[op] {
			return op, row
		}
	}
	if op[0] == '-' {
		p.fail(p.tok.Start, "%s is no operator that stands between two values", p.tok.Text)
	}
	return "", -1
}

// list reads values with commas between them, where a comma can stand.
func (p *parser) list(one func() Expr) Expr {
	start := p.tok.Start
	x := one()
	if p.noComma || !p.is(",") {
		return x
	}
	all := &ArrayLit{Items: []Expr{x}}
	for p.is(",") {
		p.advance()
		p.lines()
		all.Items = append(all.Items, one())
	}
	all.Span = p.from(start)
	return all
}

// unary reads a value with the operators before it.
func (p *parser) unary() Expr {
	defer p.enter()()
	start := p.tok.Start
	word := p.keyword()
	named := wordForm.FindString(word)
	after := p.peek()
	switch {
	case p.is("["):
		return p.typed()
	case named != "":
		if named != word || !unary[named] {
			p.fail(start, "%s is no operator that stands before a value", p.tok.Text)
		}
		return p.prefixed(named)
	case strings.HasPrefix(word, "--"), p.is("+") && isToken(p.text, after, "+") && !after.Spaced:
		return p.counted()
	case len(word) > 1 && word[0] == '-' && numberForm.MatchString(word[1:]):
		p.split(1)
		p.advance()
		n := p.number()
		n.Text, n.Start = "-"+n.Text, start
		return n
	case p.is("!"), p.is("+"), p.is(",") && !p.noComma, strings.HasPrefix(word, "-"):
		p.split(1)
		return p.prefixed(word[:1])
	}
	return p.postfix(p.primary())
}

// prefixed reads an operator and what it is for.
func (p *parser) prefixed(op string) Expr {
	start := p.tok.Start
	p.advance()
	p.lines()
	x := p.unary()
	return &Unary{Span: p.from(start), Op: op, X: x}
}

// countedOp reads the ++ or --, of which the lexer makes two words or one.
func (p *parser) countedOp() string {
	op := "--"
	if p.is("+") {
		op = "++"
		p.advance()
	} else {
		p.split(2)
	}
	p.advance()
	return op
}

// counted reads ++$x and --$x.
func (p *parser) counted() Expr {
	start := p.tok.Start
	op := p.countedOp()
	x := p.postfix(p.primary())
	p.mustBePlace(x)
	return &Unary{Span: p.from(start), Op: op, X: x}
}

// typed reads [Type], [Type]::Member and [Type]value.
func (p *parser) typed() Expr {
	start := p.tok.Start
	t := p.typeLit()
	if !p.tok.Spaced && strings.HasPrefix(p.keyword(), "::") {
		return p.postfix(t)
	}
	word := p.keyword()
	named := wordForm.FindString(word)
	if p.ends() || p.assignment() != "" || p.is(",") || p.is("|") || named != "" && !unary[named] ||
		word != "" && named == "" && !numberForm.MatchString(strings.TrimPrefix(word, "-")) && word[0] != '-' && word != "!" && word != "+" {
		return t
	}
	x := p.unary()
	return &Cast{p.from(start), t, x}
}

// primary reads a value without what can follow it.
func (p *parser) primary() Expr {
	t := p.tok
	at := Span{t.Start, t.End}
	switch t.Kind {
	case TokenVar:
		return p.variable()
	case TokenString:
		p.advance()
		return &String{at, t.Text, t.Quote}
	case TokenDouble:
		p.advance()
		return &Expandable{at, p.parts(t)}
	case TokenOpen:
		return p.opened()
	case TokenWord:
		if n := p.number(); n != nil {
			return n
		}
		if p.text[t.Start] == '`' || isBare(t.Text) && letterOrDigit(t.Text[0]) {
			p.fail(t.Start, "the bare word %s among values; write it in quotes, or a command in ( )", t.Text)
		}
	}
	p.unexpected()
	return nil
}

// number takes a number, nil if none stands here.
func (p *parser) number() *Number {
	text := numberForm.FindString(p.keyword())
	if text == "" {
		return nil
	}
	start := p.tok.Start
	if n := len(text); n < len(p.tok.Text) && (letterOrDigit(p.tok.Text[n]) || p.tok.Text[n] == '_') {
		p.fail(start, "%s is no number in both PowerShells", p.tok.Text)
	}
	text = p.tok.Text[:len(text)]
	p.split(len(text))
	p.advance()
	return &Number{p.from(start), text}
}

// parts reads the inside of "...".
func (p *parser) parts(t Token) []Expr {
	var all []Expr
	for i, part := range t.Parts {
		switch part.Kind {
		case TokenString:
			all = append(all, &String{Span{t.Start, t.End}, part.Text, '"'})
		case TokenVar:
			all = append(all, newVariable(part))
		default:
			inner := newParser(p.text, t.Parts[i].Parts, part.End-1, p.depth)
			defer inner.enter()()
			b := &Block{}
			inner.body(b)
			if inner.tok.Kind != tokenEnd {
				inner.unexpected()
			}
			b.Span = Span{part.Start, part.End}
			all = append(all, &SubExpr{b.Span, b})
		}
	}
	return all
}

// opened reads what begins with a bracket.
func (p *parser) opened() Expr {
	start := p.tok.Start
	switch p.tok.Text {
	case "(":
		s := p.loneCondition()
		return &Paren{p.from(start), s}
	case "$(":
		b := p.bracketed("$(", ")")
		return &SubExpr{b.Span, b}
	case "@(":
		b := p.bracketed("@(", ")")
		return &ArrayExpr{b.Span, b}
	case "{":
		b := p.block()
		return &ScriptBlock{b.Span, b}
	case "@{":
		return p.hash()
	}
	p.unexpected()
	return nil
}

// hash reads @{ Key = Value; ... }.
func (p *parser) hash() Expr {
	defer p.enter()()
	defer p.inBrackets()()
	h := &Hash{}
	start := p.tok.Start
	p.expect("@{")
	seen := map[string]bool{}
	for p.breaks(); !p.is("}"); p.breaks() {
		at := p.tok.Start
		key := p.key()
		if name := fixedKey(key); name != "" {
			if seen[name] {
				p.fail(at, "the key %s twice in a hashtable", p.text[at:p.last])
			}
			seen[name] = true
		}
		p.expect("=")
		p.lines()
		h.Entries = append(h.Entries, Entry{key, p.value()})
		if !p.ends() {
			p.unexpected()
		}
	}
	p.advance()
	h.Span = p.from(start)
	return h
}

// key reads the key of a hashtable: a bare name or a value.
func (p *parser) key() Expr {
	t := p.tok
	if word := p.keyword(); word != "" && memberForm.FindString(word) == word {
		p.advance()
		return &String{Span: Span{t.Start, t.End}, Text: t.Text}
	}
	return p.unary()
}

// fixedKey is what tells keys apart, "" for one that is computed.
func fixedKey(key Expr) string {
	switch k := key.(type) {
	case *String:
		return "s" + strings.ToLower(k.Text)
	case *Number:
		return "n" + strings.ToLower(k.Text)
	}
	return ""
}
