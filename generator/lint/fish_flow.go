package lint

import (
	"path"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishFlow follows every way a script can take, function calls with their
// arguments, and knows of each what is in the variables that it tests and which
// files hold bytes that nobody has verified.
type fishFlow struct {
	s       *fishScript
	pinned  string          // the variable of --dry-run, which is set
	tracked map[string]bool // variables whose values are followed
	asked   map[string]bool // those of them that something asks for
	reaches []fishReach     // by the number of the function
	used    map[int]string  // what unverified bytes reach, by offset
	effects map[int]string  // what the dry run reaches
	memo    map[fishCallKey][]*fishState
	nears   []*fishNear // by the number of the function
	stack   []int       // of functions, by their numbers
	steps   int
}

// fishSteps is how many statements a run looks at; our install scripts need
// some thousands. Where it is not enough, that is a finding.
const fishSteps = 50_000

// patience is how many statements this run looks at. One that remembers less, as
// tests have it, needs more.
func (s *fishScript) patience() int {
	if s.wide {
		return 20 * fishSteps
	}
	return fishSteps
}

// flow follows the script from its first statement.
func (s *fishScript) flow(pinned string) *fishFlow {
	if f := s.flows[pinned]; f != nil {
		return f
	}
	f := &fishFlow{s: s, pinned: pinned, used: map[int]string{}, effects: map[int]string{}, memo: map[fishCallKey][]*fishState{}}
	f.tracked = f.trackedVars()
	f.reaches = f.reach()
	f.asked = f.askedVars()
	f.nears = make([]*fishNear, len(s.numbers))
	start := &fishState{frame: newFishFrame(nil, nil)}
	if pinned != "" {
		start.facts = start.facts.with(fishFact{kind: factValue, name: pinned, value: "1"})
	}
	for _, st := range f.list(s.tree.List, []*fishState{start}) {
		f.over(st)
	}
	s.flows[pinned] = f
	return f
}

// over looks at a state in which the script ends: what was moved to its place
// must be verified. What has the name of a part is not in its place.
func (f *fishFlow) over(st *fishState) {
	for _, fact := range st.facts.all {
		if fact.kind == factDirty && fact.moved > 0 && !workName.MatchString(path.Base(fact.name)) {
			f.use(fact.moved, fact.name, "put into place")
		}
	}
}

// use notes that a file is used unverified. Of several at one place it is the
// first by name, so that the message is always the same.
func (f *fishFlow) use(at int, file, how string) {
	what := file + " came from the network and is " + how
	if before := f.used[at]; before == "" || what < before {
		f.used[at] = what
	}
}

// list runs a list in every state.
func (f *fishFlow) list(list *fish.List, states []*fishState) []*fishState {
	for _, job := range list.Jobs {
		states = f.job(job, states)
	}
	return states
}

// job runs a job in the states that get there and whose status asks for it.
func (f *fishFlow) job(job *fish.Job, states []*fishState) []*fishState {
	run, rest := chosen(job.Join, states)
	for _, line := range job.Pipelines {
		now, skip := chosen(line.Op, run)
		rest = append(rest, skip...)
		run = nil
		if len(now) == 1 {
			run = f.pipeline(line, now[0])
			continue
		}
		for _, st := range now {
			run = append(run, f.pipeline(line, st)...)
		}
	}
	return merged(append(run, rest...))
}

// chosen takes apart the states that go on behind and, or: nobody knows of some
// how the command before ended, so they do both.
func chosen(join string, states []*fishState) (run, rest []*fishState) {
	if join == "" && !slices.ContainsFunc(states, (*fishState).left) {
		return slices.Clip(states), nil
	}
	wants := byte(statusYes)
	if join == "or" || join == "||" {
		wants = statusNo
	}
	run, rest = make([]*fishState, 0, len(states)), make([]*fishState, 0, len(states))
	for _, st := range states {
		switch {
		case st.how != 0:
			rest = append(rest, st)
		case join == "" || st.status == wants:
			run = append(run, st)
		case st.status == 0:
			run = append(run, st.with(wants))
			rest = append(rest, st.with(statusYes+statusNo-wants))
		default:
			rest = append(rest, st)
		}
	}
	return run, rest
}

// pipeline runs statements of which each gets what the one before prints.
func (f *fishFlow) pipeline(line *fish.Pipeline, st *fishState) []*fishState {
	printed := st.out
	states := f.statement(line.Stmts[0], st, fishOut{})
	for _, next := range line.Stmts[1:] {
		var all []*fishState
		for _, st := range states {
			if st.how != 0 {
				all = append(all, st)
				continue
			}
			in := st.out
			c := st.copied()
			c.out = printed
			all = append(all, f.statement(next, c, in)...)
		}
		states = merged(all)
	}
	return states
}

// statement runs a statement in one state.
func (f *fishFlow) statement(stmt *fish.Stmt, st *fishState, in fishOut) []*fishState {
	if f.steps++; f.steps > f.s.patience() {
		return []*fishState{st}
	}
	var states []*fishState
	switch stmt.Kind {
	case "":
		states = f.command(stmt, st, in)
	case "begin":
		states = f.list(stmt.Lists[0], []*fishState{st})
	case "if":
		states = f.ifs(stmt.Lists, []*fishState{st})
	case "while", "for":
		states = f.loop(stmt, st)
	case "switch":
		states = f.switches(stmt, st)
	default:
		return []*fishState{st}
	}
	if len(stmt.Redirects) > 0 {
		states = each(states, func(after *fishState) *fishState { return f.redirected(stmt, after) })
	}
	for _, before := range stmt.Before {
		if before.Word == "not" || before.Word == "!" {
			states = each(states, inverted)
		}
	}
	return states
}

// each makes another state of each.
func each(states []*fishState, change func(*fishState) *fishState) []*fishState {
	all := make([]*fishState, len(states))
	for i, st := range states {
		all[i] = change(st)
	}
	return all
}

func inverted(st *fishState) *fishState {
	if st.how != 0 || st.status == 0 {
		return st
	}
	return st.with(statusYes + statusNo - st.status)
}

func (f *fishFlow) ifs(lists []*fish.List, states []*fishState) []*fishState {
	if len(lists) == 0 {
		return states
	}
	if len(lists) == 1 {
		return f.list(lists[0], states)
	}
	yes, no := chosen("and", f.list(lists[0], states))
	var after []*fishState
	var otherwise []*fishState
	for _, st := range no {
		if st.how != 0 {
			after = append(after, st)
		} else {
			otherwise = append(otherwise, st)
		}
	}
	after = append(after, f.list(lists[1], yes)...)
	if len(otherwise) > 0 {
		after = append(after, f.ifs(lists[2:], otherwise)...)
	}
	return merged(after)
}

// loop runs a body up to three times, or not at all. Where a turn begins as the
// one before began, it and all that follow end as that ended; they are steps all
// the same, because the limit is for those who read the script, too.
func (f *fishFlow) loop(stmt *fish.Stmt, st *fishState) []*fishState {
	if stmt.Kind == "for" {
		name, _ := stmt.Words[0].Static()
		st = st.copied()
		st.facts = st.facts.without(factValue, name)
	}
	now := []*fishState{st}
	var after, before []*fishState
	cost := 0
	for turn := range 3 {
		enter := f.entering(stmt.Lists[0], now)
		if slices.EqualFunc(enter, before, (*fishState).same) {
			f.steps += (3 - turn) * cost
			break
		}
		before, cost = enter, -f.steps
		if stmt.Kind == "while" {
			var leave []*fishState
			enter, leave = chosen("and", f.list(stmt.Lists[0], enter))
			after = append(after, leave...)
		} else {
			after = append(after, now...)
		}
		var ended []*fishState
		now, ended = turned(f.list(stmt.Lists[len(stmt.Lists)-1], enter))
		after = append(after, ended...)
		cost += f.steps
	}
	return merged(append(after, now...))
}

// turned takes apart how a turn of a loop ends: what goes on with the next one,
// and what leaves the loop.
func turned(states []*fishState) (now, ended []*fishState) {
	for _, st := range states {
		switch st.how {
		case 0:
			now = append(now, st)
		case byContinue, byBreak:
			c := st.copied()
			c.how = 0
			if st.how == byBreak {
				ended = append(ended, c)
			} else {
				now = append(now, c)
			}
		default:
			ended = append(ended, st)
		}
	}
	return merged(now), ended
}

func (f *fishFlow) switches(stmt *fish.Stmt, st *fishState) []*fishState {
	value, known := f.known(stmt.Words[0], st)
	var after []*fishState
	for _, one := range stmt.Cases {
		fits, maybe := false, true
		for _, w := range one.Words {
			pattern, fixed := w.Static()
			wild := !fixed || strings.ContainsAny(pattern, "*?")
			fits = fits || wild || !known || pattern == value
			maybe = maybe && (pattern != "*" && (!known || wild || pattern != value))
		}
		if fits {
			after = append(after, f.list(one.Lists[0], []*fishState{st})...)
		}
		if fits && !maybe {
			return merged(after)
		}
	}
	return merged(append(after, st))
}

// known is the text of a word whose variables have known values.
func (f *fishFlow) known(w *fish.Word, st *fishState) (string, bool) {
	var b strings.Builder
	for _, part := range w.Parts {
		switch part.Kind {
		case fish.Text:
			b.WriteString(part.Text)
		case fish.Var:
			value, ok := st.facts.value(factValue, part.Text)
			if !ok || part.Indexed || part.Dollars > 1 {
				return "", false
			}
			b.WriteString(value)
		default:
			return "", false
		}
	}
	return b.String(), true
}
