package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishReach says what a function does itself or by what it calls: a flow skips
// what cannot change what it wants to know.
type fishReach struct {
	fetches bool // from the network
	touches bool // files, or reads them: what unverified bytes may get to
	acts    bool // has an effect, for a dry run
	sets    bool // a variable that the flow knows
	ends    bool // always ends the script
}

// reach finds it for every function, by its number.
func (f *fishFlow) reach() []fishReach {
	all := slices.Clone(f.s.does())
	for _, c := range f.s.called("set") {
		r := &all[f.s.numbers[c.fn]]
		r.sets = r.sets || slices.ContainsFunc(c.args(), func(w string) bool { return f.tracked[w] })
	}
	for grown := true; grown; {
		grown = false
		for fn, callees := range f.s.callees {
			to := all[fn]
			for _, callee := range callees {
				from := all[callee]
				to = fishReach{to.fetches || from.fetches, to.touches || from.touches, to.acts || from.acts, to.sets || from.sets, to.ends}
			}
			grown = grown || to != all[fn]
			all[fn] = to
		}
	}
	return all
}

// does finds what functions do themselves, but for what they set.
func (s *fishScript) does() []fishReach {
	if s.direct != nil {
		return s.direct
	}
	s.direct = make([]fishReach, len(s.numbers))
	for _, c := range s.calls {
		r := &s.direct[s.numbers[c.fn]]
		r.fetches = r.fetches || c.name == "curl" || c.name == "wget"
		r.touches = r.touches || c.name == "" || effects[c.name] || executors[c.name] != "" || fishHashTools[c.name] || strings.Contains(c.name, "/")
		r.acts = r.acts || effects[c.name]
	}
	for name, fn := range s.funcs {
		r := &s.direct[s.numbers[name]]
		r.ends = s.alwaysEnds(fn)
	}
	for _, st := range s.stmts {
		if slices.ContainsFunc(st.Redirects, writes) {
			s.actsAround(st)
		}
	}
	return s.direct
}

// actsAround notes that the functions around a statement act.
func (s *fishScript) actsAround(st *fish.Stmt) {
	for name, fn := range s.funcs {
		if fn.Start < st.Start && st.Start < fn.End {
			s.direct[s.numbers[name]].acts = true
		}
	}
}

// alwaysEnds tells of a function like die: an exit is among its own jobs.
func (s *fishScript) alwaysEnds(fn *fish.Stmt) bool {
	for _, job := range fn.Lists[0].Jobs {
		if name, _ := onlyCommand(job); name == "exit" && job.Join == "" {
			return true
		}
	}
	return false
}

// skips tells of a function that changes nothing the flow wants to know.
func (f *fishFlow) skips(fn int, st *fishState, in fishOut) bool {
	r := &f.reaches[fn]
	return f.skipsAlways(fn) || f.pinned == "" && !r.ends && !r.fetches && !r.sets && !in.dirty && !st.facts.unverified()
}

// skipsAlways tells of a function that it skips in every state.
func (f *fishFlow) skipsAlways(fn int) bool {
	r := &f.reaches[fn]
	if fn == 0 || r.ends || r.fetches || r.sets {
		return false
	}
	return f.pinned != "" && !r.acts || f.pinned == "" && !r.touches
}

// testedVars are the variables whose values decide something.
func (s *fishScript) testedVars() map[string]bool {
	if s.tested != nil {
		return s.tested
	}
	tested := map[string]bool{}
	s.tested = tested
	note := func(_ *fish.Word, part fish.Part) { tested[part.Text] = true }
	for _, c := range s.called("test", "[") {
		eachVar(c.Words, note)
	}
	for _, sw := range s.switches {
		eachVar(sw.words, note)
	}
	return tested
}

// askedVars are the tracked variables that decide something where the flow gets:
// it need not remember the others.
func (f *fishFlow) askedVars() map[string]bool {
	if f.s.wide {
		return f.tracked
	}
	asked := map[string]bool{}
	note := func(_ *fish.Word, part fish.Part) { asked[part.Text] = asked[part.Text] || f.tracked[part.Text] }
	for _, c := range f.s.calls {
		if (c.name == "" || c.name == "test" || c.name == "[" || fishWrappers[c.name]) && !f.skipsAlways(f.s.numbers[c.fn]) {
			eachVar(c.Words, note)
		}
	}
	for _, sw := range f.s.switches {
		if !f.skipsAlways(sw.fn) {
			eachVar(sw.words, note)
		}
	}
	return asked
}

// trackedVars are the variables whose values the flow remembers: those that are
// tested and only ever get fixed values, several of them, as mode does, or one
// where something is fetched, as fetched does.
func (f *fishFlow) trackedVars() map[string]bool {
	tracked := map[string]bool{}
	fetching := f.s.fetching()
	for name := range f.s.testedVars() {
		values, near, fixed := map[string]bool{}, false, true
		for _, set := range f.s.sets[name] {
			value, ok := set.fixed()
			fixed = fixed && ok
			values[value] = true
			near = near || set.call != nil && fetching[f.s.numbers[set.call.fn]]
		}
		delete(values, "")
		tracked[name] = fixed && (len(values) > 1 || near && f.pinned == "")
	}
	if f.pinned != "" {
		tracked[f.pinned] = true
	}
	return tracked
}

// fixed is the one value, or none, that a set gives.
func (set fishSet) fixed() (string, bool) {
	switch {
	case set.call == nil || len(set.values) > 1:
		return "", false
	case len(set.values) == 0:
		return "", true
	}
	return set.values[0].Static()
}

// fetching tells of each function by its number whether it fetches, itself or by
// what it calls, and of the script itself.
func (s *fishScript) fetching() []bool {
	if s.fetchers != nil {
		return s.fetchers
	}
	all := make([]bool, len(s.numbers))
	for n, r := range s.does() {
		all[n] = r.fetches
	}
	for grown := true; grown; {
		grown = false
		for n, callees := range s.callees {
			if !all[n] && slices.ContainsFunc(callees, func(callee int) bool { return all[callee] }) {
				all[n], grown = true, true
			}
		}
	}
	s.fetchers = all
	return all
}
