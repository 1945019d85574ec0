//go:build linux

package simulate

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// The snippets print, end and leave the same files as in a real dash with the
// commands of Debian.
func TestSnippetsLikeDash(t *testing.T) {
	dash := realtool.Need(t, "dash")
	text, err := os.ReadFile("testdata/snippets.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, snippet := range strings.Split(string(text), "\n#### ")[1:] {
		name, body, _ := strings.Cut(snippet, "\n")
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.Command(dash, "-c", body, "script")
			cmd.Dir, cmd.Env = dir, []string{"PATH=/usr/bin:/bin", "HOME=" + dir, "LC_ALL=C"}
			want, _ := cmd.Output()
			m, err := Load("debian-amd64")
			if err != nil {
				t.Fatal(err)
			}
			m.disk.place(dir, &node{mode: 1<<31 | 0o755, uid: 1000, names: map[string]*node{}})
			got, err := m.Run(Script{Name: "script", Text: body, Dir: dir, Env: map[string]string{"PATH": "/usr/bin:/bin", "HOME": dir, "LC_ALL": "C"}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.Stdout); diff != "" {
				t.Errorf("-dash +simulated\n%s\nstderr: %s", diff, got.Stderr)
			}
			if got.Status != cmd.ProcessState.ExitCode() {
				t.Errorf("exit %d, dash: %d\nstderr: %s", got.Status, cmd.ProcessState.ExitCode(), got.Stderr)
			}
			virtual := map[string]string{}
			m.disk.dir(dir).tree("", virtual)
			if diff := cmp.Diff(realTree(t, filepath.Clean(dir)), virtual); diff != "" {
				t.Errorf("files: -dash +simulated\n%s", diff)
			}
		})
	}
}
