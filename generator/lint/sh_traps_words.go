package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shTestAlwaysTrue: [ -n $x ] without quotes is [ -n ] for an empty x.
func shTestAlwaysTrue(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !isTest(c) {
			continue
		}
		for k := 1; k < len(c.args) && k <= 2; k++ {
			if c.texts[k-1] != "-n" && c.texts[k-1] != "-z" {
				continue
			}
			sole := len(c.args[k].Parts) == 1 && !c.plain[k]
			if n, ok := soleExpansion(c.args[k]); ok && (n.Length || f.tameExpansion("", n) && neverEmpty(f, n)) {
				sole = false
			}
			if _, quoted := c.args[k].Parts[0].(*syntax.DblQuoted); sole && !quoted {
				report(offset(c.args[k]), "without quotes [ %s ] asks about the text \"%s\" when this is empty, and is true; write \"%s\"", c.texts[k-1], c.texts[k-1], s.textOf(c.args[k]))
			}
		}
	}
}

// askers are commands that people put between brackets.
var askers = map[string]bool{"command": true, "grep": true, "which": true, "type": true, "hash": true, "egrep": true, "id": true, "pgrep": true}

func shTestCommand(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !isTest(c) || len(c.args) == 0 {
			continue
		}
		k := 0
		if c.texts[0] == "!" && len(c.args) > 1 {
			k = 1
		}
		sub, ok := soleSubst(c.args[k])
		switch {
		case askers[c.texts[k]] && len(c.args) > k+2 && !strings.HasPrefix(c.texts[k+1], "=") && c.texts[k+1] != "!=":
			report(offset(c), "[ does not run %s, it compares texts; write if %s ...; then", c.texts[k], c.texts[k])
		case ok && soleOperand(c, k) && len(sub.Stmts) == 1 && bareSubst(c.args[k]):
			if inner := f.call(sub.Stmts[0]); inner != nil && askers[inner.name] {
				report(offset(c), "[ looks at what %s prints, split into words, not at whether it worked; write if %s ... >/dev/null; then", inner.name, inner.name)
			}
		}
	}
}

func bareSubst(w *syntax.Word) bool {
	_, ok := w.Parts[0].(*syntax.CmdSubst)
	return ok
}

// soleOperand tells whether nothing but the operand k is compared; [ has its
// bracket behind it.
func soleOperand(c *shCommand, k int) bool {
	if c.name == "test" {
		return len(c.args) == k+1
	}
	return len(c.args) == k+2
}

// shSpacedAssignment: x = 1 runs a command called x; $x=1 one called by what x holds.
func shSpacedAssignment(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if len(c.Args) == 0 {
			continue
		}
		if len(c.args) > 0 && isShName(c.name) && s.funcs[c.name] == nil {
			if text := c.texts[0]; text == "=" || strings.HasPrefix(text, "=") && !strings.HasPrefix(text, "==") && len(c.args) == 1 {
				report(offset(c), "this runs a command called %s; an assignment has no blanks: %s=...", c.name, c.name)
			}
		}
		if c.name != "" {
			continue
		}
		if n, rest := leadingExpansion(c.Args[0]); n != nil && n.Short && n.Param != nil && isShName(n.Param.Value) && strings.HasPrefix(rest, "=") {
			report(offset(c), "this runs a command; to assign write %s%s", n.Param.Value, strings.TrimSuffix(rest, "\x00"))
		}
	}
}

// shQuotedRegexp: what is quoted behind =~ is a plain text.
func shQuotedRegexp(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.tests {
		n, ok := f.nodes[i].Node.(*syntax.BinaryTest)
		if !ok || n.Op != syntax.TsReMatch || s.dialect != dialect.Bash {
			continue
		}
		w, ok := n.Y.(*syntax.Word)
		if !ok || len(w.Parts) != 1 {
			continue
		}
		_, bare := w.Parts[0].(*syntax.Lit)
		if text, plain := wordText(w); plain && !bare && strings.ContainsAny(text, `^$*+?[(|\`) {
			report(offset(w), "in quotes this is a plain text and no regular expression; put it into a variable: [[ $x =~ $pattern ]]")
		}
	}
}

// readers are commands that read the files they are given.
var readers = map[string]bool{"cat": true, "sed": true, "sort": true, "grep": true, "awk": true, "cut": true, "head": true, "tail": true, "uniq": true, "tr": true, "jq": true, "envsubst": true, "base64": true}

// shSameFile: > empties the file before the command reads it.
func shSameFile(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.redirects {
		n := f.nodes[i].Node.(*syntax.Redirect)
		if n.Op != syntax.RdrOut && n.Op != syntax.RdrClob || n.N != nil && n.N.Value != "1" {
			continue
		}
		target := strings.Trim(s.textOf(n.Word), `"`)
		if target == "/dev/null" || target == "" {
			continue
		}
		stmt := f.nodes[i].up
		outer := stmt
		for up, ok := f.parent(outer).(*syntax.BinaryCmd); ok && up.Op == syntax.Pipe; up, ok = f.parent(outer).(*syntax.BinaryCmd) {
			outer = f.stmtOf(f.nodes[f.nodes[outer].up].up)
		}
		if c := f.readsFile(s, outer, target); c != nil {
			report(offset(n), "the shell empties %s before %s reads it; write to another file and mv it", target, c.name)
		}
	}
}

// readsFile is a command directly in the pipe at i that reads the file.
func (f *shFacts) readsFile(s *shScript, i int, target string) *shCommand {
	for _, c := range f.commands {
		if !f.within(c.at, i) || !readers[c.name] || !pipeOnly(f, c.at, i) {
			continue
		}
		for k, arg := range c.args {
			if strings.Trim(s.textOf(arg), `"`) == target && (k > 0 || c.name == "cat" || c.name == "sort") {
				return c
			}
		}
		for _, r := range f.nodes[f.stmtOf(c.at)].Node.(*syntax.Stmt).Redirs {
			if r.Op == syntax.RdrIn && strings.Trim(s.textOf(r.Word), `"`) == target {
				return c
			}
		}
	}
	return nil
}

// pipeOnly tells whether only pipes lie between i and outer.
func pipeOnly(f *shFacts, i, outer int) bool {
	for i = f.nodes[i].up; i > outer; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.Stmt:
		case *syntax.BinaryCmd:
			if n.Op != syntax.Pipe {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// rootDirs are where only root writes.
var rootDirs = strings.Fields("/etc/ /usr/ /opt/ /var/lib/ /lib/ /root/ /boot/ /sys/ /proc/sys/")

// shSudoRedirect: the shell opens the file, as the user, before sudo runs.
func shSudoRedirect(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.redirects {
		n := f.nodes[i].Node.(*syntax.Redirect)
		c := f.call(f.nodes[f.nodes[i].up].Node.(*syntax.Stmt))
		if n.Op != syntax.RdrOut && n.Op != syntax.AppOut || c == nil || !c.sudo {
			continue
		}
		text := strings.TrimLeft(s.textOf(n.Word), `"'`)
		if slices.ContainsFunc(rootDirs, func(dir string) bool { return strings.HasPrefix(text, dir) }) {
			report(offset(n), "your shell opens this file, not the one that sudo starts; write ... | sudo tee FILE >/dev/null")
		}
	}
}

// shRedirectOrder: 2>&1 copies where 1 goes then, not later.
func shRedirectOrder(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.stmts {
		n := f.nodes[i].Node.(*syntax.Stmt)
		for k := 1; k < len(n.Redirs); k++ {
			dup, out := n.Redirs[k-1], n.Redirs[k]
			if dup.Op != syntax.DplOut || dup.N == nil || dup.N.Value != "2" || s.textOf(dup.Word) != "1" || out.Op != syntax.RdrOut && out.Op != syntax.AppOut || out.N != nil {
				continue
			}
			if b, ok := f.parent(i).(*syntax.BinaryCmd); ok && (b.Op == syntax.Pipe && b.X == n) || f.inSubst(i) {
				continue // errors into the pipe, on purpose
			}
			report(offset(dup), "this sends errors to where the output went before; write >%s 2>&1", s.textOf(out.Word))
		}
	}
}

func (f *shFacts) inSubst(i int) bool {
	for ; i >= 0; i = f.nodes[i].up {
		switch f.nodes[i].Node.(type) {
		case *syntax.CmdSubst:
			return true
		case *syntax.FuncDecl:
			return false
		}
	}
	return false
}

// doomed are arguments of rm -r that nobody means.
var doomed = strings.Fields("/ /* ~ ~/ ~/* $HOME $HOME/ $HOME/* ${HOME} /usr /usr/ /usr/* /etc /etc/ /bin /lib /home /home/ /home/* /var /opt /usr/local /usr/local/ /usr/local/* /usr/local/bin /usr/bin . ./ .. * /Applications /Library /System")

func shRemoveSystem(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !removesTree(c) {
			continue
		}
		for _, arg := range c.args {
			text := strings.ReplaceAll(s.textOf(arg), `"`, "")
			if slices.Contains(doomed, text) && text != "." && text != "*" {
				report(offset(arg), "rm -r of %s takes what is not the script's; name what you made yourself", text)
			}
		}
	}
}

// shHeredocBackquote: a here-document without quotes runs what is in backquotes,
// also where they were meant as Markdown.
func shHeredocBackquote(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.redirects {
		n := f.nodes[i].Node.(*syntax.Redirect)
		if n.Hdoc == nil {
			continue
		}
		for _, part := range n.Hdoc.Parts {
			sub, ok := part.(*syntax.CmdSubst)
			if !ok || !sub.Backquotes || len(sub.Stmts) == 0 {
				continue
			}
			if c := f.call(sub.Stmts[0]); c == nil || !standardCommand(c.name) && s.funcs[c.name] == nil {
				report(offset(sub), "the shell runs what is in these backquotes; write <<'%s', or \\`", s.textOf(n.Word))
			}
		}
	}
}

// shQuotedGlob: in quotes a star is a star.
func shQuotedGlob(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !takesFiles[c.name] {
			continue
		}
		for _, arg := range c.args {
			if q, ok := arg.Parts[len(arg.Parts)-1].(*syntax.DblQuoted); ok && len(q.Parts) > 0 {
				lit, isLit := q.Parts[len(q.Parts)-1].(*syntax.Lit)
				if isLit && strings.HasSuffix(lit.Value, "*") && !strings.HasSuffix(lit.Value, `\*`) {
					report(offset(arg), "in quotes the star matches nothing but a star; close the quotes before it")
				}
			}
		}
	}
}

var shellOnly = map[string]bool{"cd": true, "export": true, "source": true, "set": true, "alias": true, "unset": true, "eval": true, "umask": true, ".": true}

func shSudoBuiltin(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.sudo && shellOnly[c.name] {
			report(offset(c), "%s is a part of the shell, sudo finds no program of that name; write sudo sh -c '...'", c.name)
		}
	}
}

func shNegativeExit(s *shScript, report report) {
	for _, c := range s.facts().commands {
		if (c.name == "exit" || c.name == "return") && len(c.texts) == 1 && len(c.texts[0]) > 1 && c.texts[0][0] == '-' && c.texts[0][1] >= '0' && c.texts[0][1] <= '9' {
			report(offset(c.args[0]), "a status is a number from 0 to 255; dash and busybox stop at %s", c.texts[0])
		}
	}
}

// shRedirectInTest: [ $a > $b ] writes a file.
func shRedirectInTest(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.redirects {
		n := f.nodes[i].Node.(*syntax.Redirect)
		c := f.call(f.nodes[f.nodes[i].up].Node.(*syntax.Stmt))
		if isTest(c) && n.N == nil && (n.Op == syntax.RdrOut || n.Op == syntax.RdrIn) && c.End().Offset() > n.End().Offset() {
			report(offset(n), "this %s is a redirection, not a comparison; write -gt, -lt, or \\%s", n.Op, n.Op)
		}
	}
}

// shShebangOptions: nobody reads the first line of a script that is piped into
// a shell, or run with sh FILE.
func shShebangOptions(s *shScript, report report) {
	first, _, _ := strings.Cut(s.text, "\n")
	words := strings.Fields(first)
	if !strings.HasPrefix(first, "#!") || s.role != Program || len(words) < 2 {
		return
	}
	flags := words[len(words)-1]
	switch {
	case strings.HasSuffix(words[0], "/env") && len(words) > 2 && words[1] != "-S":
		report(strings.Index(first, flags), "Linux hands all of this to env as one name; write set %s in the script", flags)
	case strings.HasPrefix(flags, "-") && strings.ContainsAny(flags, "eux"):
		report(strings.Index(first, flags), "sh FILE and curl ... | sh do not read this line; write set %s in the script", flags)
	}
}
