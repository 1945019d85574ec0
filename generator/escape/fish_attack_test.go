package escape

import (
	"errors"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// The attack on fish: random templates with hostile values, run by real fish in
// a jail. Whatever the escaper accepts must not run a value. One generator
// damages statements and throws tokens together (fishSoup), the other writes
// valid scripts that carry values to where they are dangerous (fishFlows).
//
//	GOSETUP_ATTACK=20000 GOSETUP_SEED=7 go test ./generator/escape -run 'TestFishAttack' -v -timeout 2h

func TestFishAttack(t *testing.T) {
	realtool.Need(t, "fish")
	needJail(t)
	seed := testSeed(t)
	n := envInt(t, "GOSETUP_ATTACK", 200) / 4
	for name, generate := range map[string]func(*rand.Rand) string{"soup": fishSoup, "flows": fishFlows} {
		t.Run(name, func(t *testing.T) {
			a := &fishAttack{t: t, lang: fishLanguage{fishRules}}
			a.run(n, seed, generate)
			t.Logf("%s: %d templates accepted of %d made, %d scripts, %d timed out, %d injections; refused by the comparison only: %d",
				name, a.accepted, a.tried, a.scripts, a.timeouts, len(a.found), len(a.shapes))
			for _, shape := range a.shapes[:min(5, len(a.shapes))] {
				t.Logf("no rule knew: %s", shape)
			}
			for _, found := range a.found {
				t.Errorf("INJECTION %q", found)
			}
			if a.accepted < n {
				t.Errorf("only %d templates accepted, %d wanted", a.accepted, n)
			}
		})
	}
}

// The attack finds what it is for: the escaper without one of its guards.
func TestFishAttackFinds(t *testing.T) {
	realtool.Need(t, "fish")
	needJail(t)
	full := fishLanguage{fishRules}
	noReach := full.without("fish/reached")
	posix := fishLanguage{slices.Clone(fishRules)}
	for i, r := range posix.rules {
		if r.ID == "fish/word" {
			posix.rules[i].write = func(_ fishPlace, value string) (string, error) {
				return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'", nil
			}
		}
	}
	for name, c := range map[string]struct {
		lang     language
		generate func(*rand.Rand) string
	}{"the quotes of POSIX": {fishUnchecked{posix}, fishSoup}, "values evaluated elsewhere": {noReach, fishFlows}} {
		a := &fishAttack{t: t, lang: c.lang}
		a.run(100, 1, c.generate)
		if len(a.found) == 0 {
			t.Errorf("%s: no injection found in %d scripts", name, a.scripts)
		}
	}
}

// fishUnchecked is a language whose renderings are not compared.
type fishUnchecked struct{ fishLanguage }

func (l fishUnchecked) canon(string) (string, error) { return "", nil }

func (l fishUnchecked) analyse(sk *skeleton) (*analysis, error) {
	a, err := l.fishLanguage.analyse(sk)
	if err == nil {
		a.canons = nil // ask canon for them
	}
	return a, err
}

// A fishAttack counts what happened.
type fishAttack struct {
	t    testing.TB
	lang language

	mu                                 sync.Mutex
	tried, accepted, scripts, timeouts int
	found, shapes                      []string
}

func (a *fishAttack) render(text string, values map[string]any) (string, error) {
	tmpl := New(dialect.Fish)
	tmpl.lang = a.lang
	if _, err := tmpl.Parse("test", text); err != nil {
		return "", err
	}
	var b strings.Builder
	err := tmpl.Execute(&b, values)
	return b.String(), err
}

// run attacks with n accepted templates, one worker a jail.
func (a *fishAttack) run(n int, seed int64, generate func(*rand.Rand) string) {
	free, err := jails()
	if err != nil {
		a.t.Fatal(err)
	}
	numbers := make(chan int)
	var wait sync.WaitGroup
	for range cap(free) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			j := <-free
			defer func() { free <- j }()
			for number := range numbers {
				a.one(j, rand.New(rand.NewSource(seed*1_000_003+int64(number))), generate)
			}
		}()
	}
	for number := range n {
		numbers <- number
	}
	close(numbers)
	wait.Wait()
}

// one runs the first template of a generator that the escaper takes.
func (a *fishAttack) one(j *jail, r *rand.Rand, generate func(*rand.Rand) string) {
	for range 500 {
		text := generate(r)
		a.count(func() { a.tried++ })
		hit := false
		for range 2 {
			values := fishHostiles(r)
			script, err := a.render(text, values)
			var own *Error
			if errors.As(err, &own) && own.Code == codeShape {
				a.count(func() { a.shapes = append(a.shapes, fmt.Sprintf("%q %.300v", text, err)) })
			}
			if err != nil {
				continue
			}
			hit = true
			if a.injects(j, text, script) {
				small := a.shrink(j, text, values)
				a.count(func() {
					a.found = append(a.found, fmt.Sprintf("%s\n--- from\n%s\n--- with %q\n--- gave\n%s", small, text, values, script))
				})
			}
		}
		if hit {
			a.count(func() { a.accepted++ })
			return
		}
	}
}

func (a *fishAttack) count(f func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f()
}

// injects says whether a script runs pwned, and its template does not with
// harmless values.
func (a *fishAttack) injects(j *jail, text, script string) bool {
	if !a.trips(j, script) {
		return false
	}
	control, err := a.render(text, map[string]any{"A": "a", "B": "a", "C": "a", "W": Words{"a", "a"}, "N": 1, "K": "name"})
	return err != nil || !a.trips(j, control)
}

func (a *fishAttack) trips(j *jail, script string) bool {
	o := j.run(jailJob{Argv: []string{"fish", "-N"}, Script: script, Timeout: 600 * time.Millisecond})
	if o.Err != "" {
		a.t.Errorf("the jail: %s", o.Err)
	}
	a.count(func() {
		a.scripts++
		if o.TimedOut {
			a.timeouts++
		}
	})
	return o.tripped()
}

// shrink takes away what is not needed for the injection.
func (a *fishAttack) shrink(j *jail, text string, values map[string]any) string {
	parts := fishPieces.FindAllString(text, -1)
	for size := len(parts) / 2; size > 0; size /= 2 {
		for at := 0; at+size <= len(parts); {
			less := slices.Delete(slices.Clone(parts), at, at+size)
			shorter := strings.Join(less, "")
			script, err := a.render(shorter, values)
			if err == nil && a.injects(j, shorter, script) {
				parts = less
			} else {
				at += size
			}
		}
	}
	return strings.Join(parts, "")
}

var fishPieces = regexp.MustCompile(`\{\{[^}]*\}\}|\w+|\s|.`)

// fishPayloads are values for where one is read again; the shared worst ones
// are for getting out of quotes.
var fishPayloads = []string{
	"pwned", "pwned", "pwned", "pwned;", "pwned #", ";pwned", "; pwned;", "\npwned\n", "(pwned)", "$(pwned)", "\"$(pwned)\"", "'(pwned)'", "a; pwned", "a | pwned", "pwned a", "and pwned",
	"(pwned)[1]", "[(pwned)]", "[1](pwned)", "{a,(pwned)}", "x(pwned)", "pwned &", "a\npwned", "begin; pwned; end", "end; pwned; begin", "end\npwned\nif true", ")pwned(", ");pwned;(", "'; pwned; '", "\"; pwned; \"",
	"\\'; pwned #", "\\' ; pwned #", "\\\\' ; pwned #", "\\\"; pwned; \"", "'; pwned; \\'", "*; pwned", "v1", "v2", "$v1", "f1", "argv", "pwned 2>&1", "command pwned", "exec pwned", "eval pwned", "X=1 pwned", "not pwned",
	"-c", "-e pwned", "-cpwned", "-C pwned", "--on-event=fish_exit", "fish_exit", "fish_function_path", "PATH", "BEGIN{system(\"pwned\")}", "1e pwned", "`pwned`", "| pwned", "pwned|", ">PWNED", "; touch PWNED", "touch PWNED",
	"/keep/bin/pwned", "./pwned", "../keep/bin/pwned", "%pwned", "~pwned", "\\$(pwned)", "\\x28pwned)", "# \n pwned", "\\\npwned", "\npwned", "#\npwned",
}

// fishHostiles are the values of one execution.
func fishHostiles(r *rand.Rand) map[string]any {
	one := pick(r, fishPayloads)
	v := func() string {
		switch r.Intn(8) {
		case 0:
			return pick(r, worst)
		case 1:
			return fishHostile(r) + pick(r, fishPayloads) + fishHostile(r)
		case 2, 3:
			return pick(r, fishPayloads)
		}
		return one
	}
	return map[string]any{"A": v(), "B": v(), "C": v(), "W": Words{v(), v()}, "N": r.Intn(3), "K": pick(r, []string{"v1", "v2", "f1", "f2", "name", "pwned"})}
}
