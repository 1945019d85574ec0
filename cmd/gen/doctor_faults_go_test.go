//go:build unix

package main

import (
	"os"
	"path/filepath"
	"runtime"
)

// otherArch is a processor that this one is not, and otherMachine what ELF calls it.
var (
	otherArch    = map[string]string{"amd64": "arm64", "arm64": "amd64"}[runtime.GOARCH]
	otherMachine = map[string]string{"amd64": "\xb7\x00", "arm64": "\x3e\x00"}[runtime.GOARCH]
)

var goFaults = []fault{
	{id: "GD70", name: "no go on PATH", set: func(p *patient) { p.env["PATH"] = p.tools }, evidence: []string{"there is no go on PATH", "gosetup install"}},
	{id: "GD70", name: "PATH is empty", set: func(p *patient) { p.env["PATH"] = "" }, evidence: []string{"there is no go on PATH"}},
	{id: "GD70", name: "go does not start", set: func(p *patient) {
		p.write(p.tree+"/bin/go", "#!/bin/sh\necho 'go: cannot find GOROOT directory' >&2\nexit 2\n", 0o755)
	}, evidence: []string{"/opt/go/bin/go does not run", "go: cannot find GOROOT directory"}},
	{id: "GD01", name: "go of another processor does not run", set: func(p *patient) {
		p.write(p.tree+"/bin/go", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00"+otherMachine+"\x01\x00\x00\x00", 0o755)
	}, evidence: []string{"/opt/go/bin/go is for linux-" + otherArch}},
	{id: "GD01", name: "go of another processor runs in emulation", set: func(p *patient) {
		p.goTree(p.tree, "1.26.8", otherArch)
	}, evidence: []string{"go env GOHOSTARCH: " + otherArch}},
	{id: "GD60", name: "unpacked half-way", set: func(p *patient) { os.RemoveAll(p.tree + "/src/runtime") }, evidence: []string{"/opt/go/src/runtime/proc.go is missing"}},
	{id: "GD60", name: "unpacked over another", set: func(p *patient) {
		p.write(p.tree+"/VERSION", "go1.25.1\n", 0o644)
	}, evidence: []string{"VERSION says 1.25.1, go says 1.26.8"}},
	{id: "GD02", name: "an older go comes first", set: func(p *patient) {
		p.goTree(p.tmp+"/old go", "1.21.13", runtime.GOARCH)
		p.write(".profile", "# mine\nPATH=\""+p.tmp+"/old go/bin:$PATH\"\n", 0o644)
		p.env["PATH"] = p.tmp + "/old go/bin:" + p.env["PATH"]
	}, evidence: []string{"1.21.13 hides 1.26.8", "/old go/bin/go is 1.21.13", "/opt/go/bin/go is 1.26.8", ".profile:2:PATH="}},
	{id: "GD02", name: "a go in the home hides a newer one behind a link", set: func(p *patient) {
		p.goTree(filepath.Join(p.home, "sdk/go1.9.7"), "1.9.7", runtime.GOARCH)
		p.link(p.tree+"/bin/go", p.tools+"/go")
		p.env["PATH"] = p.home + "/sdk/go1.9.7/bin:" + p.tools
	}, evidence: []string{"1.9.7 hides 1.26.8"}},
	{id: "GD04", name: "a program called go in GOPATH", set: func(p *patient) {
		p.write("go/bin/go", "#!/bin/sh\nexec '"+p.tree+"/bin/go' \"$@\"\n", 0o755)
		p.env["PATH"] = p.home + "/go/bin:" + p.env["PATH"]
	}, evidence: []string{"/go/bin/go hides the real go", "rm "}},
	{id: "GD04", name: "a tool for another processor", set: func(p *patient) {
		p.toolFor(otherArch, "gopls", "1.26.8", "golang.org/x/tools/gopls", "v0.22.0")
	}, evidence: []string{"gopls is for " + otherArch, "go version -m: GOARCH=" + otherArch}},
	{id: "GD05", name: "GOROOT is the workspace", set: func(p *patient) {
		p.mkdir("go/src")
		p.env["GOROOT"] = p.home + "/go"
	}, evidence: []string{"GOROOT is no tree of Go: ", "in this environment"}},
	{id: "GD05", name: "GOROOT is gone, in Go's env file", set: func(p *patient) {
		p.write(".config/go/env", "# mine\nGOROOT=/usr/local/gone\n", 0o644)
	}, evidence: []string{".config/go/env:2: GOROOT=/usr/local/gone", "go env -u GOROOT"}},
	{id: "GD05", name: "GOROOT is gone, in .bashrc", set: func(p *patient) {
		p.usesShell("bash")
		p.write(".bashrc", "true\nexport GOROOT=/usr/local/gone\n", 0o644)
		p.write(".bash_profile", ". ~/.bashrc\nPATH='"+p.env["PATH"]+"'\n", 0o644)
	}, evidence: []string{".bashrc:2:export GOROOT=/usr/local/gone", "in bash-login, bash-interactive"}},
	{id: "GD07", name: "GOROOT is the tree of another version", set: func(p *patient) {
		p.goTree(p.tmp+"/other", "1.25.4", runtime.GOARCH)
		p.env["GOROOT"] = p.tmp + "/other"
	}, evidence: []string{"GOROOT is the tree of Go 1.25.4, and go is 1.26.8"}},
	{id: "GD06", name: "a line names the Cellar", set: func(p *patient) {
		p.write(".profile", "\nexport PATH=/home/linuxbrew/.linuxbrew/Cellar/go/1.22.5/libexec/bin:$PATH\n", 0o644)
	}, evidence: []string{".profile:2:export PATH=/home/linuxbrew/.linuxbrew/Cellar/go/1.22.5"}},
	{id: "GD06", name: "PATH names the Cellar", set: func(p *patient) {
		p.env["PATH"] += ":/home/linuxbrew/.linuxbrew/Cellar/go@1.25/1.25.1/bin"
	}, evidence: []string{"PATH=", "Cellar/go@1.25"}},
}

var pathFaults = []fault{
	{id: "GD10", name: "the lines are in a file of bash, the shell is zsh", set: func(p *patient) {
		p.inHome()
		p.usesShell("zsh")
		p.write(".bash_profile", "export PATH=\"$HOME/sdk/go/bin:$PATH\"\n", 0o644)
	}, evidence: []string{"a new zsh, your login shell, finds no go", ".bash_profile:1:"}},
	{id: "GD10", name: "the lines are in a file of zsh, the shell is fish", set: func(p *patient) {
		p.inHome()
		p.usesShell("fish")
		p.write(".zshrc", "export PATH=\"$HOME/sdk/go/bin:$PATH\"\n", 0o644)
	}, evidence: []string{"a new fish, your login shell, finds no go", ".zshrc:1:"}},
	{id: "GD10", name: "no file has it, the shell is bash", set: func(p *patient) {
		p.inHome()
		p.usesShell("bash")
	}, evidence: []string{"a new bash, your login shell, finds no go"}},
	{id: "GD11", name: "a line was added twice", set: func(p *patient) {
		p.write(".zshrc", "export PATH=$PATH:/opt/go/bin\n\nexport PATH=$PATH:/opt/go/bin\nexport PATH=$PATH:/opt/go/bin\n", 0o644)
	}, evidence: []string{".zshrc:3:export PATH", ".zshrc:4:export PATH"}},
	{id: "GD11", name: "PATH has it twice in zsh", set: func(p *patient) {
		p.usesShell("zsh")
		p.write(".zshenv", "PATH="+p.tree+"/bin:$PATH\n", 0o644)
		p.write(".zprofile", "PATH="+p.tree+"/bin:$PATH\n", 0o644)
	}, evidence: []string{"/opt/go/bin more than once in zsh-login", ".zshenv:1:PATH=", ".zprofile:1:PATH="}},
	{id: "GD12", name: "lines of bash in config.fish", set: func(p *patient) {
		p.usesShell("fish")
		p.write(".config/fish/config.fish", "set -gx A b\nif [[ -d /usr/local/go ]]; then\n  export PATH=$PATH:/usr/local/go/bin\nfi\n", 0o644)
	}, evidence: []string{"fish cannot read ", ".config/fish/config.fish", "line "}},
	{id: "GD12", name: "a universal variable", set: func(p *patient) {
		p.usesShell("fish")
		p.must("fish", "-c", "set -Ux GOFLAGS -trimpath")
	}, evidence: []string{"fish has a universal variable GOFLAGS", "fish_variables: SETUVAR --export GOFLAGS:", "set -eU GOFLAGS"}},
	{id: "GD76", name: "the programs of go install are not on PATH", set: func(p *patient) {
		p.write("go/bin/mytool", "#!/bin/sh\n", 0o755)
	}, evidence: []string{"go/bin has mytool"}},
	{id: "GD76", name: "GOBIN is not on PATH", set: func(p *patient) {
		p.write(".config/go/env", "GOBIN="+p.home+"/tools\n", 0o644)
		p.write("tools/mytool", "#!/bin/sh\n", 0o755)
	}, evidence: []string{"tools has mytool"}},
}

// inHome moves the Go of the patient into the home, where only this environment
// finds it.
func (p *patient) inHome() {
	p.tree = filepath.Join(p.home, "sdk/go")
	p.goTree(p.tree, "1.26.8", runtime.GOARCH)
	p.env["PATH"] = p.tree + "/bin:" + p.tools
}
