package lint

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

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
	bad0, whole := script.badPrefixes()
	if !whole {
		t.Fatalf("%s: the budget ran out", s.name)
	}
	for _, at := range bad0 {
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
		last := tree.Stmts[len(tree.Stmts)-1]
		runs = runs || script.inHeredoc(last, at) // TestHeredocPrefix asks the shells
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

// A shell runs a here-document that is cut, with what there is of it; the parser
// refuses it.
func TestHeredocPrefix(t *testing.T) {
	const text = "cat <<E\none\ntwo\nE\n"
	r := Check("x.sh", []byte("#!/bin/sh\n"+text), Options{})
	if got := ids(r.Findings); !slices.Contains(got, "GS011") || !strings.Contains(list(r.Findings), "10 of the") {
		t.Errorf("%v\n%s", got, list(r.Findings))
	}
	for _, shell := range []string{"dash", "bash", "mksh", "busybox", "yash", "zsh"} {
		program, err := exec.LookPath(shell)
		if err != nil {
			if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" {
				t.Errorf("%s is not installed; ./test installs it", shell)
			}
			continue
		}
		args := []string{"-s"}
		if shell == "busybox" {
			args = []string{"sh", "-s"}
		}
		cmd := exec.Command(program, args...)
		cmd.Stdin = strings.NewReader(text[:len("cat <<E\none\n")])
		out, _ := cmd.Output()
		t.Logf("%s prints %q", shell, out)
		if shell == "dash" && string(out) != "one\n" {
			t.Errorf("dash prints %q; then a cut here-document is no effect", out)
		}
	}
}

// What is long and outside of a group ends the check, and is said.
func TestPrefixBudget(t *testing.T) {
	for _, text := range []string{"f() { cat; }\nf \"" + strings.Repeat("payload line\n", 10_000) + "\"\n", strings.Repeat(": $(", 3000) + strings.Repeat(")", 3000)} {
		start := time.Now()
		r := Check("x.sh", []byte("#!/bin/sh\n"+text), Options{})
		if !slices.Contains(ids(r.Findings), "GS011") && !slices.Contains(ids(r.Findings), "GS010") {
			t.Errorf("%.40q: %v", text, ids(r.Findings))
		}
		t.Logf("%.20q: %v", text, time.Since(start))
	}
}
