package escape

import (
	"strings"
	"testing"

	goccy "github.com/goccy/go-yaml"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
	yaml4 "go.yaml.in/yaml/v4"
)

func yamlSingle(v string) bool { return noTemplate(v) && yamlLine(v) }

var yamlTrips = []plainTrip{
	{name: "value", text: "a: {{.}}\nb: c\n", want: "a % b c", takes: noTemplate},
	{name: "value before a comment", text: "a: {{.}} # {\nb: [c]", want: "a % b c", takes: noTemplate},
	{name: "value alone", text: "---\n{{.}}\n", want: "%", takes: noTemplate},
	{name: "value below its key", text: "a:\n  {{.}}\nb: c\n", want: "a % b c", takes: noTemplate},
	{name: "item", text: "a:\n- {{.}}\n- \"{{.}}\"\nb:\n  - b: {{.}}\n    c: c\n  - - {{.}}\n    - c\n", want: "a % % b b % c c % c", takes: noTemplate},
	{name: "element", text: "a: [ {{.}}, b,{{.}}, {b: {{.}}, c: [{{.}}]} ]\n", want: "a % b % b % c %", takes: noTemplate},
	{name: "list", text: "a: [b, {{.}}]\n", want: "a b % w %", as: asWords, takes: noTemplate},
	{name: "double", text: "a: \"b{{.}}c\"\n", want: "a b%c", takes: noTemplate},
	{name: "double behind escapes", text: `a: ["\\{{.}}\"", "\"{{.}}\\"]`, want: `a \%" "%\`, takes: noTemplate},
	{name: "single", text: "a: 'b{{.}}c'\nb: '{{.}}'\n", want: "a b%c b %", takes: yamlSingle},
	{name: "comment", text: "# {{.}}\na: b # {{.}}\n#{{.}}\nc: [d] # \"{{.}}", want: "a b c d", takes: yamlLine},
	{name: "around blocks", text: "a: {{.}}\nb: |\n  x: y\n   # z\nc: {{.}}\n", want: "a % b x:_y\n_#_z\n c %", takes: noTemplate},
}

func TestYAMLRoundTrip(t *testing.T) {
	trips := yamlTrips
	testPlain(t, dialect.YAML, trips, map[string]func(testing.TB, []string) []string{
		"libyaml": rubyReader("yaml", "YAML.safe_load(doc)"),
		"yaml/v4": readWith(yaml4.Unmarshal, "a b c"),
		"goccy":   readWith(func(b []byte, v any) error { return goccy.Unmarshal(b, v) }, "a b c"),
	})
}

func TestYAML(t *testing.T) {
	testPlainCases(t, dialect.YAML, []plainCase{
		{"an integer", "a: {{.}}", 5, "a: 5"},
		{"a bool", "a: [{{.}}]", true, "a: [true]"},
		{"Norway", "a: {{.}}", "no", `a: "no"`},
		{"a version", "a: {{.}}", "1.10", `a: "1.10"`},
		{"a version between quotes", "a: \"{{.}}\"", 5, `a: "5"`},
		{"a list that is no element", "a: {{.}}", Words{"a", "b"}, "value/list"},
		{"a list of items", "a:\n- {{.}}\n", Words{"a", "b"}, "value/list"},
		{"a list in a string", "a: \" {{.}} \"", Words{"a", "b"}, "value/list"},
		{"a key", "a: 1\n{{.}}: x\n", "b", "yaml/key"},
		{"a part of a key", "a{{.}}: x\n", "b", "yaml/key"},
		{"a key in quotes", "'{{.}}': x\n", "b", "yaml/key"},
		{"a key in braces", "a: { {{.}}: x }\n", "b", "yaml/key"},
		{"a tag", "a: !{{.}} x", "b", "yaml/key"},
		{"an alias", "a: &b x\nc: *{{.}}\n", "b", "yaml/key"},
		{"an alias elsewhere", "a: &b x\nc: *b\nd: {{.}}\n", "e", "a: &b x\nc: *b\nd: \"e\"\n"},
		{"a block", "a: >-\n  b\n\n  {{.}}\n", "x", "yaml/block"},
		{"a block of a list", "a:\n- |\n {{.}}\n", "x", "yaml/block"},
		{"behind a block", "a: |\n  b\n{{.}}: x", "x", "yaml/key"},
		{"two words", "a: b {{.}}\n", "x", "yaml/part"},
		{"a part of a version", "a: [v{{.}}]\n", "x", "yaml/part"},
		{"a step of a workflow", "jobs:\n  a:\n    steps:\n    - name: {{.}}\n      run: |\n        true\n", "b", "jobs:\n  a:\n    steps:\n    - name: \"b\"\n      run: |\n        true\n"},
		{"the command of a step", "steps:\n- name: x\n  run: {{.}}\n", "x", "yaml/command"},
		{"a list of commands", "script:\n- true\n- {{.}}\n", "x", "yaml/command"},
		{"a condition", "if: \"{{.}}\"\n", "x", "yaml/command"},
		{"behind a command", "script:\n- true\nname: {{.}}\n", "x", "script:\n- true\nname: \"x\"\n"},
		{"the environment of a step", "- run: go\n  env: {A: {{.}}}\n", "$(x)", "- run: go\n  env: {A: \"$(x)\"}\n"},
		{"a command in braces", "a: {run: {{.}}}\n", "x", "yaml/command"},
		{"an expression made of two", "a: \"{{.}}{{.}}\"", "{", "value/shape"},
		{"an expression of the template", "a: \"${{\"{{\"}} b }}{{.}}\"", "c", "a: \"${{ b }}c\""},
		{"inside an expression", "a: '${{\"{{\"}} b == {{.}} }}'", "c", "yaml/expression"},
		{"a directive", "%YAML 1.1\n---\na: {{.}}\n", "x", "syntax"},
		{"two documents", "a: {{.}}\n---\nb: {{.}}\n", "x", "a: \"x\"\n---\nb: \"x\"\n"},
		{"a second line", "a: b\n  {{.}}\n", "x", "syntax"},
		{"a second line of quotes", "a: \"b\n  {{.}}\"\n", "x", "syntax"},
		{"brackets of two lines", "a: [b,\n  {{.}}]\n", "x", "syntax"},
		{"a tab", "a:\t{{.}}\n", "x", "syntax"},
		{"a pair in a list", "a: [b: {{.}}]\n", "x", "syntax"},
		{"a question", "? {{.}}\n: x\n", "x", "syntax"},
		{"text behind", "a: \"b\" {{.}}\n", "x", "syntax"},
		{"a wrong indentation", "a: b\n c: {{.}}\n", "x", "syntax"},
		{"a comment that is none", "a: b#{{.}}\n", "x", "yaml/part"},
	})
}

// What our lexer and goccy accept, libyaml accepts.
func TestYAMLAgrees(t *testing.T) {
	realtool.Need(t, "ruby")
	good := "# c\na: 1\n'b': [ x, \"y\\n\", {z: 1, w: 'v''s'}] # d\nc:\n- &e f\n- g: *e\n  h: |-\n    i\n     j\n\n  k: >\n    l\n- - m\n  - !!str n\n---\no:\n  p\n"
	var accepted []string
	tried := 0
	for _, m := range mutants(good) {
		tried++
		if _, err := (yamlLanguage{}).canon(m); err == nil {
			accepted = append(accepted, m)
		}
	}
	missed := 0
	for i, got := range rubyReader("yaml", "YAML.parse_stream(doc).children.length.to_s")(t, accepted) {
		if strings.HasPrefix(got, "error") {
			missed++
			t.Logf("only we accept %q: %s", accepted[i], got)
		}
	}
	t.Logf("%d mutants, %d accepted, %d of these not by libyaml", tried, len(accepted), missed)
	if missed > 0 || tried < 500 || len(accepted) < 100 {
		t.Errorf("%d of %d accepted mutants are not YAML", missed, len(accepted))
	}
}

func FuzzYAMLCanon(f *testing.F) {
	fuzzPlainCanon(f, yamlLanguage{yamlRules}, "a: GsaT00000Z # GsaT00001Z\n- 'b': \"GsaT00002Z\"\n", "a: |\n  b\nc: [d, {e: f}]\n---\n- - x\n")
}

func FuzzYAMLValue(f *testing.F) {
	texts := []string{"a: {{.}}\n", "a: \"{{.}}\" # b\n", "a: '{{.}}'\n", "a: [{{.}}]\n"}
	fuzzPlainValue(f, dialect.YAML, texts, func(doc string) (string, error) {
		var v map[string]any
		err := yaml4.Unmarshal([]byte(doc), &v)
		return leavesOf(v["a"], nil), err
	})
}
