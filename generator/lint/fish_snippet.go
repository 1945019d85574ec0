package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A snippet is read at the start of every shell: it must cost nothing and leave
// nothing but what it is for, exported variables.

func fishStartsProcess(s *fishScript, report report) {
	if s.role != Snippet {
		return
	}
	for _, c := range s.calls {
		switch {
		case c.name == "":
			report(c.Start, "nobody can see what this command starts; write its name")
		case c.name == "fish_add_path" && c.Decor == "": // a function of fish that uses builtins only
		case !fishBuiltins[c.name] && s.funcs[c.name] == nil || c.Decor == "command" || c.Decor == "exec":
			report(c.Start, "%s is a program, or a function of fish that may start one; every new shell waits for it; use builtins (string, path, set, test), or do it once, when the tool is installed", c.name)
		}
	}
}

func fishLeavesBehind(s *fishScript, report report) {
	if s.role != Snippet {
		return
	}
	for name, st := range s.funcs {
		if !s.erased(name) {
			report(st.Start, "the function %s stays in every shell; write its commands where it is called", name)
		}
	}
	s.leaks(s.tree.List, nil, report)
}

// erased tells whether functions --erase takes a function away again.
func (s *fishScript) erased(name string) bool {
	return slices.ContainsFunc(s.called("functions"), func(c *fishCall) bool {
		return slices.Contains(c.args(), name) && (slices.Contains(c.args(), "--erase") || slices.Contains(c.args(), "-e"))
	})
}

// leaks reports variables of a list that live on behind it; local are those
// that do not.
func (s *fishScript) leaks(list *fish.List, local []string, report report) {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for _, st := range line.Stmts {
				local = s.leaksOf(st, local, report)
			}
		}
	}
}

// leaksOf looks at one statement, and returns the locals behind it.
func (s *fishScript) leaksOf(st *fish.Stmt, local []string, report report) []string {
	words := texts(st.Words)
	switch {
	case st.Kind == "for" && !slices.Contains(local, words[0]):
		report(st.Start, "the variable %s stays behind; write set -l %s before the loop, in a block", words[0], words[0])
	case st.Kind == "" && words[0] == "set":
		local = leaksOfSet(st, words[1:], local, report)
	case st.Kind == "" && words[0] == "read":
		report(st.Start, "read leaves a variable behind; use set -l and string")
	}
	if st.Kind == "function" {
		return local
	}
	for _, inner := range st.Lists {
		s.leaks(inner, slices.Clone(local), report)
	}
	for _, one := range st.Cases {
		s.leaks(one.Lists[0], slices.Clone(local), report)
	}
	return local
}

func leaksOfSet(st *fish.Stmt, words []string, local []string, report report) []string {
	flags := ""
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		flags += strings.NewReplacer("--local", "l", "--function", "f", "--global", "g", "--universal", "U", "--export", "x", "--query", "q", "--erase", "e").Replace(words[0])
		words = words[1:]
	}
	if len(words) == 0 || strings.ContainsAny(flags, "qe") {
		return local
	}
	name, _, _ := strings.Cut(words[0], "[")
	switch {
	case strings.ContainsAny(flags, "U"):
		report(st.Start, "set -U writes into the settings of fish for ever; use set -gx")
	case strings.ContainsAny(flags, "lf"):
		return append(local, name)
	case strings.ContainsAny(flags, "x") || slices.Contains(local, name):
	case name != strings.ToUpper(name) || strings.ContainsAny(flags, "g"):
		report(st.Start, "the variable %s stays behind; write set -l in a block, or export it", name)
	}
	return local
}
