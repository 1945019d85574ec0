package lint

import (
	"slices"

	"github.com/org/gosetup/generator/fish"
)

// Most lists begin with a command that ends in its own way, whatever the one
// before them did. So states that differ in their status only are one to them.

// entering are states as a list wants to know them.
func (f *fishFlow) entering(list *fish.List, states []*fishState) []*fishState {
	if !f.s.ignores(list) {
		return states
	}
	return merged(each(states, func(st *fishState) *fishState { return st.with(0) }))
}

// ignores tells of a list for which the status before it makes no difference.
func (s *fishScript) ignores(list *fish.List) bool {
	is, known := s.ignoring[list]
	if !known && !s.wide {
		s.ignoring[list] = false // where it comes back to itself
		is = s.ignoresFirst(list)
		s.ignoring[list] = is
	}
	return is
}

func (s *fishScript) ignoresFirst(list *fish.List) bool {
	for _, job := range list.Jobs {
		if job.Join != "" {
			return false
		}
		st := job.Pipelines[0].Stmts[0]
		switch {
		case s.overwrites(st):
			return true
		case len(job.Pipelines) > 1 || len(job.Pipelines[0].Stmts) > 1 || !keepsStatus(st):
			return false
		}
	}
	return false
}

// keepsStatus tells of a statement that neither asks for the status nor changes
// it, as far as the flow goes.
func keepsStatus(st *fish.Stmt) bool {
	return st.Kind == "function" || st.Kind == "" && len(st.Before) == 0 && isText(st.Words[0], "set") && !slices.ContainsFunc(st.Words, substitutes)
}

// overwrites tells of a statement that has a status of its own.
func (s *fishScript) overwrites(st *fish.Stmt) bool {
	switch st.Kind {
	case "begin", "if", "while":
		return s.ignores(st.Lists[0])
	case "":
		return s.overwritesAsCommand(st)
	}
	return false
}

func (s *fishScript) overwritesAsCommand(st *fish.Stmt) bool {
	for _, w := range st.Words {
		if i := slices.IndexFunc(w.Parts, func(p fish.Part) bool { return p.List != nil }); i >= 0 {
			return s.ignores(w.Parts[i].List)
		}
	}
	name, fixed := st.Words[0].Static()
	fn := s.funcs[name]
	switch {
	case !fixed || name == "set" || fishLeavers[name] || fishWrappers[name]:
		return false
	case fn != nil && st.Decor == "":
		return s.ignores(fn.Lists[0])
	}
	return true
}

// fishLeavers end a list with the status that they find.
var fishLeavers = wordSet(`exit return break continue`)
