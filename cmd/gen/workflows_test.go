package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
	"github.com/rhysd/actionlint"
)

// A workflow is what the rules below look at.
type workflow struct {
	On          any
	Permissions any
	Concurrency any
	Jobs        map[string]struct {
		Permissions map[string]string
		Timeout     int `yaml:"timeout-minutes"`
		Steps       []struct {
			Uses, Run string
			With      map[string]any
		}
	}
}

// mayWrite are the jobs that have more than contents: read, and what. Who adds to it
// says in the workflow why.
var mayWrite = map[string]map[string]string{
	"release.yml build":    {"contents": "read", "id-token": "write", "attestations": "write"},
	"release.yml publish":  {"contents": "write"},
	"releases.yml propose": {"contents": "write", "pull-requests": "write"},
}

var (
	pinnedUse = regexp.MustCompile(`^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	anyUse    = regexp.MustCompile(`(?m)^.*\buses:.*$`)
)

// workflowFaults are the errors of a workflow that actionlint, with shellcheck,
// and our own rules find.
func workflowFaults(t *testing.T, name string, text []byte) []string {
	t.Helper()
	linter, err := actionlint.NewLinter(t.Output(), &actionlint.LinterOptions{Shellcheck: realtool.Need(t, "shellcheck"), Color: actionlint.ColorOptionKindNever})
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	found, err := linter.Lint(name, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		faults = append(faults, f.Error())
	}
	for _, line := range anyUse.FindAllString(string(text), -1) {
		if !pinnedUse.MatchString(line) {
			faults = append(faults, fmt.Sprintf("%q: not pinned to a commit, with # v1.2.3 behind it", strings.TrimSpace(line)))
		}
	}
	var w workflow
	if err := yaml.Unmarshal(text, &w); err != nil {
		return append(faults, err.Error())
	}
	return append(faults, w.faults(name)...)
}

func (w workflow) faults(name string) []string {
	var faults []string
	add := func(bad bool, format string, args ...any) {
		if bad {
			faults = append(faults, fmt.Sprintf(format, args...))
		}
	}
	none, ok := w.Permissions.(map[string]any)
	add(!ok || len(none) > 0, "permissions: %v for all jobs; want {}", w.Permissions)
	add(w.Concurrency == nil, "no concurrency")
	add(strings.Contains(fmt.Sprint(w.On), "pull_request_target") || strings.Contains(fmt.Sprint(w.On), "workflow_run"), "on: %v runs the code of others with our token", w.On)
	for id, job := range w.Jobs {
		want, ok := mayWrite[name+" "+id]
		if !ok {
			want = map[string]string{"contents": "read"}
		}
		add(fmt.Sprint(job.Permissions) != fmt.Sprint(want), "%s: permissions: %v; want %v", id, job.Permissions, want)
		add(job.Timeout == 0, "%s: no timeout-minutes", id)
		for _, step := range job.Steps {
			add(strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != false, "%s: a checkout without persist-credentials: false", id)
			add(strings.Contains(step.Run, "${{"), "%s: an expression in run: becomes code; pass it by env", id)
		}
	}
	return faults
}

func workflowFiles(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	all := map[string][]byte{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = text
	}
	return all
}

func TestWorkflows(t *testing.T) {
	for name, text := range workflowFiles(t) {
		for _, fault := range workflowFaults(t, name, text) {
			t.Errorf("%s: %s", name, fault)
		}
	}
	for job := range mayWrite {
		file, id, _ := strings.Cut(job, " ")
		if !strings.Contains(string(workflowFiles(t)[file]), "\n  "+id+":\n") {
			t.Errorf("mayWrite has %s, which is not there", job)
		}
	}
}

// Each rule finds what it is for.
func TestWorkflowRules(t *testing.T) {
	text := string(workflowFiles(t)["releases.yml"])
	tests := []struct{ from, to, want string }{
		{"3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "v7", "not pinned"},
		{" # v7.0.1", "", "not pinned"},
		{"permissions: {}\n", "", "for all jobs; want {}"},
		{"permissions: {}\n", "permissions: read-all\n", "for all jobs; want {}"},
		{"      contents: read\n", "      contents: write\n", "update: permissions: map[contents:write]; want map[contents:read]"},
		{"      pull-requests: write\n", "      pull-requests: write\n      actions: write\n", "propose: permissions"},
		{"concurrency:\n  group: releases\n", "", "no concurrency"},
		{"workflow_dispatch:", "pull_request_target:", "runs the code of others"},
		{"    timeout-minutes: 30\n", "", "update: no timeout-minutes"},
		{"persist-credentials: false", "persist-credentials: true", "without persist-credentials: false"},
		{"git add --all", "echo ${{ github.head_ref }}", "becomes code"},
		{"ubuntu-24.04", "ubuntu-42.04", `label "ubuntu-42.04" is unknown`},
		{`cat "$RUNNER_TEMP/summary.md"`, "cat $RUNNER_TEMP/summary.md", "shellcheck"},
		{"steps.update.outputs", "steps.updates.outputs", `property "updates" is not defined`},
		{"- cron: 23 5 * * 3", "- cron: 23 5 * *", "CRON"},
	}
	for _, test := range tests {
		broken := strings.Replace(text, test.from, test.to, 1)
		faults := workflowFaults(t, "releases.yml", []byte(broken))
		if broken == text || !slices.ContainsFunc(faults, func(f string) bool { return strings.Contains(f, test.want) }) {
			t.Errorf("%q for %q: %q; want %s", test.to, test.from, faults, test.want)
		}
	}
}

// What only runs on Windows parses here at least, and is ASCII, as PowerShell 5.1
// wants it.
func TestWindowsScriptParses(t *testing.T) {
	text, err := os.ReadFile("../../.ci/windows.ps1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dialect.PowerShell.Parse("windows.ps1", bytes.NewReader(text)); err != nil {
		t.Error(err)
	}
	if i := bytes.IndexFunc(text, func(r rune) bool { return r > '~' }); i >= 0 {
		t.Errorf("byte %d is not ASCII", i)
	}
}
