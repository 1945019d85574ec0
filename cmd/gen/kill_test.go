//go:build unix

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallKit is the kit with an archive of two files: its go is testdata/kill/go.sh,
// so that a script can be run some hundred times.
var smallKit = sync.OnceValues(func() (*kit, error) {
	k, err := theKit()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	w := tar.NewWriter(zip)
	err = errors.Join(
		addFile(w, "testdata/kill/go.sh", "go/bin/go", k.version),
		addFile(w, "testdata/kill/go.sh", "go/VERSION", k.version),
		w.Close(), zip.Close(),
	)
	if err != nil {
		return nil, err
	}
	small := &kit{version: k.version, file: k.file, archive: out.Bytes(), server: k.server}
	if small.dist, err = small.render("small", "goenv", ""); err != nil {
		return nil, err
	}
	return small, os.WriteFile(filepath.Join(small.dist, small.file), small.archive, 0o644)
})

// steppers are the programs with which the scripts change files.
var steppers = []string{"awk", "cp", "ln", "mkdir", "mv", "rm", "rmdir", "tar"}

// bitByBit are those that a kill can end half-way.
var bitByBit = []string{"awk", "cp", "rm", "tar"}

// unsimulated are the runners of the languages that the simulator does not know.
func unsimulated() []runner {
	return slices.DeleteFunc(slices.Clone(runners), func(r runner) bool {
		return r.script == "install.sh" || r.script == "install.zsh"
	})
}

// stepped puts testdata/kill/step.sh before each of them, and the mirror into a
// directory: nothing is fetched from a server.
func (s *sandbox) stepped(k *kit) {
	s.t.Helper()
	bin := filepath.Join(s.tmp, "steps")
	step, err := os.ReadFile("testdata/kill/step.sh")
	if err := errors.Join(err, os.Mkdir(bin, 0o755)); err != nil {
		s.t.Fatal(err)
	}
	for _, name := range steppers {
		if err := os.WriteFile(filepath.Join(bin, name), step, 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
	s.env["PATH"] = bin + ":" + s.env["PATH"]
	s.env["KILL_LOG"] = filepath.Join(s.tmp, "calls")
	s.env["GOSETUP_MIRROR"] = "file://" + k.dist
}

// A killing is a home with files of the user, and what the script is then asked
// to do.
type killing struct {
	name    string
	then    string // done to the home once gosetup is installed in it, as text of sh
	options []string
}

var killings = []killing{
	{"install", "", nil},
	{"uninstall", "true", []string{"--uninstall"}},
	{"uninstall after a change", `printf 'GOPROXY=off\n' >>.config/go/env`, []string{"--uninstall"}},
}

// A trial kills one script at one call after the other.
type trial struct {
	*sandbox
	r            runner
	k            *kit
	killing      killing
	start        string            // a copy of the home in which the killed run begins
	own          map[string]string // the home before gosetup ever ran
	before, good map[string]string // the home in start, and after an undisturbed run
	seen         map[string]bool   // the trees that were tried
}

// Killed at any call, or in the midst of it, every script leaves whole files and
// whole versions; the next run ends where an undisturbed one does, and
// uninstalling gives back what was the user's. The simulator does this to sh and
// zsh, with more machines.
func TestKilledAnywhere(t *testing.T) {
	k, err := smallKit()
	if err != nil {
		t.Fatal(err)
	}
	forEach(t, unsimulated(), func(t *testing.T, r runner) {
		for _, c := range killings {
			t.Run(c.name, func(t *testing.T) {
				tr := newTrial(t, r, k, c)
				calls := strings.Split(strings.TrimSuffix(tr.calls(), "\n"), "\n")
				if len(calls) < 10 {
					t.Fatalf("only %d calls were counted: %q", len(calls), calls)
				}
				for i, call := range calls {
					tr.strike(i+1, call, "before")
					if name, _, _ := strings.Cut(call, " "); slices.Contains(bitByBit, name) {
						tr.strike(i+1, call, "half-way")
					}
				}
			})
		}
	})
}

func newTrial(t *testing.T, r runner, k *kit, c killing) *trial {
	t.Helper()
	tr := &trial{sandbox: r.sandbox(t), r: r, k: k, killing: c, seen: map[string]bool{}}
	tr.start = filepath.Join(tr.tmp, "start")
	tr.stepped(k)
	tr.write(".bashrc", "# no newline at the end")
	tr.write(".profile", "")
	tr.write(".config/go/env", "GOFLAGS=-trimpath\nGONOPROXY=corp.example\n")
	tr.own = lasting(t, tr.home)
	if c.then != "" {
		tr.work(0, "")
		tr.must("sh", "-c", c.then)
	}
	tr.before = lasting(t, tr.home)
	tr.copyHome(tr.home, tr.start)
	tr.work(0, "", c.options...)
	tr.good = lasting(t, tr.home)
	return tr
}

// copyHome replaces the directory to by a copy of from.
func (tr *trial) copyHome(from, to string) {
	tr.t.Helper()
	if err := os.RemoveAll(to); err != nil {
		tr.t.Fatal(err)
	}
	if out, err := exec.Command("cp", "-pR", from, to).CombinedOutput(); err != nil {
		tr.t.Fatalf("%v\n%s", err, out)
	}
}

func (tr *trial) calls() string {
	tr.t.Helper()
	text, err := os.ReadFile(tr.env["KILL_LOG"])
	if err != nil {
		tr.t.Fatal(err)
	}
	return string(text)
}

// work runs the script, which is killed at the call at; 0 is never, and then it
// has to end well.
func (tr *trial) work(at int, how string, options ...string) result {
	tr.t.Helper()
	if err := os.WriteFile(tr.env["KILL_LOG"], nil, 0o644); err != nil {
		tr.t.Fatal(err)
	}
	tr.env["KILL_AT"], tr.env["KILL_HOW"] = itoa(at), how
	got := tr.r.pipe(tr.sandbox, tr.k.dist, options...)
	if at == 0 && got.code != 0 {
		tr.t.Fatalf("%q: exit %d\n%s%s", options, got.code, got.stdout, got.stderr)
	}
	return got
}

func (tr *trial) strike(at int, call, how string) {
	tr.t.Helper()
	tr.copyHome(tr.start, tr.home)
	where := how + " " + strings.ReplaceAll(call, tr.home, "~")
	if got := tr.work(at, how, tr.killing.options...); got.code != -1 {
		tr.t.Errorf("%s: not killed: exit %d\n%s%s", where, got.code, got.stdout, got.stderr)
	}
	left := lasting(tr.t, tr.home)
	state := strings.Join(lines(left), "\n")
	if tr.seen[state] {
		return
	}
	tr.seen[state] = true
	tr.whole(where, left)
	killed := filepath.Join(tr.tmp, "killed")
	tr.copyHome(tr.home, killed)
	tr.ends(where, tr.good, tr.killing.options...)
	if tr.killing.then == "" {
		tr.copyHome(killed, tr.home)
		tr.ends(where, tr.own, "--uninstall")
	}
}

// whole fails where a file of the user is neither as it was nor as it is to be,
// or half a version has a final name.
func (tr *trial) whole(where string, left map[string]string) {
	tr.t.Helper()
	for name, text := range left {
		if strings.HasPrefix(name, ".local/") || strings.Contains(name, ".gosetup-") {
			continue
		}
		if was, is := tr.before[name], tr.good[name]; text != was && text != is {
			tr.t.Errorf("%s: %s is\n%s\nit was\n%s\nis to be\n%s", where, name, text, was, is)
		}
	}
	for name := range tr.before {
		if _, ok := left[name]; !ok && tr.good[name] != "" && !strings.HasPrefix(name, ".local/") {
			tr.t.Errorf("%s: %s is gone", where, name)
		}
	}
	versions, _ := filepath.Glob(tr.root() + "/go/*")
	for _, dir := range versions {
		_, e1 := os.Stat(dir + "/VERSION")
		_, e2 := os.Stat(dir + "/bin/go")
		if e1 != nil || e2 != nil {
			tr.t.Errorf("%s: half a version is left: %v, %v", where, e1, e2)
		}
	}
}

// ends runs the script and wants that tree after it.
func (tr *trial) ends(where string, want map[string]string, options ...string) {
	tr.t.Helper()
	got := tr.work(0, "", options...)
	if diff := cmp.Diff(want, lasting(tr.t, tr.home)); diff != "" {
		tr.t.Errorf("%s, then %q: (-want +got):\n%s%s%s", where, options, diff, got.stdout, got.stderr)
	}
}

// lasting is textOf without directories: a killed script cannot know later which
// were its own.
func lasting(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := textOf(t, dir)
	for name, text := range all {
		if strings.HasPrefix(text, "d") || strings.HasSuffix(name, "/gosetup/undo/dirs") {
			delete(all, name)
		}
	}
	return all
}

func lines(all map[string]string) []string {
	rows := make([]string, 0, len(all))
	for name, text := range all {
		rows = append(rows, name+"\t"+text)
	}
	slices.Sort(rows)
	return rows
}
