package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A script that is piped into a shell may end anywhere: the connection breaks,
// and the shell runs what it got. P1 asks for comments and then one group
// command, which no shell starts before its end is read.

// shWrapped reports what stands outside the group.
func shWrapped(s *shScript, report report) {
	stmts := s.tree.Stmts
	if len(stmts) == 0 {
		return
	}
	group, ok := stmts[0].Cmd.(*syntax.Block)
	switch {
	case len(stmts) > 1 && ok:
		report(offset(stmts[1]), "this stands behind the group command; a script whose end got lost does not do it; put it inside")
	case len(stmts) > 1 || !ok:
		if n := s.firstEffect(); n != nil {
			report(offset(n), "this runs before the end of the script is read; put everything into one group: %s", s.group())
		}
	case stmts[0].Background || stmts[0].Coprocess:
		report(offset(stmts[0]), "the group runs in the background; the shell does not wait for it")
	case s.role == Program && !endsWithExit(group):
		report(offset(stmts[0]), "the group does not end in exit; what a broken connection or an editor adds behind it would run")
	}
}

// group is the shape that a script should have: a snippet must not exit, which
// would close the user's terminal.
func (s *shScript) group() string {
	if s.role == Snippet {
		return "{ ...; }"
	}
	return "{ ...; exit; }"
}

// firstEffect is the first statement of the top level, but the last, that does
// something when it is read. The last one is shPrefixes' concern.
func (s *shScript) firstEffect() syntax.Node {
	for i, stmt := range s.tree.Stmts {
		if i < len(s.tree.Stmts)-1 && !harmless(stmt) {
			return stmt
		}
	}
	return nil
}

// harmless tells whether reading a statement and no more changes nothing:
// functions, options of the shell and constants.
func harmless(stmt *syntax.Stmt) bool {
	if len(stmt.Redirs) > 0 || stmt.Background || stmt.Coprocess {
		return false
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.FuncDecl:
		return true
	case *syntax.CallExpr:
		if len(cmd.Args) > 0 {
			name, _ := literal(cmd.Args[0])
			return idle[name] && !runsCommand(cmd)
		}
		return !runsCommand(cmd)
	case *syntax.DeclClause:
		return !runsCommand(cmd)
	}
	return false
}

// idle are commands that change nothing but the shell itself.
var idle = map[string]bool{"set": true, ":": true, "setopt": true, "emulate": true, "unset": true}

// runsCommand tells whether a node has a command substitution in it.
func runsCommand(n syntax.Node) bool {
	runs := false
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst:
			runs = true
		}
		return !runs
	})
	return runs
}

func endsWithExit(group *syntax.Block) bool {
	if len(group.Stmts) == 0 {
		return false
	}
	call, ok := group.Stmts[len(group.Stmts)-1].Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return false
	}
	name, _ := literal(call.Args[0])
	return name == "exit"
}

// shPrefixes tries the prefixes of the script. What stands before the last
// statement has no effect when it is whole: shWrapped saw to that. But a part of
// it can have one: of set_up() { ...; } the set prints all variables.
func shPrefixes(s *shScript, report report) {
	if len(s.tree.Stmts) == 0 || s.firstEffect() != nil {
		return
	}
	last := s.tree.Stmts[len(s.tree.Stmts)-1]
	bad, all := s.badPrefixes()
	switch {
	case len(bad) > 0:
		line := strings.Split(strings.TrimSpace(s.text[:bad[len(bad)-1]]), "\n")
		report(offset(last), "%d of the %d prefixes of the script run a part of it, such as the one that ends in the line `%s`; put everything into one group: %s",
			len(bad), len(s.text), tail(line[len(line)-1]), s.group())
	case !all:
		report(offset(last), "what stands outside of a group is too long to try all its prefixes; put everything into one group: %s", s.group())
	}
	if all {
		s.tried = len(s.text) - len(bad)
	}
}

// prefixBudget is how many bytes of prefixes are parsed. Each costs its length,
// so a long statement outside of a group would take the square of its own.
const prefixBudget = 4 << 20

func tail(text string) string {
	if len(text) > 30 {
		return "..." + text[len(text)-27:]
	}
	return text
}

// badPrefixes lists the offsets where a cut leaves something that parses and
// runs; all tells whether the budget lasted for every one.
func (s *shScript) badPrefixes() (bad []int, all bool) {
	budget := prefixBudget
	for _, stmt := range s.tree.Stmts {
		start := offset(stmt)
		for _, cut := range s.cuts(stmt, start, int(stmt.End().Offset())) {
			if s.inHeredoc(stmt, cut) { // the parser wants its end, shells do not
				bad = append(bad, cut)
				continue
			}
			if budget -= cut - start; budget < 0 {
				return bad, false
			}
			tree, err := s.parseSh(s.text[start:cut])
			if err == nil && !allHarmless(tree.Stmts) && !s.stump(tree, stmt) {
				bad = append(bad, cut)
			}
		}
	}
	return bad, true
}

// inHeredoc tells whether a cut falls into a here-document of the statement.
func (s *shScript) inHeredoc(stmt *syntax.Stmt, cut int) bool {
	return slices.ContainsFunc(stmt.Redirs, func(r *syntax.Redirect) bool {
		return r.Hdoc != nil && cut > offset(r.Hdoc) && cut <= int(r.Hdoc.End().Offset())
	})
}

func allHarmless(stmts []*syntax.Stmt) bool {
	for _, stmt := range stmts {
		if !harmless(stmt) {
			return false
		}
	}
	return true
}

// cuts lists the offsets in a statement at which a prefix could parse. In a
// simple command or a list these are all. In a compound command they are those
// behind its end and those few inside where a cut makes its closing word out of
// something else: a parser reads from left to right, so up to the word that is
// cut it has seen what it sees in the whole script, and there the command is
// not closed. TestEveryPrefix proves it by trying all.
func (s *shScript) cuts(stmt *syntax.Stmt, start, end int) []int {
	var all []int
	body, closer := s.body(stmt)
	behind := start
	if closer != "" {
		for i := start + 1; i < offset(body); i++ {
			all = append(all, i)
		}
		behind = int(body.End().Offset())
		closed := s.closed(stmt)
		for i := offset(body) + 1; i < behind; i++ {
			if strings.HasSuffix(s.text[start:i], closer) && !closed[i-start] && (closer == ")" || separated(s.text[start:i-len(closer)])) {
				all = append(all, i)
			}
		}
	}
	for i := behind + 1; i < end; i++ {
		if strings.TrimRight(s.text[i:end], " \t\n;") != "" {
			all = append(all, i)
		}
	}
	return all
}

// stump tells whether a cut left nothing but the beginning of a word, which runs
// a program that nobody has: the ins of install_go. What a program or a function
// is called is no stump.
func (s *shScript) stump(tree *syntax.File, whole *syntax.Stmt) bool {
	last := tree.Stmts[len(tree.Stmts)-1]
	call, ok := last.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) != 1 || len(call.Assigns) > 0 || len(last.Redirs) > 0 {
		return false
	}
	name, ok := literal(call.Args[0])
	fn := s.funcs[name]
	return ok && !standardCommand(name) && (fn == nil || fn == whole.Cmd)
}

// body is the compound command that a statement is, or that is the body of a
// function, and the word that ends it.
func (s *shScript) body(stmt *syntax.Stmt) (syntax.Command, string) {
	switch cmd := stmt.Cmd.(type) {
	case *syntax.FuncDecl:
		return s.body(cmd.Body)
	case nil:
		return nil, ""
	default:
		return cmd, closing(cmd)
	}
}

// closing is the word that ends a compound command, "" for any other.
func closing(cmd syntax.Command) string {
	switch cmd.(type) {
	case *syntax.Block:
		return "}"
	case *syntax.Subshell:
		return ")"
	case *syntax.IfClause:
		return "fi"
	case *syntax.CaseClause:
		return "esac"
	case *syntax.WhileClause, *syntax.ForClause:
		return "done"
	}
	return ""
}

// closed tells, by offset from stmt, where a cut does not close stmt: behind the
// closing word of something inside it, which closes that, and inside quotes and
// comments, where no word closes anything.
func (s *shScript) closed(stmt *syntax.Stmt) []bool {
	start := offset(stmt)
	closed := make([]bool, int(stmt.End().Offset())-start+1)
	syntax.Walk(stmt, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.SglQuoted, *syntax.DblQuoted, *syntax.Comment:
			from := max(offset(n), start) // comments may stand before it
			for i := from; i <= min(int(n.End().Offset()), start+len(closed)-1); i++ {
				closed[i-start] = true
			}
		case *syntax.Block, *syntax.Subshell, *syntax.IfClause, *syntax.CaseClause, *syntax.WhileClause, *syntax.ForClause,
			*syntax.CmdSubst, *syntax.ParamExp, *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.ArrayExpr, *syntax.ExtGlob, *syntax.FuncDecl:
			closed[int(n.End().Offset())-start] = true
		}
		return true
	})
	return closed
}

// separated tells whether a word can begin behind text.
func separated(text string) bool {
	return text == "" || strings.IndexByte(" \t\n;&|()`", text[len(text)-1]) >= 0
}
