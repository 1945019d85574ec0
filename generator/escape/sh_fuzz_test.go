package escape

import (
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

var shDialects = []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh}

// A value that is accepted comes out of every kind of quotes as it went in, as
// the parser decodes them; an escaper that refuses everything is found by the
// round trips.
func FuzzShQuote(f *testing.F) {
	for _, v := range worst {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, d := range shDialects {
			for _, text := range []string{"x={{.}}", `x="{{.}}"`, "x='{{.}}'", `x="a"{{.}}"b"`} {
				out, err := execute(d, text, v)
				if err != nil {
					if plain(v) == nil {
						t.Errorf("%s: %s with %q: %v", d.Name, text, v, err)
					}
					continue
				}
				want := v
				if strings.HasPrefix(text, `x="a"`) {
					want = "a" + v + "b"
				}
				if got := decodeAssignment(t, d, out); got != want {
					t.Errorf("%s: %q became %s, which is %q", d.Name, v, out, got)
				}
			}
		}
	})
}

// decodeAssignment parses x=WORD and decodes the word.
func decodeAssignment(t *testing.T, d *dialect.Dialect, text string) string {
	t.Helper()
	file, err := languages[d].(shLanguage).parse(text)
	if err != nil || len(file.Stmts) != 1 {
		t.Fatalf("%q: %v", text, err)
	}
	value := assignments(file)
	if len(value) != 1 {
		t.Fatalf("%q: %d assignments", text, len(value))
	}
	decoded, ok := static(value[0])
	if !ok {
		t.Fatalf("%q: not a fixed word", text)
	}
	return decoded
}

// The canon of any text is made without a crash, and is the same each time.
func FuzzShCanon(f *testing.F) {
	for _, r := range shRules {
		f.Add(r.Example.Template)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range shDialects {
			one, err := languages[d].canon(text)
			two, again := languages[d].canon(text)
			if one != two || (err == nil) != (again == nil) {
				t.Errorf("%s: %q has two canons", d.Name, text)
			}
		}
	})
}

// Any template at all, and any value: what is accepted has as much syntax with
// the value as with a letter in its place.
func FuzzShPlace(f *testing.F) {
	for _, r := range shRules {
		f.Add(strings.ReplaceAll(r.Example.Template, "{{.}}", "@"), `x'; touch PWNED; #`)
	}
	f.Fuzz(func(t *testing.T, text, v string) {
		if strings.Contains(text, "{{") || strings.Contains(v, "\x00") {
			return
		}
		template := strings.ReplaceAll(text, "@", "{{.}}")
		for _, d := range shDialects {
			hostile, err := execute(d, template, v)
			if err != nil {
				continue
			}
			benign, err := execute(d, template, "a")
			if err != nil {
				continue // a number, or the name of a function
			}
			one, err1 := languages[d].canon(hostile)
			two, err2 := languages[d].canon(benign)
			if err1 != nil || err2 != nil || strings.Count(one, "\x00") != strings.Count(two, "\x00") {
				t.Errorf("%s: %q with %q: %v %v\n%q\n%q", d.Name, template, v, err1, err2, one, two)
			}
		}
	})
}

// assignments are the words that a script assigns.
func assignments(file *syntax.File) []*syntax.Word {
	var all []*syntax.Word
	syntax.Walk(file, func(n syntax.Node) bool {
		if a, ok := n.(*syntax.Assign); ok && a.Value != nil {
			all = append(all, a.Value)
		}
		return true
	})
	return all
}
