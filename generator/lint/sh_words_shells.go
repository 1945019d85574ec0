package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shNewBash: /bin/bash of macOS is 3.2.
func shNewBash(s *shScript, report report) {
	f := s.facts()
	if s.dialect != dialect.Bash || strings.Contains(s.text, "BASH_VERS") || s.system() == "linux" {
		return
	}
	for i := range f.nodes {
		n := f.nodes[i].Node
		if what := newInBash(f, i, n); what != "" {
			report(offset(n), "%s, and macOS has 3.2; write it another way, or ask for BASH_VERSINFO first", what)
		}
	}
}

// newInBash says which version of bash brought what stands there, "" if 3.2 has it.
func newInBash(f *shFacts, i int, n syntax.Node) string {
	switch n := n.(type) {
	case *syntax.DeclClause:
		if flagged(n, "A") {
			return "associative arrays came with bash 4.0"
		}
		if flagged(n, "n") {
			return "references to variables came with bash 4.3"
		}
	case *syntax.CallExpr:
		c := f.of[n]
		switch {
		case c.name == "mapfile" || c.name == "readarray":
			return c.name + " came with bash 4.0"
		case c.name == "wait" && slices.Contains(c.texts, "-n"):
			return "wait -n came with bash 4.3"
		case isTest(c) && slices.Contains(c.texts, "-v"):
			return "test -v came with bash 4.2"
		case c.name == "shopt" && (slices.Contains(c.texts, "globstar") || slices.Contains(c.texts, "lastpipe") || slices.Contains(c.texts, "inherit_errexit")):
			return c.texts[len(c.texts)-1] + " came with bash 4"
		}
	case *syntax.ParamExp:
		if n.Exp != nil && slices.Contains([]syntax.ParExpOperator{syntax.UpperFirst, syntax.UpperAll, syntax.LowerFirst, syntax.LowerAll}, n.Exp.Op) {
			return "changing case in ${ } came with bash 4.0"
		}
		if n.Exp != nil && n.Exp.Op == syntax.OtherParamOps {
			return "${x@...} came with bash 4.4"
		}
	case *syntax.BinaryCmd:
		if n.Op == syntax.PipeAll {
			return "|& came with bash 4.0"
		}
	case *syntax.Redirect:
		if n.Op == syntax.AppAll {
			return "&>> came with bash 4.0"
		}
	case *syntax.CoprocClause:
		return "coproc came with bash 4.0"
	case *syntax.UnaryTest:
		if n.Op == syntax.TsVarSet {
			return "[[ -v ]] came with bash 4.2"
		}
	}
	return ""
}

// shEmptyArray: before 4.4, set -u takes an empty array for an unset one.
func shEmptyArray(s *shScript, report report) {
	f := s.facts()
	if s.dialect != dialect.Bash || !f.nounset || strings.Contains(s.text, "BASH_VERS") || s.system() == "linux" {
		return
	}
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		if n.Param == nil || n.Index == nil || n.Excl || !allWords(n) || n.Exp != nil || !f.startsEmpty(n.Param.Value) || strings.Contains(s.text, "${#"+n.Param.Value+"[") || s.alternative(i) {
			continue
		}
		report(offset(n), "with set -u, bash 3.2 of macOS stops here when the array is empty; write ${%s[@]+\"${%s[@]}\"}", n.Param.Value, n.Param.Value)
	}
}

// startsEmpty tells of an array that is set to () and may stay so: what is added
// to it is added in a branch, or in a loop that may not run.
func (f *shFacts) startsEmpty(name string) bool {
	v := f.vars[name]
	if v == nil || slices.ContainsFunc(v.sets, func(set shSet) bool { return set.more && f.always(set.at) }) {
		return false
	}
	return slices.ContainsFunc(v.sets, func(set shSet) bool {
		n, ok := f.nodes[set.at].Node.(*syntax.Assign)
		return ok && n.Array != nil && len(n.Array.Elems) == 0
	})
}

// always tells whether the node at i runs whenever its function does.
func (f *shFacts) always(i int) bool {
	for i = f.nodes[i].up; i >= 0; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.CallExpr, *syntax.Stmt, *syntax.Block, *syntax.File:
		case *syntax.FuncDecl:
			return true
		case *syntax.ForClause:
			iter, ok := n.Loop.(*syntax.WordIter)
			if !ok || !slices.ContainsFunc(iter.Items, func(w *syntax.Word) bool { return hasText(w.Parts) }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// alternative tells whether the expansion stands in ${x[@]+...}.
func (s *shScript) alternative(i int) bool {
	f := s.facts()
	for up := f.nodes[i].up; up >= 0; up = f.nodes[up].up {
		switch n := f.nodes[up].Node.(type) {
		case *syntax.ParamExp:
			return n.Exp != nil
		case *syntax.Word, *syntax.DblQuoted:
		default:
			return false
		}
	}
	return false
}

// isZsh tells of a script that runs with zsh's own rules.
func (s *shScript) isZsh() bool { return s.dialect == dialect.Zsh && !s.facts().mixed }

// shZshSplit: zsh does not split what a variable holds.
func shZshSplit(s *shScript, report report) {
	f := s.facts()
	if !s.isZsh() {
		return
	}
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		word := f.bare(i)
		if word < 0 || n.Split != syntax.OptUnset || n.Flags != nil || n.Param == nil || n.Exp != nil || n.Index != nil || n.Length || len(f.nodes[word].Node.(*syntax.Word).Parts) != 1 {
			continue
		}
		_, inCall := f.parent(word).(*syntax.CallExpr)
		_, inLoop := f.parent(word).(*syntax.WordIter)
		if inCall || inLoop {
			if f.severalWords(n.Param.Value, inCall) {
				report(offset(n), "zsh does not split %s into words; make it an array, or write ${=%s}", s.textOf(n), n.Param.Value)
			}
		}
	}
}

// severalWords tells of a variable that holds a list of words, or of options.
func (f *shFacts) severalWords(name string, options bool) bool {
	v := f.vars[name]
	if v == nil || len(v.sets) == 0 {
		return false
	}
	several := false
	for _, set := range v.sets {
		if n, ok := f.nodes[set.at].Node.(*syntax.Assign); ok && n.Array != nil {
			return false
		}
		if set.value == nil || set.how == "for" {
			continue
		}
		text, _ := wordText(set.value)
		words := strings.Fields(text)
		other := slices.ContainsFunc(words, func(word string) bool { return !strings.HasPrefix(word, "-") })
		several = several || len(words) > 1 && !(options && other)
	}
	return several
}

// shZshIndex: arrays of zsh begin at 1.
func shZshIndex(s *shScript, report report) {
	f := s.facts()
	if !s.isZsh() || strings.Contains(strings.ToLower(strings.ReplaceAll(s.text, "_", "")), "ksharrays") {
		return
	}
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		if w, ok := n.Index.(*syntax.Word); ok && n.Param != nil {
			if text, _ := wordText(w); text == "0" {
				report(offset(n), "zsh counts from 1, so this is empty; write %s[1]", n.Param.Value)
			}
		}
	}
}

// shZshGlob: a pattern that matches nothing is an error in zsh.
func shZshGlob(s *shScript, report report) {
	f := s.facts()
	if !s.isZsh() || f.zshGlobs(s) {
		return
	}
	for _, i := range f.words {
		n := f.nodes[i].Node.(*syntax.Word)
		switch up := f.parent(i).(type) {
		case *syntax.CallExpr:
			if c := f.of[up]; isTest(c) || c.name == "noglob" || c.name == "[[" || strings.HasPrefix(s.textOf(up), "noglob") {
				continue
			}
		case *syntax.WordIter:
		default:
			continue
		}
		for _, part := range n.Parts {
			lit, ok := part.(*syntax.Lit)
			if ok && globs(lit.Value) && !strings.Contains(s.textOf(n), "(") && !f.tested(f.stmtOf(i)) {
				report(offset(n), "if nothing matches, zsh stops with an error; write %s(N)", s.textOf(n))
				break
			}
		}
	}
}

// globs tells of * or ? that no backslash takes away.
func globs(text string) bool {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '*', '?':
			return true
		}
	}
	return false
}

// zshGlobs tells whether the script says what becomes of patterns without a match.
func (f *shFacts) zshGlobs(s *shScript) bool {
	for _, c := range f.commands {
		for _, text := range c.texts {
			switch strings.ToLower(strings.ReplaceAll(text, "_", "")) {
			case "nullglob", "nonomatch", "nomatch", "cshnullglob", "noglob":
				return true
			}
		}
	}
	return false
}

// shZshEquals: a word that begins with = is the path of a command.
func shZshEquals(s *shScript, report report) {
	f := s.facts()
	if !s.isZsh() {
		return
	}
	if options := strings.ReplaceAll(s.text, "_", ""); strings.Contains(options, "noequals") || strings.Contains(options, "nonomatch") {
		return
	}
	for _, c := range f.commands {
		for _, arg := range c.args {
			lit, ok := arg.Parts[0].(*syntax.Lit)
			if ok && len(lit.Value) > 1 && lit.Value[0] == '=' && len(arg.Parts) == 1 && lit.Value != "=~" {
				report(offset(arg), "zsh takes %s for the path of a command called %s and stops; quote it, or write = in [ ]", lit.Value, lit.Value[1:])
			}
		}
	}
}
