package escape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/fish"
)

// fishSpecialName knows the variables whose value fish or the system's loader
// acts on.
func fishSpecialName(name string) bool {
	if name == "fish_user_paths" || name == "fish_greeting" {
		return false
	}
	return fishPrefixed(name) || slices.Contains([]string{"BASH_ENV", "ENV", "IFS", "PROMPT_COMMAND", "PS4"}, name)
}

func fishPrefixed(name string) bool {
	return slices.ContainsFunc([]string{"fish_", "__fish_", "LD_", "DYLD_"}, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// fishNoName are the variables that no value can name: those that fish sets
// itself, and those by which it finds commands.
var fishNoName = strings.Fields("argv status pipestatus history version hostname fish_pid _ PWD SHLVL PATH CDPATH umask FISH_VERSION")

// is says whether the place has one of the roles.
func (p fishPlace) is(roles ...fishRole) bool { return slices.Contains(roles, p.role) }

// word says whether the place is in a word that takes any text.
func (p fishPlace) word() bool {
	return p.is(fishArgument, fishValue, fishItem, fishSubject, fishTarget, fishAssigned)
}

var (
	fishFormatters = wordSet{"printf": true}
	fishTests      = wordSet{"test": true, "[": true}
)

// isCommand says whether the place is an argument of a command, not of a
// function of the script.
func (p fishPlace) isCommand(names wordSet) bool {
	return p.is(fishArgument) && !p.own && names[p.name]
}

// fishOwnRoles are the commands with a function of their own in
// fish_commands.go.
var fishOwnRoles = setOf(strings.Fields("set string printf echo test [ math"))

// known says whether a command is one that takes values.
func (p fishPlace) known() bool {
	_, listed := fishCommands[p.name]
	return p.own || listed || fishOwnRoles[p.name]
}

// fishRules is the table of fish. Refusals come first, then limits, then what
// is allowed.
var fishRules = slices.Concat(fishRefusals, fishSinks, fishLimits, fishAllowances)

// fishRefusals are about what stands around a value in its word.
var fishRefusals = []rule[fishPlace]{
	{
		Rule: Rule{ID: "fish/backslash", Place: "directly behind a backslash", Takes: Nothing,
			Why:     "the backslash would act on the value, or on the quote that it is written with",
			Instead: "take the backslash away, or put it between quotes that end before the value",
			Example: Example{`printf '%s' 'a\{{.}}'`, "x", ""}},
		match: func(p fishPlace) bool { return p.backslash && p.quote != fishHash },
	},
	{
		Rule: Rule{ID: "fish/braces", Place: "inside { }", Takes: Nothing,
			Why:     "what braces expand to depends on the commas and variables inside them",
			Instead: "write each word, or give the template Words",
			Example: Example{"printf '%s' {a,{{.}}}", "x", ""}},
		match: func(p fishPlace) bool { return p.braces },
	},
	{
		Rule: Rule{ID: "fish/index", Place: "in the [ ] behind a variable or a command substitution", Takes: Nothing,
			Why:     "an index that is no number, or 0, ends the script with an error",
			Instead: "write the number in the template",
			Example: Example{"printf '%s' $argv[{{.}}]", 1, ""}},
		match: func(p fishPlace) bool { return p.index },
	},
	{
		Rule: Rule{ID: "fish/variable", Place: "a part of the name behind a $, behind $$, or before a [", Takes: Nothing,
			Why:     "the value would make another name of the one in the template, or the name of a name",
			Instead: "end the quotes before the value: \"$x\"{{.}}",
			Example: Example{"printf '%s' $x{{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.partial },
	},
	{
		Rule: Rule{ID: "fish/behind", Place: `between double quotes, directly behind a variable or a $( )`, Takes: Nothing,
			Why:     "a value that begins with [ would be an index",
			Instead: "end the quotes before the value: \"$x[1]\"{{.}}",
			Example: Example{`printf '%s' "$x[1]{{.}}"`, "x", ""}},
		match: func(p fishPlace) bool { return p.behind },
	},
	{
		Rule: Rule{ID: "fish/tilde", Place: "behind a ~ at the start of a word", Takes: Nothing,
			Why:     "~ looks up the home of a user by what follows, quoted or not",
			Instead: "write ~/ with the slash, or $HOME, before the value",
			Example: Example{"printf '%s' ~{{.}}", "root", ""}},
		match: func(p fishPlace) bool { return p.tilde },
	},
	{
		Rule: Rule{ID: "fish/glob", Place: "in a word with an unquoted * or ?, but a pattern of case", Takes: Nothing,
			Why:     "the word stands for files, not for the value",
			Instead: "assign the value to a variable and use that: for f in $dir/*",
			Example: Example{"printf '%s' {{.}}/*", "x", ""}},
		match: func(p fishPlace) bool { return p.glob && p.role != fishPattern },
	},
	{
		Rule: Rule{ID: "fish/part-list", Place: "a list as a part of a word, or between quotes", Takes: Nothing,
			Why:     "a list is several words",
			Instead: "write a blank before and behind it, or join the list to one text",
			Example: Example{"printf '%s' a{{.}}", Words{"x", "y"}, ""}},
		match: func(p fishPlace) bool {
			return p.kind == kindWords && (p.quote != fish.Bare || p.before+p.after != "")
		},
	},
	{
		Rule: Rule{ID: "fish/shebang", Place: "the first line of a script, behind #!", Takes: Nothing,
			Why:     "the system runs what stands there",
			Instead: "write the interpreter in the template",
			Example: Example{"#!/usr/bin/{{.}}", "fish", ""}},
		match: func(p fishPlace) bool { return p.role == fishComment && strings.HasSuffix(p.special, "#!") },
	},
	{
		Rule: Rule{ID: "fish/inner-comment", Place: "a comment inside a command substitution", Takes: Nothing,
			Why:     "old versions of fish look for the end of the substitution inside the comment, too",
			Instead: "put the comment before the command",
			Example: Example{"set x (true # {{.}}\n)", "x", ""}},
		match: func(p fishPlace) bool { return p.role == fishComment && p.special != "" },
	},
}

// fishSinks are about commands and variables for which quoting is not enough.
var fishSinks = []rule[fishPlace]{
	{
		Rule: Rule{ID: "fish/eval", Place: "an argument of a command that runs text as code, of fish or of another language: eval, source, trap, alias, fish -c, env, awk, sed, find, xargs and the like", Takes: Nothing,
			Why:     "quoting keeps the value one word, and then that command takes the word apart again",
			Instead: "pass the value as data: through a variable of the environment (awk: ENVIRON), standard input or an argument of a function",
			Example: Example{"eval {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.isCommand(fishEvaluators) },
	},
	{
		Rule: Rule{ID: "fish/names", Place: "an argument of a command that takes names or options of its own: read, argparse, functions, emit, path and the like", Takes: Nothing,
			Why:     "the value would choose the variable, the function or the event",
			Instead: "write the name in the template",
			Example: Example{"read {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.isCommand(fishNamers) },
	},
	{
		Rule: Rule{ID: "fish/pattern", Place: "a pattern of string match, a regular expression or a replacement with -r of string replace, or any argument of these without -- before it", Takes: Nothing,
			Why:     "patterns stay active inside quotes, and a replacement has $1 and backslashes",
			Instead: "write string replace -- {{.}} '' $x, which takes text as it is, or string split -- {{.}} $x",
			Example: Example{"string match -- {{.}} x", "x", ""}},
		match: func(p fishPlace) bool { return p.code != "" },
	},
	{
		Rule: Rule{ID: "fish/format", Place: "the format of printf, or an argument of a printf with other conversions than %s and %d", Takes: Nothing,
			Why:     "a format has backslashes and percent signs, and so has what %b prints",
			Instead: "write printf '%s' {{.}}",
			Example: Example{"printf {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.isCommand(fishFormatters) && p.special != "" },
	},
	{
		Rule: Rule{ID: "fish/test", Place: "a place in test or [ ] other than an operand of a fixed operator", Takes: Nothing,
			Why:     "a value that looks like an operator changes the test; so does a variable that is no word or several",
			Instead: "write test {{.}} = text or test -n {{.}}, joined with ; and and ; or, with every variable in double quotes",
			Example: Example{"test {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.isCommand(fishTests) && p.special != "" },
	},
	{
		Rule: Rule{ID: "fish/command", Place: "an argument of a command that is not known to take its arguments as data", Takes: Nothing,
			Why:     "what an unknown command does with its arguments, this package cannot know",
			Instead: "assign the value to a variable and pass that, behind -- if the command knows it: set v {{.}}; command -- $v",
			Example: Example{"frobnicate {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.is(fishArgument) && !p.known() && p.special == "" },
	},
	{
		Rule: Rule{ID: "fish/odd", Place: "an option of a command, a file descriptor, the first line of a function behind its name, a subcommand of string, a name in quotes or of several values, or another place that is no plain argument", Takes: Nothing,
			Why:     "the value would choose what the command does",
			Instead: "write what stands there in the template, or put -- before the value",
			Example: Example{"mkdir -{{.}} x", "p", ""}},
		match: func(p fishPlace) bool { return p.special != "" },
	},
	{
		Rule: Rule{ID: "fish/special", Place: "the value of a variable that fish or the system acts on: fish_function_path, fish_features, LD_PRELOAD and the like", Takes: Nothing,
			Why:     "fish loads and runs functions from fish_function_path; LD_PRELOAD loads code into every program",
			Instead: "write the value in the template",
			Example: Example{"set -g fish_function_path {{.}}", "x", ""}},
		match: func(p fishPlace) bool { return p.is(fishValue, fishItem, fishAssigned) && fishSpecialName(p.name) },
	},
	{
		Rule: Rule{ID: "fish/reached", Place: "the value of a variable, or an argument of a function, that the script evaluates somewhere else", Takes: Nothing,
			Why:     "quoting holds for one reading; eval, a command name, a pattern, $$ and the like read the variable again",
			Instead: "give the template an integer (a Go int), or have the script compare the value with what it may be and then use its own words",
			Example: Example{"set v {{.}}\neval $v", "x", ""}},
		match: func(p fishPlace) bool { return p.reach != "" },
	},
}

// fishLimits refuse some values in a place that takes text.
var fishLimits = []rule[fishPlace]{
	{
		Rule: Rule{ID: "fish/option", Place: "at the start of an argument of a command that takes options, with no -- before it", Takes: "text that does not begin with -",
			Why:     "the command would take the value for an option",
			Instead: "write -- before the value, if the command knows it, or ./ for a file",
			Example: Example{"mkdir {{.}}", "-m777", ""}},
		match:  func(p fishPlace) bool { return p.options },
		refuse: func(_ fishPlace, value string) bool { return strings.HasPrefix(value, "-") },
	},
	{
		Rule: Rule{ID: "fish/wildcard", Place: "a pattern of case", Takes: "text without ? and backslash",
			Why:     "a * can be made to mean itself, but versions of fish differ on ? and on backslashes, which act inside quotes, too",
			Instead: "compare with test {{.}} = \"$x\"",
			Example: Example{"switch $x\ncase {{.}}\nend", "a?", ""}},
		match:  func(p fishPlace) bool { return p.role == fishPattern },
		refuse: func(_ fishPlace, value string) bool { return strings.ContainsAny(value, `?\`) },
	},
	{
		Rule: Rule{ID: "fish/special-name", Place: "the name of a variable that is assigned", Takes: "a name other than those that fish sets or acts on, and those that the script evaluates",
			Why:     "with the name, the value chooses what is done with what is assigned: fish loads code from fish_function_path",
			Instead: "write the name in the template",
			Example: Example{"set {{.}} text", "fish_function_path", ""}},
		match: func(p fishPlace) bool { return p.role == fishVariable },
		refuse: func(p fishPlace, value string) bool {
			name := p.fullName(value)
			return fishPrefixed(name) || fishSpecialName(name) || strings.HasPrefix(name, "_flag_") || slices.Contains(fishNoName, name) || p.sinks[name] != ""
		},
	},
}

// fishAllowances say how a value is written.
var fishAllowances = []rule[fishPlace]{
	{
		Rule: Rule{ID: "fish/statement", Place: "a line of its own where a statement can stand, for Code", Takes: "Code of fish",
			Why:     "the code is part of the script before it is parsed",
			Example: Example{"if true\n{{.}}\nend", Code{text: "echo hello\n"}, "if true\necho hello\nend"}},
		match: func(p fishPlace) bool { return p.role == fishStatement },
		code:  true,
	},
	{
		Rule: Rule{ID: "fish/program", Place: "the code in perl -e {{.}} and python3 -c {{.}}, for Code of perl or python", Takes: "Code of the other language that runs nothing of what it reads",
			Why:     "the author wrote it, and its words were looked at; it is quoted as any other text",
			Instead: "give the program its values as arguments: perl -e {{.Code}} -- \"$v\"",
			Example: Example{"perl -e {{.}}", Code{dialect: dialect.Perl, text: "print 'x'"}, "perl -e 'print \\'x\\''"}},
		match: func(p fishPlace) bool { return p.role == fishProgramCode },
		write: func(_ fishPlace, value string) (string, error) { return quoteFish(value), nil },
	},
	{
		Rule: Rule{ID: "fish/number", Place: "an argument of exit, return or math, of printf with %d, an operand of -eq and the like", Takes: Integer,
			Why:     "written as it is; anything else is an expression or an error there",
			Instead: "give the template an integer",
			Example: Example{"math {{.}} + 1", 41, "math 41 + 1"}},
		match: func(p fishPlace) bool { return p.numeric },
		write: func(p fishPlace, value string) (string, error) {
			if !fishApart(p) {
				return "", fmt.Errorf("%s would touch a letter or digit", abridged(value))
			}
			return writeInteger(value)
		},
	},
	{
		Rule: Rule{ID: "fish/case", Place: "a pattern of case, or a part of one", Takes: Text,
			Why:     "written as in other words, with \\* for *, so that it matches itself only; a list becomes several patterns",
			Example: Example{"switch $x\ncase {{.}}\nend", "a*", "switch $x\ncase 'a\\\\*'\nend"}},
		match: func(p fishPlace) bool { return p.role == fishPattern },
		write: func(p fishPlace, value string) (string, error) {
			return writeFish(p.quote, strings.ReplaceAll(value, "*", `\*`)), nil
		},
		list: " ",
	},
	{
		Rule: Rule{ID: "fish/word", Place: "a bare word, or a part of one: an argument of a known command or of the script's own function, a value of set, an item of for", Takes: Text,
			Why:     "written between single quotes, with a backslash before each \\ and '",
			Example: Example{"printf '%s' {{.}}", `it's \`, `printf '%s' 'it\'s \\'`}},
		match: func(p fishPlace) bool { return p.quote == fish.Bare && p.is(fishArgument, fishValue, fishItem) },
		write: func(_ fishPlace, value string) (string, error) { return quoteFish(value), nil },
		list:  " ",
	},
	{
		Rule: Rule{ID: "fish/one-word", Place: "a bare word of which there can be one: the word of switch, the target of a redirection, NAME=value before a command", Takes: Text,
			Why:     "written between single quotes, with a backslash before each \\ and '",
			Example: Example{"X={{.}} true", "$(id)", "X='$(id)' true"}},
		match: func(p fishPlace) bool { return p.quote == fish.Bare && p.is(fishSubject, fishTarget, fishAssigned) },
		write: func(_ fishPlace, value string) (string, error) { return quoteFish(value), nil },
	},
	{
		Rule: Rule{ID: "fish/double", Place: `between double quotes "..."`, Takes: Text,
			Why:     "a backslash goes before each \\ \" and $",
			Example: Example{`set x "a {{.}} b"`, `"$HOME"`, `set x "a \"\$HOME\" b"`}},
		match: func(p fishPlace) bool { return p.quote == fish.Double && p.word() },
		write: func(_ fishPlace, value string) (string, error) { return fishDoubleEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "fish/single", Place: `between single quotes '...'`, Takes: Text,
			Why:     "a backslash goes before each \\ and '; the '\\'' of other shells would end the quotes",
			Example: Example{`set x 'a {{.}} b'`, `it's`, `set x 'a it\'s b'`}},
		match: func(p fishPlace) bool { return p.quote == fish.Single && p.word() },
		write: func(_ fishPlace, value string) (string, error) { return fishSingleEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "fish/comment", Place: "in a comment", Takes: Line,
			Why:     "written as it is; only the end of the line ends a comment",
			Example: Example{"# made by {{.}}\ntrue", `$(it's) \`, "# made by $(it's) \\\ntrue"}},
		match: func(p fishPlace) bool { return p.role == fishComment },
		write: func(_ fishPlace, value string) (string, error) { return writeLine(value) },
	},
	{
		Rule: Rule{ID: "fish/name", Place: "the name of a variable: set NAME, for NAME in, NAME=value before a command, $NAME", Takes: Name,
			Why:     "written as it is",
			Example: Example{`set x "${{.}}"`, "GOFLAGS", `set x "$GOFLAGS"`}},
		match: func(p fishPlace) bool { return p.is(fishVariable, fishParameter) },
		write: func(p fishPlace, value string) (string, error) {
			if !isNamePart(value) || !isName(p.fullName(value)) {
				return "", fmt.Errorf("%s is not a name; allowed are letters, digits and _, and no digit first", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "fish/function", Place: "the name of a function that is defined, behind a fixed beginning that ends in _, but fish_", Takes: "letters, digits and _",
			Why:     "the fixed beginning keeps the name from being that of a command or of a function that fish calls",
			Instead: "write function prefix_{{.}}",
			Example: Example{"function profile_{{.}}\nend", "tools", "function profile_tools\nend"}},
		match: func(p fishPlace) bool {
			return p.role == fishFunction && strings.HasSuffix(p.before, "_") && isName(p.before) && !fishPrefixed(p.before) && strings.Trim(p.before, "_") != ""
		},
		write: func(_ fishPlace, value string) (string, error) {
			if !isNamePart(value) || value == "" {
				return "", fmt.Errorf("%s is no part of a name; allowed are letters, digits and _", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "fish/call", Place: "the name of a command", Takes: "the name of a function that the script defines, and that does not evaluate its arguments",
			Why:     "any other name would let the value choose what is run",
			Instead: "write the command in the template, with {{if}} where it varies",
			Example: Example{"function greet\nend\n{{.}} world", "greet", "function greet\nend\ngreet world"}},
		match: func(p fishPlace) bool { return p.role == fishCommand },
		write: func(p fishPlace, value string) (string, error) {
			if name := p.fullName(value); !isNamePart(value) || !p.callable[name] {
				return "", fmt.Errorf("%s is not a function that the script defines and that takes its arguments as data", abridged(name))
			}
			return value, nil
		},
	},
}

// fishApart says whether a number stands apart from other letters and digits.
func fishApart(p fishPlace) bool {
	touches := func(c byte) bool { return letterOrDigit(rune(c)) || c == '.' || c == '_' || c == '$' || c >= 0x80 }
	if p.before == "" && strings.IndexByte("<>&", p.next) >= 0 && p.next != 0 {
		return false // it would be the number of a file descriptor
	}
	return (p.before == "" || !touches(p.before[len(p.before)-1])) && (p.after == "" || !touches(p.after[0]))
}
