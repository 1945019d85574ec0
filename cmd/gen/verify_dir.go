package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/org/gosetup/generator"
)

// maxLooked is the size of a file, in bytes, up to which it is looked at in a
// directory.
const maxLooked = 1 << 20

// dir verifies what was rendered into a directory, or each file with a header below
// any other.
func (v *verifier) dir(dir string) ([]verdict, error) {
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
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxLooked {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil || len(generator.FindClaims(text)) == 0 {
			return err
		}
		if v.flags.refresh {
			found, err := v.refresh(name, text)
			all = append(all, found...)
			return err
		}
		all = append(all, v.bytes(name, text)...)
		return nil
	})
	if err == nil && len(all) == 0 {
		all = []verdict{{File: dir, Status: isUnknown, What: "no file below it has a header of gosetup"}}
	}
	return all, err
}

// rendered compares a directory that gen render or gen release wrote.
func (v *verifier) rendered(dir string, manifest []byte, c generator.Claim) ([]verdict, error) {
	found := verdict{File: dir, Status: isUnknown, Profile: c.Profile}
	sum, folder, err := generator.ManifestOrigin(manifest)
	if err != nil {
		return nil, err
	}
	v.sum = sum
	r, err := v.again(c)
	v.sum = ""
	if err != nil {
		found.What = err.Error()
		return []verdict{found}, nil
	}
	digests, _, err := generator.ManifestDigests(manifest)
	if err != nil {
		return nil, err
	}
	files, note := r.Files, ""
	if folder != "" { // gen tap wrote it
		if files, err = r.Tap(); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(r.Archives, func(f generator.File) bool { return digests[f.Path] != "" }) {
		var extra []generator.File
		if _, has := digests[generator.SourceName(r.Version)]; has {
			packed, err := v.source(dir, r.Version)
			if err != nil {
				return nil, err
			}
			extra = append(extra, packed)
			if v.flags.source == "" {
				note = "; " + packed.Path + " is taken as it is: --source CHECKOUT compares it, too"
			}
		}
		if files, err = r.Publish(modules(), extra...); err != nil {
			return nil, err
		}
	}
	changes, err := tree{dir: dir, files: files, shared: folder != ""}.diff()
	if err != nil {
		return nil, err
	}
	found.Status, found.What = isGenuine, fmt.Sprintf("%d files of %s%s", len(files), c, note)
	if len(changes) > 0 {
		found.Status, found.What, found.Diff = isOther, fmt.Sprintf("it is not what %s gives (- there, + rendered)", c), string(changes)
	}
	return []verdict{found}, nil
}

// source is the archive of the generator's source: packed again if a checkout is
// named, else as it is there.
func (v *verifier) source(dir, version string) (generator.File, error) {
	if v.flags.source != "" {
		return packSource(v.flags.source, version)
	}
	name := generator.SourceName(version)
	data, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return generator.File{Path: name, Data: data}, err
}
