package lint

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shNameChecks look for functions and variables that are not there, or not used.
var shNameChecks = []check[*shScript]{
	{"GS400", shUndefined},
	{"GS401", shUncalled},
	{"GS403", shNeverSet},
	{"GS404", shSetLater},
	{"GS405", shUnused},
	{"GS406", shTwice},
}

// shUndefined: a command that nobody knows. One that is spelt like a function
// is a finding; a plain name may be a program of somebody's machine, unless it
// is one letter away from a function of the script.
func shUndefined(s *shScript, report report) {
	f, said := s.facts(), map[string]bool{}
	for _, c := range f.commands {
		if c.name == "" || said[c.name] || len(c.Args) == 0 || s.funcs[c.name] != nil || f.sources || !isShName(strings.ReplaceAll(c.name, "-", "_")) || standardCommand(c.name) || s.mentions(c.name) || f.aliased(c.name) {
			continue
		}
		said[c.name] = true
		if near := nearest(c.name, s.funcs, 3); near != "" {
			report(offset(c), "there is no function %s; did you mean %s?", c.name, near)
		} else if strings.Contains(c.name, "_") && !strings.Contains(s.textOf(c.Args[0]), "/") {
			report(offset(c), "no function is called %s, and no program that the platforms have; define it, or ask command -v %s first", c.name, c.name)
		}
	}
}

// mentions tells whether a command gets the name as an argument, as command -v
// and need do, or a loop as an item.
func (s *shScript) mentions(name string) bool {
	f := s.facts()
	if f.mentioned == nil {
		f.mentioned = map[string]bool{}
		for _, c := range f.commands {
			for k, text := range c.texts {
				if c.plain[k] && c.name != "unset" {
					f.mentioned[text] = true
				}
			}
		}
		for _, i := range f.loops {
			if n, ok := f.nodes[i].Node.(*syntax.ForClause); ok {
				if iter, ok := n.Loop.(*syntax.WordIter); ok {
					for _, item := range iter.Items {
						text, _ := wordText(item)
						f.mentioned[text] = true
					}
				}
			}
		}
	}
	return f.mentioned[name]
}

func (f *shFacts) aliased(name string) bool {
	for _, c := range f.commands {
		if c.name != "alias" && c.name != "autoload" && c.name != "function" {
			continue
		}
		for _, arg := range c.args {
			if n, _, _ := assignment(arg); n == name {
				return true
			}
		}
	}
	return false
}

// nearest is the name that differs from name in one letter, or in two that
// changed places. Names with fewer letters than shortest have too many neighbours.
func nearest[V any](name string, names map[string]V, shortest int) string {
	best := ""
	for other := range names {
		if len(other) >= shortest && oneEdit(name, other) && (best == "" || other < best) {
			best = other
		}
	}
	return best
}

// oneEdit tells whether one letter more, less, other or two exchanged make a of b.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) != len(b) {
		return a[i:] == b[i+1:] && !isDigit(b[i]) // v1 and v are two names
	}
	if isDigit(a[i]) || isDigit(b[i]) {
		return false
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// shUncalled: a function that nothing calls.
func shUncalled(s *shScript, report report) {
	f := s.facts()
	if s.role == Snippet || f.callsAnything() || s.onlyFunctions() {
		return
	}
	called := map[string]bool{}
	for _, c := range f.commands {
		if fn := f.nodes[c.at].fn; fn < 0 || s.funcs[c.name] != f.nodes[fn].Node {
			called[c.name] = true
		}
	}
	for _, i := range f.funcs {
		n := f.nodes[i].Node.(*syntax.FuncDecl)
		if n.Name == nil || called[n.Name.Value] {
			continue
		}
		name := n.Name.Value
		if !s.appears(name, n) && !f.prefixCalled(name) && !strings.HasPrefix(name, "TRAP") && !standardHook[name] {
			report(offset(n), "nothing calls %s; take it out, or call it", name)
		}
	}
}

// standardHook are functions that a shell calls itself.
var standardHook = map[string]bool{"precmd": true, "preexec": true, "chpwd": true, "command_not_found_handle": true, "command_not_found_handler": true, "zshexit": true, "periodic": true}

func (s *shScript) onlyFunctions() bool {
	return !slices.ContainsFunc(s.tree.Stmts, func(n *syntax.Stmt) bool { _, fn := n.Cmd.(*syntax.FuncDecl); return !fn })
}

// callsAnything tells whether what the user typed names the function to call.
func (f *shFacts) callsAnything() bool {
	return slices.ContainsFunc(f.commands, func(c *shCommand) bool {
		if len(c.Args) == 0 {
			return false
		}
		n, _ := leadingExpansion(c.Args[0])
		return n != nil && (outside(n) && f.nodes[c.at].fn < 0 || n.Param != nil && !outside(n) && n.Param.Value == "command")
	})
}

// prefixCalled tells of a call like "install_$os".
func (f *shFacts) prefixCalled(name string) bool {
	return slices.ContainsFunc(f.commands, func(c *shCommand) bool {
		words := c.Args
		if len(words) == 0 {
			return false
		}
		for _, w := range words {
			parts := flat(w.Parts)
			if len(parts) == 0 {
				continue
			}
			lit, ok := parts[0].(*syntax.Lit)
			if ok && len(parts) > 1 && len(lit.Value) > 1 && strings.HasPrefix(name, lit.Value) {
				return true
			}
			if last, ok := parts[len(parts)-1].(*syntax.Lit); ok && len(parts) > 1 && len(last.Value) > 2 && strings.HasSuffix(name, last.Value) && w == words[0] {
				return true
			}
		}
		return false
	})
}

// appears tells whether the text has the name anywhere outside comments and the
// node itself.
func (s *shScript) appears(name string, except syntax.Node) bool {
	for at := 0; ; {
		i := strings.Index(s.text[at:], name)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(name)
		whole := (at == 0 || !nameByte(s.text[at-1])) && (end == len(s.text) || !nameByte(s.text[end]))
		inside := except != nil && at >= offset(except) && at < int(except.End().Offset())
		if whole && !inside && !s.inComment(at) {
			return true
		}
		at = end
	}
}

func nameByte(c byte) bool {
	return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || isDigit(c)
}

func (s *shScript) inComment(at int) bool {
	i, _ := slices.BinarySearchFunc(s.remarks, at, func(r remark, at int) int { return r.end - at })
	return i < len(s.remarks) && s.remarks[i].start <= at && at < s.remarks[i].end
}

// shTwice: of two functions with one name the first is gone.
func shTwice(s *shScript, report report) {
	f := s.facts()
	first := map[string]int{}
	for _, i := range f.funcs {
		n := f.nodes[i].Node.(*syntax.FuncDecl)
		if n.Name == nil {
			continue
		}
		list, k := f.siblings(f.nodes[i].up)
		before, seen := first[n.Name.Value]
		if !seen {
			first[n.Name.Value] = i
			continue
		}
		old, j := f.siblings(f.nodes[before].up)
		if list != nil && old != nil && list[0] == old[0] && !effectAmong(list[j+1:k]) {
			report(offset(n), "%s is defined in line %d already; this one replaces it", n.Name.Value, s.lineOf(f.nodes[before]))
		}
	}
}

// effectAmong tells whether one of the statements does something when it is read.
func effectAmong(stmts []*syntax.Stmt) bool {
	return slices.ContainsFunc(stmts, func(n *syntax.Stmt) bool { return !harmless(n) })
}
