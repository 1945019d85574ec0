package escape

import (
	"errors"
	"strings"
	"testing"
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
		list, comments, err := parseFish(out)
		if err != nil || len(comments) > 0 {
			t.Fatalf("%v, %d comments in %q", err, len(comments), out)
		}
		read := list.jobs[0].pipelines[0].stmts[0].words
		for i, want := range []string{"printf", "%s", v, "a" + v + "b", v, v} {
			if got, ok := read[i].static(); !ok || got != want {
				t.Errorf("%q is read as %q", want, got)
			}
		}
		pattern, err := renderFish(t, "switch x\ncase {{.}} '{{.}}' \"{{.}}\"\nend", v)
		if (err == nil) != fishNoPattern(v) {
			t.Errorf("as a pattern: %q, %v", pattern, err)
		}
	})
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
	list, _, err := parseFish(text)
	if err != nil {
		t.Fatal(err)
	}
	type edit struct {
		unit
		text string
	}
	edits := map[int]edit{}
	eachFish(list, func(st *fishStmt) {
		for i, w := range st.words {
			plainly, ok := w.static()
			if st.kind == "" && i > 0 && ok && !strings.ContainsAny(plainly, "[]\r\x00") && text[w.start] != '-' {
				edits[w.start] = edit{unit{w.start, w.end}, quoteFish(plainly)}
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
