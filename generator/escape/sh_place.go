package escape

import (
	"slices"
	"sort"

	"mvdan.cc/sh/v3/syntax"
)

// A shQuote is the quoting around a hole.
type shQuote byte

const (
	shBare shQuote = iota
	shSingle
	shDouble
	shANSI    // $'...'
	shLocale  // $"..."
	shHeredoc // a here-document that expands
	shRawdoc  // a here-document that does not
	shComment
)

// A shRole is what the word is that a hole is in.
type shRole byte

const (
	shNowhere   shRole = iota // a place that no case of the analysis knows
	shArgument                // of a command
	shCommand                 // its name
	shValue                   // assigned
	shItem                    // of a for loop
	shSubject                 // of a case
	shPattern                 // of a case
	shTarget                  // of a redirection
	shHere                    // of <<<
	shBody                    // of a here-document
	shElement                 // of an array
	shOperand                 // of [[ ]]
	shNumber                  // inside $(( )) and the like
	shVariable                // the name of a variable that is assigned
	shParameter               // the name in ${name}
	shFunction                // the name of a function that is defined
	shDefault                 // the word in "${name:-word}"
	shRemark                  // a comment
	shStatement               // a whole statement
	shProgram                 // the code of a call of perl or python3
)

// A shPlace is what the rules of sh, bash and zsh look at.
type shPlace struct {
	variant syntax.LangVariant
	kind    kind
	role    shRole
	quote   shQuote

	before, after string // the text of the same word, up to its ends, as written
	name          string // of the command, or of the variable that is assigned
	fixed         bool   // name holds no value
	own           bool   // the command is a function of the script
	functions     map[string]bool
	options       bool              // a value that begins with - would be an option
	numeric       bool              // compared as a number
	special       string            // why the place is refused although its role is known
	nested        string            // the construct around it that no value can stand in
	backslash     bool              // directly after one
	pending       bool              // on the line of a <<, after it
	delimiter     string            // of the here-document
	evaluated     map[string]shSink // the variables of the script that are
	reach         string            // where the variable that takes the value is evaluated again
}

// String says the place in the words of the script.
func (p shPlace) String() string {
	if p.nested != "" {
		return p.nested
	}
	switch p.role {
	case shArgument:
		if p.name == "" {
			return "an argument of a command that only the run knows"
		}
		return "an argument of " + p.name
	case shCommand:
		return "the name of a command"
	case shValue:
		return "the value of " + p.name
	case shVariable:
		return "the name of a variable"
	case shTarget:
		return "the target of a redirection"
	case shNumber:
		return "an arithmetic expression"
	}
	if name, ok := shRoleNames[p.role]; ok {
		return name
	}
	return "a place that no rule knows"
}

var shRoleNames = map[shRole]string{
	shItem: "the list of a for", shSubject: "the word of a case", shPattern: "the pattern of a case", shHere: "a <<< string",
	shBody: "a here-document", shElement: "an array", shOperand: "a [[ ]] test", shParameter: "the name in ${}",
	shFunction: "the name of a function", shDefault: "the word inside ${ }", shRemark: "a comment", shStatement: "a statement",
	shProgram: "the code of a program",
}

// places finds the place of every hole; nil where the walk never came by.
func (s *shScript) places() []*shPlace {
	places := make([]*shPlace, len(s.sk.marks))
	var stack []syntax.Node
	syntax.Walk(s.file, func(n syntax.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		switch n := n.(type) {
		case *syntax.Comment:
			s.note(places, stack, n, n.Text)
		case *syntax.Lit:
			s.note(places, stack, n, n.Value)
		case *syntax.SglQuoted:
			s.note(places, stack, n, n.Value)
		}
		return true
	})
	return places
}

// note fills in the places of the holes of one leaf of the tree.
func (s *shScript) note(places []*shPlace, stack []syntax.Node, leaf syntax.Node, text string) {
	if !s.sk.hasHole(text) {
		return
	}
	from, to := s.sk.within(int(leaf.Pos().Offset()), int(leaf.End().Offset()))
	for i := from; i < to; i++ {
		places[i] = s.place(stack, s.sk.marks[i])
	}
}

func (s *shScript) place(stack []syntax.Node, m mark) *shPlace {
	p := &shPlace{variant: s.lang.variant, kind: m.kind, functions: s.functions}
	p.backslash = m.start > 0 && s.sk.text[m.start-1] == '\\'
	for _, u := range s.pending {
		p.pending = p.pending || u.start <= m.start && m.end <= u.end
	}
	rest := p.quoting(stack, s.sk.text)
	if c, ok := stack[len(stack)-1].(*syntax.Comment); ok {
		p.role = shRemark
		s.remark(p, c, m)
	} else {
		s.assignRole(p, rest, m)
	}
	s.surroundings(p, rest)
	return p
}

// quoting reads the quotes off the end of the stack and returns what is above
// them: a stack that ends in the word, or in the owner of a bare name.
func (p *shPlace) quoting(stack []syntax.Node, text string) []syntax.Node {
	last := len(stack) - 1
	switch n := stack[last].(type) {
	case *syntax.Comment:
		p.quote = shComment
	case *syntax.SglQuoted:
		p.quote = shSingle
		if n.Dollar || behindDollar(text, n) {
			p.quote = shANSI
		}
	}
	if last > 0 {
		if dq, ok := stack[last-1].(*syntax.DblQuoted); ok {
			if p.quote != shBare {
				p.special = "quotes inside quotes"
			}
			p.quote = shDouble
			if dq.Dollar || behindDollar(text, dq) {
				p.quote = shLocale
			}
			return stack[:last-1]
		}
	}
	return stack[:last]
}

// behindDollar says whether a $ touches a quote. To POSIX that is a plain $, and
// to most shells another kind of quote.
func behindDollar(text string, n syntax.Node) bool {
	at := int(n.Pos().Offset())
	return at > 0 && text[at-1] == '$'
}

// surroundings refuses what is known of a place only from further up.
func (s *shScript) surroundings(p *shPlace, stack []syntax.Node) {
	subst, arrayed := false, false
	for i := len(stack) - 1; i >= 0; i-- {
		why := ""
		switch n := stack[i].(type) {
		case *syntax.CmdSubst:
			subst = true
			if n.Backquotes {
				why = "backquotes"
			} else if arrayed {
				why = "an array inside $( ), which bash 5.2 writes anew and gets wrong"
			} else if p.role == shRemark || p.role == shBody {
				why = "a $( ), whose end shells look for in different ways"
			}
		case *syntax.ArrayExpr:
			arrayed = true
			if p.role == shRemark {
				why = "a comment inside a command"
			}
		case *syntax.ProcSubst:
			why = "a process substitution"
		case *syntax.CoprocClause, *syntax.BraceExp, *syntax.LetClause, *syntax.CStyleLoop:
			why = "a construct that no rule knows"
		case *syntax.ArithmExp, *syntax.ArithmCmd:
			if p.role != shNumber || subst {
				why = "an arithmetic expression"
			}
		case *syntax.ParamExp:
			if subst || p.role != shParameter && p.role != shDefault || s.twice(p, stack[:i]) {
				why = "an expansion inside an expansion"
			}
		case *syntax.Redirect:
			if n.Hdoc != nil && subst {
				why = "a $( ) in a here-document"
			}
		case *syntax.TestClause:
			if p.role == shRemark {
				why = "a comment inside a command"
			}
		}
		if why != "" {
			p.nested = why
		}
	}
}

// twice says whether another ${ } is around this one, for a value that stands
// inside it.
func (s *shScript) twice(p *shPlace, above []syntax.Node) bool {
	if p.role != shDefault {
		return false
	}
	return slices.ContainsFunc(above, func(n syntax.Node) bool { _, ok := n.(*syntax.ParamExp); return ok })
}

func sortUnits(units []unit) {
	sort.Slice(units, func(i, j int) bool { return units[i].start < units[j].start })
}

// fullName is the whole name that a value makes.
func (p shPlace) fullName(value string) string { return p.before + value + p.after }
