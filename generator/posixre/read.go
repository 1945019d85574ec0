package posixre

import (
	"fmt"
	"strconv"
	"strings"
)

type kind int

const (
	char kind = iota
	dot
	bracket
	begin
	end
	open
	closed
	choice
	repeat
)

// A token is one piece of a pattern.
type token struct {
	kind     kind
	at       int
	char     byte
	set      *set // of a bracket
	min, max int  // of a repeat; max -1 is without end
}

type set [256]bool

// A reader cuts a pattern into tokens.
type reader struct {
	s      string
	i      int
	o      Options
	tokens []token
	depth  int
}

func read(pattern string, o Options) ([]token, error) {
	r := &reader{s: pattern, o: o}
	for r.i < len(r.s) {
		t, err := r.next()
		if err != nil {
			return nil, err
		}
		r.tokens = append(r.tokens, t)
	}
	return r.tokens, nil
}

func (r *reader) next() (token, error) {
	t := token{at: r.i, kind: char, char: r.s[r.i]}
	r.i++
	switch {
	case r.o.Syntax == Fixed:
		return t, nil
	case t.char == '\\':
		return r.escape(t)
	case t.char == '.':
		t.kind = dot
		return t, nil
	case t.char == '[':
		return r.bracket(t)
	case r.o.Syntax == Basic:
		return r.basic(t), nil
	}
	return r.extended(t)
}

// basic reads what is special in a basic expression only in certain places.
func (r *reader) basic(t token) token {
	rest := r.s[r.i:]
	switch {
	case t.char == '^' && r.atStart():
		t.kind = begin
	case t.char == '$' && (rest == "" || strings.HasPrefix(rest, `\)`)):
		t.kind = end
	case t.char == '*' && !r.atStart() && r.last().kind != begin:
		return star(t)
	}
	return t
}

func star(t token) token {
	t.kind, t.min, t.max = repeat, 0, -1
	return t
}

// last is the token before, or an opening bracket at the very start.
func (r *reader) last() token {
	if len(r.tokens) == 0 {
		return token{kind: open}
	}
	return r.tokens[len(r.tokens)-1]
}

func (r *reader) atStart() bool { return r.last().kind == open }

// extendedKinds are the characters that are special everywhere in an extended
// expression.
var extendedKinds = map[byte]token{
	'^': {kind: begin}, '$': {kind: end}, '(': {kind: open}, ')': {kind: closed}, '|': {kind: choice},
	'*': {kind: repeat, max: -1}, '+': {kind: repeat, min: 1, max: -1}, '?': {kind: repeat, max: 1},
}

func (r *reader) extended(t token) (token, error) {
	if special, ok := extendedKinds[t.char]; ok {
		special.at = t.at
		return special, nil
	}
	if t.char != '{' {
		return t, nil
	}
	if r.o.Syntax == Awk {
		return t, &Error{t.at, "{ repeats in some awks and is text in others, as mawk; write what is repeated, or [{]"}
	}
	return r.interval(t, "}")
}

// maxRepeat is RE_DUP_MAX, the most that POSIX promises.
const maxRepeat = 255

// interval reads {2}, {2,} and {2,3}, up to its closing text.
func (r *reader) interval(t token, closing string) (token, error) {
	text, rest, ok := strings.Cut(r.s[r.i:], closing)
	low, high, ranged := strings.Cut(text, ",")
	var err error
	if t.min, err = count(low); err == nil && ok {
		t.kind, t.max = repeat, t.min
		if ranged && high == "" {
			t.max = -1
		} else if ranged {
			t.max, err = count(high)
		}
	}
	if !ok || err != nil || t.max >= 0 && t.max < t.min {
		return t, &Error{t.at, "no count in braces such as {2}, {2,} or {2,3}; for the character write [{]"}
	}
	r.i = len(r.s) - len(rest)
	return t, nil
}

func count(text string) (int, error) {
	n, err := strconv.ParseUint(text, 10, 16)
	if err == nil && n > maxRepeat {
		err = fmt.Errorf("%d is over %d", n, maxRepeat)
	}
	return int(n), err
}

// basicKinds are the escapes that are special in a basic expression.
var basicKinds = map[byte]kind{'(': open, ')': closed}

// escape reads what is behind a backslash.
func (r *reader) escape(t token) (token, error) {
	if r.i == len(r.s) {
		return t, &Error{t.at, `a backslash at the end; write \\ for the character`}
	}
	t.char = r.s[r.i]
	r.i++
	special, isSpecial := basicKinds[t.char]
	switch {
	case r.o.Syntax == Basic && isSpecial:
		t.kind = special
		return t, nil
	case r.o.Syntax == Basic && t.char == '{':
		return r.interval(t, `\}`)
	case t.char >= '1' && t.char <= '9' && r.o.Syntax != Awk:
		return t, &Error{t.at, fmt.Sprintf(`the back-reference \%c is not supported`, t.char)}
	case t.char == 'n' && r.o.Newline:
		t.char = '\n'
		return t, nil
	case r.o.Syntax == Awk:
		return r.awkEscape(t)
	case strings.IndexByte(r.literals(), t.char) >= 0:
		return t, nil
	}
	return t, &Error{t.at, fmt.Sprintf(`\%c is not in POSIX, and the tools differ; write the characters it stands for`, t.char)}
}

// literals are the characters that a backslash may make ordinary. An escaped
// slash is not among them for grep, yet all known tools take it.
func (r *reader) literals() string {
	if r.o.Syntax == Basic {
		return `.*[]^$\/`
	}
	return `.*[]^$\/+?(){}|`
}

// controls are awk's escapes for one byte.
var controls = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', 'f': '\f', 'v': '\v', 'a': '\a', 'b': '\b'}

// awkEscape reads awk's escapes, of which r has read one character.
func (r *reader) awkEscape(t token) (token, error) {
	c, isControl := controls[t.char]
	switch {
	case isControl:
		t.char = c
	case t.char >= '0' && t.char <= '7':
		return r.octal(t)
	case strings.IndexByte(r.literals()+`"&-`, t.char) < 0:
		return t, &Error{t.at, fmt.Sprintf(`\%c is not an escape of POSIX awk, and the awks differ; leave the backslash out`, t.char)}
	}
	return t, nil
}

func (r *reader) octal(t token) (token, error) {
	n := int(t.char - '0')
	for range 2 {
		if r.i < len(r.s) && r.s[r.i] >= '0' && r.s[r.i] <= '7' {
			n = n*8 + int(r.s[r.i]-'0')
			r.i++
		}
	}
	if n == 0 || n > 255 {
		return t, &Error{t.at, "an octal escape is from \\001 to \\377"}
	}
	t.char = byte(n)
	return t, nil
}
