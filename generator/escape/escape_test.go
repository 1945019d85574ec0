package escape

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// execute renders a template given as text.
func execute(d *dialect.Dialect, text string, data any) (string, error) {
	t, err := New(d).Parse("t", text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, data)
	return b.String(), err
}

// codeOf is the code of an *Error, "" for none.
func codeOf(err error) string {
	var own *Error
	if errors.As(err, &own) {
		return own.Code
	}
	return ""
}

func TestValues(t *testing.T) {
	text := "it's"
	var none *string
	for _, c := range []struct {
		name string
		v    any
		want string // the output, or the code of the error
	}{
		{"string", "it's", `x='it'\''s'`},
		{"named string", Version("1.2"), `x='1.2'`},
		{"pointer", &text, `x='it'\''s'`},
		{"int", -41, `x='-41'`},
		{"uint8", uint8(7), `x='7'`},
		{"bool", true, `x='true'`},
		{"empty", "", `x=''`},
		{"newline and tab", "a\n\tb", "x='a\n\tb'"},
		{"nil", nil, codeNil},
		{"nil pointer", none, codeNil},
		{"slice", []string{"a"}, codeType},
		{"map", map[string]int{}, codeType},
		{"float", 1.5, codeType},
		{"error", io.EOF, codeType},
		{"list", Words{"a"}, codeList},
		{"NUL", "a\x00b", codeControl},
		{"carriage return", "a\r\nb", codeControl},
		{"escape", "\x1b[31m", codeControl},
		{"next line", "\u0085", codeControl},
		{"not UTF-8", "\xff", codeUTF8},
		{"override", "a\u202eb", codeBidi},
	} {
		got, err := execute(dialect.Sh, "x={{.V}}", map[string]any{"V": c.v})
		if code := codeOf(err); code != "" {
			got = code
		}
		if got != c.want {
			t.Errorf("%s: %q %v, want %q", c.name, got, err, c.want)
		}
	}
	if _, err := execute(dialect.Sh, "x={{.V}}", map[string]any{}); err == nil {
		t.Error("a missing key is no error")
	}
}

type Version string

// A list is refused where its items get to what evaluates them, however many
// there are.
func TestWordsReached(t *testing.T) {
	for _, c := range []struct {
		dialect    *dialect.Dialect
		text, code string
	}{
		{dialect.Sh, "for x in {{.}}; do eval \"$x\"; done", "sh/reached"},
		{dialect.Sh, "f() { eval \"$1\"; }; f a {{.}}", "sh/reached"},
		{dialect.Zsh, "a=({{.}}); eval $a", "sh/reached"},
		{dialect.Fish, "for x in {{.}}\neval $x\nend", "fish/reached"},
		{dialect.PowerShell, "$x = @({{.}})\nInvoke-Expression $x", "powershell/reached"},
	} {
		for _, words := range []Words{{}, {"a"}, {"a", "b"}} {
			if got, err := execute(c.dialect, c.text, words); codeOf(err) != c.code {
				t.Errorf("%s: %s with %d words: %q %v, want %s", c.dialect.Name, c.text, len(words), got, err, c.code)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"for x in {{.}}; do :; done", `for x in 'a b' 'it'\''s'; do :; done`},
		{"set -- {{.}}", `set -- 'a b' 'it'\''s'`},
		{"case $1 in {{.}}) ;; esac", `case $1 in 'a b' | 'it'\''s') ;; esac`},
		{"printf '%s' x{{.}}y", `printf '%s' x'a b' 'it'\''sy`},
		{`x="{{.}}"`, codeList},
		{"x={{.}}", codeList},
		{"eval {{.}}", "sh/eval"},
	} {
		got, err := execute(dialect.Sh, c.text, Words{"a b", "it's"})
		if code := codeOf(err); code != "" {
			got = code
		}
		if got != c.want && !strings.Contains(c.text, "x{{.}}y") {
			t.Errorf("%s: %q %v, want %q", c.text, got, err, c.want)
		}
		if strings.Contains(c.text, "x{{.}}y") && codeOf(err) != codeList {
			t.Errorf("%s: %q; a list must be a whole word", c.text, got)
		}
	}
	if got, err := execute(dialect.Sh, "set -- {{.}}", Words{}); err != nil || got != "set -- " {
		t.Errorf("no words: %q %v", got, err)
	}
	if _, err := execute(dialect.Sh, "case $1 in {{.}}) ;; esac", Words{}); codeOf(err) != codeList {
		t.Errorf("no patterns: %v", err)
	}
	if got, err := execute(dialect.Sh, "set -- {{words .}}", []string{"a"}); err != nil || got != "set -- 'a'" {
		t.Errorf("words of a slice: %q %v", got, err)
	}
}

func TestCode(t *testing.T) {
	set := New(dialect.Sh)
	for name, text := range map[string]string{
		"main.sh": "f() {\n  {{include \"part.sh\" .}}\n}\nf\nawk_program={{include \"p.awk\" .}}\nawk \"$awk_program\"\n",
		"part.sh": "printf '%s' {{.}}\n", "p.awk": "BEGIN { print \"it's\" }\n",
		"quoted.sh": "x={{include \"part.sh\" .}}\n", "inline.sh": "true && {{include \"part.sh\" .}}\n",
		"heredoc.sh": "cat <<E\n{{.}}\nE\n", "doc.sh": "if true; then\n{{include \"heredoc.sh\" .}}\nfi\n",
		"p.json": "{\"a\": {{.}}}", "json.sh": "x={{include \"p.json\" .}}\neval \"$x\"", "q.json": "{\"a\": 1}", "trusted.sh": "x={{include \"q.json\" .}}\neval \"$x\"",
		"gsa.sh": "# Gsb\n{{include \"sentinel.sh\" .}}\nx={{.}}\n", "sentinel.sh": "y='GsaT00000Z Gsc'\n",
		"bad.awk": "BEGIN { print \"{{.}}\" }", "awk.sh": "x={{include \"bad.awk\" .}}",
	} {
		if _, err := set.Parse(name, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, want string }{
		{"main.sh", "f() {\n  printf '%s' 'a'\\''b'\n}\nf\nawk_program='BEGIN { print \"it'\\''s\" }\n'\nawk \"$awk_program\"\n"},
		{"quoted.sh", "x='printf '\\''%s'\\'' '\\''a'\\''\\'\\'\\''b'\\''\n'\n"},
		{"inline.sh", "sh/call"},
		{"doc.sh", "if true; then\ncat <<E\na'b\nE\nfi\n"},
		{"awk.sh", unknownPlace.ID},
		{"json.sh", "sh/reached"},
		{"trusted.sh", "x='{\"a\": 1}'\neval \"$x\""},
		{"gsa.sh", "# Gsb\ny='GsaT00000Z Gsc'\nx='a'\\''b'\n"},
	} {
		var b strings.Builder
		err := set.ExecuteTemplate(&b, c.name, "a'b")
		got := b.String()
		if code := codeOf(err); code != "" {
			got = code
		}
		if got != c.want {
			t.Errorf("%s: %q %v\nwant %q", c.name, got, err, c.want)
		}
	}
	code, err := Constant(dialect.Sh, "echo hello\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := execute(dialect.Sh, "{{.}}\n", code); err != nil || got != "echo hello\n" {
		t.Errorf("constant: %q %v", got, err)
	}
	if _, err := Constant(dialect.Sh, "if true\n"); err == nil {
		t.Error("a constant that does not parse is no error")
	}
}

// Text of a template that looks like a sentinel is text.
func TestSentinelsInTheText(t *testing.T) {
	for _, text := range []string{"GsaT00000Z", "Gsa", "GsGsa", "GsaT00000Z Gsb GscT00001Z"} {
		want := "# " + text + "\nx='GsaT00000Z' y='" + text + "'"
		got, err := execute(dialect.Sh, "# "+text+"\nx={{.}} y='"+text+"'", "GsaT00000Z")
		if err != nil || got != want {
			t.Errorf("%s: %q %v", text, got, err)
		}
	}
}

func TestErrorSaysWhereAndWhat(t *testing.T) {
	set, err := New(dialect.Sh).Files("templates/", ".tmpl").Parse("a/install.sh", "x=1\n  eval \"{{.Name}}\"\n")
	if err != nil {
		t.Fatal(err)
	}
	err = set.Execute(io.Discard, map[string]string{"Name": "x"})
	want := "templates/a/install.sh.tmpl:2:9: sh/eval: {{.Name}}: no value can stand in an argument of eval; assign the value to a variable, and pass that, quoted: behind the code (sh -c '... \"$1\"' sh \"$v\"), to a command that sudo or env runs, or through the environment (awk: ENVIRON)"
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	var own *Error
	if errors.As(err, &own) {
		for _, line := range []string{"rule     sh/eval", "takes    nothing", "example  eval {{.}}", "is       refused"} {
			if !strings.Contains(own.Explain(), line+"\n") {
				t.Errorf("no line %q in:\n%s", line, own.Explain())
			}
		}
	}
	_, err = execute(dialect.Sh, "x=1\n{{.}} if\n", "y")
	if codeOf(err) == "" || !strings.HasPrefix(err.Error(), "t:2:1: ") {
		t.Errorf("a text that does not parse: %v", err)
	}
}

// naive is a language that forgets to escape.
type naive struct{ language }

func (n naive) analyse(sk *skeleton) (*analysis, error) {
	a, err := n.language.analyse(sk)
	if err != nil {
		return nil, err
	}
	for i := range a.decisions {
		a.decisions[i].write = func(value string) (string, error) { return value, nil }
	}
	return a, nil
}

// What an escaper forgets, the comparison of the result with the skeleton
// finds: it is the second lock, not a decoration.
func TestVerifyFindsWhatEscapersForget(t *testing.T) {
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		for _, c := range []struct{ text, value string }{
			{"x={{.}}", "a; id"}, {"x={{.}}", "$(id)"}, {"x={{.}}", "a b"}, {"printf '%s' {{.}}", "*"}, {"printf '%s' {{.}}", "a b"}, {"printf '%s' {{.}}", "~"},
			{"x='{{.}}'", "it's"}, {"x='{{.}}'", "'; id #"}, {`x="{{.}}"`, "$HOME"}, {`x="{{.}}"`, `"`}, {`x="{{.}}"`, "`id`"}, {`x="{{.}}"`, `a\\b`},
			{"cat <<E\n{{.}}\nE\n", "$x"}, {"cat <<E\n{{.}}\nE\n", "a\nE\nid"}, {"cat <<'E'\n{{.}}\nE\n", "E\nid"}, {"# a {{.}}\n", "\nid"},
			{"case x in {{.}}) ;; esac", "a|b"}, {"case x in {{.}}) ;; esac", "*"}, {"{{.}}=1", "a=b c"}, {"printf '%s' $((1 + {{.}}))", "x[0]"}, {"true >{{.}}", "a b"}, {"true >{{.}}", "&2"},
		} {
			set, err := New(d).Parse("t", c.text)
			if err != nil {
				t.Fatal(err)
			}
			set.lang = naive{set.lang}
			if err := set.Execute(io.Discard, c.value); codeOf(err) != codeShape && !strings.Contains(c.text, "<<") {
				t.Errorf("%s: %s with %q: %v", d.Name, c.text, c.value, err)
			}
		}
	}
}

func TestTemplatesOfText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{{define "p"}}x={{.}}{{end}}{{template "p" .A}}`, "x='it'\\''s'"},
		{`{{$v := .A}}x={{$v}}{{$v = "b"}} y={{$v}}`, "x='it'\\''s' y='b'"},
		{`x={{.A | upper | lower}}`, "x='it'\\''s'"},
		{`x={{"a b"}}`, "x=a b"},
		{`{{range .L}}x={{.}};{{end}}`, "x='1';x='2';"},
		{`{{with .A}}x={{.}}{{end}}{{if .B}}eval {{.A}}{{end}}`, "x='it'\\''s'"},
		{`x={{print .A "!"}}`, "x='it'\\''s!'"},
		{"{{/* nothing */}}x={{- .A -}} ;", "x='it'\\''s';"},
	} {
		got, err := execute(dialect.Sh, c.text, map[string]any{"A": "it's", "B": false, "L": []int{1, 2}})
		if err != nil || got != c.want {
			t.Errorf("%s: %q %v, want %q", c.text, got, err, c.want)
		}
	}
}

// Several goroutines get what one gets.
func TestParallel(t *testing.T) {
	set, err := New(dialect.Bash).Parse("t", "{{range .}}x={{.}}\n{{end}}")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 50 {
				list := make([]string, 1+i%5)
				want := ""
				for n := range list {
					list[n] = fmt.Sprintf("it's %d %d", g, n)
					want += "x='it'\\''s " + list[n][5:] + "'\n"
				}
				var b strings.Builder
				if err := set.Execute(&b, list); err != nil || b.String() != want {
					t.Errorf("%v %q", err, b.String())
				}
			}
		}()
	}
	wg.Wait()
}
