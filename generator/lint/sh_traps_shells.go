package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// ownProcess is the node of the subshell that i runs in for being a command of
// a pipe, or in ( ); -1 if it runs in the shell of the function or the script.
// zsh runs the last command of a pipe itself.
func (s *shScript) ownProcess(i int) int {
	f := s.facts()
	fn := f.nodes[i].fn
	for ; i >= 0 && f.nodes[i].fn == fn; i = f.nodes[i].up {
		switch up := f.parent(i).(type) {
		case *syntax.BinaryCmd:
			if up.Op == syntax.Pipe || up.Op == syntax.PipeAll {
				if up.Y == f.nodes[i].Node && s.dialect == dialect.Zsh {
					continue
				}
				return i
			}
		case *syntax.Subshell:
			return i
		case *syntax.CmdSubst, *syntax.FuncDecl:
			return -1
		}
	}
	return -1
}

// shLostInPipe: the loop at the end of a pipe runs in a process of its own, and
// what it sets is gone with it.
func shLostInPipe(s *shScript, report report) {
	f := s.facts()
	if strings.Contains(s.text, "lastpipe") {
		return
	}
	for _, v := range f.vars {
		for k, set := range v.sets {
			if set.how != "=" && set.how != "read" && set.how != "number" {
				continue
			}
			own := s.ownProcess(set.at)
			if own < 0 {
				continue
			}
			if _, paren := f.parent(own).(*syntax.Subshell); paren {
				continue
			}
			if at := f.readAfter(v, k, own); at >= 0 {
				report(offset(f.nodes[set.at]), "%s is set in a pipe, in a process of its own; in line %d it has its old value; read from a file or a here-document instead", v.name, s.lineOf(f.nodes[at]))
				break
			}
		}
	}
}

func (s *shScript) lineOf(n syntax.Node) int {
	line, _ := s.position(offset(n))
	return line
}

// readAfter is where a variable, set in the process at own, is read behind it,
// with nothing that sets it in between; -1 if nowhere.
func (f *shFacts) readAfter(v *shVariable, k, own int) int {
	behind := f.nodes[own].end
	next := len(f.nodes)
	for _, set := range v.sets[k+1:] {
		if set.at >= behind && set.how != "prefix" {
			next = set.at
			break
		}
	}
	for _, read := range v.reads {
		if read.at >= behind && read.at < next && f.nodes[read.at].fn == f.nodes[own].fn && !read.guarded {
			return read.at
		}
	}
	return -1
}

// shExitInSubshell: exit ends the process that it stands in.
func shExitInSubshell(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name != "exit" || len(c.texts) == 0 || c.texts[0] == "0" || f.errexit {
			continue
		}
		own := s.ownProcess(c.at)
		if own < 0 {
			continue
		}
		stmt := f.stmtOf(f.nodes[own].up) // the pipe, or the subshell
		for up, ok := f.parent(stmt).(*syntax.BinaryCmd); ok && up.Op == syntax.Pipe; up, ok = f.parent(stmt).(*syntax.BinaryCmd) {
			stmt = f.stmtOf(f.nodes[f.nodes[stmt].up].up)
		}
		list, k := f.siblings(stmt)
		n := f.nodes[stmt].Node.(*syntax.Stmt)
		if list == nil || k == len(list)-1 || f.tested(stmt) || n.Background || looksAtStatus(s, list[k+1]) {
			continue
		}
		report(offset(c), "this ends the process of the pipe or of ( ), and the script goes on; look at its status: ( ... ) || exit")
	}
}

// shCdRemove: if cd fails, rm -rf of a relative name hits the directory before.
func shCdRemove(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if s.unchecked(c) && s.removesBehind(c) {
			report(offset(c), "if this cd fails, rm -r below removes files of another directory; write cd ... || exit, or name the directory in rm")
		}
	}
}

// shTrapReplaced: a shell keeps one handler for a signal.
func shTrapReplaced(s *shScript, report report) {
	f := s.facts()
	type place struct {
		list   *syntax.Stmt
		signal string
	}
	last := map[place]*shCommand{}
	for _, c := range f.commands {
		if c.name != "trap" || len(c.args) < 2 {
			continue
		}
		list, _ := f.siblings(f.stmtOf(c.at))
		if list == nil {
			continue
		}
		for k := range c.args[1:] {
			at := place{list[0], strings.TrimPrefix(strings.ToUpper(c.texts[k+1]), "SIG")}
			before := last[at]
			if before != nil && before.texts[0] != "-" && c.texts[0] != "-" && c.texts[0] != "" && before.texts[0] != "" && !strings.Contains(c.texts[0], before.texts[0]) {
				report(offset(c), "this replaces the handler of line %d for %s; put both into one function", s.lineOf(before), at.signal)
			}
			last[at] = c
		}
	}
}

// shBusyWait: a loop that only asks takes a whole processor.
func shBusyWait(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.loops {
		n, ok := f.nodes[i].Node.(*syntax.WhileClause)
		if !ok || len(n.Do) != 1 || len(n.Cond) != 1 {
			continue
		}
		body, cond := f.call(n.Do[0]), f.call(n.Cond[0])
		if body == nil || body.name != ":" && body.name != "true" && body.name != "continue" || cond == nil {
			continue
		}
		if isTest(cond) || cond.name == "mkdir" || cond.name == "ln" || cond.name == "kill" || cond.name == "curl" || cond.name == "nc" {
			report(offset(n), "this loop waits without sleep and takes a whole processor; write sleep 1 into it, and a limit")
		}
	}
}

// shWaitAll: wait without operands says 0, whatever became of the jobs.
func shWaitAll(s *shScript, report report) {
	f := s.facts()
	if !f.errexit {
		return
	}
	for _, c := range f.commands {
		if c.name != "wait" || len(c.args) > 0 || len(c.Args) == 0 {
			continue
		}
		for _, i := range f.stmts {
			n := f.nodes[i].Node.(*syntax.Stmt)
			if job := f.call(n); n.Background && job != nil && commandEffects[job.name] && f.nodes[i].fn == f.nodes[c.at].fn {
				report(offset(c), "wait says 0 also if %s in line %d failed; keep its $! and wait for that", job.name, s.lineOf(n))
				break
			}
		}
	}
}

// shSubshellEffect: what ( ) changes in the shell is gone at its end.
func shSubshellEffect(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.subshells {
		n := f.nodes[i].Node.(*syntax.Subshell)
		stmt := f.stmtOf(i)
		if len(n.Stmts) == 0 || f.tested(stmt) || f.condition(stmt) || len(f.nodes[stmt].Node.(*syntax.Stmt).Redirs) > 0 {
			continue
		}
		if list, _ := f.siblings(stmt); list == nil {
			continue
		}
		last := n.Stmts[len(n.Stmts)-1]
		if what := shellEffect(f, last); what != "" {
			report(offset(last), "%s in ( ) holds up to the bracket and no further; write { ...; }", what)
		}
	}
}

// shellEffect names what a statement changes in the shell itself and nowhere else.
func shellEffect(f *shFacts, n *syntax.Stmt) string {
	if d, ok := n.Cmd.(*syntax.DeclClause); ok {
		return d.Variant.Value
	}
	c := f.call(n)
	switch {
	case c == nil:
		return ""
	case len(c.Args) == 0 && len(c.Assigns) > 0:
		if c.Assigns[0].Value != nil && leadingSubst(c.Assigns[0].Value) != nil {
			return ""
		}
		return "an assignment"
	case slices.Contains([]string{"cd", "export", "unset", "umask"}, c.name):
		return c.name
	}
	return ""
}
