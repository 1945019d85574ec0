package lint

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// A flowLoop collects the ways out of a loop.
type flowLoop struct{ broke, continued []*flowState }

// loop runs body while test says yes, until nothing new is learnt.
func (f *shFlow) loop(at int, st *flowState, test func(*flowState) (yes, no []*flowState), body []*syntax.Stmt) []*flowState {
	var out []*flowState
	heads := []*flowState{st}
	var seen []*flowState
	var start *flowState // of the round before
	for round := 0; round < 4 && len(heads) > 0; round++ {
		for _, h := range heads {
			seen = append(seen, h.clone())
		}
		var in []*flowState
		for _, h := range heads {
			yes, no := test(h)
			in, out = append(in, yes...), append(out, no...)
		}
		if in = f.merge(in); round > 0 && len(in) > 0 {
			in = f.joinAll(in)
			if start != nil {
				f.widen(start, in[0], at)
				if f.sameHead(start, in[0]) {
					break
				}
			}
			start = in[0].clone()
		} else if len(in) == 1 {
			start = in[0].clone()
		}
		l := &flowLoop{}
		f.loops = append(f.loops, l)
		next := f.pool.joined(f.list(body, in), l.continued)
		f.loops = f.loops[:len(f.loops)-1]
		heads = f.unseen(seen, f.forget(next))
		out = f.merge(append(out, l.broke...))
	}
	return f.merge(out)
}

// joinAll makes one state of all. In a second round what matters is what may be
// the case; which of it goes together, the first one has shown.
func (f *shFlow) joinAll(states []*flowState) []*flowState {
	for len(states) > 1 {
		f.joinFiles(states[0], states[len(states)-1])
		f.join(states[0], states[len(states)-1])
		states = states[:len(states)-1]
	}
	return states
}

// forget makes states differ no more in how the last command ended.
func (f *shFlow) forget(in []*flowState) []*flowState {
	for _, st := range in {
		st.status = f.anyStatus
	}
	return f.merge(in)
}

// unseen leaves out the states from which the loop was run already.
func (f *shFlow) unseen(seen, next []*flowState) []*flowState {
	var fresh []*flowState
	for _, st := range next {
		if !slices.ContainsFunc(seen, func(s *flowState) bool { return f.sameHead(s, st) }) {
			fresh = append(fresh, st)
		}
	}
	return fresh
}

// sameHead tells whether a loop does the same from both states.
func (f *shFlow) sameHead(a, b *flowState) bool {
	same := f.sameVars(a, b)
	if !slices.Equal(a.args, b.args) {
		f.asks(asksArgs)
		return false
	}
	return same && slices.Equal(a.files, b.files) && a.flags == b.flags
}

// forClause runs the body for each item, one after the other.
func (f *shFlow) forClause(c *syntax.ForClause, st *flowState) []*flowState {
	iter, ok := c.Loop.(*syntax.WordIter)
	if !ok {
		return f.loop(int(c.Pos().Offset()), st, func(st *flowState) (yes, no []*flowState) {
			return st.alone(), st.clone().alone()
		}, c.Do)
	}
	return f.substituted(iter, st, func(st *flowState) []*flowState {
		items, open := f.items(iter, st)
		var out []*flowState
		in := []*flowState{st}
		for i, item := range items {
			if len(in) == 0 {
				break
			}
			if open && i == len(items)-1 {
				out = append(out, clones(in)...)
			}
			context := f.context
			f.context = f.inside(i)
			l := &flowLoop{}
			f.loops = append(f.loops, l)
			for _, st := range in {
				f.set(st, iter.Name.Value, item)
			}
			in = append(f.list(c.Do, in), l.continued...)
			f.loops = f.loops[:len(f.loops)-1]
			f.context = context
			in = f.forget(in)
			out = append(out, l.broke...)
		}
		return f.merge(append(out, in...))
	})
}

func clones(in []*flowState) []*flowState {
	out := make([]*flowState, len(in))
	for i, st := range in {
		out[i] = st.clone()
	}
	return out
}

// items lists what a for goes through; open tells that there may be more or none.
func (f *shFlow) items(iter *syntax.WordIter, st *flowState) (items []value, open bool) {
	if !iter.InPos.IsValid() {
		f.asks(asksArgs)
		items, open = slices.Clone(st.args), st.open
	}
	for _, w := range iter.Items {
		var more bool
		items, more = f.fields(items, w, st)
		open = open || more
	}
	const most = 16
	if open || len(items) > most {
		items, open = append(items[:min(len(items), most)], f.unknown(offset(iter), iter.Name.Value)), true
	}
	return items, open
}
