package escape

import (
	"fmt"
	"slices"
	"strings"
)

// inputs lists the holes and the variables whose text is in what a word expands
// to.
func (f *fishFlow) inputs(parts []fishPart, fn string) []string {
	var all []string
	for _, part := range parts {
		from, to := f.s.marks(part.start, part.end)
		switch part.kind {
		case fishVar:
			all = append(all, fishNode(part.text, fn))
			if part.dollars > 1 {
				all = append(all, "*")
			}
		case fishSub:
			all = append(all, f.printed(part.list, fn)...)
			if f.readsInput(part.list) {
				all = append(all, "|")
			}
			continue
		}
		for ; from < to; from++ {
			all = append(all, fmt.Sprintf("#%d", from))
		}
	}
	return all
}

// fishNode is the node of a variable: arguments belong to a function, and so
// does what argparse makes of them.
func fishNode(name, fn string) string {
	if name == "argv" || strings.HasPrefix(name, "_flag_") {
		return fn + "()"
	}
	return name
}

// fishMeasures print numbers, paths of programs or facts of the machine, not
// their arguments; or nothing.
var fishMeasures = strings.Fields("count test [ contains command type uname id date wc df du cksum math set return exit mkdir rm rmdir touch ln mv cp chmod chown")

// printed lists the inputs of what a list of statements prints.
func (f *fishFlow) printed(list *fishList, fn string) []string {
	var all []string
	for _, job := range list.jobs {
		for _, line := range job.pipelines {
			last := line.stmts[len(line.stmts)-1]
			if name, ok := f.s.name(last); ok && last.kind == "" && slices.Contains(fishMeasures, name) && !f.s.functions[name] {
				continue
			}
			for _, st := range line.stmts {
				all = append(all, f.prints(st, fn)...)
			}
		}
	}
	return all
}

// prints lists the inputs of what one statement prints.
func (f *fishFlow) prints(st *fishStmt, fn string) []string {
	var all []string
	name, ok := f.s.name(st)
	switch {
	case st.kind == "function":
		return nil
	case st.kind == "" && ok && f.s.functions[name]:
		all = append(all, name+">")
	case st.kind == "" && ok && (slices.Contains(fishMeasures, name) || name == "string" && f.lengths(st)):
		return nil
	}
	if st.kind == "" {
		for _, w := range st.words {
			all = append(all, f.inputs(w.parts, fn)...)
		}
		if name == "printenv" || name == "env" {
			all = append(all, "*")
		}
	}
	for _, list := range st.lists {
		all = append(all, f.printed(list, fn)...)
	}
	for _, one := range st.cases {
		all = append(all, f.prints(one, fn)...)
	}
	return all
}

func (f *fishFlow) lengths(st *fishStmt) bool {
	if len(st.words) < 2 {
		return false
	}
	sub, _ := st.words[1].static()
	return sub == "length"
}

// fishInputless do not read their standard input.
var fishInputless = append([]string{"ls", "pwd", "mktemp", "readlink", "realpath", "dirname", "basename", "printf", "echo", "sw_vers", "sysctl", "status", "functions"}, fishMeasures...)

// readsInput says whether the first command of a substitution may read what was
// piped to the block around it.
func (f *fishFlow) readsInput(list *fishList) bool {
	if len(list.jobs) == 0 {
		return false
	}
	st := list.jobs[0].pipelines[0].stmts[0]
	name, ok := f.s.name(st)
	return !ok || f.s.functions[name] || !slices.Contains(fishInputless, name) || name == "wc"
}

// call follows the arguments of a simple command.
func (f *fishFlow) call(st *fishStmt, fn string) {
	name, ok := f.s.name(st)
	args := st.words[1:]
	program := fishProgram(name)
	switch {
	case !ok:
		f.command(st.words[0], fn)
	case f.s.functions[name] && st.decor == "":
		f.function(name, args, fn)
	case name == "set":
		f.set(args, fn)
	case name == "read":
		f.read(st, fn, nil)
		f.sinkAll(args, fn, "an argument of read")
	case name == "argparse":
		f.flows(args, fn, fn+"()")
	case name == "string":
		f.patterns(args, fn)
	case name == "printf" && len(args) > 0:
		f.sink(args[0], fn, "the format of printf")
	case name == "math":
		f.sinkAll(f.withVariables(args), fn, "an expression of math")
	case name == "source" || name == "." || slices.Contains(fishInterpreters, program):
		if !slices.Contains(fishPrograms, program) {
			f.files(st, program)
		}
		f.interpreter(program, args, fn)
	case slices.Contains([]string{"env", "sudo", "doas", "nohup"}, program):
		f.wrapper(st, program, fn)
	case slices.Contains([]string{"tar", "git", "make", "docker", "rsync", "scp", "history", "status"}, program):
	case name == "emit", f.copied && !(fishPlace{name: name}).known() && !slices.Contains(fishEvaluators, name):
		for function := range f.s.functions {
			f.function(function, args, fn) // each that listens, or was copied
		}
	case slices.Contains(fishEvaluators, name):
		f.sinkAll(args, fn, "an argument of "+name)
		for _, w := range args {
			f.code(w, fn)
		}
	}
}

// command marks the variables that name a command. A hole there has a rule of
// its own.
func (f *fishFlow) command(w *fishWord, fn string) {
	if f.path(w) {
		return
	}
	for _, from := range f.inputs(w.parts, fn) {
		if from != fn+"()" && !strings.HasPrefix(from, "#") || f.computed[fn] == 0 && from == fn+"()" {
			f.mark(from, "the name of a command")
		}
	}
}

// path says whether a word is a path with a fixed last part: then a value says
// in which directory a program is, not which it is.
func (f *fishFlow) path(w *fishWord) bool {
	last := w.parts[len(w.parts)-1]
	if last.kind != fishText {
		return false
	}
	slash := strings.LastIndexByte(last.text, '/')
	return slash >= 0 && slash+1 < len(last.text) && !f.s.sk.hasHole(last.text[slash:])
}

// function follows the arguments of a function of the script.
func (f *fishFlow) function(name string, args []*fishWord, fn string) {
	f.flows(args, fn, name+"()")
	at := f.computed[name]
	sure := at > 0
	for i, w := range args {
		sure = sure && (w.single() || i+1 > at) // else it may be none, or several
		if at != 0 && (i+1 == at || !sure) && !f.path(w) {
			f.sink(w, fn, "the name of a command, in the function "+name)
		}
	}
}

// set follows what is assigned; with -e and -q nothing is.
func (f *fishFlow) set(args []*fishWord, fn string) {
	at, only := f.s.setName(args)
	if at >= len(args) {
		return
	}
	if !only {
		f.naming(args[at], args[at+1:], fn)
	}
}

// patterns marks what string match and replace take for patterns.
func (f *fishFlow) patterns(args []*fishWord, fn string) {
	texts := f.s.texts(args)
	regex := slices.ContainsFunc(texts, func(text string) bool {
		return text == "--regex" || strings.HasPrefix(text, "-") && !strings.HasPrefix(text, "--") && strings.Contains(text, "r")
	})
	if len(texts) == 0 || texts[0] != "match" && (texts[0] != "replace" || !regex) {
		return
	}
	if end := slices.Index(texts, "--"); end > 0 {
		if code, ok := fishPatterns(texts, end); ok {
			args = args[end+1:]
			f.sinkAll(args[:min(code, len(args))], fn, "a pattern of string "+texts[0])
			return
		}
	}
	code := 1
	if texts[0] == "replace" {
		code = 2
	}
	for i, w := range args[1:] {
		if !w.single() && code > 0 {
			code = len(args) // what the words behind it are, only the run knows
		}
		if !strings.HasPrefix(texts[i+1], "-") && code > 0 {
			code--
			f.sink(w, fn, "a pattern of string "+texts[0])
		}
	}
}

// positions finds which argument a function runs as a command: $argv or
// $argv[2], behind what set -e argv[1] took away.
func (f *fishFlow) positions(name string, body *fishList) {
	shifted := 0
	for _, job := range body.jobs {
		one := &fishList{[]*fishJob{job}}
		inside := 0
		eachFish(one, func(st *fishStmt) {
			if f.shifts(st) {
				inside++
			}
		})
		if st := job.pipelines[0].stmts[0]; inside == 1 && job.join == "" && len(job.pipelines) == 1 && f.source(st) == "set -e argv[1]" {
			shifted++
			continue
		}
		if inside > 0 {
			shifted = -1000 // from here on, nobody knows
		}
		eachFish(one, func(st *fishStmt) {
			if at := f.position(st); at != 0 {
				f.runs(name, at, shifted)
			}
		})
	}
}

// source is a simple command as it is written.
func (f *fishFlow) source(st *fishStmt) string { return f.s.sk.text[st.start:st.end] }

func (f *fishFlow) runs(name string, at, shifted int) {
	if at > 0 && shifted >= 0 && (f.computed[name] == 0 || f.computed[name] == at+shifted) {
		f.computed[name] = at + shifted
	} else {
		f.computed[name] = -1
	}
}

// shifts says whether a command changes argv.
func (f *fishFlow) shifts(st *fishStmt) bool {
	name, _ := f.s.name(st)
	if st.kind != "" || name != "set" && name != "argparse" && name != "read" {
		return false
	}
	return name == "argparse" || slices.ContainsFunc(st.words, func(w *fishWord) bool { return strings.HasPrefix(f.s.sk.text[w.start:w.end], "argv") })
}

// position is the argument that a command runs: 0 for none, -1 for one that
// cannot be told.
func (f *fishFlow) position(st *fishStmt) int {
	if st.kind != "" || len(st.words) == 0 {
		return 0
	}
	w := st.words[0]
	i := slices.IndexFunc(w.parts, func(part fishPart) bool { return part.kind == fishVar && part.text == "argv" })
	switch {
	case i < 0:
		return 0
	case len(w.parts) > 1 || w.parts[i].dollars > 1:
		return -1
	case !w.parts[i].indexed:
		return 1
	}
	at := 0
	for _, part := range w.parts[i].index {
		if part.kind != fishText || strings.Trim(part.text, "0123456789") != "" || len(part.text) > 4 {
			return -1
		}
		for _, c := range part.text {
			at = at*10 + int(c-'0')
		}
	}
	return at
}
