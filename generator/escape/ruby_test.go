package escape

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// rubyPrelude stands for Homebrew: what its methods are given, they print, with
// a NUL behind it. It is a file of its own, since methods that a template
// defines itself take no values.
const rubyPrelude = `
$stdout.binmode
def show(*all) = all.each { |v| $stdout.write(v.to_s, "\0") }
def flat(v) = v.is_a?(Hash) ? v.flat_map { |k, x| [k, *flat(x)] } : v.is_a?(Array) ? v.flat_map { |x| flat(x) } : [v]
class Dirs
  def install(*all) = show(*flat(all).grep(String))
end
class Under
  def /(name) = name
end
def bin = Dirs.new
def testpath = Under.new
def one = 1
def plus(s) = s
def test = yield
def on_macos = yield
%i[desc homepage url license deprecate! tap brew keg_only link_overwrite assert_path_exists ohai revision].each do |m|
  define_method(m) { |*all| show(*flat(all).reject { |v| v.is_a?(Symbol) }) }
end
def assert_equal(a, b) = show(a == b ? a : "different")
def assert_match(a, b) = show(Regexp.new(Regexp.escape(a)).match?(b) ? "yes" : "no")
class Formula; end
`

// runRuby runs a script in a directory of its own, with a program pwned on PATH
// that must not run.
func runRuby(t testing.TB, script string) (stdout, stderr string) {
	t.Helper()
	home := t.TempDir()
	for _, dir := range []string{"bin", "work"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"bin/pwned": "#!/bin/sh\n: >'" + home + "/work/PWNED'\n", "prelude.rb": rubyPrelude, "script.rb": script} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "ruby", "-r", filepath.Join(home, "prelude.rb"), filepath.Join(home, "script.rb"))
	cmd.Dir = filepath.Join(home, "work")
	cmd.Env = []string{"PATH=" + home + "/bin:" + os.Getenv("PATH"), "HOME=" + home, "LC_ALL=C.UTF-8"}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("ruby: %v %v\n%s", err, ctx.Err(), errs.String())
	}
	if left, err := os.ReadDir(filepath.Join(home, "work")); err != nil || len(left) > 0 {
		t.Errorf("a value was executed: %v %v", left, err)
	}
	return out.String(), errs.String()
}

func renderRuby(text string, data any) (string, error) { return renderText(dialect.Ruby, text, data) }

// A rubyTrip is a context of the round trip: for each value the template prints
// what want says, each with a NUL.
type rubyTrip struct {
	name, body string
	want       func(v string) []string // nil: the value
	takes      func(v string) bool     // nil: every value
}

func rubyTimes(n int, before, after string) func(string) []string {
	return func(v string) []string { return slices.Repeat([]string{before + v + after}, n) }
}

func rubyYes(string) []string { return []string{"yes"} }

func rubyNoDash(v string) bool { return !strings.HasPrefix(v, "-") }

func rubyOneLine(v string) bool { return !strings.Contains(v, "\n") }

func rubyNoEnd(v string) bool {
	line := strings.TrimLeft(v, " \t")
	return v != "" && line != "EOS" && line != "EOF"
}

func rubyRawTakes(v string) bool {
	return rubyOneLine(v) && rubyNoEnd(v) && !strings.HasPrefix(v, " ") && !strings.HasPrefix(v, "\t")
}

func rubyComments(v string) bool {
	return rubyOneLine(v) && !rubyPragma.MatchString(v) && !rubyCoding.MatchString(v)
}

var rubyTrips = []rubyTrip{
	{name: "bare", body: `desc {{.}}`},
	{name: "brackets", body: `desc({{.}})`},
	{name: "double", body: `desc "a {{.}} b"`, want: rubyTimes(1, "a ", " b")},
	{name: "double alone", body: `desc "{{.}}"`},
	{name: "double twice", body: `desc "{{.}}{{.}}"`, want: func(v string) []string { return []string{v + v} }},
	{name: "double behind #", body: `desc "a#{{.}}"`, want: rubyTimes(1, "a#", "")},
	{name: "double behind # twice", body: `desc "#{{.}}{{.}}{{.}}"`, want: func(v string) []string { return []string{"#" + v + v + v} }},
	{name: "double before braces", body: `desc "{{.}}{x}{{.}}$0{{.}}@x"`, want: func(v string) []string { return []string{v + "{x}" + v + "$0" + v + "@x"} }},
	{name: "double behind backslashes", body: `desc "\\{{.}}\\"`, want: rubyTimes(1, `\`, `\`)},
	{name: "double with expansions", body: `desc "#{one}{{.}}#{plus("x")}"`, want: rubyTimes(1, "1", "x")},
	{name: "single", body: `desc 'a {{.}} b'`, want: rubyTimes(1, "a ", " b")},
	{name: "single alone", body: `desc '{{.}}'`},
	{name: "single behind backslashes", body: `desc 'a\\{{.}}\\'`, want: rubyTimes(1, `a\`, `\`)},
	{name: "single twice", body: `desc '#{{.}}{{.}}'`, want: func(v string) []string { return []string{"#" + v + v} }},
	{name: "values", body: `deprecate! date: {{.}}, because: "{{.}}"`, want: func(v string) []string { return []string{v, v} }},
	{name: "trusted", body: `tap "x", trusted: { formula: {{.}} }`, want: func(v string) []string { return []string{"x", v} }, takes: rubyNoDash},
	{name: "elements", body: `license any_of: [{{.}}, "a{{.}}", 'b{{.}}']`, want: func(v string) []string { return []string{v, "a" + v, "b" + v} }},
	{name: "install", body: `bin.install {{.}} => '{{.}}'`, want: rubyTimes(2, "", ""), takes: rubyNoDash},
	{name: "address", body: `url {{.}}`, takes: rubyNoDash},
	{name: "path", body: `assert_path_exists testpath/{{.}}`},
	{name: "joined", body: `desc "a" + {{.}} + 'b'`, want: rubyTimes(1, "a", "b")},
	{name: "equal", body: `assert_equal {{.}}, "{{.}}"` + "\n" + `assert_equal '{{.}}', {{.}}`, want: rubyTimes(2, "", "")},
	{name: "match", body: `assert_match {{.}}, "a{{.}}b"`, want: rubyYes},
	{name: "condition", body: "if {{.}} == \"{{.}}\" && {{.}} != 'x{{.}}'\n  ohai \"yes\"\nelse\n  ohai \"no\"\nend", want: rubyYes},
	{name: "modifier", body: `ohai "yes" unless {{.}} == "x{{.}}"`, want: rubyYes},
	{name: "blocks", body: "test do\n  on_macos { desc {{.}} }\nend"},
	{name: "comment", body: "# {{.}}\nohai \"yes\" # it's {{.}} \"\n  # \"{{.}}", want: rubyYes, takes: rubyComments},
	{name: "caveats", body: "def caveats\n  <<~EOS\n    {{.}}\n\n      a {{.}} b\n    {{.}}c{{.}}\n  EOS\nend\nohai caveats", takes: rubyNoEnd,
		want: func(v string) []string { return []string{v + "\n\n  a " + v + " b\n" + v + "c" + v + "\n"} }},
	{name: "caveats behind #", body: "def caveats\n  <<~EOS\n    #{{.}}\n  EOS\nend\nohai caveats", want: rubyTimes(1, "#", "\n"), takes: rubyNoEnd},
	{name: "caveats behind indentation", body: "def caveats\n  <<~EOS\n        {{.}}\n    a\n  EOS\nend\nohai caveats", want: rubyTimes(1, "    ", "\na\n"), takes: rubyNoEnd},
	{name: "caveats at the left", body: "def caveats\n  <<~EOF\n{{.}}\n  a\nEOF\nend\nohai caveats", want: rubyTimes(1, "", "\n  a\n"), takes: rubyNoEnd},
	{name: "caveats with expansions", body: "def caveats\n  <<~EOS\n    #{one} {{.}} #{plus('x')}\n  EOS\nend\nohai caveats", want: rubyTimes(1, "1 ", " x\n"), takes: rubyNoEnd},
	{name: "caveats quoted", body: "def caveats\n  <<~'EOS'\n    {{.}}\n      a#{{.}}\n  EOS\nend\nohai caveats", takes: rubyRawTakes,
		want: func(v string) []string { return []string{v + "\n  a#" + v + "\n"} }},
	{name: "caveats in an if", body: "def caveats\n  if {{.}} == \"\"\n    return \"\"\n  else\n    \"{{.}}\"\n  end\nend\nohai caveats"},
	{name: "return", body: "def caveats\n  return {{.}} if \"x\" != {{.}}\n  'x'\nend\nohai caveats"},
	{name: "two here-documents", body: "assert_equal <<~A, <<~B\n  {{.}}x\nA\n  {{.}}x\nB", want: rubyTimes(1, "", "x\n"), takes: func(v string) bool { return v != "" }},
	{name: "beside a here-document", body: "deprecate! date: <<~EOS, because: \"{{.}}\"\n  a {{.}}\nEOS", want: func(v string) []string { return []string{"a " + v + "\n", v} }},
}

// rubyAtoms are what Ruby reads in some string or line.
var rubyAtoms = []string{"#{pwned}", "#{`pwned`}", "#$0", "#@a", "{", "$", "@", "\\", "\\\\", "\\u0041", "\\x41", "\\s", "\\n", "\\\n", "\n__END__\n", "\n=begin\n", "\n  EOS\n", "EOS", "\nEOS\n", "  ", "\t", "\n \t", "%q(", "?a", "<<~EOS", "# coding: latin1", "-*- coding: ascii -*-", "\u00a0", "\u2028", "\u3000", "\ufeff"}

func rubyHostile(r *rand.Rand) string {
	v := ""
	for range 1 + r.Intn(3) {
		if r.Intn(2) == 0 {
			v += hostile(r)
		} else {
			v += pick(r, rubyAtoms)
		}
	}
	return v
}

// Real ruby gives back the values that a template was given, in every context,
// and runs none.
func TestRubyRoundTrip(t *testing.T) {
	realtool.Need(t, "ruby")
	n := envInt(t, "GOSETUP_VALUES", fewValues)
	seed := testSeed(t)
	for i, trip := range rubyTrips {
		t.Run(trip.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewSource(seed + int64(i)))
			values := append(hostileValues(n/2), rubyAtoms...)
			for len(values) < n {
				values = append(values, rubyHostile(r))
			}
			if trip.takes != nil {
				values = slices.DeleteFunc(values, func(v string) bool { return !trip.takes(v) })
			}
			for batch := range slices.Chunk(values, 4000) {
				trip.run(t, batch)
			}
			t.Logf("%d values", len(values))
		})
	}
}

func (trip *rubyTrip) run(t *testing.T, values []string) {
	script, err := renderRuby("{{range .}}"+trip.body+"\n{{end}}", values)
	if err != nil {
		t.Fatal(err)
	}
	out, errs := runRuby(t, script)
	got := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	var want []string
	for _, v := range values {
		if trip.want == nil {
			want = append(want, v)
		} else {
			want = append(want, trip.want(v)...)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d outputs, %d wanted; stderr %.300s", len(got), len(want), errs)
	}
	wrong := 0
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			if wrong++; wrong < 4 {
				t.Errorf("%.200q becomes %.200q", want[i], got[i])
			}
		}
	}
	if errs != "" {
		t.Errorf("stderr: %.300s", errs)
	}
}

// The round trip finds what it is for: writers that forget something.
func TestRubyRoundTripFinds(t *testing.T) {
	realtool.Need(t, "ruby")
	for name, script := range map[string]string{
		"an expansion":   "desc \"#{`pwned`}\"\n",
		"another reader": "desc 'it's'\n",
	} {
		script := script
		t.Run(name, func(t *testing.T) {
			inner := &countingTB{TB: t}
			out, errs := runRuby(inner, script)
			if inner.errors == 0 && errs == "" {
				t.Errorf("not found: %q", out)
			}
		})
	}
}

// countingTB counts errors instead of failing.
type countingTB struct {
	testing.TB
	errors int
}

func (c *countingTB) Errorf(string, ...any) { c.errors++ }

// What is shown about Ruby in the world: quotes that other generators forgot.
func TestRubyPublished(t *testing.T) {
	realtool.Need(t, "ruby")
	for _, c := range []struct{ name, template, value, want string }{
		{"an apostrophe in desc", `desc '{{.}}'`, "Don't panic", "Don't panic"},
		{"a quote in desc", `desc "{{.}}"`, `The "best" tool`, `The "best" tool`},
		{"a quote in a name", `tap {{.}}`, `org"; system("pwned"); "`, `org"; system("pwned"); "`},
		{"an expansion in caveats", "def caveats\n  <<~EOS\n    {{.}}\n  EOS\nend\nohai caveats", "Run $(pwned) or `pwned` or #{`pwned`} or #{system 'pwned'}", "Run $(pwned) or `pwned` or #{`pwned`} or #{system 'pwned'}\n"},
		{"an expansion in desc", `desc {{.}}`, "#{`pwned`}", "#{`pwned`}"},
		{"a digest with a line end", `homepage {{.}}`, "https://x\nsystem 'pwned'", "https://x\nsystem 'pwned'"},
	} {
		script, err := renderRuby(c.template, c.value)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if out, errs := runRuby(t, script); out != c.want+"\x00" || errs != "" {
			t.Errorf("%s: %q %s", c.name, out, errs)
		}
	}
	// Go's %q leaves #{ } alone: this is why it must not be used.
	inner := &countingTB{TB: t}
	runRuby(inner, "desc \"#{`pwned`}\"")
	if inner.errors == 0 {
		t.Error("the quotes of Go are safe for Ruby after all")
	}
	if tmpl, err := New(dialect.Ruby).Parse("test", `desc {{printf "%q" .}}`); err != nil || tmpl.Check("test") == nil {
		t.Errorf("%%q is not reported: %v", err)
	}
}

// The shapes of the tap take values.
func TestRubyShapes(t *testing.T) {
	template := `class {{.Class}} < Formula
  desc {{.V}}
  version "{{.N}}.2"
  license any_of: [{{.W}}]
  revision {{.N}}

  livecheck do
    url {{.V}}
    regex(/v?(\d+)/i)
  end

  keg_only :versioned_formula
  deprecate! date: {{.V}}, because: :unmaintained

  on_macos do
    on_arm do
      url {{.V}}
      sha256 {{.V}}
    end
  end
{{range .W}}
  link_overwrite {{.}}
{{- end}}

  def install
    bin.install "a" => {{.V}}
    man1.install {{.V}}
  end

  def caveats
    <<~EOS
      To go: {{.V}}
    EOS
  end

  test do
    assert_match {{.V}}, shell_output("#{bin}/a --version")
    assert_equal {{.V}}, 'x{{.V}}' if version.to_s != {{.V}}
  end
end
`
	data := map[string]any{"Class": "GoSdkAT126", "V": `a"#{b}'`, "W": Words{"x", `y"`}, "N": 3}
	script, err := renderRuby(template, data)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(script, `"y\""`) || !strings.Contains(script, "revision 3\n") {
		t.Error(script)
	}
	if _, err := exec.LookPath("ruby"); err == nil && !rubyAgrees(t, []string{script})[0] {
		t.Errorf("ruby does not take\n%s", script)
	}
}
