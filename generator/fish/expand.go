package fish

import (
	"strings"
	"unicode/utf8"
)

// dollar reads a variable, or in a bare word $( ).
func (p *parser) dollar(w *Word, quote Quote) {
	if p.at(1) == '(' {
		p.substitution(w, quote)
		return
	}
	part := p.variable(quote)
	w.add(part)
}

// variable reads $name, $$name and an index behind it.
func (p *parser) variable(quote Quote) Part {
	part := Part{Kind: Var, Quote: quote, Start: p.pos}
	for p.at(0) == '$' {
		p.pos++
		part.Dollars++
	}
	name := p.pos
	for letterOrDigit(rune(p.at(0))) || p.at(0) == '_' {
		p.pos++
	}
	if p.pos == name {
		p.fail(part.Start, "a $ with no name of a variable behind it")
	}
	if p.at(0) >= utf8.RuneSelf {
		p.fail(p.pos, "the name of a variable goes on with a character that is no ASCII letter, digit or _; end it with quotes")
	}
	part.Text, part.End = p.text[name:p.pos], p.pos
	p.index(&part)
	return part
}

// substitution reads (...), $(...) or the same inside double quotes.
func (p *parser) substitution(w *Word, quote Quote) {
	part := Part{Kind: Sub, Quote: quote, Start: p.pos}
	if p.at(0) == '$' {
		p.pos++
	}
	p.pos++
	p.nest()
	brackets, loops := p.brackets, p.loops
	p.brackets, p.loops = 0, 0
	p.parens++
	part.List = p.jobs()
	if p.at(0) != ')' {
		p.fail(part.Start, "a ( that is not closed")
	}
	if p.brackets != 0 {
		p.fail(part.Start, "a [ without its ] in a command substitution")
	}
	p.parens--
	p.depth--
	p.brackets, p.loops = brackets, loops
	p.pos++
	part.End = p.pos
	p.index(&part)
	w.add(part)
}

// index reads [...] behind a variable or a command substitution: numbers, "..",
// and bare words more variables.
func (p *parser) index(part *Part) {
	if p.at(0) != '[' {
		return
	}
	open := p.pos
	p.nest()
	part.Indexed = true
	inner := &Word{Start: p.pos}
	for p.pos++; p.at(0) != ']'; {
		switch c := p.at(0); {
		case strings.IndexByte("0123456789-. ", c) >= 0, letterOrDigit(rune(c)):
			inner.add(Part{Kind: Text, Start: p.pos, End: p.pos + 1, Text: string(c)})
			p.pos++
		case c == '$' && p.at(1) != '(':
			inner.add(p.variable(part.Quote))
		case c == '(' && part.Quote == Bare:
			p.substitution(inner, Bare)
		case c == '"' && part.Quote == Bare:
			p.double(inner)
		default:
			p.fail(open, "an index with more than numbers, variables and command substitutions")
		}
	}
	p.pos++
	p.depth--
	part.Index, part.End = inner.Parts, p.pos
}

// escapes are the letters with a meaning behind a backslash.
var escapes = map[byte]string{
	'a': "\a", 'b': "\b", 'e': "\x1b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
}

// escape reads a backslash of a bare word and what it acts on.
func (p *parser) escape(w *Word) {
	start, c := p.pos, p.at(1)
	if p.pos+1 >= len(p.text) {
		p.fail(p.pos, "a backslash at the end")
	}
	p.pos += 2
	text, known := escapes[c]
	switch {
	case known || c == '\n':
	case c >= '0' && c <= '7':
		p.pos--
		text = p.numeric(8, 3, 0x7f)
	case c == 'x' || c == 'X':
		text = p.numeric(16, 2, 0x7f)
	case c == 'u':
		text = p.numeric(16, 4, 0xffff)
	case c == 'U':
		text = p.numeric(16, 8, utf8.MaxRune)
	case c == 'c':
		letter := p.at(0) | 0x20
		if letter < 'a' || letter > 'z' {
			p.fail(start, `a \c without a letter`)
		}
		p.pos++
		text = string(rune(letter - 'a' + 1))
	case c >= utf8.RuneSelf:
		p.pos--
		size := p.graphic()
		text = p.text[p.pos : p.pos+size]
		p.pos += size
	case c < ' ' && c != '\t' || c == 0x7f:
		p.fail(start, "a control character behind a backslash")
	case c == '\\' && strings.IndexByte(`('"`, p.at(0)) >= 0 && p.at(0) != 0:
		p.fail(start, `a \\ directly before a bracket or a quote, which old versions of fish read in another way; put it in quotes`)
	default:
		text = string(c)
	}
	if p.at(0) == '#' {
		p.fail(p.pos, "a # directly behind an escape, which fish 3.6 takes for a comment inside the word; put it in quotes")
	}
	if text == "\x00" {
		w.add(Part{Kind: Active, Start: start, End: p.pos, Text: "0"})
		return
	}
	w.add(Part{Kind: Text, Start: start, End: p.pos, Text: text})
}

// numeric reads up to most digits, as the character with that number. Numbers
// of single bytes above ASCII mean different things to different versions.
func (p *parser) numeric(base, most int, limit rune) string {
	var r rune
	start := p.pos
	for p.pos < len(p.text) && p.pos-start < most {
		d := strings.IndexByte("0123456789abcdefABCDEF", p.text[p.pos])
		if d > 15 {
			d -= 6
		}
		if d < 0 || d >= base {
			break
		}
		r = r*rune(base) + rune(d)
		p.pos++
	}
	// 0xF600 to 0xF8FF and 0xFDD0 to 0xFDEF are fish's own.
	if p.pos == start || r < 0 || r > limit || !utf8.ValidRune(r) || r >= 0xe000 && r <= 0xf8ff || r >= 0xfdd0 && r <= 0xfdef {
		p.fail(start, "an escape that is no character, or none that all versions of fish agree on")
	}
	return string(r)
}

func letterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}
