//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// A runner is a shell and the script it is given.
type runner struct {
	name   string
	script string
	argv   []string // reads the script from its input
	args   []string // put before the script's own options
}

// runners lists every shell that a script is piped into.
var runners = []runner{
	{"dash", "install.sh", []string{"dash"}, []string{"-s", "--"}},
	{"bash", "install.sh", []string{"bash"}, []string{"-s", "--"}},
	{"busybox", "install.sh", []string{"busybox", "ash"}, []string{"-s", "--"}},
	{"mksh", "install.sh", []string{"mksh"}, []string{"-s", "--"}},
	{"yash", "install.sh", []string{"yash"}, []string{"-s", "--"}},
	{"zsh-sh", "install.sh", []string{"zsh"}, []string{"-s", "--"}},
	{"zsh", "install.zsh", []string{"zsh", "-f"}, []string{"-s", "--"}},
	{"fish", "install.fish", []string{"fish", "-N"}, nil},
	{"pwsh", "install.ps1", []string{"pwsh", "-NoProfile", "-NonInteractive"}, nil},
}

// pipe runs the script from the shell's input, with options if there are any.
// fish and PowerShell take no options that way, so they get the file then.
func (r runner) pipe(s *sandbox, dist string, options ...string) result {
	s.t.Helper()
	stdin, argv := r.call(s.t, dist, options...)
	return s.run(stdin, argv...)
}

func (r runner) call(t *testing.T, dist string, options ...string) (stdin string, argv []string) {
	t.Helper()
	file := filepath.Join(dist, r.script)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case r.name == "pwsh":
		return "", append(append(r.argv, "-File", file), options...)
	case r.args == nil && len(options) > 0:
		return "", append(append(r.argv, file), options...)
	case len(options) > 0:
		return string(text), append(append(r.argv, r.args...), options...)
	}
	return string(text), r.argv
}

// forEachRunner runs f in every shell, each in parallel.
func forEachRunner(t *testing.T, f func(t *testing.T, r runner)) {
	forEach(t, runners, f)
}

// forEachNative is forEachRunner for one shell per language: the longer tests.
func forEachNative(t *testing.T, f func(t *testing.T, r runner)) {
	forEach(t, slices.DeleteFunc(slices.Clone(runners), func(r runner) bool { return !r.native() }), f)
}

func forEach(t *testing.T, runners []runner, f func(t *testing.T, r runner)) {
	for _, r := range runners {
		t.Run(r.name, func(t *testing.T) {
			realtool.Need(t, r.argv[0])
			t.Parallel()
			f(t, r)
		})
	}
}

// native tells of the one runner per language.
func (r runner) native() bool {
	return r.name == "dash" || r.name == "zsh" || r.name == "fish" || r.name == "pwsh"
}

// loginShells are asked, as a user would, which Go they find.
var loginShells = [][]string{
	{"dash", "-lc"}, {"bash", "-lc"}, {"bash", "-ic"}, {"zsh", "-lc"}, {"zsh", "-ic"}, {"fish", "-lc"}, {"fish", "-ic"},
}

// startupFiles are those of a fresh home on Linux and macOS.
var startupFiles = []string{".profile", ".bashrc", ".zprofile", ".zshrc", ".config/fish/conf.d/gosetup.fish"}

// The whole way: a fresh home, one pipe, a Go that every shell finds and that
// works; a second run changes nothing; uninstalling gives the home back.
func TestInstall(t *testing.T) {
	k := testKit(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		wanted := []string{"download ", "verify ", "install ", "Go " + k.version + " is ready", "Next: "}
		if r.native() {
			delete(s.env, "GOSETUP_NO_SMOKE")
			wanted = append(wanted, "smoke ")
		}
		got := r.pipe(s, k.dist)
		if got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\nstdout:\n%s\nstderr:\n%s", got.code, got.stdout, got.stderr)
		}
		for _, want := range wanted {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("the report lacks %q:\n%s", want, got.stdout)
			}
		}
		checkShells(t, s, k)
		checkProgram(t, s)
		checkSettings(t, s)
		checkBlocks(t, s)
		checkSecondRun(t, s, k, r)
		checkUninstall(t, s, k, r)
		if left := snapshot(t, s.tmp); len(left) > 0 {
			t.Errorf("left in TMPDIR: %v", left)
		}
	})
}

func checkShells(t *testing.T, s *sandbox, k *kit) {
	t.Helper()
	for _, shell := range loginShells {
		got := s.run("", shell[0], shell[1], "command -v go; go version").stdout
		want := s.root() + "/current/bin/go\ngo version go" + k.version + " "
		if !strings.HasPrefix(got, want) {
			t.Errorf("%q finds %q, want %q", shell, got, want)
		}
	}
}

func checkProgram(t *testing.T, s *sandbox) {
	t.Helper()
	dir := filepath.Join(s.tmp, "hello")
	program := "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\", 6*7) }\n"
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	s.env["GOCACHE"] = filepath.Join(kitDir, "gocache")
	got := s.must("bash", "-lc", `cd "$TMPDIR/hello" && go run main.go`)
	delete(s.env, "GOCACHE")
	if got != "hello 42" {
		t.Errorf("the program prints %q", got)
	}
	os.RemoveAll(dir)
}

func checkSettings(t *testing.T, s *sandbox) {
	t.Helper()
	got := s.must("zsh", "-lc", "go env GOTOOLCHAIN GOAUTH")
	if diff := cmp.Diff("local\n"+hostile, got); diff != "" {
		t.Errorf("go env (-want +got):\n%s", diff)
	}
}

// checkBlocks wants exactly one block in every start-up file.
func checkBlocks(t *testing.T, s *sandbox) {
	t.Helper()
	for _, name := range startupFiles {
		text, err := os.ReadFile(filepath.Join(s.home, name))
		if err != nil {
			t.Error(err)
		}
		if n := strings.Count(string(text), "# >>> gosetup"); n != 1 {
			t.Errorf("%s has %d blocks:\n%s", name, n, text)
		}
	}
}

func checkSecondRun(t *testing.T, s *sandbox, k *kit, r runner) {
	t.Helper()
	forgetTelemetry(s, r)
	before := snapshot(t, s.home)
	got := r.pipe(s, k.dist, "--mirror", "http://127.0.0.1:1/nobody-listens")
	want := result{"Go " + k.version + " is set up in " + s.root() + "; nothing to do\n", "", 0}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
		t.Errorf("second run (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" {
		t.Errorf("the second run changed something (-before +after):\n%s", diff)
	}
}

func checkUninstall(t *testing.T, s *sandbox, k *kit, r runner) {
	t.Helper()
	uninstall(t, s, k, r)
	if diff := s.changes(); diff != "" {
		t.Errorf("uninstalling left something (-before +after):\n%s", diff)
	}
}

func uninstall(t *testing.T, s *sandbox, k *kit, r runner) {
	t.Helper()
	got := r.pipe(s, k.dist, "--uninstall")
	if got.code != 0 || got.stderr != "" {
		t.Fatalf("uninstall: exit %d\nstdout:\n%s\nstderr:\n%s", got.code, got.stdout, got.stderr)
	}
	forgetTelemetry(s, r)
}

// forgetTelemetry removes what go and fish wrote of their own accord when the
// test, not the script, ran them.
func forgetTelemetry(s *sandbox, r runner) {
	for _, dir := range []string{".config/go/telemetry", ".local/share/fish", ".cache/fish", ".config/fish/fish_variables", "Library"} {
		os.RemoveAll(filepath.Join(s.home, dir))
	}
	for _, dir := range []string{".config/go", ".config/fish", ".config", ".local/share", ".local", ".cache"} {
		os.Remove(filepath.Join(s.home, dir)) // only when empty
	}
	if r.name == "fish" {
		s.must("fish", "-N", "-c", "true") // as in runner.sandbox
	}
}

// Files that are there already keep every byte, their mode and their link.
func TestStartupFilesAreYours(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		write := func(name, text string, mode os.FileMode) {
			file := filepath.Join(s.home, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(text), mode); err != nil {
				t.Fatal(err)
			}
		}
		write(".bashrc", "# no newline at the end", 0o600)
		write(".bash_login", "# read by bash before .profile\n", 0o644)
		write("dotfiles/zshrc", "# CRLF\r\nalias a=b\r\n\n\n", 0o640)
		write(".profile", "", 0o644)
		write(".config/go/env", "GOFLAGS=-trimpath\nGOAUTH=off\n", 0o644)
		s.env["ZDOTDIR"] = filepath.Join(s.home, "zdot dir")
		write("zdot dir/.zprofile", "true\n# >>> conda >>>\ntrue\n# <<< conda <<<", 0o644)
		link := filepath.Join(s.home, "zdot dir/.zshrc")
		if err := os.Symlink("../dotfiles/zshrc", link); err != nil {
			t.Fatal(err)
		}
		before := textOf(t, s.home)
		if got := r.pipe(s, k.dist, "--no-tools"); got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		for _, name := range []string{".bashrc", ".bash_login", "zdot dir/.zprofile", "zdot dir/.zshrc"} {
			text, _ := os.ReadFile(filepath.Join(s.home, name))
			if strings.Count(string(text), "# >>> gosetup") != 1 {
				t.Errorf("%s has no block:\n%s", name, text)
			}
		}
		if target, err := os.Readlink(link); err != nil || target != "../dotfiles/zshrc" {
			t.Errorf("the link became %q, %v", target, err)
		}
		if text, _ := os.ReadFile(link); !strings.HasPrefix(string(text), "# CRLF\r\nalias a=b\r\n\n\n# >>> gosetup >>>\n") {
			t.Errorf("the file behind the link:\n%q", text)
		}
		env, _ := os.ReadFile(filepath.Join(s.home, ".config/go/env"))
		if !strings.Contains(string(env), "GOFLAGS=-trimpath\n") || !strings.Contains(string(env), "GOAUTH="+hostile) {
			t.Errorf("Go's env file lost a foreign key or lacks ours:\n%s", env)
		}
		uninstall(t, s, k, r)
		if diff := cmp.Diff(before, textOf(t, s.home)); diff != "" {
			t.Errorf("not the original bytes (-before +after):\n%s", diff)
		}
	})
}

// textOf is snapshot without the times.
func textOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for name := range snapshot(t, dir) {
		file := filepath.Join(dir, name)
		info, err := os.Lstat(file)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = info.Mode().String()
		if info.Mode().IsRegular() {
			data, _ := os.ReadFile(file)
			all[name] += "\n" + string(data)
		} else if target, err := os.Readlink(file); err == nil {
			all[name] += " -> " + target
		}
	}
	return all
}

// What goes wrong ends with exit 1, one line, and a home as if nothing had
// been tried.
func TestFaults(t *testing.T) {
	k := testKit(t)
	faults := []struct {
		name   string
		mirror string
		setup  func(s *sandbox)
		want   string // in the one line on stderr
		skip   string // a runner it cannot be done to
	}{
		{name: "wrong digest", mirror: "/wrong", want: "not the pinned"},
		{name: "truncated archive", mirror: "/short", want: "not the pinned"},
		{name: "broken connection", mirror: "/cut", want: k.file},
		{name: "HTTP 404", mirror: "/none", want: k.file},
		{name: "refused connection", mirror: "http://127.0.0.1:1", want: k.file},
		{name: "web page", mirror: "/page", want: "it is a web page; sign in to this network"},
		{name: "file not there", mirror: "file:///nowhere", want: "no such file"},
		// busybox has its own sha256sum built in, wherever PATH points; .NET has one, too.
		{name: "no hash tool", mirror: "/good", setup: (*sandbox).withoutHashTools, want: "SHA-256", skip: "busybox pwsh"},
		{name: "read-only home", mirror: "/good", setup: (*sandbox).readOnlyHome, want: "cannot write to"},
		{name: "no room", mirror: "/good", setup: (*sandbox).fullDisk, want: "KB free", skip: "busybox pwsh"},
		{name: "hostile root", mirror: "/good", setup: func(s *sandbox) { s.env["GOSETUP_ROOT"] = s.tmp + "/$(touch pwned)" }, want: "has a character"},
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, fault := range faults {
			if strings.Contains(fault.skip, r.name) {
				continue
			}
			t.Run(fault.name, func(t *testing.T) {
				s := r.sandbox(t)
				s.env["GOSETUP_MIRROR"] = fault.mirror
				if strings.HasPrefix(fault.mirror, "/") {
					s.env["GOSETUP_MIRROR"] = k.server.URL + fault.mirror
				}
				if fault.setup != nil {
					fault.setup(s)
				}
				s.before = snapshot(t, s.home)
				got := r.pipe(s, k.dist)
				errors := slices.DeleteFunc(strings.Split(strings.TrimSuffix(got.stderr, "\n"), "\n"), func(line string) bool {
					return fault.name == "read-only home" && strings.HasSuffix(line, " cannot be written; add the lines of --profile-info to it by hand")
				})
				if got.code != 1 || len(errors) != 1 || !strings.HasPrefix(errors[0], "gosetup: error: ") || !strings.Contains(errors[0], fault.want) {
					t.Errorf("exit %d, want 1 with one line that has %q\nstdout:\n%s\nstderr:\n%s", got.code, fault.want, got.stdout, got.stderr)
				}
				if diff := s.changes(); diff != "" {
					t.Errorf("a trace is left (-before +after):\n%s", diff)
				}
			})
		}
	})
}

// withoutHashTools gives s a PATH with all a script needs but these.
func (s *sandbox) withoutHashTools() {
	s.withoutTools("openssl", "sha256sum", "shasum")
}

func (s *sandbox) withoutTools(names ...string) {
	s.t.Helper()
	bin := filepath.Join(s.tmp, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		s.t.Fatal(err)
	}
	missing := " " + strings.Join(names, " ") + " "
	for _, name := range []string{"awk", "basename", "bash", "cat", "chmod", "cmp", "cp", "curl", "dash", "date", "df", "dirname", "env", "find", "fish", "grep", "gzip", "head", "kill", "ldd", "ln", "ls", "mkdir", "mksh", "mv", "openssl", "printf", "readlink", "rm", "rmdir", "sed", "sh", "sha256sum", "shasum", "sleep", "sort", "sw_vers", "sysctl", "tail", "tar", "tr", "uname", "unzip", "wc", "wget", "zsh"} {
		if program, err := exec.LookPath(name); err == nil && !strings.Contains(missing, " "+name+" ") {
			if err := os.Symlink(program, filepath.Join(bin, name)); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	s.env["PATH"] = bin
}

// readOnlyHome makes a home that the user cannot write to. Root can write
// everywhere, so then somebody else runs the script.
func (s *sandbox) readOnlyHome() {
	if os.Geteuid() == 0 {
		s.uid = 65534
		for dir := s.home; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
			os.Chmod(dir, 0o755)
		}
	}
	if err := os.Chmod(s.home, 0o555); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { os.Chmod(s.home, 0o755) })
}

// fullDisk puts a df on PATH that knows of no room.
func (s *sandbox) fullDisk() {
	s.withoutTools("df")
	df := "#!/bin/sh\nprintf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n/dev/x 100 100 0 100%% /\\n'\n"
	if err := os.WriteFile(filepath.Join(s.env["PATH"], "df"), []byte(df), 0o755); err != nil {
		s.t.Fatal(err)
	}
}

// Wrong usage is exit 2 and one line that says where to read on.
func TestUsage(t *testing.T) {
	k := testKit(t)
	cases := []struct {
		options []string
		want    string
	}{
		{[]string{"--nonsense"}, "unknown option --nonsense; try --help"},
		{[]string{"--root"}, "--root needs DIR; try --help"},
		{[]string{"--root", "relative/path"}, "GOSETUP_ROOT must be an absolute path, not relative/path; try --help"},
		{[]string{"--go", "9.9"}, "there is no Go 9.9 for "},
		{[]string{"--go", k.version + "0"}, "there is no Go " + k.version + "0 for "},
		{[]string{"--mirror", "http://mirror.example/go"}, "the mirror must be an https:// or file:/// URL, not http://mirror.example/go; try --help"},
		{[]string{"--mirror", "http://localhost.example/go"}, "the mirror must be"},
		{[]string{"--mirror=ftp://x"}, "the mirror must be"},
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, c := range cases {
			s := r.sandbox(t)
			got := r.pipe(s, k.dist, c.options...)
			if got.code != 2 || got.stdout != "" || !strings.HasPrefix(got.stderr, "gosetup: "+c.want) || strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("%q: exit %d, stdout %q, stderr %q; want 2 and %q", c.options, got.code, got.stdout, got.stderr, c.want)
			}
			if diff := s.changes(); diff != "" {
				t.Errorf("%q left %v", c.options, diff)
			}
		}
	})
}

// A dry run says everything, writes nothing and connects to nothing.
func TestDryRun(t *testing.T) {
	k := testKit(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		s.env["GOSETUP_MIRROR"] = "http://127.0.0.1:1"
		got := r.pipe(s, k.dist, "--dry-run")
		if got.code != 0 || got.stderr != "" {
			t.Errorf("exit %d, stderr %q", got.code, got.stderr)
		}
		for _, want := range []string{k.file, "http://127.0.0.1:1", s.root(), "GOTOOLCHAIN=local", "This was a dry run; nothing was changed"} {
			if !strings.Contains(got.stdout, want) {
				t.Errorf("it does not mention %q:\n%s", want, got.stdout)
			}
		}
		if diff := s.changes(); diff != "" {
			t.Errorf("it left %v", diff)
		}
	})
}

// What --quiet lets through is nothing, if all goes well.
func TestQuietAndOptions(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		root := filepath.Join(s.tmp, "go root")
		got := r.pipe(s, k.dist, "--quiet", "--no-shells", "--root", root)
		if diff := cmp.Diff(result{}, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := s.must(root+"/current/bin/go", "version"); !strings.Contains(got, k.version) {
			t.Error(got)
		}
		for _, name := range startupFiles {
			if _, err := os.Lstat(filepath.Join(s.home, name)); err == nil {
				t.Errorf("--no-shells, but there is %s", name)
			}
		}
	})
}

// A run that is killed while it unpacks leaves no Go under its final name, and
// the next run finishes the job; a run that is told to stop cleans up.
func TestKilled(t *testing.T) {
	k := testKit(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
			s := r.sandbox(t)
			s.env["GOSETUP_MIRROR"] = k.server.URL + "/slow"
			stdin, argv := r.call(t, k.dist)
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			defer cancel()
			cmd, stdout, stderr := s.command(ctx, strings.NewReader(stdin), argv...)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			waitForStage(t, s)
			if err := killGroup(cmd, sig); err != nil {
				t.Fatal(err)
			}
			err := cmd.Wait()
			if err == nil {
				t.Errorf("%v: it ended well\n%s%s", sig, stdout, stderr)
			}
			if _, err := os.Lstat(s.root() + "/go"); err == nil {
				t.Errorf("%v: there is a Go under its final name", sig)
			}
			if sig == syscall.SIGTERM {
				if diff := s.changes(); diff != "" {
					t.Errorf("%v: it left %v", sig, diff)
				}
				continue
			}
			if !r.native() {
				continue
			}
			s.env["GOSETUP_MIRROR"] = k.server.URL + "/good"
			if got := r.pipe(s, k.dist); got.code != 0 || got.stderr != "" {
				t.Errorf("the next run: exit %d\n%s%s", got.code, got.stdout, got.stderr)
			}
			left, _ := filepath.Glob(s.root() + "/.*")
			if len(left) > 0 {
				t.Errorf("the next run left %v", left)
			}
		}
	})
}

// waitForStage waits until a download has begun.
func waitForStage(t *testing.T, s *sandbox) {
	t.Helper()
	for range 600 {
		found, _ := filepath.Glob(s.root() + "/.stage-*/*.tar.gz")
		if len(found) > 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no download began")
}

// While one run works, another says so and leaves it alone.
func TestTwoAtOnce(t *testing.T) {
	k := testKit(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		if err := os.MkdirAll(s.root(), 0o755); err != nil {
			t.Fatal(err)
		}
		sleeper := exec.Command("sleep", "60")
		if err := sleeper.Start(); err != nil {
			t.Fatal(err)
		}
		defer sleeper.Wait()
		defer sleeper.Process.Kill()
		if err := os.Symlink(lockOf(t, sleeper.Process.Pid), s.root()+"/.lock"); err != nil {
			t.Fatal(err)
		}
		got := r.pipe(s, k.dist)
		want := "gosetup: error: another gosetup, process " + lockOf(t, sleeper.Process.Pid) + ", works in " + s.root() + "; "
		if got.code != 1 || !strings.HasPrefix(got.stderr, want) || strings.Count(got.stderr, "\n") != 1 {
			t.Errorf("exit %d, stderr %q, want %q", got.code, got.stderr, want)
		}
		if _, err := os.Readlink(s.root() + "/.lock"); err != nil {
			t.Error("it took the lock away")
		}
	})
}
