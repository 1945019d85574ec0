package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A flowCall is a simple command with the values of its arguments.
type flowCall struct {
	*flowState
	f     *shFlow
	at    int            // its offset
	words []*syntax.Word // its words, from the name on
	name  string         // what is run
	args  []value        // its arguments
	open  bool           // there may be more
}

// done ends the command with that status.
func (st *flowState) done(status value) []*flowState {
	st.status = status
	return st.alone()
}

// prints adds to what goes into a pipe or a variable.
func (st *flowState) prints(v value) {
	switch st.out {
	case discarded:
	case unset, "":
		st.out = v
	default:
		st.out += v
	}
}

// printsSome prints what only a run knows.
func (c *flowCall) printsSome(name string) {
	if c.out != discarded {
		c.prints(c.f.unknown(c.at, name))
	}
}

// simple runs a simple command.
func (f *shFlow) simple(call *syntax.CallExpr, st *flowState) []*flowState {
	if len(call.Args) > 0 || len(call.Assigns) > 0 {
		before := len(st.subs)
		return f.substituted(call, st, func(st *flowState) []*flowState {
			if len(call.Args) == 0 {
				f.assigns(call.Assigns, st)
				if len(st.subs) == before {
					st.status = "0"
				}
				return st.alone()
			}
			for _, a := range call.Assigns {
				if a.Name != nil && unsafeVariables[a.Name.Value] != nil {
					f.trusting(a.Name.Value, f.word(a.Value, st), offset(a))
				}
			}
			return f.invoke(call, st)
		})
	}
	st.status = "0"
	return st.alone()
}

func (f *shFlow) assigns(list []*syntax.Assign, st *flowState) {
	for _, a := range list {
		f.assign(a, st)
	}
}

// assign sets a variable.
func (f *shFlow) assign(a *syntax.Assign, st *flowState) {
	if a.Name == nil || a.Naked {
		return
	}
	name := a.Name.Value
	var v value
	switch {
	case a.Array != nil:
		for _, e := range a.Array.Elems {
			fields, _ := f.fields(nil, e.Value, st)
			for _, field := range fields {
				v += fieldMark + field
			}
		}
	case a.Index != nil:
		v = f.unknown(offset(a), name)
	default:
		v = f.word(a.Value, st)
	}
	if a.Append {
		if old := f.get(st, name); old != unset {
			v = old + v
		}
	}
	f.trusting(name, v, offset(a))
	f.set(st, name, v)
}

// declare is export, local and the like. Their own status hides that of a
// command substitution.
func (f *shFlow) declare(d *syntax.DeclClause, st *flowState) []*flowState {
	for _, a := range d.Args {
		if a.Name == nil {
			continue
		}
		if d.Variant.Value == "local" || d.Variant.Value == "typeset" || d.Variant.Value == "declare" {
			f.local(a.Name.Value)
			if a.Naked {
				f.set(st, a.Name.Value, "")
			}
		}
		f.assign(a, st)
	}
	st.status = "0"
	return st.alone()
}

// local remembers that a variable gets its old value back.
func (f *shFlow) local(name string) {
	if f.frame != nil {
		f.frame.locals = append(f.frame.locals, name)
	}
}

// invoke finds out what a simple command runs.
func (f *shFlow) invoke(call *syntax.CallExpr, st *flowState) []*flowState {
	if st.out == discarded && f.talks(call) {
		return st.done("0")
	}
	room := f.argsRoom[:0]
	open, more := false, false
	for _, w := range call.Args {
		if fixed := f.fixed[w]; fixed.known {
			room = append(room, fixed.text)
			continue
		}
		room, more = f.fields(room, w, st)
		open = open || more
	}
	f.argsRoom = room
	args := f.pool.kept(room)
	if len(args) == 0 {
		if open {
			return st.done(f.anyStatus)
		}
		return st.done("0")
	}
	c := f.pool.call()
	*c = flowCall{flowState: st, f: f, at: offset(call), words: call.Args, name: args[0], args: args[1:], open: open}
	if s := f.only(args[0]); s != nil && len(s.alts) > 0 && len(s.alts) < 8 {
		return f.anyOf(c, s.alts)
	}
	return f.run(c)
}

// talks tells of commands that only print, of what changes nothing.
func (f *shFlow) talks(call *syntax.CallExpr) bool {
	talks, known := f.talk[call]
	if !known {
		name := call.Args[0].Lit()
		talks = (name == "printf" && len(call.Args) > 1 && call.Args[1].Lit() != "-v" || name == "echo") && f.s.funcs[name] == nil &&
			!slices.ContainsFunc(call.Args[1:], assignsOnTheWay)
		f.talk[call] = talks
	}
	return talks
}

// assignsOnTheWay tells of ${name:=word}.
func assignsOnTheWay(w *syntax.Word) bool {
	found := false
	syntax.Walk(w, func(n syntax.Node) bool {
		p, ok := n.(*syntax.ParamExp)
		found = found || ok && p.Exp != nil && (p.Exp.Op == syntax.AssignUnset || p.Exp.Op == syntax.AssignUnsetOrNull)
		return !found
	})
	return found
}

// anyOf runs each of the commands that a word may name.
func (f *shFlow) anyOf(c *flowCall, names []value) []*flowState {
	var out []*flowState
	for _, name := range names {
		one := *c
		one.flowState = c.flowState.clone()
		words := append(strings.Fields(name), c.args...)
		if len(words) == 0 {
			continue
		}
		one.name, one.args = words[0], words[1:]
		out = append(out, f.run(&one)...)
	}
	return f.merge(out)
}

// A wrapper runs the command that its arguments name. Its options may take a
// word, and some operands come first.
type wrapper struct {
	options  string // letters of those that take the next word
	operands int
}

var wrappers = map[string]wrapper{
	"command": {}, "builtin": {}, "exec": {"a", 0}, "nohup": {}, "time": {}, "env": {"uCS", 0},
	"sudo": {"ugpCh", 0}, "doas": {"u", 0}, "nice": {"n", 0}, "ionice": {"cn", 0}, "timeout": {"ks", 1},
	"gtimeout": {"ks", 1}, "stdbuf": {"ioe", 0}, "setsid": {}, "noglob": {}, "nocorrect": {}, "busybox": {}, "arch": {},
	"xargs": {"InPLsdE", 0}, "chronic": {}, "unbuffer": {}, "fakeroot": {},
}

// run dispatches on the name of a command.
func (f *shFlow) run(c *flowCall) []*flowState {
	if fn := f.function(c.name); fn != nil && c.name != "" {
		return f.call(fn.Body, c)
	}
	if w, ok := wrappers[c.name]; ok {
		return f.wrapped(w, c)
	}
	if do, ok := f.commands[c.name]; ok {
		return do(c)
	}
	if i := strings.LastIndexByte(c.name, '/'); i >= 0 && isConst(c.name) {
		if do, ok := f.commands[c.name[i+1:]]; ok && f.fetchedAt(c.flowState, c.name) == nil {
			c.name = c.name[i+1:]
			return do(c)
		}
	}
	return c.program()
}

// wrapped runs the command behind sudo, env and the like.
func (f *shFlow) wrapped(w wrapper, c *flowCall) []*flowState {
	exec := c.name == "exec"
	if c.name == "command" && len(c.args) > 0 && (c.args[0] == "-v" || c.args[0] == "-V") {
		return c.asksFor(c.args[1:])
	}
	rest := c.args
	if c.name == "xargs" && c.in != unset {
		rest = append(append([]value{}, rest...), c.in)
	}
	for operands := w.operands; len(rest) > 0; rest = rest[1:] {
		arg := rest[0]
		switch {
		case strings.HasPrefix(arg, "-") && len(arg) > 1:
			if len(arg) == 2 && strings.Contains(w.options, arg[1:]) && len(rest) > 1 {
				rest = rest[1:]
			}
			continue
		case strings.Contains(arg, "=") && (c.name == "env" || c.name == "sudo"):
			name, v, _ := strings.Cut(arg, "=")
			f.trusting(name, v, c.at)
			continue
		case operands > 0:
			operands--
			continue
		}
		break
	}
	if len(rest) == 0 {
		return c.done(f.anyStatus)
	}
	inner := *c
	inner.name, inner.args = rest[0], rest[1:]
	out := f.run(&inner)
	if exec {
		for _, st := range out {
			f.leave(st)
		}
		return nil
	}
	return out
}

// call runs the body of a function. All files are old to it, so that it is the
// same call whoever wrote them.
func (f *shFlow) call(body *syntax.Stmt, c *flowCall) []*flowState {
	f.visited[body] = true
	if out, ok := f.idleCall(body, c); ok {
		return out
	}
	if f.depth > 40 || f.active[body] > 1 {
		f.asks(asksContext)
		return c.done(f.anyStatus)
	}
	before := c.files
	c.files = stale(before)
	out, ok := f.remembered(body, c)
	if !ok {
		out = f.runBody(body, c, c.clone())
	}
	if f.asked == 0 {
		forgive(out)
		return f.merge(out)
	}
	for _, st := range out {
		f.honest(c, st)
		freshen(st, before)
	}
	return f.merge(out)
}

// runBody runs the body of a function, and remembers how that ended.
func (f *shFlow) runBody(body *syntax.Stmt, c *flowCall, outer *flowState) []*flowState {
	st := c.flowState
	fr := f.enter(outer)
	recursive := f.active[body] > 0
	if recursive {
		f.recursing++
		f.asks(asksContext)
	}
	context, returns := f.context, f.returns
	f.context, f.returns = f.inside(c.at), &fr.returns
	f.depth++
	f.active[body]++
	st.args, st.open, st.status, st.subs = c.args, c.open, "0", nil
	out := f.pool.joined(f.stmt(body, st), fr.returns)
	f.active[body]--
	f.depth--
	f.context, f.returns = context, returns
	for _, st := range out {
		st.args, st.open, st.subs = outer.args, outer.open, outer.subs
		for _, name := range fr.locals {
			n := f.number(name)
			f.own(st, n+1)
			st.vars[n] = outer.id(n)
		}
	}
	out = f.merge(out)
	if recursive {
		f.recursing--
	}
	f.remember(body, c, fr, f.exit(fr), out)
	return out
}
