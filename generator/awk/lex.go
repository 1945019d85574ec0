package awk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An Error is a place of a program and what is wrong there: a mistake, a thing
// that this package does not know, or one on which the awks differ.
type Error struct {
	Line, Col int
	What      string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.What) }

// Unwrap is ErrSteps for a run that was given up.
func (e *Error) Unwrap() error {
	if e.What == ErrSteps.Error() {
		return ErrSteps
	}
	return nil
}

// A pos is an offset in the text of a program.
type pos int

func (p pos) fail(format string, args ...any) { panic(failure{p, fmt.Sprintf(format, args...)}) }

// A failure ends a parse or a run. It is a panic inside this package only.
type failure struct {
	at   pos
	what string
}

// place turns a failure into the error that users see.
func (f failure) place(text string) *Error {
	before := text[:min(int(f.at), len(text))]
	return &Error{1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n'), f.what}
}

type kind int

const (
	end kind = iota
	newline
	number
	text
	regex
	name
	call    // a name with a bracket directly behind it
	keyword // a reserved word, also a built-in function
	sign    // an operator or a bracket
)

// A token is one word of a program; text is what it stands for.
type token struct {
	kind kind
	at   pos
	text string
}

// A lexer cuts a program into tokens, one at a time, because only the parser
// knows whether a slash divides or begins a regular expression.
type lexer struct {
	src string
	i   int
}

// statements are the reserved words that are not functions.
var statements = strings.Fields("BEGIN END function if else while for do break continue next exit return delete in print printf")

// refused are the names that some awks reserve, and why we do not take them.
var refused = map[string]string{
	"getline":  "getline is not supported: this awk reads only its input",
	"system":   "system is not supported: this awk runs no command",
	"close":    "close is not supported: this awk opens no file but its input",
	"fflush":   "fflush is not supported: this awk opens no file but its input",
	"func":     "func is not POSIX; write function",
	"nextfile": "nextfile is not in every awk",
	"gensub":   "gensub is of gawk alone; use sub, gsub or match",
	"strftime": "strftime is not POSIX",
	"systime":  "systime is not POSIX",
	"switch":   "switch is of gawk alone; use if",
	"sin":      noMath, "cos": noMath, "atan2": noMath, "exp": noMath, "log": noMath, "sqrt": noMath, "rand": noMath, "srand": noMath,
}

const noMath = "mathematics is not supported: not every busybox has it"

// signs are the operators, the longer first.
var signs = []string{"+=", "-=", "*=", "/=", "%=", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "!~",
	"{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "!", "<", ">", "~", "?", ":", "=", "$", "|", "^"}

// foreign are signs that are not there in every awk.
var foreign = map[string]string{
	"**": "** is not POSIX",
	"^":  "^ raises to a power, which not every busybox has; multiply",
	"|":  "a command cannot be run or read here",
	">>": "a file cannot be written here; print goes to standard output",
}

func (l *lexer) next() token {
	l.blanks()
	t := token{at: pos(l.i)}
	if l.i == len(l.src) {
		return t
	}
	switch c := l.src[l.i]; {
	case c == '\n':
		l.i++
		t.kind = newline
	case c == '"':
		t.kind, t.text = text, l.quoted()
	case isDigit(c) || c == '.' && l.i+1 < len(l.src) && isDigit(l.src[l.i+1]):
		t.kind, t.text = number, l.number()
	case isLetter(c):
		l.word(&t)
	default:
		t.kind, t.text = sign, l.sign()
	}
	return t
}

// blanks skips blanks, continued lines and comments.
func (l *lexer) blanks() {
	for l.i < len(l.src) {
		switch rest := l.src[l.i:]; {
		case rest[0] == ' ' || rest[0] == '\t':
			l.i++
		case strings.HasPrefix(rest, "\\\n"):
			l.i += 2
		case rest[0] == '#':
			l.i += len(rest) - len(strings.TrimLeft(rest, "#"))
			for l.i < len(l.src) && l.src[l.i] != '\n' {
				l.i++
			}
		default:
			return
		}
	}
}

func (l *lexer) number() string {
	start := l.i
	l.i += len(numberPrefix(l.src[l.i:]))
	if l.i < len(l.src) && (isLetter(l.src[l.i]) || l.src[l.i] == '.') {
		pos(start).fail("no decimal number: %s", l.src[start:l.i+1])
	}
	if isOctal(l.src[start:l.i]) {
		pos(start).fail("busybox takes %s as octal; write it without the zero", l.src[start:l.i])
	}
	return l.src[start:l.i]
}

func (l *lexer) word(t *token) {
	start := l.i
	for l.i < len(l.src) && (isLetter(l.src[l.i]) || isDigit(l.src[l.i])) {
		l.i++
	}
	t.text, t.kind = l.src[start:l.i], name
	_, isBuiltin := builtins[t.text]
	switch why, isRefused := refused[t.text]; {
	case isRefused:
		t.at.fail("%s", why)
	case isBuiltin || slices.Contains(statements, t.text):
		t.kind = keyword
	case l.i < len(l.src) && l.src[l.i] == '(':
		t.kind = call
	}
}

func (l *lexer) sign() string {
	rest := l.src[l.i:]
	for what, why := range foreign {
		if strings.HasPrefix(rest, what) && !strings.HasPrefix(rest, "||") {
			pos(l.i).fail("%s", why)
		}
	}
	for _, s := range signs {
		if strings.HasPrefix(rest, s) {
			l.i += len(s)
			return s
		}
	}
	pos(l.i).fail("%q is no part of awk", rest[0])
	return ""
}

// escapes are those of a string for one byte.
var escapes = map[byte]byte{'"': '"', '\\': '\\', 'n': '\n', 't': '\t', 'r': '\r', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v'}

func (l *lexer) quoted() string {
	start := l.i
	l.i++
	for i := l.i; i < len(l.src) && l.src[i] != '\n'; i++ {
		switch l.src[i] {
		case '\\':
			i++
		case '"':
			body := l.src[l.i:i]
			l.i = i + 1
			out, at, why := unescape(body)
			if why != "" {
				pos(start+1+at).fail("%s", why)
			}
			return out
		}
	}
	pos(start).fail("the string is not closed on its line")
	return ""
}

// unescape reads the escapes of a string, or says where and why it cannot.
func unescape(s string) (out string, at int, why string) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		octal := octalDigits(s[i+1:])
		switch c, ok := byte(0), false; {
		case octal != "":
			n, err := strconv.ParseUint(octal, 8, 8)
			if err != nil || n == 0 {
				return "", i, `an octal escape is from \001 to \377`
			}
			b.WriteByte(byte(n))
			i += len(octal)
		case i+1 == len(s):
			return "", i, `a backslash at the end; write \\`
		default:
			if c, ok = escapes[s[i+1]]; !ok {
				return "", i, fmt.Sprintf(`\%c is not an escape of POSIX, and the awks differ; write \\ for a backslash`, s[i+1])
			}
			b.WriteByte(c)
			i++
		}
	}
	return b.String(), 0, ""
}

func octalDigits(s string) string {
	n := 0
	for n < 3 && n < len(s) && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	return s[:n]
}

// regex reads a regular expression, whose opening slash is the token before.
func (l *lexer) regex() token {
	t := token{kind: regex, at: pos(l.i - 1)}
	bracket := false
	for i := l.i; i < len(l.src) && l.src[i] != '\n'; i++ {
		switch c := l.src[i]; {
		case c == '\\':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case c == '/' && bracket:
			pos(i).fail(`some awks end the expression at this slash; write \/`)
		case c == '/':
			t.text = l.src[l.i:i]
			l.i = i + 1
			return t
		}
	}
	t.at.fail("the regular expression is not closed on its line")
	return t
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
