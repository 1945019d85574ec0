//go:build unix

package simulate

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/profiles"
)

var update = flag.Bool("update", false, "rewrite the traces in testdata")

const installScript = "../../golden/default/install.sh"

// The versions that the golden script pins, newest first.
var newest, older = func() (string, string) {
	p, err := profiles.Load("default", nil)
	if err != nil {
		panic(err)
	}
	return p.Go.Versions[0], p.Go.Versions[1]
}()

// outcomes says how an installation ends on each machine: the status, a part of
// what it says, and whether a Go is there afterwards.
var outcomes = map[string]struct {
	status    int
	says      string
	installed bool
}{
	"alpine-amd64":        {0, "Go " + newest + " for linux-amd64-musl", true},
	"breaking-line":       {1, "the connection broke off", false},
	"busy-server":         {0, "wait      1 s; https://go.dev/dl/go" + newest + ".linux-amd64.tar.gz: the server answered HTTP 503", true},
	"captive-portal":      {1, "it is a web page; sign in to this network", false},
	"corrupt-download":    {1, "not the pinned", false},
	"cut-download":        {0, "resume    at 40 bytes; the connection broke off", true},
	"debian-amd64":        {0, "Go " + newest + " for linux-amd64", true},
	"debian-igzip":        {0, "Go " + newest + " for linux-amd64", true},
	"debian-perl":         {0, "Go " + newest + " for linux-amd64", true},
	"debian-python":       {0, "Go " + newest + " for linux-amd64", true},
	"debian-arm64":        {0, "Go " + newest + " for linux-arm64", true},
	"disk-fills":          {1, "tar could not unpack", false},
	"disk-full":           {1, "300000 KB free", false},
	"existing-go":         {0, "is another Go", true},
	"first-mirror-dead":   {0, "https://dl.google.com/go", true},
	"macos-amd64":         {0, "Go " + newest + " for darwin-amd64", true},
	"macos-arm64":         {0, "Go " + newest + " for darwin-arm64", true},
	"macos-arm64-rosetta": {0, "Go " + newest + " for darwin-arm64", true},
	"module-proxy":        {0, "verify    module hash (h1, in hex) ", true},
	"no-ranges":           {0, "resume    at 20 bytes; the connection broke off", true},
	"no-client":           {1, "neither curl nor wget", false},
	"no-hash-tool":        {1, "gives a SHA-256", false},
	"no-tar":              {1, "tar is missing", false},
	"offline":             {1, "the host name was not found", false},
	"old-macos":           {1, "needs macOS 13 or newer, this is 12.7.6", false},
	"terminal":            {1, "stopped; nothing was changed", false},
	"read-only-home":      {1, "cannot write to", false},
	"tampered-archive":    {1, "not the pinned", false},
	"wget-only":           {0, "https://dl.google.com/go", true},
	"wrong-clock":         {1, "the TLS certificate was not accepted", false},
	"wsl2-amd64":          {0, "is the Go of Windows", true},
}

func installer(t *testing.T, args ...string) Script {
	t.Helper()
	text, err := os.ReadFile(installScript)
	if err != nil {
		t.Fatal(err)
	}
	return Script{Name: "install.sh", Text: string(text), Args: args}
}

func installRoot(m *Machine) string { return m.Home() + "/.local/share/gosetup" }

// works tells whether the current Go starts and is of the version; "" is none.
func works(t *testing.T, m *Machine, version string) {
	t.Helper()
	text := installRoot(m) + "/current/bin/go version"
	r := mustRun(t, m.Clone(), Script{Name: "probe", Text: text + " 2>/dev/null"})
	want := ""
	if version != "" {
		want = "go version go" + version + " " + m.about.Runs[0] + "\n"
	}
	if r.Stdout != want {
		t.Errorf("%s: %q, want %q", text, r.Stdout, want)
	}
}

// wholeOnly fails if a version has its final name and is not whole.
func wholeOnly(t *testing.T, m *Machine) {
	t.Helper()
	for path := range m.Tree(installRoot(m) + "/go") {
		version := filepath.Base(path)
		if filepath.Base(filepath.Dir(path)) != "go" || strings.HasPrefix(version, ".") || !isDigit(version[0]) {
			continue
		}
		for _, file := range []string{"VERSION", "bin/go", "bin/gofmt", "src/fmt/print.go"} {
			if data, err := m.ReadFile(path + "/" + file); err != nil || len(data) == 0 {
				t.Errorf("%s is there without %s", path, file)
			}
		}
	}
}

// Each machine: the installation ends as it should, its trace is the golden one,
// a second run has no effect, a dry run neither.
func TestInstall(t *testing.T) {
	stories := map[string]string{}
	for _, name := range Machines() {
		t.Run(name, func(t *testing.T) {
			m := load(t, name)
			want, ok := outcomes[name]
			if !ok {
				t.Fatalf("outcomes has no %s", name)
			}
			if os := m.about.System.Kernel; os == "" {
				t.Fatal("no system")
			}
			if (m.Broken() != "") == want.installed {
				t.Errorf("broken: %q, and installed: %v", m.Broken(), want.installed)
			}
			dryRun(t, m)
			r := mustRun(t, m, installer(t))
			stories[name] = story(m, r)
			if r.Status != want.status || !strings.Contains(r.Stdout+r.Stderr, want.says) {
				t.Errorf("exit %d, want %d and %q\n%s%s", r.Status, want.status, want.says, r.Stdout, r.Stderr)
			}
			wholeOnly(t, m)
			if !want.installed {
				works(t, m, "")
				fresh := load(t, name)
				if diff := cmp.Diff(fresh.Tree("/"), withoutPart(m, fresh)); diff != "" {
					t.Errorf("a failed installation left something behind\n%s", diff)
				}
				return
			}
			works(t, m, newest)
			secondRun(t, m)
		})
	}
	compareStories(t, stories)
}

func dryRun(t *testing.T, m *Machine) {
	t.Helper()
	r := mustRun(t, m.Clone(), installer(t, "--dry-run"))
	if len(r.Trace.Changes()) > 0 || len(r.Trace.Fetches()) > 0 {
		t.Errorf("a dry run has effects:\n%s", Story{}.Tell(r.Trace))
	}
}

func secondRun(t *testing.T, m *Machine) {
	t.Helper()
	r := mustRun(t, m, installer(t))
	if len(r.Trace.Changes()) > 0 || len(r.Trace.Fetches()) > 0 || r.Status != 0 || !strings.Contains(r.Stdout, "nothing to do") {
		t.Errorf("a second run: exit %d\n%s%s%s", r.Status, r.Stdout, r.Stderr, Story{}.Tell(r.Trace))
	}
}

// story is what a golden has: what the script said, its effects, and the
// start-up files it wrote.
func story(m *Machine, r *Result) string {
	var out strings.Builder
	fmt.Fprintf(&out, "# %s\n# exit %d\n\n", m.About(), r.Status)
	out.WriteString(strings.ReplaceAll(r.Stdout+r.Stderr, m.Home(), "~"))
	out.WriteString("\n# effects\n\n" + Story{Home: m.Home()}.Tell(r.Trace))
	for _, path := range slices.Sorted(maps.Keys(m.Tree(m.Home()))) {
		data, err := m.ReadFile(path)
		if err == nil && (strings.Contains(string(data), "gosetup") || strings.HasSuffix(path, "/env")) && !strings.Contains(path, "/.local/") {
			fmt.Fprintf(&out, "\n# %s\n\n%s\n", strings.Replace(path, m.Home(), "~", 1), strings.ReplaceAll(string(data), "\r", "<CR>"))
		}
	}
	return out.String()
}

// compareStories compares with testdata/traces; what is too much there or not
// there is an error, too.
func compareStories(t *testing.T, got map[string]string) {
	t.Helper()
	const dir = "testdata/traces"
	want := map[string]string{}
	names, _ := filepath.Glob(dir + "/*.txt")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		want[strings.TrimSuffix(filepath.Base(name), ".txt")] = string(text)
	}
	diff := cmp.Diff(want, got)
	if diff == "" || !*update {
		if diff != "" {
			t.Errorf("traces are stale (-golden +now); to accept, run:\n\tgo test ./generator/simulate -run TestInstall -update\n%s", diff)
		}
		return
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range got {
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// A situation is a machine in some state, and what is done there next.
type situation struct {
	name string
	m    *Machine // before
	next Script
	go0  string // the version that works before, "" for none
	go1  string // and after
}

// A script that forgets to verify is found out: what it was given unpacks, and
// only its digest is wrong.
func TestForgottenVerify(t *testing.T) {
	s := installer(t)
	const verify = `if hash_file "$stage/$archive" && [ "$got" = "$sha256" ]; then`
	if strings.Count(s.Text, verify) != 1 {
		t.Fatal("the script verifies in another way; change this test")
	}
	s.Text = strings.Replace(s.Text, verify, "if true; then", 1)
	m := load(t, "tampered-archive")
	if r := mustRun(t, m, s); r.Status != 0 {
		t.Errorf("exit %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	works(t, m, newest)
}

// olderArgs install the older Go on m. Its module hash may not be known, so where
// only a module proxy is there its archive is a file.
func olderArgs(name string, m *Machine) []string {
	args := []string{"--go", older}
	if name == "module-proxy" {
		archive := "go" + older + ".linux-amd64.tar.gz"
		m.WriteFile(m.Home()+"/"+archive, archiveText(archive), 0o644)
		args = append(args, "--mirror=", "--archive", archive)
	}
	return args
}

// situations lists what can be done on a machine where an installation works.
func situations(t *testing.T, name string) []situation {
	t.Helper()
	fresh := load(t, name)
	args := olderArgs(name, fresh)
	old := fresh.Clone()
	if r := mustRun(t, old, installer(t, args...)); r.Status != 0 {
		t.Fatalf("exit %d\n%s%s", r.Status, r.Stdout, r.Stderr)
	}
	both := old.Clone()
	mustRun(t, both, installer(t))
	return []situation{
		{"install", fresh, installer(t), "", newest},
		{"upgrade", old, installer(t), older, newest},
		{"switch back", both, installer(t, "--go", older[:strings.LastIndex(older, ".")]), newest, older},
		{"uninstall", both, installer(t, "--uninstall"), newest, ""},
	}
}

// healthy lists the machines where an installation works, in order.
func healthy() []string {
	var names []string
	for _, name := range Machines() {
		if outcomes[name].installed {
			names = append(names, name)
		}
	}
	return names
}

// Installing, upgrading, switching back and uninstalling do what they say, and
// uninstalling gives back every file as it was; only the tools stay, as the
// script says, with what Go keeps for itself.
func TestLifecycle(t *testing.T) {
	for _, name := range healthy() {
		for _, s := range situations(t, name) {
			t.Run(name+"/"+s.name, func(t *testing.T) {
				works(t, s.m, s.go0)
				m := s.m.Clone()
				r := mustRun(t, m, s.next)
				if r.Status != 0 {
					t.Fatalf("exit %d\n%s%s", r.Status, r.Stdout, r.Stderr)
				}
				works(t, m, s.go1)
				wholeOnly(t, m)
				if s.go1 == "" {
					fresh := load(t, name)
					olderArgs(name, fresh)
					diff := cmp.Diff(withoutCaches(fresh), withoutCaches(m))
					if diff != "" {
						t.Errorf("uninstalling left something else than before\n%s", diff)
					}
				}
			})
		}
	}
}

// figures counts runs and what they cost, for -v. The time is that of the
// processors, because the machine may be busy with other things.
type figures struct {
	runs  int
	start time.Duration
}

func processorTime() time.Duration {
	var use syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

func (f *figures) log(t *testing.T, what string) {
	t.Helper()
	spent := processorTime() - f.start
	t.Logf("%s: %d runs, %.2f ms of processor time each", what, f.runs, float64(spent.Microseconds())/1000/float64(max(1, f.runs)))
}

func BenchmarkInstall(b *testing.B) {
	text, err := os.ReadFile(installScript)
	if err != nil {
		b.Fatal(err)
	}
	fresh, err := Load("debian-amd64")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := fresh.Clone().Run(Script{Name: "install.sh", Text: string(text)}); err != nil {
			b.Fatal(err)
		}
	}
}
