package escape

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// psActing are the variables whose values PowerShell, or the programs it
// starts, take for code, for what to load or for how to read.
var psActing = strings.Fields(`
	psmodulepath pathext comspec psexecutionpolicypreference psdefaultparametervalues ofs profile executioncontext
	psmoduleautoloadingpreference ld_preload ld_library_path ld_audit dyld_insert_libraries`)

// psSpecial are those and the ones that PowerShell sets itself.
var psSpecial = append(strings.Fields(`
	pshome erroractionpreference psstyle input args _ psitem this host home pwd true false null error lastexitcode`), psActing...)

var powershellRules = []rule[psPlace]{
	{
		Rule: Rule{ID: "powershell/ascii", Place: "a template with characters beyond ASCII, or control characters, in its own text", Takes: Nothing,
			Why:     "Windows PowerShell 5.1 reads a file without a byte order mark in the code page of the machine, and takes typographic quotes for quotes",
			Instead: "write ASCII in the template; values may have any characters",
			Example: Example{"# caf\u00e9\n$x = {{.}}", "x", ""}},
		match: func(psPlace) bool { return false },
	},
	{
		Rule: Rule{ID: "powershell/backtick", Place: "directly behind a backtick", Takes: Nothing,
			Why:     "the backtick would act on what the value is written with",
			Instead: "take the backtick away",
			Example: Example{"$x = \"a`{{.}}\"", "x", ""}},
		match: func(p psPlace) bool { return p.escaped && p.inside != '\'' },
	},
	{
		Rule: Rule{ID: "powershell/eval", Place: "behind & or . or iex, in an argument of a command or method that runs, compiles, matches or formats it, in a type, or as an operand of -match, -replace, -like, -split or -f", Takes: Nothing,
			Why:     "quoting keeps the value one string, and then that string is read again",
			Instead: "pass the value as data, through a parameter of a function or $env:",
			Example: Example{"iex {{.}}", "x", ""}},
		match: func(p psPlace) bool { return p.role == psRunner },
	},
	{
		Rule: Rule{ID: "powershell/pattern", Place: "an argument of a command that takes a pattern for the names of files", Takes: Nothing,
			Why:     "* ? and [ ] in the value would choose other files",
			Instead: "write -LiteralPath {{.}}",
			Example: Example{"Remove-Item {{.}}", "x", ""}},
		match: func(p psPlace) bool { return p.role == psPath },
	},
	{
		Rule: Rule{ID: "powershell/path", Place: "a whole argument behind -LiteralPath", Takes: "text without function:, alias:, variable: or ::",
			Why:     "on these drives, to write a file is to define a command; otherwise quoted like any argument",
			Instead: "give a path of the file system",
			Example: Example{"Set-Content -LiteralPath {{.}} -Value 'x'", "function:cd", ""}},
		match:  func(p psPlace) bool { return p.role == psLiteralPath },
		refuse: func(_ psPlace, value string) bool { return psOnDrive(value) },
	},
	{
		Rule: Rule{ID: "powershell/number", Place: "where a whole argument or operand can stand, for a Go integer or bool", Takes: "an integer",
			Why:     "written as it is; true and false would be strings, and any string but an empty one is true",
			Instead: "for a bool, write {{if .X}}$true{{else}}$false{{end}}",
			Example: Example{"Start-Sleep -Seconds {{.}}", 5, "Start-Sleep -Seconds 5"}},
		match: func(p psPlace) bool {
			return p.kind == kindNumber && p.inside == 0 && (p.role == psValue || p.role == psArgument || p.role == psUnknown)
		},
		write: func(_ psPlace, value string) (string, error) { return writeInteger(value) },
	},
	{
		Rule: Rule{ID: "powershell/command", Place: "an argument of a command that is not known to take its arguments as data", Takes: Nothing,
			Why:     "what an unknown command or a program does with its arguments, this package cannot know; programs take a leading dash for an option",
			Instead: "assign the value to a variable, and pass that if the command is safe",
			Example: Example{"frobnicate {{.}}", "x", ""}},
		match: func(p psPlace) bool { return p.role == psUnknown },
	},
	{
		Rule: Rule{ID: "powershell/reached", Place: "the value of a variable that the script evaluates somewhere else", Takes: Nothing,
			Why:     "& $x, iex $x, -match $x and the like read the string again",
			Instead: "choose among words of the template instead: switch ($x) { 'a' { ... } }",
			Example: Example{"$x = {{.}}\n& $x", "x", ""}},
		match: func(p psPlace) bool { return p.reach != "" },
	},
	{
		Rule: Rule{ID: "powershell/special-name", Place: "the name of a variable", Takes: "a name other than those that PowerShell acts on",
			Why:     "with the name, the value would choose what PowerShell does with what is assigned: $env:PSModulePath, $OFS",
			Instead: "write the name in the template",
			Example: Example{"$env:{{.}} = 'x'", "PSModulePath", ""}},
		match: func(p psPlace) bool { return p.role == psName },
		refuse: func(_ psPlace, value string) bool {
			return strings.Contains(" "+strings.Join(psSpecial, " ")+" ", " "+strings.ToLower(value)+" ")
		},
	},
	{
		Rule: Rule{ID: "powershell/statement", Place: "a line of its own where a statement can stand, for Code", Takes: "Code of the same dialect",
			Why:     "the code is part of the script before it is read",
			Example: Example{"if ($x) {\n{{.}}\n}", Code{text: "Write-Host 'hello'\n"}, "if ($x) {\nWrite-Host 'hello'\n}"}},
		match: func(p psPlace) bool { return p.role == psStatement },
		code:  true,
	},
	{
		Rule: Rule{ID: "powershell/value", Place: "a whole expression or operand: behind = or return, in @( ) or an index, an argument of a plain method", Takes: Text,
			Why:     "written between single quotes, in which two are one; a character beyond ASCII as [char]0xNNNN",
			Example: Example{"$x = {{.}}", "it\u2019s", "$x = ('it' + [char]0x2019 + 's')"}},
		match: func(p psPlace) bool { return p.inside == 0 && p.role == psValue },
		write: func(_ psPlace, value string) (string, error) { return quotePowerShell(value), nil },
		list:  ", ",
	},
	{
		Rule: Rule{ID: "powershell/argument", Place: "a whole argument of a function that the script defines, or of a command that takes text", Takes: Text,
			Why:     "written between single quotes, in which two are one; a character beyond ASCII as [char]0xNNNN",
			Example: Example{"Write-Host {{.}}", "it's", "Write-Host 'it''s'"}},
		match: func(p psPlace) bool { return p.inside == 0 && p.role != psValue && p.takesText() },
		write: func(_ psPlace, value string) (string, error) { return quotePowerShell(value), nil },
		list:  " ",
	},
	{
		Rule: Rule{ID: "powershell/single", Place: "inside '...'", Takes: "text in ASCII",
			Why:     "a quote is doubled; nothing can be said there in ASCII for a character beyond it",
			Instead: "use double quotes, or give the template the whole string",
			Example: Example{"$x = 'a {{.}} b'", "it's", "$x = 'a it''s b'"}},
		match: func(p psPlace) bool { return p.inside == '\'' && p.takesText() },
		write: func(_ psPlace, value string) (string, error) {
			if !isASCII(value) {
				return "", fmt.Errorf("%s is not ASCII", abridged(value))
			}
			return strings.ReplaceAll(value, "'", "''"), nil
		},
	},
	{
		Rule: Rule{ID: "powershell/double", Place: `inside "..."`, Takes: Text,
			Why:     "a backtick goes before each ` \" and $; a character beyond ASCII is written as $([char]0xNNNN)",
			Example: Example{`$x = "a {{.}} b"`, `"$HOME"`, "$x = \"a `\"`$HOME`\" b\""}},
		match: func(p psPlace) bool { return p.inside == '"' && p.takesText() },
		write: func(_ psPlace, value string) (string, error) {
			return psChars(psDoubleEscaper.Replace(value)), nil
		},
	},
	{
		Rule: Rule{ID: "powershell/comment", Place: "in a comment, behind # and a space", Takes: Line,
			Why:     "the value is written as it is, a character beyond ASCII as \\u{NNNN}",
			Example: Example{"# made by {{.}}\n$x", "caf\u00e9", "# made by caf\\u{E9}\n$x"}},
		match: func(p psPlace) bool { return p.role == psRemark },
		write: func(_ psPlace, value string) (string, error) { return psComments(value) },
	},
	{
		Rule: Rule{ID: "powershell/block-comment", Place: "in a comment <# #>", Takes: "text without #>",
			Why:     "the value is written as it is, a character beyond ASCII as \\u{NNNN}",
			Example: Example{"<# by {{.}} #>", "$(id)", "<# by $(id) #>"}},
		match: func(p psPlace) bool { return p.role == psBlock },
		write: func(_ psPlace, value string) (string, error) {
			if strings.ContainsAny(value, "#<>\n") {
				return "", fmt.Errorf("%s has one of # < > or a line end", abridged(value))
			}
			return psComments(value)
		},
	},
	{
		Rule: Rule{ID: "powershell/name", Place: "the name of a variable: $env:NAME, $script:NAME, $NAME", Takes: Name,
			Why:     "written as it is",
			Example: Example{"$env:{{.}} = 'x'", "GOFLAGS", "$env:GOFLAGS = 'x'"}},
		match: func(p psPlace) bool {
			return p.role == psName && psNamed.MatchString(p.before)
		},
		write: func(_ psPlace, value string) (string, error) { return writeName(value) },
	},
	{
		Rule: Rule{ID: "powershell/function", Place: "the name of a function that is defined, behind a fixed beginning that ends in _", Takes: "letters, digits and _",
			Why:     "the fixed beginning keeps the name from being that of a command",
			Instead: "write function prefix_{{.}} { ... }",
			Example: Example{"function profile_{{.}} { $x }", "tools", "function profile_tools { $x }"}},
		match: func(p psPlace) bool { return p.role == psFunction && strings.HasSuffix(p.before, "_") },
		write: func(_ psPlace, value string) (string, error) {
			if value == "" || !isNamePart(value) {
				return "", fmt.Errorf("%s is no part of a name; allowed are letters, digits and _", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "powershell/call", Place: "the name of a command", Takes: "the name of a function that the script defines",
			Why:     "any other name would let the value choose what is run",
			Instead: "write the command in the template, with {{if}} where it varies",
			Example: Example{"function greet { $args }\n{{.}} 'x'", "greet", "function greet { $args }\ngreet 'x'"}},
		match: func(p psPlace) bool { return p.role == psCall },
		write: func(p psPlace, value string) (string, error) {
			if !isNamePart(value) || !p.functions[strings.ToLower(p.before+value)] {
				return "", fmt.Errorf("%s is not a function that the script defines", abridged(p.before+value))
			}
			return value, nil
		},
	},
}

// psNamed are the scopes in which a name is that of a variable and nothing else.
var psNamed = regexp.MustCompile(`(?i)^\$(?:(?:env|script|global|local|private):)?\x00$`)

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// quotePowerShell writes a whole string. In ASCII alone it is '...'; else the
// parenthesis keeps a command from taking the + for an argument.
func quotePowerShell(s string) string {
	if isASCII(s) {
		return psQuoted(s)
	}
	parts := []string{}
	for s != "" {
		end := strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 })
		if end < 0 {
			end = len(s)
		}
		if end > 0 || len(parts) == 0 { // a string comes first, so that + joins
			parts = append(parts, psQuoted(s[:end]))
		}
		s = s[end:]
		if r, size := utf8.DecodeRuneInString(s); size > 0 {
			parts = append(parts, psUnitsOf(r)...)
			s = s[size:]
		}
	}
	return "(" + strings.Join(parts, " + ") + ")"
}

func psQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// psUnitsOf writes the UTF-16 units of a character.
func psUnitsOf(r rune) (units []string) {
	for _, unit := range utf16.AppendRune(nil, r) {
		units = append(units, fmt.Sprintf("[char]0x%04X", unit))
	}
	return units
}

// psChars writes the characters beyond ASCII of the inside of a "...".
func psChars(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, unit := range psUnitsOf(r) {
			b.WriteString("$(" + unit + ")")
		}
	}
	return b.String()
}

var psDoubleEscaper = strings.NewReplacer("`", "``", `"`, "`\"", "$", "`$")

// psSigns says whether a comment is close enough to the line that begins a
// signature: PowerShell 5.1 and 7 compare it by edit distance, without blanks
// and case, and do not read what follows as code.
func psSigns(s string) bool {
	const line, near = "sig#beginsignatureblock", 11
	s = strings.ToLower(strings.Join(strings.Fields(strings.TrimLeft(s, "# ")), ""))
	if len(s) > len(line)+near {
		return strings.Contains(s, "sig#")
	}
	row := make([]int, len(line)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(s) {
		last := row[0]
		row[0] = i + 1
		for j := range len(line) {
			change := last
			if s[i] != line[j] {
				change++
			}
			last, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(line)] < near
}

// psComments writes a line of a comment.
func psComments(s string) (string, error) {
	if strings.Contains(s, `\u{`) {
		return "", fmt.Errorf("%s has \\u{, which stands for characters beyond ASCII", abridged(s))
	}
	if psSigns(s) {
		return "", fmt.Errorf("%s looks like the beginning of a signature", abridged(s))
	}
	if _, err := writeLine(s); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\u{%X}", r)
		}
	}
	return b.String(), nil
}
