package formula

import (
	"slices"

	"github.com/org/gosetup/profiles"
	"golang.org/x/mod/semver"
)

// SDKName is the formula of the newest Go line; one of an older line has @1.26
// behind it.
const SDKName = "go-sdk"

// An SDK is the formula of the official archives of one Go line.
type SDK struct {
	Formula
	Layout
	GoVersion  string // "1.27.3"
	Line       string // "1.27"
	Newest     bool   // of the tap: linked, and known as go-sdk@1.27, too
	Deprecated string // the day its support ended, as in 2026-08-19; "" if that is not known to be over
}

// A Build is the archive of a Go version for one of Platforms.
type Build struct {
	Version, Line string // "1.27.3", "1.27"
	OS, Arch      string // as Go calls them: "darwin", "arm64"
	Archive
}

// platform is where in goPlatforms b is for, -1 for a system without Homebrew.
func (b Build) platform() int { return slices.Index(goPlatforms[:], b.OS+"-"+b.Arch) }

// SDKs makes the formulae of the builds, the newest line first. Of several
// versions of a line the newest counts, and only where it has a build.
func SDKs(builds []Build) ([]SDK, error) {
	builds = slices.DeleteFunc(builds, func(b Build) bool { return b.platform() < 0 })
	lines := map[string]string{}
	for _, b := range builds {
		if newer(b.Version, lines[b.Line]) {
			lines[b.Line] = b.Version
		}
	}
	var sdks []SDK
	for line, version := range lines {
		s, err := newSDK(line, version, builds)
		if err != nil {
			return nil, err
		}
		sdks = append(sdks, s)
	}
	slices.SortFunc(sdks, func(a, b SDK) int { return semver.Compare("v"+b.GoVersion, "v"+a.GoVersion) })
	for i := range sdks {
		sdks[i].name(i == 0)
	}
	return sdks, nil
}

func newer(version, than string) bool { return semver.Compare("v"+version, "v"+than) > 0 }

// goPlatforms are Platforms as Go calls them.
var goPlatforms = [4]string{"darwin-arm64", "darwin-amd64", "linux-arm64", "linux-amd64"}

func newSDK(line, version string, builds []Build) (SDK, error) {
	end, err := profiles.EndOfSupport(line)
	s := SDK{GoVersion: version, Line: line, Deprecated: end}
	s.Desc, s.Homepage, s.License = "Official archives of the Go toolchain", "https://go.dev/", License{IDs: []string{"BSD-3-Clause"}}
	var archives [4]*Archive
	for _, b := range builds {
		if b.Version == version {
			archives[b.platform()] = &b.Archive
			if DetectVersion(b.URL) != version {
				s.Version = version
			}
		}
	}
	s.Layout = NewLayout(archives)
	return s, err
}

func (s *SDK) name(newest bool) {
	s.Newest, s.Name = newest, SDKName
	if !newest {
		s.Name = s.Versioned()
	}
	s.Class = Class(s.Name)
}

// Versioned is the name with the line in it: "go-sdk@1.27".
func (s SDK) Versioned() string { return SDKName + "@" + s.Line }
