package fish

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A parser reads a script. Its methods stop by a panic with an *Error, which
// Parse catches.
type parser struct {
	text     string
	pos      int
	depth    int // of nesting
	parens   int // open command substitutions
	brackets int // words "[" without their "]", in the innermost one
	loops    int // around this place, in the innermost function
	comments []Comment
}

// maxDepth is how deep a script can nest; fish itself has such a limit.
const maxDepth = 100

func (p *parser) fail(offset int, format string, args ...any) {
	panic(&Error{Offset: offset, What: fmt.Sprintf(format, args...)})
}

func (p *parser) nest() {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.pos, "more than %d blocks and command substitutions inside each other", maxDepth)
	}
}

// at is the byte some places ahead, 0 behind the end.
func (p *parser) at(ahead int) byte {
	if p.pos+ahead < len(p.text) {
		return p.text[p.pos+ahead]
	}
	return 0
}

// done says whether the text, or the command substitution, ends here.
func (p *parser) done() bool {
	return p.pos >= len(p.text) || p.parens > 0 && p.text[p.pos] == ')'
}

// blank goes to the next token of the same line: past blanks, lines that go on,
// and a comment.
func (p *parser) blank() {
	for continued := false; ; {
		switch {
		case p.at(0) == ' ' || p.at(0) == '\t':
			p.pos++
		case p.at(0) == '\\' && p.at(1) == '\n':
			p.pos += 2
			continued = true
		case p.at(0) == '#' && continued:
			p.fail(p.pos, "a comment in the middle of a command; put it on a line before")
		case p.at(0) == '#':
			p.comment()
			return
		default:
			return
		}
	}
}

func (p *parser) comment() {
	start := p.pos
	if i := strings.IndexByte(p.text[start:], '\n'); i >= 0 {
		p.pos += i
	} else {
		p.pos = len(p.text)
	}
	if i := strings.IndexAny(p.text[start:p.pos], `'"\()[]{}$`); i >= 0 && p.parens > 0 {
		p.fail(start+i, "a quote, bracket or $ in a comment inside a command substitution, which versions of fish read in different ways")
	}
	p.comments = append(p.comments, Comment{start, p.pos, p.parens > 0})
}

// add appends a part, or goes on with the last one where both are bare text.
func (w *Word) add(part Part) {
	part.Braces = w.braces
	if n := len(w.Parts) - 1; n >= 0 && part.Kind == Text && part.Quote == Bare {
		last := &w.Parts[n]
		if last.Kind == Text && last.Quote == Bare && last.End == part.Start && last.Braces == part.Braces {
			last.End, last.Text = part.End, last.Text+part.Text
			return
		}
	}
	w.Parts = append(w.Parts, part)
}

// word reads one word, of which there must be some.
func (p *parser) word() *Word { return p.wordInto(&Word{Start: p.pos}) }

func (p *parser) wordInto(w *Word) *Word {
	if c := p.at(0); c == '~' {
		p.pos++
		w.add(Part{Kind: Active, Start: p.pos - 1, End: p.pos, Text: "~"})
	} else if c == '^' {
		p.fail(p.pos, "a ^ at the start of a word, which is a redirection to old fish; put it in quotes")
	}
	for p.pos < len(p.text) && p.piece(w) {
	}
	if w.braces > 0 || w.brackets > 0 {
		p.fail(p.pos, "a { or [ that is not closed in its word; put blanks in quotes")
	}
	if w.End = p.pos; w.End == w.Start {
		p.fail(p.pos, "a word is missing here")
	}
	if p.text[w.Start:w.End] == "%self" {
		w.Parts[0].Kind = Active
	}
	return w
}

// piece reads a part of a word; it is false at the end of the word.
func (p *parser) piece(w *Word) bool {
	switch c := p.text[p.pos]; c {
	case ' ', '\t', '\n', ';', '|', '<', '>':
		return false
	case '&':
		if n := p.at(1); n != 0 && !strings.ContainsRune(" \t\n;|<>&", rune(n)) && p.pos > w.Start && !(n == ')' && p.parens > 0) {
			p.fail(p.pos, "an & inside a word, which versions of fish read in different ways; put it in quotes, or a blank behind it")
		}
		return false
	case ')':
		if p.parens == 0 {
			p.fail(p.pos, "a ) that closes nothing")
		}
		return false
	case '(':
		p.substitution(w, Bare)
	case '\'':
		p.single(w)
	case '"':
		p.double(w)
	case '$':
		p.dollar(w, Bare)
	case '\\':
		p.escape(w)
	case '{', '}', ',', '*', '?':
		p.special(w, c)
	case '[', ']':
		p.bracket(w, c)
	default:
		p.plain(w)
	}
	return true
}

// special reads a character that is active in a bare word.
func (p *parser) special(w *Word, c byte) {
	part := Part{Kind: Active, Start: p.pos, End: p.pos + 1, Text: string(c)}
	p.pos++
	switch {
	case c == '{':
		w.braces++
	case c == '}' && w.braces == 0:
		p.fail(p.pos-1, "a } that closes nothing")
	case c == ',' && w.braces == 0:
		part.Kind = Text
	}
	w.add(part)
	if c == '}' {
		w.braces--
	}
}

// bracket reads a [ or ] that is no index: plain text, but it must come in
// pairs.
func (p *parser) bracket(w *Word, c byte) {
	switch {
	case c == '[' && p.pos == w.Start && !w.value:
		p.brackets++
	case c == '[':
		w.brackets++
	case w.brackets > 0:
		w.brackets--
	case p.brackets > 0:
		p.brackets--
	}
	w.add(Part{Kind: Text, Start: p.pos, End: p.pos + 1, Text: string(c)})
	p.pos++
}

// plainChars has the ASCII characters that mean themselves in a bare word.
var plainChars = func() (plain [utf8.RuneSelf]bool) {
	for c := '!'; c <= '~'; c++ {
		plain[c] = !strings.ContainsRune(`&;|<>()'"$\{},*?[]`, c)
	}
	return plain
}()

// plain reads a run of bare characters that mean themselves.
func (p *parser) plain(w *Word) {
	start := p.pos
	for p.pos < len(p.text) {
		if c := p.text[p.pos]; c < utf8.RuneSelf {
			if !plainChars[c] {
				break
			}
			p.pos++
			continue
		}
		p.pos += p.graphic()
	}
	if p.pos == start {
		p.fail(start, "the control character %U; write it as an escape", p.text[start])
	}
	w.add(Part{Kind: Text, Start: start, End: p.pos, Text: p.text[start:p.pos]})
}

// graphic is the length of the character here, which must not be a blank of
// Unicode: fish takes some for a blank, by the locale.
func (p *parser) graphic() int {
	r, size := utf8.DecodeRuneInString(p.text[p.pos:])
	if r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) {
		p.fail(p.pos, "the character %U outside of quotes", r)
	}
	return size
}

// single reads '...'.
func (p *parser) single(w *Word) {
	open := p.pos
	var b strings.Builder
	for p.pos++; ; p.pos++ {
		switch c := p.at(0); {
		case p.pos >= len(p.text):
			p.fail(open, "a ' that is not closed")
		case c == '\'':
			w.add(Part{Kind: Text, Quote: Single, Start: open + 1, End: p.pos, Text: b.String()})
			p.pos++
			return
		case c == '\\' && (p.at(1) == '\\' || p.at(1) == '\''):
			p.pos++
			b.WriteByte(p.text[p.pos])
		default:
			b.WriteByte(c)
		}
	}
}

// double reads "...".
func (p *parser) double(w *Word) {
	open := p.pos
	p.pos++
	parts, start := len(w.Parts), p.pos
	var b strings.Builder
	text := func() {
		if p.pos > start || p.at(0) == '"' && len(w.Parts) == parts {
			w.add(Part{Kind: Text, Quote: Double, Start: start, End: p.pos, Text: b.String()})
		}
		b.Reset()
	}
	for {
		switch c := p.at(0); {
		case p.pos >= len(p.text):
			p.fail(open, `a " that is not closed`)
		case c == '"':
			text()
			p.pos++
			return
		case c == '$':
			text()
			if p.at(1) == '(' {
				p.substitution(w, Double)
			} else {
				p.dollar(w, Double)
			}
			start = p.pos
		case c == '\\' && p.pos+1 < len(p.text) && strings.IndexByte("\\\"$\n", p.at(1)) >= 0:
			if p.at(1) != '\n' {
				b.WriteByte(p.at(1))
			}
			p.pos += 2
		default:
			b.WriteByte(c)
			p.pos++
		}
	}
}
