package escape

import (
	"encoding/json"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

func noJSONTemplate(v string) bool { return plainTemplates(jsonExpressions, v) == "" }

var jsonTrips = []plainTrip{
	{name: "value", text: `{"a": {{.}}}`, want: "a %", takes: noJSONTemplate},
	{name: "file", text: "{{.}}\n", want: "%", takes: noJSONTemplate},
	{name: "element", text: `[ {{.}}, "b",{{.}}]`, want: "% b %", takes: noJSONTemplate},
	{name: "list", text: `["a", {{.}}]`, want: "a % w %", as: asWords, takes: noJSONTemplate},
	{name: "string", text: `{"a": "b{{.}}c"}`, want: "a b%c", takes: noJSONTemplate},
	{name: "string twice", text: `{"a": "{{.}}-{{.}}"}`, want: "a %-%", takes: noJSONTemplate},
	{name: "string behind escapes", text: `["\\{{.}}\"", "\"{{.}}\\"]`, want: `\%" "%\`, takes: noJSONTemplate},
	{name: "key", text: `{{"{"}}"{{.}}": 1, "k": {{"{"}}{{.}}: {{.}}}}`, want: "% 1 k % %", takes: func(v string) bool { return noJSONTemplate(v) && !plainKeyRuns(v) }},
}

func TestJSONRoundTrip(t *testing.T) {
	testPlain(t, dialect.JSON, jsonTrips, map[string]func(testing.TB, []string) []string{
		"ruby": rubyReader("json", "JSON.parse(doc)"),
	})
}

func TestJSON(t *testing.T) {
	testPlainCases(t, dialect.JSON, []plainCase{
		{"an integer", `[{{.}}]`, -5, "[-5]"},
		{"a bool", `{"a":{{.}}}`, true, `{"a":true}`},
		{"an integer as a key", `{{"{"}}{{.}}: 1}`, 5, `{"5": 1}`},
		{"an integer in a string", `"a{{.}}"`, 5, `"a5"`},
		{"an integer below a command", `{"run": {{.}}}`, 5, `{"run": 5}`},
		{"an apostrophe", `{{.}}`, "it's <b> \u2028", "\"it's <b> \u2028\""},
		{"a list that is no element", `{"a": {{.}}}`, Words{"a", "b"}, "value/list"},
		{"a list in a string", `["a {{.}} b"]`, Words{"a", "b"}, "value/list"},
		{"a list of none", `["a", {{.}}]`, Words{}, "value/list"},
		{"a list of one", `[{{.}}]`, Words{"a"}, `["a"]`},
		{"a list below a command", `{"args": [{{.}}]}`, Words{"a"}, "json/command"},
		{"deep below a command", `{"scripts": {"a": {"b": [{{.}}]}}}`, "x", "json/command"},
		{"a key like a command's", `{"post-create_Command": "{{.}}"}`, "x", "json/command"},
		{"a command in a sibling", `{"run": {"a": "b"}, "c": {{.}}}`, "x", `{"run": {"a": "b"}, "c": "x"}`},
		{"a comment", "// {{.}}\n{}", "x", "syntax"},
		{"a comma too many", `{"a": {{.}},}`, "x", "syntax"},
		{"a part of a word", `[1{{.}}]`, "x", "syntax"},
		{"two values", `{{.}} {{.}}`, "x", "syntax"},
		{"a NUL", `["\u0000n1", {{.}}]`, "x", "syntax"},
		{"no value", ``, "x", "syntax"},
	})
}

func FuzzJSONCanon(f *testing.F) {
	fuzzPlainCanon(f, jsonLanguage{jsonRules}, `{"a": [1, "GsaT00000Z", GsaN00001Z, GsaT00002Z], GsaT00003Z: {}}`, `["\u0041\\", null]`)
}

func FuzzJSONValue(f *testing.F) {
	fuzzPlainValue(f, dialect.JSON, []string{`{{.}}`, `"{{.}}"`}, func(doc string) (v string, err error) {
		err = json.Unmarshal([]byte(doc), &v)
		return v, err
	})
}
