package simulate

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// No text makes the simulator panic, nor leave a machine without its clone's
// independence: whatever a script does on a clone, the machine stays as it was.
func FuzzRun(f *testing.F) {
	text, err := os.ReadFile("testdata/snippets.sh")
	if err != nil {
		f.Fatal(err)
	}
	for _, snippet := range strings.Split(string(text), "\n#### ")[1:] {
		_, body, _ := strings.Cut(snippet, "\n")
		f.Add(body, 3)
	}
	m, err := Load("debian-amd64")
	if err != nil {
		f.Fatal(err)
	}
	before := m.Digest()
	f.Fuzz(func(t *testing.T, text string, at int) {
		_, err := m.Clone().Run(Script{Name: "x", Text: text}, Fault{at, "error"})
		var problem *Error
		if err != nil && (!errors.As(err, &problem) || strings.Contains(problem.Text, "the interpreter broke")) {
			t.Fatalf("%v", err)
		}
		if m.Digest() != before {
			t.Fatal("the machine changed with its clone")
		}
	})
}
