package lint

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"mvdan.cc/sh/v3/syntax"
)

// A script in a batch has the findings that it has alone, whatever was checked
// before it: our own outputs, the corpus and all the damages, one after the other.
func TestBatch(t *testing.T) {
	b := NewBatch()
	shared, alone := 0, 0
	compare := func(name, text string) {
		t.Helper()
		s := shScriptOf(t, name, text)
		if s == nil {
			return
		}
		own, family := newFlow(s), b.family(s.source)
		want, got := own.findings(), family.findings(s)
		if got == nil {
			alone++
			return
		}
		shared++
		if n, all := family.flow.steps+family.flow.earlier, own.steps+own.earlier; n < all || n > all+all/20 {
			t.Errorf("%s: %d steps in a batch, %d alone", name, n, all)
		}
		dropEmpty(got)
		dropEmpty(want)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(flowFinding{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: findings (- alone, + in a batch):\n%s", name, diff)
		}
	}
	goldens := goldenScripts(t)
	for range 2 {
		for _, name := range goldens {
			compare(name, read(t, name))
		}
	}
	if alone > 0 {
		t.Errorf("%d scripts of ours are followed alone", alone)
	}
	for _, pattern := range []string{"testdata/*/*.sh", "testdata/*/*.bash", "testdata/*/*.zsh"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, names, err)
		}
		for _, name := range names {
			if filepath.Base(name) != "GS107-loops.sh" { // nobody follows it to its end
				compare(name, read(t, name))
			}
		}
	}
	const installer = "../../golden/default/install.sh"
	script := read(t, installer)
	for _, m := range readMutants(t, "testdata/mutants/install.txt") {
		compare(installer, m.apply(t, script))
	}
	t.Logf("%d scripts together, %d alone", shared, alone)
}

// What is damaged is found in a batch, too, when the undamaged script was checked
// before it and when it is the first: the damage is in the finding's place, and
// nothing of it is left for the script behind it.
func TestBatchOfMutants(t *testing.T) {
	const installer = "../../golden/default/install.sh"
	script := read(t, installer)
	for i, m := range readMutants(t, "testdata/mutants/install.txt") {
		if i%4 > 0 {
			continue // TestBatch has them all
		}
		b := NewBatch()
		texts := []string{script, m.apply(t, script)}
		if i%8 > 0 {
			texts = []string{texts[1], texts[0], texts[1]}
		}
		for n, text := range texts {
			got, want := b.Check(installer, []byte(text), Options{}), Check(installer, []byte(text), Options{})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s, %d. (- alone, + in a batch):\n%s", m.rule, m.name, n+1, diff)
			}
		}
	}
}

func dropEmpty(all map[string][]flowFinding) {
	for rule, found := range all {
		if len(found) == 0 {
			delete(all, rule)
		}
	}
}

func goldenScripts(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"../../golden/*/*.sh", "../../golden/*/*.zsh", "../../golden/*/gosetup"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, names, err)
		}
		all = append(all, names...)
	}
	return all
}

// shScriptOf is a script as the checks get it; nil if it does not parse.
func shScriptOf(t *testing.T, name, text string) *shScript {
	t.Helper()
	s := newSource(name, []byte(text), Options{})
	if s.dialect == nil {
		return nil
	}
	tree, err := s.parseSh(text)
	if err != nil {
		return nil
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	return script
}

// What a call did is done in the next script, too, where it is not run: it takes
// as many steps, and the functions that it called are not run once more.
func TestBatchSteps(t *testing.T) {
	sh := &shShared{}
	for _, n := range []string{"1", "2"} {
		s := shScriptOf(t, "a.sh", "{\nn="+n+"\nouter() { inner; }\ninner() { true; true; mkdir -p x; }\nouter\nexit\n}\n")
		own := newFlow(s)
		own.findings()
		if sh.findings(s) == nil || sh.flow.steps != own.steps {
			t.Errorf("n=%s: %d steps in a batch, %d alone", n, sh.flow.steps, own.steps)
		}
	}
	if sh.flow.turn != 1 || len(sh.flow.memos) != 2 {
		t.Errorf("turn %d, %d functions", sh.flow.turn, len(sh.flow.memos))
	}
}
