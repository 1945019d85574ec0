//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// randomKills is how many runs of each shell are killed at a random instant.
const randomKills = 25

// Killed at any instant, by a signal that nobody can catch, a run leaves the old
// Go or none, never half of one, and the next run finishes the job.
func TestKilledAtRandom(t *testing.T) {
	e := needEngine(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		random := rand.New(rand.NewPCG(uint64(len(r.name)), uint64(r.name[0])))
		span := e.duration(t, r)
		states := map[string]int{}
		for range randomKills {
			s := r.sandbox(t)
			after := time.Duration(random.Int64N(int64(span)))
			s.killAfter(r, e.dist, after, "--no-shells", "--mirror", e.server.URL+"/slow")
			states[e.state(t, s)]++
			got := r.pipe(s, e.dist, "--no-shells", "--mirror", e.server.URL+"/good")
			if got.code != 0 || got.stderr != "" {
				t.Fatalf("killed after %v, the next run: exit %d\n%s%s", after, got.code, got.stdout, got.stderr)
			}
			e.isWhole(t, s)
		}
		t.Logf("%d runs killed within %v: %v", randomKills, span, states)
	})
}

// duration is how long a whole run takes.
func (e *engine) duration(t *testing.T, r runner) time.Duration {
	t.Helper()
	s := r.sandbox(t)
	from := time.Now()
	if got := r.pipe(s, e.dist, "--no-shells", "--mirror", e.server.URL+"/slow"); got.code != 0 {
		t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	return time.Since(from)
}

// killAfter runs a script and kills it and all it started.
func (s *sandbox) killAfter(r runner, dist string, after time.Duration, options ...string) {
	s.t.Helper()
	stdin, argv := r.call(s.t, dist, options...)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd, _, _ := s.command(ctx, strings.NewReader(stdin), argv...)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	time.Sleep(after)
	if err := killGroup(cmd, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		s.t.Fatal(err)
	}
	cmd.Wait()
}

// state says how far a killed run came; what is there under a final name is whole.
func (e *engine) state(t *testing.T, s *sandbox) string {
	t.Helper()
	dir := filepath.Join(s.root(), "go", e.version)
	if _, err := os.Lstat(dir); err != nil {
		if _, err := os.Stat(s.root() + "/current"); err == nil {
			t.Error("current is there before the Go it points to")
		}
		return "no Go yet"
	}
	for name, want := range e.files {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != string(want) {
			t.Errorf("half a version under its final name: %s, %v", name, err)
		}
	}
	return "Go in place"
}

// Of several runs at once one works and the others say so, or find it done.
func TestManyAtOnce(t *testing.T) {
	e := needEngine(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, n := range []int{2, 8} {
			s := r.sandbox(t)
			results := make([]result, n)
			var all sync.WaitGroup
			for i := range n {
				all.Go(func() { results[i] = r.pipe(s, e.dist, "--no-shells", "--mirror", e.server.URL+"/slow") })
			}
			all.Wait()
			done := 0
			for _, got := range results {
				switch {
				case got.code == 0 && got.stderr == "":
					done++
				case got.code == 1 && strings.HasPrefix(got.stderr, "gosetup: error: another gosetup, process ") && strings.Count(got.stderr, "\n") == 1:
				default:
					t.Errorf("%d at once: exit %d\n%s%s", n, got.code, got.stdout, got.stderr)
				}
			}
			if done == 0 {
				t.Errorf("%d at once: none of them did it", n)
			}
			e.isWhole(t, s)
		}
	})
}

// Homes and places may be called as people call them.
func TestOddHomes(t *testing.T) {
	e := needEngine(t)
	homes := []string{"two  blanks", `quotes ' " and \`, "new\nline", "übung 日本語", "-leading dash", "$HOME $(touch pwned) `touch pwned`", "*", "%s%n", "a;b&c|d"}
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, name := range homes {
			s := r.sandbox(t)
			s.home = filepath.Join(s.tmp, name)
			if err := os.Mkdir(s.home, 0o755); err != nil {
				t.Fatal(err)
			}
			s.env["HOME"] = s.home
			if r.name == "fish" {
				s.must("fish", "-N", "-c", "true")
			}
			before := textOf(t, s.tmp)
			if got := r.pipe(s, e.dist, "--mirror", e.server.URL+"/good"); got.code != 0 || got.stderr != "" {
				t.Errorf("%q: exit %d\n%s%s", name, got.code, got.stdout, got.stderr)
				continue
			}
			e.isWhole(t, s)
			uninstall(t, s, &e.kit, r)
			if diff := cmp.Diff(before, textOf(t, s.tmp)); diff != "" {
				t.Errorf("%q: uninstalling left something:\n%s", name, diff)
			}
		}
	})
}

// surroundings are what a script may find itself in: text of sh, behind which it
// is run.
var surroundings = []struct{ name, before, why string }{
	{"umask 077", "umask 077;", ""},
	{"closed input", "exec <&-;", ""},
	{"closed output", "exec >&-;", ""},
	{"closed streams", "exec <&- >&- 2>&-;", ""},
	{"full output", "exec >/dev/full;", ""},
	{"hostile TMPDIR", "export TMPDIR='/nowhere/$(touch pwned)';", ""},
	{"no TMPDIR", "unset TMPDIR;", ""},
	{"no room for a file", "ulimit -f 100;", "gosetup: error: "},
	{"options of tar and gzip", "export TAR_OPTIONS='--exclude=*' GZIP=-l;", ""},
	{"no SHELL, no TERM, no LANG", "unset SHELL TERM LANG;", ""},
	{"noclobber in ENV", "export ENV=/dev/null BASH_ENV=/dev/null;", ""},
}

func TestSurroundings(t *testing.T) {
	e := needEngine(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, around := range surroundings {
			t.Run(around.name, func(t *testing.T) {
				s := r.sandbox(t)
				file := filepath.Join(e.dist, r.script)
				argv := append([]string{"bash", "-c", around.before + ` exec "$@"`, "bash"}, r.argv...)
				got := s.run("", append(argv, file, "--no-shells", "--mirror", e.server.URL+"/good")...)
				if around.why == "" {
					if got.code != 0 {
						t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
					}
					e.isWhole(t, s)
					return
				}
				if got.code != 1 || !strings.Contains(got.stderr, around.why) {
					t.Errorf("exit %d, want 1 and %q\n%s%s", got.code, around.why, got.stdout, got.stderr)
				}
				if _, err := os.Lstat(filepath.Join(s.root(), "go")); err == nil {
					t.Error("something is installed")
				}
			})
		}
	})
}

// What others planted in the install place is not followed.
func TestPlantedLinks(t *testing.T) {
	e := needEngine(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		mine := filepath.Join(s.home, "mine")
		err := errors.Join(
			os.MkdirAll(s.root(), 0o755), os.WriteFile(mine, []byte("my text\n"), 0o644),
			os.Symlink(mine, filepath.Join(s.root(), ".part-"+e.file)),
			os.Mkdir(s.root()+"/.stage-999999999", 0o755), os.Symlink(mine, filepath.Join(s.root(), ".stage-999999999", e.file)),
			os.Symlink(s.home, s.root()+"/.stage-999999998"),
		)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.pipe(s, e.dist, "--no-shells", "--mirror", e.server.URL+"/cut"); got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		e.isWhole(t, s)
		if text, err := os.ReadFile(mine); string(text) != "my text\n" {
			t.Errorf("the file a link pointed to: %q, %v", text, err)
		}
	})
}

// A download that was broken off goes on where it was: nothing is fetched twice.
func TestResumesLater(t *testing.T) {
	e := needEngine(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		half := e.archive[:len(e.archive)/2]
		if err := errors.Join(os.MkdirAll(s.root(), 0o755), os.WriteFile(filepath.Join(s.root(), ".part-"+e.file), half, 0o644)); err != nil {
			t.Fatal(err)
		}
		path := fmt.Sprintf("/tail~%s", r.name)
		got := r.pipe(s, e.dist, "--no-shells", "--mirror", e.server.URL+path)
		if got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		e.isWhole(t, s)
	})
}
