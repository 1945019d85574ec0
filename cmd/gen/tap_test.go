package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// The formula is what brew would get: its digest is that of the archive.
func TestFormulaPinsTheArchive(t *testing.T) {
	for _, name := range profiles.Builtin() {
		r := release(t, name, "")
		want := fmt.Sprintf("sha256 \"%x\"", sha256.Sum256(r.Archives[0].Data))
		if text := file(t, r, "tap/Formula/gosetup.rb"); !strings.Contains(text, want) {
			t.Errorf("%s: the formula does not say %s:\n%s", name, want, text)
		}
	}
}

// release renders a profile, built in or the text of one.
func release(t *testing.T, profile, source string) generator.Release {
	t.Helper()
	name, open := profile, os.ReadFile
	if strings.Contains(profile, "\n") {
		name, open = "odd.yaml", func(string) ([]byte, error) { return []byte(profile), nil }
	}
	p, err := profiles.Load(name, open)
	if err != nil {
		t.Fatal(err)
	}
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	r, err := generator.NewReleaseWith(lint.NewBatch(), p, releases, source)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func file(t *testing.T, r generator.Release, path string) string {
	t.Helper()
	for _, f := range r.Files {
		if f.Path == path {
			return string(f.Data)
		}
	}
	t.Fatalf("there is no %s", path)
	return ""
}

// A link is written, compared and removed as a link.
func TestLinksInTrees(t *testing.T) {
	dir := t.TempDir()
	link := generator.File{Path: "tap/Aliases/go-sdk@1.27", Link: "../Formula/go-sdk.rb"}
	manifest := generator.File{Path: generator.ManifestPath, Data: []byte(`{"files": [{"path": "tap/Aliases/go-sdk@1.27", "link": "../Formula/go-sdk.rb"}]}`)}
	write := func(files ...generator.File) string {
		var out strings.Builder
		if err := (tree{dir: dir, files: files}).write(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	diff := func() string {
		out, err := tree{dir: dir, files: []generator.File{link, manifest}}.diff()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	name := filepath.Join(dir, "tap", "Aliases", "go-sdk@1.27")
	write(link, manifest)
	if target, err := os.Readlink(name); err != nil || target != filepath.FromSlash(link.Link) {
		t.Errorf("it leads to %q: %v", target, err)
	}
	if out := write(link, manifest); !strings.Contains(out, "0 written") || diff() != "" {
		t.Errorf("a second time: %s%s", out, diff())
	}
	for what, spoil := range map[string]func() error{
		"another target": func() error { return os.Symlink("elsewhere", name) },
		"a file":         func() error { return os.WriteFile(name, []byte(link.Link), 0o644) },
	} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if diff() == "" {
			t.Errorf("nobody sees %s", what)
		}
		write(manifest) // what was changed stays
		if _, err := os.Lstat(name); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		write(link, manifest)
	}
	write(manifest)
	if _, err := os.Lstat(name); err == nil {
		t.Error("the link that is no longer rendered is still there")
	}
}
