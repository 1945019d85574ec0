package escape

import (
	"fmt"
	"strconv"
	"strings"
)

// tomlLanguage is TOML 1.0.
type tomlLanguage struct{ rules []rule[tomlPlace] }

func (l tomlLanguage) table() []Rule { return rulesOf(l.rules) }

func (l tomlLanguage) without(id string) language { return tomlLanguage{withoutRule(l.rules, id)} }

// A tomlPlace is what the rules of TOML look at.
type tomlPlace struct {
	kind    kind
	token   byte // tomlString and the like; 0 for a place that no rule knows
	quote   byte
	whole   bool   // the value is all of the token
	element bool   // of an array
	runs    string // the key that makes a program run what is there
	reaches string // the key by which something that is run uses it

	before, after string // of the same token, as written
}

func (p tomlPlace) String() string {
	name := "a place that no rule knows"
	switch p.token {
	case tomlString:
		name = "a string"
	case tomlWord:
		name = "a value"
	case tomlKey:
		name = "a key"
	case tomlLines:
		name = "a string of several lines"
	case tomlComment:
		name = "a comment"
	}
	if p.runs != "" {
		return fmt.Sprintf("%s below %q", name, p.runs)
	}
	return name
}

func (l tomlLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := readTOML(sk.text)
	if err != nil {
		return nil, err
	}
	places := make([]tomlPlace, len(sk.marks))
	var texts []plainText
	for _, t := range tokens {
		if t.kind == tomlString || t.kind == tomlLines {
			texts = append(texts, plainText{t.text, t.keys})
		}
	}
	reached := plainReached(texts)
	for _, t := range tokens {
		from, to := sk.within(t.start, t.end)
		for i := from; i < to; i++ {
			m := sk.marks[i]
			places[i] = tomlPlace{
				token: t.kind, quote: t.quote, whole: m.start == t.start && m.end == t.end, element: t.element,
				runs: plainRuns(t.keys), before: sk.text[t.start:m.start], after: sk.text[m.end:t.end],
				reaches: plainReaches(reached, t.keys),
			}
		}
	}
	a := &analysis{}
	for i, m := range sk.marks {
		places[i].kind = m.kind
		a.decisions = append(a.decisions, decide(l.rules, places[i], places[i].String()))
	}
	return a, nil
}

func (l tomlLanguage) canon(text string) (string, error) {
	tokens, err := readTOML(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range tokens {
		k := t.kind
		if sentinel, is := plainSentinel(t.text); is && k == tomlWord && sentinel != kindNumber {
			k = tomlString
		}
		b.WriteString("\x00" + string(k) + t.text)
		if k == tomlString {
			b.WriteString(plainTemplates(plainExpressions, t.text))
		}
	}
	return b.String(), nil
}

var tomlEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

var tomlRules = []rule[tomlPlace]{
	{
		Rule: Rule{ID: "toml/command", Place: "below a key whose value is run or evaluated by the programs that read such files: run, scripts, hooks, alias, runner and the like", Takes: Nothing,
			Why:     "a quoted string is still a command line to the program that reads it",
			Instead: "write the command in the template, and pass the value through the environment",
			Example: Example{"[tasks.a]\nrun = \"echo {{.}}\"\n", "x", ""}},
		match: func(p tomlPlace) bool { return p.runs != "" && (p.kind == kindText || p.kind == kindWords) },
	},
	{
		Rule: Rule{ID: "toml/reached", Place: "below a key that something which is run uses in an expression: run = \"echo {{ env.NAME }}\"", Takes: Nothing,
			Why:     "the expression becomes the value before the command line is read",
			Instead: "have the command read a variable of the environment, between quotes: run = 'echo \"$NAME\"'",
			Example: Example{"env.NAME = {{.}}\nrun = \"echo {{\"{{\"}} env.NAME }}\"\n", "$(id)", ""}},
		match: func(p tomlPlace) bool {
			return (p.token == tomlString || p.token == tomlWord) && p.reaches != "" && (p.kind == kindText || p.kind == kindWords)
		},
	},
	{
		Rule: Rule{ID: "toml/key", Place: "a key or the name of a table", Takes: Nothing,
			Why:     "with it, the value chooses what is done with what stands there",
			Instead: "write it in the template",
			Example: Example{"{{.}} = 1\n", "x", ""}},
		match: func(p tomlPlace) bool { return p.token == tomlKey },
	},
	{
		Rule: Rule{ID: "toml/lines", Place: `in a string of several lines: """ or '''`, Takes: Nothing,
			Why:     "three quotes in the value, or a line end at its start, would mean something else",
			Instead: "write the value alone: it may have line ends",
			Example: Example{"a = '''{{.}}'''\n", "x", ""}},
		match: func(p tomlPlace) bool { return p.token == tomlLines },
	},
	{
		Rule: Rule{ID: "toml/expression", Place: "inside {{ }}, {% %}, {# #} or $[ ] of a string", Takes: Nothing,
			Why:     "it is an expression to the program that expands templates in the strings of the file",
			Instead: "end the expression before the value",
			Example: Example{"a = \"{{\"{{\"}} env.{{.}} }}\"\n", "x", ""}},
		match: func(p tomlPlace) bool { return p.token == tomlString && plainInside(plainExpressions, p.before) },
	},
	{
		Rule: Rule{ID: "toml/template", Place: "a value", Takes: "text without {{, {%, {# and $[",
			Why:     "mise and others expand templates in the strings of their files, with functions that run commands",
			Example: Example{"a = {{.}}\n", "{{ exec(command='id') }}", ""}},
		match:  func(p tomlPlace) bool { return p.token == tomlString || p.token == tomlWord },
		refuse: func(p tomlPlace, value string) bool { return plainEdge(plainExpressions, p.before, value, p.after) },
	},
	{
		Rule: Rule{ID: "toml/quote", Place: "between single quotes", Takes: "text of one line without '",
			Why:     "there are no escapes",
			Instead: "use double quotes, or none",
			Example: Example{"a = '{{.}}'\n", "it's", ""}},
		match:  func(p tomlPlace) bool { return p.token == tomlString && p.quote == '\'' },
		refuse: func(_ tomlPlace, value string) bool { return strings.ContainsAny(value, "'\n") },
	},
	{
		Rule: Rule{ID: "toml/integer", Place: "a whole value without quotes that is a Go integer", Takes: "an integer that an int64 can be",
			Why:     "TOML has no larger ones",
			Instead: "write it between quotes",
			Example: Example{"a = {{.}}\n", uint64(1 << 63), ""}},
		match: func(p tomlPlace) bool { return p.kind == kindNumber && p.token == tomlWord },
		refuse: func(_ tomlPlace, value string) bool {
			_, err := strconv.ParseInt(value, 10, 64)
			return err != nil && value != "true" && value != "false"
		},
	},
	{
		Rule: Rule{ID: "toml/number", Place: "a whole value without quotes that is a Go integer or bool", Takes: "an integer or a bool of Go",
			Why:     "written as it is, so that it stays a number or a bool",
			Example: Example{"a = {{.}}\n", 42, "a = 42\n"}},
		match: func(p tomlPlace) bool { return p.kind == kindNumber && p.token == tomlWord },
		write: func(_ tomlPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "toml/element", Place: "a whole element of an array", Takes: Text,
			Why:     "written between double quotes; a list becomes several elements",
			Example: Example{"a = [{{.}}]\n", Words{"b", `c"`}, "a = [\"b\", \"c\\\"\"]\n"}},
		match: func(p tomlPlace) bool { return p.token == tomlWord && p.whole && p.element },
		write: func(_ tomlPlace, value string) (string, error) { return `"` + tomlEscaper.Replace(value) + `"`, nil },
		list:  ", ",
	},
	{
		Rule: Rule{ID: "toml/value", Place: "a whole value without quotes", Takes: Text,
			Why:     "written between double quotes",
			Example: Example{"a = {{.}}\n", "b\n\"", "a = \"b\\n\\\"\"\n"}},
		match: func(p tomlPlace) bool { return p.token == tomlWord && p.whole },
		write: func(_ tomlPlace, value string) (string, error) { return `"` + tomlEscaper.Replace(value) + `"`, nil },
	},
	{
		Rule: Rule{ID: "toml/basic", Place: `between double quotes "..."`, Takes: Text,
			Why:     "a backslash goes before each \\ and \", and line ends become \\n",
			Example: Example{"a = \"b {{.}}\"\n", `\"`, "a = \"b \\\\\\\"\"\n"}},
		match: func(p tomlPlace) bool { return p.token == tomlString && p.quote == '"' },
		write: func(_ tomlPlace, value string) (string, error) { return tomlEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "toml/literal", Place: `between single quotes '...'`, Takes: "text of one line without '",
			Why:     "written as it is",
			Example: Example{"a = 'C:\\{{.}}'\n", `go\bin`, "a = 'C:\\go\\bin'\n"}},
		match: func(p tomlPlace) bool { return p.token == tomlString && p.quote == '\'' },
		write: func(_ tomlPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "toml/comment", Place: "in a comment", Takes: Line,
			Why:     "written as it is; only the end of the line ends a comment",
			Example: Example{"# made by {{.}}\n", "it's # x", "# made by it's # x\n"}},
		match: func(p tomlPlace) bool { return p.token == tomlComment },
		write: func(_ tomlPlace, value string) (string, error) { return writeLine(value) },
	},
}
