package escape

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// yamlLanguage is YAML, in the part that readers of 1.1 and 1.2 agree on.
type yamlLanguage struct{ rules []rule[yamlPlace] }

func (l yamlLanguage) table() []Rule { return rulesOf(l.rules) }

func (l yamlLanguage) without(id string) language { return yamlLanguage{withoutRule(l.rules, id)} }

// A yamlPlace is what the rules of YAML look at.
type yamlPlace struct {
	kind    kind
	token   byte // yamlScalar and the like; 0 for a place that no rule knows
	quote   byte
	whole   bool   // the value is all of the token
	element bool   // of a flow sequence
	runs    string // the key that makes a program run what is there
	reaches string // the key, the alias or anchor by which something that is run uses it
	compose bool   // of a file whose reader expands variables

	before, after string // of the same token, as written
}

func (p yamlPlace) String() string {
	name := "a place that no rule knows"
	switch {
	case p.token == yamlScalar && p.quote != 0:
		name = "a quoted value"
	case p.token == yamlScalar:
		name = "a value"
	case p.token == yamlKey:
		name = "a key"
	case p.token == yamlBlock:
		name = "a block of text behind | or >"
	case p.token == yamlProperty:
		name = "an anchor, an alias or a tag"
	case p.token == yamlComment:
		name = "a comment"
	}
	if p.runs != "" {
		return fmt.Sprintf("%s below %q", name, p.runs)
	}
	return name
}

func (l yamlLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := readYAML(sk.text)
	if err != nil {
		return nil, err
	}
	places := make([]yamlPlace, len(sk.marks))
	u := usesOfYAML(tokens)
	for n, t := range tokens {
		from, to := sk.within(t.start, t.end)
		for i := from; i < to; i++ {
			m := sk.marks[i]
			places[i] = yamlPlace{
				token: t.kind, quote: t.quote, whole: m.start == t.start && m.end == t.end, element: t.element,
				runs: plainRuns(t.keys), before: sk.text[t.start:m.start], after: sk.text[m.end:t.end],
				reaches: u.of(n, t), compose: u.compose,
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

// canon writes down the tokens, and what structure another parser finds.
func (l yamlLanguage) canon(text string) (string, error) {
	tokens, err := readYAML(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, t := range tokens {
		k := t.kind
		if k == yamlScalar && t.quote == 0 {
			sentinel, is := plainSentinel(t.text)
			switch {
			case is && sentinel != kindNumber:
			case is || plainNumber(t.text):
				k = 'n'
			default:
				k = 'P'
			}
		}
		b.WriteString("\x00" + string(k))
		if k == yamlKey && t.quote != 0 {
			b.WriteByte(0)
		}
		b.WriteString(t.text)
		if t.kind == yamlScalar {
			b.WriteString(plainTemplates(plainExpressions, t.text))
		}
	}
	outline, err := outlineYAML(text)
	return b.String() + outline, err
}

// outlineYAML is the structure of a text, without its scalars, as the parser
// that reads our profiles sees it.
func outlineYAML(text string) (string, error) {
	file, err := parser.ParseBytes([]byte(text), 0)
	if err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(err.Error()), "\n")
		return "", &textError{What: line}
	}
	o := &yamlOutline{}
	for _, doc := range file.Docs {
		o.b.WriteString("\x00D")
		if doc.Body != nil {
			ast.Walk(o, doc.Body)
		}
	}
	return o.b.String(), nil
}

// A yamlOutline visits nodes.
type yamlOutline struct{ b strings.Builder }

func (o *yamlOutline) Visit(n ast.Node) ast.Visitor {
	switch n := n.(type) {
	case *ast.MappingNode:
		fmt.Fprintf(&o.b, "\x00M%d", len(n.Values))
	case *ast.SequenceNode:
		fmt.Fprintf(&o.b, "\x00S%d", len(n.Values))
	case *ast.MappingValueNode:
		o.b.WriteString("\x00:")
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		o.b.WriteString("\x00&")
	default:
		o.b.WriteString("\x00.")
	}
	return o
}

// yamlEscaper writes text between double quotes. What readers of YAML 1.1 take
// for a line end, and what no version allows, becomes an escape.
var yamlEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`,
	"\u2028", `\u2028`, "\u2029", `\u2029`, "\ufeff", `\ufeff`, "\ufffe", `\ufffe`, "\uffff", `\uffff`)

// yamlLine says whether a value can stand where YAML has no escapes.
func yamlLine(value string) bool {
	return !strings.Contains(value, "\n") && strings.IndexFunc(value, yamlUnprintable) < 0
}

var yamlRules = []rule[yamlPlace]{
	{
		Rule: Rule{ID: "yaml/command", Place: "below a key whose value is run or evaluated by the programs that read such files: run, script, command, if, when and the like", Takes: Nothing,
			Why:     "a quoted scalar is still a command line, or an expression, to the program that reads it",
			Instead: "write the command in the template, and pass the value through the environment: env: {NAME: {{.}}}",
			Example: Example{"run: \"echo {{.}}\"\n", "x", ""}},
		match: func(p yamlPlace) bool { return p.runs != "" && (p.kind == kindText || p.kind == kindWords) },
	},
	{
		Rule: Rule{ID: "yaml/reached", Place: "below a key, or an anchor, that something which is run uses: env: {NAME: {{.}}} with run: echo ${{ env.NAME }}, or run: *alias", Takes: Nothing,
			Why:     "the expression becomes the value before the command line is read",
			Instead: "have the command read a variable of the environment, between quotes: run: echo \"$NAME\"",
			Example: Example{"env:\n  NAME: {{.}}\nrun: \"echo ${{\"{{\"}} env.NAME }}\"\n", "$(id)", ""}},
		match: func(p yamlPlace) bool {
			return p.token == yamlScalar && p.reaches != "" && (p.kind == kindText || p.kind == kindWords)
		},
	},
	{
		Rule: Rule{ID: "yaml/key", Place: "a key, an anchor, an alias or a tag", Takes: Nothing,
			Why:     "with it, the value chooses what is done with what stands there",
			Instead: "write it in the template",
			Example: Example{"{{.}}: x\n", "x", ""}},
		match: func(p yamlPlace) bool { return p.token == yamlKey || p.token == yamlProperty },
	},
	{
		Rule: Rule{ID: "yaml/block", Place: "a block of text behind | or >", Takes: Nothing,
			Why:     "a line of the value that is less deep would end the block",
			Instead: "write the value on the line of the key: it may have line ends there",
			Example: Example{"a: |\n  b {{.}}\n", "x", ""}},
		match: func(p yamlPlace) bool { return p.token == yamlBlock },
	},
	{
		Rule: Rule{ID: "yaml/part", Place: "a part of a value without quotes", Takes: Nothing,
			Why:     "what the whole means depends on the value: a number, a bool, a comment, a key",
			Instead: "put quotes around the whole: \"v{{.}}\"",
			Example: Example{"a: v{{.}}\n", "1", ""}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && p.quote == 0 && !p.whole },
	},
	{
		Rule: Rule{ID: "yaml/expression", Place: "inside {{ }}, {% %}, {# #} or $[ ] of a value", Takes: Nothing,
			Why:     "it is an expression to the program that expands templates in the strings of the file",
			Instead: "end the expression before the value",
			Example: Example{"a: \"${{\"{{\"}} inputs.{{.}} }}\"\n", "x", ""}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && plainInside(plainExpressions, p.before) },
	},
	{
		Rule: Rule{ID: "yaml/variable", Place: "behind a $ and a name or {, in a file with services: at its top", Takes: Nothing,
			Why:     "it would be a part of the name of a variable, which readers of compose files expand",
			Instead: "write ${NAME} before the value",
			Example: Example{"services:\n  a:\n    image: \"x$Y{{.}}\"\n", "z", ""}},
		match: func(p yamlPlace) bool {
			return p.token == yamlScalar && p.compose && yamlHalfVariable.MatchString(p.before)
		},
	},
	{
		Rule: Rule{ID: "yaml/compose", Place: "a value in a file with services: at its top", Takes: "text without $",
			Why:     "docker compose expands variables in it, and GitLab others in a file that looks the same",
			Instead: "pass the value through env_file, which is no YAML",
			Example: Example{"services:\n  a:\n    image: {{.}}\n", "x:$HOME", ""}},
		match:  func(p yamlPlace) bool { return p.token == yamlScalar && p.compose },
		refuse: func(_ yamlPlace, value string) bool { return strings.Contains(value, "$") },
	},
	{
		Rule: Rule{ID: "yaml/template", Place: "a value", Takes: "text without {{, {%, {# and $[",
			Why:     "many programs expand templates in the strings of their files, with functions that run commands: workflows of GitHub have ${{ }}, GitLab has $[[ ]], Azure $[ ], Ansible {{ }}",
			Example: Example{"a: {{.}}\n", "${{ secrets.TOKEN }}", ""}},
		match:  func(p yamlPlace) bool { return p.token == yamlScalar },
		refuse: func(p yamlPlace, value string) bool { return plainEdge(plainExpressions, p.before, value, p.after) },
	},
	{
		Rule: Rule{ID: "yaml/line", Place: "between single quotes, or in a comment", Takes: "text of one line, without U+2028, U+2029, U+FEFF, U+FFFE and U+FFFF",
			Why:     "there are no escapes, and some of these end the line to readers of YAML 1.1",
			Instead: "use double quotes, or none",
			Example: Example{"a: '{{.}}'\n", "b\nc", ""}},
		match:  func(p yamlPlace) bool { return p.quote == '\'' || p.token == yamlComment },
		refuse: func(_ yamlPlace, value string) bool { return !yamlLine(value) },
	},
	{
		Rule: Rule{ID: "yaml/number", Place: "a whole value without quotes that is a Go integer or bool", Takes: "an integer or a bool of Go",
			Why:     "written as it is, so that it stays a number or a bool",
			Example: Example{"a: {{.}}\n", true, "a: true\n"}},
		match: func(p yamlPlace) bool { return p.kind == kindNumber && p.token == yamlScalar && p.quote == 0 },
		write: func(_ yamlPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "yaml/element", Place: "a whole element of a sequence in [ ]", Takes: Text,
			Why:     "written between double quotes; a list becomes several elements",
			Example: Example{"a: [{{.}}]\n", Words{"no", "1.10"}, "a: [\"no\", \"1.10\"]\n"}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && p.quote == 0 && p.element },
		write: func(_ yamlPlace, value string) (string, error) { return `"` + yamlEscaper.Replace(value) + `"`, nil },
		list:  ", ",
	},
	{
		Rule: Rule{ID: "yaml/value", Place: "a whole value without quotes", Takes: Text,
			Why:     "written between double quotes, so that it stays text: no, 1.10 and null too",
			Example: Example{"a: {{.}}\n", "no\n", "a: \"no\\n\"\n"}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && p.quote == 0 },
		write: func(_ yamlPlace, value string) (string, error) { return `"` + yamlEscaper.Replace(value) + `"`, nil },
	},
	{
		Rule: Rule{ID: "yaml/double", Place: `between double quotes "..."`, Takes: Text,
			Why:     "a backslash goes before each \\ and \", and line ends become \\n",
			Example: Example{"a: \"b {{.}}\"\n", `\"`, "a: \"b \\\\\\\"\"\n"}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && p.quote == '"' },
		write: func(_ yamlPlace, value string) (string, error) { return yamlEscaper.Replace(value), nil },
	},
	{
		Rule: Rule{ID: "yaml/single", Place: `between single quotes '...'`, Takes: Line,
			Why:     "each ' is written twice",
			Example: Example{"a: 'b {{.}}'\n", `it's \n`, "a: 'b it''s \\n'\n"}},
		match: func(p yamlPlace) bool { return p.token == yamlScalar && p.quote == '\'' },
		write: func(_ yamlPlace, value string) (string, error) { return strings.ReplaceAll(value, "'", "''"), nil },
	},
	{
		Rule: Rule{ID: "yaml/comment", Place: "in a comment", Takes: Line,
			Why:     "written as it is; only the end of the line ends a comment",
			Example: Example{"# made by {{.}}\na: 1\n", "it's # x", "# made by it's # x\na: 1\n"}},
		match: func(p yamlPlace) bool { return p.token == yamlComment },
		write: func(_ yamlPlace, value string) (string, error) { return writeLine(value) },
	},
}
