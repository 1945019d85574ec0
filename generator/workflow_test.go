package generator

import (
	"io"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/rhysd/actionlint"
)

// lintWorkflow is what actionlint says of a workflow, with shellcheck for what it
// runs.
func lintWorkflow(t *testing.T, name, text string) []*actionlint.Error {
	t.Helper()
	needProgram(t, "shellcheck")
	shellcheck, err := exec.LookPath("shellcheck")
	must(t, err)
	l, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{Shellcheck: shellcheck})
	must(t, err)
	found, err := l.Lint(name, []byte(text), nil)
	must(t, err)
	return found
}

// pinnedAction is an action at a commit, whose version stands behind it.
var pinnedAction = regexp.MustCompile(`^ *(?:- )?uses: [\w./-]+@[0-9a-f]{40} # \S+$`)

// The workflow of the tap is one that GitHub takes, its actions are pinned by
// commit, and it may write nothing.
func TestTapWorkflow(t *testing.T) {
	r, err := renderInOrder(testSpec(t, "default"))
	must(t, err)
	var text string
	for _, f := range r.Files {
		if strings.HasSuffix(f.Path, ".yml") {
			var any map[string]any
			must(t, yaml.Unmarshal(f.Data, &any))
		}
		if f.Path == "tap/.github/workflows/tests.yml" {
			text = string(f.Data)
		}
	}
	for _, e := range lintWorkflow(t, "tests.yml", text) {
		t.Error(e)
	}
	for line := range strings.Lines(text) {
		if strings.Contains(line, "uses:") && !pinnedAction.MatchString(strings.TrimRight(line, "\n")) {
			t.Errorf("not pinned: %s", line)
		}
		if strings.Contains(line, ": write") {
			t.Errorf("it may write: %s", line)
		}
	}
	for old, damaged := range map[string]string{
		"matrix.os": "matrix.oss", "pull-requests: read": "pull-request: read", `brew trust "$TAP"`: "brew trust $TAP", "github.event_name == 'pull_request'": "github.event == ",
	} {
		if len(lintWorkflow(t, "tests.yml", strings.Replace(text, old, damaged, 1))) == 0 {
			t.Errorf("actionlint takes %q for %q", damaged, old)
		}
	}
}
