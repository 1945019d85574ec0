package powershell

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A mutant is a piece of our scripts with one change.
type mutant struct{ what, text string }

// pieces are the functions of our scripts and the frames without them.
func pieces(t testing.TB) []string {
	all := map[string]bool{}
	for name, text := range golden(t) {
		script, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(text) < 10_000 {
			all[text] = true
			continue
		}
		all[frame(text)] = true
		Walk(&script.Block, func(n Node) bool {
			if f, ok := n.(*Function); ok {
				all[text[f.Start:f.End]+"\n"] = true
			}
			return true
		})
	}
	return slices.Sorted(maps.Keys(all))
}

// edits are the changes: of the text with tokens a and b, which follow each
// other.
var edits = []struct {
	name string
	do   func(text string, a, b Token) string
}{
	{"without", func(s string, a, b Token) string { return s[:a.Start] + s[a.End:] }},
	{"twice", func(s string, a, b Token) string { return s[:a.End] + " " + s[a.Start:] }},
	{"twice, touching", func(s string, a, b Token) string { return s[:a.End] + s[a.Start:] }},
	{"swapped", func(s string, a, b Token) string {
		return s[:a.Start] + s[b.Start:b.End] + s[a.End:b.Start] + s[a.Start:a.End] + s[b.End:]
	}},
	{"without its last byte", func(s string, a, b Token) string { return s[:a.End-1] + s[a.End:] }},
	{"cut", func(s string, a, b Token) string { return s[:a.End] }},
}

// mutants are n mutants, always the same for the same scripts.
func mutants(t testing.TB, n int) []mutant {
	r := rand.New(rand.NewSource(1))
	all := pieces(t)
	var found []mutant
	seen := map[string]bool{}
	for len(found) < n {
		text := all[r.Intn(len(all))]
		tokens, err := lex(text, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(tokens) < 3 {
			continue
		}
		i := r.Intn(len(tokens) - 1)
		e := edits[r.Intn(len(edits))]
		a, b := tokens[i], tokens[i+1]
		if m := e.do(text, a, b); a.Kind != TokenComment && m != text && !seen[m] {
			seen[m] = true
			found = append(found, mutant{fmt.Sprintf("%s: %q in %q", e.name, text[a.Start:a.End], around(text, a.Start)), m})
		}
	}
	return found
}

func around(text string, at int) string { return text[max(0, at-30):min(len(text), at+30)] }

// grammarRefuses asks the grammar that editors use, which shares no code with
// us, which of the texts it refuses.
func grammarRefuses(t *testing.T, texts []string) []bool {
	t.Helper()
	grammars := filepath.Join("..", "testdata", "grammars")
	if _, err := os.Stat(filepath.Join(grammars, "node_modules")); err != nil {
		if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" {
			t.Fatal("the npm packages of the grammars are not installed; ./test installs them")
		}
		t.Skip("the npm packages of the grammars are not installed; ./test installs them")
	}
	dir := t.TempDir()
	argv := []string{filepath.Join(grammars, "check.mjs"), "powershell"}
	for i, text := range texts {
		name := filepath.Join(dir, fmt.Sprintf("%05d.ps1", i))
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		argv = append(argv, name)
	}
	out, err := exec.Command("node", argv...).Output()
	if exit, ok := err.(*exec.ExitError); err != nil && (!ok || exit.ExitCode() != 1) {
		t.Fatalf("node: %v\n%s", err, out)
	}
	refuses := make([]bool, len(texts))
	for line := range strings.Lines(string(out)) {
		var i int
		if _, err := fmt.Sscanf(filepath.Base(line), "%05d.ps1:", &i); err == nil {
			refuses[i] = true
		}
	}
	return refuses
}

// settled are the kinds of mutants that the grammar refuses and PowerShell does
// not, with the reason.
var settled = []struct {
	why   string
	holds func(m mutant, s *Script) bool
}{
	{"the grammar wants at least one statement", func(_ mutant, s *Script) bool { return len(s.Body) == 0 || emptyBlock(s) }},
	{"a keyword that is none any more is the name of a command, of whose arguments the grammar knows only some", func(m mutant, _ *Script) bool {
		return regexp.MustCompile(`^[a-z, ]+: "(function|filter|if|try|switch|for|foreach|while|do|return|throw|break|continue|exit)"`).MatchString(m.what)
	}},
	{"the grammar does not know 1-1 as an argument, which is a word", func(m mutant, _ *Script) bool {
		return regexp.MustCompile(`^twice, touching: "-?[0-9]`).MatchString(m.what)
	}},
	{"the grammar wants each case of a switch on a line of its own", func(_ mutant, s *Script) bool { return sameLineCases(s) }},
}

// emptyBlock tells whether there is a { } with nothing in it as a value.
func emptyBlock(s *Script) bool {
	found := false
	Walk(s, func(n Node) bool {
		block, ok := n.(*ScriptBlock)
		found = found || ok && len(block.Body.Body) == 0
		return !found
	})
	return found
}

// sameLineCases tells whether a case of a switch begins in the line in which the
// one before ends.
func sameLineCases(s *Script) bool {
	found := false
	Walk(s, func(n Node) bool {
		if sw, ok := n.(*Switch); ok {
			for i := 1; i < len(sw.Cases); i++ {
				behind := strings.TrimLeft(s.Text[sw.Cases[i-1].Body.End:], " \t")
				found = found || !strings.HasPrefix(behind, "\n")
			}
		}
		return !found
	})
	return found
}

func settledBy(m mutant, s *Script) string {
	for _, kind := range settled {
		if kind.holds(m, s) {
			return kind.why
		}
	}
	return ""
}

// reason is an error without what is particular to one text.
var reason = regexp.MustCompile(`"[^"]*"|[$@%^&|(){}\[\]<>=!;,'+*/.:~#-]+\S*`)

// What the grammar refuses we refuse. We refuse more, and count it.
func TestGrammarAgrees(t *testing.T) {
	all := mutants(t, 3000)
	texts := make([]string, len(all))
	for i, m := range all {
		texts[i] = m.text
	}
	refuses := grammarRefuses(t, texts)
	count := map[string]int{}
	stricter := map[string]int{}
	for i, m := range all {
		script, err := Parse(m.text)
		switch {
		case err == nil && refuses[i]:
			count["refused by the grammar alone"]++
			if why := settledBy(m, script); why != "" {
				t.Logf("settled: %s: %s", m.what, why)
			} else {
				t.Errorf("only the grammar refuses: %s", m.what)
			}
		case err == nil:
			count["accepted by both"]++
		case refuses[i]:
			count["refused by both"]++
		default:
			count["refused by us alone"]++
			stricter[reason.ReplaceAllString(err.Error(), "_")]++
		}
	}
	t.Logf("%d mutants: %v", len(all), count)
	for _, why := range slices.SortedFunc(maps.Keys(stricter), func(a, b string) int { return stricter[b] - stricter[a] }) {
		t.Logf("%4d we alone: %s", stricter[why], why)
	}
	if count["refused by both"] < len(all)/5 || count["accepted by both"] < len(all)/20 {
		t.Error("the mutants are of one kind only")
	}
}

// grammarWeak are good texts that the grammar refuses: scripts without a
// statement, sums of suffixes, bare words with commas or dashes, labels, bare
// words and braces as patterns of a switch, code right behind param().
var grammarWeak = []string{
	"", "\n", "# only a comment", "<# a\nblock #>", "1kb, 2MB, 3l, 4d, 0x1F, 1.5e3, .5", "a b, c, $d", "a --b -- c",
	":outer foreach ($x in $y) { break outer }", ":o while (1) { continue o }", "switch ($a) { 1 { b } 'c' { d } default { e } }",
	"switch (f $a) { (g b) { c } { $_ -gt 1 } { d } e { f } }",
	"function Get-It { [CmdletBinding()] param([Parameter(Mandatory = $true)][string]$Name, [switch]$Force) $Name }",
}

// The grammar takes what we call good, but for what it does not know.
func TestGrammarTakesGood(t *testing.T) {
	for i, refuses := range grammarRefuses(t, good) {
		if refuses != slices.Contains(grammarWeak, good[i]) {
			t.Errorf("%q: the grammar refuses it: %v", good[i], refuses)
		}
	}
}

// pwshAsk reads texts as JSON and says of each whether PowerShell's own parser
// takes it.
const pwshAsk = `$texts = [Console]::In.ReadToEnd() | ConvertFrom-Json
ConvertTo-Json -Compress @(foreach ($text in $texts) { $e = $null; [void][System.Management.Automation.Language.Parser]::ParseInput($text, [ref]$null, [ref]$e); [bool]$e.Count })`

// Where PowerShell is installed, its own parser is asked about the same mutants
// and about the texts of the tables: what it refuses, we refuse, and it takes
// all that we call good.
func TestPowerShellAgrees(t *testing.T) {
	if _, err := exec.LookPath("pwsh"); err != nil {
		t.Skip("pwsh is not installed")
	}
	texts := slices.Clone(good)
	for _, m := range mutants(t, 3000) {
		texts = append(texts, m.text)
	}
	data, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pwsh", "-NoProfile", "-NonInteractive", "-Command", pwshAsk)
	cmd.Stdin = strings.NewReader(string(data))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var refuses []bool
	if err := json.Unmarshal(out, &refuses); err != nil || len(refuses) != len(texts) {
		t.Fatalf("%d answers for %d texts: %v", len(refuses), len(texts), err)
	}
	for i, text := range texts {
		if _, err := Parse(text); err == nil && refuses[i] {
			t.Errorf("only PowerShell refuses %q", text)
		}
	}
}
