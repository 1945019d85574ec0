package escape

import (
	"iter"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// last does something when the whole script is known.
func (f *fishFlow) last(do func()) { f.later = append(f.later, do) }

// call follows the arguments of a simple command.
func (f *fishFlow) call(st *fish.Stmt, fn, in string) {
	for _, listener := range f.listeners {
		f.function(listener, st.Words, fn, in)
	}
	f.called(st, fn, in)
}

// called is call without the functions that hear of every command.
func (f *fishFlow) called(st *fish.Stmt, fn, in string) {
	name, ok := f.s.name(st)
	args := st.Words[1:]
	switch {
	case !ok && f.s.hole(st.Words[0]): // fish/call: a function that does not evaluate its arguments
		for function := range f.s.functions {
			f.holds(function+"()", args, fn)
		}
	case !ok:
		f.command(st.Words[0], fn)
		f.computedCall(st.Words, fn, in)
	case f.s.functions[name] && st.Decor == "":
		f.function(name, args, fn, in)
	case name == "set":
		f.set(args, fn)
	case name == "read":
		f.read(st, fn, in)
		f.sinkAll(args, fn, "an argument of read")
	case name == "argparse":
		f.argparse(args, fn)
	case name == "string":
		f.patterns(args, fn)
	case name == "printf" && len(args) > 0:
		f.sink(args[0], fn, "the format of printf")
	case name == "math":
		f.sinkAll(f.withVariables(args), fn, "an expression of math")
	case name == "emit", f.copied && !(fishPlace{name: name}).known() && !fishEvaluators[name]:
		from := f.to.nodes(f.inputsOfAll(args, fn))
		for function := range f.s.functions {
			f.takes(function, args, from, fn, in) // each that listens, or was copied
		}
	default:
		f.program(name, args, fn, in)
	}
}

// function follows the arguments of a function of the script, and the command
// that they are, if the function runs them.
func (f *fishFlow) function(name string, args []*fish.Word, fn, in string) {
	f.takes(name, args, f.to.nodes(f.inputsOfAll(args, fn)), fn, in)
}

// takes is function where the nodes of the arguments are known.
func (f *fishFlow) takes(name string, args []*fish.Word, from []int32, fn, in string) {
	own := name + "()"
	if len(from) > 0 {
		f.to.join(from, own)
	}
	f.holds(own, args, fn)
	f.to.connect(in, "|")
	at := f.computed[name]
	sure := at > 0
	for i, w := range args {
		sure = sure && (w.Single() || i+1 > at) // else it may be none, or several
		if at == 0 || i+1 != at && sure {
			continue
		}
		text, fixed := w.Static()
		switch {
		case fixed && !f.s.holes(w):
			if base := fishProgram(text); fishInterpreters[base] || slices.Contains([]string{"eval", "source", "."}, text) {
				f.sinkAll(args[i+1:], fn, "code of "+base+", in the function "+name)
				f.mark(in, "the standard input of "+base)
				f.mark("|", "the standard input of "+base)
				f.mark(">", "a file that "+base+" runs")
			} else if i+1 == at {
				f.called(&fish.Stmt{Words: args[i:], Decor: "command"}, fn, in)
			}
		case !f.path(w):
			f.sink(w, fn, "the name of a command, in the function "+name)
			fallthrough
		default:
			f.computedCall(args[i:], fn, in)
		}
	}
}

// computedCall is for a command that only the run knows: it may be any that the
// texts of the script suggest.
func (f *fishFlow) computedCall(words []*fish.Word, fn, in string) {
	w, args := words[0], words[1:]
	if f.fixedEnd(w) {
		last := w.Parts[len(w.Parts)-1].Text
		f.program(last[strings.LastIndexByte(last, '/'):], args, fn, in)
		return
	}
	f.runsFile(w, fn, in, "a command")
	f.last(func() {
		nodes := f.inputsOf(w.Parts, fn)
		for text := range f.texts(nodes) {
			for _, word := range strings.Fields(text) {
				base := fishProgram(word)
				if f.s.functions[word] {
					f.function(word, args, fn, in)
				}
				if fishEvaluators[base] || fishOptionals[base] != nil {
					f.sinkAll(args, fn, "an argument of "+base)
					f.mark(in, "the standard input of "+base)
					f.mark(">", "a file that "+base+" runs")
				}
			}
		}
		for i, arg := range args {
			for text := range f.texts(f.inputsOf(arg.Parts, fn)) {
				if fishIsCode(text) {
					f.sinkAll(args[i+1:], fn, "an argument behind "+text+" of a command that only the run knows")
				}
			}
		}
	})
	for i, arg := range args {
		if text, ok := arg.Static(); ok && fishInterpreters[fishProgram(text)] {
			f.program(text, args[i+1:], fn, in)
			break
		}
	}
}

// fishIsCode says whether a word looks like the option of a shell behind which
// it has code.
func fishIsCode(text string) bool {
	if slices.Contains([]string{"-e", "-E", "-C", "--eval", "--command", "--init-command"}, text) {
		return true
	}
	return len(text) > 1 && len(text) < 6 && text[0] == '-' && strings.HasSuffix(text, "c") && strings.Trim(text, "-ceilsuxovN") == ""
}

// program is for a command that is no function, and for what it may run.
func (f *fishFlow) program(name string, args []*fish.Word, fn, in string) {
	base := fishProgram(name)
	f.named(name, fn)
	f.makes(base, args, fn, in)
	switch {
	case name == "source" || name == ".":
		f.sourced(args, fn, in)
	case slices.Contains([]string{"cd", "pushd"}, base):
		f.flows(args, fn, "PWD")
		f.flow([]string{"PWD"}, "OLDPWD")
		f.flow([]string{"PWD"}, "dirprev")
		f.flow([]string{"PWD"}, "dirnext")
	case slices.Contains(fishPrefixes, base):
		f.prefix(base, args, fn, in)
	case fishOptionals[base] != nil:
		f.last(func() { f.optional(base, args, fn) })
		f.shielded(base, args, fn, in)
		if base == "make" {
			f.last(func() {
				if f.written["makefile"] || f.written["gnumakefile"] {
					f.mark(">", "a file that make runs")
				}
			})
		}
	case fishPrograms[base]:
		f.programs(base, args, fn, in)
	case fishInterpreters[base]:
		f.interpreter(base, args, fn, in)
	case base == "history" || base == "status" || base == "psub":
	case fishEvaluators[base]:
		f.sinkAll(args, fn, "an argument of "+base)
		for _, w := range args {
			f.code(w, fn)
		}
		if slices.Contains([]string{"xargs", "parallel", "at", "batch", "crontab", "su", "ssh", "flock", "script", "watch", "commandline"}, base) {
			f.mark(in, "the standard input of "+base)
		}
		f.shielded(base, args, fn, in)
	case slices.Contains(fishManagers, base):
		f.managed(args, fn, in)
	case fishKnown(base):
	default:
		f.shielded(base, args, fn, in)
	}
}

func fishKnown(base string) bool {
	_, known := fishCommands[base]
	return known || fishOwnRoles[base] || fishNamers[base]
}

// fishManagers take names of programs, which they do not run.
var fishManagers = strings.Fields("apt apt-get aptitude brew dnf yum zypper pacman apk port pkg pkg_add emerge nix-env snap flatpak chsh usermod useradd pip pip3 npm cargo gem go rustup asdf mise curl wget fish_add_path grep pgrep pkill killall man")

// managed looks for a command that a package manager runs: mise exec -- sh -c $v.
func (f *fishFlow) managed(args []*fish.Word, fn, in string) {
	runs := false
	for i, w := range args {
		text, fixed := w.Static()
		switch name := fishProgram(text); {
		case !fixed:
		case slices.Contains([]string{"exec", "x", "run", "dlx", "--"}, text):
			runs = true
		case runs && slices.Contains([]string{"-c", "--call", "--command"}, text):
			f.sinkAll(args[i+1:], fn, "code behind "+text)
		case (runs || i == 0) && (fishInterpreters[name] || slices.Contains(fishPrefixes, name)):
			f.program(text, args[i+1:], fn, in)
			return
		}
	}
}

// shielded looks for an interpreter behind a command that nobody listed: ionice
// -c3 sh -c $v.
func (f *fishFlow) shielded(base string, args []*fish.Word, fn, in string) {
	for i, w := range args {
		text, ok := w.Static()
		if inner := fishProgram(text); ok && inner != base && (fishInterpreters[inner] || slices.Contains(fishPrefixes, inner) || text == "eval") {
			f.program(text, args[i+1:], fn, in)
			return
		}
	}
}

// fishPrefixes run the command behind their options and assignments.
var fishPrefixes = strings.Fields("env sudo doas nohup nice time timeout gtimeout setsid stdbuf ionice taskset unbuffer fakeroot caffeinate gosu su-exec chronic command builtin exec")

// prefix is for sudo and the like: what comes before the command must be fixed,
// but for the value of an assignment.
func (f *fishFlow) prefix(name string, args []*fish.Word, fn, in string) {
	if f.searches(name, args) {
		return
	}
	for i, w := range args {
		text, fixed := w.Static()
		variable, _, assigns := strings.Cut(f.s.sk.text[w.Start:w.End], "=")
		before := ""
		if i > 0 {
			before, _ = args[i-1].Static()
		}
		switch {
		case assigns && isName(variable) && !fishSpecialName(variable):
			f.assign(variable, []*fish.Word{w}, fn)
			f.last(func() {
				if f.many(w, fn) {
					f.sinkAll(args[i:], fn, "an argument of "+name+" before the command")
				}
			})
		case slices.Contains([]string{"-u", "-g", "-n", "-k", "-s", "-C", "--user", "--group", "--signal", "--chdir"}, before) && (fixed || w.Single()):
		case !fixed && !f.s.holes(w) && len(w.Parts) == 1 && w.Parts[0].Kind == fish.Var && w.Parts[0].Text == "argv" || strings.HasPrefix(text, "-S"), strings.HasPrefix(text, "--split"), !fixed && !f.fixedEnd(w):
			f.sinkAll(args[i:], fn, "an argument of "+name)
			f.mark(in, "the standard input of "+name)
			return
		case !fixed:
			f.computedCall(args[i:], fn, in)
			return
		case strings.HasPrefix(text, "-"), strings.Trim(text, "0123456789.smhd") == "", assigns:
		default:
			f.call(&fish.Stmt{Words: args[i:], Decor: "command"}, fn, in)
			return
		}
	}
	f.mark(in, "the standard input of "+name)
}

// searches says whether command and builtin only say whether there is such a
// command, and where.
func (f *fishFlow) searches(name string, args []*fish.Word) bool {
	if name != "command" && name != "builtin" || len(args) == 0 {
		return false
	}
	text, fixed := args[0].Static()
	return fixed && (slices.Contains([]string{"--all", "--query", "--search"}, text) || len(text) > 1 && text[0] == '-' && strings.Trim(text[1:], "aqsv") == "")
}

// argparse lets arguments flow to what is made of them; behind a ! an option has
// code, which sees the value.
func (f *fishFlow) argparse(args []*fish.Word, fn string) {
	f.flows(args, fn, fn+"()")
	for _, w := range args {
		text, fixed := w.Static()
		if text == "--" {
			return
		}
		if !fixed {
			f.sink(w, fn, "an option of argparse")
		}
		if _, code, ok := strings.Cut(text, "!"); ok && fixed && !f.codeText(code, fn) {
			f.mark(fn+"()", "code of argparse")
		}
	}
}

// programs marks the program of awk and the like: the first operand, and what is
// behind -e and -f.
func (f *fishFlow) programs(name string, args []*fish.Word, fn, in string) {
	where, given, behind := "the program of "+name, false, ""
	for _, w := range args {
		text, fixed := w.Static()
		fixed = fixed && !f.s.holes(w)
		option := behind
		behind = ""
		switch {
		case slices.Contains(shPrograms[name], option) && !(option == "-i" && !isSuffix(text, fixed)):
			behind = second[option]
			f.last(func() {
				if f.many(w, fn) {
					f.sink(w, fn, where)
				}
			})
		case slices.Contains([]string{"-f", "--file", "--from-file"}, option):
			given = true
			f.runsFile(w, fn, in, name)
			if !f.fixedEnd(w) {
				f.sink(w, fn, where)
			}
		case slices.Contains(shScripts, option), !given && !fixed, !given && !strings.HasPrefix(text, "-"):
			given = true
			f.sink(w, fn, where)
			f.last(func() {
				for code := range f.texts(f.inputsOf(w.Parts, fn)) {
					f.makesFiles(code, args, fn, in)
					if fishRuns(name, code) {
						f.runsAll(name, code, args, fn, in)
					}
				}
			})
		case !fixed:
			if f.beginsFree(w) && strings.HasSuffix(name, "sed") { // GNU sed looks for options everywhere
				f.sink(w, fn, "an operand of "+name+", which may be an option; write -- before it")
			} else if strings.HasPrefix(strings.Trim(f.s.sk.text[w.Start:w.End], `"'`), "-") {
				f.sink(w, fn, where) // -e"$v"
			}
		case text == "--" && given:
			return
		default:
			behind = text
			if code := strings.TrimLeft(text, "-"); code != text && len(code) > 1 && strings.HasSuffix(code, "e") && !strings.HasPrefix(text, "--") {
				behind = "-e" // sed -ne
			}
			if strings.HasPrefix(text, "-f") && len(text) > 2 {
				given = true
				f.mark(">", where)
			}
		}
	}
}

// texts are the fixed texts that flow into nodes.
func (f *fishFlow) texts(nodes []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := make([]bool, len(f.to.names)) // grows with what the caller does
		todo := make([]int32, 0, 2*len(nodes))
		for _, name := range nodes {
			todo = append(todo, f.to.node(name))
		}
		for len(todo) > 0 {
			node := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if int(node) >= len(seen) {
				seen = append(seen, make([]bool, int(node)+1-len(seen))...)
			}
			if seen[node] {
				continue
			}
			seen[node] = true
			if text, ok := strings.CutPrefix(f.to.names[node], "'"); ok && !yield(text) {
				return
			}
			if int(node) < len(f.from) {
				todo = append(todo, f.from[node]...)
			}
		}
	}
}
