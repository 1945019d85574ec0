package simulate

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// A Rule says how the network answers URLs that begin with URL. The first rule
// that fits decides; an URL without any has a host that is not found.
type Rule struct {
	URL        string `yaml:"url"`
	Status     int    `yaml:"status"`     // 200 by default
	Body       string `yaml:"body"`       // the same for every URL
	Redirect   string `yaml:"redirect"`   // with status 302: what stands in place of URL
	Archives   bool   `yaml:"archives"`   // serve every archive of profiles/releases.json by its name
	Toolchains bool   `yaml:"toolchains"` // serve every Go of it as a module, by the name of its zip
	Damage     string `yaml:"damage"`     // of the body: flip (a byte), short (half of it), tamper (it unpacks well, but is another)
	Cut        int    `yaml:"cut"`        // the bytes after which every good answer breaks off; 0 is never
	Ranges     string `yaml:"ranges"`     // what a request for the rest gets: the rest by default; ignored (all of it) or refused (416)
	Times      int    `yaml:"times"`      // how many requests the rule answers before the next that fits does; 0 is all
	Fail       string `yaml:"fail"`       // no answer: resolve, refuse, tls or timeout
}

// check refuses words that no rule knows.
func (r Rule) check() error {
	for _, row := range []struct {
		key, value string
		have       []string
	}{
		{"damage", r.Damage, []string{"flip", "short", "tamper"}},
		{"ranges", r.Ranges, []string{"ignored", "refused"}},
		{"fail", r.Fail, []string{"resolve", "refuse", "tls", "timeout"}},
	} {
		if row.value != "" && !slices.Contains(row.have, row.value) {
			return fmt.Errorf("network: %s: %s %q; have %s", r.URL, row.key, row.value, strings.Join(row.have, ", "))
		}
	}
	return nil
}

// A world is what lies outside the machine: the network, and the archives and
// modules that stand for the official ones.
type world struct {
	rules []Rule
	files map[string]profiles.File // by the name of the archive, and by the version of the module
}

func newWorld(rules []Rule) (*world, error) {
	releases, err := profiles.Releases()
	if err != nil {
		return nil, err
	}
	for _, r := range rules {
		if err := r.check(); err != nil {
			return nil, err
		}
	}
	w := &world{rules, map[string]profiles.File{}}
	for _, r := range releases {
		for _, f := range r.Files {
			if f.Kind == "archive" {
				w.files[f.Filename], w.files[moduleVersion(f)] = f, f
			}
		}
	}
	return w, nil
}

// with is the world with one more rule in front.
func (w *world) with(r Rule) *world {
	return &world{slices.Concat([]Rule{r}, w.rules), w.files}
}

// A reply is what came back for a URL.
type reply struct {
	status   int
	body     []byte
	length   int    // of the body that was promised
	location string // of a redirect
	fail     string // as in Rule; "break" comes with the beginning of a body
}

// ask asks the network for what of a URL is behind its first bytes. What a rule
// with Times has answered is remembered by the rule's place from the end, which
// a new one in front does not change.
func (m *Machine) ask(url string, from int) reply {
	for i, r := range m.world.rules {
		rest, ok := strings.CutPrefix(url, r.URL)
		place := len(m.world.rules) - i
		if !ok || r.Times > 0 && m.asked[place] >= r.Times {
			continue
		}
		m.asked[place]++
		return m.world.answer(r, rest, from)
	}
	return reply{fail: "resolve"}
}

func (w *world) answer(r Rule, rest string, from int) reply {
	switch {
	case r.Fail != "":
		return reply{fail: r.Fail}
	case r.Redirect != "":
		return reply{status: 302, location: r.Redirect + rest}
	}
	body, status := []byte(r.Body), max(r.Status, 200)
	if r.Archives || r.Toolchains {
		var ok bool
		if body, ok = w.served(r, strings.TrimPrefix(rest, "/")); !ok {
			return reply{status: 404, body: []byte("404 page not found\n")}
		}
	}
	body = damaged(body, r.Damage)
	if status == 200 {
		status, body = ranged(body, r.Ranges, from)
	}
	a := reply{status: status, body: body, length: len(body)}
	if r.Cut > 0 && len(body) > r.Cut && status < 300 {
		a.body, a.fail = body[:r.Cut], "break"
	}
	return a
}

// served is the archive or the module of a name.
func (w *world) served(r Rule, name string) ([]byte, bool) {
	if version, ok := strings.CutSuffix(name, ".zip"); ok && r.Toolchains {
		f, ok := w.files[version]
		return moduleText(version), ok && moduleVersion(f) == version
	}
	f, ok := w.files[name]
	return archiveText(name), ok && r.Archives && f.Filename == name
}

// ranged is what a server answers that is asked for what is behind from.
func ranged(body []byte, how string, from int) (status int, rest []byte) {
	switch {
	case from == 0 || how == "ignored":
		return 200, body
	case how == "refused" || from >= len(body):
		return 416, []byte("416 range not satisfiable\n")
	}
	return 206, body[from:]
}

// damaged is the body as a bad line or a bad server leaves it.
func damaged(body []byte, damage string) []byte {
	switch damage {
	case "flip":
		body = bytes.Clone(body)
		body[len(body)-1] ^= 1
	case "short":
		return body[:len(body)/2]
	case "tamper":
		return bytes.Replace(body, []byte("simulated"), []byte("tampered"), 1)
	}
	return body
}

// archiveText is the content that stands for an official archive. Whole, it has
// the digest and the tree of the real one; with any byte changed it has neither.
func archiveText(name string) []byte {
	return []byte("simulated archive " + name + "\n")
}

var archiveLine = regexp.MustCompile(`^(simulated|tampered) (archive|tar|module) (\S+)\n$`)

// archive returns the release file that data stands for, packed, inflated (tar) or
// as a module. A tampered one unpacks as well, but has its own digest.
func (w *world) archive(data []byte, kind string) (f profiles.File, ok bool) {
	match := archiveLine.FindSubmatch(data)
	if match == nil || string(match[2]) != kind {
		return profiles.File{}, false
	}
	f, ok = w.files[string(match[3])]
	return f, ok
}

// digest is the SHA-256 of data. Of what stands for an archive it is that of the
// real one, and of the list of what a module holds it is what its h1: hash says.
func (w *world) digest(data []byte) string {
	if f, ok := w.archive(data, "archive"); ok && bytes.Equal(data, archiveText(f.Filename)) {
		return f.SHA256
	}
	if sum, ok := w.moduleHash(data); ok {
		return sum
	}
	return digest(data)
}

// usualSize is about that of an official archive, where the table has none.
const usualSize = 66_000_000

// size is how many bytes data stands for.
func (w *world) size(data []byte) int64 {
	if _, ok := w.archive(data, "module"); ok {
		return usualSize
	}
	f, ok := w.archive(data, "archive")
	switch {
	case !ok:
		return int64(len(data))
	case f.Size > 0:
		return f.Size
	}
	return usualSize
}

// An entry is a file of an archive.
type entry struct {
	name  string
	mode  uint64
	data  []byte
	link  string
	dir   bool
	heavy int64
}

// entries is the tree of an official archive, with one file for each kind that
// scripts look at.
func entries(f profiles.File) []entry {
	platform := f.OS + "/" + f.Arch
	return []entry{
		{name: "go", mode: 0o755, dir: true},
		{name: "go/VERSION", mode: 0o644, data: fmt.Appendf(nil, "%s\ntime 2026-01-01T00:00:00Z\n", f.Version)},
		{name: "go/LICENSE", mode: 0o644, data: []byte("Copyright 2009 The Go Authors.\n")},
		{name: "go/go.env", mode: 0o644, data: []byte("GOPROXY=" + defaultProxy + "\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n")},
		{name: "go/bin", mode: 0o755, dir: true},
		{name: "go/bin/go", mode: 0o755, data: goProgram(strings.TrimPrefix(f.Version, "go"), platform), heavy: 3 * usualSize},
		{name: "go/bin/gofmt", mode: 0o755, data: goProgram(strings.TrimPrefix(f.Version, "go"), platform)},
		{name: "go/lib/wasm/go_js_wasm_exec", mode: 0o755, data: []byte("#!/usr/bin/env bash\n")},
		{name: "go/pkg/tool/" + f.OS + "_" + f.Arch + "/compile", mode: 0o755, data: []byte("compile\n")},
		{name: "go/src", mode: 0o755, dir: true},
		{name: "go/src/go.mod", mode: 0o644, data: []byte("module std\n")},
		{name: "go/src/fmt", mode: 0o755, dir: true},
		{name: "go/src/fmt/print.go", mode: 0o644, data: []byte("package fmt\n")},
	}
}
