package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// removesTree tells of rm -r.
func removesTree(c *shCommand) bool {
	return c.name == "rm" && slices.ContainsFunc(c.texts, func(text string) bool {
		return strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "--") && strings.ContainsAny(text, "rR") || text == "--recursive"
	})
}

// systemDirs are what is lost when the variable before /bin is empty.
var systemDirs = strings.Fields("bin boot dev etc home lib lib64 opt root sbin usr var tmp Applications Library System Users")

func shRemoveEmpty(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !removesTree(c) {
			continue
		}
		for _, arg := range c.args {
			n, rest := leadingExpansion(arg)
			if n == nil || !strings.HasPrefix(rest, "/") || n.Exp != nil && !emptyDefault(n.Exp) || n.Param == nil {
				continue
			}
			name, _, _ := strings.Cut(rest[1:], "/")
			if name != "" && name != "*" && !slices.Contains(systemDirs, name) || f.sure(n.Param.Value) {
				continue
			}
			report(offset(arg), "if %s is empty, this removes %s; write \"${%s:?}\"%s", n.Param.Value, rest, n.Param.Value, rest)
		}
	}
}

// emptyDefault tells of ${x-} and ${x:-}: the author says that x may be empty.
func emptyDefault(e *syntax.Expansion) bool {
	if e.Op != syntax.DefaultUnset && e.Op != syntax.DefaultUnsetOrNull {
		return false
	}
	if e.Word == nil {
		return true
	}
	text, ok := literal(e.Word)
	return ok && text == ""
}

// leadingExpansion is the expansion that a word begins with, and the text
// behind it, up to the next expansion.
func leadingExpansion(w *syntax.Word) (n *syntax.ParamExp, rest string) {
	if _, lit := w.Parts[0].(*syntax.Lit); lit {
		return nil, ""
	}
	var b strings.Builder
	for _, part := range flat(w.Parts) {
		switch part := part.(type) {
		case *syntax.ParamExp:
			if n != nil {
				return n, b.String() + "\x00"
			}
			n = part
		case *syntax.Lit:
			b.WriteString(part.Value)
		case *syntax.SglQuoted:
			b.WriteString(part.Value)
		default:
			return n, b.String() + "\x00"
		}
		if n == nil {
			return nil, ""
		}
	}
	return n, b.String()
}

// flat are the parts of a word without its double quotes.
func flat(parts []syntax.WordPart) []syntax.WordPart {
	if len(parts) == 1 {
		if q, ok := parts[0].(*syntax.DblQuoted); ok {
			return q.Parts
		}
		return parts
	}
	var all []syntax.WordPart
	for _, part := range parts {
		if q, ok := part.(*syntax.DblQuoted); ok {
			all = append(all, q.Parts...)
		} else {
			all = append(all, part)
		}
	}
	return all
}

// sure tells whether a variable cannot be empty: whatever it is set to has text,
// or the script asks somewhere.
func (f *shFacts) sure(name string) bool {
	v := f.vars[name]
	if v == nil || name == "HOME" || name == "PWD" {
		return name == "HOME" || name == "PWD"
	}
	for _, read := range v.reads {
		n, ok := f.nodes[read.at].Node.(*syntax.ParamExp) // or a name in $(( ))
		if ok && n.Exp != nil && (n.Exp.Op == syntax.ErrorUnsetOrNull || n.Exp.Op == syntax.DefaultUnsetOrNull && !emptyDefault(n.Exp)) || f.emptyTest(read.at) {
			return true
		}
	}
	for _, set := range v.sets {
		if set.how == "number" {
			continue
		}
		if set.value == nil || !hasText(set.value.Parts) && !strings.HasSuffix(set.how, "prefix") {
			return false
		}
		if sub, ok := soleSubst(set.value); ok && !f.errexit && !f.makesTemp(sub) {
			return false
		}
	}
	return len(v.sets) > 0
}

func (f *shFacts) makesTemp(n *syntax.CmdSubst) bool {
	if len(n.Stmts) == 0 {
		return false
	}
	c := f.call(n.Stmts[0])
	return c != nil && (c.name == "mktemp" || c.name == "pwd")
}

func soleSubst(w *syntax.Word) (*syntax.CmdSubst, bool) {
	parts := flat(w.Parts)
	if len(parts) != 1 {
		return nil, false
	}
	n, ok := parts[0].(*syntax.CmdSubst)
	return n, ok
}

// emptyTest tells whether the expansion at i is what [ -n ] or [ -z ] looks at,
// or the word of a case.
func (f *shFacts) emptyTest(i int) bool {
	for up := f.nodes[i].up; up >= 0; up = f.nodes[up].up {
		switch n := f.nodes[up].Node.(type) {
		case *syntax.Word, *syntax.DblQuoted:
		case *syntax.CallExpr:
			c := f.of[n]
			return isTest(c) && (len(c.texts) <= 2 || slices.Contains(c.texts, "-n") || slices.Contains(c.texts, "-z") || slices.Contains(c.texts, "-d"))
		case *syntax.UnaryTest:
			return n.Op == syntax.TsEmpStr || n.Op == syntax.TsNempStr || n.Op == syntax.TsDirect
		case *syntax.CaseClause:
			return true
		default:
			return false
		}
	}
	return false
}

// takesFiles are commands that take names of files after their options.
var takesFiles = map[string]bool{"rm": true, "mv": true, "cp": true, "ln": true, "mkdir": true, "rmdir": true, "chmod": true, "chown": true, "chgrp": true, "touch": true, "cat": true, "ls": true, "gzip": true, "install": true, "head": true, "tail": true, "wc": true}

// shLeadingDash: the name of a file, or an argument of the script, that begins
// with a dash is an option to the command that gets it.
func shLeadingDash(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !takesFiles[c.name] || slices.Contains(c.texts, "--") {
			continue
		}
		for k, arg := range c.args {
			if lit, ok := arg.Parts[0].(*syntax.Lit); ok && (strings.HasPrefix(lit.Value, "*") || strings.HasPrefix(lit.Value, "?")) {
				report(offset(arg), "a file whose name begins with - becomes an option of %s; write ./%s", c.name, s.textOf(arg))
			}
			if n, rest := leadingExpansion(arg); n != nil && !c.plain[k] && f.nodes[c.at].fn < 0 && rest == "" && n.Exp == nil && outside(n) && !f.shifted(c.at) {
				report(offset(arg), "an argument that begins with - becomes an option of %s; write -- before it", c.name)
			}
		}
	}
}

// outside tells of what the user typed: $1, "$@".
func outside(n *syntax.ParamExp) bool {
	return n.Param != nil && (n.Param.Value == "@" || n.Param.Value == "*" || len(n.Param.Value) == 1 && n.Param.Value[0] >= '1' && n.Param.Value[0] <= '9')
}

// shifted tells whether the arguments are the script's own by then: set -- gave
// them, or a case looked at them.
func (f *shFacts) shifted(i int) bool {
	for _, c := range f.commands {
		if c.at < i && f.nodes[c.at].fn < 0 && c.name == "set" && slices.Contains(c.texts, "--") {
			return true
		}
	}
	for up := f.nodes[i].up; up >= 0; up = f.nodes[up].up {
		if n, ok := f.nodes[up].Node.(*syntax.CaseClause); ok {
			if parts := flat(n.Word.Parts); len(parts) == 1 {
				if e, ok := parts[0].(*syntax.ParamExp); ok && outside(e) {
					return true
				}
			}
		}
	}
	return false
}

// fileCommands are those for which a word is the name of a file.
var fileCommands = map[string]bool{"cd": true, ".": true, "source": true, "[": true, "test": true, "find": true, "open": true, "grep": false}

// shQuotedTilde: a shell expands ~ only outside quotes.
func shQuotedTilde(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.quoted {
		n := f.nodes[i].Node
		word, ok := f.parent(i).(*syntax.Word)
		if text := s.textOf(n); !ok || len(text) < 3 || text[1:3] != "~/" || word.Parts[0] != n {
			continue
		}
		at := f.nodes[i].up
		switch up := f.parent(at).(type) {
		case *syntax.CallExpr:
			c := f.of[up]
			if !takesFiles[c.name] && !fileCommands[c.name] || slices.ContainsFunc(c.texts, func(t string) bool { return t == "=" || t == "!=" || t == "==" }) {
				continue
			}
		case *syntax.Redirect:
			if up.Hdoc == word || up.Op == syntax.WordHdoc {
				continue
			}
		case *syntax.Assign:
			if up.Name == nil || !f.variable(up.Name.Value).exported && up.Name.Value != "PATH" {
				continue
			}
		default:
			continue
		}
		report(offset(n), "the tilde is in quotes and stays a tilde; write \"$HOME/...\"")
	}
}
