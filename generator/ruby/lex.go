package ruby

import (
	"fmt"
	"slices"
	"strings"
)

// The lexer of the part of Ruby that Homebrew's formulae and Brewfiles are
// written in. It is strict: what it does not know for sure is an error, not a
// guess, since Ruby decides by blanks and by what it has seen before whether a
// character begins a string.

type lexer struct {
	text     string
	pos      int
	inside   bool // of #{ }
	tokens   []Token
	comments []Comment
	here     []*Text // whose bodies begin on the next line
	depth    int
	hole     func(word string) Hole // may be nil
}

var keywords = strings.Fields("class def do end if unless else elsif return nil true false self and or not then begin rescue ensure")

// foreign are keywords that the subset has no use for.
var foreign = strings.Fields("alias BEGIN break case defined? END for in module next redo retry super undef until when while yield __FILE__ __LINE__ __ENCODING__ __END__")

func (l *lexer) fail(at int, format string, args ...any) {
	panic(&Error{Offset: at, What: fmt.Sprintf(format, args...)})
}

// at is the byte n places on, 0 behind the end.
func (l *lexer) at(n int) byte {
	if l.pos+n < len(l.text) {
		return l.text[l.pos+n]
	}
	return 0
}

func (l *lexer) has(s string) bool { return strings.HasPrefix(l.text[l.pos:], s) }

// run reads tokens up to the end of the text or, inside #{ }, up to its }.
func (l *lexer) run() {
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
			l.tokens = append(l.tokens, Token{Kind: EOF, Start: l.pos, End: l.pos})
			return
		case l.inside && l.at(0) == '}' && open == 0:
			l.tokens = append(l.tokens, Token{Kind: EOF, Start: l.pos, End: l.pos})
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

func (l *lexer) add(kind TokenKind, end int, text string, space bool) *Token {
	l.tokens = append(l.tokens, Token{Kind: kind, Start: l.pos, End: end, Text: text, Space: space})
	l.pos = end
	return &l.tokens[len(l.tokens)-1]
}

// token reads one token or comment.
func (l *lexer) token(space bool) {
	c := l.at(0)
	switch {
	case c == '\n':
		l.lineEnd(space)
	case c == '#':
		l.comment()
	case letter(c):
		l.word(space)
	case '0' <= c && c <= '9' || c == '-' && '0' <= l.at(1) && l.at(1) <= '9' && l.operand(space):
		l.number(space)
	case c == '"' || c == '\'':
		l.quoted(space)
	case (c == '?' || c == ':') && space && l.blank(1) && l.prev().value():
		l.add(Op, l.pos+1, string(c), space)
	case c == ':' && l.at(1) != ':':
		l.symbol(space)
	case c == '%' && l.operand(space):
		l.list(space)
	case c == '/' && l.operand(space):
		l.regexp(space)
	case l.has("<<") && space && l.blank(2) && l.prev().value():
		l.add(Op, l.pos+2, "<<", space)
	case l.has("<<"):
		l.heredoc(space)
	default:
		l.operator(space)
	}
}

// blank says whether a blank or a line end is n bytes on, which tells operators
// from the beginning of a literal.
func (l *lexer) blank(n int) bool { c := l.at(n); return c == ' ' || c == '\t' || c == '\n' }

// data says whether the text of the script ends here, with a line of __END__.
func (l *lexer) data() bool {
	const end = "__END__"
	return l.has(end) && (l.pos == 0 || l.text[l.pos-1] == '\n') && (l.pos+len(end) == len(l.text) || l.at(len(end)) == '\n')
}

func (l *lexer) lineEnd(space bool) {
	if l.inside {
		l.fail(l.pos, "a line end inside #{ }")
	}
	l.add(NewLine, l.pos+1, "", space)
	for _, s := range l.here {
		l.body(s)
	}
	l.here = nil
	if l.has("=begin") || l.has("=end") {
		l.fail(l.pos, "=begin, a comment of several lines")
	}
}

func (l *lexer) comment() {
	if l.inside {
		l.fail(l.pos, "a comment inside #{ }")
	}
	end := lineEnd(l.text, l.pos)
	l.comments = append(l.comments, Comment{l.pos, end})
	l.pos = end
}

func letter(c byte) bool { return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// name is the end of the name that begins at from, with its ? or !.
func (l *lexer) name(from int) int {
	end := from
	for end < len(l.text) && (letter(l.text[end]) || '0' <= l.text[end] && l.text[end] <= '9') {
		end++
	}
	if end < len(l.text) && (l.text[end] == '?' || l.text[end] == '!') && !strings.HasPrefix(l.text[end+1:], "=") {
		end++
	}
	return end
}

// word reads a name, a keyword or a label.
func (l *lexer) word(space bool) {
	end := l.name(l.pos)
	text := l.text[l.pos:end]
	rest := l.text[end:]
	dotted := l.prev().Is(".")
	if h := l.stands(text, rest); h != NoHole {
		l.bare(h, end, text, space)
		return
	}
	switch {
	case strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "::") && !dotted:
		l.add(Label, end+1, text, space)
	case !dotted && slices.Contains(foreign, text):
		l.fail(l.pos, "%s, which the part of Ruby that formulae need does not have", text)
	case !dotted && slices.Contains(keywords, text):
		l.add(Keyword, end, text, space)
	case 'A' <= text[0] && text[0] <= 'Z' && !strings.ContainsAny(text, "?!"):
		l.add(Const, end, text, space)
	default:
		l.add(Ident, end, text, space)
	}
}

// names says whether a word here names a method or a class.
func (l *lexer) names() bool {
	p := l.prev()
	return p.Is(".") || p.Is("::") || p.Word("class") || p.Word("def") || p.Is("|")
}

// stands says what a word stands for that the caller may want read as a value.
func (l *lexer) stands(text, rest string) Hole {
	if l.hole == nil || strings.HasPrefix(rest, ":") || l.names() {
		return NoHole
	}
	return l.hole(text)
}

// bare reads such a word: a number, or a string whose quotes come with it.
func (l *lexer) bare(h Hole, end int, text string, space bool) {
	if h == NumberHole {
		l.add(Number, end, text, space)
		return
	}
	s := &Text{Quote: Bare, Start: l.pos, End: end, Parts: []Part{{Text: text, Start: l.pos}}}
	l.add(String, end, "", space).Str = s
}

// number reads an integer or a decimal fraction.
func (l *lexer) number(space bool) {
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
	if end < len(l.text) && letter(l.text[end]) {
		l.fail(l.pos, "a number with letters")
	}
	l.add(Number, end, l.text[l.pos:end], space)
}

func (l *lexer) symbol(space bool) {
	if !letter(l.at(1)) {
		l.fail(l.pos, "a : that begins no plain symbol")
	}
	end := l.name(l.pos + 1)
	l.add(Symbol, end, l.text[l.pos+1:end], space)
}

// prev is the token before.
func (l *lexer) prev() Token {
	if len(l.tokens) == 0 {
		return Token{Kind: NewLine}
	}
	return l.tokens[len(l.tokens)-1]
}

// value says whether the token can end an expression, so that an operator
// follows it.
func (t Token) value() bool {
	switch t.Kind {
	case Ident, Const, Symbol, Number, String, Words, Regexp:
		return true
	case Keyword:
		return slices.Contains([]string{"end", "self", "true", "false", "nil"}, t.Text)
	case Op:
		return t.Text == ")" || t.Text == "]" || t.Text == "}"
	}
	return false
}

// operand says whether a character that is both an operator and the start of a
// literal begins a literal here: where no value stands before it, or as the
// first argument of a method. Ruby reads not as if it were a method.
func (l *lexer) operand(space bool) bool {
	p := l.prev()
	if !p.value() && !p.Word("not") {
		return true
	}
	next := l.at(1)
	return (p.Kind == Ident || p.Word("not")) && space && next != ' ' && next != '\t' && next != '\n' && next != '='
}

// operators, the longer ones first.
var operators = strings.Fields("&& ||= || == != => =~ :: <= >= += ( ) [ ] { } , . ! < > + - * / % | & =")

// strange are operators that begin like others.
var strange = strings.Fields("=== <=> .. ** -= *= /= %= |= &&= &= &. -> !~")

func (l *lexer) operator(space bool) {
	for _, op := range strange {
		if l.has(op) {
			l.fail(l.pos, "%s, which the part of Ruby that formulae need does not have", op)
		}
	}
	for _, op := range operators {
		if l.has(op) {
			l.add(Op, l.pos+len(op), op, space)
			return
		}
	}
	if l.at(0) == '`' {
		l.fail(l.pos, "a command in backticks, which a shell takes apart; write Utils.safe_popen_read with an argument for each word")
	}
	l.fail(l.pos, "%q, which the part of Ruby that formulae need does not have", l.text[l.pos:l.pos+1])
}
