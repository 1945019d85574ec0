//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// profileFaults are done to a machine that gosetup install has set up; what they
// need of the profile is in installed.
var profileFaults = []fault{
	{id: "GD71", name: "the Go of the profile is gone", set: func(p *patient) {
		found, _ := filepath.Glob(p.root() + "/go/*")
		os.RemoveAll(found[0])
	}, want: []string{"GD70", "GD71"}, evidence: []string{" is not installed", "gosetup install"}},
	{id: "GD71", name: "no Go is in use", set: func(p *patient) {
		os.Remove(p.root() + "/current")
	}, want: []string{"GD70", "GD71"}, evidence: []string{"no Go is in use", "in use: none"}},
	{id: "GD72", name: "a setting of the profile is gone", set: func(p *patient) {
		p.edit(".config/go/env", `(?m)^GOTOOLCHAIN=.*\n`, "")
	}, evidence: []string{"GOTOOLCHAIN=local"}},
	{id: "GD72", name: "a setting of the profile is another", set: func(p *patient) {
		p.edit(".config/go/env", `(?m)^GOTOOLCHAIN=.*`, "GOTOOLCHAIN=auto")
	}, evidence: []string{"GOTOOLCHAIN=local"}},
	{id: "GD73", name: "a tool of the profile is missing", set: func(p *patient) {
		// It was installed once, and somebody removed it.
		p.write(p.root()+"/undo/tools", p.at("go/bin/hello")+" gosetup.test/hello@v1.0.0 +\n", 0o644)
	}, evidence: []string{"hello@v1.0.0"}},
	{id: "GD74", name: "the block was taken out of a start-up file", set: func(p *patient) {
		p.edit(".zshrc", `(?s)# >>> gosetup.*# <<< gosetup <<<\n`, "")
	}, evidence: []string{".zshrc"}},
}

// edit replaces a part of a file, which must be there.
func (p *patient) edit(name, pattern, with string) {
	p.t.Helper()
	text, err := os.ReadFile(p.at(name))
	if err != nil {
		p.t.Fatal(err)
	}
	changed := regexp.MustCompile(pattern).ReplaceAll(text, []byte(with))
	if string(changed) == string(text) {
		p.t.Fatalf("%s has nothing that %s fits:\n%s", name, pattern, text)
	}
	p.write(name, string(changed), 0o644)
}

// installed makes a machine that gosetup has set up, as new terminals see it.
func installed(t *testing.T, dist string) *patient {
	p := healthy(t)
	p.env["PATH"] = p.tools
	p.install(dist)
	p.env["PATH"] = p.root() + "/current/bin:" + p.at("go/bin") + ":" + p.tools
	return p
}

// install runs gosetup install, with the tools of the system.
func (p *patient) install(dist string) {
	p.t.Helper()
	path := p.env["PATH"]
	p.env["PATH"] = "/usr/bin:/bin"
	if r := p.run("", "dash", dist+"/gosetup", "install", "--no-tools", "--yes"); r.code != 0 {
		p.t.Fatalf("install: exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	p.env["PATH"] = path
}

// A machine that is not what the profile asks for is told so, and what doctor says
// of it, gosetup install, mends it.
func TestDoctorOfTheProfile(t *testing.T) {
	k := testKit(t)
	tools, err := k.render("doctortools", "goenv", "gosetup.test/hello@v1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	machines := map[string]*patient{k.dist: installed(t, k.dist), tools: installed(t, tools)}
	shells := make([][]string, len(profileFaults))
	for i, f := range profileFaults {
		t.Run(f.id+" "+f.name, func(t *testing.T) {
			dist := k.dist
			if f.id == "GD73" {
				dist = tools
			}
			p := machines[dist]
			p.t = t
			f.set(p)
			shells[i] = f.showOn(p, dist, someKeepers(i))
			if f.id == "GD73" {
				return // to build a tool takes seconds
			}
			p.install(dist)
			if diff := cmp.Diff([]string{}, p.examine(posixKeepers[0], dist).found()); diff != "" {
				t.Errorf("after gosetup install (-want +got):\n%s", diff)
			}
		})
	}
	t.Log(faultTable(profileFaults, shells))
}

// After gosetup install nothing is wrong, whatever the login shell is; but for the
// environment of before.
func TestDoctorAfterInstall(t *testing.T) {
	k := testKit(t)
	p := healthy(t)
	p.usesShell("fish")
	p.env["PATH"] = p.tools
	p.install(k.dist)
	f := fault{id: "GD70", evidence: []string{"open a new terminal", p.root() + "/current/bin/go is there"}}
	f.seen(p, posixKeepers[0], k.dist)
	p.env["PATH"] = p.root() + "/current/bin:" + p.at("go/bin") + ":" + p.tools
	for i, shell := range []string{"sh", "bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			p.t = t
			p.env["SHELL"] = filepath.Join(p.tools, shell)
			p.silent(k.dist, posixKeepers[i:i+2])
		})
	}
}
