package lint

import (
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shQuoteChecks look for what becomes several words, a pattern, an option or
// code because of what it holds.
var shQuoteChecks = []check[*shScript]{
	{"GS200", shSplit},
	{"GS201", shAllWords},
	{"GS202", shSplitOutput},
	{"GS203", shTestSplit},
	{"GS204", shLoopOverFiles},
	{"GS205", shRemoveEmpty},
	{"GS206", shLeadingDash},
	{"GS207", shEval},
	{"GS208", shCodeArgument},
	{"GS209", shTrapEarly},
	{"GS210", shFormat},
	{"GS211", shReadBackslash},
	{"GS213", shQuotedTilde},
	{"GS214", shUncheckedCd},
	{"GS215", shCDPath},
}

// takesNumber are the builtins whose arguments are numbers, or nothing.
var takesNumber = map[string]bool{"exit": true, "return": true, "shift": true, "wait": true, "kill": true, "sleep": true, "break": true, "continue": true, "umask": true, "ulimit": true, "set": true, ":": true, "let": true}

// splits tells how the bare expansion at i is split: by the command whose
// argument it is ("" for a redirection). ok is false where shells do not split,
// and where splitting is what the author wants: a list of a for, set --, the
// name of the command itself.
func (s *shScript) splits(i int) (c *shCommand, word int, ok bool) {
	f := s.facts()
	word = f.bare(i)
	if word < 0 || s.dialect == dialect.Zsh {
		return nil, 0, false
	}
	switch up := f.parent(word).(type) {
	case *syntax.CallExpr:
		c = f.of[up]
		w := f.nodes[word].Node.(*syntax.Word)
		if up.Args[0] == w || takesNumber[c.name] || c.name == "[[" {
			return nil, 0, false
		}
		if _, _, is := assignment(w); is && declarations[c.name] {
			return nil, 0, false // shells of the last years do not split here
		}
		return c, word, true
	case *syntax.Redirect:
		return nil, word, up.Word == f.nodes[word].Node && s.dialect == dialect.Bash
	}
	return nil, 0, false
}

// isTest tells of [ and test.
func isTest(c *shCommand) bool { return c != nil && (c.name == "[" || c.name == "test") }

func shSplit(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		if allWords(n) || n.Param == nil || f.tameExpansion("", n) || severalByName(n.Param.Value) {
			continue
		}
		if c, _, ok := s.splits(i); ok && !isTest(c) {
			report(offset(n), "%s is split at blanks and expanded as a pattern; write \"%s\"", s.textOf(n), s.textOf(n))
		}
	}
}

// severalByName tells of variables that are to be split: LDFLAGS, tar_opts.
func severalByName(name string) bool {
	name = strings.ToLower(name)
	for _, ending := range []string{"flags", "opts", "options", "args", "params"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

// allWords tells of $@, $* and all elements of an array.
func allWords(n *syntax.ParamExp) bool {
	if n.Param != nil && (n.Param.Value == "@" || n.Param.Value == "*") {
		return !n.Length
	}
	w, ok := n.Index.(*syntax.Word)
	if !ok || n.Length {
		return false
	}
	text, _ := wordText(w)
	return text == "@" || text == "*"
}

func shAllWords(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.expansions {
		n := f.nodes[i].Node.(*syntax.ParamExp)
		word := f.bare(i)
		if word < 0 || !allWords(n) || s.dialect == dialect.Zsh {
			continue
		}
		if n.Exp != nil && (n.Exp.Op == syntax.AlternateUnset || n.Exp.Op == syntax.AlternateUnsetOrNull) {
			continue // ${1+"$@"}
		}
		switch up := f.parent(word).(type) {
		case *syntax.CallExpr:
			if c := f.of[up]; up.Args[0] != f.nodes[word].Node && c.name == "set" {
				continue
			}
		case *syntax.WordIter:
		default:
			continue
		}
		instead := strings.Replace(s.textOf(n), "*", "@", 1)
		report(offset(n), "%s makes several arguments out of one with blanks; write \"%s\"", s.textOf(n), instead)
	}
}

func shSplitOutput(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.substs {
		n := f.nodes[i].Node.(*syntax.CmdSubst)
		if f.tameCommand(n) {
			continue
		}
		c, _, ok := s.splits(i)
		if ok && !isTest(c) && c != nil && c.name != "eval" {
			report(offset(n), "what the command prints is split at blanks and expanded as patterns; write \"$(...)\"")
		}
	}
}

// shTestSplit: [ $x = y ] is a mistake in the syntax when x is empty, in zsh too.
func shTestSplit(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if !isTest(c) {
			continue
		}
		for k, arg := range c.args {
			n, ok := soleExpansion(arg)
			if !ok {
				f.testSplitInside(s, arg, report)
				continue
			}
			if n.Param == nil || f.tameExpansion("", n) && neverEmpty(f, n) || k > 0 && (c.texts[k-1] == "-n" || c.texts[k-1] == "-z") && k <= 2 {
				continue
			}
			if k == 0 && len(c.args) <= 2 {
				continue // [ $x ] is false for an empty x, as meant
			}
			report(offset(n), "if %s is empty or has blanks, this is no test but an error; write \"%s\"", s.textOf(n), s.textOf(n))
		}
	}
}

// testSplitInside is the same for [ -e $dir/file ], where only blanks matter.
func (f *shFacts) testSplitInside(s *shScript, arg *syntax.Word, report report) {
	if s.dialect == dialect.Zsh {
		return
	}
	for _, part := range arg.Parts {
		if n, ok := part.(*syntax.ParamExp); ok && n.Param != nil && !f.tameExpansion("", n) {
			report(offset(n), "if %s has blanks, this is no test but an error; write \"%s\"", s.textOf(n), s.textOf(n))
		}
	}
}

// soleExpansion is the expansion that a word consists of.
func soleExpansion(w *syntax.Word) (*syntax.ParamExp, bool) {
	if len(w.Parts) != 1 {
		return nil, false
	}
	n, ok := w.Parts[0].(*syntax.ParamExp)
	return n, ok
}

// neverEmpty tells whether everything that the variable is set to has text.
func neverEmpty(f *shFacts, n *syntax.ParamExp) bool {
	if n.Length || n.Param.Value != "@" && n.Param.Value != "*" && !isShName(n.Param.Value) {
		return n.Length || strings.ContainsAny(n.Param.Value, "#?$!")
	}
	v := f.vars[n.Param.Value]
	if v == nil {
		return true // UID and the like
	}
	for _, set := range v.sets {
		if set.how == "number" {
			continue
		}
		if set.value == nil || len(set.value.Parts) == 0 || !hasText(set.value.Parts) {
			return false
		}
	}
	return true
}

// hasText tells whether a word is never empty.
func hasText(parts []syntax.WordPart) bool {
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			return true
		case *syntax.SglQuoted:
			return part.Value != ""
		case *syntax.DblQuoted:
			if hasText(part.Parts) {
				return true
			}
		case *syntax.ArithmExp, *syntax.CmdSubst:
			return true
		}
	}
	return false
}

// listing are commands whose output names files.
var listing = map[string]bool{"ls": true, "find": true}

func shLoopOverFiles(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.substs {
		n := f.nodes[i].Node.(*syntax.CmdSubst)
		word := f.bare(i)
		if word < 0 || len(n.Stmts) != 1 {
			continue
		}
		if _, ok := f.parent(word).(*syntax.WordIter); !ok {
			continue
		}
		first := n.Stmts[0]
		for b, ok := first.Cmd.(*syntax.BinaryCmd); ok; b, ok = first.Cmd.(*syntax.BinaryCmd) {
			first = b.X
		}
		if c := f.call(first); c != nil && listing[c.name] {
			report(offset(n), "a file whose name has a blank becomes two; loop over a pattern, for x in ./*, or let find run the command with -exec")
		}
	}
}
