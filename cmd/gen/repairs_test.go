//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write makes a file in the home.
func (s *sandbox) write(name, text string) string {
	s.t.Helper()
	file := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	return file
}

func (s *sandbox) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.home, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// What other hands have changed after an install is mended by the next run, or
// kept, and never destroyed.
func TestMendsAndKeeps(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		must := func(options ...string) result {
			t.Helper()
			got := r.pipe(s, k.dist, options...)
			if got.code != 0 {
				t.Fatalf("%q: exit %d\n%s%s", options, got.code, got.stdout, got.stderr)
			}
			return got
		}
		must()

		// A lost block is written anew, an edited setting set again, and a
		// lost link made again, without fetching anything.
		os.Remove(s.root() + "/current")
		s.write(".zshrc", "# mine\n")
		s.write(".config/go/env", strings.ReplaceAll(s.read(".config/go/env"), "GOTOOLCHAIN=local", "GOTOOLCHAIN=auto"))
		got := must("--mirror", "http://127.0.0.1:1")
		if strings.Contains(got.stdout, "download") {
			t.Errorf("it fetched again:\n%s", got.stdout)
		}
		if out := s.must("zsh", "-ic", "command -v go; go env GOTOOLCHAIN"); out != s.root()+"/current/bin/go\nlocal" {
			t.Errorf("not mended: %q", out)
		}
		if text := s.read(".zshrc"); !strings.HasPrefix(text, "# mine\n# >>> gosetup >>>\n()") || !strings.HasSuffix(text, "# <<< gosetup <<<\n") {
			t.Errorf(".zshrc:\n%s", text)
		}

		// A damaged tree is replaced as a whole.
		os.Remove(s.root() + "/go/" + k.version + "/VERSION")
		if got := must(); !strings.Contains(got.stdout, "download") {
			t.Errorf("it took a damaged Go for whole:\n%s", got.stdout)
		}

		// A block without an end is shown and left alone; a file that cannot
		// be written, too.
		s.write(".zshrc", "# mine\n# >>> gosetup >>>\nrm -rf important\n")
		if err := os.Remove(filepath.Join(s.home, ".bashrc")); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(s.home, ".bashrc"), 0o755); err != nil {
			t.Fatal(err)
		}
		got = must()
		for _, want := range []string{".zshrc has a gosetup block without an end; mend it by hand", ".bashrc is not a file; add the lines of --profile-info to what your shell reads"} {
			if !strings.Contains(got.stderr, want) {
				t.Errorf("stderr lacks %q:\n%s", want, got.stderr)
			}
		}
		if !strings.HasSuffix(got.stdout, "nothing to do\n") || s.read(".zshrc") != "# mine\n# >>> gosetup >>>\nrm -rf important\n" {
			t.Errorf("stdout:\n%s.zshrc:\n%s", got.stdout, s.read(".zshrc"))
		}

		// Settings of others survive the uninstall, ours do not.
		s.write(".config/go/env", s.read(".config/go/env")+"GOFLAGS=-trimpath\n")
		got = must("--uninstall")
		if text := s.read(".config/go/env"); text != "GOFLAGS=-trimpath\n" || !strings.Contains(got.stderr, "was changed since; only the settings of gosetup were taken out of it") {
			t.Errorf("Go's env file:\n%sstderr:\n%s", text, got.stderr)
		}
	})
}

// A directory of somebody else is neither installed into nor uninstalled.
func TestForeignDirectory(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		s.write("mine/go/src/project/p.go", "package precious\n")
		s.before = snapshot(t, s.home)
		got := r.pipe(s, k.dist, "--root", s.home+"/mine", "--uninstall")
		if want := "There is no gosetup in " + s.home + "/mine; nothing to do\n"; got.code != 0 || got.stdout != want {
			t.Errorf("uninstall: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		got = r.pipe(s, k.dist, "--root", s.home+"/mine")
		if want := "gosetup: error: " + s.home + "/mine/go is not of gosetup; choose another place with GOSETUP_ROOT\n"; got.code != 1 || got.stderr != want {
			t.Errorf("install: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if diff := s.changes(); diff != "" {
			t.Errorf("changes:\n%s", diff)
		}
		// A tree of ours with something of others in it loses only what is ours.
		if got := r.pipe(s, k.dist, "--no-shells"); got.code != 0 {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		s.write(".local/share/gosetup/go/mine/notes", "mine")
		got = r.pipe(s, k.dist, "--uninstall")
		if left := s.read(".local/share/gosetup/go/mine/notes"); left != "mine" || !strings.Contains(got.stderr, "is not empty") {
			t.Errorf("%q\n%s%s", left, got.stdout, got.stderr)
		}
	})
}

// A lock of a dead process, and what it left, is swept away.
func TestStaleLock(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		s.write(".local/share/gosetup/.stage-1/half", "half a Go")
		if err := os.Symlink(lockOf(t, 4194305), s.root()+"/.lock"); err != nil { // above the largest process number
			t.Fatal(err)
		}
		if got := r.pipe(s, k.dist, "--no-shells"); got.code != 0 || got.stderr != "" {
			t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if left, _ := filepath.Glob(s.root() + "/.*"); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
		checkStaleAtTheEnd(t, s, k, r)
	})
}

// checkStaleAtTheEnd leaves a lock and a stage where there is nothing to do, as a
// run does that is killed at its very end: a dry run touches nothing, the next
// run sweeps them away, and uninstalling does where there is nothing else.
func checkStaleAtTheEnd(t *testing.T, s *sandbox, k *kit, r runner) {
	t.Helper()
	leave := func() {
		t.Helper()
		s.write(".local/share/gosetup/.stage-1/half", "half a Go")
		if err := os.Symlink(lockOf(t, 4194305), s.root()+"/.lock"); err != nil {
			t.Fatal(err)
		}
	}
	leave()
	before := snapshot(t, s.home)
	for _, options := range [][]string{{"--dry-run"}, {"--uninstall", "--dry-run"}} {
		got := r.pipe(s, k.dist, append(options, "--no-shells")...)
		if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" || got.code != 0 {
			t.Errorf("%q: exit %d, changed (-before +after):\n%s", options, got.code, diff)
		}
	}
	got := r.pipe(s, k.dist, "--no-shells")
	if left, _ := filepath.Glob(s.root() + "/.*"); len(left) > 0 || !strings.HasSuffix(got.stdout, "; nothing to do\n") || got.stderr != "" {
		t.Errorf("nothing to do: left %v\n%s%s", left, got.stdout, got.stderr)
	}
	if err := os.RemoveAll(s.root()); err != nil {
		t.Fatal(err)
	}
	leave()
	got = r.pipe(s, k.dist, "--uninstall")
	if _, err := os.Lstat(s.root()); err == nil || got.code != 0 {
		t.Errorf("uninstalling a lock and a stage: exit %d, they stay\n%s%s", got.code, got.stdout, got.stderr)
	}
}

// Values of the environment are data: none of these runs anything, and each is
// refused or taken for what it says.
func TestHostileEnvironment(t *testing.T) {
	k := testKit(t)
	cases := []struct {
		name, value string
		code        int
		want        string
	}{
		{"GOENV", "relative", 2, "GOENV must be an absolute path or off, not relative"},
		{"GOENV", "off", 1, "GOENV=off keeps Go from reading its settings"},
		{"GOSETUP_ROOT", "/x/@root@", 1, "/x/@root@ has a character"},
		{"GOSETUP_ROOT", "/x/`touch pwned`", 1, "has a character"},
		{"GOSETUP_ROOT", "/x\ny", 2, "GOSETUP_ROOT has a control character"},
		{"GOBIN", "/x/$(touch pwned)", 1, "has a character"},
		{"GOPATH", "relative", 2, "GOBIN and GOPATH must be absolute paths, not relative/bin"},
		{"HOME", "/gosetup-no-such-home", 1, "HOME, /gosetup-no-such-home, is not a directory"},
		{"GOPATH", `/x";touch pwned;"`, 1, "has a character"},
		{"GOSETUP_GO", "*", 2, "there is no Go * for"},
		{"GOSETUP_GO", "$(touch pwned)", 2, "there is no Go $(touch pwned) for"},
		{"GOSETUP_MIRROR", "http://localhost:x@mirror.example/", 2, "the mirror must be"},
		{"GOSETUP_MIRROR", "http://127.0.0.1:80@mirror.example/", 2, "the mirror must be"},
		{"GOSETUP_MIRROR", "file:///$(touch pwned)", 1, "no such file"},
		{"GOSETUP_MIRROR", "https:// x", 2, "the mirror must be"},
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, c := range cases {
			if c.name == "HOME" && r.name == "fish" {
				continue // it makes the directory itself before it reads the script
			}
			s := r.sandbox(t)
			s.env[c.name] = c.value
			got := r.pipe(s, k.dist)
			if got.code != c.code || !strings.Contains(got.stderr, c.want) || strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("%s=%q: exit %d, stderr %q; want %d and %q", c.name, c.value, got.code, got.stderr, c.code, c.want)
			}
			if diff := s.changes(); diff != "" {
				t.Errorf("%s=%q left a trace:\n%s", c.name, c.value, diff)
			}
		}
	})
}
