//go:build unix

package main

import (
	"archive/zip"
	"bytes"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// Promise P1: no proper prefix of a script has any effect. Every prefix that
// parses must be nothing but comments; the parsers here say so for each one,
// real shells for a sample.
func TestTruncated(t *testing.T) {
	k := testKit(t)
	for _, script := range []string{"install.sh", "install.zsh"} {
		text, err := os.ReadFile(filepath.Join(k.dist, script))
		if err != nil {
			t.Fatal(err)
		}
		d := dialect.ByName(script, "")
		body := groupStart(t, text)
		// A cut inside the group that still parses would run; cuts at each
		// line and near the end are where one could hide.
		for cut := body; cut < len(text)-1; cut++ {
			if text[cut] != '\n' && cut < len(text)-200 && cut > body+200 {
				continue
			}
			if _, err := d.Parse(script, bytes.NewReader(text[:cut])); err == nil {
				t.Errorf("%s cut after %d of %d bytes parses: ...%q", script, cut, len(text), text[max(0, cut-40):cut])
			}
		}
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		text, err := os.ReadFile(filepath.Join(k.dist, r.script))
		if err != nil {
			t.Fatal(err)
		}
		whole := len(bytes.TrimRight(text, "\n"))
		for i := range 60 {
			cut := whole - 1 - i*i*i*whole/(60*60*60)
			s := r.sandbox(t)
			got := s.runPrefix(r, text[:cut])
			if diff := s.changes(); got.stdout != "" || diff != "" {
				t.Errorf("cut after %d of %d bytes: stdout %q, changes %s", cut, len(text), got.stdout, diff)
			}
		}
	})
}

// runPrefix gives a shell a part of a script.
func (s *sandbox) runPrefix(r runner, text []byte) result {
	s.t.Helper()
	if r.name != "pwsh" {
		return s.run(string(text), r.argv...)
	}
	file := filepath.Join(s.tmp, "cut.ps1")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		s.t.Fatal(err)
	}
	return s.run("", append(r.argv, "-File", file)...)
}

// groupStart is where the group command begins; before it are only comments.
func groupStart(t *testing.T, text []byte) int {
	t.Helper()
	at := 0
	for line := range bytes.Lines(text) {
		if !bytes.HasPrefix(line, []byte("#")) {
			if string(line) != "{\n" {
				t.Fatalf("behind the comments stands %q, not the group", line)
			}
			return at + len(line)
		}
		at += len(line)
	}
	t.Fatal("there is no group")
	return 0
}

// The scripts say the same: whatever is asked, the output of sh, zsh and fish
// is equal to the letter.
func TestSameInEveryLanguage(t *testing.T) {
	k := testKit(t)
	cases := [][]string{
		{"--dry-run"}, {"--version"}, {"--help"}, {"--profile-info"}, {"--frobnicate"}, {"--go", "9"}, {"--go"}, {"--uninstall"}, {"--uninstall", "-n"},
		{"--dry-run", "--no-shells", "--no-tools"}, {"--mirror", "gopher://x"}, {"--root=/"}, {"--mirror", "file:///nowhere"}, {"--go", "go" + k.version, "-n"},
		{"--mirror", "goproxy+gopher://x"}, {"--mirror", "goproxy+file:///nowhere"}, {"--mirror", "http://127.0.0.1:1"}, {"--mirror", k.server.URL + "/page"},
		{"--archive", "nowhere"}, {"--archive", "/dev/null/x", "--mirror", "file:///nowhere"}, {"--archive", filepath.Join(k.dist, "install.sh")}, {"--archive=" + filepath.Join(k.dist, "install.sh"), "-n"},
	}
	for _, options := range cases {
		t.Run(strings.Join(options, " "), func(t *testing.T) {
			var want result
			for _, r := range runners {
				if !r.native() {
					continue
				}
				if _, err := exec.LookPath(r.argv[0]); err != nil {
					continue // TestInstall fails or skips for it
				}
				s := newSandbox(t)
				got := r.pipe(s, k.dist, options...)
				// What may differ: the sandbox, and the script's name in its help.
				for _, text := range []*string{&got.stdout, &got.stderr} {
					*text = strings.ReplaceAll(*text, s.home, "HOME")
					*text = usageLines.ReplaceAllString(*text, "")
				}
				if r.name == "dash" {
					want = got
				} else if diff := cmp.Diff(want, got, cmp.AllowUnexported(result{})); diff != "" {
					t.Errorf("%s (-install.sh +%s):\n%s", options, r.script, diff)
				}
			}
		})
	}
}

var usageLines = regexp.MustCompile(`(?m)^(install\.\w+: .*|  (curl|irm|sh|zsh|fish|powershell) .*|Options may also be written .*)\n`)

// messages of a script, with every variable made $ and without holes: what the four languages
// must have in common. It reads the templates, so that PowerShell is compared
// where it cannot be run.
func messages(t *testing.T, file string) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`(?m)(?:^|[\s;{(|&])(say|step \w+|warn|die|usage) "((?:[^"\\` + "`" + `]|\\.|` + "`" + `.)*)"`)
	variable := regexp.MustCompile(`\$\{[^}]*\}|\{\$[^}]*\}|\$\w+(?:\[\d+\])?|\$\([^)]*\)`)
	hole := regexp.MustCompile(` ?\{\{[^}]*\}\}`)
	found := map[string]bool{}
	for _, m := range call.FindAllStringSubmatch(string(text), -1) {
		found[m[1]+" "+hole.ReplaceAllString(variable.ReplaceAllString(m[2], "$"), "")] = true
	}
	return found
}

// powerShellOnly and unixOnly are the messages that only one side needs, shOnly
// those of unixOnly that fish does not need either.
var (
	powerShellOnly = []string{
		// The registry in place of start-up files, drives, long paths, zip.
		"say Next: open a new terminal",
		"say Would take the gosetup entries out of your environment, restore $ and remove $",
		"die $ is not set; log in again, or choose another place with GOSETUP_ROOT",
		"die $ is too long a path for Windows; choose a shorter place with GOSETUP_ROOT",
		"die could not unpack $; $",
		"warn a Go in $ still runs: $; end it and run this again",
		"warn a program has something in $ open, or stands in it; close it and run this again",
		"usage GOSETUP_ROOT must be on a drive of this machine, not $",
		"warn $ is on the PATH of the machine, which goes before yours; uninstall it to use this one",
		"warn $ was changed since; it stays as it is",
	}
	unixOnly = []string{
		// .NET hashes and fetches.
		"die none of $ gives a SHA-256; install one of them",
		"die there is neither curl nor wget; install one of them",
		// And it hashes a module inside the zip, so nothing is unpacked beside the tree.
		"die cannot make $/module",
		// And it writes JSON itself, as fish does.
		shOnly[0], shOnly[1],
	}
	shOnly = []string{"die sed cannot write JSON", "die sed and tr cannot write JSON"}
)

func TestSameMessages(t *testing.T) {
	dir := filepath.Join("..", "..", "templates")
	unix := messages(t, filepath.Join(dir, "part", "unix.tmpl"))
	fish := messages(t, filepath.Join(dir, "install.fish.tmpl"))
	power := messages(t, filepath.Join(dir, "part", "powershell.tmpl"))
	if len(unix) < 40 {
		t.Fatalf("found only %d messages in part/unix.tmpl; the test reads them wrongly", len(unix))
	}
	both := maps.Clone(unix)
	maps.DeleteFunc(both, func(m string, _ bool) bool { return slices.Contains(shOnly, m) })
	if diff := cmp.Diff(both, fish); diff != "" {
		t.Errorf("(-sh +fish):\n%s", diff)
	}
	for m := range unix {
		if !power[m] && !slices.Contains(unixOnly, m) {
			t.Errorf("install.ps1 lacks %q", m)
		}
	}
	for m := range power {
		if !unix[m] && !slices.Contains(powerShellOnly, m) {
			t.Errorf("only install.ps1 says %q", m)
		}
	}
	parts := filepath.Join(dir, "part")
	command := messages(t, filepath.Join(parts, "command.tmpl"))
	if len(command) < 20 {
		t.Fatalf("found only %d messages in part/command.tmpl; the test reads them wrongly", len(command))
	}
	powerCommand := messages(t, filepath.Join(parts, "command.ps1.tmpl"))
	for m := range command {
		if !powerCommand[m] && !power[m] {
			t.Errorf("gosetup.ps1 lacks %q", m)
		}
	}
	signature := messages(t, filepath.Join(parts, "signature.tmpl"))
	if len(signature) < 8 {
		t.Fatalf("found only %d messages in part/signature.tmpl; the test reads them wrongly", len(signature))
	}
	for _, name := range []string{"signature.fish.tmpl", "signature.ps1.tmpl"} {
		if diff := cmp.Diff(signature, messages(t, filepath.Join(parts, name))); diff != "" {
			t.Errorf("%s (-sh +it):\n%s", name, diff)
		}
	}
	for m := range powerCommand {
		if !command[m] {
			t.Errorf("only gosetup.ps1 says %q", m)
		}
	}
	for _, m := range append(slices.Clone(powerShellOnly), unixOnly...) {
		if unix[m] && power[m] || !unix[m] && !power[m] {
			t.Errorf("the exception %q is none any more", m)
		}
	}
}

// Promise P11: what begins with HTTPS stays with HTTPS, and a certificate must
// be good.
func TestFetchHygiene(t *testing.T) {
	k := testKit(t)
	secure := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/down/"):
			http.Redirect(w, r, k.server.URL+"/good/"+k.file, http.StatusFound)
		case strings.HasPrefix(r.URL.Path, "/stay/"):
			http.Redirect(w, r, "/good/"+k.file, http.StatusFound)
		default:
			k.serve(w, r)
		}
	}))
	t.Cleanup(secure.Close) // the subtests are parallel and outlive this function
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(ca, block, 0o644); err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return // .NET takes no certificate from a variable
		}
		for _, c := range []struct {
			mirror, ca, want string
		}{
			{"/down", ca, "curl ended with 1"},
			{"/good", "", "the TLS certificate was not accepted"},
			{"/stay", ca, ""},
		} {
			s := newSandbox(t)
			if c.ca != "" {
				s.env["CURL_CA_BUNDLE"] = c.ca
			}
			got := r.pipe(s, k.dist, "--no-shells", "--mirror", secure.URL+c.mirror)
			if c.want == "" && got.code == 0 && got.stderr == "" {
				continue
			}
			if c.want == "" || got.code != 1 || !strings.Contains(got.stderr, c.want) || strings.Count(got.stderr, "\n") != 1 {
				t.Errorf("%s: exit %d, stderr %q, want %q", c.mirror, got.code, got.stderr, c.want)
			}
		}
	})
}

// The pinned tools are built with the new Go; one that fails leaves the rest,
// and the next run tries it again.
func TestTools(t *testing.T) {
	k := testKit(t)
	proxy := moduleProxy(t, "hello", `import "fmt"; func main() { fmt.Println("hello from a tool") }`)
	dist, err := k.render("tools", "goenv", "gosetup.test/hello@v1.0.0, gosetup.test/broken@v1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := newSandbox(t)
		s.env["GOPROXY"], s.env["GONOSUMDB"], s.env["GOFLAGS"] = "file://"+proxy, "gosetup.test", "-modcacherw"
		s.env["GOCACHE"] = filepath.Join(kitDir, "gocache")
		got := r.pipe(s, dist)
		for _, want := range []string{"warning: broken was not installed; ", "but not these tools: broken; run this again to retry"} {
			if got.code != 1 || !strings.Contains(got.stderr, want) {
				t.Errorf("exit %d, want 1 and %q\n%s%s", got.code, want, got.stdout, got.stderr)
			}
		}
		if out := s.must("bash", "-lc", "hello"); out != "hello from a tool" {
			t.Errorf("the tool prints %q", out)
		}
		got = r.pipe(s, dist, "--dry-run")
		if !strings.Contains(got.stdout, "tools     broken@v1.0.0 in ") || strings.Contains(got.stdout, "hello") {
			t.Errorf("the next run would not just retry the broken one:\n%s", got.stdout)
		}
		got = r.pipe(s, dist, "--no-tools")
		if want := "nothing to do\n"; got.code != 0 || !strings.HasSuffix(got.stdout, want) {
			t.Errorf("--no-tools: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
}

// moduleProxy makes a file:// module proxy with one program.
func moduleProxy(t *testing.T, name, program string) string {
	t.Helper()
	dir := t.TempDir()
	addModule(t, dir, name, program)
	return dir
}

// addModule adds a program to the module proxy in dir.
func addModule(t *testing.T, dir, name, program string) {
	t.Helper()
	at := filepath.Join(dir, "gosetup.test", name, "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	mod := "module gosetup.test/" + name + "\n\ngo 1.21\n"
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for file, text := range map[string]string{"go.mod": mod, "main.go": "package main\n\n" + program + "\n"} {
		f, err := w.Create("gosetup.test/" + name + "@v1.0.0/" + file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{"list": "v1.0.0\n", "v1.0.0.info": `{"Version":"v1.0.0"}`, "v1.0.0.mod": mod, "v1.0.0.zip": archive.String()} {
		if err := os.WriteFile(filepath.Join(at, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// With persist: shell the settings are exports of the start-up files, and Go's
// env file stays as it is.
func TestPersistShell(t *testing.T) {
	k := testKit(t)
	dist, err := k.render("shell", "shell", "")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := newSandbox(t)
		if got := r.pipe(s, dist); got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		for _, shell := range [][]string{{"dash", "-lc"}, {"bash", "-lc"}, {"zsh", "-lc"}, {"fish", "-lc"}} {
			got := s.must(shell[0], shell[1], `printenv GOAUTH; go env GOTOOLCHAIN`)
			if diff := cmp.Diff(hostile+"\nlocal", got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", shell, diff)
			}
		}
		if _, err := os.Stat(filepath.Join(s.home, ".config/go/env")); err == nil {
			t.Error("Go's env file was written, too")
		}
	})
}

// On a terminal the script shows its plan and asks; no means no.
func TestAsks(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return // -NonInteractive by design
		}
		for answer, want := range map[string]string{"n\n": "stopped; nothing was changed", "y\n": "is ready"} {
			s := newSandbox(t)
			file := filepath.Join(k.dist, r.script)
			// The script comes through a pipe, as with curl; only the terminal can answer.
			pipe := `cat "$1" | ` + strings.Join(r.argv, " ")
			out, code := onTerminal(t, s, answer, "bash", "-c", pipe, "bash", file)
			if !strings.Contains(out, "Go ahead? [Y/n]") || !strings.Contains(out, k.file) || !strings.Contains(out, want) {
				t.Errorf("answer %q: exit %d, want %q in\n%s", answer, code, want, out)
			}
			if _, err := os.Stat(s.root()); (err == nil) != (answer == "y\n") {
				t.Errorf("answer %q: installed: %v", answer, err == nil)
			}
		}
	})
}

// onTerminal runs a command on a new terminal, types text and returns what the
// terminal showed.
func onTerminal(t *testing.T, s *sandbox, text string, argv ...string) (string, int) {
	t.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	for k, v := range s.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.Dir = s.home
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	timer := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	defer timer.Stop()
	var out bytes.Buffer
	buffer := make([]byte, 4096)
	for {
		n, err := terminal.Read(buffer)
		out.Write(buffer[:n])
		if text != "" && strings.Contains(out.String(), "[Y/n]") {
			fmt.Fprint(terminal, text)
			text = ""
		}
		if err != nil {
			break // the other end is closed
		}
	}
	cmd.Wait()
	return out.String(), cmd.ProcessState.ExitCode()
}

// Nothing outside the home and the temporary directory is written: every system
// call that could is looked at.
func TestWritesOnlyInItsHome(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("strace is a Linux tool; the scripts are the same everywhere")
	}
	realtool.Need(t, "strace")
	k := testKit(t)
	s := newSandbox(t)
	trace := filepath.Join(s.tmp, "trace")
	text, err := os.ReadFile(filepath.Join(k.dist, "install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	got := s.run(string(text), "strace", "-f", "-qq", "-o", trace, "-e", "trace=open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,symlink,symlinkat,link,linkat,chmod,fchmodat,truncate", "-s", "4096", "dash")
	if got.code != 0 {
		t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
	}
	log, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	writes := 0
	for line := range strings.Lines(string(log)) {
		name := writtenPath(line)
		if name == "" {
			continue
		}
		writes++
		if filepath.IsAbs(name) && !strings.HasPrefix(name, filepath.Dir(s.home)) && !strings.HasPrefix(name, "/dev/") {
			t.Errorf("outside: %s", line)
		}
	}
	if writes < 500 {
		t.Errorf("only %d writes seen; the test reads the trace wrongly", writes)
	}
}

// writtenPath is the path that a traced call changes, "" for one that only
// reads or that failed.
func writtenPath(line string) string {
	if strings.Contains(line, " = -1 ") {
		return ""
	}
	if strings.Contains(line, "open") && !strings.Contains(line, "O_WRONLY") && !strings.Contains(line, "O_RDWR") && !strings.Contains(line, "O_CREAT") {
		return ""
	}
	_, rest, found := strings.Cut(line, `"`)
	if !found {
		return ""
	}
	name, _, _ := strings.Cut(rest, `"`)
	if last := strings.LastIndex(line, `, "`); strings.Contains(line, "rename") || strings.Contains(line, "symlink") {
		name, _, _ = strings.Cut(line[last+3:], `"`)
	}
	return strings.ReplaceAll(name, `\'`, "'")
}

// The checksums of a tree are part of what a user sees; so is the version.
func TestVersionIsTold(t *testing.T) {
	k := testKit(t)
	forEachRunner(t, func(t *testing.T, r runner) {
		s := newSandbox(t)
		got := r.pipe(s, k.dist, "--version")
		if diff := cmp.Diff(result{stdout: "gosetup " + generator.Version + "\n"}, got, cmp.AllowUnexported(result{})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
