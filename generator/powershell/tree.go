package powershell

import "strings"

// A Span is the place of a node in the text: the bytes from Start up to End.
type Span struct{ Start, End int }

// Where returns the place of a node.
func (s Span) Where() Span { return s }

// A Node is any part of the tree.
type Node interface{ Where() Span }

// A Statement is one of *Function, *If, *While, *Do, *For, *ForEach, *Switch,
// *Try, *Jump, *Assign and *Pipeline.
type Statement interface{ Node }

// An Expr is one of *Variable, *String, *Expandable, *Number, *Binary, *Unary,
// *Cast, *Type, *Member, *Index, *Paren, *SubExpr, *ArrayExpr, *ArrayLit, *Hash
// and *ScriptBlock.
type Expr interface{ Node }

// A Script is a whole file.
type Script struct {
	Block
	Text     string
	Comments []Token // in their order; the rest of the tree has none
}

// A Block is the inside of { }, of $( ), of @( ) or a whole script. Its place
// is that of the brackets too.
type Block struct {
	Span
	Attributes []*Attribute // before param: [CmdletBinding()]
	Params     []*Param     // of param(...)
	HasParam   bool         // whether param(...) stands there, even if it is empty
	Body       []Statement
}

// An Attribute is [Name(...)] before param or a parameter.
type Attribute struct {
	Span
	Name  string
	Args  []Expr           // those without a name
	Named []NamedAttribute // Mandatory = $true
}

// A NamedAttribute is an argument of an attribute with a name; Value is nil in
// [Parameter(Mandatory)].
type NamedAttribute struct {
	Name  string
	Value Expr
}

// A Param is a parameter of a function or a block.
type Param struct {
	Span
	Attributes []*Attribute
	Types      []*Type // [string]
	Var        *Variable
	Default    Expr // nil without one
}

// A Function is function Name(Params) { ... }.
type Function struct {
	Span
	Name   string // as written, with its scope: "script:f"
	Filter bool
	Params []*Param // those behind the name; others are in Body
	Body   *Block
}

// An If is if (...) { ... } with its elseif and else.
type If struct {
	Span
	Arms []Arm
	Else *Block // nil without one
}

// An Arm is a condition and what happens then.
type Arm struct {
	Cond Statement
	Body *Block
}

// A While is while (...) { ... }; Label is "" without one, as in all loops.
type While struct {
	Span
	Label string
	Cond  Statement
	Body  *Block
}

// A Do is do { ... } while (...) or do { ... } until (...).
type Do struct {
	Span
	Label string
	Body  *Block
	Until bool
	Cond  Statement
}

// A For is for (Init; Cond; Step) { ... }; each of them can be nil.
type For struct {
	Span
	Label            string
	Init, Cond, Step Statement
	Body             *Block
}

// A ForEach is foreach ($x in ...) { ... }. The command ForEach-Object is a
// *Command.
type ForEach struct {
	Span
	Label string
	Var   *Variable
	In    Statement
	Body  *Block
}

// A Switch is switch (...) { pattern { ... } }.
type Switch struct {
	Span
	Label string
	Flags []string // "-regex", in lower case
	On    Statement
	Cases []Case
}

// A Case is one row of a switch; Match is nil for default.
type Case struct {
	Match Expr
	Body  *Block
}

// A Try is try { ... } with its catch blocks and its finally.
type Try struct {
	Span
	Body    *Block
	Catches []Catch
	Finally *Block // nil without one
}

// A Catch is catch [Type], [Type] { ... }; Types is nil when it catches all.
type Catch struct {
	Types []*Type
	Body  *Block
}

// A Jump is return, break, continue, throw or exit.
type Jump struct {
	Span
	Keyword string    // in lower case
	Label   string    // of break and continue
	Value   Statement // of return, throw and exit; nil without one
}

// An Assign is Target Op Value; Op is "=", "+=", "-=", "*=", "/=" or "%=".
type Assign struct {
	Span
	Target Expr // *Variable, *Member, *Index, a *Cast of one, or an *ArrayLit of them
	Op     string
	Value  Statement
}

// A Pipeline is elements with a | between them: each a *Command, or, the first
// only, an Expr.
type Pipeline struct {
	Span
	Elements []Node
}

// A Command is a name and its arguments.
type Command struct {
	Span
	Invoke byte // & or ., 0 without one
	Name   Expr // a *String for a bare word
	Args   []Arg
	Redirs []Redir
}

// An Arg is an argument of a command: a value, a parameter -Flag, or one with a
// colon and its value. What stands behind a blank is an argument of its own, as
// only the command knows whether the parameter takes it.
type Arg struct {
	Span
	Flag  string // "-Path", "" for a value
	Value Expr   // nil for a parameter without a colon
}

// A Redir is a redirection of a command: Stream is what stands before the >, ""
// for output; To is nil when it goes to the stream Into: 2>&1.
type Redir struct {
	Span
	Stream string
	Append bool
	Into   string
	To     Expr
}

// A Variable is $Name, ${Name}, $Scope:Name or @Name.
type Variable struct {
	Span
	Scope string // "script", "env"; "" without one; in lower case
	Name  string // as written
	Splat bool   // @Name
}

// A String is a text that is fixed: '...', "..." or a bare word.
type String struct {
	Span
	Text  string
	Quote byte // ' or ", 0 for a bare word
}

// An Expandable is "..." with variables or $( ) in it.
type Expandable struct {
	Span
	Parts []Expr // *String, *Variable and *SubExpr
}

// A Number is a number as it is written: "1", "0x1F", "10kb".
type Number struct {
	Span
	Text string
}

// A Binary is X Op Y. Op is in lower case: "-eq", "-ceq", "+", "..".
type Binary struct {
	Span
	Op   string
	At   int // where Op stands
	X, Y Expr
}

// A Unary is an operator and what it is for: "-not", "!", "-", "+", ",",
// "-bnot", "-join", "-split", "++", "--".
type Unary struct {
	Span
	Op      string
	Postfix bool // $i++
	X       Expr
}

// A Cast is [Type]X.
type Cast struct {
	Span
	Type *Type
	X    Expr
}

// A Type is [Name] as a value: "IO.Path", "string[]".
type Type struct {
	Span
	Name string
}

// A Member is X.Name, X::Name, X.Name(Args) or X::Name(Args).
type Member struct {
	Span
	X      Expr
	Static bool
	Name   Expr // *String, or *Variable in $x.$name
	Call   bool
	Args   []Expr
}

// An Index is X[At].
type Index struct {
	Span
	X, At Expr
}

// A Paren is ( ... ): one statement, whose output it is.
type Paren struct {
	Span
	Inner Statement
}

// A SubExpr is $( ... ).
type SubExpr struct {
	Span
	Body *Block
}

// An ArrayExpr is @( ... ).
type ArrayExpr struct {
	Span
	Body *Block
}

// An ArrayLit is two or more values with commas between them.
type ArrayLit struct {
	Span
	Items []Expr
}

// A Hash is @{ Key = Value }.
type Hash struct {
	Span
	Entries []Entry
}

// An Entry is a row of a Hash; a bare key is a *String.
type Entry struct {
	Key   Expr
	Value Statement
}

// A ScriptBlock is { ... } as a value.
type ScriptBlock struct {
	Span
	Body *Block
}

// Lower is the name in lower case: names of variables do not tell case apart.
func (v *Variable) Lower() string { return strings.ToLower(v.Name) }
