package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
	"github.com/org/gosetup/profiles"
)

// These two are to be read side by side, from one run: everything gen does for
// every built-in profile, from the start of the process, and shellcheck on the
// files of it that it knows (sh and bash).
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
	args := []string{"-S", "error", "-e", "SC2148"}
	for _, name := range files {
		if d := dialect.ByName(name, ""); d == dialect.Sh || d == dialect.Bash {
			args = append(args, name)
		}
	}
	b.Run("shellcheck", func(b *testing.B) {
		realtool.Need(b, "shellcheck")
		for b.Loop() {
			benchRun(b, "shellcheck", args...)
		}
		b.ReportMetric(float64(len(args)-4), "files")
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
