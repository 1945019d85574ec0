package generator

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/generator/simulate"
	"mvdan.cc/sh/v3/syntax"
)

// A mutant is install.sh with one mistake in it, made by a machine.
type mutant struct {
	what string // the operator and the line: "drop: trap cleanup EXIT"
	text string
}

// mutantsOf makes every mutant of a script that the operators know.
func mutantsOf(t *testing.T, script string) []mutant {
	t.Helper()
	file, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(script), "install.sh")
	if err != nil {
		t.Fatal(err)
	}
	m := &mutator{script: script, seen: map[string]int{}}
	syntax.Walk(file, func(n syntax.Node) bool {
		m.node(n)
		return true
	})
	return m.all
}

type mutator struct {
	script string
	all    []mutant
	seen   map[string]int
}

// edit makes the mutant that has text instead of a part of the script.
func (m *mutator) edit(operator string, start, end int, text string) {
	lineStart := strings.LastIndexByte(m.script[:start], '\n') + 1
	line, _, _ := strings.Cut(m.script[lineStart:], "\n")
	what := operator + ": " + strings.TrimSpace(line)
	if m.seen[what]++; m.seen[what] > 1 {
		what += fmt.Sprintf(" (%d)", m.seen[what])
	}
	m.all = append(m.all, mutant{what, m.script[:start] + text + m.script[end:]})
}

func (m *mutator) node(n syntax.Node) {
	if n == nil {
		return
	}
	start, end := int(n.Pos().Offset()), int(n.End().Offset())
	switch n := n.(type) {
	case *syntax.Stmt:
		if _, group := n.Cmd.(*syntax.Block); !group {
			m.edit("drop", start, end, ":")
		}
		if n.Negated {
			m.edit("no !", start, start+1, "")
		}
	case *syntax.BinaryCmd:
		at := int(n.OpPos.Offset())
		switch n.Op {
		case syntax.AndStmt:
			m.edit("&& to ||", at, at+2, "||")
			m.edit("&& to ;", at, at+2, ";")
		case syntax.OrStmt:
			m.edit("|| to &&", at, at+2, "&&")
			m.edit("|| to ;", at, at+2, ";")
		}
	case *syntax.CallExpr:
		m.call(n)
	case *syntax.DblQuoted:
		if len(n.Parts) > 0 {
			m.edit("no quotes", start, end, m.script[start+1:end-1])
		}
	case *syntax.Redirect:
		if n.Hdoc == nil {
			m.edit("no redirection", start, end, "")
		}
	}
}

// swaps are the words of simple commands that a mistake takes for others.
var swaps = map[string][][2]string{
	"[":      {{"-n", "-z"}, {"-z", "-n"}, {"=", "!="}, {"!=", "="}, {"-e", "-f"}, {"-le", "-ge"}, {"-ge", "-le"}, {"-L", "-e"}},
	"return": {{"1", "0"}, {"0", "1"}},
	"exit":   {{"1", "0"}, {"2", "1"}},
	"mv":     {{"mv", "cp -R"}, {"-f", "-i"}},
	"die":    {{"die", "warn"}},
	"usage":  {{"usage", "warn"}},
	"curl":   {{"=https", "=http"}, {"--fail", "--silent"}, {"--tlsv1.2", "--tlsv1"}},
	"rmdir":  {{"rmdir", "rm -rf"}},
}

func (m *mutator) call(n *syntax.CallExpr) {
	if len(n.Args) == 0 {
		return
	}
	for _, swap := range swaps[n.Args[0].Lit()] {
		for _, word := range n.Args {
			if word.Lit() == swap[0] {
				m.edit(swap[0]+" to "+swap[1], int(word.Pos().Offset()), int(word.End().Offset()), swap[1])
			}
		}
	}
}

// sample takes n mutants: always the same ones, whatever else the script has.
func sample(all []mutant, n int) []mutant {
	key := func(m mutant) string { s := sha256.Sum256([]byte(m.what)); return string(s[:]) }
	slices.SortFunc(all, func(a, b mutant) int { return strings.Compare(key(a), key(b)) })
	return all[:min(n, len(all))]
}

// A situation is what a script is put through after the one before.
type situation struct {
	before string // a script that somebody else runs first
	args   []string
	env    map[string]string
}

// situations are put through on every machine in this order, odd ones on one.
var (
	situations = []situation{
		{args: []string{"--dry-run"}}, {args: []string{"--go", "1.26"}}, {args: []string{"--go", "1.27", "--no-tools"}}, {}, {},
		{args: []string{"--uninstall", "--dry-run"}}, {args: []string{"--uninstall"}}, {args: []string{"--uninstall"}},
	}
	oddSituations = []situation{
		{args: []string{"--help"}}, {args: []string{"--version"}}, {args: []string{"--profile-info"}}, {args: []string{"--nonsense"}}, {args: []string{"--go"}},
		{args: []string{"--go", "9.9"}}, {args: []string{"--mirror", "http://files.example"}}, {args: []string{"--mirror", "http://localhost:x/"}},
		{args: []string{"--mirror", "http://[::1]:1/"}}, {args: []string{"--mirror=ftp://files.example"}}, {args: []string{"--root", "relative"}},
		{args: []string{"--root", "/opt/$x"}}, {args: []string{"--quiet", "--root", "/home/dev/a/b"}}, {args: []string{"--quiet", "--root=/home/dev/a/b", "--uninstall"}},
		{env: map[string]string{"HOME": ""}}, {env: map[string]string{"HOME": "/nowhere"}}, {env: map[string]string{"GOENV": "off"}}, {env: map[string]string{"GOENV": "rel"}},
		{env: map[string]string{"GOBIN": "/home/dev/bin:x"}}, {env: map[string]string{"GOPATH": "/home/dev/p:/q", "GOROOT": "/usr/lib/go"}, args: []string{"--no-shells"}},
		{env: map[string]string{"GOBIN": "rel"}}, {env: map[string]string{"XDG_CONFIG_HOME": "/home/dev/cfg", "XDG_DATA_HOME": "/home/dev/data", "ZDOTDIR": "/home/dev/z"}},
		{env: map[string]string{"XDG_CONFIG_HOME": "/home/dev/cfg", "XDG_DATA_HOME": "/home/dev/data", "ZDOTDIR": "/home/dev/z"}, args: []string{"--uninstall"}},
		{args: []string{"--root"}}, {args: []string{"--root", "/home/dev/nw", "--mirror", "file:///nowhere"}}, {args: []string{"--mirror", "http://localhost/"}}, {args: []string{"--mirror", "http://localhost:8080/x"}}, {args: []string{"--root", "/new"}},
		{before: "mkdir -p ~/theirs/go; echo x >~/theirs/go/VERSION", env: map[string]string{"GOSETUP_ROOT": "/home/dev/theirs"}},
		{before: "mkdir -p ~/theirs2/go/src", env: map[string]string{"GOSETUP_ROOT": "/home/dev/theirs2"}},
		{before: "mkdir -p ~/theirs3/go/bin", env: map[string]string{"GOSETUP_ROOT": "/home/dev/theirs3"}},
		{args: []string{"--root", "/home/dev/theirs/go/VERSION/x"}},
		{before: "mkdir -p ~/half/go/1.27.3/bin; echo go1.0 >~/half/go/1.27.3/VERSION; echo >~/half/go/1.27.3/bin/go; chmod +x ~/half/go/1.27.3/bin/go", args: []string{"--root", "/home/dev/half"}},
		{before: "mkdir -p ~/bare/go/1.26.9/bin; echo >~/bare/go/1.26.9/bin/go; chmod +x ~/bare/go/1.26.9/bin/go", args: []string{"--go", "1.26.9", "--root", "/home/dev/bare"}},
		{before: "mkdir ~/empty; mkdir -p ~/empty/go/1.26.9/bin; : >~/empty/go/1.26.9/VERSION; echo >~/empty/go/1.26.9/bin/go; chmod +x ~/empty/go/1.26.9/bin/go", args: []string{"--go", "1.26.9", "--root", "/home/dev/empty"}},
		{before: "echo GOBIN=/x >~/secret; chmod 000 ~/secret", env: map[string]string{"GOENV": "/home/dev/secret"}, args: []string{"--dry-run"}},
		{before: "mkdir -p '/home/dev/a b/.stage-1'; echo GOBIN=/home/dev/b >'/home/dev/a b/env'", env: map[string]string{"GOENV": "/home/dev/a b/env", "GOSETUP_ROOT": "/home/dev/a b"}},
		{env: map[string]string{"GOENV": "/home/dev/a b/env", "GOSETUP_ROOT": "/home/dev/a b"}, args: []string{"--uninstall"}},
		{args: []string{"--no-shells", "--no-tools", "--yes"}}, {args: []string{"--go", "1.26.9", "--no-shells"}},
		{args: []string{"--yes"}},
		{before: "echo x >~/.zshrc", args: []string{"--dry-run"}}, {before: "rm ~/.local/share/gosetup/receipt.json", args: []string{"--dry-run"}},
		{before: "echo GOFLAGS=-x >~/.config/go/env", args: nil}, {before: "echo GOFLAGS=-v >>~/.config/go/env", args: []string{"--uninstall"}},
		{args: []string{"--no-shells", "--root", "/home/dev/ns"}}, {args: []string{"--uninstall", "--root", "/home/dev/ns"}},
		{args: []string{"--mirror", "goproxy+https://default-proxy.example/", "--root", "/home/dev/module", "--no-shells", "--no-tools"}},
		{args: []string{"--mirror", "goproxy+https://goproxy.cn", "--go", "1.26.9", "--root", "/home/dev/module"}}, {args: []string{"--mirror", "goproxy+https://default-proxy.example", "--root", "/home/dev/m", "--dry-run"}},
		{args: []string{"--mirror", "goproxy+https://dl.google.com/go", "--root", "/home/dev/m"}}, {args: []string{"--mirror", "goproxy+ftp://x"}},
		{before: "echo 'simulated archive go1.27.3.linux-arm64.tar.gz' >~/archive", args: []string{"--archive", "archive", "--root", "/home/dev/a", "--no-smoke", "--no-shells", "--no-tools"}},
		{args: []string{"--archive", "/home/dev/archive", "--mirror", "https://go.dev/dl"}}, {args: []string{"--archive", "none"}}, {args: []string{"--archive=.zshrc", "--root", "/home/dev/b"}},
		{before: "mkdir ~/part; printf 'simulated archive' >~/part/.part-go1.27.3.linux-arm64.tar.gz", args: []string{"--root", "/home/dev/part", "--no-shells", "--no-tools"}},
		{before: "mkdir ~/part2; echo no archive, and longer than one could be >~/part2/.part-go1.27.3.linux-arm64.tar.gz", args: []string{"--root", "/home/dev/part2", "--no-shells", "--no-tools"}},
		{before: "mkdir ~/part3; : >~/part3/.part-go1.21.0.tar.gz", args: []string{"--root", "/home/dev/part3", "--uninstall"}},
	}
	terminalSituations = []situation{
		{env: map[string]string{"TERM": "dumb"}}, {env: map[string]string{"NO_COLOR": "1"}}, {args: []string{"--quiet", "--dry-run"}}, {args: []string{"--quiet", "--no-tools"}}, {args: []string{"--yes"}},
	}
)

// behaviour is all that a script shows in the situations on a machine, a text
// per situation.
func behaviour(machine string, script string, list []situation) ([]string, error) {
	m, err := simulate.Load(machine)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, s := range list {
		if _, err := m.Run(simulate.Script{Name: "before", Text: s.before}); err != nil {
			return all, err
		}
		r, err := m.Run(simulate.Script{Name: "install.sh", Text: script, Args: s.args, Env: s.env})
		if err != nil {
			return all, err
		}
		all = append(all, shown(m, r))
	}
	return all, nil
}

// shown is what a run showed: its end, its words, its effects and the tree.
func shown(m *simulate.Machine, r *simulate.Result) string {
	tree := m.Tree("/")
	var b strings.Builder
	fmt.Fprintf(&b, "%d\n%s\n%s\n%s\n", r.Status, r.Stdout, r.Stderr, simulate.Story{Runs: true}.Tell(r.Trace))
	for _, path := range slices.Sorted(maps.Keys(tree)) {
		fmt.Fprintln(&b, path, tree[path])
	}
	return b.String()
}

// faulty is what a script shows when each of its effects fails, or a signal comes
// there, one run for each: of an installation, and of the way back. It stops at the first that differs
// from want, if there is a want.
func faulty(script string, want []string) (all []string, same bool, err error) {
	fresh, err := simulate.Load(oddMachine)
	if err != nil {
		return nil, false, err
	}
	for _, args := range [][]string{nil, {"--uninstall"}} {
		s := simulate.Script{Name: "install.sh", Text: script, Args: args}
		done := fresh.Clone()
		r, err := done.Run(s)
		if err != nil {
			return nil, false, err
		}
		for i, e := range r.Trace {
			what := "error"
			switch {
			case i%7 == 0:
				what = []string{"HUP", "INT", "TERM"}[i/7%3]
			case e.Kind == simulate.Write || e.Kind == simulate.Create:
				what = "ENOSPC"
			}
			m := fresh.Clone()
			r, err := m.Run(s, simulate.Fault{At: e.N, What: what})
			if err != nil {
				return nil, false, err
			}
			all = append(all, shown(m, r))
			if want != nil && (len(all) > len(want) || all[len(all)-1] != want[len(all)-1]) {
				return nil, false, nil
			}
		}
		fresh = done
	}
	return all, want == nil || len(all) == len(want), nil
}

// A jury knows how the right script behaves, and tells whether another differs.
type jury struct {
	right, rightOdd map[string][]string // by machine
	faulty          []string
	machines        []string
}

const oddMachine = "debian-arm64" // has several shells, links, a file with CRLF

// odd are the further situations, by machine.
var odd = map[string][]situation{oddMachine: oddSituations, "terminal": terminalSituations}

func newJury(t *testing.T, script string) *jury {
	t.Helper()
	j := &jury{right: map[string][]string{}, rightOdd: map[string][]string{}}
	// Those that kill most come first.
	j.machines = []string{oddMachine, "macos-arm64-rosetta", "corrupt-download"}
	for _, name := range simulate.Machines() {
		if !slices.Contains(j.machines, name) {
			j.machines = append(j.machines, name)
		}
	}
	var err error
	for _, name := range simulate.Machines() {
		if j.right[name], err = behaviour(name, script, situations); err != nil {
			t.Fatal(err)
		}
	}
	for name, list := range odd {
		if j.rightOdd[name], err = behaviour(name, script, list); err != nil {
			t.Fatal(name, err)
		}
	}
	if j.faulty, _, err = faulty(script, nil); err != nil {
		t.Fatal(err)
	}
	return j
}

// verdict says what kills a mutant, "" for nothing.
func (j *jury) verdict(m mutant) string {
	r := lint.Check("install.sh", []byte(m.text), lint.Options{})
	if len(r.Findings) > 0 {
		return r.Findings[0].Rule.ID
	}
	for _, name := range j.machines {
		got, err := behaviour(name, m.text, situations)
		if err != nil || !slices.Equal(got, j.right[name]) {
			return "simulation"
		}
		if odd[name] == nil {
			continue
		}
		if got, err = behaviour(name, m.text, odd[name]); err != nil || !slices.Equal(got, j.rightOdd[name]) {
			return "simulation"
		}
	}
	if _, same, err := faulty(m.text, j.faulty); err != nil || !same {
		return "faults"
	}
	if l, err := simulate.Live(oddMachine, simulate.Script{Name: "install.sh", Text: m.text}); err != nil || len(l.Breaches) > 0 {
		return "kills"
	}
	return ""
}

// settledMutants are those that nothing here can tell from the script, each with
// the reason: it behaves the same, or only where the simulator cannot be.
func settledMutants(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open("testdata/mutants_settled.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	settled := map[string]string{}
	reason := ""
	for lines := bufio.NewScanner(f); lines.Scan(); {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "# "):
			reason = line[2:]
		case line != "":
			settled[line] = reason
		}
	}
	return settled
}

// Of the mutants of install.sh none survives the rules and the virtual machines
// but those that testdata/mutants_settled.txt lists.
func TestMutants(t *testing.T) {
	text, err := os.ReadFile("../golden/default/install.sh")
	if err != nil {
		t.Fatal(err)
	}
	all := mutantsOf(t, string(text))
	some := sample(all, 300)
	everything := os.Getenv("GOSETUP_SETTLED_MUTANTS") != "" // try the settled ones again, too: minutes
	settled := settledMutants(t)
	jury := newJury(t, string(text))
	verdicts := make([]string, len(some))
	var workers sync.WaitGroup
	next := make(chan int)
	for range 2 {
		workers.Go(func() {
			for i := range next {
				if settled[some[i].what] == "" || everything {
					verdicts[i] = jury.verdict(some[i])
				}
			}
		})
	}
	for i := range some {
		next <- i
	}
	close(next)
	workers.Wait()
	judge(t, some, verdicts, settled, len(all))
}

func judge(t *testing.T, some []mutant, verdicts []string, settled map[string]string, all int) {
	t.Helper()
	by := map[string]int{}
	for i, m := range some {
		kind := verdicts[i]
		if strings.HasPrefix(kind, "GS") {
			kind = "rules"
		}
		by[kind]++
		switch reason := settled[m.what]; {
		case verdicts[i] == "" && reason == "":
			t.Errorf("survives: %s", m.what)
		case verdicts[i] != "" && reason != "":
			t.Errorf("settled, but killed by %s; take it out of testdata/mutants_settled.txt: %s", verdicts[i], m.what)
		}
	}
	for what := range settled {
		if !slices.ContainsFunc(some, func(m mutant) bool { return m.what == what }) {
			t.Errorf("there is no such mutant in the sample any more; take it out of testdata/mutants_settled.txt: %s", what)
		}
	}
	t.Logf("%d of the %d mutants: %d killed by rules, %d by simulation, %d by errors at each effect, %d by killing it; %d are settled", len(some), all, by["rules"], by["simulation"], by["faults"], by["kills"], by[""])
	if len(some) < 300 {
		t.Errorf("%d mutants are too few", len(some))
	}
}
