package posixre

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// rows say where a pattern matches; nil is nowhere.
var rows = []struct {
	pattern string
	o       Options
	text    string
	want    []int
}{
	{`a|ab`, Options{Syntax: Extended}, "xab", []int{1, 3}},
	{`a|b`, Options{}, "a", nil},
	{`a|b`, Options{}, "xa|b", []int{1, 4}},
	{`\(a*\)b`, Options{}, "aab", []int{0, 3, 0, 2}},
	{`a\{2\}`, Options{}, "aaa", []int{0, 2}},
	{`^*a`, Options{}, "*a", []int{0, 2}},
	{`a^b$c`, Options{}, "a^b$c", []int{0, 5}},
	{`.`, Options{}, "\xe9x", []int{0, 1}},
	{`x`, Options{}, "\xc3\xa9\xffx", []int{3, 4}},
	{"\xe9", Options{}, "\xc3\xe9", []int{1, 2}},
	{`[^a]`, Options{}, "a\x80", []int{1, 2}},
	{`[]x]`, Options{}, "]", []int{0, 1}},
	{`[a\]`, Options{}, `\`, []int{0, 1}},
	{`[a\\]`, Options{Syntax: Awk}, `\`, []int{0, 1}},
	{`\101\t`, Options{Syntax: Awk}, "A\t", []int{0, 2}},
	{`a\nb`, Options{Newline: true}, "a\nb", []int{0, 3}},
	{`aé`, Options{Fold: true}, "Aé", []int{0, 3}},
	{"\xe9", Options{Fold: true}, "\xc9", nil},
	{`a.c`, Options{Syntax: Fixed}, "abca.c", []int{3, 6}},
	{`a`, Options{Whole: true}, "aa", nil},
	{`a|aa`, Options{Syntax: Extended, Whole: true}, "aa", []int{0, 2}},
	{`[[:space:]]`, Options{}, "a\v", []int{1, 2}},
	{`k`, Options{Fold: true}, "\u212a", nil},
}

func TestFind(t *testing.T) {
	for _, c := range rows {
		re, err := Compile(c.pattern, c.o)
		if err != nil {
			t.Errorf("%q: %v", c.pattern, err)
			continue
		}
		if got := re.Find(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%q %+v in %q: %v, want %v", c.pattern, c.o, c.text, got, c.want)
		}
	}
}

// Where a group may hold one thing by POSIX and another by package regexp.
func TestAmbiguous(t *testing.T) {
	for pattern, want := range map[string]bool{
		`(a)(b*)`: false, `(a|b)c`: false, `(a|[bc])?d`: false, `(ab|cd|x)`: false, `^(a|b)`: false,
		`(a|ab)(c|bcd)`: true, `(a)*`: true, `(ab){2}`: true, `(a*|b)`: true, `((a)|b)`: true, `(.|a)`: true,
	} {
		re, err := Compile(pattern, Options{Syntax: Extended})
		if err != nil || re.Ambiguous() != want {
			t.Errorf("%s: %v, want %v", pattern, err, want)
		}
	}
}

// FuzzCompile asks that every pattern ends in a match or an *Error, and that
// matches are places of the text.
func FuzzCompile(f *testing.F) {
	for _, c := range rows {
		f.Add(c.pattern, c.text, int(c.o.Syntax), c.o.Fold)
	}
	f.Fuzz(func(t *testing.T, pattern, text string, syntax int, fold bool) {
		if len(pattern) > 200 || len(text) > 1000 {
			return
		}
		re, err := Compile(pattern, Options{Syntax: Syntax(syntax & 3), Fold: fold})
		if err != nil {
			var placed *Error
			if !errors.As(err, &placed) || placed.Offset > len(pattern) {
				t.Fatalf("%q: %v has no place", pattern, err)
			}
			return
		}
		for _, at := range re.FindAll(text) {
			if at[0] > at[1] || at[1] > len(text) {
				t.Fatalf("%q in %q: %v", pattern, text, at)
			}
		}
		if Syntax(syntax&3) == Fixed && !fold && re.Match(text) != strings.Contains(text, pattern) {
			t.Fatalf("%q in %q", pattern, text)
		}
	})
}
