package feed

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/org/gosetup/profiles"
)

var everywhere = []string{"darwin-arm64", "darwin-amd64", "linux-amd64", "linux-arm64", "windows-amd64", "windows-arm64"}

// release makes up a release with an archive for each platform.
func release(version string, platforms ...string) profiles.Release {
	r := profiles.Release{Version: version, Stable: true}
	for i, id := range platforms {
		os, arch, _ := strings.Cut(id, "-")
		ending := map[bool]string{true: ".zip", false: ".tar.gz"}[os == "windows"]
		r.Files = append(r.Files, profiles.File{Filename: version + "." + id + ending, OS: os, Arch: arch, Version: version, SHA256: fmt.Sprintf("%064d", i), Size: 1, Kind: "archive"})
	}
	return r
}

// someData is a checkout of November 2026.
func someData(t *testing.T) Data {
	t.Helper()
	releases, err := ReleasesJSON([]profiles.Release{
		release("go1.27.3", everywhere...), release("go1.27.1", everywhere...), release("go1.27.0", everywhere...),
		release("go1.26.9", everywhere[:5]...), release("go1.26.8", everywhere...), release("go1.25.14", everywhere...),
	})
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(map[string][]byte{
		ReleasesPath:                          releases,
		ToolchainsPath:                        []byte(`{"go1.27.3": {"darwin-arm64": "h1:` + strings.Repeat("C", 43) + `="}}`),
		"profiles/cn.yaml":                    []byte("extends: default\n"),
		"profiles/default.yaml":               []byte(someProfile),
		"profiles/tools.yaml":                 []byte("gopls: # with a remark\n  versions:\n    \"1.27\": v0.24.0 # of this line\n    \"1.26\": v0.23.0\n"),
		"profiles/platform/darwin-arm64.yaml": []byte("min_os:\n  \"1.27\": \"13\"\n  \"1.26\": \"12\"\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const someProfile = `# What it is for: äöü €, such as 1.27.3.
go:
  versions: ["1.27.3", '1.26.9'] # both lines
sources: [https://go.dev/dl]
platforms:
  windows-arm64: {go: {versions: [ "1.27.3" , 1.26.8]}} # no digest of 1.26.9
`

// hashOf makes up a module hash where none is on record.
func hashOf(d Data) func(version, id string) (string, error) {
	return func(version, id string) (string, error) {
		return cmp.Or(d.Sums[version][id], "h1:"+strings.Repeat("A", 43)+"="), nil
	}
}

// updateWith is an update when the official list is what is on record and more.
func updateWith(t *testing.T, more ...profiles.Release) (Data, Change) {
	t.Helper()
	d := someData(t)
	c, err := Update(d, append(more, d.Releases...), hashOf(d))
	if err != nil {
		t.Fatal(err)
	}
	return d, c
}

func TestUpdateMoves(t *testing.T) {
	const def = "profiles/default.yaml"
	tests := []struct {
		name  string
		more  []profiles.Release
		moves []Move
		held  []Held
		lines []string
		ended []string
	}{
		{name: "a patch release", more: []profiles.Release{release("go1.27.9", everywhere...)}, moves: []Move{
			{Profile: def, Key: "platforms.windows-arm64.go.versions[0]", From: "1.27.3", To: "1.27.9"},
			{Profile: def, Key: "go.versions[0]", From: "1.27.3", To: "1.27.9"},
		}},
		{name: "of which one platform has no archive", more: []profiles.Release{release("go1.26.12", everywhere[:5]...)}, moves: []Move{
			{Profile: def, Key: "go.versions[1]", From: "1.26.9", To: "1.26.12"},
		}, held: []Held{{def, "platforms.windows-arm64.go.versions[1]", "1.26.12", "windows-arm64"}}},
		{name: "a platform that comes later", more: []profiles.Release{release("go1.26.12", everywhere[1:]...), release("go1.26.11", everywhere...)}, moves: []Move{
			{Profile: def, Key: "platforms.windows-arm64.go.versions[1]", From: "1.26.8", To: "1.26.12"},
			{Profile: def, Key: "go.versions[1]", From: "1.26.9", To: "1.26.11"},
		}, held: []Held{{def, "go.versions[1]", "1.26.12", "darwin-arm64"}}},
		{name: "a line", more: []profiles.Release{release("go1.28.0", everywhere...)}, moves: []Move{
			{Profile: def, Key: "platforms.windows-arm64.go.versions[0]", From: "1.27.3", To: "1.28.0"},
			{Profile: def, Key: "platforms.windows-arm64.go.versions[1]", From: "1.26.8", To: "1.27.3"},
			{Profile: def, Key: "go.versions[0]", From: "1.27.3", To: "1.28.0"},
			{Profile: def, Key: "go.versions[1]", From: "1.26.9", To: "1.27.3"},
		}, lines: []string{"1.28"}, ended: []string{"1.26"}},
		{name: "a line that one platform has not", more: []profiles.Release{release("go1.28.0", everywhere[:5]...)}, moves: []Move{
			{Profile: def, Key: "go.versions[0]", From: "1.27.3", To: "1.28.0"},
			{Profile: def, Key: "go.versions[1]", From: "1.26.9", To: "1.27.3"},
		}, held: []Held{{def, "platforms.windows-arm64.go.versions", "1.28.0", "windows-arm64"}}, lines: []string{"1.28"}, ended: []string{"1.26"}},
		{name: "a patch release of an old line", more: []profiles.Release{release("go1.25.99", everywhere...)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, c := updateWith(t, test.more...)
			got := []any{c.Moves, c.Held, c.Lines, c.Ended}
			want := []any{test.moves, test.held, test.lines, test.ended}
			// 1.26.9 has no archive for windows-arm64 on record.
			c.Held = slices.DeleteFunc(c.Held, func(h Held) bool { return h.Version == "1.26.9" })
			got[1] = c.Held
			if diff := gocmp.Diff(want, got, cmpopts.IgnoreUnexported(Move{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Nothing but the version strings changes in a profile.
func TestUpdateEditsVersionsOnly(t *testing.T) {
	d, c := updateWith(t, release("go1.27.9", everywhere...), release("go1.26.10", everywhere...))
	const def = "profiles/default.yaml"
	want := strings.NewReplacer(
		`["1.27.3", '1.26.9']`, `["1.27.9", '1.26.10']`,
		`[ "1.27.3" , 1.26.8]`, `[ "1.27.9" , 1.26.10]`,
	).Replace(string(d.texts[def]))
	if diff := gocmp.Diff(want, string(c.Files[def])); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := gocmp.Diff([]string{def, ReleasesPath, ToolchainsPath}, c.Paths()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// A new line gets its rows, with the values of the line before.
func TestUpdateAddsRows(t *testing.T) {
	_, c := updateWith(t, release("go1.28.0", everywhere...))
	for name, want := range map[string]string{
		"profiles/tools.yaml":                 "  versions:\n    \"1.28\": v0.24.0\n    \"1.27\": v0.24.0 # of this line\n",
		"profiles/platform/darwin-arm64.yaml": "min_os:\n  \"1.28\": \"13\"\n  \"1.27\": \"13\"\n",
	} {
		if !strings.Contains(string(c.Files[name]), want) {
			t.Errorf("%s lacks %q:\n%s", name, want, c.Files[name])
		}
	}
}

// What is up to date stays so, and a second update changes nothing.
func TestUpdateTwice(t *testing.T) {
	d, c := updateWith(t, release("go1.28.1", everywhere...), release("go1.27.9", everywhere...))
	for name, text := range c.Files {
		d.texts[name] = text
	}
	d, err := Read(d.texts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Update(d, d.Releases, hashOf(d))
	if err != nil || len(again.Files)+len(again.New)+len(again.Moves)+len(again.Lines)+len(again.Ended) > 0 {
		t.Errorf("%v, %v", again, err)
	}
}

// What the checksum database does not know does not come on record.
func TestUpdateRefuses(t *testing.T) {
	d := someData(t)
	known := hashOf(d)
	c, err := Update(d, append(slices.Clone(d.Releases), release("go1.27.9", everywhere...)), func(version, id string) (string, error) {
		if version == "go1.27.9" && id == "linux-arm64" {
			return "", nil
		}
		return known(version, id)
	})
	if err != nil || len(c.Refused) != 1 || len(c.New) != 5 {
		t.Fatalf("%v new, %v refused, %v", c.New, c.Refused, err)
	}
	for _, m := range c.Moves {
		if m.Key == "go.versions[0]" {
			t.Errorf("%v, although linux-arm64 has no such archive", m)
		}
	}
}

func TestUpdateErrors(t *testing.T) {
	d := someData(t)
	changed := func(edit func(*profiles.File)) []profiles.Release {
		list := slices.Clone(d.Releases)
		list[2].Files = slices.Clone(list[2].Files)
		edit(&list[2].Files[2])
		return list
	}
	good := hashOf(d)
	tests := []struct {
		name     string
		official []profiles.Release
		lookUp   func(version, id string) (string, error)
		want     string
	}{
		{"another digest", changed(func(f *profiles.File) { f.SHA256 = strings.Repeat("0", 64) }), good,
			"SECURITY: go1.27.0.linux-amd64.tar.gz has another digest than the one on record"},
		{"another name", slices.Concat(d.Releases, []profiles.Release{{Version: "go1.27.9", Files: []profiles.File{
			{Filename: "go1.27.9.evil-arch.exe", OS: "linux", Arch: "amd64", Version: "go1.27.9", Kind: "archive"},
		}}}), good, "go1.27.9.evil-arch.exe: it is not the one archive of go1.27.9 for linux-amd64"},
		{"gone from the checksum database", d.Releases, func(string, string) (string, error) { return "", nil }, "SECURITY: the module of go1.27.3 for "},
		{"an archive gone", changed(func(f *profiles.File) { f.Kind = "source" }), good, "SECURITY: go1.27.0.linux-amd64.tar.gz is on record and gone"},
		{"a release gone", d.Releases[1:], good, "SECURITY: go1.27.3 is on record and gone"},
		{"no release", nil, good, "SECURITY: go1.27.3 is on record and gone"},
		{"another module hash", d.Releases, func(string, string) (string, error) { return "h1:" + strings.Repeat("B", 43) + "=", nil },
			"SECURITY: the module hash of go1.27.3 for darwin-arm64 is not the one on record"},
		{"no checksum database", d.Releases, func(string, string) (string, error) { return "", errors.New("no route") }, "no route"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, err := Update(d, test.official, test.lookUp)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("%v; want %s", err, test.want)
			}
			if len(c.Files) > 0 {
				t.Errorf("would write %v", c.Paths())
			}
		})
	}
}

// The list of go.dev has releases as old as 1.2, without digests, and unstable ones.
func TestParse(t *testing.T) {
	src := `[
 {"version":"go1.28rc1","stable":false,"files":[{"x":1}]},
 {"version":"go1.27.3","stable":true,"files":[{"filename":"go1.27.3.src.tar.gz","os":"","arch":"","version":"go1.27.3","sha256":"` + strings.Repeat("0", 64) + `","size":9,"kind":"source"}]},
 {"version":"go1.4","stable":true,"files":[{"filename":"go1.4.src.tar.gz","os":"","arch":"","version":"go1.4","sha256":"","size":9,"kind":"source"}]}
]`
	list, err := Parse("feed", []byte(src), "go1.21.0")
	if err != nil || len(list) != 1 || list[0].Version != "go1.27.3" {
		t.Errorf("%v, %v", list, err)
	}
	for src, want := range map[string]string{
		"<html>":            "feed:1:1: invalid character '<'",
		`{}`:                "feed:1:1: no releases here",
		`[{"version":"2"}]`: `feed: a release without a version: {"version":"2"}`,
		strings.Replace(src, strings.Repeat("0", 64), "0", 1): `feed, the releases since go1.21.0:1:`,
	} {
		if _, err := Parse("feed", []byte(src), "go1.21.0"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v; want %s", src, err, want)
		}
	}
}
