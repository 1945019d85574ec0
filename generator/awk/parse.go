package awk

import (
	"slices"

	"github.com/org/gosetup/generator/posixre"
)

// A parser reads a program from left to right, one token ahead.
type parser struct {
	lex    lexer
	tok    token
	after  pos // where the token before ended
	prog   *Program
	locals []string // the parameters of the function we are in
	calls  []*userCall
	names  map[string]pos // of the global variables
	inFunc bool
	inRule bool // next is allowed
	loops  int  // break and continue are allowed
	depth  int
}

// maxDepth bounds how deep a program nests, so that none overflows the stack.
const maxDepth = 500

// Parse reads a program. The error is an *Error.
func Parse(program string) (p *Program, err error) {
	p = &Program{text: program, functions: map[string]*function{}}
	defer func() { p, err = caught(recover(), p, err) }()
	ps := &parser{lex: lexer{src: program}, prog: p, names: map[string]pos{}}
	ps.advance()
	ps.program()
	ps.checkCalls()
	return p, nil
}

// caught makes an error of the panic that ended a parse.
func caught(reason any, p *Program, err error) (*Program, error) {
	if reason == nil {
		return p, err
	}
	if f, ok := reason.(failure); ok {
		return nil, f.place(p.text)
	}
	panic(reason)
}

func (p *parser) advance() {
	p.after = pos(p.lex.i)
	p.tok = p.lex.next()
}

// is tells whether the present token is a sign or reserved word.
func (p *parser) is(s string) bool {
	return (p.tok.kind == sign || p.tok.kind == keyword) && p.tok.text == s
}

func (p *parser) isOneOf(list ...string) bool { return slices.ContainsFunc(list, p.is) }

func (p *parser) take(s string) bool {
	if !p.is(s) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) want(s string) pos {
	at := p.tok.at
	if !p.take(s) {
		p.tok.at.fail("%s found; want %s", p.tok.show(), s)
	}
	return at
}

func (t token) show() string {
	switch t.kind {
	case end:
		return "the end"
	case newline:
		return "the end of the line"
	case text:
		return "a string"
	}
	return t.text
}

func (p *parser) newlines() {
	for p.tok.kind == newline {
		p.advance()
	}
}

// separators skips the ends of statements.
func (p *parser) separators() {
	for p.tok.kind == newline || p.is(";") {
		p.advance()
	}
}

func (p *parser) deeper(at pos) func() {
	p.depth++
	if p.depth > maxDepth {
		at.fail("this nests deeper than %d", maxDepth)
	}
	return func() { p.depth-- }
}

func (p *parser) program() {
	p.separators()
	for p.tok.kind != end {
		p.item()
		if p.tok.kind != end && p.tok.kind != newline && !p.is(";") && p.lex.src[p.after-1] != '}' {
			p.tok.at.fail("%s found; want the end of the pattern or {", p.tok.show())
		}
		p.separators()
	}
}

func (p *parser) item() {
	switch {
	case p.is("function"):
		p.function()
	case p.take("BEGIN"):
		p.prog.begin = append(p.prog.begin, p.action()...)
	case p.take("END"):
		p.prog.end = append(p.prog.end, p.action()...)
	default:
		p.rule()
	}
}

func (p *parser) rule() {
	r := &rule{}
	if !p.is("{") {
		r.from = p.expression()
		if p.take(",") {
			p.newlines()
			r.ranged, r.to = true, p.expression()
		}
	}
	if p.is("{") {
		p.inRule = true
		r.action = p.action()
		p.inRule = false
	}
	p.prog.rules = append(p.prog.rules, r)
}

// action reads { ... }; it is never nil.
func (p *parser) action() []stmt {
	at := p.want("{")
	defer p.deeper(at)()
	list := []stmt{}
	for p.separators(); !p.is("}"); p.separators() {
		if p.tok.kind == end {
			at.fail("{ is not closed")
		}
		list = append(list, p.statement())
	}
	p.advance()
	return list
}

func (p *parser) function() {
	p.advance()
	f := &function{name: p.tok.text, at: p.tok.at}
	if p.tok.kind != call && p.tok.kind != name {
		p.tok.at.fail("%s found; want the name of a function", p.tok.show())
	}
	if p.prog.functions[f.name] != nil {
		f.at.fail("the function %s is there twice", f.name)
	}
	p.advance()
	p.want("(")
	for !p.is(")") {
		p.parameter(f)
	}
	p.advance()
	p.newlines()
	p.prog.functions[f.name] = f
	p.locals, p.inFunc = f.params, true
	f.body = p.action()
	p.locals, p.inFunc = nil, false
}

func (p *parser) parameter(f *function) {
	if p.tok.kind != name || p.tok.text == f.name || slices.Contains(f.params, p.tok.text) || isSpecial(p.tok.text) {
		p.tok.at.fail("%s found; want a new name for a parameter", p.tok.show())
	}
	f.params = append(f.params, p.tok.text)
	p.advance()
	if !p.is(")") {
		p.want(",")
		p.newlines()
		if p.is(")") {
			p.tok.at.fail(") found; want another parameter")
		}
	}
}

// checkCalls refuses calls of what is not there, and variables named as functions.
func (p *parser) checkCalls() {
	for _, c := range p.calls {
		f := p.prog.functions[c.name]
		if f == nil {
			c.at.fail("the function %s is not there", c.name)
		}
		if len(c.args) > len(f.params) {
			c.at.fail("%s takes %d arguments; here are %d", c.name, len(f.params), len(c.args))
		}
	}
	for name, at := range p.names {
		if p.prog.functions[name] != nil {
			at.fail("%s is a function; as a variable it needs another name", name)
		}
	}
}

// compileAt translates a regular expression of the program.
func compileAt(at pos, text string) *posixre.Regexp {
	if text == "" {
		at.fail("an empty regular expression, which the awks do not read alike")
	}
	re, err := posixre.Compile(text, posixre.Options{Syntax: posixre.Awk})
	if err != nil {
		at.fail("%s", err)
	}
	return re
}
