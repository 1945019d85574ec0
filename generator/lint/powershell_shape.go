package lint

import (
	"errors"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psWrapped reports a script of which a part could run.
func psWrapped(s *psScript, report report) {
	if s.role != Program {
		return
	}
	var why *ps.Error
	switch err := s.tree.Whole(); {
	case errors.As(err, &why):
		report(why.Offset, "%s", why.What)
	case len(s.tree.Body) == 1:
		s.tried = s.tree.Body[0].Where().End - 1
	}
}

// psQuiet are commands that a snippet may call: they start no process and open
// no connection.
var psQuiet = psWords(`join-path split-path test-path resolve-path convert-path get-item get-childitem get-content get-variable
	set-strictmode write-output write-host write-verbose out-null foreach-object where-object select-object sort-object remove-variable
	remove-item set-item new-object get-command import-module register-argumentcompleter new-module get-location set-variable`)

// psStartsProcess reports what makes every new PowerShell wait.
func psStartsProcess(s *psScript, report report) {
	if s.role != Snippet {
		return
	}
	for _, c := range s.calls {
		_, block := c.Name.(*ps.ScriptBlock)
		if !block && !psQuiet[c.name] && s.funcs[c.name] == nil {
			report(c.Start, "%s may start a process or wait for something, with every new PowerShell; use expressions, Join-Path and Test-Path", s.textOf(c.Name))
		}
	}
	for _, m := range s.members {
		if s.static(m) == "diagnostics.process::start" || psFetchMethods[s.memberName(m)] && m.Call {
			report(m.Start, "%s starts a process or opens a connection, with every new PowerShell; do it once, when the tool is installed", s.textOf(m))
		}
	}
}

// psLeavesBehind reports what is still there when a snippet is done.
func psLeavesBehind(s *psScript, report report) {
	if s.role == Snippet {
		s.leaks(s.tree, true, report)
	}
}

// leaks reports what a node leaves behind; open tells that it runs in the
// session of the user, and not in a block of its own.
func (s *psScript) leaks(n ps.Node, open bool, report report) {
	switch n := n.(type) {
	case *ps.Function:
		if scope, _, _ := strings.Cut(strings.ToLower(n.Name), ":"); (open || scope == "global") && !s.removed(psFuncName(n)) {
			report(n.Start, "the function %s stays in every PowerShell; put it into & { ... }", n.Name)
		}
		open = false
	case *ps.Command:
		if name, _ := psName(n); open && (name == "set-alias" || name == "new-alias" || name == "set-strictmode") {
			report(n.Start, "%s changes the session of the user; put it into & { ... }", s.textOf(n.Name))
		}
		if _, block := n.Name.(*ps.ScriptBlock); block && n.Invoke == '&' {
			open = false
		}
	case *ps.Assign:
		s.leaksVariable(n.Target, n.Start, open, report)
	case *ps.ForEach:
		s.leaksVariable(n.Var, n.Start, open, report)
	}
	ps.Each(n, func(child ps.Node) { s.leaks(child, open, report) })
}

func (s *psScript) leaksVariable(target ps.Expr, at int, open bool, report report) {
	v, ok := target.(*ps.Variable)
	if !ok {
		return
	}
	stays := v.Scope == "global" || v.Scope == "script" || open && v.Scope == ""
	if stays && !strings.EqualFold(v.Name, "null") && !s.removed(strings.ToLower(v.Name)) {
		report(at, "the variable $%s stays in every PowerShell; put it into & { ... }", v.Name)
	}
}

// removed tells whether Remove-Variable or Remove-Item takes a name away again.
func (s *psScript) removed(name string) bool {
	return slices.ContainsFunc(s.called("remove-variable", "remove-item"), func(c *psCall) bool {
		return slices.ContainsFunc(c.Args, func(a ps.Arg) bool {
			text, _ := psFixed(a.Value)
			text = strings.ToLower(text)
			return text == name || strings.HasSuffix(text, ":"+name) || strings.HasSuffix(text, `:\`+name) || strings.HasSuffix(text, ":/"+name)
		})
	})
}
