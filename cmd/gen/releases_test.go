package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/profiles"
	"github.com/org/gosetup/profiles/feed"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

// A recordedServer answers as go.dev and the Go checksum database do: with what
// is on record, and some releases more.
type recordedServer struct {
	*httptest.Server
	flags    updateFlags
	releases []profiles.Release
	unknown  string // a version the checksum database does not have
	broken   atomic.Int32
	sums     feed.Sums
	secret   string // the key of the checksum database
}

// serveReleases makes up the next release after each of these, for the same platforms.
func serveReleases(t *testing.T, dir string, after ...string) *recordedServer {
	t.Helper()
	s := &recordedServer{}
	have, err := openCheckout(dir)
	if err != nil {
		t.Fatal(err)
	}
	s.releases, s.sums = have.have.Releases, have.have.Sums
	for _, old := range after {
		i := slices.IndexFunc(s.releases, func(r profiles.Release) bool { return r.Version == "go"+old })
		version := "go" + next(old)
		r := profiles.Release{Version: version, Stable: true}
		for _, f := range s.releases[i].Files {
			f.Filename = strings.Replace(f.Filename, f.Version, version, 1)
			f.Version, f.SHA256, f.Size = version, fmt.Sprintf("%x", sha256.Sum256([]byte(f.Filename))), 70_000_000
			r.Files = append(r.Files, f)
		}
		s.releases = append([]profiles.Release{r}, s.releases...)
	}
	secret, public, err := note.GenerateKey(rand.Reader, "sum.test")
	if err != nil {
		t.Fatal(err)
	}
	s.secret = secret
	database := sumdb.NewServer(sumdb.NewTestServer(secret, s.record))
	mux := http.NewServeMux()
	mux.HandleFunc("/dl/", func(w http.ResponseWriter, _ *http.Request) {
		if s.broken.Add(-1) >= 0 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		json.NewEncoder(w).Encode(s.list())
	})
	mux.Handle("/away", http.RedirectHandler("http://go.example/", http.StatusFound))
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>log in</html>") })
	mux.Handle("/sumdb/", http.StripPrefix("/sumdb", database))
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	s.flags = updateFlags{dir: dir, feed: s.URL + "/dl/?mode=json&include=all", sumdb: public + " " + s.URL + "/sumdb"}
	return s
}

// list has the fields of go.dev only, and what is there besides.
func (s *recordedServer) list() any {
	var list []any
	for _, r := range s.releases {
		files := []any{map[string]any{"filename": r.Version + ".src.tar.gz", "os": "", "arch": "", "version": r.Version, "sha256": strings.Repeat("5", 64), "size": 1, "kind": "source"}}
		for _, f := range r.Files {
			files = append(files, map[string]any{"filename": f.Filename, "os": f.OS, "arch": f.Arch, "version": f.Version, "sha256": f.SHA256, "size": f.Size, "kind": f.Kind})
		}
		list = append(list, map[string]any{"version": r.Version, "stable": true, "files": files})
	}
	return append(list, map[string]any{"version": "go1.4", "stable": true, "files": []any{map[string]any{"filename": "go1.4.src.tar.gz", "sha256": ""}}})
}

// record is what the checksum database has of a module.
func (s *recordedServer) record(path, version string) ([]byte, error) {
	release, platform, ok := strings.Cut(strings.TrimPrefix(version, "v0.0.1-"), ".linux-")
	platform = "linux-" + platform
	for _, os := range []string{"darwin", "windows"} {
		if before, arch, found := strings.Cut(release, "."+os+"-"); found {
			release, platform, ok = before, os+"-"+arch, true
		}
	}
	if path != toolchainModule || !ok || release == s.unknown {
		return nil, fs.ErrNotExist
	}
	sum := s.sums[release][platform]
	if sum == "" {
		digest := sha256.Sum256([]byte(version))
		sum = "h1:" + base64.StdEncoding.EncodeToString(digest[:])
	}
	return fmt.Appendf(nil, "%s %s %s\n%s %s/go.mod %s\n", path, version, sum, path, version, sum), nil
}

// update runs the command without its pauses.
func (s *recordedServer) update(flags updateFlags) (string, error) {
	f := newFetcher()
	f.pause = 0
	var out bytes.Buffer
	err := updateReleases(&out, f, flags)
	return out.String(), err
}

// defaultVersions are what the default profile pins: the newest line, the older.
func defaultVersions(t *testing.T) []string {
	t.Helper()
	p, err := profiles.Load("default", nil)
	if err != nil || len(p.Go.Versions) != 2 {
		t.Fatal(p, err)
	}
	return p.Go.Versions
}

// next is a release of the same line that is not out yet.
func next(version string) string {
	line, patch, _ := strings.Cut(version[2:], ".")
	n, err := strconv.Atoi(patch)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("1.%s.%d", line, n+1)
}

// copyCheckout copies what a build and the goldens need.
func copyCheckout(t *testing.T) string {
	t.Helper()
	const top = "../.."
	dir := t.TempDir()
	err := filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, name)
		skip := e.Name() == "testdata" || e.Name() == "node_modules" || rel == "dist" || rel != "." && strings.HasPrefix(rel, ".")
		switch {
		case err != nil || skip && !e.IsDir() || strings.HasSuffix(name, "_test.go"):
			return err
		case skip:
			return filepath.SkipDir
		case e.IsDir():
			return os.MkdirAll(filepath.Join(dir, rel), 0o755)
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, rel), text, info.Mode())
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// textsBelow has every file below dir by its path.
func textsBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A newer Go reaches digests, pins and goldens and nothing else; --check tells
// before and after; a second run changes nothing.
func TestReleasesUpdate(t *testing.T) {
	dir := copyCheckout(t)
	before := textsBelow(t, dir)
	have := defaultVersions(t)
	s := serveReleases(t, dir, have[1], have[0])
	check := s.flags
	check.check = true
	if out, err := s.update(check); err == nil || !strings.Contains(out, "moves from `"+have[0]+"` to `"+next(have[0])+"`") {
		t.Errorf("--check: %v\n%s", err, out)
	}
	if diff := cmp.Diff(before, textsBelow(t, dir)); diff != "" {
		t.Fatalf("--check wrote (-before +after):\n%s", diff)
	}
	s.broken.Store(2) // it answers at the third try
	out, err := s.update(s.flags)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(out)
	after := textsBelow(t, dir)
	onlyPinsChange(t, before, after)
	for run, flags := range map[string]updateFlags{"a second run": s.flags, "--check": check} {
		out, err := s.update(flags)
		if err != nil || strings.Contains(out, "moves") {
			t.Errorf("%s: %v\n%s", run, err, out)
		}
		if diff := cmp.Diff(after, textsBelow(t, dir)); diff != "" {
			t.Errorf("%s changed (-before +after):\n%s", run, diff)
		}
	}
	// Somebody edited golden/: --check says so and leaves it, an update mends it.
	if err := os.WriteFile(filepath.Join(dir, "golden/cn/Brewfile"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := s.update(check); err == nil || textsBelow(t, dir)["golden/cn/Brewfile"] != "" {
		t.Errorf("--check with another golden/: %v\n%s", err, out)
	}
	if _, err := s.update(s.flags); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(after, textsBelow(t, dir)); diff != "" {
		t.Errorf("golden/ is not mended (-before +after):\n%s", diff)
	}
}

// aPin is what a line has that may change when a Go version does: the version, a
// digest, or the digest of a file that has one.
var aPin = regexp.MustCompile(`1\.[0-9]+\.[0-9]+|[0-9a-f]{64}`)

// columns are as wide as the longest version.
var columns = regexp.MustCompile(`  +`)

// onlyPinsChange wants the new versions in the files of the pins, and in golden/
// lines with pins to differ and no others. Folders of winget have a version, too.
func onlyPinsChange(t *testing.T, before, after map[string]string) {
	t.Helper()
	have := defaultVersions(t)
	def := "profiles/default.yaml"
	newest := regexp.MustCompile(`(?m)^( *versions: \[")`+regexp.QuoteMeta(have[0])).ReplaceAllString(before[def], "${1}"+next(have[0]))
	want := strings.Replace(newest, `", "`+have[1]+`"]`, `", "`+next(have[1])+`"]`, -1)
	if diff := cmp.Diff(want, after[def]); diff != "" {
		t.Errorf("%s (-want +got):\n%s", def, diff)
	}
	moved := strings.NewReplacer("/"+have[0]+"/", "/"+next(have[0])+"/", "/"+have[1]+"/", "/"+next(have[1])+"/")
	for _, name := range slices.Collect(maps.Keys(before)) {
		text := before[name]
		delete(before, name)
		before[moved.Replace(name)] = text
	}
	golden := 0
	for _, name := range slices.Sorted(maps.Keys(after)) {
		switch {
		case before[name] == after[name] || slices.Contains([]string{def, feed.ReleasesPath, feed.ToolchainsPath}, name):
			continue
		case !strings.HasPrefix(name, "golden/"):
			t.Errorf("%s changed", name)
		}
		golden++
		for _, lines := range [][2]string{{before[name], after[name]}, {after[name], before[name]}} {
			have := strings.Split(columns.ReplaceAllString(lines[0], "  "), "\n")
			for line := range strings.SplitSeq(columns.ReplaceAllString(lines[1], "  "), "\n") {
				if !slices.Contains(have, line) && !aPin.MatchString(line) {
					t.Errorf("%s: this line has no pin and changed: %s", name, line)
				}
			}
		}
	}
	if golden < 2*len(profiles.Builtin()) || len(before) != len(after) {
		t.Errorf("%d files in golden/ changed, %d files are %d now", golden, len(before), len(after))
	}
	if script := after["golden/default/install.sh"]; !strings.Contains(script, "go"+next(have[0])+".linux-amd64.tar.gz") || strings.Contains(script, have[0]+"'") {
		t.Errorf("golden/default/install.sh does not install %s", next(have[0]))
	}
}

// What cannot be trusted ends the command, and nothing is written.
func TestReleasesUpdateRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, name := range slices.Concat(readByUpdate, []string{"go.mod"}) {
		files, err := filepath.Glob("../../" + name)
		if err != nil || len(files) == 0 {
			t.Fatal(name, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := (tree{dir: dir}).writeFile(generator.File{Path: filepath.ToSlash(strings.TrimPrefix(file, "../../")), Data: text}); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := textsBelow(t, dir)
	newest := "go" + defaultVersions(t)[0]
	other, _, err := note.GenerateKey(rand.Reader, "sum.test")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		spoil func(*recordedServer)
		want  string
	}{
		{"a digest that changed", func(s *recordedServer) {
			s.releases[1].Files = slices.Clone(s.releases[1].Files)
			s.releases[1].Files[0].SHA256 = strings.Repeat("0", 64)
		}, "SECURITY: " + newest + ".darwin-arm64.tar.gz has another digest"},
		{"a release that vanished", func(s *recordedServer) { s.releases = s.releases[2:] }, "SECURITY: " + newest + " is on record and gone"},
		{"a module hash that changed", func(s *recordedServer) {
			s.sums = feed.Sums{newest: {"darwin-arm64": "h1:" + strings.Repeat("A", 43) + "="}}
			s.unknown = "go" + next(newest[2:])
		}, "SECURITY: the module hash of " + newest + " for darwin-arm64 is not the one on record"},
		{"a database with another key", func(s *recordedServer) {
			s.flags.sumdb = strings.Fields(s.flags.sumdb)[0] + " " + s.withKey(other)
		}, "sum.test"},
		{"a database that tells two stories", func(s *recordedServer) { s.flags.sumdb = strings.Fields(s.flags.sumdb)[0] + " " + s.forked() },
			"SECURITY: the checksum database contradicts itself"},
		{"a list over http", func(s *recordedServer) { s.flags.feed = "http://go.example/dl/" }, "http://go.example/dl/ is not https"},
		{"a redirect to http", func(s *recordedServer) { s.flags.feed = s.URL + "/away" }, "http://go.example/ is not https"},
		{"a list that is not there", func(s *recordedServer) { s.flags.feed = s.URL + "/nothing" }, "/nothing: HTTP 404; check the address"},
		{"a server that is down", func(s *recordedServer) { s.broken.Store(100) }, "HTTP 503, 4 times; try again later"},
		{"a page instead of a list", func(s *recordedServer) { s.flags.feed = s.URL + "/page" }, ":1:1: invalid character '<'"},
		{"no key", func(s *recordedServer) { s.flags.sumdb = "sum.golang.org" }, "want NAME+HASH+KEY"},
		{"no checkout", func(s *recordedServer) { s.flags.dir = filepath.Join(dir, "profiles") }, "is no checkout of gosetup"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := serveReleases(t, dir, newest[2:])
			test.spoil(s)
			out, err := s.update(s.flags)
			if err == nil || !strings.Contains(err.Error(), test.want) || out != "" {
				t.Errorf("%v; want %s\n%s", err, test.want, out)
			}
			if diff := cmp.Diff(before, textsBelow(t, dir)); diff != "" {
				t.Errorf("it wrote (-before +after):\n%s", diff)
			}
		})
	}
}

// forked serves from two trees under the same key, by turns.
func (s *recordedServer) forked() string {
	one := sumdb.NewServer(sumdb.NewTestServer(s.secret, s.record))
	two := sumdb.NewServer(sumdb.NewTestServer(s.secret, func(path, version string) ([]byte, error) {
		text, err := s.record(path, version)
		return append(text, "example.com/other v1.0.0 h1:x\n"...), err
	}))
	var lookups atomic.Int32
	fork := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := lookups.Load()
		if strings.HasPrefix(r.URL.Path, "/lookup/") {
			n = lookups.Add(1)
		}
		[]http.Handler{one, two}[n%2].ServeHTTP(w, r)
	}))
	s.Config.RegisterOnShutdown(fork.Close)
	return fork.URL
}

// withKey serves the same records under the signature of another key.
func (s *recordedServer) withKey(secret string) string {
	other := httptest.NewServer(sumdb.NewServer(sumdb.NewTestServer(secret, s.record)))
	s.Config.RegisterOnShutdown(other.Close)
	return other.URL
}

// A server cannot make the command read without end.
func TestFetchLimit(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "12345") }))
	defer s.Close()
	for limit, want := range map[int64]string{4: "longer than such a file is", 5: ""} {
		data, err := newFetcher().get(s.URL, limit)
		if got := fmt.Sprint(err); want == "" && (err != nil || string(data) != "12345") || want != "" && !strings.Contains(got, want) {
			t.Errorf("limit %d: %q, %v", limit, data, err)
		}
	}
}
