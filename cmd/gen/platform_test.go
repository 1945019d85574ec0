//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// pretend puts programs on PATH that answer like another machine's.
func (s *sandbox) pretend(answers map[string]string) {
	s.t.Helper()
	var names []string
	for name := range answers {
		names = append(names, name)
	}
	s.withoutTools(names...)
	for name, answer := range answers {
		text := "#!/bin/sh\ncat <<'END'\n" + answer + "\nEND\n"
		if answer == "" {
			text = "#!/bin/sh\nexit 1\n"
		}
		if err := os.WriteFile(filepath.Join(s.env["PATH"], name), []byte(text), 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
}

// The archive follows the hardware: not Rosetta's word for it, and WSL is Linux.
func TestPlatform(t *testing.T) {
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := renderOne(lint.NewBatch(), "default", releases, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := rendered.write(t.Output()); err != nil {
		t.Fatal(err)
	}
	machines := []struct {
		name                  string
		uname, sysctl, swVers string
		options               []string
		code                  int
		want                  []string
	}{
		{"Apple silicon", "Darwin box 25.0.0 arm64", "1", "26.0", nil, 0, []string{"for darwin-arm64,", "go1.27.3.darwin-arm64.tar.gz"}},
		{"Rosetta", "Darwin box 25.0.0 x86_64", "1", "26.0", nil, 0, []string{"for darwin-arm64,", "go1.27.3.darwin-arm64.tar.gz"}},
		{"Intel Mac", "Darwin box 24.0.0 x86_64", "", "15.1", nil, 0, []string{"for darwin-amd64,", "go1.27.3.darwin-amd64.tar.gz", "Library/Application Support/go/env"}},
		{"Linux", "Linux box 6.1.0 x86_64", "", "", nil, 0, []string{"for linux-amd64,", "go1.27.3.linux-amd64.tar.gz", ".config/go/env"}},
		{"Linux on ARM", "Linux box 6.1.0 aarch64", "", "", nil, 0, []string{"for linux-arm64,", "go1.27.3.linux-arm64.tar.gz"}},
		{"WSL2", "Linux box 5.15.153.1-microsoft-standard-WSL2 x86_64", "", "", nil, 0, []string{"for linux-amd64-wsl2,", "go1.27.3.linux-amd64.tar.gz"}},
		{"another line", "Linux box 6.1.0 x86_64", "", "", []string{"--go", "1.26"}, 0, []string{"go1.26.9.linux-amd64.tar.gz", "gopls@v0.23.0"}},
		{"FreeBSD", "FreeBSD box 14.1 amd64", "", "", nil, 1, []string{"there is no Go for FreeBSD/amd64 here; have darwin-arm64,"}},
		{"32-bit ARM", "Linux box 6.1.0 armv7l", "", "", nil, 1, []string{"there is no Go for Linux/armv7l here"}},
		{"old macOS", "Darwin box 21.6.0 arm64", "1", "12.7.6", []string{"--yes"}, 1, []string{"Go 1.27.3 needs macOS 13 or newer, this is 12.7.6; choose an older Go with --go"}},
		{"old kernel", "Linux box 2.6.32-754.el6 x86_64", "", "", []string{"--yes"}, 1, []string{"Go 1.27.3 needs Linux 3.2 or newer, this is 2.6.32-754.el6"}},
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		if r.name == "busybox" {
			return // it prefers its own uname to the one on PATH
		}
		for _, m := range machines {
			s := r.sandbox(t)
			s.pretend(map[string]string{"uname": m.uname, "sysctl": m.sysctl, "sw_vers": m.swVers})
			options := m.options
			if m.code == 0 {
				options = append(options, "--dry-run")
			}
			got := r.pipe(s, rendered.dir, options...)
			for _, want := range m.want {
				if got.code != m.code || !strings.Contains(got.stdout+got.stderr, want) {
					t.Errorf("%s: exit %d, want %d and %q\n%s%s", m.name, got.code, m.code, want, got.stdout, got.stderr)
				}
			}
			if diff := s.changes(); diff != "" {
				t.Errorf("%s: changes:\n%s", m.name, diff)
			}
		}
	})
}
