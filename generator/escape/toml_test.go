package escape

import (
	"fmt"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/pelletier/go-toml/v2"
)

func noTemplate(v string) bool { return plainTemplates(plainExpressions, v) == "" }

var tomlTrips = []plainTrip{
	{name: "value", text: "a = {{.}}\nb = 1 # c\n", want: "a % b 1", takes: noTemplate},
	{name: "value at the end", text: "[t]\na={{.}}", want: "t a %", takes: noTemplate},
	{name: "element", text: "a = [ {{.}}, # x\n'b',{{.}},\n]\n", want: "a % b %", takes: noTemplate},
	{name: "list", text: "a = ['x', {{.}}]\n", want: "a x % w %", as: asWords, takes: noTemplate},
	{name: "inline", text: "a = { b = {{.}}, c = \"{{.}}\" }\n", want: "a b % c %", takes: noTemplate},
	{name: "basic", text: "[[t]]\na = \"b{{.}}c\" # {\n", want: "t a b%c", takes: noTemplate},
	{name: "basic behind escapes", text: `a = ["\\{{.}}\"", "\"{{.}}\\"]`, want: `a \%" "%\`, takes: noTemplate},
	{name: "literal", text: "a = 'b\\{{.}}\\'\n", want: `a b\%\`, takes: func(v string) bool { return noTemplate(v) && !strings.ContainsAny(v, "\n'") }},
	{name: "comment", text: "# {{.}}\na = 'b' # {{.}}\nc = 'd'", want: "a b c d", takes: plainOneLine},
}

// leavesOf lists the keys and values of what a reader of Go makes.
func leavesOf(v any, keys []string) string {
	switch v := v.(type) {
	case map[string]any:
		var parts []string
		for _, k := range keys {
			if x, ok := v[k]; ok {
				parts = append(parts, k, leavesOf(x, keys))
			}
		}
		if len(v)*2 != len(parts) {
			parts = append(parts, "other keys")
		}
		return strings.Join(parts, plainSeparator)
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, leavesOf(x, keys))
		}
		return strings.Join(parts, plainSeparator)
	}
	return fmt.Sprint(v)
}

func readWith(unmarshal func([]byte, any) error, keys string) func(testing.TB, []string) []string {
	return func(_ testing.TB, docs []string) (got []string) {
		for _, doc := range docs {
			var v any
			if err := unmarshal([]byte(doc), &v); err != nil {
				got = append(got, "error: "+err.Error())
				continue
			}
			got = append(got, leavesOf(v, strings.Fields(keys)))
		}
		return got
	}
}

func TestTOMLRoundTrip(t *testing.T) {
	testPlain(t, dialect.TOML, tomlTrips, map[string]func(testing.TB, []string) []string{
		"go-toml": readWith(func(b []byte, v any) error {
			m := map[string]any{}
			err := toml.Unmarshal(b, &m)
			*v.(*any) = m
			return err
		}, "t a b c"),
	})
}

func TestTOML(t *testing.T) {
	testPlainCases(t, dialect.TOML, []plainCase{
		{"an integer", "a = {{.}}", 5, "a = 5"},
		{"a bool", "a = [{{.}}]", true, "a = [true]"},
		{"a list that is no element", "a = {{.}}", Words{"a", "b"}, "value/list"},
		{"a list in a string", "a = \" {{.}} \"", Words{"a", "b"}, "value/list"},
		{"the name of a table", "[a.{{.}}]\n", "x", "toml/key"},
		{"a quoted key", "'{{.}}' = 1", "x", "toml/key"},
		{"a key of an inline table", "a = {b.{{.}} = 1}", "x", "toml/key"},
		{"a part of a number", "a = 1{{.}}", "2", "syntax"},
		{"several lines", "a = \"\"\"\n{{.}}\"\"\"", "x", "toml/lines"},
		{"below a command", "[tool.x.scripts]\na.b = {{.}}", "x", "toml/command"},
		{"in a hook", "hooks = { enter = ['{{.}}'] }", "x", "toml/command"},
		{"behind a command", "run = 'x'\na = {{.}}", "x", "run = 'x'\na = \"x\""},
		{"braces in two values", "a = \"{{.}}{{.}}\"", "{", "value/shape"},
		{"a brace before", "a = \"{{\"{\"}}{{.}}\"", "{x", "toml/template"},
		{"a brace behind", "a = \"{{.}}{\"", "{", "toml/template"},
		{"an expression before", "a = \"{{\"{{\"}} x }}{{.}}\"", "y", "a = \"{{ x }}y\""},
		{"an odd word", "a = yes # {{.}}", "x", "syntax"},
		{"two on a line", "a = 1 b = {{.}}", "x", "syntax"},
		{"a line end in an inline table", "a = {b = 1,\nc = {{.}}}", "x", "syntax"},
		{"a string of two lines", "a = \"b\nc{{.}}\"", "x", "syntax"},
		{"an odd escape", `a = "\x41{{.}}"`, "x", "syntax"},
		{"a surrogate", `a = "\ud800{{.}}"`, "x", "syntax"},
		{"a bare key", "a.{{.}}.c = 1", "x", "toml/key"},
	})
}

// What our lexer accepts, the library accepts, but for keys that stand twice
// and dates that are none.
func TestTOMLAgrees(t *testing.T) {
	good := "# c\na = 1\nb.c = [ 'x', \"y\\n\\u00e9\", [1, 2.5e3, ], ] # d\n[t.\"u v\"]\nd = 1979-05-27T07:32:00Z\ne = {f = true, g = -inf}\n[[h]]\ni = '''x\ny'''\nj = \"\"\"a\\\"b\"\"\"\n"
	missed, alarms, tried := 0, 0, 0
	for _, m := range mutants(good) {
		var v map[string]any
		_, ours := readTOML(m)
		theirs := toml.Unmarshal([]byte(m), &v)
		tried++
		switch {
		case ours == nil && theirs != nil && !strings.Contains(theirs.Error(), "already") && !strings.Contains(theirs.Error(), "date") && !strings.Contains(theirs.Error(), "number"):
			missed++
			t.Logf("only we accept %q: %v", m, theirs)
		case ours != nil && theirs == nil:
			alarms++
		}
	}
	t.Logf("%d mutants: %d that only we accept, %d that only we refuse", tried, missed, alarms)
	if missed > 0 || tried < 500 {
		t.Errorf("%d of %d mutants are accepted, and are not TOML", missed, tried)
	}
}

// mutants are a text with each byte taken away, doubled, or replaced.
func mutants(text string) (all []string) {
	for i := range text {
		all = append(all, text[:i]+text[i+1:], text[:i]+text[i:i+1]+text[i:])
		for _, c := range "\"'[]{}#=\n ,:-\\" {
			all = append(all, text[:i]+string(c)+text[i+1:])
		}
	}
	return all
}

func FuzzTOMLCanon(f *testing.F) {
	fuzzPlainCanon(f, tomlLanguage{tomlRules}, "a = \"GsaT00000Z\" # GsaT00001Z\n[b.'c']\nd = [GsaT00002Z,\n GsaN00003Z]\n", "a = {b = '''x'''}")
}

func FuzzTOMLValue(f *testing.F) {
	fuzzPlainValue(f, dialect.TOML, []string{"a = {{.}}", "a = \"{{.}}\" # b", "a = '{{.}}'"}, func(doc string) (string, error) {
		var v struct{ A string }
		err := toml.Unmarshal([]byte(doc), &v)
		return v.A, err
	})
}
