package profiles

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// tree opens files of a map.
func tree(m map[string]string) func(string) ([]byte, error) {
	return func(path string) ([]byte, error) {
		text, ok := m[path]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

func loadText(src string) (*Profile, error) {
	return Load("x.yaml", tree(map[string]string{"x.yaml": src}))
}

func load(t *testing.T, name string, m map[string]string) *Profile {
	t.Helper()
	p, err := Load(name, tree(m))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestBuiltin(t *testing.T) {
	names := Builtin()
	if names[0] != "default" || !slices.IsSorted(names[1:]) || slices.Contains(names, "tools") {
		t.Errorf("Builtin() = %q", names)
	}
}

// TestBuiltinComplete resolves all that the built-in profiles name.
func TestBuiltinComplete(t *testing.T) {
	archives := archivesOnRecord(t)
	platforms, err := Platforms()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range Builtin() {
		p := load(t, name, nil)
		if p.Name != name || p.Description == "" || len(p.Targets) == 0 {
			t.Errorf("%s: incomplete: %+v", name, p)
		}
		for _, pl := range platforms {
			w := p.For(pl.ID)
			if !slices.Contains(p.Targets, pl.ID) {
				continue
			}
			for _, v := range w.Go.Versions {
				file := fmt.Sprintf("go%s.%s-%s.%s", v, pl.GOOS, pl.GOARCH, pl.Archive)
				if !archives[file] {
					t.Errorf("%s: no digest of %s on record", name, file)
				}
				for _, tool := range w.Tools {
					if _, err := ResolveTool(tool, v[:strings.LastIndex(v, ".")]); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				}
			}
		}
	}
}

func archivesOnRecord(t *testing.T) map[string]bool {
	releases, err := Releases()
	if err != nil {
		t.Fatal(err)
	}
	archives := map[string]bool{}
	for _, r := range releases {
		for _, f := range r.Files {
			archives[f.Filename] = f.Kind == "archive"
		}
	}
	return archives
}

func TestDefaults(t *testing.T) {
	p, err := loadText(`{go: {versions: ["1.27.3"]}, sources: ["https://go.dev/dl/"], settings: {values: {GOFLAGS: null}}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := &Profile{
		Name:    "x",
		Targets: platformIDs,
		Outputs: outputs,
		Verify:  "sha256",
		GPG:     GoSigner,
		Wants: Wants{
			Go:       GoWants{[]string{"1.27.3"}},
			Sources:  []string{"https://go.dev/dl"},
			Settings: Settings{Persist: "goenv"},
		},
	}
	if diff := cmp.Diff(want, p, cmpopts.IgnoreUnexported(Profile{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestSigner: the one who has to sign is inherited as a whole, and a switch that is
// off is written.
func TestSigner(t *testing.T) {
	p := load(t, "near.yaml", map[string]string{
		"base.yaml": "extends: default\nverify: sha256+gpg\ngpg: {fingerprint: 0123456789ABCDEF0123456789ABCDEF0123ABCD, key: https://a.example/key.pub}\nslim: true\n",
		"near.yaml": "extends: base.yaml\nslim: false\n",
	})
	want := []any{WithSignature, Signer{"0123456789ABCDEF0123456789ABCDEF0123ABCD", "https://a.example/key.pub"}, Off}
	if diff := cmp.Diff(want, []any{p.Verify, p.GPG, p.Slim}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAt: a value is where it was written, be that in the profile or in one it
// extends.
func TestAt(t *testing.T) {
	p := load(t, "near.yaml", map[string]string{"lib/base.yaml": base, "near.yaml": "extends: lib/base.yaml\ngo:\n  versions:\n    - '1.27.3'\n"})
	got := []string{p.At("go.versions[0]"), p.At("tools[0]"), p.At("platforms.wsl2.nothing", "platforms.linux-amd64.root"), p.At("targets")}
	want := []string{"near.yaml:4:7", "lib/base.yaml:6:9", "lib/base.yaml:9:23", "profile near"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

const base = `
go: {versions: ["1.27.3", "1.26.9"]}
root: /opt/go
sources: [https://a.example/dl]
settings: {values: {GOFLAGS: -x, GOPROXY: off, GOPRIVATE: a.example}}
tools: [gopls]
shells: [zsh]
platforms:
  linux-amd64: {root: /l, settings: {values: {GOPRIVATE: l.example}}, tools: []}
  wsl2: {settings: {persist: shell, values: {GOPROXY: direct}}}
publish: {license: MIT, tap: a/b}
`

// TestMerge extends base: scalars override, lists replace, maps merge by key.
func TestMerge(t *testing.T) {
	p := load(t, "conf/team.yml", map[string]string{
		"lib/base.yaml": base,
		"conf/team.yml": `
extends: ../lib/base.yaml
tools: []
settings: {values: {GOFLAGS: null, CGO_ENABLED: "0"}}
platforms:
  linux-amd64: {shells: [sh], settings: {values: {GOPRIVATE: null, GOPROXY: null}}}
  windows-amd64: {root: '%LOCALAPPDATA%\go'}
publish: {tap: c/d}
`})
	got := []any{p.Name, p.Extends, p.Publish, p.For("darwin-arm64"), p.For("linux-amd64"), p.For("linux-amd64", "wsl2"), p.For("windows-amd64").Root}
	want := func(change func(*Wants)) Wants {
		w := Wants{
			Go: GoWants{[]string{"1.27.3", "1.26.9"}}, Root: "/opt/go",
			Sources: []string{"https://a.example/dl"}, Tools: []string{}, Shells: []string{"zsh"},
			Settings: Settings{Persist: "goenv", Values: []Setting{
				{"CGO_ENABLED", "0"}, {"GOPRIVATE", "a.example"}, {"GOPROXY", "off"},
			}},
		}
		change(&w)
		return w
	}
	linux := func(w *Wants) {
		w.Root, w.Shells = "/l", []string{"sh"}
		w.Settings.Values = []Setting{{"CGO_ENABLED", "0"}}
	}
	if diff := cmp.Diff([]any{
		"team", "../lib/base.yaml", Publish{License: "MIT", Tap: "c/d"},
		want(func(*Wants) {}),
		want(linux),
		want(func(w *Wants) {
			linux(w)
			w.Settings = Settings{Persist: "shell", Values: []Setting{{"CGO_ENABLED", "0"}, {"GOPROXY", "direct"}}}
		}),
		`%LOCALAPPDATA%\go`,
	}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestMergeNearest: what a profile says for every platform beats the platform
// overrides it inherits, field by field, but not its own.
func TestMergeNearest(t *testing.T) {
	p := load(t, "near.yaml", map[string]string{
		"lib/base.yaml": base,
		"near.yaml": `
extends: lib/base.yaml
root: /near
settings: {persist: goenv, values: {GOPRIVATE: near.example, GOPROXY: "off"}}
platforms: {linux-arm64: {root: /own}}
`})
	linux := p.For("linux-amd64", "wsl2")
	got := []any{linux.Root, linux.Tools, linux.Settings.Persist, p.For("linux-arm64").Root, p.Platforms["linux-amd64"].Settings.Values, linux.Settings.Values[len(linux.Settings.Values)-2:]}
	want := []any{"/near", []string{}, "goenv", "/own", []Setting{}, []Setting{{"GOPRIVATE", "near.example"}, {"GOPROXY", "off"}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestForLeavesProfile guards against appending to a slice of the profile's.
func TestForLeavesProfile(t *testing.T) {
	p := load(t, "x.yaml", map[string]string{"x.yaml": base})
	before := fmt.Sprintf("%+v", p)
	for _, id := range platformIDs {
		p.For(id, "wsl2")
	}
	if after := fmt.Sprintf("%+v", p); after != before {
		t.Errorf("For changed the profile:\n%s\n%s", before, after)
	}
}

func TestExtendsErrors(t *testing.T) {
	m := map[string]string{
		"a.yaml":       "# circle\nextends: ./b.yaml\n",
		"b.yaml":       "extends: sub/c.yaml\n",
		"sub/c.yaml":   "\nextends:   ../a.yaml\n",
		"self.yaml":    "extends: self.yaml",
		"gone.yaml":    "extends: nowhere.yaml",
		"typo.yaml":    "extends: defualt",
		"bad.yaml":     "extends: wrong.yaml",
		"wrong.yaml":   "toolz: []",
		"a b.yaml":     "extends: default",
		"partial.yaml": "shells: [zsh]",
	}
	tests := []struct{ name, want string }{
		{"a.yaml", "sub/c.yaml:2:12: extends goes in a circle: a.yaml -> b.yaml -> sub/c.yaml -> a.yaml; want a chain that ends"},
		{"self.yaml", "self.yaml:1:10: extends goes in a circle: self.yaml -> self.yaml; want a chain that ends"},
		{"gone.yaml", "gone.yaml:1:10: open nowhere.yaml: file does not exist"},
		{"typo.yaml", `typo.yaml:1:10: unknown profile "defualt", did you mean "default"; have cn, default; a file must end in .yaml`},
		{"bad.yaml", `wrong.yaml:1:1: unknown key "toolz", did you mean "tools"; have ` + topKeys},
		{"x", `unknown profile "x"; have cn, default; a file must end in .yaml`},
		{"nil.yaml", "open nil.yaml: file does not exist"},
		{"a b.yaml", `bad profile name "a b"; want a file name of letters, digits and . _ -`},
		{"partial.yaml", "partial.yaml:1:1: no Go version; want go: {versions: [\"1.27.3\"]}, or extends: default\n" +
			"partial.yaml:1:1: no source; want sources: [https://go.dev/dl], or extends: default"},
	}
	for _, test := range tests {
		have := strings.Join(slices.Sorted(slices.Values(Builtin())), ", ")
		want := strings.ReplaceAll(test.want, "cn, default", have)
		_, err := Load(test.name, tree(m))
		if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
	if _, err := Load("gone.yaml", tree(m)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gone.yaml: %v hides that a file does not exist", err)
	}
}

// TestDeepExtends follows a chain that always has a new name.
func TestDeepExtends(t *testing.T) {
	_, err := Load("x.yaml", func(string) ([]byte, error) { return []byte("extends: d/x.yaml"), nil })
	if err == nil || !strings.Contains(err.Error(), "extends is more than 32 profiles deep") {
		t.Errorf("got %v", err)
	}
}

func TestPlatforms(t *testing.T) {
	platforms, err := Platforms()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range platforms {
		ids = append(ids, p.ID)
		if p.Overlays+p.Kernel != "" || p.GOOS == "" || p.Uname.System == "" || len(p.Uname.Machine) == 0 || p.Archive == "" ||
			len(p.Hash) == 0 || p.Root == "" || p.GoEnv == "" || (len(p.Startup) == 0) != (p.GOOS == "windows") || p.CgoHint == "" {
			t.Errorf("%s: incomplete: %+v", p.ID, p)
		}
		if id := strings.TrimSuffix(p.GOOS+"-"+p.GOARCH+"-"+p.Libc, "-"); id != p.ID {
			t.Errorf("%s is %s", p.ID, id)
		}
		if want := []string{"1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"}; !slices.Equal(slices.Sorted(maps.Keys(p.MinOS)), want) {
			t.Errorf("%s: min_os has %v; want %v", p.ID, p.MinOS, want)
		}
	}
	overlays, err := Overlays()
	if err != nil || len(overlays) != 1 || overlays[0].Overlays != "linux" || overlays[0].Kernel != "microsoft" {
		t.Errorf("Overlays() = %+v, %v", overlays, err)
	}
	onDisk, _ := fs.Glob(files, "platform/*.yaml")
	if len(onDisk) != len(platforms)+len(overlays) || !slices.Equal(ids, platformIDs) {
		t.Errorf("files %v, platforms %v", onDisk, ids)
	}
}

func FuzzLoad(f *testing.F) {
	for _, name := range Builtin() {
		src, _ := files.ReadFile(name + ".yaml")
		f.Add(src)
	}
	for _, test := range badProfiles {
		f.Add([]byte(test.src))
	}
	validate := compile(f, "profile")
	f.Fuzz(func(t *testing.T, src []byte) {
		if len(src) > 4<<10 {
			return
		}
		p, err := Load("x.yaml", func(path string) ([]byte, error) {
			if path == "x.yaml" {
				return src, nil
			}
			return nil, fs.ErrNotExist
		})
		if (p == nil) == (err == nil) {
			t.Fatalf("profile %v, error %v", p, err)
		}
		if err != nil {
			return
		}
		p.For("linux-amd64", "wsl2")
		if err := validate(src); err != nil {
			t.Errorf("parser accepts what the schema refuses: %v", err)
		}
	})
}
