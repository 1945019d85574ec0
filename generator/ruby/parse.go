package ruby

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

type parser struct {
	tokens   []Token
	pos      int
	depth    int
	inDef    bool
	inBlock  bool
	inClass  bool
	assigned map[string]bool // local variables
}

// Parse parses the text of a formula or a Brewfile. Its error is an *Error.
func Parse(text string) (*File, error) { return Options{}.Parse(text) }

// Parse parses a text with the options. Its error is an *Error.
func (o Options) Parse(text string) (file *File, err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			file, err = nil, e
		}
	}()
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 {
		return nil, &Error{Offset: i, What: "a carriage return or a NUL"}
	}
	if !utf8.ValidString(text) {
		return nil, &Error{Offset: invalid(text), What: "a byte that is not UTF-8"}
	}
	l := &lexer{text: text, hole: o.Hole}
	if l.has("=begin") || l.has("=end") {
		l.fail(0, "=begin, a comment of several lines")
	}
	l.run()
	p := &parser{tokens: l.tokens, assigned: map[string]bool{}}
	list := p.statements()
	if t := p.next(); t.Kind != EOF {
		p.unexpected()
	}
	return &File{Tokens: l.tokens, Comments: l.comments, Data: l.tokens[len(l.tokens)-1].Start, List: list, Assigned: p.assigned}, nil
}

// invalid is the offset of the first byte that is not UTF-8.
func invalid(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return len(text)
}

func (p *parser) fail(at int, format string, args ...any) {
	panic(&Error{Offset: at, What: fmt.Sprintf(format, args...)})
}

func (p *parser) next() Token { return p.tokens[p.pos] }

// after is the token behind the next one.
func (p *parser) after() Token { return p.tokens[min(p.pos+1, len(p.tokens)-1)] }

func (p *parser) last() Token { return p.tokens[p.pos-1] }

func (p *parser) unexpected() {
	t := p.next()
	switch t.Kind {
	case EOF:
		p.fail(t.Start, "the end of the file where something is missing")
	case NewLine:
		p.fail(t.Start, "the end of a line where something is missing")
	}
	p.fail(t.Start, "%s where it cannot stand", t.name())
}

func (p *parser) op(op string) bool {
	if p.next().Is(op) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) keyword(word string) bool {
	if p.next().Word(word) {
		p.pos++
		return true
	}
	return false
}

func (p *parser) need(ok bool) {
	if !ok {
		p.unexpected()
	}
}

func (p *parser) lines() bool {
	from := p.pos
	for p.next().Kind == NewLine {
		p.pos++
	}
	return p.pos > from
}

func (p *parser) nest() {
	if p.depth++; p.depth > 100 {
		p.fail(p.next().Start, "brackets or blocks inside each other, too deep")
	}
}

// statements reads up to what ends a body.
func (p *parser) statements() []*Node {
	p.nest()
	defer func() { p.depth-- }()
	var list []*Node
	for p.lines(); !p.closes(); {
		list = append(list, p.statement())
		if !p.lines() && (!p.closes() || p.next().Word("rescue") || p.next().Word("ensure")) {
			p.unexpected() // behind a statement, rescue would be another thing
		}
	}
	return list
}

// closes says whether the next token ends a body.
func (p *parser) closes() bool {
	t := p.next()
	return t.Kind == EOF || t.Is("}") || t.Is(")") ||
		t.Kind == Keyword && slices.Contains([]string{"end", "else", "elsif", "rescue", "ensure"}, t.Text)
}

// statement reads one, with the conditions behind it.
func (p *parser) statement() *Node {
	n := p.expression()
	for {
		t := p.next()
		if !t.Word("if") && !t.Word("unless") {
			return n
		}
		p.pos++
		n = &Node{Kind: If, Start: n.Start, Recv: p.condition(), List: []*Node{n}}
		n.End = p.last().End
	}
}

// condition reads what if and unless test.
func (p *parser) condition() *Node {
	n := p.valued(p.expression())
	Walk(n, func(one *Node) {
		if one.Kind == Return {
			p.fail(one.Start, "return where a value is wanted")
		}
	})
	return n
}

// expression reads operands joined by and and or.
func (p *parser) expression() *Node {
	n := p.negated()
	for {
		t := p.next()
		if !t.Word("and") && !t.Word("or") {
			return n
		}
		p.pos++
		p.lines()
		n = &Node{Kind: Binary, Start: n.Start, Name: t.Text, Recv: p.valued(n), Args: []*Node{p.expressed(p.negated())}}
		n.End = p.last().End
	}
}

func (p *parser) negated() *Node {
	t := p.next()
	if !p.keyword("not") {
		return p.operand()
	}
	p.nest()
	n := &Node{Kind: Unary, Start: t.Start, Name: "not", Recv: p.valued(p.negated())}
	p.depth--
	n.End = p.last().End
	return n
}

// operand reads an assignment, a definition, a command or an argument, with the
// block behind it.
func (p *parser) operand() *Node {
	p.nest()
	defer func() { p.depth-- }()
	t := p.next()
	if t.Word("return") {
		return p.returned()
	}
	if t.Kind == Keyword && (t.Text == "class" || t.Text == "def") {
		return p.definition()
	}
	n := p.argument(0, true)
	if t := p.next(); t.Is("=") || t.Is("+=") || t.Is("||=") {
		p.target(n)
		p.pos++
		p.lines()
		n = &Node{Kind: Assign, Start: n.Start, Name: t.Text, Recv: n, Args: []*Node{p.operand()}}
		if k := n.Args[0]; k.Kind == Class || k.Kind == Unary && k.Command || void(k) {
			p.fail(n.Args[0].Start, "this cannot be assigned")
		}
		n.End, n.Command = p.last().End, n.Args[0].Command
		return n
	}
	if p.next().Word("do") && n.Kind == Call && !n.Block && !p.isLocal(n) {
		p.pos++
		p.body(n, "end")
	}
	return n
}

// valued refuses a node that may end in return, where a value is wanted.
func (p *parser) valued(n *Node) *Node {
	if void(n) {
		p.fail(n.Start, "return where a value is wanted")
	}
	return p.expressed(n)
}

// expressed refuses an assignment of a call without brackets where it cannot
// stand, which is everywhere but as a statement.
func (p *parser) expressed(n *Node) *Node {
	if n.Kind == Assign && n.Command {
		p.fail(n.Start, "an assignment of a call without brackets, where only an expression can stand")
	}
	return n
}

// void says whether a node may have no value, since it returns.
func void(n *Node) bool {
	switch n.Kind {
	case Return:
		return true
	case Group, If, Begin:
		last := len(n.List) > 0 && void(n.List[len(n.List)-1])
		return last || n.Kind != Group && slices.ContainsFunc(n.Args, void)
	case Binary:
		return void(n.Recv)
	}
	return false
}

// isLocal says whether a node is a local variable.
func (p *parser) isLocal(n *Node) bool {
	return n.Kind == Call && n.Recv == nil && len(n.Args) == 0 && p.assigned[n.Name]
}

// target checks what stands before a =.
func (p *parser) target(n *Node) {
	name := strings.ContainsAny(n.Name, "?!")
	switch {
	case n.Kind == Call && !n.Command && !n.Block && len(n.Args) == 0 && !name && p.last().Kind == Ident:
		if n.Recv == nil {
			p.assigned[n.Name] = true
		}
	case n.Kind == Index && p.last().Is("]"):
	case n.Kind == Leaf && n.Token.Kind == Const && !p.inDef:
	default:
		p.unexpected()
	}
}

func (p *parser) returned() *Node {
	t := p.next()
	if p.inClass && !p.inDef && !p.inBlock {
		p.fail(t.Start, "return in the body of a class")
	}
	p.pos++
	n := &Node{Kind: Return, Start: t.Start, End: t.End}
	if p.begins(p.next()) {
		n.Args = p.arguments("")
		n.End = p.last().End
		for _, arg := range n.Args {
			if arg.Kind == Pair || arg.Kind == Unary && arg.Name == "&" {
				p.fail(arg.Start, "return with key: value or a block")
			}
		}
	}
	return n
}

// body reads the parameters and statements of a block, up to its end.
func (p *parser) body(n *Node, end string) {
	inBlock := p.inBlock
	p.inBlock = true
	if p.op("|") {
		p.blockParameters()
	}
	n.Block = true
	if end == "end" {
		n.List = p.rescued()
		p.need(p.keyword("end"))
	} else {
		n.List = p.statements()
		p.need(p.op("}"))
	}
	n.End = p.last().End
	p.inBlock = inBlock
}

// begins says whether a token can begin an argument.
func (p *parser) begins(t Token) bool {
	switch t.Kind {
	case Ident, Const, Label, Symbol, Number, String, Words, Regexp:
		return true
	case Keyword:
		return slices.Contains([]string{"self", "true", "false", "nil"}, t.Text)
	case Op:
		return t.Text == "[" || t.Text == "(" || t.Text == "!"
	}
	return false
}
