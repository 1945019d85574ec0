package generator

import (
	"strings"
	"testing"

	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// What does not parse is refused with file, line and column, and all of it at
// once.
func TestCheckRefuses(t *testing.T) {
	err := checkAll(lint.NewBatch(), []File{
		{Path: "good.sh", Data: []byte("{\nexport PATH\n}\n")},
		{Path: "bad.sh", Data: []byte("true\nif true; then echo\n")},
		{Path: "env/bad.zsh", Data: []byte("() { (( 1 + ) }\n")},
		{Path: "bad.fish", Data: []byte("echo a\nif true; echo (b\nend\n")},
		{Path: "tap/bad.rb", Data: []byte("class A < Formula\n  desc \"a\n")},
		{Path: "bad.json", Data: []byte("{\n  \"a\": }\n")},
		{Path: "bad.xyz", Data: []byte("?")},
	})
	if err == nil {
		t.Fatal("nothing was refused")
	}
	lines := strings.Split(err.Error(), "\n")
	want := []string{"bad.sh:2:1: GS001: ", "env/bad.zsh:1:", "bad.fish:2:15: GS001: a ( that is not closed", "tap/bad.rb:2:8: GS001: a string without its end", "bad.json:2:8: GS001: ", "bad.xyz:1:1: GS002: "}
	if len(lines) != len(want) {
		t.Fatalf("%d errors, want %d:\n%v", len(lines), len(want), err)
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("%q, want %q...", lines[i], want[i])
		}
	}
}

// A profile cannot ask for what would not work, and is told where and why.
func TestResolveRefuses(t *testing.T) {
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	for yaml, want := range map[string]string{
		"extends: default\noutputs: [tap]\n":                                                                                             "tap installs gosetup, env, completions, man, which is not among them",
		"extends: default\ntargets: [windows-amd64]\noutputs: [gosetup.ps1, gosetup]\n":                                                  "odd.yaml:3:24: gosetup is for macOS and Linux, and targets has neither",
		"extends: default\noutputs: [gosetup, scoop]\n":                                                                                  "scoop installs gosetup.ps1, which is not among them",
		"extends: default\npublish: {tap: an-organisation-of-39-characters-it-has/tap}\n":                                                "winget takes no name of more than 32 characters, such as",
		"extends: default\nplatforms:\n  wsl2: {settings: {persist: shell}}\n":                                                           `settings.persist: "shell" differs from the profile's "goenv"`,
		"extends: default\nsettings: {persist: shell}\nplatforms:\n  wsl2: {settings: {values: {GOPROXY: direct}}}\n":                    "use persist: goenv",
		"extends: default\nplatforms:\n  wsl2: {go: {versions: ['1.99.0']}}\n":                                                           "odd.yaml:3:26: no digest is known for Go 1.99.0 for linux-amd64-wsl2, linux-arm64-wsl2, linux-amd64-musl-wsl2, linux-arm64-musl-wsl2; have 1.27.3, 1.26.9,",
		"extends: default\nplatforms:\n  windows-arm64: {go: {versions: ['1.26.9']}}\n":                                                  "odd.yaml:3:35: no digest is known for Go 1.26.9 for windows-arm64; have 1.27.3, 1.26.8,",
		"extends: default\npublish: {description: 'The setup.'}\n":                                                                       "begins with an article",
		"extends: default\npublish: {tap: 'Org/Tap'}\n":                                                                                  "USER/REPO",
		"extends: default\ngo: {versions: ['1.22.12']}\n":                                                                                `profiles/default.yaml:41:9: tool "gopls" has no version for Go 1.22`,
		"extends: default\nverify: sha256+gpg\ntargets: [linux-arm64]\nsources:\n  - https://go.dev/dl\n  - goproxy+https://a.example\n": "odd.yaml:6:5: a module proxy has no signatures, and verify is sha256+gpg; take a source",
		"extends: default\nverify: sha256+gpg\nplatforms:\n  linux-arm64: {sources: [goproxy+https://a.example]}\n":                      "odd.yaml:4:27: a module proxy has no signatures, and verify is sha256+gpg for linux-arm64, linux-arm64-wsl2; take",
		"extends: default\nverify: sha256+gpg\n":                                                                                         "odd.yaml:2:9: Go's makers sign no archive for windows-amd64, windows-arm64; leave it out of targets",
		"extends: default\ngpg: {key: https://a.example/key}\n":                                                                          "odd.yaml:2:6: gpg has only one of fingerprint and key; want both",
	} {
		p, err := profiles.Load("odd.yaml", func(string) ([]byte, error) { return []byte(yaml), nil })
		if err == nil {
			_, err = Generate(p, releases)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", yaml, err, want)
		}
	}
}

// What a manifest says of a rendering is what a later one reads from it.
func TestManifestDigests(t *testing.T) {
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profiles.Load("default", nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := Generate(p, releases)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Path != ManifestPath {
			continue
		}
		digests, links, err := ManifestDigests(f.Data)
		if err != nil || len(links) != 1 || len(digests)+len(links) != len(files)-2 {
			t.Fatalf("%d digests and %d links for %d files: %v", len(digests), len(links), len(files), err)
		}
		for _, g := range files[:len(files)-2] {
			if g.Link != links[g.Path] || g.Link == "" && digests[g.Path] != sum(g.Data) {
				t.Errorf("%s: %s, want %s", g.Path, digests[g.Path], sum(g.Data))
			}
		}
	}
}

// Files that are rendered side by side come in the order of the plan, and so does
// the error; a file with digests waits for all others.
func TestRenderOrder(t *testing.T) {
	s := resolveYAML(t, "extends: default\n")
	jobs := plan(s, digests{})
	r, err := renderInOrder(s)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range r.Files {
		if f.Path != jobs[i].Path {
			t.Errorf("file %d is %s, want %s", i, f.Path, jobs[i].Path)
		}
	}
	first, last := inOrder(append(jobs[len(jobs)-1:], jobs[0]))
	if len(first) != 1 || len(last) != 1 || last[0].Path != jobs[len(jobs)-1].Path {
		t.Errorf("%v come before %v", first, last)
	}
	if _, err := render(last, digests{}); err == nil || !strings.Contains(err.Error(), "is not rendered") {
		t.Errorf("%s before the files whose digests it holds: %v", last[0].Path, err)
	}
	for _, missing := range [][]string{{"a", "b"}, {"b", "a"}} {
		lost := []job{jobs[0], jobs[0], jobs[1]}
		lost[0].Path, lost[1].Path = missing[0], missing[1]
		if _, err := render(lost, digests{}); err == nil || !strings.Contains(err.Error(), `"`+missing[0]+`"`) {
			t.Errorf("without %v: %v", missing, err)
		}
	}
}

// A platform of a libc alone is found by what uname says of all of them.
func TestMuslAlone(t *testing.T) {
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	p, err := profiles.Load("musl.yaml", func(string) ([]byte, error) {
		return []byte("extends: default\ntargets: [linux-arm64-musl]\noutputs: [install.sh]\n"), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	files, err := Generate(p, releases)
	if err != nil {
		t.Fatal(err)
	}
	if want := "  'Linux/aarch64' | 'Linux/arm64') platform='linux-arm64' ;;\n"; !strings.Contains(string(files[0].Data), want) {
		t.Errorf("install.sh has no %q", want)
	}
}
