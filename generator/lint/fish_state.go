package lint

import (
	"fmt"
	"maps"
	"slices"
)

// A fishState is what is known at one place of a run.
type fishState struct {
	vars   map[string]string    // values that are known, of variables that are tested
	dirty  map[string]fishDirty // by file, or $ and the name of a variable: holds unverified bytes
	hash   map[string]string    // by variable: the file whose digest it holds
	args   []string             // of the function, as paths
	names  map[string]string    // arguments that the function names
	out    fishOut              // what was printed
	status byte                 // of the last command: statusYes, statusNo, or 0: nobody knows
	how    byte                 // how the statement ended: 0 or one of those below
}

const (
	statusYes = 'y'
	statusNo  = 'n'

	byReturn   = 'r'
	byExit     = 'x'
	byBreak    = 'b'
	byContinue = 'c'
)

// A fishDirty says where unverified bytes came from, and got their name.
type fishDirty struct{ fetched, moved int }

// A fishOut is what a command prints, as far as it matters.
type fishOut struct {
	dirty bool
	hash  string // of this file
	text  string // of echo and printf, with variables by name
}

// clone is a copy whose maps can be changed.
func (st *fishState) clone() *fishState {
	c := *st
	c.vars, c.dirty, c.hash = maps.Clone(st.vars), maps.Clone(st.dirty), maps.Clone(st.hash)
	return &c
}

// with is a copy with a status, whose maps must not be changed.
func (st *fishState) with(status byte) *fishState {
	c := *st
	c.status = status
	return &c
}

// key is the same for states that are the same.
func (st *fishState) key() string {
	b := make([]byte, 0, 128)
	b = append(b, st.status, st.how)
	for _, k := range sortedKeys(st.vars) {
		b = append(append(append(append(b, 0), k...), '='), st.vars[k]...)
	}
	for _, k := range sortedKeys(st.dirty) {
		b = append(append(b, 1), k...)
	}
	for _, k := range sortedKeys(st.hash) {
		b = append(append(append(append(b, 2), k...), '='), st.hash[k]...)
	}
	for _, arg := range st.args {
		b = append(append(b, 3), arg...)
	}
	if st.out.dirty {
		b = append(b, 4)
	}
	return string(append(append(append(append(b, 5), st.out.hash...), 6), st.out.text...))
}

func sortedKeys[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// fishStates is how many states are told apart before they become one.
const fishStates = 24

// fishFew is how many states are compared one by one.
const fishFew = 6

// distinct drops states that are there twice.
func distinct(states []*fishState) []*fishState {
	kept := make([]*fishState, 0, len(states))
	for _, st := range states {
		if !slices.ContainsFunc(kept, st.same) {
			kept = append(kept, st)
		}
	}
	return kept
}

// same tells of states with the same key.
func (st *fishState) same(o *fishState) bool {
	if st == o {
		return true
	}
	if st.status != o.status || st.how != o.how || st.out != o.out || len(st.dirty) != len(o.dirty) {
		return false
	}
	for file := range st.dirty {
		if _, there := o.dirty[file]; !there {
			return false
		}
	}
	return maps.Equal(st.vars, o.vars) && maps.Equal(st.hash, o.hash) && slices.Equal(st.args, o.args)
}

// merged drops states that are there twice. Where there are too many, those that
// end in the same way become one that knows only what all of them know.
func merged(states []*fishState) []*fishState {
	if len(states) < 2 {
		return states
	}
	if len(states) <= fishFew {
		return distinct(states)
	}
	seen := map[string]bool{}
	var kept []*fishState
	for _, st := range states {
		if k := st.key(); !seen[k] {
			seen[k] = true
			kept = append(kept, st)
		}
	}
	if len(kept) <= fishStates {
		return kept
	}
	groups := map[string]*fishState{}
	var order []string
	for _, st := range kept {
		k := fmt.Sprintf("%c%c%q", st.status, st.how, st.args)
		if groups[k] == nil {
			groups[k] = st.clone()
			order = append(order, k)
			continue
		}
		groups[k].join(st)
	}
	kept = nil
	for _, k := range order {
		kept = append(kept, groups[k])
	}
	return kept
}

// join forgets what the other state does not know, and fears what it fears.
func (st *fishState) join(other *fishState) {
	maps.DeleteFunc(st.vars, func(k, v string) bool { w, ok := other.vars[k]; return !ok || v != w })
	maps.DeleteFunc(st.hash, func(k, v string) bool { return other.hash[k] != v })
	maps.Copy(st.dirty, other.dirty)
	if other.out.dirty {
		st.out = other.out
	}
}
