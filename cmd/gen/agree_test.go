//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
	"github.com/org/gosetup/generator/simulate"
	"github.com/org/gosetup/profiles"
)

// The agreement: install.sh does in the simulator what it does in real shells,
// on machines that differ in what uname and its like say and in what commands
// there are. Both sides have the same small archive, whose go is a script.

// An agreed machine is told apart by its answers; what they do not say is the
// host's. Its commands are the real ones, in a directory that is all of PATH.
type agreed struct {
	name   string
	system simulate.System
	stubs  map[string]string // command line to what it prints
}

var agreedMachines = []agreed{
	{"linux", simulate.System{Kernel: "Linux", Node: "host", Release: "6.1.0", Version: "#1", Machine: "x86_64"}, nil},
	{"wsl2", simulate.System{Kernel: "Linux", Node: "host", Release: "6.6.87.2-microsoft-standard-WSL2", Version: "#1", Machine: "x86_64"}, nil},
	{"macos-arm64", simulate.System{Kernel: "Darwin", Node: "host", Release: "25.1.0", Version: "x", Machine: "arm64"},
		map[string]string{"sysctl hw.optional.arm64": "1\n", "sw_vers -productVersion": "26.1\n"}},
	{"macos-rosetta", simulate.System{Kernel: "Darwin", Node: "host", Release: "25.1.0", Version: "x", Machine: "x86_64"},
		map[string]string{"sysctl hw.optional.arm64": "1\n", "sw_vers -productVersion": "26.1\n"}},
	{"macos-old", simulate.System{Kernel: "Darwin", Node: "host", Release: "20.6.0", Version: "x", Machine: "x86_64"},
		map[string]string{"sysctl hw.optional.arm64": "0\n", "sw_vers -productVersion": "11.7\n"}},
}

// agreedCommands are linked into PATH, on both sides.
const agreedCommands = `[ awk basename bash bsdtar cat chmod cp curl cut date df dirname env find grep gzip head id igzip
	libdeflate-gunzip ln mkdir mktemp mv openssl perl printf ps pwd python3 readlink rm rmdir sed sh sha256sum shasum sort tail tar tee test
	touch tr uniq unzip wc wget which zsh zstd`

// agreedShells are the real sides: what is run, under the name it is given.
var agreedShells = []struct{ name, argv0 string }{{"dash", "dash"}, {"bash", "bash"}, {"mksh", "mksh"}, {"yash", "yash"}, {"zsh", "sh"}}

// A step is one call of the script; URL stands for the mirror.
type agreedStep struct {
	args    []string
	without string // commands that PATH lacks in this step
}

func steps(lines ...string) []agreedStep {
	var list []agreedStep
	for _, line := range lines {
		args, without, _ := strings.Cut(line, " ! ")
		list = append(list, agreedStep{strings.Fields(args), without})
	}
	return list
}

// agreedScenarios are played one after the other on fresh machines; the first
// on all machines, the others on linux.
var agreedScenarios = [][]agreedStep{
	steps("--dry-run", "", "", "--dry-run", "--uninstall --dry-run", "--uninstall", "--uninstall"),
	steps("--go 1.26", "", "--go 1.26.9", "--go=1.27 --no-tools", "--uninstall -q"),
	steps("--mirror URL/wrong", "--mirror URL/short", "--mirror URL/missing", "--mirror http://127.0.0.1:1/x", "--mirror URL/wrong --quiet", "--mirror file:///none", "--mirror ftp://x", "--mirror URL/good/"),
	steps(" ! openssl sha256sum shasum", " ! curl wget", " ! tar", " ! gzip", " ! awk", " ! curl", " ! openssl"),
	steps(" ! openssl sha256sum", "--no-shells --no-tools", "--no-shells", "", "--uninstall"),
	steps("--help", "--version", "--profile-info", "--bad", "--go 9.9", "--go", "--root rel", "--root ROOT/else --yes", "--root ROOT/else --uninstall"),
}

// A stage is one machine, real and simulated, with a home that starts equal.
type agreedStage struct {
	t       *testing.T
	top     string // the same path on both sides
	url     string
	text    string
	virtual *simulate.Machine
	env     map[string]string
	shell   string
	argv0   string
}

var agreedFiles = map[string]struct {
	text string
	mode fs.FileMode
}{
	".bashrc":         {"# crlf\r\nalias x=y\r\n", 0o644},
	".profile":        {"# no newline at the end", 0o600},
	"dots/zprofile":   {"# linked\n", 0o640},
	".config/go/env":  {"# mine\nGOPRIVATE=example.com\n", 0o644},
	"unrelated/notes": {"keep\n", 0o644},
}

func TestAgreesWithRealShells(t *testing.T) {
	url, dist, bodies := agreedMirror(t)
	text, err := os.ReadFile(filepath.Join(dist, "install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	var runs atomic.Int64
	t.Cleanup(func() { t.Logf("%d runs compared", runs.Load()) })
	for _, shell := range agreedShells {
		scenarios := agreedScenarios
		if shell.argv0 == "dash" { // sources differ by tools, not by shell
			scenarios = slices.Concat(agreedScenarios, agreedSources)
		}
		t.Run(shell.name, func(t *testing.T) {
			realtool.Need(t, shell.name)
			t.Parallel()
			for _, machine := range agreedMachines {
				for i, scenario := range scenarios {
					if i > 0 && machine.name != "linux" {
						continue
					}
					t.Run(fmt.Sprintf("%s/%d", machine.name, i), func(t *testing.T) {
						s := newAgreedStage(t, machine, url, bodies)
						s.text, s.shell, s.argv0 = string(text), shell.name, shell.argv0
						for _, step := range scenario {
							s.play(step)
							runs.Add(1)
						}
					})
				}
			}
		})
	}
}

// agreedMirror renders a profile for archives of its own and serves them.
func agreedMirror(t *testing.T) (url, dist string, bodies map[string][]byte) {
	t.Helper()
	bodies = map[string][]byte{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if body, ok := bodies[r.URL.Path]; ok {
			serveBadly(w, r, body)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	var releases []profiles.Release
	for _, version := range []string{"1.27.3", "1.26.9"} {
		archive := agreedArchive(t, version)
		sum := sha256.Sum256(archive)
		release := profiles.Release{Version: "go" + version, Stable: true}
		for _, platform := range []string{"linux-amd64", "darwin-amd64", "darwin-arm64"} {
			name := "go" + version + "." + platform + ".tar.gz"
			goos, arch, _ := strings.Cut(platform, "-")
			file := profiles.File{Filename: name, OS: goos, Arch: arch, Version: "go" + version, SHA256: hex.EncodeToString(sum[:]), Kind: "archive"}
			if version == "1.27.3" && platform == "linux-amd64" {
				file.ModuleSum = addModules(t, bodies)
			}
			release.Files = append(release.Files, file)
			bodies["/good/"+name] = archive
			for where := range agreedManners {
				bodies[where+name] = archive
			}
			bodies["/wrong/"+name] = append(bytes.Clone(archive[:len(archive)-1]), archive[len(archive)-1]^1)
			bodies["/short/"+name] = archive[:len(archive)/2]
		}
		releases = append(releases, release)
	}
	table, err := json.Marshal(releases)
	if err != nil {
		t.Fatal(err)
	}
	yaml := fmt.Sprintf("extends: default\ndescription: For the agreement\ngo: {versions: [\"1.27.3\", \"1.26.9\"]}\nsources: [%q, %q]\ntargets: [linux-amd64, darwin-amd64, darwin-arm64]\n", server.URL+"/gone", server.URL+"/good")
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "agree.yaml"), []byte(yaml), 0o644), os.WriteFile(filepath.Join(dir, "releases.json"), table, 0o644)); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if code := run([]string{"render", filepath.Join(dir, "agree.yaml"), "-o", dir, "--releases", filepath.Join(dir, "releases.json")}, io.Discard, &stderr); code != exitDone {
		t.Fatalf("gen render: %s", &stderr)
	}
	return server.URL, filepath.Join(dir, "agree"), bodies
}

func newAgreedStage(t *testing.T, machine agreed, url string, bodies map[string][]byte) *agreedStage {
	t.Helper()
	s := &agreedStage{t: t, top: t.TempDir(), url: url}
	home, bin := filepath.Join(s.top, "home"), filepath.Join(s.top, "bin")
	s.env = map[string]string{"HOME": home, "PATH": bin, "SHELL": "/bin/zsh", "TERM": "dumb", "TMPDIR": s.top, "LC_ALL": "C"}
	d := simulate.Description{
		Like: "base-world", Flavour: "gnu", System: machine.system, Runs: []string{"any/any"},
		User:        simulate.User{Name: "dev", UID: os.Getuid(), Home: home},
		Environment: s.env, Answers: map[string]simulate.Answer{},
		Commands: map[string]string{bin: "uname sysctl sw_vers sleep " + s.link(bin, agreedCommands)},
		Network:  []simulate.Rule{{URL: "http://127.0.0.1:1/", Fail: "refuse"}, {URL: url, Status: 404, Body: "404 page not found\n"}},
	}
	for line, out := range machine.stubs {
		d.Answers[line] = simulate.Answer{Out: out}
	}
	s.writeStubs(bin, machine)
	for _, loader := range []string{"/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"} {
		if _, err := os.Stat(loader); err == nil {
			d.Files = append(d.Files, simulate.FileSpec{Path: loader, Text: "loader\n"})
		}
	}
	d.Files = append(d.Files, simulate.FileSpec{Path: home, Dir: true}, simulate.FileSpec{Path: home + "/.zprofile", Link: "dots/zprofile"})
	var err error
	if s.virtual, err = simulate.New(machine.name, d); err != nil {
		t.Fatal(err)
	}
	s.fill(home, bodies["/good/"+agreedDownload])
	for path, body := range bodies {
		if err := s.virtual.Serve(ruleFor(url, path, body)); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// link links the real commands there are into bin, and names them.
func (s *agreedStage) link(bin, names string) string {
	s.t.Helper()
	var found []string
	err := os.MkdirAll(bin, 0o755)
	for _, name := range strings.Fields(names) {
		if real, lookErr := exec.LookPath(name); lookErr == nil {
			if name == "python3" { // not a script that looks for it
				out, askErr := exec.Command(real, "-c", "import sys; print(sys.executable)").Output()
				real, err = strings.TrimSpace(string(out)), errors.Join(err, askErr)
			}
			err = errors.Join(err, os.Symlink(real, filepath.Join(bin, name)))
			found = append(found, name)
		}
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(found, " ")
}

// writeStubs makes the commands that say what machine it is.
func (s *agreedStage) writeStubs(bin string, m agreed) {
	s.t.Helper()
	uname := fmt.Sprintf("#!/bin/sh\n[ \"$*\" = -nsrm ] && echo '%s %s %s %s'\n", m.system.Kernel, m.system.Node, m.system.Release, m.system.Machine)
	sysctl := fmt.Sprintf("#!/bin/sh\n[ \"$*\" = '-in hw.optional.arm64' ] && printf '%s'\n", strings.TrimSuffix(m.stubs["sysctl hw.optional.arm64"], "\n")+`\n`)
	swVers := fmt.Sprintf("#!/bin/sh\n[ \"$*\" = -productVersion ] && echo '%s'\n", strings.TrimSpace(m.stubs["sw_vers -productVersion"]))
	for name, text := range map[string]string{"uname": uname, "sysctl": sysctl, "sw_vers": swVers, "sleep": "#!/bin/sh\n"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755); err != nil {
			s.t.Fatal(err)
		}
	}
}

// fill puts the same files into both homes.
func (s *agreedStage) fill(home string, download []byte) {
	s.t.Helper()
	err := errors.Join(os.Mkdir(home, 0o755), os.Mkdir(home+"/Downloads", 0o755), os.WriteFile(home+"/Downloads/"+agreedDownload, download, 0o644))
	s.virtual.WriteFile(home+"/Downloads/"+agreedDownload, download, 0o644)
	for _, name := range slices.Sorted(maps.Keys(agreedFiles)) {
		f, path := agreedFiles[name], filepath.Join(home, name)
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(f.text), f.mode), os.Chmod(path, f.mode))
		s.virtual.WriteFile(path, []byte(f.text), uint64(f.mode))
	}
	if err := errors.Join(err, os.Symlink("dots/zprofile", home+"/.zprofile")); err != nil {
		s.t.Fatal(err)
	}
}

// play runs one step on both sides and compares what they said and left behind.
func (s *agreedStage) play(step agreedStep) {
	s.t.Helper()
	var args []string
	for _, arg := range step.args {
		args = append(args, strings.NewReplacer("URL", s.url, "ROOT", s.env["HOME"]).Replace(arg))
	}
	path := s.env["PATH"]
	env := maps.Clone(s.env)
	virtual := s.virtual
	if step.without != "" {
		env["PATH"] = s.lacking(path, step.without)
	}
	want := s.real(env, args)
	result, err := virtual.Run(simulate.Script{Name: "install.sh", Text: s.text, Args: args, Env: env})
	if err != nil {
		s.t.Fatalf("%q: %v", step, err)
	}
	got := fmt.Sprintf("exit %d\n%s\nstderr\n%s", result.Status, result.Stdout, result.Stderr)
	if diff := cmp.Diff(want, got); diff != "" {
		s.t.Fatalf("%q: -%s +simulated\n%s", step, s.shell, diff)
	}
	if diff := cmp.Diff(s.realTree(), s.virtual.Tree(s.env["HOME"])); diff != "" {
		s.t.Fatalf("%q: the files: -%s +simulated\n%s", step, s.shell, diff)
	}
}

// lacking makes a directory of commands without some of them, on both sides.
func (s *agreedStage) lacking(bin, names string) string {
	s.t.Helper()
	fewer := filepath.Join(s.top, "without "+names)
	if _, err := os.Stat(fewer); err == nil {
		return fewer
	}
	entries, err := os.ReadDir(bin)
	err = errors.Join(err, os.Mkdir(fewer, 0o755))
	for _, e := range entries {
		if slices.Contains(strings.Fields(names), e.Name()) {
			continue
		}
		path := filepath.Join(bin, e.Name())
		err = errors.Join(err, os.Symlink(path, filepath.Join(fewer, e.Name())))
		text, readErr := s.virtual.ReadFile(path)
		err = errors.Join(err, readErr)
		s.virtual.WriteFile(filepath.Join(fewer, e.Name()), text, 0o755)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return fewer
}

func (s *agreedStage) real(env map[string]string, args []string) string {
	s.t.Helper()
	program, err := exec.LookPath(s.shell)
	if err != nil {
		s.t.Fatal(err)
	}
	script := filepath.Join(s.top, "install.sh")
	if err := os.WriteFile(script, []byte(s.text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Args = append([]string{s.argv0, script}, args...)
	cmd.Dir = env["HOME"]
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return fmt.Sprintf("exit %d\n%s\nstderr\n%s", cmd.ProcessState.ExitCode(), &stdout, &stderr)
}

// realTree lists the home as simulate.Machine.Tree does.
func (s *agreedStage) realTree() map[string]string {
	s.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(s.env["HOME"], func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		switch info.Mode().Type() {
		case fs.ModeDir:
			all[path] = fmt.Sprintf("%v %d", info.Mode(), os.Getuid())
		case fs.ModeSymlink:
			target, _ := os.Readlink(path)
			all[path] = fmt.Sprintf("L %d -> %s", os.Getuid(), target)
		default:
			data, _ := os.ReadFile(path)
			sum := sha256.Sum256(data)
			all[path] = fmt.Sprintf("%v %d %d bytes %x", info.Mode(), os.Getuid(), len(data), sum)
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}
