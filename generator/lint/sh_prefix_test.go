package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// What shPrefixes says without trying is true: of every prefix, by parsing each
// from its beginning. Long scripts take every 97th, or all where
// GOSETUP_ALL_PREFIXES is set (two minutes).
func TestEveryPrefix(t *testing.T) {
	names := append(corpus(t, "good"), corpus(t, "bad")...)
	for _, glob := range []string{"../../golden/*/install.*sh", "../../golden/*/env/env.*sh"} {
		more, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, more...)
	}
	tried, bad := 0, 0
	for _, name := range names {
		text := read(t, name)
		first, _, _ := strings.Cut(text, "\n")
		d := dialect.ByName(name, first)
		if d != dialect.Sh && d != dialect.Bash && d != dialect.Zsh {
			continue
		}
		s := newSource(name, []byte(text), Options{})
		n, wrong := everyPrefix(t, s)
		tried, bad = tried+n, bad+wrong
	}
	t.Logf("%d prefixes tried in process, %d of them run something, as GS010 and GS011 said", tried, bad)
	if bad == 0 || tried < 5000 {
		t.Error("no bad prefix among them, so this shows nothing")
	}
}

// everyPrefix compares what the checks say of a script's prefixes with parsing
// each of them.
func everyPrefix(t *testing.T, s *source) (tried, bad int) {
	tree, err := s.parseSh(s.text)
	if err != nil || len(tree.Stmts) == 0 {
		return 0, 0
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	last := tree.Stmts[len(tree.Stmts)-1]
	says := map[int]bool{}
	if script.firstEffect() != nil {
		return 0, 0 // GS010 says it of the whole
	}
	for _, at := range script.badPrefixes() {
		says[at] = true
	}
	step := 1
	if len(s.text) > 10_000 && os.Getenv("GOSETUP_ALL_PREFIXES") == "" {
		step = 97
	}
	end := int(last.End().Offset())
	for at := 1; at < end; at += step {
		part, err := s.parseSh(s.text[:at])
		runs := err == nil && !allHarmless(part.Stmts)
		if runs {
			from := offset(part.Stmts[len(part.Stmts)-1])
			i := slices.IndexFunc(tree.Stmts, func(whole *syntax.Stmt) bool { return offset(whole) == from })
			runs = !script.stump(part, tree.Stmts[i])
		}
		if runs && strings.Trim(s.text[at:end], " \t\n;") == "" {
			continue // the whole script
		}
		tried++
		if runs {
			bad++
		}
		if runs != says[at] {
			t.Errorf("%s: the prefix of %d bytes, %q: runs something: %v, the check says %v", s.name, at, tail(s.text[:at]), runs, says[at])
		}
	}
	return tried, bad
}
