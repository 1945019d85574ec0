package escape

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shPrograms take a program as their first operand, and files behind it. The
// options are those that take an argument; a program may also be behind those
// of shScripts.
var shPrograms = map[string][]string{
	"awk": {"-F", "-v"}, "gawk": {"-F", "-v"}, "mawk": {"-F", "-v"}, "nawk": {"-F", "-v"},
	"sed": {"-i", "-l"}, "gsed": {"-i", "-l"}, "ed": {"-p"},
	"jq": {"--arg", "--argjson", "--slurpfile", "--rawfile", "--indent", "-L"},
}

// shScripts are the options behind which a program has its program.
var shScripts = strings.Fields("-e -f -E --expression --file --source --from-file")

// shOperands are the evaluators whose code is not in their operands, with the
// options that take an argument as data. An operand that begins with a value is
// an option if the value says so, and options of these can run a command; so it
// has to stand behind --.
var shOperands = map[string][]string{
	"tar":     {"f", "C", "T", "X", "--file", "--directory"},
	"git":     {"-C", "-b", "-m", "-o", "--branch", "--depth", "--origin", "--git-dir", "--work-tree"},
	"docker":  {"-t", "-w", "-u", "--tag", "--name", "--workdir", "--user", "--platform"},
	"rsync":   {"--exclude", "--include"},
	"scp":     {"-P", "-i", "-l"},
	"crontab": {"-u"},
	"expr":    nil,
}

// shRunning are the options of those that run their argument.
var shRunning = map[string][]string{
	"tar":   {"-I", "-F", "--use-compress-program", "--to-command", "--checkpoint-action", "--info-script", "--new-volume-script", "--rsh-command", "--rmt-command"},
	"git":   {"-c", "--config", "--config-env", "--upload-pack", "--receive-pack", "--exec", "-x", "-u", "--template", "--exec-path"},
	"rsync": {"-e", "--rsh", "--rsync-path"},
	"scp":   {"-o", "-S", "-F", "-J", "-D"},
}

// shReaders run what they read from their standard input.
var shReaders = setOf([]string{
	"sh", "bash", "dash", "ash", "ksh", "mksh", "yash", "zsh", "fish", "csh", "tcsh", "busybox", "xargs", "parallel", "at", "batch", "bc", "dc", "ed", "ex",
	"python", "python3", "perl", "ruby", "node", "php", "lua", "tclsh", "pwsh", "powershell", "ssh", "su", "sudo", "doas",
})

// shPrefixes run the command behind their options and assignments.
var shPrefixes = setOf(strings.Fields("sudo doas env nice nohup time timeout setsid stdbuf ionice taskset unbuffer fakeroot gosu su-exec"))

// base is the name of a program without its directory and, where that makes it
// a known one, its version: /usr/bin/python3.11.
func base(name string) string {
	last := strings.TrimPrefix(name[strings.LastIndexByte(name, '/')+1:], "=") // =sh of zsh
	if short := strings.TrimRight(last, "0123456789."); short != last && shEvaluators[short] {
		return short
	}
	return last
}

// program is for a command that is no function, and for what it may run.
func (f *shFlow) program(name string, args []*syntax.Word, fn string) {
	if shPrefixes[base(name)] {
		f.prefix(name, args, fn)
		return
	}
	f.evaluator(name, args, fn)
	if _, known := shCommands[base(name)]; known || shEvaluators[base(name)] {
		return
	}
	for i, arg := range args { // a wrapper that nobody listed: ionice -c3 sh -c "$v"
		if text, ok := static(arg); ok && (shReaders[base(text)] || shPrograms[base(text)] != nil || text == "eval") {
			f.evaluator(text, args[i+1:], fn)
		}
	}
}

// prefix is for sudo and the like: what comes before the command must be fixed,
// but for the value of an assignment.
func (f *shFlow) prefix(name string, args []*syntax.Word, fn string) {
	for i, arg := range args {
		text, ok := static(arg)
		variable, _, assigns := strings.Cut(f.s.source(arg), "=")
		switch {
		case assigns && isName(variable) && !shSpecialName(variable) && !f.splits(arg):
			f.flows(arg, fn, variable)
		case !ok, assigns, strings.HasPrefix(text, "-S"), strings.HasPrefix(text, "--split"):
			f.sink(arg, fn, "an argument of "+name+" before the command")
			f.sinkAll(args[i+1:], fn, "an argument of "+name)
			return
		case strings.HasPrefix(text, "-"), strings.Trim(text, "0123456789.smhd") == "", f.isUser(args, i):
		case f.s.functions[text]:
			return // it is not run: a program does not see functions
		default:
			f.program(text, args[i+1:], fn)
			return
		}
	}
	f.mark("|", "the input of "+name)
}

// isUser says whether a word is the argument of -u or -g of sudo and its like.
func (f *shFlow) isUser(args []*syntax.Word, i int) bool {
	if i == 0 {
		return false
	}
	before, _ := static(args[i-1])
	return slices.Contains([]string{"-u", "-g", "-n", "-k", "-s", "--user", "--group"}, before)
}

// parsesOnly is for sh -n FILE, which reads a file and runs nothing of it.
func parsesOnly(name string, args []*syntax.Word) bool {
	shells := []string{"bash", "dash", "fish", "ksh", "mksh", "sh", "yash", "zsh"}
	if len(args) != 2 || !slices.Contains(shells, base(name)) {
		return false
	}
	option, ok := static(args[0])
	return ok && option == "-n"
}

// evaluator marks the arguments that are run as code, and what else the command
// runs.
func (f *shFlow) evaluator(name string, args []*syntax.Word, fn string) {
	if parsesOnly(name, args) {
		return
	}
	if call, ok := f.s.oneLiner(name, args); ok && !f.reads(call) {
		f.arguments(name, call, args[call.Args:], fn)
		return
	}
	if shReaders[base(name)] {
		f.mark("|", "the input of "+name)
		f.mark("/", "a file that "+name+" runs")
	}
	switch {
	case name == "." || name == "source":
		f.sourced(args, fn)
		return
	case strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../"):
		f.mark("/", "a file that is run")
		f.mark("|", "input that is run")
	case slices.Contains([]string{"exit", "return", "break", "continue"}, name):
		for _, arg := range args {
			f.number(arg, fn, "an argument of "+name)
		}
	case shWritesFiles[base(name)]:
		f.each(args, fn, "/")
		f.to.connect("|", "/")
	}
	name = base(name)
	operands, files := shOperands[name]
	switch {
	case name == "command", name == "emulate" && !hasWord(args, "-c"):
	case files:
		f.optional(name, args, fn, operands)
	case shPrograms[name] != nil:
		f.programs(name, args, fn)
	case name == "let" || name == "shift" || name == "ulimit" || name == "repeat":
		for _, arg := range args {
			f.number(arg, fn, "an argument of "+name)
		}
	case slices.Contains(shNamers, name), name == "wait" && hasWord(args, "-p"):
		f.sinkAll(args, fn, "an argument of "+name)
	case slices.Contains([]string{"npm", "npx", "pnpm"}, name):
		for i, arg := range args {
			if before, _ := static(args[max(i-1, 0)]); i > 0 && (before == "-c" || before == "--call") {
				f.sink(arg, fn, "code of "+name)
			}
		}
	case shEvaluators[name]:
		for _, arg := range args[:shCode(name, args)] {
			f.sink(arg, fn, "an argument of "+name)
			f.runsFile(arg)
		}
		if name == "make" && (f.s.written["Makefile"] || f.s.written["makefile"]) {
			f.mark("/", "a file that make runs")
		}
		f.code(name, args, fn)
	}
}

// shShells take code behind -c, and arguments for that code.
var shShells = strings.Fields("sh bash dash ash ksh mksh yash zsh")

// shCode is how many arguments an evaluator may run: of sh -c 'code' sh "$v",
// the code, which passes on what it does with the rest.
func shCode(name string, args []*syntax.Word) int {
	for i, arg := range args {
		text, ok := static(arg)
		if !slices.Contains(shShells, name) || !ok || !strings.HasPrefix(text, "-") || i+1 == len(args) {
			break
		}
		if _, fixed := static(args[i+1]); fixed && strings.HasSuffix(text, "c") && !strings.HasPrefix(text, "--") {
			return i + 2
		}
	}
	return len(args)
}

// runsFile is for the name of a file that is run.
func (f *shFlow) runsFile(w *syntax.Word) {
	if f.s.written[f.s.lastPart(w)] {
		f.mark("/", "a file that is run")
	}
}

// sourced is for the dot command: a value may say in which directory a file is,
// if it is none that the script writes.
func (f *shFlow) sourced(args []*syntax.Word, fn string) {
	if len(args) == 0 {
		return
	}
	f.each(args[1:], fn, "()")
	last := f.s.lastPart(args[0])
	text, ok := static(args[0])
	if end := f.pathEnd(args[0]); !ok && end == "" {
		f.sink(args[0], fn, "the name of a file that is run")
	}
	if last == "" || f.s.written[last] {
		f.mark("/", "a file that is run")
	}
	if !ok || strings.HasPrefix(text, "/dev/") || strings.HasPrefix(text, "/proc/") || text == "-" {
		f.mark("|", "input that is run")
	}
}

// programs marks the program of awk and the like: the first operand, and what
// is behind -e.
func (f *shFlow) programs(name string, args []*syntax.Word, fn string) {
	where, given, behind := "the program of "+name, false, ""
	for _, arg := range args {
		text, ok := static(arg)
		option := behind
		behind = ""
		switch {
		case slices.Contains(shPrograms[name], option) && !(option == "-i" && !isSuffix(text, ok)):
			behind = second[option]
			if f.splits(arg) {
				f.sink(arg, fn, where)
			}
		case ok && slices.Contains([]string{"-f", "--file"}, option):
			given = true
			f.runsFile(arg)
		case slices.Contains(shScripts, option), !given && !ok, !given && !strings.HasPrefix(text, "-"):
			given = true
			f.sink(arg, fn, where)
			if ok && f.runs(text, where) {
				f.mark("|", "the input of "+name)
				f.mark("/", "a file that "+name+" reads")
				f.sinkAll(args, fn, "an argument of "+name)
			}
		case !ok:
			if strings.HasSuffix(name, "sed") && (f.beginsFree(arg) || f.splits(arg)) { // GNU sed looks for options everywhere
				f.sink(arg, fn, "an operand of "+name+", which may be an option; write -- before it")
			}
		case text == "--" && given:
			return
		default:
			f.sink(arg, fn, where) // -e"$v"
			behind = text
		}
	}
}

// second are options for the second argument of those that take two.
var second = map[string]string{"--arg": "-L", "--argjson": "-L", "--slurpfile": "-L", "--rawfile": "-L"}

// isSuffix says whether what is behind -i of sed is a suffix for backups: only
// the sed of BSD takes one there, for that of GNU it is the program.
func isSuffix(text string, fixed bool) bool {
	return fixed && (text == "" || strings.HasPrefix(text, "."))
}

// runs says whether a program in another language may run what it reads, and
// marks the variables that it names.
func (f *shFlow) runs(text, where string) bool {
	f.environ(text, where)
	return strings.Contains(text, "system") || strings.Contains(text, "getline") || strings.Contains(text, "| \"") || strings.Contains(text, "|\"")
}

// gitRuns are the words behind which git has a command, gitPlain the sections of
// its configuration in which nothing is one.
var (
	gitRuns  = strings.Fields("foreach bisect")
	gitPlain = strings.Fields("user init color push pull fetch branch author committer")
)

// optional marks what tar, git and their like may take for an option that
// runs a command.
func (f *shFlow) optional(name string, args []*syntax.Word, fn string, data []string) {
	behind, ended := "", false
	for i, arg := range args {
		text, ok := static(arg)
		option := behind
		behind = ""
		switch {
		case ok:
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
		case slices.Contains(shRunning[name], option), f.runningOption(name, arg):
			f.sink(arg, fn, "an argument of "+name+" that runs a command")
		case ended, !f.splits(arg) && (takesData(data, option) || !f.beginsFree(arg)):
		default:
			f.sink(arg, fn, "an operand of "+name+", which may be an option; write -- before it")
		}
	}
}

// takesData says whether an option takes an argument: by its name, or, for one
// letter without a dash, by the last of a cluster.
func takesData(data []string, option string) bool {
	return slices.ContainsFunc(data, func(d string) bool {
		return d == option || len(d) == 1 && strings.HasSuffix(option, d) && !strings.HasPrefix(option, "--") && len(option) > 1
	})
}

// runningOption says whether a word begins like an option that runs something.
func (f *shFlow) runningOption(name string, w *syntax.Word) bool {
	source := strings.Trim(f.s.source(w), `"'`)
	return slices.ContainsFunc(shRunning[name], func(option string) bool { return strings.HasPrefix(source, option) })
}

// configured is for git config KEY VALUE, of which some keys name commands.
func (f *shFlow) configured(args []*syntax.Word, fn string) {
	for _, arg := range args {
		text, ok := static(arg)
		if ok && strings.HasPrefix(text, "-") {
			continue
		}
		if section, _, _ := strings.Cut(text, "."); ok && slices.Contains(gitPlain, section) {
			return
		}
		break
	}
	f.sinkAll(args, fn, "an argument of git config")
}

// splits says whether a word may become several.
func (f *shFlow) splits(w *syntax.Word) bool {
	return bare(w) && f.s.lang.variant != syntax.LangZsh
}

// beginsFree says whether a word begins with what only the run knows.
func (f *shFlow) beginsFree(w *syntax.Word) bool {
	parts := w.Parts
	if dq, ok := parts[0].(*syntax.DblQuoted); ok && len(dq.Parts) > 0 {
		parts = dq.Parts
	}
	lit, ok := parts[0].(*syntax.Lit)
	return !ok || f.s.sk.hasHole(lit.Value[:min(len(lit.Value), sentinelLength)])
}
