package lint

import (
	"hash/maphash"
	"math/bits"
	"slices"

	ps "github.com/org/gosetup/generator/powershell"
)

// A psReach says what a call of a function can look at: its names, and those of
// the functions that it calls and that are run where they are called.
type psReach struct {
	funcs   psSet    // itself, too
	plain   psSet    // variables without a scope
	fixed   psSet    // names in states, of those with a scope
	callees []string // functions that it calls itself
}

// A psSet is a set of names, by their numbers in the script: a bit for each.
type psSet []uint64

func (s *psSet) add(n int) {
	for len(*s) <= n/64 {
		*s = append(*s, 0)
	}
	(*s)[n/64] |= 1 << (n % 64)
}

func (s *psSet) addAll(other psSet) {
	for len(*s) < len(other) {
		*s = append(*s, 0)
	}
	for i, word := range other {
		(*s)[i] |= word
	}
}

func (s psSet) len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

func (s psSet) has(n int) bool { return n >= 0 && n/64 < len(s) && s[n/64]&(1<<(n%64)) != 0 }

// number is that of a name, which gets one if it has none.
func (s *psScript) number(name string) int {
	n, there := s.numbers[name]
	if !there {
		n = len(s.numbers)
		s.numbers[name] = n
	}
	return n
}

// numbered is number for a name that may be in no set; it gets none.
func (s *psScript) numbered(name string) int {
	if n, there := s.numbers[name]; there {
		return n
	}
	return -1
}

// reach is found once for each function.
func (f *psFlow) reach(name string) *psReach {
	r := f.reached[name]
	if r == nil {
		r = &psReach{}
		r.fixed.add(f.number("_"))
		f.reached[name] = r
		f.reachInto(name, r)
	}
	return r
}

func (f *psFlow) reachInto(name string, r *psReach) {
	r.funcs.add(f.number(name))
	own := f.looks(name)
	r.plain.addAll(own.plain)
	r.fixed.addAll(own.fixed)
	for _, callee := range own.callees {
		if f.inlined[callee] && !r.funcs.has(f.number(callee)) {
			f.reachInto(callee, r)
		}
	}
}

// looks is what stands in a function itself.
func (s *psScript) looks(name string) *psReach {
	if r := s.direct[name]; r != nil {
		return r
	}
	r := &psReach{}
	for _, n := range s.bodies[s.funcs[name]] {
		switch n := n.Node.(type) {
		case *ps.Variable:
			switch n.Scope {
			case "":
				r.plain.add(s.number(n.Lower()))
			case "script", "global":
				r.fixed.add(s.number(n.Lower()))
			default:
				r.fixed.add(s.number(n.Scope + ":" + n.Lower()))
			}
		case *ps.Command:
			if callee := s.commands[n]; s.funcs[callee] != nil && !slices.Contains(r.callees, callee) {
				r.callees = append(r.callees, callee)
			}
		}
	}
	s.direct[name] = r
	return r
}

// A psScope is a function called from certain others, which decide what the
// variables without a scope are.
type psScope struct {
	*psReach
	own   map[string]string // its own variables, which hide those of the callers from all that it calls
	seen  map[string]bool   // answers of sees
	key   uint64            // the same where the variables are the same
	chain string            // the callers, where they decide about more than that
}

// scope of a call of a function, made behind the frames that are there now.
func (f *psFlow) scope(name string) *psScope {
	at := [2]string{f.path, name}
	if sc := f.scopes[at]; sc != nil {
		return sc
	}
	sc := &psScope{psReach: f.reach(name), own: f.locals[f.funcs[name]], seen: map[string]bool{}}
	for i, frame := range f.frames {
		for x := range frame.locals {
			if !sc.looksAt(f.numbered(x), x) {
				continue
			}
			if hidden := slices.ContainsFunc(f.frames[i+1:], func(inner *psFrame) bool { return inner.locals[x] != "" }); !hidden {
				sc.key ^= maphash.Comparable(psSeed, [2]string{x, frame.name})
			}
		}
	}
	again := slices.ContainsFunc(f.frames, func(fr *psFrame) bool { return sc.funcs.has(f.numbered(fr.name)) })
	if again || len(f.frames)+sc.funcs.len() > psDeep {
		sc.chain = f.path
	}
	f.scopes[at] = sc
	return sc
}

// looksAt tells whether a variable of the callers matters.
func (sc *psScope) looksAt(number int, name string) bool {
	return sc.plain.has(number) && sc.own[name] == ""
}

// sees tells whether a function that is called now can look at what a state
// knows by a name. It may say yes too often: then less is remembered, and nothing
// is wrong.
func (f *psFlow) sees(sc *psScope, name string) bool {
	if name[0] == '/' {
		return true
	}
	is, known := sc.seen[name]
	if !known {
		n := f.numbered(name)
		is = sc.fixed.has(n) || name[0] == '>' && sc.funcs.has(f.numbered(name[1:])) || sc.looksAt(n, name) && f.visible(name) == name
		for i := range name {
			if name[i] == '.' {
				x := name[i+1:]
				is = is || sc.funcs.has(f.numbered(name[:i])) || sc.looksAt(f.numbered(x), x) && f.visible(x) == name
			}
		}
		sc.seen[name] = is
	}
	return is
}

// A psCallKey is a call with all that its outcome hangs on.
type psCallKey struct {
	name, chain    string
	scope, state   uint64
	caught, narrow bool
}

// A psOutcome is what a call gives and throws. The states in it know what the
// function can look at, and no more.
type psOutcome struct {
	results []psResult
	thrown  []psState
}

// outcome of a function, in a state in which its parameters are set. What it
// cannot look at stays as it is.
func (f *psFlow) outcome(fn *ps.Function, name string, st psState) []psResult {
	sc := f.scope(name)
	key := psCallKey{name: name, chain: sc.chain, scope: sc.key, caught: len(f.catchers) > 0, narrow: true}
	near, far := st.split(func(fact *psFact) bool { return f.sees(sc, fact.name) })
	if f.forgetful || slices.ContainsFunc(near.facts, func(fact *psFact) bool { return fact.v.block != nil }) {
		// A block can look at what the function around it can.
		near, far = st, psState{}
		key.chain, key.narrow = f.path, false
	}
	key.state = near.key
	out, known := f.memo[key]
	if !known || f.forgetful {
		out = f.enter(fn, name, near)
		f.memo[key] = out
	}
	results := make([]psResult, len(out.results))
	for i, r := range out.results {
		results[i] = psResult{r.st.joined(far), r.v}
	}
	if n := len(f.catchers); n > 0 {
		for _, st := range out.thrown {
			f.catchers[n-1].add(st.joined(far))
		}
	}
	return results
}

// enter runs a function.
func (f *psFlow) enter(fn *ps.Function, name string, st psState) psOutcome {
	frame := &psFrame{name: name, locals: f.locals[fn], output: ">" + name}
	catcher := &psCatcher{}
	if len(f.catchers) > 0 {
		f.catchers = append(f.catchers, catcher)
		defer func() { f.catchers = f.catchers[:len(f.catchers)-1] }()
	}
	outer := f.path
	f.frames, f.path = append(f.frames, frame), outer+name+">"
	out := f.block(fn.Body, f.alone(st)).next
	f.frames, f.path = f.frames[:len(f.frames)-1], outer
	thrown := &psCatcher{}
	for _, st := range catcher.states {
		thrown.add(frame.left(st))
	}
	return psOutcome{frame.results(out), thrown.states}
}
