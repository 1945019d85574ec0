package lint

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"mvdan.cc/sh/v3/syntax"
)

// What a memo tells is what running the function again would have found: over
// the whole corpus, our own outputs and all the damages, both find the same.
func TestMemo(t *testing.T) {
	if testing.Short() {
		t.Skip("TestFlowMutants looks at the same scripts")
	}
	run, saved := 0, 0
	compare := func(name, text string) {
		with, steps := flowOf(t, name, text, false)
		without, all := flowOf(t, name, text, true)
		run, saved = run+all, saved+all-steps
		if diff := cmp.Diff(without, with, cmp.AllowUnexported(flowFinding{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: findings (- without memos, + with):\n%s", name, diff)
		}
	}
	for _, pattern := range []string{"testdata/*/*.sh", "testdata/*/*.bash", "testdata/*/*.zsh", "../../golden/*/*.sh", "../../golden/*/*.zsh"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, names, err)
		}
		for _, name := range names {
			if filepath.Base(name) != "GS107-loops.sh" { // it is given up, without memos later
				compare(name, read(t, name))
			}
		}
	}
	const installer = "../../golden/default/install.sh"
	script := read(t, installer)
	for _, m := range readMutants(t, "testdata/mutants/install.txt") {
		compare(installer, m.apply(t, script))
	}
	if saved <= 0 {
		t.Errorf("of %d steps none is saved", run)
	}
	t.Logf("%d steps saved of %d", saved, run)
}

// Our own installers stay far below what the interpreter gives up at: a profile
// may name more sources, and each of them is one more way.
func TestFlowSteps(t *testing.T) {
	names, err := filepath.Glob("../../golden/*/install.[sz]*")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if _, steps := flowOf(t, name, read(t, name), false); steps > maxSteps*2/5 {
			t.Errorf("%s: %d steps", name, steps)
		} else {
			t.Logf("%s: %d steps", name, steps)
		}
	}
}

// flowOf is what the interpreter finds in a script, and in how many steps;
// nothing if that does not parse.
func flowOf(t *testing.T, name, text string, forgetful bool) (map[string][]flowFinding, int) {
	t.Helper()
	s := newSource(name, []byte(text), Options{})
	if s.dialect == nil {
		return nil, 0
	}
	tree, err := s.parseSh(text)
	if err != nil {
		return nil, 0
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	f := newFlow(script)
	f.forgetful = forgetful
	found := f.findings()
	for rule, all := range found {
		if len(all) == 0 {
			delete(found, rule)
		}
	}
	return found, f.steps + f.earlier
}
