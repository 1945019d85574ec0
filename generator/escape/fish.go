package escape

import (
	"slices"
	"sort"
	"strings"
)

// fishLanguage is fish, 3.1 and newer.
type fishLanguage struct{ rules []rule[fishPlace] }

func (l fishLanguage) table() []Rule { return rulesOf(l.rules) }

func (l fishLanguage) without(id string) language { return fishLanguage{withoutRule(l.rules, id)} }

func (l fishLanguage) analyse(sk *skeleton) (*analysis, error) {
	list, remarks, err := parseFish(sk.text)
	if err != nil {
		return nil, err
	}
	s := &fishScript{sk: sk, root: list, remarks: remarks, functions: map[string]bool{}, places: make([]*fishPlace, len(sk.marks))}
	s.declare(list)
	s.list(list)
	s.comments()
	s.flow()
	a := &analysis{units: s.units()}
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

// A fishScript is a parsed skeleton and the facts about the whole of it that
// the rules ask for.
type fishScript struct {
	sk        *skeleton
	root      *fishList
	remarks   []fishRemark
	functions map[string]bool // the script's own, with names that hold no value
	places    []*fishPlace
	first     *fishWord // the arguments that texts was asked for last
	asked     []string
}

// declare notes the functions of a list of statements.
func (s *fishScript) declare(list *fishList) {
	eachFish(list, func(st *fishStmt) {
		if name, ok := s.name(st); ok && st.kind == "function" {
			s.functions[name] = true
		}
	})
}

// name is the first word of a statement where it is fixed: a command, or the
// name of a function.
func (s *fishScript) name(st *fishStmt) (string, bool) {
	if len(st.words) == 0 || s.holes(st.words[0]) {
		return "", false
	}
	return st.words[0].static()
}

// marks are the numbers of the holes in a range of bytes, as from:to.
func (s *fishScript) marks(start, end int) (from, to int) {
	from = sort.Search(len(s.sk.marks), func(i int) bool { return s.sk.marks[i].start >= start })
	for to = from; to < len(s.sk.marks) && s.sk.marks[to].end <= end; {
		to++
	}
	return from, to
}

// holes says whether a word has any.
func (s *fishScript) holes(w *fishWord) bool {
	from, to := s.marks(w.start, w.end)
	return from < to
}

// eachFish visits every statement, outer ones first.
func eachFish(list *fishList, visit func(*fishStmt)) {
	for _, job := range list.jobs {
		for _, line := range job.pipelines {
			for _, st := range line.stmts {
				eachFishIn(st, visit)
			}
		}
	}
}

func eachFishIn(st *fishStmt, visit func(*fishStmt)) {
	visit(st)
	for _, list := range st.lists {
		eachFish(list, visit)
	}
	for _, one := range st.cases {
		eachFishIn(one, visit)
	}
	for _, w := range st.allWords() {
		eachFishPart(w.parts, visit)
	}
}

func eachFishPart(parts []fishPart, visit func(*fishStmt)) {
	for _, part := range parts {
		if part.list != nil {
			eachFish(part.list, visit)
		}
		eachFishPart(part.index, visit)
	}
}

// allWords are the words of a statement wherever they stand in it, but those of
// statements inside.
func (st *fishStmt) allWords() []*fishWord {
	all := slices.Clone(st.words)
	for _, before := range st.before {
		if before.value != nil {
			all = append(all, before.value)
		}
	}
	for _, r := range st.redirects {
		all = append(all, r.target)
	}
	return all
}

// units finds the jobs that can be checked on their own: those of the file, and
// those of a begin around them.
func (s *fishScript) units() []unit {
	var units []unit
	covered := 0
	add := func(start, end int) {
		if from, to := s.marks(start, end); from < to {
			covered += to - from
			units = append(units, unit{start, end})
		}
	}
	var jobs func(list *fishList)
	jobs = func(list *fishList) {
		for _, job := range list.jobs {
			if block := job.begin(); block != nil {
				jobs(block)
			} else {
				add(job.start, job.end)
			}
		}
	}
	jobs(s.root)
	statements := len(units)
	for _, remark := range s.remarks {
		inside := slices.ContainsFunc(units[:statements], func(u unit) bool { return u.start <= remark.start && remark.end <= u.end })
		if !inside {
			add(remark.start, remark.end)
		}
	}
	sortUnits(units)
	if covered < len(s.sk.marks) || slices.ContainsFunc(units, func(u unit) bool { return !fishAlone(s.sk.text[u.start:u.end]) }) {
		return nil
	}
	return units
}

// begin is the list of a job that is nothing but a begin.
func (j *fishJob) begin() *fishList {
	if j.join != "" || j.background || len(j.pipelines) > 1 || len(j.pipelines[0].stmts) > 1 {
		return nil
	}
	st := j.pipelines[0].stmts[0]
	if st.kind != "begin" || len(st.before) > 0 || len(st.redirects) > 0 {
		return nil
	}
	return st.lists[0]
}

// fishAlone says whether a text is a script of its own.
func fishAlone(text string) bool {
	_, _, err := parseFish(text)
	return err == nil
}

// quoteFish writes a word.
func quoteFish(s string) string { return "'" + fishSingleEscaper.Replace(s) + "'" }

var (
	fishSingleEscaper = strings.NewReplacer(`\`, `\\`, "'", `\'`)
	fishDoubleEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`)
)

// writeFish writes text for the quotes around it.
func writeFish(quote fishQuote, s string) string {
	switch quote {
	case fishSingle:
		return fishSingleEscaper.Replace(s)
	case fishDouble:
		return fishDoubleEscaper.Replace(s)
	}
	return quoteFish(s)
}
