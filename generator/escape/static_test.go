package escape

import (
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// Check finds what no data at hand would show.
func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // "line:col: code" of each error
	}{
		{"good", `{{if .A}}x={{.B}}{{else}}y={{.B}}{{end}}`, nil},
		{"in a branch", "x={{.A}}\n{{if .B}}eval {{.C}}{{end}}", []string{"2:15: sh/eval"}},
		{"in an else", "{{if .B}}true{{else}}eval {{.C}}{{end}}", []string{"1:27: sh/eval"}},
		{"in a range", "{{range .L}}trap {{.}} 0\n{{end}}", []string{"1:18: sh/eval"}},
		{"in a range's else", "{{range .L}}true\n{{else}}trap {{$.A}} 0\n{{end}}", []string{"2:14: sh/eval"}},
		{"in with", "{{with .A}}alias x={{.}}{{end}}", []string{"1:20: sh/eval"}},
		{"in a template", `{{define "p"}}eval {{.}}{{end}}{{template "p" .A}}`, []string{"1:20: sh/eval"}},
		{"several", "eval {{.A}}\nread -r {{.B}}\n", []string{"1:6: sh/eval", "2:9: sh/names"}},
		{"one branch ends inside quotes", "x='{{.A}}{{if .B}}'{{end}}\n", []string{"1:4: syntax"}},
		{"agreeing branches", "{{if .B}}if true; then{{end}}\nx={{.A}}\n{{if .B}}fi{{end}}\n", nil},
		{"an empty body", "f() {\n{{range .L}}x={{.}}\n{{end}}}\n", []string{"1:1: syntax"}},
		{"nested flips", "{{if .A}}{{if .B}}x={{.C}}{{else}}eval {{.C}}{{end}}{{end}}", []string{"1:40: sh/eval"}},
		{"code where it fits", "{{include \"p.sh\" .}}\n", nil},
		{"a number", "printf '%s' $(({{int .A}} + 1))", nil},
		{"by hand", `x={{printf "%q" .A}} y='{{.B | replace "'" "x"}}' z={{html .C}}`, []string{"1:3: template/hand-escaping", "1:25: template/hand-escaping", "1:53: template/hand-escaping"}},
		{"a break", "{{range .L}}{{if .}}{{break}}{{end}}x={{.}}\n{{end}}", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			set, err := New(dialect.Sh).Parse("t", c.text)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			if err := set.Check("t"); err != nil {
				for _, line := range strings.Split(err.Error(), "\n") {
					parts := strings.SplitN(strings.TrimPrefix(line, "t:"), ": ", 3)
					got = append(got, parts[0]+": "+parts[1])
				}
			}
			if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("%q, want %q\n%v", got, c.want, set.Check("t"))
			}
		})
	}
}

// Lint reads templates whose functions and data it knows nothing of.
func TestLint(t *testing.T) {
	checked, unchecked, err := Lint("", map[string]string{
		"install.sh.tmpl":  `x={{ourFunction .A | another 1}}` + "\n" + `{{template "part" .}}{{template "other.tmpl" .}}`,
		"part.tmpl":        "eval {{.B}}\n",
		"other.tmpl":       "x='{{.C}}'\n",
		"env/x.zsh.tmpl":   "export X={{.}}\n",
		"no-language.tmpl": "x",
		"p.awk.tmpl":       `BEGIN { print "{{.A}}" }`,
		"self.sh.tmpl":     "{{template \"self.sh\" .}}\neval {{.A}}\n",
		"broken.sh.tmpl":   "x={{.A}}\n{{if}}\n",
		"defines.tmpl":     `{{define "unused"}}eval {{.A}}{{end}}`,
		"defines.sh.tmpl":  `{{define "unused too"}}eval {{.A}}{{end}}`,
	})
	if checked != 6 {
		t.Errorf("%d templates checked, want 6", checked)
	}
	if len(unchecked) != 1 || unchecked[0] != "unused in defines.tmpl" {
		t.Errorf("unchecked are %q", unchecked)
	}
	want := []string{
		"no-language.tmpl:1:1: template/dialect: its name tells no dialect; name it like what it makes, such as install.sh.tmpl",
		`p.awk.tmpl:1:16: any/unknown: {{.A}}: no value can stand in a file of awk`,
		"self.sh.tmpl:2:6: sh/eval: {{.A}}: no value can stand in an argument of eval",
		"broken.sh.tmpl:2:1: template/syntax: missing value for if",
		"defines.sh.tmpl:1:29: sh/eval: {{.A}}: no value can stand in an argument of eval",
		"part.tmpl:1:6: sh/eval: {{.B}}: no value can stand in an argument of eval",
	}
	for _, line := range want {
		if err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("no line %q in\n%v", line, err)
		}
	}
	if err != nil && strings.Count(err.Error(), "\n") != len(want)-1 {
		t.Errorf("more than that:\n%v", err)
	}
}
