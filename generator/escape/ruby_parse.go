package escape

import (
	"fmt"
	"slices"
	"strings"
)

type rubyNodeKind byte

const (
	rubyLeaf   rubyNodeKind = iota // a string, number, symbol, constant or the like
	rubyCall                       // recv.name(args) { list }, or a plain name
	rubyIndex                      // recv[args]
	rubyArray                      // [args]
	rubyHash                       // {args}
	rubyPair                       // key: args[0], or recv => args[0]
	rubyBinary                     // recv name args[0]
	rubyUnary                      // name recv
	rubyGroup                      // (list)
	rubyAssign                     // recv = args[0], also += and ||=
	rubyReturn                     // return args
	rubyDef                        // def name list end
	rubyClass                      // class token < args[0] list end
	rubyIf                         // if recv list else others end; also as a modifier
	rubyChoice                     // recv ? args[0] : args[1]
	rubyBegin                      // begin list rescue and ensure args end, each a rubyGroup
)

// A rubyNode is an expression or statement.
type rubyNode struct {
	kind       rubyNodeKind
	start, end int
	token      rubyToken // of a leaf, and the name of what has one
	name       string
	recv       *rubyNode
	args       []*rubyNode
	list       []*rubyNode
	command    bool // a call with arguments and no brackets
	block      bool // a call with a block
}

type rubyParser struct {
	tokens   []rubyToken
	pos      int
	depth    int
	inDef    bool
	inBlock  bool
	inClass  bool
	assigned map[string]bool // local variables
}

// A rubyFile is a parsed text.
type rubyFile struct {
	tokens   []rubyToken
	remarks  []rubyRemark
	data     int // the offset of __END__, or the length of the text
	list     []*rubyNode
	assigned map[string]bool
}

// parseRuby parses a text. Its error is a *textError.
func parseRuby(text string) (file *rubyFile, err error) {
	defer func() {
		if r := recover(); r != nil {
			te, ok := r.(*textError)
			if !ok {
				panic(r)
			}
			file, err = nil, te
		}
	}()
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 {
		return nil, &textError{Offset: i, What: "a carriage return or a NUL"}
	}
	l := &rubyLexer{text: text}
	if l.has("=begin") || l.has("=end") {
		l.fail(0, "=begin, a comment of several lines")
	}
	l.run()
	p := &rubyParser{tokens: l.tokens, assigned: map[string]bool{}}
	list := p.statements()
	if t := p.next(); t.kind != rubyEnd {
		p.unexpected()
	}
	return &rubyFile{l.tokens, l.remarks, l.tokens[len(l.tokens)-1].start, list, p.assigned}, nil
}

func (p *rubyParser) fail(at int, format string, args ...any) {
	panic(&textError{Offset: at, What: fmt.Sprintf(format, args...)})
}

func (p *rubyParser) next() rubyToken { return p.tokens[p.pos] }

// after is the token behind the next one.
func (p *rubyParser) after() rubyToken { return p.tokens[min(p.pos+1, len(p.tokens)-1)] }

func (p *rubyParser) last() rubyToken { return p.tokens[p.pos-1] }

func (p *rubyParser) unexpected() {
	t := p.next()
	switch t.kind {
	case rubyEnd:
		p.fail(t.start, "the end of the file where something is missing")
	case rubyLine:
		p.fail(t.start, "the end of a line where something is missing")
	}
	p.fail(t.start, "%s where it cannot stand", abridged(t.text))
}

func (p *rubyParser) op(op string) bool {
	if p.next().is(op) {
		p.pos++
		return true
	}
	return false
}

func (p *rubyParser) keyword(word string) bool {
	if p.next().word(word) {
		p.pos++
		return true
	}
	return false
}

func (p *rubyParser) need(ok bool) {
	if !ok {
		p.unexpected()
	}
}

func (p *rubyParser) lines() bool {
	from := p.pos
	for p.next().kind == rubyLine {
		p.pos++
	}
	return p.pos > from
}

func (p *rubyParser) nest() {
	if p.depth++; p.depth > 100 {
		p.fail(p.next().start, "brackets or blocks inside each other, too deep")
	}
}

// statements reads up to what ends a body.
func (p *rubyParser) statements() []*rubyNode {
	p.nest()
	defer func() { p.depth-- }()
	var list []*rubyNode
	for p.lines(); !p.closes(); {
		list = append(list, p.statement())
		if !p.lines() && (!p.closes() || p.next().word("rescue") || p.next().word("ensure")) {
			p.unexpected() // behind a statement, rescue would be another thing
		}
	}
	return list
}

// closes says whether the next token ends a body.
func (p *rubyParser) closes() bool {
	t := p.next()
	return t.kind == rubyEnd || t.is("}") || t.is(")") ||
		t.kind == rubyKeyword && slices.Contains([]string{"end", "else", "elsif", "rescue", "ensure"}, t.text)
}

// statement reads one, with the conditions behind it.
func (p *rubyParser) statement() *rubyNode {
	n := p.expression()
	for {
		t := p.next()
		if !t.word("if") && !t.word("unless") {
			return n
		}
		p.pos++
		n = &rubyNode{kind: rubyIf, start: n.start, recv: p.condition(), list: []*rubyNode{n}}
		n.end = p.last().end
	}
}

// condition reads what if and unless test.
func (p *rubyParser) condition() *rubyNode {
	n := p.expression()
	rubyEach(n, func(one *rubyNode) {
		if one.kind == rubyReturn {
			p.fail(one.start, "return where a value is wanted")
		}
	})
	return n
}

// expression reads operands joined by and and or.
func (p *rubyParser) expression() *rubyNode {
	n := p.negated()
	for {
		t := p.next()
		if !t.word("and") && !t.word("or") {
			return n
		}
		p.pos++
		p.lines()
		n = &rubyNode{kind: rubyBinary, start: n.start, name: t.text, recv: n, args: []*rubyNode{p.negated()}}
		n.end = p.last().end
	}
}

func (p *rubyParser) negated() *rubyNode {
	t := p.next()
	if !p.keyword("not") {
		return p.operand()
	}
	p.nest()
	n := &rubyNode{kind: rubyUnary, start: t.start, name: "not", recv: p.negated()}
	p.depth--
	n.end = p.last().end
	return n
}

// operand reads an assignment, a definition, a command or an argument, with the
// block behind it.
func (p *rubyParser) operand() *rubyNode {
	p.nest()
	defer func() { p.depth-- }()
	t := p.next()
	if t.word("return") {
		return p.returned()
	}
	if t.kind == rubyKeyword && (t.text == "class" || t.text == "def") {
		return p.definition()
	}
	n := p.argument(0, true)
	if t := p.next(); t.is("=") || t.is("+=") || t.is("||=") {
		p.target(n)
		p.pos++
		p.lines()
		n = &rubyNode{kind: rubyAssign, start: n.start, name: t.text, recv: n, args: []*rubyNode{p.operand()}}
		if k := n.args[0].kind; k == rubyReturn || k == rubyClass {
			p.fail(n.args[0].start, "this cannot be assigned")
		}
		n.end = p.last().end
		return n
	}
	if p.next().word("do") && n.kind == rubyCall && !n.block && !p.isLocal(n) {
		p.pos++
		p.body(n, "end")
	}
	return n
}

// isLocal says whether a node is a local variable.
func (p *rubyParser) isLocal(n *rubyNode) bool {
	return n.kind == rubyCall && n.recv == nil && len(n.args) == 0 && p.assigned[n.name]
}

// target checks what stands before a =.
func (p *rubyParser) target(n *rubyNode) {
	name := strings.ContainsAny(n.name, "?!")
	switch {
	case n.kind == rubyCall && !n.command && !n.block && len(n.args) == 0 && !name && p.last().kind == rubyIdent:
		if n.recv == nil {
			p.assigned[n.name] = true
		}
	case n.kind == rubyIndex && p.last().is("]"):
	case n.kind == rubyLeaf && n.token.kind == rubyConst && !p.inDef:
	default:
		p.unexpected()
	}
}

func (p *rubyParser) returned() *rubyNode {
	t := p.next()
	if p.inClass && !p.inDef && !p.inBlock {
		p.fail(t.start, "return in the body of a class")
	}
	p.pos++
	n := &rubyNode{kind: rubyReturn, start: t.start, end: t.end}
	if p.begins(p.next()) {
		n.args = p.arguments("")
		n.end = p.last().end
	}
	return n
}

// body reads the parameters and statements of a block, up to its end.
func (p *rubyParser) body(n *rubyNode, end string) {
	inBlock := p.inBlock
	p.inBlock = true
	if p.op("|") {
		for {
			t := p.next()
			p.need(t.kind == rubyIdent && !strings.ContainsAny(t.text, "?!"))
			p.pos++
			p.assigned[t.text] = true
			if !p.op(",") {
				break
			}
		}
		p.need(p.op("|"))
	}
	n.block = true
	if end == "end" {
		n.list = p.rescued()
		p.need(p.keyword("end"))
	} else {
		n.list = p.statements()
		p.need(p.op("}"))
	}
	n.end = p.last().end
	p.inBlock = inBlock
}

// begins says whether a token can begin an argument.
func (p *rubyParser) begins(t rubyToken) bool {
	switch t.kind {
	case rubyIdent, rubyConst, rubyLabel, rubySymbol, rubyNumber, rubyString, rubyList, rubyRegexp:
		return true
	case rubyKeyword:
		return slices.Contains([]string{"self", "true", "false", "nil"}, t.text)
	case rubyOp:
		return t.text == "[" || t.text == "(" || t.text == "!"
	}
	return false
}
