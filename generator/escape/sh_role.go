package escape

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// assignRole finds what the word or the name at the end of the stack is.
func (s *shScript) assignRole(p *shPlace, stack []syntax.Node, m mark) {
	owner := stack[len(stack)-1]
	word, ok := owner.(*syntax.Word)
	if !ok {
		s.nameRole(p, owner, m)
		return
	}
	p.before = s.sk.text[int(word.Pos().Offset()):m.start]
	p.after = s.sk.text[m.end:int(word.End().Offset())]
	if len(stack) < 2 {
		return
	}
	above := stack[:len(stack)-1]
	switch n := above[len(above)-1].(type) {
	case *syntax.CallExpr:
		s.callRole(p, n, word, above, m)
	case *syntax.Assign:
		if n.Name == nil {
			return // local ={{.}}: nothing that a shell would assign to
		}
		p.role, p.name, p.fixed = shValue, n.Name.Value, !s.sk.hasHole(n.Name.Value)
		if n.Index != nil {
			p.special = "an element of an array"
		}
	case *syntax.Redirect:
		s.redirectRole(p, n, word)
	case *syntax.WordIter:
		p.role, p.name, p.fixed = shItem, n.Name.Value, !s.sk.hasHole(n.Name.Value)
	case *syntax.CaseClause:
		p.role = shSubject
	case *syntax.CaseItem:
		p.role = shPattern
	case *syntax.ArrayElem:
		p.role = shElement
		s.elementRole(p, n, above)
	case *syntax.BinaryTest:
		s.testRole(p, n, word)
	case *syntax.UnaryTest:
		p.role = shOperand
		if slices.Contains([]syntax.UnTestOperator{syntax.TsVarSet, syntax.TsRefVar, syntax.TsOptSet, syntax.TsFdTerm}, n.Op) {
			p.special = "the name of a variable or an option"
		}
	case *syntax.TestClause, *syntax.ParenTest:
		p.role = shOperand
	case *syntax.ArithmExp, *syntax.ArithmCmd, *syntax.BinaryArithm, *syntax.ParenArithm:
		p.role = shNumber
	case *syntax.ParamExp:
		if n.Exp != nil && n.Exp.Word == word {
			p.role = shDefault
			s.defaultRole(p, n.Exp, above)
		}
	}
}

// remark refuses the comments that are more than that, or less.
func (s *shScript) remark(p *shPlace, c *syntax.Comment, m mark) {
	start := int(c.Pos().Offset())
	switch {
	case start == 0 && strings.HasPrefix(c.Text, "!"):
		p.delimiter = "#!"
	case m.start == start+1:
		p.special = "a comment, directly behind its #"
	case start > 0 && !strings.ContainsRune(" \t\n;", rune(s.sk.text[start-1])):
		p.special = "a comment that touches a word"
	}
}

// nameRole is for names, which are no words.
func (s *shScript) nameRole(p *shPlace, owner syntax.Node, m mark) {
	full := ""
	switch n := owner.(type) {
	case *syntax.Assign:
		if n.Name == nil {
			return
		}
		p.role, full = shVariable, n.Name.Value
		if n.Naked || n.Index != nil {
			p.special = "a bare name"
		}
	case *syntax.ParamExp:
		if n.Param != nil && n.Param.Pos().Offset() <= uint(m.start) && uint(m.end) <= n.Param.End().Offset() {
			p.role, full = shParameter, n.Param.Value
		}
	case *syntax.FuncDecl:
		if n.Name != nil {
			p.role, full = shFunction, n.Name.Value
		}
	case *syntax.WordIter:
		p.role, full = shVariable, n.Name.Value
	}
	own := s.sk.text[m.start:m.end]
	p.before, p.after, _ = strings.Cut(full, own)
	if s.sk.hasHole(p.before) || s.sk.hasHole(p.after) {
		p.special = "a name of several values"
	}
}

func (s *shScript) elementRole(p *shPlace, n *syntax.ArrayElem, above []syntax.Node) {
	if n.Index != nil {
		p.special = "an element with a key"
	}
	for _, node := range above {
		if assign, ok := node.(*syntax.Assign); ok && assign.Name != nil {
			p.name, p.fixed = assign.Name.Value, !s.sk.hasHole(assign.Name.Value)
		}
	}
}

func (s *shScript) redirectRole(p *shPlace, n *syntax.Redirect, word *syntax.Word) {
	switch {
	case n.Hdoc == word:
		p.role, p.quote = shBody, shHeredoc
		if quoted(n.Word) {
			p.quote = shRawdoc
		}
		p.delimiter, _ = static(n.Word)
		p.before, p.after = "", ""
		if n.Op == syntax.DashHdoc {
			p.special = "a <<- here-document, which takes leading tabs away"
		}
	case n.Hdoc != nil:
		p.special = "the delimiter of a here-document"
	case n.Op == syntax.WordHdoc:
		p.role = shHere
	case n.Op == syntax.DplIn || n.Op == syntax.DplOut:
		p.special = "a file descriptor"
	default:
		p.role = shTarget
	}
}

// quoted says whether any part of a here-document's delimiter is.
func quoted(w *syntax.Word) bool {
	for _, part := range w.Parts {
		if lit, ok := part.(*syntax.Lit); !ok || strings.Contains(lit.Value, `\`) {
			return true
		}
	}
	return false
}

func (s *shScript) testRole(p *shPlace, n *syntax.BinaryTest, word *syntax.Word) {
	p.role = shOperand
	switch n.Op {
	case syntax.TsReMatch:
		p.special = "a regular expression or what is matched with one"
	case syntax.TsEql, syntax.TsNeq, syntax.TsLeq, syntax.TsGeq, syntax.TsLss, syntax.TsGtr:
		p.numeric = true
	}
}

// defaultRole knows one use of a value inside ${ }: the default of a variable.
func (s *shScript) defaultRole(p *shPlace, n *syntax.Expansion, above []syntax.Node) {
	defaults := []syntax.ParExpOperator{syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull}
	if !slices.Contains(defaults, n.Op) {
		p.special = "a pattern or an operator inside ${ }"
	}
	for _, node := range above {
		if call, ok := node.(*syntax.CallExpr); ok && len(call.Args) > 0 {
			p.name, _ = s.command(call.Args)
		}
	}
}
