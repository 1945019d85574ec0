package posixre

import (
	"fmt"
	"strings"
)

// write puts the tokens together as an expression of package regexp.
func write(tokens []token, o Options) (string, error) {
	var b strings.Builder
	b.WriteString("(?:")
	depth := 0
	last := token{kind: open}
	for _, t := range tokens {
		if err := follows(last, t, depth); err != nil {
			return "", err
		}
		switch t.kind {
		case open:
			depth++
		case closed:
			depth--
		}
		b.WriteString(t.text(o))
		last = t
	}
	if depth > 0 {
		return "", &Error{last.at, "a group is not closed"}
	}
	if last.kind == choice {
		return "", &Error{last.at, "nothing behind |; write (x)? for x or nothing"}
	}
	b.WriteString(")")
	return b.String(), nil
}

// follows refuses what POSIX leaves undefined about two neighbours.
func follows(last, t token, depth int) error {
	empty := last.kind == open || last.kind == choice
	switch {
	case t.kind == repeat && (empty || last.kind == begin || last.kind == end):
		return &Error{t.at, "there is nothing to repeat; for the character write it in brackets, as [*]"}
	case t.kind == repeat && last.kind == repeat:
		return &Error{t.at, "two repetitions in a row; put brackets around the first"}
	case t.kind == choice && empty:
		return &Error{t.at, "nothing before |; write (x)? for x or nothing"}
	case t.kind == closed && depth == 0:
		return &Error{t.at, "no group is open here; for the character write [)]"}
	case t.kind == closed && empty:
		return &Error{t.at, "an empty group or branch; write (x)? for x or nothing"}
	}
	return nil
}

// fixedTexts are the tokens that are always written alike.
var fixedTexts = map[kind]string{dot: ".", begin: "^", end: "$", open: "(", closed: ")", choice: "|"}

func (t token) text(o Options) string {
	switch t.kind {
	case char, bracket:
		return t.matches().text(o)
	case repeat:
		return t.count()
	}
	return fixedTexts[t.kind]
}

func (t token) count() string {
	if t.max < 0 {
		return fmt.Sprintf("{%d,}", t.min)
	}
	return fmt.Sprintf("{%d,%d}", t.min, t.max)
}

// matches is the bytes that a token of one byte matches.
func (t token) matches() *set {
	if t.kind == bracket {
		return t.set
	}
	var s set
	for c := range s {
		s[c] = t.kind == dot || byte(c) == t.char
	}
	return &s
}

// text writes a set as ranges of character numbers, which need no quoting.
func (s *set) text(o Options) string {
	if o.Fold {
		s = s.fold()
	}
	var b strings.Builder
	for low := 0; low < 256; low++ {
		if !s[low] {
			continue
		}
		high := low
		for high < 255 && s[high+1] {
			high++
		}
		fmt.Fprintf(&b, `\x{%x}-\x{%x}`, low, high)
		low = high
	}
	if b.Len() == 0 {
		return `[^\x{0}-\x{10ffff}]`
	}
	return "[" + b.String() + "]"
}

func (s *set) fold() *set {
	folded := *s
	for c := range s {
		if s[c] && isAlpha(byte(c)) {
			folded[c^0x20] = true
		}
	}
	return &folded
}
