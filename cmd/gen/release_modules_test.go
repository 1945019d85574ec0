package main

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// modules.txt has the modules of gen on every system, as go.sum has them.
func TestModules(t *testing.T) {
	sums := map[string]string{}
	text, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		word := strings.Fields(line)
		sums[word[0]+" "+word[1]] = word[2]
	}
	all := map[string]bool{}
	for _, goos := range []string{"darwin", "linux", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".")
		cmd.Env = append(os.Environ(), "GOOS="+goos)
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if line = strings.TrimSpace(line); line != "" {
				all[line] = true
			}
		}
	}
	var want strings.Builder
	for _, m := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&want, "%s %s\n", m, sums[m])
	}
	if *update {
		if err := os.WriteFile("modules.txt", []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if modulesText != want.String() {
		t.Error("modules.txt is stale; to accept, run\n\tgo test ./cmd/gen -run TestModules -update")
	}
}
