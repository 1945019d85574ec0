package lint

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

// Scripts that are made of one template have most of their text in common, and
// what the interpreter learnt of a function in one of them holds in the next, as
// long as the call finds everything as it was and the functions that it gets to
// are the same. So scripts of a batch are run by one interpreter, one after the
// other, and keep their memos. It has to find what it found in the first of them,
// which are the places that waivers are for: a script in which it finds anything
// else is run once more by an interpreter of its own, whose word counts. TestBatch
// compares with runs that share nothing.
//
// What is the same is found by the text. A script is a group of statements; one
// that stood in an earlier script is that statement, node by node. The others are
// parsed as if they stood behind all earlier text, so that an offset is one place
// in all of the scripts.

// A shShared is the interpreter of the scripts of a batch in one dialect.
type shShared struct {
	mu     sync.Mutex
	flow   *shFlow                  // nil before the first script
	found  map[string][]flowFinding // in that
	pieces map[shPiece]*syntax.Stmt
}

// A shPiece is a statement of the group: its text, up to the next one, and which
// of those with that text it is.
type shPiece struct {
	text string
	n    int
}

// mostSymbols is how many symbols may be there when another script begins. There
// are runes for twice as many.
const mostSymbols = 1 << 15

// findings are those of the interpreter in a script, or nil if nobody knows yet.
func (sh *shShared) findings(s *shScript) map[string][]flowFinding {
	pieces, ok := s.pieces()
	if !ok || s.funcs["printf"] != nil || s.funcs["echo"] != nil { // see talks
		return nil
	}
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.flow == nil || len(sh.flow.symbols) > mostSymbols {
		return sh.first(s, pieces)
	}
	if sh.flow.gnuWget != s.hasGNUWget() || !maps.Equal(sh.flow.pins, s.dryRunPins()) ||
		!maps.EqualFunc(sh.flow.idlers, s.idlersIfLong(), slices.Equal) || !sh.next(s, pieces) {
		return nil
	}
	found := sh.flow.findings()
	if !sameFound(found, sh.found) {
		return nil
	}
	return sh.placed(found, s, pieces)
}

// first is findings for a script with nothing before it.
func (sh *shShared) first(s *shScript, pieces []shPiece) map[string][]flowFinding {
	group := s.tree.Stmts[0].Cmd.(*syntax.Block)
	sh.flow, sh.pieces = newFlow(s), map[shPiece]*syntax.Stmt{}
	for i, piece := range pieces {
		sh.pieces[piece] = group.Stmts[i]
	}
	sh.found = sh.flow.findings()
	return sh.found
}

// sameFound tells whether two runs found the same, in whatever order.
func sameFound(a, b map[string][]flowFinding) bool {
	within := func(a, b map[string][]flowFinding) bool {
		for rule, all := range a {
			for _, found := range all {
				if !slices.Contains(b[rule], found) {
					return false
				}
			}
		}
		return true
	}
	return within(a, b) && within(b, a)
}

// placed has findings at their places in one of the scripts; nil where one is in
// none of its statements.
func (sh *shShared) placed(found map[string][]flowFinding, s *shScript, pieces []shPiece) map[string][]flowFinding {
	group := s.tree.Stmts[0].Cmd.(*syntax.Block)
	all := map[string][]flowFinding{}
	for rule, list := range found {
		for _, one := range list {
			i := slices.IndexFunc(pieces, func(piece shPiece) bool {
				start := offset(sh.pieces[piece])
				return one.at >= start && one.at < start+len(piece.text)
			})
			if i < 0 {
				return nil
			}
			one.at += offset(group.Stmts[i]) - offset(sh.pieces[pieces[i]])
			all[rule] = append(all[rule], one)
		}
	}
	return all
}

// pieces takes a script that is one group apart. It is false for any other, and
// where a statement does not begin its line: a here-document before it would
// stand in the text of the next.
func (s *shScript) pieces() ([]shPiece, bool) {
	if len(s.tree.Stmts) != 1 {
		return nil, false
	}
	whole := s.tree.Stmts[0]
	group, ok := whole.Cmd.(*syntax.Block)
	if !ok || len(whole.Redirs) > 0 || whole.Negated || whole.Background || whole.Coprocess || len(group.Stmts) == 0 {
		return nil, false
	}
	pieces, count := make([]shPiece, len(group.Stmts)), map[string]int{}
	functions := 0
	for i, stmt := range group.Stmts {
		end := int(group.Rbrace.Offset())
		if i+1 < len(group.Stmts) {
			end = offset(group.Stmts[i+1])
		}
		line := s.text[:offset(stmt)]
		if strings.Trim(line[strings.LastIndexByte(line, '\n')+1:], " \t") != "" {
			return nil, false
		}
		text := s.text[offset(stmt):end]
		pieces[i] = shPiece{text, count[text]}
		count[text]++
		if _, ok := stmt.Cmd.(*syntax.FuncDecl); ok {
			functions++
		}
	}
	return pieces, functions == len(s.facts().funcs) // none is in another
}

// next makes the interpreter one of this script. It is false where that cannot be.
func (sh *shShared) next(s *shScript, pieces []shPiece) bool {
	f := sh.flow
	var fresh []shPiece
	var text strings.Builder
	for _, piece := range pieces {
		if sh.pieces[piece] == nil {
			fresh = append(fresh, piece)
			text.WriteString(piece.text + "\n")
		}
	}
	all := *f.s.source
	part, err := s.parseSh(strings.Repeat(" ", len(all.text)) + text.String())
	if err != nil || len(part.Stmts) != len(fresh) {
		return false
	}
	all.text += text.String()
	for i, stmt := range part.Stmts {
		sh.pieces[fresh[i]] = stmt
	}
	f.begin(sh.virtual(s, &all, pieces))
	f.about(s)
	f.idle = f.s.idleBodies(f.idlers)
	syntax.Walk(part, func(n syntax.Node) bool {
		f.place(n)
		return true
	})
	f.inOrder()
	return true
}

// virtual is a script made of the statements of several.
func (sh *shShared) virtual(s *shScript, text *source, pieces []shPiece) *shScript {
	group := *s.tree.Stmts[0].Cmd.(*syntax.Block)
	whole, tree := *s.tree.Stmts[0], *s.tree
	is := map[*syntax.FuncDecl]*syntax.FuncDecl{}
	v := &shScript{source: text, funcs: map[string]*syntax.FuncDecl{}, known: s.known, calls: slices.Clone(s.calls)}
	stmts := make([]*syntax.Stmt, len(pieces))
	for i, piece := range pieces {
		stmts[i] = sh.pieces[piece]
		if fn, ok := stmts[i].Cmd.(*syntax.FuncDecl); ok {
			is[group.Stmts[i].Cmd.(*syntax.FuncDecl)] = fn
			if fn.Name != nil {
				v.funcs[fn.Name.Value] = fn
			}
		}
	}
	for i := range v.calls {
		v.calls[i].fn = is[v.calls[i].fn]
	}
	group.Stmts, whole.Cmd, tree.Stmts = stmts, &group, []*syntax.Stmt{&whole}
	v.tree = &tree
	return v
}

// begin makes an interpreter one for s, which forgets all but what may hold in s,
// too.
func (f *shFlow) begin(s *shScript) {
	f.s = s
	f.turn++
	f.found, f.seen, f.notes, f.visited, f.uses = map[string][]flowFinding{}, map[string]bool{}, nil, map[*syntax.Stmt]bool{}, map[int]use{}
	f.dry, f.steps, f.earlier, f.onExit = false, 0, 0, ""
}

// A flowTaped is something that a call did, apart from the states it ended in: it
// looked for a function, asked for a symbol, reported or noted something, or made
// another call.
type flowTaped struct {
	name   string
	fn     *syntax.FuncDecl // by that name, or nil
	symbol *flowSymbol
	does   func(*shFlow)
	call   *flowMemo
}

// A flowSymbol is a symbol that somebody got for a key. It is an old one if it was
// there and is not what was asked for.
type flowSymbol struct {
	key string
	v   value
	old bool
}

// tape notes what the call that runs did.
func (f *shFlow) tape(t flowTaped) {
	if f.frame != nil {
		f.frame.tape = append(f.frame.tape, t)
	}
}

func (f *shFlow) tapeSymbol(s flowSymbol) { f.tape(flowTaped{symbol: &s}) }

// function is the one that a name stands for, if any.
func (f *shFlow) function(name string) *syntax.FuncDecl {
	fn := f.s.funcs[name]
	f.tape(flowTaped{name: name, fn: fn})
	return fn
}

// taped notes a call that the one that runs made, in so many steps.
func (f *shFlow) taped(m *flowMemo, steps int) {
	f.tape(flowTaped{call: m})
	if f.frame != nil {
		f.frame.inner += steps
	}
}

// splice makes what a call did, of which there is no memo, a part of its caller.
func (f *shFlow) splice(fr *flowFrame) {
	if f.frame != nil {
		f.frame.tape = append(f.frame.tape, fr.tape...)
		f.frame.inner += fr.inner
	}
}

// holds tells whether a memo of an earlier run holds in this one. What depends on
// what this run did before may hold later.
func (f *shFlow) holds(m *flowMemo) bool {
	if m.fit == f.turn {
		return m.is
	}
	for _, t := range m.tape {
		switch {
		case t.name != "" && f.s.funcs[t.name] != t.fn:
			m.fit, m.is = f.turn, false
			return false
		case t.symbol != nil && !f.gets(t.symbol), t.call != nil && !f.holds(t.call):
			return false
		}
	}
	m.fit, m.is = f.turn, m.asked&asksRun == 0
	return m.is
}

// gets tells whether who asks for a symbol gets what was got once.
func (f *shFlow) gets(s *flowSymbol) bool {
	now := f.symbolOf[s.key]
	asked := f.only(now).run == f.turn
	return now == s.v && asked || !asked && !s.old
}

// redo does what a call of an earlier run did, and tells how many steps that took;
// none if this run has done it already.
func (f *shFlow) redo(m *flowMemo) int {
	if m.done == f.turn {
		return 0
	}
	m.done = f.turn
	f.steps += m.steps
	steps := m.steps
	for _, t := range m.tape {
		switch {
		case t.does != nil:
			t.does(f)
		case t.symbol != nil:
			f.symbolOf[t.symbol.key] = t.symbol.v
			f.only(t.symbol.v).run = f.turn
		case t.call != nil:
			steps += f.redo(t.call)
		case t.fn != nil:
			f.visited[t.fn.Body] = true
		}
	}
	return steps
}
