package escape

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/org/gosetup/generator/dialect"
)

// Check looks for holes where no value can stand, and for text that does not
// parse, without any data: it goes through the template called name, and those
// that it executes, with every branch taken, with none, and with each one flipped
// in both. It is not every combination; Execute, which judges the one that the
// data makes, is what renderings rely on. Conditions with the same text are
// taken to agree. All errors are *Error, joined.
func (t *Template) Check(name string) error {
	if t.lang == nil {
		return t.checkHoleless(name)
	}
	found := map[string]*Error{}
	add := func(e *Error) {
		key := fmt.Sprintf("%s:%06d:%06d:%s", e.File, e.Line, e.Col, e.Code)
		if found[key] == nil {
			found[key] = e
		}
	}
	for _, e := range t.handEscaped(name) {
		add(e)
	}
	seen := map[string]bool{}
	for _, way := range t.ways(name) {
		p := t.printShape(name, way)
		if p.err != nil {
			return p.err
		}
		if sk := p.skeleton(); !seen[sk.text] {
			seen[sk.text] = true
			t.judge(sk, p.values, way, add)
		}
	}
	return joinedErrors(found)
}

func joinedErrors(found map[string]*Error) error {
	var errs []error
	for _, key := range slices.Sorted(maps.Keys(found)) {
		errs = append(errs, found[key])
	}
	return errors.Join(errs...)
}

// checkHoleless is for dialects in which no value can stand.
func (t *Template) checkHoleless(name string) error {
	found := map[string]*Error{}
	for i, v := range t.printShape(name, way{all: true}).values {
		found[fmt.Sprintf("%06d", i)] = t.at(v, &Error{Code: unknownPlace.ID, Rule: &unknownPlace,
			What: fmt.Sprintf("no value can stand in a file of %s", t.dialect.Name)})
	}
	return joinedErrors(found)
}

// judge reports the holes of one shape that no value can stand in.
func (t *Template) judge(sk *skeleton, values []value, w way, add func(*Error)) {
	a, err := t.analyse(sk)
	if err != nil {
		var own *Error
		if errors.As(t.placed(sk, values, err), &own) {
			own.What += w.String()
			add(own)
		}
		return
	}
	for i := range a.decisions {
		d := &a.decisions[i]
		switch {
		case d.refused():
			add(t.refusal(d, values[i]))
		case d.code && values[i].kind == kindNumber:
			add(t.at(values[i], &Error{Code: codeCode, Rule: d.rule, What: "only Code can stand in " + d.found}))
		}
	}
}

// A way is which branches are taken.
type way struct {
	all  bool   // all of them, or none
	flip string // but for the conditions with this text; "" for no exception
	once bool   // a range runs once instead of twice

	inline bool // an included template of the same dialect is a part of the text
}

// String says the way in an error, if it is not the plain one.
func (w way) String() string {
	switch {
	case w.flip != "" && w.all:
		return fmt.Sprintf(" (with every branch but {{%s}})", w.flip)
	case w.flip != "":
		return fmt.Sprintf(" (with no branch but {{%s}})", w.flip)
	case w.once:
		return " (with every branch, and one turn of each range)"
	case w.all:
		return " (with every branch)"
	}
	return " (with no branch)"
}

func (w way) takes(condition string) bool { return w.all != (w.flip == condition) }

// ways lists the combinations that Check tries.
func (t *Template) ways(name string) []way {
	conditions, includes := map[string]bool{}, false
	for _, w := range []way{{all: true}, {all: false}} {
		w.inline = true
		p := t.printShape(name, w)
		maps.Copy(conditions, p.conditions)
		includes = includes || p.included
	}
	all := []way{{all: true}, {all: true, once: true}, {all: false}}
	for _, c := range slices.Sorted(maps.Keys(conditions)) {
		all = append(all, way{all: true, flip: c}, way{all: false, flip: c})
	}
	if includes {
		for _, w := range all {
			w.inline = true
			all = append(all, w)
		}
	}
	return all
}

// A shape prints a template without data: a sentinel for every hole, whatever
// the way says for every branch.
type shape struct {
	t          *Template
	way        way
	prefix     string
	out        strings.Builder
	values     []value
	conditions map[string]bool
	included   bool // a template of the same dialect
	depth      int
	err        error
}

func (t *Template) printShape(name string, w way) *shape {
	p := &shape{t: t, way: w, prefix: prefixes[0], conditions: map[string]bool{}}
	p.template(name)
	if prefix, err := freePrefix(p.out.String(), p.prefix, len(p.values)); err == nil && prefix != p.prefix {
		p = &shape{t: t, way: w, prefix: prefix, conditions: map[string]bool{}}
		p.template(name)
	}
	return p
}

func (p *shape) skeleton() *skeleton { return newSkeleton(p.out.String(), p.prefix) }

// maxDepth ends the expansion of templates that execute themselves.
const maxDepth = 20

func (p *shape) template(name string) {
	tree := p.t.trees[name]
	if tree == nil {
		p.err = fmt.Errorf("there is no template %q", name)
		return
	}
	if p.depth++; p.depth < maxDepth {
		p.list(tree, tree.Root)
	}
	p.depth--
}

// list prints a list; false is a {{break}} or {{continue}} on the way.
func (p *shape) list(tree *parse.Tree, list *parse.ListNode) bool {
	if list == nil {
		return true
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.TextNode:
			p.out.Write(n.Text)
		case *parse.ActionNode:
			p.action(tree, n)
		case *parse.TemplateNode:
			p.template(n.Name)
		case *parse.IfNode:
			if !p.branch(tree, &n.BranchNode, 1) {
				return false
			}
		case *parse.WithNode:
			if !p.branch(tree, &n.BranchNode, 1) {
				return false
			}
		case *parse.RangeNode:
			turns := 2
			if p.way.once {
				turns = 1
			}
			p.branch(tree, &n.BranchNode, turns)
		case *parse.BreakNode, *parse.ContinueNode:
			return false
		}
	}
	return true
}

func (p *shape) branch(tree *parse.Tree, n *parse.BranchNode, turns int) bool {
	condition := n.Pipe.String()
	p.conditions[condition] = true
	if !p.way.takes(condition) {
		return p.list(tree, n.ElseList)
	}
	on := true
	for range turns {
		on = p.list(tree, n.List)
	}
	return on
}

func (p *shape) action(tree *parse.Tree, n *parse.ActionNode) {
	if len(n.Pipe.Decl) > 0 {
		return
	}
	if !prints(n) {
		switch arg := n.Pipe.Cmds[0].Args[0].(type) {
		case *parse.StringNode:
			p.out.WriteString(arg.Text)
		case *parse.NumberNode:
			p.out.WriteString(arg.Text)
		}
		return
	}
	k := p.t.kindOf(n.Pipe)
	if last := n.Pipe.Cmds[len(n.Pipe.Cmds)-1]; k == kindCode && p.way.inline && p.t.trees[last.Args[1].(*parse.StringNode).Text] != nil {
		p.included = true
		p.template(last.Args[1].(*parse.StringNode).Text)
		return
	}
	p.out.WriteString(sentinel(p.prefix, k, len(p.values)))
	p.values = append(p.values, value{loc: p.t.note(tree, n), kind: k})
}

// numbers are the functions that give a number.
var numbers = []string{"len", "int", "int64", "add", "sub", "mul", "div", "mod", "max", "min", "eq", "ne", "lt", "le", "gt", "ge"}

// kindOf guesses the kind of what a pipeline gives from its last function.
func (t *Template) kindOf(pipe *parse.PipeNode) kind {
	last := pipe.Cmds[len(pipe.Cmds)-1]
	id, ok := last.Args[0].(*parse.IdentifierNode)
	switch {
	case !ok:
	case slices.Contains(numbers, id.Ident):
		return kindNumber
	case id.Ident == "include" && len(last.Args) > 1:
		name, ok := last.Args[1].(*parse.StringNode)
		if !ok {
			break
		}
		switch d := dialect.ByName(name.Text, ""); d {
		case nil, dialect.Text:
		case t.dialect:
			return kindCode
		default:
			if t.trees[name.Text] != nil && len(t.In(d).printShape(name.Text, way{all: true}).values) == 0 {
				return kindTrusted
			}
		}
	}
	return kindText
}

// escapers are functions that quote for something else than the place of a
// hole, or for it: once more.
var escapers = []string{"quote", "squote", "html", "js", "urlquery", "toJson", "toPrettyJson", "toRawJson", "mustToJson", "toYaml", "toToml", "shellquote", "shquote"}

// handEscaped reports the holes that are escaped by hand, in the template called
// name and those it executes.
func (t *Template) handEscaped(name string) []*Error {
	var all []*Error
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		tree := t.trees[name]
		if tree == nil || seen[name] {
			return
		}
		seen[name] = true
		walk(tree.Root, func(n parse.Node) {
			switch n := n.(type) {
			case *parse.TemplateNode:
				visit(n.Name)
			case *parse.ActionNode:
				if by := escaperIn(n.Pipe); by != "" {
					v := value{loc: t.note(tree, n)}
					all = append(all, t.at(v, &Error{Code: codeEscaper, What: by + " escapes by hand; print the value alone, it is escaped for its place"}))
				}
			}
		})
	}
	visit(name)
	return all
}

// escaperIn names the function of a pipeline that escapes.
func escaperIn(pipe *parse.PipeNode) string {
	for _, cmd := range pipe.Cmds {
		for i, arg := range cmd.Args {
			switch arg := arg.(type) {
			case *parse.PipeNode:
				if by := escaperIn(arg); by != "" {
					return by
				}
			case *parse.IdentifierNode:
				if i == 0 && escapes(arg.Ident, cmd.Args[1:]) {
					return arg.Ident
				}
			}
		}
	}
	return ""
}

// escapes says whether a call quotes: by its name, with %q, or by putting
// something in the place of a quote.
func escapes(function string, args []parse.Node) bool {
	if slices.Contains(escapers, function) {
		return true
	}
	if len(args) == 0 {
		return false
	}
	first, ok := args[0].(*parse.StringNode)
	if !ok {
		return false
	}
	return function == "printf" && strings.Contains(first.Text, "%q") ||
		(function == "replace" || function == "regexReplaceAll") && strings.ContainsAny(first.Text, "'\"`\\$")
}
