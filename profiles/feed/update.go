package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// The files of a checkout that have the digests and the module hashes.
const (
	ReleasesPath   = "profiles/releases.json"
	ToolchainsPath = "profiles/toolchains.json"
)

// Data is what a checkout has on record.
type Data struct {
	Releases []profiles.Release // newest first, one at least
	Sums     Sums
	texts    map[string][]byte // of the files, by path
}

// Read reads files by their path in the checkout: those two, tools.yaml, the
// profiles and the platforms.
func Read(texts map[string][]byte) (Data, error) {
	releases, err := profiles.ParseReleases(ReleasesPath, texts[ReleasesPath])
	if err != nil {
		return Data{}, err
	}
	if len(releases) == 0 {
		return Data{}, fmt.Errorf("%s: no release on record; restore the file", ReleasesPath)
	}
	d := Data{Releases: releases, texts: texts}
	if err := json.Unmarshal(texts[ToolchainsPath], &d.Sums); err != nil {
		return Data{}, fmt.Errorf("%s: %w", ToolchainsPath, err)
	}
	return d, nil
}

// A Change is what an update does, and why.
type Change struct {
	Files   map[string][]byte // new texts by path; none if all is up to date
	New     []profiles.File   // archives that come on record, with their module hashes
	Refused []profiles.File   // archives that do not: the checksum database has no such release
	Moves   []Move
	Held    []Held
	Lines   []string // that are new: "1.28"
	Before  string   // the line whose rows in the tables the new ones copy: "1.27"
	Ended   []string // that are out of support since
}

// Paths lists the files that change.
func (c Change) Paths() []string { return slices.Sorted(maps.Keys(c.Files)) }

// Update says what changes in d if the official releases are those. lookUp returns
// the module hash of a release for a platform as the checksum database has it,
// "" if it has none: an archive without one stays out. The hashes of what the
// profiles pin are looked up, too.
func Update(d Data, official []profiles.Release, lookUp func(version, platform string) (string, error)) (Change, error) {
	platforms, err := profiles.Platforms()
	if err != nil {
		return Change{}, err
	}
	news, err := Merge(d.Releases, official, platforms)
	if err != nil {
		return Change{}, err
	}
	u := update{data: d, platforms: platforms, sums: cloneSums(d.Sums), lookUp: lookUp, Change: Change{Files: map[string][]byte{}}}
	if err := u.admit(news); err != nil {
		return Change{}, err
	}
	u.releases = Add(d.Releases, u.New, platforms)
	u.newLines()
	if err := u.movePins(); err != nil {
		return Change{}, err
	}
	return u.Change, u.tables()
}

// An update is one under way.
type update struct {
	data      Data
	platforms []profiles.Platform
	lookUp    func(version, platform string) (string, error)
	releases  []profiles.Release // as they will be on record
	sums      Sums               // as they will be on record
	Change
}

func cloneSums(s Sums) Sums {
	c := Sums{}
	for v, of := range s {
		c[v] = maps.Clone(of)
	}
	return c
}

// admit keeps of the news what the checksum database knows, too.
func (u *update) admit(news []profiles.File) error {
	for _, f := range news {
		sum, err := u.hash(f)
		switch {
		case err != nil:
			return err
		case sum == "":
			u.Refused = append(u.Refused, f)
		default:
			f.ModuleSum = sum
			u.New = append(u.New, f)
		}
	}
	return nil
}

// hash looks up the module hash of an archive and puts it on record, where it
// must not differ from what is there.
func (u *update) hash(f profiles.File) (string, error) {
	sum, err := u.lookUp(f.Version, ID(f))
	if err == nil && sum == "" && u.sums[f.Version][ID(f)] != "" {
		return "", fmt.Errorf("SECURITY: the module of %s for %s is on record and gone from the checksum database; nothing was changed. Find out why before trusting that database", f.Version, ID(f))
	}
	if err != nil || sum == "" {
		return "", err
	}
	if u.sums[f.Version] == nil {
		u.sums[f.Version] = map[string]string{}
	}
	if old := u.sums[f.Version][ID(f)]; old != "" && old != sum {
		return "", fmt.Errorf("SECURITY: the module hash of %s for %s is not the one on record; nothing was changed. On record %s, now %s. It never changes: do not trust that checksum database", f.Version, ID(f), old, sum)
	}
	u.sums[f.Version][ID(f)] = sum
	return sum, nil
}

// newLines finds out which lines are new and which ended, and gives the new
// ones their rows in the tables.
func (u *update) newLines() {
	before, now := Lines(u.data.Releases), Lines(u.releases)
	for _, line := range now {
		if !slices.Contains(before, line) {
			u.Lines = append(u.Lines, line)
		}
	}
	for _, line := range before[:min(Supported, len(before))] {
		if !slices.Contains(now[:min(Supported, len(now))], line) {
			u.Ended = append(u.Ended, line)
		}
	}
	u.Before = before[0]
	for _, line := range slices.Backward(u.Lines) {
		for name := range u.data.texts {
			if isTable(name) {
				u.put(name, AddLine(u.text(name), line, u.Before))
			}
		}
	}
}

// isTable says whether a file has rows per Go line.
func isTable(name string) bool {
	return name == "profiles/tools.yaml" || strings.HasPrefix(name, "profiles/platform/")
}

// movePins moves what the profiles pin, and looks up the module hashes of what
// they pin then.
func (u *update) movePins() error {
	var pinned []string
	for _, name := range slices.Sorted(maps.Keys(u.data.texts)) {
		if isTable(name) || !strings.HasSuffix(name, ".yaml") {
			continue
		}
		p, err := profiles.Load(name, u.open)
		if err != nil {
			return err
		}
		moves, held, err := Pins(name, p, u.releases)
		if err != nil {
			return err
		}
		text, err := Edit(u.text(name), moves)
		if err != nil {
			return err
		}
		u.put(name, text)
		u.Moves, u.Held = append(u.Moves, moves...), append(u.Held, held...)
		if p, err = profiles.Load(name, u.open); err != nil {
			return err
		}
		pinned = append(pinned, versionsOf(p)...)
	}
	return u.hashPinned(pinned)
}

func versionsOf(p *profiles.Profile) []string {
	all := slices.Clone(p.Go.Versions)
	for _, w := range p.Platforms {
		all = append(all, w.Go.Versions...)
	}
	return all
}

func (u *update) hashPinned(pinned []string) error {
	for _, r := range u.releases {
		if !slices.Contains(pinned, strings.TrimPrefix(r.Version, "go")) {
			continue
		}
		for _, f := range r.Files {
			if f.ModuleSum != "" {
				continue // new, and looked up as such
			}
			if _, err := u.hash(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// tables writes the two files of digests.
func (u *update) tables() error {
	text, err := ReleasesJSON(u.releases)
	if err != nil {
		return err
	}
	if len(u.New) > 0 {
		u.put(ReleasesPath, text)
	}
	if text := ToolchainsJSON(u.sums, u.platforms); !sameSums(u.sums, u.data.Sums) {
		u.put(ToolchainsPath, text)
	}
	return nil
}

func sameSums(a, b Sums) bool {
	return maps.EqualFunc(a, b, func(a, b map[string]string) bool { return maps.Equal(a, b) })
}

// text is a file as it will be, open the same for profiles.Load.
func (u *update) text(name string) []byte {
	if text, ok := u.Files[name]; ok {
		return text
	}
	return u.data.texts[name]
}

func (u *update) open(name string) ([]byte, error) {
	if text := u.text(name); text != nil {
		return text, nil
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

func (u *update) put(name string, text []byte) {
	if !bytes.Equal(text, u.data.texts[name]) {
		u.Files[name] = text
	}
}
