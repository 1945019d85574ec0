package escape

import (
	"iter"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// What is in files is one node: a file has many spellings. But a command is run
// from a file that the script writes only if a name of such a file fits.

// holds notes what is assigned to a node.
func (f *fishFlow) holds(node string, words []*fish.Word, fn string) {
	if len(words) > 0 {
		f.values[node] = append(f.values[node], fishEnds{f, words, fn})
	}
}

// assigned are the words that are assigned to a node.
func (f *fishFlow) assigned(node string) iter.Seq[fishEnd] {
	return func(yield func(fishEnd) bool) {
		for _, ends := range f.values[node] {
			for _, w := range ends.words {
				if !yield(fishEnd{ends.f, w, ends.fn}) {
					return
				}
			}
		}
	}
}

// fixedEnd says whether a word is fixed, or a path with a fixed last part.
func (f *fishFlow) fixedEnd(w *fish.Word) bool {
	_, fixed := w.Static()
	return fixed && !f.s.holes(w) || f.path(w)
}

// A fishFile is the last part of the name of a file: fixed, or with fixed
// pieces.
type fishFile struct {
	exact  string
	pieces []string
}

func (f fishFile) key() string { return f.exact + "\x00" + strings.Join(f.pieces, "\x00") }

// A fishName is what is known of a file from the word that names it: the file
// itself, the node of a variable that has the whole name, or nothing.
type fishName struct {
	file     *fishFile
	key      string // of file
	variable string
}

// name reads the word of an end, once.
func (e fishEnd) name() *fishName {
	known := e.f.names[e]
	if known == nil {
		known = e.read()
		if known.file != nil {
			known.key = known.file.key()
		}
		e.f.names[e] = known
	}
	return known
}

func (e fishEnd) read() *fishName {
	pieces, variable := e.pieces()
	fixed := slices.DeleteFunc(slices.Clone(pieces), func(s string) bool { return s == "" })
	switch {
	case len(pieces) == 0:
	case len(fixed) == len(pieces):
		slices.Reverse(fixed)
		return &fishName{file: &fishFile{exact: strings.TrimPrefix(strings.Join(fixed, ""), "of=")}}
	case len(fixed) > 0:
		return &fishName{file: &fishFile{pieces: fixed}}
	case len(pieces) == 1 && variable != "?":
		return &fishName{variable: variable}
	}
	return &fishName{}
}

// pieces are the parts of the last part of a path, backwards: "" for one that
// only the run knows. A variable that is the first of them is told, too, or "?".
func (e fishEnd) pieces() (pieces []string, variable string) {
	parts := e.w.Parts
	for i := len(parts) - 1; i >= 0; i-- {
		part := parts[i]
		if part.Kind != fish.Text {
			if part.Kind == fish.Var && variable == "" && len(pieces) == 0 {
				variable = fishNode(part.Text, e.fn)
			} else {
				variable = "?"
			}
			pieces = append(pieces, "")
			continue
		}
		text := part.Text
		if i == len(parts)-1 {
			text = strings.TrimRight(text, "/")
		}
		slash := strings.LastIndexByte(text, '/')
		last := text[slash+1:]
		if e.f.s.sk.hasHole(last) {
			pieces = append(pieces, "")
			last = ""
			variable = "?"
		}
		if last != "" {
			pieces = append(pieces, strings.ToLower(last))
		}
		if slash >= 0 {
			break
		}
	}
	return pieces, variable
}

// files lists what a file may be called, as far as that can be told: $f is known
// by what is assigned to it, and by its own name.
func (e fishEnd) files() []fishFile {
	name := e.name()
	switch {
	case name.file != nil:
		return []fishFile{*name.file}
	case name.variable == "":
		return nil
	}
	all, known := e.f.filesOf[name.variable]
	if !known {
		seen := map[string]bool{}
		all = e.f.filesIn(nil, name.variable, seen)
		e.f.filesOf[name.variable] = all
	}
	return all
}

// filesIn appends the files that a variable may name, but for what was seen: the
// variables, and the keys of files, which no name of a variable is like.
func (f *fishFlow) filesIn(all []fishFile, variable string, seen map[string]bool) []fishFile {
	if seen[variable] {
		return all
	}
	seen[variable] = true
	all = append(all, fishFile{exact: "$" + variable})
	for end := range f.assigned(variable) {
		name := end.name()
		switch {
		case name.variable != "":
			all = f.filesIn(all, name.variable, seen)
		case name.file != nil && !seen[name.key]:
			seen[name.key] = true
			all = append(all, *name.file)
		}
	}
	return all
}

// filesWritten finds the names of all files that the script writes.
func (f *fishFlow) filesWritten() {
	clear(f.filesOf)
	add := func(end fishEnd) {
		for _, file := range end.files() {
			key := strings.Join(file.pieces, "\x00")
			switch {
			case file.exact != "":
				f.written[file.exact] = true
			case !f.known[key]:
				f.known[key] = true
				f.pieces = append(f.pieces, file.pieces)
			}
		}
	}
	for _, end := range f.writes {
		add(end)
	}
	f.writes = nil
	moves := slices.Clone(f.moves)
	for range 4 {
		moves = slices.DeleteFunc(moves, func(move fishMove) bool {
			written := slices.ContainsFunc(move.from, f.isWritten)
			if written {
				for _, end := range move.to {
					add(end)
				}
			}
			return written
		})
	}
}

// isWritten says whether a word may name a file that the script writes.
func (f *fishFlow) isWritten(end fishEnd) bool {
	return slices.ContainsFunc(end.files(), func(file fishFile) bool {
		if file.exact == "" {
			return false
		}
		return f.written[file.exact] || slices.ContainsFunc(f.pieces, func(pieces []string) bool {
			return !slices.ContainsFunc(pieces, func(piece string) bool { return !strings.Contains(file.exact, piece) })
		})
	})
}

// makes notes the files that a command writes.
func (f *fishFlow) makes(base string, args []*fish.Word, fn, in string) {
	var words []fishEnd
	for _, w := range args {
		words = append(words, fishEnd{f, w, fn})
	}
	switch base {
	case "tee", "dd", "sponge":
		f.flow([]string{in}, ">")
		f.writes = append(f.writes, words...)
	case "cp", "mv", "ln", "install", "rsync", "scp":
		f.moved(base, words)
		for _, w := range words {
			if text, _ := w.w.Static(); strings.HasPrefix(text, "/dev/") {
				f.flow([]string{in}, ">")
				f.writes = append(f.writes, words...)
			}
		}
	case "mkdir", "touch", "mktemp", "truncate":
	default:
		if in != "|" && !fishKnown(base) && !fishEvaluators[base] && !fishReaders[base] {
			f.flow([]string{in}, ">")
			f.writes = append(f.writes, words...)
		}
		return
	}
	f.flows(args, fn, "/")
}

// A fishMove gives what is in files to others.
type fishMove struct{ from, to []fishEnd }

// moved is for a command that copies, renames or links: to its last operand,
// where no option says otherwise; what is written to a link is written to both.
func (f *fishFlow) moved(name string, words []fishEnd) {
	either := name == "ln" || slices.ContainsFunc(words, func(end fishEnd) bool {
		text, fixed := end.w.Static()
		return !fixed && end.f.beginsFree(end.w) && end.f.many(end.w, end.fn) || strings.HasPrefix(text, "-t") || strings.HasPrefix(text, "--t")
	})
	if either || len(words) == 0 {
		f.moves = append(f.moves, fishMove{words, words})
		return
	}
	f.moves = append(f.moves, fishMove{words[:len(words)-1], words[len(words)-1:]})
}

// runsFile is for the name of a file that is run.
func (f *fishFlow) runsFile(w *fish.Word, fn, in, program string) {
	where := "a file that " + program + " runs"
	text, fixed := w.Static()
	if !f.fixedEnd(w) || strings.HasPrefix(text, "./") || strings.HasPrefix(text, "../") {
		f.mark(">", where)
	}
	if !fixed || text == "-" || strings.HasPrefix(text, "/dev/") || strings.HasPrefix(text, "/proc/") {
		f.mark(in, where)
	}
	f.last(func() {
		if f.isWritten(fishEnd{f, w, fn}) {
			f.mark(">", where)
		}
	})
}

// named is for a command by its name: it may be a file that the script writes,
// or one that has the function of that name.
func (f *fishFlow) named(name, fn string) {
	base := strings.ToLower(fishProgram(name))
	if strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../") {
		f.mark(">", "a file that is run")
	}
	f.last(func() {
		if f.written[base] || f.written[base+".fish"] {
			f.mark(">", "a file that is run")
		}
		for _, pieces := range f.pieces {
			if !slices.ContainsFunc(pieces, func(piece string) bool { return !strings.Contains(base, piece) }) {
				f.mark(">", "a file that is run")
			}
		}
	})
}

// sourced is for source: a value may say in which directory a file is, if it is
// none that the script writes.
func (f *fishFlow) sourced(args []*fish.Word, fn, in string) {
	if len(args) > 0 {
		if text, _ := args[0].Static(); text == "--" {
			args = args[1:]
		}
	}
	if len(args) == 0 {
		f.mark(in, "the standard input of source")
		return
	}
	f.flows(args[1:], fn, "()")
	if !f.fixedEnd(args[0]) {
		f.sink(args[0], fn, "the name of a file that is run")
	}
	f.runsFile(args[0], fn, in, "source")
}

// startup is for a shell that runs files of its own before it runs anything
// else.
func (f *fishFlow) startup(program string, args []*fish.Word) {
	files := []string{".profile", ".bashrc", ".bash_profile", ".bash_login", ".zshrc", ".zshenv", ".zprofile", ".zlogin", ".kshrc", ".mkshrc", ".cshrc", ".tcshrc", ".login"}
	switch {
	case program == "fish":
		if slices.ContainsFunc(args, func(w *fish.Word) bool { text, _ := w.Static(); return text == "-N" || text == "--no-config" }) {
			return
		}
		files = nil
	case !slices.Contains(fishShells, program) && program != "csh" && program != "tcsh",
		program != "zsh" && !slices.ContainsFunc(args, func(w *fish.Word) bool {
			text, fixed := w.Static()
			return !fixed || strings.HasPrefix(text, "-") && strings.ContainsAny(text, "li")
		}):
		return
	}
	f.last(func() {
		for name := range f.written {
			if slices.Contains(files, name) || files == nil && strings.HasSuffix(name, ".fish") {
				f.mark(">", "a file that "+program+" runs at its start")
			}
		}
		for _, pieces := range f.pieces {
			if files == nil && slices.ContainsFunc(pieces, func(piece string) bool { return strings.HasSuffix(piece, ".fish") }) {
				f.mark(">", "a file that "+program+" runs at its start")
			}
		}
	})
}

// many says whether a word may be several.
func (f *fishFlow) many(w *fish.Word, fn string) bool { return f.manyBut(w, fn, map[string]bool{}) }

// manyBut leaves out the variables that were seen.
func (f *fishFlow) manyBut(w *fish.Word, fn string, seen map[string]bool) bool {
	from, to := f.s.sk.within(w.Start, w.End)
	for ; from < to; from++ {
		if f.s.sk.marks[from].kind == kindWords {
			return true
		}
	}
	return slices.ContainsFunc(w.Parts, func(part fish.Part) bool {
		switch {
		case part.Quote != fish.Bare:
		case part.Kind == fish.Active:
			return part.Text != "~"
		case part.Kind == fish.Sub:
			return !f.oneLine(part.List)
		case part.Kind == fish.Var && part.Indexed:
			return slices.ContainsFunc(part.Index, func(in fish.Part) bool { return in.Kind != fish.Text || strings.Trim(in.Text, "-0123456789") != "" })
		case part.Kind == fish.Var && (part.Text == "argv" || part.Dollars > 1):
			return true
		case part.Kind == fish.Var:
			node := fishNode(part.Text, fn)
			if seen[node] {
				return false
			}
			seen[node] = true
			for end := range f.assigned(node) {
				if end.f.manyBut(end.w, end.fn, seen) {
					return true
				}
			}
		}
		return false
	})
}

// oneLine says whether what a command substitution gives is one word.
func (f *fishFlow) oneLine(list *fish.List) bool {
	if len(list.Jobs) != 1 || len(list.Jobs[0].Pipelines) != 1 {
		return false
	}
	stmts := list.Jobs[0].Pipelines[0].Stmts
	st := stmts[len(stmts)-1]
	name, ok := f.s.name(st)
	return ok && (name == "string" && f.s.sk.text[st.Start:st.End] == "string collect" || fishMeasures[name] || name == "pwd" || name == "mktemp")
}
