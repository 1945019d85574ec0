package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// A psFlow runs a script in thought: each way through it, as far as conditions
// are known, functions where they are called, and notes where something happens.
// It is no proof: what it cannot know, such as where a computed name leads, it
// takes for harmless, and after psPatience steps it stops.
type psFlow struct {
	*psScript
	pinned   string         // a variable that is true whatever is assigned to it
	used     map[int]string // where what is from the network is used, and by what
	code     map[int]bool   // of these, where it is run as code and never was a file
	effects  map[int]string
	fetches  map[int]string
	targets  map[int]psTarget
	throwing map[string]bool // functions that do nothing but throw
	unsure   map[string]bool // variables that the other functions set
	frames   []*psFrame
	catchers []*psCatcher // of each try that is open
	memo     map[psCallKey]psOutcome
	scopes   map[[2]string]*psScope // by path and function
	reached  map[string]*psReach    // by function
	path     string                 // the names of the frames
	steps    int
	inlined  map[string]bool // functions that are run where they are called
	stopping bool            // a Write-Error ends the script
	vals     []psVal         // of expressions whose command is being evaluated
	pool     psPool
}

// A psFrame is a call of a function.
type psFrame struct {
	name    string
	locals  map[string]string // see psScript
	output  string            // what it gave so far is known by this name
	returns []psResult
}

// A psResult is a value and the state behind it.
type psResult struct {
	st psState
	v  psVal
}

const psPatience = 60_000

// flow runs the script once for each variable that is pinned, "" for none.
func (s *psScript) flow(pinned string) *psFlow {
	if s.flows[pinned] == nil {
		f := &psFlow{psScript: s, pinned: pinned, used: map[int]string{}, code: map[int]bool{}, fetches: map[int]string{}, effects: map[int]string{}, targets: map[int]psTarget{}, memo: map[psCallKey]psOutcome{}, scopes: map[[2]string]*psScope{}, reached: map[string]*psReach{}}
		f.stopping = slices.ContainsFunc(s.assigns, func(a psAssign) bool {
			return strings.EqualFold(a.v.Name, "erroractionpreference")
		})
		matters := s.fetching
		if pinned != "" {
			matters = s.changing
		}
		f.inlined, f.throwing = s.acting(matters)
		f.unsure = s.volatile(f.inlined)
		s.flows[pinned] = f
		f.block(&s.tree.Block, []psState{{}})
	}
	return s.flows[pinned]
}

// A psWay says which ways lead on: behind a statement, out of a loop, to its
// next turn.
type psWay struct{ next, broken, continued []psState }

func (w *psWay) add(o psWay) {
	w.broken = append(w.broken, o.broken...)
	w.continued = append(w.continued, o.continued...)
}

// block runs statements.
func (f *psFlow) block(b *ps.Block, in []psState) psWay {
	w := psWay{next: in}
	if b == nil {
		return w
	}
	for _, stmt := range b.Body {
		w.next = psMerged(w.next)
		if f.steps += len(w.next); f.steps > psPatience && !f.forgetful {
			return psWay{}
		}
		if n := len(f.catchers); n > 0 && psMayThrow(stmt) {
			f.catchers[n-1].add(w.next...)
		}
		o := f.statement(stmt, w.next)
		w.add(o)
		if w.next = o.next; len(w.next) == 0 {
			break
		}
	}
	return w
}

// psMayThrow tells whether a statement can end in an error: all but jumps and
// assignments of what is fixed.
func psMayThrow(stmt ps.Statement) bool {
	value := stmt
	switch s := stmt.(type) {
	case *ps.Jump:
		if value = s.Value; value == nil {
			return false
		}
	case *ps.Assign:
		if _, plain := s.Target.(*ps.Variable); !plain {
			return true
		}
		value = s.Value
	}
	if line, ok := value.(*ps.Pipeline); ok && len(line.Elements) == 1 {
		if v, ok := line.Elements[0].(*ps.Variable); ok {
			return v.Scope != "" || !psConstants[strings.ToLower(v.Name)]
		}
	}
	return !psIsFixed(value)
}

var psConstants = psWords("true false null")

// statement runs one statement.
func (f *psFlow) statement(stmt ps.Statement, in []psState) psWay {
	switch s := stmt.(type) {
	case *ps.Function:
		return psWay{next: in}
	case *ps.If:
		return f.ifElse(s, in)
	case *ps.While:
		return f.loop(s.Cond, s.Body, nil, in)
	case *ps.For:
		if s.Init != nil {
			in = f.statement(s.Init, in).next
		}
		return f.loop(s.Cond, s.Body, s.Step, in)
	case *ps.Do:
		first := f.block(s.Body, in)
		return f.loop(nil, s.Body, nil, append(append(first.next, first.broken...), first.continued...))
	case *ps.ForEach:
		return f.forEach(s, in)
	case *ps.Switch:
		return f.switchOn(s, in)
	case *ps.Try:
		return f.try(s, in)
	case *ps.Jump:
		return f.jump(s, in)
	}
	return psWay{next: f.run(stmt, in)}
}

// run evaluates a statement; what it gives is a part of what its function gives.
func (f *psFlow) run(stmt ps.Statement, in []psState) []psState {
	results := f.values(stmt, in)
	out := f.states(len(results))
	for _, r := range results {
		if _, assigns := stmt.(*ps.Assign); !assigns && len(f.frames) > 0 {
			name := f.frames[len(f.frames)-1].output
			before, _ := r.st.get(name)
			r.v.dirty = r.v.dirty || before.dirty
			r.st = r.st.with(name, r.v)
		}
		out = append(out, r.st)
	}
	return psMerged(out)
}

func (f *psFlow) ifElse(s *ps.If, in []psState) psWay {
	w := psWay{}
	for _, arm := range s.Arms {
		yes, no := f.condition(arm.Cond, in)
		o := f.block(arm.Body, yes)
		w.add(o)
		w.next = append(w.next, o.next...)
		in = no
	}
	o := f.block(s.Else, in)
	w.add(o)
	w.next = append(w.next, o.next...)
	return w
}

// psTurns is how often a loop is run. What is known of a variable gets less with
// each turn, so few are enough.
const psTurns = 2

// psUnseen are the states that a loop did not begin a turn with.
func psUnseen(all []psState, seen map[uint64]bool) []psState {
	var fresh []psState
	for _, st := range all {
		if !seen[st.key] {
			seen[st.key] = true
			fresh = append(fresh, st)
		}
	}
	return fresh
}

// loop runs a body until nothing new is learnt.
func (f *psFlow) loop(cond ps.Statement, body *ps.Block, step ps.Statement, in []psState) psWay {
	var out []psState
	seen := map[uint64]bool{}
	for range psTurns {
		if in = psUnseen(in, seen); len(in) == 0 {
			break
		}
		yes, no := in, in
		if cond != nil {
			yes, no = f.condition(cond, in)
		}
		out = psMerged(append(out, no...))
		if len(yes) == 0 {
			break
		}
		o := f.block(body, yes)
		out = append(out, o.broken...)
		next := append(o.next, o.continued...)
		if step != nil {
			next = f.run(step, next)
		}
		if len(next) == 0 {
			break
		}
		in = psMerged(next)
	}
	return psWay{next: psMerged(append(out, in...))}
}

func (f *psFlow) forEach(s *ps.ForEach, in []psState) psWay {
	var turns, out []psState
	for _, r := range f.values(s.In, in) {
		if is, sure := r.v.truth(); sure && !is && r.v.known {
			out = append(out, r.st)
			continue
		}
		name := f.variable(s.Var)
		turns = append(turns, r.st.with(name, psVal{dirty: r.v.dirty, file: "$" + name}))
		out = append(out, r.st)
	}
	seen := map[uint64]bool{}
	for range psTurns {
		if turns = psUnseen(psMerged(turns), seen); len(turns) == 0 {
			break
		}
		o := f.block(s.Body, turns)
		turns = append(o.next, o.continued...)
		out = psMerged(append(append(out, o.broken...), turns...))
	}
	return psWay{next: out}
}

func (f *psFlow) switchOn(s *ps.Switch, in []psState) psWay {
	w := psWay{}
	left := in
	for _, r := range f.values(s.On, in) {
		left = append(left, r.st)
	}
	left = psMerged(left[len(in):])
	hasDefault := false
	for _, c := range s.Cases {
		hasDefault = hasDefault || c.Match == nil
		states := left
		if c.Match != nil {
			states = nil
			for _, r := range f.expr(c.Match, left) {
				states = append(states, r.st)
			}
		}
		o := f.block(c.Body, states)
		w.continued = append(w.continued, o.continued...)
		w.next = append(append(w.next, o.next...), o.broken...)
	}
	if !hasDefault {
		w.next = append(w.next, left...)
	}
	return w
}

func (f *psFlow) try(s *ps.Try, in []psState) psWay {
	catcher := &psCatcher{}
	f.catchers = append(f.catchers, catcher)
	w := f.block(s.Body, in)
	f.catchers = f.catchers[:len(f.catchers)-1]
	left := psMerged(catcher.states)
	var handled []psState
	for _, c := range s.Catches {
		o := f.block(c.Body, left)
		w.add(o)
		handled = append(handled, o.next...)
	}
	w.next = append(w.next, handled...)
	if s.Finally != nil {
		// It also runs where nothing is caught, and then the error goes on.
		f.block(s.Finally, left)
		o := f.block(s.Finally, psMerged(w.next))
		w.add(o)
		w.next = o.next
	}
	if n := len(f.catchers); n > 0 && len(s.Catches) == 0 {
		f.catchers[n-1].add(left...)
	}
	return w
}

func (f *psFlow) jump(s *ps.Jump, in []psState) psWay {
	var results []psResult
	if s.Value != nil {
		results = f.values(s.Value, in)
	} else {
		results = f.results(len(in))
		for _, st := range in {
			results = append(results, psResult{st, psText("")})
		}
	}
	switch s.Keyword {
	case "break":
		return psWay{broken: in}
	case "continue":
		return psWay{continued: in}
	case "return":
		if n := len(f.frames); n > 0 {
			f.frames[n-1].returns = append(f.frames[n-1].returns, results...)
		}
	case "throw":
		f.thrown(results)
	}
	return psWay{}
}

// A psCatcher has the states in which a try may be left, each one once.
type psCatcher struct {
	states []psState
	seen   map[uint64]bool // of the many only
}

// psFewStates is how many states are looked through one by one.
const psFewStates = 16

func (c *psCatcher) add(all ...psState) {
	for _, st := range all {
		if !c.has(st.key) {
			c.states = append(c.states, st)
			if c.seen != nil {
				c.seen[st.key] = true
			}
		}
	}
}

func (c *psCatcher) has(key uint64) bool {
	if c.seen == nil && len(c.states) <= psFewStates {
		return slices.ContainsFunc(c.states, func(st psState) bool { return st.key == key })
	}
	if c.seen == nil {
		c.seen = make(map[uint64]bool, 2*len(c.states))
		for _, st := range c.states {
			c.seen[st.key] = true
		}
	}
	return c.seen[key]
}

// thrown is where an error is thrown.
func (f *psFlow) thrown(results []psResult) {
	if n := len(f.catchers); n > 0 {
		for _, r := range results {
			f.catchers[n-1].add(r.st)
		}
	}
}
