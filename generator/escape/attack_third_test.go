package escape

import (
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// The third attack was written after the rules were frozen. It takes scripts
// that people wrote apart and puts holes into what is left: statements of real
// scripts, in their order or not, some words of which become holes and some
// variables of which are assigned a value first. GOSETUP_CORPUS has more
// directories of scripts, joined like PATH.

func TestAttackThird(t *testing.T) { attackAll(t, scraps) }

// A scrap is a statement of a real script.
type scrap struct {
	text  string
	words []unit   // what can become a hole, in text
	names []string // the variables it reads
}

var corpus struct {
	sync.Once
	scraps map[*dialect.Dialect][]scrap
}

// scraps makes a template of up to four statements.
func scraps(r *rand.Rand, d *dialect.Dialect) (string, []string) {
	corpus.Do(readCorpus)
	all := corpus.scraps[d]
	var out strings.Builder
	var names []string
	at := r.Intn(len(all))
	for range 1 + r.Intn(4) {
		if r.Intn(2) == 0 {
			at = r.Intn(len(all))
		}
		s := all[at]
		at = (at + 1) % len(all)
		names = append(names, s.names...)
		out.WriteString(s.holed(r) + "\n")
	}
	head := ""
	for range min(len(names), 1+r.Intn(3)) {
		name := pick(r, names)
		switch {
		case isName(name):
			head += name + "=" + pick(r, scrapHoles) + "\n"
		case r.Intn(2) == 0:
			head += "set -- {{.W}} {{.A}}\n"
		}
	}
	return head + out.String(), nil
}

var scrapHoles = []string{"{{.A}}", "{{.B}}", `"{{.C}}"`, `"a {{.A}}"`, "'{{.B}}'", "x{{.C}}", "{{.A}}{{.B}}"}

// holed is the statement with holes in the place of some words.
func (s scrap) holed(r *rand.Rand) string {
	text, end := s.text, len(s.text)
	for _, w := range slices.Backward(s.words) {
		if w.end > end || r.Intn(3) > 0 {
			continue
		}
		hole := pick(r, scrapHoles)
		if text[w.start] == '"' || text[w.start] == '\'' { // inside the quotes
			hole = text[w.start:w.start+1] + strings.Trim(hole, `"'`) + text[w.start:w.start+1]
		}
		text, end = text[:w.start]+hole+text[w.end:], w.start
	}
	return text
}

// readCorpus cuts up the golden scripts, and what is in GOSETUP_CORPUS.
func readCorpus() {
	corpus.scraps = map[*dialect.Dialect][]scrap{}
	for _, dir := range append([]string{"../../golden"}, filepath.SplitList(os.Getenv("GOSETUP_CORPUS"))...) {
		filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			// Most of gosetup is in install.sh, and the rest are loops that a hole makes endless.
			if err == nil && e.Type().IsRegular() && e.Name() != "gosetup" {
				readScript(name)
			}
			return nil
		})
	}
}

func readScript(name string) {
	info, err := os.Stat(name)
	if err != nil || info.Size() > 1<<20 {
		return
	}
	data, _ := os.ReadFile(name)
	text := string(data)
	first, _, _ := strings.Cut(text, "\n")
	d := dialect.ByName(filepath.Base(name), first)
	for _, in := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		if d == in || d == dialect.Sh { // a script for sh is one for the others
			corpus.scraps[in] = append(corpus.scraps[in], cutUp(text, languages[in].(shLanguage))...)
		}
	}
}

// cutUp lists the statements of a script.
func cutUp(text string, l shLanguage) (all []scrap) {
	file, err := l.parse(text)
	if err != nil || strings.Contains(text, "{{") {
		return nil
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		stmt, ok := n.(*syntax.Stmt)
		if !ok {
			return true
		}
		start, end := int(stmt.Pos().Offset()), int(stmt.End().Offset())
		s := scrap{text: text[start:end]}
		syntax.Walk(stmt, func(n syntax.Node) bool {
			switch n := n.(type) {
			case *syntax.Word:
				s.words = append(s.words, unit{int(n.Pos().Offset()) - start, int(n.End().Offset()) - start})
			case *syntax.ParamExp:
				if n.Param != nil {
					s.names = append(s.names, n.Param.Value)
				}
			}
			return true
		})
		if len(s.text) < 500 && len(s.words) > 0 {
			all = append(all, s)
		}
		return true
	})
	return all
}
