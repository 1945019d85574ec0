package awk

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// reals are the awks that ours must agree with.
var reals = [][]string{{"mawk"}, {"busybox", "awk"}}

type result = realtool.Answer

// real runs an awk of this machine.
func real(t *testing.T, awk, args []string, input string, env map[string]string) result {
	t.Helper()
	return realtool.Ask(t, awk, realtool.Question{Args: args, Input: input, Env: env})
}

// ours runs this package's.
func ours(args []string, input string, env map[string]string) (result, error) {
	var out, failed bytes.Buffer
	status, err := Command(args, Config{Stdin: strings.NewReader(input), Stdout: &out, Stderr: &failed, Env: env, Steps: 100_000})
	return result{Status: status, Out: out.String(), Failed: failed.String()}, err
}

// startupText is the program that the rendered installers hold.
func startupText(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("..", "..", "golden", "default", "install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(script), "\nstartup_awk='")
	text, _, closed := strings.Cut(rest, "'\n")
	if !ok || !closed || !strings.Contains(text, "BEGIN") || strings.Contains(text, `'\''`) {
		t.Fatal("golden/default/install.sh has no startup_awk in single quotes")
	}
	return text
}

// startupFiles are the start-up files the program must keep.
var startupFiles = []string{
	"", "\n", "\n\n", "a", "a\n", "a\nb\n", "a\r\nb\r\n", "a\r\nb", "\xff\xfe\x80\n", "no \x80 end", "\r", "\r\n",
	"# >>> gosetup >>>\nB\n# <<< gosetup <<<\n",
	"# >>> gosetup >>>\nold\n# <<< gosetup <<<\n",
	"# >>> gosetup >>>\r\nB\r\n# <<< gosetup <<<\r\n",
	"x\n# >>> gosetup >>>\nB\n# <<< gosetup <<<\ny\n",
	"x\n# >>> gosetup >>>\nB\n# <<< gosetup <<<",
	"x\n# >>> gosetup (no newline) >>>\nB\n# <<< gosetup <<<\n",
	"x\n# >>> gosetup (no newline) >>>\nB\n# <<< gosetup <<<\nlater\n",
	"# >>> gosetup (new file) >>>\nB\n# <<< gosetup <<<\n",
	"# >>> gosetup (odd 1) >>>\nB\n# <<< gosetup <<<\n",
	"# >>> gosetup >>>\nB\n",
	"x\n# >>> gosetup >>>\n# >>> gosetup >>>\nB\n# <<< gosetup <<<\n",
	"# >>> gosetup >>>\nB\n# <<< gosetup <<<\nm\n# >>> gosetup >>>\nB\n# <<< gosetup <<<\n",
	"# >>> gosetup >>>\nB\n# <<< gosetup <<<\nm\n# >>> gosetup (no newline) >>>\nold\n# <<< gosetup <<<",
	"# <<< gosetup <<<\n", " # >>> gosetup >>>\nB\n", "export PATH=\"a\\nb & c\\\\&\"\n\\\n", "%s %d\n%\n",
}

func TestStartup(t *testing.T) {
	program := startupText(t)
	runs := 0
	for _, file := range startupFiles {
		for _, what := range []string{"", "check"} {
			for _, block := range []string{"", "B", "one\ntwo", "a\\b & \"$x\" %s"} {
				for _, eol := range []string{"", "1"} {
					for _, note := range []string{"", " (no newline)", " (new file)"} {
						env := map[string]string{"what": what, "block": block, "eol": eol, "note": note}
						got, err := ours([]string{program}, file, env)
						if err != nil {
							t.Fatalf("%q %v: %v", file, env, err)
						}
						runs++
						for _, awk := range reals {
							compareReal(t, awk, []string{program}, file, env, got)
						}
					}
				}
			}
		}
	}
	t.Logf("%d runs", runs)
}

func compareReal(t *testing.T, awk, args []string, input string, env map[string]string, got result) {
	t.Helper()
	if want := real(t, awk, args, input, env); got != want {
		t.Errorf("%v %q on %q with %v:\n got %s\nwant %s", awk, args, input, env, got, want)
	}
}
