package escape

import (
	"fmt"
	"slices"
	"strings"
)

// inputsOf lists the holes, the variables and the texts that are in what a word
// expands to.
func (f *fishFlow) inputsOf(parts []fishPart, fn string) []string {
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
			all = append(all, f.printed(part.list, fn, false)...)
			continue
		case fishActive:
			switch part.text {
			case "~":
				all = append(all, "HOME")
			case "*", "?":
				all = append(all, "/", "PWD") // the names of files
			}
		default:
			if from == to && part.text != "" {
				all = append(all, "'"+part.text)
			}
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

// command marks the variables that name a command. A hole there has a rule of
// its own.
func (f *fishFlow) command(w *fishWord, fn string) {
	if f.path(w) {
		return
	}
	for _, from := range f.inputsOf(w.parts, fn) {
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
