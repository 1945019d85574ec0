package lint

import (
	"slices"
)

// A fishState is what is known at one place of a run.
type fishState struct {
	facts  fishFacts
	frame  *fishFrame // of the function
	out    fishOut    // what was printed
	status byte       // of the last command: statusYes, statusNo, or 0: nobody knows
	how    byte       // how the statement ended: 0 or one of those below
}

const (
	statusYes = 'y'
	statusNo  = 'n'

	byReturn   = 'r'
	byExit     = 'x'
	byBreak    = 'b'
	byContinue = 'c'
)

// A fishOut is what a command prints, as far as it matters.
type fishOut struct {
	dirty bool
	hash  string // of this file
	text  string // of echo and printf, with variables by name
}

// A fishFrame is what a function is called with. It does not change: set -e argv[1]
// makes a new one.
type fishFrame struct {
	args  []string          // as paths
	names map[string]string // of the arguments that the function names
	key   uint64            // the same for the same arguments
}

func newFishFrame(args []string, names map[string]string) *fishFrame {
	return &fishFrame{args, names, hashAll(args...)}
}

// copied is a state to be changed.
func (st *fishState) copied() *fishState {
	c := *st
	return &c
}

// with is the state with a status, which must not be changed.
func (st *fishState) with(status byte) *fishState {
	if st.status == status {
		return st
	}
	c := *st
	c.status = status
	return &c
}

// left tells of a state behind a return, an exit or the like.
func (st *fishState) left() bool { return st.how != 0 }

// A fishStateID is the same for states that are the same.
type fishStateID struct {
	facts, frame uint64
	out          fishOut
	status, how  byte
}

func (st *fishState) id() fishStateID {
	return fishStateID{st.facts.key, st.frame.key, st.out, st.status, st.how}
}

// same tells of states with the same id.
func (st *fishState) same(o *fishState) bool { return st == o || st.id() == o.id() }

// fishStates is how many states are told apart before they become one.
const fishStates = 24

// fishFew is how many states are compared one by one.
const fishFew = 24

// distinct drops states that are there twice.
func distinct(states []*fishState) []*fishState {
	for i, st := range states {
		if i > 0 && slices.ContainsFunc(states[:i], st.same) {
			return distinctFrom(states, i)
		}
	}
	return states
}

// distinctFrom drops states that are there twice, of which there are none before
// the one with that index.
func distinctFrom(states []*fishState, first int) []*fishState {
	kept := append(make([]*fishState, 0, len(states)), states[:first]...)
	for _, st := range states[first:] {
		if !slices.ContainsFunc(kept, st.same) {
			kept = append(kept, st)
		}
	}
	return kept
}

// merged drops states that are there twice. Where there are too many, those that
// end in the same way become one that knows only what all of them know: first
// those with the same values, which decide what comes next.
func merged(states []*fishState) []*fishState {
	if len(states) <= fishFew {
		return distinct(states)
	}
	seen := make(map[fishStateID]bool, len(states))
	kept := make([]*fishState, 0, len(states))
	for _, st := range states {
		if id := st.id(); !seen[id] {
			seen[id] = true
			kept = append(kept, st)
		}
	}
	for _, group := range []func(*fishState) fishStateID{(*fishState).ending, (*fishState).end} {
		if len(kept) > fishStates {
			kept = joinedStates(kept, group)
		}
	}
	return kept
}

// end is how a state ends.
func (st *fishState) end() fishStateID {
	return fishStateID{frame: st.frame.key, status: st.status, how: st.how}
}

// ending is the same with the values of variables.
func (st *fishState) ending() fishStateID {
	id := st.end()
	for _, fact := range st.facts.all {
		if fact.kind == factValue {
			id.facts ^= fact.key
		}
	}
	return id
}

// joinedStates makes one of all states of a group.
func joinedStates(states []*fishState, group func(*fishState) fishStateID) []*fishState {
	groups := map[fishStateID]*fishState{}
	var kept []*fishState
	for _, st := range states {
		k := group(st)
		if groups[k] == nil {
			groups[k] = st.copied()
			kept = append(kept, groups[k])
			continue
		}
		groups[k].join(st)
	}
	return kept
}

// join forgets what the other state does not know, and fears what it fears.
func (st *fishState) join(other *fishState) {
	st.facts = st.facts.common(other.facts)
	if other.out.dirty {
		st.out = other.out
	}
}
