package posixre

import (
	"fmt"
	"strings"
)

// classes are the character classes of the C locale.
var classes = map[string]func(c byte) bool{
	"alpha":  isAlpha,
	"digit":  isDigit,
	"alnum":  func(c byte) bool { return isAlpha(c) || isDigit(c) },
	"upper":  func(c byte) bool { return c >= 'A' && c <= 'Z' },
	"lower":  func(c byte) bool { return c >= 'a' && c <= 'z' },
	"space":  func(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' },
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !isAlpha(c) && !isDigit(c) },
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"xdigit": func(c byte) bool { return isDigit(c) || strings.IndexByte("abcdefABCDEF", c) >= 0 },
}

func isAlpha(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// bracket reads [...], whose opening bracket is read.
func (r *reader) bracket(t token) (token, error) {
	t.kind, t.set = bracket, new(set)
	negated := r.i < len(r.s) && r.s[r.i] == '^'
	if negated {
		r.i++
	}
	for first := true; ; first = false {
		if r.i >= len(r.s) {
			return t, &Error{t.at, "[ is not closed"}
		}
		if r.s[r.i] == ']' && !first {
			r.i++
			break
		}
		if err := r.element(t.set); err != nil {
			return t, err
		}
	}
	if negated {
		for c := range t.set {
			t.set[c] = !t.set[c]
		}
	}
	return t, nil
}

// element reads one character, range or class of a bracket.
func (r *reader) element(into *set) error {
	at := r.i
	if strings.HasPrefix(r.s[r.i:], "[:") {
		return r.class(into)
	}
	low, err := r.member()
	if err != nil {
		return err
	}
	high := low
	if rest := r.s[r.i:]; len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
		r.i++
		if high, err = r.member(); err != nil {
			return err
		}
	}
	if high < low {
		return &Error{at, fmt.Sprintf("the range %c-%c ends before it begins", low, high)}
	}
	for c := int(low); c <= int(high); c++ {
		into[c] = true
	}
	return nil
}

func (r *reader) class(into *set) error {
	name, rest, ok := strings.Cut(r.s[r.i+2:], ":]")
	has := classes[name]
	if !ok || has == nil {
		return &Error{r.i, "no class of POSIX such as [:alpha:]"}
	}
	for c := range into {
		into[c] = into[c] || has(byte(c))
	}
	r.i = len(r.s) - len(rest)
	return nil
}

// member reads one character of a bracket.
func (r *reader) member() (byte, error) {
	at := r.i
	c := r.s[r.i]
	r.i++
	more := r.i < len(r.s)
	switch {
	case c == '[' && more && strings.IndexByte(".=:", r.s[r.i]) >= 0:
		return 0, &Error{at, "[. [= and a class inside a range are not supported"}
	case c != '\\' || r.o.Syntax == Fixed:
		return c, nil
	case r.o.Syntax == Awk:
		if !more {
			return 0, &Error{at, "[ is not closed"}
		}
		c = r.s[r.i]
		r.i++
		if c != '\\' && c != 'n' && c != 't' {
			return 0, &Error{at, `in a bracket some awks read this backslash as itself; have \\\\, \n and \t, put ] first and - last`}
		}
		if control, ok := controls[c]; ok {
			c = control
		}
		return c, nil
	case r.o.Newline && more && strings.IndexByte("ntfv", r.s[r.i]) >= 0:
		return 0, &Error{at, `in a bracket some seds read this backslash as itself, others as an escape; write the character`}
	}
	return c, nil
}
