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
	URL      string `yaml:"url"`
	Status   int    `yaml:"status"`   // 200 by default
	Body     string `yaml:"body"`     // the same for every URL
	Redirect string `yaml:"redirect"` // with status 302: what stands in place of URL
	Archives bool   `yaml:"archives"` // serve every archive of profiles/releases.json by its name
	Damage   string `yaml:"damage"`   // of the body: flip (a byte), short (half of it), break (half, then the end), tamper (a good archive, but another)
	Fail     string `yaml:"fail"`     // no answer: resolve, refuse, tls or timeout
}

// A world is what lies outside the machine: the network, and the archives that
// stand for the official ones.
type world struct {
	rules    []Rule
	archives map[string]profiles.File // by file name
}

func newWorld(rules []Rule) (*world, error) {
	releases, err := profiles.Releases()
	if err != nil {
		return nil, err
	}
	w := &world{rules, map[string]profiles.File{}}
	for _, r := range releases {
		for _, f := range r.Files {
			if f.Kind == "archive" {
				w.archives[f.Filename] = f
			}
		}
	}
	return w, nil
}

// with is the world with one more rule in front.
func (w *world) with(r Rule) *world {
	return &world{slices.Concat([]Rule{r}, w.rules), w.archives}
}

// A reply is what came back for a URL.
type reply struct {
	status   int
	body     []byte
	location string // of a redirect
	fail     string // as in Rule; "break" comes with half a body
}

// get asks the network.
func (w *world) get(url string) reply {
	for _, r := range w.rules {
		if rest, ok := strings.CutPrefix(url, r.URL); ok {
			return w.answer(r, rest)
		}
	}
	return reply{fail: "resolve"}
}

func (w *world) answer(r Rule, rest string) reply {
	switch {
	case r.Fail != "":
		return reply{fail: r.Fail}
	case r.Redirect != "":
		return reply{status: 302, location: r.Redirect + rest}
	}
	body, status := []byte(r.Body), max(r.Status, 200)
	if r.Archives {
		f, ok := w.archives[strings.TrimPrefix(rest, "/")]
		if !ok {
			return reply{status: 404, body: []byte("404 page not found\n")}
		}
		body = archiveText(f.Filename)
	}
	return damaged(reply{status: status, body: body}, r.Damage)
}

// damaged is the reply as a bad line or a bad server leaves it.
func damaged(a reply, damage string) reply {
	switch damage {
	case "flip":
		a.body = bytes.Clone(a.body)
		a.body[len(a.body)-1] ^= 1
	case "short":
		a.body = a.body[:len(a.body)/2]
	case "tamper":
		a.body = bytes.Replace(a.body, []byte("simulated"), []byte("tampered"), 1)
	case "break":
		a.body, a.fail = a.body[:len(a.body)/2], "break"
	}
	return a
}

// archiveText is the content that stands for an official archive. Whole, it has
// the digest and the tree of the real one; with any byte changed it has neither.
func archiveText(name string) []byte {
	return []byte("simulated archive " + name + "\n")
}

var archiveLine = regexp.MustCompile(`^(simulated|tampered) (archive|tar) (\S+)\n$`)

// archive returns the release file that data stands for, packed or, as kind tar,
// inflated. A tampered one unpacks as well, but has its own digest.
func (w *world) archive(data []byte, kind string) (profiles.File, bool) {
	match := archiveLine.FindSubmatch(data)
	if match == nil || string(match[2]) != kind {
		return profiles.File{}, false
	}
	f, ok := w.archives[string(match[3])]
	return f, ok
}

// digest is the SHA-256 of data, for archives that of the real one.
func (w *world) digest(data []byte) string {
	if f, ok := w.archive(data, "archive"); ok && bytes.Equal(data, archiveText(f.Filename)) {
		return f.SHA256
	}
	return digest(data)
}

// usualSize is about that of an official archive, where the table has none.
const usualSize = 66_000_000

// size is how many bytes data stands for.
func (w *world) size(data []byte) int64 {
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
		{name: "go/src", mode: 0o755, dir: true},
		{name: "go/src/fmt", mode: 0o755, dir: true},
		{name: "go/src/fmt/print.go", mode: 0o644, data: []byte("package fmt\n")},
	}
}
