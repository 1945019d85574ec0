package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psKnownPrograms are programs that scripts call by their bare name, and
// functions of PowerShell that are none of its cmdlets.
var psKnownPrograms = psWords(`git go gofmt tar curl wget where whoami hostname uname sudo brew winget choco scoop cmd powershell pwsh msiexec reg
	setx icacls attrib taskkill tasklist schtasks sc net netsh certutil robocopy xcopy rundll32 regsvr32 explorer notepad code node npm npx
	python python3 pip docker kubectl gh make cmake dotnet nuget rustup cargo java javac ssh scp ssh-keygen openssl gpg sha256sum shasum
	ls cat cp mv rm mkdir rmdir ln chmod chown touch sed awk grep find xargs sh bash zsh fish env which id tee head tail sort uname sysctl sw_vers
	mkdir help prompt more oss pause cls cd.. cd\ a: b: c: d: e: f: exit wsl wslpath subst mklink test gzip unzip 7z vswhere bcdedit dism sfc`)

// psUndefined reports commands that nobody knows: no function of the script, no
// cmdlet, no alias, and no program that is common or asked for with Get-Command.
func psUndefined(s *psScript, report report) {
	for _, c := range s.calls {
		name := strings.TrimSuffix(c.name, ".exe")
		switch {
		case name == "" || s.funcs[name] != nil || psIsCmdlet(name) || psAliases[name] != "" || psKnownPrograms[name],
			strings.ContainsAny(name, `/\:.`) || s.looksFor(name):
		default:
			report(c.Start, "there is no function %s here, and no command that is known by that name; define it, or look for it with Get-Command", c.word)
		}
	}
}

// looksFor tells whether the script asks if a command is there, or defines it in
// a way that is no function statement.
func (s *psScript) looksFor(name string) bool {
	return slices.ContainsFunc(s.called("get-command", "set-alias", "new-alias", "set-item", "new-item"), func(c *psCall) bool {
		return slices.ContainsFunc(c.Args, func(a ps.Arg) bool {
			text, _ := psFixed(a.Value)
			text = strings.ToLower(text)
			return text == name || text == name+".exe" || strings.HasSuffix(text, ":"+name)
		})
	})
}

// psUncalled reports functions that nothing in a program calls.
func psUncalled(s *psScript, report report) {
	if s.role != Program || len(s.called("export-modulemember")) > 0 {
		return
	}
	for name, fn := range s.funcs {
		called := slices.ContainsFunc(s.calls, func(c *psCall) bool { return c.name == name && c.fn != fn })
		if !called && !s.mentions(name) {
			report(fn.Start, "nothing calls %s; call it, or take it out", fn.Name)
		}
	}
}

// mentions tells whether a string or a variable names a function.
func (s *psScript) mentions(name string) bool {
	found := false
	ps.Walk(s.tree, func(n ps.Node) bool {
		switch n := n.(type) {
		case *ps.Command:
			for _, a := range n.Args {
				found = found || s.mentionsIn(a.Value, name)
			}
		case *ps.String:
			found = found || n.Quote != 0 && strings.EqualFold(n.Text, name)
		case *ps.Variable:
			found = found || n.Scope == "function" && strings.EqualFold(n.Name, name)
		}
		return !found
	})
	return found
}

func (s *psScript) mentionsIn(x ps.Expr, name string) bool {
	text, ok := x.(*ps.String)
	return ok && text.Quote == 0 && strings.EqualFold(text.Text, name)
}

// A psRead is a variable that is read, and the function where.
type psRead struct {
	v  *ps.Variable
	fn *ps.Function
}

// reads lists the variables that are read. What an assignment changes counts as
// read only in its value.
func (s *psScript) reads() []psRead {
	if s.readers != nil {
		return s.readers
	}
	targets := map[*ps.Variable]bool{}
	for _, a := range s.assigns {
		targets[a.v] = true
	}
	var fn *ps.Function
	var into func(n ps.Node)
	into = func(n ps.Node) {
		outer := fn
		switch n := n.(type) {
		case *ps.Function:
			fn = n
		case *ps.Param:
			if n.Default != nil {
				into(n.Default)
			}
			return
		case *ps.Variable:
			if !targets[n] {
				s.readers = append(s.readers, psRead{n, fn})
			}
		}
		ps.Each(n, into)
		fn = outer
	}
	into(s.tree)
	return s.readers
}

// psNeverSet reports variables that are read and that nothing sets, each where
// it is read first.
func psNeverSet(s *psScript, report report) {
	set := s.setNames()
	if set == nil {
		return
	}
	first := map[string]*ps.Variable{}
	for _, r := range s.reads() {
		name := strings.ToLower(r.v.Name)
		_, automatic := psAutomatics[name]
		scoped := r.v.Scope != "" && r.v.Scope != "script" && r.v.Scope != "global" && r.v.Scope != "local" && r.v.Scope != "private"
		if automatic || scoped || set[name] || psNewerVariables[name] {
			continue
		}
		if v := first[name]; v == nil || r.v.Start < v.Start {
			first[name] = r.v
		}
	}
	for _, v := range first {
		report(v.Start, "nothing sets $%s; set it, or mend its name: under strict mode the script ends here, else it is empty", v.Name)
	}
}

// setNames are the variables that something sets, nil if a name is computed.
func (s *psScript) setNames() map[string]bool {
	set := map[string]bool{}
	for _, a := range s.assigns {
		set[strings.ToLower(a.v.Name)] = true
	}
	for _, n := range s.nodes {
		if p, ok := n.Node.(*ps.Param); ok {
			set[p.Var.Lower()] = true
		}
	}
	for _, c := range s.calls {
		named := psValue(c.Command, "outvariable", "ov", "errorvariable", "ev", "warningvariable", "wv", "pipelinevariable", "pv", "sessionvariable", "variable")
		if c.name == "set-variable" || c.name == "new-variable" || c.name == "get-variable" {
			named = psParameter(c.Command, 0, "name")
		}
		if named == nil {
			continue
		}
		text, ok := psFixed(named)
		if !ok {
			return nil
		}
		set[strings.ToLower(strings.TrimPrefix(text, "+"))] = true
	}
	return set
}

// psLostAssign reports what a function sets for others and forgets to give a
// scope: the value is gone when the function ends.
func psLostAssign(s *psScript, report report) {
	reads := map[string][]psRead{}
	for _, r := range s.reads() {
		name := strings.ToLower(r.v.Name)
		reads[name] = append(reads[name], r)
	}
	shares := map[string][]*ps.Function{} // that set a variable of the script, by variable
	for _, a := range s.assigns {
		if a.v.Scope == "script" {
			shares[a.v.Lower()] = append(shares[a.v.Lower()], a.fn)
		}
	}
	under := map[*ps.Function]map[*ps.Function]bool{}
	callees := s.callees()
	for _, a := range s.assigns {
		name := strings.ToLower(a.v.Name)
		if _, automatic := psAutomatics[name]; a.fn == nil || a.v.Scope != "" || automatic || a.op == "in" {
			continue
		}
		elsewhere := false
		inside := false
		if under[a.fn] == nil {
			under[a.fn] = map[*ps.Function]bool{}
			psBelow(a.fn, callees, under[a.fn])
		}
		below := under[a.fn]
		for _, r := range reads[name] {
			inside = inside || r.fn == a.fn || below[r.fn]
			elsewhere = elsewhere || r.fn != a.fn && !below[r.fn] && (r.fn == nil || s.locals[r.fn][name] == "")
		}
		shared := slices.ContainsFunc(shares[name], func(fn *ps.Function) bool { return fn != a.fn })
		if elsewhere && !inside || shared && !s.isParam(a.fn, name) {
			report(a.v.Start, "$%s is gone when %s ends, and is read elsewhere; write $script:%s", a.v.Name, a.fn.Name, a.v.Name)
		}
	}
}

func (s *psScript) isParam(fn *ps.Function, name string) bool {
	return slices.ContainsFunc(append(slices.Clone(fn.Params), fn.Body.Params...), func(p *ps.Param) bool { return strings.EqualFold(p.Var.Name, name) })
}

// callees are the functions of the script that each one calls.
func (s *psScript) callees() map[*ps.Function][]*ps.Function {
	all := map[*ps.Function][]*ps.Function{}
	for _, c := range s.calls {
		if callee := s.funcs[c.name]; callee != nil {
			all[c.fn] = append(all[c.fn], callee)
		}
	}
	return all
}

// psBelow adds the functions that one calls, and those that they call: they see
// its variables.
func psBelow(fn *ps.Function, callees map[*ps.Function][]*ps.Function, all map[*ps.Function]bool) {
	for _, callee := range callees[fn] {
		if !all[callee] {
			all[callee] = true
			psBelow(callee, callees, all)
		}
	}
}
