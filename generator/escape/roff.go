package escape

import (
	"errors"
	"strings"

	"github.com/org/gosetup/generator/roff"
)

// roffLanguage is the roff of manual pages, the part that package roff reads.
type roffLanguage struct{ rules []rule[roffPlace] }

func (l roffLanguage) table() []Rule { return rulesOf(l.rules) }

func (l roffLanguage) without(id string) language { return roffLanguage{withoutRule(l.rules, id)} }

// A roffPlace is what the rules of roff look at.
type roffPlace struct {
	kind roff.Kind // 0 for a place that no rule knows
	line bool      // the value begins a line
}

func (l roffLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := readRoff(sk.text)
	if err != nil {
		return nil, err
	}
	places := make([]roffPlace, len(sk.marks))
	for _, t := range tokens {
		for i, end := sk.within(t.Start, t.End); i < end; i++ {
			places[i] = roffPlace{t.Kind, t.Line && sk.marks[i].start == t.Start}
		}
	}
	a := &analysis{}
	for _, p := range places {
		a.decisions = append(a.decisions, decide(l.rules, p, "this place of a manual page"))
	}
	return a, nil
}

func (l roffLanguage) canon(text string) (string, error) {
	tokens, err := readRoff(text)
	var b strings.Builder
	for _, t := range tokens {
		b.WriteString("\x00" + string(t.Kind) + t.Plain)
	}
	return b.String(), err
}

func readRoff(text string) ([]roff.Token, error) {
	tokens, err := roff.Parse(text)
	var e *roff.Error
	if errors.As(err, &e) {
		return nil, &textError{Offset: e.Offset, What: e.What}
	}
	return tokens, err
}

var roffRules = []rule[roffPlace]{
	{
		Rule: Rule{ID: "roff/start", Place: "at the start of a line of text", Takes: Line,
			Why:     `\& goes before it, so that a . or ' there begins no request; the rest is written as within the line`,
			Example: Example{"{{.}} ends\n", ".so /etc/passwd", `\&.so /etc/passwd ends` + "\n"}},
		match: func(p roffPlace) bool { return p.kind == roff.Text && p.line },
		write: func(_ roffPlace, value string) (string, error) { return writeRoff(`\&`, value) },
	},
	{
		Rule: Rule{ID: "roff/text", Place: "within a line of text, or a quoted argument of a macro", Takes: Line,
			Why:     `a backslash is written as \e, quotes as \(dq and \(aq, - as \-, a character beyond ASCII as \[uNNNN]`,
			Example: Example{".B \"a {{.}}\"\n", `"\fB`, `.B "a \(dq\efB"` + "\n"}},
		match: func(p roffPlace) bool { return p.kind == roff.Text || p.kind == roff.Quoted },
		write: func(_ roffPlace, value string) (string, error) { return writeRoff("", value) },
		list:  " ",
	},
	{
		Rule: Rule{ID: "roff/comment", Place: `in a comment, behind .\" and a space`, Takes: Line,
			Why:     "the value is written as it is",
			Example: Example{".\\\" by {{.}}\n", `it's \fB`, ".\\\" by it's \\fB\n"}},
		match: func(p roffPlace) bool { return p.kind == roff.Comment },
		write: func(_ roffPlace, value string) (string, error) { return writeLine(value) },
	},
}

func writeRoff(before, value string) (string, error) {
	value, err := writeLine(value)
	return before + roff.Escape(value), err
}
