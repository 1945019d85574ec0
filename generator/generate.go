// Package generator turns a setup profile into scripts, snippets and Homebrew
// files.
//
// The work is a straight line, one file per step:
//
//	Profile --resolve--> spec --plan--> []job --render--> []File --check--> []File
//
// Every step is a pure function of its input, so equal profiles give equal
// bytes. Putting them on disk is cmd/gen's job.
package generator

import (
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// Version is the version of the generator, and of every file it writes.
const Version = "0.1.0"

// A File is one file of the output.
type File struct {
	Path string // relative, with slashes: "env/env.zsh"
	Exec bool
	Data []byte
	Link string // of a symbolic link, which has no Data: where it leads, relative to its folder
}

// Generate renders profile p, pinned to the digests in releases. It returns
// the files in the order of the plan, the checksums last, or every error it
// found: a file that does not parse or breaks a rule of package lint is an error.
func Generate(p *profiles.Profile, releases []profiles.Release) ([]File, error) {
	return GenerateIn(lint.NewBatch(), p, releases)
}

// GenerateIn is Generate for one of several profiles, whose scripts are mostly
// alike: those that share a batch are checked in less time, with the same result.
func GenerateIn(b *lint.Batch, p *profiles.Profile, releases []profiles.Release) ([]File, error) {
	r, err := NewRelease(b, p, releases)
	return r.Files, err
}

// A Release is what is published of a profile under one version.
type Release struct {
	Version  string // "1.4.0"
	Files    []File // what Generate returns
	Archives []File // of those files: gosetup-1.4.0.tar.gz, gosetup-1.4.0-windows.zip

	spec *spec
}

// NewRelease is GenerateIn, and the archives that formulae and manifests among the
// files have the digests of.
func NewRelease(b *lint.Batch, p *profiles.Profile, releases []profiles.Release) (Release, error) {
	return NewReleaseWith(b, p, releases, "")
}

// NewReleaseWith is NewRelease with a formula of the generator itself, built from
// its source: gosetup-gen-VERSION.tar.gz beside the other published files, with this
// SHA-256 in hex. Without one there is no such formula. Without a batch the files are
// not checked: that is for comparing with what was.
func NewReleaseWith(b *lint.Batch, p *profiles.Profile, releases []profiles.Release, source string) (Release, error) {
	s, err := resolve(p, releases, source)
	if err != nil {
		return Release{}, err
	}
	r, err := renderInOrder(s)
	if err != nil {
		return Release{}, err
	}
	if b != nil {
		if err := checkAll(b, r.Files); err != nil {
			return Release{}, err
		}
	}
	r.Files, err = seal(s, r.Files)
	return r, err
}
