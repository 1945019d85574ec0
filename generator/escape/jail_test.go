package escape

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// Scripts that the tests make up run in a jail: a process in namespaces of its
// own, that sees a read-only system and an empty /tmp, has no network and no
// other process, and is nobody. Without one a test run once wrote into / and
// once became a fork bomb.
//
// A jail is the test binary, executed again; jail_linux_test.go has what it
// does. It takes jobs on its standard input and answers on its standard output,
// one after the other, so that what happens belongs to one script.

// A jailJob is one script for one shell.
type jailJob struct {
	Argv    []string // the shell: "zsh", "-f"
	Script  string
	Stdin   bool          // the script is standard input, as in curl | sh
	Timeout time.Duration // 0 is one second
	Keep    bool          // whether the outcome shall have the output
}

// A jailed is what a job did.
type jailed struct {
	Trips          string   // a line for each run of pwned
	Files          []string // what is left in the work directory
	Stdout, Stderr []byte
	Status         int // of the exit; 128 and a signal's number
	TimedOut       bool
	Err            string // the jail itself did not work
}

// tripped says whether a value of a job ran as code.
func (o jailed) tripped() bool {
	if o.Trips != "" {
		return true
	}
	for _, name := range o.Files {
		if name == "PWNED" {
			return true
		}
	}
	return false
}

func (o jailed) String() string {
	return fmt.Sprintf("exit status %d, timed out %v\npwned: %q\nfiles: %q\nstdout: %.2000q\nstderr: %.2000q", o.Status, o.TimedOut, o.Trips, o.Files, o.Stdout, o.Stderr)
}

// A jail is a running one. It is used by one goroutine at a time.
type jail struct {
	to   *gob.Encoder
	from *gob.Decoder
	err  *bytes.Buffer
}

// jailVar tells the test binary that it is a jail.
const jailVar = "GOSETUP_TEST_JAIL"

// shells finds where the interpreters are, once.
var shells sync.Map

func shellPath(name string) string {
	if path, ok := shells.Load(name); ok {
		return path.(string)
	}
	path, err := exec.LookPath(name)
	if err != nil {
		path = name
	}
	shells.Store(name, path)
	return path
}

func (j *jail) run(one jailJob) jailed {
	one.Argv = append([]string{shellPath(one.Argv[0])}, one.Argv[1:]...)
	if one.Timeout == 0 {
		one.Timeout = time.Second
	}
	var o jailed
	if err := j.to.Encode(one); err != nil {
		return jailed{Err: fmt.Sprintf("%v: %s", err, j.err)}
	}
	if err := j.from.Decode(&o); err != nil {
		return jailed{Err: fmt.Sprintf("%v: %s", err, j.err)}
	}
	return o
}

// jails are those of this process, one a core. They end with it.
var jails = sync.OnceValues(func() (chan *jail, error) {
	free := make(chan *jail, runtime.GOMAXPROCS(0))
	for i := range cap(free) {
		j, err := startJail(i)
		if err != nil {
			return nil, err
		}
		free <- j
	}
	return free, nil
})

// startJail executes this binary again as a jail.
func startJail(i int) (*jail, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self)
	// A user of its own for each jail: the limit on processes counts by user.
	uid := 100_000 + os.Getpid()%100_000*16 + i
	cmd.Env = []string{jailVar + "=" + fmt.Sprint(uid), "PATH=" + os.Getenv("PATH")}
	if err := isolate(cmd); err != nil {
		return nil, err
	}
	j := &jail{err: &bytes.Buffer{}}
	cmd.Stderr = j.err
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	j.to, j.from = gob.NewEncoder(in), gob.NewDecoder(out)
	var hello jailed
	if err := j.from.Decode(&hello); err != nil {
		return nil, errors.Join(err, cmd.Wait(), errors.New(j.err.String()))
	}
	if hello.Err != "" {
		return nil, errors.New(hello.Err)
	}
	return j, nil
}

// needJail skips where there can be no jail. In CI on Linux that is an error,
// unless GOSETUP_NO_JAIL=1 says that it is known.
func needJail(t testing.TB) {
	t.Helper()
	if os.Getenv("GOSETUP_NO_JAIL") == "1" {
		t.Skip("GOSETUP_NO_JAIL=1: no random scripts without a jail")
	}
	_, err := jails()
	switch {
	case err == nil:
	case os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" && runtime.GOOS == "linux":
		t.Fatalf("no jail for random scripts: %v; run as root where namespaces are allowed, or set GOSETUP_NO_JAIL=1", err)
	default:
		t.Skipf("no jail for random scripts: %v", err)
	}
}

// runJailed runs jobs in all jails at once; the outcomes are in their order.
func runJailed(t testing.TB, jobs []jailJob) []jailed {
	t.Helper()
	free, err := jails()
	if err != nil {
		t.Fatal(err)
	}
	outcomes := make([]jailed, len(jobs))
	next := make(chan int)
	var wait sync.WaitGroup
	for range cap(free) {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				j := <-free
				outcomes[i] = j.run(jobs[i])
				free <- j
			}
		}()
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	wait.Wait()
	for _, o := range outcomes {
		if o.Err != "" {
			t.Fatalf("the jail: %s", o.Err)
		}
	}
	return outcomes
}

// runFree runs a job without a jail, in a directory of its own: for scripts that
// people wrote, on systems that have no jail.
func runFree(t testing.TB, one jailJob) jailed {
	t.Helper()
	dir := t.TempDir()
	file, work := filepath.Join(dir, "script"), filepath.Join(dir, "work")
	if err := os.Mkdir(work, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(one.Script), 0o644); err != nil {
		t.Fatal(err)
	}
	argv := one.Argv[1:len(one.Argv):len(one.Argv)]
	if !one.Stdin {
		argv = append(argv, file)
	}
	cmd := exec.Command(one.Argv[0], argv...)
	cmd.Dir = work
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + work, "TMPDIR=" + dir, "LC_ALL=C.UTF-8"}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if one.Stdin {
		cmd.Stdin = strings.NewReader(one.Script)
	}
	timer := time.AfterFunc(max(one.Timeout, time.Minute), func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
	defer timer.Stop()
	err := cmd.Run()
	o := jailed{Stdout: out.Bytes(), Stderr: errs.Bytes(), Status: cmd.ProcessState.ExitCode()}
	if cmd.ProcessState == nil {
		o.Err = err.Error()
	}
	entries, _ := os.ReadDir(work)
	for _, e := range entries {
		o.Files = append(o.Files, e.Name())
	}
	return o
}

// The jail lets no script out, and sees what one does.
func TestJail(t *testing.T) {
	needJail(t)
	free, _ := jails()
	j := <-free // one for all, so that a script sees what the one before left
	defer func() { free <- j }()
	for _, c := range []struct {
		name, script string
		ok           func(jailed) bool
	}{
		{"output", "echo a b; echo c >&2; exit 3", func(o jailed) bool {
			return string(o.Stdout) == "a b\n" && string(o.Stderr) == "c\n" && o.Status == 3 && !o.tripped()
		}},
		{"tripwire", "pwned by me", func(o jailed) bool { return o.Trips == "by me\n" && o.tripped() }},
		{"tripwire in the background", "pwned & wait", func(o jailed) bool { return o.tripped() }},
		{"the next script is another", "ls", func(o jailed) bool { return !o.tripped() && len(o.Stdout) == 0 }},
		{"file", ": >PWNED; : >b", func(o jailed) bool { return o.tripped() && fmt.Sprint(o.Files) == "[PWNED b]" }},
		{"files are gone", "ls -a /tmp; ls", func(o jailed) bool { return !o.tripped() && string(o.Stdout) == ".\n..\nw\n" }},
		{"read-only", "for d in / /usr /etc /dev /bin /keep /keep/bin /proc; do (: >$d/x) && echo $d; done; exit 4", func(o jailed) bool {
			return len(o.Stdout) == 0 && o.Status == 4
		}},
		{"no chmod", "chmod 777 / /usr/bin /keep /keep/script; rm -rf /usr/bin/env /keep/script; ls -d /usr/bin/env /keep/script", func(o jailed) bool {
			return string(o.Stdout) == "/keep/script\n/usr/bin/env\n"
		}},
		{"nothing of the machine", "ls -d /root /home /work /var /run /sys /dev/[!nzufs]*", func(o jailed) bool {
			return len(o.Stdout) == 0
		}},
		{"no other process", "kill -9 1; kill -0 1; echo $?; ls -d /proc/[0-9]* | wc -l", func(o jailed) bool {
			return strings.HasPrefix(string(o.Stdout), "1\n") && len(o.Stdout) == len("1\n4\n")
		}},
		{"a loop ends", "while :; do :; done", func(o jailed) bool { return o.TimedOut && o.Status == 128+9 }},
		{"a fork bomb ends", "b() { b | b & b; }; b", func(o jailed) bool { return o.TimedOut || o.Status != 0 }},
		{"a flood of files ends", "i=0; while i=$((i+1)) && : >f$i; do :; done; echo end", func(o jailed) bool { return true }},
		{"a flood of memory ends", "x=aaaaaaaa; while :; do x=$x$x$x$x; done", func(o jailed) bool { return o.TimedOut || o.Status != 0 }},
		{"no process is left", "ls -d /proc/[0-9]* | wc -l", func(o jailed) bool { return len(o.Stdout) == len("4\n") }},
		{"no network", "cat /proc/net/dev", func(o jailed) bool { return strings.Count(string(o.Stdout), ":") == 1 }},
	} {
		o := j.run(jailJob{Argv: []string{"dash"}, Script: c.script, Keep: true})
		if o.Err != "" || !c.ok(o) {
			t.Errorf("%s: %s\n%s%s", c.name, c.script, o, o.Err)
		}
	}
}
