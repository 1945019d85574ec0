package escape

import (
	"path"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishUse says what a command makes of its arguments.
type fishUse byte

const (
	fishData    fishUse = iota // data; one that begins with - is an option
	fishDataEnd                // the same, and -- ends the options
	fishPlainly                // data, whatever it begins with
	fishInteger                // a number
)

// fishCommands are the commands whose arguments neither fish nor a program takes
// for code, patterns or names. It is a list of what was looked at: a command
// that is not here takes no values. set, string, printf, echo, test and math
// have functions of their own.
var fishCommands = map[string]fishUse{
	"true": fishPlainly, "false": fishPlainly, ":": fishPlainly,
	"exit": fishInteger, "return": fishInteger,
	"cd": fishData, "count": fishData, "type": fishData,
	"contains": fishDataEnd, "command": fishDataEnd,
	"basename": fishDataEnd, "cat": fishDataEnd, "chgrp": fishDataEnd, "chmod": fishDataEnd, "chown": fishDataEnd, "cksum": fishDataEnd,
	"cmp": fishDataEnd, "comm": fishDataEnd, "cp": fishDataEnd, "cut": fishDataEnd, "df": fishDataEnd, "diff": fishDataEnd,
	"dirname": fishDataEnd, "du": fishDataEnd, "head": fishDataEnd, "id": fishDataEnd, "ln": fishDataEnd, "ls": fishDataEnd,
	"mkdir": fishDataEnd, "mktemp": fishDataEnd, "mv": fishDataEnd, "printenv": fishDataEnd, "readlink": fishDataEnd, "realpath": fishDataEnd,
	"rm": fishDataEnd, "rmdir": fishDataEnd, "sha256sum": fishDataEnd, "shasum": fishDataEnd, "sleep": fishDataEnd, "tail": fishDataEnd,
	"tee": fishDataEnd, "touch": fishDataEnd, "truncate": fishDataEnd, "uniq": fishDataEnd, "wc": fishDataEnd, "which": fishDataEnd,
}

// fishEvaluators run an argument as code of fish or of another language.
var fishEvaluators = setOf(strings.Fields(`eval source . trap alias abbr bind complete exec builtin env sudo doas su nice nohup time timeout
	xargs find parallel ssh scp rsync git make tar docker crontab at batch watch script flock setsid stdbuf strace chroot unshare
	commandline history fish_config funcsave psub`)).with(fishInterpreters)

// fishInterpreters take their code behind an option, as their first operand, or
// from their standard input.
var fishInterpreters = setOf(strings.Fields(`fish sh bash dash ash ksh mksh yash zsh csh tcsh busybox pwsh powershell
	perl python python3 ruby node php lua tclsh expect osascript m4 bc dc ed ex vi vim`)).with(fishPrograms)

// fishPrograms take their program as the first operand, and files behind it.
var fishPrograms = setOf(strings.Fields("awk gawk mawk nawk sed gsed jq"))

// fishNamers take names of variables, functions or events.
var fishNamers = setOf(strings.Fields("read argparse functions function emit block wait status set_color random ulimit umask path"))

// fishProgram is a command without the directory it is in, and an interpreter
// without its version.
func fishProgram(name string) string {
	base := path.Base(name)
	if plain := strings.TrimRight(base, "0123456789."); plain != base && fishInterpreters[plain] {
		return plain
	}
	return base
}

// callRole is for the i-th word of a simple command.
func (s *fishScript) callRole(st *fish.Stmt, i int, alone bool) fishPlace {
	name, fixed := s.name(st)
	p := fishPlace{role: fishArgument, name: name}
	if i == 0 {
		return s.commandRole(st, alone)
	}
	p.own = st.Decor == "" && (s.functions[name] || !fixed && s.hole(st.Words[0])) && !fishEvaluators[name]
	if p.own || !fixed {
		return p
	}
	args, arg := st.Words[1:], i-1
	if s.isProgram(name, args, arg) {
		p.role = fishProgramCode
		return p
	}
	switch name {
	case "set":
		s.setRole(&p, args, arg)
	case "string":
		s.stringRole(&p, args, arg)
	case "printf":
		s.printfRole(&p, args, arg)
	case "echo":
		s.echoRole(&p, args, arg)
	case "test", "[":
		s.testRole(&p, name, args, arg)
	case "math":
		p.numeric = true
	default:
		s.optionRole(&p, args, arg)
	}
	return p
}

// hole says whether a word is nothing but one bare hole, or has one as its only
// computed part.
func (s *fishScript) hole(w *fish.Word) bool {
	return s.holes(w) && len(w.Parts) == 1 && w.Parts[0].Kind == fish.Text && w.Parts[0].Quote == fish.Bare
}

func (s *fishScript) commandRole(st *fish.Stmt, alone bool) fishPlace {
	p := fishPlace{role: fishCommand}
	from, to := s.sk.within(st.Start, st.End)
	if s.sk.marks[from].kind == kindCode {
		p.role = fishStatement
		if !alone || to-from > 1 || st.End-st.Start != sentinelLength {
			p.special = "a place inside a statement"
		}
	}
	if st.Decor != "" {
		p.special = "behind another command"
	}
	return p
}

// texts are the fixed texts of arguments; one that only the run knows is a NUL.
// Each argument of a command asks for those of all.
func (s *fishScript) texts(args []*fish.Word) []string {
	if len(args) == 0 {
		return nil
	}
	if s.first == args[0] && len(s.asked) == len(args) {
		return s.asked
	}
	all := make([]string, 0, len(args))
	for _, w := range args {
		text, ok := w.Static()
		if !ok || s.holes(w) {
			text = "\x00"
		}
		all = append(all, text)
	}
	s.first, s.asked = args[0], all
	return all
}

// optionRole finds whether a value that begins with - would be an option.
func (s *fishScript) optionRole(p *fishPlace, args []*fish.Word, arg int) {
	use, known := fishCommands[p.name]
	if p.name == "string" {
		use, known = fishDataEnd, true
	}
	ended := slices.Contains(s.texts(args)[:arg], "--")
	switch {
	case !known:
	case use == fishInteger:
		p.numeric = true
	case use == fishPlainly || ended && use == fishDataEnd:
	default:
		p.options = true
		if strings.HasPrefix(strings.TrimLeft(s.sk.text[args[arg].Start:args[arg].End], `"'\`), "-") {
			p.special = "an option"
		}
	}
}

// fishSetNames are the options with which set takes names only.
const fishSetNames = "eqSn"

// setRole tells options, names and values of set apart.
func (s *fishScript) setRole(p *fishPlace, args []*fish.Word, arg int) {
	name, only := s.setName(args)
	switch {
	case arg < name:
		p.special = "an option of set"
	case arg == name || only:
		p.role = fishVariable
	default:
		p.role = fishValue
		p.name = s.target(args[name])
		if p.name == "" && !s.hole(args[name]) {
			p.special = "the value of a variable whose name only the run knows"
		}
	}
}

// setName is the place of the first name among the arguments of set, and
// whether all behind it are names, too.
func (s *fishScript) setName(args []*fish.Word) (name int, only bool) {
	for i, text := range s.texts(args) {
		switch {
		case text == "--":
			return i + 1, only
		case !strings.HasPrefix(text, "-") || len(text) < 2:
			return i, only
		case strings.HasPrefix(text, "--"):
			only = only || slices.Contains([]string{"--erase", "--query", "--show", "--names"}, text)
		default:
			only = only || strings.ContainsAny(text, fishSetNames)
		}
	}
	return len(args), only
}

// target is the fixed name in NAME or NAME[...], or "".
func (s *fishScript) target(w *fish.Word) string {
	first := w.Parts[0]
	if first.Kind != fish.Text || s.holes(w) {
		return ""
	}
	name, _, indexed := strings.Cut(first.Text, "[")
	if !isName(name) || !indexed && len(w.Parts) > 1 {
		return ""
	}
	return name
}

// stringRole knows the subcommands of string: patterns and regular expressions
// take no values, all else is text.
func (s *fishScript) stringRole(p *fishPlace, args []*fish.Word, arg int) {
	texts := s.texts(args)
	switch {
	case arg == 0 || texts[0] == "\x00":
		p.special = "the subcommand of string"
	case texts[0] == "match" || texts[0] == "replace":
		end := slices.Index(texts, "--")
		code, ok := fishPatterns(texts, end)
		switch {
		case !ok || arg < end:
			p.code = "an argument of string " + texts[0] + " without -- before it"
		case arg-end-1 < code:
			p.code = "a pattern of string " + texts[0]
		}
	case !slices.Contains(fishStrings, texts[0]):
		p.special = "an argument of a subcommand of string that no rule knows"
	default:
		s.optionRole(p, args, arg)
	}
}

// fishStrings are the subcommands of string that take their operands as text.
var fishStrings = strings.Fields("collect escape join join0 length lower pad repeat split split0 sub trim upper")

// fishPatterns counts how many words behind the -- at end of string match or
// replace are patterns or replacements with a meaning. It is false where what
// is before the -- cannot be told.
func fishPatterns(texts []string, end int) (code int, ok bool) {
	if end < 0 || slices.Contains(texts[:end], "\x00") {
		return 0, false
	}
	operands, regex := 0, false
	for _, text := range texts[1:end] {
		switch {
		case !strings.HasPrefix(text, "-"):
			operands++
		case strings.HasPrefix(text, "--"):
			regex = regex || text == "--regex"
			ok = slices.Contains([]string{"--regex", "--all", "--quiet", "--ignore-case", "--invert", "--entire", "--filter", "--index"}, text)
		default:
			regex = regex || strings.Contains(text, "r")
			ok = strings.Trim(text[1:], "raqivenf") == ""
		}
		if strings.HasPrefix(text, "-") && !ok {
			return 0, false
		}
	}
	switch {
	case texts[0] == "match":
		code = 1
	case regex:
		code = 2
	}
	return max(0, code-operands), true
}

// printfRole allows values where the format, which no value stands in, says %s,
// and numbers where it says %d.
func (s *fishScript) printfRole(p *fishPlace, args []*fish.Word, arg int) {
	format := s.texts(args)[0]
	conversions, ok := fishConversions(format)
	switch {
	case arg == 0:
		p.special = "the format of printf"
	case !ok || format == "\x00" || strings.HasPrefix(format, "-"):
		p.special = "an argument of a printf with other conversions than %s and %d"
	case strings.Contains(conversions, "d"):
		p.numeric = true
	}
}

// fishConversions are the letters behind the % of a format: s, or d for
// decimals. It is false where there are others.
func fishConversions(format string) (letters string, ok bool) {
	for {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			return letters, true
		}
		rest = strings.TrimLeft(rest, "-0123456789.")
		if rest == "" || strings.IndexByte("sdiu%", rest[0]) < 0 {
			return "", false
		}
		if rest[0] == 's' {
			letters += "s"
		} else if rest[0] != '%' {
			letters += "d"
		}
		format = rest[1:]
	}
}

// echoRole allows values behind a fixed word, and as the first where they are
// no option.
func (s *fishScript) echoRole(p *fishPlace, args []*fish.Word, arg int) {
	p.options = true
	for _, w := range args[:arg] {
		if !p.options {
			break // only text from here on
		}
		text, fixed := w.Static()
		switch {
		case !fixed:
			p.special = "an argument of echo behind one that only the run knows"
		case !strings.HasPrefix(text, "-") || strings.Trim(text[1:], "nesE") != "":
			p.options = false
		case strings.Contains(text, "e"):
			p.special = "an argument of echo -e"
		}
	}
	if p.options && strings.HasPrefix(strings.TrimLeft(s.sk.text[args[arg].Start:args[arg].End], `"'\`), "-") {
		p.special = "an option of echo"
	}
}

// testRole knows the forms of test with up to four arguments and a fixed
// operator.
func (s *fishScript) testRole(p *fishPlace, name string, args []*fish.Word, arg int) {
	words := s.texts(args)
	known, numeric := testForm(name, words, arg)
	if !known || slices.ContainsFunc(args, func(w *fish.Word) bool { return !w.Single() }) {
		p.special = "a test with another form than OPERATOR value or value OPERATOR value"
		return
	}
	p.numeric = p.numeric || numeric
}
