package escape

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// A fishFlow follows values through the variables of a script, by name and
// regardless of order: a value that is assigned to v is wherever $v is. It finds
// the holes whose value is evaluated again after it was safely quoted.
//
// Its nodes are "v" for a variable, "f()" for the arguments of a function (and
// "()" for those of the script), "f>" for what a function prints, "|" for what
// goes through a file, or a pipe into a block or a function, ">x" for what goes
// into the file called x, "*" for what is in any variable, "?" for what goes
// into one that only the run knows, and "#3" for the hole 3.
type fishFlow struct {
	s        *fishScript
	to       map[string][]string // where what is in a node goes
	sinks    map[string]string   // nodes that are evaluated, and where
	computed map[string]int      // functions that run one of their arguments as a command: which, from 1; -1 any
	copied   bool                // whether functions get other names
	depth    int                 // of texts that are run, in each other
}

// flow sets reach of the places whose values get to a sink, and what values can
// name.
func (s *fishScript) flow() {
	f := &fishFlow{s: s, to: map[string][]string{}, sinks: map[string]string{}, computed: map[string]int{}}
	eachFish(s.root, func(st *fishStmt) {
		if name, ok := s.name(st); ok && st.kind == "function" {
			f.positions(name, st.lists[0])
		} else if name == "functions" || name == "alias" {
			f.copied = true
		}
	})
	f.list(s.root, "")
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
			p.reach = f.sinks[fmt.Sprintf("#%d", i)]
		}
	}
}

// backwards makes a sink of every node that something flows from into a sink.
func (f *fishFlow) backwards() {
	from := map[string][]string{}
	for a, bs := range f.to {
		for _, b := range bs {
			from[b] = append(from[b], a)
			if isName(b) {
				from["*"] = append(from["*"], b)
			}
		}
	}
	var todo []string
	for sink := range f.sinks {
		todo = append(todo, sink)
	}
	slices.Sort(todo)
	for len(todo) > 0 {
		sink := todo[0]
		todo = todo[1:]
		if sink == "*" || isName(sink) {
			from[sink] = append(from[sink], "?")
		}
		for _, a := range from[sink] {
			if f.sinks[a] == "" {
				f.sinks[a] = f.sinks[sink]
				todo = append(todo, a)
			}
		}
	}
}

func (f *fishFlow) mark(node, where string) {
	if f.sinks[node] == "" {
		f.sinks[node] = where
	}
}

// sink notes that what is in a word is evaluated.
func (f *fishFlow) sink(w *fishWord, fn, where string) {
	for _, from := range f.inputs(w.parts, fn) {
		f.mark(from, where)
	}
}

func (f *fishFlow) sinkAll(words []*fishWord, fn, where string) {
	for _, w := range words {
		f.sink(w, fn, where)
	}
}

// flows notes that what is in words goes to a node.
func (f *fishFlow) flows(words []*fishWord, fn, to string) {
	for _, w := range words {
		f.flow(f.inputs(w.parts, fn), to)
	}
}

func (f *fishFlow) flow(from []string, to string) {
	for _, node := range from {
		f.to[node] = append(f.to[node], to)
	}
}

// list looks at every statement; fn is the function they are in.
func (f *fishFlow) list(list *fishList, fn string) {
	for _, job := range list.jobs {
		for _, line := range job.pipelines {
			for i, st := range line.stmts {
				f.piped(line.stmts[:i], st, fn)
				f.statement(st, fn)
			}
		}
	}
}

func (f *fishFlow) statement(st *fishStmt, fn string) {
	inner := fn
	if name, ok := f.s.name(st); ok && st.kind == "function" {
		inner = name
		f.parameters(st)
		f.flow(f.printed(st.lists[0], inner), inner+">")
	}
	for _, before := range st.before {
		if before.value != nil {
			f.assign(before.word, []*fishWord{before.value}, fn)
		}
	}
	switch st.kind {
	case "":
		f.call(st, fn)
	case "function":
		f.sinkAll(f.withVariables(st.words[:1]), fn, "the name of a function")
	case "for":
		f.naming(st.words[0], st.words[1:], fn)
	case "case":
		f.sinkAll(f.withVariables(st.words), fn, "a pattern of case")
	}
	for _, w := range st.allWords() {
		f.dereferences(w.parts, fn)
	}
	for _, r := range st.redirects {
		if !strings.Contains(r.op, "<") {
			all := f.prints(st, fn)
			f.flow(all, "|")
			f.flow(all, f.file(r.target))
		}
	}
	for _, list := range st.lists {
		f.list(list, inner)
	}
	for _, one := range st.cases {
		f.statement(one, fn)
	}
}

// file is the node of a file, by its name as it is written.
func (f *fishFlow) file(w *fishWord) string {
	if name, ok := w.static(); ok {
		return ">" + path.Clean(name)
	}
	return ">" + f.s.sk.text[w.start:w.end]
}

// withVariables are the words that have any: a hole in a pattern has a rule of
// its own.
func (f *fishFlow) withVariables(words []*fishWord) []*fishWord {
	var all []*fishWord
	for _, w := range words {
		if slices.ContainsFunc(w.parts, func(part fishPart) bool { return part.kind == fishVar || part.kind == fishSub }) {
			all = append(all, &fishWord{parts: slices.DeleteFunc(slices.Clone(w.parts), func(part fishPart) bool { return part.kind == fishText })})
		}
	}
	return all
}

// dereferences finds $$name, and the statements of command substitutions.
func (f *fishFlow) dereferences(parts []fishPart, fn string) {
	for _, part := range parts {
		if part.kind == fishVar && part.dollars > 1 {
			f.mark(fishNode(part.text, fn), "the name in $$")
		}
		if part.list != nil {
			f.list(part.list, fn)
		}
		f.dereferences(part.index, fn)
	}
}

func (f *fishFlow) assign(name string, values []*fishWord, fn string) {
	if name == "" || f.s.sk.hasHole(name) {
		// The value cannot be the name of a sink, a limit sees to that.
		f.flows(values, fn, "*")
		return
	}
	node := fishNode(name, fn)
	f.flows(values, fn, node)
	if fishSpecialName(name) {
		f.mark(node, "the variable "+name+", which fish acts on")
	}
}

// naming follows an assignment to a name that is fixed, a hole, or known to the
// run only.
func (f *fishFlow) naming(name *fishWord, values []*fishWord, fn string) {
	target := f.s.target(name)
	if target == "" && !f.s.hole(name) {
		f.sink(name, fn, "the name of a variable")
		f.flows(values, fn, "?")
		return
	}
	f.assign(target, values, fn)
}

// parameters lets the arguments of a function flow to the names it gives them.
func (f *fishFlow) parameters(st *fishStmt) {
	name, _ := f.s.name(st)
	naming := false
	for _, w := range st.words[1:] {
		text, _ := w.static()
		if strings.HasPrefix(text, "-") {
			naming = text == "-a" || text == "--argument-names" || text == "--argument"
			if value, ok := strings.CutPrefix(text, "--argument-names="); ok {
				f.flow([]string{name + "()"}, value)
			}
			continue
		}
		if naming {
			f.flow([]string{name + "()"}, text)
		}
	}
}

// piped follows what is piped into a command.
func (f *fishFlow) piped(sources []*fishStmt, st *fishStmt, fn string) {
	if len(sources) == 0 {
		return
	}
	var all []string
	for _, source := range sources {
		all = append(all, f.prints(source, fn)...)
	}
	name, ok := f.s.name(st)
	program := fishProgram(name)
	switch {
	case st.kind != "" || !ok || f.s.functions[name]:
		f.flow(all, "|")
	case name == "read":
		f.read(st, fn, all)
	case name == "tee":
		f.flow(all, "|")
		for _, w := range st.words[1:] {
			f.flow(all, f.file(w))
		}
	case name == "source" || name == "." || slices.Contains([]string{"xargs", "parallel", "at", "batch", "crontab", "env", "sudo", "su", "doas", "ssh"}, program),
		slices.Contains(fishInterpreters, program) && !slices.Contains(fishPrograms, program):
		for _, from := range all {
			f.mark(from, "the standard input of "+program)
		}
	}
}

// read lets nodes, and what is piped into the block around, flow to the names
// that read takes.
func (f *fishFlow) read(st *fishStmt, fn string, from []string) {
	for _, w := range st.words[1:] {
		text, ok := w.static()
		if !ok {
			f.flow(slices.Concat(from, []string{"|"}), "?")
		}
		if ok && isName(text) {
			f.flow(slices.Concat(from, []string{"|"}), fishNode(text, fn))
			if fishSpecialName(text) {
				f.mark(text, "the variable "+text+", which fish acts on")
			}
		}
	}
}
