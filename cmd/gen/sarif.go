package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// interpreterRule is the rule of SARIF that refusals of real interpreters get;
// they have no place in the file.
const interpreterRule = "interpreter"

// writeSARIF prints what GitHub's code scanning reads. Waived findings are in
// it, as suppressed.
func writeSARIF(w io.Writer, all []checked, unread []unreadable) error {
	run := sarif.NewRunWithInformationURI("gosetup", "https://github.com/org/gosetup")
	run.Tool.Driver.WithVersion(generator.Version)
	for _, r := range lint.Rules() {
		run.AddRule(r.ID).WithDescription(r.Title).WithMarkdownHelp(r.Doc)
	}
	run.AddRule(interpreterRule).WithDescription("a real interpreter refuses the file")
	for _, c := range all {
		for _, f := range c.Findings {
			run.AddResult(sarifResult(f))
		}
		for _, f := range c.Waived {
			run.AddResult(sarifResult(f.Finding).AddSuppression(sarif.NewSuppression().WithKind("inSource").WithJustification(f.Reason)))
		}
		for _, refusal := range c.Interpreters.Refusals {
			run.AddResult(sarif.NewRuleResult(interpreterRule).WithLevel("error").WithMessage(sarif.NewTextMessage(refusal)).AddLocation(sarifLocation(c.File, nil)))
		}
	}
	run.AddInvocation(sarifInvocation(unread))
	return writeLean(w, sarif.NewReport().AddRun(run))
}

// sarifInvocation tells of the files that could not be read.
func sarifInvocation(unread []unreadable) *sarif.Invocation {
	invocation := sarif.NewInvocation().WithExecutionSuccessful(len(unread) == 0)
	for _, u := range unread {
		invocation.AddToolExecutionNotification(sarif.NewNotification().WithLevel("error").
			WithMessage(sarif.NewTextMessage(u.Message)).AddLocation(sarifLocation(u.File, nil)))
	}
	return invocation
}

// writeLean prints a report without what the library adds where nothing is known:
// -1, null, empty lists and objects. An empty list of results says that the rules
// were looked at, and stays.
func writeLean(w io.Writer, report *sarif.Report) error {
	var full bytes.Buffer
	if err := report.Write(&full); err != nil {
		return err
	}
	d := json.NewDecoder(&full)
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(lean(tree))
}

func lean(tree any) any {
	switch t := tree.(type) {
	case map[string]any:
		for name, v := range t {
			if v = lean(v); v == nil && name == "results" {
				v = []any{}
			}
			if t[name] = v; v == nil {
				delete(t, name)
			}
		}
		if len(t) == 0 {
			return nil
		}
	case []any:
		for i := range t {
			t[i] = lean(t[i])
		}
		if len(t) == 0 {
			return nil
		}
	case json.Number:
		if t == "-1" {
			return nil
		}
	}
	return tree
}

func sarifResult(f lint.Finding) *sarif.Result {
	region := sarif.NewRegion().WithStartLine(f.Line).WithStartColumn(f.Col)
	return sarif.NewRuleResult(f.Rule.ID).WithLevel(f.Rule.Severity.String()).WithMessage(sarif.NewTextMessage(f.Message)).AddLocation(sarifLocation(f.File, region))
}

func sarifLocation(file string, region *sarif.Region) *sarif.Location {
	place := sarif.NewPhysicalLocation().WithArtifactLocation(sarif.NewSimpleArtifactLocation(filepath.ToSlash(file)))
	if region != nil {
		place = place.WithRegion(region)
	}
	return sarif.NewLocationWithPhysicalLocation(place)
}
