package escape

import (
	"github.com/org/gosetup/generator/oneliner"
	"mvdan.cc/sh/v3/syntax"
)

// oneLiner reads a call of perl or python3 with its whole program in it.
func (s *shScript) oneLiner(name string, args []*syntax.Word) (oneliner.Call, bool) {
	name = base(name)
	if name != "perl" && name != "python" {
		return oneliner.Call{}, false
	}
	words := make([]string, len(args))
	for i, arg := range args {
		text, ok := static(arg)
		if !ok || s.sk.hasHole(text) && !isOwnCode(text) {
			text = oneliner.Unknown
		}
		words[i] = text
	}
	return oneliner.Read(name, words)
}

// isProgram says whether an argument is the code of such a call, and nothing else.
func (s *shScript) isProgram(name string, args []*syntax.Word, arg int) bool {
	if arg == 0 {
		return false
	}
	if option, ok := static(args[arg-1]); !ok || option != "-e" && option != "-c" {
		return false
	}
	call, ok := s.oneLiner(name, args)
	return ok && call.Code == s.source(args[arg]) && arg == call.Args-1
}

// isOwnCode says whether a word is Code of another language. That of perl and
// python is no value if it runs what it reads: see newValue.
func isOwnCode(word string) bool {
	k, ok := plainSentinel(word)
	return ok && k == kindTrusted
}

// reads says whether a program may run what it reads: by its code, or by a module
// that the script has written where the program looks for its own.
func (f *shFlow) reads(call oneliner.Call) bool {
	if call.Runs() {
		return true
	}
	for file := range f.s.written {
		if !call.Alone && oneliner.IsModule(file) {
			return true
		}
	}
	return false
}

// arguments are data for a program that runs none of them. Those of a module of
// python3 are files that it reads or makes.
func (f *shFlow) arguments(name string, call oneliner.Call, args []*syntax.Word, fn string) {
	if call.Module != "" {
		f.each(args, fn, "/")
		f.to.connect("|", "/")
	}
	for _, arg := range args {
		text, ok := static(arg)
		if text == "--" || base(name) != "perl" {
			return
		}
		if !ok && (f.beginsFree(arg) || f.splits(arg)) {
			f.sink(arg, fn, "an argument of "+name+", which may be an option; write -- before it")
		}
	}
}
