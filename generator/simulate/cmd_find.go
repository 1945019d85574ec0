package simulate

import (
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/pattern"
)

var findCommands = map[string]command{"find": {cmdFind, nil}}

// A finder is find at work: PATH... and then tests and actions that all must hold.
type finder struct {
	*cmd
	terms  []findTerm
	execs  []*findExec
	quiet  bool // an action takes the place of -print
	status int
}

// A findExec is a program of -exec, and the names that were found for it.
type findExec struct{ args, names []string }

// A findTerm is a test or an action.
type findTerm func(name string, n *node) bool

func cmdFind(c *cmd) int {
	f := &finder{cmd: c}
	first := slices.IndexFunc(c.args, func(word string) bool { return word == "" || strings.Contains("-!(", word[:1]) })
	if first < 0 {
		first = len(c.args)
	}
	if first == 0 || !f.expression(c.args[first:]) {
		return c.fatal("the simulator knows find PATH... [!] -type f|d|l, [!] -name GLOB, -print and -exec COMMAND... {} + only, not find %s", strings.Join(c.args, " "))
	}
	for _, top := range c.args[:first] {
		p, err := c.disk().find(c.user(), c.path(top), false)
		if err != nil {
			f.status = c.failed("'"+top+"'", err)
			continue
		}
		f.visit(top, p.node)
	}
	for _, e := range f.execs {
		if len(e.names) > 0 && !c.sh.over {
			f.status = max(f.status, f.exec(slices.Concat(e.args, e.names)))
		}
	}
	return f.status
}

// expression reads the words behind the paths.
func (f *finder) expression(words []string) bool {
	for len(words) > 0 {
		want := true
		for len(words) > 1 && words[0] == "!" {
			want, words = !want, words[1:]
		}
		read, ok := findPrimaries[words[0]]
		if !ok {
			return false
		}
		term, rest := read(f, words[1:])
		if term == nil {
			return false
		}
		f.terms = append(f.terms, func(name string, n *node) bool { return term(name, n) == want })
		words = rest
	}
	return true
}

// findPrimaries read the operands of a test or an action; without a term they do
// not know them.
var findPrimaries = map[string]func(*finder, []string) (findTerm, []string){
	"-type": func(_ *finder, words []string) (findTerm, []string) {
		kinds := map[string]fs.FileMode{"f": 0, "d": fs.ModeDir, "l": fs.ModeSymlink}
		if len(words) == 0 || !slices.Contains(slices.Collect(maps.Keys(kinds)), words[0]) {
			return nil, nil
		}
		return func(_ string, n *node) bool { return n.is(kinds[words[0]]) }, words[1:]
	},
	"-name": func(_ *finder, words []string) (findTerm, []string) {
		if len(words) == 0 {
			return nil, nil
		}
		expr, err := pattern.Regexp(words[0], pattern.EntireString)
		if err != nil {
			return nil, nil
		}
		glob := regexp.MustCompile(expr)
		return func(name string, _ *node) bool { return glob.MatchString(path.Base(name)) }, words[1:]
	},
	"-print": func(f *finder, words []string) (findTerm, []string) {
		f.quiet = true
		return func(name string, _ *node) bool { f.printf("%s\n", name); return true }, words
	},
	"-exec": (*finder).execTerm,
}

func (f *finder) execTerm(words []string) (findTerm, []string) {
	end := slices.Index(words, "+")
	if end < 2 || words[end-1] != "{}" || slices.Index(words, "{}") != end-1 || slices.Contains(words[:end], ";") {
		return nil, nil
	}
	f.quiet = true
	e := &findExec{args: words[:end-1]}
	f.execs = append(f.execs, e)
	return func(name string, _ *node) bool { e.names = append(e.names, name); return true }, words[end+1:]
}

// visit looks at a file and at what is below it. A real disk has no order that a
// script could rely on; here names come backwards, so that one who relies on it
// is found out.
func (f *finder) visit(name string, n *node) {
	holds := true
	for _, term := range f.terms {
		if holds = term(name, n); !holds {
			break
		}
	}
	if holds && !f.quiet {
		f.printf("%s\n", name)
	}
	if !n.is(fs.ModeDir) {
		return
	}
	if !f.user().may(n, 4) || !f.user().may(n, 1) {
		f.status = f.failed("'"+name+"'", denied)
		return
	}
	for _, child := range slices.Backward(slices.Sorted(maps.Keys(n.names))) {
		f.visit(strings.TrimSuffix(name, "/")+"/"+child, n.names[child])
	}
}

// exec runs a program; find fails with it, but with a status of its own.
func (f *finder) exec(args []string) int {
	sub := &cmd{sh: f.sh, ctx: f.ctx, hc: f.hc}
	status := sub.program(args)
	f.out.Write(sub.out.Bytes())
	f.err.Write(sub.err.Bytes())
	return min(status, 1)
}
