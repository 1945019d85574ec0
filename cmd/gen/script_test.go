package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// A suite is the tests with something around them.
type suite struct{ run func() int }

func (s suite) Run() int { return s.run() }

// TestMain lets the scripts run this program as gen, and removes the kit of
// the real runs at the end.
func TestMain(m *testing.M) {
	testscript.Main(suite{func() int {
		code := m.Run()
		if kitDir != "" {
			os.RemoveAll(kitDir)
		}
		return code
	}}, map[string]func(){"gen": main})
}

// kitDir is where the kit of the real runs lives, once it is made.
var kitDir string

// TestScripts runs testdata/script/*.txtar; the first word of a file's name is
// the command it is about. "go test ./cmd/gen -update" rewrites what they
// compare with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": status},
	})
}

// status runs a program and wants the exit status that is its first argument.
func status(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil || len(args) < 2 {
		ts.Fatalf("usage: status CODE PROGRAM ARG...")
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("%v ended with %d, want %d", args[1:], got, want)
	}
}
