//go:build unix

package main

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// TestFixMends, with gosetup.ps1: what it says it can mend is gone afterwards, a
// second fix finds nothing, and undo gives back every byte.
func TestFixPwsh(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	var mu sync.Mutex
	mended := map[string]bool{}
	t.Run("faults", func(t *testing.T) {
		for _, f := range pwshFaults {
			if f.want == "" || strings.Contains(f.want, " ") || slices.Contains(byInstall, f.want) {
				continue
			}
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				if f.mendedByPwsh(t, k.dist) {
					mu.Lock()
					defer mu.Unlock()
					mended[f.want] = true
				}
			})
		}
	})
	// A setting in Go's env file, a line of a start-up file, lines that Go cannot read.
	for _, id := range []string{"GD05", "GD18", "GD20", "GD36", "GD61"} {
		if !mended[id] {
			t.Errorf("no fault of %s was mended", id)
		}
	}
}

// mendedByPwsh tells whether fix did it; what cannot be mended must stay as it is.
func (f pwshFault) mendedByPwsh(t *testing.T, dist string) bool {
	s := powerShell.sandbox(t)
	f.inject(t, s)
	before := snapshot(t, s.home)
	fix := func(words ...string) result {
		return s.run("", powerShell.call(dist, append([]string{"fix"}, words...)...)...)
	}
	dry := fix(f.want, "--offline", "--dry-run")
	if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" || dry.code != 1 || dry.stderr != "" {
		t.Fatalf("dry run: exit %d\n%s%s\n%s", dry.code, dry.stdout, dry.stderr, diff)
	}
	asked := fix(f.want, "--offline")
	got := fix(f.want, "--offline", "--yes")
	if !strings.Contains(dry.stdout, "To be changed:") {
		if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" || got.code != 1 || !strings.Contains(got.stdout, "gosetup can mend none of that by itself") {
			t.Errorf("nothing can be mended: exit %d\n%s%s\n%s", got.code, got.stdout, got.stderr, diff)
		}
		return false
	}
	if asked.code != 1 || !strings.Contains(asked.stderr, "add --yes") {
		t.Errorf("without a terminal: exit %d\n%s%s", asked.code, asked.stdout, asked.stderr)
	}
	if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "\n"+f.want+" is gone\n") {
		t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		return false
	}
	for key := range f.env { // it stays in this process, but new ones have it no more
		delete(s.env, key)
	}
	if again := fix(f.want, "--offline", "--yes"); again.code != 0 || again.stdout != "nothing is wrong, so there is nothing to mend\n" {
		t.Errorf("a second fix: exit %d\n%s%s", again.code, again.stdout, again.stderr)
	}
	undo := fix("--undo")
	if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" || undo.code != 0 || undo.stderr != "" {
		t.Errorf("undo: exit %d\n%s%s\n%s", undo.code, undo.stdout, undo.stderr, diff)
	}
	return true
}
