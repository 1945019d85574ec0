package escape

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"

	"github.com/org/gosetup/generator/dialect"
)

// Lint checks templates that somebody else executes, with functions that need
// not be known here. Files has their texts by name, and errors have dir before
// the name; a name without ".tmpl" must tell the dialect by its ending, but for
// those that others execute by {{template}}. It returns how many templates it
// checked, the executed ones with the others; which it could not check, because
// nothing executes them and no name tells their dialect; and all errors, joined.
func Lint(dir string, files map[string]string) (checked int, unchecked []string, err error) {
	l := &linter{t: New(dialect.Text).Files(dir, ""), calls: map[string][]string{}, file: map[string]string{}, visited: map[string]bool{}}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		l.parse(dir, name, files[name])
	}
	called := map[string]bool{}
	for from, targets := range l.calls {
		for _, to := range targets {
			called[to] = called[to] || to != from
		}
	}
	for _, name := range names {
		if !called[name] {
			l.check(dir, name)
		}
	}
	for _, name := range names { // those that only execute each other
		l.check(dir, name)
	}
	for _, name := range slices.Sorted(maps.Keys(l.file)) { // {{define}} that nothing executes
		l.check(dir, name)
	}
	return l.checked, l.unchecked, errors.Join(l.errs...)
}

// A linter is a run of Lint.
type linter struct {
	t         *Template
	calls     map[string][]string // what each template executes
	file      map[string]string   // where each is, by its name and without .tmpl
	visited   map[string]bool     // checked, alone or as a part of others
	checked   int
	unchecked []string
	errs      []error
}

// check checks a template that is no part of one that was checked already.
func (l *linter) check(dir, name string) {
	if l.t.trees[name] == nil || l.visited[name] {
		return
	}
	d := dialect.ByName(strings.TrimSuffix(l.file[name], ".tmpl"), firstLine(l.t.trees[name]))
	empty := parse.IsEmptyTree(l.t.trees[name].Root)
	switch {
	case d != nil:
		l.checked++
		l.visit(name)
		l.errs = append(l.errs, l.t.In(d).Check(name))
	case empty:
	case l.file[name] == name:
		l.visit(name)
		l.errs = append(l.errs, fmt.Errorf("%s%s:1:1: template/dialect: its name tells no dialect; name it like what it makes, such as install.sh.tmpl", dir, name))
	case name+".tmpl" != l.file[name]:
		l.visit(name)
		l.unchecked = append(l.unchecked, fmt.Sprintf("%s in %s%s", name, dir, l.file[name]))
	}
}

// firstLine is the line with which the text of a template begins, such as
// #!/bin/sh.
func firstLine(tree *parse.Tree) string {
	if tree.Root == nil || len(tree.Root.Nodes) == 0 {
		return ""
	}
	text, ok := tree.Root.Nodes[0].(*parse.TextNode)
	if !ok {
		return ""
	}
	line, _, _ := strings.Cut(string(text.Text), "\n")
	return line
}

// visit notes a template and those that it executes.
func (l *linter) visit(name string) {
	if l.visited[name] {
		return
	}
	for _, same := range []string{name, name + ".tmpl", strings.TrimSuffix(name, ".tmpl")} {
		if l.t.trees[same] == l.t.trees[name] {
			l.visited[same] = true
		}
	}
	for _, to := range l.calls[name] {
		l.visit(to)
	}
}

// parse parses without looking functions up. A template can be called by its
// file's name with ".tmpl" or without.
func (l *linter) parse(dir, name, text string) {
	l.t.texts[name] = text
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", trees); err != nil {
		l.errs = append(l.errs, fmt.Errorf("%s%s", dir, positioned(err)))
		return
	}
	trees[name] = tree
	if short := strings.TrimSuffix(name, ".tmpl"); trees[short] == nil && l.t.trees[short] == nil {
		trees[short] = tree
	}
	for n, one := range trees {
		l.t.trees[n] = one
		l.file[n] = name
		walk(one.Root, func(node parse.Node) {
			if call, ok := node.(*parse.TemplateNode); ok {
				l.calls[n] = append(l.calls[n], call.Name)
				if n != call.Name+".tmpl" && n != call.Name {
					l.calls[n] = append(l.calls[n], call.Name+".tmpl")
				}
			}
		})
	}
}

// templateError is how text/template says where a text does not parse.
var templateError = regexp.MustCompile(`^template: (.*?):(\d+):(?:(\d+):)? `)

// positioned writes an error of text/template like ours: file:line:col: code: what.
func positioned(err error) string {
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		return err.Error()
	}
	col := m[3]
	if col == "" {
		col = "1"
	}
	return fmt.Sprintf("%s:%s:%s: template/syntax: %s", m[1], m[2], col, err.Error()[len(m[0]):])
}
