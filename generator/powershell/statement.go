package powershell

import (
	"slices"
	"strings"
)

// statement reads any statement.
func (p *parser) statement() Statement {
	defer p.enter()()
	label := p.label()
	word := p.keyword()
	read := p.reader(word, label)
	switch {
	case read != nil:
		return read(p.tok.Start)
	case label != "":
		p.fail(p.tok.Start, "the label %s is before no loop", label)
	}
	p.refuseKeyword(word)
	return p.pipeline()
}

// label takes :name.
func (p *parser) label() string {
	word := p.keyword()
	if len(word) < 2 || word[0] != ':' || memberForm.FindString(word[1:]) != word[1:] {
		return ""
	}
	p.advance()
	p.lines()
	return word[1:]
}

// reader is what reads the statement that a keyword begins, nil for other words.
func (p *parser) reader(word, label string) func(start int) Statement {
	switch word {
	case "while":
		return func(start int) Statement { return p.while(start, label) }
	case "do":
		return func(start int) Statement { return p.do(start, label) }
	case "for":
		return func(start int) Statement { return p.forLoop(start, label) }
	case "foreach":
		return func(start int) Statement { return p.forEach(start, label) }
	case "switch":
		return func(start int) Statement { return p.switchOn(start, label) }
	}
	if label != "" {
		return nil
	}
	switch word {
	case "function", "filter":
		return p.function
	case "if":
		return p.ifElse
	case "try":
		return p.try
	case "return", "break", "continue", "throw", "exit":
		return p.jump
	}
	return nil
}

// refuseKeyword fails at a keyword that begins nothing here.
func (p *parser) refuseKeyword(word string) {
	switch {
	case word == "else" || word == "elseif" || word == "catch" || word == "finally" || word == "until":
		p.fail(p.tok.Start, "%s without what comes before it", word)
	case word == "param":
		p.fail(p.tok.Start, "param after other statements; it must be the first of its block")
	case word == "clean":
		p.fail(p.tok.Start, "clean blocks are of PowerShell 7.3 and later only; use finally")
	case otherKeywords[word]:
		p.fail(p.tok.Start, "the keyword %s, which gen does not read here", word)
	}
}

// condition reads ( ... ).
func (p *parser) condition() Statement {
	defer p.inBrackets()()
	p.expect("(")
	p.lines()
	s := p.pipeline()
	p.lines()
	if !p.is(")") {
		p.unexpected()
	}
	p.advance()
	p.lines()
	return s
}

func (p *parser) function(start int) Statement {
	f := &Function{Filter: p.keyword() == "filter"}
	p.advance()
	if p.tok.Kind != TokenWord || p.text[p.tok.Start] == '`' || !nameForm.MatchString(p.tok.Text) {
		p.fail(p.tok.Start, "%q is no name for a function", p.text[p.tok.Start:p.tok.End])
	}
	p.refuseKeyword(p.keyword())
	if ownKeywords[p.keyword()] {
		p.fail(p.tok.Start, "the keyword %s is no name for a function", p.tok.Text)
	}
	f.Name = p.tok.Text
	if p.advance(); p.is("(") {
		f.Params = p.params()
	}
	p.lines()
	f.Body = p.block()
	if len(f.Params) > 0 && f.Body.HasParam {
		p.fail(f.Body.Start, "the function %s has parameters behind its name and in param; keep one of them", f.Name)
	}
	f.Span = p.from(start)
	return f
}

func (p *parser) ifElse(start int) Statement {
	s := &If{}
	for word := "if"; ; word = "elseif" {
		p.expectWord(word)
		s.Arms = append(s.Arms, Arm{p.condition(), p.block()})
		if !p.continues("elseif") {
			break
		}
	}
	if p.continues("else") {
		p.advance()
		p.lines()
		s.Else = p.block()
	}
	s.Span = p.from(start)
	return s
}

// expectWord takes a keyword and the line ends behind it.
func (p *parser) expectWord(word string) {
	if p.keyword() != word {
		p.unexpected()
	}
	p.advance()
	p.lines()
}

func (p *parser) while(start int, label string) Statement {
	p.expectWord("while")
	s := &While{Label: label, Cond: p.condition(), Body: p.block()}
	s.Span = p.from(start)
	return s
}

func (p *parser) do(start int, label string) Statement {
	p.expectWord("do")
	s := &Do{Label: label, Body: p.block()}
	if !p.continues("while", "until") {
		p.fail(p.tok.Start, "do { } without while or until")
	}
	s.Until = p.keyword() == "until"
	p.advance()
	s.Cond = p.loneCondition()
	s.Span = p.from(start)
	return s
}

// loneCondition reads ( ... ) behind which a statement ends.
func (p *parser) loneCondition() Statement {
	defer p.inBrackets()()
	p.expect("(")
	p.lines()
	s := p.pipeline()
	p.lines()
	p.expect(")")
	return s
}

func (p *parser) forLoop(start int, label string) Statement {
	p.expectWord("for")
	s := &For{Label: label}
	restore := p.inBrackets()
	p.expect("(")
	s.Init = p.forPart()
	p.semicolon()
	s.Cond = p.forPart()
	p.semicolon()
	s.Step = p.forPart()
	p.expect(")")
	restore()
	p.lines()
	s.Body = p.block()
	s.Span = p.from(start)
	return s
}

// forPart reads one of the three parts of a for, nil if it is empty.
func (p *parser) forPart() Statement {
	p.lines()
	if p.ends() {
		return nil
	}
	s := p.pipeline()
	p.lines()
	return s
}

func (p *parser) semicolon() {
	if p.tok.Kind != TokenBreak {
		p.fail(p.tok.Start, "a for has three parts with two ; between them")
	}
	p.advance()
}

func (p *parser) forEach(start int, label string) Statement {
	p.expectWord("foreach")
	s := &ForEach{Label: label}
	restore := p.inBrackets()
	p.expect("(")
	p.lines()
	s.Var = p.variable()
	p.lines()
	p.expectWord("in")
	s.In = p.pipeline()
	p.lines()
	p.expect(")")
	restore()
	p.lines()
	s.Body = p.block()
	s.Span = p.from(start)
	return s
}

// switchFlags are the parameters of switch; -file and -parallel are not read.
var switchFlags = []string{"-regex", "-wildcard", "-exact", "-casesensitive"}

func (p *parser) switchOn(start int, label string) Statement {
	s := &Switch{Label: label}
	for p.advance(); strings.HasPrefix(p.keyword(), "-"); p.advance() {
		if !slices.Contains(switchFlags, p.keyword()) {
			p.fail(p.tok.Start, "%s is no parameter of switch here; have %s", p.tok.Text, strings.Join(switchFlags, " "))
		}
		s.Flags = append(s.Flags, p.keyword())
	}
	s.On = p.condition()
	p.cases(s)
	s.Span = p.from(start)
	return s
}

// cases reads { pattern { ... } ... }.
func (p *parser) cases(s *Switch) {
	defer p.enter()()
	defer p.inBrackets()()
	p.expect("{")
	hasDefault := false
	for p.breaks(); !p.is("}"); p.breaks() {
		c := Case{}
		if p.keyword() != "default" {
			c.Match = p.item()
		} else if hasDefault {
			p.fail(p.tok.Start, "default twice in a switch")
		} else {
			hasDefault = true
			p.advance()
		}
		p.lines()
		c.Body = p.block()
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		p.fail(p.tok.Start, "a switch without cases")
	}
	p.advance()
}

func (p *parser) try(start int) Statement {
	p.expectWord("try")
	s := &Try{Body: p.block()}
	for p.continues("catch") {
		at := p.tok.Start
		if n := len(s.Catches); n > 0 && s.Catches[n-1].Types == nil {
			p.fail(at, "a catch after the one that catches everything")
		}
		s.Catches = append(s.Catches, p.catch())
	}
	if p.continues("finally") {
		p.expectWord("finally")
		s.Finally = p.block()
	}
	if len(s.Catches) == 0 && s.Finally == nil {
		p.fail(start, "a try without catch and finally")
	}
	s.Span = p.from(start)
	return s
}

func (p *parser) catch() Catch {
	p.expectWord("catch")
	c := Catch{}
	for p.is("[") {
		c.Types = append(c.Types, p.typeLit())
		if p.lines(); p.is(",") {
			p.advance()
			p.lines()
			if !p.is("[") {
				p.unexpected()
			}
		}
	}
	c.Body = p.block()
	return c
}

func (p *parser) jump(start int) Statement {
	s := &Jump{Keyword: p.keyword()}
	p.advance()
	if !p.ends() {
		if s.Keyword == "break" || s.Keyword == "continue" {
			s.Label = memberForm.FindString(p.keyword())
			if s.Label == "" || s.Label != p.keyword() {
				p.unexpected()
			}
			p.advance()
		} else {
			s.Value = p.pipeline()
		}
	}
	s.Span = p.from(start)
	return s
}
