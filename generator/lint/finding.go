package lint

import (
	"fmt"
	"strings"
)

// A Severity says how much a finding matters.
type Severity int

// The severities, the least first.
const (
	Note    Severity = iota // a matter of care
	Warning                 // wrong on some machine, or on a bad day
	Error                   // breaks a promise, or does not run
)

var severities = []string{"note", "warning", "error"}

func (s Severity) String() string { return severities[s] }

// ParseSeverity reads the name of a severity.
func ParseSeverity(name string) (Severity, error) {
	for i, s := range severities {
		if s == name {
			return Severity(i), nil
		}
	}
	return 0, fmt.Errorf("there is no severity %q; have %s", name, strings.Join(severities, ", "))
}

// A Finding is one place in a file that a rule objects to.
type Finding struct {
	File      string
	Line, Col int // from 1; Col counts bytes
	Offset    int // in bytes, from 0
	Rule      *Rule
	Message   string // one line: what is wrong; what to do
}

// String is "file:line:col: ID: message".
func (f Finding) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", f.File, f.Line, f.Col, f.Rule.ID, f.Message)
}

// A Waived is a finding that the file itself asks to overlook.
type Waived struct {
	Finding
	Reason string
}

// A Report is what Check has to say about a file.
type Report struct {
	File     string
	Dialect  string    // "sh"; "" if nobody knows it
	Parser   string    // what parsed it: "mvdan.cc/sh as sh"; "" if nothing could
	Prefixes int       // how many proper prefixes are known to do nothing; 0 if that was not looked at
	Findings []Finding // in the order of the text
	Waived   []Waived
}
