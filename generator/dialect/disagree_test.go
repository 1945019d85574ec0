package dialect

import (
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// Each kind is found where it stands, and not in the text beside it that all
// shells read alike.
func TestDisagreements(t *testing.T) {
	for _, c := range []struct {
		variant   syntax.LangVariant
		bad, good string
		want      Disagreed
	}{
		{syntax.LangPOSIX, "true # C:\\\ntrue", "true # C:\\.\ntrue", CommentBackslash},
		{syntax.LangPOSIX, `echo "$[1]"`, `echo "$((1))"`, Subscript},
		{syntax.LangPOSIX, `echo a[ b`, `echo 'a[' b`, Subscript},
		{syntax.LangPOSIX, `echo a[0]`, `echo [0]`, IndexedWord},
		{syntax.LangBash, `declare -a x=(a)b`, `declare -a x=(a) b`, ArrayEnd},
		{syntax.LangPOSIX, "cat <<E\nE\n", "cat <<E\nx\nE\n", HeredocLines},
		{syntax.LangBash, `x="$$(true)"`, `x="${$}(true)"`, DollarDollar},
		{syntax.LangPOSIX, "let x", "set x", Word},
		{syntax.LangPOSIX, "((true); true)", "( (true); true)", Parentheses},
		{syntax.LangZsh, "echo ~'/x'", "echo '~/x'", QuotedTilde},
	} {
		if got := disagreements(t, c.variant, c.bad); len(got) != 1 || got[0].Kind != c.want {
			t.Errorf("%q: %v, want one %s", c.bad, got, c.want)
		}
		if got := disagreements(t, c.variant, c.good); len(got) != 0 {
			t.Errorf("%q: %v, want none", c.good, got)
		}
	}
}

func disagreements(t *testing.T, variant syntax.LangVariant, text string) []Disagreement {
	t.Helper()
	file, err := syntax.NewParser(syntax.Variant(variant), syntax.KeepComments(true)).Parse(strings.NewReader(text), "")
	if err != nil {
		t.Fatal(text, err)
	}
	static := func(w *syntax.Word) (string, bool) { return w.Lit(), w.Lit() != "" }
	command := func(words []*syntax.Word) string {
		if len(words) == 0 {
			return ""
		}
		return words[0].Lit()
	}
	return Shell{Text: text, File: file, Variant: variant, Static: static, Command: command}.Disagreements()
}
