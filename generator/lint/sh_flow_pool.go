package lint

// A flowPool makes what a run needs: states, their variables, lists of states and
// arguments.
type flowPool struct {
	states slab[flowState]
	ids    slab[int32]
	lists  slab[*flowState]
	args   slab[value]
	calls  slab[flowCall]
}

func (p *flowPool) state() *flowState { return p.states.one(32) }

func (p *flowPool) vars(n int) []int32 { return p.ids.take(n, 4096) }

// list is an empty list with room for n states.
func (p *flowPool) list(n int) []*flowState { return p.lists.take(n, 256)[:0] }

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
	all := p.args.take(len(args), 256)
	copy(all, args)
	return all
}

func (p *flowPool) call() *flowCall { return p.calls.one(32) }
