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
	for round := 0; round < 4 && len(heads) > 0; round++ {
		for _, h := range heads {
			seen = append(seen, h.clone())
		}
		var next []*flowState
		for _, h := range heads {
			yes, no := test(h)
			out = append(out, no...)
			l := &flowLoop{}
			f.loops = append(f.loops, l)
			next = append(next, f.list(body, yes)...)
			f.loops = f.loops[:len(f.loops)-1]
			next = append(next, l.continued...)
			out = append(out, l.broke...)
		}
		heads = f.unseen(at, round, seen, f.forget(next))
		out = f.merge(out)
	}
	return out
}

// forget makes states differ no more in how the last command ended.
func (f *shFlow) forget(in []*flowState) []*flowState {
	for _, st := range in {
		st.status = f.anyStatus
	}
	return f.merge(in)
}

// unseen leaves out the states from which the loop was run already; in later
// rounds it gives up what changes from one to the next.
func (f *shFlow) unseen(at, round int, seen, next []*flowState) []*flowState {
	var fresh []*flowState
	for _, st := range next {
		old := slices.IndexFunc(seen, func(s *flowState) bool { return slices.Equal(s.files, st.files) && s.flags == st.flags })
		if old >= 0 && round > 0 {
			f.widen(seen[old], st, at)
		}
		if !slices.ContainsFunc(seen, func(s *flowState) bool {
			same := f.sameVars(s, st)
			if !slices.Equal(s.args, st.args) {
				f.asks(asksArgs)
				return false
			}
			return same && slices.Equal(s.files, st.files) && s.flags == st.flags
		}) {
			fresh = append(fresh, st)
		}
	}
	return fresh
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
