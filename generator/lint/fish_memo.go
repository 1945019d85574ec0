package lint

import (
	"slices"

	"github.com/org/gosetup/generator/fish"
)

// A fishCallKey is a call of a function with all that its outcome hangs on.
type fishCallKey struct {
	fn int
	fishStateID
}

// call follows a function of the script. What it cannot look at stays as it is,
// so calls that differ in nothing else are one.
func (r *fishRun) call(fn *fish.Stmt) []*fishState {
	f, n := r.f, r.f.s.numbers[r.name]
	if slices.Contains(f.stack, n) || len(f.stack) > 40 || f.skips(n, r.st, r.in) {
		return r.pass()
	}
	caller := r.st.frame
	in := r.st.copied()
	in.frame = newFishFrame(r.words, argumentNames(fn, r.words))
	printed := r.st.out
	in.out = fishOut{dirty: r.in.dirty}
	if f.s.ignores(fn.Lists[0]) {
		in.status = 0
	}
	near := f.near(n)
	var far fishFacts
	in.facts, far = in.facts.split(func(fact fishFact) bool {
		return fact.kind == factDirty || f.s.wide || near.sees(fact.name)
	})
	after := f.outcome(fn, n, in)
	back := make([]*fishState, len(after))
	for i, st := range after {
		c := st.copied()
		c.frame, c.facts, c.out = caller, c.facts.joined(far), joined(printed, c.out)
		if c.how != byExit {
			c.how = 0
		}
		back[i] = c
	}
	return merged(back)
}

// outcome is how a function ends that begins in a state.
func (f *fishFlow) outcome(fn *fish.Stmt, n int, in *fishState) []*fishState {
	key := fishCallKey{n, in.id()}
	after, known := f.memo[key]
	if !known {
		f.stack = append(f.stack, n)
		after = f.list(fn.Lists[0], []*fishState{in})
		f.stack = f.stack[:len(f.stack)-1]
		f.memo[key] = after
	}
	return after
}

// argumentNames are the arguments of a function by the names it gives them.
func argumentNames(fn *fish.Stmt, args []string) map[string]string {
	if len(fn.Words) == 1 {
		return nil
	}
	words := texts(fn.Words)
	i := slices.IndexFunc(words, func(w string) bool { return w == "-a" || w == "--argument-names" })
	if i < 0 {
		return nil
	}
	names := map[string]string{}
	for j, name := range words[i+1:] {
		if j < len(args) {
			names[name] = args[j]
		}
	}
	return names
}

// A fishNear says which variables a call of a function can look at or set: those
// that stand in it and in what it calls.
type fishNear struct {
	s     *fishScript
	funcs []bool // that it follows, itself too, by their numbers
	all   bool   // it computes names
	known map[string]bool
}

// near is found once for each function.
func (f *fishFlow) near(n int) *fishNear {
	if f.nears[n] == nil {
		near := &fishNear{s: f.s, funcs: make([]bool, len(f.s.numbers)), known: map[string]bool{}}
		f.nearTo(n, near)
		f.nears[n] = near
	}
	return f.nears[n]
}

func (f *fishFlow) nearTo(n int, near *fishNear) {
	near.funcs[n] = true
	near.all = near.all || f.s.computes[n]
	for _, callee := range f.s.callees[n] {
		if !near.funcs[callee] && !f.skipsAlways(callee) {
			f.nearTo(callee, near)
		}
	}
}

// sees tells whether the call can look at a variable.
func (near *fishNear) sees(variable string) bool {
	is, known := near.known[variable]
	if !known {
		is = near.all || slices.ContainsFunc(near.s.users[variable], func(n int) bool { return near.funcs[n] })
		near.known[variable] = is
	}
	return is
}
