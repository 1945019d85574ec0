package escape

import (
	"errors"
	"fmt"
	"math/rand"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
)

// The attack: random templates, hostile values, real shells, a jail. Whatever
// of it the escaper accepts must not run a value. There are two generators,
// which know nothing of the rules: attack_soup_test.go throws tokens together,
// attack_grammar_test.go writes scripts that are valid and pass values on to
// where they are dangerous. They need root on Linux (jail_test.go).
//
//	go test ./generator/escape -run 'TestAttack(Soup|Grammar)$'                          some seconds
//	GOSETUP_ATTACK=20000 go test ./generator/escape -run 'TestAttackSoup$' -v -timeout 2h    that many templates
//	GOSETUP_ATTACK=20000 go test ./generator/escape -run 'TestAttackGrammar/zsh$' -v -timeout 2h
//	GOSETUP_SEED=7 ...                                                                   other templates
//	GOSETUP_SEED=7 GOSETUP_ATTACK_AT=123 ... -run 'TestAttackGrammar/sh$' -v             only number 123, all told
//	go test ./generator/escape -tags mutants -run TestAttackMissesRules -v -timeout 3h      whether a missing rule would be found
//
// Of GOSETUP_ATTACK templates half are sh, which has the most shells, and a
// quarter each bash and zsh. An injection is told with its number, its smallest
// form, and how often that came; the log has how many values came back changed,
// which is a weaker sign: a template can do that by itself.

// A templates makes the text of a random template, and says what pieces it is
// made of, if it knows. Its holes are {{.A}}, {{.B}}, {{.C}}, which are strings,
// and {{.W}}, which are Words.
type templates func(r *rand.Rand, d *dialect.Dialect) (text string, pieces []string)

// An attack is what one generator did to one dialect.
type attack struct {
	t        testing.TB
	d        *dialect.Dialect
	lang     language // instead of that of the dialect, if not nil
	rows     []shellRow
	generate templates
	seed     int64
	verbose  bool
	shrinks  int // how many findings to make smaller

	mu        sync.Mutex
	tried     int            // templates
	accepted  int            // templates
	scripts   int            // runs
	timeouts  int            // runs
	refusals  map[string]int // by code
	shapes    []string       // templates that only the comparison of canons refused
	panics    map[string]int // by place
	pieces    map[string]int // accepted templates, by piece
	findings  []finding
	compared  int
	corrupted []string
}

// A finding is a template that ran a value.
type finding struct {
	number   int
	template string
	pieces   []string
	values   hostileSet
	rendered string
	shells   []string
	small    string // the template, made smaller
	few      hostileSet
	what     string // the outcome
}

// A hostileSet is what a template is executed with.
type hostileSet map[string]any

// attackTemplates is how many templates of a dialect the environment asks for.
func attackTemplates(t testing.TB, d *dialect.Dialect) int {
	n := envInt(t, "GOSETUP_ATTACK", 200)
	if d == dialect.Sh {
		return n / 2
	}
	return n / 4
}

func attackAll(t *testing.T, generate templates) {
	needJail(t)
	seed := testSeed(t)
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh} {
		t.Run(d.Name, func(t *testing.T) {
			a := &attack{t: t, d: d, generate: generate, seed: seed, shrinks: 60}
			if at := envInt(t, "GOSETUP_ATTACK_AT", -1); at >= 0 {
				a.verbose = true
				a.run(at, at+1)
			} else {
				a.run(0, attackTemplates(t, d))
			}
			a.report()
		})
	}
}

// run attacks with the templates from number first on, one worker a jail. What
// a template is depends on the seed and its number alone.
func (a *attack) run(first, end int) {
	a.t.Helper()
	a.refusals, a.panics, a.pieces, a.rows = map[string]int{}, map[string]int{}, map[string]int{}, nil
	for _, row := range rowsOf(a.t, a.d) {
		if !row.stdin { // a script that reads would read itself
			a.rows = append(a.rows, row)
		}
	}
	free, err := jails()
	if err != nil {
		a.t.Fatal(err)
	}
	next := make(chan int)
	var wait sync.WaitGroup
	for range cap(free) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			j := <-free
			defer func() { free <- j }()
			for i := range next {
				a.one(j, i)
			}
		}()
	}
	for i := first; i < end; i++ {
		next <- i
	}
	close(next)
	wait.Wait()
}

// mostTries is how often a generator may be refused before its number is given up.
const mostTries = 300

// one finds the template of a number, the first that the escaper accepts, and
// runs it.
func (a *attack) one(j *jail, number int) {
	r := rand.New(rand.NewSource(a.seed*1_000_003 + int64(number)))
	for range mostTries {
		text, pieces := a.generate(r, a.d)
		a.count(func() { a.tried++ })
		hit, ok := false, false
		for _, values := range a.sets(r) {
			if hit {
				break
			}
			script, err := a.render(text, values)
			if err != nil {
				a.refused(text, err)
				continue
			}
			ok = true
			hit = a.fire(j, finding{number: number, template: text, pieces: pieces, values: values, rendered: script})
		}
		if !ok {
			continue
		}
		a.count(func() {
			a.accepted++
			for _, piece := range pieces {
				a.pieces[piece]++
			}
		})
		if !hit && r.Intn(4) == 0 {
			a.compare(j, r, text)
		}
		return
	}
}

func (a *attack) count(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

// render is the script of a template, or why there is none.
func (a *attack) render(text string, values hostileSet) (script string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = badTemplate{fmt.Errorf("panic: %v", p)}
			var at []string
			for _, frame := range frames.FindAllStringSubmatch(string(debug.Stack()), -1) {
				if !strings.HasSuffix(frame[1], "_test.go") && len(at) < 3 {
					at = append(at, frame[1]+frame[2])
				}
			}
			a.panicked(fmt.Sprintf("%v at %s", p, strings.Join(at, ", ")), text, values)
		}
	}()
	tmpl := New(a.d)
	if a.lang != nil {
		tmpl.lang = a.lang
	}
	if _, err := tmpl.Parse("t", text); err != nil {
		return "", badTemplate{err}
	}
	return render(tmpl, map[string]any(values))
}

// frames are the positions in this package in a stack.
var frames = regexp.MustCompile(`/escape/([a-z_]+\.go)(:\d+)`)

// panicked fails once for each place of a panic.
func (a *attack) panicked(where, text string, values hostileSet) {
	first := false
	a.count(func() {
		first = a.panics[where] == 0
		a.panics[where]++
	})
	if first {
		a.t.Errorf("panic: %s\ntemplate:\n%s\nvalues %s", where, text, values)
	}
}

// A badTemplate is one that text/template does not take.
type badTemplate struct{ error }

// refused counts a refusal. Other errors than *Error are a defect.
func (a *attack) refused(text string, err error) {
	var bad badTemplate
	var own *Error
	if errors.As(err, &bad) {
		return
	}
	if !errors.As(err, &own) {
		a.t.Errorf("not an *Error: %v\ntemplate:\n%s", err, text)
		return
	}
	a.count(func() {
		a.refusals[own.Code]++
		if own.Code == codeShape && len(a.shapes) < 5 {
			a.shapes = append(a.shapes, fmt.Sprintf("%q: %.500v", text, err))
		}
	})
}

// trips says whether a script runs a value.
func (a *attack) trips(j *jail, row shellRow, script string) (bool, jailed) {
	o := j.run(jailJob{Argv: row.argv, Script: script, Timeout: 400 * time.Millisecond})
	if o.Err != "" {
		a.t.Errorf("the jail: %s", o.Err)
	}
	a.count(func() {
		a.scripts++
		if o.TimedOut {
			a.timeouts++
		}
	})
	return o.tripped(), o
}

// benign are values that harm nobody: if pwned runs with them, the template
// itself runs it.
var benign = hostileSet{"A": "a", "B": "a", "C": "a", "W": Words{"a", "a"}}

// fire runs one script in every shell. With a hit the same template must be
// harmless with harmless values, or it is no finding.
func (a *attack) fire(j *jail, f finding) bool {
	hitRow := -1
	for i, row := range a.rows {
		hit, o := a.trips(j, row, f.rendered)
		if a.verbose {
			o = j.run(row.job(f.rendered))
			a.t.Logf("%s\n%s\n%s", row, f.rendered, o)
		}
		if hit && a.injects(j, row, f.template, f.values) {
			f.shells, f.what, hitRow = append(f.shells, row.String()), o.String(), i
		}
	}
	if hitRow < 0 {
		return false
	}
	f.small, f.few = f.template, f.values
	shrink := false
	a.count(func() { a.shrinks--; shrink = a.shrinks >= 0 })
	if shrink {
		a.shrink(j, a.rows[hitRow], &f)
	}
	a.count(func() { a.findings = append(a.findings, f) })
	return true
}

// injects says whether a template runs a value, and does not without.
func (a *attack) injects(j *jail, row shellRow, text string, values hostileSet) bool {
	script, err := a.render(text, values)
	if err != nil {
		return false
	}
	if hit, _ := a.trips(j, row, script); !hit {
		return false
	}
	control, err := a.render(text, benign)
	if err != nil {
		return true // refused for a harmless value, taken for a hostile one
	}
	hit, _ := a.trips(j, row, control)
	return !hit
}

// compare runs a template with marks for values, and with values, in one shell:
// the output should be the same but for the values.
func (a *attack) compare(j *jail, r *rand.Rand, text string) {
	marks := hostileSet{"A": "QAQ", "B": "QBQ", "C": "QCQ", "W": Words{"QWQ", "QXQ"}}
	values := a.sets(r)[1]
	row := pick(r, a.rows)
	plainly, err := a.render(text, marks)
	if err != nil {
		return
	}
	script, err := a.render(text, values)
	if err != nil {
		return
	}
	words := values["W"].(Words)
	want := j.run(row.job(plainly))
	got := j.run(row.job(script))
	wanted := strings.NewReplacer("QAQ", values["A"].(string), "QBQ", values["B"].(string), "QCQ", values["C"].(string), "QWQ", words[0], "QXQ", words[1]).Replace(string(want.Stdout))
	a.count(func() {
		if wanted == string(want.Stdout) {
			return // no value is printed
		}
		a.compared++
		if wanted != string(got.Stdout) {
			a.corrupted = append(a.corrupted, fmt.Sprintf("%s: want %.200q, got %.200q\n%s\n%q", row, wanted, got.Stdout, text, values))
		}
	})
}
