// Package profiles holds what people can ask of gosetup and what is true of the
// world it works in, both as data: the built-in profiles, the platforms, the
// known tools and the digests of the Go releases.
//
// A profile is read in three steps, one file each:
//
//	YAML --decode.go--> Profile as written --merge.go--> Profile --For--> Wants
//
// Reading is strict. Whatever a file says is either understood or an error
// with file:line:col that names what is allowed there. What a string may be is
// said once, in rules.go and beside the other types; the decoder, the error
// messages and the JSON Schema all follow from the struct tags and those rules.
//
// The package is pure: it embeds its data, and profiles of the caller's are read
// through a function the caller passes.
package profiles

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed *.yaml platform/*.yaml schema/*.json releases.json toolchains.json lines.json
var files embed.FS

// maxDepth bounds a chain of extends. It only stops chains that never come back
// to a name they had, such as a file that extends "x/" and its own name.
const maxDepth = 32

// Builtin lists the built-in profiles: default first, the others sorted.
func Builtin() []string {
	paths, _ := fs.Glob(files, "*.yaml") // sorted; fails only for a bad pattern
	names := []string{"default"}
	for _, p := range paths {
		name := strings.TrimSuffix(p, ".yaml")
		if name != "default" && name != "tools" {
			names = append(names, name)
		}
	}
	return names
}

// Load reads a profile and what it extends. A name that has a slash or ends in
// .yaml or .yml is a path, read through open; any other is a built-in profile.
func Load(name string, open func(path string) ([]byte, error)) (*Profile, error) {
	l := loader{open: open}
	src, err := l.find("", name)
	if err != nil {
		return nil, err
	}
	p, err := l.load(src)
	if err != nil {
		return nil, err
	}
	return finish(src, p)
}

// A source is one profile found but not read yet.
type source struct {
	name string // "default"
	path string // as messages show it and open takes it: "conf/team.yaml"
	text []byte
}

// A loader follows extends from profile to profile.
type loader struct {
	open  func(string) ([]byte, error)
	chain []string // paths of the profiles being read, outermost first
}

// load reads src and merges it over what it extends.
func (l *loader) load(src source) (*Profile, error) {
	l.chain = append(l.chain, src.path)
	p := &Profile{Name: src.name}
	d := newDocument(src.path, profileRules)
	d.read(src.text, p)
	p.positions = d.positions()
	if err := d.err(); err != nil || p.Extends == "" {
		return p, err
	}
	base, err := l.find(src.path, p.Extends)
	if err == nil {
		err = l.acyclic(base.path)
	}
	if err != nil {
		d.wrap(d.seen["extends"], err)
		return nil, d.err()
	}
	parent, err := l.load(base)
	if err != nil {
		return nil, err
	}
	return merge(parent, p), nil
}

// acyclic refuses a path that is already being read.
func (l *loader) acyclic(path string) error {
	if i := slices.Index(l.chain, path); i >= 0 {
		return fmt.Errorf("extends goes in a circle: %s; want a chain that ends",
			strings.Join(append(l.chain[i:], path), " -> "))
	}
	if len(l.chain) >= maxDepth {
		return fmt.Errorf("extends is more than %d profiles deep; want a shorter chain", maxDepth)
	}
	return nil
}

// find gets the text of a profile that the file from names, or the user if from
// is empty.
func (l *loader) find(from, name string) (source, error) {
	if !isPath(name) {
		return builtin(name)
	}
	file := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	if from != "" && !isAbs(file) {
		file = path.Join(path.Dir(from), file)
	}
	base := path.Base(file)
	src := source{name: strings.TrimSuffix(base, path.Ext(base)), path: file}
	if !profileName.MatchString(src.name) {
		return src, fmt.Errorf("bad profile name %q; want a file name of letters, digits and . _ -", src.name)
	}
	text, err := l.open(file)
	src.text = text
	return src, err
}

// profileName keeps a file name harmless in the headers, paths and messages of
// everything that is generated from the profile.
var profileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// isAbs knows the absolute paths of every system, whichever this one is.
func isAbs(file string) bool {
	return path.IsAbs(file) || len(file) > 2 && file[1:3] == ":/"
}

func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) ||
		strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func builtin(name string) (source, error) {
	if !slices.Contains(Builtin(), name) {
		have := slices.Sorted(slices.Values(Builtin()))
		return source{}, fmt.Errorf("%s; a file must end in .yaml", unknown("profile", name, have))
	}
	text, err := files.ReadFile(name + ".yaml")
	return source{name, "profiles/" + name + ".yaml", text}, err
}

// finish checks what only the merged profile can show and spells out what was
// left to its default.
func finish(src source, p *Profile) (*Profile, error) {
	d := newDocument(src.path, profileRules)
	if len(p.Go.Versions) == 0 {
		d.errorAt(start, `no Go version; want go: {versions: ["1.27.3"]}, or extends: default`)
	}
	if len(p.Sources) == 0 {
		d.errorAt(start, "no source; want sources: [https://go.dev/dl], or extends: default")
	}
	p.Settings.Unset = nil // nothing is left below to take away from
	p.Settings.Persist = cmp.Or(p.Settings.Persist, "goenv")
	p.Verify = cmp.Or(p.Verify, "sha256")
	p.GPG = cmp.Or(p.GPG, GoSigner)
	p.Targets = orAll(p.Targets, platformIDs)
	p.Outputs = orAll(p.Outputs, outputs)
	if err := d.err(); err != nil {
		return nil, err
	}
	return p, nil
}

// SetVersion makes p the release called version, whatever publish.version says.
func (p *Profile) SetVersion(version string) error {
	if complaint := profileRules["release"].complain(version, false); complaint != "" {
		return errors.New(complaint)
	}
	p.Publish.Version = version
	return nil
}

func orAll(list, all []string) []string {
	if len(list) == 0 {
		return slices.Clone(all)
	}
	return list
}
