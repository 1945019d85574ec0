package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shDieInSubst: a function that ends the script with exit ends only the process
// of $( ) when it is called there.
func shDieInSubst(s *shScript, report report) {
	f := s.facts()
	if f.errexit {
		return
	}
	dies := s.dying()
	for _, i := range f.assigns {
		n := f.nodes[i].Node.(*syntax.Assign)
		call, ok := f.parent(i).(*syntax.CallExpr)
		if !ok || len(call.Args) > 0 || n.Value == nil || n.Name == nil {
			continue
		}
		sub, ok := soleSubst(n.Value)
		if !ok || len(sub.Stmts) != 1 {
			continue
		}
		c := f.call(sub.Stmts[0])
		if c == nil || !dies[c.name] || s.asksFor(i, n.Name.Value) {
			continue
		}
		report(offset(sub), "the exit in %s ends only this $( ), and the script goes on; write %s=$(...) || exit", c.name, n.Name.Value)
	}
}

// dying are the functions that call exit with a status other than 0, or a
// function that does.
func (s *shScript) dying() map[string]bool {
	f := s.facts()
	dies := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, c := range f.commands {
			fn := f.nodes[c.at].fn
			if fn < 0 || s.ownProcess(c.at) >= 0 || f.inSubst(c.at) {
				continue
			}
			decl := f.nodes[fn].Node.(*syntax.FuncDecl)
			exits := c.name == "exit" && (len(c.texts) == 0 || c.texts[0] != "0")
			if decl.Name != nil && (exits || dies[c.name]) && !dies[decl.Name.Value] {
				dies[decl.Name.Value], changed = true, true
			}
		}
	}
	return dies
}

// asksFor tells whether the script looks at the status of the assignment at i,
// or at the variable right behind it.
func (s *shScript) asksFor(i int, name string) bool {
	f := s.facts()
	stmt := f.stmtOf(i)
	if f.tested(stmt) || f.condition(stmt) {
		return true
	}
	list, k := f.siblings(stmt)
	if list == nil || k == len(list)-1 {
		return true // the status goes to the caller
	}
	next := s.textOf(list[k+1])
	if strings.Contains(next, "$?") {
		return true
	}
	asks := slices.ContainsFunc([]string{"[ ", "[[ ", "case ", "test ", "if "}, func(word string) bool { return strings.HasPrefix(next, word) })
	return asks && strings.Contains(next, name)
}

// shHeredocScript: a script that is written by a here-document without quotes
// gets the arguments of the one that writes it.
func shHeredocScript(s *shScript, report report) {
	f := s.facts()
	for _, i := range f.redirects {
		n := f.nodes[i].Node.(*syntax.Redirect)
		if n.Hdoc == nil || len(n.Hdoc.Parts) == 0 {
			continue
		}
		first, ok := n.Hdoc.Parts[0].(*syntax.Lit)
		if !ok || !strings.HasPrefix(strings.TrimLeft(first.Value, "\t"), "#!") {
			continue
		}
		for _, part := range n.Hdoc.Parts {
			e, ok := part.(*syntax.ParamExp)
			if ok && e.Param != nil && slices.Contains([]string{"@", "*", "#", "?"}, e.Param.Value) {
				report(offset(e), "%s is that of the script that writes, not of the one that is written; write \\%s, or <<'%s'", s.textOf(e), s.textOf(e), s.textOf(n.Word))
			}
		}
	}
}
