// Package feed brings the data of package profiles up to date with the releases
// of Go: the digests, the module hashes, and the versions that profiles pin.
//
//	official list --Merge--> news --Admit--> releases --Pins--> edits
//
// It is pure: who calls it fetches the list and the hashes, and writes the
// files. Nothing that is on record is ever replaced: a digest that differs from
// the recorded one, or a release that is gone, is an error and ends everything.
package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// Supported is how many Go lines get fixes: "each major Go release is supported
// until there are two newer major releases" (go.dev/doc/devel/release).
const Supported = 2

// Parse reads what go.dev/dl/?mode=json&include=all gives, as far as it is
// about stable releases from oldest on, such as "go1.21.0". What is older is not
// even looked at: the list has files of Go 1.4 without a digest.
func Parse(name string, src []byte, oldest string) ([]profiles.Release, error) {
	var raws []json.RawMessage
	if err := json.Unmarshal(src, &raws); err != nil {
		return profiles.ParseReleases(name, src) // which says where
	}
	kept := []json.RawMessage{}
	for _, raw := range raws {
		var r struct {
			Version string `json:"version"`
			Stable  bool   `json:"stable"`
		}
		if err := json.Unmarshal(raw, &r); err != nil || !version.IsValid(r.Version) {
			return nil, fmt.Errorf("%s: a release without a version: %.80s", name, raw)
		}
		if r.Stable && version.Compare(r.Version, oldest) >= 0 {
			kept = append(kept, raw)
		}
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return profiles.ParseReleases(fmt.Sprintf("%s, the releases since %s", name, oldest), text)
}

// Merge compares the releases on record with the official ones and returns the
// archives for our platforms that are not on record yet, newest release first,
// platforms in their order. Its errors are about what is on record and now
// officially different.
func Merge(have, official []profiles.Release, platforms []profiles.Platform) ([]profiles.File, error) {
	var errs []error
	for _, r := range have {
		errs = append(errs, unchanged(r, official)...)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := wellNamed(official); err != nil {
		return nil, err
	}
	var news []profiles.File
	for _, r := range newestFirst(official) {
		for _, id := range ids(platforms) {
			f, ok := archive(official, r.Version, id)
			if _, known := archive(have, r.Version, id); ok && !known {
				news = append(news, f)
			}
		}
	}
	return news, nil
}

// wellNamed refuses a list in which an archive has another name than its version,
// system and processor give, or in which a platform has two.
func wellNamed(official []profiles.Release) error {
	for _, r := range official {
		seen := map[string]bool{}
		for _, f := range r.Files {
			if f.Kind != "archive" {
				continue
			}
			ending := ".tar.gz"
			if f.OS == "windows" {
				ending = ".zip"
			}
			if f.Filename != r.Version+"."+ID(f)+ending || seen[ID(f)] {
				return fmt.Errorf("%s: it is not the one archive of %s for %s; do not trust that list", f.Filename, r.Version, ID(f))
			}
			seen[ID(f)] = true
		}
	}
	return nil
}

// unchanged reports what of the recorded release r is not officially the same.
func unchanged(r profiles.Release, official []profiles.Release) []error {
	if !slices.ContainsFunc(official, func(o profiles.Release) bool { return o.Version == r.Version }) {
		return []error{fmt.Errorf("SECURITY: %s is on record and gone from the official list; nothing was changed. Find out why before trusting that list", r.Version)}
	}
	var errs []error
	for _, f := range r.Files {
		o, ok := archive(official, r.Version, ID(f))
		switch {
		case !ok:
			errs = append(errs, fmt.Errorf("SECURITY: %s is on record and gone from the official list; nothing was changed. Find out why before trusting that list", f.Filename))
		case o.SHA256 != f.SHA256 || o.Filename != f.Filename:
			errs = append(errs, fmt.Errorf("SECURITY: %s has another digest than the one on record; nothing was changed. On record %s, now %s of %s. A release never changes: do not trust that list", f.Filename, f.SHA256, o.SHA256, o.Filename))
		}
	}
	return errs
}

// Add returns have with the archives in news, in the order of releases.json:
// newest release first, platforms in their order.
func Add(have []profiles.Release, news []profiles.File, platforms []profiles.Platform) []profiles.Release {
	all := map[string][]profiles.File{}
	for _, r := range have {
		all[r.Version] = slices.Clone(r.Files)
	}
	for _, f := range news {
		f.Kind = "archive"
		all[f.Version] = append(all[f.Version], f)
	}
	order := ids(platforms)
	var list []profiles.Release
	for v, files := range all {
		slices.SortFunc(files, func(a, b profiles.File) int { return slices.Index(order, ID(a)) - slices.Index(order, ID(b)) })
		list = append(list, profiles.Release{Version: v, Stable: true, Files: files})
	}
	return newestFirst(list)
}

func newestFirst(list []profiles.Release) []profiles.Release {
	return slices.SortedFunc(slices.Values(list), func(a, b profiles.Release) int { return version.Compare(b.Version, a.Version) })
}

// ID is the platform of a file as toolchains.json spells it: "linux-amd64".
func ID(f profiles.File) string { return f.OS + "-" + f.Arch }

// ids lists what of our platforms Go makes archives for: a libc makes none.
func ids(platforms []profiles.Platform) []string {
	var all []string
	for _, p := range platforms {
		if id := p.GOOS + "-" + p.GOARCH; !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// archive is the archive of a release for a platform.
func archive(releases []profiles.Release, version, id string) (profiles.File, bool) {
	for _, r := range releases {
		if r.Version != version {
			continue
		}
		for _, f := range r.Files {
			if f.Kind == "archive" && ID(f) == id {
				return f, true
			}
		}
	}
	return profiles.File{}, false
}

// Lines lists the Go lines of releases, newest first: "1.27".
func Lines(releases []profiles.Release) []string {
	var lines []string
	for _, r := range newestFirst(releases) {
		if line := lineOf(r.Version); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// lineOf is "1.27" of "go1.27.3".
func lineOf(v string) string { return strings.TrimPrefix(version.Lang(v), "go") }
