package escape

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The kinds of tokens of PowerShell. The lexer knows where strings, comments,
// variables and brackets begin and end, as Windows PowerShell 5.1 and
// PowerShell 7 agree; of operators and words it knows only that they are none
// of these. What it does not know is an error.
type psKind byte

const (
	psWord    psKind = 'w' // a command, a parameter, an operator, a number
	psString  psKind = 's' // a string whose text is fixed, or a hole
	psDouble  psKind = 'd' // "..." with expansions
	psVar     psKind = 'v' // $name, $scope:name
	psOpen    psKind = 'o' // ( { [ @( @{ $(
	psClose   psKind = 'c'
	psComment psKind = '#'
	psBreak   psKind = 'n' // a line end or a ;
)

// A psToken is a token with its place in the text.
type psToken struct {
	kind       psKind
	start, end int
	text       string    // decoded
	parts      []psToken // of a "...": strings, variables, and $( ) with the tokens in it
	spaced     bool      // white space, a line end or the beginning stands before it
	depth      int       // how many brackets are open before it
	quote      byte      // ' or " of a string, 0 for a word
	match      int       // of a bracket, the index of the other
}

type psLexer struct {
	text string
	at   int
}

func psError(offset int, format string, args ...any) error {
	return &textError{Offset: offset, What: fmt.Sprintf(format, args...)}
}

// lex cuts a whole text.
func (l powershellLanguage) lex(text string) ([]psToken, error) {
	strict := slices.ContainsFunc(l.rules, func(r rule[psPlace]) bool { return r.ID == "powershell/ascii" })
	for i := range len(text) {
		if c := text[i]; strict && (c >= 0x80 || c < ' ' && c != '\n' && c != '\t') {
			return nil, &textError{Offset: i, ID: "powershell/ascii", What: fmt.Sprintf("the byte %#x, which Windows PowerShell 5.1 reads in the code page of the machine", c)}
		}
	}
	return psLex(text)
}

// psTokenBytes is how much text a token takes, in scripts with few comments.
const psTokenBytes = 6

// psLex cuts a text.
func psLex(text string) ([]psToken, error) {
	l := &psLexer{text: text}
	tokens, err := l.tokens("", make([]psToken, 0, len(text)/psTokenBytes))
	if err == nil {
		err = psBrackets(tokens, text)
	}
	return tokens, err
}

// tokens appends to all up to the closing bracket end, or the end of the text.
func (l *psLexer) tokens(end string, all []psToken) ([]psToken, error) {
	var open []int
	for {
		spaced, err := l.blank()
		if err != nil {
			return nil, err
		}
		if l.at == len(l.text) {
			if end != "" || len(open) > 0 {
				return nil, psError(l.at, "a bracket is not closed")
			}
			return all, nil
		}
		if end != "" && len(open) == 0 && l.text[l.at] == end[0] {
			return all, nil
		}
		t, err := l.token()
		if err != nil {
			return nil, err
		}
		t.spaced, t.depth = spaced || t.start == 0 || len(all) > 0 && all[len(all)-1].kind == psBreak, len(open)
		switch t.kind {
		case psOpen:
			open = append(open, len(all))
		case psClose:
			if len(open) == 0 || !psPair(all[open[len(open)-1]].text, t.text) {
				return nil, psError(t.start, "%s closes nothing", t.text)
			}
			t.match = open[len(open)-1]
			t.depth--
			all[t.match].match = len(all)
			open = open[:len(open)-1]
		}
		all = append(all, t)
	}
}

var psPairs = map[byte]string{'(': ")", '{': "}", '[': "]"}

func psPair(open, shut string) bool {
	return psPairs[open[len(open)-1]] == shut
}

// blank skips white space and continued lines.
func (l *psLexer) blank() (bool, error) {
	from := l.at
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case rest[0] == ' ' || rest[0] == '\t':
			l.at++
		case strings.HasPrefix(rest, "`\n"):
			l.at += 2
		case rest == "`", strings.HasPrefix(rest, "` "), strings.HasPrefix(rest, "`\t"):
			return false, psError(l.at, "a backtick before a blank, or at the end")
		default:
			return l.at > from, nil
		}
	}
	return l.at > from, nil
}

// psLiteral is how a value with characters beyond ASCII is written.
var psLiteral = regexp.MustCompile(`^\('(?:[^']|'')*'(?: \+ (?:'(?:[^']|'')*'|\[char\]0x[0-9A-F]{4}))+\)`)

// token reads one token that begins at the next byte.
func (l *psLexer) token() (psToken, error) {
	rest := l.text[l.at:]
	start := l.at
	take := func(kind psKind, n int) (psToken, error) {
		l.at += n
		return psToken{kind: kind, start: start, end: l.at, text: rest[:n]}, nil
	}
	switch {
	case rest[0] == '\n' || rest[0] == ';':
		return take(psBreak, 1)
	case strings.HasPrefix(rest, "<#"):
		return l.blockComment()
	case rest[0] == '#':
		n := strings.IndexByte(rest, '\n')
		if n < 0 {
			n = len(rest)
		}
		t, err := take(psComment, n)
		t.text = psCommentText(t.text)
		return t, err
	case strings.HasPrefix(rest, "@'"), strings.HasPrefix(rest, `@"`):
		return psToken{}, psError(start, "a here-string, which this package does not read")
	case strings.HasPrefix(rest, "--%"):
		return psToken{}, psError(start, "--%%, behind which nothing is quoted")
	case strings.HasPrefix(rest, "('") && psLiteral.MatchString(rest):
		n := len(psLiteral.FindString(rest))
		t, err := take(psString, n)
		t.text, t.quote = psLiteralText(t.text), '('
		return t, err
	case strings.HasPrefix(rest, "@("), strings.HasPrefix(rest, "@{"), strings.HasPrefix(rest, "$("):
		return take(psOpen, 2)
	case strings.IndexByte("({[", rest[0]) >= 0:
		return take(psOpen, 1)
	case strings.IndexByte(")}]", rest[0]) >= 0:
		return take(psClose, 1)
	case rest[0] == '\'':
		return l.single()
	case rest[0] == '"':
		return l.double()
	case rest[0] == '$' || rest[0] == '@':
		return l.variable()
	case strings.IndexByte(",|&=!+*/%<>", rest[0]) >= 0:
		return take(psWord, 1)
	}
	return l.word()
}

func (l *psLexer) blockComment() (psToken, error) {
	n := strings.Index(l.text[l.at:], "#>")
	if n < 0 {
		return psToken{}, psError(l.at, "a comment is not closed")
	}
	t := psToken{kind: psComment, start: l.at, end: l.at + n + 2, quote: '<'}
	t.text = psCommentText(l.text[t.start:t.end])
	l.at = t.end
	return t, nil
}

// single reads '...', in which two quotes are one.
func (l *psLexer) single() (psToken, error) {
	t := psToken{kind: psString, start: l.at, quote: '\''}
	var b strings.Builder
	for i := l.at + 1; i < len(l.text); i++ {
		if l.text[i] != '\'' {
			b.WriteByte(l.text[i])
			continue
		}
		if i+1 < len(l.text) && l.text[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		l.at = i + 1
		t.end, t.text = l.at, b.String()
		return t, nil
	}
	return psToken{}, psError(t.start, "a ' is not closed")
}

// psChar is a character beyond ASCII inside a "...".
var psChar = regexp.MustCompile(`^(?:\$\(\[char\]0x[0-9A-F]{4}\))+`)

// double reads "...". A string without expansions is a psString.
func (l *psLexer) double() (psToken, error) {
	t := psToken{kind: psString, start: l.at, quote: '"'}
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			t.parts = append(t.parts, psToken{kind: psString, text: b.String()})
			b.Reset()
		}
	}
	for l.at++; l.at < len(l.text); {
		rest := l.text[l.at:]
		switch {
		case strings.HasPrefix(rest, `""`):
			b.WriteByte('"')
			l.at += 2
		case rest[0] == '"':
			l.at++
			t.end = l.at
			if t.kind == psString {
				t.text, t.parts = b.String(), nil
			} else {
				flush()
			}
			return t, nil
		case rest[0] == '`' && len(rest) > 1:
			if err := psEscape(&b, rest[1], l.at); err != nil {
				return t, err
			}
			l.at += 2
		case rest[0] == '$' && psChar.MatchString(rest):
			chars := psChar.FindString(rest)
			b.WriteString(psUnits(chars))
			l.at += len(chars)
		case strings.HasPrefix(rest, "$("), rest[0] == '$' && len(rest) > 1 && (rest[1] == '{' || rest[1] == '_' || rest[1] == ':' || letterOrDigit(rune(rest[1])) || strings.IndexByte("$?^", rest[1]) >= 0):
			flush()
			t.kind = psDouble
			part, err := l.expansion()
			if err != nil {
				return t, err
			}
			t.parts = append(t.parts, part)
		default:
			b.WriteByte(rest[0])
			l.at++
		}
	}
	return t, psError(t.start, "a \" is not closed")
}

// psEscape decodes a backtick and the character behind it.
func psEscape(b *strings.Builder, c byte, offset int) error {
	switch {
	case strings.IndexByte("`\"$'#", c) >= 0 || c == ' ' || c == '\n':
		b.WriteByte(c)
	case c == 'n':
		b.WriteByte('\n')
	case c == 't':
		b.WriteByte('\t')
	case strings.IndexByte("r0abfveu", c) >= 0:
		b.WriteString("\x00`" + string(c))
	default:
		b.WriteString("\x00`" + string(c))
	}
	return nil
}

// expansion reads $name or $( ) inside a "...".
func (l *psLexer) expansion() (psToken, error) {
	if !strings.HasPrefix(l.text[l.at:], "$(") {
		return l.variable()
	}
	t := psToken{kind: psOpen, start: l.at, text: "$("}
	l.at += 2
	inner, err := l.tokens(")", nil)
	if err != nil {
		return t, err
	}
	l.at++
	t.parts, t.end = inner, l.at
	return t, nil
}

var psVariable = regexp.MustCompile(`^(?:[$@](?:[A-Za-z]+:)?[A-Za-z0-9_]+|\$[$?^]|\$\{[A-Za-z0-9_:()]+\}|\$:?)`)

// psNameHere is what a name can go on with: an expression is slow on the whole
// of a long text.
func psNameHere(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return !letterOrDigit(r) && !strings.ContainsRune("$@_:?^{}()", r) }); i >= 0 {
		return text[:i]
	}
	return text
}

// variable reads $name, $scope:name, ${name} and @name.
func (l *psLexer) variable() (psToken, error) {
	text := psVariable.FindString(psNameHere(l.text[l.at:]))
	if text == "" || text == "$" || text == "$:" {
		return psToken{}, psError(l.at, "a $ or @ that begins nothing")
	}
	t := psToken{kind: psVar, start: l.at, end: l.at + len(text), text: text}
	l.at = t.end
	if !strings.HasPrefix(text, "${") && l.at < len(l.text) && (l.text[l.at] == ':' || l.text[l.at] == '?') && !strings.HasPrefix(l.text[l.at:], "::") {
		return t, psError(l.at, "a %c directly behind a variable, which PowerShell may take for a part of its name; write ${name}", l.text[l.at])
	}
	return t, nil
}

// word reads what is nothing else.
func (l *psLexer) word() (psToken, error) {
	t := psToken{kind: psWord, start: l.at}
	for l.at < len(l.text) {
		c := l.text[l.at]
		if c == '`' && l.at == t.start && l.at+1 < len(l.text) && l.text[l.at+1] != '\n' {
			l.at += 2
			continue
		}
		if c == '`' && l.at+1 < len(l.text) && l.text[l.at+1] != '\n' {
			return t, psError(l.at, "a backtick inside a word; write the word without it, or in quotes")
		}
		if c <= ' ' || strings.IndexByte("'\"$(){}[];,|&=!+*%<>`", c) >= 0 {
			break
		}
		l.at++
	}
	t.end, t.text = l.at, strings.TrimPrefix(l.text[t.start:l.at], "`")
	if l.at == t.start {
		return t, psError(l.at, "%q, which begins nothing here", l.text[l.at])
	}
	return t, nil
}

// psBrackets refuses what no expression can be, so that a lost quote or bracket
// does not go unseen: two strings that touch, a string that touches a word.
func psBrackets(tokens []psToken, text string) error {
	for i, t := range tokens {
		if i == 0 {
			continue
		}
		before := tokens[i-1]
		literal := func(t psToken) bool { return t.kind == psString || t.kind == psDouble }
		if !t.spaced && (literal(t) && (literal(before) || before.kind == psVar) || literal(before) && (t.kind == psWord && letterOrDigit(rune(t.text[0])) || t.kind == psVar)) {
			return psError(t.start, "a string that touches another token")
		}
		if !t.spaced && literal(t) && before.kind == psWord && letterOrDigit(rune(before.text[len(before.text)-1])) {
			return psError(t.start, "a string inside a word")
		}
	}
	return nil
}
