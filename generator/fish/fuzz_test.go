package fish

import (
	"errors"
	"testing"
)

// Parse takes any text without a panic, its offsets lie in the text, and a line
// end behind the text changes nothing.
func FuzzParse(f *testing.F) {
	for _, text := range golden(f) {
		f.Add(text[len(text)-min(len(text), 4000):])
	}
	for _, text := range statements(f) {
		f.Add(text)
	}
	for _, row := range stricter {
		f.Add(row.example)
	}
	for _, group := range groups {
		f.Add(group.text)
	}
	for _, token := range tokens {
		f.Add("echo a" + token + "b\n")
	}
	f.Fuzz(func(t *testing.T, text string) {
		script, err := Parse(text)
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.Offset < 0 || refused.Offset > len(text) || refused.What == "" {
				t.Fatalf("error %#v", err)
			}
			return
		}
		inText(t, script)
		again, err := Parse(text + "\n")
		if err != nil {
			t.Fatalf("%q with a line end: %v", text, err)
		}
		if a, b := count(script), count(again); a != b {
			t.Errorf("%q: %d statements, with a line end %d", text, a, b)
		}
		if _, err := script.Group(); err == nil {
			noPrefixRuns(t, script)
		}
	})
}

func count(script *Script) (n int) {
	Walk(script.List, func(*Stmt) { n++ })
	return n
}

// inText fails for a node outside of its text, or of the wrong length.
func inText(t *testing.T, script *Script) {
	inside := func(what string, start, end int) {
		if start < 0 || start > end || end > len(script.Text) {
			t.Errorf("%s at %d to %d of %q", what, start, end, script.Text)
		}
	}
	Walk(script.List, func(st *Stmt) {
		inside("statement", st.Start, st.End)
		for _, w := range st.AllWords() {
			inside("word", w.Start, w.End)
			for _, part := range w.Parts {
				inside("part", part.Start, part.End)
			}
		}
	})
	for _, c := range script.Comments {
		inside("comment", c.Start, c.End)
		if script.Text[c.Start] != '#' {
			t.Errorf("a comment begins with %q", script.Text[c.Start])
		}
	}
}

// noPrefixRuns is the promise of Group, for short texts.
func noPrefixRuns(t *testing.T, script *Script) {
	if len(script.Text) > 500 {
		return
	}
	st, _ := script.Group()
	for i := range st.bodyEnd() {
		if ok, cut := harmless(script.Text[:i]); !ok && !cut {
			t.Errorf("%q has a Group, but %q runs", script.Text, script.Text[:i])
		}
	}
}
