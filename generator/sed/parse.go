package sed

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/org/gosetup/generator/posixre"
)

// A parser reads a script from left to right. It panics with an *Error.
type parser struct {
	s        string
	i        int
	extended bool
	ranges   int
	depth    int
}

// Parse reads a script, of which several -e are lines; extended is -E. The error
// is an *Error.
func Parse(script string, extended bool) (s *Script, err error) {
	p := &parser{s: script, extended: extended}
	defer func() {
		if reason := recover(); reason != nil {
			e, ok := reason.(*Error)
			if !ok {
				panic(reason)
			}
			s, err = nil, e
		}
	}()
	if strings.HasPrefix(script, "#n") {
		p.fail(0, "#n in the first line is as -n for some seds; write -n")
	}
	commands := p.list()
	return &Script{commands, p.ranges}, nil
}

func (p *parser) fail(at int, format string, args ...any) {
	before := p.s[:min(at, len(p.s))]
	panic(&Error{1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n'), fmt.Sprintf(format, args...)})
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	if p.i < len(p.s) {
		return p.s[p.i]
	}
	return 0
}

func (p *parser) skip(chars string) {
	for p.i < len(p.s) && strings.IndexByte(chars, p.s[p.i]) >= 0 {
		p.i++
	}
}

// maxDepth bounds how deep blocks nest.
const maxDepth = 100

// list reads commands up to the end or a closing brace.
func (p *parser) list() (all []*command) {
	for {
		p.skip(" \t\n;")
		switch {
		case p.i == len(p.s):
			return all
		case p.peek() == '}':
			if p.depth == 0 {
				p.fail(p.i, "} closes nothing")
			}
			return all
		case p.peek() == '#':
			p.comment()
		default:
			all = append(all, p.command())
		}
	}
}

func (p *parser) comment() {
	for p.i < len(p.s) && p.s[p.i] != '\n' {
		p.i++
	}
}

func (p *parser) command() *command {
	c := &command{nth: 1}
	p.addresses(c)
	p.skip(" \t")
	if p.peek() == '!' {
		c.not = true
		p.i++
		if p.skip(" \t"); p.peek() == '!' {
			p.fail(p.i, "a second !")
		}
	}
	at := p.i
	c.name = p.peek()
	p.i++
	read := readers[c.name]
	if read == nil {
		p.fail(at, "the command %q is not supported; have s d p q y n a i c { }", p.s[at:min(at+1, len(p.s))])
	}
	read(p, c, at)
	return c
}

func (p *parser) addresses(c *command) {
	c.from = p.address()
	if c.from == nil {
		return
	}
	p.skip(" \t")
	if p.peek() != ',' {
		return
	}
	p.i++
	p.skip(" \t")
	if c.to = p.address(); c.to == nil {
		p.fail(p.i, "no address behind the comma; have a number, $ and /expression/")
	}
	c.number = p.ranges
	p.ranges++
}

func (p *parser) address() *address {
	at := p.i
	switch x := p.peek(); {
	case x == '$':
		p.i++
		return &address{last: true}
	case x >= '0' && x <= '9':
		p.skip("0123456789")
		n, err := strconv.Atoi(p.s[at:p.i])
		if err != nil || n == 0 {
			p.fail(at, "there is no line %s", p.s[at:p.i])
		}
		return &address{line: n}
	case x == '/':
		p.i++
		return &address{re: p.regexp('/')}
	case x == '\\' && p.i+1 < len(p.s):
		p.i += 2
		return &address{re: p.regexp(p.delimiter(p.i - 1))}
	}
	return nil
}

// delimiter checks the character that is to stand around an expression.
func (p *parser) delimiter(at int) byte {
	if at >= len(p.s) || strings.IndexByte("\\\n\x00", p.s[at]) >= 0 {
		p.fail(at, "no delimiter of an expression")
	}
	return p.s[at]
}

// regexp reads an expression and its closing delimiter.
func (p *parser) regexp(delimiter byte) *posixre.Regexp {
	at := p.i
	text := p.pattern(delimiter)
	if text == "" {
		p.fail(at, "an empty expression, which stands for the last one used; write it out")
	}
	o := posixre.Options{Newline: true}
	if p.extended {
		o.Syntax = posixre.Extended
	}
	re, err := posixre.Compile(text, o)
	if err != nil {
		p.fail(at, "%s", err)
	}
	return re
}

// pattern reads up to the delimiter, which may stand in a bracket.
func (p *parser) pattern(delimiter byte) string {
	var b strings.Builder
	start := p.i
	for p.i < len(p.s) && p.s[p.i] != '\n' {
		switch rest := p.s[p.i:]; {
		case rest[0] == delimiter:
			p.i++
			return b.String()
		case rest[0] == '\\' && len(rest) > 1 && rest[1] == delimiter:
			if strings.IndexByte(`.*[]^$+?(){}|n123456789`, delimiter) >= 0 {
				p.fail(p.i, `the seds differ on what \%c is where %c is the delimiter; take another`, delimiter, delimiter)
			}
			b.WriteByte(delimiter)
			p.i += 2
		case rest[0] == '\\' && len(rest) > 1:
			b.WriteString(rest[:2])
			p.i += 2
		case rest[0] == '[':
			b.WriteString(p.bracket(delimiter))
		default:
			b.WriteByte(rest[0])
			p.i++
		}
	}
	p.fail(start, "the expression is not closed by %c", delimiter)
	return ""
}

// bracket reads [...] as it is. A delimiter inside is refused: POSIX and the
// seds do not agree on it.
func (p *parser) bracket(delimiter byte) string {
	start := p.i
	p.i++
	if p.peek() == '^' {
		p.i++
	}
	for first := true; p.i < len(p.s); first = false {
		rest := p.s[p.i:]
		switch {
		case rest[0] == ']' && !first:
			p.i++
			return p.s[start:p.i]
		case rest[0] == '\n':
			p.fail(start, "[ is not closed")
		case rest[0] == delimiter:
			p.fail(p.i, "the delimiter %c in a bracket, which not every sed takes; take another", delimiter)
		case strings.HasPrefix(rest, "[:"):
			name, _, ok := strings.Cut(rest[2:], ":]")
			if ok {
				p.i += len("[:") + len(name)
			}
			fallthrough
		default:
			p.i++
		}
	}
	p.fail(start, "[ is not closed")
	return ""
}
