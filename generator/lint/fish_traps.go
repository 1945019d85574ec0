package lint

import (
	"slices"

	"github.com/org/gosetup/generator/fish"
)

// leaves lists the functions that end the script: that call exit, or one that
// does.
func (s *fishScript) leaves() map[string]bool {
	if s.leaving != nil {
		return s.leaving
	}
	leaves := map[string]bool{}
	s.leaving = leaves
	for grown := true; grown; {
		grown = false
		for _, c := range s.calls {
			if c.fn != "" && !c.sub && !leaves[c.fn] && (c.name == "exit" || leaves[c.name]) {
				leaves[c.fn] = true
				grown = true
			}
		}
	}
	return leaves
}

// fishExitInside reports what means to end the script and ends a command
// substitution.
func fishExitInside(s *fishScript, report report) {
	leaves := s.leaves()
	for _, c := range s.calls {
		if c.sub && (c.name == "exit" || leaves[c.name]) {
			report(c.Start, "%s ends the command substitution here, not the script; check the status behind it", c.name)
		}
	}
}

// fishLostStatus reports set x (cmd) in front of a pipe, and set behind one.
func fishLostStatus(s *fishScript, report report) {
	for _, c := range s.called("set") {
		n := len(c.line.Stmts)
		if n < 2 || c.sub && c.line.Stmts[n-1] != c.Stmt {
			continue
		}
		switch {
		case c.line.Stmts[0] != c.Stmt:
			report(c.Start, "set does not read what the pipe brings; write set x (cmd)")
		case slices.ContainsFunc(c.Words, substitutes):
			report(c.Start, "the status of the command in set is lost behind the pipe; put the pipe into the brackets")
		}
	}
}

// fishAndOr reports test ...; and A; or B where B also runs when A fails.
func fishAndOr(s *fishScript, report report) {
	for _, list := range s.jobs {
		for i := 2; i < len(list.Jobs); i++ {
			test, and, or := list.Jobs[i-2], list.Jobs[i-1], list.Jobs[i]
			if test.Join != "" || and.Join != "and" || or.Join != "or" {
				continue
			}
			if s.asks(test) && !s.asks(and) && !s.succeeds(and) && !s.ends(or) {
				report(or.Start, "this also runs when the command before it fails; write if ... else ... end")
			}
		}
	}
}

// onlyCommand is the command of a job that is no more than that, by name.
func onlyCommand(job *fish.Job) (name string, st *fish.Stmt) {
	if len(job.Pipelines) > 1 || len(job.Pipelines[0].Stmts) > 1 {
		return "", nil
	}
	if st = job.Pipelines[0].Stmts[0]; st.Kind != "" {
		return "", nil
	}
	name, _ = st.Words[0].Static()
	return name, st
}

// asks tells of a job that only looks.
func (s *fishScript) asks(job *fish.Job) bool {
	name, st := onlyCommand(job)
	if st == nil {
		return false
	}
	switch name {
	case "test", "[", "contains", "command", "type", "true", "false":
		return true
	case "set", "string", "functions":
		words := texts(st.Words)
		return len(words) > 1 && (words[1] == "-q" || words[1] == "match" || words[1] == "--query")
	}
	return false
}

// succeeds tells of a job that does not fail.
func (s *fishScript) succeeds(job *fish.Job) bool {
	name, st := onlyCommand(job)
	if st == nil {
		return false
	}
	return (name == "set" || name == "echo" || name == "printf") && !slices.ContainsFunc(st.Words, substitutes) || s.ends(job)
}

// ends tells of a job that leaves the function or the script.
func (s *fishScript) ends(job *fish.Job) bool {
	name, _ := onlyCommand(job)
	return name == "return" || name == "exit" || name == "break" || name == "continue" || s.leaves()[name]
}
