//go:build unix

package main

import (
	"os"
)

// inEnvironment and inEnvFile are the two places where a setting stands, for a row.
func inEnvironment(key, value string) func(p *patient) {
	return func(p *patient) { p.env[key] = value }
}

func inEnvFile(text string) func(p *patient) {
	return func(p *patient) { p.write(".config/go/env", text, 0o644) }
}

var settingsFaults = []fault{
	{id: "GD18", name: "GOSUMDB=off in the environment", set: inEnvironment("GOSUMDB", "off"), evidence: []string{"GOSUMDB=off in this environment"}},
	{id: "GD18", name: "GOSUMDB=off in Go's env file", set: inEnvFile("GOSUMDB=off\n"), evidence: []string{"go/env:1: GOSUMDB=off", "go env -u GOSUMDB"}},
	{id: "GD18", name: "GOPRIVATE=* in .zshrc", set: func(p *patient) {
		p.usesShell("zsh")
		p.write(".zshrc", "export GOPRIVATE='*'\n", 0o644)
	}, evidence: []string{".zshrc:1:export GOPRIVATE='*'", "zsh-interactive"}},
	{id: "GD18", name: "GONOSUMDB has *", set: inEnvironment("GONOSUMDB", "example.com,*"), evidence: []string{"GONOSUMDB=example.com,*"}},
	{id: "GD18", name: "GOINSECURE", set: inEnvFile("GOINSECURE=git.corp.example\n"), evidence: []string{"GOINSECURE=git.corp.example"}},
	{id: "GD18", name: "-insecure in GOFLAGS", set: inEnvironment("GOFLAGS", "-v -insecure"), evidence: []string{"GOFLAGS=-v -insecure"}},
	{id: "GD20", name: "GO111MODULE=off in the environment", set: inEnvironment("GO111MODULE", "off"), evidence: []string{"GO111MODULE=off in this environment"}},
	{id: "GD20", name: "GO111MODULE=off in Go's env file", set: inEnvFile("\nGO111MODULE=off\n"), evidence: []string{"go/env:2: GO111MODULE=off"}},
	{id: "GD20", name: "GO111MODULE=off in conf.d of fish", set: func(p *patient) {
		p.usesShell("fish")
		p.write(".config/fish/conf.d/go.fish", "set -gx GO111MODULE off\n", 0o644)
	}, evidence: []string{"conf.d/go.fish:1:set -gx GO111MODULE off", "fish-login, fish-interactive"}},
	{id: "GD21", name: "GO111MODULE=auto", set: inEnvFile("GO111MODULE=auto\n"), evidence: []string{"go/env:1: GO111MODULE=auto"}},
	{id: "GD23", name: "the environment overrides the env file", set: func(p *patient) {
		p.env["GOPRIVATE"] = "git.one.example"
		p.write(".profile", "export GOPRIVATE=git.one.example\n", 0o644)
		p.write(".config/go/env", "GOTELEMETRY=off\nGOPRIVATE=git.two.example\n", 0o644)
	}, evidence: []string{"GOPRIVATE=git.one.example in this environment", ".profile:1:export GOPRIVATE", "go/env:2: GOPRIVATE=git.two.example"}},
	{id: "GD23", name: "one shell overrides the env file", set: func(p *patient) {
		p.usesShell("zsh")
		p.write(".zshrc", "export GOPRIVATE=git.one.example\n", 0o644)
		p.write(".config/go/env", "GOPRIVATE=git.two.example\n", 0o644)
	}, evidence: []string{"GOPRIVATE=git.one.example in zsh-interactive"}},
	{id: "GD61", name: "carriage returns", set: inEnvFile("GOPROXY=https://proxy.example\r\nGOSUMDB=off\r\n"), evidence: []string{"go/env:1 ends with a carriage return", "go/env:2 ends"}},
	{id: "GD61", name: "export", set: inEnvFile("GOPRIVATE=a.example\nexport GOFLAGS=-mod=mod\n"), evidence: []string{"go/env:2 begins with export: export GOFLAGS=-mod=mod"}},
	{id: "GD61", name: "blanks around =", set: inEnvFile("# mine\nGOPROXY = direct\n"), evidence: []string{"go/env:2 is not KEY=VALUE: GOPROXY = direct"}},
	{id: "GD36", name: "GOOS in Go's env file", set: inEnvFile("GOOS=windows\n"), evidence: []string{"go/env:1: GOOS=windows", "go env -u GOOS"}},
	{id: "GD36", name: "GOOS and GOARCH in the environment", set: func(p *patient) {
		p.env["GOOS"], p.env["GOARCH"] = "windows", otherArch
	}, evidence: []string{"GOOS=windows in this environment", "GOARCH=" + otherArch}},
	{id: "GD37", name: "GOARCH alone in the environment", set: inEnvironment("GOARCH", otherArch), evidence: []string{"GOARCH=" + otherArch + " in this environment"}},
	{id: "GD37", name: "GOOS alone in .zshrc", set: func(p *patient) {
		p.usesShell("zsh")
		p.write(".zshrc", "export GOOS=windows\n", 0o644)
	}, evidence: []string{".zshrc:1:export GOOS=windows"}},
	{id: "GD38", name: "GOOS=macos", set: inEnvironment("GOOS", "macos"), evidence: []string{"Go has no GOOS called macos; it is darwin"}},
	{id: "GD38", name: "GOARCH=x86_64 in Go's env file", set: inEnvFile("GOARCH=x86_64\n"), evidence: []string{"go/env:1: GOARCH=x86_64", "it is amd64"}},
	{id: "GD39", name: "GOBIN and another system", set: func(p *patient) {
		p.env["GOBIN"], p.env["GOOS"] = p.home+"/bin", "windows"
	}, want: []string{"GD37", "GD39"}, evidence: []string{"GOOS=windows", "GOBIN="}},
	{id: "GD50", name: "-mod=vendor in GOFLAGS", set: inEnvFile("GOFLAGS=-v -mod=vendor\n"), evidence: []string{"go/env:1: GOFLAGS=-v -mod=vendor"}},
	{id: "GD50", name: "-mod=mod in the environment", set: inEnvironment("GOFLAGS", "-mod=mod"), evidence: []string{"GOFLAGS=-mod=mod in this environment"}},
	{id: "GD14", name: "a comma between proxies", set: inEnvFile("GOPROXY=https://a.example,https://b.example,direct\n"),
		evidence: []string{"go/env:1: GOPROXY=", "go env -w GOPROXY='https://a.example|https://b.example|direct'"}},
}

// nobody is who runs doctor where root could write everything.
func (p *patient) nobody() {
	if os.Geteuid() == 0 {
		p.uid = 65534
		for _, dir := range []string{p.home, p.tmp} {
			os.Chown(dir, int(p.uid), int(p.uid))
		}
		os.Chmod(p.home+"/..", 0o755)
	}
}

// own gives files to whoever runs doctor.
func (p *patient) own(names ...string) {
	if p.uid == 0 {
		return
	}
	for _, name := range names {
		if err := os.Chown(p.at(name), int(p.uid), int(p.uid)); err != nil {
			p.t.Fatal(err)
		}
	}
}

var cacheFaults = []fault{
	{id: "GD46", name: "GOPATH is relative", set: inEnvironment("GOPATH", "go"), evidence: []string{"GOPATH is not an absolute path: go"}},
	{id: "GD46", name: "GOCACHE begins with ~", set: inEnvFile("GOCACHE=~/cache\n"), evidence: []string{"go/env:1: GOCACHE=~/cache"}},
	{id: "GD46", name: "GOCACHE is off", set: inEnvironment("GOCACHE", "off"), evidence: []string{"GOCACHE=off in this environment"}},
	{id: "GD46", name: "GOCACHE is read-only", set: func(p *patient) {
		p.nobody()
		p.mkdir("cache")
		p.own("cache")
		os.Chmod(p.at("cache"), 0o555)
		p.env["GOCACHE"] = p.at("cache")
	}, evidence: []string{"GOCACHE, ", "/cache, cannot be written", "dr-xr-xr-x", "chmod u+rwx "}},
	{id: "GD46", name: "GOMODCACHE cannot be made", set: func(p *patient) {
		p.nobody()
		p.mkdir("locked")
		p.own("locked")
		os.Chmod(p.at("locked"), 0o555)
		p.env["GOMODCACHE"] = p.at("locked/a/b")
	}, evidence: []string{"GOMODCACHE, ", "/locked/a/b, cannot be written", "/locked"}},
	{id: "GD46", name: "GOCACHE is a file", set: func(p *patient) {
		p.write("cache", "", 0o644)
		p.env["GOCACHE"] = p.at("cache")
	}, evidence: []string{"/cache, is not a directory"}},
	{id: "GD46", name: "sudo go left a cache of root", set: func(p *patient) {
		p.nobody()
		p.mkdir(".cache/go-build/0a")
		p.mkdir(".cache/go-build/a0")
		p.own(".cache", ".cache/go-build", ".cache/go-build/0a")
		if os.Geteuid() != 0 { // then nobody here can make files of root
			os.Chmod(p.at(".cache/go-build/a0"), 0o555)
		}
	}, evidence: []string{"/.cache/go-build/a0, cannot be written", "/.cache/go-build/a0"}},
	{id: "GD46", name: "GOPATH is root's", set: func(p *patient) {
		p.nobody()
		p.mkdir("gopath")
		os.Chmod(p.at("gopath"), 0o555)
		p.env["GOPATH"] = p.at("gopath")
	}, evidence: []string{"/gopath/bin, cannot be written", "/gopath"}},
	{id: "GD47", name: "TMPDIR is not there", set: inEnvironment("TMPDIR", "/Volumes/gone"), evidence: []string{"TMPDIR=/Volumes/gone in this environment"}},
	{id: "GD47", name: "GOTMPDIR is not there", set: inEnvFile("GOTMPDIR=/Volumes/gone\n"), evidence: []string{"go/env:1: GOTMPDIR=/Volumes/gone"}},
	{id: "GD48", name: "rm of ~/go in .bashrc", set: func(p *patient) {
		p.write(".bashrc", "alias fresh='rm -rf ~/go'\n", 0o644)
		p.write(".zshrc", "cleango() { rm -rf $HOME/go; }\n", 0o644)
	}, evidence: []string{".bashrc:1:alias fresh", ".zshrc:1:cleango"}},
	{id: "GD48", name: "rm of the module cache in a script", set: func(p *patient) {
		p.project("clean.sh", "#!/bin/sh\nset -e\nrm -rf \"$HOME/go\"\n", "scripts/x.sh", "rm -rf $GOPATH/pkg/mod\n")
	}, evidence: []string{"clean.sh:3:rm -rf", "scripts/x.sh:1:"}},
}
