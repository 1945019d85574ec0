package lint

import (
	"regexp"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psAutomatic reports assignments to variables that PowerShell sets itself.
func psAutomatic(s *psScript, report report) {
	bad := func(v *ps.Variable) {
		if mine, automatic := psAutomatics[strings.ToLower(v.Name)]; automatic && !mine && v.Scope != "env" {
			report(v.Start, "$%s is a variable of PowerShell itself; choose another name", v.Name)
		}
	}
	for _, a := range s.assigns {
		bad(a.v)
	}
	for _, n := range s.nodes {
		if p, ok := n.Node.(*ps.Param); ok {
			bad(p.Var)
		}
	}
}

// psNullRight reports comparisons of a value with $null on the right: of a list
// they give the items that are $null, and not whether it is.
func psNullRight(s *psScript, report report) {
	for _, n := range s.nodes {
		b, ok := n.Node.(*ps.Binary)
		if !ok || !slices.Contains([]string{"-eq", "-ne", "-ceq", "-cne", "-ieq", "-ine"}, b.Op) {
			continue
		}
		if v, ok := b.Y.(*ps.Variable); ok && strings.EqualFold(v.Name, "null") {
			report(b.At, "with a list on the left this gives its items that are $null; write $null %s %s", b.Op, s.textOf(b.X))
		}
	}
}

var (
	psPipedHere = regexp.MustCompile(`(?i)\|\s*iex\b|\|\s*invoke-expression|scriptblock\]::create`)
	psOwnFile   = regexp.MustCompile(`(?i)\$(PSCommandPath|PSScriptRoot|MyInvocation)\b`)
)

// psExit reports an exit that ends more than the script: in a function, or in a
// script that says of itself that it is piped into iex.
func psExit(s *psScript, report report) {
	piped := slices.ContainsFunc(s.tree.Comments, func(c ps.Token) bool { return strings.ContainsAny(c.Text, "|]") && psPipedHere.MatchString(c.Text) })
	for _, n := range s.nodes {
		if j, ok := n.Node.(*ps.Jump); ok && j.Keyword == "exit" {
			s.quits = append(s.quits, j.Start)
		}
	}
	s.exits(s.tree, piped, report)
}

func (s *psScript) exits(n ps.Node, bad bool, report report) {
	switch n := n.(type) {
	case *ps.Function:
		bad = true
	case *ps.If:
		for _, arm := range n.Arms {
			s.exits(arm.Body, bad && !(s.leaves(arm.Body) && s.knowsFile(arm.Cond)), report)
		}
		if n.Else != nil {
			s.exits(n.Else, bad, report)
		}
		return
	case *ps.Jump:
		if n.Keyword == "exit" && bad {
			report(n.Start, "exit closes the window of who pipes the script into iex; throw, and exit at the end where $PSCommandPath is set")
		}
	}
	ps.Each(n, func(child ps.Node) { s.exits(child, bad, report) })
}

// leaves tells whether there is an exit in a block.
func (s *psScript) leaves(b *ps.Block) bool {
	return slices.ContainsFunc(s.quits, func(at int) bool { return b.Start <= at && at < b.End })
}

// knowsFile tells whether a condition asks if the script is run from a file.
func (s *psScript) knowsFile(cond ps.Node) bool {
	if psOwnFile.MatchString(s.text[cond.Where().Start:cond.Where().End]) {
		return true
	}
	known := false
	ps.Walk(cond, func(n ps.Node) bool {
		if v, ok := n.(*ps.Variable); ok {
			known = known || slices.ContainsFunc(s.assigns, func(a psAssign) bool {
				at := a.node.Where()
				return a.v.Lower() == v.Lower() && psOwnFile.MatchString(s.text[at.Start:at.End])
			})
		}
		return !known
	})
	return known
}

// psAliased reports aliases: users change them, and those of programs are there
// in Windows PowerShell alone.
func psAliased(s *psScript, report report) {
	for _, c := range s.calls {
		word := strings.ToLower(c.word)
		if full := psAliases[word]; full != "" && s.funcs[word] == nil {
			report(c.Start, "%s is an alias, and another command where it is changed or missing; write %s", c.word, psTitle(full))
		}
	}
}

// psTitle is the name of a cmdlet as it is written.
func psTitle(name string) string {
	words := strings.Split(name, "-")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "-")
}
