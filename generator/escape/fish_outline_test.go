package escape

import (
	"bytes"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A fishOutline writes our tree as fish_indent --dump-parse-tree writes that of
// fish: only the leaves, which are what decides where a word begins and ends.
type fishOutline struct {
	text   string
	leaves []string
}

func (o *fishOutline) put(leaf string)        { o.leaves = append(o.leaves, leaf) }
func (o *fishOutline) raw(w *fishWord) string { return "'" + o.text[w.start:w.end] + "'" }
func (o *fishOutline) keyword(word string)    { o.put("keyword: " + word) }
func (o *fishOutline) argument(words []*fishWord) {
	for _, w := range words {
		o.put("argument: " + o.raw(w))
	}
}

func (o *fishOutline) list(list *fishList) {
	for _, job := range list.jobs {
		if job.join != "" {
			o.keyword(job.join)
		}
		for _, line := range job.pipelines {
			if line.op != "" {
				o.put("'" + line.op + "'")
			}
			for i, st := range line.stmts {
				if i > 0 {
					o.put("a pipe")
				}
				o.statement(st)
			}
		}
		if job.background {
			o.put("a '&'")
		}
	}
}

func (o *fishOutline) statement(st *fishStmt) {
	for _, before := range st.before {
		if before.value != nil {
			o.put("variable_assignment")
		} else {
			o.keyword(before.word)
		}
	}
	switch st.kind {
	case "":
		o.command(st)
		return
	case "if":
		for i, list := range st.lists {
			if i%2 == 0 && i+1 < len(st.lists) {
				o.keyword("if")
			}
			o.list(list)
			if i%2 == 1 && i+1 < len(st.lists) {
				o.keyword("else")
			}
		}
	default:
		o.keyword(st.kind)
		if st.kind == "for" {
			o.put("string: " + o.raw(st.words[0]))
			o.keyword("in")
			o.argument(st.words[1:])
		} else {
			o.argument(st.words)
		}
		for _, list := range st.lists {
			o.list(list)
		}
		for _, one := range st.cases {
			o.keyword("case")
			o.argument(one.words)
			o.list(one.lists[0])
		}
	}
	o.keyword("end")
	o.operands(st, 0)
}

func (o *fishOutline) command(st *fishStmt) {
	if st.decor != "" {
		o.keyword(st.decor)
	}
	o.put("string: " + o.raw(st.words[0]))
	o.operands(st, 1)
}

// operands writes words and redirections in the order of the text.
func (o *fishOutline) operands(st *fishStmt, from int) {
	var redirects = slices.Clone(st.redirects)
	var words []*fishWord
	if st.kind == "" {
		words = st.words[from:]
	}
	for len(words)+len(redirects) > 0 {
		if len(redirects) > 0 && (len(words) == 0 || redirects[0].target.start < words[0].start) {
			o.put("redirection: '" + redirects[0].op + "'")
			o.put("string: " + o.raw(redirects[0].target))
			redirects = redirects[1:]
		} else {
			o.argument(words[:1])
			words = words[1:]
		}
	}
}

var (
	fishBars  = regexp.MustCompile(`(?m)^(! )+`)
	fishNodes = regexp.MustCompile(`(?m)^(<;>|[a-z_]+_(list|clause|statement|header|continuation|item|newlines|redirection|job|conjunction)|job|statement|job_conjunction|redirection|maybe_newlines|)\n`)
)

// fishDump is what fish makes of a script; ok is false where it is an error.
func fishDump(t testing.TB, home, script string) (dump string, ok bool) {
	t.Helper()
	cmd := exec.Command("fish_indent", "--dump-parse-tree")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "LC_ALL=C.UTF-8"}
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
	list, _, err := parseFish(script)
	if err != nil {
		return false
	}
	o := &fishOutline{text: script}
	o.list(list)
	dump, ok := fishDump(t, home, script)
	if !ok {
		if real, what := fishAccepts(t, home, script); !real {
			t.Errorf("%s: fish refuses it: %s\n%.300q", name, what, script)
		}
		return false
	}
	tidy := func(s string) []string {
		return strings.Split(fishNodes.ReplaceAllString(fishNodes.ReplaceAllString(fishBars.ReplaceAllString(s, ""), ""), ""), "\n")
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
// script, what fish brings with it, and damaged statements.
func TestFishOutline(t *testing.T) {
	needTool(t, "fish")
	needTool(t, "fish_indent")
	home := t.TempDir()
	if !sameOutline(t, home, "golden", goldenFish(t)) {
		t.Error("the golden script is not compared")
	}
	if files, _ := filepath.Glob("/usr/share/fish/functions/*.fish"); os.Getenv("GOSETUP_OUTLINE") != "" {
		compared := 0
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if sameOutline(t, home, file, string(text)) {
				compared++
			}
		}
		t.Logf("%d of %d functions of fish compared", compared, len(files))
	}
	r := rand.New(rand.NewSource(testSeed(t)))
	n, compared := envInt(t, "GOSETUP_OUTLINE", 200), 0
	for range n {
		text := fishAnyHole.ReplaceAllString(fishSoup(r), "a'b c'")
		if sameOutline(t, home, "soup", text) {
			compared++
		}
	}
	t.Logf("%d of %d texts compared", compared, n)
	if compared < n/10 {
		t.Errorf("only %d of %d texts compared", compared, n)
	}
}
