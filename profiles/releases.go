package profiles

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// A Release is one Go version, in the shape of go.dev/dl/?mode=json.
type Release struct {
	Version string `json:"version"` // "go1.27.3"
	Stable  bool   `json:"stable"`
	Files   []File `json:"files"`
}

// A File is one download of a release.
type File struct {
	Filename string `json:"filename"` // "go1.27.3.linux-amd64.tar.gz"
	OS       string `json:"os"`       // "linux"; empty for the source
	Arch     string `json:"arch"`     // "amd64"
	Version  string `json:"version"`  // "go1.27.3"
	SHA256   string `json:"sha256"`   // 64 hexadecimal digits
	Size     int64  `json:"size"`     // bytes; 0 if not known
	Kind     string `json:"kind"`     // "archive", "installer" or "source"

	// ModuleSum is the go.sum hash, such as "h1:r0ub+...=", of the same files as a
	// module: golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64, which module
	// proxies serve. Empty if not known. It is our own addition to the shape of
	// go.dev; the built-in ones stand in toolchains.json and are those of the Go
	// checksum database.
	ModuleSum string `json:"module_sum"`
}

var readReleases = sync.OnceValues(func() ([]Release, error) {
	src, err := files.ReadFile("releases.json")
	if err != nil {
		return nil, err
	}
	list, err := ParseReleases("profiles/releases.json", src)
	if err != nil {
		return nil, err
	}
	return list, addModuleSums(list)
})

// addModuleSums fills in the hashes of the toolchain modules, by version and
// platform.
func addModuleSums(list []Release) error {
	src, err := files.ReadFile("toolchains.json")
	if err != nil {
		return err
	}
	var sums map[string]map[string]string
	if err := json.Unmarshal(src, &sums); err != nil {
		return fmt.Errorf("profiles/toolchains.json: %w", err)
	}
	for _, r := range list {
		for i, f := range r.Files {
			if f.Kind != "archive" {
				continue
			}
			sum := sums[r.Version][f.OS+"-"+f.Arch]
			if sum != "" && !moduleSum.MatchString(sum) {
				return fmt.Errorf("profiles/toolchains.json: %s %s-%s: bad hash %q; want h1: and 44 characters of base64", r.Version, f.OS, f.Arch, sum)
			}
			r.Files[i].ModuleSum = sum
		}
	}
	return nil
}

// Releases returns the releases on record, newest first: stable ones since Go
// 1.21, with their archives for our platforms.
func Releases() ([]Release, error) {
	list, err := readReleases()
	return slices.Clone(list), err
}

// ParseReleases reads what go.dev/dl/?mode=json gives. Digests are what every
// generated script trusts, so nothing in the file may be out of the ordinary.
func ParseReleases(name string, src []byte) ([]Release, error) {
	p := releaseParser{name: name, src: src, seen: map[string]bool{}}
	list, err := p.releases()
	if err != nil {
		return nil, err
	}
	return list, errors.Join(p.errs...)
}

type releaseParser struct {
	name string
	src  []byte
	seen map[string]bool // versions and file names
	errs []error
}

// releases decodes one release at a time, to know where each begins.
func (p *releaseParser) releases() ([]Release, error) {
	var raws []json.RawMessage
	if err := json.Unmarshal(p.src, &raws); err != nil || raws == nil {
		return nil, p.jsonError(err, 0)
	}
	var list []Release
	from := 0
	for _, raw := range raws {
		from += bytes.Index(p.src[from:], raw)
		var r Release
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			return nil, p.jsonError(err, from)
		}
		p.check(r, from)
		list = append(list, r)
		from += len(raw)
	}
	return list, nil
}

var (
	goVersion = regexp.MustCompile(`^go1(\.[0-9]+){0,2}((rc|beta)[0-9]+)?$`)
	fileName  = regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	word      = regexp.MustCompile(`^[a-z0-9]*$`)
	digest    = regexp.MustCompile(`^[0-9a-f]{64}$`)
	moduleSum = regexp.MustCompile(`^h1:[A-Za-z0-9+/]{43}=$`)
	fileKinds = []string{"archive", "installer", "source"}
)

// check adds what is wrong with a release that stands at offset from.
func (p *releaseParser) check(r Release, from int) {
	p.want(goVersion.MatchString(r.Version), from, r.Version, "bad version %q; want one such as go1.27.3")
	p.once(r.Version, from)
	for _, f := range r.Files {
		at := p.find(from, f.Filename)
		p.want(fileName.MatchString(f.Filename) && strings.HasPrefix(f.Filename, r.Version+"."),
			at, f.Filename, "bad filename %q; want "+r.Version+".os-arch.kind")
		p.once(f.Filename, at)
		p.want(f.Version == r.Version, at, f.Version, "version %q of a file; want "+r.Version)
		p.want(digest.MatchString(f.SHA256), at, f.SHA256, "bad sha256 %q; want 64 digits 0-9 a-f")
		p.want(word.MatchString(f.OS), at, f.OS, "bad os %q; want a word such as linux")
		p.want(word.MatchString(f.Arch), at, f.Arch, "bad arch %q; want a word such as amd64")
		p.want(f.ModuleSum == "" || moduleSum.MatchString(f.ModuleSum), at, f.ModuleSum, "bad module_sum %q; want h1: and 44 characters of base64")
		p.want(slices.Contains(fileKinds, f.Kind), at, f.Kind, "unknown kind %q; have "+strings.Join(fileKinds, ", "))
		if f.Size < 0 {
			p.errs = append(p.errs, p.errorAt(at, "size %d; want 0 or more", f.Size))
		}
	}
}

// want adds an error about the string s, which stands after offset from.
func (p *releaseParser) want(ok bool, from int, s, format string) {
	if !ok {
		p.errs = append(p.errs, p.errorAt(p.find(from, s), format, s))
	}
}

func (p *releaseParser) once(s string, at int) {
	p.want(!p.seen[s], at, s, "%q stands twice; want it once")
	p.seen[s] = true
}

// find returns the offset of the string s as written after from, or the next
// value's if it is written with escapes.
func (p *releaseParser) find(from int, s string) int {
	if i := bytes.Index(p.src[from:], []byte(`"`+s+`"`)); i >= 0 {
		return from + i
	}
	rest := bytes.TrimLeft(p.src[from:], ", \t\r\n")
	return len(p.src) - len(rest)
}

// jsonError says where in what begins at offset from encoding/json stopped.
func (p *releaseParser) jsonError(err error, from int) error {
	var syntax *json.SyntaxError
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return p.errorAt(int(syntax.Offset)-1, "%s; want JSON", syntax)
	case errors.As(err, &typed) && typed.Field != "":
		return p.errorAt(from+int(typed.Offset)-1, "%s is a JSON %s; want %s", typed.Field, typed.Value, typed.Type)
	case err == nil || typed != nil:
		return p.errorAt(from, "no releases here; want a list, as go.dev/dl/?mode=json gives")
	}
	key := strings.TrimPrefix(err.Error(), "json: unknown field ")
	return p.errorAt(p.find(from, strings.Trim(key, `"`)),
		"unknown key %s; have version, stable, files, and in files filename, os, arch, version, sha256, size, kind, module_sum", key)
}

func (p *releaseParser) errorAt(offset int, format string, args ...any) error {
	before := p.src[:max(0, min(offset, len(p.src)))]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return posError{p.name, line, col, fmt.Sprintf(format, args...), nil}
}
