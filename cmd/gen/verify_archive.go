package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/org/gosetup/generator"
)

// maxUnpacked is how many bytes the members of an archive may have together, with
// memberCost for each on top.
const (
	maxUnpacked = 256 << 20
	memberCost  = 64 << 10
)

// isArchive goes by the first bytes: what comes from standard input has no name.
func isArchive(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x1f\x8b")) || isZip(data)
}

func isZip(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

// archive compares an archive of a release. What is in it is unpacked for the
// headers, and to show a difference.
func (v *verifier) archive(name string, data []byte) verdict {
	found := verdict{File: name, Status: isUnknown}
	if version, ok := strings.CutPrefix(filepath.Base(name), generator.ProgramName+"-"); ok {
		return v.sourceArchive(found, strings.TrimSuffix(version, ".tar.gz"), data)
	}
	members, err := unpack(name, data)
	if err != nil {
		found.What = err.Error()
		return found
	}
	var claims []generator.Claimed
	for _, m := range members {
		claims = append(claims, generator.FindClaims(m.Data)...)
	}
	if len(claims) == 0 {
		found.What = "nothing in it has a header of gosetup"
		return found
	}
	r, err := v.again(claims[0].Claim, "")
	if err != nil {
		found.What = err.Error()
		return found
	}
	found.Profile = claims[0].Profile
	i := slices.IndexFunc(r.Archives, func(f generator.File) bool { return isZip(f.Data) == isZip(data) })
	if i < 0 {
		found.What = "the profile gives no such archive"
		return found
	}
	packed := r.Archives[i]
	if bytes.Equal(packed.Data, data) {
		found.Status, found.What = isGenuine, fmt.Sprintf("%s of %s", packed.Path, claims[0])
		return found
	}
	found.Status, found.What = isOther, fmt.Sprintf("it is not %s of %s (- there, + rendered)", packed.Path, claims[0])
	want, err := unpack(packed.Path, packed.Data)
	if err != nil {
		found.What += "; " + err.Error()
		return found
	}
	found.Diff = diffMembers(members, want)
	return found
}

// sourceArchive compares an archive of the generator's source with --source.
func (v *verifier) sourceArchive(found verdict, version string, data []byte) verdict {
	if v.flags.source == "" {
		found.What = "it holds the generator's source; --source CHECKOUT compares it"
		return found
	}
	packed, err := packSource(v.flags.source, version)
	switch {
	case err != nil:
		found.What = err.Error()
	case bytes.Equal(packed.Data, data):
		found.Status, found.What = isGenuine, packed.Path+" of "+v.flags.source
	default:
		found.Status, found.What = isOther, "it is not what HEAD has in "+v.flags.source
	}
	return found
}

// diffMembers shows how the members of two archives differ.
func diffMembers(have, want []generator.File) string {
	var out strings.Builder
	byPath := map[string]generator.File{}
	for _, f := range have {
		byPath[f.Path] = f
	}
	for _, f := range want {
		old, ok := byPath[f.Path]
		delete(byPath, f.Path)
		switch {
		case !ok:
			fmt.Fprintf(&out, "missing %s\n", f.Path)
		case old.Exec != f.Exec:
			fmt.Fprintf(&out, "mode %s\n", f.Path)
		default:
			out.Write(diffTexts(f.Path, old.Data, f.Path+" (rendered)", f.Data))
		}
	}
	for _, f := range have {
		if _, left := byPath[f.Path]; left {
			fmt.Fprintf(&out, "extra   %s\n", f.Path)
		}
	}
	if out.Len() == 0 {
		return "all members are the same; how they are packed differs\n"
	}
	return out.String()
}

// unpack reads an archive into memory.
func unpack(name string, data []byte) ([]generator.File, error) {
	if isZip(data) {
		return unpackZip(name, data)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var files []generator.File
	left := int64(maxUnpacked)
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		member, err := readMember(r, &left)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, h.Name, err)
		}
		files = append(files, generator.File{Path: h.Name, Exec: h.Mode&0o100 != 0, Data: member})
	}
}

func unpackZip(name string, data []byte) ([]generator.File, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var files []generator.File
	left := int64(maxUnpacked)
	for _, m := range z.File {
		r, err := m.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, m.Name, err)
		}
		member, err := readMember(r, &left)
		if err := errors.Join(err, r.Close()); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", name, m.Name, err)
		}
		files = append(files, generator.File{Path: m.Name, Exec: m.Mode()&0o100 != 0, Data: member})
	}
	return files, nil
}

// readMember reads a member of an archive of which left bytes may still come.
func readMember(r io.Reader, left *int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, *left+1))
	if *left -= int64(len(data)) + memberCost; *left < 0 {
		return nil, fmt.Errorf("the archive holds more than %d MB, or more than %d files", maxUnpacked>>20, maxUnpacked/memberCost)
	}
	return data, err
}
