package awk

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// verbs are the conversions of printf. Each gets the specification without its
// letter: "%-5.2".
var verbs map[byte]func(f *formatter, spec string, letter byte) string

func init() {
	verbs = map[byte]func(f *formatter, spec string, letter byte) string{
		's': (*formatter).text, 'c': (*formatter).char,
		'd': (*formatter).integer, 'i': (*formatter).integer,
		'o': (*formatter).unsigned, 'x': (*formatter).unsigned, 'X': (*formatter).unsigned, 'u': (*formatter).unsigned,
		'e': (*formatter).float, 'E': (*formatter).float, 'f': (*formatter).float, 'g': (*formatter).float, 'G': (*formatter).float,
	}
}

// A formatter is one sprintf.
type formatter struct {
	args    []value
	convert string // CONVFMT
	at      pos
}

// maxWidth bounds a width and a precision.
const maxWidth = 10_000

func sprintf(format string, args []value, convert string, at pos) string {
	f := &formatter{args, convert, at}
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		if i++; i < len(format) && format[i] == '%' {
			b.WriteByte('%')
			continue
		}
		spec, size := f.spec(format[i:])
		if i += size; i == len(format) || verbs[format[i]] == nil {
			at.fail("no conversion that printf knows: %q; for the character write %%%%", "%"+format[i-size:])
		}
		b.WriteString(verbs[format[i]](f, spec, format[i]))
	}
	return bounded(b.String(), at)
}

// spec reads flags, width and precision, and how long they are.
func (f *formatter) spec(s string) (spec string, size int) {
	for size < len(s) && strings.IndexByte("-+ #0", s[size]) >= 0 {
		size++
	}
	spec = "%" + s[:size]
	width, n := f.size(s[size:])
	spec += width
	if size += n; size < len(s) && s[size] == '.' {
		precision, n := f.size(s[size+1:])
		spec += "." + precision
		size += 1 + n
	}
	return spec, size
}

func (f *formatter) size(s string) (text string, size int) {
	if strings.HasPrefix(s, "*") {
		f.at.fail("not every busybox has * in printf; join the width to the format")
	}
	for size < len(s) && isDigit(s[size]) {
		size++
	}
	if n, _ := strconv.Atoi(s[:size]); n > maxWidth || size > 5 {
		f.at.fail("a width of %s; at most %d", s[:size], maxWidth)
	}
	return s[:size], size
}

func (f *formatter) next() value {
	if len(f.args) == 0 {
		f.at.fail("printf has more conversions than arguments")
	}
	v := f.args[0]
	f.args = f.args[1:]
	return v
}

func (f *formatter) text(spec string, _ byte) string {
	f.refuseFlags(spec, "+ #0", 's')
	return padBytes(spec, f.next().text(f.convert, f.at))
}

// padBytes does what C does with %s: Go's counts characters, not bytes.
func padBytes(spec, s string) string {
	left := strings.HasPrefix(spec, "%-")
	width, precision, cut := strings.Cut(strings.TrimLeft(spec[1:], "-"), ".")
	if n, _ := strconv.Atoi(precision); cut && n < len(s) {
		s = s[:n]
	}
	n, _ := strconv.Atoi(width)
	pad := strings.Repeat(" ", max(n-len(s), 0))
	if left {
		return s + pad
	}
	return pad + s
}

func (f *formatter) refuseFlags(spec, flags string, letter byte) {
	for i := 1; i < len(spec) && strings.IndexByte("-+ #0", spec[i]) >= 0; i++ {
		if strings.IndexByte(flags, spec[i]) >= 0 {
			f.at.fail("the flag %c of %%%c is not defined", spec[i], letter)
		}
	}
}

func (f *formatter) char(spec string, _ byte) string {
	f.refuseFlags(spec, "+ #0", 'c')
	v := f.next()
	if v.kind == given && looksNumeric(v.s) {
		f.at.fail("the awks differ on %%c with the input %.20q; add 0, or join an empty string", v.s)
	}
	s := v.s
	if v.kind == isNumber {
		if v.n < 1 || v.n > 255 {
			f.at.fail("%%c with %g; it is for 1 to 255", v.n)
		}
		s = string([]byte{byte(v.n)})
	}
	if s == "" {
		f.at.fail("the awks differ on %%c with an empty string")
	}
	width, _, _ := strings.Cut(spec, ".")
	return padBytes(width, s[:1])
}

func (f *formatter) whole(letter byte) int64 {
	n := math.Trunc(f.next().number(f.at))
	if math.Abs(n) > maxExact {
		f.at.fail("the awks differ on %%%c above 2147483647; use %%.0f", letter)
	}
	return int64(n)
}

func (f *formatter) integer(spec string, letter byte) string {
	f.refuseFlags(spec, "#", letter)
	return fmt.Sprintf(cFlags(spec)+"d", f.whole(letter))
}

func (f *formatter) unsigned(spec string, letter byte) string {
	f.refuseFlags(spec, "+ #", letter)
	n := f.whole(letter)
	if n < 0 {
		f.at.fail("%%%c with a negative number", letter)
	}
	if letter == 'u' {
		letter = 'd'
	}
	return fmt.Sprintf(cFlags(spec)+string(letter), n)
}

func (f *formatter) float(spec string, letter byte) string {
	f.refuseFlags(spec, "#", letter)
	if !strings.Contains(spec, ".") {
		spec += ".6"
	}
	if strings.HasSuffix(spec, ".0") || strings.HasSuffix(spec, ".") {
		spec = strings.TrimSuffix(spec, "0") + zeroDigits[letter]
	}
	return fmt.Sprintf(spec+string(letter), f.next().number(f.at))
}

// zeroDigits is the precision 0, which %g reads as 1.
var zeroDigits = map[byte]string{'g': "1", 'G': "1", 'e': "0", 'E': "0", 'f': "0"}

// cFlags takes out the flag 0 of a whole number where C does not heed it: beside
// a minus or a precision.
func cFlags(spec string) string {
	flags := spec[:len(spec)-len(strings.TrimLeft(spec[1:], "-+ #0"))]
	if strings.Contains(flags, "-") || strings.Contains(spec, ".") {
		return strings.ReplaceAll(flags, "0", "") + spec[len(flags):]
	}
	return spec
}
