//go:build unix

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/profiles"
)

// A kit is what the real runs share: an archive made of the Go that runs the
// tests, a loopback server for it, and the scripts rendered for it.
type kit struct {
	version string // "1.26.8"
	file    string // "go1.26.8.linux-amd64.tar.gz"
	archive []byte
	dist    string // the rendered tree

	moduleSum string // "h1:..." of the same as a module, if there is one
	server    *httptest.Server
	hits      atomic.Int64
}

var theKit = sync.OnceValues(newKit)

// testKit makes the kit once for all tests.
func testKit(t *testing.T) *kit {
	t.Helper()
	k, err := theKit()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// profileYAML is the profile of the real runs. Its settings are as hostile as
// Go allows.
const profileYAML = `extends: default
description: Go for the tests
go:
  versions: [%q]
sources: [%q]
settings:
  persist: %s
  values:
    GOTOOLCHAIN: local
    GOAUTH: %q
tools: [%s]
targets: [%s]
`

const hostile = `*.corp.example/it's,"$(touch pwned)",` + "`touch pwned`" + `\,#{x}`

func newKit() (*kit, error) {
	var err error
	if kitDir, err = os.MkdirTemp("", "gosetup-kit-"); err != nil {
		return nil, err
	}
	if err := os.Chmod(kitDir, 0o755); err != nil { // the tests without privileges read it, too
		return nil, err
	}
	goroot, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	dir, version, _ := strings.Cut(strings.TrimSpace(string(goroot)), "\n")
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "go"), " ")
	k := &kit{version: version, file: fmt.Sprintf("go%s.%s-%s.tar.gz", version, runtime.GOOS, runtime.GOARCH)}
	if k.archive, err = packGo(dir, version); err != nil {
		return nil, err
	}
	k.server = httptest.NewServer(http.HandlerFunc(k.serve))
	k.dist, err = k.render("real", "goenv", "")
	return k, err
}

// packGo makes an archive like the official one of the Go in dir: the real
// tools, with as much of the standard library as fmt needs.
func packGo(dir, version string) ([]byte, error) {
	deps, err := exec.Command("go", "list", "-deps", "-f", "{{.Dir}}", "fmt").Output()
	if err != nil {
		return nil, err
	}
	tools := "pkg/tool/" + runtime.GOOS + "_" + runtime.GOARCH + "/"
	patterns := []string{"VERSION", "LICENSE", "go.env", "bin/*", "pkg/include/*", "src/runtime/cgo/*", "src/go.mod", "src/vendor/modules.txt", tools + "asm", tools + "cgo", tools + "compile", tools + "link"}
	for _, dep := range strings.Fields(string(deps)) {
		rel, err := filepath.Rel(dir, dep)
		if err != nil {
			return nil, err
		}
		patterns = append(patterns, filepath.ToSlash(rel)+"/*")
	}
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	w := tar.NewWriter(zip)
	var errs []error
	for _, pattern := range patterns {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		errs = append(errs, err)
		for _, name := range names {
			rel, _ := filepath.Rel(dir, name)
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				errs = append(errs, addFile(w, name, "go/"+filepath.ToSlash(rel), version))
			}
		}
	}
	err = errors.Join(append(errs, w.Close(), zip.Close())...)
	return out.Bytes(), err
}

func addFile(w *tar.Writer, from, name, version string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	mode := int64(0o644)
	if strings.HasPrefix(name, "go/bin/") || strings.HasPrefix(name, "go/pkg/tool/") {
		mode = 0o755 // a tree of the module proxy has lost these
	}
	if name == "go/VERSION" {
		data = []byte("go" + version + "\ntime 2026-01-01T00:00:00Z\n")
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: mode, Size: int64(len(data)), Typeflag: tar.TypeReg}); err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// serve is the mirror: good, and bad in several ways by the first folder.
func (k *kit) serve(w http.ResponseWriter, r *http.Request) {
	k.hits.Add(1)
	kind, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if file != k.file {
		http.NotFound(w, r)
		return
	}
	switch kind {
	case "good":
		w.Write(k.archive)
	case "wrong":
		w.Write(k.archive[:len(k.archive)-1])
		w.Write([]byte{k.archive[len(k.archive)-1] ^ 1})
	case "short":
		w.Write(k.archive[:len(k.archive)/2])
	case "cut": // promises more than it sends
		w.Header().Set("Content-Length", fmt.Sprint(len(k.archive)))
		w.Write(k.archive[:len(k.archive)/2])
	case "pieces":
		k.servePieces(w, r)
	case "page": // as a captive portal does
		fmt.Fprint(w, "<!DOCTYPE html>\n<title>Welcome</title>\n")
	case "slow":
		w.Write(k.archive[:len(k.archive)/2])
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
	default:
		http.NotFound(w, r)
	}
}

// render renders a profile of its own, pinned to the kit's archive.
func (k *kit) render(name, persist, tools string) (string, error) {
	return k.renderWith(name, persist, tools, func(yaml string) string { return yaml })
}

// renderWith is render for a profile that edit makes of the usual one.
func (k *kit) renderWith(name, persist, tools string, edit func(yaml string) string) (string, error) {
	sum := sha256.Sum256(k.archive)
	release := profiles.Release{Version: "go" + k.version, Stable: true, Files: []profiles.File{{
		Filename: k.file, OS: runtime.GOOS, Arch: runtime.GOARCH, Version: "go" + k.version, SHA256: hex.EncodeToString(sum[:]), Kind: "archive", ModuleSum: k.moduleSum,
	}}}
	targets := runtime.GOOS + "-" + runtime.GOARCH
	if runtime.GOOS == "linux" {
		targets += ", " + targets + "-musl"
	}
	table, err := json.Marshal([]profiles.Release{release})
	if err != nil {
		return "", err
	}
	dir := filepath.Join(kitDir, name)
	yaml := edit(fmt.Sprintf(profileYAML, k.version, k.server.URL+"/good", persist, hostile, tools, targets))
	if err := errors.Join(
		os.MkdirAll(dir, 0o755),
		os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(yaml), 0o644),
		os.WriteFile(filepath.Join(dir, "releases.json"), table, 0o644),
	); err != nil {
		return "", err
	}
	var stderr bytes.Buffer
	if code := run([]string{"render", filepath.Join(dir, name+".yaml"), "-o", dir, "--releases", filepath.Join(dir, "releases.json")}, io.Discard, &stderr); code != exitDone {
		return "", fmt.Errorf("gen render: %s", &stderr)
	}
	return filepath.Join(dir, name), nil
}

// A sandbox is a fresh home and an environment that knows nothing else.
type sandbox struct {
	t    *testing.T
	home string
	tmp  string
	env  map[string]string
	uid  uint32 // run as this user; 0 is whoever runs the tests

	before map[string]string // the home, as the script found it
}

// sandbox makes one for r. What the shell itself writes at its first start (fish
// makes directories, whatever it is asked to run) is there before the script.
func (r runner) sandbox(t *testing.T) *sandbox {
	t.Helper()
	s := newSandbox(t)
	if r.name == "fish" {
		s.must("fish", "-N", "-c", "true")
	}
	s.before = snapshot(t, s.home)
	return s
}

// changes is what is different in the home, "" for nothing.
func (s *sandbox) changes() string {
	s.t.Helper()
	return cmp.Diff(s.before, snapshot(s.t, s.home))
}

func newSandbox(t *testing.T) *sandbox {
	t.Helper()
	top, err := os.MkdirTemp("", "gosetup-home-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeLate(t, top) })
	s := &sandbox{t: t, home: filepath.Join(top, "it's a home"), tmp: filepath.Join(top, "tmp")}
	for _, dir := range []string{s.home, s.tmp} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.env = map[string]string{"HOME": s.home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "TMPDIR": s.tmp, "TERM": "dumb", "LANG": "C.UTF-8"}
	s.env["GOSETUP_NO_SMOKE"] = "1" // to compile a program takes seconds; TestInstall does it
	return s
}

// removeLate removes a home into which the telemetry of a go command may go on
// writing for a moment after that has ended.
func removeLate(t *testing.T, dir string) {
	t.Helper()
	var err error
	for range 50 {
		if err = os.RemoveAll(dir); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error(err)
}

func (s *sandbox) root() string { return filepath.Join(s.home, ".local/share/gosetup") }

// A result is how a command ended.
type result struct {
	stdout, stderr string
	code           int
}

func (s *sandbox) command(ctx context.Context, stdin io.Reader, argv ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	program, err := exec.LookPath(argv[0])
	if err != nil {
		s.t.Fatalf("%s is needed and not installed; ./test installs it", argv[0])
	}
	cmd := exec.CommandContext(ctx, program, argv[1:]...)
	for k, v := range s.env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	cmd.Dir, cmd.Stdin = s.home, stdin
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	asUser(cmd, s.uid)
	return cmd, &stdout, &stderr
}

// run runs a command in the sandbox, with stdin as its input.
func (s *sandbox) run(stdin string, argv ...string) result {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	cmd, stdout, stderr := s.command(ctx, strings.NewReader(stdin), argv...)
	err := cmd.Run()
	if ctx.Err() != nil {
		s.t.Fatalf("%q hung; stdout so far:\n%s\nstderr:\n%s", argv, stdout, stderr)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// must runs a command that has to succeed without a word on stderr.
func (s *sandbox) must(argv ...string) string {
	s.t.Helper()
	r := s.run("", argv...)
	if r.code != 0 || r.stderr != "" {
		s.t.Fatalf("%q: exit %d\nstdout:\n%s\nstderr:\n%s", argv, r.code, r.stdout, r.stderr)
	}
	return strings.TrimSuffix(r.stdout, "\n")
}

// snapshot lists everything below dir: kind, mode, size, time and, for small files
// and links, content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		if rel == "." {
			return nil
		}
		text := info.Mode().String()
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(name)
			text += " -> " + target
		case info.Mode().IsRegular():
			text += fmt.Sprint(" ", info.Size(), " ", info.ModTime().UnixNano())
			if info.Size() < 1<<16 {
				data, _ := os.ReadFile(name)
				text += "\n" + string(data)
			}
		}
		all[rel] = text
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func itoa(n int) string { return fmt.Sprint(n) }

// lockOf is what the lock of a process of this host says.
func lockOf(t *testing.T, pid int) string {
	t.Helper()
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return itoa(pid) + "@" + host
}
