package escape

import (
	"errors"
	"math/rand"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// A plainSoup makes random templates of atoms. Whatever is accepted must read,
// with a hostile value, as it reads with a plain one: the same leaves, the plain
// value replaced by the hostile one.
type plainSoup struct {
	dialect *dialect.Dialect
	atoms   []string
	least   int                          // templates of 10,000 that must be accepted, or the test shows nothing
	read    func(docs []string) []string // "error..." for what is not of the format
}

const soupValue = "Qq"

func (s plainSoup) template(r *rand.Rand) string {
	var b strings.Builder
	for range 2 + r.Intn(12) {
		b.WriteString(pick(r, s.atoms))
	}
	return b.String()
}

func (s plainSoup) run(t *testing.T) {
	r := rand.New(rand.NewSource(testSeed(t)))
	values := hostileValues(3000)
	tried := envInt(t, "GOSETUP_SOUP", 1500)
	accepted, refused, odd, shaped := 0, 0, 0, 0
	var plainDocs, docs, given, texts []string
	for range tried {
		text := s.template(r)
		if !strings.Contains(text, "{{.}}") {
			continue
		}
		tmpl, err := New(s.dialect).Parse("soup", text)
		if err != nil {
			continue // {{ by chance
		}
		plainDoc, err := executed(tmpl, soupValue)
		if err != nil {
			refused++
			continue
		}
		for range 8 {
			v := pick(r, values)
			doc, err := executed(tmpl, v)
			var own *Error
			switch {
			case err == nil:
				accepted++
				plainDocs, docs, given, texts = append(plainDocs, plainDoc), append(docs, doc), append(given, v), append(texts, text)
			case !errors.As(err, &own):
				t.Errorf("%q with %q: %v", text, v, err)
			case own.Code == codeShape:
				if shaped++; shaped < 6 {
					t.Logf("only the last check refuses %.100q in %q: %.300v", v, text, err)
				}
			}
		}
	}
	wants, gots := s.read(plainDocs), s.read(docs)
	wrong := 0
	for i, want := range wants {
		switch want = strings.ReplaceAll(want, soupValue, given[i]); {
		case strings.HasPrefix(want, "error"):
			odd++
		case gots[i] != want:
			if wrong++; wrong < 10 {
				t.Errorf("%q with %.300q\nreads as %.600q\nand not %.600q", texts[i], given[i], gots[i], want)
			}
		}
	}
	t.Logf("%d templates, %d refused; %d renderings accepted, %d refused by the last check alone, %d that the reader refuses anyway, %d wrong", tried, refused, accepted, shaped, odd, wrong)
	if accepted-odd < s.least*tried/10_000 {
		t.Errorf("only %d renderings were compared", accepted-odd)
	}
}

func executed(tmpl *Template, v string) (string, error) {
	var b strings.Builder
	err := tmpl.Execute(&b, v)
	return b.String(), err
}

func TestJSONSoup(t *testing.T) {
	plainSoup{dialect.JSON, []string{"{", "}", "[", "]", ",", ":", "\"", "\\", "{{.}}", "\"{{.}}\"", "\"a {{.}}\"", "{\"a\":", "[1,", "null", "true", "-2", "\\u00e9", "\\\"", " ", "\n", "\"b\"", "{{.}}"}, 100,
		func(docs []string) []string { return rubyReader("json", "JSON.parse(doc)")(t, docs) }}.run(t)
}

func TestYAMLSoup(t *testing.T) {
	plainSoup{dialect.YAML, []string{"a: ", "b: ", "- ", "  ", "\n", "\n", "\n  ", "\n- ", "\na: ", "{{.}}", "{{.}}", "\"{{.}}\"", "'{{.}}'", "\"", "'", "[", "]", "{a: ", "}", ", ", " #", "# {{.}}\n", "x", "1", "|\n", ">-\n", "---\n", "&c ", "*c", "!!str ", "\\", ": ", "null", "y: {{.}}\n", "[{{.}}, b]"}, 1000,
		func(docs []string) []string { return rubyReader("yaml", "YAML.unsafe_load(doc)")(t, docs) }}.run(t)
}

func TestDockerfileSoup(t *testing.T) {
	plainSoup{dialect.Dockerfile, []string{"ENV ", "LABEL ", "ARG ", "A=", "B=", "{{.}}", "\"{{.}}\"", "\"", "'", "\\", "\\\n", "\n", "\n", " ", " ", "$X", "${Y}", "$", "# {{.}}\n", "# a b\n", "CMD [\"a\", ", "[", "]", ",", "RUN ", "FROM a\n", "x", "=", "\"--\", ", "{{.}}]\n"}, 100,
		func(docs []string) (got []string) {
			for _, doc := range docs {
				got = append(got, decodeDocker(doc))
			}
			return got
		}}.run(t)
}
