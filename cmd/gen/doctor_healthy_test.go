//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A layout is a way in which Go stands on a machine with nothing wrong.
var layouts = []struct {
	name string
	set  func(p *patient)
}{
	{"a tree and nothing else", func(p *patient) {}},
	{"the Go that runs the tests", (*patient).realGo},
	{"Debian", (*patient).debian},
	{"Fedora", (*patient).fedora},
	{"Homebrew", (*patient).homebrew},
	{"asdf", (*patient).asdf},
	{"mise", (*patient).mise},
	{"the image golang of Docker, as root", func(p *patient) { p.docker() }},
	{"the image golang of Docker, as another user", func(p *patient) {
		p.nobody()
		p.docker()
	}},
	{"Nix", (*patient).nix},
	{"an older Go behind the first", func(p *patient) {
		p.goTree(p.tmp+"/old", "1.21.13", runtime.GOARCH)
		p.goTree(p.tmp+"/older", "1.9", runtime.GOARCH)
		p.env["PATH"] += ":" + p.tmp + "/old/bin:" + p.tmp + "/older/bin"
	}},
	{"F08: GOROOT has a blank", func(p *patient) {
		p.tree = p.tmp + "/Program Files/Go"
		p.goTree(p.tree, "1.26.8", runtime.GOARCH)
		p.env["GOROOT"], p.env["PATH"] = p.tree, p.tree+"/bin:"+p.tools
	}},
	{"F09: PATH has single backslashes", func(p *patient) { p.env["PATH"] += `:/mnt/c/x\y\go\bin` }},
	{"F22: two versions share a GOPATH", func(p *patient) {
		p.goTree(p.tmp+"/old", "1.21.13", runtime.GOARCH)
		p.env["PATH"] += ":" + p.tmp + "/old/bin"
		p.mkdir("go/pkg/mod/cache/download")
		os.Chmod(p.at("go/pkg/mod"), 0o755)
		p.env["GOPATH"] = p.at("go")
	}},
	{"F55: GOROOT is a link", func(p *patient) {
		p.link(p.tree, p.tmp+"/goroot")
		p.env["GOROOT"] = p.tmp + "/goroot"
	}},
	{"settings of a careful user", func(p *patient) {
		p.write(".config/go/env", "# mine\n\nGOFLAGS=-trimpath\nGOPRIVATE=git.corp.example/*,*.corp.example\nGOPROXY=https://a.example|https://b.example,direct\nCGO_ENABLED=0\nGOBIN="+p.at("bin")+"\n", 0o644)
		p.write("bin/mytool", "#!/bin/sh\n", 0o755)
		p.env["PATH"] += ":" + p.at("bin")
		p.env["GOFLAGS"] = "-trimpath"
	}},
	{"start-up files of every shell", (*patient).manyShells},
	{"a project with nothing wrong", func(p *patient) {
		p.project("main.go", "package main\n\nfunc main() {}\n", "check.sh", "set -o pipefail\ngo build ./... | head\ngo test ./... || exit 1\n",
			"Dockerfile", "FROM --platform=$BUILDPLATFORM golang:1.26\nARG TARGETARCH\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN GOARCH=$TARGETARCH go build\n",
			"vendor/modules.txt", "", ".vscode/settings.json", "{\"gopls\": {\"ui.semanticTokens\": true}}\n", "clean.sh", "rm -rf ~/go-build-tmp ./go \"$HOME/gopher\"\n")
	}},
	{"tools that go with this Go", func(p *patient) {
		p.tool("dlv", "1.26.1", "github.com/go-delve/delve", "v1.27.2")
		p.tool("gopls", "1.26.8", "golang.org/x/tools/gopls", "v0.23.0")
		p.tool("staticcheck", "1.27.1", "honnef.co/go/tools", "v0.8.2")
	}},
	{"a C compiler, and CC", func(p *patient) {
		triple := map[string]string{"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[runtime.GOARCH]
		p.compiler("gcc", triple)
		p.env["CC"], p.env["CGO_ENABLED"] = "gcc -pipe", "1"
	}},
}

// Where nothing is wrong, doctor finds nothing, in any shell.
func TestDoctorIsSilent(t *testing.T) {
	k := testKit(t)
	for i, l := range layouts {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			l.set(p)
			p.silent(k.dist, someKeepers(i))
		})
	}
}

// silent checks that nothing is found, and that this is what a human reads.
func (p *patient) silent(dist string, shells []keeper) {
	p.t.Helper()
	for _, k := range shells {
		d := p.examine(k, dist)
		if diff := cmp.Diff([]string{}, d.found()); diff != "" {
			p.t.Errorf("%s (-want +got):\n%s", k.argv, diff)
			for _, id := range d.found() {
				p.t.Log(id, d.said(id))
			}
		}
	}
	r := p.doctor(posixKeepers[0], dist, "--offline", allButEditors())
	if r.code != 0 || r.stderr != "" || !strings.Contains(r.stdout, "\nnothing wrong; ") || strings.Contains(r.stdout, "GD") {
		p.t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
}

func (p *patient) realGo() {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	p.tree = strings.TrimSpace(string(out))
	p.env["PATH"] = p.tree + "/bin:" + p.tools
}

// debian is the package golang: the tree is in two halves, with links between.
func (p *patient) debian() {
	lib, share := p.tmp+"/usr/lib/go-1.19", p.tmp+"/usr/share/go-1.19"
	p.goTree(lib, "1.19.8", runtime.GOARCH)
	os.Remove(lib + "/go.env")
	p.mkdir(share)
	if err := os.Rename(lib+"/src", share+"/src"); err != nil {
		p.t.Fatal(err)
	}
	p.link("../../share/go-1.19/src", lib+"/src")
	p.link("go-1.19", p.tmp+"/usr/lib/go")
	p.link("../lib/go/bin/go", p.tmp+"/usr/bin/go")
	p.link("usr/bin", p.tmp+"/bin")
	p.env["PATH"] = p.tmp + "/usr/bin:" + p.tmp + "/bin:" + p.tools
}

// fedora is the package golang there: one link more.
func (p *patient) fedora() {
	p.goTree(p.tmp+"/usr/lib/golang", "1.25.7", runtime.GOARCH)
	p.link(p.tmp+"/usr/lib/golang/bin/go", p.tmp+"/etc/alternatives/go")
	p.link(p.tmp+"/etc/alternatives/go", p.tmp+"/usr/bin/go")
	p.write(p.tmp+"/usr/lib/golang/go.env", "GOTOOLCHAIN=local\nGOPROXY=direct\nGOSUMDB=sum.golang.org\n", 0o644)
	p.env["PATH"] = p.tmp + "/usr/bin:" + p.tools
}

// homebrew is its prefix on Linux, and the line of its instructions.
func (p *patient) homebrew() {
	prefix := p.tmp + "/linuxbrew/.linuxbrew"
	p.goTree(prefix+"/Cellar/go/1.26.8/libexec", "1.26.8", runtime.GOARCH)
	p.link("../libexec/bin/go", prefix+"/Cellar/go/1.26.8/bin/go")
	p.link("../Cellar/go/1.26.8", prefix+"/opt/go")
	p.link("../Cellar/go/1.26.8/bin/go", prefix+"/bin/go")
	p.write(prefix+"/bin/brew", "#!/bin/sh\nprintf 'export HOMEBREW_PREFIX=%s;\\nexport PATH=%s/bin:$PATH;\\n' '"+prefix+"' '"+prefix+"'\n", 0o755)
	p.usesShell("bash")
	p.write(".bashrc", "eval \"$("+prefix+"/bin/brew shellenv)\"\n", 0o644)
	p.write(".bash_profile", ". ~/.bashrc\n", 0o644)
	p.env["PATH"] = prefix + "/bin:" + p.tools
}

// asdf finds Go through shims, and sets GOROOT to the tree they lead to.
func (p *patient) asdf() {
	tree := p.at(".asdf/installs/golang/1.26.8/go")
	p.goTree(tree, "1.26.8", runtime.GOARCH)
	p.write(".asdf/bin/asdf", "#!/bin/sh\n# asdf exec go ARG...\n[ \"$ASDF_DATA_DIR\" = \"$HOME/.asdf\" ] || { echo 'No version is set for command go' >&2; exit 126; }\nshift 2\nexec \"$ASDF_DATA_DIR/installs/golang/1.26.8/go/bin/go\" \"$@\"\n", 0o755)
	p.write(".asdf/shims/go", "#!/usr/bin/env bash\n# asdf-plugin: golang 1.26.8\nexec \"$HOME/.asdf/bin/asdf\" exec \"go\" \"$@\"\n", 0o755)
	p.usesShell("zsh")
	p.write(".zshrc", "export ASDF_DATA_DIR=$HOME/.asdf\nexport PATH=\"$ASDF_DATA_DIR/shims:$PATH\"\nexport GOROOT=\""+tree+"\"\nexport GOPATH=\"$HOME/.asdf/installs/golang/1.26.8/packages\"\n", 0o644)
	p.env["ASDF_DATA_DIR"], p.env["GOROOT"], p.env["GOPATH"] = p.at(".asdf"), tree, p.at(".asdf/installs/golang/1.26.8/packages")
	p.env["PATH"] = p.at(".asdf/shims") + ":" + p.tools
}

// mise has links to itself for shims.
func (p *patient) mise() {
	tree := p.at(".local/share/mise/installs/go/1.26.8")
	p.goTree(tree, "1.26.8", runtime.GOARCH)
	p.write(p.tmp+"/usr/bin/mise", "#!/bin/sh\ncase $0 in\n*/go) exec \""+tree+"/bin/go\" \"$@\" ;;\nesac\n", 0o755)
	p.link(p.tmp+"/usr/bin/mise", p.at(".local/share/mise/shims/go"))
	p.usesShell("fish")
	p.write(".config/fish/conf.d/mise.fish", "fish_add_path -gP ~/.local/share/mise/shims\nset -gx GOROOT "+fishQuote(tree)+"\nset -gx GOBIN "+fishQuote(tree)+"/bin\n", 0o644)
	p.env["GOROOT"], p.env["GOBIN"] = tree, tree+"/bin"
	p.env["PATH"] = p.at(".local/share/mise/shims") + ":" + p.tools
}

func fishQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `\'`) + "'" }

// docker is what the image sets; whoever is not root may write below GOPATH.
func (p *patient) docker() {
	p.tree = p.tmp + "/usr/local/go"
	p.goTree(p.tree, "1.26.8", runtime.GOARCH)
	gopath := p.tmp + "/go"
	for _, dir := range []string{gopath, gopath + "/bin", gopath + "/src"} {
		p.mkdir(dir)
		if err := os.Chmod(dir, 0o1777); err != nil && !os.IsPermission(err) {
			p.t.Fatal(err)
		}
		os.Chmod(dir, 0o777|os.ModeSticky)
	}
	delete(p.env, "SHELL")
	p.env["GOPATH"], p.env["GOTOOLCHAIN"], p.env["GOLANG_VERSION"] = gopath, "local", "1.26.8"
	p.env["PATH"] = gopath + "/bin:" + p.tree + "/bin:" + p.tools
}

// nix has a store that nobody can write, and a profile of links in the home.
func (p *patient) nix() {
	store := p.tmp + "/nix/store/0kbxm6xx-go-1.26.8"
	p.goTree(store+"/share/go", "1.26.8", runtime.GOARCH)
	p.link("../share/go/bin/go", store+"/bin/go")
	p.write(store+"/etc/profile.d/nix.sh", "export PATH=\"$HOME/.nix-profile/bin:$PATH\"\n", 0o644)
	p.link(store, p.at(".nix-profile"))
	p.usesShell("zsh")
	p.write(".zprofile", "if [ -e ~/.nix-profile/etc/profile.d/nix.sh ]; then . ~/.nix-profile/etc/profile.d/nix.sh; fi\n", 0o644)
	p.env["PATH"] = p.at(".nix-profile/bin") + ":" + p.tools
	filepath.WalkDir(store, func(name string, e os.DirEntry, err error) error {
		if info, err := os.Lstat(name); err == nil && info.Mode()&os.ModeSymlink == 0 {
			os.Chmod(name, info.Mode().Perm()&^0o222)
		}
		return nil
	})
	p.t.Cleanup(func() {
		filepath.WalkDir(store, func(name string, e os.DirEntry, err error) error {
			if e.IsDir() {
				os.Chmod(name, 0o755)
			}
			return nil
		})
	})
}

// manyShells is a user who has tried them all, and keeps his files in order.
func (p *patient) manyShells() {
	p.usesShell("fish")
	p.inHome()
	line := "export PATH=\"$HOME/sdk/go/bin:$PATH\"\n"
	p.write(".profile", "# Go\ncase :$PATH: in *\":$HOME/sdk/go/bin:\"*) ;; *) "+strings.TrimSpace(line)+" ;; esac\n", 0o644)
	p.write(".bashrc", "case $- in *i*) ;; *) return ;; esac\nHISTSIZE=1 HISTFILESIZE=1\n# "+line, 0o644)
	p.write(".bash_history", "one\ntwo\nthree\n", 0o600)
	p.write(".bash_profile", ". ~/.profile\n. ~/.bashrc\n", 0o644)
	p.write(".zshrc", "HISTFILE=~/.zsh_history HISTSIZE=10 SAVEHIST=10\nsetopt inc_append_history\n"+line, 0o644)
	p.write(".zsh_history", "one\n", 0o600)
	p.write(".config/fish/config.fish", "if status is-interactive\n  fish_add_path -gP ~/sdk/go/bin\nend\n", 0o644)
}
