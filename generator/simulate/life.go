package simulate

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// A Life is what became of an installation of gosetup on a machine: a dry run,
// the installation, a second run, the way back, and as many runs that were
// killed and begun again as the installation has effects.
type Life struct {
	Machine  string
	Status   int      // of the installation
	Says     string   // the last line of its standard error
	Runs     int      // how many there were
	Kills    int      // how many of them were killed
	Breaches []string // of the promises P3, P4, P5 and P7; none is good
}

// Live leads an installer of gosetup (install.sh of a rendering) through a life
// on a fresh machine. It fails where the script cannot be simulated.
func Live(machine string, installer Script) (*Life, error) {
	m, err := Load(machine)
	if err != nil {
		return nil, err
	}
	l := &life{Life: Life{Machine: machine}, fresh: m, installer: installer}
	l.lead()
	return &l.Life, l.err
}

type life struct {
	Life
	fresh     *Machine
	installer Script
	err       error // the first run that could not be simulated
}

// lead leads through the whole life. A machine on which the script does not
// install must be as it was afterwards.
func (l *life) lead() {
	l.harmless(l.fresh.Clone(), "a dry run", "--dry-run")
	m := l.fresh.Clone()
	r := l.run(m)
	if l.err != nil {
		return
	}
	l.Status, l.Says = r.Status, lastLine(r.Stderr)
	if r.Status != 0 {
		l.same("a failed installation leaves something behind", l.fresh.Tree("/"), withoutPart(m, l.fresh))
		return
	}
	if r := l.harmless(m, "a second run"); r.Status != 0 {
		l.breach("a second run ends with %d", r.Status)
	}
	l.kill(m, r.Trace)
	if r := l.run(m, "--uninstall"); r.Status != 0 {
		l.breach("--uninstall ends with %d: %s", r.Status, lastLine(r.Stderr))
	}
	l.same("--uninstall does not give back the tree", withoutCaches(l.fresh), withoutCaches(m))
}

// kill strikes an installation before each of its effects; the next run has to
// end where an undisturbed one, which made good, did.
func (l *life) kill(good *Machine, effects Trace) {
	want := lasting(good, nothing)
	for i, e := range effects {
		if i > 0 && !effects[i-1].Changes() {
			continue // the state is that of the effect before
		}
		m := l.fresh.Clone()
		if l.strike(m, Fault{e.N, "kill"}); l.err != nil {
			return
		}
		l.Kills++
		if r := l.run(m); r.Status != 0 {
			l.breach("killed at effect %d (%s), the next run ends with %d: %s", e.N, Story{Home: m.Home()}.line(e), r.Status, lastLine(r.Stderr))
		}
		l.same(fmt.Sprintf("killed at effect %d, the next run ends in another tree", e.N), want, lasting(m, nothing))
	}
}

// harmless runs the script and wants no effect.
func (l *life) harmless(m *Machine, what string, args ...string) *Result {
	r := l.run(m, args...)
	if changes := slices.Concat(r.Trace.Changes(), r.Trace.Fetches()); len(changes) > 0 {
		l.breach("%s has effects, the first: %s", what, Story{Home: m.Home()}.line(changes[0]))
	}
	return r
}

func (l *life) run(m *Machine, args ...string) *Result {
	s := l.installer
	s.Args = args
	return l.result(m.Run(s))
}

func (l *life) strike(m *Machine, fault Fault) { l.result(m.Run(l.installer, fault)) }

// result counts a run; one that could not be simulated is an empty one.
func (l *life) result(r *Result, err error) *Result {
	l.Runs++
	if err != nil {
		if l.err == nil {
			l.err = err
		}
		return &Result{}
	}
	return r
}

func (l *life) breach(format string, args ...any) {
	if l.err == nil {
		l.Breaches = append(l.Breaches, fmt.Sprintf(format, args...))
	}
}

// same compares two trees and names the first path that differs.
func (l *life) same(what string, want, got map[string]string) {
	paths := slices.Concat(slices.Collect(maps.Keys(want)), slices.Collect(maps.Keys(got)))
	slices.Sort(paths)
	for _, path := range paths {
		if want[path] != got[path] {
			l.breach("%s: %s is %q, not %q", what, path, got[path], want[path])
			return
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// withoutPart is the tree without the beginning of an archive, where the next
// installation goes on, and what --uninstall has to know then: the list of the
// directories that were made, and these.
func withoutPart(m, before *Machine) map[string]string {
	all, old := m.Tree("/"), before.Tree("/")
	for file, line := range m.Tree("/") {
		if !strings.Contains(file, "/gosetup/.part-") || !strings.HasPrefix(line, "-rw") {
			continue
		}
		for _, file := range []string{file, path.Dir(file) + "/undo/dirs"} {
			delete(all, file)
			for dir := path.Dir(file); old[dir] == ""; dir = path.Dir(dir) {
				delete(all, dir)
			}
		}
	}
	return all
}

// withoutCaches is the tree without the caches and what else go keeps.
func withoutCaches(m *Machine) map[string]string {
	all := m.Tree("/")
	for path := range all {
		rel := strings.TrimPrefix(path, m.Home()+"/")
		for _, own := range []string{"go/pkg", ".cache", "Library/Caches", ".config/go/telemetry", "Library/Application Support/go/telemetry"} {
			if below(rel, own) {
				delete(all, path)
			}
		}
	}
	for _, dir := range []string{"go", ".config/go", ".config", "Library/Application Support/go", "Library/Application Support"} {
		full := m.Home() + "/" + dir
		if !slices.ContainsFunc(slices.Collect(maps.Keys(all)), func(p string) bool { return strings.HasPrefix(p, full+"/") }) {
			delete(all, full)
		}
	}
	return all
}

// lasting is the tree without the caches, which the real go mends by itself, and
// without empty directories and the list of those that were made: a script that
// is killed while it makes or removes them one after the other cannot know later
// which were its own. What ignore tells of is left out, too.
func lasting(m *Machine, ignore func(path string) bool) map[string]string {
	all := m.Tree("/")
	for path := range all {
		rel := strings.TrimPrefix(path, m.Home()+"/")
		if emptyParent(m, path, ignore) || ignore(path) || strings.HasSuffix(path, "/gosetup/undo/dirs") {
			delete(all, path)
		}
		for _, own := range []string{"go/pkg", ".cache", "Library/Caches", ".config/go/telemetry", "Library/Application Support/go/telemetry"} {
			if below(rel, own) {
				delete(all, path)
			}
		}
	}
	return all
}

// emptyParent tells of a directory below the home with no file in it.
func emptyParent(m *Machine, path string, ignore func(path string) bool) bool {
	if !below(path, m.Home()) {
		return false
	}
	for inner, line := range m.Tree(path) {
		if !strings.HasPrefix(line, "d") && !ignore(inner) || inner == m.Home() {
			return false
		}
	}
	return true
}

func nothing(string) bool { return false }
