package escape

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

var update = flag.Bool("update", false, "rewrite CONTEXTS.md")

// CONTEXTS.md is what the rules say.
func TestContextsDoc(t *testing.T) {
	want := contextsDoc()
	if *update {
		if err := os.WriteFile("CONTEXTS.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("CONTEXTS.md")
	if err != nil || string(got) != want {
		t.Errorf("CONTEXTS.md is out of date (%v); to accept, run:\n\tgo test ./generator/escape -run TestContextsDoc -update", err)
	}
}

// contextsDoc writes the tables of all languages, each only once: sh, bash and
// zsh share theirs.
func contextsDoc() string {
	var b strings.Builder
	b.WriteString(`# Where values can stand

Generated from the rules by "go test ./generator/escape -run TestContextsDoc -update". DO NOT EDIT.

For each language, in the order in which the rules are asked: the first that
knows the place decides. What no rule knows is refused (` + "`any/unknown`" + `). A rule
that takes nothing is a refusal; one with "text that ..." limits what the rules
below it allow. Every example is a test.
`)
	seen := map[string]bool{}
	for _, d := range dialect.All {
		rules := Rules(d)
		if len(rules) == 0 || seen[rules[0].ID] {
			continue
		}
		seen[rules[0].ID] = true
		fmt.Fprintf(&b, "\n## %s\n\n| rule | place | takes | how, or why not | example | with | gives |\n|---|---|---|---|---|---|---|\n", title(d))
		for _, r := range rules {
			why := r.Why
			if r.Instead != "" {
				why += ". Instead: " + r.Instead
			}
			gives := "refused"
			if r.Example.Output != "" {
				gives = cell(r.Example.Output)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", r.ID, prose(r.Place), prose(r.Takes), prose(why), cell(r.Example.Template), cell(fmt.Sprint(r.Example.Value)), gives)
		}
	}
	return b.String()
}

func title(d *dialect.Dialect) string {
	if d == dialect.Sh {
		return "sh, bash, zsh"
	}
	return d.Name
}

// cell is text as code in a table.
func cell(s string) string {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", "|", "&#124;", "*", "&#42;", "_", "&#95;", "`", "&#96;", "\\", "&#92;", "\n", "<br>").Replace(s)
	return "<code>" + s + "</code>"
}

// prose is text as text in a table.
func prose(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "|", "&#124;", "*", "&#42;", "_", "&#95;", "`", "&#96;", "\\", "&#92;", "~", "&#126;", "[", "&#91;").Replace(s)
}
