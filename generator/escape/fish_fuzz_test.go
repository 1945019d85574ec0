package escape

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/fish"
)

// fishEverywhere has a hole in each kind of quotes and each kind of word.
const fishEverywhere = "printf '%s' {{.}} a{{.}}b '{{.}}' \"{{.}}\" \"$x/{{.}}$(true {{.}})\" (true '{{.}}')\nset v {{.}} {{.}}{{.}}\nfor x in {{.}}; end\nv={{.}} true >x{{.}}\nswitch {{.}}; end\n"

// Whatever the value, it is written so that our own parser reads it back.
func FuzzFishQuote(f *testing.F) {
	for _, v := range worst {
		f.Add(v)
	}
	for _, v := range fishAtoms {
		f.Add(v)
	}
	for _, v := range fishPayloads {
		f.Add(v)
	}
	f.Fuzz(func(t *testing.T, v string) {
		out, err := renderFish(t, fishEverywhere, v)
		if plain(v) != nil {
			if err == nil {
				t.Errorf("%q is taken", v)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		script, err := fish.Parse(out)
		if err != nil || len(script.Comments) > 0 {
			t.Fatalf("%v, or comments, in %q", err, out)
		}
		read := script.List.Jobs[0].Pipelines[0].Stmts[0].Words
		for i, want := range []string{"printf", "%s", v, "a" + v + "b", v, v} {
			if got, ok := read[i].Static(); !ok || got != want {
				t.Errorf("%q is read as %q", want, got)
			}
		}
		pattern, err := renderFish(t, "switch x\ncase {{.}} '{{.}}' \"{{.}}\"\nend", v)
		if (err == nil) != fishNoPattern(v) {
			t.Errorf("as a pattern: %q, %v", pattern, err)
		}
	})
}

// goldenFish is the longest script there is.
func goldenFish(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "golden", "default", "install.fish"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The parser takes any text without a panic, and a text in which every plain
// argument is put into quotes means the same.
func FuzzFishCanon(f *testing.F) {
	golden := goldenFish(f)
	f.Add(golden[len(golden)-4000:])
	for _, text := range fishStatements {
		f.Add(fishAnyHole.ReplaceAllString(text, "x"))
	}
	for _, v := range fishVerdicts {
		f.Add(fishAnyHole.ReplaceAllString(v.text, "x"))
	}
	for _, token := range fishTokens {
		f.Add("echo a" + token + "b\n")
	}
	lang := fishLanguage{fishRules}
	f.Fuzz(func(t *testing.T, text string) {
		canon, err := lang.canon(text)
		var te *textError
		if err != nil {
			if !errors.As(err, &te) || te.Offset < 0 || te.Offset > len(text) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		if again, err := lang.canon(text + "\n"); err != nil || again != canon {
			t.Errorf("%q with a line end: %v\n%q\n%q", text, err, canon, again)
		}
		quoted := fishRequoted(t, text)
		if again, err := lang.canon(quoted); err != nil || again != canon {
			t.Errorf("%q as %q: %v\n%q\n%q", text, quoted, err, canon, again)
		}
	})
}

// fishRequoted writes the plain arguments of the commands of a text in single
// quotes.
func fishRequoted(t *testing.T, text string) string {
	script, err := fish.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	type edit struct {
		unit
		text string
	}
	edits := map[int]edit{}
	fish.Walk(script.List, func(st *fish.Stmt) {
		for i, w := range st.Words {
			plainly, ok := w.Static()
			if st.Kind == "" && i > 0 && ok && !strings.ContainsAny(plainly, "[]\r\x00") && text[w.Start] != '-' {
				edits[w.Start] = edit{unit{w.Start, w.End}, quoteFish(plainly)}
			}
		}
	})
	var b strings.Builder
	for at := 0; at < len(text); {
		if e, ok := edits[at]; ok {
			b.WriteString(e.text)
			at = e.end
			continue
		}
		b.WriteByte(text[at])
		at++
	}
	return b.String()
}
