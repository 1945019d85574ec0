package dialect

import (
	"flag"
	"testing"
)

// go test ./... -update must not stop here, where there is nothing to update.
var _ = flag.Bool("update", false, "")

func TestByName(t *testing.T) {
	for _, c := range []struct {
		name, first string
		want        *Dialect
	}{
		{"a/install.sh", "", Sh}, {"env.ps1", "", PowerShell}, {"x/Brewfile", "", Ruby}, {"a.rb", "", Ruby},
		{"script", "#!/usr/bin/env zsh", Zsh}, {"script", "#!/bin/bash -e", Bash}, {"script", "#!/bin/dash", Sh},
		{"script", "echo", nil}, {"Dockerfile", "", Dockerfile}, {"a.awk", "", Awk}, {"b/c.yml", "", YAML}, {"a.py", "#!", nil}, {"help.txt", "", Text},
	} {
		if got := ByName(c.name, c.first); got != c.want {
			t.Errorf("ByName(%q, %q) = %v", c.name, c.first, got)
		}
	}
}
