package escape

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
	"github.com/org/gosetup/generator/oneliner"
)

// oneLiner reads a call of perl or python3 with its whole program in it.
func (s *fishScript) oneLiner(program string, args []*fish.Word) (oneliner.Call, bool) {
	if program != "perl" && program != "python" {
		return oneliner.Call{}, false
	}
	words := slices.Clone(s.texts(args))
	for i, w := range args {
		if text, fixed := w.Static(); fixed && isOwnCode(text) {
			words[i] = text
		}
	}
	return oneliner.Read(program, words)
}

// isProgram says whether an argument is the code of such a call, and nothing else.
func (s *fishScript) isProgram(name string, args []*fish.Word, arg int) bool {
	if arg == 0 || !s.holes(args[arg]) {
		return false
	}
	if option, ok := args[arg-1].Static(); !ok || option != "-e" && option != "-c" {
		return false
	}
	call, ok := s.oneLiner(fishProgram(name), args)
	return ok && call.Code == s.sk.text[args[arg].Start:args[arg].End] && arg == call.Args-1
}

// oneLiner follows a call of perl or python3 with its whole program in it, which
// runs nothing of what it reads; it is false for any other.
func (f *fishFlow) oneLiner(program string, args []*fish.Word, fn, in string) bool {
	call, ok := f.s.oneLiner(program, args)
	if !ok || call.Runs() {
		return false
	}
	f.last(func() {
		for file := range f.written {
			if !call.Alone && oneliner.IsModule(file) {
				f.runsAll(program, call.Code, args, fn, in)
			}
		}
	})
	if call.Module != "" {
		f.makes("tee", args[call.Args:], fn, in)
	}
	for _, w := range args[call.Args:] {
		text, fixed := w.Static()
		if text == "--" || program != "perl" {
			break
		}
		if !fixed && f.beginsFree(w) {
			f.sink(w, fn, "an argument of "+program+", which may be an option; write -- before it")
		}
	}
	return true
}

// loose says whether perl or python3 has an option with which it runs more than
// its code: a module, or what its arguments name and its input says.
func (f *fishFlow) loose(program string, args []*fish.Word) bool {
	letters := map[string]string{"perl": "npisxdMmI", "python": "mix"}[program]
	return slices.ContainsFunc(args, func(w *fish.Word) bool {
		text, _ := w.Static()
		return letters != "" && len(text) > 1 && text[0] == '-' && text[1] != '-' && strings.ContainsAny(text[1:], letters)
	})
}
