package escape

import (
	"errors"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fishLanguage is fish, 3.1 and newer.
type fishLanguage struct{ rules []rule[fishPlace] }

func (l fishLanguage) table() []Rule { return rulesOf(l.rules) }

func (l fishLanguage) without(id string) language { return fishLanguage{withoutRule(l.rules, id)} }

func (l fishLanguage) analyse(sk *skeleton) (*analysis, error) {
	script, err := parseFish(sk.text)
	if err != nil {
		return nil, err
	}
	s := &fishScript{lang: l, sk: sk, root: script.List, remarks: script.Comments, functions: map[string]bool{}, places: make([]*fishPlace, len(sk.marks))}
	s.declare(script.List)
	s.list(script.List)
	s.comments()
	a := &analysis{decisions: make([]decision, 0, len(sk.marks))}
	if !sk.draft {
		s.flow()
		a.units, a.canons = s.units()
	}
	for i, m := range sk.marks {
		p := s.places[i]
		if p == nil {
			p = &fishPlace{}
		}
		p.kind = m.kind
		a.decisions = append(a.decisions, decide(l.rules, *p, p.String()))
	}
	return a, nil
}

// parseFish reads a whole text. Its error is a *textError.
func parseFish(text string) (*fish.Script, error) {
	script, err := fish.Parse(text)
	var fe *fish.Error
	if errors.As(err, &fe) {
		return nil, &textError{Offset: fe.Offset, What: fe.What}
	}
	return script, err
}

// fishHash is the quoting of a hole in a comment, next to that in words.
const fishHash = fish.Double + 1

// A fishScript is a parsed skeleton and the facts about the whole of it that
// the rules ask for.
type fishScript struct {
	lang      fishLanguage
	sk        *skeleton
	root      *fish.List
	remarks   []fish.Comment
	functions map[string]bool // the script's own, with names that hold no value
	places    []*fishPlace
	first     *fish.Word // the arguments that texts was asked for last
	asked     []string
}

// declare notes the functions of a list of statements.
func (s *fishScript) declare(list *fish.List) {
	fish.Walk(list, func(st *fish.Stmt) {
		if name, ok := s.name(st); ok && st.Kind == "function" {
			s.functions[name] = true
		}
	})
}

// name is the first word of a statement where it is fixed: a command, or the
// name of a function.
func (s *fishScript) name(st *fish.Stmt) (string, bool) {
	if len(st.Words) == 0 || s.holes(st.Words[0]) {
		return "", false
	}
	return st.Words[0].Static()
}

// holes says whether a word has any.
func (s *fishScript) holes(w *fish.Word) bool {
	from, to := s.sk.within(w.Start, w.End)
	return from < to
}

// units finds the jobs that can be checked on their own, those of the file and
// those of a begin around them, and their canons.
func (s *fishScript) units() ([]unit, []string) {
	var units []unit
	covered := 0
	add := func(start, end int) {
		if from, to := s.sk.within(start, end); from < to {
			covered += to - from
			units = append(units, unit{start, end})
		}
	}
	var jobs func(list *fish.List)
	jobs = func(list *fish.List) {
		for _, job := range list.Jobs {
			if block := fishBegin(job); block != nil {
				jobs(block)
			} else {
				add(job.Start, job.End)
			}
		}
	}
	jobs(s.root)
	statements := len(units)
	for _, remark := range s.remarks {
		inside := slices.ContainsFunc(units[:statements], func(u unit) bool { return u.start <= remark.Start && remark.End <= u.end })
		if !inside {
			add(remark.Start, remark.End)
		}
	}
	sortUnits(units)
	if canons, alone := canonsAlone(s.lang, s.sk.text, units); alone && len(units) > 0 && covered >= len(s.sk.marks) {
		return units, canons
	}
	return nil, nil
}

// fishBegin is the list of a job that is nothing but a begin.
func fishBegin(j *fish.Job) *fish.List {
	if j.Join != "" || j.Background || len(j.Pipelines) > 1 || len(j.Pipelines[0].Stmts) > 1 {
		return nil
	}
	st := j.Pipelines[0].Stmts[0]
	if st.Kind != "begin" || len(st.Before) > 0 || len(st.Redirects) > 0 {
		return nil
	}
	return st.Lists[0]
}

// quoteFish writes a word.
func quoteFish(s string) string { return "'" + fishSingleEscaper.Replace(s) + "'" }

var (
	fishSingleEscaper = strings.NewReplacer(`\`, `\\`, "'", `\'`)
	fishDoubleEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`)
)

// writeFish writes text for the quotes around it.
func writeFish(quote fish.Quote, s string) string {
	switch quote {
	case fish.Single:
		return fishSingleEscaper.Replace(s)
	case fish.Double:
		return fishDoubleEscaper.Replace(s)
	}
	return quoteFish(s)
}
