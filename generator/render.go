package generator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/templates"
)

// sprigFuncs is what templates may use of sprig: computing only. Its quoters do
// not quote for a shell, and much of the rest reads the machine or the clock.
var sprigFuncs = []string{"join", "upper", "lower", "trimPrefix", "trimSuffix", "list"}

// holeFuncs are the functions a value must pass on its way into a file.
var holeFuncs = []string{"quote", "quotes", "comment", "ident", "path"}

// parseTemplates parses the embedded templates once; their functions are bound
// to a dialect at each rendering.
var parseTemplates = sync.OnceValues(func() (*template.Template, error) {
	r := renderer{}
	set := template.New("").Option("missingkey=error").Funcs(r.funcs(dialect.Text))
	err := fs.WalkDir(templates.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			return err
		}
		// A template ends like the file it was read from, but a piece that is
		// put into another ends where its text ends.
		body := string(text)
		if strings.HasPrefix(name, "part/") {
			body = strings.TrimSuffix(body, "\n")
		}
		_, err = set.New(strings.TrimSuffix(name, ".tmpl")).Parse(body)
		return err
	})
	return set, err
})

// A renderer executes the templates; done is what it has made, for digest.
type renderer struct {
	set  *template.Template
	done map[string]string // path to SHA-256 in hex
}

// render makes the file of each job, in order.
func render(jobs []job) ([]File, error) {
	set, err := parseTemplates()
	if err != nil {
		return nil, err
	}
	r := renderer{set, map[string]string{}}
	var files []File
	for _, j := range jobs {
		text, err := r.execute(j.Path, j.Dialect, j.Data)
		if err != nil {
			return nil, err
		}
		files = append(files, File{j.Path, j.Exec, text})
		r.done[j.Path] = sum(text)
	}
	return files, nil
}

func (r *renderer) execute(name string, d *dialect.Dialect, data any) ([]byte, error) {
	clone, err := r.set.Clone()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = clone.Funcs(r.funcs(d)).ExecuteTemplate(&out, name, data)
	return out.Bytes(), err
}

// funcs are the functions of a template in dialect d.
func (r *renderer) funcs(d *dialect.Dialect) template.FuncMap {
	all := sprig.TxtFuncMap()
	funcs := template.FuncMap{
		"quote":   d.Quote,
		"quotes":  func(sep string, words []string) (string, error) { return quotes(d, sep, words) },
		"comment": d.Comment,
		"ident":   d.Ident,
		"path":    d.Path,
		"include": r.include,
		"digest":  r.digest,
	}
	for _, name := range sprigFuncs {
		funcs[name] = all[name]
	}
	return funcs
}

// quotes quotes every word and puts sep, text of the template, between them.
func quotes(d *dialect.Dialect, sep string, words []string) (string, error) {
	var quoted []string
	for _, w := range words {
		q, err := d.Quote(w)
		if err != nil {
			return "", err
		}
		quoted = append(quoted, q)
	}
	return strings.Join(quoted, sep), nil
}

// include renders another template, in the dialect its name tells, to a value:
// a script inside a script is data there and must be quoted like any other.
func (r *renderer) include(name string, data any) (string, error) {
	d := dialect.ByName(name, "")
	if d == nil {
		return "", fmt.Errorf("include %q: its ending names no dialect", name)
	}
	text, err := r.execute(name, d, data)
	return string(text), err
}

// digest is the SHA-256 of a file that was rendered before.
func (r *renderer) digest(name string) (string, error) {
	if s, ok := r.done[name]; ok {
		return s, nil
	}
	return "", fmt.Errorf("digest %q: it is not rendered yet; move it up in the plan", name)
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// A manifest says what a rendering was made from.
type manifest struct {
	Generator string         `json:"generator"`
	Profile   string         `json:"profile"`
	Digest    string         `json:"digest"` // of the resolved profile
	Go        []string       `json:"go"`     // the versions that are pinned
	Files     []manifestFile `json:"files"`
}

type manifestFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Exec   bool   `json:"exec,omitempty"`
}

// Names of the two files that describe all the others.
const (
	ManifestPath = "manifest.json"
	SumsPath     = "SHA256SUMS"
)

// seal adds the manifest and the checksums.
func seal(s *spec, files []File) ([]File, error) {
	m := manifest{Generator: Version, Profile: s.Profile, Digest: s.Digest, Go: allVersions(s.Targets)}
	for _, f := range files {
		m.Files = append(m.Files, manifestFile{f.Path, sum(f.Data), f.Exec})
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	files = append(files, File{ManifestPath, false, append(text, '\n')})
	var sums bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&sums, "%s  %s\n", sum(f.Data), path.Clean(f.Path))
	}
	return append(files, File{SumsPath, false, sums.Bytes()}), nil
}

// ManifestDigests reads what a manifest said the files of an earlier rendering
// were: path to SHA-256 in hex.
func ManifestDigests(text []byte) (map[string]string, error) {
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	digests := map[string]string{}
	for _, f := range m.Files {
		digests[f.Path] = f.SHA256
	}
	return digests, nil
}
