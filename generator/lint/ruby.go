package lint

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// formulaChecks look at formulae.
var formulaChecks = []check[*formulaFile]{
	{"GS101", formulaPinned},
	{"GS110", formulaDigests},
	{"GS160", formulaAddresses},
	{"GS700", formulaClass},
	{"GS701", formulaDesc},
	{"GS702", formulaComplete},
	{"GS703", formulaHomepage},
	{"GS704", formulaTest},
	{"GS705", formulaOrder},
	{"GS706", formulaShell},
	{"GS707", formulaNetwork},
	{"GS708", formulaCaveats},
	{"GS709", formulaMagic},
	{"GS710", formulaVersion},
	{"GS711", formulaMisread},
	{"GS712", formulaPlatforms},
	{"GS713", formulaLicense},
	{"GS714", formulaSystems},
	{"GS715", formulaConflicts},
}

// brewfileChecks look at Brewfiles.
var brewfileChecks = []check[*brewfile]{
	{"GS160", brewfileAddresses},
	{"GS720", brewfileNames},
	{"GS721", brewfileTrust},
	{"GS722", brewfileEntries},
	{"GS723", brewfileOptions},
}

// checkRuby parses a file and, if it is a formula or a Brewfile, runs the checks
// of those. Of other Ruby it is only known whether it parses.
func checkRuby(s *source) {
	file, err := ruby.Parse(s.text)
	var e *ruby.Error
	if errors.As(err, &e) {
		s.reporter("GS001")(e.Offset, "%s", e.What)
		return
	}
	s.parser = "gen as ruby"
	for _, c := range file.Comments {
		s.remarks = append(s.remarks, remark{c.Start, c.End})
	}
	switch classes := formulaClasses(file); {
	case len(classes) > 0 || inTap(s.name):
		f := &formulaFile{source: s, file: file, classes: classes}
		f.index()
		runChecks(s, f, formulaChecks)
	case base(s.name) == "Brewfile" || isBrewfile(file):
		runChecks(s, &brewfile{s, file, brewfileEntriesOf(file)}, brewfileChecks)
	}
}

// base is the last part of a path, as Unix or Windows write it.
func base(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// inTap says whether a file lies where Homebrew looks for formulae. It looks
// into the root of a tap, too, but only if there is neither of these.
func inTap(name string) bool {
	dirs := strings.Split(path.Dir(strings.ReplaceAll(name, `\`, "/")), "/")
	return strings.HasSuffix(name, ".rb") && (slices.Contains(dirs, "Formula") || slices.Contains(dirs, "HomebrewFormula"))
}

// formulaClasses are the classes that inherit from Formula.
func formulaClasses(file *ruby.File) []*ruby.Node {
	var classes []*ruby.Node
	for _, n := range file.List {
		if n.Kind == ruby.Class && len(n.Args) == 1 && n.Args[0].Token.Text == "Formula" && n.Args[0].Recv == nil {
			classes = append(classes, n)
		}
	}
	return classes
}

// A formulaFile is a parsed formula.
type formulaFile struct {
	*source
	file    *ruby.File
	classes []*ruby.Node // those that inherit from Formula
	stanzas []*stanza    // of the first class
	defs    []*ruby.Node // its methods
	ifs     []*ruby.Node // its conditions, outside of methods
}

// A stanza is a call that says something about the formula: desc "..." or a
// block such as on_macos do.
type stanza struct {
	*ruby.Node
	blocks []*stanza // around it, the outermost first
	scope  int       // the same for all statements of one body
}

// index collects the stanzas and methods of the first class.
func (f *formulaFile) index() {
	if len(f.classes) > 0 {
		f.collect(f.classes[0].List, nil, new(int))
	}
}

func (f *formulaFile) collect(list []*ruby.Node, blocks []*stanza, scopes *int) {
	*scopes++
	scope := *scopes
	for _, n := range list {
		switch {
		case n.Kind == ruby.Def:
			f.defs = append(f.defs, n)
		case n.Kind == ruby.If:
			f.ifs = append(f.ifs, n)
			f.collect(n.List, blocks, scopes)
			f.collect(n.Args, blocks, scopes)
		case n.Kind == ruby.Group:
			f.collect(n.List, blocks, scopes)
		case n.Kind == ruby.Call && n.Recv == nil:
			s := &stanza{n, blocks, scope}
			f.stanzas = append(f.stanzas, s)
			if n.Block && n.Name != "test" && n.Name != "service" {
				f.collect(n.List, append(slices.Clone(blocks), s), scopes)
			}
		}
	}
}

// all lists the stanzas with one of the names.
func (f *formulaFile) all(names ...string) []*stanza {
	var found []*stanza
	for _, s := range f.stanzas {
		if slices.Contains(names, s.Name) {
			found = append(found, s)
		}
	}
	return found
}

// top is the first stanza called name that stands in no block but stable do,
// or nil.
func (f *formulaFile) top(name string) *stanza {
	for _, s := range f.all(name) {
		if len(s.blocks) == 0 || s.within("stable") && len(s.blocks) == 1 {
			return s
		}
	}
	return nil
}

// method is the method called name, or nil.
func (f *formulaFile) method(name string) *ruby.Node {
	for _, n := range f.defs {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// within says whether the stanza stands in one of these blocks.
func (s *stanza) within(names ...string) bool {
	return slices.ContainsFunc(s.blocks, func(b *stanza) bool { return slices.Contains(names, b.Name) })
}

// arg is the first argument that is no key: value, or nil.
func (s *stanza) arg() *ruby.Node { return firstArg(s.Node) }

func firstArg(n *ruby.Node) *ruby.Node {
	if len(n.Args) == 0 || n.Args[0].Kind == ruby.Pair {
		return nil
	}
	return n.Args[0]
}

// option is the value behind key: among the arguments of a call, or nil.
func option(n *ruby.Node, key string) *ruby.Node {
	for _, arg := range n.Args {
		if arg.Kind == ruby.Pair && arg.Recv == nil && arg.Name == key {
			return arg.Args[0]
		}
	}
	return nil
}

// leading is the text of a string up to its first #{ }.
func leading(n *ruby.Node) string {
	if n == nil || n.Kind != ruby.Leaf || n.Token.Str == nil || len(n.Token.Str.Parts) == 0 {
		return ""
	}
	return n.Token.Str.Parts[0].Text
}

// fixed is the text of a string without #{ }, "" for everything else.
func fixed(n *ruby.Node) string {
	if n == nil {
		return ""
	}
	text, _ := n.Text()
	return text
}

// isSymbol says whether a node is one of the symbols.
func isSymbol(n *ruby.Node, names ...string) bool {
	return n != nil && n.Kind == ruby.Leaf && n.Token.Kind == ruby.Symbol && slices.Contains(names, n.Token.Text)
}
