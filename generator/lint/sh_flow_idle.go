package lint

import (
	"maps"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An idle function only computes: it starts nothing but programs that read, it
// changes no file, it does not end the script, and no value that it makes gets
// into a command that does such things. No rule about the flow can object to
// anything in it, so a call is not followed: its variables are unknown from then
// on, and so is how it ended, which is to say that both ways are followed where
// they decide. Where its output is taken, it is followed after all.
//
// A program that reports what is wrong with a machine has thousands of such
// statements.

// idleReaders change nothing, whatever they are given.
var idleReaders = wordSet("[ test : true false printf echo read shift return break continue " +
	"basename cat cut wslinfo dirname grep head id ls od pwd readlink sw_vers tail tr uname wc")

// idleFacts are what one function does.
type idleFacts struct {
	busy    bool            // it is to be followed
	calls   []idleCall      // of functions
	uses    map[string]bool // variables in commands that may do something
	sets    []string        // variables that set -- makes arguments of
	assigns map[string]bool
	reads   []string
	from    map[[2]string]bool // {variable, what its value is made of}
}

// An idleCall is a call of a function with the variables among its arguments.
type idleCall struct {
	name string
	args []string
}

// longScript is how many statements a script has before what is idle in it is left
// out: in a shorter one there is the time to know what its functions compute, too,
// which tells more ways that cannot be.
const longScript = 3000

// idlersIfLong are the idlers of a long script; none of another.
func (s *shScript) idlersIfLong() map[string][]string {
	if len(s.facts().stmts) < longScript {
		return nil
	}
	return s.idlers()
}

// idlers are the idle functions by name, each with the variables that it or what it
// calls assigns.
func (s *shScript) idlers() map[string][]string {
	facts := map[string]*idleFacts{"": s.idleFactsOf(nil)}
	for name, fn := range s.funcs {
		facts[name] = s.idleFactsOf(fn)
	}
	pins := s.dryRunPins()
	needed := map[string]bool{}
	for changed := true; changed; {
		changed = s.spread(facts, needed)
		for _, fact := range facts {
			if !fact.busy && fact.isBusy(facts, needed, pins) {
				fact.busy, changed = true, true
			}
		}
	}
	idle := map[string][]string{}
	for name, fact := range facts {
		if !fact.busy {
			idle[name] = assignedWithin(facts, name)
		}
	}
	return idle
}

// idleBodies are the idle functions by their bodies.
func (s *shScript) idleBodies(idlers map[string][]string) map[*syntax.Stmt][]string {
	bodies := make(map[*syntax.Stmt][]string, len(idlers))
	for name, assigned := range idlers {
		bodies[s.funcs[name].Body] = assigned
	}
	return bodies
}

// spread adds to needed the variables whose values get into commands, directly,
// as arguments of functions that are followed, or by way of other variables.
func (s *shScript) spread(facts map[string]*idleFacts, needed map[string]bool) bool {
	before := len(needed)
	for _, fact := range facts {
		used := slices.Collect(maps.Keys(fact.uses))
		for _, call := range fact.calls {
			if facts[call.name].busy {
				used = append(used, call.args...)
			}
		}
		if slices.ContainsFunc(used, isArgument) {
			used = append(used, fact.sets...)
		}
		for _, name := range used {
			needed[name] = true
		}
		for pair := range fact.from {
			if needed[pair[0]] {
				needed[pair[1]] = true
			}
		}
	}
	return len(needed) > before
}

// isArgument tells of $@, $1 and their like.
func isArgument(name string) bool {
	return strings.Trim(name, "@*0123456789") == ""
}

// isBusy tells whether a function that looks idle is not, after all.
func (fact *idleFacts) isBusy(facts map[string]*idleFacts, needed map[string]bool, pins map[string]value) bool {
	if slices.ContainsFunc(fact.calls, func(c idleCall) bool { return facts[c.name].busy }) {
		return true
	}
	for _, name := range fact.reads {
		if _, pinned := pins[name]; pinned {
			return true // it may tell whether this is a dry run
		}
	}
	for name := range fact.assigns {
		if _, pinned := pins[name]; pinned || needed[name] || name != strings.ToLower(name) {
			return true
		}
	}
	return false
}

// assignedWithin are the variables that a function or what it calls assigns,
// sorted.
func assignedWithin(facts map[string]*idleFacts, name string) []string {
	seen, all := map[string]bool{}, map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		for v := range facts[name].assigns {
			all[v] = true
		}
		for _, call := range facts[name].calls {
			visit(call.name)
		}
	}
	visit(name)
	names := make([]string, 0, len(all)) // not nil: idle has it
	for v := range all {
		names = append(names, v)
	}
	slices.Sort(names)
	return names
}

// idleFactsOf looks at a function by itself; nil is for what is outside of all
// functions, which is followed.
func (s *shScript) idleFactsOf(fn *syntax.FuncDecl) *idleFacts {
	fact := &idleFacts{uses: map[string]bool{}, assigns: map[string]bool{}, from: map[[2]string]bool{}}
	if fn != nil {
		s.idleNode(fn.Body, fact, false)
		fact.reads = variablesIn(fn.Body)
		return fact
	}
	fact.busy = true
	for _, stmt := range s.tree.Stmts {
		s.idleNode(stmt, fact, false)
	}
	return fact
}

// idleNode takes a part of a function into the facts; inside a substitution what it
// does to the shell itself is gone with that.
func (s *shScript) idleNode(node syntax.Node, fact *idleFacts, inside bool) {
	syntax.Walk(node, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			for _, stmt := range n.Stmts {
				s.idleNode(stmt, fact, true)
			}
			return false
		case *syntax.FuncDecl:
			fact.busy = true
			return false
		case *syntax.Stmt:
			fact.busy = fact.busy || n.Background || n.Coprocess
		case *syntax.Redirect:
			if changesFile(n) {
				fact.busy = true
				fact.use(n.Word)
			}
		case *syntax.ProcSubst, *syntax.DeclClause, *syntax.LetClause, *syntax.CoprocClause:
			fact.busy = true
			fact.use(n)
		case *syntax.Assign:
			fact.assign(n)
		case *syntax.WordIter:
			fact.assigns[n.Name.Value] = true
			for _, w := range n.Items {
				fact.made(n.Name.Value, w)
			}
		case *syntax.ParamExp:
			if n.Exp != nil && (n.Exp.Op == syntax.AssignUnset || n.Exp.Op == syntax.AssignUnsetOrNull) {
				fact.busy = true
			}
		case *syntax.CallExpr:
			s.idleCommand(n, fact, inside)
			return !s.idlePrefix(n, fact, inside)
		}
		return true
	})
}

// idlePrefix takes in what stands in a command with assignments before it, which
// are for that command only.
func (s *shScript) idlePrefix(call *syntax.CallExpr, fact *idleFacts, inside bool) bool {
	if len(call.Args) == 0 || len(call.Assigns) == 0 {
		return false
	}
	for _, a := range call.Assigns {
		if a.Value != nil {
			s.idleNode(a.Value, fact, inside)
		}
	}
	for _, w := range call.Args {
		s.idleNode(w, fact, inside)
	}
	return true
}

func (fact *idleFacts) use(n syntax.Node) {
	for _, name := range variablesIn(n) {
		fact.uses[name] = true
	}
}

func (fact *idleFacts) assign(a *syntax.Assign) {
	if a.Name == nil {
		return
	}
	fact.assigns[a.Name.Value] = true
	if a.Value != nil {
		fact.made(a.Name.Value, a.Value)
	}
	fact.busy = fact.busy || a.Array != nil || a.Index != nil
}

// made notes what the value of a variable is made of.
func (fact *idleFacts) made(name string, w *syntax.Word) {
	for _, from := range variablesIn(w) {
		fact.from[[2]string{name, from}] = true
	}
}

// variablesIn are the variables that a node reads. The arguments of a function
// are not among them: who calls it has them.
func variablesIn(n syntax.Node) []string {
	var names []string
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			if n.Param != nil {
				names = append(names, n.Param.Value)
			}
		case *syntax.ArithmExp:
			syntax.Walk(n.X, func(n syntax.Node) bool {
				if lit, ok := n.(*syntax.Lit); ok {
					names = append(names, lit.Value)
				}
				return true
			})
		}
		return true
	})
	return names
}

// idleCommand takes a simple command into the facts.
func (s *shScript) idleCommand(call *syntax.CallExpr, fact *idleFacts, inside bool) {
	if len(call.Args) == 0 {
		return
	}
	name := call.Args[0].Lit()
	switch {
	case name != "" && s.funcs[name] != nil:
		var args []string
		for _, w := range call.Args[1:] {
			args = append(args, variablesIn(w)...)
		}
		fact.calls = append(fact.calls, idleCall{name, args})
		return
	case name == "command" && len(call.Args) > 1 && call.Args[1].Lit() == "-v":
		return
	case name == "set" && len(call.Args) > 1 && call.Args[1].Lit() == "--":
		fact.sets = append(fact.sets, variablesIn(call)...)
		return
	case name == "read" && s.readsNames(call, fact):
		return
	case name == "printf" && len(call.Args) > 1 && call.Args[1].Lit() == "-v":
	case name == "sysctl" && !slices.ContainsFunc(call.Args[1:], setsKernel):
		return
	case name == "cd" && inside, idleReaders[name] && name != "read":
		return
	}
	fact.busy = true
	fact.use(call)
}

// setsKernel tells of an argument with which sysctl may change something.
func setsKernel(w *syntax.Word) bool {
	text := w.Lit()
	return text == "" || text == "-w" || strings.Contains(text, "=")
}

// readsNames takes the variables of read, if they are written out.
func (s *shScript) readsNames(call *syntax.CallExpr, fact *idleFacts) bool {
	for _, arg := range call.Args[1:] {
		switch v := arg.Lit(); {
		case v == "":
			return false
		case v[0] != '-':
			fact.assigns[v] = true
		}
	}
	return true
}

// changesFile tells whether a redirection may change a file.
func changesFile(r *syntax.Redirect) bool {
	switch r.Op {
	case syntax.RdrIn, syntax.DplIn, syntax.DplOut, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return false
	}
	return r.Word.Lit() != "/dev/null"
}

// idleCall is a call of an idle function, if it is one and nobody takes what it
// prints or asks whether a failure before it is told on.
func (f *shFlow) idleCall(body *syntax.Stmt, c *flowCall) ([]*flowState, bool) {
	names, idle := f.idle[body]
	if !idle || c.out != discarded || f.asked > 0 {
		return nil, false
	}
	for _, name := range names {
		f.set(c.flowState, name, f.symbol("idle "+name, symbol{name: name, other: true}))
	}
	return c.done(f.anyStatus), true
}
