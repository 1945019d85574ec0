package lint

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Where a waiver holds, and what is wrong with those that do not.
func TestWaivers(t *testing.T) {
	const bad = "mkdir x\n{\nexit\n}\n" // GS010 in its first line
	for name, c := range map[string]struct {
		text   string
		want   []string // rules that flag it
		waived int
	}{
		"the line before":        {"# gosetup: allow GS010 because I say so\n" + bad, nil, 1},
		"comments between":       {"# gosetup: allow GS010 because I say so\n# more\n\n" + bad, nil, 1},
		"its own line":           {"mkdir x # gosetup: allow GS010 because I say so\n{\nexit\n}\n", nil, 1},
		"the whole file":         {"# gosetup: allow-file GS010 because I say so\n:\n" + bad, nil, 1},
		"several rules":          {"# gosetup: allow GS600, GS010 because I say so\n" + bad, nil, 1},
		"too far away":           {"# gosetup: allow GS010 because I say so\n:\n" + bad, []string{"GS005", "GS010"}, 0},
		"no reason":              {"# gosetup: allow GS010\n" + bad, []string{"GS005", "GS010"}, 0},
		"no rule":                {"# gosetup: allow because I say so\n" + bad, []string{"GS005", "GS010"}, 0},
		"unknown rule":           {"# gosetup: allow GS998 because I say so\n" + bad, []string{"GS005", "GS010"}, 0},
		"in a string":            {"x='\n# gosetup: allow GS010 because I say so'\n" + bad, []string{"GS010"}, 0},
		"what nobody may waive":  {"# gosetup: allow-file GS001 because I say so\nif\n", []string{"GS001"}, 0},
		"nothing left to waive":  {"{\n# gosetup: allow GS010 because I say so\nexit\n}\n", []string{"GS005"}, 0},
		"a waiver cannot be one": {"# gosetup: allow-file GS005 because I say so\n{\nexit\n}\n", []string{"GS005"}, 0},
	} {
		r := Check("x.sh", []byte("#!/bin/sh\n"+c.text), Options{})
		if diff := cmp.Diff(c.want, ids(r.Findings)); diff != "" {
			t.Errorf("%s (- want, + got):\n%s%s", name, diff, list(r.Findings))
		}
		if len(r.Waived) != c.waived {
			t.Errorf("%s: %d waived, want %d", name, len(r.Waived), c.waived)
		}
		for _, w := range r.Waived {
			if w.Reason != "I say so" {
				t.Errorf("%s: reason %q", name, w.Reason)
			}
		}
	}
}

// A position and an offset say the same.
func TestPositions(t *testing.T) {
	s := newSource("x.sh", []byte("a\nbcd\n\ne"), Options{})
	for at := range s.text {
		line, col := s.position(at)
		if got := s.offset(line, col); got != at {
			t.Errorf("offset %d is %d:%d, which is offset %d", at, line, col, got)
		}
		if col != at-strings.LastIndex(s.text[:at], "\n") {
			t.Errorf("offset %d: column %d", at, col)
		}
	}
}
