package lint

import (
	"cmp"
	"regexp"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// What follows data is one interpreter: it runs a script on values of which it
// knows what the text tells, takes both ways where it does not know, and looks
// at every command with the arguments that get there. On the way it follows
// what came from the network until it is verified (P2), what is written where
// (P3, P5), and how things are fetched (P11). A second run, with the dry-run
// option set, looks for effects (P7).
//
// Its limits: no eval of text, no trap but that of EXIT, no alias, no function
// that is defined twice; a program it does not know changes no file; recursion
// and loops are cut after a few rounds.

// shFlowChecks look at what the interpreter found.
var shFlowChecks = flowChecks(
	"GS100", "GS101", "GS102", "GS103", "GS104", "GS105", "GS106", "GS107",
	"GS120", "GS121", "GS122", "GS123", "GS124", "GS125",
	"GS126", "GS127", "GS128", "GS129", "GS130", "GS131",
	"GS140", "GS141",
	"GS160", "GS161", "GS162", "GS163", "GS164", "GS165", "GS166", "GS167",
)

func flowChecks(rules ...string) []check[*shScript] {
	var all []check[*shScript]
	for _, rule := range rules {
		all = append(all, check[*shScript]{rule, func(s *shScript, report report) {
			for _, found := range s.flowFindings()[rule] {
				report(found.at, "%s", found.message)
			}
		}})
	}
	return all
}

// A flowFinding is a place that a rule objects to.
type flowFinding struct {
	at      int
	message string
}

// An shFlow is one run of the interpreter.
type shFlow struct {
	s        *shScript
	commands map[string]func(*flowCall) []*flowState
	found    map[string][]flowFinding
	names    map[string]int   // numbers of the variables
	named    []string         // the other way round
	pins     map[string]value // what a dry run gives to variables
	ids      map[value]int32
	values   []value // by their numbers
	joined   map[[2]int32]int32
	symbols  []*symbol
	made     slab[symbol] // room for more
	symbolOf map[string]value
	key      []byte    // of a symbol, while it is made
	text     []byte    // of words, while they are put together
	shown    []byte    // of a message, while it is made
	argsRoom []value   // of a command, while they are
	operands []operand // of a test, while it runs
	altsOf   map[value][]value
	fixed    map[*syntax.Word]fixedWord
	substs   map[syntax.Node][]syntax.Node
	statuses []int // offsets, see places
	outputs  []int
	talk     map[*syntax.CallExpr]bool // see talks
	visited  map[*syntax.Stmt]bool     // bodies of functions
	active   map[*syntax.Stmt]int
	memos    map[*syntax.Stmt][]*flowMemo
	idlers   map[string][]string       // see idlers
	idle     map[*syntax.Stmt][]string // the same by the bodies
	uses     map[int]use
	notes    []flowNote
	seen     map[string]bool   // what was reported
	facts    map[[2]value]bool // see known

	anyStatus, failStatus, start value // some status; a failure; the first directory

	strictly       bool // the script begins with set -e, by its first line
	gnuWget        bool // see hasGNUWget
	dry            bool
	forgetful      bool       // it has no memos; for tests
	turn           int        // which script of a batch this is, see shShared
	frame          *flowFrame // the call that runs, for memos
	recursing      int        // calls of functions from inside themselves
	pool           flowPool
	statements     int    // of the script
	steps, earlier int    // of this run and of those before it
	depth          int    // of calls
	nested         int    // how deep the code is in other code, see runsText
	context        uint64 // the calls that led here
	tolerant       int    // set -e does not hold
	asked          int    // somebody asks how the command ends
	exits          *[]*flowState
	returns        *[]*flowState
	loops          []*flowLoop
	onExit         value
}

// A flowNote is something that was done to a path, for rules that look at all.
type flowNote struct {
	what string
	path value
	at   int
}

func newFlow(s *shScript) *shFlow {
	f := flowWith(s, shCommands())
	f.pins = s.dryRunPins()
	return f
}

// flowWith is newFlow for the commands themselves, which may run more code.
func flowWith(s *shScript, commands map[string]func(*flowCall) []*flowState) *shFlow {
	words := len(s.text) / 20 // more than there are, mostly; maps grow slowly
	f := &shFlow{
		s: s, found: map[string][]flowFinding{}, names: map[string]int{}, symbolOf: make(map[string]value, words),
		fixed: make(map[*syntax.Word]fixedWord, words), substs: map[syntax.Node][]syntax.Node{}, talk: map[*syntax.CallExpr]bool{},
		ids: make(map[value]int32, words), values: append(make([]value, 0, words), unset), joined: map[[2]int32]int32{},
		visited: map[*syntax.Stmt]bool{}, active: map[*syntax.Stmt]int{}, memos: map[*syntax.Stmt][]*flowMemo{}, uses: map[int]use{}, seen: map[string]bool{}, facts: map[[2]value]bool{}, altsOf: map[value][]value{},
		symbols: make([]*symbol, 0, words),
	}
	f.ids[unset] = 0
	f.commands = commands
	f.places()
	f.about(s)
	f.statements = len(s.facts().stmts)
	f.idlers = s.idlersIfLong()
	f.idle = s.idleBodies(f.idlers)
	f.anyStatus = f.symbol("status", symbol{name: "$?", other: true})
	f.failStatus = f.symbol("failure", symbol{name: "$?", fail: true, other: true, full: f.anyStatus})
	f.start = f.symbol("start", symbol{name: "$PWD", here: true, other: true})
	return f
}

// about notes what there is to know of a script as a whole.
func (f *shFlow) about(s *shScript) {
	first, _, _ := strings.Cut(s.text, "\n")
	f.strictly, f.gnuWget = strictLine.MatchString(first), s.hasGNUWget()
}

// flowFindings runs the interpreter once for all rules.
func (s *shScript) flowFindings() map[string][]flowFinding {
	if s.flow == nil && s.batch != nil {
		s.flow = s.batch.family(s.source).findings(s)
	}
	if s.flow == nil {
		s.flow = newFlow(s).findings()
	}
	return s.flow
}

// findings runs the script, and then once more as a dry run if it has one.
func (f *shFlow) findings() map[string][]flowFinding {
	f.wholeScript()
	f.finish()
	all := f.found
	if len(f.pins) > 0 {
		f.earlier = f.steps
		f.dry, f.steps, f.onExit, f.found = true, 0, "", map[string][]flowFinding{}
		f.from(f.s.tree.Stmts)
		for _, rule := range []string{"GS107", "GS140", "GS141"} {
			all[rule] = append(all[rule], f.found[rule]...)
		}
	}
	return all
}

// wholeScript runs the script and then the functions that it did not call.
func (f *shFlow) wholeScript() {
	f.from(f.s.tree.Stmts)
	for _, call := range f.s.calls {
		if call.fn != nil && !f.visited[call.fn.Body] && f.idle[call.fn.Body] == nil {
			f.visited[call.fn.Body] = true
			f.from([]*syntax.Stmt{call.fn.Body})
		}
	}
}

// from runs statements as the beginning of a script.
func (f *shFlow) from(stmts []*syntax.Stmt) {
	st := &flowState{open: true, status: "0", in: unset, out: discarded, cwd: f.start, flowPast: &flowPast{}, pool: &f.pool}
	if f.strictly {
		st.flags = errExit
	}
	var exits, returns []*flowState
	if f.dry {
		for name, pin := range f.pins {
			f.set(st, name, pin)
		}
	}
	f.exits, f.returns, f.loops, f.context = &exits, &returns, nil, 0
	ends := f.list(stmts, st.alone())
	if f.dry && f.onExit != "" && isConst(f.onExit) {
		f.trap(f.merge(append(append(ends, clones(exits)...), returns...)))
	}
}

// trap runs what the script wants done at its end.
func (f *shFlow) trap(ends []*flowState) {
	code := f.onExit
	f.onExit = ""
	if fn := f.s.funcs[code]; fn != nil {
		var exits []*flowState
		f.exits = &exits
		for _, st := range ends {
			f.call(fn.Body, &flowCall{flowState: st, f: f, at: offset(fn)})
		}
	}
}

// inside is the context of what a call at an offset leads to.
func (f *shFlow) inside(at int) uint64 { return f.context*1000003 + uint64(at) + 1 }

// report notes a finding, each one once.
func (f *shFlow) report(rule string, at int, message string) {
	f.tape(flowTaped{does: func(f *shFlow) { f.reported(rule, at, message) }})
	f.reported(rule, at, message)
}

func (f *shFlow) reported(rule string, at int, message string) {
	key := rule + message + string(rune(at))
	if !f.seen[key] {
		f.seen[key] = true
		f.found[rule] = append(f.found[rule], flowFinding{at, message})
	}
}

func (f *shFlow) note(what string, path value, at int) {
	n := flowNote{what, path, at}
	f.tape(flowTaped{does: func(f *shFlow) { f.noted(n) }})
	f.noted(n)
}

func (f *shFlow) noted(n flowNote) {
	for _, have := range f.notes {
		if have == n {
			return
		}
	}
	f.notes = append(f.notes, n)
}

// finish reports what only the end of the run tells.
func (f *shFlow) finish() {
	f.reportUses()
	f.reportPlaces()
	f.reportStartup()
}

// strictLine is a first line such as #!/bin/sh -e.
var strictLine = regexp.MustCompile(`^#!.*\s-\w*e`)

func byOffset(a, b flowFinding) int { return cmp.Compare(a.at, b.at) }
