//go:build mutants

package escape

import (
	"fmt"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// Which rules the attack would miss if they were not there; it takes minutes, so
// it is run by go test -tags mutants. A rule that it does not miss is not thereby
// needless: it may stop wrong output, or be covered by another.
func TestAttackMissesRules(t *testing.T) {
	needJail(t)
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		for _, r := range languages[d].table() {
			found := ""
			for name, generate := range map[string]templates{"soup": soup, "grammar": grammar} {
				a := &attack{t: t, d: d, generate: generate, lang: languages[d].without(r.ID), seed: testSeed(t)}
				a.run(0, attackTemplates(t, d))
				found += fmt.Sprintf(" %s %d;", name, len(a.findings))
			}
			t.Logf("%s without %s: injections:%s", d.Name, r.ID, found)
		}
	}
}
