package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shTrapChecks look for what parses, runs, and does something else.
var shTrapChecks = []check[*shScript]{
	{"GS500", shHiddenStatus},
	{"GS501", shErrexitOff},
	{"GS502", shNegated},
	{"GS503", shAndOr},
	{"GS504", shGrepQuiet},
	{"GS505", shOrPipe},
	{"GS506", shLostInPipe},
	{"GS507", shExitInSubshell},
	{"GS508", shLateStatus},
	{"GS509", shCdRemove},
	{"GS510", shTrapReplaced},
	{"GS512", shTestAlwaysTrue},
	{"GS513", shTestCommand},
	{"GS514", shSpacedAssignment},
	{"GS515", shQuotedRegexp},
	{"GS516", shSameFile},
	{"GS517", shSudoRedirect},
	{"GS518", shRedirectOrder},
	{"GS519", shRemoveSystem},
	{"GS520", shHeredocBackquote},
	{"GS521", shHeredocScript},
	{"GS522", shBusyWait},
	{"GS523", shWaitAll},
	{"GS525", shSubshellEffect},
	{"GS526", shQuotedGlob},
	{"GS527", shSudoBuiltin},
	{"GS528", shNegativeExit},
	{"GS529", shRedirectInTest},
	{"GS530", shShebangOptions},
	{"GS531", shDieInSubst},
}

// shHiddenStatus: the status of local x=$(cmd) is that of local.
func shHiddenStatus(s *shScript, report report) {
	f := s.facts()
	flag := func(at int, word string, value *syntax.Word) {
		if value == nil {
			return
		}
		if sub := leadingSubst(value); sub != nil && s.statusMatters(at) && !harmlessOutput(f, sub) {
			report(offset(sub), "%s is done, whatever becomes of the command; assign first, in a line of its own, then %s", word, word)
		}
	}
	for _, c := range f.commands {
		if !declarations[c.name] {
			continue
		}
		for _, arg := range c.args {
			if _, value, ok := assignment(arg); ok {
				flag(c.at, c.name, value)
			}
		}
	}
	for _, i := range f.assigns {
		if up, ok := f.parent(i).(*syntax.DeclClause); ok {
			flag(i, up.Variant.Value, f.nodes[i].Node.(*syntax.Assign).Value)
		}
	}
}

// leadingSubst is the first command substitution of a word.
func leadingSubst(w *syntax.Word) *syntax.CmdSubst {
	for _, part := range flat(w.Parts) {
		if n, ok := part.(*syntax.CmdSubst); ok {
			return n
		}
	}
	return nil
}

// statusMatters tells whether the script wants to know how the statement ended:
// set -e is on, something is behind || or &&, or the next one asks for $?.
func (s *shScript) statusMatters(at int) bool {
	f := s.facts()
	i := f.stmtOf(at)
	list, k := f.siblings(i)
	if list != nil && k < len(list)-1 && looksAtStatus(s, list[k+1]) {
		return true
	}
	return f.errexit || f.tested(i)
}

// harmlessOutput are commands that do not fail.
func harmlessOutput(f *shFacts, n *syntax.CmdSubst) bool {
	if len(n.Stmts) == 0 {
		return true
	}
	last := n.Stmts[len(n.Stmts)-1]
	if b, ok := last.Cmd.(*syntax.BinaryCmd); ok && b.Op == syntax.OrStmt {
		last = b.Y
	}
	c := f.call(last)
	return c != nil && (numbers[c.name] || c.name == "true" || c.name == ":" || c.name == "echo" || c.name == "printf" || c.name == "basename" || c.name == "dirname" || c.name == "pwd" || c.name == "tty")
}

// commandEffects are commands whose failure an install script must not overlook.
var commandEffects = map[string]bool{"cd": true, "mkdir": true, "cp": true, "mv": true, "tar": true, "unzip": true, "curl": true, "wget": true, "git": true, "make": true, "install": true, "chmod": true, "chown": true, "ln": true, "rsync": true, "gunzip": true, "xz": true, "dpkg": true, "rpm": true, "go": true, "cargo": true, "npm": true, "pip": true, "pip3": true, "apt-get": true, "brew": true, "patch": true}

// shErrexitOff: where a status is looked at, set -e sleeps, also in the whole
// function that is called there.
func shErrexitOff(s *shScript, report report) {
	f := s.facts()
	if !f.errexit {
		return
	}
	for _, c := range f.commands {
		fn := s.funcs[c.name]
		if fn == nil || c.name == "" || !f.tested(f.stmtOf(c.at)) || !f.plainCall(c) {
			continue
		}
		if bad := f.reliesOnErrexit(fn); bad != nil {
			line, _ := s.position(offset(bad))
			report(offset(c), "here set -e does not hold in %s: if %s in line %d fails, the function goes on; write || return there", c.name, bad.name, line)
		}
	}
}

// plainCall tells that the command is not one of a pipe.
func (f *shFacts) plainCall(c *shCommand) bool {
	stmt := f.stmtOf(c.at)
	b, ok := f.parent(stmt).(*syntax.BinaryCmd)
	return !ok || b.Op != syntax.Pipe && b.Op != syntax.PipeAll
}

// reliesOnErrexit is a command of a function that only set -e would stop.
func (f *shFacts) reliesOnErrexit(fn *syntax.FuncDecl) *shCommand {
	body, ok := fn.Body.Cmd.(*syntax.Block)
	if !ok {
		return nil
	}
	for k, stmt := range body.Stmts {
		if c := f.call(stmt); c != nil && commandEffects[c.name] && k < len(body.Stmts)-1 && !stmt.Background {
			return c
		}
	}
	return nil
}

// shNegated: a status that ! turned round never ends a script.
func shNegated(s *shScript, report report) {
	f := s.facts()
	if !f.errexit {
		return
	}
	for _, i := range f.stmts {
		n := f.nodes[i].Node.(*syntax.Stmt)
		if !n.Negated {
			continue
		}
		list, k := f.siblings(i)
		if list == nil || k == len(list)-1 || looksAtStatus(s, list[k+1]) || f.condition(i) {
			continue
		}
		report(offset(n), "set -e does not look at a command behind !; write: if cmd; then exit 1; fi")
	}
}

// condition tells whether the statement is one of a condition.
func (f *shFacts) condition(i int) bool {
	n, _ := f.nodes[i].Node.(*syntax.Stmt)
	switch up := f.parent(i).(type) {
	case *syntax.IfClause:
		return slices.Contains(up.Cond, n)
	case *syntax.WhileClause:
		return slices.Contains(up.Cond, n)
	}
	return false
}

// calm are commands after which || means the one before: they do not fail.
var calm = map[string]bool{"echo": true, "printf": true, "true": true, ":": true, "return": true, "exit": true, "break": true, "continue": true, "shift": true, "export": true, "local": true, "set": true, "print": true, "unset": true, "[": true, "test": true, "exec": true, "false": true, "die": true}

// shAndOr: a && b || c runs c also when b fails.
func shAndOr(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.binaries {
		n := f.nodes[i].Node.(*syntax.BinaryCmd)
		and, ok := n.X.Cmd.(*syntax.BinaryCmd)
		if n.Op != syntax.OrStmt || !ok || and.Op != syntax.AndStmt || n.X.Negated {
			continue
		}
		b, c := f.call(and.Y), f.call(n.Y)
		if b == nil || c == nil || len(b.Args) == 0 || calm[b.name] || s.speaks(b.name) || calm[c.name] && c.name != "export" || len(c.Args) == 0 || s.ends(c.name) || s.speaks(c.name) || !isCondition(f, and.X) {
			continue
		}
		if f.tested(f.nodes[i].up) || f.condition(f.nodes[i].up) {
			continue
		}
		report(offset(n.Y), "this also runs when %s fails; write if ...; then ...; else ...; fi", b.name)
	}
}

// isCondition tells of a statement that asks and does nothing.
func isCondition(f *shFacts, n *syntax.Stmt) bool {
	if _, ok := n.Cmd.(*syntax.TestClause); ok {
		return true
	}
	c := f.call(n)
	return isTest(c) || c != nil && (c.name == "command" || c.name == "grep" || c.name == "type" || c.name == "which" || c.name == "hash")
}

// speaks tells of a function that prints and no more.
func (s *shScript) speaks(name string) bool {
	fn := s.funcs[name]
	if fn == nil {
		return false
	}
	f, quiet := s.facts(), true
	for _, c := range f.commands {
		if f.holds(fn, c.at) && len(c.Args) > 0 && !calm[c.name] {
			quiet = false
		}
	}
	return quiet
}

// endings are the usual names of functions that end the script.
var endings = map[string]bool{"die": true, "fail": true, "fatal": true, "abort": true, "err": true, "error": true, "usage": true, "exit": true, "return": true, "panic": true, "bail": true, "error_exit": true}

// ends tells whether a command ends the script, or the function.
func (s *shScript) ends(name string) bool {
	if endings[name] {
		return true
	}
	fn := s.funcs[name]
	if fn == nil {
		return false
	}
	f := s.facts()
	for _, c := range f.commands {
		if c.name == "exit" && f.holds(fn, c.at) {
			return true
		}
	}
	return false
}

// shGrepQuiet: grep -q goes at the first match, the command before it dies of
// SIGPIPE, and with pipefail that is the status of the pipe.
func shGrepQuiet(s *shScript, report report) {
	f := s.facts()
	if !f.pipefail {
		return
	}
	for _, i := range f.binaries {
		n := f.nodes[i].Node.(*syntax.BinaryCmd)
		c := f.call(n.Y)
		if n.Op != syntax.Pipe || c == nil || c.name != "grep" && c.name != "egrep" && c.name != "fgrep" {
			continue
		}
		quiet := slices.ContainsFunc(c.texts, func(t string) bool {
			return t == "--quiet" || strings.HasPrefix(t, "-") && !strings.HasPrefix(t, "--") && strings.Contains(t, "q")
		})
		if left := f.call(n.X); quiet && left != nil && left.name != "echo" && left.name != "printf" && left.name != "print" {
			report(offset(c), "with pipefail this pipe fails when grep -q stops reading early; write grep ... >/dev/null")
		}
	}
}

// producers write what a pipe is to get.
var producers = map[string]bool{"curl": true, "wget": true, "fetch": true, "cat": true, "zcat": true, "gzip": true, "xz": true, "openssl": true, "sha256sum": true, "shasum": true, "md5sum": true, "gunzip": true, "echo": true, "printf": true}

// shOrPipe: a || b | c is a || { b | c; }.
func shOrPipe(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.binaries {
		n := f.nodes[i].Node.(*syntax.BinaryCmd)
		pipe, ok := n.Y.Cmd.(*syntax.BinaryCmd)
		if n.Op != syntax.OrStmt || !ok || pipe.Op != syntax.Pipe {
			continue
		}
		a, b := f.call(n.X), f.call(pipe.X)
		if a != nil && b != nil && producers[a.name] && producers[b.name] && !redirected(n.X) && !(calm[a.name]) {
			report(offset(n.Y), "the pipe belongs to the last command alone: what %s prints does not get into it; write { ... || ...; } | ...", a.name)
		}
	}
}

func redirected(n *syntax.Stmt) bool { return len(n.Redirs) > 0 }

// shLateStatus: $? is that of the last command, which was a message.
func shLateStatus(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		if n.Param == nil || n.Param.Value != "?" {
			continue
		}
		stmt := f.stmtOf(i)
		for f.condition(stmt) && f.firstOfCondition(stmt) {
			stmt = f.stmtOf(f.nodes[f.nodes[stmt].up].up)
		}
		list, k := f.siblings(stmt)
		if list == nil || k == 0 {
			continue
		}
		if name := f.statusless(list[k-1]); name != "" {
			report(offset(n), "$? is the status of %s, the command before; keep the one you mean: status=$?", name)
		}
	}
}

// statusless names the command of a statement whose status nobody asks for, ""
// if it is another one.
func (f *shFacts) statusless(n *syntax.Stmt) string {
	if d, ok := n.Cmd.(*syntax.DeclClause); ok {
		return d.Variant.Value
	}
	c := f.call(n)
	if c == nil || len(c.Args) == 0 || n.Background {
		return ""
	}
	switch c.name {
	case "echo", "local", "shift", "unset", "export", ":", "sleep":
		return c.name
	case "set":
		if !slices.Contains(c.texts, "+e") && !slices.Contains(c.texts, "-e") {
			return c.name
		}
	}
	return ""
}

// firstOfCondition tells whether nothing runs between an if and the statement.
func (f *shFacts) firstOfCondition(i int) bool {
	up, ok := f.parent(i).(*syntax.IfClause)
	if !ok || up.Cond[0] != f.nodes[i].Node {
		return false
	}
	outer, ok := f.parent(f.nodes[i].up).(*syntax.IfClause)
	return !ok || outer.Else != up
}
