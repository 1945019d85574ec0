//go:build unix

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/dirhash"
)

// engineKit is a kit whose Go is testdata/kill/go.sh with some ballast, as an
// archive and as a module, on a server that is good and bad in many ways.
var engineKit = sync.OnceValues(func() (*engine, error) {
	k, err := theKit()
	if err != nil {
		return nil, err
	}
	program, err := os.ReadFile("testdata/kill/go.sh")
	if err != nil {
		return nil, err
	}
	ballast := make([]byte, 300_000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range ballast {
		ballast[i] = byte(random.Uint32())
	}
	e := &engine{kit: kit{version: k.version, file: k.file}, files: map[string][]byte{
		"bin/go": program, "VERSION": []byte("go" + k.version + "\n"), "src/ballast": ballast,
		"pkg/tool/" + runtime.GOOS + "/compile": program, "lib/wasm/go_js_wasm_exec": program, "src/cmd/go.mod": []byte("module cmd\n"),
		"src/a name with (brackets) and blanks": []byte("x"), "src/z": []byte("z"), "src/Z": []byte("Z"),
	}}
	e.archive = e.pack(nil)
	e.module = e.zip()
	e.server = httptest.NewServer(http.HandlerFunc(e.serve))
	if e.moduleSum, err = e.sum(); err != nil {
		return nil, err
	}
	e.dist, err = e.render("engine", "goenv", "")
	return e, err
})

type engine struct {
	kit
	files  map[string][]byte // of the Go, by name below its root
	module []byte            // the zip that a module proxy serves
	mu     sync.Mutex
	asked  map[string]int // how often each path was asked for
}

func needEngine(t *testing.T) *engine {
	t.Helper()
	e, err := engineKit()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func isProgram(name string) bool {
	return strings.HasPrefix(name, "bin/") || strings.HasPrefix(name, "pkg/tool/") || strings.HasSuffix(name, "_exec")
}

// pack makes an archive like the official ones, with extra entries at its end.
func (e *engine) pack(extra []tar.Header) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		mode := int64(0o644)
		if isProgram(name) {
			mode = 0o755
		}
		w.WriteHeader(&tar.Header{Name: "go/" + name, Mode: mode, Size: int64(len(e.files[name])), Typeflag: tar.TypeReg})
		w.Write(e.files[name])
	}
	for _, h := range extra {
		h.Mode, h.Size = 0o644, 0
		if h.Typeflag == tar.TypeReg {
			h.Size = 4
		}
		w.WriteHeader(&h)
		if h.Typeflag == tar.TypeReg {
			w.Write([]byte("evil"))
		}
	}
	w.Close()
	z.Close()
	return out.Bytes()
}

func (e *engine) moduleVersion() string {
	return fmt.Sprintf("v0.0.1-go%s.%s-%s", e.version, runtime.GOOS, runtime.GOARCH)
}

// zip makes the module: no modes, and no go.mod below its root.
func (e *engine) zip() []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		inZip := name
		if dir, ok := strings.CutSuffix(name, "go.mod"); ok {
			inZip = dir + "_go.mod"
		}
		w, _ := z.Create("golang.org/toolchain@" + e.moduleVersion() + "/" + inZip)
		w.Write(e.files[name])
	}
	z.Close()
	return out.Bytes()
}

// sum is the h1: hash as the go command computes it.
func (e *engine) sum() (string, error) {
	file := filepath.Join(kitDir, "module.zip")
	if err := os.WriteFile(file, e.module, 0o644); err != nil {
		return "", err
	}
	return dirhash.HashZip(file, dirhash.Hash1)
}

// serve is what servers are: the first folder says how, the rest which file.
func (e *engine) serve(w http.ResponseWriter, r *http.Request) {
	kind, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	kind, _, _ = strings.Cut(kind, "~") // "busy~7" is asked by one test only
	e.mu.Lock()
	if e.asked == nil {
		e.asked = map[string]int{}
	}
	e.asked[r.URL.Path]++
	first := e.asked[r.URL.Path] == 1
	e.mu.Unlock()
	data := e.archive
	switch file {
	case e.kit.file:
	case "golang.org/toolchain/@v/" + e.moduleVersion() + ".zip":
		data = e.module
	default:
		http.NotFound(w, r)
		return
	}
	from := 0
	if value, ok := strings.CutPrefix(r.Header.Get("Range"), "bytes="); ok {
		from, _ = strconv.Atoi(strings.TrimSuffix(value, "-"))
	}
	send := func(body []byte, length int) {
		w.Header().Set("Content-Length", strconv.Itoa(length))
		if from > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(data)-1, len(data)))
			w.WriteHeader(http.StatusPartialContent)
		}
		w.Write(body)
		if len(body) < length {
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler) // the connection breaks
		}
	}
	switch {
	case kind == "page":
		from = 0
		send([]byte("<!DOCTYPE html>\n<html><title>Welcome to the hotel</title></html>\n"), 65)
		return
	case kind == "busy" && first:
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	case kind == "norange":
		from = 0
		if first {
			send(data[:len(data)/2], len(data))
		}
	}
	if from >= len(data) {
		http.Error(w, "behind the end", http.StatusRequestedRangeNotSatisfiable)
		return
	}
	rest := data[from:]
	switch kind {
	case "cut":
		send(rest[:min(len(rest), 64<<10)], len(rest))
	case "long":
		send(rest, len(rest)+100)
	case "short":
		send(rest[:len(rest)/2], len(rest)/2)
	case "stall":
		w.Header().Set("Content-Length", strconv.Itoa(len(rest)))
		w.Write(rest[:len(rest)/2])
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(2 * time.Minute):
		}
	case "slow": // for kills: a bit every few milliseconds
		w.Header().Set("Content-Length", strconv.Itoa(len(rest)))
		for len(rest) > 0 && r.Context().Err() == nil {
			n := min(len(rest), 16<<10)
			w.Write(rest[:n])
			w.(http.Flusher).Flush()
			rest = rest[n:]
			time.Sleep(2 * time.Millisecond)
		}
	case "tail": // has nothing for who begins at the beginning
		if from == 0 {
			http.NotFound(w, r)
			return
		}
		send(rest, len(rest))
	case "good", "busy", "norange":
		send(rest, len(rest))
	default:
		at, err := strconv.Atoi(strings.TrimPrefix(kind, "flip"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		wrong := bytes.Clone(rest)
		at = (at + len(data)) % len(data)
		if at >= from {
			wrong[at-from] ^= 1
		}
		send(wrong, len(wrong))
	}
}

// A bad net ends well, or with one line that says why and nothing installed.
func TestBadNetworks(t *testing.T) {
	e := needEngine(t)
	nets := []struct {
		name, mirror string // below the server
		option       string // instead of a mirror
		say          string // in what is printed when it ends well
		why          string // in the error, when it does not
	}{
		{name: "good", mirror: "good"},
		{name: "cut every 64 KiB", mirror: "cut", say: "resume "},
		{name: "no ranges", mirror: "norange~%s", say: "download "},
		{name: "Content-Length too large", mirror: "long"},
		{name: "Content-Length too small", mirror: "short", why: "not the pinned"},
		{name: "busy at first", mirror: "busy~%s", say: "wait "},
		{name: "a page instead", mirror: "page", why: "it is a web page; sign in"},
		{name: "first byte flipped", mirror: "flip0", why: "not the pinned"},
		{name: "byte in the middle flipped", mirror: "flip150000", why: "not the pinned"},
		{name: "last byte flipped", mirror: "flip-1", why: "not the pinned"},
		{name: "module", mirror: "goproxy+good", say: "module hash (h1"},
		{name: "module cut every 64 KiB", mirror: "goproxy+cut", say: "resume "},
		{name: "module with a byte flipped", mirror: "goproxy+flip200000", why: "could not unpack it"},
		{name: "page instead of a module", mirror: "goproxy+page", why: "it is a web page; sign in"},
		{name: "no such module", mirror: "goproxy+none", why: "404"},
		{name: "file", option: "good.tar.gz", say: "verify "},
		{name: "wrong file", option: "wrong.tar.gz", why: "not the pinned"},
	}
	forEachRunner(t, func(t *testing.T, r runner) {
		for i, n := range nets {
			t.Run(n.name, func(t *testing.T) {
				s := r.sandbox(t)
				options := []string{"--no-shells", "--archive", filepath.Join(s.tmp, n.option)}
				if n.option == "" {
					where := strings.TrimPrefix(n.mirror, "goproxy+")
					if strings.Contains(where, "%s") {
						where = fmt.Sprintf(where, fmt.Sprint(r.name, i))
					}
					options = []string{"--no-shells", "--mirror", n.mirror[:len(n.mirror)-len(strings.TrimPrefix(n.mirror, "goproxy+"))] + e.server.URL + "/" + where}
				}
				wrong := append(bytes.Clone(e.archive), 'x')
				if err := errors.Join(os.WriteFile(filepath.Join(s.tmp, "good.tar.gz"), e.archive, 0o644), os.WriteFile(filepath.Join(s.tmp, "wrong.tar.gz"), wrong, 0o644)); err != nil {
					t.Fatal(err)
				}
				s.before = snapshot(t, s.home)
				got := r.pipe(s, e.dist, options...)
				if n.why == "" {
					if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, n.say) {
						t.Fatalf("exit %d, want 0 and %q\n%s%s", got.code, n.say, got.stdout, got.stderr)
					}
					e.isWhole(t, s)
					return
				}
				if got.code != 1 || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, n.why) {
					t.Errorf("exit %d, want 1 and one line with %q\n%s%s", got.code, n.why, got.stdout, got.stderr)
				}
				if diff := s.changes(); diff != "" {
					t.Errorf("a trace is left:\n%s", diff)
				}
			})
		}
	})
}

// isWhole compares the installed Go with the one that was packed: every file,
// every byte, every mode, and nothing else.
func (e *engine) isWhole(t *testing.T, s *sandbox) {
	t.Helper()
	dir := filepath.Join(s.root(), "go", e.version)
	seen := 0
	for name, text := range snapshot(t, dir) {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.IsDir() {
			continue
		}
		seen++
		data, _ := os.ReadFile(filepath.Join(dir, name))
		want, ok := e.files[name]
		if !ok || !bytes.Equal(data, want) || isProgram(name) != (info.Mode()&0o111 != 0) {
			t.Errorf("%s is not what was packed: %.80s", name, text)
		}
	}
	if seen != len(e.files) {
		t.Errorf("%d files in %s, want %d", seen, dir, len(e.files))
	}
	if left, _ := filepath.Glob(s.root() + "/.*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A server that stalls is given up after half a minute, and the next source goes
// on where it stopped.
func TestStallingServer(t *testing.T) {
	e := needEngine(t)
	dist, err := e.renderFrom("stall", e.server.URL+"/stall", e.server.URL+"/good")
	if err != nil {
		t.Fatal(err)
	}
	// Half a minute each, so not also in zsh, which runs the text that dash runs.
	few := slices.DeleteFunc(slices.Clone(runners), func(r runner) bool { return !r.native() || r.name == "zsh" })
	forEach(t, few, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		got := r.pipe(s, dist, "--no-shells")
		if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "resume ") {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		e.isWhole(t, s)
	})
}

// renderFrom renders a profile with these sources.
func (e *engine) renderFrom(name string, sources ...string) (string, error) {
	dist, err := e.render(name, "goenv", "")
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(dist)
	file := filepath.Join(dir, name+".yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	yaml := strings.Replace(string(text), strconv.Quote(e.server.URL+"/good"), `"`+strings.Join(sources, `", "`)+`"`, 1)
	var stderr bytes.Buffer
	if err := os.WriteFile(file, []byte(yaml), 0o644); err != nil {
		return "", err
	}
	if code := run([]string{"render", file, "-o", dir, "--releases", filepath.Join(dir, "releases.json")}, io.Discard, &stderr); code != exitDone {
		return "", fmt.Errorf("gen render: %s", &stderr)
	}
	return dist, nil
}
