package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
	"github.com/org/gosetup/profiles"
)

// These three are to be read side by side, from one run: everything gen does for
// every built-in profile, from the start of the process; shellcheck on the files
// of it that it knows (sh and bash); and gen check on these files.
//
//	go test ./cmd/gen -run '^$' -bench Against
func BenchmarkAgainstShellcheck(b *testing.B) {
	program := filepath.Join(b.TempDir(), "gen")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	dir := b.TempDir()
	b.Run("gen-render-all", func(b *testing.B) {
		for b.Loop() {
			benchRun(b, program, "render", "--all", "-o", dir)
		}
	})
	var files []string
	for _, name := range profiles.Builtin() {
		for _, glob := range []string{"*", "env/*"} {
			names, err := filepath.Glob(filepath.Join(dir, name, glob))
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, names...)
		}
	}
	files = slices.DeleteFunc(files, func(name string) bool {
		d := dialect.ByName(name, "")
		return d != dialect.Sh && d != dialect.Bash
	})
	b.Run("shellcheck", func(b *testing.B) {
		realtool.Need(b, "shellcheck")
		for b.Loop() {
			benchRun(b, "shellcheck", append([]string{"-S", "error", "-e", "SC2148"}, files...)...)
		}
		b.ReportMetric(float64(len(files)), "files")
	})
	b.Run("gen-check", func(b *testing.B) {
		for b.Loop() {
			benchRun(b, program, append([]string{"check", "--interpreters=false", "-q"}, files...)...)
		}
	})
}

// benchRun runs a program that has to succeed.
func benchRun(b *testing.B, program string, args ...string) {
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
}
