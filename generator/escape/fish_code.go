package escape

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
)

// files marks the files that a script is read from: an operand, the standard
// input.
func (f *fishFlow) files(st *fishStmt, program string) {
	where := "a file that " + program + " runs"
	for _, r := range st.redirects {
		if strings.Contains(r.op, "<") {
			f.mark(f.file(r.target), where)
		}
	}
	operands := 0
	for _, w := range st.words[1:] {
		f.mark(f.file(w), where)
		if f.s.sk.text[w.start] != '-' {
			operands++
		}
	}
	if operands == 0 && len(st.redirects) == 0 {
		f.mark("|", "the standard input of "+program)
	}
}

// interpreter marks the code of another language.
func (f *fishFlow) interpreter(program string, args []*fishWord, fn string) {
	awk := slices.Contains(fishPrograms, program)
	for i := 0; i < len(args); i++ {
		text, fixed := args[i].static()
		switch {
		case !fixed || !strings.HasPrefix(text, "-") || text == "--":
			if text == "--" && i+1 < len(args) {
				i++
			}
			if awk || !f.path(args[i]) {
				f.sink(args[i], fn, "the program of "+program)
			}
			return
		case awk && (text == "-v" || text == "-F" || text == "-f"):
			if i++; text == "-f" {
				if i < len(args) {
					f.mark(f.file(args[i]), "the program of "+program)
				}
				return
			}
		case !awk && strings.ContainsAny(text, "ceE") || program == "sed" && strings.Contains(text, "e"):
			if i+1 < len(args) {
				f.sink(args[i+1], fn, "the program of "+program)
				f.given(program, args[i+1], args[i+2:], fn)
			}
			return
		}
	}
}

// code follows the statements in a fixed text that is run.
func (f *fishFlow) code(w *fishWord, fn string) {
	text, ok := w.static()
	if !ok || f.s.holes(w) || f.depth > 3 {
		return
	}
	list, _, err := parseFish(text)
	if err != nil {
		return
	}
	inner := *f
	inner.s = &fishScript{sk: &skeleton{text: text, prefix: f.s.sk.prefix}, functions: f.s.functions}
	inner.depth++
	inner.list(list, fn)
}

// wrapper looks through a command that runs the one its arguments name.
func (f *fishFlow) wrapper(st *fishStmt, program, fn string) {
	for i := 1; i < len(st.words); i++ {
		w := st.words[i]
		text, fixed := w.static()
		name, _, assigns := strings.Cut(f.s.sk.text[w.start:w.end], "=")
		switch {
		case assigns && isName(name):
			f.assign(name, []*fishWord{w}, fn)
		case text == "-u" || text == "-i" && program == "env":
			if text == "-u" {
				i++
			}
		case !fixed || strings.HasPrefix(text, "-"):
			f.sinkAll(st.words[i:], fn, "an argument of "+program)
			return
		case !f.s.holes(w):
			f.call(&fishStmt{words: st.words[i:], decor: "command"}, fn)
			return
		}
	}
}

// given follows the arguments behind a code, and what it reads of the
// environment.
func (f *fishFlow) given(program string, code *fishWord, args []*fishWord, fn string) {
	text, ok := code.static()
	d := dialect.Sh
	if program == "bash" || program == "zsh" {
		d = dialect.ByName("x."+program, "")
	}
	switch {
	case !ok || f.s.holes(code):
	case program == "fish":
		f.flows(args, fn, "-c()")
		f.code(code, "-c")
	case slices.Contains(fishShells, program):
		names := slices.Concat([]string{""}, fishMentions(text))
		for i, evaluated := range shEvaluates(d, text, names) {
			switch {
			case !evaluated:
			case i == 0:
				f.sinkAll(args, fn, "code of "+program)
			default:
				f.mark(names[i], "code of "+program)
			}
		}
	}
}

var fishMention = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)`)

// fishShells are the interpreters that read the language of sh, or one much
// like it.
var fishShells = strings.Fields("sh bash dash ash ksh mksh yash zsh busybox")

// fishMentions are the variables that a code names.
func fishMentions(code string) (names []string) {
	for _, found := range fishMention.FindAllStringSubmatch(code, -1) {
		if !slices.Contains(names, found[1]) {
			names = append(names, found[1])
		}
	}
	return names
}

// shEvaluates says for each variable, "" being the arguments, whether code of
// another shell evaluates it. It asks that shell's own rules.
func shEvaluates(d *dialect.Dialect, code string, names []string) []bool {
	var b strings.Builder
	for i, name := range names {
		assign := name + "="
		if name == "" {
			assign = "set -- "
		}
		b.WriteString(assign + sentinel(prefixes[0], kindText, i) + "\n")
	}
	all := make([]bool, len(names))
	sk := newSkeleton(b.String()+code, prefixes[0])
	a, err := languages[d].analyse(sk)
	for i := range names {
		all[i] = err != nil || len(a.decisions) != len(names) || a.decisions[i].refused()
	}
	return all
}
