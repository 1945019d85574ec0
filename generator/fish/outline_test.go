package fish

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// A outline writes our tree as fish_indent --dump-parse-tree writes that of
// fish: only the leaves, which are what decides where a word begins and ends.
type outline struct {
	text   string
	leaves []string
}

func (o *outline) put(leaf string)     { o.leaves = append(o.leaves, leaf) }
func (o *outline) raw(w *Word) string  { return "'" + o.text[w.Start:w.End] + "'" }
func (o *outline) keyword(word string) { o.put("keyword: " + word) }
func (o *outline) argument(words []*Word) {
	for _, w := range words {
		o.put("argument: " + o.raw(w))
	}
}

func (o *outline) list(list *List) {
	for _, job := range list.Jobs {
		if job.Join != "" {
			o.keyword(job.Join)
		}
		for _, line := range job.Pipelines {
			if line.Op != "" {
				o.put("'" + line.Op + "'")
			}
			for i, st := range line.Stmts {
				if i > 0 {
					o.put("a pipe")
				}
				o.statement(st)
			}
		}
		if job.Background {
			o.put("a '&'")
		}
	}
}

func (o *outline) statement(st *Stmt) {
	for _, before := range st.Before {
		if before.Value != nil {
			o.put("variable_assignment")
		} else {
			o.keyword(before.Word)
		}
	}
	switch st.Kind {
	case "":
		o.command(st)
		return
	case "if":
		for i, list := range st.Lists {
			if i%2 == 0 && i+1 < len(st.Lists) {
				o.keyword("if")
			}
			o.list(list)
			if i%2 == 1 && i+1 < len(st.Lists) {
				o.keyword("else")
			}
		}
	default:
		o.keyword(st.Kind)
		if st.Kind == "for" {
			o.put("string: " + o.raw(st.Words[0]))
			o.keyword("in")
			o.argument(st.Words[1:])
		} else {
			o.argument(st.Words)
		}
		for _, list := range st.Lists {
			o.list(list)
		}
		for _, one := range st.Cases {
			o.keyword("case")
			o.argument(one.Words)
			o.list(one.Lists[0])
		}
	}
	o.keyword("end")
	o.operands(st, 0)
}

func (o *outline) command(st *Stmt) {
	if st.Decor != "" {
		o.keyword(st.Decor)
	}
	o.put("string: " + o.raw(st.Words[0]))
	o.operands(st, 1)
}

// operands writes words and redirections in the order of the text.
func (o *outline) operands(st *Stmt, from int) {
	var redirects = slices.Clone(st.Redirects)
	var words []*Word
	if st.Kind == "" {
		words = st.Words[from:]
	}
	for len(words)+len(redirects) > 0 {
		if len(redirects) > 0 && (len(words) == 0 || redirects[0].Target.Start < words[0].Start) {
			o.put("redirection: '" + redirects[0].Op + "'")
			o.put("string: " + o.raw(redirects[0].Target))
			redirects = redirects[1:]
		} else {
			o.argument(words[:1])
			words = words[1:]
		}
	}
}

var (
	bars  = regexp.MustCompile(`(?m)^(! )+`)
	nodes = regexp.MustCompile(`(?m)^(<;>|[a-z_]+_(list|clause|statement|header|continuation|item|newlines|redirection|job|conjunction)|job|statement|job_conjunction|redirection|maybe_newlines|)\n`)
)

// dump is what fish makes of a script; ok is false where it is an error.
func dump(t testing.TB, home, script string) (dump string, ok bool) {
	t.Helper()
	cmd := exec.Command("fish_indent", "--dump-parse-tree")
	cmd.Env = environment(home)
	cmd.Stdin = strings.NewReader(script)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Run(); err != nil {
		t.Logf("fish_indent: %v: %.300q", err, script) // it aborts now and then
		return "", false
	}
	return errs.String(), !strings.Contains(errs.String(), "<error>")
}

// sameOutline compares the trees of a script that both parsers take.
func sameOutline(t testing.TB, home, name, script string) (compared bool) {
	t.Helper()
	parsed, err := Parse(script)
	if err != nil {
		return false
	}
	o := &outline{text: script}
	o.list(parsed.List)
	dump, ok := dump(t, home, script)
	if !ok {
		if real, what := accepts(t, home, script); !real {
			t.Errorf("%s: fish refuses it: %s\n%.300q", name, what, script)
		}
		return false
	}
	tidy := func(s string) []string {
		return strings.Split(nodes.ReplaceAllString(nodes.ReplaceAllString(bars.ReplaceAllString(s, ""), ""), ""), "\n")
	}
	got, want := tidy(strings.Join(o.leaves, "\n")+"\n"), tidy(dump)
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Errorf("%s: fish reads %q, we read %q\n%.1000q", name, want[i:min(i+3, len(want))], got[min(i, len(got)):min(i+3, len(got))], script)
			return true
		}
	}
	return true
}

// Our parser cuts texts into the same words and blocks as fish: the longest
// script, with GOSETUP_OUTLINE=1 what fish brings with it, and damaged
// statements.
func TestOutline(t *testing.T) {
	realtool.Need(t, "fish")
	realtool.Need(t, "fish_indent")
	home := t.TempDir()
	if !sameOutline(t, home, longest, golden(t)[longest]) {
		t.Error("the longest script is not compared")
	}
	if files, _ := filepath.Glob("/usr/share/fish/functions/*.fish"); os.Getenv("GOSETUP_OUTLINE") != "" {
		compared := 0
		for _, file := range files {
			if sameOutline(t, home, file, read(t, file)) {
				compared++
			}
		}
		t.Logf("%d of %d functions of fish compared", compared, len(files))
	}
	r, all := random(t), statements(t)
	n, compared := amount(t, 200), 0
	for range n {
		text, _ := mutant(r, pick(r, all))
		if sameOutline(t, home, "mutant", text) {
			compared++
		}
	}
	t.Logf("%d of %d texts compared", compared, n)
	if compared < n/5 {
		t.Errorf("only %d of %d texts compared", compared, n)
	}
}
