package generator

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/Masterminds/sprig/v3"
	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/generator/target"
	"github.com/org/gosetup/profiles"
	"github.com/org/gosetup/templates"
)

// templateText is every template by its name without ".tmpl".
func templateText(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(templates.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.FS, name)
		all[strings.TrimSuffix(name, ".tmpl")] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// trees parses one template, with functions in name only.
func trees(t *testing.T, name, text string) *parse.Tree {
	t.Helper()
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(text, "", "", map[string]*parse.Tree{}); err != nil {
		t.Fatal(err)
	}
	return tree
}

// walk visits every node below n.
func walk(n parse.Node, visit func(parse.Node)) {
	if n == nil {
		return
	}
	visit(n)
	branch := func(b *parse.BranchNode) {
		walk(b.List, visit)
		if b.ElseList != nil {
			walk(b.ElseList, visit)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, child := range n.Nodes {
			walk(child, visit)
		}
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	}
}

// roots are the templates that make a file or a value of their own, rather
// than a part of another template's text.
func roots(t *testing.T) []string {
	t.Helper()
	s := withSource(t)
	s.Tap.Renames = []formula.Rename{{Old: "a", New: "gosetup"}}
	all := []string{"part/info.txt", "part/startup.awk", "part/inflate.pl", "part/inflate.py"}
	for _, j := range plan(s, digests{}) {
		if j.Link == "" {
			all = append(all, j.template())
		}
	}
	for _, script := range slices.Concat(target.Scripts, target.Gosetups) {
		all = append(all, script.Help)
	}
	for _, b := range newBlocks(s) {
		all = append(all, b.Template)
	}
	return all
}

// No hole of any branch of any template stands where a value could do harm, and
// none is escaped by hand.
func TestTemplatesAreSafe(t *testing.T) {
	set, err := parseTemplates()
	if err != nil {
		t.Fatal(err)
	}
	text := templateText(t)
	for _, name := range roots(t) {
		first, _, _ := strings.Cut(text[name], "\n")
		if err := set.In(dialect.ByName(name, first)).Check(name); err != nil {
			t.Error(err)
		}
	}
}

// Every template is used, and every table row has its template.
func TestTemplatesAndTables(t *testing.T) {
	all := templateText(t)
	used := map[string]bool{}
	for _, name := range roots(t) {
		used[name] = true
	}
	for name, text := range all {
		walk(trees(t, name, text).Root, func(n parse.Node) {
			switch n := n.(type) {
			case *parse.TemplateNode:
				used[n.Name] = true
			case *parse.ActionNode:
				noteIncludes(n.Pipe, used)
			}
		})
	}
	for name := range used {
		if _, ok := all[name]; !ok {
			t.Errorf("there is no template %s.tmpl", name)
		}
	}
	for name := range all {
		if !used[name] {
			t.Errorf("nothing uses the template %s.tmpl", name)
		}
	}
}

// noteIncludes records the constant names given to include.
func noteIncludes(pipe *parse.PipeNode, used map[string]bool) {
	for _, cmd := range pipe.Cmds {
		for i, arg := range cmd.Args {
			if nested, ok := arg.(*parse.PipeNode); ok {
				noteIncludes(nested, used)
			}
			if id, ok := arg.(*parse.IdentifierNode); ok && id.Ident == "include" && i+1 < len(cmd.Args) {
				if name, ok := cmd.Args[i+1].(*parse.StringNode); ok {
					used[name.Text] = true
				}
			}
		}
	}
}

// Every branch of every template is taken by some profile: a misspelt field in
// a branch that nobody takes would not be found otherwise.
func TestBranches(t *testing.T) {
	taken := map[string]bool{}
	set := markBranches(t, taken)
	for _, s := range branchSpecs(t) {
		for _, j := range slices.Concat(plan(s, someDigests()), plan(s, digests{archiveName(Version, ".tar.gz"): "0", archiveName(Version, "-windows.zip"): "0"})) {
			if j.Link != "" {
				continue
			}
			if err := set.ExecuteTemplate(io.Discard, j.template(), j.Data); err != nil {
				t.Fatal(err)
			}
		}
	}
	var missed []string
	for branch, yes := range taken {
		if !yes {
			missed = append(missed, branch)
		}
	}
	sort.Strings(missed)
	for _, branch := range missed {
		t.Errorf("no profile of this test takes the branch at %s", branch)
	}
}

// branchSpecs are the profiles that together take every branch.
func branchSpecs(t *testing.T) []*spec {
	t.Helper()
	odd := `extends: default
description: The branches that no built-in profile takes
root: ~/go-here
settings: {persist: shell, values: {GOBIN: ~/bin, GOPROXY: direct}}
tools: []
verify: sha256+gpg
gpg: {fingerprint: 0123456789ABCDEF0123456789ABCDEF0123ABCD, key: "https://files.example/key.pub"}
slim: true
publish: {url: "https://files.example/v{version}/gosetup", license: MIT AND ISC, renames: {a: gosetup, b: gosetup}}
`
	tap := func(rest string) *spec {
		return resolveYAML(t, "extends: default\noutputs: [gosetup, env, completions, man, tap]\n"+rest)
	}
	return []*spec{
		testSpec(t, "default"), testSpec(t, "cn"), resolveYAML(t, odd), withSource(t),
		tap("targets: [darwin-arm64]\npublish: {license: MIT OR ISC, url: \"https://github.com/o/g/releases/download/v9.9\"}\n"),
		tap("targets: [linux-amd64]\npublish: {license: MIT OR ISC AND 0BSD}\n"),
		tap("targets: [darwin-arm64, linux-amd64]\ngo: {versions: [\"1.25.14\"]}\n"),
		tap("targets: [darwin-amd64, darwin-arm64]\n"),
	}
}

// withSource is the default profile with a formula of the generator.
func withSource(t *testing.T) *spec {
	t.Helper()
	p, err := profiles.Load("default", nil)
	must(t, err)
	releases, err := profiles.Releases()
	must(t, err)
	s, err := resolve(p, releases, sum([]byte("source")))
	must(t, err)
	return s
}

func testSpec(t *testing.T, name string) *spec {
	t.Helper()
	p, err := profiles.Load(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	return mustResolve(t, p)
}

func resolveYAML(t testing.TB, text string) *spec {
	t.Helper()
	p, err := profiles.Load("odd.yaml", func(string) ([]byte, error) { return []byte(text), nil })
	if err != nil {
		t.Fatal(err)
	}
	return mustResolve(t, p)
}

func mustResolve(t testing.TB, p *profiles.Profile) *spec {
	t.Helper()
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	s, err := resolve(p, releases, "")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// markBranches returns the templates, without escaping, with a call of a
// recording function put in front of every list of a branch.
func markBranches(t *testing.T, taken map[string]bool) *template.Template {
	t.Helper()
	set := template.New("").Option("missingkey=error")
	all := sprig.TxtFuncMap()
	for _, f := range escape.Sprig {
		set.Funcs(template.FuncMap{f.Name: all[f.Name]})
	}
	set.Funcs(template.FuncMap{
		"words":  func(list any) any { return list },
		"_taken": func(id string) string { taken[id] = true; return "" },
		"include": func(name string, data any) (string, error) {
			return "", set.ExecuteTemplate(io.Discard, name, data)
		},
	})
	for name, text := range templateText(t) {
		if _, err := set.New(name).Parse(text); err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range set.Templates() {
		if one.Tree == nil {
			continue
		}
		marked := one.Tree.Copy()
		walk(marked.Root, func(n parse.Node) {
			var b *parse.BranchNode
			switch n := n.(type) {
			case *parse.IfNode:
				b = &n.BranchNode
			case *parse.RangeNode:
				b = &n.BranchNode
			case *parse.WithNode:
				b = &n.BranchNode
			default:
				return
			}
			where, _ := marked.ErrorContext(n)
			for side, list := range map[string]*parse.ListNode{"then": b.List, "else": b.ElseList} {
				if list != nil {
					id := where + " " + side
					taken[id] = false
					list.Nodes = append([]parse.Node{mark(t, id)}, list.Nodes...)
				}
			}
		})
		if _, err := set.AddParseTree(one.Name(), marked); err != nil {
			t.Fatal(err)
		}
	}
	return set
}

// mark is the node of {{_taken ID}}.
func mark(t *testing.T, id string) parse.Node {
	t.Helper()
	return trees(t, "mark", fmt.Sprintf("{{_taken %q}}", id)).Root.Nodes[0]
}
