package ruby

import "strings"

// A File is a parsed text.
type File struct {
	// Tokens are all of them, those inside #{ } apart; the last one is an EOF.
	Tokens   []Token
	Comments []Comment
	// Data is the offset of the line __END__, or the length of the text.
	Data int
	// List are the statements.
	List []*Node
	// Assigned are the names of local variables and parameters, of whatever
	// scope: what Ruby may read as a variable and not as a call.
	Assigned map[string]bool
}

// A NodeKind says what a node is, and so which of its fields are in use.
type NodeKind byte

// The kinds of nodes. A statement with "if" or "unless" behind it is an If.
const (
	Leaf   NodeKind = iota // Token: a string, number, symbol, constant, true or the like; Recv::Token for A::B
	Call                   // Recv.Name(Args) { List }, or a plain name, which may be a variable
	Index                  // Recv[Args]
	Array                  // [Args]
	Hash                   // {Args}, each a Pair
	Pair                   // Name: Args[0], or Recv => Args[0]
	Binary                 // Recv Name Args[0]
	Unary                  // Name Recv: ! not * &
	Group                  // (List)
	Assign                 // Recv Name Args[0], Name being = += or ||=
	Return                 // return Args
	Def                    // def Name(Args) List end, Args being the defaults of parameters
	Class                  // class Token < Args[0] List end
	If                     // if Recv List else Args end, Args being one Group or, for elsif, one If
	Choice                 // Recv ? Args[0] : Args[1]
	Begin                  // List rescue and ensure Args end, each of Args a Group; also of a method or block
)

// A Node is an expression or a statement.
type Node struct {
	Kind NodeKind
	// Start and End are its bytes in the text. A here-document's text is not
	// among them.
	Start, End int
	// Token is that of a leaf, and the name of a call, definition or class.
	Token Token
	Name  string
	Recv  *Node
	Args  []*Node
	List  []*Node
	// Command says of a call that it has arguments without brackets, and of an
	// assignment or a ! that such a call is its value.
	Command bool
	// Block says of a call that it has a block, which may be empty.
	Block bool
}

// Text is the text of a string without #{ }; ok is false for every other node.
func (n *Node) Text() (text string, ok bool) {
	if n.Kind != Leaf || n.Token.Kind != String {
		return "", false
	}
	return n.Token.Str.Fixed()
}

// Walk visits a node and all in it, also in strings, each before what it holds.
func Walk(n *Node, visit func(*Node)) {
	visit(n)
	if n.Recv != nil {
		Walk(n.Recv, visit)
	}
	for _, one := range n.Args {
		Walk(one, visit)
	}
	for _, one := range n.List {
		Walk(one, visit)
	}
	if n.Token.Str == nil {
		return
	}
	for _, part := range n.Token.Str.Parts {
		if part.Code != nil {
			Walk(part.Code, visit)
		}
	}
}

// An Error says where a text is not of the part of Ruby that this package
// knows.
type Error struct {
	Offset int // in the text, bytes
	What   string
}

func (e *Error) Error() string { return e.What }

// Options change what Parse takes.
type Options struct {
	// Hole, if set, says of a name that stands where a value can whether it
	// stands for one that will be written later, as the holes of a template do.
	Hole func(word string) Hole
}

// A Hole says what a name stands for.
type Hole byte

// The kinds of holes.
const (
	NoHole     Hole = iota // for itself
	TextHole               // for a string, whose quotes come with it
	NumberHole             // for a number
)

// lineEnd is the end of the line that an offset is in.
func lineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}
