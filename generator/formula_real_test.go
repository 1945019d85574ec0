package generator

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// awkwardNames are odd names of formulae that brew takes.
var awkwardNames = []string{"go@1", "c++tool", "demo.tool", "demo_tool", "x264", "g", "foo@1.2-rc.1", "a-1", "go-sdk-go", "gosetup@0.1", "r+"}

// awkwardProfiles come out in formulae in an odd way. Those with each set of
// platforms are added to them.
var awkwardProfiles = []string{
	`publish: {url: "https://github.com/o/t/releases/download/gen-v{version}"}`,
	`publish: {url: "https://github.com/o/t/releases/download/gen/v{version}"}`,
	`publish: {url: "https://github.com/o/t/releases/download/{version}"}`,
	`publish: {url: "https://github.com/o/t/releases/download/v2026.1"}`,
	`publish: {url: "https://files.example/a@c,d=e:f/{version}"}`,
	`publish: {url: "https://files.example/linux_amd64"}`,
	`publish: {license: MIT OR Apache-2.0, description: "Says \"#{system('pwned')}\" and \\ and 'x' and ` + "`pwned`" + `"}`,
	`publish: {license: MIT AND ISC AND 0BSD, description: "#{1}#$x#@y EOS"}`,
	`publish: {license: GPL-2.0-only WITH Classpath-exception-2.0, homepage: "https://example.com/~a/%22,b"}`,
	`publish: {tap: o-2/x.y_z-1, renames: {old: gosetup, old@1: go-sdk}}`,
	`go: {versions: ["1.24.2", "1.25.14", "1.25.3", "1.27.0"]}`,
	"targets: [linux-amd64, linux-amd64-musl]\ngo: {versions: [\"1.27.3\"]}\nsources: [\"goproxy+https://proxy.example\"]",
	"go: {versions: [\"1.24.1\"]}\nsources: [\"goproxy+https://proxy.example\", \"https://a.example/x\", \"https://b.example\"]",
	`platforms: {linux-arm64: {go: {versions: ["1.26.9"]}, sources: ["https://arm.example/go"]}}`,
}

// tapSpecs are the profiles whose taps are tried, by what is odd about them.
func tapSpecs(t *testing.T) map[string]*spec {
	t.Helper()
	all := map[string]*spec{"with the generator": withSource(t)}
	for _, name := range profiles.Builtin() {
		all[name] = testSpec(t, name)
	}
	odd := func(name, text string) {
		all[name] = resolveYAML(t, "extends: default\noutputs: [gosetup, env, completions, man, tap]\n"+text+"\n")
	}
	for i, text := range awkwardProfiles {
		odd(fmt.Sprintf("odd %02d", i), text)
	}
	for set := 1; set < 16; set++ {
		var targets []string
		for i, p := range []string{"darwin-arm64", "darwin-amd64", "linux-arm64", "linux-amd64"} {
			if set&(1<<i) != 0 {
				targets = append(targets, p)
			}
		}
		odd(strings.Join(targets, " "), "targets: ["+strings.Join(targets, ", ")+"]")
	}
	return all
}

// A triedFormula is one that was written to a file of its own.
type triedFormula struct {
	what, file string
	want       func(p formula.Platform) string // its digest there, "" if it is not for p
	version    string
}

// writeFormulae renders the taps, checks them by our own rules, and writes their
// formulae below dir.
func writeFormulae(t *testing.T, dir string) []triedFormula {
	t.Helper()
	var all []triedFormula
	write := func(name, path, text, version string, want func(formula.Platform) string) {
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "_"), filepath.Base(path))
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, []byte(text), 0o644))
		all = append(all, triedFormula{name + ": " + filepath.Base(path), file, want, version})
	}
	for name, s := range tapSpecs(t) {
		r, err := renderInOrder(s)
		must(t, err)
		must(t, checkAll(lint.NewBatch(), slices.DeleteFunc(slices.Clone(r.Files), func(f File) bool { return !strings.HasPrefix(f.Path, "tap/") && f.Path != "Brewfile" })))
		for _, f := range r.Files {
			switch base := strings.TrimSuffix(filepath.Base(f.Path), ".rb"); {
			case f.Link != "" || !strings.HasPrefix(f.Path, "tap/Formula/"):
			case strings.HasPrefix(base, formula.SDKName):
				sdk := s.SDKs[slices.IndexFunc(s.SDKs, func(one formula.SDK) bool { return one.Name == base })]
				write(name, f.Path, string(f.Data), sdk.GoVersion, s.builtFor(sdk.GoVersion))
			case base == ProgramName:
				write(name, f.Path, string(f.Data), Version, func(formula.Platform) string { return s.Source })
			default:
				write(name, f.Path, string(f.Data), s.Version, func(formula.Platform) string { return sum(r.Archives[0].Data) })
			}
		}
	}
	s := testSpec(t, "default")
	for _, name := range awkwardNames {
		f := s.Formula
		f.Name, f.Class = name, formula.Class(name)
		j := programJob(s, f, archiveName(s.Version, ".tar.gz"), someDigests())
		j.Template = "tap/Formula/gosetup.rb"
		files, err := render([]job{j}, digests{})
		must(t, err)
		must(t, checkAll(lint.NewBatch(), files))
		write("odd name", j.Path, string(files[0].Data), s.Version, func(formula.Platform) string { return sum([]byte(j.Data.(brew).Archive)) })
	}
	return all
}

// builtFor says which digest the archive of a Go version has on a platform, by the
// pins of the profile.
func (s *spec) builtFor(version string) func(formula.Platform) string {
	names := map[string]string{"macos": "darwin", "linux": "linux", "arm": "arm64", "intel": "amd64"}
	return func(p formula.Platform) string {
		for _, m := range s.Targets {
			for _, pin := range m.Pins {
				if m.ID == names[p.OS]+"-"+names[p.Arch] && pin.Version == version {
					return pin.SHA256
				}
			}
		}
		return ""
	}
}

// resolved is what the harness says of a formula on a platform.
type resolved struct {
	URL, SHA256, Version string
	Allowed              bool
}

// runHarness loads the formulae for every platform. Of one that is refused it has
// the words.
func runHarness(t *testing.T, files ...string) (all map[string]map[string]resolved, refused map[string]string) {
	t.Helper()
	needProgram(t, "ruby")
	cmd := exec.Command("ruby", append([]string{"-w", "testdata/brew/harness.rb"}, files...)...)
	var warnings strings.Builder
	cmd.Stderr = &warnings
	out, err := cmd.Output()
	if err != nil || warnings.Len() > 0 {
		t.Fatalf("%v\n%s", err, &warnings)
	}
	var raw map[string]map[string]json.RawMessage
	must(t, json.Unmarshal(out, &raw))
	all, refused = map[string]map[string]resolved{}, map[string]string{}
	for file, platforms := range raw {
		all[file] = map[string]resolved{}
		for platform, text := range platforms {
			if platform == "refused" {
				refused[file] = string(text)
				continue
			}
			var one resolved
			must(t, json.Unmarshal(text, &one))
			all[file][platform] = one
		}
	}
	return all, refused
}

func TestFormulae(t *testing.T) {
	dir := t.TempDir()
	tried := writeFormulae(t, dir)
	if len(tried) < 50 {
		t.Fatalf("only %d formulae", len(tried))
	}
	t.Run("resolve", func(t *testing.T) { formulaeResolve(t, tried) })
	t.Run("style", func(t *testing.T) { formulaeHaveStyle(t, dir, tried) })
}

// Every formula of every tap gets an address and the right digest on every
// platform, may be installed where it is for, and has the version that brew finds
// or is told.
func formulaeResolve(t *testing.T, tried []triedFormula) {
	var files []string
	for _, f := range tried {
		files = append(files, f.file)
	}
	all, refused := runHarness(t, files...)
	for _, f := range tried {
		if what := refused[f.file]; what != "" {
			t.Errorf("%s: %s", f.what, what)
			continue
		}
		var row []string
		for _, p := range formula.Platforms {
			got, want := all[f.file][p.OS+" "+p.Arch], f.want(p)
			switch version := formula.DetectVersion(got.URL); {
			case got.URL == "" || len(got.SHA256) != 64:
				t.Errorf("%s: %s gets %+v", f.what, p.Name, got)
			case want == "" && got.Allowed:
				t.Errorf("%s: %s may install %s", f.what, p.Name, got.URL)
			case want != "" && (!got.Allowed || got.SHA256 != want):
				t.Errorf("%s: %s gets %+v, want the digest %s", f.what, p.Name, got, want)
			case got.Version == "" && version != f.version || got.Version != "" && got.Version != f.version:
				t.Errorf("%s: %s has version %q of %s, where brew finds %q; want %s", f.what, p.Name, got.Version, got.URL, version, f.version)
			case got.Version != "" && onlyOne(all[f.file]) && version == f.version:
				t.Errorf("%s: the version is redundant with that of %s", f.what, got.URL)
			}
			row = append(row, fmt.Sprintf("%s %s%s", p.Name, got.SHA256[:min(8, len(got.SHA256))], map[bool]string{false: " (not for it)"}[got.Allowed]))
		}
		t.Logf("%-52s %s", f.what, strings.Join(row, "  "))
	}
}

// onlyOne says whether all platforms share one address.
func onlyOne(platforms map[string]resolved) bool {
	urls := map[string]bool{}
	for _, r := range platforms {
		urls[r.URL] = true
	}
	return len(urls) == 1
}

// The harness refuses what the real client refuses, in its words.
func TestHarnessRefuses(t *testing.T) {
	s := testSpec(t, "default")
	r, err := renderInOrder(s)
	must(t, err)
	texts := map[string]string{}
	for _, f := range r.Files {
		texts[filepath.Base(f.Path)] = string(f.Data)
	}
	linux := texts["go-sdk.rb"][strings.Index(texts["go-sdk.rb"], "  on_linux do"):strings.Index(texts["go-sdk.rb"], "  conflicts_with")]
	for i, c := range []struct{ base, old, damaged, want string }{
		{"go-sdk.rb", "class GoSdk ", "class GoSDK ", "Expected to find class GoSdk, but only found: GoSDK"},
		{"go-sdk@1.26.rb", "class GoSdkAT126 ", "class GoSdk126 ", "Expected to find class GoSdkAT126"},
		{"go-sdk.rb", linux, "", "formula requires at least a URL"},
		{"go-sdk.rb", linux, strings.NewReplacer("    on_arm do\n", "", "    on_intel do\n", "", "    end\n", "").Replace(linux), "`on_linux` cannot include `url`"},
		{"go-sdk.rb", linux[strings.Index(linux, "    on_intel"):], "  end\n", "formula requires at least a URL"},
		{"gosetup.rb", "  sha256 \"", "  # sha256 \"", "Checksum is missing"},
		{"gosetup.rb", "  url \"", "  # url \"", "formula requires at least a URL"},
		{"gosetup.rb", "  desc \"", "  description \"", "undefined method `description'"},
		{"gosetup.rb", "  test do", "  tests do", "undefined method `tests'"},
		{"gosetup.rb", "  def install", "  def instal", "no install"},
		{"gosetup.rb", "  test do\n", "  test do\n  (\n", "SyntaxError"},
	} {
		if !strings.Contains(texts[c.base], c.old) {
			t.Errorf("%s has no %q", c.base, c.old)
			continue
		}
		file := filepath.Join(t.TempDir(), fmt.Sprint(i), c.base)
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, []byte(strings.Replace(texts[c.base], c.old, c.damaged, 1)), 0o644))
		if _, refused := runHarness(t, file); !strings.Contains(refused[file], strings.Trim(fmt.Sprintf("%q", c.want), `"`)) {
			t.Errorf("%q for %q: refused for %s, want %s", c.damaged, c.old, refused[file], c.want)
		}
	}
}

// Ruby parses every formula without a warning, and RuboCop has nothing to say in
// the style of the client.
func formulaeHaveStyle(t *testing.T, dir string, tried []triedFormula) {
	needProgram(t, "ruby")
	needProgram(t, "rubocop")
	for _, f := range tried {
		if name, _, _ := strings.Cut(f.what, ":"); !slices.Contains(profiles.Builtin(), name) {
			continue // the harness loads it with all warnings
		}
		if out, err := exec.Command("ruby", "-wc", f.file).CombinedOutput(); err != nil || string(out) != "Syntax OK\n" {
			t.Errorf("%s: %s", f.what, out)
		}
	}
	cop := func(path string) (string, error) {
		out, err := exec.Command("rubocop", "--config", "testdata/brew/rubocop.yml", "--cache", "false", "--format", "emacs", path).CombinedOutput()
		return string(out), err
	}
	if out, err := cop(dir); err != nil {
		t.Errorf("rubocop: %v\n%s", err, out)
	}
	bad := filepath.Join(t.TempDir(), "bad.rb")
	must(t, os.WriteFile(bad, []byte("class Bad < Formula\n  desc 'x' and true\nend\n"), 0o644))
	if out, err := cop(bad); err == nil || !strings.Contains(out, "Style/StringLiterals") || !strings.Contains(out, "Style/AndOr") {
		t.Errorf("rubocop takes what is bad: %s", out)
	}
}

// What install of each formula puts into a keg, from a real archive, works: its
// test passes.
func TestFormulaeInstall(t *testing.T) {
	s := withSource(t)
	r, err := renderInOrder(s)
	must(t, err)
	texts := map[string]string{}
	for _, f := range r.Files {
		texts[strings.TrimSuffix(filepath.Base(f.Path), ".rb")] = string(f.Data)
	}
	goVersion := strings.TrimPrefix(runtime.Version(), "go")
	for _, c := range []struct {
		name, version string
		unpack        func(t *testing.T, dir string)
		want          []string
	}{
		{"gosetup", s.Version, func(t *testing.T, dir string) { unpackArchive(t, r.Archives[0].Data, dir) },
			[]string{"bin/gosetup", "share/gosetup/env/env.zsh", "share/gosetup/install.sh", "etc/bash_completion.d/gosetup", "share/zsh/site-functions/_gosetup"}},
		{ProgramName, Version, copySource, []string{"bin/gosetup-gen", "etc/bash_completion.d/gosetup-gen", "share/zsh/site-functions/_gosetup-gen"}},
		{"go-sdk", goVersion, copyGo, []string{"bin/go", "bin/gofmt", "libexec/VERSION", "libexec/bin/go"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			needProgram(t, "ruby")
			dir := t.TempDir()
			prefix, file := filepath.Join(dir, "keg"), filepath.Join(dir, c.name+".rb")
			must(t, os.MkdirAll(prefix, 0o755))
			text := strings.Replace(texts[c.name], `version "`+s.SDKs[0].GoVersion+`"`, `version "`+c.version+`"`, 1)
			must(t, os.WriteFile(file, []byte(text), 0o644))
			source := filepath.Join(dir, "source")
			c.unpack(t, source)
			cmd := exec.Command("ruby", "testdata/brew/harness.rb", "--install", source, prefix, file)
			cmd.Env = append(os.Environ(), "HARNESS_VERSION="+c.version, "GOROOT=", "GOFLAGS=", "GOCACHE="+goEnv(t, "GOCACHE"), "GOPATH="+goEnv(t, "GOPATH"))
			out, err := cmd.CombinedOutput()
			if err != nil || strings.Contains(string(out), `"refused"`) {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, path := range c.want {
				if _, err := os.Stat(filepath.Join(prefix, path)); err != nil {
					t.Errorf("%v; have %s", err, out)
				}
			}
			t.Logf("%s", out)
			if text, err := os.ReadFile(filepath.Join(prefix, "etc/bash_completion.d", c.name)); err == nil && !strings.Contains(string(text), "_"+strings.ReplaceAll(c.name, "-", "_")) && !strings.Contains(string(text), "__start_"+c.name) {
				t.Errorf("the completion is one of another program:\n%.300s", text)
			}
		})
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	must(t, err)
	return strings.TrimSpace(string(out))
}

// unpackArchive unpacks an archive and enters its one folder, as brew does.
func unpackArchive(t *testing.T, data []byte, dir string) {
	t.Helper()
	must(t, os.MkdirAll(dir, 0o755))
	cmd := exec.Command("tar", "-xzf", "-", "-C", dir, "--strip-components", "1")
	cmd.Stdin = strings.NewReader(string(data))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// copySource copies what the generator is built from.
func copySource(t *testing.T, dir string) {
	t.Helper()
	for _, part := range []string{"go.mod", "go.sum", "cmd", "formula", "generator", "profiles", "templates"} {
		must(t, os.MkdirAll(dir, 0o755))
		if out, err := exec.Command("cp", "-R", "../"+part, dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
}

// copyGo copies the Go that runs this test, by hard links where it can.
func copyGo(t *testing.T, dir string) {
	t.Helper()
	root := goEnv(t, "GOROOT")
	if exec.Command("cp", "-al", root, dir).Run() == nil {
		return
	}
	must(t, os.RemoveAll(dir))
	if out, err := exec.Command("cp", "-R", root, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}
