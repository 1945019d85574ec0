//go:build unix

package simulate

import (
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A trial strikes one situation at one effect after the other.
type trial struct {
	situation
	t        *testing.T
	good     *Machine // after an undisturbed run
	effects  Trace    // of that run
	figures  *figures
	repaired map[string]bool // the trees from which a rerun is known to end as good
}

func newTrial(t *testing.T, s situation, f *figures) *trial {
	t.Helper()
	good := s.m.Clone()
	r := mustRun(t, good, s.next)
	if r.Status != 0 {
		t.Fatalf("undisturbed: exit %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	f.runs++
	return &trial{s, t, good, r.Trace, f, map[string]bool{}}
}

// strike runs with a fault at the effect e.
func (tr *trial) strike(what string, e Effect) (*Machine, *Result) {
	tr.t.Helper()
	m := tr.m.Clone()
	r, err := m.Run(tr.next, Fault{e.N, what})
	if err != nil {
		tr.t.Fatalf("%s@%d: %v", what, e.N, err)
	}
	tr.figures.runs++
	return m, r
}

// sound fails unless a Go that worked before still works, or the new one does,
// and no half version has a final name. Uninstalling may be half done.
func (tr *trial) sound(what string, e Effect, m *Machine) {
	tr.t.Helper()
	wholeOnly(tr.t, m)
	if tr.go0 == "" || tr.go1 == "" {
		return
	}
	r := mustRun(tr.t, m.Clone(), Script{Name: "probe", Text: installRoot(m) + "/current/bin/go version 2>&1"})
	suffix := " " + m.about.Runs[0] + "\n"
	if r.Stdout != "go version go"+tr.go0+suffix && r.Stdout != "go version go"+tr.go1+suffix {
		tr.t.Errorf("%s at %s: no Go works: %q", what, Story{Numbers: true}.line(e), r.Stdout)
	}
}

// mends fails unless the next run ends where an undisturbed one does.
func (tr *trial) mends(what string, e Effect, m *Machine) {
	tr.t.Helper()
	state := m.Digest()
	if tr.repaired[state] {
		return
	}
	tr.repaired[state] = true
	r := mustRun(tr.t, m, tr.next)
	tr.figures.runs++
	if diff := cmp.Diff(lasting(tr.good, nothing), lasting(m, nothing)); diff != "" || r.Status != 0 {
		tr.t.Errorf("%s at %d, %s: the next run ends with %d and another tree (-undisturbed +rerun)\n%s%s%s",
			what, e.N, Story{Home: m.Home()}.line(e), r.Status, diff, r.Stdout, r.Stderr)
	}
}

// work tells of the lock and of a stage, which the next run clears away.
func work(path string) bool {
	_, rel, ok := strings.Cut(path, "/.local/share/gosetup/.")
	return ok && (rel == "lock" || strings.HasPrefix(rel, "stage-"))
}

// every calls do for all situations of the machines, effect by effect.
func every(t *testing.T, machines []string, do func(tr *trial, i int, e Effect)) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	all := &figures{start: processorTime()}
	for _, name := range machines {
		for _, s := range situations(t, name) {
			t.Run(name+"/"+s.name, func(t *testing.T) {
				tr := newTrial(t, s, all)
				for i, e := range tr.effects {
					do(tr, i, e)
				}
			})
		}
	}
	all.log(t, t.Name())
}

// different are machines with little in common: every flavour, several shells,
// links, a Go that was there before, a download that breaks off, and a module
// proxy.
var different = []string{"alpine-amd64", "cut-download", "debian-arm64", "existing-go", "macos-arm64-rosetta", "module-proxy"}

// fresh tells whether the state before effect i is another than before the effect
// in front of it, which a mere run or fetch does not change. Equal states need
// not be tried twice.
func (tr *trial) fresh(i int) bool { return i == 0 || tr.effects[i-1].Changes() }

// Killed at any effect, the previous Go still works, no half version has a final
// name, and the next run finishes the job.
func TestKillAnywhere(t *testing.T) {
	t.Parallel()
	every(t, different, func(tr *trial, i int, e Effect) {
		if !tr.fresh(i) {
			return
		}
		m, r := tr.strike("kill", e)
		if !r.Killed || r.Status != 137 {
			tr.t.Errorf("kill at %d did not strike: exit %d", e.N, r.Status)
		}
		tr.sound("kill", e, m)
		tr.mends("kill", e, m)
	})
}

// The same after half of a write.
func TestPartialWriteAnywhere(t *testing.T) {
	t.Parallel()
	every(t, different, func(tr *trial, _ int, e Effect) {
		if e.Kind != Write {
			return
		}
		m, _ := tr.strike("partial", e)
		tr.sound("partial", e, m)
		tr.mends("partial", e, m)
	})
}

// A call that fails anywhere ends the script with an error, or the script copes
// and the result is the same; in no case something half is published, and the
// next run finishes the job.
func TestErrorAnywhere(t *testing.T) {
	t.Parallel()
	every(t, different, func(tr *trial, _ int, e Effect) {
		if e.Kind == Run && slices.Contains(blind, e.Args[0]) {
			return
		}
		what := "error"
		if e.Kind == Write || e.Kind == Create {
			what = "ENOSPC"
		}
		m, r := tr.strike(what, e)
		tr.sound(what, e, m)
		if r.Status == 0 {
			if diff := cmp.Diff(lasting(tr.good, nothing), lasting(m, work)); diff != "" {
				tr.t.Errorf("%s at %d, %s: exit 0 and another tree\n%s%s%s", what, e.N, Story{Home: m.Home()}.line(e), diff, r.Stdout, r.Stderr)
			}
		}
		tr.mends(what, e, m)
	})
}

// blind are the programs that the script asks for something and believes when
// they cannot even be started: it then goes on with too little knowledge.
// Known; what they do not say is never a digest.
var blind = []string{"cat", "grep", "readlink", "sysctl", "tail"}

// Whoever mends one of blind takes it out of the list.
func TestKnownBlind(t *testing.T) {
	unseen := map[string]bool{}
	for _, name := range []string{"debian-arm64", "macos-arm64-rosetta", "module-proxy"} {
		for _, s := range situations(t, name) {
			tr := newTrial(t, s, &figures{})
			for _, e := range tr.effects {
				if e.Kind != Run || !slices.Contains(blind, e.Args[0]) || unseen[e.Args[0]] {
					continue
				}
				m, r := tr.strike("error", e)
				unseen[e.Args[0]] = r.Status == 0 && cmp.Diff(lasting(tr.good, nothing), lasting(m, work)) != ""
			}
		}
	}
	for _, name := range blind {
		if !unseen[name] {
			t.Errorf("the script now sees that %s cannot be started; take it out of blind", name)
		}
	}
}

// A signal at any effect runs the trap: the script ends with its status, unless it
// was as good as done, and leaves nothing half done.
func TestSignalAnywhere(t *testing.T) {
	t.Parallel()
	every(t, different, func(tr *trial, i int, e Effect) {
		if !tr.fresh(i) {
			return
		}
		what := []string{"TERM", "INT", "HUP"}[i%3]
		m, r := tr.strike(what, e)
		if r.Status != 128+signals[what] && r.Status != 0 {
			tr.t.Errorf("%s at %d, %s: exit %d\n%s%s", what, e.N, Story{Home: m.Home()}.line(e), r.Status, r.Stdout, r.Stderr)
		}
		for path := range m.Tree(m.Home()) {
			if (work(path) || draft.MatchString(path)) && !locking(e) {
				tr.t.Errorf("%s at %d, %s: leaves %s", what, e.N, Story{Home: m.Home()}.line(e), path)
			}
		}
		tr.sound(what, e, m)
		tr.mends(what, e, m)
	})
}

// locking tells of the effects in which the lock is made. Known: a signal there
// comes before the script knows that it has the lock, which then stays; the next
// run breaks it.
func locking(e Effect) bool {
	return strings.HasSuffix(e.Path, "/.lock") && e.Kind == Link ||
		e.Kind == Run && e.Args[0] == "ln" && strings.HasSuffix(e.Args[len(e.Args)-1], "/.lock")
}

// draft is the name of a copy beside a file, which is to be renamed to it.
var draft = regexp.MustCompile(`\.gosetup-[0-9]+$`)
