package lint

import (
	"strconv"

	"mvdan.cc/sh/v3/syntax"
)

// substituted runs the command substitutions in a node, keeps what they print
// in the state and goes on with do.
func (f *shFlow) substituted(node syntax.Node, st *flowState, do func(*flowState) []*flowState) []*flowState {
	if !anyWithin(f.outputs, node) {
		return do(st)
	}
	list, known := f.substs[node]
	if !known {
		list = substsIn(node)
		f.substs[node] = list
	}
	if len(list) == 0 {
		return do(st)
	}
	kept := st.subs
	states := []*flowState{st}
	for _, sub := range list {
		states = f.each(states, func(st *flowState) []*flowState { return f.substitute(sub, st) })
	}
	out := f.each(states, do)
	for _, st := range out {
		st.subs = kept
	}
	return out
}

// substsIn lists the substitutions of a node that are not part of another.
func substsIn(node syntax.Node) []syntax.Node {
	var list []syntax.Node
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst:
			list = append(list, n)
			return false
		case *syntax.Stmt:
			return false
		}
		return true
	})
	return list
}

// substitute runs $(...) or <(...) and notes its output.
func (f *shFlow) substitute(node syntax.Node, st *flowState) []*flowState {
	out := st.out
	st.out = ""
	sub, isCmd := node.(*syntax.CmdSubst)
	var stmts []*syntax.Stmt
	if isCmd {
		stmts = sub.Stmts
	} else {
		stmts = node.(*syntax.ProcSubst).Stmts
	}
	context := f.context
	results := f.subshell(st, func(st *flowState) []*flowState {
		if isCmd && len(stmts) == 1 && stmts[0].Cmd == nil && len(stmts[0].Redirs) == 1 && stmts[0].Redirs[0].Op == syntax.RdrIn {
			st.out = f.content(f.path(st, f.word(stmts[0].Redirs[0].Word, st)), st)
			return st.alone()
		}
		return f.list(stmts, st.alone())
	})
	f.context = context
	for _, st := range results {
		if isCmd {
			st.subs = append(st.subs[:len(st.subs):len(st.subs)], flowSub{sub, st.out})
		} else if f.fromNet(st.out) {
			f.asks(asksFiles)
			path := f.symbol("process "+strconv.Itoa(offset(node)), symbol{name: "<(...)", temp: true, other: true})
			st.files = withFile(st.files, flowFile{path: path, fresh: true, fetched: true, text: unset})
		}
		st.out = out
	}
	return f.merge(results)
}
