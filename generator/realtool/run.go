package realtool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A Question is what a real program is asked.
type Question struct {
	Args  []string
	Input string
	Env   map[string]string // besides the test's own and LC_ALL=C
	Files map[string]string // in the directory where it runs, by name
}

// An Answer is how a program ended and what it printed.
type Answer struct {
	Status      int
	Out, Failed string
}

func (a Answer) String() string {
	return fmt.Sprintf("exit %d, %q, errors %q", a.Status, a.Out, a.Failed)
}

// Ask runs a program, of which command are the first words, or skips the test as
// Need does. It ends after ten seconds; a status other than 0 is an answer, too.
func Ask(t testing.TB, command []string, q Question) Answer {
	t.Helper()
	Need(t, command[0])
	dir := t.TempDir()
	for name, text := range q.Files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], append(command[1:len(command):len(command)], q.Args...)...)
	cmd.Dir, cmd.Env, cmd.Stdin = dir, append(os.Environ(), "LC_ALL=C"), strings.NewReader(q.Input)
	for k, v := range q.Env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	var out, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &failed
	var status *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	return Answer{cmd.ProcessState.ExitCode(), out.String(), failed.String()}
}
