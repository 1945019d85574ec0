package generator

import (
	"slices"
	"strings"
	"testing"

	ps "github.com/org/gosetup/generator/powershell"
	"github.com/org/gosetup/generator/probe"
)

// A psProgram is a script in PowerShell by its functions.
type psProgram struct {
	funcs map[string]*ps.Function
}

func gosetupPS1(t *testing.T) psProgram {
	t.Helper()
	r, err := renderInOrder(testSpec(t, "default"))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(r.Files, func(f File) bool { return f.Path == "gosetup.ps1" })
	script, err := ps.Parse(string(r.Files[i].Data))
	if err != nil {
		t.Fatal(err)
	}
	p := psProgram{map[string]*ps.Function{}}
	ps.Walk(script, func(n ps.Node) bool {
		if f, ok := n.(*ps.Function); ok {
			p.funcs[f.Name] = f
		}
		return true
	})
	return p
}

// reached lists the functions that a function calls, and those that they call. Those
// called besides are not looked into.
func (p psProgram) reached(from string, besides ...string) []string {
	all := []string{from}
	for i := 0; i < len(all); i++ {
		ps.Walk(p.funcs[all[i]], func(n ps.Node) bool {
			if c, ok := n.(*ps.Command); ok {
				name, _ := c.Name.(*ps.String)
				if name != nil && p.funcs[name.Text] != nil && !slices.Contains(all, name.Text) && !slices.Contains(besides, name.Text) {
					all = append(all, name.Text)
				}
			}
			return true
		})
	}
	return all
}

// psWriters are methods and commands that change files, the registry or the
// environment; psReaders are the programs that doctor starts, which do not.
var (
	psWriters = []string{
		"IO.File::WriteAllBytes", "IO.File::WriteAllText", "IO.File::Copy", "IO.File::Move", "IO.File::Replace", "IO.File::Delete", "IO.File::SetAttributes",
		"IO.Directory::CreateDirectory", "IO.Directory::Delete", "IO.Directory::Move", "Environment::SetEnvironmentVariable", "SetValue", "DeleteValue",
		"New-Item", "Remove-Item", "Set-Content", "Add-Content", "Out-File", "Start-Process",
	}
	psReaders = []string{"uname", "sysctl", "sw_vers", "ldd", "test", "readlink", "$go"}
)

// changes lists what a function does to the machine, as far as its text shows it.
func (p psProgram) changes(name string) []string {
	var found []string
	ps.Walk(p.funcs[name], func(n ps.Node) bool {
		what := ""
		switch n := n.(type) {
		case *ps.Member:
			what = methodOf(n)
		case *ps.Command:
			if command, ok := n.Name.(*ps.String); ok {
				what = command.Text
			}
			if what == "run" && !slices.Contains(psReaders, firstWord(n)) {
				found = append(found, name+" runs "+firstWord(n))
			}
		}
		if slices.ContainsFunc(psWriters, func(w string) bool { return strings.EqualFold(w, what) }) {
			found = append(found, name+" calls "+what)
		}
		return true
	})
	return found
}

// methodOf is TYPE::METHOD of a static call, METHOD of another.
func methodOf(m *ps.Member) string {
	method, _ := m.Name.(*ps.String)
	if method == nil || !m.Call {
		return ""
	}
	if of, ok := m.X.(*ps.Type); ok {
		return strings.TrimPrefix(of.Name, "System.") + "::" + method.Text
	}
	return method.Text
}

// firstWord is the first argument of a command: a word, or a variable with its $.
func firstWord(c *ps.Command) string {
	switch x := c.Args[0].Value.(type) {
	case *ps.String:
		return x.Text
	case *ps.Variable:
		return "$" + x.Name
	}
	return "?"
}

// Doctor in PowerShell writes nothing: nothing that it calls can. Four functions
// are not looked into. The survey of the profile is what plan shows, which the rules
// of a dry run hold for; setting and user_variable write in the mode apply only; run
// gives back what put_env sets.
func TestPowerShellDoctorWritesNothing(t *testing.T) {
	p := gosetupPS1(t)
	all := p.reached("doctor_command", "survey", "setting", "user_variable", "put_env")
	for _, name := range all {
		for _, what := range p.changes(name) {
			t.Error(what)
		}
	}
	for _, row := range probe.All() {
		name := "probe_" + strings.ToLower(row.Number())
		if slices.Contains(all, name) != row.Has("windows") {
			t.Errorf("%s is for %v, and doctor calls %s: %v", row.ID, row.On, name, slices.Contains(all, name))
		}
	}
	// The test would see it: install does.
	var seen []string
	for _, name := range p.reached("install_command") {
		seen = append(seen, p.changes(name)...)
	}
	if len(seen) < 10 {
		t.Errorf("install changes no more than %q", seen)
	}
}
