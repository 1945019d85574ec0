package escape

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// call follows the arguments of a simple command.
func (f *shFlow) call(n *syntax.CallExpr, fn string) {
	if len(n.Args) == 0 {
		return
	}
	name, args := f.s.command(n.Args)
	wrapped := len(n.Args)-len(args) > 1 // by command and the like, which functions are hidden from
	f.each(args, fn, "_")
	if f.s.written[base(name)] {
		f.mark("/", "a file that is run")
	}
	switch {
	case name == "":
		f.computedCall(n.Args[max(0, len(n.Args)-len(args)-1):], fn)
	case f.s.functions[name] && !wrapped:
		f.each(args, fn, name+"()")
	case name == "set":
		f.each(args, fn, fn)
		for _, arg := range args {
			if text, ok := static(arg); ok { // set -A NAME of zsh
				f.each(args, fn, strings.TrimPrefix(strings.TrimLeft(text, "-+"), "A"))
				f.each(args, fn, text)
			}
		}
	case shDeclares[name]:
		f.declared(name, args, fn, wrapped)
	case name == "read" || name == "mapfile" || name == "readarray" || name == "getopts":
		f.named(name, args, fn)
	case name == "printf":
		f.format(args, fn)
	case name == "test" || name == "[":
		f.test(args, fn)
	default:
		f.program(name, args, fn)
	}
}

// computedCall is for a command whose first word only the run knows: it may be
// any that the words behind it suggest, or nothing at all.
func (f *shFlow) computedCall(words []*syntax.Word, fn string) {
	f.each(words[1:], fn, "*()")
	for i, w := range words {
		if name, ok := static(w); ok {
			f.program(name, words[i+1:], fn)
			break
		}
		f.computed(w, fn)
		for _, name := range f.suggested(w, fn) {
			f.program(name, words[i+1:], fn)
		}
		if name := f.pathEnd(w); name != "" {
			if f.s.written[name] {
				f.mark("/", "a file that is run")
			}
			f.program(name, words[i+1:], fn)
			break
		}
		f.mark("|", "the input of a command that only the run knows")
		if !vanishes(w) {
			break // else the next word may be the command
		}
	}
	for i, w := range words[1:] {
		if text, ok := static(w); ok && slices.Contains([]string{"-c", "-e", "-E", "-lc", "-ec", "-exc", "-ic", "--eval", "--command"}, text) {
			f.sinkAll(words[i+2:], fn, "an argument behind "+text+" of a command that only the run knows")
		}
	}
}

// suggested lists the evaluators that a computed word may turn out to be: by
// the fixed text in it, or by what is assigned to its variables.
func (f *shFlow) suggested(w *syntax.Word, fn string) []string {
	var all []string
	add := func(text string) {
		for _, word := range strings.Fields(text) {
			if shEvaluators[base(word)] {
				all = append(all, word)
			}
			if f.s.written[base(word)] {
				f.mark("/", "a file that is run")
			}
		}
	}
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Lit:
			add(n.Value)
		case *syntax.SglQuoted:
			add(n.Value)
			if n.Dollar { // eval in any spelling
				all = append(all, "eval")
			}
		}
		return true
	})
	for _, from := range f.inputs(w, fn) {
		for _, text := range f.s.literals[from] {
			add(text)
		}
	}
	return all
}

// computed marks the variables that name a command. A hole there has a rule of
// its own.
func (f *shFlow) computed(w *syntax.Word, fn string) {
	if f.pathEnd(w) != "" {
		return
	}
	for _, from := range f.inputs(w, fn) {
		if from[0] == '\'' {
			continue
		}
		var i int
		if _, err := fmt.Sscanf(from, "#%d", &i); err == nil && f.places[i] != nil && f.places[i].role == shCommand {
			continue
		}
		f.mark(from, "the name of a command")
	}
}

// vanishes says whether a word may expand to no word at all.
func vanishes(w *syntax.Word) bool {
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
		case *syntax.Lit:
			if !globs(part) {
				return false
			}
		case *syntax.DblQuoted:
			if len(part.Parts) != 1 {
				return false
			}
			if p, ok := part.Parts[0].(*syntax.ParamExp); !ok || p.Param == nil || p.Param.Value != "@" && p.Index == nil {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// pathEnd is the fixed last part of a path that names a command: then a value
// says in which directory the program is, not which it is.
func (f *shFlow) pathEnd(w *syntax.Word) string {
	parts := w.Parts
	if dq, ok := parts[len(parts)-1].(*syntax.DblQuoted); ok && len(dq.Parts) > 0 {
		parts = dq.Parts
	}
	lit, ok := parts[len(parts)-1].(*syntax.Lit)
	if !ok || f.s.sk.hasHole(lit.Value) {
		return ""
	}
	slash := strings.LastIndexByte(lit.Value, '/')
	if slash < 0 {
		return ""
	}
	return lit.Value[slash+1:]
}

func (f *shFlow) sinkAll(args []*syntax.Word, fn, where string) {
	for _, arg := range args {
		f.sink(arg, fn, where)
	}
}

func (f *shFlow) each(args []*syntax.Word, fn, to string) {
	for _, arg := range args {
		f.flows(arg, fn, to)
	}
}

// declared follows export NAME=VALUE where the parser takes it for a word.
// Behind command or builtin the value is split.
func (f *shFlow) declared(command string, args []*syntax.Word, fn string, wrapped bool) {
	for _, arg := range args {
		name, _, ok := strings.Cut(f.s.source(arg), "=")
		switch {
		case wrapped && bare(arg):
			f.sink(arg, fn, "an unquoted argument of "+command)
		case ok && f.s.arrays[name]:
			f.sink(arg, fn, shCompound)
		case !ok || !isName(name):
			f.sink(arg, fn, "a bare name behind "+command)
		default:
			f.flows(arg, fn, f.name(name))
			if f.s.integers[name] || shSpecialName(name) {
				f.mark(name, "the variable "+name+", which the shell evaluates")
			}
		}
	}
}

// named follows what read and its like put into variables.
func (f *shFlow) named(command string, args []*syntax.Word, fn string) {
	from := "|"
	if command == "getopts" {
		from = fn
		f.to.connect(from, "OPTARG")
	}
	for _, name := range []string{"REPLY", "MAPFILE"} {
		f.to.connect("|", name)
		f.to.connect("/", name)
	}
	for _, arg := range args {
		if text, ok := static(arg); ok && isName(text) {
			f.to.connect("/", text)
			f.to.connect(from, text)
			if f.s.integers[text] || shSpecialName(text) {
				f.mark(text, "the variable "+text+", which the shell evaluates")
			}
		}
		f.sink(arg, fn, "an argument of "+command)
	}
}

func (f *shFlow) format(args []*syntax.Word, fn string) {
	for i, arg := range args {
		text, ok := static(arg)
		f.sink(arg, fn, "the format of printf")
		if i == 0 && ok && text == "-v" && len(args) > 1 {
			f.sink(args[1], fn, "the name behind printf -v")
			name, _ := static(args[1])
			name, _, _ = strings.Cut(name, "[")
			f.each(args[2:], fn, name)
			return
		}
		if ok && text == "--" && i == 0 {
			continue
		}
		if !ok || !onlyStrings(strings.ReplaceAll(text, "%b", "%s")) {
			for _, rest := range args[i+1:] {
				f.number(rest, fn, "a printf with other conversions than %s")
			}
		}
		return
	}
}

func (f *shFlow) test(args []*syntax.Word, fn string) {
	if computedTest(args) {
		for _, arg := range args {
			f.number(arg, fn, "a test whose operator only the run knows")
		}
	}
	for i, arg := range args {
		text, _ := static(arg)
		if slices.Contains(numberTests, text) && i > 0 && i+1 < len(args) {
			f.number(args[i-1], fn, "a comparison with "+text)
			f.number(args[i+1], fn, "a comparison with "+text)
		}
		if (text == "-v" || text == "-t") && i+1 < len(args) {
			f.number(args[i+1], fn, "a test with "+text)
		}
		if f.s.lang.variant != syntax.LangZsh && bare(arg) {
			f.sink(arg, fn, "a test whose operands are not quoted")
		}
	}
}

// computedTest says whether an operator of a test may be anything.
func computedTest(args []*syntax.Word) bool {
	var fixed []bool
	for _, arg := range args {
		text, ok := static(arg)
		if text == "]" || text == "!" && len(fixed) == 0 {
			continue
		}
		if len(arg.Parts) == 1 && vanishes(arg) && !ok {
			if _, quoted := arg.Parts[0].(*syntax.DblQuoted); quoted {
				return true // "$@"
			}
		}
		fixed = append(fixed, ok)
	}
	return len(fixed) == 2 && !fixed[0] || len(fixed) == 3 && !fixed[1]
}

// bare says whether a word is split after its expansion.
func bare(w *syntax.Word) bool {
	return slices.ContainsFunc(w.Parts, func(part syntax.WordPart) bool {
		switch part := part.(type) {
		case *syntax.ParamExp:
			return part.Param == nil || !strings.Contains("#?$!", part.Param.Value)
		case *syntax.CmdSubst:
			return true
		}
		return false
	})
}

func hasWord(args []*syntax.Word, word string) bool {
	return slices.ContainsFunc(args, func(w *syntax.Word) bool { text, ok := static(w); return ok && text == word })
}

// shWritesFiles take the names of files that they make.
var shWritesFiles = map[string]bool{"touch": true, "mkdir": true, "cp": true, "mv": true, "ln": true, "tee": true, "install": true, "mktemp": true, "truncate": true, "dd": true}

// environ marks the variables that a program in another language reads by
// name and may run.
func (f *shFlow) environ(text, where string) {
	if strings.Contains(text, "system") || strings.Contains(text, "|") || strings.Contains(text, "getline") {
		f.names(text, where)
	}
}

// maxCode bounds code in strings in strings.
const maxCode = 4

// code looks into the fixed text that an evaluator runs: code of this shell for
// eval and trap, of some shell or another language else.
func (f *shFlow) code(name string, args []*syntax.Word, fn string) {
	for _, arg := range args {
		text, ok := static(arg)
		if !ok || text == "" || strings.HasPrefix(text, "-") || f.s.sk.hasHole(text) {
			continue
		}
		sub := &shScript{lang: f.s.lang, sk: &skeleton{text: text, prefix: f.s.sk.prefix}}
		var err error
		if sub.file, err = f.s.lang.parse(text); err != nil || f.depth == maxCode {
			f.names(text, "an argument of "+name)
			continue
		}
		sub.collect()
		f.any(sub.functions)
		if len(sub.functions) == 0 {
			sub.functions = f.s.functions
		} else {
			maps.Copy(sub.functions, f.s.functions)
		}
		inner := fn
		if name != "eval" && name != "trap" {
			inner = name + " -c()"
			f.each(args, fn, inner)
		}
		in := &shFlow{s: sub, to: f.to, sinks: f.sinks, known: map[shWordIn][]string{}, depth: f.depth + 1}
		in.walk(sub.file, inner)
	}
}
