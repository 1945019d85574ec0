package generator

import (
	"archive/tar"
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zip"
)

// An archive is one file that holds rendered ones, for releases. Its bytes depend
// on theirs and on the compressor alone, which go.sum pins: the one of Go's own
// library may write other bytes with the next toolchain.
type archive struct {
	ending string // of its name: ".tar.gz" for gosetup-1.4.0.tar.gz
	pack   func(top string, files []File) ([]byte, error)
	places []place
}

// A place says where in an archive a rendered file goes, or all files below a
// folder, whose name ends in a slash.
type place struct{ from, to string }

// archives lists what a release packs: all there is for Unix, which has one folder
// at the top, and for Windows, where Scoop wants none. Files have the bytes they
// were rendered with, line ends included: PowerShell reads both.
var archives = []archive{
	{".tar.gz", packTar, []place{
		{"gosetup", "bin/gosetup"},
		{"completions/", "completions/"},
		{"man/", "man/"},
		{"env/", "share/env/"},
		{"install.sh", "share/install.sh"},
		{"install.zsh", "share/install.zsh"},
		{"install.fish", "share/install.fish"},
		{"doc/", "doc/"},
		{"LICENSE", "LICENSE"},
	}},
	{"-windows.zip", packZip, []place{
		{"gosetup.ps1", "gosetup.ps1"},
		{"completions/gosetup.ps1", "completions/gosetup.ps1"},
		{"env/env.ps1", "env/env.ps1"},
		{"install.ps1", "install.ps1"},
		{"doc/", "doc/"},
		{"LICENSE", "LICENSE"},
	}},
}

// archiveName is the name of an archive of a release: "gosetup-1.4.0.tar.gz".
func archiveName(version, ending string) string { return "gosetup-" + version + ending }

// packAll makes the archives of a release of these files, and notes their digests
// in done. One that would be empty is left out.
func packAll(version string, files []File, done digests) ([]File, error) {
	packed, errs := make([]File, len(archives)), make([]error, len(archives))
	atOnce(len(archives), func(i int) {
		if members := archives[i].members(files); len(members) > 0 {
			packed[i].Path = archiveName(version, archives[i].ending)
			packed[i].Data, errs[i] = archives[i].pack(archiveName(version, "/"), members)
		}
	})
	packed = slices.DeleteFunc(packed, func(f File) bool { return f.Path == "" })
	for _, f := range packed {
		done[f.Path] = sum(f.Data)
	}
	return packed, errors.Join(errs...)
}

// members are the files that a holds, by the paths they have in it, sorted.
func (a archive) members(files []File) []File {
	var members []File
	for _, f := range files {
		for _, p := range a.places {
			rest, ok := strings.CutPrefix(f.Path, p.from)
			if ok && (rest == "" || strings.HasSuffix(p.from, "/")) {
				members = append(members, File{Path: p.to + rest, Exec: f.Exec, Data: f.Data})
			}
		}
	}
	slices.SortFunc(members, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return members
}

// packedAt is the time of every file in an archive, the first that a .zip can
// tell: 1980-01-01. GNU tar warns of the year 1970.
var packedAt = time.Unix(315532800, 0)

func packTar(top string, files []File) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(z)
	for _, f := range files {
		h := tar.Header{
			Format: tar.FormatUSTAR, Typeflag: tar.TypeReg, Name: top + f.Path,
			Size: int64(len(f.Data)), Mode: f.mode(), ModTime: packedAt,
		}
		if f.Link != "" {
			h.Typeflag, h.Linkname = tar.TypeSymlink, f.Link
		}
		if err := w.WriteHeader(&h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	err = errors.Join(w.Close(), z.Close())
	return out.Bytes(), err
}

// packZip ignores top: what Scoop unpacks has no folder around it.
func packZip(_ string, files []File) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.Path, Method: zip.Deflate}
		h.CreatorVersion = 3 << 8 // Unix, whose modes follow
		h.ExternalAttrs = uint32(0o100000|f.mode()) << 16
		h.ModifiedDate = 1<<5 | 1 // packedAt in the local time of MS-DOS, so that no zone matters
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, bytes.NewReader(f.Data)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

// mode is the mode of a published file, whatever the umask.
func (f File) mode() int64 {
	if f.Exec {
		return 0o755
	}
	return 0o644
}
