package fish

import (
	"slices"
	"strings"
)

// A Script is a parsed text.
type Script struct {
	Text     string // that was parsed; all offsets are in it
	List     *List
	Comments []Comment // in their order
}

// A List is a list of jobs: a file, a block, a condition, a command
// substitution.
type List struct{ Jobs []*Job }

// A Job is a statement in a list: pipelines joined by && and ||.
type Job struct {
	Start, End int
	Join       string // "and" or "or" before it
	Pipelines  []*Pipeline
	Background bool // & behind it
}

// A Pipeline is one or more statements joined by pipes.
type Pipeline struct {
	Op    string // "&&" or "||" before it
	Stmts []*Stmt
	Pipes []string // between them: "|", "2>|", "&|"
}

// A Stmt is one command or block, with all that stands before and behind it.
type Stmt struct {
	Start, End int
	Before     []Prefix
	Kind       string // "" for a command, or "begin", "if", "while", "for", "function", "switch", "case"
	Decor      string // "command", "builtin" or "exec" before a command
	// Words are the name of a command and its arguments, the name of a function
	// and its options, the variable of a for and its values, what a switch
	// looks at, the patterns of a case.
	Words     []*Word
	Redirects []Redirect // in their order; of a block those behind its end
	// Lists are the condition and body of a while and of each if, and behind
	// them that of a last else; of the other blocks the body.
	Lists []*List
	Cases []*Stmt // of a switch
}

// A Prefix stands before a command: "not", "!", "time", or NAME=value.
type Prefix struct {
	Start int
	Word  string // or the NAME
	Value *Word  // of an assignment, else nil
}

// A Redirect is a redirection of a command.
type Redirect struct {
	Start  int
	Op     string // ">", "2>>", "<", "&>", ">?", "2>&"
	Target *Word
}

// A Comment goes from its # to the end of its line, without the line end.
type Comment struct {
	Start, End int
	Nested     bool // in a command substitution
}

// A Word is an argument, a name, a pattern, a target of a redirection.
type Word struct {
	Start, End       int
	Parts            []Part
	braces, brackets int  // open ones, while it is read
	value            bool // behind NAME=, so that it began earlier
}

// A Part is a piece of a word.
type Part struct {
	Kind       Kind
	Quote      Quote
	Start, End int    // without quotes around it
	Text       string // of Text and Active the characters, decoded; of a Var the name
	Dollars    int    // before the name of a Var
	Braces     int    // open { around it
	List       *List  // of a Sub
	Indexed    bool   // whether [ ] follows a Var or Sub
	Index      []Part // and what is in it
}

// A Kind says what a part of a word is.
type Kind byte

// The kinds of parts.
const (
	Text   Kind = 't' // plain text
	Active Kind = 'a' // a character that fish acts on: * ? ~ { , }
	Var    Kind = '$' // a variable
	Sub    Kind = '(' // a command substitution: ( ), $( )
)

// A Quote is the quoting around a piece of text.
type Quote byte

// The kinds of quotes.
const (
	Bare Quote = iota
	Single
	Double
)

// Static is the text of a word that has no expansions, decoded.
func (w *Word) Static() (string, bool) {
	for i := range w.Parts {
		if w.Parts[i].Kind != Text {
			return "", false
		}
	}
	if len(w.Parts) == 1 {
		return w.Parts[0].Text, true
	}
	var b strings.Builder
	for i := range w.Parts {
		b.WriteString(w.Parts[i].Text)
	}
	return b.String(), true
}

// Single says whether a word always is one, neither none nor several.
func (w *Word) Single() bool {
	for _, part := range w.Parts {
		if part.Kind != Text && part.Quote != Double && part.Text != "~" {
			return false
		}
	}
	return true
}

// AllWords are the words of a statement wherever they stand in it, but not
// those of statements inside.
func (st *Stmt) AllWords() []*Word {
	if len(st.Before) == 0 && len(st.Redirects) == 0 {
		return slices.Clip(st.Words)
	}
	all := slices.Clone(st.Words)
	for _, before := range st.Before {
		if before.Value != nil {
			all = append(all, before.Value)
		}
	}
	for _, r := range st.Redirects {
		all = append(all, r.Target)
	}
	return all
}

// Walk visits every statement of a list, outer ones first, also those in
// command substitutions.
func Walk(list *List, visit func(*Stmt)) {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for _, st := range line.Stmts {
				walk(st, visit)
			}
		}
	}
}

func walk(st *Stmt, visit func(*Stmt)) {
	visit(st)
	for _, list := range st.Lists {
		Walk(list, visit)
	}
	for _, one := range st.Cases {
		walk(one, visit)
	}
	for _, w := range st.AllWords() {
		walkParts(w.Parts, visit)
	}
}

func walkParts(parts []Part, visit func(*Stmt)) {
	for i := range parts {
		if list := parts[i].List; list != nil {
			Walk(list, visit)
		}
		walkParts(parts[i].Index, visit)
	}
}
