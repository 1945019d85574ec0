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

// runFish runs a script in a directory and a home of its own.
func runFish(t testing.TB, dir, script string, args ...string) (stdout, stderr string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.fish")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "fish", append([]string{"-N"}, append(args, file)...)...)
	cmd.Dir = dir
	home := t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "XDG_CACHE_HOME=" + home, "LC_ALL=" + fishLocale()}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("fish: %v %v\n%s", err, ctx.Err(), errs.String())
	}
	return out.String(), errs.String()
}

// fishLocale is GOSETUP_LOCALE, for the round trip in others.
func fishLocale() string {
	if l := os.Getenv("GOSETUP_LOCALE"); l != "" {
		return l
	}
	return "C.UTF-8"
}

// renderFish executes a template.
func renderFish(t testing.TB, text string, data any) (string, error) {
	t.Helper()
	tmpl, err := New(dialect.Fish).Parse("test", text)
	if err != nil {
		t.Fatal(err)
	}
	return render(tmpl, data)
}

func mustFish(t testing.TB, text string, data any) string {
	t.Helper()
	out, err := renderFish(t, text, data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A fishTrip is a context of the round trip: the template prints, for each
// value, something and a NUL.
type fishTrip struct {
	name, before, body string
	want               func(v string) string // nil: the value itself
	takes              func(v string) bool   // nil: every value
}

func fishYes(string) string { return "yes" }

func fishAround(before, after string) func(string) string {
	return func(v string) string { return before + v + after }
}

func fishNoDash(v string) bool { return !strings.HasPrefix(v, "-") }
func fishLine(v string) bool {
	return !strings.Contains(v, "\n")
}
func fishNoPattern(v string) bool { return !strings.ContainsAny(v, `?\`) }

const fishShow = "function show\nprintf '%s\\0' $argv\nend\nset -g d D\nset -g e ''\n"

var fishTrips = []fishTrip{
	{name: "word", body: `printf '%s\0' {{.}}`},
	{name: "part", body: `printf '%s\0' a{{.}}b`, want: fishAround("a", "b")},
	{name: "part behind quotes", body: `printf '%s\0' "$d"{{.}}'x'`, want: fishAround("D", "x")},
	{name: "part behind index", body: `printf '%s\0' $d[1]{{.}}$d`, want: fishAround("D", "D")},
	{name: "part behind substitution", body: `printf '%s\0' (echo s){{.}}(echo s)`, want: fishAround("s", "s")},
	{name: "twice", body: `printf '%s\0' {{.}}{{.}}`, want: func(v string) string { return v + v }},
	{name: "single", body: `printf '%s\0' 'a {{.}} b'`, want: fishAround("a ", " b")},
	{name: "single alone", body: `printf '%s\0' '{{.}}'`},
	{name: "single behind backslashes", body: `printf '%s\0' 'a\\{{.}}\\'`, want: fishAround(`a\`, `\`)},
	{name: "single twice", body: `printf '%s\0' '{{.}}{{.}}'`, want: func(v string) string { return v + v }},
	{name: "double", body: `printf '%s\0' "a {{.}} b"`, want: fishAround("a ", " b")},
	{name: "double alone", body: `printf '%s\0' "{{.}}"`},
	{name: "double with variables", body: `printf '%s\0' "$d/{{.}}$d"`, want: fishAround("D/", "D")},
	{name: "double behind empty", body: `printf '%s\0' "$e/{{.}}"`, want: fishAround("/", "")},
	{name: "double and substitution", body: `printf '%s\0' "{{.}}$(echo s)"`, want: fishAround("", "s")},
	{name: "double before bracket", body: `printf '%s\0' "{{.}}(pwned)[1]{{.}}"`, want: func(v string) string { return v + "(pwned)[1]" + v }},
	{name: "double behind backslashes", body: `printf '%s\0' "a\\{{.}}\\"`, want: fishAround(`a\`, `\`)},
	{name: "set", body: `set -g v {{.}}; printf '%s\0' $v`},
	{name: "set several", body: `set v {{.}} {{.}}; test (count $v) -eq 2; and printf '%s\0' $v[2]`},
	{name: "set -a", body: `set -l v; set -a v "{{.}}"; printf '%s\0' $v`},
	{name: "set exported", body: `set -lx v {{.}}; printf '%s\0' "$v"`},
	{name: "for", body: "for x in {{.}}\nprintf '%s\\0' $x\nend"},
	{name: "switch", body: "switch {{.}}\ncase {{.}}\nprintf 'yes\\0'\ncase '*'\nprintf 'no\\0'\nend", want: fishYes, takes: fishNoPattern},
	{name: "case", body: "switch {{.}}x\ncase {{.}}\nprintf 'no\\0'\ncase 'y{{.}}' '{{.}}*y' {{.}}\"x\"\nprintf 'yes\\0'\ncase '*'\nprintf 'neither\\0'\nend", want: fishYes, takes: fishNoPattern},
	{name: "case double", body: "switch \"a{{.}}\"\ncase \"a{{.}}\"\nprintf 'yes\\0'\ncase '*'\nprintf 'no\\0'\nend", want: fishYes, takes: fishNoPattern},
	{name: "case several", body: "switch {{.}}\ncase y{{.}} {{.}}\nprintf 'yes\\0'\nend", want: fishYes, takes: fishNoPattern},
	{name: "substitution", body: `printf '%s\0' (printf '%s' {{.}} | string collect -N -a)`},
	{name: "substitution double", body: `printf '%s\0' "$(printf 'a%sb' {{.}})"`, want: fishAround("a", "b")},
	{name: "substitution in substitution", body: `printf '%s\0' "x$(printf 'a%sb' "y$(printf 'c%sd' {{.}} "{{.}}")")"`, want: func(v string) string { return "xayc" + v + "dc" + v + "db" }},
	{name: "substitution $( )", body: `printf '%s\0' $(printf 'a%sb' '{{.}}' | string collect -N)`, want: fishAround("a", "b")},
	{name: "assignment", body: `v={{.}} w="{{.}}" show $v`},
	{name: "assignment of a block", body: "v={{.}} begin\nprintf '%s\\0' $v\nend"},
	{name: "function", body: `show {{.}}`},
	{name: "functions", body: `show {{.}} | cat; and not show 'x{{.}}' >/dev/null`},
	{name: "test", body: `test {{.}} = "{{.}}"; and test {{.}} != x{{.}}; and printf 'yes\0'`, want: fishYes},
	{name: "test -n", body: `if test -n {{.}}
printf 'yes\0'
else if test -z "{{.}}"
printf 'no\0'
end`, want: func(v string) string {
		if v == "" {
			return "no"
		}
		return "yes"
	}},
	{name: "[", body: `if [ {{.}} = {{.}} ]; and not [ ! {{.}} = '{{.}}' ]
printf 'yes\0'
end`, want: fishYes},
	{name: "string split", body: `printf '%s\0' (string split -m 1 -- : a:{{.}} | string collect -N)`, want: fishAround("a\n", "\n")},
	{name: "string replace", body: `string replace -q -- {{.}} '' x{{.}}y; and printf 'yes\0'`, want: fishYes, takes: func(v string) bool { return v != "" }},
	{name: "string replacement", body: `printf '%s\0' (string replace -- X {{.}} aXb | string collect -N)`, want: fishAround("a", "b\n")},
	{name: "string match", body: `printf '%s\0' (string match -r -- '(?s).*' x{{.}} | string collect -N)`, want: fishAround("x", "\n")},
	{name: "string collect", body: `printf '%s\0' (string collect -N -- {{.}})`, takes: func(v string) bool { return v != "" }},
	{name: "contains", body: `contains -- {{.}} a {{.}}; and printf 'yes\0'`, want: fishYes},
	{name: "echo", body: `printf '%s\0' (echo -n {{.}} | string collect -N -a)`, takes: fishNoDash},
	{name: "echo behind", body: `printf '%s\0' (echo -n x {{.}} | string collect -N -a)`, want: fishAround("x ", "")},
	{name: "count", body: `printf '%s\0' (count {{.}} {{.}})`, want: func(string) string { return "2" }, takes: fishNoDash},
	{name: "comment", body: "# {{.}}\n#{{.}}\nprintf 'yes\\0' x # {{.}} '", want: fishYes, takes: fishLine},
	{name: "comment of a block", body: "begin # {{.}}\n# {{.}} \"\nprintf 'yes\\0'\nend # {{.}}", want: fishYes, takes: fishLine},
	{name: "joined", body: `true && printf '%s\0' {{.}} || printf '%s\0' "{{.}}"; false; or true; and not false`},
	{name: "background", body: `printf '%s\0' {{.}} & wait`},
	{name: "program", body: `command printf '%s\0' {{.}}`},
	{name: "builtin", body: `builtin printf '%s\0' "{{.}}"`},
	{name: "error stream", body: `printf '%s\0' {{.}} 2>/dev/null >&1 <{{"/dev/null"}}`},
}

// fishAtoms are characters that fish uses inside itself.
var fishAtoms = []string{"\ufdd0", "\ufdd2", "\ufdd5", "\ufdef", "\uf600", "\uf627", "\uf65c", "\uf6ff", "\ue000", "\uf8ff", "\u180e", "$(", `\'`, `\`, "[1]", "%self", "{a,b}", "(pwned)", ";pwned;", "*", "?", "~"}

func fishHostile(r *rand.Rand) string {
	v := hostile(r)
	if r.Intn(4) == 0 {
		i := r.Intn(len(v) + 1)
		for i < len(v) && v[i]&0xc0 == 0x80 {
			i++
		}
		v = v[:i] + pick(r, fishAtoms) + v[i:]
	}
	return v
}

// Real fish prints the values that a template was given, in every context.
func TestFishRoundTrip(t *testing.T) {
	realtool.Need(t, "fish")
	n := envInt(t, "GOSETUP_VALUES", fewValues)
	seed := testSeed(t)
	for i, trip := range fishTrips {
		t.Run(trip.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewSource(seed + int64(i)))
			values := hostileValues(min(n, 500))
			for len(values) < n {
				values = append(values, fishHostile(r))
			}
			if trip.takes != nil {
				values = slices.DeleteFunc(values, func(v string) bool { return !trip.takes(v) })
			}
			for batch := range slices.Chunk(values, 2000) {
				trip.run(t, batch)
			}
			t.Logf("%d values", len(values))
		})
	}
}

func (trip *fishTrip) run(t *testing.T, values []string) {
	script := mustFish(t, fishShow+trip.before+"{{range .}}"+trip.body+"\n{{end}}", values)
	out, errs := runFish(t, t.TempDir(), script)
	got := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	if len(got) != len(values) {
		t.Errorf("%d outputs of %d values; stderr %.300s", len(got), len(values), errs)
	}
	wrong := 0
	for i, v := range values {
		want := v
		if trip.want != nil {
			want = trip.want(v)
		}
		if i < len(got) && got[i] != want {
			if wrong++; wrong < 4 {
				t.Errorf("%.200q becomes %.200q, not %.200q", v, got[i], want)
			}
		}
	}
	if errs != "" {
		t.Errorf("stderr: %.300s", errs)
	}
}
