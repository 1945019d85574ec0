package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// wild is the first expansion in a word that holds what the script did not
// write itself: no constant and no number. Command substitutions do not count.
func (f *shFacts) wild(w *syntax.Word) *syntax.ParamExp {
	for _, part := range flat(w.Parts) {
		if n, ok := part.(*syntax.ParamExp); ok && !f.tameExpansion("", n) {
			return n
		}
	}
	return nil
}

// shEval: eval runs what a variable holds.
func shEval(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name != "eval" {
			continue
		}
		for _, arg := range c.args {
			if n := f.wild(arg); n != nil {
				report(offset(n), "eval runs what %s holds as code; call the command itself, with \"$@\" for its arguments", s.textOf(n))
				break
			}
		}
	}
}

var shells = map[string]bool{"sh": true, "bash": true, "dash": true, "zsh": true, "ksh": true, "ash": true, "su": true}

// shCodeArgument: sh -c "... $x" runs what x holds, find -exec sh -c '... {}'
// runs the name of a file.
func shCodeArgument(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		for k, arg := range c.args {
			if k == 0 || !cOption(c.texts[k-1]) {
				continue
			}
			if n := f.wild(arg); shells[c.name] && n != nil && n.Exp == nil && len(arg.Parts) > 0 && !wholly(arg, n) {
				report(offset(n), "%s -c runs what %s holds as code; write '... \"$1\"' and hand it over behind: %s -c '...' %s \"%s\"", c.name, s.textOf(n), c.name, c.name, s.textOf(n))
			}
			if c.name == "find" && k > 1 && shells[c.texts[k-2]] && strings.Contains(c.texts[k], "{}") {
				report(offset(arg), "find puts the name of the file into the code; write '... \"$1\"' %s {}", c.texts[k-2])
			}
		}
	}
}

// cOption tells of -c, alone or with others: -ec.
func cOption(text string) bool {
	return len(text) > 1 && text[0] == '-' && text[1] != '-' && strings.HasSuffix(text, "c")
}

// wholly tells whether a word is nothing but the expansion: sh -c "$1" runs
// commands that somebody wants run.
func wholly(w *syntax.Word, n *syntax.ParamExp) bool {
	parts := flat(w.Parts)
	return len(parts) == 1 && parts[0] == n
}

// shTrapEarly: a handler in double quotes is expanded now, not when it runs.
func shTrapEarly(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name != "trap" || len(c.args) < 2 || len(flat(c.args[0].Parts)) == 1 {
			continue // a handler that is all one variable is code on purpose
		}
		for _, part := range c.args[0].Parts {
			q, ok := part.(*syntax.DblQuoted)
			if !ok {
				continue
			}
			for _, inner := range q.Parts {
				switch inner.(type) {
				case *syntax.ParamExp, *syntax.CmdSubst:
					report(offset(inner), "%s is expanded when the trap is set, and what it holds becomes code; write the handler in '...'", s.textOf(inner))
				}
			}
		}
	}
}

// shFormat: a format that holds a % or a backslash from outside is another format.
func shFormat(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name != "printf" || len(c.args) == 0 {
			continue
		}
		k := 0
		if c.texts[0] == "-v" && len(c.args) > 2 {
			k = 2
		} else if c.texts[0] == "--" && len(c.args) > 1 {
			k = 1
		}
		if n := f.wild(c.args[k]); n != nil && n.Exp == nil && !colour(n.Param) {
			report(offset(n), "a %% or a backslash in %s changes the format; write printf '%%s' \"%s\"", s.textOf(n), s.textOf(n))
		}
	}
}

// colours are the usual names of the variables that hold escapes of a terminal,
// which come from tput as often as from a constant.
var colours = strings.Fields("red green yellow blue cyan magenta white black bold dim reset normal nc off plain underline color colour end esc")

func colour(name *syntax.Lit) bool {
	if name == nil {
		return false
	}
	return slices.ContainsFunc(strings.Split(strings.ToLower(name.Value), "_"), func(word string) bool { return slices.Contains(colours, word) })
}

// shReadBackslash: read without -r eats backslashes.
func shReadBackslash(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name != "read" || len(c.args) == 0 {
			continue
		}
		raw := false
		for k, text := range c.texts {
			if strings.HasPrefix(text, "-") && (strings.ContainsAny(text, "rqk") || s.dialect == dialect.Bash && strings.ContainsAny(text, "nNs")) {
				raw = true
			}
			raw = raw || k > 0 && c.texts[k-1] == "-n"
		}
		if !raw {
			report(offset(c), "read takes a backslash as an escape; write read -r")
		}
	}
}

// shUncheckedCd: if cd fails, what follows happens in the wrong directory.
func shUncheckedCd(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if s.unchecked(c) && !s.removesBehind(c) {
			report(offset(c), "if this cd fails, the rest runs in the wrong directory; write cd ... || exit")
		}
	}
}

// unchecked tells of a cd that nothing looks at, with commands behind it.
func (s *shScript) unchecked(c *shCommand) bool {
	f := s.facts()
	if c.name != "cd" && c.name != "pushd" || c.sudo || f.errexit || len(c.args) == 0 || len(c.Args) == 0 {
		return false
	}
	if text := c.texts[len(c.texts)-1]; text == "/" || text == ".." || text == "-" || text == "." {
		return false
	}
	i := f.stmtOf(c.at)
	if f.tested(i) {
		return false
	}
	list, k := f.siblings(i)
	return list != nil && k < len(list)-1 && !looksAtStatus(s, list[k+1])
}

// looksAtStatus tells of a statement with $?.
func looksAtStatus(s *shScript, n *syntax.Stmt) bool {
	return strings.Contains(s.textOf(n), "$?")
}

// removesBehind tells whether rm -r of a relative name follows, which is GS509.
func (s *shScript) removesBehind(c *shCommand) bool {
	f := s.facts()
	list, k := f.siblings(f.stmtOf(c.at))
	for _, stmt := range list[min(k+1, len(list)):] {
		next := f.call(stmt)
		if next == nil || !removesTree(next) {
			continue
		}
		for j, arg := range next.args {
			lit, ok := arg.Parts[0].(*syntax.Lit)
			if ok && !strings.HasPrefix(next.texts[j], "-") && !strings.HasPrefix(lit.Value, "/") && !strings.HasPrefix(lit.Value, "~") {
				return true
			}
		}
	}
	return false
}

// shCDPath: with CDPATH exported, cd of a relative name goes elsewhere and
// prints where, right into the output that is wanted.
func shCDPath(s *shScript, report report) {
	f := s.facts()
	if strings.Contains(s.text, "CDPATH") {
		return
	}
	for _, c := range f.commands {
		if c.name != "cd" || len(c.args) == 0 || !s.printsDirectory(c) {
			continue
		}
		arg := c.args[len(c.args)-1]
		sub, ok := soleSubst(arg)
		if ok && len(sub.Stmts) > 0 {
			if inner := f.call(sub.Stmts[0]); inner != nil && inner.name == "dirname" {
				report(offset(arg), "with CDPATH set, cd prints where it went; unset CDPATH before, or write cd ... >/dev/null")
			}
		} else if text, plain := wordText(arg); plain && text != "" && !strings.ContainsAny(text[:1], "./~-") {
			report(offset(arg), "with CDPATH set, cd of a relative name goes elsewhere; write ./%s", text)
		}
	}
}

// printsDirectory tells whether the cd stands in $( ) together with pwd, and
// prints into it.
func (s *shScript) printsDirectory(c *shCommand) bool {
	f := s.facts()
	i := f.stmtOf(c.at)
	if len(f.nodes[i].Node.(*syntax.Stmt).Redirs) > 0 {
		return false
	}
	for up := i; up >= 0; up = f.nodes[up].up {
		if sub, ok := f.nodes[up].Node.(*syntax.CmdSubst); ok {
			return strings.Contains(s.textOf(sub), "pwd")
		}
	}
	return false
}
