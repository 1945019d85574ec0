package lint

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A mutant is a script with a mistake, and the rule that must find it.
type mutant struct {
	rule, name string
	edits      []edit
}

// An edit replaces lines that must be there once.
type edit struct{ old, new string }

// readMutants reads testdata/mutants: "@ RULE name", then lines to take out,
// each behind -, and lines to put there, each behind +.
func readMutants(t *testing.T, name string) []mutant {
	t.Helper()
	var all []mutant
	var old, new []string
	flush := func() {
		if len(old) > 0 {
			m := &all[len(all)-1]
			m.edits = append(m.edits, edit{strings.Join(old, "\n"), strings.Join(new, "\n")})
		}
		old, new = nil, nil
	}
	for _, line := range strings.Split(read(t, name), "\n") {
		switch {
		case strings.HasPrefix(line, "@ "):
			flush()
			rule, what, _ := strings.Cut(line[2:], " ")
			all = append(all, mutant{rule: rule, name: what})
		case strings.HasPrefix(line, "-"):
			if len(new) > 0 {
				flush()
			}
			old = append(old, line[1:])
		case strings.HasPrefix(line, "+"):
			new = append(new, line[1:])
		}
	}
	flush()
	return all
}

// apply makes the mutant of a script.
func (m mutant) apply(t *testing.T, script string) string {
	t.Helper()
	for _, e := range m.edits {
		if n := strings.Count(script, e.old); n != 1 {
			t.Fatalf("%s %s: %d times in the script:\n%s", m.rule, m.name, n, e.old)
		}
		script = strings.Replace(script, e.old, e.new, 1)
	}
	return script
}

// Every mutant of our own installers is flagged by the rule against its mistake.
// The installer of zsh differs from that of sh in its first lines only, so a
// short run leaves it out.
func TestFlowMutants(t *testing.T) {
	mutants := readMutants(t, "testdata/mutants/install.txt")
	for _, file := range []string{"install.sh", "install.zsh"} {
		if testing.Short() && file == "install.zsh" {
			continue
		}
		script := read(t, filepath.Join("../../golden/default", file))
		killed := 0
		for _, m := range mutants {
			r := Check(file, []byte(m.apply(t, script)), Options{})
			if got := ids(r.Findings); slices.Contains(got, m.rule) {
				killed++
			} else {
				t.Errorf("%s: %s %s: flagged by %v", file, m.rule, m.name, got)
			}
		}
		t.Logf("%s: %d mutants killed of %d", file, killed, len(mutants))
	}
}
