package escape

import (
	"fmt"
	"math/rand"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// The attack is itself tested: escapers that are bad on purpose must be found.

// badLanguage writes every value by one function, whatever the place, and takes
// every result.
type badLanguage struct{ write func(string) string }

func (l badLanguage) analyse(sk *skeleton) (*analysis, error) {
	a := &analysis{}
	for range sk.marks {
		a.decisions = append(a.decisions, decide([]rule[textPlace]{{
			match: func(textPlace) bool { return true },
			write: func(_ textPlace, s string) (string, error) { return l.write(s), nil },
			list:  " ",
		}}, textPlace{}, "anywhere"))
	}
	return a, nil
}

func (badLanguage) canon(string) (string, error) { return "", nil }
func (badLanguage) table() []Rule                { return nil }
func (l badLanguage) without(string) language    { return l }

var badEscapers = []struct {
	name  string
	write func(string) string
}{
	{"no quotes", func(s string) string { return s }},
	{"Go %q", func(s string) string { return fmt.Sprintf("%q", s) }},
	{"strconv.QuoteToASCII", strconv.QuoteToASCII},
	{"sprig's squote", func(s string) string { return "'" + s + "'" }},
	{"right in a bare word, wrong elsewhere", quoteBare},
	{"right in double quotes, wrong elsewhere", func(s string) string { return escapeSet(s, "\\\"$`") }},
	{"bare word, backslashes, newline forgotten", func(s string) string { return escapeSet(s, " \t'\"\\$`|&;<>()*?[]#~=%{}!^") }},
	{"a backslash before the quote", func(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }},
}

func quoteBare(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// escapeSet puts a backslash before the characters of set.
func escapeSet(s, set string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(set, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Both generators find every bad escaper in every dialect.
func TestAttackFindsBadEscapers(t *testing.T) {
	needJail(t)
	for _, bad := range badEscapers {
		for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
			for name, generate := range map[string]templates{"soup": soup, "grammar": grammar} {
				t.Run(bad.name+"/"+d.Name+"/"+name, func(t *testing.T) {
					a := &attack{t: t, d: d, generate: generate, lang: badLanguage{bad.write}, seed: 1}
					for first := 0; first < 400 && len(a.findings) == 0; first += 4 {
						a.run(first, first+4)
					}
					if len(a.findings) == 0 {
						t.Errorf("not found in %d scripts", a.scripts)
					}
				})
			}
		}
	}
}

// The sure sinks are what they are called: with an escaper that quotes well and
// knows nothing else, a value runs in each of them.
func TestAttackReachesSinks(t *testing.T) {
	needJail(t)
	payloads := append([]string{`x[$(pwned)]`, `pwned`, `$(pwned)`, `x[$(pwned)]=1`, `x[$(pwned)0]`, `x=x[$(pwned)]`}, elsewhere...)
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		a := &attack{t: t, d: d, lang: quotesOnlyFor(d)}
		a.run(0, 0)
		for _, p := range sure {
			if p.in == "" && d != dialect.Sh || p.in == "k" && d != dialect.Bash || p.in == "b" && d != dialect.Bash || p.in == "z" && d != dialect.Zsh {
				continue
			}
			if !a.reaches(p, payloads) {
				t.Errorf("%s: no value runs in\n%s", d.Name, p.text)
			}
		}
	}
}

func (a *attack) reaches(p piece, payloads []string) bool {
	var jobs []jailJob
	for n := range 2 * len(payloads) {
		w := &writer{r: rand.New(rand.NewSource(int64(n))), d: a.d}
		payload, head := payloads[n/2], ""
		if n%2 == 0 {
			w.value, head = "v", "v={{.A}}\n"
		}
		script, err := a.render(head+w.expand(p.text, ""), hostileSet{"A": payload, "B": payload, "C": payload, "W": Words{payload}})
		if err != nil {
			continue
		}
		for _, row := range shellRows {
			if row.dialect == a.d && !row.stdin && !row.optional || p.in == "k" && row.argv[0] == "mksh" {
				jobs = append(jobs, jailJob{Argv: row.argv, Script: script})
			}
		}
	}
	for chunk := range slices.Chunk(jobs, 8) {
		for _, o := range runJailed(a.t, chunk) {
			if o.tripped() {
				return true
			}
		}
	}
	return false
}

// quotesOnly is a language that quotes each value for the quotes it stands in, and
// knows nothing else: neither what commands do with it, nor what becomes of it.
type quotesOnly struct{ variant syntax.LangVariant }

func quotesOnlyFor(d *dialect.Dialect) quotesOnly {
	return quotesOnly{map[*dialect.Dialect]syntax.LangVariant{dialect.Sh: syntax.LangPOSIX, dialect.Bash: syntax.LangBash, dialect.Zsh: syntax.LangZsh}[d]}
}

func (quotesOnly) canon(string) (string, error)   { return "", nil }
func (quotesOnly) table() []Rule                  { return nil }
func (l quotesOnly) without(string) language      { return l }
func (l quotesOnly) decision(q *quoting) decision { return decide(q.rules(), textPlace{}, "a word") }
func (q *quoting) rules() []rule[textPlace] {
	return []rule[textPlace]{{match: always, write: q.write, list: " "}}
}
func always(textPlace) bool { return true }
func (q *quoting) write(_ textPlace, s string) (string, error) {
	if q == nil {
		return "", fmt.Errorf("no word")
	}
	return q.quote(s), nil
}

// A quoting is how to write a value in one kind of quotes.
type quoting struct{ quote func(string) string }

var (
	inNothing = &quoting{quoteBare}
	inSingle  = &quoting{func(s string) string { return strings.ReplaceAll(s, "'", `'\''`) }}
	inDouble  = &quoting{func(s string) string { return escapeSet(s, "\\\"$`") }}
	inANSI    = &quoting{func(s string) string { return escapeSet(s, `\'`) }}
	inHeredoc = &quoting{func(s string) string { return escapeSet(s, "\\$`") }}
	inRawdoc  = &quoting{func(s string) string { return s }}
)

func (l quotesOnly) analyse(sk *skeleton) (*analysis, error) {
	file, err := syntax.NewParser(syntax.Variant(l.variant)).Parse(strings.NewReader(sk.text), "")
	if err != nil {
		return nil, &textError{What: err.Error()}
	}
	found := make([]*quoting, len(sk.marks))
	put := func(n syntax.Node, q *quoting) {
		from, to := sk.within(int(n.Pos().Offset()), int(n.End().Offset()))
		for i := from; i < to; i++ {
			found[i] = q
		}
	}
	documents := map[*syntax.Word]*quoting{}
	// A node comes after those around it, so that the innermost has the say.
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Word:
			put(n, inNothing)
			if q := documents[n]; q != nil {
				put(n, q)
			}
		case *syntax.DblQuoted:
			put(n, inDouble)
		case *syntax.CmdSubst, *syntax.ArithmExp:
			put(n, nil)
		case *syntax.SglQuoted:
			put(n, inSingle)
			if n.Dollar {
				put(n, inANSI)
			}
		case *syntax.Redirect:
			if n.Hdoc != nil {
				documents[n.Hdoc] = inHeredoc
				if n.Word.Lit() == "" || strings.Contains(n.Word.Lit(), `\`) {
					documents[n.Hdoc] = inRawdoc
				}
			}
		case *syntax.ParamExp:
			put(n, nil)
		}
		return true
	})
	a := &analysis{}
	for _, q := range found {
		a.decisions = append(a.decisions, l.decision(q))
	}
	return a, nil
}
