package escape

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishFlow follows values through the variables of a script, by name and
// regardless of order: a value that is assigned to v is wherever $v is. It finds
// the holes whose value is evaluated again after it was safely quoted.
//
// Its nodes are "v" for a variable, "f()" for the arguments of a function (and
// "()" for those of the script), "f>" for what a function prints and "f2>" for
// that with its errors, "|" for what is piped into a block or a function, "<3"
// for the input of one command, ">" for what is in files and "/" for how they
// are called, "*" for what is in any variable, "?" for what goes into one that
// only the run knows, "#3" for the hole 3, and "'text" for a text of the script.
type fishFlow struct {
	s     *fishScript
	to    *graph
	sinks map[string]string // nodes that are evaluated, and where
	*fishFacts
	depth int // of texts that are run, in each other
}

// fishFacts are what the flows of a script and of the texts in it share.
type fishFacts struct {
	computed  map[string]int        // functions that run one of their arguments as a command: which, from 1; -1 any
	copied    bool                  // whether functions get other names
	listeners []string              // functions that fish calls
	stdin     map[*fish.Stmt]string // the nodes of standard inputs
	later     []func()              // what needs to know all of the script
	from      [][]int32             // the reverse of to, as far as it is known
	values    map[string][]fishEnds // what is assigned to a node
	writes    []fishEnd             // files that are written
	moves     []fishMove            // files that are copied or renamed
	written   map[string]bool       // names of files that are written, by their last part
	known     map[string]bool       // of pieces
	names     map[fishEnd]*fishName // of files, as words have them
	filesOf   map[string][]fishFile // by variable, until more is assigned
	pieces    [][]string            // what is fixed in names of which the rest is computed
}

// fishEnds are words in a function of some text.
type fishEnds struct {
	f     *fishFlow
	words []*fish.Word
	fn    string
}

// A fishEnd is a word in a function of some text.
type fishEnd struct {
	f  *fishFlow
	w  *fish.Word
	fn string
}

// flow sets reach of the places whose values get to a sink, and what values can
// name.
func (s *fishScript) flow() {
	f := &fishFlow{s: s, to: newGraph(len(s.sk.text)), sinks: map[string]string{}, fishFacts: &fishFacts{
		computed: map[string]int{}, stdin: map[*fish.Stmt]string{}, values: map[string][]fishEnds{},
		written: map[string]bool{}, known: map[string]bool{}, filesOf: map[string][]fishFile{}, names: map[fishEnd]*fishName{},
	}}
	f.learn(s.root)
	f.list(s.root, "")
	f.rest()
	f.backwards()
	callable := map[string]bool{}
	for name := range s.functions {
		callable[name] = f.sinks[name+"()"] == "" && f.computed[name] == 0 && !strings.HasPrefix(name, "fish_") && !strings.HasPrefix(name, "__fish_")
	}
	for i, p := range s.places {
		if p == nil {
			continue
		}
		p.callable, p.sinks = callable, f.sinks
		if k := s.sk.marks[i].kind; k == kindText || k == kindWords {
			p.reach = f.sinks[holeNode(i)]
		}
	}
}

// learn notes what functions do with their arguments.
func (f *fishFlow) learn(list *fish.List) {
	fish.Walk(list, func(st *fish.Stmt) {
		if name, ok := f.s.name(st); ok && st.Kind == "function" {
			f.positions(name, st.Lists[0])
			if f.listens(st) {
				f.listeners = append(f.listeners, name)
			}
		} else if name == "functions" || name == "alias" {
			f.copied = true
		}
	})
}

// rest does what was left for the end: calls of commands that only the run
// knows may lead to more of it.
func (f *fishFlow) rest() {
	for n := 0; n < 6 && len(f.later) > 0; n++ {
		later := f.later
		f.later = nil
		f.from = f.reverse()
		f.filesWritten()
		for _, do := range later {
			do()
		}
	}
}

// reverse lists where what is in a node comes from.
func (f *fishFlow) reverse() [][]int32 {
	any := f.to.node("*") // of whatever variable
	from := f.to.reverse()
	for n, sources := range from {
		if len(sources) > 0 && isName(f.to.names[n]) {
			from[any] = append(from[any], int32(n))
		}
	}
	return from
}

// backwards makes a sink of every node that something flows from into a sink.
func (f *fishFlow) backwards() {
	unknown := f.to.node("?")
	var todo []int32
	for _, name := range slices.Sorted(maps.Keys(f.sinks)) {
		todo = append(todo, f.to.node(name))
	}
	from := f.reverse()
	sinks := make([]string, len(from)) // by node
	for _, n := range todo {
		sinks[n] = f.sinks[f.to.names[n]]
	}
	for ; len(todo) > 0; todo = todo[1:] {
		sink, name := todo[0], f.to.names[todo[0]]
		sources := from[sink]
		if name == "*" || isName(name) {
			sources = append(sources, unknown)
		}
		for _, n := range sources {
			if sinks[n] == "" {
				sinks[n] = sinks[sink]
				todo = append(todo, n)
			}
		}
	}
	for n, where := range sinks {
		if where != "" {
			f.sinks[f.to.names[n]] = where
		}
	}
}

func (f *fishFlow) mark(node, where string) {
	if f.sinks[node] == "" {
		f.sinks[node] = where
	}
}

// sink notes that what is in a word is evaluated.
func (f *fishFlow) sink(w *fish.Word, fn, where string) {
	for _, from := range f.inputsOf(w.Parts, fn) {
		f.mark(from, where)
	}
}

func (f *fishFlow) sinkAll(words []*fish.Word, fn, where string) {
	for _, w := range words {
		f.sink(w, fn, where)
	}
}

// flows notes that what is in words goes to a node.
func (f *fishFlow) flows(words []*fish.Word, fn, to string) {
	f.flow(f.inputsOfAll(words, fn), to)
}

func (f *fishFlow) flow(from []string, to string) {
	f.to.flow(from, to)
}

// list looks at every statement; fn is the function they are in.
func (f *fishFlow) list(list *fish.List, fn string) {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for i, st := range line.Stmts {
				in := f.input(st, i > 0)
				if i > 0 {
					f.flow(f.prints(nil, line.Stmts[i-1], fn, strings.ContainsAny(line.Pipes[i-1], "2&")), in)
				}
				f.statement(st, fn, in)
			}
		}
	}
}

// input is the node of what a statement reads: that of what is around it, or
// one of its own.
func (f *fishFlow) input(st *fish.Stmt, own bool) string {
	for _, r := range st.Redirects {
		text, fixed := r.Target.Static()
		if r.Op == "<" && (!fixed || !strings.HasPrefix(text, "/dev/") || strings.HasPrefix(text, "/dev/fd") || text == "/dev/stdin") {
			own = true
		}
	}
	in := f.stdin[st]
	if in == "" {
		in = "|"
		if own {
			in = fmt.Sprintf("<%d", len(f.stdin))
		}
		f.stdin[st] = in
		for _, r := range st.Redirects {
			if r.Op == "<" && in != "|" {
				f.flow([]string{">", "|"}, in)
			}
		}
	}
	return in
}

func (f *fishFlow) statement(st *fish.Stmt, fn, in string) {
	inner := fn
	if name, ok := f.s.name(st); ok && st.Kind == "function" {
		inner = name
		f.parameters(st)
		f.flow(f.printed(nil, st.Lists[0], inner, false), inner+">")
		f.flow(f.printed(nil, st.Lists[0], inner, true), inner+"2>")
	}
	for _, before := range st.Before {
		if before.Value != nil {
			f.assign(before.Word, []*fish.Word{before.Value}, fn)
		}
	}
	switch st.Kind {
	case "":
		f.call(st, fn, in)
	case "function":
		f.sinkAll(f.withVariables(st.Words[:1]), fn, "the name of a function")
	case "for":
		f.naming(st.Words[0], st.Words[1:], fn)
	case "case":
		f.sinkAll(f.withVariables(st.Words), fn, "a pattern of case")
	}
	if st.Kind != "" && st.Kind != "function" && in != "|" {
		f.flow([]string{in}, "|")
	}
	for _, w := range st.Words {
		f.dereferences(w.Parts, fn)
	}
	for _, before := range st.Before {
		if before.Value != nil {
			f.dereferences(before.Value.Parts, fn)
		}
	}
	for _, r := range st.Redirects {
		f.dereferences(r.Target.Parts, fn)
		if text, fixed := r.Target.Static(); !strings.Contains(r.Op, "<") && !strings.HasSuffix(r.Op, "&") && !(fixed && strings.HasPrefix(text, "/dev/")) {
			f.flow(f.prints(nil, st, fn, strings.ContainsAny(r.Op, "2&")), ">")
			f.flow(f.inputsOf(r.Target.Parts, fn), "/")
			f.writes = append(f.writes, fishEnd{f, r.Target, fn})
		}
	}
	for _, list := range st.Lists {
		f.list(list, inner)
	}
	for _, one := range st.Cases {
		f.statement(one, fn, "|")
	}
}

// withVariables are the words that have any: a hole in a pattern has a rule of
// its own.
func (f *fishFlow) withVariables(words []*fish.Word) []*fish.Word {
	var all []*fish.Word
	for _, w := range words {
		if slices.ContainsFunc(w.Parts, func(part fish.Part) bool { return part.Kind == fish.Var || part.Kind == fish.Sub }) {
			all = append(all, &fish.Word{Parts: slices.DeleteFunc(slices.Clone(w.Parts), func(part fish.Part) bool { return part.Kind == fish.Text })})
		}
	}
	return all
}

// dereferences finds $$name, and the statements of command substitutions.
func (f *fishFlow) dereferences(parts []fish.Part, fn string) {
	for _, part := range parts {
		if part.Kind == fish.Var && part.Dollars > 1 {
			f.mark(fishNode(part.Text, fn), "the name in $$")
		}
		if part.List != nil {
			f.list(part.List, fn)
		}
		f.dereferences(part.Index, fn)
	}
}

func (f *fishFlow) assign(name string, values []*fish.Word, fn string) {
	if name == "" || f.s.sk.hasHole(name) {
		// The value cannot be the name of a sink, a limit sees to that.
		f.flows(values, fn, "*")
		return
	}
	node := fishNode(name, fn)
	f.flows(values, fn, node)
	f.holds(node, values, fn)
	if name == "HOME" || name == "CDPATH" {
		f.flow([]string{name}, "PWD")
	}
	if fishSpecialName(name) {
		f.mark(node, "the variable "+name+", which fish acts on")
	}
}

// naming follows an assignment to a name that is fixed, a hole, or known to the
// run only.
func (f *fishFlow) naming(name *fish.Word, values []*fish.Word, fn string) {
	target := f.s.target(name)
	if target == "" && !f.s.hole(name) {
		f.sink(name, fn, "the name of a variable")
		f.flows(values, fn, "?")
		return
	}
	f.assign(target, values, fn)
}

// fishFunctionOptions are the options of function whose argument is no name of
// an argument.
var fishFunctionOptions = strings.Fields("-d --description -e --on-event -v --on-variable -j --on-job-exit -p --on-process-exit -s --on-signal -w --wraps -V --inherit-variable")

// parameters lets the arguments of a function flow to the names it gives them,
// whatever way the option is written in.
func (f *fishFlow) parameters(st *fish.Stmt) {
	name, _ := f.s.name(st)
	before := ""
	for _, w := range st.Words[1:] {
		text, _ := w.Static()
		option := before
		if before = text; slices.Contains(fishFunctionOptions, option) {
			continue
		}
		if long, value, ok := strings.Cut(text, "="); ok && strings.HasPrefix(long, "--") {
			text = value
		} else if short, value, ok := strings.Cut(text, "a"); ok && strings.HasPrefix(short, "-") && !strings.HasPrefix(text, "--") {
			text = value
		}
		for _, parameter := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
			if isName(parameter) {
				f.flow([]string{name + "()"}, parameter)
				f.values[parameter] = append(f.values[parameter], f.values[name+"()"]...)
				if fishSpecialName(parameter) {
					f.mark(parameter, "the variable "+parameter+", which fish acts on")
				}
			}
		}
	}
}

// listens says whether fish itself calls a function with arguments of its own
// choice: the words of a command that it did not find, or that it ran.
func (f *fishFlow) listens(st *fish.Stmt) bool {
	name, _ := f.s.name(st)
	return strings.HasPrefix(name, "fish_") || strings.HasPrefix(name, "__fish_") ||
		slices.ContainsFunc(st.Words[1:], func(w *fish.Word) bool {
			text, fixed := w.Static()
			return !fixed || strings.Contains(text, "fish_") && !strings.HasSuffix(text, "fish_exit")
		})
}

// read lets what is read flow to the names that read takes.
func (f *fishFlow) read(st *fish.Stmt, fn, in string) {
	for _, w := range st.Words[1:] {
		text, ok := w.Static()
		if !ok {
			f.flow([]string{in}, "?")
		}
		if ok && isName(text) {
			f.flow([]string{in}, fishNode(text, fn))
			if fishSpecialName(text) {
				f.mark(text, "the variable "+text+", which fish acts on")
			}
		}
	}
}
