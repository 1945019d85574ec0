package escape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shEvaluated are the variables whose value a shell runs, expands or takes
// apart other text with; to assign one is to run code.
var shEvaluated = strings.Fields(`
	PS0 PS1 PS2 PS3 PS4 PROMPT PROMPT2 PROMPT3 PROMPT4 RPROMPT RPS1 RPROMPT2 RPS2 SPROMPT PROMPT_COMMAND PROMPT_EOL_MARK TIMEFMT
	ENV BASH_ENV IFS MAIL MAILPATH mailpath psvar prompt NULLCMD READNULLCMD FCEDIT HISTTIMEFORMAT
	precmd_functions preexec_functions chpwd_functions periodic_functions zshaddhistory_functions zshexit_functions
	fpath FPATH module_path MODULE_PATH BASH_LOADABLES_PATH SHELLOPTS BASHOPTS BASH_ALIASES BASH_CMDS
	functions aliases galiases saliases commands parameters options nameddirs builtins reswords widgets keymaps
	dis_functions dis_aliases dis_galiases dis_saliases dis_builtins
	LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH
	OPTIND SECONDS RANDOM SRANDOM LINENO HISTCMD COLUMNS LINES TMOUT HISTSIZE HISTFILESIZE SAVEHIST LISTMAX LOGCHECK MAILCHECK
	KEYTIMEOUT UID EUID GID EGID PPID ERRNO SHLVL FUNCNEST DIRSTACKSIZE BAUD REPORTTIME REPORTMEMORY USER_ID PGRP
	KSHUID KSHEUID KSHGID KSHEGID BASHPID EPOCHSECONDS EPOCHREALTIME TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT BASH_COMPAT BASH_XTRACEFD
	CHILD_MAX HISTCHARS histchars WORDCHARS POSTEDIT TTYIDLE ZSH_EVAL_CONTEXT YASH_AFTER_CD COMMAND_NOT_FOUND_HANDLER POST_PROMPT_COMMAND
	PS1R PS1S PS2R PS2S PS4S PS1P PS2P PS3P PS4P PS3R PS3S PS4R`)

func shSpecialName(name string) bool { return slices.Contains(shEvaluated, name) }

// is says whether the place has the role and nothing against it.
func (p shPlace) is(roles ...shRole) bool { return slices.Contains(roles, p.role) }

// shText are the roles of words that take any text.
var shText = []shRole{shArgument, shValue, shItem, shSubject, shPattern, shTarget, shHere, shElement, shOperand}

func (p shPlace) word() bool { return slices.Contains(shText, p.role) }

// shRules is the table of sh, bash and zsh. Refusals come first.
var shRules = append(shTextRules, []rule[shPlace]{
	{
		Rule: Rule{ID: "sh/backslash", Place: "directly after a backslash", Takes: Nothing,
			Why:     "the backslash would act on the quote that the value is written with",
			Instead: "take the backslash away",
			Example: Example{`printf '%s' a\{{.}}`, "x", ""}},
		match: func(p shPlace) bool { return p.backslash && p.quote != shSingle && p.quote != shRawdoc },
	},
	{
		Rule: Rule{ID: "sh/nested", Place: "inside backquotes, a process substitution, an expansion inside an expansion, a $( ) in a here-document, or a construct no rule knows", Takes: Nothing,
			Why:     "shells look for the end of these in different ways, so that one of them may find it in the value",
			Instead: "assign the value to a variable on a line of its own and use that, quoted",
			Example: Example{"x=`printf '%s' {{.}}`", "x", ""}},
		match: func(p shPlace) bool {
			return p.nested != "" || p.special != "" && !p.is(shArgument, shCommand, shVariable, shFunction, shStatement)
		},
	},
	{
		Rule: Rule{ID: "sh/eval", Place: "an argument of a command that runs text as code, of the shell or of another language: eval, trap, alias, source, sh -c, awk, sed, find, xargs, ssh and the like", Takes: Nothing,
			Why:     "quoting keeps the value one word, and then that command takes the word apart again",
			Instead: "assign the value to a variable, and pass that, quoted: behind the code (sh -c '... \"$1\"' sh \"$v\"), to a command that sudo or env runs, or through the environment (awk: ENVIRON)",
			Example: Example{"eval {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.is(shArgument) && !p.own && shEvaluators[p.name] },
	},
	{
		Rule: Rule{ID: "sh/names", Place: "an argument of a command that takes names of variables or numbers: read, unset, getopts, shift and the like", Takes: Nothing,
			Why:     "several shells evaluate such an argument once more: read 'x[$(cmd)]' runs cmd in bash, mksh and zsh",
			Instead: "write the name in the template",
			Example: Example{"read -r {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.is(shArgument) && !p.own && slices.Contains(shNamers, p.name) },
	},
	{
		Rule: Rule{ID: "sh/bare-name", Place: "an argument of export, readonly, local or typeset that is not NAME=VALUE", Takes: Nothing,
			Why:     "export 'x[$(cmd)]' runs cmd in mksh and zsh, and typeset takes options there",
			Instead: "write NAME={{.Value}} with the name in the template",
			Example: Example{"export {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.special == "a bare name" },
	},
	{
		Rule: Rule{ID: "sh/echo", Place: "an argument of echo", Takes: Nothing,
			Why:     "echo takes -n and backslashes in the value for its own in some shells and not in others",
			Instead: "write printf '%s\\n' {{.}}",
			Example: Example{"echo {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.is(shArgument) && !p.own && p.name == "echo" },
	},
	{
		Rule: Rule{ID: "sh/format", Place: "the format of printf, or an argument of a printf whose format is not fixed or has other conversions than %s", Takes: Nothing,
			Why:     "printf -v NAME evaluates the name, %b takes backslashes, %d evaluates arithmetic in some shells",
			Instead: "write printf '%s' {{.}}",
			Example: Example{"printf {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.is(shArgument) && p.name == "printf" && p.special != "" },
	},
	{
		Rule: Rule{ID: "sh/test", Place: "a place in test or [ ] other than an operand of a fixed operator", Takes: Nothing,
			Why:     "a value that looks like an operator changes the test; -v evaluates names; -a and -o are read in different ways",
			Instead: "write [ {{.}} = text ] or [ -n {{.}} ], joined with && and ||",
			Example: Example{"[ {{.}} ]", "x", ""}},
		match: func(p shPlace) bool {
			return p.is(shArgument) && (p.name == "test" || p.name == "[") && p.special != ""
		},
	},
	{
		Rule: Rule{ID: "sh/command", Place: "an argument of a command that is not known to take its arguments as data", Takes: Nothing,
			Why:     "what an unknown command does with its arguments, this package cannot know",
			Instead: "assign the value to a variable and pass that, quoted and behind --, if the command is safe: v={{.}}; command -- \"$v\"",
			Example: Example{"frobnicate {{.}}", "x", ""}},
		match: func(p shPlace) bool {
			_, known := shCommands[p.name]
			return p.is(shArgument) && !p.own && p.special == "" && !known && p.name != "printf" && p.name != "test" && p.name != "["
		},
	},
	{
		Rule: Rule{ID: "sh/odd-argument", Place: "an argument of an alias, of set before --, or in a name made of several values", Takes: Nothing,
			Why:     "what an alias makes of it, only the run knows; set takes options; two harmless names can join to one that is not",
			Instead: "call a function; write set -- {{.}}; join names before they are given to the template",
			Example: Example{"set {{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.is(shArgument, shCommand, shVariable, shFunction) && p.special != "" },
	},
	{
		Rule: Rule{ID: "sh/special", Place: "the value of a variable that the shell runs, evaluates as a number, or splits words with: PS1, PROMPT_COMMAND, ENV, IFS, OPTIND, SECONDS and the like", Takes: Nothing,
			Why:     "SECONDS='x[$(cmd)]' runs cmd at once, ENV and PS4 when a shell starts or traces",
			Instead: "write the value in the template",
			Example: Example{"SECONDS={{.}}", "x", ""}},
		match: func(p shPlace) bool {
			return p.is(shValue, shItem, shElement) && shSpecialName(p.name) && p.kind != kindNumber
		},
	},
	{
		Rule: Rule{ID: "sh/reached", Place: "the value of a variable, or an argument of a function, that the script evaluates somewhere else", Takes: Nothing,
			Why:     "quoting holds for one reading; arithmetic, eval, a command name, a subscript or -eq in some shells read the variable again as code",
			Instead: "use the variable as data only; for a number, give the template an integer (a Go int, or {{int .N}}), or have the script take out what is not a digit first: n=${v%%[!0-9]*}",
			Example: Example{"v={{.}}\nprintf '%s' \"$((v + 1))\"", "x", ""}},
		match: func(p shPlace) bool { return p.reach != "" },
	},
	{
		Rule: Rule{ID: "sh/tilde", Place: "behind a ~, or an = at the start of a word", Takes: Nothing,
			Why:     "~ and = look up a user or a command by what follows, quoted or not",
			Instead: "write $HOME, or ~/ with the slash, before the value",
			Example: Example{"printf '%s' ~{{.}}", "x", ""}},
		match: func(p shPlace) bool { return p.quote == shBare && p.word() && tildeBefore(p.before) },
	},
	{
		Rule: Rule{ID: "sh/glob", Place: "in a word with an unquoted { [ or (", Takes: Nothing,
			Why:     "shells differ in how quotes work inside braces, brackets and glob qualifiers",
			Instead: "quote the rest of the word, or give the template one value",
			Example: Example{"printf '%s' {a,{{.}}}", "x", ""}},
		match: func(p shPlace) bool {
			return p.quote == shBare && p.word() && (openIn(p.before) || openIn(p.after))
		},
	},
	{
		Rule: Rule{ID: "sh/shebang", Place: "the first line of a script, behind #!", Takes: Nothing,
			Why:     "the kernel runs what stands there",
			Instead: "write the interpreter in the template",
			Example: Example{"#!/bin/{{.}}", "sh", ""}},
		match: func(p shPlace) bool { return p.role == shRemark && p.delimiter == "#!" },
	},
	{
		Rule: Rule{ID: "zsh/adjacent", Place: "in zsh, directly beside a single-quoted string or another bare value", Takes: Nothing,
			Why:     "with the option RC_QUOTES, which many people set, two single quotes in a row are one quote inside the string",
			Instead: "give the template one value: {{print .A .B}}",
			Example: Example{"printf '%s' {{.}}'x'", "x", ""}},
		match: func(p shPlace) bool {
			return p.variant == syntax.LangZsh && p.quote == shBare && p.word() && beside(p)
		},
	},
	{
		Rule: Rule{ID: "sh/option", Place: "at the start of an argument of a command that takes options, with no -- before it", Takes: "text that does not begin with -",
			Why:     "the command would take the value for an option",
			Instead: "write -- before the value, if the command knows it, or ./ for a file",
			Example: Example{"mkdir {{.}}", "-m777", ""}},
		match: func(p shPlace) bool { return p.options },
		refuse: func(_ shPlace, value string) bool {
			return strings.HasPrefix(value, "-") || strings.HasPrefix(value, "+")
		},
	},
	{
		Rule: Rule{ID: "sh/heredoc-line", Place: "on the line of a <<, behind it", Takes: Line,
			Why:     "the here-document begins at the next line end, and shells differ on whether one inside quotes counts",
			Instead: "put the value on another line",
			Example: Example{"cat <<EOF >{{.}}\ntext\nEOF", "a\nb", ""}},
		match:  func(p shPlace) bool { return p.pending && p.role != shBody },
		refuse: func(_ shPlace, value string) bool { return strings.Contains(value, "\n") },
	},
	{
		Rule: Rule{ID: "sh/heredoc-end", Place: "in a here-document", Takes: "text without a line that begins with the delimiter",
			Why:     "the delimiter on a line of its own ends the document, and what follows is code; dash garbles a line that only begins with it",
			Instead: "take a delimiter that no value has",
			Example: Example{"cat <<'EOF'\n{{.}}\nEOF", "a\nEOF\nid", ""}},
		match: func(p shPlace) bool { return p.role == shBody },
		refuse: func(p shPlace, value string) bool {
			// Dash 0.5.12 garbles a line that only begins like the delimiter.
			return slices.ContainsFunc(strings.Split(value, "\n"), func(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), p.delimiter) })
		},
	},
	{
		Rule: Rule{ID: "sh/special-name", Place: "the name of a variable that is assigned", Takes: "a name other than those that the shell or the script evaluates",
			Why:     "with the name, the value chooses what the shell does with what is assigned: PROMPT_COMMAND is run",
			Instead: "write the name in the template",
			Example: Example{"{{.}}=text", "PROMPT_COMMAND", ""}},
		match: func(p shPlace) bool { return p.role == shVariable },
		refuse: func(p shPlace, value string) bool {
			name := p.fullName(value)
			return shSpecialName(name) || strings.HasPrefix(name, "LD_") || strings.HasPrefix(name, "DYLD_") || strings.HasPrefix(name, "BASH_") || p.evaluated[name].where != ""
		},
	},
	{
		Rule: Rule{ID: "sh/statement", Place: "a line of its own where a statement can stand, for Code", Takes: "Code of the same dialect",
			Why:     "the code is part of the script before it is parsed",
			Example: Example{"if true; then\n{{.}}\nfi", Code{text: "echo hello\n"}, "if true; then\necho hello\nfi"}},
		match: func(p shPlace) bool { return p.role == shStatement && p.special == "" },
		code:  true,
	},
	{
		Rule: Rule{ID: "sh/program", Place: "the code in perl -e {{.}} and python3 -c {{.}}, for Code of perl or python", Takes: "Code of the other language that runs nothing of what it reads",
			Why:     "the author wrote it, and its words were looked at; it is quoted as any other text",
			Instead: "give the program its values as arguments: perl -e {{.Code}} -- \"$v\"",
			Example: Example{"perl -e {{.}}", Code{dialect: dialect.Perl, text: "print 'x'"}, `perl -e 'print '\''x'\'`}},
		match: func(p shPlace) bool { return p.role == shProgram },
		write: func(_ shPlace, value string) (string, error) { return quoteShell(value), nil },
	},
	{
		Rule: Rule{ID: "sh/number", Place: "in arithmetic, in exit and return, as an operand of -eq and the like", Takes: Integer,
			Why:     "arithmetic evaluates names, and a subscript in a name runs the commands in it",
			Instead: "give the template an integer",
			Example: Example{"printf '%s' \"$((1 + {{.}}))\"", 41, `printf '%s' "$((1 + 41))"`}},
		match: func(p shPlace) bool {
			return (p.role == shNumber || p.numeric) && strings.Trim(p.before+p.after, `"'`) == ""
		},
		write: func(_ shPlace, value string) (string, error) { return writeInteger(value) },
	},
	{
		Rule: Rule{ID: "sh/part-number", Place: "a part of a number: in exit 1{{.}} and the like", Takes: Nothing,
			Why:     "what stands there is evaluated as arithmetic by some shells",
			Instead: "give the template the whole number",
			Example: Example{"exit 1{{.}}", 2, ""}},
		match: func(p shPlace) bool { return p.role == shNumber || p.numeric },
	},
	{
		Rule: Rule{ID: "sh/argument", Place: "a bare word, or a part of one: an argument of a known command or of the script's own function, an item of for, an element of an array", Takes: Text,
			Why:     "written between single quotes; a single quote as '\\''",
			Example: Example{"printf '%s' {{.}}", "it's", `printf '%s' 'it'\''s'`}},
		match: func(p shPlace) bool { return p.quote == shBare && p.is(shArgument, shItem, shElement) },
		write: func(_ shPlace, value string) (string, error) { return quoteShell(value), nil },
		list:  " ",
	},
	{
		Rule: Rule{ID: "sh/pattern", Place: "a pattern of case, or a part of one", Takes: Text,
			Why:     "written between single quotes, so that it matches itself only; a list becomes alternatives",
			Example: Example{"case $1 in {{.}}) true ;; esac", "a*", `case $1 in 'a*') true ;; esac`}},
		match: func(p shPlace) bool { return p.quote == shBare && p.role == shPattern },
		write: func(_ shPlace, value string) (string, error) { return quoteShell(value), nil },
		list:  " | ",
	},
	{
		Rule: Rule{ID: "sh/word", Place: "a word of which there can be one: an assigned value, the word of case, the target of a redirection, <<<, an operand of [[ ]]", Takes: Text,
			Why:     "written between single quotes; a single quote as '\\''",
			Example: Example{"x={{.}}", "$(id)", `x='$(id)'`}},
		match: func(p shPlace) bool {
			return p.quote == shBare && p.is(shValue, shSubject, shTarget, shHere, shOperand)
		},
		write: func(_ shPlace, value string) (string, error) { return quoteShell(value), nil },
	},
	{
		Rule: Rule{ID: "sh/double", Place: `between double quotes "..."`, Takes: Text,
			Why:     "a backslash goes before each \\ \" $ and `",
			Example: Example{`x="a {{.}} b"`, `"$HOME"`, `x="a \"\$HOME\" b"`}},
		match: func(p shPlace) bool { return p.quote == shDouble && p.word() },
		write: func(_ shPlace, value string) (string, error) { return shDoubleEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "sh/single", Place: `between single quotes '...'`, Takes: Text,
			Why:     "a single quote is written as '\\''",
			Example: Example{`x='a {{.}} b'`, "it's", `x='a it'\''s b'`}},
		match: func(p shPlace) bool { return p.quote == shSingle && p.word() },
		write: func(_ shPlace, value string) (string, error) { return strings.ReplaceAll(value, "'", `'\''`), nil },
	},
	{
		Rule: Rule{ID: "bash/ansi", Place: `between $'...' of bash and zsh`, Takes: Text,
			Why:     "a backslash goes before each \\ and '",
			Example: Example{`x=$'a {{.}} b'`, `it's\n`, `x=$'a it\'s\\n b'`}},
		match: func(p shPlace) bool { return p.quote == shANSI && p.word() && p.variant != syntax.LangPOSIX },
		write: func(_ shPlace, value string) (string, error) { return shANSIEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "sh/heredoc", Place: "in a here-document that expands: <<EOF", Takes: Text,
			Why:     "a backslash goes before each \\ $ and `",
			Example: Example{"cat <<EOF\nHello {{.}}\nEOF", "$USER", "cat <<EOF\nHello \\$USER\nEOF"}},
		match: func(p shPlace) bool { return p.role == shBody && p.quote == shHeredoc },
		write: func(_ shPlace, value string) (string, error) { return shHeredocEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "sh/rawdoc", Place: "in a here-document that does not expand: <<'EOF'", Takes: Text,
			Why:     "the value is written as it is",
			Example: Example{"cat <<'EOF'\nHello {{.}}\nEOF", "$USER", "cat <<'EOF'\nHello $USER\nEOF"}},
		match: func(p shPlace) bool { return p.role == shBody && p.quote == shRawdoc },
		write: func(_ shPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "sh/default", Place: `in "${name:-...}", for a default between double quotes`, Takes: Plain,
			Why:     "how quotes work there differs between shells, so the value must need none",
			Instead: "give the template plain characters, or write if [ -z \"${name-}\" ]; then name={{.}}; fi",
			Example: Example{`x="${y:-{{.}}}"`, "/opt/go", `x="${y:-/opt/go}"`}},
		match: func(p shPlace) bool {
			return p.role == shDefault && p.quote == shBare && !shEvaluators[p.name] &&
				!strings.ContainsAny(p.before+p.after, "~`'\"\\{([")
		},
		write: func(_ shPlace, value string) (string, error) {
			if !isPlain(value, "") {
				return "", fmt.Errorf("%s has other characters than letters, digits and ._/+@%%,=:-", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "sh/comment", Place: "in a comment, behind # and a space", Takes: "a line that does not end in a backslash",
			Why:     "the value is written as it is; a backslash at the end would go on in the next line for some parsers",
			Example: Example{"# made by {{.}}\ntrue", "$(it's)", "# made by $(it's)\ntrue"}},
		match: func(p shPlace) bool { return p.role == shRemark && p.special == "" },
		write: func(p shPlace, value string) (string, error) {
			if strings.HasSuffix(value, `\`) {
				return "", fmt.Errorf("%s ends in a backslash", abridged(value))
			}
			return writeLine(value)
		},
	},
	{
		Rule: Rule{ID: "sh/name", Place: "the name of a variable: NAME=value, export NAME=value, for NAME in, ${NAME}", Takes: Name,
			Why:     "written as it is",
			Example: Example{"{{.}}=1", "GOFLAGS", "GOFLAGS=1"}},
		match: func(p shPlace) bool { return p.is(shVariable, shParameter) && p.special == "" },
		write: func(p shPlace, value string) (string, error) {
			if !isNamePart(value) || !isName(p.fullName(value)) {
				return "", fmt.Errorf("%s is not a name; allowed are letters, digits and _, and no digit first", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "sh/function", Place: "the name of a function that is defined, behind a fixed beginning that ends in _", Takes: "letters, digits and _",
			Why:     "the fixed beginning keeps the name from being that of a command",
			Instead: "write prefix_{{.}}() { ...; }",
			Example: Example{"profile_{{.}}() { true; }", "tools", "profile_tools() { true; }"}},
		match: func(p shPlace) bool { return p.role == shFunction && strings.HasSuffix(p.before, "_") },
		write: func(p shPlace, value string) (string, error) {
			if !isNamePart(value) || value == "" {
				return "", fmt.Errorf("%s is no part of a name; allowed are letters, digits and _", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "sh/call", Place: "the name of a command", Takes: "the name of a function that the script defines",
			Why:     "any other name would let the value choose what is run",
			Instead: "write the command in the template, with {{if}} where it varies",
			Example: Example{"greet() { true; }\n{{.}} world", "greet", "greet() { true; }\ngreet world"}},
		match: func(p shPlace) bool { return p.role == shCommand },
		write: func(p shPlace, value string) (string, error) {
			if !isNamePart(value) || !p.functions[p.fullName(value)] {
				return "", fmt.Errorf("%s is not a function that the script defines", abridged(p.fullName(value)))
			}
			return value, nil
		},
	},
}...)
