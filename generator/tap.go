package generator

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
)

// A brew is the data of the formula of a program that a release has, and of what
// tells of the whole tap.
type brew struct {
	header
	Formula formula.Formula
	Tap     formula.Tap
	Archive string // that Formula installs from, "" for no formula
	Done    digests
}

// A brewfile is the data of a profile's Brewfile: the command, and the Go that the
// profile has first. Of the tap nothing else is trusted.
type brewfile struct {
	header
	Tap      string // "org/tap"
	Formulae escape.Words
}

func newBrewfile(s *spec) brewfile {
	b := brewfile{newHeader(s), s.Tap.Name, escape.Words{s.Formula.Name}}
	for _, one := range s.SDKs {
		if one.Line == lineOf(s.Base.Go.Versions[0]) {
			b.Formulae = append(b.Formulae, one.Name)
		}
	}
	return b
}

// An sdk is the data of the formula of a Go line.
type sdk struct {
	header
	SDK formula.SDK
}

// genDesc describes the generator, which is the same whoever publishes it.
const genDesc = "Renders set-up scripts for Go from a profile and checks them"

// ProgramName is the formula and the program of the generator where it is
// installed. Gen alone is what others call theirs, too.
const ProgramName = "gosetup-gen"

// SourceName is the archive of the generator's source in a release:
// "gosetup-gen-1.4.0.tar.gz".
func SourceName(version string) string { return ProgramName + "-" + version + ".tar.gz" }

// resolveTap finds out which formulae there are: the command, the Go lines that
// Homebrew has a platform for, and the generator if its source is known.
func (s *spec) resolveTap(at formula.At) error {
	var err, genErr, sdkErr, tapErr error
	s.Formula, err = formula.New("gosetup", s.Publish.Description, s.Version, s.URL+"/"+archiveName(s.Version, archives[0].ending), s.Publish, at)
	formulae := []formula.Formula{s.Formula}
	if s.Source != "" {
		s.Gen, genErr = formula.New(ProgramName, genDesc, s.Version, s.URL+"/"+SourceName(s.Version), s.Publish, at)
		formulae = append(formulae, s.Gen)
	}
	s.SDKs, sdkErr = formula.SDKs(s.builds())
	var aliases []formula.Alias
	for _, one := range s.SDKs {
		formulae = append(formulae, one.Formula)
		if one.Newest {
			aliases = append(aliases, formula.Alias{Name: one.Versioned(), Formula: one.Name})
		}
	}
	s.Tap, tapErr = formula.NewTap(s.Publish, formulae, aliases, at)
	return errors.Join(err, genErr, sdkErr, tapErr)
}

// builds are the archives that Homebrew can fetch and run: from a web server, and
// on Linux with glibc.
func (s *spec) builds() []formula.Build {
	var all []formula.Build
	for _, m := range s.Targets {
		urls := webSources(m.Wants.Sources)
		if m.Overlay != "" || m.Platform.Libc == "musl" || len(urls) == 0 {
			continue
		}
		for _, p := range m.Pins {
			a := formula.Archive{URL: urls[0] + "/" + p.File, SHA256: p.SHA256}
			for _, url := range urls[1:] {
				a.Mirrors = append(a.Mirrors, url+"/"+p.File)
			}
			all = append(all, formula.Build{Version: p.Version, Line: p.Line, OS: m.Platform.GOOS, Arch: m.Platform.GOARCH, Archive: a})
		}
	}
	return all
}

// webSources are the sources that are web servers with archives.
func webSources(sources []string) []string {
	return slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return !strings.HasPrefix(s, "https://") })
}

// tapJobs lists the files of a tap, as they lie in its repository. Those with
// digests come last.
func tapJobs(s *spec, done digests) []job {
	whole := brew{newHeader(s), s.Formula, s.Tap, "", done}
	var jobs []job
	for _, one := range s.SDKs {
		jobs = append(jobs, job{Path: "tap/Formula/" + one.Name + ".rb", Template: "tap/Formula/go-sdk.rb", Dialect: dialect.Ruby, Data: sdk{newHeader(s), one}})
	}
	for _, a := range s.Tap.Aliases {
		jobs = append(jobs, job{Path: "tap/Aliases/" + a.Name, Link: "../Formula/" + a.Formula + ".rb"})
	}
	jobs = append(jobs,
		job{Path: "tap/README.md", Dialect: dialect.Markdown, Data: whole},
		job{Path: "tap/.github/workflows/tests.yml", Template: "tap/github/tests.yml", Dialect: dialect.YAML, Data: whole},
		job{Path: "tap/.github/dependabot.yml", Template: "tap/github/dependabot.yml", Dialect: dialect.YAML, Data: whole},
		job{Path: "tap/.github/autobump.txt", Template: "tap/github/autobump.txt", Dialect: dialect.Text, Data: whole},
	)
	if len(s.Tap.Renames) > 0 {
		jobs = append(jobs, job{Path: "tap/formula_renames.json", Dialect: dialect.JSON, Data: whole})
	}
	if s.Source != "" {
		done[SourceName(s.Version)] = s.Source
		jobs = append(jobs, programJob(s, s.Gen, SourceName(s.Version), done))
	}
	return append(jobs, programJob(s, s.Formula, archiveName(s.Version, archives[0].ending), done))
}

func programJob(s *spec, f formula.Formula, archive string, done digests) job {
	return job{Path: "tap/Formula/" + f.Name + ".rb", Dialect: dialect.Ruby, Data: brew{newHeader(s), f, s.Tap, archive, done}}
}

// Tap are the files of r that make up the repository of its tap, with a manifest of
// their own.
func (r Release) Tap() ([]File, error) {
	var m manifest
	var files []File
	for _, f := range r.Files {
		if f.Path == ManifestPath {
			if err := json.Unmarshal(f.Data, &m); err != nil {
				return nil, err
			}
		}
		if rest, below := strings.CutPrefix(f.Path, "tap/"); below {
			f.Path = rest
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("profile %s: tap is not among its outputs; add it", m.Profile)
	}
	m.Folder, m.Files = "tap", nil
	text, err := m.of(files)
	return append(files, text), err
}

// Has says whether a release has a file of that name or, of one that ends in a
// slash, one below it: what is not rendered, no formula can install.
func (d digests) Has(name string) bool {
	for path := range d {
		if path == name || strings.HasSuffix(name, "/") && strings.HasPrefix(path, name) {
			return true
		}
	}
	return false
}

// OnGitHub says whether the archive is a file of a release on GitHub, where brew
// can see which is the latest.
func (b brew) OnGitHub() bool {
	return strings.HasPrefix(b.Formula.URL, "https://github.com/") && strings.Contains(b.Formula.URL, "/releases/download/")
}
