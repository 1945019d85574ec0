//go:build unix

package main

import (
	"io"
	"os/exec"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// doctor --offline on a healthy machine, to be read beside one go env -json on the
// same machine: with a home that no shell has been used in, and with one that has
// files of bash and zsh, each of which is started twice.
//
//	go test ./cmd/gen -run '^$' -bench Doctor
func BenchmarkDoctor(b *testing.B) {
	k, err := theKit()
	if err != nil {
		b.Fatal(err)
	}
	home := b.TempDir()
	env := []string{"HOME=" + home, "PATH=" + goroot(b) + "/bin:/usr/bin:/bin", "SHELL=/bin/sh"}
	b.Run("go-env-json", func(b *testing.B) { benchIn(b, env, "go", "env", "-json") })
	for _, shell := range []string{"dash", "bash", "zsh"} {
		b.Run("doctor-in-"+shell, func(b *testing.B) {
			realtool.Need(b, shell)
			benchIn(b, env, shell, k.dist+"/gosetup", "doctor", "--offline")
		})
	}
	files := append([]string{"ZDOTDIR=" + b.TempDir()}, env...)
	files[len(files)-1] = "SHELL=/bin/zsh"
	b.Run("doctor-that-asks-zsh", func(b *testing.B) {
		realtool.Need(b, "zsh")
		benchIn(b, files, "dash", k.dist+"/gosetup", "doctor", "--offline")
	})
}

func benchIn(b *testing.B, env []string, argv ...string) {
	for b.Loop() {
		cmd := exec.Command(argv[0], argv[1:]...)
		cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = env, "/", io.Discard, io.Discard
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
	}
}

func goroot(b *testing.B) string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		b.Fatal(err)
	}
	return string(out[:len(out)-1])
}
