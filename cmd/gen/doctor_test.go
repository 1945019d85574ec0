//go:build unix

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/probe"
)

// A diagnosis is what gosetup doctor --json prints.
type diagnosis struct {
	Schema                    int
	Gosetup, Profile          string
	Platform, Go, Version     string
	Findings, Passed, Skipped int
	Probes                    []struct {
		ID, Group, Severity, Status, Title string
		Mends                              bool
		Skipped                            string
		Evidence                           []string
		Findings                           []struct {
			Text     string
			Evidence []string
			Fix      string
		}
	}
}

// found lists the IDs of the probes that found something.
func (d diagnosis) found() []string {
	ids := []string{}
	for _, p := range d.Probes {
		if p.Status == "finding" {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// ids is found, sorted, and all that these probes said.
func (d diagnosis) ids() (ids []string, said string) {
	for _, id := range d.found() {
		ids = append(ids, id)
		said += id + "  " + d.said(id)
	}
	slices.Sort(ids)
	return ids, said
}

// diagnosed is what doctor --json has said.
func diagnosed(t testing.TB, r result) diagnosis {
	t.Helper()
	var d diagnosis
	if err := json.Unmarshal([]byte(r.stdout), &d); err != nil {
		t.Fatalf("doctor --json: %v\nexit %d\n%s\nstderr:\n%s", err, r.code, r.stdout, r.stderr)
	}
	return d
}

// said is all that a probe found.
func (d diagnosis) said(id string) string {
	var text strings.Builder
	for _, p := range d.Probes {
		if p.ID != id {
			continue
		}
		for _, f := range p.Findings {
			text.WriteString(f.Text + "\n" + strings.Join(f.Evidence, "\n") + "\nfix: " + f.Fix + "\n")
		}
	}
	return text.String()
}

// A patient is a machine to examine: a home, tools, and a Go or none.
type patient struct {
	*sandbox
	tools string // the directory of PATH with what a system has, without a C compiler
	tree  string // of the Go that comes first on PATH
	dir   string // where doctor is started
}

// systemTools are what gosetup doctor may ask, and what a shell at its start does.
var systemTools = []string{
	"awk", "bash", "cat", "curl", "dash", "env", "fish", "grep", "head", "id", "ls", "mksh", "od", "perl", "printf", "readlink",
	"sed", "setsid", "sh", "sleep", "timeout", "tr", "uname", "yash", "zsh",
}

// healthy makes a patient with nothing wrong: a whole Go on PATH outside of the home.
func healthy(t *testing.T) *patient {
	t.Helper()
	s := newSandbox(t)
	p := &patient{sandbox: s, tools: filepath.Join(s.tmp, "tools"), dir: "/"}
	p.mkdir(p.tools)
	for _, name := range systemTools {
		if program, err := exec.LookPath(name); err == nil {
			p.link(program, filepath.Join(p.tools, name))
		}
	}
	p.tree = filepath.Join(s.tmp, "opt/go")
	p.goTree(p.tree, "1.26.8", runtime.GOARCH)
	s.env["PATH"] = p.tree + "/bin:" + p.tools
	return p
}

//go:embed testdata/doctor/go.sh
var fakeGo string

// goTree makes a tree of Go that answers what doctor asks.
func (p *patient) goTree(dir, version, arch string) {
	p.write(dir+"/bin/go", strings.NewReplacer("@TREE@", dir, "@VERSION@", version, "@ARCH@", arch).Replace(fakeGo), 0o755)
	p.write(dir+"/VERSION", "go"+version+"\ntime 2026-01-01T00:00:00Z\n", 0o644)
	p.write(dir+"/go.env", "GOTOOLCHAIN=auto\n", 0o644)
	for _, name := range []string{"src/fmt/print.go", "src/runtime/proc.go", "pkg/tool/linux_" + arch + "/compile"} {
		p.write(dir+"/"+name, "", 0o644)
	}
}

// at is a path in the home, or one that is absolute.
func (p *patient) at(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(p.home, name)
}

func (p *patient) mkdir(name string) {
	p.t.Helper()
	if err := os.MkdirAll(p.at(name), 0o755); err != nil {
		p.t.Fatal(err)
	}
}

func (p *patient) write(name, text string, mode os.FileMode) {
	p.t.Helper()
	p.mkdir(filepath.Dir(p.at(name)))
	if err := os.WriteFile(p.at(name), []byte(text), mode); err != nil {
		p.t.Fatal(err)
	}
}

func (p *patient) link(to, name string) {
	p.t.Helper()
	p.mkdir(filepath.Dir(p.at(name)))
	if err := os.Symlink(to, p.at(name)); err != nil {
		p.t.Fatal(err)
	}
}

// tool puts a program on PATH that says it was built like this, for this machine.
func (p *patient) tool(name, goVersion, module, version string) {
	p.toolFor(runtime.GOARCH, name, goVersion, module, version)
}

func (p *patient) toolFor(arch, name, goVersion, module, version string) {
	p.write(filepath.Join(p.tools, name), "#!/bin/sh\n#: go"+goVersion+"\n#: \tpath\t"+module+"\n#: \tmod\t"+module+"\t"+version+"\th1:x=\n#: \tbuild\tGOARCH="+arch+"\n", 0o755)
}

// usesShell makes a shell the login shell, with a first start behind it.
func (p *patient) usesShell(name string) {
	p.env["SHELL"] = filepath.Join(p.tools, name)
	if name == "fish" {
		p.must("fish", "-i", "-c", "true")
	}
}

// project makes doctor start in a project with these files: name, text, ...
func (p *patient) project(files ...string) {
	p.dir = filepath.Join(p.home, "work")
	p.write("work/go.mod", "module example.com/m\n\ngo 1.21\n", 0o644)
	for i := 0; i < len(files); i += 2 {
		p.write("work/"+files[i], files[i+1], 0o644)
	}
}

// gosetup runs a command of gosetup as k does.
func (p *patient) gosetup(k keeper, dist string, words ...string) result {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd, stdout, stderr := p.command(ctx, strings.NewReader(""), k.call(dist, words...)...)
	cmd.Dir = p.dir
	err := cmd.Run()
	if ctx.Err() != nil {
		p.t.Fatalf("%q hung: %v\n%s%s", words, err, stdout, stderr)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// doctor runs gosetup doctor.
func (p *patient) doctor(k keeper, dist string, words ...string) result {
	p.t.Helper()
	return p.gosetup(k, dist, append([]string{"doctor"}, words...)...)
}

// allButEditors is the option for each probe but GD43, which looks at the processes
// of the machine that runs the tests.
func allButEditors() string {
	ids := []string{}
	for _, row := range probe.All() {
		if row.ID != "GD43" {
			ids = append(ids, row.ID)
		}
	}
	return "--only=" + strings.Join(ids, ",")
}

// examine is doctor --offline --json, which must have changed nothing and say
// nothing on stderr.
func (p *patient) examine(k keeper, dist string, words ...string) diagnosis {
	p.t.Helper()
	before := snapshot(p.t, filepath.Dir(p.home))
	r := p.doctor(k, dist, append([]string{"--offline", "--json", allButEditors()}, words...)...)
	if diff := cmp.Diff(before, snapshot(p.t, filepath.Dir(p.home))); diff != "" {
		p.t.Errorf("%s: doctor changed something:\n%s", k.argv, diff)
	}
	d := diagnosed(p.t, r)
	if r.stderr != "" {
		p.t.Fatalf("%s: exit %d\n%s%s", k.argv, r.code, r.stdout, r.stderr)
	}
	if want := min(d.Findings, 1); r.code != want {
		p.t.Errorf("%s: exit %d with %d findings", k.argv, r.code, d.Findings)
	}
	return d
}

// posixKeepers are the shells that run gosetup, but for PowerShell.
var posixKeepers = slices.DeleteFunc(slices.Clone(keepers), func(k keeper) bool { return k.file != "gosetup" })
