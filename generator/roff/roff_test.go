package roff

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// formatters are the programs that show manual pages: macOS, Alpine and the BSDs
// have the first, most others the second.
var formatters = [][]string{
	{"mandoc", "-T", "utf8", "-O", "width=900"},
	{"groff", "-ww", "-man", "-Tutf8", "-rLL=900n", "-P-cbou"},
}

// A value that is escaped comes out of the real programs as it was, at the start of
// a line, within it, and as an argument of a macro.
func TestEscape(t *testing.T) {
	text, err := os.ReadFile("../escape/testdata/worst.json")
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	if err := json.Unmarshal(text, &values); err != nil || len(values) == 0 {
		t.Fatalf("%d values, %v", len(values), err)
	}
	values = append(values, `.so /etc/passwd`, `'sy id`, `\fBbold`, `\n[x]`, `a "b" c`, `--no-x`, `~^'`+"`", `\(dq`, `caf\[u00E9]`, "café")
	page := ".TH \"T\" \"1\" \"\" \"\"\n.SH \"S\"\n.EX\n"
	for _, v := range values {
		if usable(v) {
			page += `\&` + Escape(v) + "\nat " + Escape(v) + " end\n.B \"as " + Escape(v) + "\"\n"
		}
	}
	page += ".EE\n"
	if _, err := Parse(page); err != nil {
		t.Fatal(err)
	}
	for _, argv := range formatters {
		t.Run(argv[0], func(t *testing.T) {
			a := realtool.Ask(t, argv, realtool.Question{Input: page})
			if a.Status != 0 || a.Failed != "" {
				t.Fatal(a)
			}
			lines := map[string]bool{}
			for line := range strings.Lines(plain(a.Out)) {
				lines[strings.TrimSpace(line)] = true
			}
			for _, v := range values {
				if !usable(v) {
					continue
				}
				for _, want := range []string{v, "at " + v + " end", "as " + v} {
					if !lines[strings.TrimSpace(want)] {
						t.Errorf("%q is not in the page", want)
					}
				}
			}
		})
	}
}

// usable leaves out what a line of a page cannot have, and what a terminal shows
// with another width.
func usable(v string) bool {
	return !strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r >= 0x7f && r != 'é' })
}

// plain takes out overstriking, which is how bold is printed.
func plain(text string) string {
	var out []rune
	for _, r := range text {
		if r == '\b' && len(out) > 0 {
			out = out[:len(out)-1]
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// What could read a file or run a program is no page of ours.
func TestRefuses(t *testing.T) {
	for text, at := range map[string]int{
		".so /etc/passwd\n":      0,
		"a\n.sy id\n":            2,
		".SH NAME\n":             3,
		".SH \"NAME\n":           5,
		"'br\n":                  0,
		"a \\*[x]\n":             2,
		"a \\X'tty: x'\n":        2,
		"a \\[u12]\n":            2,
		"caf\u00e9\n":            3,
		".B \"a \\N'1'\"\n":      6,
		".\\\"no blank behind\n": 0,
	} {
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) || e.Offset != at {
			t.Errorf("%q: %v, want an error at %d", text, err, at)
		}
	}
}
