package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// values evaluates a statement that gives something.
func (f *psFlow) values(stmt ps.Statement, in []psState) []psResult {
	switch s := stmt.(type) {
	case *ps.Pipeline:
		return f.pipe(s, in)
	case *ps.Assign:
		return f.assign(s, in)
	case *ps.If, *ps.ForEach, *ps.Switch, *ps.Try, *ps.While, *ps.For, *ps.Do:
		return f.unknown(f.statement(s, in).next)
	}
	return f.unknown(in)
}

// unknown are results of which nothing is known but the states behind them.
func (f *psFlow) unknown(in []psState) []psResult {
	out := f.results(len(in))
	for _, st := range in {
		out = append(out, psResult{st: st})
	}
	return out
}

func (f *psFlow) pipe(s *ps.Pipeline, in []psState) []psResult {
	if _, command := s.Elements[0].(*ps.Command); len(s.Elements) == 1 && !command {
		return psFewResults(f.expr(s.Elements[0], in))
	}
	results := f.unknown(in)
	for i, e := range s.Elements {
		out := f.results(len(results))
		for _, r := range results {
			if c, ok := e.(*ps.Command); ok {
				out = append(out, f.command(c, r.st, r.v, i > 0)...)
			} else {
				out = append(out, f.expr(e, f.alone(r.st))...)
			}
		}
		results = psFewResults(out)
	}
	return results
}

func (f *psFlow) assign(s *ps.Assign, in []psState) []psResult {
	results := f.values(s.Value, in)
	out := f.results(len(results))
	for _, r := range results {
		v := r.v
		target := s.Target
		if c, ok := target.(*ps.Cast); ok {
			target = c.X
		}
		switch t := target.(type) {
		case *ps.Variable:
			r.st = f.set(t, s.Op, v, r.st)
		case *ps.Member, *ps.Index:
			if root := psRoot(t); root != nil && v.dirty {
				r.st = r.st.with(f.variable(root), psVal{dirty: true, yes: true})
			}
		}
		out = append(out, psResult{r.st, psVal{}})
	}
	return out
}

// set is the state behind an assignment to a variable.
func (f *psFlow) set(t *ps.Variable, op string, v psVal, st psState) psState {
	name := f.variable(t)
	if f.isPinned(name) {
		return st
	}
	if op != "=" {
		before, _ := st.get(name)
		v = psVal{dirty: v.dirty || before.dirty}
	}
	if f.unsure[name] {
		v = psVal{dirty: v.dirty}
	}
	return st.with(name, f.kept(name, v))
}

// kept is what is worth remembering of the value of a variable: whether it is
// from the network, what file it names, and its text if a condition asks for it.
func (f *psFlow) kept(name string, v psVal) psVal {
	base := name[strings.LastIndexByte(name, '.')+1:]
	if !f.decides[base] {
		v.known, v.text, v.yes = false, "", false
	}
	if !strings.ContainsAny(v.file, `/\$`) {
		v.file = ""
	}
	if v.file == "" && !v.known {
		v.file = "$" + name
	}
	return v
}

// psRoot is the variable that a member or an index is of, nil if it is another
// value.
func psRoot(x ps.Expr) *ps.Variable {
	for {
		switch n := x.(type) {
		case *ps.Variable:
			return n
		case *ps.Member:
			x = n.X
		case *ps.Index:
			x = n.X
		default:
			return nil
		}
	}
}

// variable is the name of a variable in states.
func (f *psFlow) variable(v *ps.Variable) string {
	name := v.Lower()
	switch v.Scope {
	case "script", "global":
		return name
	case "":
		return f.visible(name)
	}
	return v.Scope + ":" + name
}

// visible is what a name without a scope stands for here.
func (f *psFlow) visible(name string) string {
	for i := len(f.frames) - 1; i >= 0; i-- {
		if local := f.frames[i].locals[name]; local != "" {
			return local
		}
	}
	return name
}

func (f *psFlow) isPinned(name string) bool {
	return f.pinned != "" && (name == f.pinned || strings.HasSuffix(name, "."+f.pinned))
}

// read is the value of a variable.
func (f *psFlow) read(v *ps.Variable, st psState) psVal {
	name := f.variable(v)
	switch {
	case name == "true":
		return psBool(true)
	case name == "false" || name == "null":
		return psBool(false)
	case f.isPinned(name):
		return psText("1")
	}
	if val, there := st.get(name); there {
		return val
	}
	return psVal{file: "$" + name}
}

// expr evaluates an expression in each state.
func (f *psFlow) expr(x ps.Expr, in []psState) []psResult {
	if len(in) == 1 {
		return f.exprIn(x, in[0])
	}
	out := f.results(len(in))
	for _, st := range in {
		out = append(out, f.exprIn(x, st)...)
	}
	return out
}

func (f *psFlow) exprIn(x ps.Expr, st psState) []psResult {
	if v, ok := f.simple(x); ok {
		return f.one(st, v)
	}
	switch x := x.(type) {
	case *ps.Variable:
		return f.one(st, f.read(x, st))
	case *ps.Expandable:
		return f.joined(x.Parts, st)
	case *ps.Paren:
		return f.values(x.Inner, f.alone(st))
	case *ps.SubExpr:
		return f.output(x.Body, st)
	case *ps.ArrayExpr:
		return f.output(x.Body, st)
	case *ps.Binary:
		return f.binary(x, st)
	case *ps.Unary:
		if x.Op == "!" || x.Op == "-not" {
			return f.both(x, st)
		}
		return f.mixed([]ps.Expr{x.X}, st)
	case *ps.Member:
		return f.member(x, st)
	case *ps.Cast:
		return f.cast(x, st)
	case *ps.Index:
		return f.mixed([]ps.Expr{x.X, x.At}, st)
	case *ps.ArrayLit:
		return f.mixed(x.Items, st)
	case *ps.Hash:
		return f.hash(x, st)
	}
	return f.one(st, psVal{})
}

func (f *psFlow) cast(x *ps.Cast, st psState) []psResult {
	results := f.exprIn(x.X, st)
	if t := strings.ToLower(x.Type.Name); t == "string" || t == "bool" || t == "void" {
		return results
	}
	for i := range results {
		results[i].v.known = false
	}
	return results
}

// hash evaluates the values of a hashtable.
func (f *psFlow) hash(x *ps.Hash, st psState) []psResult {
	results := []psResult{{st, psVal{yes: true}}}
	for _, e := range x.Entries {
		var out []psResult
		for _, r := range results {
			for _, v := range f.values(e.Value, f.alone(r.st)) {
				out = append(out, psResult{v.st, psVal{yes: true, dirty: r.v.dirty || v.v.dirty}})
			}
		}
		results = psFewResults(out)
	}
	return results
}

// output evaluates the statements of $( ) and @( ).
func (f *psFlow) output(b *ps.Block, st psState) []psResult {
	if len(b.Body) == 0 {
		return f.one(st, psText(""))
	}
	if len(b.Body) == 1 {
		return f.values(b.Body[0], f.alone(st))
	}
	return f.unknown(f.block(b, f.alone(st)).next)
}

// plain is the value of an expression that is simple, and not the beginning of
// several ways.
func (f *psFlow) plain(x ps.Expr, st psState) (v psVal, ok bool) {
	if name, is := x.(*ps.Variable); is {
		return f.read(name, st), true
	}
	return f.simple(x)
}

// simple is the value of an expression that is the same in all states.
func (f *psFlow) simple(x ps.Expr) (v psVal, ok bool) {
	switch x := x.(type) {
	case *ps.String:
		return psText(x.Text), true
	case *ps.Number:
		return psText(strings.TrimLeft(x.Text, "0")), true
	case *ps.ScriptBlock:
		return psVal{yes: true, block: x}, true
	case *ps.Type:
		return psVal{}, true
	}
	return psVal{}, false
}

// mixed is a value that is made of others in a way nobody knows.
func (f *psFlow) mixed(all []ps.Expr, st psState) []psResult {
	return f.each(all, st, func(st psState, vs []psVal) []psResult { return f.one(st, psMixture(st, vs)) })
}

// psMixture keeps what is from the network, and a hash.
func psMixture(st psState, vs []psVal) psVal {
	v := psVal{}
	for _, part := range vs {
		v.dirty = v.dirty || st.unverified(part)
		if part.hash != "" {
			v.hash = part.hash
		}
	}
	if v.hash != "" {
		v.dirty = false
	}
	return v
}

// joined is a string of parts.
func (f *psFlow) joined(parts []ps.Expr, st psState) []psResult {
	return f.each(parts, st, func(st psState, vs []psVal) []psResult {
		v := psMixture(st, vs)
		v.known = true
		for _, part := range vs {
			v.known = v.known && part.known
			v.text += part.text
			v.file += part.file
			v.yes = v.yes || part.known && part.text != ""
			if part.file == "" && !part.known {
				v.file += "?"
			}
		}
		v.dirty = slices.ContainsFunc(vs, func(p psVal) bool { return p.dirty })
		return f.one(st, v)
	})
}

func (f *psFlow) binary(x *ps.Binary, st psState) []psResult {
	switch x.Op {
	case "-and", "-or", "-eq", "-ceq", "-ieq", "-ne", "-cne", "-ine":
		return f.both(x, st)
	case "+":
		return f.joined([]ps.Expr{x.X, x.Y}, st)
	}
	return f.mixed([]ps.Expr{x.X, x.Y}, st)
}
