//go:build linux

package simulate

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// The marks between which the simulations run, in what strace writes down.
const (
	markBegin = "/the-simulation-begins"
	markEnd   = "/the-simulation-ends"
)

// A run opens nothing of the host, connects to nothing and starts nothing:
// strace sees no such call while scripts run that use all there is.
func TestIsolation(t *testing.T) {
	if os.Getenv("SIMULATE_TRACED") != "" {
		simulateAll(t)
		return
	}
	strace := realtool.Need(t, "strace")
	log := filepath.Join(t.TempDir(), "log")
	cmd := exec.Command(strace, "-f", "--seccomp-bpf", "-qq", "-e", "signal=none", "-e", "trace=%file,%network,execve,execveat,fork,vfork", "-o", log, os.Args[0], "-test.run=^TestIsolation$")
	cmd.Env = append(os.Environ(), "SIMULATE_TRACED=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, began := strings.Cut(string(text), markBegin)
	during, _, ended := strings.Cut(rest, markEnd)
	calls := strings.Split(during, "\n")
	if !began || !ended || len(calls) < 2 {
		t.Fatalf("the marks are not in what strace saw:\n%.2000s", text)
	}
	for _, call := range calls[1 : len(calls)-1] {
		t.Errorf("a system call during a simulation: %s", call)
	}
}

// simulateAll runs the snippets and the installation on every machine.
func simulateAll(t *testing.T) {
	snippets, err := os.ReadFile("testdata/snippets.sh")
	if err != nil {
		t.Fatal(err)
	}
	install, err := os.ReadFile(installScript)
	if err != nil {
		t.Fatal(err)
	}
	texts := append(strings.Split(string(snippets), "\n#### ")[1:], string(install), "echo ~root ~nobody; ls-of-nowhere", ". /etc/passwd; pwd -P; cd -P /tmp; command -v nothing; exec none")
	os.Stat(markBegin)
	defer os.Stat(markEnd)
	for _, name := range Machines() {
		for _, text := range texts {
			m, err := Load(name)
			if err != nil {
				t.Fatal(err)
			}
			m.Run(Script{Name: "script", Text: "# " + text})
		}
	}
}
