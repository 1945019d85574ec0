package generator

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/profiles"
	"golang.org/x/mod/semver"
)

// A bucket is the data of a Scoop manifest: of gosetup, or of a Go line.
type bucket struct {
	header
	Homepage, License string
	Archive           string // "gosetup-1.4.0-windows.zip"
	Autoupdate        string // its URL with $version, "" if URLs do not have the version in them
	GitHub            bool   // whether the homepage is a repository that Scoop can ask for releases
	SDK               windowsSDK
	Done              digests
}

// A windowsSDK is a Go line as Windows package managers get it: the official .zip.
type windowsSDK struct {
	Line, Version string     // "1.26", "1.26.9"
	Newest        bool       // of the lines: it is called go-sdk, and its go is on PATH as go
	MinOS         string     // "10.0.16299"
	Packages      []zipOfSDK // one for each processor
	ID            string     // winget's name: "org.go-sdk" or "org.go-sdk.1.26"
}

func (k windowsSDK) First() zipOfSDK  { return k.Packages[0] }
func (k windowsSDK) Rest() []zipOfSDK { return k.Packages[1:] }

type zipOfSDK struct {
	Scoop, Winget string // the processor as they call it: "64bit", "x64"
	URL, SHA256   string
}

// windowsNames has each GOARCH as Scoop and winget call it.
var windowsNames = map[string]zipOfSDK{
	"amd64": {Scoop: "64bit", Winget: "x64"},
	"arm64": {Scoop: "arm64", Winget: "arm64"},
}

// newSDKs lists the Go lines that the Windows targets pin, newest first. A
// manifest has one version for all processors, so one that pins another version
// of the line is left out: it runs the archive for amd64.
func newSDKs(s *spec) []windowsSDK {
	var all []windowsSDK
	for _, m := range s.Targets {
		if !m.windows() {
			continue
		}
		for _, p := range m.Pins {
			i := slices.IndexFunc(all, func(k windowsSDK) bool { return k.Line == p.Line })
			if i < 0 {
				i = len(all)
				all = append(all, windowsSDK{Line: p.Line, Version: p.Version, MinOS: p.MinOS, ID: wingetID(s, "")})
			}
			if all[i].Version == p.Version {
				z := windowsNames[m.Platform.GOARCH]
				z.URL, z.SHA256 = sourceOf(m)+"/"+p.File, p.SHA256
				all[i].Packages = append(all[i].Packages, z)
			}
		}
	}
	slices.SortFunc(all, func(a, b windowsSDK) int { return semver.Compare("v"+b.Version, "v"+a.Version) })
	for i := range all {
		all[i].Newest = i == 0
		if i > 0 {
			all[i].ID = wingetID(s, "."+all[i].Line)
		}
	}
	return all
}

// maxWingetWord is how long a part of a name may be that winget takes.
const maxWingetWord = 32

// wingetID is what the Go SDK is called by an organisation: "org.go-sdk.1.26", as
// Python.Python.3.12.
func wingetID(s *spec, line string) string {
	org, _, _ := strings.Cut(s.Publish.Tap, "/")
	return org + ".go-sdk" + line
}

// sourceOf is the first place with archives; Go's own if all are module proxies.
func sourceOf(m machine) string {
	for _, source := range m.Wants.Sources {
		if !strings.HasPrefix(source, profiles.ModuleProxy) {
			return source
		}
	}
	return "https://go.dev/dl"
}

// scoopJobs makes bucket/ of a Scoop bucket. New versions of Go come with a
// rendering, which has their digests checked, so only gosetup has an autoupdate.
// Other lines than the newest are called as in Scoop's bucket Versions: go-sdk126
// (to Scoop, go-sdk@1.26 is version 1.26 of go-sdk).
func scoopJobs(s *spec, done digests) []job {
	sdks := newSDKs(s)
	if len(sdks) == 0 {
		return nil
	}
	b := bucket{header: newHeader(s), Homepage: s.Publish.Homepage, License: scoopLicense.Replace(s.Publish.License), Done: done,
		Archive: archiveName(s.Version, "-windows.zip"), GitHub: strings.HasPrefix(s.Publish.Homepage, "https://github.com/")}
	if s.Publish.URL != strings.ReplaceAll(s.Publish.URL, "{version}", "") {
		b.Autoupdate = strings.TrimSuffix(strings.ReplaceAll(s.Publish.URL, "{version}", "$version"), "/") + "/" + archiveName("$version", "-windows.zip")
	}
	var jobs []job
	for _, k := range sdks {
		name := "scoop/bucket/go-sdk"
		if !k.Newest {
			name += strings.ReplaceAll(k.Line, ".", "")
		}
		jobs = append(jobs, job{Path: name + ".json", Template: "scoop/bucket/go-sdk.json", Dialect: dialect.JSON, Data: bucket{header: b.header, SDK: k}})
	}
	return append(jobs, job{Path: "scoop/bucket/gosetup.json", Dialect: dialect.JSON, Data: b})
}

// scoopLicense spells an SPDX expression as Scoop does.
var scoopLicense = strings.NewReplacer(" OR ", "|", " AND ", ",")

// A winget is the data of the three manifests of a package, which winget wants in
// a folder. There is none for gosetup: winget installs .msi, .msix, .exe and .zip
// with an .exe in it, and gosetup.ps1 is a script.
type winget struct {
	header
	SDK windowsSDK
}

// wingetJobs makes manifests/ of a winget source.
func wingetJobs(s *spec, _ digests) []job {
	var jobs []job
	for _, k := range newSDKs(s) {
		dir := "winget/manifests/" + strings.ToLower(k.ID[:1]) + "/" + strings.ReplaceAll(k.ID, ".", "/") + "/" + k.Version + "/" + k.ID
		for _, kind := range []string{"", ".installer", ".locale.en-US"} {
			jobs = append(jobs, job{Path: dir + kind + ".yaml", Template: "winget/go-sdk" + kind + ".yaml", Dialect: dialect.YAML, Data: winget{newHeader(s), k}})
		}
	}
	return jobs
}
