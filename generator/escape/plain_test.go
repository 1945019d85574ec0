package escape

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// A plainTrip is a context of the round trip of a plain format. The leaves of
// the document that is read, keys and values in order, must be want, in which %
// stands for the value and _ for a blank.
type plainTrip struct {
	name, text string
	want       string
	takes      func(v string) bool // nil: every value
	as         func(v string) any  // what the template is given; nil: the value
	exact      bool                // blanks in want are blanks
}

func (trip plainTrip) wants(v string) string {
	if trip.exact {
		return strings.ReplaceAll(trip.want, "%", v)
	}
	return strings.NewReplacer(" ", plainSeparator, "_", " ", "%", v).Replace(trip.want)
}

func plainOneLine(v string) bool { return !strings.Contains(v, "\n") }

func asWords(v string) any { return Words{v, "w", v} }

// renderPlain executes a template of a dialect.
func renderPlain(t testing.TB, d *dialect.Dialect, text string, data any) (string, error) {
	t.Helper()
	tmpl, err := New(d).Parse("test", text)
	if err != nil {
		t.Fatal(err)
	}
	return render(tmpl, data)
}

// testPlain renders each context with each value, has all documents read, and
// compares. What a context does not take must be refused by a rule: an error
// about the shape would be a place where only the last check stood.
func testPlain(t *testing.T, d *dialect.Dialect, trips []plainTrip, readers map[string]func(testing.TB, []string) []string) {
	values := hostileValues(envInt(t, "GOSETUP_VALUES", fewValues))
	for _, trip := range trips {
		t.Run(trip.name, func(t *testing.T) {
			tmpl, err := New(d).Parse("test", trip.text)
			if err != nil {
				t.Fatal(err)
			}
			var docs, wants, taken []string
			for _, v := range values {
				var data any = v
				if trip.as != nil {
					data = trip.as(v)
				}
				var b strings.Builder
				err := tmpl.Execute(&b, data)
				if trip.takes != nil && !trip.takes(v) {
					mustRefuse(t, v, err)
					continue
				}
				if err != nil {
					t.Errorf("%.200q is refused: %.300v", v, err)
					continue
				}
				docs, taken = append(docs, b.String()), append(taken, v)
				wants = append(wants, trip.wants(v))
			}
			for name, read := range readers {
				got := read(t, docs)
				if len(got) != len(docs) {
					t.Fatalf("%s read %d documents of %d", name, len(got), len(docs))
				}
				wrong := 0
				for i := range docs {
					if got[i] != wants[i] {
						if wrong++; wrong < 5 {
							t.Errorf("%s reads %.200q as %.200q, not %.200q", name, docs[i], got[i], wants[i])
						}
					}
				}
				t.Logf("%s: %d values, %d wrong", name, len(taken), wrong)
			}
		})
	}
}

// mustRefuse checks that a rule refuses, not the last check or the parser.
func mustRefuse(t testing.TB, v string, err error) {
	t.Helper()
	var own *Error
	if !errors.As(err, &own) || own.Code == codeShape || own.Code == codeSyntax {
		t.Errorf("%.200q is not refused by a rule: %.300v", v, err)
	}
}

// plainSeparator is between the leaves of a document. No value holds it.
const plainSeparator = "\x1f"

// rubyReader has Ruby read each document, for formats of its standard library.
func rubyReader(require, expr string) func(testing.TB, []string) []string {
	script := `require "` + require + `"
def leaves(v, out)
  case v
  when Hash then v.each { |k, x| leaves(k, out); leaves(x, out) }
  when Array then v.each { |x| leaves(x, out) }
  else out << v.to_s
  end
  out
end
docs = STDIN.binmode.read.force_encoding("UTF-8").split("\0", -1)
docs.pop
docs.each do |doc|
  r = begin
    leaves(` + expr + `, []).join("\x1f")
  rescue StandardError => e
    "error: " + e.message
  end
  STDOUT.binmode.write(r.encode("UTF-8"), "\0")
end
`
	return func(t testing.TB, docs []string) []string {
		t.Helper()
		realtool.Need(t, "ruby")
		return strings.Split(strings.TrimSuffix(runTool(t, strings.Join(docs, "\x00")+"\x00", "ruby", "-e", script), "\x00"), "\x00")
	}
}

func runTool(t testing.TB, stdin, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(cmd.Environ(), "HOME="+cmd.Dir, "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, errs.String())
	}
	return out.String()
}

// plainCases are templates with the outcome of each: a text, or the code of
// the error.
type plainCase struct {
	name, text string
	value      any
	want       string
}

func testPlainCases(t *testing.T, d *dialect.Dialect, cases []plainCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := renderPlain(t, d, c.text, c.value)
			var own *Error
			if errors.As(err, &own) {
				got = own.Code
			} else if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("%q, want %q\n%v", got, c.want, err)
			}
		})
	}
}

// fuzzPlainCanon tries what holds for the canon of every language: it does not
// panic, its errors are in the text, and what it accepts with a sentinel in it
// analyses without another error.
func fuzzPlainCanon(f *testing.F, lang language, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := lang.canon(text)
		if again, _ := lang.canon(text); again != c {
			t.Errorf("two canons of %q", text)
		}
		var te *textError
		switch {
		case err == nil:
		case !errors.As(err, &te):
			t.Errorf("%q: a %T", text, err)
		case te.Offset < 0 || te.Offset > len(text) || te.What == "":
			t.Errorf("%q: offset %d, %q", text, te.Offset, te.What)
		}
		if strings.Count(text, "Gsa") != len(wholeSentinel.FindAllString(text, -1)) {
			return // the engine's are whole
		}
		sk := newSkeleton(text, "Gsa")
		a, err := lang.analyse(sk)
		if err == nil && len(a.decisions) != len(sk.marks) {
			t.Errorf("%q: %d decisions for %d holes", text, len(a.decisions), len(sk.marks))
		}
	})
}

var wholeSentinel = regexp.MustCompile(`Gsa[A-Z][0-9]{5}Z`)

// fuzzPlainValue renders a template with any value: it is refused, or a reader
// finds it again.
func fuzzPlainValue(f *testing.F, d *dialect.Dialect, texts []string, read func(doc string) (string, error)) {
	for _, v := range worst {
		f.Add(v)
	}
	var tmpls []*Template
	for _, text := range texts {
		tmpl, err := New(d).Parse("fuzz", text)
		if err != nil {
			f.Fatal(err)
		}
		tmpls = append(tmpls, tmpl)
	}
	f.Fuzz(func(t *testing.T, v string) {
		for i, tmpl := range tmpls {
			var b strings.Builder
			err := tmpl.Execute(&b, v)
			var own *Error
			if errors.As(err, &own) && own.Code != codeShape && own.Code != codeSyntax {
				continue
			}
			if err != nil {
				t.Fatalf("%s with %q: %v", texts[i], v, err)
			}
			if got, err := read(b.String()); err != nil || got != v {
				t.Errorf("%q is read as %q, %v; not %q", b.String(), got, err, v)
			}
		}
	})
}
