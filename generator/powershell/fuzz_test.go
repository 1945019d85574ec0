package powershell

import (
	"errors"
	"testing"
)

// Parse comes to an end with a tree whose nodes lie in one another, or with an
// error in the text. What parses is of tokens that Lex has, too.
func FuzzParse(f *testing.F) {
	for _, text := range good {
		f.Add(text)
	}
	for _, c := range bad {
		f.Add(c.text)
	}
	for _, m := range mutants(f, 50) {
		f.Add(m.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		script, err := Parse(text)
		if err != nil {
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Offset < 0 || wrong.Offset > len(text) {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		if _, err := Lex(text); err != nil {
			t.Errorf("%q parses, but %v", text, err)
		}
		if err := script.Whole(); err != nil && (err.(*Error).Offset > len(text) || err.(*Error).What == "") {
			t.Errorf("%q: %v", text, err)
		}
		inOneAnother(t, script, text)
	})
}

// inOneAnother checks that the place of each node is in that of its parent, and
// that its children follow each other.
func inOneAnother(t *testing.T, n Node, text string) {
	outer := n.Where()
	last := outer.Start
	Each(n, func(child Node) {
		inner := child.Where()
		_, inString := n.(*Expandable) // the pieces of text in it have no place of their own
		if inner.Start < last || inner.End > outer.End || inner.End < inner.Start {
			t.Fatalf("%q: %T at %v in %T at %v, behind %d", text, child, inner, n, outer, last)
		}
		if !inString {
			last = inner.End
		}
		inOneAnother(t, child, text)
	})
}

// The places in the trees of our scripts are right, too.
func TestPlaces(t *testing.T) {
	for _, text := range golden(t) {
		script, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		inOneAnother(t, script, text)
	}
}
