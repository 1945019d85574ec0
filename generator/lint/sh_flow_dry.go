package lint

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

var (
	dryName   = regexp.MustCompile(`(?i)^(\w+_)?(dry_?run|no_?op|plan_only|simulate)$`)
	dryOption = regexp.MustCompile(`^--?(dry-?_?run|dryrun|no-?op|simulate|plan|what-?if|just-print)$`)
)

// dryRunPins says which variables have which value in a dry run; none if the
// script has no such option. What the arm of the option assigns counts most;
// else it is what the name of a variable tells.
func (s *shScript) dryRunPins() map[string]value {
	byOption, byName := map[string]value{}, map[string]value{}
	names := map[string]bool{} // whether they are those of a dry run
	isDry := func(name string) bool {
		is, known := names[name]
		if !known {
			is = dryName.MatchString(name)
			names[name] = is
		}
		return is
	}
	for _, n := range s.facts().nodes {
		switch n := n.Node.(type) {
		case *syntax.CaseItem:
			if slices.ContainsFunc(n.Patterns, func(w *syntax.Word) bool {
				text, ok := literal(w)
				return ok && dryOption.MatchString(text)
			}) {
				pinAssigns(byOption, n)
			}
		case *syntax.Assign:
			if n.Name != nil && n.Value != nil && isDry(n.Name.Value) {
				pinNamed(byName, n.Name.Value, n.Value)
			}
		case *syntax.ParamExp:
			if n.Param != nil && isDry(n.Param.Value) && byName[n.Param.Value] == "" {
				byName[n.Param.Value] = "1"
			}
		case *syntax.CallExpr:
			for i := 0; i+2 < len(n.Args); i++ {
				if op := n.Args[i+1].Lit(); op == "=" || op == "==" {
					pinNamed(byName, dryVariable(n.Args[i]), n.Args[i+2])
				}
			}
		case *syntax.BinaryTest:
			x, okX := n.X.(*syntax.Word)
			y, okY := n.Y.(*syntax.Word)
			if okX && okY && (n.Op == syntax.TsMatch || n.Op == syntax.TsMatchShort) {
				pinNamed(byName, dryVariable(x), y)
			}
		}
	}
	if len(byOption) > 0 {
		return byOption
	}
	return byName
}

// pinNamed takes the value that a variable is given or compared with, if that
// switches something on.
func pinNamed(pins map[string]value, name string, w *syntax.Word) {
	if name == "" {
		return
	}
	if text, ok := literal(w); ok && !isOff(text) {
		pins[name] = text
	} else if pins[name] == "" {
		pins[name] = "1"
	}
}

// dryVariable is the variable in a word whose name tells of a dry run.
func dryVariable(w *syntax.Word) string {
	name := ""
	syntax.Walk(w, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil && dryName.MatchString(p.Param.Value) {
			name = p.Param.Value
		}
		return true
	})
	return name
}

// pinAssigns takes what the arm of the option assigns.
func pinAssigns(pins map[string]value, item *syntax.CaseItem) {
	for _, stmt := range item.Stmts {
		call, ok := stmt.Cmd.(*syntax.CallExpr)
		if !ok || len(call.Args) > 0 {
			continue
		}
		for _, a := range call.Assigns {
			if a.Name == nil || a.Value == nil {
				continue
			}
			if text, ok := literal(a.Value); ok {
				pins[a.Name.Value] = text
			}
		}
	}
}

// isOff tells of the values that switch an option off.
func isOff(text string) bool {
	switch strings.ToLower(text) {
	case "", "0", "false", "no", "off", "n":
		return true
	}
	return false
}

// effect reports in a dry run that something is written. It is told in parts,
// because most runs are no dry run and need no message.
func (c *flowCall) effect(at int, what ...value) { c.f.effect(at, what...) }

func (f *shFlow) effect(at int, what ...value) {
	f.asks(hasEffects)
	if f.dry {
		text := ""
		for _, part := range what {
			text += f.show(part)
		}
		f.report("GS140", at, "this runs in a dry run, too: "+text+"; return before it when the dry run is asked for")
	}
}

// connects reports in a dry run that the network is used.
func (c *flowCall) connects(at int, what string) {
	c.f.asks(hasEffects)
	if c.f.dry {
		c.f.report("GS141", at, "this runs in a dry run, too: "+what+"; return before it when the dry run is asked for")
	}
}
