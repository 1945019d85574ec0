package lint

import (
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/ruby"
)

// formulaOrder: stanzas in Homebrew's order, dependencies by the alphabet.
func formulaOrder(f *formulaFile, report report) {
	if len(f.classes) == 0 {
		return
	}
	ordered(f.classes[0].List, report)
	for _, s := range f.stanzas {
		if s.Block && (s.Name == "resource" || strings.HasPrefix(s.Name, "on_")) {
			ordered(s.List, report)
		}
	}
}

// ordered reports the first statement of a body that stands behind one that
// should come later, and the first dependency.
func ordered(list []*ruby.Node, report report) {
	last, lastName := -1, ""
	var dependency *ruby.Node
	sortedDeps := true
	for _, n := range list {
		place, name := stanzaPlace(n)
		if place < 0 {
			continue
		}
		if place < last {
			report(n.Start, "%s belongs before %s", name, lastName)
			return
		}
		last, lastName = place, name
		if name != "depends_on" {
			continue
		}
		if sortedDeps && dependency != nil && dependencyKey(n) < dependencyKey(dependency) {
			report(n.Start, "dependencies stand in the order of their names, those with :build first, then :test")
			sortedDeps = false
		}
		dependency = n
	}
}

// stanzaPlace is where a statement stands among others, -1 for what may stand
// anywhere.
func stanzaPlace(n *ruby.Node) (place int, name string) {
	switch {
	case n.Kind == ruby.If:
		if len(n.List) == 1 && len(n.Args) == 0 {
			return stanzaPlace(n.List[0])
		}
		return -1, ""
	case n.Kind != ruby.Def && (n.Kind != ruby.Call || n.Recv != nil):
		return -1, ""
	}
	name = n.Name
	if name == "head" && n.Block {
		name = "head(do)"
	}
	return formula.Place(name), n.Name
}

// dependencyKey orders dependencies: a digit for the kind, then the name.
func dependencyKey(n *ruby.Node) string {
	if len(n.Args) == 0 {
		return ""
	}
	arg := n.Args[0]
	kind, name := "2", fixed(arg)+strings.ToLower(symbolText(arg))
	if arg.Kind == ruby.Pair {
		name = arg.Name
		if arg.Recv != nil {
			name = fixed(arg.Recv)
		}
		ruby.Walk(arg.Args[0], func(n *ruby.Node) {
			switch {
			case isSymbol(n, "build"):
				kind = "0"
			case isSymbol(n, "test"):
				kind = min(kind, "1")
			}
		})
	}
	return kind + strings.ToLower(name)
}

func symbolText(n *ruby.Node) string {
	if n.Kind == ruby.Leaf && n.Token.Kind == ruby.Symbol {
		return n.Token.Text
	}
	return ""
}
