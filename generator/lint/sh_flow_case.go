package lint

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// testExpr runs what stands in [[ ]].
func (f *shFlow) testExpr(x syntax.TestExpr, st *flowState) []*flowState {
	switch x := x.(type) {
	case *syntax.ParenTest:
		return f.testExpr(x.X, st)
	case *syntax.Word:
		return f.emptiness(f.operand(x, st), st, true)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			out := f.testExpr(x.X, st)
			for _, st := range out {
				st.status = f.negated(st.status)
			}
			return out
		}
		if w, ok := x.X.(*syntax.Word); ok {
			return f.unary(x.Op.String(), f.operand(w, st), st)
		}
	case *syntax.BinaryTest:
		if x.Op == syntax.AndTest || x.Op == syntax.OrTest {
			yes, no := f.split(f.testExpr(x.X, st))
			if x.Op == syntax.OrTest {
				yes, no = no, yes
			}
			return append(f.each(yes, func(st *flowState) []*flowState { return f.testExpr(x.Y, st) }), no...)
		}
		a, okA := x.X.(*syntax.Word)
		b, okB := x.Y.(*syntax.Word)
		if okA && okB {
			return f.compare(x.Op.String(), f.operand(a, st), f.operand(b, st), st, true)
		}
	}
	st.status = f.anyStatus
	return st.alone()
}

// caseClause goes through the arms until one matches for sure.
func (f *shFlow) caseClause(c *syntax.CaseClause, st *flowState) []*flowState {
	out := f.pool.list(len(c.Items))
	rest := st.alone()
	for _, item := range c.Items {
		taken := f.pool.list(2)
		for _, p := range item.Patterns {
			next := f.pool.list(len(rest))
			for _, st := range rest {
				yes, no := f.split(f.arm(f.operand(c.Word, st), f.operand(p, st), st))
				taken, next = append(taken, yes...), append(next, no...)
			}
			rest = next
		}
		taken = f.merge(taken)
		if len(taken) > 0 {
			out = append(out, f.list(item.Stmts, taken)...)
		}
		if rest = f.merge(rest); len(rest) == 0 {
			return f.merge(out)
		}
	}
	for _, st := range rest {
		st.status = "0"
	}
	return f.merge(append(out, rest...))
}

// arm tests one pattern.
func (f *shFlow) arm(v, pattern operand, st *flowState) []*flowState {
	if pattern.value == "*" || v.value == pattern.value {
		return truth(st, true)
	}
	core := pattern
	core.value = strings.Trim(pattern.value, "* ")
	if !strings.ContainsAny(core.value, "*?[") && f.isDigestTest(v, core) {
		return f.compared(v, core, st)
	}
	return f.matched(v, pattern, st, true)
}
