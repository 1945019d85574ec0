package lint

import (
	"errors"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// powershellChecks look at scripts of PowerShell.
var powershellChecks = []check[*psScript]{
	{"GS010", psWrapped},
	{"GS100", psRunAtOnce},
	{"GS101", psUnverified},
	{"GS107", psFollowed},
	{"GS120", psFinalNames},
	{"GS128", psStartupFiles},
	{"GS132", psUserPath},
	{"GS140", psDryRun},
	{"GS140", psDryFetch},
	{"GS150", psStartsProcess},
	{"GS151", psLeavesBehind},
	{"GS160", psPlainHTTP},
	{"GS161", psAnyCertificate},
	{"GS164", psOldTLS},
	{"GS163", psRedirects},
	{"GS165", psNoTimeout},
	{"GS207", psEval},
	{"GS400", psUndefined},
	{"GS401", psUncalled},
	{"GS403", psNeverSet},
	{"GS610", psNewer},
	{"GS611", psEncoding},
	{"GS612", psBasicParsing},
	{"GS613", psAutomatic},
	{"GS614", psNullRight},
	{"GS615", psExit},
	{"GS616", psAliased},
	{"GS617", psLostAssign},
}

// A psScript is a parsed script of PowerShell, and what several checks want to
// know about it.
type psScript struct {
	*source
	tree     *ps.Script
	nodes    []psNode                  // every one, in the order of Walk
	acts     []psNode                  // those of them that do something: see psActs
	funcs    map[string]*ps.Function   // by name in lower case; of several, the last
	bodies   map[*ps.Function][]psNode // what stands in it
	deeds    map[*ps.Function][]psNode // that of acts
	calls    []*psCall                 // every command, in the order of the text
	members  []*ps.Member              // every member and method
	named    map[*ps.Member]psMemberNames
	commands map[*ps.Command]string // their names, as in psCall
	assigns  []psAssign
	flows    map[string]*psFlow                 // by what is assumed of the run
	locals   map[*ps.Function]map[string]string // parameters and what is assigned without a scope: their names in states
	numbers  map[string]int                     // of names, see psSet
	runners  map[*ps.Function]bool              // functions that start a program that they are told
	decides  map[string]bool                    // variables that conditions ask for
	direct   map[string]*psReach                // by function, without those that it calls
	readers  []psRead                           // once somebody asked
	quits    []int                              // where an exit stands

	forgetful bool // each call is run, with all that is known; for a test
}

// A psNode is a node and the function it stands in, nil outside.
type psNode struct {
	ps.Node
	fn *ps.Function
}

// A psCall is a command, where it stands.
type psCall struct {
	*ps.Command
	name string       // in lower case, of an alias what it stands for; "" if computed
	word string       // as written
	fn   *ps.Function // it stands in, nil outside
	prev ps.Node      // what is piped into it, nil if nothing is
}

// A psAssign is an assignment to a variable, where it stands.
type psAssign struct {
	v    *ps.Variable
	fn   *ps.Function
	node ps.Node // the whole
	op   string  // "=", "+=", "++", "in"
}

func checkPowerShell(s *source) {
	tree, err := ps.Parse(s.text)
	var refused *ps.Error
	if errors.As(err, &refused) {
		s.reporter("GS001")(refused.Offset, "%s", refused.What)
		return
	}
	s.parser = "gosetup as powershell"
	for _, c := range tree.Comments {
		s.remarks = append(s.remarks, remark{c.Start, c.End})
	}
	runChecks(s, newPS(s, tree), powershellChecks)
}

// newPS indexes a script.
func newPS(s *source, tree *ps.Script) *psScript {
	script := &psScript{source: s, tree: tree, funcs: map[string]*ps.Function{}, bodies: map[*ps.Function][]psNode{}, deeds: map[*ps.Function][]psNode{}, flows: map[string]*psFlow{},
		locals: map[*ps.Function]map[string]string{}, numbers: map[string]int{}, runners: map[*ps.Function]bool{}, direct: map[string]*psReach{}}
	script.index()
	script.decides = script.deciders()
	for fn := range script.bodies {
		script.locals[fn] = map[string]string{}
		for _, p := range psParams(fn) {
			script.local(fn, p.Var.Lower())
		}
		script.runners[fn] = script.startsProgram(script.deeds[fn])
	}
	for _, a := range script.assigns {
		if a.fn != nil && a.v.Scope == "" {
			script.local(a.fn, a.v.Lower())
		}
	}
	return script
}

// local notes a variable of a function.
func (s *psScript) local(fn *ps.Function, name string) {
	if s.locals[fn][name] == "" {
		s.locals[fn][name] = psFuncName(fn) + "." + name
	}
}

// nodeBytes is how much text a node takes, commandBytes how much a command, a
// member or an assignment does.
const (
	nodeBytes    = 8
	commandBytes = 150
)

// index notes what is in the script.
func (s *psScript) index() {
	s.nodes = make([]psNode, 0, len(s.text)/nodeBytes)
	some := len(s.text) / commandBytes
	s.acts = make([]psNode, 0, 3*some)
	s.calls, s.members, s.assigns = make([]*psCall, 0, some), make([]*ps.Member, 0, some), make([]psAssign, 0, some)
	s.commands, s.named = make(map[*ps.Command]string, some), make(map[*ps.Member]psMemberNames, some)
	var fn *ps.Function
	var into func(ps.Node)
	into = func(n ps.Node) {
		s.nodes = append(s.nodes, psNode{n, fn})
		s.node(n, fn)
		if psActs(n) {
			s.acts = append(s.acts, psNode{n, fn})
		}
		f, isFunc := n.(*ps.Function)
		if !isFunc {
			ps.Each(n, into)
			return
		}
		outer, from, fromActs := fn, len(s.nodes), len(s.acts)
		fn = f
		ps.Each(n, into)
		fn = outer
		s.bodies[f], s.deeds[f] = s.nodes[from:], s.acts[fromActs:]
	}
	into(s.tree)
}

// psActs tells whether a node is of a kind that runs something, sets something or
// leaves.
func psActs(n ps.Node) bool {
	switch n.(type) {
	case *ps.Command, *ps.Member, *ps.Assign, *ps.Jump:
		return true
	}
	return false
}

// node notes what one node in function fn is.
func (s *psScript) node(n ps.Node, fn *ps.Function) {
	switch n := n.(type) {
	case *ps.Function:
		s.funcs[psFuncName(n)] = n
	case *ps.Pipeline:
		s.pipeline(n, fn)
	case *ps.Member:
		s.members = append(s.members, n)
		s.named[n] = psMemberNames{psMemberName(n), psStatic(n)}
	case *ps.Assign:
		s.assigned(n.Target, n, n.Op, fn)
	case *ps.ForEach:
		s.assigned(n.Var, n, "in", fn)
	case *ps.Unary:
		if n.Op == "++" || n.Op == "--" {
			s.assigned(n.X, n, n.Op, fn)
		}
	}
}

func (s *psScript) pipeline(n *ps.Pipeline, fn *ps.Function) {
	for i, e := range n.Elements {
		c, ok := e.(*ps.Command)
		if !ok {
			continue
		}
		call := &psCall{Command: c, fn: fn}
		call.name, call.word = psName(c)
		s.commands[c] = call.name
		if i > 0 {
			call.prev = n.Elements[i-1]
		}
		s.calls = append(s.calls, call)
	}
}

// assigned notes the variables of a target.
func (s *psScript) assigned(target ps.Expr, node ps.Node, op string, fn *ps.Function) {
	switch t := target.(type) {
	case *ps.Variable:
		s.assigns = append(s.assigns, psAssign{t, fn, node, op})
	case *ps.Cast:
		s.assigned(t.X, node, op, fn)
	case *ps.ArrayLit:
		for _, item := range t.Items {
			s.assigned(item, node, op, fn)
		}
	}
}

// psParams are the parameters of a function.
func psParams(fn *ps.Function) []*ps.Param { return slices.Concat(fn.Params, fn.Body.Params) }

// psFuncName is the name of a function without its scope, in lower case.
func psFuncName(f *ps.Function) string {
	name := strings.ToLower(f.Name)
	return name[strings.LastIndexByte(name, ':')+1:]
}

// psName is the name of a command, of an alias what it stands for, and the word
// that is written.
func psName(c *ps.Command) (name, word string) {
	s, ok := c.Name.(*ps.String)
	if !ok {
		return "", ""
	}
	name = strings.ToLower(s.Text)
	if full := psAliases[name]; full != "" {
		return full, s.Text
	}
	return name, s.Text
}

// called are the commands with one of these names.
func (s *psScript) called(names ...string) []*psCall {
	var found []*psCall
	for _, c := range s.calls {
		if slices.Contains(names, c.name) {
			found = append(found, c)
		}
	}
	return found
}

// psHas tells whether a command has a parameter, which may be cut short.
func psHas(c *ps.Command, names ...string) bool {
	return slices.ContainsFunc(c.Args, func(a ps.Arg) bool { return psIsFlag(a, names...) })
}

func psIsFlag(a ps.Arg, names ...string) bool {
	flag := strings.TrimPrefix(strings.ToLower(a.Flag), "-")
	return flag != "" && slices.ContainsFunc(names, func(name string) bool {
		return flag == name || len(flag) > 2 && strings.HasPrefix(name, flag)
	})
}

// psValue is what is given to one of the parameters, nil if they are not there.
func psValue(c *ps.Command, names ...string) ps.Expr {
	for i, a := range c.Args {
		if !psIsFlag(a, names...) {
			continue
		}
		if a.Value == nil && i+1 < len(c.Args) && c.Args[i+1].Flag == "" {
			return c.Args[i+1].Value
		}
		return a.Value
	}
	return nil
}

// psPositional are the arguments without a parameter before them. Whether a
// parameter takes what stands behind it only its command knows: all do but the
// switches of the table.
func psPositional(c *ps.Command) []ps.Expr {
	var all []ps.Expr
	for i, a := range c.Args {
		if a.Flag == "" && (i == 0 || c.Args[i-1].Flag == "" || c.Args[i-1].Value != nil || psSwitches[strings.ToLower(c.Args[i-1].Flag)]) {
			all = append(all, a.Value)
		}
	}
	return all
}

// psParameter is what is given by one of the names, or at a place.
func psParameter(c *ps.Command, place int, names ...string) ps.Expr {
	if v := psValue(c, names...); v != nil {
		return v
	}
	if all := psPositional(c); place >= 0 && place < len(all) {
		return all[place]
	}
	return nil
}

// psFixed is the text of an expression, ok is false if only a run knows it.
func psFixed(x ps.Node) (text string, ok bool) {
	switch x := x.(type) {
	case *ps.String:
		return x.Text, true
	case *ps.Number:
		return x.Text, true
	case *ps.Paren:
		return psFixed(x.Inner)
	case *ps.Pipeline:
		if len(x.Elements) == 1 {
			return psFixed(x.Elements[0])
		}
	}
	return "", false
}

// psStatic is "type::member" of a static member in lower case, without System.
func psStatic(m *ps.Member) string {
	t, ok := m.X.(*ps.Type)
	if !ok || !m.Static {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(t.Name), "system.") + "::" + psMemberName(m)
}

// psMemberName is the name of a member in lower case, "" if it is computed.
func psMemberName(m *ps.Member) string {
	name, _ := psFixed(m.Name)
	return strings.ToLower(name)
}

// psMemberNames are what psMemberName and psStatic say of a member.
type psMemberNames struct{ name, static string }

func (s *psScript) memberName(m *ps.Member) string { return s.named[m].name }

func (s *psScript) static(m *ps.Member) string { return s.named[m].static }

// textOf is the source of a node, on one line and not too long.
func (s *psScript) textOf(n ps.Node) string {
	at := n.Where()
	text, _, _ := strings.Cut(s.text[at.Start:at.End], "\n")
	if len(text) > 50 {
		text = text[:47] + "..."
	}
	return text
}
