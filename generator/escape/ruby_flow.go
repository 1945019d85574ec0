package escape

import (
	"slices"
	"sort"
)

// A rubyScript is a parsed skeleton and the facts about the whole of it that
// the rules ask for.
type rubyScript struct {
	sk     *skeleton
	file   *rubyFile
	places []*rubyPlace
	own    map[string]bool            // the methods that the file defines, and its variables
	holds  map[string]map[string]bool // by node, the nodes whose value may be a part of its
	fixed  bool                       // the formula gives its version
}

// marks are the numbers of the holes in a range of bytes, as from:to.
func (s *rubyScript) marks(start, end int) (from, to int) {
	from = sort.Search(len(s.sk.marks), func(i int) bool { return s.sk.marks[i].start >= start })
	for to = from; to < len(s.sk.marks) && s.sk.marks[to].end <= end; {
		to++
	}
	return from, to
}

// A rubyContext is where an expression stands.
type rubyContext struct {
	role                                   rubyRole
	method, key, op, def, sink, bad, block string
}

// list visits statements.
func (s *rubyScript) list(list []*rubyNode, c rubyContext) {
	c = rubyContext{def: c.def, sink: c.sink, block: c.block, role: rubyStatement}
	if c.def == "caveats" && c.block == "" {
		c.role = rubyReturned
	}
	for _, n := range list {
		s.node(n, c)
	}
}

// node visits one expression.
func (s *rubyScript) node(n *rubyNode, c rubyContext) {
	switch n.kind {
	case rubyLeaf:
		s.leaf(n, c)
	case rubyCall:
		s.call(n, c)
	case rubyIndex:
		s.receiver(n.recv, c)
		c.bad = "an index"
		s.nodes(n.args, c, rubyElement)
	case rubyArray:
		s.nodes(n.args, c, rubyElement)
	case rubyHash:
		s.nodes(n.args, c, rubyValue)
	case rubyPair:
		s.pair(n, c)
	case rubyBinary, rubyUnary:
		c.role, c.op = rubyOperand, n.name
		s.node(n.recv, c)
		s.nodes(n.args, c, rubyOperand)
	case rubyGroup:
		c.bad = "brackets around an expression"
		s.nodes(n.list, c, c.role)
	case rubyAssign:
		s.receiver(n.recv, c)
		c.bad = "the value of a variable"
		s.nodes(n.args, c, rubyAssigned)
	case rubyReturn:
		if c.role = rubyReturned; c.def != "caveats" || c.block != "" {
			c.role, c.bad = rubyAssigned, "what a method returns"
		}
		s.nodes(n.args, c, c.role)
	case rubyDef:
		c.bad = "the parameters of a method"
		s.nodes(n.args, c, rubyAssigned)
		c.def, c.block = n.name, ""
		s.list(n.list, c)
	case rubyClass:
		c.bad = "the class behind a <"
		s.nodes(n.args, c, rubyAssigned)
		c.def, c.block = "", ""
		s.list(n.list, c)
	case rubyChoice:
		test := c
		test.role, test.method, test.op = rubyOperand, "", "if"
		s.node(n.recv, test)
		s.nodes(n.args, c, c.role)
	case rubyBegin:
		s.list(n.list, c)
		for _, other := range n.args {
			s.list(other.list, c)
		}
	case rubyIf:
		test := c
		test.role, test.method, test.op = rubyOperand, "", "if"
		s.node(n.recv, test)
		s.list(n.list, c)
		for _, other := range n.args {
			if other.kind == rubyGroup {
				s.list(other.list, c)
			} else {
				s.node(other, c)
			}
		}
	}
}

func (s *rubyScript) nodes(list []*rubyNode, c rubyContext, role rubyRole) {
	c.role = role
	for _, n := range list {
		s.node(n, c)
	}
}

func (s *rubyScript) receiver(n *rubyNode, c rubyContext) {
	c.bad, c.role = "an object whose method is called", rubyReceiver
	s.node(n, c)
}

func (s *rubyScript) pair(n *rubyNode, c rubyContext) {
	data := rubyPlace{method: c.method, key: c.key, role: rubyValue}.keyed()
	if n.recv != nil {
		key := c
		key.role = rubyKey
		s.node(n.recv, key)
	}
	switch {
	case !data: // the key around this one decides
	case n.recv != nil:
		c.key = "=>"
	default:
		c.key = n.name
	}
	s.nodes(n.args, c, rubyValue)
}

// leaf notes the holes of a string or number.
func (s *rubyScript) leaf(n *rubyNode, c rubyContext) {
	from, to := s.marks(n.token.start, n.token.end)
	if str := n.token.str; str != nil && str.id != "" {
		from, to = s.marks(str.start, str.end)
	}
	for i := from; i < to; i++ {
		if s.places[i] == nil {
			s.places[i] = &rubyPlace{quote: 'b', whole: true, first: true}
		}
		p := s.places[i]
		if p.role != rubyNowhere {
			continue
		}
		p.role, p.method, p.key, p.op, p.def, p.sink, p.bad, p.block = c.role, c.method, c.key, c.op, c.def, c.sink, c.bad, c.block
		if p.is(rubyStatement, rubyReturned) && p.quote == 'b' {
			p.whole = s.alone(s.sk.marks[i])
		}
	}
	if n.token.str != nil {
		for _, part := range n.token.str.parts {
			if part.code != nil {
				s.list(part.code.list, c)
			}
		}
	}
}

// call visits the arguments and the block of a call.
func (s *rubyScript) call(n *rubyNode, c rubyContext) {
	name := n.name
	on := ""
	if n.recv != nil {
		s.receiver(n.recv, c)
		on = rubyOn(n.recv)
		name = on + "." + n.name
	}
	inner := c
	inner.method, inner.key, inner.op = name, "", ""
	known := s.known(n, on)
	if sink := rubySink(n, on); sink && c.sink == "" {
		inner.sink = name
	}
	if !known && c.bad == "" {
		inner.bad = "an argument of " + name
	}
	s.nodes(n.args, inner, rubyArgument)
	if n.block {
		body := c
		if c.block == "" && !(n.recv == nil && slices.Contains(rubyBlocks, n.name) && !s.own[n.name]) {
			body.block = name
		}
		body.sink = inner.sink
		s.list(n.list, body)
	}
}

// rubyOn is what a method is called on, as far as a rule may know it.
func rubyOn(n *rubyNode) string {
	switch {
	case n.kind == rubyCall && n.recv == nil && len(n.args) == 0 && !n.block:
		return n.name
	case n.kind == rubyLeaf && n.token.kind == rubyConst && n.recv == nil:
		return n.token.text
	case n.kind == rubyLeaf && n.token.word("self"):
		return "self"
	}
	return "(...)"
}

// known says whether the rules know what a method does with its arguments.
func (s *rubyScript) known(n *rubyNode, on string) bool {
	if n.recv != nil {
		return n.name == "install" && slices.Contains(rubyDirs, on) && !s.own[on]
	}
	_, ok := rubyMethods[n.name]
	return ok && !s.own[n.name]
}

// names collects what the file defines.
func (s *rubyScript) names(list []*rubyNode) {
	for name := range s.file.assigned {
		s.own[name] = true
	}
	for _, n := range list {
		rubyEach(n, func(n *rubyNode) {
			switch {
			case n.kind == rubyDef && n.name != "caveats":
				s.own[n.name] = true
			case n.kind == rubyCall && slices.Contains([]string{"define_method", "alias_method", "define_singleton_method"}, n.name):
				for _, arg := range n.args {
					s.own[arg.token.text] = true
				}
			}
		})
	}
}

// rubyEach visits a node and all in it, also in strings.
func rubyEach(n *rubyNode, visit func(*rubyNode)) {
	visit(n)
	if n.recv != nil {
		rubyEach(n.recv, visit)
	}
	for _, one := range n.args {
		rubyEach(one, visit)
	}
	for _, one := range n.list {
		rubyEach(one, visit)
	}
	if n.token.str != nil {
		for _, part := range n.token.str.parts {
			if part.code != nil {
				rubyEach(part.code, visit)
			}
		}
	}
}
