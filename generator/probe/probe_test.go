package probe

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs instead of comparing")

// The pages are those that the table makes.
func TestPages(t *testing.T) {
	pages, err := Pages()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		err := errors.Join(os.RemoveAll("docs"), os.Mkdir("docs", 0o755))
		for name, text := range pages {
			err = errors.Join(err, os.WriteFile(filepath.Join("docs", name), []byte(text), 0o644))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	committed := map[string]string{}
	entries, err := os.ReadDir("docs")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join("docs", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		committed[e.Name()] = string(text)
	}
	if diff := cmp.Diff(committed, pages); diff != "" {
		t.Errorf("docs are stale (-committed +generated); to accept, run: go test ./generator/probe -update\n%s", diff)
	}
}

// Every row is whole, and no ID is there twice.
func TestRows(t *testing.T) {
	id := regexp.MustCompile(`^GD[0-9]{2}$`)
	seen := map[string]bool{}
	for _, p := range All() {
		if !id.MatchString(p.ID) || seen[p.ID] {
			t.Errorf("%s: not an ID, or twice", p.ID)
		}
		seen[p.ID] = true
		if !slices.Contains(Severities, p.Severity) {
			t.Errorf("%s: %q is no severity", p.ID, p.Severity)
		}
		for what, text := range map[string]string{"Title": p.Title, "Looks": p.Looks, "Why": p.Why, "Fix": p.Fix} {
			if text == "" || strings.TrimSpace(text) != text || strings.Contains(text, "\n") {
				t.Errorf("%s: %s is %q", p.ID, what, text)
			}
		}
		for _, goos := range p.On {
			if !slices.Contains(everywhere, goos) {
				t.Errorf("%s: %q is no GOOS", p.ID, goos)
			}
		}
	}
	all := len(goProbes) + len(pathProbes) + len(settingsProbes) + len(cgoProbes) + len(toolsProbes) + len(projectProbes) + len(machineProbes) + len(networkProbes) + len(profileProbes)
	if len(seen) != all {
		t.Errorf("%d probes of %d are in a group", len(seen), all)
	}
	for _, false := range []string{"GD08", "GD09", "GD22", "GD55"} { // what circulates and is no failure
		if seen[false] {
			t.Errorf("%s is no failure", false)
		}
	}
}
