package powershell

import (
	"regexp"
	"strings"
)

// A Kind is a kind of token. The lexer knows where strings, comments, variables
// and brackets begin and end, as Windows PowerShell 5.1 and PowerShell 7 agree;
// of operators and words it knows only that they are none of these. What it
// does not know is an error.
type Kind byte

// The kinds of tokens.
const (
	TokenWord    Kind = 'w' // a command, a parameter, an operator, a number
	TokenString  Kind = 's' // a string whose text is fixed, or a hole
	TokenDouble  Kind = 'd' // "..." with expansions
	TokenVar     Kind = 'v' // $name, $scope:name
	TokenOpen    Kind = 'o' // ( { [ @( @{ $(
	TokenClose   Kind = 'c'
	TokenComment Kind = '#'
	TokenBreak   Kind = 'n' // a line end or a ;
)

// A Token is the smallest piece of a script.
type Token struct {
	Kind       Kind
	Start, End int     // its place in the text
	Text       string  // decoded
	Parts      []Token // of a "...": strings, variables, and $( ) with the tokens in it
	Spaced     bool    // white space, a line end or the beginning stands before it
	Depth      int     // how many brackets are open before it
	Quote      byte    // ' or " of a string, ( of a sum of strings, < of a block comment, 0 for a word
	Match      int     // of a bracket, the index of the other
}

// A lexer reads tokens. Exact is how the parser reads: a character written as a
// code is code, and what a backtick does is done. Otherwise such a character is
// text, and a backtick that does something stays visible behind a NUL.
type lexer struct {
	text   string
	at     int
	exact  bool
	nested int // how many "$( )" are open
}

// tokenBytes is how much text a token takes, in scripts with few comments.
const tokenBytes = 6

// Lex cuts a text into tokens, in which a character that is written as a code
// ([char]0x2019 in a sum of strings or in "...") is part of the string. Its
// errors are of type *Error.
func Lex(text string) ([]Token, error) { return lex(text, false) }

func lex(text string, exact bool) ([]Token, error) {
	l := &lexer{text: text, exact: exact}
	tokens, err := l.tokens("")
	if err == nil {
		err = touching(tokens)
	}
	return tokens, err
}

// tokens reads up to the closing bracket end, or the end of the text.
func (l *lexer) tokens(end string) ([]Token, error) {
	var all []Token
	var open []int
	if end == "" {
		all = make([]Token, 0, len(l.text)/tokenBytes)
	}
	for {
		spaced, err := l.blank()
		if err != nil {
			return nil, err
		}
		if l.at == len(l.text) {
			if end != "" || len(open) > 0 {
				return nil, errorAt(l.at, "a bracket is not closed")
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
		t.Spaced, t.Depth = spaced || t.Start == 0 || len(all) > 0 && all[len(all)-1].Kind == TokenBreak, len(open)
		switch t.Kind {
		case TokenOpen:
			open = append(open, len(all))
		case TokenClose:
			if len(open) == 0 || !pair(all[open[len(open)-1]].Text, t.Text) {
				return nil, errorAt(t.Start, "%s closes nothing", t.Text)
			}
			t.Match = open[len(open)-1]
			t.Depth--
			all[t.Match].Match = len(all)
			open = open[:len(open)-1]
		}
		all = append(all, t)
	}
}

var pairs = map[byte]string{'(': ")", '{': "}", '[': "]"}

func pair(open, shut string) bool {
	return pairs[open[len(open)-1]] == shut
}

// blank skips white space and continued lines.
func (l *lexer) blank() (bool, error) {
	from := l.at
	for l.at < len(l.text) {
		rest := l.text[l.at:]
		switch {
		case rest[0] == ' ' || rest[0] == '\t':
			l.at++
		case strings.HasPrefix(rest, "`\n"):
			l.at += 2
		case rest == "`", strings.HasPrefix(rest, "` "), strings.HasPrefix(rest, "`\t"):
			return false, errorAt(l.at, "a backtick before a blank, or at the end")
		default:
			return l.at > from, nil
		}
	}
	return l.at > from, nil
}

// charLiteral is how a value with characters beyond ASCII is written.
var charLiteral = regexp.MustCompile(`^\('(?:[^']|'')*'(?: \+ (?:'(?:[^']|'')*'|\[char\]0x[0-9A-F]{4}))+\)`)

// token reads one token that begins at the next byte.
func (l *lexer) token() (Token, error) {
	rest := l.text[l.at:]
	start := l.at
	take := func(kind Kind, n int) (Token, error) {
		l.at += n
		return Token{Kind: kind, Start: start, End: l.at, Text: rest[:n]}, nil
	}
	switch {
	case rest[0] == '\n' || rest[0] == ';':
		return take(TokenBreak, 1)
	case strings.HasPrefix(rest, "<#"):
		return l.blockComment()
	case rest[0] == '#':
		n := strings.IndexByte(rest, '\n')
		if n < 0 {
			n = len(rest)
		}
		t, err := take(TokenComment, n)
		t.Text = commentText(t.Text)
		return t, err
	case strings.HasPrefix(rest, "@'"), strings.HasPrefix(rest, `@"`):
		return Token{}, errorAt(start, "a here-string, which gen does not read; write a string in quotes")
	case strings.HasPrefix(rest, "--%"):
		return Token{}, errorAt(start, "--%%, behind which nothing is quoted")
	case !l.exact && strings.HasPrefix(rest, "('") && charLiteral.MatchString(rest):
		n := len(charLiteral.FindString(rest))
		t, err := take(TokenString, n)
		t.Text, t.Quote = literalText(t.Text), '('
		return t, err
	case strings.HasPrefix(rest, "@("), strings.HasPrefix(rest, "@{"), strings.HasPrefix(rest, "$("):
		return take(TokenOpen, 2)
	case strings.IndexByte("({[", rest[0]) >= 0:
		return take(TokenOpen, 1)
	case strings.IndexByte(")}]", rest[0]) >= 0:
		return take(TokenClose, 1)
	case rest[0] == '\'':
		return l.single()
	case rest[0] == '"':
		return l.double()
	case rest[0] == '$' || rest[0] == '@':
		return l.variable()
	case strings.IndexByte(",|&=!+*/%<>", rest[0]) >= 0:
		return take(TokenWord, 1)
	}
	return l.word()
}

func (l *lexer) blockComment() (Token, error) {
	n := strings.Index(l.text[l.at:], "#>")
	if n < 0 {
		return Token{}, errorAt(l.at, "a comment is not closed")
	}
	t := Token{Kind: TokenComment, Start: l.at, End: l.at + n + 2, Quote: '<'}
	t.Text = commentText(l.text[t.Start:t.End])
	l.at = t.End
	return t, nil
}

// single reads '...', in which two quotes are one.
func (l *lexer) single() (Token, error) {
	t := Token{Kind: TokenString, Start: l.at, Quote: '\''}
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
		t.End, t.Text = l.at, b.String()
		return t, nil
	}
	return Token{}, errorAt(t.Start, "a ' is not closed")
}

// charInString is a character beyond ASCII inside a "...".
var charInString = regexp.MustCompile(`^(?:\$\(\[char\]0x[0-9A-F]{4}\))+`)

// double reads "...". A string without expansions is a TokenString.
func (l *lexer) double() (Token, error) {
	t := Token{Kind: TokenString, Start: l.at, Quote: '"'}
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			t.Parts = append(t.Parts, Token{Kind: TokenString, Text: b.String()})
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
			t.End = l.at
			if t.Kind == TokenString {
				t.Text, t.Parts = b.String(), nil
			} else {
				flush()
			}
			return t, nil
		case rest[0] == '`' && len(rest) > 1:
			if err := l.escaped(&b, rest[1]); err != nil {
				return t, err
			}
			l.at += 2
		case !l.exact && rest[0] == '$' && charInString.MatchString(rest):
			chars := charInString.FindString(rest)
			b.WriteString(unitsText(chars))
			l.at += len(chars)
		case strings.HasPrefix(rest, "$("), rest[0] == '$' && len(rest) > 1 && (rest[1] == '{' || rest[1] == '_' || rest[1] == ':' || letterOrDigit(rest[1]) || strings.IndexByte("$?^", rest[1]) >= 0):
			flush()
			t.Kind = TokenDouble
			part, err := l.expansion()
			if err != nil {
				return t, err
			}
			t.Parts = append(t.Parts, part)
		default:
			b.WriteByte(rest[0])
			l.at++
		}
	}
	return t, errorAt(t.Start, "a \" is not closed")
}

// escaped decodes a backtick and the character behind it.
func (l *lexer) escaped(b *strings.Builder, c byte) error {
	special, known := specials[c]
	switch {
	case l.exact && known:
		b.WriteByte(special)
	case strings.IndexByte("`\"$'#", c) >= 0 || c == ' ' || c == '\n' || l.exact && !letterOrDigit(c):
		b.WriteByte(c)
	case l.exact:
		return errorAt(l.at, "`%c is not the same in Windows PowerShell 5.1 and PowerShell 7, or means nothing; have `0 `a `b `f `n `r `t `v", c)
	case c == 'n' || c == 't':
		b.WriteByte(special)
	default:
		b.WriteString("\x00`" + string(c))
	}
	return nil
}

// specials are the characters that mean another one behind a backtick, in both
// PowerShells (about_Special_Characters; `e and `u came with 6).
var specials = map[byte]byte{'0': 0, 'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11}

func letterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// expansion reads $name or $( ) inside a "...".
func (l *lexer) expansion() (Token, error) {
	if !strings.HasPrefix(l.text[l.at:], "$(") {
		return l.variable()
	}
	t := Token{Kind: TokenOpen, Start: l.at, Text: "$("}
	if l.nested++; l.nested > maxDepth {
		return t, errorAt(l.at, "more than %d things in one another", maxDepth)
	}
	defer func() { l.nested-- }()
	l.at += 2
	inner, err := l.tokens(")")
	if err != nil {
		return t, err
	}
	l.at++
	t.Parts, t.End = inner, l.at
	return t, nil
}

// word reads what is nothing else.
func (l *lexer) word() (Token, error) {
	t := Token{Kind: TokenWord, Start: l.at}
	for l.at < len(l.text) {
		c := l.text[l.at]
		if c == '`' && l.at == t.Start && l.at+1 < len(l.text) && l.text[l.at+1] != '\n' {
			l.at += 2
			continue
		}
		if c == '`' && l.at+1 < len(l.text) && l.text[l.at+1] != '\n' {
			return t, errorAt(l.at, "a backtick inside a word; write the word without it, or in quotes")
		}
		if c <= ' ' || strings.IndexByte("'\"$(){}[];,|&=!+*%<>`", c) >= 0 {
			break
		}
		l.at++
	}
	t.End, t.Text = l.at, strings.TrimPrefix(l.text[t.Start:l.at], "`")
	if l.at == t.Start {
		return t, errorAt(l.at, "%q, which begins nothing here", l.text[l.at])
	}
	return t, nil
}

// touching refuses what no expression can be, so that a lost quote or bracket
// does not go unseen: two strings that touch, a string that touches a word.
func touching(tokens []Token) error {
	for i, t := range tokens {
		if i == 0 {
			continue
		}
		before := tokens[i-1]
		literal := func(t Token) bool { return t.Kind == TokenString || t.Kind == TokenDouble }
		if !t.Spaced && (literal(t) && (literal(before) || before.Kind == TokenVar) || literal(before) && (t.Kind == TokenWord && letterOrDigit(t.Text[0]) || t.Kind == TokenVar)) {
			return errorAt(t.Start, "a string that touches another token")
		}
		if !t.Spaced && literal(t) && before.Kind == TokenWord && letterOrDigit(before.Text[len(before.Text)-1]) {
			return errorAt(t.Start, "a string inside a word")
		}
	}
	return nil
}
