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
	s, err := resolve(p, releases)
	if err != nil {
		return nil, err
	}
	done := digests{}
	files, err := render(plan(s, done), done)
	if err != nil {
		return nil, err
	}
	if err := checkAll(b, files); err != nil {
		return nil, err
	}
	return seal(s, files)
}
