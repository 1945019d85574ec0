// Package fish parses scripts of fish, 3.1 and newer, into a syntax tree.
//
// It is strict: it reads the language as src/tokenizer.cpp, src/ast.h and
// unescape_string of fish do, but takes only what all these versions read in
// the same way. A reserved word in quotes, a comment in the middle of a
// command, a name that is computed where fish takes only text: all these are
// errors. So what it takes means one thing, and what fish refuses it refuses.
//
//	script, err := fish.Parse(text)
//
// Positions are offsets in bytes from the start of the text. The tests compare
// with fish --no-execute.
package fish

import "strings"

// An Error says why a text is refused.
type Error struct {
	Offset int    // in the text, of what is wrong or of the bracket that is not closed
	What   string // on one line
}

func (e *Error) Error() string { return e.What }

// Parse reads a whole script. Its error is an *Error.
func Parse(text string) (script *Script, err error) {
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 {
		return nil, &Error{Offset: i, What: "a NUL or a carriage return, which ends a line for fish and for nobody else"}
	}
	p := &parser{text: text}
	defer func() {
		if stop := recover(); stop != nil {
			refused, ok := stop.(*Error)
			if !ok {
				panic(stop)
			}
			script, err = nil, refused
		}
	}()
	list := p.jobs()
	if p.pos < len(text) {
		p.fail(p.pos, "%q ends no block", p.reserved())
	}
	return &Script{Text: text, List: list, Comments: p.comments}, nil
}
