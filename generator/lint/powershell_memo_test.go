package lint

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ps "github.com/org/gosetup/generator/powershell"
)

// psFindings are those of a script, with the outcomes of calls remembered or not.
func psFindings(t *testing.T, name, text string, forgetful bool) string {
	s := newSource(name, []byte(text), Options{})
	tree, err := ps.Parse(s.text)
	if err != nil {
		return err.Error()
	}
	script := newPS(s, tree)
	script.forgetful = forgetful
	runChecks(s, script, powershellChecks)
	return list(sorted(s.found))
}

// What a function sees decides whether it unpacks what nobody verified: a variable
// of the script by its scope and without, a parameter of the caller, and another
// value the second time.
var psSeen = []string{
	"$done = $true; fetch; unpack",
	"$done = $true; fetch; unpack_script",
	"function outer($done) { fetch; unpack }; outer $true",
	"function outer($done) { unpack }; outer ''; fetch; outer $true",
	"function outer($done) { unpack }; fetch; outer $true; outer ''",
}

const psSeenHead = `& {
function fetch { Invoke-WebRequest -Uri 'https://go.dev/dl/a.zip' -OutFile "$env:TEMP/a.zip" }
function unpack { if ($done) { return }; Expand-Archive -LiteralPath "$env:TEMP/a.zip" -DestinationPath out }
function unpack_script { if ($script:done) { return }; Expand-Archive -LiteralPath "$env:TEMP/a.zip" -DestinationPath out }
`

// It makes no difference to the findings whether a call is run again where its
// outcome is known, in the corpus and in our script with all its damages.
func TestPowerShellRememberedCalls(t *testing.T) {
	texts := map[string]string{"install.ps1": read(t, "../../golden/default/install.ps1")}
	for _, d := range powershellDamages {
		texts[d.rule+": "+d.old+d.new] = strings.Replace(texts["install.ps1"], d.old, d.new, 1)
	}
	for _, text := range psSeen {
		texts[text] = psSeenHead + text + "\n}\n"
	}
	sameRemembered(t, texts, ".ps1", "powershell", psFindings)
}

// sameRemembered compares the findings in these texts, in the corpus and in the
// examples of the rules, of a run that remembers calls and one that does not.
func sameRemembered(t *testing.T, texts map[string]string, ext, dialect string, findings func(t *testing.T, name, text string, runAll bool) string) {
	t.Helper()
	for _, dir := range []string{"bad", "good"} {
		for _, name := range corpus(t, dir) {
			if filepath.Ext(name) == ext && !strings.HasPrefix(filepath.Base(name), "GS107") {
				texts[name] = read(t, name)
			}
		}
	}
	for _, r := range Rules() {
		for i, e := range r.Examples {
			if e.Dialect == dialect {
				texts[fmt.Sprintf("%s-%d%s", r.ID, i, ext)] = e.Text
			}
		}
	}
	for name, text := range texts {
		if diff := cmp.Diff(findings(t, name, text, true), findings(t, name, text, false)); diff != "" {
			t.Errorf("%s (- each call run, + remembered):\n%s", name, diff)
		}
	}
	if len(texts) < 60 {
		t.Errorf("only %d texts", len(texts))
	}
}
