package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shFacts is what the rules of craft ask of a script: every node with the way
// up, in the order of the text, and the nodes of the kinds that rules look at.
// All of it comes from one walk; a rule then looks at a short list.
type shFacts struct {
	nodes []shNode

	stmts, words, expansions, substs, quoted, binaries, redirects,
	subshells, ifs, loops, funcs, tests, assigns []int

	commands []*shCommand
	room     shRoom
	of       map[*syntax.CallExpr]*shCommand
	vars     map[string]*shVariable

	mentioned map[string]bool  // see mentions
	bySet     map[int][]string // see setAt
	system    *string          // see system
	atStart   map[int]bool     // see startup
	knowsWild bool             // see findWild

	errexit, nounset, pipefail bool // set somewhere in the script
	sources                    bool // it reads another script
	mixed                      bool // zsh told to behave like sh
}

// A shNode is a node of the tree and where it hangs.
type shNode struct {
	syntax.Node
	up  int // its parent, -1 at the top
	end int // behind its last descendant
	fn  int // the function it stands in, -1 outside
}

// A shCommand is a simple command as its author means it: without sudo, env and
// the like before it.
type shCommand struct {
	*syntax.CallExpr
	at    int // its node
	name  string
	args  []*syntax.Word
	texts []string // what args stand for, "" if only a run knows
	plain []bool   // whether texts knows
	sudo  bool
}

// facts walks the tree, once.
func (s *shScript) facts() *shFacts {
	if s.known != nil {
		return s.known
	}
	f := &shFacts{of: map[*syntax.CallExpr]*shCommand{}, vars: map[string]*shVariable{}}
	f.nodes = make([]shNode, 0, len(s.text)/5+16) // scripts have a node for some 6 bytes
	f.words, f.expansions = make([]int, 0, len(s.text)/16), make([]int, 0, len(s.text)/32)
	s.known = f
	up, fn := -1, -1
	syntax.Walk(s.tree, func(n syntax.Node) bool {
		if n == nil {
			f.nodes[up].end = len(f.nodes)
			fn, up = f.nodes[up].fn, f.nodes[up].up
			return true
		}
		i := len(f.nodes)
		f.nodes = append(f.nodes, shNode{Node: n, up: up, fn: fn})
		up = i
		f.add(i, n)
		if _, ok := n.(*syntax.FuncDecl); ok {
			fn = i
		}
		return true
	})
	s.options()
	s.variables()
	return f
}

// add puts a node into the list of its kind.
func (f *shFacts) add(i int, n syntax.Node) {
	var list *[]int
	switch n := n.(type) {
	case *syntax.Stmt:
		list = &f.stmts
	case *syntax.Word:
		list = &f.words
	case *syntax.ParamExp:
		list = &f.expansions
	case *syntax.CmdSubst:
		list = &f.substs
	case *syntax.DblQuoted, *syntax.SglQuoted:
		list = &f.quoted
	case *syntax.BinaryCmd:
		list = &f.binaries
	case *syntax.Redirect:
		list = &f.redirects
	case *syntax.Subshell:
		list = &f.subshells
	case *syntax.IfClause:
		list = &f.ifs
	case *syntax.WhileClause, *syntax.ForClause:
		list = &f.loops
	case *syntax.FuncDecl:
		list = &f.funcs
	case *syntax.TestClause, *syntax.BinaryTest, *syntax.UnaryTest:
		list = &f.tests
	case *syntax.Assign:
		list = &f.assigns
	case *syntax.CallExpr:
		f.addCommand(i, n)
		return
	default:
		return
	}
	*list = append(*list, i)
}

// A shRoom is where commands and what is known of their words are made.
type shRoom struct {
	commands slab[shCommand]
	texts    slab[string]
	plain    slab[bool]
}

// words are lists for n words.
func (r *shRoom) words(n int) (texts []string, plain []bool) {
	return r.texts.take(n, 256), r.plain.take(n, 256)
}

// shWrappers run the command that follows them, behind their options.
var shWrappers = map[string]bool{"command": true, "exec": true, "env": true, "nohup": true, "sudo": true, "doas": true, "builtin": true, "noglob": true, "nice": true, "time": true, "-": true}

func (f *shFacts) addCommand(i int, n *syntax.CallExpr) {
	c := f.room.commands.one(64)
	*c = shCommand{CallExpr: n, at: i}
	f.of[n] = c
	f.commands = append(f.commands, c)
	words := n.Args
	for len(words) > 0 {
		name, _ := wordText(words[0])
		if !shWrappers[name] || len(words) == 1 {
			c.name = name[strings.LastIndexByte(name, '/')+1:]
			break
		}
		next, _ := wordText(words[1])
		if strings.HasPrefix(next, "-") && (name == "command" && strings.ContainsAny(next, "vV") || next == "--help" || next == "--version") {
			c.name = name
			break
		}
		c.sudo = c.sudo || name == "sudo" || name == "doas"
		words = behindOptions(name, words[1:])
	}
	if len(words) > 0 {
		c.args = words[1:]
	}
	if len(c.args) > 0 {
		c.texts, c.plain = f.room.words(len(c.args))
	}
	for k, arg := range c.args {
		c.texts[k], c.plain[k] = wordText(arg)
	}
}

// valued lists the options of wrappers that take the next word.
var valued = map[string]string{"sudo": "ugpChDRTt", "env": "uS", "exec": "a", "nice": "n", "doas": "uC"}

// behindOptions skips options, and settings of env.
func behindOptions(wrapper string, words []*syntax.Word) []*syntax.Word {
	for len(words) > 0 {
		text, _ := wordText(words[0])
		name, _, setting := strings.Cut(text, "=")
		switch {
		case strings.HasPrefix(text, "-") && len(text) > 1:
			if len(text) == 2 && strings.Contains(valued[wrapper], text[1:]) && len(words) > 1 {
				words = words[1:]
			}
		case setting && isShName(name) && (wrapper == "env" || wrapper == "sudo"):
		default:
			return words
		}
		words = words[1:]
	}
	return nil
}

// wordText is literal, quickly for the usual word.
func wordText(w *syntax.Word) (string, bool) {
	if len(w.Parts) == 1 {
		switch part := w.Parts[0].(type) {
		case *syntax.Lit:
			if !strings.Contains(part.Value, `\`) {
				return part.Value, true
			}
		case *syntax.SglQuoted:
			return part.Value, !part.Dollar
		case *syntax.ParamExp:
			return "", false
		}
	}
	return literal(w)
}

// options notes what the script switches on.
func (s *shScript) options() {
	f := s.known
	first, _, _ := strings.Cut(s.text, "\n")
	if _, flags, ok := strings.Cut(first, " -"); ok && strings.HasPrefix(first, "#!") && !strings.Contains(flags, "env") {
		f.errexit = strings.Contains(flags, "e")
		f.nounset = strings.Contains(flags, "u")
	}
	for _, c := range f.commands {
		switch c.name {
		case "set", "setopt", "unsetopt", "emulate":
			f.option(c)
		case ".", "source", "eval":
			f.sources = f.sources || c.name != "eval"
		}
	}
}

func (f *shFacts) option(c *shCommand) {
	for k, text := range c.texts {
		name := strings.ToLower(strings.ReplaceAll(text, "_", ""))
		short := c.name == "set" && strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "--")
		if c.name == "set" && text == "--" {
			break
		}
		f.errexit = f.errexit || name == "errexit" && !off(c, k) || short && strings.Contains(text, "e")
		f.nounset = f.nounset || name == "nounset" && !off(c, k) || short && strings.Contains(text, "u")
		f.pipefail = f.pipefail || name == "pipefail" && !off(c, k)
		f.mixed = f.mixed || c.name == "emulate" && (text == "sh" || text == "ksh" || text == "bash") || c.name == "setopt" && name == "shwordsplit"
	}
}

// off tells of set +o NAME, and unsetopt NAME.
func off(c *shCommand, k int) bool {
	return c.name == "unsetopt" || k > 0 && c.texts[k-1] == "+o"
}

// ---- going up ----

// parent is the node that i hangs from, nil at the top.
func (f *shFacts) parent(i int) syntax.Node {
	if up := f.nodes[i].up; up >= 0 {
		return f.nodes[up].Node
	}
	return nil
}

// within tells whether i is a descendant of outer, or it.
func (f *shFacts) within(i, outer int) bool { return i >= outer && i < f.nodes[outer].end }

// holds tells whether n covers the place of i.
func (f *shFacts) holds(n syntax.Node, i int) bool {
	at := f.nodes[i].Pos().Offset()
	return n != nil && n.Pos().Offset() <= at && at < n.End().Offset()
}

// stmtOf is the statement that i stands in, -1 if there is none.
func (f *shFacts) stmtOf(i int) int {
	for i >= 0 {
		if _, ok := f.nodes[i].Node.(*syntax.Stmt); ok {
			return i
		}
		i = f.nodes[i].up
	}
	return -1
}

// siblings are the statements of the list that the one at i is in, and which of
// them it is; nil if it stands alone.
func (f *shFacts) siblings(i int) ([]*syntax.Stmt, int) {
	n := f.nodes[i].Node.(*syntax.Stmt)
	for _, list := range lists(f.parent(i)) {
		if k := slices.Index(list, n); k >= 0 {
			return list, k
		}
	}
	return nil, 0
}

// lists are the lists of statements directly in a node.
func lists(n syntax.Node) [][]*syntax.Stmt {
	switch n := n.(type) {
	case *syntax.File:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.Block:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.Subshell:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.CmdSubst:
		return [][]*syntax.Stmt{n.Stmts}
	case *syntax.IfClause:
		return [][]*syntax.Stmt{n.Cond, n.Then}
	case *syntax.WhileClause:
		return [][]*syntax.Stmt{n.Cond, n.Do}
	case *syntax.ForClause:
		return [][]*syntax.Stmt{n.Do}
	case *syntax.CaseItem:
		return [][]*syntax.Stmt{n.Stmts}
	}
	return nil
}

// tested tells whether something looks at the status of the statement at i, so
// that set -e does not: a condition, the left of && and ||, or !.
func (f *shFacts) tested(i int) bool {
	for i >= 0 {
		n, ok := f.nodes[i].Node.(*syntax.Stmt)
		if ok && n.Negated {
			return true
		}
		switch up := f.parent(i).(type) {
		case *syntax.IfClause:
			return ok && slices.Contains(up.Cond, n)
		case *syntax.WhileClause:
			return ok && slices.Contains(up.Cond, n)
		case *syntax.BinaryCmd:
			if up.X == n && (up.Op == syntax.AndStmt || up.Op == syntax.OrStmt) {
				return true
			}
		case *syntax.Stmt, *syntax.Block:
			if b, isBlock := up.(*syntax.Block); isBlock && ok && len(b.Stmts) > 0 && b.Stmts[len(b.Stmts)-1] != n {
				return false
			}
		default:
			return false
		}
		i = f.nodes[i].up
	}
	return false
}

// bare is the outermost word that the expansion at i stands in without quotes,
// -1 if it has some, or is a pattern.
func (f *shFacts) bare(i int) int {
	word := -1
	for i = f.nodes[i].up; i >= 0; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.Word:
			word = i
		case *syntax.ParamExp:
			if word < 0 {
				continue // zsh: ${(j:,:)${x}}
			}
			if n.Exp == nil || n.Exp.Word != f.nodes[word].Node || n.Exp.Op >= syntax.RemSmallSuffix {
				return -1
			}
		case *syntax.DblQuoted:
			return -1
		default:
			return word
		}
	}
	return word
}

// call is the simple command of a statement that is nothing but one, or nil.
func (f *shFacts) call(n *syntax.Stmt) *shCommand {
	if n == nil {
		return nil
	}
	call, _ := n.Cmd.(*syntax.CallExpr)
	return f.of[call]
}

func isShName(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if s[i] != '_' && (c < 'a' || c > 'z') && (i == 0 || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s != ""
}
