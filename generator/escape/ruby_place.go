package escape

import (
	"cmp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// A rubyRole is what the expression is that a hole is in.
type rubyRole byte

const (
	rubyNowhere   rubyRole = iota // a place that no case of the analysis knows
	rubyArgument                  // of a method
	rubyElement                   // of [ ]
	rubyValue                     // of key: value
	rubyKey                       // of key => value
	rubyOperand                   // of an operator
	rubyReceiver                  // before a .name or [ ]
	rubyAssigned                  // to a variable
	rubyReturned                  // by a method
	rubyStatement                 // a statement of its own
	rubyClassName                 // that of a class that is defined
	rubyName                      // a part of a name
	rubySymbols                   // a symbol or a word of %w[ ]
	rubyPattern                   // a regular expression
	rubyComment                   // a comment
	rubyData                      // the text behind __END__
)

var rubyRoleNames = map[rubyRole]string{
	rubyElement: "an element of [ ]", rubyValue: "a value behind a key", rubyKey: "a key", rubyOperand: "an operand", rubyReceiver: "an object whose method is called",
	rubyAssigned: "the value of a variable", rubyReturned: "what a method returns", rubyStatement: "a statement", rubyClassName: "the name of a class",
	rubyName: "a name", rubySymbols: "a symbol or %w[ ]", rubyPattern: "a regular expression", rubyComment: "a comment", rubyData: "the text behind __END__",
}

// A rubyPlace is what the rules of Ruby look at.
type rubyPlace struct {
	kind  kind
	role  rubyRole
	quote byte // as in rubyText; b for none

	method string // whose argument the place is in; "bin.install" with its object
	key    string // of key: value, the innermost
	op     string // whose operand it is
	def    string // the method that is defined around it
	sink   string // the call around it that runs text
	bad    string // why the place is refused: "an argument of frobnicate"
	block  string // the call whose block the place is in, if no rule knows it
	reach  string // the call that runs what reads the value again

	whole     bool // nothing else is in the string, the name or the line
	first     bool // the string begins with it
	inside    bool // of #{ }
	backslash bool // behind one
	hash      bool // behind a # between double quotes
	crowded   bool // in a line that a here-document follows
	lineStart bool // of a here-document
	id        string
	before    string // the text of its line, in a comment or here-document
	after     string
	top       bool // a comment in the first two lines
	magic     bool // a comment that is an order, whatever the value is
	versioned bool // Homebrew takes the version from the text, and the file uses it
}

// String says the place in the words of the script.
func (p rubyPlace) String() string {
	switch {
	case p.inside:
		return "#{ }"
	case p.sink != "":
		return "an argument of " + p.sink
	case p.reach != "":
		return cmp.Or(rubyRoleNames[p.role], "an argument of "+p.method) + ", which gets to " + p.reach
	case p.bad != "":
		return p.bad
	case p.block != "":
		return "the block of " + p.block
	case p.method != "":
		return "an argument of " + p.method
	}
	if name, ok := rubyRoleNames[p.role]; ok {
		return name
	}
	return "a place that no rule knows"
}

// tokens notes what the tokens tell, whatever they are part of.
func (s *rubyScript) tokens(tokens []ruby.Token, inside bool) {
	crowded := false
	for i, t := range tokens {
		crowded = crowded && t.Kind != ruby.NewLine
		from, to := s.marks(t.Start, t.End)
		if from == to && t.Str == nil {
			continue
		}
		p := rubyPlace{inside: inside, whole: to == from+1 && t.End-t.Start == sentinelLength}
		switch t.Kind {
		case ruby.Ident, ruby.Const, ruby.Label:
			p.role = rubyName
			if t.Kind == ruby.Const && i > 0 && tokens[i-1].Word("class") {
				p.role = rubyClassName
			}
		case ruby.Number:
			p.quote, p.first = 'b', true
		case ruby.Symbol, ruby.Words:
			p.role = rubySymbols
		case ruby.Regexp:
			p.role = rubyPattern
		case ruby.String:
			s.text(t, inside, crowded)
			crowded = crowded || t.Str.Quote == 'h' || t.Str.Quote == 'r'
			continue
		}
		for ; from < to; from++ {
			one := p
			s.places[from] = &one
		}
	}
}

// text notes the holes of a string.
func (s *rubyScript) text(t ruby.Token, inside, crowded bool) {
	from, to := s.marks(t.Start, t.End)
	if len(t.Str.ID) > 0 {
		for ; from < to; from++ { // in the word behind <<
			s.places[from] = &rubyPlace{role: rubyName, inside: inside}
		}
		from, to = s.marks(t.Str.Start, t.Str.End)
	}
	line, row, last := t.Str.Start, t.Str.Start, t.Str.Start // where the line begins, the holes without text between them, and the text before this one
	for i := from; i < to; i++ {
		m := s.sk.marks[i]
		if i == from || m.start > last {
			row = m.start
		}
		if n := strings.LastIndexByte(s.sk.text[last:m.start], '\n'); n >= 0 {
			line = last + n + 1
		}
		last = m.end
		s.places[i] = s.between(t.Str, m, line, row)
		s.places[i].inside = inside
		s.places[i].crowded = crowded
	}
	for _, part := range t.Str.Parts {
		if part.Tokens != nil {
			s.tokens(part.Tokens, true)
		}
	}
}

// between is what stands around a hole between quotes, in a row of holes.
func (s *rubyScript) between(str *ruby.Text, m mark, line, row int) *rubyPlace {
	text := s.sk.text
	p := &rubyPlace{quote: str.Quote, whole: m.start == str.Start && m.end == str.End, first: true, id: str.ID}
	if str.Quote == 'b' {
		return p
	}
	p.first = row == str.Start
	slashes := func(end int) int {
		return end - str.Start - len(strings.TrimRight(text[str.Start:end], `\`))
	}
	p.backslash = str.Quote != 'r' && slashes(m.start)%2 == 1
	p.hash = str.Quote != '\'' && str.Quote != 'r' && row > str.Start && text[row-1] == '#' && slashes(row-1)%2 == 0
	if str.ID != "" {
		p.lineStart = strings.Trim(text[line:row], " ") == ""
		p.before = strings.TrimLeft(text[line:m.start], " ")
		p.after = text[m.end:rubyLineEnd(text, m.end)]
	}
	return p
}

// comments notes the holes of comments, and those behind __END__.
func (s *rubyScript) comments() {
	for i, m := range s.sk.marks {
		if m.start >= s.file.Data {
			s.places[i] = &rubyPlace{role: rubyData}
		}
	}
	for _, r := range s.file.Comments {
		from, to := s.marks(r.Start, r.End)
		magic := from < to && rubyMagic(s.sk.text, r.Start, s.sk.text[r.Start:r.End])
		for i := from; i < to; i++ {
			m := s.sk.marks[i]
			s.places[i] = &rubyPlace{role: rubyComment, magic: magic, before: s.sk.text[r.Start:m.start], after: s.sk.text[m.end:r.End], top: rubyTop(s.sk.text, r.Start)}
		}
	}
}

// alone says whether nothing else is in the lines of a hole.
func (s *rubyScript) alone(m mark) bool {
	text := s.sk.text
	start := strings.LastIndexByte(text[:m.start], '\n') + 1
	end := rubyLineEnd(text, m.end)
	return strings.Trim(text[start:m.start], " \t") == "" && strings.Trim(text[m.end:end], " \t") == ""
}

// is says whether the place has one of the roles.
func (p rubyPlace) is(roles ...rubyRole) bool { return slices.Contains(roles, p.role) }

// rubyLineEnd is the end of the line that an offset is in.
func rubyLineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}
