package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// both are the two outcomes of a condition.
func (f *psFlow) both(x ps.Expr, st psState) []psResult {
	var out []psResult
	yes, no := f.test(x, st)
	for _, s := range psMerged(yes) {
		out = append(out, psResult{s, psBool(true)})
	}
	for _, s := range psMerged(no) {
		out = append(out, psResult{s, psBool(false)})
	}
	return out
}

// condition are the states in which a statement counts as true, and as false.
func (f *psFlow) condition(stmt ps.Statement, in []psState) (yes, no []psState) {
	if p, ok := stmt.(*ps.Pipeline); ok && len(p.Elements) == 1 {
		if _, command := p.Elements[0].(*ps.Command); !command {
			if len(in) == 1 {
				yes, no = f.test(p.Elements[0], in[0])
				return psMerged(yes), psMerged(no)
			}
			for _, st := range in {
				y, n := f.test(p.Elements[0], st)
				yes, no = append(yes, y...), append(no, n...)
			}
			return psMerged(yes), psMerged(no)
		}
	}
	return f.split(f.values(stmt, in))
}

func (f *psFlow) split(results []psResult) (yes, no []psState) {
	yes, no = f.states(len(results)), f.states(len(results))
	for _, r := range results {
		is, sure := r.v.truth()
		if is || !sure {
			yes = append(yes, r.st)
		}
		if !is || !sure {
			no = append(no, r.st)
		}
	}
	return psMerged(slices.Clip(yes)), psMerged(slices.Clip(no))
}

// test is condition for one expression and state.
func (f *psFlow) test(x ps.Expr, st psState) (yes, no []psState) {
	switch x := x.(type) {
	case *ps.Paren:
		return f.condition(x.Inner, f.alone(st))
	case *ps.Unary:
		if x.Op == "!" || x.Op == "-not" {
			no, yes = f.test(x.X, st)
			return yes, no
		}
	case *ps.Binary:
		switch x.Op {
		case "-and", "-or":
			return f.logical(x, st)
		case "-eq", "-ceq", "-ieq":
			return f.compared(x, st)
		case "-ne", "-cne", "-ine":
			no, yes = f.compared(x, st)
			return yes, no
		}
	case *ps.Variable:
		// What a condition says of a variable is known from here on.
		name := f.variable(x)
		v := f.read(x, st)
		is, sure := v.truth()
		if sure || f.unsure[name] {
			return f.split(f.one(st, psVal{known: sure, text: psBool(is).text}))
		}
		v.yes = true
		return f.alone(st.with(name, v)), f.alone(st.with(name, psText("")))
	}
	return f.split(f.exprIn(x, st))
}

func (f *psFlow) logical(x *ps.Binary, st psState) (yes, no []psState) {
	y, n := f.test(x.X, st)
	next, done := y, n
	if x.Op == "-or" {
		next, done = n, y
	}
	for _, st := range psMerged(next) {
		y, n := f.test(x.Y, st)
		yes, no = append(yes, y...), append(no, n...)
	}
	if x.Op == "-or" {
		return append(yes, done...), no
	}
	return yes, append(no, done...)
}

// compared are the states in which two values are equal, and are not. Where one
// is the hash of a file and the other from the script, the file is verified.
func (f *psFlow) compared(x *ps.Binary, st psState) (yes, no []psState) {
	for _, r := range f.each([]ps.Expr{x.X, x.Y}, st, func(st psState, vs []psVal) []psResult {
		a, b := vs[0], vs[1]
		if b.hash != "" {
			a, b = b, a
		}
		switch {
		case a.hash != "" && b.hash == "" && !st.unverified(b):
			return []psResult{{st.verified(a.hash), psBool(true)}, {st, psBool(false)}}
		case a.known && b.known:
			return f.one(st, psBool(strings.EqualFold(a.text, b.text)))
		}
		return f.one(st, psVal{})
	}) {
		y, n := f.split(f.one(r.st, r.v))
		yes, no = append(yes, y...), append(no, n...)
	}
	return yes, no
}
