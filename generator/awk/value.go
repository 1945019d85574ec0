package awk

import (
	"math"
	"strconv"
	"strings"
)

type valueKind int

const (
	unset    valueKind = iota // "" and 0 at once
	isNumber                  // computed
	isText                    // a string, whatever it looks like
	given                     // from outside: a number if it looks like one
)

// A value is what a variable, field or element holds.
type value struct {
	kind valueKind
	n    float64
	s    string
}

func num(n float64) value { return value{kind: isNumber, n: n} }
func str(s string) value  { return value{kind: isText, s: s} }

// outside is the value of a text from outside the program.
func outside(s string) value {
	v := value{kind: given, s: s}
	return v
}

func truth(b bool) value {
	if b {
		return num(1)
	}
	return num(0)
}

const blanks = " \t\n\r\f\v"

// numberPrefix is the decimal number that s begins with, without blanks.
func numberPrefix(s string) string {
	i, digits := 0, 0
	skip := func() {
		for i < len(s) && isDigit(s[i]) {
			i++
			digits++
		}
	}
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	skip()
	if i < len(s) && s[i] == '.' {
		i++
		skip()
	}
	if digits == 0 {
		return ""
	}
	return s[:i+exponent(s[i:])]
}

// exponent is the length of the exponent that s begins with.
func exponent(s string) int {
	i := 1
	if len(s) > 1 && (s[1] == '+' || s[1] == '-') {
		i = 2
	}
	if len(s) <= i || s[0]|0x20 != 'e' || !isDigit(s[i]) {
		return 0
	}
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// isOdd tells whether some awks read another number from s than POSIX says: a
// hexadecimal one, an infinity, no number, or an octal one in busybox.
func isOdd(s string) bool {
	s = strings.ToLower(strings.TrimLeft(s, blanks))
	s = strings.TrimLeft(s, "+-")
	return strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "inf") || strings.HasPrefix(s, "nan") || isOctal(s)
}

// isOctal tells whether s begins with a zero and more than one digit that counts.
func isOctal(s string) bool {
	digits := strings.TrimLeft(s, "0")
	return len(digits) < len(s) && len(digits) > 1 && isDigit(digits[0]) && isDigit(digits[1])
}

// isBlank is for a field of blanks only, which busybox takes for a zero.
func isBlank(s string) bool { return s != "" && strings.Trim(s, blanks) == "" }

// number is v as a number.
func (v value) number(at pos) float64 {
	if v.kind == isNumber || v.kind == unset {
		return v.n
	}
	if isOdd(v.s) {
		at.fail("the awks differ on what number %.20q is", v.s)
	}
	return parseNumber(numberPrefix(strings.TrimLeft(v.s, blanks)), at)
}

func parseNumber(prefix string, at pos) float64 {
	if prefix == "" {
		return 0
	}
	n, err := strconv.ParseFloat(prefix, 64)
	if err != nil {
		at.fail("%.30s is too big for a number", prefix)
	}
	return n
}

// looksNumeric tells whether a text from outside compares as a number.
func looksNumeric(s string) bool {
	s = strings.Trim(s, blanks)
	return s != "" && numberPrefix(s) == s
}

// maxExact is where the awks begin to differ in how they write a whole number:
// mawk takes %.6g above it.
const maxExact = 1<<31 - 1

// text is v as a string; format is CONVFMT or OFMT.
func (v value) text(format string, at pos) string {
	if v.kind != isNumber {
		return v.s
	}
	if v.n == math.Trunc(v.n) {
		if math.Abs(v.n) > maxExact {
			at.fail("the awks differ in how they write a whole number above 2147483647; use printf with %%.0f")
		}
		return strconv.Itoa(int(v.n))
	}
	return sprintf(format, []value{v}, format, at)
}

func (v value) truth(at pos) bool {
	switch {
	case v.kind == given && (isOdd(v.s) || isBlank(v.s)):
		at.fail("the awks differ on whether %.20q is a number; compare it with a string", v.s)
	case v.kind == isNumber || v.kind == given && looksNumeric(v.s):
		return v.number(at) != 0
	}
	return v.s != ""
}

// compare is -1, 0 or 1: as numbers, if neither is a string.
func compare(a, b value, format string, at pos) int {
	if a.numeric(b, at) && b.numeric(a, at) {
		x, y := a.number(at), b.number(at)
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return strings.Compare(a.text(format, at), b.text(format, at))
}

func (v value) numeric(other value, at pos) bool {
	if v.kind != given {
		return v.kind != isText
	}
	if (isOdd(v.s) || isBlank(v.s)) && other.kind != isText {
		at.fail("the awks differ on whether %.20q is a number; compare it with a string", v.s)
	}
	return looksNumeric(v.s)
}
