package lint

import (
	"hash/maphash"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// A psReach says what a call of a function can look at: its names, and those of
// the functions that it calls.
type psReach struct {
	funcs map[string]bool // itself, too
	plain map[string]bool // variables without a scope
	fixed map[string]bool // names in states, of those with a scope
}

// reach is found once for each function.
func (s *psScript) reach(name string) *psReach {
	if r := s.reached[name]; r != nil {
		return r
	}
	r := &psReach{map[string]bool{}, map[string]bool{}, map[string]bool{"_": true}}
	s.reached[name] = r
	s.reachInto(name, r)
	return r
}

func (s *psScript) reachInto(name string, r *psReach) {
	r.funcs[name] = true
	ps.Walk(s.funcs[name], func(n ps.Node) bool {
		switch n := n.(type) {
		case *ps.Variable:
			switch n.Scope {
			case "":
				r.plain[n.Lower()] = true
			case "script", "global":
				r.fixed[n.Lower()] = true
			default:
				r.fixed[n.Scope+":"+n.Lower()] = true
			}
		case *ps.Command:
			if callee, _ := psName(n); s.funcs[callee] != nil && !r.funcs[callee] {
				s.reachInto(callee, r)
			}
		}
		return true
	})
}

// A psScope is a function called from certain others, which decide what the
// variables without a scope are.
type psScope struct {
	*psReach
	names map[string]bool // in states, of what it can look at; grows
	key   uint64          // the same where the variables are the same
	chain string          // the callers, where they decide about more than that
}

// scope of a call of a function, made behind the frames that are there now.
func (f *psFlow) scope(name string) *psScope {
	at := f.frameNames() + name
	if sc := f.scopes[at]; sc != nil {
		return sc
	}
	sc := &psScope{psReach: f.reach(name), names: map[string]bool{}}
	for x := range sc.fixed {
		sc.names[x] = true
	}
	for x := range sc.plain {
		is := f.visible(x)
		sc.names[is] = true
		sc.key ^= maphash.Comparable(psSeed, [2]string{x, is})
	}
	again := slices.ContainsFunc(f.frames, func(fr *psFrame) bool { return sc.funcs[fr.name] })
	if again || len(f.frames)+len(sc.funcs) > psDeep {
		sc.chain = at
	}
	f.scopes[at] = sc
	return sc
}

// sees tells whether the function can look at what a state knows by a name. It
// may say yes too often: then less is remembered, and nothing is wrong.
func (sc *psScope) sees(name string) bool {
	if name[0] == '/' {
		return true
	}
	is, known := sc.names[name]
	if !known {
		is = name[0] == '>' && sc.funcs[name[1:]]
		for i := range name {
			is = is || name[i] == '.' && sc.funcs[name[:i]]
		}
		sc.names[name] = is
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
	near, far := st.split(func(fact psFact) bool { return sc.sees(fact.name) })
	if slices.ContainsFunc(near.facts, func(fact psFact) bool { return fact.v.block != nil }) {
		// A block can look at what the function around it can.
		near, far = st, psState{}
		key.chain, key.narrow = f.frameNames()+name, false
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
			f.catchers[n-1].add([]psState{st.joined(far)})
		}
	}
	return results
}

// enter runs a function.
func (f *psFlow) enter(fn *ps.Function, name string, st psState) psOutcome {
	frame := &psFrame{name: name, locals: f.locals[fn]}
	catcher := &psCatcher{seen: map[uint64]bool{}}
	if len(f.catchers) > 0 {
		f.catchers = append(f.catchers, catcher)
		defer func() { f.catchers = f.catchers[:len(f.catchers)-1] }()
	}
	f.frames = append(f.frames, frame)
	out := f.block(fn.Body, []psState{st}).next
	f.frames = f.frames[:len(f.frames)-1]
	return psOutcome{frame.results(out), catcher.states}
}

func (f *psFlow) frameNames() string {
	var b strings.Builder
	for _, frame := range f.frames {
		b.WriteString(frame.name + ">")
	}
	return b.String()
}
