package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/org/gosetup/generator"
)

// maxLooked is the size of a file, in bytes, up to which it is looked at in a
// directory.
const maxLooked = 1 << 20

// dir verifies what was rendered into a directory, or each file with a header below
// any other, and each archive of a release.
func (v *verifier) dir(dir string) ([]verdict, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, generator.ManifestPath))
	if err == nil {
		if c, ok := generator.ManifestClaim(text); ok && !v.flags.refresh {
			return v.rendered(dir, text, c)
		}
	}
	var all []verdict
	err = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && e.Name() == ".git" {
			return filepath.SkipDir
		}
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return nil // a link to nowhere, or to a directory that is not ours to follow
		}
		archive := strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".zip")
		if info.Size() > maxLooked && !(archive && info.Size() <= maxFetched) {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil || len(generator.FindClaims(text)) == 0 && !(archive && isArchive(text)) {
			return err
		}
		found, err := v.file(name, text)
		all = append(all, found...)
		return err
	})
	if err == nil && len(all) == 0 {
		all = []verdict{{File: dir, Status: isUnknown, What: "no file below it has a header of gosetup"}}
	}
	return all, err
}

// rendered compares a directory that gen render, gen release or gen tap wrote.
func (v *verifier) rendered(dir string, manifest []byte, c generator.Claim) ([]verdict, error) {
	found := verdict{File: dir, Status: isUnknown, Profile: c.Profile}
	sum, folder, err := generator.ManifestOrigin(manifest)
	if err != nil {
		return nil, err
	}
	var source []generator.File
	notes := ""
	if sum != "" {
		// The digest in a formula is compared with bytes, never with what a manifest says.
		packed, err := v.source(dir, cmp.Or(c.Version, generator.Version))
		if err != nil {
			return nil, err
		}
		if packed.Data == nil {
			found.What = "whether its formula " + generator.ProgramName + " has the right digest, only --source CHECKOUT can tell"
			return []verdict{found}, nil
		}
		if v.flags.source == "" {
			notes += "; " + packed.Path + " is taken as it is: --source CHECKOUT compares it, too"
		}
		sum, source = digestOf(packed.Data), []generator.File{packed}
	}
	r, err := v.again(c, sum)
	if err != nil {
		found.What = err.Error()
		return []verdict{found}, nil
	}
	files, err := v.writtenBy(r, manifest, folder, source)
	if err != nil {
		return nil, err
	}
	here, absent := presentFolders(dir, files)
	if len(absent) > 0 && folder == "" {
		files = here
		notes += "; not there: " + strings.Join(absent, ", ")
	}
	changes, err := tree{dir: dir, files: files, shared: folder != ""}.diff()
	if err != nil {
		return nil, err
	}
	if others := foreignFormulae(dir, files); folder != "" && len(others) > 0 {
		notes += "; not of gosetup: " + strings.Join(others, ", ")
	}
	found.Status, found.What = isGenuine, fmt.Sprintf("%d files of %s%s", len(files), c, notes)
	if len(changes) > 0 {
		found.Status, found.What, found.Diff = isOther, fmt.Sprintf("it is not what %s gives (- there, + rendered)", c), string(changes)
	}
	return []verdict{found}, nil
}

// writtenBy are the files that gen render, gen tap (with a folder) or gen release
// writes of r. A release has a bill of materials.
func (v *verifier) writtenBy(r generator.Release, manifest []byte, folder string, source []generator.File) ([]generator.File, error) {
	digests, _, err := generator.ManifestDigests(manifest)
	if err != nil {
		return nil, err
	}
	for name := range digests {
		if folder == "" && strings.HasSuffix(name, ".cdx.json") {
			return r.Publish(modules(), source...)
		}
	}
	if folder != "" {
		return r.Tap()
	}
	return r.Files, nil
}

// presentFolders leaves out the files of folders that are not in dir at all, such as
// where only the assets of a release were fetched.
func presentFolders(dir string, files []generator.File) (here []generator.File, absent []string) {
	for _, f := range files {
		top, _, below := strings.Cut(f.Path, "/")
		if _, err := os.Stat(filepath.Join(dir, top)); below && errors.Is(err, fs.ErrNotExist) {
			if !slices.Contains(absent, top+"/") {
				absent = append(absent, top+"/")
			}
			continue
		}
		here = append(here, f)
	}
	return here, absent
}

// foreignFormulae are the files in the folders that Homebrew loads code from which
// are not among those.
func foreignFormulae(dir string, files []generator.File) []string {
	var others []string
	for _, folder := range []string{"Formula", "HomebrewFormula", "Aliases", "Casks", "cmd"} {
		_ = filepath.WalkDir(filepath.Join(dir, folder), func(name string, e fs.DirEntry, err error) error {
			path, relErr := filepath.Rel(dir, name)
			if err == nil && relErr == nil && !e.IsDir() && !slices.ContainsFunc(files, func(f generator.File) bool { return f.Path == filepath.ToSlash(path) }) {
				others = append(others, filepath.ToSlash(path))
			}
			return nil
		})
	}
	return others
}

// source is the archive of the generator's source: packed again if a checkout is
// named, else as it is there, without Data if it is not.
func (v *verifier) source(dir, version string) (generator.File, error) {
	if v.flags.source != "" {
		return sourceArchive(v.flags.source, version)
	}
	name := generator.SourceName(version)
	data, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return generator.File{Path: name, Data: data}, err
}
