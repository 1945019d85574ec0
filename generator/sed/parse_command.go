package sed

import (
	"slices"
	"strconv"
	"strings"
)

// readers read what stands behind the name of a command.
var readers map[byte]func(p *parser, c *command, at int)

func init() {
	readers = map[byte]func(p *parser, c *command, at int){
		'{': (*parser).block, 's': (*parser).substitution, 'y': (*parser).translation,
		'd': (*parser).bare, 'p': (*parser).bare, 'n': (*parser).bare, 'q': (*parser).quit,
		'a': (*parser).text, 'i': (*parser).text, 'c': (*parser).changed,
	}
}

func (p *parser) bare(_ *command, _ int) { p.terminator() }

func (p *parser) quit(c *command, at int) {
	if c.to != nil {
		p.fail(at, "q takes one address")
	}
	p.terminator()
}

// terminator reads what ends a command. A } at once is not enough for the sed of
// macOS.
func (p *parser) terminator() {
	p.skip(" \t")
	switch {
	case p.i == len(p.s) || p.peek() == ';' || p.peek() == '\n' || p.peek() == '#':
		return
	case p.peek() == '}':
		p.fail(p.i, "not every sed ends a command at }; write ; before it")
	}
	p.fail(p.i, "%q found; want the end of the command", p.s[p.i:p.i+1])
}

func (p *parser) block(c *command, at int) {
	if p.depth++; p.depth > maxDepth {
		p.fail(at, "blocks nest deeper than %d", maxDepth)
	}
	c.body = p.list()
	if p.peek() != '}' {
		p.fail(at, "{ is not closed")
	}
	p.depth--
	p.i++
	p.terminator()
}

// text reads what a, i and c print: a backslash, a newline and lines, of which
// each but the last ends in a backslash.
func (p *parser) text(c *command, at int) {
	if !strings.HasPrefix(p.s[p.i:], "\\\n") {
		p.fail(at, `not every sed takes text behind %c; write %c\, a newline and the text`, c.name, c.name)
	}
	p.i += 2
	if x := p.peek(); x == ' ' || x == '\t' || p.i == len(p.s) {
		p.fail(p.i, "no text, or text that begins with a blank, which some seds leave out")
	}
	var b strings.Builder
	for p.i < len(p.s) && p.s[p.i] != '\n' {
		if p.s[p.i] == '\\' {
			p.i++
			if x := p.peek(); x != '\\' && x != '\n' {
				p.fail(p.i-1, `in a text have \\ and a backslash before a newline`)
			}
		}
		b.WriteByte(p.s[p.i])
		p.i++
	}
	c.text = b.String() + "\n"
}

func (p *parser) changed(c *command, at int) {
	if c.not && c.to != nil {
		p.fail(at, "the seds differ on c with ! and a range")
	}
	p.text(c, at)
}

func (p *parser) translation(c *command, at int) {
	delimiter := p.delimiter(p.i)
	p.i++
	from, to := p.letters(delimiter), p.letters(delimiter)
	if len(from) != len(to) {
		p.fail(at, "y turns %d characters into %d; they must be as many", len(from), len(to))
	}
	c.swap = map[byte]byte{}
	for i, x := range from {
		if _, twice := c.swap[x]; twice {
			p.fail(at, "y has %q twice", x)
		}
		c.swap[x] = to[i]
	}
	p.terminator()
}

// letters reads one half of y.
func (p *parser) letters(delimiter byte) (all []byte) {
	start := p.i
	for ; p.i < len(p.s) && p.s[p.i] != '\n'; p.i++ {
		x := p.s[p.i]
		if x == delimiter {
			p.i++
			return all
		}
		if x == '\\' {
			p.i++
			switch x = p.peek(); x {
			case 'n':
				x = '\n'
			case '\\', delimiter:
			default:
				p.fail(p.i-1, `in y have \\, \n and \%c`, delimiter)
			}
		}
		all = append(all, x)
	}
	p.fail(start, "y is not closed by %c", delimiter)
	return nil
}

func (p *parser) substitution(c *command, at int) {
	delimiter := p.delimiter(p.i)
	p.i++
	c.re = p.regexp(delimiter)
	start := p.i
	c.with = p.replacement(delimiter, c.re.Groups())
	groups := slices.ContainsFunc(c.with, func(x piece) bool { return x.group > 0 })
	if groups && c.re.Ambiguous() {
		p.fail(start, "what a group holds is not certain where one repeats or branches begin alike; write two commands")
	}
	p.flags(c)
	p.terminator()
}

// replacement reads what s puts in.
func (p *parser) replacement(delimiter byte, groups int) (all []piece) {
	start := p.i
	for ; p.i < len(p.s) && p.s[p.i] != '\n'; p.i++ {
		switch x := p.s[p.i]; {
		case x == delimiter:
			p.i++
			return all
		case x == '&':
			all = append(all, piece{})
		case x == '\\':
			p.i++
			all = append(all, p.escaped(delimiter, groups))
		default:
			all = append(all, piece{text: string([]byte{x})})
		}
	}
	p.fail(start, "what to put in is not closed by %c", delimiter)
	return nil
}

// escaped reads what is behind a backslash in a replacement.
func (p *parser) escaped(delimiter byte, groups int) piece {
	x := p.peek()
	switch {
	case x == delimiter && (x == '&' || x == 'n' || x >= '0' && x <= '9'):
		p.fail(p.i, `the seds differ on \%c where %c is the delimiter; take another`, x, x)
	case x >= '1' && x <= '9':
		if int(x-'0') > groups {
			p.fail(p.i, `there is no group for \%c`, x)
		}
		return piece{group: int(x - '0')}
	case x != '\\' && x != '&' && x != '\n' && x != delimiter:
		p.fail(p.i-1, `\%c is not in POSIX here; have \1 to \9, \&, \\, \%c and a backslash before a newline`, x, delimiter)
	}
	return piece{text: string([]byte{x})}
}

func (p *parser) flags(c *command) {
	for seen := ""; ; {
		at := p.i
		switch x := p.peek(); {
		case x == 'g' && !strings.Contains(seen, "g"):
			c.all = true
		case x == 'p' && !strings.Contains(seen, "p"):
			c.print = true
		case x >= '1' && x <= '9' && !strings.Contains(seen, "1"):
			p.skip("0123456789")
			c.nth, _ = strconv.Atoi(p.s[at:p.i])
			if c.nth == 0 || c.nth > 1000 {
				p.fail(at, "a number of a match is at most 1000")
			}
			seen += "1"
			p.i--
		default:
			if c.all && c.nth > 1 {
				p.fail(at, "a number together with g is not defined")
			}
			return
		}
		seen += string(rune(p.s[at]))
		p.i++
	}
}
