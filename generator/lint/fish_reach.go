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

// reach finds it for every function.
func (f *fishFlow) reach() map[string]*fishReach {
	all := map[string]*fishReach{}
	for name, fn := range f.s.funcs {
		all[name] = &fishReach{ends: f.s.alwaysEnds(fn)}
	}
	for _, c := range f.s.calls {
		if r := all[c.fn]; r != nil {
			f.direct(c, r)
		}
	}
	for name, fn := range f.s.funcs {
		fish.Walk(fn.Lists[0], func(st *fish.Stmt) { all[name].acts = all[name].acts || slices.ContainsFunc(st.Redirects, writes) })
	}
	for grown := true; grown; {
		grown = false
		for _, c := range f.s.calls {
			from, to := all[c.name], all[c.fn]
			if from == nil || to == nil {
				continue
			}
			sum := fishReach{to.fetches || from.fetches, to.touches || from.touches, to.acts || from.acts, to.sets || from.sets, to.ends}
			if sum != *to {
				*to = sum
				grown = true
			}
		}
	}
	return all
}

// direct adds what one command does.
func (f *fishFlow) direct(c *fishCall, r *fishReach) {
	r.fetches = r.fetches || c.name == "curl" || c.name == "wget"
	r.touches = r.touches || c.name == "" || strings.Contains(c.name, "/") || executors[c.name] != "" || fishHashTools[c.name] || effects[c.name]
	r.acts = r.acts || effects[c.name]
	if c.name == "set" {
		for _, w := range c.args() {
			r.sets = r.sets || f.tracked[w]
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
func (f *fishFlow) skips(name string, st *fishState, in fishOut) bool {
	r := f.reaches[name]
	switch {
	case r.ends || r.fetches || r.sets:
		return false
	case f.pinned != "":
		return !r.acts
	}
	return !r.touches || !in.dirty && !st.facts.unverified()
}

// skipsAlways tells of a function that it skips in every state.
func (f *fishFlow) skipsAlways(name string) bool {
	r := f.reaches[name]
	if r == nil || r.ends || r.fetches || r.sets {
		return false
	}
	return f.pinned != "" && !r.acts || f.pinned == "" && !r.touches
}

// testedVars are the variables whose values decide something.
func (s *fishScript) testedVars() map[string]bool {
	tested := map[string]bool{}
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
		if (c.name == "" || c.name == "test" || c.name == "[" || fishWrappers[c.name]) && !f.skipsAlways(c.fn) {
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
			near = near || set.call != nil && fetching[set.call.fn]
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

// fetching lists the functions that fetch, themselves or by what they call, and
// as "" the script itself.
func (s *fishScript) fetching() map[string]bool {
	all := map[string]bool{}
	for grown := true; grown; {
		grown = false
		for _, c := range s.calls {
			if !all[c.fn] && (c.name == "curl" || c.name == "wget" || all[c.name] && c.name != "") {
				all[c.fn], grown = true, true
			}
		}
	}
	return all
}
