package escape

import (
	"fmt"
	"strings"
)

// An Error says which hole or which text of a template is refused, and why.
type Error struct {
	File      string // the template, as it was named to Parse
	Line, Col int    // from 1; Col in bytes
	Code      string // the ID of the rule, or "value/...", "template/...", "syntax"
	What      string // what is wrong, on one line
	Rule      *Rule  // the rule that refuses, or that restricts what may stand there; may be nil
}

// Error reads "file:line:col: code: what; what to do".
func (e *Error) Error() string {
	s := fmt.Sprintf("%s:%d:%d: %s: %s", e.File, e.Line, e.Col, e.Code, e.What)
	if e.Rule != nil && e.Rule.Instead != "" {
		s += "; " + e.Rule.Instead
	}
	return s
}

// Explain tells the whole story of the error, on several lines: the place, what
// may stand there, why, and an example.
func (e *Error) Explain() string {
	if e.Rule == nil {
		return e.Error() + "\n"
	}
	return e.Error() + "\n\n" + e.Rule.Explain()
}

// Explain describes the rule on several lines.
func (r *Rule) Explain() string {
	var b strings.Builder
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%-9s%s\n", name, strings.ReplaceAll(text, "\n", "\n         "))
		}
	}
	row("rule", r.ID)
	row("place", r.Place)
	row("takes", r.Takes)
	row("because", r.Why)
	row("instead", r.Instead)
	row("example", r.Example.Template)
	row("with", fmt.Sprintf("%q", fmt.Sprint(r.Example.Value)))
	if r.Example.Output == "" {
		row("is", "refused")
	} else {
		row("gives", r.Example.Output)
	}
	return b.String()
}

// Code of errors that are about a value, wherever it stands.
const (
	codeNil     = "value/nil"
	codeType    = "value/type"
	codeUTF8    = "value/utf8"
	codeControl = "value/control"
	codeBidi    = "value/bidi"
	codeList    = "value/list"
	codeCode    = "value/code"
	codeShape   = "value/shape"
	codeEscaper = "template/hand-escaping"
	codeHoles   = "template/too-many-holes"
	codeSyntax  = "syntax"
)
