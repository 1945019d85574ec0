package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"unicode/utf8"

	"github.com/org/gosetup/generator"
	"github.com/rogpeppe/go-internal/diff"
)

// A tree is the files of one profile and where they belong.
type tree struct {
	dir    string
	files  []generator.File
	shared bool // with files of others
}

// write brings dir up to date: it touches only what changes, and removes only
// what an earlier rendering wrote there.
func (t tree) write(stdout io.Writer) error {
	stale, err := t.stale()
	if err != nil {
		return err
	}
	changed := 0
	for _, f := range t.files {
		wrote, err := t.writeFile(f)
		if err != nil {
			return err
		}
		if wrote {
			changed++
			fmt.Fprintf(stdout, "wrote   %s\n", filepath.Join(t.dir, filepath.FromSlash(f.Path)))
		}
	}
	for _, name := range stale {
		if err := os.Remove(name); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "removed %s\n", name)
	}
	fmt.Fprintf(stdout, "%s: %d files; %d written, %d removed\n", t.dir, len(t.files), changed, len(stale))
	return nil
}

// writeFile writes one file by a rename, unless it is on disk as it should be.
func (t tree) writeFile(f generator.File) (wrote bool, err error) {
	name := filepath.Join(t.dir, filepath.FromSlash(f.Path))
	old, err := readTree(name)
	if err == nil && bytes.Equal(old, content(f)) && sameMode(name, f) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return false, err
	}
	if f.Link != "" {
		return true, writeLink(name, f.Link)
	}
	draft, err := os.CreateTemp(filepath.Dir(name), ".gen-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(draft.Name()) // does nothing once it is renamed
	_, err = draft.Write(f.Data)
	if err := errors.Join(err, draft.Chmod(mode(f)), draft.Close()); err != nil {
		return false, err
	}
	return true, os.Rename(draft.Name(), name)
}

// linkDraft is the name of a link until it is renamed.
const linkDraft = ".gen-link"

// writeLink makes a symbolic link by a rename.
func writeLink(name, target string) error {
	draft := filepath.Join(filepath.Dir(name), linkDraft)
	if err := os.Remove(draft); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(filepath.FromSlash(target), draft); err != nil {
		return err
	}
	return os.Rename(draft, name)
}

// linkMark stands before the target of a symbolic link where links and files are
// compared; no file begins with it.
const linkMark = "\x00link to "

// content is what readTree reads of f once it is written.
func content(f generator.File) []byte {
	if f.Link != "" {
		return []byte(linkMark + f.Link)
	}
	return f.Data
}

// readTree reads a file, or the target of a symbolic link.
func readTree(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		if err != nil {
			return nil, err
		}
		return os.ReadFile(name)
	}
	target, err := os.Readlink(name)
	return []byte(linkMark + filepath.ToSlash(target)), err
}

func mode(f generator.File) fs.FileMode {
	if f.Exec {
		return 0o755
	}
	return 0o644
}

// sameMode compares the one bit that git keeps, too: may it be executed.
func sameMode(name string, f generator.File) bool {
	info, err := os.Stat(name)
	return f.Link != "" || err == nil && info.Mode().Perm()&0o100 == mode(f)&0o100
}

// stale lists the files on disk that an earlier rendering wrote, that nobody
// has changed since, and that are no longer part of the tree.
func (t tree) stale() ([]string, error) {
	written, err := t.written()
	wanted := map[string]bool{}
	for _, f := range t.files {
		wanted[filepath.Join(t.dir, filepath.FromSlash(f.Path))] = true
	}
	return slices.DeleteFunc(written, func(name string) bool { return wanted[name] }), err
}

// written lists the files on disk that an earlier rendering wrote and nobody has
// changed since.
func (t tree) written() ([]string, error) {
	text, err := os.ReadFile(filepath.Join(t.dir, generator.ManifestPath))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	digests, links, err := generator.ManifestDigests(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; remove it to render afresh", filepath.Join(t.dir, generator.ManifestPath), err)
	}
	for name, target := range links {
		digests[name] = digestOf([]byte(linkMark + target))
	}
	var written []string
	for name, digest := range digests {
		if !filepath.IsLocal(name) {
			continue // a manifest we did not write
		}
		name = filepath.Join(t.dir, filepath.FromSlash(name))
		if data, err := readTree(name); err == nil && digestOf(data) == digest {
			written = append(written, name)
		}
	}
	sort.Strings(written)
	return written, nil
}

// printed is content without the mark of links.
func printed(data []byte) []byte {
	return bytes.TrimPrefix(data, []byte(linkMark[:1]))
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// diff shows what write would change, including files on disk that the tree
// does not have: an expected tree must have neither too little nor too much.
func (t tree) diff() ([]byte, error) {
	var out bytes.Buffer
	expected := map[string]bool{}
	for _, f := range t.files {
		name := filepath.Join(t.dir, filepath.FromSlash(f.Path))
		expected[name] = true
		old, err := readTree(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			fmt.Fprintf(&out, "missing %s\n", name)
		case err != nil:
			return nil, err
		case !bytes.Equal(old, content(f)):
			out.Write(diffTexts(name, printed(old), name+" (rendered)", printed(content(f))))
		case !sameMode(name, f):
			fmt.Fprintf(&out, "mode %s: should be %v\n", name, mode(f))
		}
	}
	err := filepath.WalkDir(t.dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !expected[name] && !t.shared {
			fmt.Fprintf(&out, "extra   %s\n", name)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return out.Bytes(), err
}

// diffTexts is a unified diff, empty for equal texts; of archives and the like it
// shows digests.
func diffTexts(oldName string, old []byte, newName string, text []byte) []byte {
	if utf8.Valid(old) && utf8.Valid(text) || bytes.Equal(old, text) {
		return diff.Diff(oldName, old, newName, text)
	}
	return fmt.Appendf(nil, "-%x  %s\n+%x  %s\n", sha256.Sum256(old), oldName, sha256.Sum256(text), newName)
}
