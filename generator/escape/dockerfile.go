package escape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// dockerLanguage is the language of Dockerfiles, as BuildKit reads them.
type dockerLanguage struct{ rules []rule[dockerPlace] }

func (l dockerLanguage) table() []Rule { return rulesOf(l.rules) }

func (l dockerLanguage) without(id string) language { return dockerLanguage{withoutRule(l.rules, id)} }

// A dockerPlace is what the rules of Dockerfiles look at.
type dockerPlace struct {
	dockerToken // the one the hole is in; its kind is 0 for a place that no rule knows

	hole          kind
	before, after string // of the same token, as written
	reach         string // of the value of a variable: what it gets to that is no place for values
	entry         string // of an element of CMD: the program of ENTRYPOINT, if that reads it as code
}

var dockerNames = map[byte]string{
	dockerName: "the name of an instruction", dockerFlag: "a flag", dockerImage: "the image of FROM", dockerKey: "a name before =", dockerVar: "the name of a variable",
	dockerComment: "a comment", dockerParser: "a comment that could be a parser directive",
}

func (p dockerPlace) String() string {
	switch p.kind {
	case dockerText:
		return fmt.Sprintf("the value of %s in %s", p.key, p.word)
	case dockerElement:
		return fmt.Sprintf("element %d of %s [ ]", p.number+1, p.word)
	case dockerOpaque:
		return "an argument of " + p.word
	}
	if name, ok := dockerNames[p.kind]; ok {
		return name
	}
	return "a place that no rule knows"
}

func (l dockerLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := readDockerfile(sk.text)
	if err != nil {
		return nil, err
	}
	places := make([]dockerPlace, len(sk.marks))
	f := flowOfDocker(tokens)
	for _, t := range tokens {
		from, to := sk.within(t.start, t.end)
		for i := from; i < to; i++ {
			m := sk.marks[i]
			places[i] = dockerPlace{dockerToken: t, before: sk.text[t.start:m.start], after: sk.text[m.end:t.end]}
			if t.kind == dockerText && t.word != "LABEL" {
				places[i].reach = f.reach(t.key)
			}
			if t.kind == dockerElement && t.word == "CMD" {
				places[i].entry = f.entry
			}
		}
	}
	a := &analysis{}
	for i, m := range sk.marks {
		places[i].hole = m.kind
		a.decisions = append(a.decisions, decide(l.rules, places[i], places[i].String()))
	}
	return a, nil
}

func (l dockerLanguage) canon(text string) (string, error) {
	tokens, err := readDockerfile(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range tokens {
		switch t.kind {
		case dockerText:
			b.WriteString(t.text)
		case dockerVar:
			b.WriteString("\x00$" + t.text + "\x00;")
		default:
			b.WriteString("\x00" + string(t.kind) + t.text)
		}
	}
	return b.String(), nil
}

// dockerEvaluators are programs that run one of their arguments, or read it as
// code.
var dockerEvaluators = strings.Fields(`sh bash dash ash zsh ksh mksh yash fish busybox pwsh powershell cmd
	csh tcsh nu elvish npx npm yarn pnpm pnpx bunx uv uvx pipx poetry psql sqlite mysql mariadb osascript lldb gdb vim vi ex ed emacs
	env xargs find awk gawk mawk sed perl python pypy ruby nodejs node deno bun php lua tclsh expect m4 make ssh su sudo doas runuser setpriv
	nice nohup timeout setsid chroot unshare nsenter stdbuf time watch exec eval tini dumb-init gosu su-exec catatonit git tar rsync docker kubectl`)

// evaluates says whether the program of an element runs its arguments, or an
// option before it says so.
func (p dockerPlace) evaluates() bool {
	return dockerEvaluates(p.program) || p.coded || p.entry != "" || dockerJoined.MatchString(p.before)
}

// dockerLongest is a bit less than the longest line that BuildKit reads.
const dockerLongest = 60_000

var dockerEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`)

// written is a value with its escapes.
func (p dockerPlace) written(value string) string {
	switch p.kind {
	case dockerText:
		return dockerEscaper.Replace(value)
	case dockerElement:
		return writeJSON(true, value)
	}
	return value
}

// dockerSpecial knows the variables that shells and the system's loader act on.
func dockerSpecial(name string) bool {
	return strings.HasPrefix(name, "LD_") || strings.HasPrefix(name, "DYLD_") || slices.Contains([]string{"BASH_ENV", "ENV", "IFS", "PROMPT_COMMAND", "PS4", "SHELLOPTS", "BASHOPTS", "GCONV_PATH"}, name)
}

var dockerRules = []rule[dockerPlace]{
	{
		Rule: Rule{ID: "docker/directive", Place: "a comment before all instructions that could be a parser directive: its first word, the second, or behind =", Takes: Nothing,
			Why:     "# syntax=image would have the build done by that image",
			Instead: "begin the comment with two fixed words: # made by {{.}}",
			Example: Example{"# {{.}}\nFROM scratch\n", "syntax=evil/image", ""}},
		match: func(p dockerPlace) bool { return p.kind == dockerParser },
	},
	{
		Rule: Rule{ID: "docker/shell", Place: "an argument of RUN, CMD or ENTRYPOINT without [ ]", Takes: Nothing,
			Why:     "it is a command for the shell, which this table does not read",
			Instead: "set a variable with ENV and use that, quoted, or write the arguments as [\"program\", {{.}}]",
			Example: Example{"RUN echo {{.}}\n", "x", ""}},
		match: func(p dockerPlace) bool {
			return p.kind == dockerOpaque && slices.Contains([]string{"RUN", "CMD", "ENTRYPOINT"}, p.word)
		},
	},
	{
		Rule: Rule{ID: "docker/program", Place: "the first element of RUN, CMD or ENTRYPOINT [ ]", Takes: Nothing,
			Why:     "it is the program that runs",
			Instead: "write the program in the template",
			Example: Example{"CMD [{{.}}]\n", "x", ""}},
		match: func(p dockerPlace) bool { return p.kind == dockerElement && p.number == 0 },
	},
	{
		Rule: Rule{ID: "docker/eval", Place: "an argument in [ ] of a program that runs its arguments or reads them as code: sh, env, awk, git and the like; behind -c, -e, --eval and the like of any program; in CMD, where ENTRYPOINT is so", Takes: Nothing,
			Why:     "JSON keeps the value one argument, and then that program takes it apart again",
			Instead: "set a variable with ENV, which the program can read",
			Example: Example{"RUN [\"/bin/sh\", \"-c\", {{.}}]\n", "x", ""}},
		match: func(p dockerPlace) bool { return p.kind == dockerElement && p.evaluates() },
	},
	{
		Rule: Rule{ID: "docker/special", Place: "the value of a variable that shells or the system's loader act on: LD_PRELOAD, BASH_ENV and the like", Takes: Nothing,
			Why:     "they load code into every program",
			Instead: "write the value in the template",
			Example: Example{"ENV LD_PRELOAD={{.}}\n", "x", ""}},
		match: func(p dockerPlace) bool {
			return p.kind == dockerText && p.word != "LABEL" && dockerSpecial(strings.TrimSuffix(p.key, "="))
		},
	},
	{
		Rule: Rule{ID: "docker/reached", Place: "the value of a variable of ENV or ARG that gets to one of these, or that a command uses without quotes, as code, or to an interpreter", Takes: Nothing,
			Why:     "the shell that runs the command splits it into words, or reads it once more",
			Instead: "put quotes around the variable in the command: \"$NAME\"",
			Example: Example{"ENV A={{.}}\nRUN eval \"$A\"\n", "x", ""}},
		match: func(p dockerPlace) bool {
			return p.kind == dockerText && p.reach != "" && (p.hole == kindText || p.hole == kindWords)
		},
	},
	{
		Rule: Rule{ID: "docker/quote", Place: "between single quotes", Takes: Nothing,
			Why:     "there are no escapes",
			Instead: "use double quotes, or none",
			Example: Example{"ENV A='{{.}}'\n", "x", ""}},
		match: func(p dockerPlace) bool { return p.kind == dockerText && p.quote == '\'' },
	},
	{
		Rule: Rule{ID: "docker/port", Place: "a whole port of EXPOSE that is a Go integer", Takes: "a number from 1 to 65535",
			Why:     "written as it is",
			Example: Example{"EXPOSE {{.}}/tcp\n", 8080, "EXPOSE 8080/tcp\n"}},
		match: func(p dockerPlace) bool {
			return p.kind == dockerOpaque && p.word == "EXPOSE" && p.hole == kindNumber &&
				(p.before == "" || strings.HasSuffix(p.before, " ")) && (p.after == "" || p.after[0] == ' ' || p.after[0] == '/')
		},
		write: func(_ dockerPlace, value string) (string, error) {
			if n, err := strconv.Atoi(value); err != nil || n < 1 || n > 65535 {
				return "", fmt.Errorf("%s is no port", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "docker/argument", Place: "an argument of another instruction, a flag, a name, the name of a variable, or a part of ENV, LABEL or ARG that is not NAME=value", Takes: Nothing,
			Why:     "each instruction reads its arguments in its own way, with variables and patterns",
			Instead: "set a variable with ARG or ENV, and use that",
			Example: Example{"COPY {{.}} /\n", "x", ""}},
		match: func(p dockerPlace) bool {
			return strings.IndexByte(string([]byte{dockerOpaque, dockerFlag, dockerKey, dockerVar, dockerName}), p.kind) >= 0
		},
	},
	{
		Rule: Rule{ID: "docker/line", Place: "the value of a variable or label, a comment, an element of [ ]", Takes: "text that is written with at most 60,000 bytes; outside of [ ] of one line",
			Why:     "a line end ends the instruction even between quotes, and BuildKit reads no longer lines",
			Example: Example{"ENV A={{.}}\n", "a\nRUN id", ""}},
		match: func(p dockerPlace) bool {
			return p.kind == dockerText || p.kind == dockerComment || p.kind == dockerElement
		},
		refuse: func(p dockerPlace, value string) bool {
			return p.kind != dockerElement && strings.Contains(value, "\n") || len(p.written(value)) > dockerLongest
		},
	},
	{
		Rule: Rule{ID: "docker/option", Place: "at the start of an element of [ ] with no \"--\" before it", Takes: "text that does not begin with -",
			Why:     "the program would take the value for an option",
			Instead: "write \"--\" before the value, if the program knows it",
			Example: Example{"CMD [\"ls\", {{.}}]\n", "-R", ""}},
		match:  func(p dockerPlace) bool { return p.kind == dockerElement && p.before == "" && !p.ended },
		refuse: func(_ dockerPlace, value string) bool { return strings.HasPrefix(value, "-") },
	},
	{
		Rule: Rule{ID: "docker/element", Place: "a whole element of RUN, CMD or ENTRYPOINT [ ], but the first", Takes: Text,
			Why:     "no shell and no variables there: each JSON string is one argument; a list becomes several",
			Example: Example{"CMD [\"ls\", \"--\", {{.}}]\n", Words{"$HOME", "a\"b"}, "CMD [\"ls\", \"--\", \"$HOME\", \"a\\\"b\"]\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerElement && p.quote == 0 },
		write: func(_ dockerPlace, value string) (string, error) { return writeJSON(false, value), nil },
		list:  ", ",
	},
	{
		Rule: Rule{ID: "docker/string", Place: "between the quotes of an element of RUN, CMD or ENTRYPOINT [ ]", Takes: Text,
			Why:     "a backslash goes before each \\ and \", and line ends become \\n",
			Example: Example{"CMD [\"ls\", \"/{{.}}\"]\n", `a "b"`, "CMD [\"ls\", \"/a \\\"b\\\"\"]\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerElement },
		write: func(_ dockerPlace, value string) (string, error) { return writeJSON(true, value), nil },
	},
	{
		Rule: Rule{ID: "docker/value", Place: "the value of NAME=value in ENV, LABEL or ARG, or a part of it", Takes: "a line",
			Why:     "written between double quotes, with a backslash before each \\ \" and $",
			Example: Example{"ENV A={{.}} B=c\n", `it's $HOME`, "ENV A=\"it's \\$HOME\" B=c\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerText && p.quote == 0 },
		write: func(_ dockerPlace, value string) (string, error) {
			return `"` + dockerEscaper.Replace(value) + `"`, nil
		},
	},
	{
		Rule: Rule{ID: "docker/double", Place: `between double quotes, in the value of NAME=value in ENV, LABEL or ARG`, Takes: "a line",
			Why:     "a backslash goes before each \\ \" and $",
			Example: Example{"LABEL a.b=\"c {{.}}\"\n", `"$x"`, "LABEL a.b=\"c \\\"\\$x\\\"\"\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerText },
		write: func(_ dockerPlace, value string) (string, error) { return dockerEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "docker/image", Place: "the image of FROM, or a part of it", Takes: "letters, digits and ._-/:@, a letter or digit first",
			Why:     "written as it is",
			Example: Example{"FROM golang:{{.}} AS build\n", "1.26-alpine", "FROM golang:1.26-alpine AS build\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerImage },
		write: func(_ dockerPlace, value string) (string, error) {
			if value == "" || strings.ContainsAny(value, "+%,=") || !isPlain(value, "") || !letterOrDigit(rune(value[0])) {
				return "", fmt.Errorf("%s is no part of the name of an image", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "docker/comment", Place: "in a comment", Takes: Line,
			Why:     "written as it is; only the end of the line ends a comment",
			Example: Example{"# made by {{.}}\nFROM scratch\n", `it's \`, "# made by it's \\\nFROM scratch\n"}},
		match: func(p dockerPlace) bool { return p.kind == dockerComment },
		write: func(_ dockerPlace, value string) (string, error) { return writeLine(value) },
	},
}
