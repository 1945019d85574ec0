package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/org/gosetup/generator"
)

// Limits of what is fetched, and of the files of a directory that are looked at.
const (
	maxFetched   = 64 << 20
	maxUnpacked  = 256 << 20
	maxLooked    = 1 << 20
	fetchTimeout = 2 * time.Minute
)

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
	source, folder, err := generator.ManifestOrigin(manifest)
	if err != nil {
		return nil, err
	}
	v.sum = source
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
	if _, release := digests[r.Archives[0].Path]; release {
		var extra []generator.File
		source := "gosetup-gen-" + r.Version + ".tar.gz"
		if _, has := digests[source]; has {
			packed, err := v.source(dir, source, r.Version)
			if err != nil {
				return nil, err
			}
			extra = append(extra, packed)
			if v.flags.source == "" {
				note = "; " + source + " is taken as it is: --source CHECKOUT compares it, too"
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

// source is the archive of the generator's source, packed again if a checkout is
// named.
func (v *verifier) source(dir, name, version string) (generator.File, error) {
	if v.flags.source != "" {
		return packSource(v.flags.source, version)
	}
	data, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return generator.File{Path: name, Data: data}, err
}

func isArchive(name string, data []byte) bool {
	return strings.HasSuffix(name, ".tar.gz") && bytes.HasPrefix(data, []byte("\x1f\x8b")) ||
		strings.HasSuffix(name, ".zip") && bytes.HasPrefix(data, []byte("PK"))
}

// archive compares an archive of a release. What is in it is unpacked for the
// headers, and to show a difference.
func (v *verifier) archive(name string, data []byte) verdict {
	found := verdict{File: name, Status: isUnknown}
	if strings.HasPrefix(filepath.Base(name), "gosetup-gen-") {
		found.What = "it holds the generator's source; gen verify --source CHECKOUT compares it in the directory of its release"
		return found
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
	r, err := v.again(claims[0].Claim)
	if err != nil {
		found.What = err.Error()
		return found
	}
	found.Profile = claims[0].Profile
	i := slices.IndexFunc(r.Archives, func(f generator.File) bool { return filepath.Ext(f.Path) == filepath.Ext(name) })
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
	if strings.HasSuffix(name, ".zip") {
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
	if *left -= int64(len(data)); *left < 0 {
		return nil, fmt.Errorf("the archive holds more than %d MB", maxUnpacked>>20)
	}
	return data, err
}

func isURL(arg string) bool {
	return strings.HasPrefix(arg, "https://") || strings.HasPrefix(arg, "http://")
}

// url verifies what a URL gives, also by SHA256SUMS beside it if there is one.
func (v *verifier) url(arg string) ([]verdict, error) {
	u, err := url.Parse(arg)
	if err == nil {
		err = allowed(u)
	}
	if err != nil {
		return nil, usageError{err}
	}
	data, err := fetch(arg)
	if err != nil {
		return nil, err
	}
	found := v.bytes(arg, data)
	sums, err := fetch(u.ResolveReference(&url.URL{Path: generator.SumsPath}).String())
	if err != nil {
		return found, nil // it need not be there: what counts is the rendering
	}
	sum := sha256.Sum256(data)
	for line := range strings.Lines(string(sums)) {
		word := strings.Fields(line)
		if len(word) == 2 && word[1] == path.Base(u.Path) && word[0] != hex.EncodeToString(sum[:]) {
			found = append(found, verdict{File: arg, Status: isOther, What: fmt.Sprintf("%s beside it says sha256 %s, and it has %x", generator.SumsPath, word[0], sum)})
		}
	}
	return found, nil
}

// allowed refuses what others on the way can read or change.
func allowed(u *url.URL) error {
	if u.Scheme == "https" || u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s: want https://", u)
}

// fetch gets what a URL gives, and no more than maxFetched bytes of it.
func fetch(address string) ([]byte, error) {
	client := &http.Client{
		Timeout: fetchTimeout,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("more than 5 redirects")
			}
			return allowed(r.URL)
		},
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "gosetup-gen/"+generator.Version)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxFetched+1))
	if err == nil && len(data) > maxFetched {
		err = fmt.Errorf("%s: more than %d MB", address, maxFetched>>20)
	}
	return data, err
}
