package main

import (
	"bytes"
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
	if err := writeSARIF(&out, all); err != nil {
		t.Fatal(err)
	}
	report, err := sarif.FromString(out.String(), sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	if err := report.Validate(); err != nil {
		t.Error(err)
	}
	if got, want := len(report.Runs[0].Results), len(all[0].Findings)+2; got != want {
		t.Errorf("%d results, want %d", got, want)
	}
}
