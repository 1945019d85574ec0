package lint

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/dialect"
)

var update = flag.Bool("update", false, "rewrite RULES.md")

// ruleIDs of a table of checks.
func ruleIDs[F any](table []check[F]) []string {
	var ids []string
	for _, c := range table {
		ids = append(ids, c.rule)
	}
	return ids
}

// checked lists the rules that some table has a check for. These have none:
// the framework itself reports them.
func checked() []string {
	return slices.Concat([]string{"GS001", "GS002", "GS005"}, ruleIDs(textChecks), ruleIDs(shChecks), ruleIDs(fishChecks), ruleIDs(powershellChecks), ruleIDs(formulaChecks), ruleIDs(brewfileChecks))
}

// Every rule has a check, and every check a rule.
func TestRulesHaveChecks(t *testing.T) {
	ids := checked()
	for _, r := range Rules() {
		if !slices.Contains(ids, r.ID) {
			t.Errorf("rules/%s.md: no check reports it", r.ID)
		}
	}
	for _, id := range ids {
		if RuleByID(id) == nil {
			t.Errorf("there is no rules/%s.md", id)
		}
	}
}

// ids lists the rules of the findings, each once.
func ids(found []Finding) []string {
	var all []string
	for _, f := range found {
		if !slices.Contains(all, f.Rule.ID) {
			all = append(all, f.Rule.ID)
		}
	}
	return all
}

// expect checks a text and compares the rules that flag it.
func expect(t *testing.T, name, text string, opts Options, want ...string) {
	t.Helper()
	r := Check(name, []byte(text), opts)
	if diff := cmp.Diff(want, ids(r.Findings)); diff != "" {
		t.Errorf("%s: rules that flag it (- want, + got):\n%s%s", name, diff, list(r.Findings))
	}
}

func list(found []Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// What a rule says about itself holds: its bad examples are flagged by it and
// by no other, its good ones by none.
func TestExamples(t *testing.T) {
	for _, r := range Rules() {
		for i, e := range r.Examples {
			name := fmt.Sprintf("%s-%d", r.ID, i+1)
			opts := Options{Role: Program}
			if e.Snippet {
				opts.Role = Snippet
			}
			if e.Debian {
				opts.Platforms = []Platform{Debian}
			}
			if opts.Dialect = dialect.Named(e.Dialect); opts.Dialect == nil {
				t.Errorf("%s: there is no dialect %q", name, e.Dialect)
				continue
			}
			if e.Bad {
				expect(t, name, e.Text, opts, r.ID)
			} else {
				expect(t, name, e.Text, opts)
			}
		}
	}
}

var ruleOfFile = regexp.MustCompile(`^GS\d{3}`)

// The corpus: a bad script is flagged by exactly the rule that its name begins
// with, a good one by none, and every rule has a bad one or a bad example.
func TestCorpus(t *testing.T) {
	have := map[string]bool{}
	for _, name := range corpus(t, "bad") {
		want := ruleOfFile.FindString(filepath.Base(name))
		have[want] = true
		opts := Options{}
		if strings.HasPrefix(want, "GS1") { // what is fetched with which program is not their subject
			opts.Platforms = []Platform{Debian}
		}
		expect(t, name, read(t, name), opts, want)
	}
	good := corpus(t, "good")
	for _, name := range good {
		expect(t, name, read(t, name), Options{})
	}
	for _, r := range Rules() {
		if !have[r.ID] && !slices.ContainsFunc(r.Examples, func(e Example) bool { return e.Bad }) {
			t.Errorf("%s: no bad script shows it", r.ID)
		}
	}
	t.Logf("%d bad scripts, %d good ones", len(have), len(good))
}

func corpus(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("testdata", dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Our own outputs have no finding.
func TestGoldensAreClean(t *testing.T) {
	files := 0
	err := filepath.WalkDir("../../golden", func(name string, e os.DirEntry, err error) error {
		d := dialect.ByName(name, "")
		if err != nil || e.IsDir() || d == nil || !d.CanParse() {
			return err
		}
		files++
		r := Check(name, []byte(read(t, name)), Options{})
		if len(r.Findings) > 0 {
			t.Errorf("%s", list(r.Findings))
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatal(files, err)
	}
}

// A file that no parser can speak for is said to be unchecked.
func TestEncodingEndsChecks(t *testing.T) {
	r := Check("a.sh", []byte("#!/bin/sh\r\nrm -rf \"$1/\"\r\n"), Options{})
	if len(r.Findings) != 1 || r.Findings[0].Rule.ID != "GS003" || !strings.HasSuffix(r.Findings[0].Message, "; the rest was not checked") {
		t.Errorf("a carriage return: %s", list(r.Findings))
	}
}

// RULES.md is the list of the rules as their files have it.
func TestRulesDoc(t *testing.T) {
	const file = "RULES.md"
	want := Doc()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(read(t, file), want); diff != "" {
		t.Errorf("%s is stale (- on disk, + rules/*.md); to accept, run: go test ./generator/lint -update\n%s", file, diff)
	}
}
