package escape

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishRole is what the word is that a hole is in.
type fishRole byte

const (
	fishNowhere     fishRole = iota // a place that no case of the analysis knows
	fishArgument                    // of a command
	fishCommand                     // its name
	fishValue                       // of set
	fishItem                        // of a for loop
	fishSubject                     // of a switch
	fishPattern                     // of a case
	fishTarget                      // of a redirection
	fishAssigned                    // NAME=value before a command
	fishVariable                    // the name of a variable that is assigned
	fishParameter                   // the name in $name
	fishFunction                    // the name of a function that is defined
	fishComment                     // a comment
	fishStatement                   // a whole statement
	fishProgramCode                 // the code of a call of perl or python3
)

var fishRoleNames = map[fishRole]string{
	fishCommand: "the name of a command", fishItem: "the list of a for", fishSubject: "the word of a switch", fishPattern: "the pattern of a case",
	fishTarget: "the target of a redirection", fishVariable: "the name of a variable", fishParameter: "the name behind a $",
	fishFunction: "the name of a function", fishComment: "a comment", fishStatement: "a statement", fishProgramCode: "the code of a program",
}

// A fishPlace is what the rules of fish look at.
type fishPlace struct {
	kind  kind
	role  fishRole
	quote fish.Quote

	before, after string // the text of the same word, up to its ends, as written
	name          string // of the command, or of the variable that is assigned
	own           bool   // the command is a function of the script
	options       bool   // a value that begins with - would be an option
	numeric       bool   // read as a number
	special       string // why the place is refused although its role is known
	code          string // what the argument is in another language: "a pattern"

	backslash bool // directly after one
	braces    bool // inside { }
	index     bool // inside [ ] of a variable
	partial   bool // a part of a name of a variable, or behind $$
	behind    bool // between double quotes, directly behind an expansion
	tilde     bool // behind a ~ that begins the word, with no / between
	glob      bool // in a word with an active * or ?
	next      byte // what stands behind it

	callable map[string]bool   // the functions a value can name
	sinks    map[string]string // the variables that are evaluated, and where
	reach    string            // where the variable that takes the value is evaluated
}

// String says the place in the words of the script.
func (p fishPlace) String() string {
	if p.reach != "" {
		reach := p.reach
		p.reach = ""
		return p.String() + ", which gets to " + reach
	}
	switch p.role {
	case fishArgument:
		if p.name == "" {
			return "an argument of a command that only the run knows"
		}
		return "an argument of " + p.name
	case fishValue, fishAssigned:
		return "the value of " + p.name
	}
	if name, ok := fishRoleNames[p.role]; ok {
		return name
	}
	return "a place that no rule knows"
}

// fullName is the whole name that a value makes.
func (p fishPlace) fullName(value string) string { return p.before + value + p.after }

func (s *fishScript) list(list *fish.List) {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for _, st := range line.Stmts {
				if from, to := s.sk.within(st.Start, st.End); from < to {
					s.statement(st, s.alone(job))
				}
			}
		}
	}
}

// alone says whether a job is one bare word on a line of its own.
func (s *fishScript) alone(j *fish.Job) bool {
	st := j.Pipelines[0].Stmts[0]
	if len(j.Pipelines) > 1 || len(j.Pipelines[0].Stmts) > 1 || j.Join != "" || j.Background || st.Kind != "" || len(st.Before) > 0 ||
		st.Decor != "" || len(st.Words) != 1 || len(st.Redirects) > 0 {
		return false
	}
	text := s.sk.text
	start := strings.LastIndexByte(text[:st.Start], '\n') + 1
	end := st.End + strings.IndexByte(text[st.End:]+"\n", '\n')
	return strings.Trim(text[start:st.Start]+text[st.End:end], " \t") == ""
}

func (s *fishScript) statement(st *fish.Stmt, alone bool) {
	for _, before := range st.Before {
		if before.Value != nil {
			s.assigned(before)
		}
	}
	for i, w := range st.Words {
		if s.holes(w) {
			s.word(w, s.role(st, i, alone))
		}
	}
	for _, r := range st.Redirects {
		p := fishPlace{role: fishTarget}
		if strings.HasSuffix(r.Op, "&") {
			p.special = "a file descriptor"
		}
		s.word(r.Target, p)
	}
	for _, list := range st.Lists {
		s.list(list)
	}
	for _, one := range st.Cases {
		s.statement(one, false)
	}
}

// assigned notes the holes of NAME=value before a command.
func (s *fishScript) assigned(before fish.Prefix) {
	name := before.Word
	from, to := s.sk.within(before.Start, before.Start+len(name))
	for i := from; i < to; i++ {
		m := s.sk.marks[i]
		p := fishPlace{role: fishVariable, before: name[:m.start-before.Start], after: name[m.end-before.Start:]}
		s.places[i] = &p
	}
	if from < to {
		name = ""
	}
	s.word(before.Value, fishPlace{role: fishAssigned, name: name})
}

// role is the place of the i-th word of a statement.
func (s *fishScript) role(st *fish.Stmt, i int, alone bool) fishPlace {
	switch st.Kind {
	case "":
		return s.callRole(st, i, alone)
	case "for":
		name, _ := s.name(st)
		if i == 0 {
			return fishPlace{role: fishVariable}
		}
		return fishPlace{role: fishItem, name: name}
	case "switch":
		return fishPlace{role: fishSubject}
	case "case":
		return fishPlace{role: fishPattern}
	case "function":
		p := fishPlace{role: fishFunction}
		if i > 0 {
			p.special = "the first line of a function, behind its name"
		}
		return p
	}
	return fishPlace{}
}

// word notes the places of all holes in a word, of which base says what they
// have in common.
func (s *fishScript) word(w *fish.Word, base fishPlace) {
	if !s.holes(w) {
		return
	}
	for _, part := range w.Parts {
		if part.Kind == fish.Active && strings.Contains("*?", part.Text) {
			base.glob = true
		}
	}
	for i, part := range w.Parts {
		from, to := s.sk.within(part.Start, part.End)
		switch {
		case part.Kind == fish.Text:
			for ; from < to; from++ {
				s.text(w, i, from, base)
			}
		case part.Kind == fish.Sub:
			s.list(part.List)
			s.index(part)
		case part.Kind == fish.Var:
			s.variable(part)
			s.index(part)
		}
	}
}

// text notes the place of one hole in the plain text of a word.
func (s *fishScript) text(w *fish.Word, i, hole int, p fishPlace) {
	part, m := w.Parts[i], s.sk.marks[hole]
	p.quote = part.Quote
	p.before, p.after = s.sk.text[w.Start:m.start], s.sk.text[m.end:w.End]
	if m.end < len(s.sk.text) {
		p.next = s.sk.text[m.end]
	}
	slashes := len(p.before) - len(strings.TrimRight(p.before, `\`))
	p.backslash = slashes%2 == 1 || slashes > 0 && p.quote == fish.Bare
	p.braces = part.Braces > 0
	if i > 0 && part.Quote == fish.Double && m.start == part.Start {
		last := w.Parts[i-1]
		p.behind = last.Quote == fish.Double && last.Kind != fish.Text && last.End == part.Start
	}
	p.tilde = w.Parts[0].Kind == fish.Active && w.Parts[0].Text == "~" && !strings.Contains(p.before, "/")
	p.options = p.options && !s.preceded(w.Parts[:i], part.Start, m.start)
	if p.role == fishVariable || p.role == fishFunction || p.role == fishCommand {
		if p.quote != fish.Bare || s.sk.hasHole(p.before) || s.sk.hasHole(p.after) || strings.Contains(p.after, "[") {
			p.special = "a name of several values, in quotes, or with an index"
		}
	}
	s.places[hole] = &p
}

// preceded says whether fixed text comes before a place in its word.
func (s *fishScript) preceded(parts []fish.Part, start, hole int) bool {
	return hole > start || slices.ContainsFunc(parts, func(part fish.Part) bool { return part.Kind == fish.Text && part.Text != "" })
}

// variable notes a hole in the name of a variable that is expanded.
func (s *fishScript) variable(part fish.Part) {
	name := part.Start + part.Dollars
	from, to := s.sk.within(part.Start, name+len(part.Text))
	for ; from < to; from++ {
		whole := part.Dollars == 1 && len(part.Text) == sentinelLength && !part.Indexed
		s.places[from] = &fishPlace{role: fishParameter, partial: !whole}
	}
}

// index notes the holes in the index of a variable or a command substitution.
func (s *fishScript) index(part fish.Part) {
	for _, inner := range part.Index {
		from, to := s.sk.within(inner.Start, inner.End)
		switch inner.Kind {
		case fish.Sub:
			s.list(inner.List)
			s.index(inner)
		case fish.Var:
			s.variable(inner)
			s.index(inner)
		default:
			for ; from < to; from++ {
				s.places[from] = &fishPlace{index: true}
			}
		}
	}
}

// comments notes the places of the holes in comments.
func (s *fishScript) comments() {
	for _, remark := range s.remarks {
		from, to := s.sk.within(remark.Start, remark.End)
		for ; from < to; from++ {
			p := &fishPlace{role: fishComment, quote: fishHash}
			switch {
			case remark.Nested:
				p.special = "a comment inside a command substitution"
			case remark.Start == 0 && (strings.HasPrefix(s.sk.text, "#!") || s.sk.marks[from].start == 1):
				p.special = "the first line of a script, behind #!"
			}
			s.places[from] = p
		}
	}
}
