package lint

// A flowPool makes what a run needs thousands of, many at a time: states, their
// variables, lists of states and arguments. Nothing of it is given back before
// the run ends, so that memos may keep what they see.
type flowPool struct {
	states []flowState
	ids    []int32
	lists  []*flowState
	args   []value
	calls  []flowCall
}

func (p *flowPool) state() *flowState {
	if len(p.states) == 0 {
		p.states = make([]flowState, 32)
	}
	st := &p.states[0]
	p.states = p.states[1:]
	return st
}

func (p *flowPool) vars(n int) []int32 {
	if len(p.ids) < n {
		p.ids = make([]int32, max(n, 4096))
	}
	ids := p.ids[:n:n]
	p.ids = p.ids[n:]
	return ids
}

// list is an empty list with room for n states.
func (p *flowPool) list(n int) []*flowState {
	if len(p.lists) < n {
		p.lists = make([]*flowState, max(n, 256))
	}
	list := p.lists[:0:n]
	p.lists = p.lists[n:]
	return list
}

// pair is the list of two states.
func (st *flowState) pair(other *flowState) []*flowState {
	return append(st.pool.list(2), st, other)
}

// joined is the list of the states of two.
func (p *flowPool) joined(a, b []*flowState) []*flowState {
	switch {
	case len(b) == 0:
		return a
	case len(a) == 0:
		return b
	}
	return append(append(p.list(len(a)+len(b)), a...), b...)
}

// kept is a copy of arguments that were put together in a list that is used
// again.
func (p *flowPool) kept(args []value) []value {
	if len(args) == 0 {
		return nil
	}
	if len(p.args) < len(args) {
		p.args = make([]value, max(len(args), 256))
	}
	n := copy(p.args, args)
	all := p.args[:n:n]
	p.args = p.args[n:]
	return all
}

func (p *flowPool) call() *flowCall {
	if len(p.calls) == 0 {
		p.calls = make([]flowCall, 32)
	}
	c := &p.calls[0]
	p.calls = p.calls[1:]
	return c
}
