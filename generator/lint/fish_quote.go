package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fishUnquoted reports variables in test that are not in quotes and can be
// empty: test -n with nothing behind it is true, test = y is an error.
func fishUnquoted(s *fishScript, report report) {
	for _, c := range s.called("test", "[") {
		for _, w := range c.Words[1:] {
			if len(w.Parts) != 1 || w.Parts[0].Quote != fish.Bare {
				continue
			}
			switch part := w.Parts[0]; {
			case part.Kind == fish.Var && (part.Indexed || s.canBeEmpty(part.Text, c.fn)):
				report(w.Start, "$%s can be empty, and then test gets one word less; write it in double quotes", part.Text)
			case part.Kind == fish.Sub && !countsOnly(part.List):
				report(w.Start, "a command substitution can print nothing, and then test gets one word less; write it in double quotes, or put it into a variable first")
			}
		}
	}
}

// countsOnly tells of substitutions that always print one word.
func countsOnly(list *fish.List) bool {
	last := list.Jobs[len(list.Jobs)-1].Pipelines[0].Stmts
	words := texts(last[len(last)-1].Words)
	return len(words) > 0 && (words[0] == "count" || words[0] == "math" || words[0] == "string" && len(words) > 1 && words[1] == "length")
}

// canBeEmpty tells whether a variable can be without a value. In a function
// with a test -n "$x"; or set x 0 it is not.
func (s *fishScript) canBeEmpty(name, fn string) bool {
	if slices.Contains([]string{"status", "fish_pid", "PWD", "last_pid"}, name) {
		return false
	}
	if len(s.sets[name]) == 0 || name == "argv" {
		return true
	}
	if s.filled(name, fn) {
		return false
	}
	return slices.ContainsFunc(s.sets[name], func(set fishSet) bool {
		return set.call != nil && !set.add && !slices.ContainsFunc(set.values, sureWord)
	})
}

// sureWord tells of words that are there, whatever the variables hold.
func sureWord(w *fish.Word) bool {
	if len(w.Parts) == 1 && w.Parts[0].Kind == fish.Sub {
		return len(w.Parts[0].List.Jobs) > 0 && countsOnly(w.Parts[0].List)
	}
	if len(w.Parts) == 1 && w.Parts[0].Kind == fish.Var {
		return w.Parts[0].Text == "status" || w.Parts[0].Text == "fish_pid"
	}
	text, ok := w.Static()
	return ok && text != ""
}

// filled looks for test -n "$x"; or set x VALUE in a function.
func (s *fishScript) filled(name, fn string) bool {
	for _, set := range s.sets[name] {
		if set.call == nil || set.call.fn != fn || !slices.ContainsFunc(set.values, sureWord) {
			continue
		}
		for _, list := range s.jobs {
			for i, job := range list.Jobs {
				if i > 0 && job.Join == "or" && job.Pipelines[0].Stmts[0] == set.call.Stmt && strings.HasPrefix(s.text[list.Jobs[i-1].Start:], `test -n "$`+name+`"`) {
					return true
				}
			}
		}
	}
	return false
}

// fishCodeFromData reports code that is put together at run time.
func fishCodeFromData(s *fishScript, report report) {
	for _, c := range s.calls {
		if len(s.fetched) > 0 && s.flow("").used[c.Start] != "" {
			continue // GS101 says worse
		}
		switch {
		case c.name == "eval" && slices.ContainsFunc(c.Words[1:], func(w *fish.Word) bool { _, ok := w.Static(); return !ok }):
			report(c.Start, "eval reads its arguments as code, whatever they hold; call the command with its arguments")
		case (c.name == "source" || c.name == ".") && (c.line.Stmts[0] != c.Stmt || slices.ContainsFunc(c.Words[1:], substitutes)):
			report(c.Start, "source reads as code what a command prints; write the code into the script")
		case slices.Contains(interpreters, c.name) && codeArgument(c):
			report(c.Start, "the code behind -c holds a variable, whose value becomes code; write '$1' there, and the value behind it")
		}
	}
}

var interpreters = strings.Fields("sh bash zsh dash ksh fish /bin/sh /bin/bash /bin/zsh")

// codeArgument tells whether the word behind -c is computed.
func codeArgument(c *fishCall) bool {
	i := slices.Index(c.text, "-c")
	if i < 0 || i+1 >= len(c.Words) {
		return false
	}
	_, fixed := c.Words[i+1].Static()
	return !fixed
}

// substitutes tells of a word with a command substitution.
func substitutes(w *fish.Word) bool {
	return slices.ContainsFunc(w.Parts, func(p fish.Part) bool { return p.Kind == fish.Sub })
}
