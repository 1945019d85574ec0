package lint

import (
	"os"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// The rules of craft look at the biggest of our scripts; the budget is 3 ms.
func BenchmarkShCraft(b *testing.B) {
	const name = "../../golden/default/install.sh"
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	s := newSource(name, text, Options{})
	tree, err := s.parseSh(s.text)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(s.text)))
	for b.Loop() {
		s.found, s.remarks = nil, nil
		script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
		script.index()
		runChecks(s, script, shCraftChecks)
		if len(s.found) > 0 {
			b.Fatal(s.found)
		}
	}
}

// All rules on the biggest of our scripts; the interpreter is most of it.
func BenchmarkShCheck(b *testing.B) {
	const name = "../../golden/default/install.sh"
	text, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if r := Check(name, text, Options{}); len(r.Findings) > 0 {
			b.Fatal(r.Findings)
		}
	}
}
