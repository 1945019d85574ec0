package lint

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// shellFacts are what the rules say that shells do: each code prints want in
// all the shells named.
var shellFacts = []struct{ rule, shells, code, want string }{
	{"GS203", "dash bash zsh", `x=; [ $x = y ] 2>/dev/null; echo $?`, "2"},
	{"GS310", "dash", `[[ a == a ]] 2>/dev/null; echo $?`, "127"},
	{"GS312", "dash yash", `source /dev/null 2>/dev/null; echo $?`, "127"},
	{"GS312", "dash", `declare x=1 2>/dev/null; echo $?`, "127"},
	{"GS313", "dash", `[ a == a ] 2>/dev/null; echo $?`, "2"},
	{"GS314", "dash zsh", `echo 'a\tb' | tr '\t' '-'`, "a-b"},
	{"GS314", "bash", `echo 'a\tb'`, `a\tb`},
	{"GS314", "dash yash", `echo -e a`, "-e a"},
	{"GS314", "yash", `echo -n a`, "-n a"},
	{"GS315", "dash yash", `printf %s $'a'`, "$a"},
	{"GS315", "dash yash busybox", `echo {a,b}`, "{a,b}"},
	{"GS318", "dash", `(set -o pipefail) 2>/dev/null; echo $?`, "2"},
	{"GS319", "dash", `echo "<$RANDOM$SECONDS$UID$EUID$HOSTNAME$OSTYPE>"`, "<>"},
	{"GS322", "dash", `trap : SIGINT 2>/dev/null; echo $?`, "1"},
	{"GS322", "dash", `trap : ERR 2>/dev/null; echo $?`, "1"},
	{"GS322", "dash", `kill -SIGCONT $$ 2>/dev/null; echo $?`, "2"},
	{"GS335", "zsh", `x='a b'; set -- $x; echo $#`, "1"},
	{"GS336", "zsh", `x=(a b); echo "<${x[0]}>"`, "<>"},
	{"GS337", "zsh", `(echo /nowhere/*) 2>/dev/null; echo $?`, "1"},
	{"GS338", "zsh", `([ a == a ]) 2>/dev/null; echo $?`, "1"},
	{"GS404", "dash bash zsh busybox", `(set -u; echo "$x"; echo on) 2>/dev/null; echo`, ""},
	{"GS500", "dash bash zsh busybox", `set -e; export x="$(false)"; echo on`, "on"},
	{"GS501", "dash bash zsh busybox", `set -e; f() { false; echo on; }; if f; then :; fi`, "on"},
	{"GS502", "dash bash zsh busybox", `set -e; ! true; echo on`, "on"},
	{"GS503", "dash bash zsh busybox", `true && false || echo on`, "on"},
	{"GS504", "bash", `set -o pipefail; seq 100000 | grep -q 1; echo $?`, "141"},
	{"GS505", "dash bash zsh busybox", `echo a || echo b | tr a z`, "a"},
	{"GS506", "dash bash busybox", `x=0; echo | while read -r y; do x=1; done; echo $x`, "0"},
	{"GS506", "zsh", `x=0; echo | while read -r y; do x=1; done; echo $x`, "1"},
	{"GS507", "dash bash zsh busybox", `(exit 1); echo on`, "on"},
	{"GS508", "dash bash zsh busybox", `false; echo x >/dev/null; echo $?`, "0"},
	{"GS510", "dash bash zsh busybox", `trap 'echo one' EXIT; trap 'echo two' EXIT`, "two"},
	{"GS512", "dash bash busybox", `x=; [ -n $x ] && echo yes`, "yes"},
	{"GS515", "bash", `[[ 12 =~ '^[0-9]+$' ]] || echo no`, "no"},
	{"GS523", "dash bash zsh busybox", `false & wait; echo $?`, "0"},
	{"GS528", "dash busybox", `(exit -1) 2>/dev/null; echo $?`, "2"},
}

// What the rules say about shells, the shells do.
func TestShellFacts(t *testing.T) {
	for _, fact := range shellFacts {
		for _, shell := range strings.Fields(fact.shells) {
			t.Run(fact.rule+"/"+shell, func(t *testing.T) {
				realtool.Need(t, shell)
				argv := []string{shell, "-c", fact.code}
				switch shell {
				case "busybox":
					argv = []string{shell, "ash", "-c", fact.code}
				case "zsh":
					argv = []string{shell, "-fc", fact.code}
				}
				out, _ := exec.Command(argv[0], argv[1:]...).Output() // some of them fail on purpose
				if got := strings.TrimSpace(string(out)); got != fact.want {
					t.Errorf("%s\nprints %q, want %q", fact.code, got, fact.want)
				}
			})
		}
	}
}

// Whatever parses as a script, the checks say something about places in it and
// do not crash.
func FuzzSh(f *testing.F) {
	for _, dir := range []string{"bad", "good"} {
		for _, name := range corpus(f, dir) {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text), 0)
		}
	}
	f.Add(`n=1; rm -rf "$n/bin" $((n + 1))`, 0)
	f.Add("print ${(j:, :)${(@)x}}", 4)
	dialects := []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh}
	f.Fuzz(func(t *testing.T, text string, n int) {
		n = int(uint(n) % 6)
		r := Check("script", []byte(text), Options{Dialect: dialects[n/2], Role: []Role{Program, Snippet}[n%2]})
		for _, found := range r.Findings {
			if found.Offset < 0 || found.Offset > len(text) {
				t.Errorf("%v: offset %d of %d", found, found.Offset, len(text))
			}
		}
	})
}
