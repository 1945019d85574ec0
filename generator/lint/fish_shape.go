package lint

import (
	"errors"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fish reads the whole of what is piped into it before it runs anything, so a
// part of a script runs as soon as it parses: it must not, before the last end.

// fishGroup is why a script has no Group, nil where it has one or nothing to do.
func fishGroup(s *fishScript) *fish.Error {
	if len(s.tree.List.Jobs) == 0 {
		return nil
	}
	_, err := s.tree.Group()
	var refused *fish.Error
	errors.As(err, &refused)
	return refused
}

// fishOutside tells of a shape that is wrong before any cut.
func fishOutside(e *fish.Error) bool {
	return strings.HasPrefix(e.What, "a command outside") || strings.HasPrefix(e.What, "a second command")
}

func fishWrapped(s *fishScript, report report) {
	if refused := fishGroup(s); refused != nil {
		if fishOutside(refused) {
			report(refused.Offset, "%s; put everything into one begin ... end", refused.What)
		}
		return
	}
	if s.role == Program && len(s.tree.List.Jobs) > 0 && !fishEndsWithExit(s.tree.List.Jobs[0]) {
		report(s.tree.List.Jobs[0].Start, "the block does not end in exit; what a broken connection or an editor adds behind it would run")
	}
}

func fishPrefixes(s *fishScript, report report) {
	refused := fishGroup(s)
	switch {
	case refused == nil && len(s.tree.List.Jobs) > 0:
		// All but b, be, beg and begi.
		s.tried = s.tree.List.Jobs[0].End - 4
	case refused != nil && !fishOutside(refused):
		report(refused.Offset, "%s; put it into the block, or give it another name", refused.What)
	}
}

func fishEndsWithExit(group *fish.Job) bool {
	jobs := group.Pipelines[0].Stmts[0].Lists[0].Jobs
	if len(jobs) == 0 {
		return false
	}
	last := jobs[len(jobs)-1]
	if last.Join != "" || len(last.Pipelines) > 1 {
		return false
	}
	st := last.Pipelines[0].Stmts[0]
	return st.Kind == "" && isText(st.Words[0], "exit")
}
