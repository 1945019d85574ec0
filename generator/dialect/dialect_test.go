package dialect

import (
	"flag"
	"strings"
	"testing"
)

// go test ./... -update must not stop here, where there is nothing to update.
var _ = flag.Bool("update", false, "")

func TestByName(t *testing.T) {
	for _, c := range []struct {
		name, first string
		want        *Dialect
	}{
		{"a/install.sh", "", Sh}, {"a.sh", "#!/bin/sh", Sh}, {"a.sh", "#!/bin/bash", Bash}, {"a.bash", "#!/bin/sh", Bash}, {"a.sh", "#!/usr/bin/python", Sh}, {"env.ps1", "", PowerShell}, {"x/Brewfile", "", Ruby}, {"a.rb", "", Ruby},
		{"script", "#!/usr/bin/env zsh", Zsh}, {"script", "#!/bin/bash -e", Bash}, {"script", "#!/bin/dash", Sh},
		{"script", "echo", nil}, {"Dockerfile", "", Dockerfile}, {"a.awk", "", Awk}, {"b/c.yml", "", YAML}, {"a.py", "#!", Python}, {"a.pl", "", Perl}, {"a.lua", "#!", nil}, {"help.txt", "", Text},
	} {
		if got := ByName(c.name, c.first); got != c.want {
			t.Errorf("ByName(%q, %q) = %v", c.name, c.first, got)
		}
	}
}

// Nobody is offered a language that nothing can parse.
func TestOffers(t *testing.T) {
	if got, want := Endings(), ".sh .bash .zsh .fish .ps1 .rb .awk .json .1"; got != want {
		t.Errorf("endings %s, want %s", got, want)
	}
	if got, want := Names(), "sh, bash, zsh, fish, powershell, ruby, awk, json, roff"; got != want {
		t.Errorf("names %s, want %s", got, want)
	}
}

// A dialect that has a parser names the place of what it refuses.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		dialect *Dialect
		text    string
		ok      bool
		err     string
	}{
		{Fish, "echo a\n", true, ""},
		{Fish, "# \u00e4\necho a; echo 'b\n", true, "x:2:14: a ' that is not closed"},
		{Fish, "begin", true, "x:1:1: a begin without its end"},
		{Ruby, "tap \"org/tap\"\n", true, ""},
		{Ruby, "tap \"org/tap\"\nbrew \"x\" if )\n", true, "x:2:13: "},
		{PowerShell, "$x = 1\n", true, ""},
		{PowerShell, "$x = 1\n$y = 'a\n", true, "x:2:6: a ' is not closed"},
		{PowerShell, "if ($a) { b && c }", true, "x:1:13: && is an operator of PowerShell 7 only; write if ($?) { ... }"},
		{Awk, "{ print $1 }\n", true, ""},
		{Awk, "{\n  print | \"sh\"\n}\n", true, "x:2:9: "},
		{Zsh, "echo )\n", true, "x:1:6: "},
		{JSON, "{\n  \"a\": }", true, "x:2:8: "},
		{Text, "(", false, ""},
	} {
		ok, err := c.dialect.Parse("x", strings.NewReader(c.text))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if ok != c.ok || !strings.HasPrefix(got, c.err) || (got == "") != (c.err == "") {
			t.Errorf("%s: %q: %v, %q", c.dialect.Name, c.text, ok, got)
		}
	}
}
