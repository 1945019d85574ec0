package lint

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// FuzzShFlow looks for scripts on which the interpreter ends in a panic.
func FuzzShFlow(f *testing.F) {
	for _, dir := range []string{"bad", "good"} {
		names, err := filepath.Glob(filepath.Join("testdata", dir, "*sh"))
		if err != nil || len(names) == 0 {
			f.Fatal(names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
			Check("fuzz", []byte(text), Options{Dialect: d})
		}
	})
}

// BenchmarkShFlow is the interpreter on our own installer; the time to parse it
// says how fast the machine is.
func BenchmarkShFlow(b *testing.B) {
	text, err := os.ReadFile("../../golden/default/install.sh")
	if err != nil {
		b.Fatal(err)
	}
	s := newSource("install.sh", text, Options{})
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.parseSh(s.text); err != nil {
				b.Fatal(err)
			}
		}
	})
	tree, err := s.parseSh(s.text)
	if err != nil {
		b.Fatal(err)
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	b.Run("flow", func(b *testing.B) {
		for b.Loop() {
			script.flow = nil
			script.flowFindings()
		}
	})
}
