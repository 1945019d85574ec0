package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// command evaluates a command; piped tells that input comes from another.
func (f *psFlow) command(c *ps.Command, st psState, input psVal, piped bool) []psResult {
	name := f.commands[c]
	exprs := make([]ps.Expr, 0, len(c.Args)+1)
	for _, a := range c.Args {
		if a.Value != nil {
			exprs = append(exprs, a.Value)
		}
	}
	target := 0
	if _, bare := c.Name.(*ps.String); !bare {
		target = 1
		exprs = append([]ps.Expr{c.Name}, exprs...)
	}
	return f.each(exprs, st, func(st psState, vs []psVal) []psResult {
		run := psRun{psFlow: f, call: c, name: name, input: input, piped: piped, exprs: exprs, vs: vs}
		run.args = vs[target:]
		if target == 1 {
			return run.computed(vs[0], st)
		}
		return run.named(st)
	})
}

// A psRun is one run of a command.
type psRun struct {
	*psFlow
	call  *ps.Command
	name  string
	args  []psVal
	exprs []ps.Expr // all that have a value in vs
	vs    []psVal
	input psVal
	piped bool
}

// value of one of the expressions.
func (r *psRun) value(x ps.Expr) psVal {
	if i := slices.Index(r.exprs, x); i >= 0 {
		return r.vs[i]
	}
	return psVal{}
}

// computed runs what & and . name with a value.
func (r psRun) computed(target psVal, st psState) []psResult {
	if block := target.block; block != nil {
		return r.invoke(block, r.args, st)
	}
	for _, v := range r.args { // & (New-Module { }) { ... }
		if block := v.block; block != nil {
			return r.invoke(block, nil, st)
		}
	}
	r.use(r.call.Start, st, "run", target)
	if path := strings.TrimSuffix(strings.ToLower(psLastPart(target.text)), ".exe"); target.known {
		r.program(path, r.call.Start, r.args, st)
	}
	return r.one(st, psMixture(st, append(r.args, target)))
}

func psLastPart(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// invoke runs a block. Its variables are those around it: a block that nobody
// keeps is a part of its function.
func (f *psFlow) invoke(block *ps.ScriptBlock, args []psVal, st psState) []psResult {
	for i, p := range block.Body.Params {
		if i < len(args) {
			st = st.with(f.variable(p.Var), args[i])
		}
	}
	return f.unknown(f.block(block.Body, f.alone(st)).next)
}

func (r psRun) named(st psState) []psResult {
	if fn := r.funcs[r.name]; fn != nil {
		if r.throwing[r.name] {
			r.thrown([]psResult{{st, psVal{}}})
			return nil
		}
		if r.throughRunner(fn, st); !r.inlined[r.name] {
			return r.one(st, r.made(st))
		}
		return r.callFunction(fn, st)
	}
	switch r.name {
	case "write-error":
		if r.stopping {
			r.thrown([]psResult{{st, psVal{}}})
			return nil
		}
	case "get-filehash":
		return r.one(st, r.hashOf(st))
	case "foreach-object", "where-object", "invoke-command", "measure-command", "new-module":
		return r.blocks(st)
	case "join-path":
		return r.one(st, r.joinPath())
	case "new-object":
		return r.one(st, r.newObject(st))
	}
	v := psMixture(st, append(slices.Clone(r.args), r.input))
	v.dirty = v.dirty || r.downloads(st)
	st = r.effectsOf(&v, st)
	return r.one(r.redirected(v, st), v)
}

// given is the value of a parameter.
func (r psRun) given(place int, names ...string) psVal {
	if x := psParameter(r.call, place, names...); x != nil {
		return r.value(x)
	}
	if place == 0 && r.piped {
		return r.input
	}
	return psVal{}
}

func (r psRun) hashOf(st psState) psVal {
	if a := r.given(-1, "algorithm"); a.known && strings.EqualFold(a.text, "md5") || strings.EqualFold(a.text, "sha1") {
		return psVal{yes: true}
	}
	return psVal{hash: psFileName(r.given(0, "path", "literalpath", "inputstream"))}
}

// psFileName is what a value says of a file, "?" if nothing.
func psFileName(v psVal) string {
	if v.file == "" {
		return "?"
	}
	return v.file
}

func (r psRun) joinPath() psVal {
	a, b := r.given(0, "path"), r.given(1, "childpath")
	if a.file == "" || b.file == "" {
		return psVal{}
	}
	return psVal{yes: true, file: a.file + "/" + b.file}
}

// newObject remembers which file a stream is of.
func (r psRun) newObject(st psState) psVal {
	v := psMixture(st, r.args)
	v.yes = true
	for _, a := range r.args {
		if st.unverified(a) {
			v.file = a.file
		}
	}
	return v
}

// blocks runs the blocks among the arguments, or none of them.
func (r psRun) blocks(st psState) []psResult {
	states := []psState{st}
	for _, v := range r.args {
		if block := v.block; block != nil {
			states = append(states, r.block(block.Body, r.alone(st.with("_", r.input))).next...)
		}
	}
	var out []psResult
	for _, s := range psMerged(states) {
		out = append(out, psResult{s, psVal{dirty: r.input.dirty}})
	}
	return out
}

// redirected is the state behind > FILE.
func (r psRun) redirected(v psVal, st psState) psState {
	for _, to := range r.call.Redirs {
		if to.To == nil {
			continue
		}
		for _, file := range r.exprIn(to.To, st) {
			if v.dirty && file.v.file != "" {
				st = st.with("/"+file.v.file, psVal{dirty: true})
			}
			if file.v.text != "" || !file.v.known {
				r.effect(r.call.Start, "> "+file.v.file)
				r.writes(r.call.Start, ">", file.v)
			}
		}
	}
	return st
}

// psDeep is how many functions may call each other.
const psDeep = 40

// callFunction runs a function of the script.
func (r psRun) callFunction(fn *ps.Function, st psState) []psResult {
	name := psFuncName(fn)
	if len(r.frames) > psDeep || slices.ContainsFunc(r.frames, func(f *psFrame) bool { return f.name == name }) {
		return r.one(st, psVal{})
	}
	return r.outcome(fn, name, r.bound(fn, name, st))
}

// results are those of a call: of each return, and of the end.
func (frame *psFrame) results(out []psState) []psResult {
	results := frame.returns
	for _, st := range out {
		v, there := st.get(">" + frame.name)
		if !there {
			v = psText("")
		}
		results = append(results, psResult{st, v})
	}
	byValue := map[psVal][]psState{}
	var order []psVal
	for _, res := range results {
		st := frame.left(res.st)
		if v, there := res.st.get(">" + frame.name); there {
			res.v.dirty = res.v.dirty || v.dirty
		}
		if byValue[res.v] == nil {
			order = append(order, res.v)
		}
		byValue[res.v] = append(byValue[res.v], st)
	}
	var all []psResult
	for _, v := range order {
		for _, st := range psMerged(byValue[v]) {
			all = append(all, psResult{st, v})
		}
	}
	return all
}

// left is a state when the function has ended, however it did.
func (frame *psFrame) left(st psState) psState {
	return st.without(func(name string) bool {
		return len(name) > len(frame.name) && name[len(frame.name)] == '.' && name[:len(frame.name)] == frame.name || name[0] == '>' && name[1:] == frame.name
	})
}

// bound is the state with the parameters of a function set.
func (r psRun) bound(fn *ps.Function, fnName string, st psState) psState {
	place := 0
	for _, p := range psParams(fn) {
		name := p.Var.Lower()
		v := psText("")
		if x := psParameter(r.call, place, name); x != nil {
			v = r.value(x)
			if psValue(r.call, name) == nil {
				place++
			}
		} else if psHas(r.call, name) {
			v = psBool(true)
		} else if p.Default != nil {
			v = psVal{}
			if text, ok := psFixed(p.Default); ok {
				v = psText(text)
			}
		}
		if name == r.pinned {
			v = psText("1")
		}
		name = fnName + "." + name
		st = st.with(name, r.kept(name, v))
	}
	return st
}
