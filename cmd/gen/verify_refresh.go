package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/org/gosetup/generator"
	"golang.org/x/mod/semver"
)

// refresh brings the snippets in a file up to date.
func (v *verifier) refresh(name string, text []byte) ([]verdict, error) {
	claims := generator.FindClaims(text)
	if len(claims) == 0 {
		return v.bytes(name, text), nil
	}
	var all []verdict
	fresh := slices.Clone(text)
	for _, c := range slices.Backward(claims) { // so that offsets hold
		found := verdict{File: name, Line: bytes.Count(text[:c.Offset], []byte("\n")) + 1, Profile: c.Profile}
		var changed []byte
		changed, found = v.refreshOne(fresh, c, found)
		if found.Status == isReplaced {
			fresh = changed
		}
		all = append(all, found)
	}
	slices.Reverse(all)
	if bytes.Equal(fresh, text) {
		return all, nil
	}
	return all, writeInPlace(name, fresh)
}

// refreshOne returns text with the snippet at a header up to date, if it was.
func (v *verifier) refreshOne(text []byte, c generator.Claimed, found verdict) ([]byte, verdict) {
	old, ok := generator.FindVendored(text[c.Offset:])
	if !ok { // no snippet: gen render writes whole files
		return nil, v.whole(found.File, text, c)
	}
	found.Status = isUnknown
	if semver.Compare("v"+c.Generator, "v"+generator.Version) > 0 {
		found.What = fmt.Sprintf("made by gosetup %s, which is newer than this, %s", c.Generator, generator.Version)
		return nil, found
	}
	r, err := v.renderAs(cmp.Or(v.flags.profile, c.Profile), "", "")
	if err == nil && c.Version != "" && r.Claim().Version == "" { // the profile leaves it to --version of gen release
		r, err = v.renderAs(cmp.Or(v.flags.profile, c.Profile), c.Version, "")
	}
	if err != nil {
		found.What = err.Error()
		return nil, found
	}
	i := slices.IndexFunc(r.Files, func(f generator.File) bool { return f.Path == old.Path })
	if i < 0 {
		found.What = "the profile renders no " + old.Path
		return nil, found
	}
	data := r.Files[i].Data
	length := old.Length
	if length == 0 {
		if !v.flags.force {
			found.Status, found.What = isOther, old.Path+" was changed by hand; --force replaces it all the same"
			return nil, found
		}
		if length = endOf(text[c.Offset:], data); length == 0 {
			found.Status, found.What = isOther, old.Path+" was changed by hand so that its end cannot be told; take it out and vendor it again"
			return nil, found
		}
	}
	if bytes.Contains(text[c.Offset:c.Offset+length], []byte("\r\n")) {
		data = withCRLF(data)
	}
	found.Status, found.What = isReplaced, fmt.Sprintf("%s is that of %s now", old.Path, r.Claim())
	if bytes.Equal(text[c.Offset:c.Offset+length], data) {
		found.Status, found.What = isGenuine, fmt.Sprintf("%s is up to date with %s", old.Path, r.Claim())
	}
	return slices.Concat(text[:c.Offset], data, text[c.Offset+length:]), found
}

// lastLines is by how many of its last lines the end of a snippet is known.
const lastLines = 2

// endOf is how many bytes of a text a changed copy of a snippet takes: up to where
// the snippet's last lines stand, 0 if they do not.
func endOf(text, snippet []byte) int {
	lines := bytes.SplitAfter(snippet, []byte("\n"))
	end := bytes.Join(lines[max(0, len(lines)-1-lastLines):], nil)
	for _, end := range [][]byte{end, withCRLF(end)} {
		if i := bytes.Index(text, append([]byte("\n"), end...)); i >= 0 {
			return i + 1 + len(end)
		}
	}
	return 0
}

// writeInPlace replaces the bytes of a file by a rename; a link stays one, and the
// mode what it was.
func writeInPlace(name string, data []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(name), ".gen-*")
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name()) // does nothing once it is renamed
	_, err = draft.Write(data)
	if err := errors.Join(err, draft.Chmod(info.Mode().Perm()), draft.Close()); err != nil {
		return err
	}
	return os.Rename(draft.Name(), name)
}
