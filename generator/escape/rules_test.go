package escape

import (
	"errors"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// Each rule does what its example says, and without the rule something else
// happens: no rule can be lost or made useless by another unseen.
func TestEveryRule(t *testing.T) {
	for _, d := range dialect.All {
		lang, ok := languages[d]
		if !ok {
			continue
		}
		for _, r := range lang.table() {
			if r.ID == "zsh/adjacent" && d != dialect.Zsh || r.ID == "posix/word" && d != dialect.Sh || (r.ID == "bash/ansi" || r.ID == "bash/array-end") && d == dialect.Sh {
				continue
			}
			t.Run(d.Name+"/"+r.ID, func(t *testing.T) {
				with, code := outcome(t, d, lang, r)
				if r.Example.Output != "" && (with != r.Example.Output || code != "") {
					t.Errorf("gives %q %s, not %q", with, code, r.Example.Output)
				}
				if r.Example.Output == "" && code != r.ID {
					t.Errorf("gives %q %s, and should be refused by this rule", with, code)
				}
				without, otherCode := outcome(t, d, lang.without(r.ID), r)
				if without == with && otherCode == code {
					t.Errorf("the outcome is the same without the rule: %q %s", without, otherCode)
				}
			})
		}
	}
}

// outcome is what the example of r gives under lang, or the code of its error.
func outcome(t *testing.T, d *dialect.Dialect, lang language, r Rule) (text, code string) {
	t.Helper()
	tmpl := New(d)
	tmpl.lang = lang
	if _, err := tmpl.Parse("example", r.Example.Template); err != nil {
		t.Fatal(err)
	}
	v := r.Example.Value
	if c, ok := v.(Code); ok && c.dialect == nil {
		v = Code{dialect: d, text: c.text}
	}
	var b strings.Builder
	err := tmpl.Execute(&b, v)
	var own *Error
	if err != nil && !errors.As(err, &own) {
		t.Fatal(err)
	}
	if own != nil {
		return "", own.Code
	}
	return b.String(), ""
}
