package escape

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fishOptionals are the evaluators whose code is not in their operands, with the
// options that take an argument as data. An operand that begins with a value is
// an option if the value says so, and options of these can run a command.
var fishOptionals = map[string][]string{
	"tar": shOperands["tar"], "gtar": shOperands["tar"], "bsdtar": shOperands["tar"], "git": shOperands["git"], "docker": shOperands["docker"],
	"rsync": shOperands["rsync"], "scp": shOperands["scp"], "make": {"-C", "-j", "--directory", "--jobs"}, "gmake": {"-C", "-j", "--directory", "--jobs"},
}

// fishRunningOptions are the options of those that run their argument.
func fishRunningOptions(name string) []string {
	switch name {
	case "gtar", "bsdtar":
		name = "tar"
	}
	return shRunning[name]
}

// optional marks what tar, git and their like may take for an option that runs
// a command.
func (f *fishFlow) optional(name string, args []*fish.Word, fn string) {
	data := fishOptionals[name]
	makes := strings.HasSuffix(name, "make")
	behind, ended := "", false
	for i, w := range args {
		text, fixed := w.Static()
		fixed = fixed && !f.s.holes(w)
		option := behind
		behind = ""
		switch {
		case fixed:
			ended = ended || text == "--"
			behind = text
			if name == "git" && slices.Contains(gitRuns, text) {
				f.sinkAll(args[i+1:], fn, "a command that git runs")
				return
			}
			if name == "git" && text == "config" {
				f.configured(args[i+1:], fn)
				return
			}
		case slices.Contains(fishRunningOptions(name), option), f.runningOption(name, w):
			f.sink(w, fn, "an argument of "+name+" that runs a command")
		case makes && !takesData(data, option): // make expands what it is given
			f.sink(w, fn, "an argument of "+name)
		case ended, !f.many(w, fn) && (takesData(data, option) || !f.beginsFree(w)):
		default:
			f.sink(w, fn, "an operand of "+name+", which may be an option; write -- before it")
		}
	}
}

// runningOption says whether a word begins like an option that runs something.
func (f *fishFlow) runningOption(name string, w *fish.Word) bool {
	source := strings.Trim(f.s.sk.text[w.Start:w.End], `"'`)
	return slices.ContainsFunc(fishRunningOptions(name), func(option string) bool { return strings.HasPrefix(source, option) })
}

// configured is for git config KEY VALUE, of which some keys name commands.
func (f *fishFlow) configured(args []*fish.Word, fn string) {
	for _, w := range args {
		text, fixed := w.Static()
		if fixed && strings.HasPrefix(text, "-") {
			continue
		}
		if section, _, _ := strings.Cut(text, "."); fixed && slices.Contains(gitPlain, section) {
			return
		}
		break
	}
	f.sinkAll(args, fn, "an argument of git config")
}

// optionOf says whether a word is a fixed option.
func (f *fishFlow) optionOf(w *fish.Word) bool {
	text, fixed := w.Static()
	return fixed && strings.HasPrefix(text, "-") && len(text) > 1
}

// beginsFree says whether a word begins with what only the run knows.
func (f *fishFlow) beginsFree(w *fish.Word) bool {
	for _, part := range w.Parts {
		if part.Kind == fish.Text && part.Text == "" {
			continue
		}
		return part.Kind != fish.Text && part.Text != "~" || f.s.sk.hasHole(part.Text[:min(len(part.Text), sentinelLength)])
	}
	return true
}
