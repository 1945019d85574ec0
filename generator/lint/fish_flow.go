package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishFlow follows every way a script can take, function calls with their
// arguments, and knows of each what is in the variables that it tests and which
// files hold bytes that nobody has verified.
type fishFlow struct {
	s       *fishScript
	pinned  string                // the variable of --dry-run, which is set
	tracked map[string]bool       // variables whose values matter
	reaches map[string]*fishReach // by function
	used    map[int]string        // what unverified bytes reach, by offset
	effects map[int]string        // what the dry run reaches
	memo    map[string][]*fishState
	stack   []string
	steps   int
}

// fishSteps is how many statements a run looks at; our install scripts need
// some thousands. Where it is not enough, that is a finding.
const fishSteps = 50_000

// flow follows the script from its first statement.
func (s *fishScript) flow(pinned string) *fishFlow {
	if f := s.flows[pinned]; f != nil {
		return f
	}
	f := &fishFlow{s: s, pinned: pinned, used: map[int]string{}, effects: map[int]string{}, memo: map[string][]*fishState{}}
	f.tracked = f.trackedVars()
	f.reaches = f.reach()
	start := &fishState{vars: map[string]string{}, dirty: map[string]fishDirty{}, hash: map[string]string{}}
	if pinned != "" {
		start.vars[pinned] = "1"
	}
	for _, st := range f.list(s.tree.List, []*fishState{start}) {
		f.over(st)
	}
	s.flows[pinned] = f
	return f
}

// over looks at a state in which the script ends: what was moved to its place
// must be verified.
func (f *fishFlow) over(st *fishState) {
	for file, d := range st.dirty {
		if d.moved > 0 {
			f.use(d.moved, file, "put into place")
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

// testedVars are the variables whose values decide something.
func (s *fishScript) testedVars() map[string]bool {
	tested := map[string]bool{}
	note := func(words []*fish.Word) {
		eachVar(words, func(_ *fish.Word, part fish.Part) { tested[part.Text] = true })
	}
	for _, c := range s.called("test", "[") {
		note(c.Words)
	}
	fish.Walk(s.tree.List, func(st *fish.Stmt) {
		if st.Kind == "switch" {
			note(st.Words)
		}
	})
	return tested
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
	for _, st := range states {
		wants := byte(statusYes)
		if join == "or" || join == "||" {
			wants = statusNo
		}
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
			c := st.with(st.status)
			c.out = printed
			all = append(all, f.statement(next, c, in)...)
		}
		states = merged(all)
	}
	return states
}

// statement runs a statement in one state.
func (f *fishFlow) statement(stmt *fish.Stmt, st *fishState, in fishOut) []*fishState {
	if f.steps++; f.steps > fishSteps {
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
	for i, after := range states {
		states[i] = f.redirected(stmt, after)
	}
	for _, before := range stmt.Before {
		if before.Word == "not" || before.Word == "!" {
			for i, after := range states {
				states[i] = inverted(after)
			}
		}
	}
	return states
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

// loop runs a body up to three times, or not at all.
func (f *fishFlow) loop(stmt *fish.Stmt, st *fishState) []*fishState {
	now := []*fishState{st}
	var after []*fishState
	if stmt.Kind == "for" {
		name := texts(stmt.Words)[0]
		st = st.clone()
		delete(st.vars, name)
		now = []*fishState{st}
	}
	for range 3 {
		enter := now
		if stmt.Kind == "while" {
			var leave []*fishState
			enter, leave = chosen("and", f.list(stmt.Lists[0], now))
			after = append(after, leave...)
		} else {
			after = append(after, now...)
		}
		now = nil
		for _, st := range f.list(stmt.Lists[len(stmt.Lists)-1], enter) {
			switch st.how {
			case 0, byContinue, byBreak:
				c := st.with(st.status)
				c.how = 0
				if st.how == byBreak {
					after = append(after, c)
				} else {
					now = append(now, c)
				}
			default:
				after = append(after, st)
			}
		}
		now = merged(now)
	}
	return merged(append(after, now...))
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
			value, ok := st.vars[part.Text]
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

// path is a word as the name of a file: variables stand by their names, but for
// arguments of the function, and those that only ever get one value.
func (f *fishFlow) path(w *fish.Word, st *fishState, deep int) string {
	var b strings.Builder
	for _, part := range w.Parts {
		switch {
		case part.Kind != fish.Var:
			b.WriteString(part.Text)
		case part.Text == "argv" && len(part.Index) == 1:
			b.WriteString(st.argument(part.Index[0].Text))
		case st.names[part.Text] != "":
			b.WriteString(st.names[part.Text])
		default:
			sets := f.s.sets[part.Text]
			if len(sets) == 1 && len(sets[0].values) == 1 && deep < 5 && !part.Indexed && constant(sets[0].values[0]) {
				b.WriteString(f.path(sets[0].values[0], st, deep+1))
			} else {
				b.WriteString("$" + part.Text)
			}
		}
	}
	return b.String()
}

// constant tells of words without arguments of the function or a command.
func constant(w *fish.Word) bool {
	return !slices.ContainsFunc(w.Parts, func(p fish.Part) bool { return p.Kind == fish.Sub || p.Text == "argv" })
}

// argument is the one of a number.
func (st *fishState) argument(index string) string {
	n := 0
	for _, c := range index {
		if c < '0' || c > '9' {
			return "$argv"
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > len(st.args) {
		return "$argv"
	}
	return st.args[n-1]
}
