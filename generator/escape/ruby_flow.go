package escape

import (
	"slices"

	"github.com/org/gosetup/generator/ruby"
)

// A rubyScript is a parsed skeleton and the facts about the whole of it that
// the rules ask for.
type rubyScript struct {
	sk     *skeleton
	file   *ruby.File
	places []*rubyPlace
	own    map[string]bool            // the methods that the file defines, and its variables
	holds  map[string]map[string]bool // by node, the nodes whose value may be a part of its
	fixed  bool                       // the formula gives its version
}

// marks are the numbers of the holes in a range of bytes, as from:to.
func (s *rubyScript) marks(start, end int) (from, to int) { return s.sk.within(start, end) }

// A rubyContext is where an expression stands.
type rubyContext struct {
	role                                   rubyRole
	method, key, op, def, sink, bad, block string
}

// list visits statements.
func (s *rubyScript) list(list []*ruby.Node, c rubyContext) {
	c = rubyContext{def: c.def, sink: c.sink, block: c.block, role: rubyStatement}
	if c.def == "caveats" && c.block == "" {
		c.role = rubyReturned
	}
	for _, n := range list {
		s.node(n, c)
	}
}

// node visits one expression.
func (s *rubyScript) node(n *ruby.Node, c rubyContext) {
	switch n.Kind {
	case ruby.Leaf:
		s.leaf(n, c)
	case ruby.Call:
		s.call(n, c)
	case ruby.Index:
		s.receiver(n.Recv, c)
		c.bad = "an index"
		s.nodes(n.Args, c, rubyElement)
	case ruby.Array:
		s.nodes(n.Args, c, rubyElement)
	case ruby.Hash:
		s.nodes(n.Args, c, rubyValue)
	case ruby.Pair:
		s.pair(n, c)
	case ruby.Binary, ruby.Unary:
		c.role, c.op = rubyOperand, n.Name
		s.node(n.Recv, c)
		s.nodes(n.Args, c, rubyOperand)
	case ruby.Group:
		c.bad = "brackets around an expression"
		s.nodes(n.List, c, c.role)
	case ruby.Assign:
		s.receiver(n.Recv, c)
		c.bad = "the value of a variable"
		s.nodes(n.Args, c, rubyAssigned)
	case ruby.Return:
		if c.role = rubyReturned; c.def != "caveats" || c.block != "" {
			c.role, c.bad = rubyAssigned, "what a method returns"
		}
		s.nodes(n.Args, c, c.role)
	case ruby.Def:
		c.bad = "the parameters of a method"
		s.nodes(n.Args, c, rubyAssigned)
		c.def, c.block = n.Name, ""
		s.list(n.List, c)
	case ruby.Class:
		c.bad = "the class behind a <"
		s.nodes(n.Args, c, rubyAssigned)
		c.def, c.block = "", ""
		s.list(n.List, c)
	case ruby.Choice:
		test := c
		test.role, test.method, test.op = rubyOperand, "", "if"
		s.node(n.Recv, test)
		s.nodes(n.Args, c, c.role)
	case ruby.Begin:
		s.list(n.List, c)
		for _, other := range n.Args {
			s.list(other.List, c)
		}
	case ruby.If:
		test := c
		test.role, test.method, test.op = rubyOperand, "", "if"
		s.node(n.Recv, test)
		s.list(n.List, c)
		for _, other := range n.Args {
			if other.Kind == ruby.Group {
				s.list(other.List, c)
			} else {
				s.node(other, c)
			}
		}
	}
}

func (s *rubyScript) nodes(list []*ruby.Node, c rubyContext, role rubyRole) {
	c.role = role
	for _, n := range list {
		s.node(n, c)
	}
}

func (s *rubyScript) receiver(n *ruby.Node, c rubyContext) {
	c.bad, c.role = "an object whose method is called", rubyReceiver
	s.node(n, c)
}

func (s *rubyScript) pair(n *ruby.Node, c rubyContext) {
	data := rubyPlace{method: c.method, key: c.key, role: rubyValue}.keyed()
	if n.Recv != nil {
		key := c
		key.role = rubyKey
		s.node(n.Recv, key)
	}
	switch {
	case !data: // the key around this one decides
	case n.Recv != nil:
		c.key = "=>"
	default:
		c.key = n.Name
	}
	s.nodes(n.Args, c, rubyValue)
}

// leaf notes the holes of a string or number.
func (s *rubyScript) leaf(n *ruby.Node, c rubyContext) {
	from, to := s.marks(n.Token.Start, n.Token.End)
	if str := n.Token.Str; str != nil && str.ID != "" {
		from, to = s.marks(str.Start, str.End)
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
	if n.Token.Str != nil {
		for _, part := range n.Token.Str.Parts {
			if part.Code != nil {
				s.list(part.Code.List, c)
			}
		}
	}
}

// call visits the arguments and the block of a call.
func (s *rubyScript) call(n *ruby.Node, c rubyContext) {
	name := n.Name
	on := ""
	if n.Recv != nil {
		s.receiver(n.Recv, c)
		on = rubyOn(n.Recv)
		name = on + "." + n.Name
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
	s.nodes(n.Args, inner, rubyArgument)
	if n.Block {
		body := c
		if c.block == "" && !(n.Recv == nil && slices.Contains(rubyBlocks, n.Name) && !s.own[n.Name]) {
			body.block = name
		}
		body.sink = inner.sink
		s.list(n.List, body)
	}
}

// rubyOn is what a method is called on, as far as a rule may know it.
func rubyOn(n *ruby.Node) string {
	switch {
	case n.Kind == ruby.Call && n.Recv == nil && len(n.Args) == 0 && !n.Block:
		return n.Name
	case n.Kind == ruby.Leaf && n.Token.Kind == ruby.Const && n.Recv == nil:
		return n.Token.Text
	case n.Kind == ruby.Leaf && n.Token.Word("self"):
		return "self"
	}
	return "(...)"
}

// known says whether the rules know what a method does with its arguments.
func (s *rubyScript) known(n *ruby.Node, on string) bool {
	if n.Recv != nil {
		return n.Name == "install" && slices.Contains(rubyDirs, on) && !s.own[on]
	}
	_, ok := rubyMethods[n.Name]
	return ok && !s.own[n.Name]
}

// names collects what the file defines.
func (s *rubyScript) names(list []*ruby.Node) {
	for name := range s.file.Assigned {
		s.own[name] = true
	}
	for _, n := range list {
		ruby.Walk(n, func(n *ruby.Node) {
			switch {
			case n.Kind == ruby.Def && n.Name != "caveats":
				s.own[n.Name] = true
			case n.Kind == ruby.Call && slices.Contains([]string{"define_method", "alias_method", "define_singleton_method"}, n.Name):
				for _, arg := range n.Args {
					s.own[arg.Token.Text] = true
				}
			}
		})
	}
}
