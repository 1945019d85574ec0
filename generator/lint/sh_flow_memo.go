package lint

import (
	"math/bits"
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// A function that is called again with everything as it was, as far as it asks,
// ends as it ended: it need not be run again. While a function runs, a frame
// notes what it asks for; a memo keeps that together with the ways it ended.
// What it reported and noted is known already, because all of that depends on
// nothing else. TestMemo compares with a run that remembers nothing.

// A flowFrame is a call that runs.
type flowFrame struct {
	up      *flowFrame
	entry   *flowState
	vars    []uint64  // a bit for each variable whose first value was asked for
	room    [4]uint64 // for vars, where they are not many
	asked   flowAsks
	locals  []string // variables that get their old values back
	returns []*flowState
	loops   int // of the callers
	exits   int // of the callers
	tape    []flowTaped
	began   int // the steps until then
	inner   int // the steps of the calls on the tape
}

// flowAsks are what a call asks for, apart from variables, and what keeps it
// from being remembered.
type flowAsks uint16

const (
	asksArgs flowAsks = 1 << iota
	asksGone
	asksTried
	asksFilled
	asksAbsent
	asksFiles   // what is verified, and what is not
	asksContext // it makes symbols of its own, or is recursive
	asksRun     // what happened before in this run
	asksMore    // something that no memo keeps
	hasEffects  // a dry run has to see it
)

// A flowMemo is a call that ended.
type flowMemo struct {
	entry    *flowState
	args     []value
	open     bool
	tolerant bool
	honest   bool
	dry      bool
	context  uint64
	asked    flowAsks
	vars     []flowVar
	ends     []flowEnd
	exits    []*flowState

	tape  []flowTaped
	steps int // without those of the calls on the tape
	run   int // that it was made in
	fit   int // the last run in which it was looked whether it is of use there
	is    bool
	done  int // the last run that it is a part of
}

// A flowVar is a variable and the number of its value.
type flowVar struct {
	name int
	id   int32
}

// A flowEnd is a way that a call ended and the variables that it changed.
type flowEnd struct {
	st   *flowState
	vars []flowVar
}

// mostMemos is how many calls of one function are remembered.
const mostMemos = 1024

// asks notes in the frame that the call depends on something.
func (f *shFlow) asks(what flowAsks) {
	if f.frame != nil {
		f.frame.asked |= what
	}
}

// asksVar notes that the call depends on a variable, unless the call itself has
// given it the value.
func (f *shFlow) asksVar(n int, id int32) {
	if fr := f.frame; fr != nil && fr.entry.id(n) == id {
		fr.note(n)
	}
}

func (fr *flowFrame) note(n int) {
	for len(fr.vars) <= n/64 {
		fr.vars = append(fr.vars, 0)
	}
	fr.vars[n/64] |= 1 << (n % 64)
}

// id is the number of the value of a variable.
func (st *flowState) id(n int) int32 {
	if n < len(st.vars) {
		return st.vars[n]
	}
	return 0
}

// enter begins a frame.
func (f *shFlow) enter(outer *flowState) *flowFrame {
	fr := &flowFrame{up: f.frame, entry: outer, loops: len(f.loops), exits: len(*f.exits), began: f.steps}
	fr.vars = fr.room[:0]
	f.frame = fr
	return fr
}

// exit ends a frame. What it asked of the state that it was called in, its
// caller asks, too, if it has not changed that.
func (f *shFlow) exit(fr *flowFrame) []flowVar {
	f.frame = fr.up
	count := 0
	for _, word := range fr.vars {
		count += bits.OnesCount64(word)
	}
	asked := make([]flowVar, 0, count)
	for i, word := range fr.vars {
		for ; word != 0; word &= word - 1 {
			n := i*64 + bits.TrailingZeros64(word)
			id := fr.entry.id(n)
			asked = append(asked, flowVar{n, id})
			f.asksVar(n, id)
		}
	}
	f.asks(fr.asked &^ asksArgs)
	return asked
}

// remember keeps how a call ended. exits are the ways on which it ended the
// script.
func (f *shFlow) remember(body *syntax.Stmt, c *flowCall, fr *flowFrame, asked []flowVar, out []*flowState) {
	if f.forgetful || fr.asked&asksMore != 0 || len(f.memos[body]) >= mostMemos || f.steps > f.patience() {
		f.splice(fr)
		return
	}
	m := &flowMemo{
		entry: fr.entry, args: c.args, open: c.open, tolerant: f.tolerant > 0, honest: f.asked > 0,
		dry: f.dry, context: f.inside(c.at), asked: fr.asked, vars: asked,
		tape: fr.tape, steps: f.steps - fr.began - fr.inner, run: f.turn, fit: f.turn, is: true, done: f.turn,
	}
	f.taped(m, f.steps-fr.began)
	m.ends = ends(fr.entry, out)
	m.exits = slices.Clip((*f.exits)[fr.exits:])
	f.memos[body] = append(f.memos[body], m)
}

func ends(entry *flowState, states []*flowState) []flowEnd {
	all := make([]flowEnd, len(states))
	for i, st := range states {
		c := st.pool.state()
		*c = *st
		all[i] = flowEnd{c, changed(entry, st)}
	}
	return all
}

// changed lists the variables that are not as they were.
func changed(entry, st *flowState) []flowVar {
	if len(st.vars) > 0 && len(entry.vars) > 0 && &st.vars[0] == &entry.vars[0] {
		return nil
	}
	n := 0
	for i, id := range st.vars {
		if id != entry.id(i) {
			n++
		}
	}
	vars := make([]flowVar, 0, n)
	for i, id := range st.vars {
		if id != entry.id(i) {
			vars = append(vars, flowVar{i, id})
		}
	}
	return vars
}

// remembered is how the call ended when it was made before.
func (f *shFlow) remembered(body *syntax.Stmt, c *flowCall) (out []*flowState, ok bool) {
	if f.recursing > 0 {
		return nil, false
	}
	for _, m := range f.memos[body] {
		if !f.fits(m, c) || !f.holds(m) {
			continue
		}
		f.taped(m, f.redo(m))
		for _, v := range m.vars {
			f.asksVar(v.name, v.id)
		}
		f.asks(m.asked &^ asksArgs)
		for _, end := range ends(m.entry, m.exits) {
			f.leave(f.again(m, end, c.flowState))
		}
		out := make([]*flowState, len(m.ends))
		for i, end := range m.ends {
			out[i] = f.again(m, end, c.flowState)
		}
		return out, true
	}
	return nil, false
}

// fits tells whether a call finds all that it asks for as it was.
func (f *shFlow) fits(m *flowMemo, c *flowCall) bool {
	st, old := c.flowState, m.entry
	switch {
	case m.asked&asksContext != 0 && m.context != f.inside(c.at),
		m.asked&hasEffects != 0 && f.dry != m.dry,
		m.tolerant != (f.tolerant > 0), m.honest != (f.asked > 0),
		st.flags != old.flags, st.in != old.in, st.out != old.out, st.cwd != old.cwd,
		m.asked&asksArgs != 0 && (m.open != c.open || !slices.Equal(m.args, c.args)),
		st.flowPast != old.flowPast && !samePast(m.asked, st.flowPast, old.flowPast):
		return false
	}
	for _, v := range m.vars {
		if st.id(v.name) != v.id {
			return false
		}
	}
	return m.asked&asksFiles == 0 || slices.Equal(st.files, old.files)
}

// samePast tells whether what a call asks of the past is the same in both.
func samePast(asked flowAsks, a, b *flowPast) bool {
	return (asked&asksGone == 0 || slices.Equal(a.gone, b.gone)) && (asked&asksTried == 0 || slices.Equal(a.tried, b.tried)) &&
		(asked&asksFilled == 0 || slices.Equal(a.filled, b.filled)) && (asked&asksAbsent == 0 || slices.Equal(a.absent, b.absent))
}

// again makes the state in which the call ended, of the one in which it is made.
func (f *shFlow) again(m *flowMemo, end flowEnd, st *flowState) *flowState {
	n := st.clone()
	n.status, n.in, n.out, n.cwd, n.flags = end.st.status, end.st.in, end.st.out, end.st.cwd, end.st.flags
	if m.asked&asksFiles != 0 {
		n.files = end.st.files
	}
	if m.asked&(asksGone|asksTried|asksFilled|asksAbsent) != 0 && n.flowPast != end.st.flowPast {
		n.flowPast = pastBehind(m.asked, n.flowPast, end.st.flowPast)
	}
	for _, v := range end.vars {
		f.own(n, v.name+1)
		n.vars[v.name] = v.id
	}
	return n
}

// pastBehind is the past behind a call: what it asks for is as it left it.
func pastBehind(asked flowAsks, before, left *flowPast) *flowPast {
	past := *before
	if asked&asksGone != 0 {
		past.gone = left.gone
	}
	if asked&asksTried != 0 {
		past.tried = left.tried
	}
	if asked&asksFilled != 0 {
		past.filled = left.filled
	}
	if asked&asksAbsent != 0 {
		past.absent = left.absent
	}
	return &past
}

// sameVars tells whether two states have the same variables.
func (f *shFlow) sameVars(a, b *flowState) bool {
	same := true
	for i := range max(len(a.vars), len(b.vars)) {
		if va, vb := a.id(i), b.id(i); va != vb {
			same = false
			f.asksVar(i, va)
			f.asksVar(i, vb)
		}
	}
	return same
}
