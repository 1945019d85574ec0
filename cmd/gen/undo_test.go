//go:build unix

package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// works runs the script, which has to succeed.
func (r runner) works(s *sandbox, dist string, options ...string) result {
	s.t.Helper()
	got := r.pipe(s, dist, options...)
	if got.code != 0 {
		s.t.Fatalf("%q: exit %d\n%s%s", options, got.code, got.stdout, got.stderr)
	}
	return got
}

// A block that somebody changed by hand is neither overwritten nor removed; one of
// an earlier version is.
func TestBlockChangedByHand(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		r.works(s, k.dist)
		const warning = "has a gosetup block that was changed by hand; it stays; take it out by hand if you do not want it\n"
		mine := strings.ReplaceAll(s.read(".zshrc"), "# <<<", "PATH=/mine:$PATH\n# <<<")
		s.write(".zshrc", mine)
		for _, options := range [][]string{nil, {"--uninstall"}} {
			got := r.works(s, k.dist, options...)
			if s.read(".zshrc") != mine || got.stderr != "gosetup: warning: "+s.home+"/.zshrc "+warning {
				t.Errorf("%q: %s.zshrc:\n%s", options, got.stderr, s.read(".zshrc"))
			}
		}

		// Where nothing is known of it, it may be of another place.
		got := r.works(s, k.dist)
		want := "gosetup: warning: " + s.home + "/.zshrc had another gosetup block; the file as it was is now " + s.root() + "/undo/.zshrc\n"
		if kept := s.read(".local/share/gosetup/undo/.zshrc"); kept != mine || got.stderr != want {
			t.Errorf("%skept:\n%s", got.stderr, kept)
		}
	})
}

// Start-up files are cleared that today's environment does not lead to.
func TestUninstallKnowsTheFiles(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		if err := os.Mkdir(s.home+"/zsh", 0o755); err != nil {
			t.Fatal(err)
		}
		s.before = snapshot(t, s.home)
		s.env["ZDOTDIR"], s.env["GOENV"] = s.home+"/zsh", s.home+"/zsh/goenv"
		r.works(s, k.dist)
		if text := s.read("zsh/.zshrc") + s.read("zsh/goenv"); !strings.Contains(text, "gosetup") || !strings.Contains(text, "GOTOOLCHAIN=local") {
			t.Fatal(text)
		}
		delete(s.env, "ZDOTDIR")
		delete(s.env, "GOENV")
		checkUninstall(t, s, k, r)
	})
}

// Each setting gets back the value that it had, also when others were changed
// since; one that the profile has no more, at once.
func TestSettingsKeyByKey(t *testing.T) {
	k := testKit(t)
	less, err := k.renderWith("less", "goenv", "", func(yaml string) string {
		return strings.ReplaceAll(yaml, "    GOTOOLCHAIN: local\n", "    GOTOOLCHAIN: null\n")
	})
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		s.write(".config/go/env", "GOFLAGS=-trimpath\nGOTOOLCHAIN=path")
		r.works(s, k.dist)
		s.write(".config/go/env", strings.ReplaceAll(s.read(".config/go/env"), "-trimpath", "-v"))
		got := r.works(s, less, "--dry-run")
		if !strings.Contains(got.stdout, "settings  GOTOOLCHAIN as it was in ") {
			t.Errorf("plan of a profile with less:\n%s", got.stdout)
		}
		r.works(s, less)
		if text := s.read(".config/go/env"); !strings.Contains(text, "GOTOOLCHAIN=path\n") || !strings.Contains(text, "GOAUTH=") {
			t.Errorf("with less:\n%s", text)
		}
		r.works(s, k.dist)
		r.works(s, k.dist, "--uninstall")
		lines := strings.Split(strings.TrimSpace(s.read(".config/go/env")), "\n")
		slices.Sort(lines)
		if diff := cmp.Diff([]string{"GOFLAGS=-v", "GOTOOLCHAIN=path"}, lines); diff != "" {
			t.Errorf("uninstalled (-want +got):\n%s", diff)
		}
	})
}

// The receipt is JSON that says what is where; tools go with the rest, but for
// those that others wrote.
func TestReceiptAndTools(t *testing.T) {
	k := testKit(t)
	proxy := moduleProxy(t, "hello", `func main() { println("hello") }`)
	for _, name := range []string{"foreign", "changed"} {
		addModule(t, proxy, name, `func main() { println("`+name+`") }`)
	}
	dist, err := k.render("receipt", "goenv", "gosetup.test/hello@v1.0.0, gosetup.test/foreign@v1.0.0, gosetup.test/changed@v1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := newSandbox(t)
		s.env["GOPROXY"], s.env["GONOSUMDB"], s.env["GOFLAGS"] = "file://"+proxy, "gosetup.test", "-modcacherw"
		s.env["GOCACHE"] = filepath.Join(kitDir, "gocache")
		program, err := os.ReadFile("/bin/true") // go install overwrites programs only
		if err != nil {
			t.Fatal(err)
		}
		s.write("go/bin/foreign", string(program))
		r.works(s, dist)
		receipt := s.receipt()
		if diff := cmp.Diff([]string{s.home + "/.profile", s.home + "/.bashrc", s.home + "/.zprofile", s.home + "/.zshrc", s.home + "/.config/fish/conf.d/gosetup.fish"}, receipt.Startup); diff != "" {
			t.Errorf("startup (-want +got):\n%s", diff)
		}
		if len(receipt.Tools) != 3 || len(receipt.Settings) != 2 || receipt.Go != k.version || receipt.Goenv != s.home+"/.config/go/env" {
			t.Errorf("%+v", receipt)
		}
		r.works(s, dist, "--no-tools", "--root", s.root())
		if again := s.receipt(); len(again.Tools) != 3 {
			t.Errorf("a run without tools forgets them: %+v", again)
		}
		tools := s.root() + "/undo/tools"
		older := strings.ReplaceAll(s.read(".local/share/gosetup/undo/tools"), "foreign@v1.0.0 -", "foreign@v0.9.0 -")
		s.write(".local/share/gosetup/undo/tools", older)
		r.works(s, dist)
		if rows, err := os.ReadFile(tools); err != nil || !strings.Contains(string(rows), "/foreign@v1.0.0 -\n") {
			t.Errorf("another's program is ours after an update (%v):\n%s", err, rows)
		}
		s.write("go/bin/changed", "changed")
		got := r.works(s, dist, "--uninstall")
		left, _ := filepath.Glob(s.home + "/go/bin/*")
		if diff := cmp.Diff([]string{s.home + "/go/bin/changed", s.home + "/go/bin/foreign"}, left); diff != "" {
			t.Errorf("left of the tools (-want +got):\n%s", diff)
		}
		if !strings.Contains(got.stdout, "  tools     removed hello\n") || strings.Count(got.stderr, "is not what gosetup installed; it stays\n") != 2 {
			t.Errorf("%s%s", got.stdout, got.stderr)
		}
	})
}

// A receipt is what an installation says of itself.
type receipt struct {
	Gosetup, Profile, Digest, Platform, Go, SHA256, Root, Goenv string
	Settings, Startup, Tools                                    []string
}

func (s *sandbox) receipt() receipt {
	s.t.Helper()
	var r receipt
	dec := json.NewDecoder(strings.NewReader(s.read(".local/share/gosetup/receipt.json")))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&r); err != nil {
		s.t.Error(err)
	}
	return r
}

// A start-up file that is a pipe, or whose directory cannot be written, stops
// nothing; the lock of another host is not broken.
func TestWhatItCannotTouch(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		if err := syscall.Mkfifo(s.home+"/.bashrc", 0o644); err != nil {
			t.Fatal(err)
		}
		got := r.works(s, k.dist)
		if want := s.home + "/.bashrc is not a file; add the lines of --profile-info to what your shell reads\n"; !strings.Contains(got.stderr, want) {
			t.Errorf("stderr %q, want %q", got.stderr, want)
		}
		if err := os.Symlink("4194305@another-host", s.root()+"/.lock"); err != nil {
			t.Fatal(err)
		}
		got = r.pipe(s, k.dist, "--uninstall")
		if want := "another gosetup, process 4194305@another-host, works in "; got.code != 1 || !strings.Contains(got.stderr, want) {
			t.Errorf("exit %d, %s", got.code, got.stderr)
		}
	})
}

// A start-up file that may not be written is named, and stops nothing.
func TestReadOnlyStartupFile(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		file := s.write(".bashrc", "# mine\n")
		if err := os.Chmod(file, 0o444); err != nil {
			t.Fatal(err)
		}
		s.unprivileged()
		got := r.works(s, k.dist)
		want := "gosetup: warning: " + file + " cannot be written; add the lines of --profile-info to it by hand\n"
		if got.stderr != want || s.read(".bashrc") != "# mine\n" || !strings.Contains(s.read(".profile"), "gosetup") {
			t.Errorf("stderr %q, want %q; .bashrc:\n%s", got.stderr, want, s.read(".bashrc"))
		}
	})
}

// unprivileged has somebody else run the script, in a home of his own, where root
// runs the tests.
func (s *sandbox) unprivileged() {
	if os.Geteuid() != 0 {
		return
	}
	s.uid = 65534
	for dir := s.home; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		os.Chmod(dir, 0o755)
	}
	for _, top := range []string{s.home, s.tmp} { // fish has made some as root
		err := filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.IsDir() {
				err = os.Chown(path, int(s.uid), -1)
			}
			return err
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
}
