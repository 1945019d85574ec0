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

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/templates"
)

// parseTemplates parses the embedded templates once.
var parseTemplates = sync.OnceValues(readTemplates)

func readTemplates() (*escape.Template, error) {
	set := escape.New(dialect.Text).Files("templates/", ".tmpl")
	err := fs.WalkDir(templates.FS, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.FS, file)
		if err != nil {
			return err
		}
		_, err = set.Parse(templateName(file), templateBody(file, string(text)))
		return err
	})
	return set, err
}

// templateName is what a template is called by others: its file without
// ".tmpl", which is the path of the file it makes.
func templateName(file string) string { return strings.TrimSuffix(file, ".tmpl") }

// templateBody is the text of a file. A template ends like the file it was read
// from, but a piece that is put into another ends where its text ends.
func templateBody(file, text string) string {
	if strings.HasPrefix(file, "part/") {
		return strings.TrimSuffix(text, "\n")
	}
	return text
}

// digests has the SHA-256, in hex, of each file that is rendered already.
type digests map[string]string

// SHA256 is for templates of files that hold the digest of another.
func (d digests) SHA256(name string) (string, error) {
	if s, ok := d[name]; ok {
		return s, nil
	}
	return "", fmt.Errorf("%s is not rendered, or holds digests itself", name)
}

// render makes the file of each job, side by side, and notes it in done. The error
// is that of the first job that has one.
func render(jobs []job, done digests) ([]File, error) {
	set, err := parseTemplates()
	if err != nil {
		return nil, err
	}
	files, errs := make([]File, len(jobs)), make([]error, len(jobs))
	atOnce(len(jobs), func(i int) {
		files[i], errs[i] = renderJob(set, jobs[i])
	})
	for i, err := range errs {
		if err != nil {
			return nil, err
		}
		if files[i].Link == "" {
			done[files[i].Path] = sum(files[i].Data)
		}
	}
	return files, nil
}

// renderJob makes one file, a snippet twice: first to see what its stamp is.
func renderJob(set *escape.Template, j job) (File, error) {
	if j.Link != "" {
		return File{Path: j.Path, Link: j.Link}, nil
	}
	var out bytes.Buffer
	err := set.In(j.Dialect).ExecuteTemplate(&out, j.template(), j.Data)
	if e, ok := j.Data.(env); ok && err == nil {
		e.Stamp = stamp(out.Bytes())
		out.Reset()
		err = set.In(j.Dialect).ExecuteTemplate(&out, j.template(), e)
	}
	return File{Path: j.Path, Exec: j.Exec, Data: out.Bytes()}, err
}

// renderInOrder renders what s asks for, in the order of the plan: first what holds
// no digest, then the archives of that, then what holds digests.
func renderInOrder(s *spec) (Release, error) {
	done := digests{}
	first, last := inOrder(plan(s, done))
	files, err := render(first, done)
	if err != nil {
		return Release{}, err
	}
	archives, err := packAll(s.Version, files, done)
	if err != nil {
		return Release{}, err
	}
	more, err := render(last, done)
	return Release{s.Version, append(files, more...), archives, s}, err
}

// atOnce calls do with each number below n, side by side, and waits for all.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { do(i) })
	}
	all.Wait()
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// A manifest says what a rendering was made from.
type manifest struct {
	Generator string         `json:"generator"`
	Profile   string         `json:"profile"`
	Version   string         `json:"version,omitempty"` // of the release, if it is not the generator's
	Digest    string         `json:"digest"`            // of the resolved profile
	Source    string         `json:"source,omitempty"`  // SHA-256 of the generator's source archive, if the tap has a formula of it
	Folder    string         `json:"folder,omitempty"`  // of a rendering, if these files are just those below it
	Go        []string       `json:"go"`                // the versions that are pinned
	Files     []manifestFile `json:"files"`
}

type manifestFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256,omitempty"` // of a file
	Exec   bool   `json:"exec,omitempty"`
	Link   string `json:"link,omitempty"` // what a symbolic link leads to
}

// Names of the two files that describe all the others.
const (
	ManifestPath = "manifest.json"
	SumsPath     = "SHA256SUMS"
)

// seal adds the manifest and the checksums.
func seal(s *spec, files []File) ([]File, error) {
	m := manifest{Generator: Version, Profile: s.Profile, Version: s.Publish.Version, Digest: s.Digest, Source: s.Source, Go: allVersions(s.Targets)}
	self, err := m.of(files)
	if err != nil {
		return nil, err
	}
	files = append(files, self)
	var sums bytes.Buffer
	for _, f := range files {
		if f.Link != "" {
			continue // sha256sum would read the other file
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum(f.Data), path.Clean(f.Path))
	}
	return append(files, File{Path: SumsPath, Data: sums.Bytes()}), nil
}

// of is the manifest of the files.
func (m manifest) of(files []File) (File, error) {
	for _, f := range files {
		m.Files = append(m.Files, f.entry())
	}
	text, err := json.MarshalIndent(m, "", "  ")
	return File{Path: ManifestPath, Data: append(text, '\n')}, err
}

func (f File) entry() manifestFile {
	if f.Link != "" {
		return manifestFile{Path: f.Path, Link: f.Link}
	}
	return manifestFile{Path: f.Path, SHA256: sum(f.Data), Exec: f.Exec}
}

// ManifestOrigin reads what a manifest says besides its files: the digest of the
// generator's source if its formula is among them, and the folder of the rendering
// if they are only those below it.
func ManifestOrigin(text []byte) (source, folder string, err error) {
	var m manifest
	err = json.Unmarshal(text, &m)
	return m.Source, m.Folder, err
}

// ManifestDigests reads what a manifest said the files of an earlier rendering
// were: path to SHA-256 in hex, or, of symbolic links, path to what they led to.
func ManifestDigests(text []byte) (digests, links map[string]string, err error) {
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, nil, err
	}
	digests, links = map[string]string{}, map[string]string{}
	for _, f := range m.Files {
		if f.Link != "" {
			links[f.Path] = f.Link
		} else {
			digests[f.Path] = f.SHA256
		}
	}
	return digests, links, nil
}
