package escape

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/fish"
	"github.com/org/gosetup/generator/oneliner"
)

// fishCodeOptions are the letters of the options behind which an interpreter has
// code. Those that are not here run any argument.
var fishCodeOptions = map[string]string{
	"sh": "c", "bash": "c", "dash": "c", "ash": "c", "ksh": "c", "mksh": "c", "yash": "c", "zsh": "c", "csh": "c", "tcsh": "c",
	"fish": "cC", "python": "c", "perl": "eE", "ruby": "e", "node": "ep", "php": "rBRE", "lua": "e", "osascript": "e",
}

// interpreter marks the code of another language: behind an option, in a file,
// or on the standard input.
func (f *fishFlow) interpreter(program string, args []*fish.Word, fn, in string) {
	letters, known := fishCodeOptions[program]
	shell := slices.Contains(fishShells, program) || program == "csh" || program == "tcsh"
	if !known {
		f.sinkAll(args, fn, "an argument of "+program)
		f.mark(in, "the standard input of "+program)
		f.mark(">", "a file that "+program+" runs")
		f.shielded(program, args, fn, in)
		return
	}
	f.startup(program, args)
	if f.oneLiner(program, args, fn, in) {
		return
	}
	if f.loose(program, args) {
		f.sinkAll(args, fn, "an argument of "+program)
		f.mark(in, "the standard input of "+program)
	}
	given := false
	for i := 0; i < len(args); i++ {
		text, fixed := args[i].Static()
		option := fixed && len(text) > 1 && strings.ContainsRune("-+", rune(text[0]))
		long := option && strings.HasPrefix(text, "--") && text != "--"
		code := option && text[0] == '-' && strings.ContainsAny(text[1:], letters)
		if long {
			code = slices.Contains([]string{"--command", "--eval", "--init-command", "--print"}, text)
		}
		switch {
		case code && shell:
			for i++; i < len(args) && f.optionOf(args[i]); i++ { // sh -c -e 'code'
			}
			f.given(program, args[min(i, len(args)):], fn, in)
			return
		case code:
			i++
			given = true
			f.given(program, args[min(i, len(args)):], fn, in)
		case option && text == "--":
			if !given && i+1 < len(args) {
				f.operand(program, args[i+1:], fn, in)
			}
			if !given && i+1 == len(args) {
				f.mark(in, "the standard input of "+program)
			}
			return
		case option && shell && strings.HasSuffix(text, "o"):
			i++ // -o pipefail
		case option && !long, long && !strings.Contains(text, "="):
		case long:
			f.runsFile(args[i], fn, in, program)
		case !fixed && strings.HasPrefix(strings.Trim(f.s.sk.text[args[i].Start:args[i].End], `"'`), "-"):
			f.sink(args[i], fn, "the program of "+program) // -c"$v"
			given = true
		case given:
			if !fixed && f.beginsFree(args[i]) && program != "python" {
				f.sink(args[i], fn, "an argument of "+program+", which may be an option; write -- before it")
			}
			return
		default:
			f.operand(program, args[i:], fn, in)
			return
		}
	}
	if !given {
		f.mark(in, "the standard input of "+program)
	}
}

// operand is for the file that an interpreter runs, with its arguments. What
// only the run knows may be an option, if a text of the script is one.
func (f *fishFlow) operand(program string, args []*fish.Word, fn, in string) {
	w := args[0]
	if !f.fixedEnd(w) {
		f.sink(w, fn, "the program of "+program)
		f.last(func() {
			for text := range f.texts(f.inputsOf(w.Parts, fn)) {
				if strings.HasPrefix(text, "-") {
					f.sinkAll(args[1:], fn, "the program of "+program)
					f.mark(in, "the standard input of "+program)
				}
			}
		})
	}
	f.runsFile(w, fn, in, program)
}

// code follows the statements in a fixed text that is run.
func (f *fishFlow) code(w *fish.Word, fn string) {
	if text, ok := w.Static(); ok && !f.s.holes(w) {
		f.codeText(text, fn)
	}
}

// codeText is false where the text cannot be read.
func (f *fishFlow) codeText(text, fn string) bool {
	if f.depth > 3 {
		return false
	}
	script, err := fish.Parse(text)
	if err != nil {
		return false
	}
	inner := *f
	inner.s = &fishScript{sk: &skeleton{text: text, prefix: f.s.sk.prefix}, functions: maps.Clone(f.s.functions)}
	inner.s.declare(script.List)
	inner.learn(script.List)
	inner.depth++
	inner.list(script.List, fn)
	return true
}

// given follows the code that an interpreter is given, the arguments behind it,
// and what it reads of the environment, its input and files.
func (f *fishFlow) given(program string, words []*fish.Word, fn, in string) {
	if len(words) == 0 {
		return
	}
	code, args := words[0], words[1:]
	f.sink(code, fn, "the program of "+program)
	if text, ok := code.Static(); ok && !f.s.holes(code) {
		f.givenText(program, text, args, fn, in)
		return
	}
	f.last(func() {
		for text := range f.texts(f.inputsOf(code.Parts, fn)) {
			f.givenText(program, text, args, fn, in)
		}
	})
}

func (f *fishFlow) givenText(program, text string, args []*fish.Word, fn, in string) {
	d := dialect.Sh
	if program == "bash" || program == "zsh" {
		d = dialect.ByName("x."+program, "")
	}
	f.makesFiles(text, args, fn, in)
	switch {
	case program == "fish":
		f.flows(args, fn, "-c()")
		f.flow([]string{in}, "|")
		if !f.codeText(text, "-c") {
			f.runsAll(program, text, args, fn, in)
		}
	case slices.Contains(fishShells, program):
		names := slices.Concat([]string{"", "<", ">"}, fishMentions(text))
		for i, evaluated := range shEvaluates(d, text, names) {
			switch {
			case !evaluated:
			case i == 0:
				f.sinkAll(args, fn, "code of "+program)
			case i == 1:
				f.mark(in, "code of "+program)
			default:
				f.mark(names[i], "code of "+program)
			}
		}
	case fishRuns(program, text):
		f.runsAll(program, text, args, fn, in)
	}
}

// runsAll is for code that may run whatever it gets.
func (f *fishFlow) runsAll(program, text string, args []*fish.Word, fn, in string) {
	where := "code of " + program
	f.sinkAll(args, fn, where)
	f.mark(in, where)
	f.mark(">", where)
	for _, name := range fishIdentifiers(text) {
		f.mark(name, where)
	}
	if fishWholeEnvironment.MatchString(text) {
		f.mark("*", where)
	}
}

// fishRuns says whether a program in another language may run what it reads.
func fishRuns(program, text string) bool {
	switch {
	case strings.HasSuffix(program, "sed"):
		return fishSedRuns.MatchString(text)
	case strings.HasSuffix(program, "awk"):
		return fishAwkRuns.MatchString(text)
	case program == "jq":
		return false
	case program == "perl" || program == "python":
		return oneliner.Call{Code: text}.Runs()
	}
	return fishRunning.MatchString(text)
}

var (
	fishSedRuns = regexp.MustCompile(`(^|[^A-Za-z\\])[gpiImM0-9]*e[gpiImM0-9]*($|[;}\s])`) // the command e and the flag e of GNU sed
	fishAwkRuns = regexp.MustCompile(`system|getline|[|] *"|[|]&|[|] +[A-Za-z_$(]|@`)
	fishRunning = regexp.MustCompile("system|[|] *[\"'A-Za-z_$]|[\"')] *[|]|`|exec|eval|popen|spawn|subprocess|import|require|source|compile|\\bdo\\b|open|%x|\\bload|qx|/[a-z]*ee")
)

// makesFiles is for code in another language that may write a file.
func (f *fishFlow) makesFiles(text string, args []*fish.Word, fn, in string) {
	if !strings.Contains(text, ">") && !fishWriting.MatchString(text) {
		return
	}
	f.flows(args, fn, ">")
	f.flow(append(fishIdentifiers(text), in), ">")
	for _, name := range fishFileName.FindAllString(text, -1) {
		f.written[strings.ToLower(name)] = true
	}
}

var (
	fishWriting  = regexp.MustCompile(`\b(tee|cp|mv|ln|install|dd|open|write|w)\b`)
	fishFileName = regexp.MustCompile(`[\w.@+-]+`)
)

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
	end := ""
	for i, name := range names {
		hole := sentinel(prefixes[0], kindText, i)
		switch name {
		case "":
			b.WriteString("set -- " + hole + "\n")
		case ">":
			for _, file := range slices.Compact(slices.Sorted(slices.Values(fishFileName.FindAllString(code, -1)))) {
				if !strings.HasPrefix(file, "-") && !strings.ContainsAny(file, "+@") {
					b.WriteString("printf '%s' \"$gosetup_" + "\" >./" + file + "\n")
				}
			}
			b.WriteString("gosetup_=" + hole + "\n")
		case "<":
			b.WriteString("printf '%s' " + hole + " | {\n")
			end = "\n}"
		default:
			b.WriteString(name + "=" + hole + "\n")
		}
	}
	all := make([]bool, len(names))
	sk := newSkeleton(b.String()+code+end, prefixes[0])
	a, err := languages[d].analyse(sk)
	for i := range names {
		all[i] = err != nil || len(a.decisions) != len(names) || a.decisions[i].refused()
	}
	return all
}
