package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/lint"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

// What --sarif prints is SARIF by its published schema.
func TestSARIF(t *testing.T) {
	text := "#!/bin/sh\ntrue\n# gosetup: allow GS600 because it tells of the past\necho brew switch\n"
	all := []checked{{Report: lint.Check("dir/a b.sh", []byte(text), lint.Options{}), Interpreters: answer{Refusals: []string{"dash refuses it:\nwhy"}}}}
	if len(all[0].Findings) == 0 || len(all[0].Waived) != 1 {
		t.Fatalf("findings %v, waived %v", all[0].Findings, all[0].Waived)
	}
	var out bytes.Buffer
	if err := writeSARIF(&out, all, []unreadable{{"none.sh", "no such file"}}); err != nil {
		t.Fatal(err)
	}
	report, err := sarif.FromString(out.String()) // which adds the empty lists that its Validate wants
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
	if got, want := len(report.Runs[0].Results), len(all[0].Findings)+2; got != want {
		t.Errorf("%d results, want %d", got, want)
	}
	if i := report.Runs[0].Invocations[0]; *i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 1 || *i.ToolExecutionNotifications[0].Message.Text != "no such file" {
		t.Errorf("invocation %+v", i)
	}
	var tree any
	if err := json.Unmarshal(out.Bytes(), &tree); err != nil {
		t.Fatal(err)
	}
	noNoise(t, "", tree)
}

// noNoise fails on what says nothing: -1, null, and what is empty.
func noNoise(t *testing.T, at string, tree any) {
	t.Helper()
	empty := tree == nil || tree == -1.0
	switch v := tree.(type) {
	case map[string]any:
		empty = len(v) == 0
		for name, inner := range v {
			noNoise(t, at+"/"+name, inner)
		}
	case []any:
		empty = len(v) == 0
		for _, inner := range v {
			noNoise(t, at+"/*", inner)
		}
	}
	if empty {
		t.Errorf("%s is %v", at, tree)
	}
}

// A report of nothing says that it looked.
func TestEmptySARIF(t *testing.T) {
	var out bytes.Buffer
	if err := writeSARIF(&out, nil, nil); err != nil {
		t.Fatal(err)
	}
	report, err := sarif.FromString(out.String()) // which adds the empty lists that its Validate wants
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Validate(); err != nil || !strings.Contains(out.String(), `"results": []`) || !*report.Runs[0].Invocations[0].ExecutionSuccessful {
		t.Errorf("%v\n%s", err, out.String())
	}
}
