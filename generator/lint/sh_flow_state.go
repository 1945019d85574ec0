package lint

import (
	"slices"
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// A flowState is what is known at one point of one way through the script.
// Slices are shared between states and replaced, not changed.
type flowState struct {
	vars   []int32 // numbers of values, by number of the variable
	shared bool    // vars belongs to another state, too
	args   []value // $1...
	open   bool    // there may be more arguments
	status value   // $?
	in     value   // what standard input has, unset if that is the caller's
	out    value   // what was printed and goes into a pipe or a variable
	cwd    value
	files  []flowFile
	*flowPast
	subs  []flowSub
	flags flowFlags
	self  [1]*flowState
	pool  *flowPool
}

// A flowPast is what happened to paths on the way. It changes seldom, so states
// share it; see past. The lists are sorted.
type flowPast struct {
	gone   []value // trees and links that were removed
	tried  []value // names to which a rename was tried
	filled []value // directories into which something was unpacked
	absent []value // start-up files that are not there
}

// past is what happened, for this state to change.
func (st *flowState) past() *flowPast {
	c := *st.flowPast
	st.flowPast = &c
	return &c
}

type flowFlags uint8

const (
	errExit  flowFlags = 1 << iota // set -e
	pipeFail                       // set -o pipefail
	noTool                         // there was no hash tool, or no digest, on the way here
)

// A flowFile is a file that the network or the script has written.
type flowFile struct {
	path    value
	fresh   bool  // it was written since the function that runs was called
	fetched bool  // nobody has verified it
	failed  bool  // the download ended early
	checked bool  // it was compared, and was not the same
	tree    bool  // it is a directory, with all that is in it
	text    value // what the script wrote into it, unset if unknown
}

// A flowSub is the output of a command substitution.
type flowSub struct {
	node  *syntax.CmdSubst
	value value
}

// alone is the list of nothing but st; it costs no memory.
func (st *flowState) alone() []*flowState {
	st.self[0] = st
	return st.self[:]
}

func (st *flowState) clone() *flowState {
	st.shared = true
	c := st.pool.state()
	*c = *st
	return c
}

// set assigns a variable, which a dry run may have pinned.
func (f *shFlow) set(st *flowState, name string, v value) {
	n := f.number(name)
	if pin, ok := f.pins[name]; ok {
		f.asks(hasEffects) // a dry run gives it another value
		if f.dry {
			v = pin
		}
	}
	id := f.intern(v)
	f.asksVar(n, id)
	if n < len(st.vars) && st.vars[n] == id {
		return
	}
	f.own(st, n+1)
	st.vars[n] = id
}

// own makes the variables of a state its own, with room for n.
func (f *shFlow) own(st *flowState, n int) {
	if st.shared || n > len(st.vars) {
		vars := st.pool.vars(max(len(f.names), n, len(st.vars)))
		copy(vars, st.vars)
		st.vars, st.shared = vars, false
	}
}

// intern is the number of a value; that of unset is 0.
func (f *shFlow) intern(v value) int32 {
	id, ok := f.ids[v]
	if !ok {
		id = int32(len(f.values))
		f.ids[v] = id
		f.values = append(f.values, v)
	}
	return id
}

// internText is intern for text that only the caller has: most words have been
// put together before, and then they take no memory.
func (f *shFlow) internText(text []byte) int32 {
	if id, ok := f.ids[string(text)]; ok {
		return id
	}
	return f.intern(string(text))
}

func (f *shFlow) number(name string) int {
	n, ok := f.names[name]
	if !ok {
		n = len(f.names)
		f.names[name] = n
		f.named = append(f.named, name)
	}
	return n
}

// get is the value of a variable, unset if the script has not assigned it.
func (f *shFlow) get(st *flowState, name string) value {
	n := f.number(name)
	id := st.id(n)
	f.asksVar(n, id)
	return f.values[id]
}

// merge joins the states that differ in nothing that the rules ask about, so
// that their number stays small.
func (f *shFlow) merge(states []*flowState) []*flowState {
	if len(states) < 2 {
		return states
	}
	kept := states[:1]
next:
	for _, st := range states[1:] {
		for _, k := range kept {
			if f.alike(k, st) {
				f.join(k, st)
				continue next
			}
		}
		kept = append(kept, st)
	}
	for len(kept) > maxStates {
		f.joinFiles(kept[maxStates-1], kept[maxStates])
		f.join(kept[maxStates-1], kept[maxStates])
		kept = slices.Delete(kept, maxStates, maxStates+1)
	}
	return kept
}

// maxStates is how many ways to a point are kept apart.
const maxStates = 16

func (f *shFlow) alike(a, b *flowState) bool {
	return a.flags == b.flags && f.statusClass(a.status) == f.statusClass(b.status) && slices.Equal(a.files, b.files)
}

// statusClass is 0 for success, 1 for failure, 2 if nobody knows.
func (f *shFlow) statusClass(v value) int {
	if isConst(v) {
		if v == "0" || v == "" {
			return 0
		}
		return 1
	}
	s := f.only(v)
	switch {
	case s == nil:
		return 2
	case s.fail:
		return 1
	case len(s.alts) == 0:
		return 2
	}
	class := f.statusClass(s.alts[0])
	for _, alt := range s.alts[1:] {
		if f.statusClass(alt) != class {
			return 2
		}
	}
	return class
}

// join makes a what is true of a and of b.
func (f *shFlow) join(a, b *flowState) {
	f.joinVars(a, b)
	if len(a.args) != len(b.args) {
		a.args, a.open = nil, true
		f.asks(asksArgs)
	} else if !slices.Equal(a.args, b.args) {
		f.asks(asksArgs)
		a.args = slices.Clone(a.args)
		for i := range a.args {
			a.args[i] = f.either(a.args[i], b.args[i])
		}
	}
	a.open = a.open || b.open
	a.status = f.eitherStatus(a.status, b.status)
	if a.in != b.in {
		a.in = f.either(a.in, b.in)
	}
	if a.out != b.out {
		a.out = f.either(a.out, b.out)
	}
	if a.cwd != b.cwd {
		a.cwd = f.either(a.cwd, b.cwd)
	}
	if a.flowPast != b.flowPast {
		a.flowPast = &flowPast{
			gone: union(a.gone, b.gone), filled: union(a.filled, b.filled),
			absent: intersection(a.absent, b.absent), tried: intersection(a.tried, b.tried),
		}
	}
	if len(a.subs) == len(b.subs) && !slices.Equal(a.subs, b.subs) {
		a.subs = slices.Clone(a.subs)
		for i := range a.subs {
			a.subs[i].value = f.either(a.subs[i].value, b.subs[i].value)
		}
	}
}

func (f *shFlow) joinVars(a, b *flowState) {
	if len(a.vars) > 0 && len(b.vars) > 0 && &a.vars[0] == &b.vars[0] {
		return
	}
	for i := range max(len(a.vars), len(b.vars)) {
		var va, vb int32
		if i < len(a.vars) {
			va = a.vars[i]
		}
		if i < len(b.vars) {
			vb = b.vars[i]
		}
		if va != vb {
			f.own(a, len(b.vars))
			a.vars[i] = f.eitherID(va, vb, i)
			f.asksVar(i, va)
			f.asksVar(i, vb)
			f.asksVar(i, a.vars[i])
		}
	}
}

// eitherID is either for the values of a variable.
func (f *shFlow) eitherID(a, b int32, variable int) int32 {
	key := [2]int32{a, b}
	if a == 0 || b == 0 {
		key = [2]int32{a + b, ^int32(variable)}
	}
	id, ok := f.joined[key]
	if !ok {
		id = f.intern(f.either(f.orEnv(f.values[a], variable), f.orEnv(f.values[b], variable)))
		f.joined[key] = id
	}
	return id
}

// orEnv is v or, if the script has not set the variable, what it comes with.
func (f *shFlow) orEnv(v value, variable int) value {
	if v == unset {
		return f.env(f.named[variable])
	}
	return v
}

func (f *shFlow) eitherStatus(a, b value) value {
	if a == b {
		return a
	}
	return f.either(a, b)
}

// joinFiles takes of each file the worse of two states, and all that is wrong
// with it in either.
func (f *shFlow) joinFiles(a, b *flowState) {
	a.files = slices.Clone(a.files)
	for _, file := range b.files {
		i := slices.IndexFunc(a.files, func(have flowFile) bool { return have.path == file.path })
		switch {
		case i < 0:
			a.files = withFile(a.files, file)
		case file.fetched && !a.files[i].fetched:
			a.files[i] = file
		case file.fetched:
			have := &a.files[i]
			have.fresh, have.failed, have.checked = have.fresh || file.fresh, have.failed || file.failed, have.checked || file.checked
		}
	}
	a.flags |= b.flags & noTool
	a.flags &^= ^b.flags & errExit
}

// union has what is in a or in b, sorted: the same paths are the same list,
// whatever happened to them first.
func union(a, b []value) []value {
	if slices.Equal(a, b) {
		return a
	}
	all := append(slices.Clip(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

func intersection(a, b []value) []value {
	if slices.Equal(a, b) {
		return a
	}
	return slices.DeleteFunc(slices.Clone(a), func(v value) bool { return !slices.Contains(b, v) })
}

// widen makes one loop head of two; what is not the same in both, a loop may
// change once more.
func (f *shFlow) widen(a, b *flowState, at int) {
	f.sameVars(a, b)
	for i := range b.vars {
		if i < len(a.vars) && a.vars[i] != b.vars[i] {
			vars := slices.Clone(b.vars)
			for j := range vars {
				if j >= len(a.vars) || a.vars[j] != vars[j] {
					vars[j] = f.intern(f.derivedChoice(at, j, f.values[vars[j]]))
				}
			}
			b.vars, b.shared = vars, false
			return
		}
	}
}

// derivedChoice is any value that a variable has in a loop.
func (f *shFlow) derivedChoice(at, variable int, v value) value {
	f.asks(asksContext)
	return f.variant("loop "+strconv.Itoa(at)+" "+strconv.Itoa(variable)+" "+strconv.FormatUint(f.context, 36),
		symbol{base: v, net: f.fromNet(v), hash: f.hashOf(v), other: true})
}
