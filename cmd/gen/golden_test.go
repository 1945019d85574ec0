package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

var update = flag.Bool("update", false, "rewrite golden/ and the expectations of the script tests")

const goldenDir = "../../golden"

// golden/ has the whole tree of every built-in profile, and nothing else.
func TestGolden(t *testing.T) {
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range profiles.Builtin() {
		t.Run(name, func(t *testing.T) {
			goldenTree, err := renderOne(lint.NewBatch(), name, releases, goldenDir)
			if err != nil {
				t.Fatal(err)
			}
			again, err := renderOne(lint.NewBatch(), name, releases, goldenDir)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(goldenTree.files, again.files); diff != "" {
				t.Fatalf("two renderings differ (-first +second):\n%s", diff)
			}
			if *update {
				updateGolden(t, goldenTree)
			}
			diff, err := goldenTree.diff()
			if err != nil {
				t.Fatal(err)
			}
			if len(diff) > 0 {
				t.Errorf("golden is stale (- golden, + rendered); to accept, run\n\tgo test ./cmd/gen -run TestGolden -update\n%s", diff)
			}
		})
	}
	entries, err := os.ReadDir(goldenDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(profiles.Builtin(), e.Name()) {
			t.Errorf("golden/%s belongs to no built-in profile; remove it", e.Name())
		}
	}
}

func updateGolden(t *testing.T, tree tree) {
	t.Helper()
	if err := os.RemoveAll(tree.dir); err != nil {
		t.Fatal(err)
	}
	if err := tree.write(t.Output()); err != nil {
		t.Fatal(err)
	}
}

// The golden comparison sees what is missing, changed, too much, or of another
// mode.
func TestGoldenComparison(t *testing.T) {
	dir := t.TempDir()
	want := tree{dir: dir, files: []generator.File{
		{Path: "same", Data: []byte("same\n")},
		{Path: "sub/changed", Data: []byte("new\n")},
		{Path: "missing", Data: []byte("x\n")},
		{Path: "mode", Exec: true, Data: []byte("x\n")},
	}}
	for name, text := range map[string]string{"same": "same\n", "sub/changed": "old\n", "extra": "x\n", "mode": "x\n"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	diff, err := want.diff()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"missing " + filepath.Join(dir, "missing"), "extra   " + filepath.Join(dir, "extra"), "-old", "+new", "mode " + filepath.Join(dir, "mode")} {
		if !bytes.Contains(diff, []byte(line)) {
			t.Errorf("the diff lacks %q:\n%s", line, diff)
		}
	}
	if bytes.Contains(diff, []byte("same")) {
		t.Errorf("the diff names a file that is the same:\n%s", diff)
	}
}

// write touches only what changes and removes only what it wrote itself.
func TestWriteTouchesLittle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	full, err := renderOne(lint.NewBatch(), "default", releases, filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	full.dir = dir
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(full.write(t.Output()))
	before := stat(t, filepath.Join(dir, "install.sh"))
	must(os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("mine"), 0o644))
	must(os.WriteFile(filepath.Join(dir, "install.zsh"), []byte("edited"), 0o755))

	p, err := profiles.Load("less.yaml", func(string) ([]byte, error) { return []byte("extends: default\noutputs: [install.sh]\n"), nil })
	must(err)
	files, err := generator.Generate(p, releases)
	must(err)
	less := tree{dir: dir, files: files}
	must(less.write(t.Output()))
	for name, want := range map[string]bool{"install.sh": true, "mine.txt": true, "install.zsh": true, "install.fish": false, "env/env.sh": false, "Brewfile": false} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
	must(full.write(t.Output()))
	must(full.write(t.Output()))
	after := stat(t, filepath.Join(dir, "install.sh"))
	_ = before
	if got := stat(t, filepath.Join(dir, "install.sh")); !got.ModTime().Equal(after.ModTime()) {
		t.Error("a file that did not change was written again")
	}
}

func stat(t *testing.T, name string) fs.FileInfo {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
