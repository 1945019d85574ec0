package lint

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// maxSteps ends the analysis of a script that goes round in circles; GS107 says
// so. A long one has as many for each part of it.
const maxSteps = 60000

// patience is how many statements this run looks at. One that remembers nothing,
// as tests have it, needs more.
func (f *shFlow) patience() int {
	most := maxSteps * (1 + f.statements/longScript)
	if f.forgetful {
		return 20 * most
	}
	return most
}

// list runs statements one after the other from each of the states.
func (f *shFlow) list(stmts []*syntax.Stmt, in []*flowState) []*flowState {
	for i, stmt := range stmts {
		if len(in) == 0 {
			return nil
		}
		in = f.stmtFrom(stmt, in)
		if len(in) > 1 && i < len(stmts)-1 && !f.usesStatus(stmts[i+1]) {
			for _, st := range in {
				st.status = f.anyStatus
			}
		}
		in = f.merge(in)
	}
	return in
}

// stmtFrom is each for one statement, of which there are so many.
func (f *shFlow) stmtFrom(stmt *syntax.Stmt, in []*flowState) []*flowState {
	if len(in) == 1 {
		return f.stmt(stmt, in[0])
	}
	out := f.pool.list(2 * len(in))
	for _, st := range in {
		out = append(out, f.stmt(stmt, st)...)
	}
	return f.merge(out)
}

// each runs do from every state and joins where it can.
func (f *shFlow) each(in []*flowState, do func(*flowState) []*flowState) []*flowState {
	if len(in) == 1 {
		return do(in[0])
	}
	out := f.pool.list(2 * len(in))
	for _, st := range in {
		out = append(out, do(st)...)
	}
	return f.merge(out)
}

// usesStatus tells whether a statement looks at $?.
func (f *shFlow) usesStatus(stmt *syntax.Stmt) bool {
	return anyWithin(f.statuses, stmt)
}

// anyWithin tells whether a node covers one of the offsets, which are sorted.
func anyWithin(offsets []int, n syntax.Node) bool {
	i, _ := slices.BinarySearch(offsets, offset(n))
	return i < len(offsets) && offsets[i] < int(n.End().Offset())
}

// places lists the offsets of what looks at $? and of the substitutions, so
// that nobody need walk through a statement to find that it has none.
func (f *shFlow) places() {
	facts := f.s.facts()
	for i := range facts.nodes {
		f.place(facts.nodes[i].Node)
	}
	f.inOrder()
}

func (f *shFlow) place(n syntax.Node) {
	switch n := n.(type) {
	case *syntax.ParamExp:
		if n.Param != nil && n.Param.Value == "?" {
			f.statuses = append(f.statuses, offset(n))
		}
	case *syntax.CallExpr:
		if len(n.Args) == 1 && (n.Args[0].Lit() == "return" || n.Args[0].Lit() == "exit") {
			f.statuses = append(f.statuses, offset(n))
		}
	case *syntax.CmdSubst, *syntax.ProcSubst:
		f.outputs = append(f.outputs, offset(n))
	}
}

// inOrder sorts the places: a here-document stands behind its command.
func (f *shFlow) inOrder() {
	slices.Sort(f.statuses)
	slices.Sort(f.outputs)
}

// stmt runs one statement.
func (f *shFlow) stmt(stmt *syntax.Stmt, st *flowState) []*flowState {
	if f.steps++; f.steps > f.patience() {
		f.gaveUp(stmt)
		return nil
	}
	if stmt.Negated {
		f.tolerant++
	}
	var out []*flowState
	switch {
	case stmt.Background:
		out = f.subshell(st, func(st *flowState) []*flowState { return f.withRedirects(stmt, stmt.Redirs, st) })
	case len(stmt.Redirs) > 0:
		out = f.withRedirects(stmt, stmt.Redirs, st)
	default:
		out = f.command(stmt.Cmd, st)
	}
	if stmt.Negated {
		f.tolerant--
		for _, st := range out {
			st.status = f.negated(st.status)
		}
		return out
	}
	if stmt.Background {
		for _, st := range out {
			st.status = "0"
		}
		return out
	}
	return f.strict(stmt.Cmd, out)
}

// gaveUp reports that nobody looked at what comes behind a statement.
func (f *shFlow) gaveUp(stmt *syntax.Stmt) {
	if f.steps == f.patience()+1 {
		f.report("GS107", offset(stmt), "there are too many ways through the script, and nobody has followed them from here on; take loops that are in loops apart")
	}
}

func (f *shFlow) negated(status value) value {
	switch f.statusClass(status) {
	case 0:
		return "1"
	case 1:
		return "0"
	}
	return f.anyStatus
}

// strict is what set -e does behind a command that may fail.
func (f *shFlow) strict(cmd syntax.Command, in []*flowState) []*flowState {
	if f.tolerant > 0 || !slices.ContainsFunc(in, func(st *flowState) bool { return st.flags&errExit != 0 }) {
		return in
	}
	switch cmd := cmd.(type) {
	case *syntax.CallExpr, *syntax.Subshell, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.AndStmt || cmd.Op == syntax.OrStmt {
			return in
		}
	default:
		return in
	}
	out := in[:0:0]
	for _, st := range in {
		class := f.statusClass(st.status)
		if st.flags&errExit == 0 || class == 0 {
			out = append(out, st)
			continue
		}
		if class == 2 {
			c := st.clone()
			c.status = "0"
			out = append(out, c)
		}
		f.leave(st)
	}
	return out
}

// leave ends the script or the subshell in that state.
func (f *shFlow) leave(st *flowState) {
	if f.exits != nil {
		*f.exits = append(*f.exits, st)
	}
}

// split takes states apart by their status.
func (f *shFlow) split(in []*flowState) (yes, no []*flowState) {
	if len(in) == 1 {
		switch f.statusClass(in[0].status) {
		case 0:
			return in, nil
		case 1:
			return nil, in
		}
		st := in[0]
		c := st.clone()
		st.status, c.status = "0", f.failStatus
		return in, c.alone()
	}
	yes, no = f.pool.list(len(in)), f.pool.list(len(in))
	for _, st := range in {
		switch f.statusClass(st.status) {
		case 0:
			yes = append(yes, st)
		case 1:
			no = append(no, st)
		default:
			c := st.clone()
			st.status, c.status = "0", f.failStatus
			yes, no = append(yes, st), append(no, c)
		}
	}
	return yes, no
}

// cond runs what is asked about, where set -e does not hold.
func (f *shFlow) cond(stmts []*syntax.Stmt, in []*flowState) (yes, no []*flowState) {
	f.tolerant++
	f.asked++
	yes, no = f.split(f.list(stmts, in))
	f.asked--
	f.tolerant--
	return f.merge(yes), f.merge(no)
}

// condOf is cond for one statement and state.
func (f *shFlow) condOf(stmt *syntax.Stmt, st *flowState) (yes, no []*flowState) {
	f.tolerant++
	f.asked++
	yes, no = f.split(f.merge(f.stmt(stmt, st)))
	f.asked--
	f.tolerant--
	return f.merge(yes), f.merge(no)
}

// command runs a command of any kind.
func (f *shFlow) command(cmd syntax.Command, st *flowState) []*flowState {
	switch cmd := cmd.(type) {
	case *syntax.CallExpr:
		return f.simple(cmd, st)
	case *syntax.Block:
		return f.list(cmd.Stmts, st.alone())
	case *syntax.Subshell:
		return f.subshell(st, func(st *flowState) []*flowState { return f.list(cmd.Stmts, st.alone()) })
	case *syntax.IfClause:
		return f.merge(f.ifClause(cmd, st.alone()))
	case *syntax.WhileClause:
		return f.loop(int(cmd.Pos().Offset()), st, func(st *flowState) (yes, no []*flowState) {
			yes, no = f.cond(cmd.Cond, st.alone())
			if cmd.Until {
				return no, yes
			}
			return yes, no
		}, cmd.Do)
	case *syntax.ForClause:
		return f.forClause(cmd, st)
	case *syntax.CaseClause:
		return f.substituted(cmd.Word, st, func(st *flowState) []*flowState { return f.caseClause(cmd, st) })
	case *syntax.BinaryCmd:
		return f.binary(cmd, st)
	case *syntax.TestClause:
		return f.substituted(cmd, st, func(st *flowState) []*flowState { return f.testExpr(cmd.X, st) })
	case *syntax.DeclClause:
		return f.substituted(cmd, st, func(st *flowState) []*flowState { return f.declare(cmd, st) })
	case *syntax.TimeClause:
		if cmd.Stmt != nil {
			return f.stmt(cmd.Stmt, st)
		}
	case *syntax.FuncDecl:
		if cmd.Name == nil { // zsh runs it at once
			return f.stmt(cmd.Body, st)
		}
		st.status = "0"
		return st.alone()
	}
	st.status = f.anyStatus
	return st.alone()
}

func (f *shFlow) ifClause(c *syntax.IfClause, in []*flowState) []*flowState {
	if !c.ThenPos.IsValid() { // else
		return f.list(c.Then, in)
	}
	yes, no := f.cond(c.Cond, in)
	out := f.list(c.Then, yes)
	if c.Else == nil {
		for _, st := range no {
			st.status = "0"
		}
		return f.pool.joined(out, no)
	}
	if len(no) == 0 {
		return out
	}
	return f.pool.joined(out, f.ifClause(c.Else, no))
}

// binary runs lists and pipes.
func (f *shFlow) binary(cmd *syntax.BinaryCmd, st *flowState) []*flowState {
	switch cmd.Op {
	case syntax.AndStmt, syntax.OrStmt:
		yes, no := f.condOf(cmd.X, st)
		if cmd.Op == syntax.OrStmt {
			yes, no = no, yes
		}
		if len(yes) == 0 {
			return no
		}
		return f.merge(f.pool.joined(f.stmtFrom(cmd.Y, yes), no))
	}
	return f.pipe(cmd, st)
}

// pipe gives what X prints to Y. Both are subshells, but Y is none in zsh.
func (f *shFlow) pipe(cmd *syntax.BinaryCmd, st *flowState) []*flowState {
	in, out, outer := st.in, st.out, st.clone()
	st.out = ""
	f.tolerant++
	printed := f.subshell(st, func(st *flowState) []*flowState { return f.stmt(cmd.X, st) })
	f.tolerant--
	return f.each(printed, func(st *flowState) []*flowState {
		first := st.status
		st.in, st.out = st.out, out
		results := f.subshell(st, func(st *flowState) []*flowState { return f.stmt(cmd.Y, st) })
		for _, st := range results {
			st.in = in
			st.vars, st.shared, st.subs = outer.vars, true, outer.subs
			if st.flags&pipeFail != 0 && f.statusClass(st.status) == 0 {
				st.status = first
			}
		}
		return results
	})
}

// subshell runs do in a copy: what it does to files stays, the rest is lost.
func (f *shFlow) subshell(st *flowState, do func(*flowState) []*flowState) []*flowState {
	outer := st.clone()
	exits, returns, loops := f.exits, f.returns, f.loops
	var left []*flowState
	f.exits, f.returns, f.loops = &left, &left, nil
	out := do(st)
	f.exits, f.returns, f.loops = exits, returns, loops
	out = append(out, clones(left)...) // memos keep them
	for _, st := range out {
		freshen(st, outer.files)
		st.vars, st.shared, st.args, st.open, st.cwd, st.in = outer.vars, true, outer.args, outer.open, outer.cwd, outer.in
		st.flags = outer.flags&^noTool | st.flags&noTool
		st.subs = outer.subs
	}
	return f.merge(out)
}
