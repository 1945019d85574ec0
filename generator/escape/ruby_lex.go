package escape

import (
	"fmt"
	"slices"
	"strings"
)

// The lexer of the part of Ruby that Homebrew's formulae and Brewfiles are
// written in. It is strict: what it does not know for sure is an error, not a
// guess, since Ruby decides by blanks and by what it has seen before whether a
// character begins a string.

type rubyKind byte

const (
	rubyEnd     rubyKind = iota // of the text
	rubyLine                    // a line end that ends a statement
	rubyIdent                   // name, name? or name!
	rubyConst                   // Name
	rubyLabel                   // key:
	rubySymbol                  // :name
	rubyNumber                  // 10, 1.5
	rubyString                  // in quotes, or a here-document
	rubyList                    // %w[a b] or %W[a b]
	rubyRegexp                  // /a/i
	rubyKeyword                 // do
	rubyOp                      // ==
)

// A rubyToken is one token; text is what it is called, without the colon of a
// label or symbol.
type rubyToken struct {
	kind       rubyKind
	start, end int
	text       string
	space      bool // a blank before it
	str        *rubyText
}

// A rubyText is a string: its pieces, in the order of the text.
type rubyText struct {
	quote      byte // " or '; h for <<~EOS, r for <<~'EOS'
	id         string
	start, end int // of the body
	parts      []rubyPart
	pending    []byte // the decoded text of the last part, while it is read
}

// A rubyPart is decoded text, or what stands in #{ }.
type rubyPart struct {
	text   string
	tokens []rubyToken
	code   *rubyNode
	start  int
}

// A rubyRemark is a comment, from its # to the end of its line.
type rubyRemark struct{ start, end int }

type rubyLexer struct {
	text    string
	pos     int
	inside  bool // of #{ }
	tokens  []rubyToken
	remarks []rubyRemark
	here    []*rubyText // whose bodies begin on the next line
	depth   int
}

var rubyKeywords = strings.Fields("class def do end if unless else elsif return nil true false self and or not then begin rescue ensure")

// rubyForeign are keywords that the subset has no use for.
var rubyForeign = strings.Fields("alias BEGIN break case defined? END for in module next redo retry super undef until when while yield __FILE__ __LINE__ __ENCODING__ __END__")

func (l *rubyLexer) fail(at int, format string, args ...any) {
	panic(&textError{Offset: at, What: fmt.Sprintf(format, args...)})
}

// at is the byte n places on, 0 behind the end.
func (l *rubyLexer) at(n int) byte {
	if l.pos+n < len(l.text) {
		return l.text[l.pos+n]
	}
	return 0
}

func (l *rubyLexer) has(s string) bool { return strings.HasPrefix(l.text[l.pos:], s) }

// run reads tokens up to the end of the text or, inside #{ }, up to its }.
func (l *rubyLexer) run() {
	open := 0
	for {
		from := l.pos
		for l.at(0) == ' ' || l.at(0) == '\t' {
			l.pos++
		}
		switch {
		case l.pos == len(l.text) && l.inside:
			l.fail(l.pos, "#{ without its }")
		case l.pos == len(l.text) || l.data():
			if len(l.here) > 0 {
				l.fail(l.pos, "a here-document without its text")
			}
			l.tokens = append(l.tokens, rubyToken{kind: rubyEnd, start: l.pos, end: l.pos})
			return
		case l.inside && l.at(0) == '}' && open == 0:
			l.tokens = append(l.tokens, rubyToken{kind: rubyEnd, start: l.pos, end: l.pos})
			return
		}
		switch l.at(0) {
		case '{':
			open++
		case '}':
			open--
		}
		l.token(l.pos > from)
	}
}

func (l *rubyLexer) add(kind rubyKind, end int, text string, space bool) *rubyToken {
	l.tokens = append(l.tokens, rubyToken{kind: kind, start: l.pos, end: end, text: text, space: space})
	l.pos = end
	return &l.tokens[len(l.tokens)-1]
}

// token reads one token or comment.
func (l *rubyLexer) token(space bool) {
	c := l.at(0)
	switch {
	case c == '\n':
		l.lineEnd(space)
	case c == '#':
		l.comment()
	case rubyLetter(c):
		l.word(space)
	case '0' <= c && c <= '9' || c == '-' && '0' <= l.at(1) && l.at(1) <= '9' && l.operand(space):
		l.number(space)
	case c == '"' || c == '\'':
		l.quoted(space)
	case (c == '?' || c == ':') && space && l.blank(1) && l.prev().value():
		l.add(rubyOp, l.pos+1, string(c), space)
	case c == ':' && l.at(1) != ':':
		l.symbol(space)
	case c == '%' && l.operand(space):
		l.list(space)
	case c == '/' && l.operand(space):
		l.regexp(space)
	case l.has("<<") && space && l.blank(2) && l.prev().value():
		l.add(rubyOp, l.pos+2, "<<", space)
	case l.has("<<"):
		l.heredoc(space)
	default:
		l.operator(space)
	}
}

// blank says whether a blank or a line end is n bytes on, which tells operators
// from the beginning of a literal.
func (l *rubyLexer) blank(n int) bool { c := l.at(n); return c == ' ' || c == '\t' || c == '\n' }

// data says whether the text of the script ends here, with a line of __END__.
func (l *rubyLexer) data() bool {
	const end = "__END__"
	return l.has(end) && (l.pos == 0 || l.text[l.pos-1] == '\n') && (l.pos+len(end) == len(l.text) || l.at(len(end)) == '\n')
}

func (l *rubyLexer) lineEnd(space bool) {
	if l.inside {
		l.fail(l.pos, "a line end inside #{ }")
	}
	l.add(rubyLine, l.pos+1, "", space)
	for _, s := range l.here {
		l.body(s)
	}
	l.here = nil
	if l.has("=begin") || l.has("=end") {
		l.fail(l.pos, "=begin, a comment of several lines")
	}
}

func (l *rubyLexer) comment() {
	if l.inside {
		l.fail(l.pos, "a comment inside #{ }")
	}
	end := rubyLineEnd(l.text, l.pos)
	l.remarks = append(l.remarks, rubyRemark{l.pos, end})
	l.pos = end
}

// rubyLineEnd is the end of the line that an offset is in.
func rubyLineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}

func rubyLetter(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// name is the end of the name that begins at from, with its ? or !.
func (l *rubyLexer) name(from int) int {
	end := from
	for end < len(l.text) && (rubyLetter(l.text[end]) || '0' <= l.text[end] && l.text[end] <= '9') {
		end++
	}
	if end < len(l.text) && (l.text[end] == '?' || l.text[end] == '!') && !strings.HasPrefix(l.text[end+1:], "=") {
		end++
	}
	return end
}

// word reads a name, a keyword or a label.
func (l *rubyLexer) word(space bool) {
	end := l.name(l.pos)
	text := l.text[l.pos:end]
	rest := l.text[end:]
	dotted := l.prev().is(".")
	switch {
	case rubyStandsAlone(text) && !strings.HasPrefix(rest, ":") && !l.names():
		l.hole(end, text, space)
	case strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "::") && !dotted:
		l.add(rubyLabel, end+1, text, space)
	case !dotted && slices.Contains(rubyForeign, text):
		l.fail(l.pos, "%s, which templates of formulae cannot use", text)
	case !dotted && slices.Contains(rubyKeywords, text):
		l.add(rubyKeyword, end, text, space)
	case 'A' <= text[0] && text[0] <= 'Z' && !strings.ContainsAny(text, "?!"):
		l.add(rubyConst, end, text, space)
	default:
		l.add(rubyIdent, end, text, space)
	}
}

// rubyStandsAlone says whether a word is one sentinel and nothing else.
func rubyStandsAlone(text string) bool {
	return len(text) == sentinelLength && slices.Contains(prefixes, text[:3]) && text[sentinelLength-1] == 'Z' &&
		strings.IndexByte("TNCWK", text[3]) >= 0 && strings.Trim(text[4:sentinelLength-1], "0123456789") == ""
}

// names says whether a word here names a method or a class.
func (l *rubyLexer) names() bool {
	p := l.prev()
	return p.is(".") || p.is("::") || p.word("class") || p.word("def") || p.is("|")
}

// hole reads a sentinel as what its value will be: a number, or a string whose
// quotes are written with it.
func (l *rubyLexer) hole(end int, text string, space bool) {
	if kind(text[3]) == kindNumber {
		l.add(rubyNumber, end, text, space)
		return
	}
	s := &rubyText{quote: 'b', start: l.pos, end: end, parts: []rubyPart{{text: text, start: l.pos}}}
	l.add(rubyString, end, "", space).str = s
}

// number reads an integer or a decimal fraction.
func (l *rubyLexer) number(space bool) {
	end := l.pos
	if l.at(0) == '-' {
		end++
	}
	first := end
	digits := func() {
		from := end
		for end < len(l.text) && ('0' <= l.text[end] && l.text[end] <= '9' || l.text[end] == '_') {
			end++
		}
		if from == end || l.text[end-1] == '_' || strings.Contains(l.text[from:end], "__") || l.text[from] == '_' {
			l.fail(from, "an odd number")
		}
	}
	digits()
	if l.text[first] == '0' && end > first+1 {
		l.fail(l.pos, "a number that begins with 0")
	}
	if end+1 < len(l.text) && l.text[end] == '.' && '0' <= l.text[end+1] && l.text[end+1] <= '9' {
		end++
		digits()
	}
	if end < len(l.text) && rubyLetter(l.text[end]) {
		l.fail(l.pos, "a number with letters")
	}
	l.add(rubyNumber, end, l.text[l.pos:end], space)
}

func (l *rubyLexer) symbol(space bool) {
	if !rubyLetter(l.at(1)) {
		l.fail(l.pos, "a : that begins no plain symbol")
	}
	end := l.name(l.pos + 1)
	l.add(rubySymbol, end, l.text[l.pos+1:end], space)
}

// prev is the token before.
func (l *rubyLexer) prev() rubyToken {
	if len(l.tokens) == 0 {
		return rubyToken{kind: rubyLine}
	}
	return l.tokens[len(l.tokens)-1]
}

func (t rubyToken) is(op string) bool { return t.kind == rubyOp && t.text == op }

func (t rubyToken) word(text string) bool { return t.kind == rubyKeyword && t.text == text }

// value says whether the token can end an expression, so that an operator
// follows it.
func (t rubyToken) value() bool {
	switch t.kind {
	case rubyIdent, rubyConst, rubySymbol, rubyNumber, rubyString, rubyList, rubyRegexp:
		return true
	case rubyKeyword:
		return slices.Contains([]string{"end", "self", "true", "false", "nil"}, t.text)
	case rubyOp:
		return t.text == ")" || t.text == "]" || t.text == "}"
	}
	return false
}

// operand says whether a character that is both an operator and the start of a
// literal begins a literal here: where no value stands before it, or as the
// first argument of a method.
func (l *rubyLexer) operand(space bool) bool {
	p := l.prev()
	if !p.value() {
		return true
	}
	next := l.at(1)
	return p.kind == rubyIdent && space && next != ' ' && next != '\t' && next != '\n' && next != '='
}

// rubyOperators, the longer ones first.
var rubyOperators = strings.Fields("&& ||= || == != => =~ :: <= >= += ( ) [ ] { } , . ! < > + - * / % | & =")

// rubyStrange are operators that begin like others.
var rubyStrange = strings.Fields("=== <=> .. ** -= *= /= %= |= &&= &= &. -> !~")

func (l *rubyLexer) operator(space bool) {
	for _, op := range rubyStrange {
		if l.has(op) {
			l.fail(l.pos, "%s, which templates of formulae cannot use", op)
		}
	}
	for _, op := range rubyOperators {
		if l.has(op) {
			l.add(rubyOp, l.pos+len(op), op, space)
			return
		}
	}
	l.fail(l.pos, "%q, which templates of formulae cannot use", l.text[l.pos:l.pos+1])
}
