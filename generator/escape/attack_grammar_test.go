package escape

import (
	"math/rand"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// The second generator: a grammar. A script of it is valid, takes values into
// variables (attack_flow_test.go), passes them on, and uses them where a shell
// may read them again (attack_sinks_test.go). In the texts of the tables
//
//	@H  a word with a hole
//	@I  what can stand between double quotes, with a hole
//	@E  a word that expands the variable with the value, or a hole if none has it
//	@D  the same between double quotes
//	@M  the variable as arithmetic sees it
//	@V  its name
//	@N  a new name, which has the value from here on
//	@R  the rest of the script
//	@F  the name of a new function
//
// Recursion, cd and endless loops are left out.

func TestAttackGrammar(t *testing.T) { attackAll(t, grammar) }

// A piece is a text of a table and the dialects it is for.
type piece struct {
	text string
	in   string // "" all, "k" what ksh, bash and zsh share, "b" bash, "z" zsh
}

// pieces are the lines of a table: a key of dialects, a colon, the text, in
// which \n is a line end.
func pieces(table string) (all []piece) {
	for _, line := range strings.Split(strings.Trim(table, "\n"), "\n") {
		in, text, ok := strings.Cut(line, ": ")
		if !ok {
			panic("no key: " + line)
		}
		all = append(all, piece{strings.ReplaceAll(text, `\n`, "\n"), strings.TrimSpace(in)})
	}
	return all
}

// fits says whether a piece is for a dialect. Those of ksh are also tried as sh,
// since mksh, yash, zsh and bash run sh scripts with them.
func (p piece) fits(r *rand.Rand, d *dialect.Dialect) bool {
	switch p.in {
	case "k":
		return d != dialect.Sh || r.Intn(3) == 0
	case "b":
		return d == dialect.Bash
	case "z":
		return d == dialect.Zsh
	}
	return true
}

// A writer writes one script.
type writer struct {
	r      *rand.Rand
	d      *dialect.Dialect
	value  string // the variable, or positional parameter, that has the value
	names  int
	pieces []string // the texts used, each once
}

func grammar(r *rand.Rand, d *dialect.Dialect) (string, []string) {
	for {
		w := &writer{r: r, d: d}
		if text := w.script(1 + r.Intn(5)); strings.Contains(text, "{{.") {
			return text, w.pieces
		}
	}
}

// script writes n pieces and what comes in the end.
func (w *writer) script(n int) string {
	if n <= 0 {
		if w.r.Intn(4) == 0 {
			return w.expand(w.from(uses), "")
		}
		return w.expand(w.from(sinks), "")
	}
	table := flows
	switch k := w.r.Intn(10); {
	case k < 2:
		table = wraps
	case w.value == "" && k < 9:
		table = sources
	case w.value == "":
		table = sinks
	case k == 2:
		table = sources
	case k == 3:
		table = sinks
	case k < 6:
		table = uses
	}
	text := w.from(table)
	if !strings.Contains(text, "@R") {
		text += "\n@R"
	}
	return w.expand(text, "@R"+strconv.Itoa(n-1))
}

func (w *writer) from(table []piece) string {
	for {
		if p := pick(w.r, table); p.fits(w.r, w.d) {
			if !slices.Contains(w.pieces, p.text) {
				w.pieces = append(w.pieces, p.text)
			}
			return p.text
		}
	}
}

var marksOf = regexp.MustCompile(`@[HIEDMVNRF]`)

// expand replaces the marks of a piece from left to right, so that what comes
// behind a new name has it.
func (w *writer) expand(text, rest string) string {
	name, function, renamed := "", "", false
	newName := func() string {
		if name == "" {
			w.names++
			name = pick(w.r, []string{"v", "w", "x", "y", "z", "v_1", "Foo", "GOPATH"}) + strconv.Itoa(w.names)
		}
		return name
	}
	var b strings.Builder
	for {
		at := marksOf.FindStringIndex(text)
		if at == nil {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:at[0]])
		mark := text[at[0]:at[1]]
		text = text[at[1]:]
		switch mark {
		case "@H":
			b.WriteString(w.hole())
		case "@I":
			b.WriteString(pick(w.r, []string{"{{.A}}", "{{.B}}", "a{{.A}}", "{{.A}} b", "{{.C}}"}))
		case "@F":
			if function == "" {
				w.names++
				function = "f" + strconv.Itoa(w.names)
			}
			b.WriteString(function)
		case "@N":
			b.WriteString(newName())
			renamed = true
		case "@R":
			if renamed {
				w.value = name
			}
			if rest == "" {
				b.WriteString(":")
			} else if n, err := strconv.Atoi(strings.TrimPrefix(rest, "@R")); err == nil {
				b.WriteString(w.script(n))
				rest = ""
			}
		default:
			b.WriteString(w.use(mark))
		}
	}
	if renamed {
		w.value = name
	}
	s := b.String()
	if !strings.HasSuffix(s, "\n") {
		s += "\n"
	}
	return s
}

// hole is a word with one.
func (w *writer) hole() string {
	words := []string{"{{.A}}", "{{.A}}", "{{.A}}", "{{.B}}", "{{.C}}", `"{{.A}}"`, `'{{.B}}'`, "a{{.A}}", "{{.A}}b", "a={{.A}}", `"a {{.A}}"`, `"$HOME/{{.B}}"`, `"$(printf %s {{.A}})"`, `"$(printf '%s' "{{.A}}")"`}
	if w.d != dialect.Sh {
		words = append(words, "$'{{.A}}'")
	}
	return pick(w.r, words)
}

// use is how a piece reads the variable.
func (w *writer) use(mark string) string {
	if w.value == "" {
		switch mark {
		case "@E":
			return w.hole()
		case "@D", "@M":
			return "{{.A}}"
		}
		return pick(w.r, []string{"HOME", "{{.A}}", "u"})
	}
	v := w.value
	switch mark {
	case "@E":
		forms := []string{`"$V"`, `"$V"`, `$V`, `"${V}"`, `${V}`, `"a$V"`, `"${V:-a}"`, `"${V%a}"`, `"${V#a}"`, `a"$V"`, `"$V""b"`}
		if w.d != dialect.Sh {
			forms = append(forms, `"${V[0]}"`, `"${V[@]}"`, `"${V//a/b}"`)
		}
		if w.d == dialect.Zsh {
			forms = append(forms, `"$V[1,-1]"`, `"${(U)V}"`, `${=V}`, `${V[1]}`)
		}
		return strings.ReplaceAll(pick(w.r, forms), "V", v)
	case "@D":
		return strings.ReplaceAll(pick(w.r, []string{"$V", "${V}", "a$V", "${V:-a}", "${V#a}"}), "V", v)
	case "@M":
		return strings.ReplaceAll(pick(w.r, []string{"V", "V", "$V", "${V}", "V+1"}), "V", v)
	}
	if v == "1" {
		return "u"
	}
	return v
}

// wraps go around the rest of a script.
var wraps = pieces(`
: if :; then\n@R\nfi
: if [ a = b ]; then :; else\n@R\nfi
: {\n@R\n}
: (\n@R\n)
: @F() {\n@R\n}\n@F
: @F() {\n@R\n}\n@F @H "@I"
: @F() (\n@R\n)\n@F
k: function @F {\n@R\n}\n@F
: for i in 1; do\n@R\ndone
: while :; do\n@R\nbreak\ndone
: until false; do\n@R\nbreak\ndone
: case a in\na)\n@R\n;;\nesac
: case @H in\n*)\n@R\n;;\nesac
: u=$(\n@R\n)
: printf '%s\n' "$(\n@R\n)"
: {\n@R\n} | cat
: : | {\n@R\n}
: {\n@R\n} >/dev/null 2>&1
: {\n@R\n} <<E\n{{.B}}\nE
: : && {\n@R\n}
: false || {\n@R\n}
: ! {\n@R\n}
: set -u\n@R
: set -f\n@R
: set -a\n@R
: set -e\n@R
: IFS=:\n@R
: IFS=\n@R
: LC_ALL=C\n@R
: # {{.A}}\n@R
: : # {{.B}}\n@R
: unset -f ls\n@R
k: time {\n@R\n}
b: shopt -s extglob nullglob\n@R
b: shopt -s lastpipe expand_aliases\n@R
b: set -o posix\n@R
z: setopt extendedglob nullglob\n@R
z: setopt shwordsplit globsubst\n@R
z: setopt ksharrays\n@R
z: setopt promptsubst\n@R
z: setopt cshjunkiequotes\n@R
z: setopt rcquotes\n@R
z: setopt interactivecomments braceccl\n@R
z: emulate sh\n@R
z: emulate -L ksh\n@R
z: {\n@R\n} always {\n:\n}
z: () {\n@R\n} @H
`)

// Every piece is valid for some parser of its dialect.
func TestGrammarIsValid(t *testing.T) {
	for _, table := range [][]piece{wraps, sources, flows, sinks, uses} {
		for _, p := range table {
			for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
				if p.in == "z" && d != dialect.Zsh || p.in == "b" && d != dialect.Bash || p.in == "k" && d == dialect.Sh {
					continue
				}
				w := &writer{r: rand.New(rand.NewSource(1)), d: d, value: "v"}
				script := holesOf.ReplaceAllString(w.expand(p.text, ""), "hole")
				if strings.Contains(script, "pwned") || slices.Contains(strings.Fields(script), "cd") {
					t.Errorf("%q has what no template may have", p.text)
				}
				if _, err := quotesOnlyFor(d).analyse(newSkeleton(script, "Gsa")); err != nil {
					t.Logf("%s: %v\n%s", d.Name, err, script) // found out once: mvdan/sh refuses it
				}
			}
		}
	}
}
