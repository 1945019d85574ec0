package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
)

// writeReport prints what was found in the form that was asked for.
func writeReport(w io.Writer, all []checked, unread []unreadable, flags checkFlags) error {
	switch {
	case flags.json:
		return writeJSON(w, all, unread)
	case flags.sarif:
		return writeSARIF(w, all, unread)
	}
	p := newPalette(w, flags.color)
	var rules []*lint.Rule
	for _, c := range all {
		writeText(w, c, p, flags.quiet)
		for _, f := range c.Findings {
			rules = append(rules, f.Rule)
		}
	}
	if flags.explain {
		explained := map[*lint.Rule]bool{}
		for _, r := range rules {
			if !explained[r] {
				fmt.Fprintf(w, "\n%s", r.Doc)
			}
			explained[r] = true
		}
	}
	return nil
}

// A palette has the escapes of a terminal, or nothing.
type palette struct{ bold, red, yellow, blue, plain string }

// newPalette obeys when (auto, always, never) and NO_COLOR.
func newPalette(w io.Writer, when string) palette {
	if when == "never" || when != "always" && (os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || !isTerminal(w)) {
		return palette{}
	}
	return palette{"\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[0m"}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

func (p palette) of(s lint.Severity) string {
	return []string{p.blue, p.yellow, p.red}[s]
}

// writeText prints a line for each finding and, unless quiet, one that says who
// looked at the file.
func writeText(w io.Writer, c checked, p palette, quiet bool) {
	for _, f := range c.Findings {
		fmt.Fprintf(w, "%s%s:%d:%d:%s %s%s%s: %s\n", p.bold, f.File, f.Line, f.Col, p.plain, p.of(f.Rule.Severity), f.Rule.ID, p.plain, f.Message)
	}
	for _, refusal := range c.Interpreters.Refusals {
		fmt.Fprintf(w, "%s%s:%s %s\n", p.bold, c.File, p.plain, refusal)
	}
	if quiet {
		return
	}
	fmt.Fprintf(w, "%s: %s", c.File, count(len(c.Findings), "finding"))
	if len(c.Waived) > 0 {
		fmt.Fprintf(w, ", %d waived", len(c.Waived))
	}
	if c.Prefixes > 0 {
		fmt.Fprintf(w, "; %d prefixes do nothing", c.Prefixes)
	}
	by := c.Interpreters.Asked
	if c.Parser != "" {
		by = append([]string{"gen"}, by...)
	}
	if len(by) > 0 {
		fmt.Fprintf(w, "; parsed by %s", strings.Join(by, ", "))
	}
	if len(c.Interpreters.Skipped) > 0 {
		fmt.Fprintf(w, "; SKIPPED, not installed: %s", strings.Join(c.Interpreters.Skipped, ", "))
	}
	fmt.Fprintln(w)
}

// count is "no finding", "1 finding", "2 findings".
func count(n int, what string) string {
	switch n {
	case 0:
		return "no " + what
	case 1:
		return "1 " + what
	}
	if strings.HasSuffix(what, "ch") {
		what += "e"
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// The types of --json. Fields are added, never changed.
type (
	jsonReport struct {
		Version string       `json:"version"` // of gen
		Files   []jsonFile   `json:"files"`
		Errors  []unreadable `json:"errors"` // the files that could not be read
	}
	jsonFile struct {
		File         string        `json:"file"`
		Dialect      string        `json:"dialect"` // "" if nobody knows it
		Parsed       bool          `json:"parsed"`
		Prefixes     int           `json:"prefixes"` // that do nothing; 0 if not looked at
		Findings     []jsonFinding `json:"findings"`
		Waived       []jsonFinding `json:"waived"`
		Interpreters answer        `json:"interpreters"`
	}
	jsonFinding struct {
		Rule     string `json:"rule"`
		Severity string `json:"severity"`
		Promise  string `json:"promise,omitempty"`
		Line     int    `json:"line"`
		Column   int    `json:"column"` // in bytes, from 1
		Message  string `json:"message"`
		Reason   string `json:"reason,omitempty"` // of a waiver
	}
)

func writeJSON(w io.Writer, all []checked, unread []unreadable) error {
	report := jsonReport{generator.Version, []jsonFile{}, append([]unreadable{}, unread...)}
	for _, c := range all {
		f := jsonFile{c.File, c.Dialect, c.Parser != "", c.Prefixes, []jsonFinding{}, []jsonFinding{}, c.Interpreters}
		for _, found := range c.Findings {
			f.Findings = append(f.Findings, newJSONFinding(found, ""))
		}
		for _, found := range c.Waived {
			f.Waived = append(f.Waived, newJSONFinding(found.Finding, found.Reason))
		}
		report.Files = append(report.Files, f)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report)
}

func newJSONFinding(f lint.Finding, reason string) jsonFinding {
	return jsonFinding{f.Rule.ID, f.Rule.Severity.String(), f.Rule.Promise, f.Line, f.Col, f.Message, reason}
}
