package escape

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of fish, read as src/tokenizer.cpp and unescape_string of fish do.
// Where versions of fish (3.1 to 4) read a text in different ways, it is
// refused: a template is static, so its author can write it plainly.

// A fishQuote is the quoting around a piece of text.
type fishQuote byte

const (
	fishBare fishQuote = iota
	fishSingle
	fishDouble
	fishHash // a comment
)

// What the parts of a word can be.
const (
	fishText   = 't' // plain text
	fishActive = 'a' // a character that fish acts on: * ? ~ { , }
	fishVar    = '$' // a variable
	fishSub    = '(' // a command substitution
)

// A fishPart is a piece of a word.
type fishPart struct {
	kind       byte
	quote      fishQuote
	start, end int        // in the text, without quotes around it
	text       string     // decoded; of a variable the name
	dollars    int        // of a variable
	braces     int        // open { around it
	list       *fishList  // of a command substitution
	indexed    bool       // whether [ ] follows
	index      []fishPart // and what is in it
}

// A fishWord is a word: an argument, a name, a target.
type fishWord struct {
	start, end       int
	parts            []fishPart
	braces, brackets int  // open ones, while it is read
	value            bool // behind NAME=, so that it began earlier
}

// static is the text of a word that has no expansions, decoded.
func (w *fishWord) static() (string, bool) {
	var b strings.Builder
	for _, part := range w.parts {
		if part.kind != fishText {
			return "", false
		}
		b.WriteString(part.text)
	}
	return b.String(), true
}

// single says whether a word always is one, neither none nor several.
func (w *fishWord) single() bool {
	for _, part := range w.parts {
		if part.kind != fishText && part.quote != fishDouble && part.text != "~" {
			return false
		}
	}
	return true
}

// add appends a part, or goes on with the last one where both are bare text.
func (w *fishWord) add(part fishPart) {
	part.braces = w.braces
	if n := len(w.parts) - 1; n >= 0 && part.kind == fishText && part.quote == fishBare {
		last := &w.parts[n]
		if last.kind == fishText && last.quote == fishBare && last.end == part.start && last.braces == part.braces {
			last.end, last.text = part.end, last.text+part.text
			return
		}
	}
	w.parts = append(w.parts, part)
}

// A fishParser reads a script. Its methods stop by a panic with a *textError,
// which parseFish catches.
type fishParser struct {
	text     string
	pos      int
	depth    int // of nesting
	parens   int // open command substitutions
	brackets int // words "[" without their "]", in the innermost one
	loops    int // around this place, in the innermost function
	comments []fishRemark
}

// A fishRemark is a comment, from its # to the end of its line.
type fishRemark struct {
	start, end int
	nested     bool // in a command substitution
}

// fishDepth is how deep a script can nest; fish itself has such a limit.
const fishDepth = 100

func (p *fishParser) fail(offset int, format string, args ...any) {
	panic(&textError{Offset: offset, What: fmt.Sprintf(format, args...)})
}

func (p *fishParser) nest() {
	if p.depth++; p.depth > fishDepth {
		p.fail(p.pos, "more than %d blocks and command substitutions inside each other", fishDepth)
	}
}

// at is the byte some places ahead, 0 behind the end.
func (p *fishParser) at(ahead int) byte {
	if p.pos+ahead < len(p.text) {
		return p.text[p.pos+ahead]
	}
	return 0
}

// done says whether the text, or the command substitution, ends here.
func (p *fishParser) done() bool {
	return p.pos >= len(p.text) || p.parens > 0 && p.text[p.pos] == ')'
}

// blank goes to the next token of the same line: past blanks, lines that go on,
// and a comment.
func (p *fishParser) blank() {
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

func (p *fishParser) comment() {
	start := p.pos
	if i := strings.IndexByte(p.text[start:], '\n'); i >= 0 {
		p.pos += i
	} else {
		p.pos = len(p.text)
	}
	if i := strings.IndexAny(p.text[start:p.pos], `'"\()[]{}$`); i >= 0 && p.parens > 0 {
		p.fail(start+i, "a quote, bracket or $ in a comment inside a command substitution, which versions of fish read in different ways")
	}
	p.comments = append(p.comments, fishRemark{start, p.pos, p.parens > 0})
}

// word reads one word, of which there must be some.
func (p *fishParser) word() *fishWord { return p.wordInto(&fishWord{start: p.pos}) }

func (p *fishParser) wordInto(w *fishWord) *fishWord {
	if c := p.at(0); c == '~' {
		p.pos++
		w.add(fishPart{kind: fishActive, start: p.pos - 1, end: p.pos, text: "~"})
	} else if c == '^' {
		p.fail(p.pos, "a ^ at the start of a word, which is a redirection to old fish; put it in quotes")
	}
	for p.pos < len(p.text) && p.piece(w) {
	}
	if w.braces > 0 || w.brackets > 0 {
		p.fail(p.pos, "a { or [ that is not closed in its word; put blanks in quotes")
	}
	if w.end = p.pos; w.end == w.start {
		p.fail(p.pos, "a word is missing here")
	}
	if p.text[w.start:w.end] == "%self" {
		w.parts[0].kind = fishActive
	}
	return w
}

// piece reads a part of a word; it is false at the end of the word.
func (p *fishParser) piece(w *fishWord) bool {
	switch c := p.text[p.pos]; c {
	case ' ', '\t', '\n', ';', '|', '<', '>':
		return false
	case '&':
		if n := p.at(1); n != 0 && !strings.ContainsRune(" \t\n;|<>&", rune(n)) && p.pos > w.start && !(n == ')' && p.parens > 0) {
			p.fail(p.pos, "an & inside a word, which versions of fish read in different ways; put it in quotes, or a blank behind it")
		}
		return false
	case ')':
		if p.parens == 0 {
			p.fail(p.pos, "a ) that closes nothing")
		}
		return false
	case '(':
		p.substitution(w, fishBare)
	case '\'':
		p.single(w)
	case '"':
		p.double(w)
	case '$':
		p.dollar(w, fishBare)
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
func (p *fishParser) special(w *fishWord, c byte) {
	part := fishPart{kind: fishActive, start: p.pos, end: p.pos + 1, text: string(c)}
	p.pos++
	switch {
	case c == '{':
		w.braces++
	case c == '}' && w.braces == 0:
		p.fail(p.pos-1, "a } that closes nothing")
	case c == ',' && w.braces == 0:
		part.kind = fishText
	}
	w.add(part)
	if c == '}' {
		w.braces--
	}
}

// bracket reads a [ or ] that is no index: plain text, but it must come in
// pairs.
func (p *fishParser) bracket(w *fishWord, c byte) {
	switch {
	case c == '[' && p.pos == w.start && !w.value:
		p.brackets++
	case c == '[':
		w.brackets++
	case w.brackets > 0:
		w.brackets--
	case p.brackets > 0:
		p.brackets--
	}
	w.add(fishPart{kind: fishText, start: p.pos, end: p.pos + 1, text: string(c)})
	p.pos++
}

// fishPlain has the ASCII characters that mean themselves in a bare word.
var fishPlain = func() (plain [utf8.RuneSelf]bool) {
	for c := '!'; c <= '~'; c++ {
		plain[c] = !strings.ContainsRune(`&;|<>()'"$\{},*?[]`, c)
	}
	return plain
}()

// plain reads a run of bare characters that mean themselves.
func (p *fishParser) plain(w *fishWord) {
	start := p.pos
	for p.pos < len(p.text) {
		if c := p.text[p.pos]; c < utf8.RuneSelf {
			if !fishPlain[c] {
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
	w.add(fishPart{kind: fishText, start: start, end: p.pos, text: p.text[start:p.pos]})
}

// graphic is the length of the character here, which must not be a blank of
// Unicode: fish takes some for a blank, by the locale.
func (p *fishParser) graphic() int {
	r, size := utf8.DecodeRuneInString(p.text[p.pos:])
	if r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) {
		p.fail(p.pos, "the character %U outside of quotes", r)
	}
	return size
}

// single reads '...'.
func (p *fishParser) single(w *fishWord) {
	open := p.pos
	var b strings.Builder
	for p.pos++; ; p.pos++ {
		switch c := p.at(0); {
		case p.pos >= len(p.text):
			p.fail(open, "a ' that is not closed")
		case c == '\'':
			w.add(fishPart{kind: fishText, quote: fishSingle, start: open + 1, end: p.pos, text: b.String()})
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
func (p *fishParser) double(w *fishWord) {
	open := p.pos
	p.pos++
	parts, start := len(w.parts), p.pos
	var b strings.Builder
	text := func() {
		if p.pos > start || p.at(0) == '"' && len(w.parts) == parts {
			w.add(fishPart{kind: fishText, quote: fishDouble, start: start, end: p.pos, text: b.String()})
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
				p.substitution(w, fishDouble)
			} else {
				p.dollar(w, fishDouble)
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
