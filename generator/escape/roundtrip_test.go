package escape

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// Every hostile value comes back from every shell, out of every place that
// takes text, as it went in. GOSETUP_VALUES says how many values each place of
// each dialect is given:
//
//	GOSETUP_VALUES=100000 go test ./generator/escape -run 'TestRoundTrip$' -timeout 3h -v

// A shellRow is one way to run a script.
type shellRow struct {
	dialect  *dialect.Dialect
	argv     []string
	stdin    bool
	optional bool // missing, it is left out without a word
	prelude  string
}

// mksh on Debian has no printf of its own, and one process a value is too slow.
const printfForMksh = `printf() {
	_f=$1; shift
	case $_f in
	'%s\0') for _v do print -rn -- "$_v"; print -n '\0'; done ;;
	'%s\n') for _v do print -r -- "$_v"; done ;;
	'%sx') print -rn -- "$1"x ;;
	*) print -n "BAD FORMAT $_f" ;;
	esac
}
`

var shellRows = []shellRow{
	{dialect: dialect.Sh, argv: []string{"dash"}},
	{dialect: dialect.Sh, argv: []string{"dash"}, stdin: true},
	{dialect: dialect.Sh, argv: []string{"bash"}},
	{dialect: dialect.Sh, argv: []string{"bash", "--posix"}},
	{dialect: dialect.Sh, argv: []string{"busybox", "ash"}},
	{dialect: dialect.Sh, argv: []string{"mksh"}, prelude: printfForMksh},
	{dialect: dialect.Sh, argv: []string{"yash"}},
	{dialect: dialect.Sh, argv: []string{"yash", "-o", "posixlycorrect"}},
	{dialect: dialect.Sh, argv: []string{"zsh", "--emulate", "sh", "-f"}},
	{dialect: dialect.Sh, argv: []string{"ksh93"}, optional: true},
	{dialect: dialect.Bash, argv: []string{"bash"}},
	{dialect: dialect.Bash, argv: []string{"bash"}, stdin: true},
	{dialect: dialect.Bash, argv: []string{"bash", "-O", "extglob", "-O", "nullglob"}},
	{dialect: dialect.Zsh, argv: []string{"zsh", "-f"}},
	{dialect: dialect.Zsh, argv: []string{"zsh", "-f"}, stdin: true},
	{dialect: dialect.Zsh, argv: []string{"zsh", "-f", "-o", "extendedglob"}},
}

func (s shellRow) String() string {
	name := strings.Join(s.argv, " ")
	if s.stdin {
		name += " <"
	}
	return name
}

func (s shellRow) job(script string) jailJob {
	return jailJob{Argv: s.argv, Script: s.prelude + script, Stdin: s.stdin, Keep: true, Timeout: time.Minute}
}

// rowsOf are the shells of a dialect that are here; needTool decides about the
// others.
func rowsOf(t testing.TB, d *dialect.Dialect) (rows []shellRow) {
	t.Helper()
	for _, row := range shellRows {
		if row.dialect != d || row.optional && shellPath(row.argv[0]) == row.argv[0] {
			continue
		}
		realtool.Need(t, row.argv[0])
		rows = append(rows, row)
	}
	return rows
}

// A spot is one place for a value: a text with {{.}} that prints it, ended by
// a NUL, for each value that fits. want is what it prints, the value if nil.
type spot struct {
	name  string
	in    []*dialect.Dialect // nil: sh, bash and zsh
	head  string             // before all
	each  string
	tail  string // behind all
	words bool   // {{.}} is a list of three values
	forks bool   // it takes a process for each value, so fewer are tried by default
	files bool   // the values are the names of the files that are made
	fits  func(string) bool
	want  func(string) string
	// limits are the codes of the rules that refuse some values here.
	limits []string
}

var (
	bashZsh = []*dialect.Dialect{dialect.Bash, dialect.Zsh}
	oneFile = func(s string) bool {
		return len(s) < 200 && s != "" && s != "." && s != ".." && !strings.Contains(s, "/")
	}
	oneLine = func(s string) bool { return !strings.Contains(s, "\n") && !strings.HasSuffix(s, `\`) }
	short   = func(s string) bool { return len(s) < 1000 }
	around  = func(before, after string) func(string) string {
		return func(s string) string { return before + s + after }
	}
)

const (
	show  = `show() { printf '%s\0' "$1"; }` + "\n"
	lines = `lines() { while IFS= read -r line; do printf '%s\n' "$line"; done; printf '%s\0' ""; }` + "\n"
	echoV = `printf '%s\0' "$v"`
)

var spots = []spot{
	{name: "argument", each: `printf '%s\0' {{.}}`},
	{name: "arguments", each: `printf '%s\0' {{.}} b {{.}}`, want: func(s string) string { return s + "\x00b\x00" + s }},
	{name: "arguments from a list", each: `printf '%s\0' a {{.}}`, words: true, want: around("a\x00", "")},
	{name: "continued line", each: "printf '%s\\0' \\\n  {{.}} \\\n  b", want: around("", "\x00b")},
	{name: "single quotes", each: `printf '%s\0' '{{.}}'`},
	{name: "single quotes, text around", each: `printf '%s\0' 'a "{{.}}$b'`, want: around(`a "`, "$b")},
	{name: "double quotes", each: `printf '%s\0' "{{.}}"`},
	{name: "double quotes, text around", head: "x=X\n", each: `printf '%s\0' "a '${x}{{.}}$x\\"`, want: around(`a 'X`, `X\`)},
	{name: "double quotes, two values", each: `printf '%s\0' "{{.}}{{.}}"`, want: func(s string) string { return s + s }},
	{name: "dollar quotes", in: bashZsh, each: `printf '%s\0' $'a\t{{.}}b'`, want: around("a\t", "b")},
	{name: "text around", each: `printf '%s\0' a{{.}}b`, want: around("a", "b")},
	{name: "path around", each: `printf '%s\0' /a/{{.}}/b`, want: around("/a/", "/b")},
	{name: "option", each: `printf '%s\0' --opt={{.}}`, want: around("--opt=", "")},
	{name: "quotes around", head: "x=X\n", each: `printf '%s\0' "$x"{{.}}"y"`, want: around("X", "y")},
	{name: "two values in a word", in: []*dialect.Dialect{dialect.Sh, dialect.Bash}, each: `printf '%s\0' "a"{{.}}'b'{{.}}`, want: func(s string) string { return "a" + s + "b" + s }},
	{name: "home", head: "HOME=/h\n", each: `printf '%s\0' ~/{{.}}`, want: around("/h/", "")},
	{name: "home in quotes", head: "HOME=/h\n", each: `printf '%s\0' "$HOME/{{.}}"`, want: around("/h/", "")},
	{name: "assignment", each: "v={{.}}\n" + echoV},
	{name: "assignment, quoted", each: `v="a {{.}}"` + "\n" + echoV, want: around("a ", "")},
	{name: "assignment, text around", each: "v=a:{{.}}:b\n" + echoV, want: around("a:", ":b")},
	{name: "assignment, default", fits: func(s string) bool { return s != "" && isPlain(s, "") }, each: `unset v` + "\n" + `v="${v:-{{.}}}"` + "\n" + echoV},
	{name: "export", each: `export V={{.}}` + "\n" + `printf '%s\0' "$V"`},
	{name: "export, quoted", each: `export V="{{.}}:b"` + "\n" + `printf '%s\0' "$V"`, want: around("", ":b")},
	{name: "prefix of a function", head: "show() { printf '%s\\0' \"$V\"; }\n", each: `V={{.}} show`},
	{name: "local", head: "f() {\n", each: "local v={{.}}\n" + echoV, tail: "}\nf\n"},
	{name: "typeset", in: bashZsh, each: "typeset v={{.}}\n" + echoV},
	{name: "function's argument", head: show, each: "show {{.}}"},
	{name: "subshell and blocks", forks: true, head: show, each: "if :; then ( show {{.}} ) fi"},
	{name: "and, or, not", head: show, each: "! : || { show {{.}} && :; }"},
	{name: "command substitution", forks: true, each: `v="$(printf '%sx' {{.}})"` + "\n" + `printf '%s\0' "${v%x}"`},
	{name: "command substitution, bare", forks: true, each: `v=$(printf '%sx' {{.}})` + "\n" + `printf '%s\0' "${v%x}"`},
	{name: "command substitution, quotes in quotes", forks: true, each: `v="$(printf '%sx' "a {{.}}")"` + "\n" + `printf '%s\0' "${v%x}"`, want: around("a ", "")},
	{name: "command substitution, nested", forks: true, each: `v="$(printf '%s\n' "$(printf '%sx' {{.}})")"` + "\n" + `printf '%s\0' "${v%x}"`},
	{name: "for", each: `for v in {{.}}; do ` + echoV + `; done`},
	{name: "for, list", each: `for v in {{.}}; do ` + echoV + `; done`, words: true},
	{name: "set", each: "set -- {{.}}\n" + `printf '%s\0' "$1"`},
	{name: "set, list", each: "set -- {{.}}\n" + `printf '%s\0' "$@"`, words: true},
	{name: "case", each: `case {{.}} in {{.}}) printf '%s\0' {{.}} ;; *) printf '%s\0' WRONG ;; esac`},
	{name: "case, other word", each: `case {{.}}x in {{.}}) printf '%s\0' WRONG ;; x{{.}} | *) printf '%s\0' {{.}} ;; esac`},
	{name: "case, text around", each: `case a{{.}}b in (a{{.}}*) printf '%s\0' {{.}} ;; *) printf '%s\0' WRONG ;; esac`},
	{name: "case, quoted", each: `case "{{.}}" in "{{.}}" | '') printf '%s\0' {{.}} ;; *) printf '%s\0' WRONG ;; esac`},
	{name: "bracket", each: `[ {{.}} = {{.}} ] && [ x{{.}} != {{.}} ] && printf '%s\0' {{.}}`},
	{name: "bracket, variable", each: "v={{.}}\n" + `[ "$v" = {{.}} ] && [ -n "x{{.}}" ] && printf '%s\0' {{.}}`},
	{name: "double bracket", in: bashZsh, each: `[[ {{.}} == {{.}} && x{{.}} != {{.}} ]] && printf '%s\0' {{.}}`},
	{name: "array", in: bashZsh, each: `a=({{.}} b "{{.}}")` + "\n" + `printf '%s\0' "${a[@]}"`, want: func(s string) string { return s + "\x00b\x00" + s }},
	{name: "array, list", in: bashZsh, each: `a=(a {{.}})` + "\n" + `printf '%s\0' "${a[@]}"`, words: true, want: around("a\x00", "")},
	{name: "array, more", in: bashZsh, each: `a=(a)` + "\n" + `a+=({{.}})` + "\n" + `printf '%s\0' "${a[@]}"`, want: around("a\x00", "")},
	{name: "here-string", in: bashZsh, head: lines, each: `lines <<< {{.}}`, want: around("", "\n")},
	{name: "here-document", limits: []string{"sh/heredoc-end"}, head: lines, each: "lines <<EOF\n{{.}}\nEOF", want: around("", "\n")},
	{name: "here-document, text around", limits: []string{"sh/heredoc-end"}, head: lines, each: "lines <<EOF\na \\$ {{.}} \"b'\\\\\nEOF", want: around("a $ ", " \"b'\\\n")},
	{name: "here-document, quoted", limits: []string{"sh/heredoc-end"}, head: lines, each: "lines <<'EOF'\n{{.}}\nEOF", want: around("", "\n")},
	{name: "here-document, quoted, text around", limits: []string{"sh/heredoc-end"}, head: lines, each: "lines <<\\EOF\na \\$ {{.}} \"b'\\\nEOF", want: around("a \\$ ", " \"b'\\\n")},
	{name: "comment", each: "# {{.}}\nprintf '%s\\0' ok", fits: oneLine, want: func(string) string { return "ok" }},
	{name: "comment behind a command", each: "printf '%s\\0' ok # a{{.}}", fits: oneLine, want: func(string) string { return "ok" }},
	{name: "redirection", each: ": >{{.}}", fits: oneFile, files: true},
	{name: "redirections", each: "{ : >>./{{.}}; } 2>\"{{.}}\"\n: <{{.}} && [ -f {{.}} ] || exit 9", fits: oneFile, files: true},
	{name: "many places of one command", limits: []string{"sh/heredoc-end"}, forks: true, head: show, each: "V={{.}} W='{{.}}' show \"{{.}}\" {{.}} \"$(: {{.}})\" <<EOF\n{{.}}\nEOF", fits: short},
}

func TestRoundTrip(t *testing.T) {
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		t.Run(d.Name, func(t *testing.T) {
			rt := &roundTrip{d: d, rows: rowsOf(t, d), refused: map[string]int{}}
			values := hostileValues(envInt(t, "GOSETUP_VALUES", fewValues))
			for _, c := range spots {
				if c.in == nil || slices.Contains(c.in, d) {
					t.Run(c.name, func(t *testing.T) { rt.spot(t, c, values) })
				}
			}
			t.Logf("%s: %d values came back from %d shells, %d wrong; refused %v", d.Name, rt.tried, len(rt.rows), rt.wrong, rt.refused)
		})
	}
}

// A roundTrip is what happens to one dialect.
type roundTrip struct {
	d            *dialect.Dialect
	rows         []shellRow
	tried, wrong int
	refused      map[string]int // by spot and code
}

// spot tries values in one place, some at a time.
func (rt *roundTrip) spot(t *testing.T, c spot, values []string) {
	tmpl, err := New(rt.d).Parse("t", c.head+"{{range .}}"+c.each+"\n{{end}}"+c.tail)
	if err != nil {
		t.Fatal(err)
	}
	if c.forks && os.Getenv("GOSETUP_VALUES") == "" {
		values = values[:len(values)/4]
	}
	items := c.items(values)
	if _, err := render(tmpl, items[2:3]); err != nil {
		t.Fatalf("no value can stand there: %v", err)
	}
	for chunk := range slices.Chunk(items, 1000) {
		rt.check(t, c, tmpl, rt.accepted(t, c, tmpl, chunk))
	}
}

// items are what the template ranges over: the values, or lists of three.
func (c spot) items(values []string) []any {
	var items []any
	if c.fits != nil {
		values = slices.DeleteFunc(slices.Clone(values), func(s string) bool { return !c.fits(s) })
	}
	if c.words {
		for i := 0; i+3 <= len(values); i += 3 {
			items = append(items, Words(values[i:i+3]))
		}
		return items
	}
	for _, v := range values {
		items = append(items, v)
	}
	return items
}

// expected is what an item prints.
func (c spot) expected(item any) string {
	s, ok := item.(string)
	if !ok {
		s = strings.Join(item.(Words), "\x00")
	}
	if c.want != nil {
		s = c.want(s)
	}
	return s + "\x00"
}

func render(tmpl *Template, data any) (string, error) {
	var out bytes.Buffer
	err := tmpl.Execute(&out, data)
	return out.String(), err
}

// renderText parses a template and renders it.
func renderText(d *dialect.Dialect, text string, data any) (string, error) {
	tmpl, err := New(d).Parse("test", text)
	if err != nil {
		return "", err
	}
	return render(tmpl, data)
}

// accepted drops the items that a limit refuses, and counts them.
func (rt *roundTrip) accepted(t *testing.T, c spot, tmpl *Template, items []any) []any {
	_, err := render(tmpl, items)
	if err == nil || len(items) == 0 {
		return items
	}
	if len(items) > 1 {
		half := len(items) / 2
		return append(rt.accepted(t, c, tmpl, items[:half:half]), rt.accepted(t, c, tmpl, items[half:])...)
	}
	var refusal *Error
	if !errors.As(err, &refusal) {
		t.Fatalf("%.200q: not an *Error: %v", items[0], err)
	}
	code := c.name + ": " + refusal.Code
	if rt.refused[code]++; rt.refused[code] == 1 && !slices.Contains(c.limits, refusal.Code) {
		t.Errorf("%.200q is refused: %.1000v", items[0], err)
	}
	return nil
}

// check runs the items in every shell, in halves where some are wrong, to find
// which.
func (rt *roundTrip) check(t *testing.T, c spot, tmpl *Template, items []any) {
	script, err := render(tmpl, items)
	if err != nil {
		t.Fatalf("each value is taken, but not all together: %v", err)
	}
	var jobs []jailJob
	for _, row := range rt.rows {
		jobs = append(jobs, row.job(script))
	}
	for i, o := range runAll(t, jobs) {
		rt.tried += len(items)
		rt.narrow(t, c, tmpl, rt.rows[i], items, o, true)
	}
}

func (rt *roundTrip) narrow(t *testing.T, c spot, tmpl *Template, row shellRow, items []any, o jailed, first bool) {
	if c.right(items, o) {
		return
	}
	if first {
		t.Errorf("%s: values came back changed, or something ran", row)
	}
	if len(items) == 1 || rt.wrong > 100 {
		rt.wrong++
		if rt.wrong < 20 {
			script, _ := render(tmpl, items)
			t.Errorf("%s: %.300q: want %.300q\nscript %.1000q\n%s", row, items[0], c.expected(items[0]), script, o)
		}
		return
	}
	for half := range slices.Chunk(items, (len(items)+1)/2) {
		script, err := render(tmpl, half)
		if err != nil {
			t.Fatal(err)
		}
		rt.narrow(t, c, tmpl, row, half, runAll(t, []jailJob{row.job(script)})[0], false)
	}
}

// right says whether an outcome is that of the items, and nothing else happened.
func (c spot) right(items []any, o jailed) bool {
	if o.Trips != "" || o.TimedOut || o.Status != 0 || len(o.Stderr) > 0 {
		return false
	}
	var want strings.Builder
	files := map[string]bool{}
	for _, item := range items {
		if c.files {
			files[item.(string)] = true
			continue
		}
		want.WriteString(c.expected(item))
	}
	for _, name := range o.Files {
		if !files[name] {
			return false
		}
	}
	return len(o.Files) == len(files) && string(o.Stdout) == want.String()
}

// runAll runs jobs in jails where there are some. Elsewhere the shells run them
// as they are: these are not random scripts, only their values are.
func runAll(t testing.TB, jobs []jailJob) (outcomes []jailed) {
	t.Helper()
	if os.Getenv("GOSETUP_NO_JAIL") != "1" {
		if _, err := jails(); err == nil {
			return runJailed(t, jobs)
		}
	}
	for _, one := range jobs {
		outcomes = append(outcomes, runFree(t, one))
	}
	return outcomes
}
