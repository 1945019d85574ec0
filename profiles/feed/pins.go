package feed

import (
	"bytes"
	"fmt"
	"go/version"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// A Move is a version that a profile pins and another takes the place of.
type Move struct {
	Profile string // "profiles/default.yaml"
	Key     string // "go.versions[0]"
	From    string // "1.27.3"
	To      string // "1.27.4"
	at      string // "profiles/default.yaml:15:14"
}

// A Held is a version that a profile should pin and cannot.
type Held struct {
	Profile string // "profiles/default.yaml"
	Key     string // "go.versions[1]"
	Version string // "1.26.10"
	Missing string // the platforms without a digest: "windows-arm64"
}

// Pins says how the versions of the profile in file move: each to the newest
// release of its line, and one that is out of support to the newest line that
// the list lacks, which then comes first. A release counts that has an archive
// for every platform the list is for. A version never moves back.
func Pins(file string, p *profiles.Profile, releases []profiles.Release) ([]Move, []Held, error) {
	platforms, err := profiles.Platforms()
	if err != nil {
		return nil, nil, err
	}
	overlays, err := profiles.Overlays()
	if err != nil {
		return nil, nil, err
	}
	m := mover{file: file, profile: p, releases: releases}
	own := map[string]bool{}
	for _, o := range slices.Concat(platforms, overlays) {
		if versions := p.Platforms[o.ID].Go.Versions; versions != nil {
			own[o.ID] = true
			m.list("platforms."+o.ID+".go.versions", versions, ids(slices.DeleteFunc(slices.Clone(platforms), func(q profiles.Platform) bool {
				return q.ID != o.ID && (o.Overlays == "" || q.GOOS != o.Overlays)
			})))
		}
	}
	m.list("go.versions", p.Go.Versions, ids(slices.DeleteFunc(platforms, func(q profiles.Platform) bool {
		return own[q.ID] || len(p.Targets) > 0 && !slices.Contains(p.Targets, q.ID)
	})))
	return m.moves, m.held, nil
}

// A mover moves the versions of one profile.
type mover struct {
	file     string
	profile  *profiles.Profile
	releases []profiles.Release
	moves    []Move
	held     []Held
}

// list moves the versions that are written at key, unless they are another
// profile's and inherited.
func (m *mover) list(key string, versions, platforms []string) {
	for i, line := range m.lines(key, versions, platforms) {
		key := fmt.Sprintf("%s[%d]", key, i)
		at := m.profile.At(key)
		if !strings.HasPrefix(at, m.file+":") {
			return
		}
		to, missing := m.newest(line, platforms)
		if len(missing) > 0 {
			newer, _ := m.newest(line, nil)
			m.hold(key, newer, missing)
		}
		if lineOf("go"+versions[i]) == line && version.Compare("go"+to, "go"+versions[i]) <= 0 {
			continue
		}
		m.moves = append(m.moves, Move{m.file, key, versions[i], to, at})
	}
}

// hold notes what a profile should pin and cannot, if it is this profile that says so.
func (m *mover) hold(key, version string, missing []string) {
	if strings.HasPrefix(m.profile.At(key), m.file+":") {
		m.held = append(m.held, Held{m.file, key, version, strings.Join(missing, ", ")})
	}
}

// lines are the Go lines that a list should have: what it has, but for each line
// out of support a newer one.
func (m *mover) lines(key string, versions, platforms []string) []string {
	all := Lines(m.releases)
	supported := all[:min(Supported, len(all))]
	var have []string
	for _, v := range versions {
		have = append(have, lineOf("go"+v))
	}
	old := len(slices.DeleteFunc(slices.Clone(have), func(line string) bool { return slices.Contains(supported, line) }))
	var fresh []string
	for _, line := range supported {
		to, missing := m.newest(line, platforms)
		switch {
		case slices.Contains(have, line) || len(fresh) == old:
		case to == "":
			newer, _ := m.newest(line, nil)
			m.hold(key, newer, missing)
		default:
			fresh = append(fresh, line)
		}
	}
	for range fresh { // the oldest that are out of support go
		oldest := slices.MinFunc(have, func(a, b string) int { return version.Compare("go"+a, "go"+b) })
		i := slices.Index(have, oldest)
		have = slices.Delete(have, i, i+1)
	}
	return append(fresh, have...)
}

// newest is the newest release of a line that has an archive for each platform,
// "" if none does, and the platforms that a newer one lacks.
func (m *mover) newest(line string, platforms []string) (found string, missing []string) {
	for _, r := range newestFirst(m.releases) {
		if lineOf(r.Version) != line {
			continue
		}
		var lacks []string
		for _, id := range platforms {
			if _, ok := archive(m.releases, r.Version, id); !ok {
				lacks = append(lacks, id)
			}
		}
		if len(lacks) == 0 {
			return strings.TrimPrefix(r.Version, "go"), missing
		}
		if missing == nil {
			missing = lacks
		}
	}
	return "", missing
}

// Edit puts the new versions into the text of a profile and touches nothing else.
func Edit(text []byte, moves []Move) ([]byte, error) {
	for _, m := range slices.Backward(moves) {
		at, err := offset(text, m.at)
		if err != nil {
			return nil, err
		}
		rest := bytes.TrimLeft(text[at:], `"'`)
		if !bytes.HasPrefix(rest, []byte(m.From)) {
			return nil, fmt.Errorf("%s: no %s here; the profile changed meanwhile, try again", m.at, m.From)
		}
		at = len(text) - len(rest)
		text = slices.Concat(text[:at], []byte(m.To), text[at+len(m.From):])
	}
	return text, nil
}

// offset is where the position "file:line:col" is in text.
func offset(text []byte, at string) (int, error) {
	parts := strings.Split(at, ":")
	var line, col int
	if _, err := fmt.Sscanf(strings.Join(parts[max(0, len(parts)-2):], " "), "%d %d", &line, &col); err != nil {
		return 0, fmt.Errorf("%s: not a position: %w", at, err)
	}
	rows := bytes.SplitAfter(text, []byte("\n"))
	if line > len(rows) || col > len(rows[line-1]) {
		return 0, fmt.Errorf("%s: no such place; the profile changed meanwhile, try again", at)
	}
	before := len(bytes.Join(rows[:line-1], nil))
	return before + len(string([]rune(string(rows[line-1]))[:col-1])), nil
}
