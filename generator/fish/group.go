package fish

import "strings"

// Group is the one begin ... end that a script consists of, comments apart. Its
// error is an *Error: the script has another shape, or one that a cut can end.
//
// What has a Group has no effect when its end is missing: each prefix of the
// text that does not hold the whole group fails to parse, or holds nothing but
// comments, but for the four that end inside the word begin (b, be, beg, begi):
// these run a command of that name, which a system does not have.
//
// Why: a parser that reads from left to right is, where the text was cut, still
// inside the begin; it differs only in the token that the cut made shorter, or
// ended. So a prefix parses only when that one token closes everything that is
// open. A quote, a bracket, a line that goes on is closed by no cut. That
// leaves the begin alone, directly below which a command whose name begins with
// "end" becomes its end (endless, cut behind d): this is refused here. Below
// two blocks, one end is not enough.
//
// Behind the end, comments may follow, and redirections from one file
// descriptor to another. Any other would, cut short, name another file.
func (s *Script) Group() (*Stmt, error) {
	if len(s.List.Jobs) == 0 {
		return nil, &Error{What: "nothing but comments"}
	}
	job := s.List.Jobs[0]
	st := job.Pipelines[0].Stmts[0]
	switch {
	case st.Kind != "begin" || len(st.Before) > 0 || job.Join != "":
		return nil, &Error{job.Start, "a command outside of begin ... end, which runs although the rest of the script is missing"}
	case len(job.Pipelines) > 1 || len(job.Pipelines[0].Stmts) > 1 || job.Background:
		return nil, &Error{st.End, "something behind the end, without which the block runs when the script is cut there"}
	case len(s.List.Jobs) > 1:
		return nil, &Error{s.List.Jobs[1].Start, "a second command behind begin ... end, without which the block runs when the script is cut there"}
	}
	for _, r := range st.Redirects {
		if !strings.HasSuffix(r.Op, "&") {
			return nil, &Error{r.Start, "the name of a file behind the end, which is another one when the script is cut there"}
		}
	}
	for _, job := range st.Lists[0].Jobs {
		if name := job.Pipelines[0].Stmts[0].name(); name != nil && name.Start == job.Start && strings.HasPrefix(name.head(), "end") {
			return nil, &Error{job.Start, `a command whose name begins with "end", which ends the block when the script is cut there`}
		}
	}
	return st, nil
}

// name is the first word of a command.
func (st *Stmt) name() *Word {
	if st.Kind != "" {
		return nil
	}
	return st.Words[0]
}

// head is the text that a word begins with.
func (w *Word) head() string {
	var b strings.Builder
	for _, part := range w.Parts {
		if part.Kind != Text {
			break
		}
		b.WriteString(part.Text)
	}
	return b.String()
}
