package fish

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// harmless says whether the start of a script has no effect: it does not parse,
// or is only comments. cut is whether it ends in the first word.
func harmless(prefix string) (ok, cut bool) {
	script, err := Parse(prefix)
	if err != nil || len(script.List.Jobs) == 0 {
		return true, false
	}
	last := prefix[strings.LastIndexByte(prefix, '\n')+1:]
	return false, len(script.List.Jobs) == 1 && slices.Contains([]string{"b", "be", "beg", "begi"}, last)
}

// groups are texts with and without a Group.
var groups = []struct{ text, refused string }{
	{"# a\nbegin\n    echo a\nend\n", ""},
	{"begin; echo a; if true; endless; end; end # b", ""},
	{"begin; not endless; true | endless; echo endless; end 2>&1", ""},
	{"begin; echo (endless) \"$(end2)\"; end", ""},
	{"# nothing", "nothing but comments"},
	{"echo a\nbegin; true; end", "a command outside"},
	{"x=1 begin; true; end", "a command outside"},
	{"not begin; true; end", "a command outside"},
	{"if true; echo a; end", "a command outside"},
	{"begin; true; end\necho a", "a second command"},
	{"begin; true; end; and true", "a second command"},
	{"begin; true; end && true", "something behind"},
	{"begin; true; end | cat", "something behind"},
	{"begin; true; end &", "something behind"},
	{"begin; true; end >log", "the name of a file"},
	{"begin; true; end </dev/null", "the name of a file"},
	{"begin; true; endless; end", "a command whose name"},
	{"begin; true; end$x; end", "a command whose name"},
	{"begin; true; endless && true; end", "a command whose name"},
	{"begin; true\nend-it >a | true; end", "a command whose name"},
	{"begin; true; en\\\nd2; end", "a command whose name"},
	{"begin; true; 'end'less; end", "a command whose name"},
}

// What is refused has a prefix that runs, what is taken has none, to us and to
// fish.
func TestGroup(t *testing.T) {
	var texts []string
	for _, c := range groups {
		script, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		st, err := script.Group()
		if c.refused != "" {
			if err == nil || !strings.HasPrefix(err.Error(), c.refused) {
				t.Errorf("%q: %v, want %s", c.text, err, c.refused)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		for i := range c.text[:st.bodyEnd()] {
			if ok, cut := harmless(c.text[:i]); !ok && !cut {
				t.Errorf("%q runs", c.text[:i])
			} else if ok {
				texts = append(texts, c.text[:i])
			}
		}
	}
	refusedByFish(t, texts)
}

// Each refused shape is one that a cut makes run, so that none is refused for
// nothing.
func TestGroupRefusesWhatRuns(t *testing.T) {
	for _, c := range groups {
		runs := c.refused == "" || c.refused == "nothing but comments"
		for i := range c.text {
			if ok, cut := harmless(c.text[:i]); !ok && !cut {
				runs = true
			}
		}
		if !runs && !strings.HasPrefix(c.text, "begin; true; 'end'") && !strings.Contains(c.text, "\\\n") {
			t.Errorf("%q: no prefix of it parses", c.text)
		}
	}
}

// refusedByFish fails where real fish takes a text that is more than comments.
func refusedByFish(t *testing.T, texts []string) {
	t.Helper()
	realtool.Need(t, "fish")
	texts = slices.DeleteFunc(texts, func(text string) bool {
		script, err := Parse(text)
		return err == nil && len(script.List.Jobs) == 0
	})
	if len(texts) == 0 {
		t.Fatal("nothing to ask fish")
	}
	for i, v := range verdicts(t, texts) {
		if v.real {
			t.Errorf("fish takes the prefix ...%q", texts[i][max(0, len(texts[i])-200):])
		}
	}
}

// Every prefix of every rendered script, by brute force: of the long ones with
// GOSETUP_MUTANTS=1, otherwise one of 40. A sample is read by fish.
func TestGroupOfGolden(t *testing.T) {
	r := random(t)
	var asked []string
	for name, text := range golden(t) {
		script, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		st, err := script.Group()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		tried, cuts := 0, 0
		step := 1
		if len(text) > 10000 && os.Getenv("GOSETUP_MUTANTS") == "" {
			step = 40
		}
		for i := 0; i < st.bodyEnd(); i += 1 + r.Intn(2*step-1) {
			tried++
			ok, cut := harmless(text[:i])
			if cut {
				cuts++
			} else if !ok {
				t.Errorf("%s: a prefix of %d bytes runs: ...%q", name, i, text[max(0, i-80):i])
			}
			if ok && r.Intn(20) == 0 {
				asked = append(asked, text[:i])
			}
		}
		t.Logf("%s: %d of %d prefixes, %d in the word begin", name, tried, st.bodyEnd(), cuts)
		if step == 1 && cuts != 4 {
			t.Errorf("%s: %d prefixes end in the word begin, want 4", name, cuts)
		}
	}
	refusedByFish(t, asked)
}

// bodyEnd is the offset of the last letter of the end of a block that has no
// redirections, or only such from one file descriptor to another.
func (st *Stmt) bodyEnd() int {
	if len(st.Redirects) > 0 {
		return st.Redirects[0].Start - len(" ")
	}
	return st.End
}

func BenchmarkGroup(b *testing.B) {
	text := golden(b)[longest]
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		script, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := script.Group(); err != nil {
			b.Fatal(err)
		}
	}
}
