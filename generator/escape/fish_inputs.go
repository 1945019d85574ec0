package escape

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// inputsOf lists the holes, the variables and the texts that are in what a word
// expands to.
func (f *fishFlow) inputsOf(parts []fish.Part, fn string) []string {
	return f.inputs(nil, parts, fn)
}

// inputs is inputsOf, appended to a list.
func (f *fishFlow) inputs(all []string, parts []fish.Part, fn string) []string {
	for _, part := range parts {
		from, to := f.s.sk.within(part.Start, part.End)
		switch part.Kind {
		case fish.Var:
			all = append(all, fishNode(part.Text, fn))
			if part.Dollars > 1 {
				all = append(all, "*")
			}
		case fish.Sub:
			all = f.printed(all, part.List, fn, false)
			continue
		case fish.Active:
			switch part.Text {
			case "~":
				all = append(all, "HOME")
			case "*", "?":
				all = append(all, "/", "PWD") // the names of files
			}
		default:
			if from == to && part.Text != "" {
				all = append(all, "'"+part.Text)
			}
		}
		for ; from < to; from++ {
			all = append(all, holeNode(from))
		}
	}
	return all
}

// inputsOfAll are the inputs of several words.
func (f *fishFlow) inputsOfAll(words []*fish.Word, fn string) []string {
	all := make([]string, 0, 2*len(words))
	for _, w := range words {
		all = f.inputs(all, w.Parts, fn)
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

// command marks the variables that name a command. A hole there has a rule of
// its own.
func (f *fishFlow) command(w *fish.Word, fn string) {
	if f.path(w) {
		return
	}
	for _, from := range f.inputsOf(w.Parts, fn) {
		if from != fn+"()" && !strings.HasPrefix(from, "#") || f.computed[fn] == 0 && from == fn+"()" {
			f.mark(from, "the name of a command")
		}
	}
}

// path says whether a word is a path with a fixed last part: then a value says
// in which directory a program is, not which it is.
func (f *fishFlow) path(w *fish.Word) bool {
	last := w.Parts[len(w.Parts)-1]
	if last.Kind != fish.Text {
		return false
	}
	slash := strings.LastIndexByte(last.Text, '/')
	return slash >= 0 && slash+1 < len(last.Text) && !f.s.sk.hasHole(last.Text[slash:])
}

// set follows what is assigned; with -e and -q nothing is.
func (f *fishFlow) set(args []*fish.Word, fn string) {
	at, only := f.s.setName(args)
	if at >= len(args) {
		return
	}
	if !only {
		f.naming(args[at], args[at+1:], fn)
	}
}

// patterns marks what string match and replace take for patterns.
func (f *fishFlow) patterns(args []*fish.Word, fn string) {
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
		if !w.Single() && code > 0 {
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
func (f *fishFlow) positions(name string, body *fish.List) {
	shifted := 0
	for _, job := range body.Jobs {
		one := &fish.List{Jobs: []*fish.Job{job}}
		inside := 0
		fish.Walk(one, func(st *fish.Stmt) {
			if f.shifts(st) {
				inside++
			}
		})
		if st := job.Pipelines[0].Stmts[0]; inside == 1 && job.Join == "" && len(job.Pipelines) == 1 && f.source(st) == "set -e argv[1]" {
			shifted++
			continue
		}
		if inside > 0 {
			shifted = -1000 // from here on, nobody knows
		}
		fish.Walk(one, func(st *fish.Stmt) {
			if at := f.position(st); at != 0 {
				f.runs(name, at, shifted)
			}
		})
	}
}

// source is a simple command as it is written.
func (f *fishFlow) source(st *fish.Stmt) string { return f.s.sk.text[st.Start:st.End] }

func (f *fishFlow) runs(name string, at, shifted int) {
	if at > 0 && shifted >= 0 && (f.computed[name] == 0 || f.computed[name] == at+shifted) {
		f.computed[name] = at + shifted
	} else {
		f.computed[name] = -1
	}
}

// shifts says whether a command changes argv.
func (f *fishFlow) shifts(st *fish.Stmt) bool {
	name, _ := f.s.name(st)
	if st.Kind != "" || name != "set" && name != "argparse" && name != "read" {
		return false
	}
	return name == "argparse" || slices.ContainsFunc(st.Words, func(w *fish.Word) bool { return strings.HasPrefix(f.s.sk.text[w.Start:w.End], "argv") })
}

// position is the argument that a command runs: 0 for none, -1 for one that
// cannot be told.
func (f *fishFlow) position(st *fish.Stmt) int {
	if st.Kind != "" || len(st.Words) == 0 {
		return 0
	}
	w := st.Words[0]
	i := slices.IndexFunc(w.Parts, func(part fish.Part) bool { return part.Kind == fish.Var && part.Text == "argv" })
	switch {
	case i < 0:
		return 0
	case len(w.Parts) > 1 || w.Parts[i].Dollars > 1:
		return -1
	case !w.Parts[i].Indexed:
		return 1
	}
	at := 0
	for _, part := range w.Parts[i].Index {
		if part.Kind != fish.Text || strings.Trim(part.Text, "0123456789") != "" || len(part.Text) > 4 {
			return -1
		}
		for _, c := range part.Text {
			at = at*10 + int(c-'0')
		}
	}
	return at
}
