package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// The manual page is one for the real programs, without a warning. It has no date:
// that would be the hour of rendering.
func TestManPage(t *testing.T) {
	page, err := filepath.Abs(filepath.Join(goldenDir, "default/man/gosetup.1"))
	if err != nil {
		t.Fatal(err)
	}
	for _, argv := range [][]string{
		{"mandoc", "-T", "lint", page},
		{"mandoc", "-T", "utf8", page},
		{"groff", "-ww", "-man", "-Tutf8", page},
	} {
		a := realtool.Ask(t, argv, realtool.Question{})
		said := a.Failed
		if argv[2] == "lint" {
			said = a.Out + a.Failed
		} else if !strings.Contains(a.Out, "uninstall") {
			t.Errorf("%v: the page lacks the commands", argv)
		}
		for line := range strings.Lines(said) {
			if !strings.Contains(line, "missing date") {
				t.Errorf("%v: %s", argv, line)
			}
		}
	}
}
