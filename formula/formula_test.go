package formula

import (
	"flag"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/org/gosetup/profiles"
)

// go test ./... -update must not stop here, where there is nothing to update.
var _ = flag.Bool("update", false, "")

// Class names as the real client wants them.
func TestClass(t *testing.T) {
	for name, want := range map[string]string{
		"gosetup": "Gosetup", "demo-tool": "DemoTool", "demo_tool": "DemoTool", "demo.tool": "DemoTool", "go@1.26": "GoAT126", "go-sdk@1.27": "GoSdkAT127",
		"python@3": "PythonAT3", "c++tool": "Cxxtool", "x264": "X264", "foo@1.2-rc.1": "FooAT12Rc1", "demoTool": "Demotool", "2fa": "2fa", "": "",
	} {
		if got := Class(name); got != want {
			t.Errorf("Class(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"gosetup", "go-sdk@1.26", "c++tool", "demo.tool", "demo_tool", "x264", "g", "foo@1.2-rc.1"} {
		if what := CheckName(name); what != "" {
			t.Errorf("%q %s", name, what)
		}
	}
	for name, want := range map[string]string{
		"": "no name", "Gosetup": "capitals", "go setup": "character", "größe": "character", "go--setup": "doubled", "-go": "at an end", "go-": "at an end",
		"@go": "at an end", "go@": "at an end", "go-@1": "beside", "go@-1": "beside", "go@1@2": "two @", "2fa": "class 2fa", "a@b": "class A@b", "go.": "class Go.",
	} {
		if what := CheckName(name); !strings.Contains(what, want) {
			t.Errorf("%q: %q, want %q", name, what, want)
		}
	}
}

func TestDescriptions(t *testing.T) {
	for desc, want := range map[string]string{
		"Sets up Go": "", "macOS tool": "", "Formats, checks, etc.": "", "Goes far": "", "Go-like tool": "", strings.Repeat("x", 80): "begins with a small letter",
		"": "is empty", strings.Repeat("Long ", 17): "longer than 80", " Sets up": "blank", "A tool": "article", "an tool": "article", "The tool": "article",
		"Go sdk that works": "name", "Go-SDK that works": "name", "Gosdk": "name", "GO SDK": "name", "sets up": "small letter", "Sets up.": "full stop",
		"Command line tool": "command-line", "Sets up ☃": "symbol",
	} {
		what := CheckDesc("go-sdk@1.27", desc)
		if want == "" && what != "" || !strings.Contains(what, want) {
			t.Errorf("%q: %q, want %q", desc, what, want)
		}
	}
}

func TestLicenses(t *testing.T) {
	for expression, want := range map[string]License{
		"MIT":                       {IDs: []string{"MIT"}},
		"MIT OR Apache-2.0":         {IDs: []string{"MIT", "Apache-2.0"}, Any: true},
		"MIT AND BSD-3-Clause":      {IDs: []string{"MIT", "BSD-3-Clause"}},
		"MIT AND ISC OR Apache-2.0": {},
		"GPL-2.0-only WITH Classpath-exception-2.0": {},
	} {
		if got := ParseLicense(expression); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v", expression, got)
		}
	}
	for id, want := range map[string]string{
		"MIT": "", "BSD-3-Clause": "", "GPL-3.0-or-later": "", "Apache-1.0+": "", "GPL-3.0": "deprecated", "MIT License": "no SPDX", "mit": "is written MIT", "": "no SPDX", "NONE": "no SPDX",
	} {
		if what := CheckLicense(id); want == "" && what != "" || !strings.Contains(what, want) {
			t.Errorf("%q: %q, want %q", id, what, want)
		}
	}
}

// The first block was seen with the real client, brew ruby -e 'p Version.detect(url)',
// or is what it said of formulae; the second follows from its forms.
func TestDetectVersion(t *testing.T) {
	for addr, want := range map[string]string{
		"https://github.com/o/t/releases/download/v1.2.3/tool_linux_amd64.tar.gz":      "1.2.3",
		"https://github.com/o/t/releases/download/1.2.3/tool_linux_amd64.tar.gz":       "1.2.3",
		"https://github.com/o/t/releases/download/v1.2.3-rc.1/tool_linux_amd64.tar.gz": "1.2.3-rc.1",
		"https://github.com/o/t/releases/download/tool-v1.2.3/tool_linux_amd64.tar.gz": "64",
		"https://github.com/o/t/releases/download/tool/v1.2.3/tool_darwin_arm64.zip":   "64",
		"https://example.com/tool-1.2.3.tar.gz":                                        "1.2.3",
		"https://example.com/v1.2.3/tool.tar.gz":                                       "1.2.3",
		"https://example.com/1.2.3/tool_linux_amd64.tar.gz":                            "64",
		"https://example.com/tool-1.2.3-darwin-arm64.tar.gz":                           "64",

		"https://go.dev/dl/go1.27.3.darwin-arm64.tar.gz":                        "64",
		"https://go.dev/dl/go1.27.3.linux-amd64.tar.gz":                         "64",
		"https://go.dev/dl/go1.27.3.src.tar.gz":                                 "1.27.3",
		"https://files.example/gosetup-0.1.0.tar.gz":                            "0.1.0",
		"https://github.com/o/t/releases/download/gen-v0.1.0/gosetup":           "0.1.0",
		"https://github.com/o/t/releases/download/gen-v0.1.0/tool-0.1.0.tar.gz": "0.1.0",
		"https://github.com/o/t/archive/refs/tags/v1.2.tar.gz":                  "1.2",
		"https://example.com/tool-1.2.3-src.tar.gz":                             "1.2.3",
		"https://example.com/tool-1.2.3-rc1.tar.gz":                             "1.2.3-rc1",
		"https://example.com/tool_1_39_0.tar.bz2":                               "1.39.0",
		"https://example.com/tool-2026-11-22.tgz":                               "2026-11-22",
		"https://example.com/tool-1.2.3-linux":                                  "1.2.3",
		"https://example.com/tool%2D1.2.3.tar.gz":                               "1.2.3",
		"https://sf.net/tool-1.21.tar.gz/download":                              "1.21",
		"https://example.com/tool.tar.gz":                                       "",
		"":                                                                      "",
	} {
		if got := DetectVersion(addr); got != want {
			t.Errorf("%s: %q, want %q", addr, got, want)
		}
	}
}

func TestVersionOnlyWhereBrewDoesNotSeeIt(t *testing.T) {
	p := profiles.Publish{Homepage: "https://example.com/", License: "MIT"}
	for url, want := range map[string]string{
		"https://github.com/org/gosetup/releases/download/v0.1.0/gosetup-0.1.0.tar.gz": "",
		"https://github.com/org/gosetup/releases/download/v0.2.0/gosetup-0.1.0.tar.gz": "0.1.0",
		"https://files.example/gosetup-0.1.0.tar.gz":                                   "",
		"https://files.example/gosetup/install.sh":                                     "0.1.0",
	} {
		f, err := New("gosetup", "Sets up Go", "0.1.0", url, p, at)
		if err != nil || f.Version != want {
			t.Errorf("%s: version %q, want %q; %v", url, f.Version, want, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, desc, license, want string }{
		{"2fa", "Sets up Go", "MIT", "class 2fa"},
		{"gosetup", "Gosetup sets up Go", "MIT", "name of the formula"},
		{"gosetup", "Sets up Go", "GPL-3.0", "deprecated"},
	} {
		if _, err := New(c.name, c.desc, "0.1.0", "https://example.com/x", profiles.Publish{License: c.license}, at); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Each set of archives gets a shape in which every platform finds one, its own
// where there is one.
func TestEveryLayoutResolves(t *testing.T) {
	for set := 1; set < 16; set++ {
		var archives [4]*Archive
		for i := range archives {
			if set&(1<<i) != 0 {
				archives[i] = &Archive{URL: fmt.Sprint(i)}
			}
		}
		l := NewLayout(archives)
		for i, p := range Platforms {
			got := l.at(p)
			switch {
			case got == nil:
				t.Errorf("%04b: nothing for %s: %+v", set, p.Name, l)
			case archives[i] != nil && got != archives[i]:
				t.Errorf("%04b: %s gets that of %s", set, p.Name, got.URL)
			case archives[i] == nil && l.allows(p):
				t.Errorf("%04b: %s may install what is for another: %+v", set, p.Name, l)
			case archives[i] != nil && !l.allows(p):
				t.Errorf("%04b: %s may not install what is for it: %+v", set, p.Name, l)
			}
		}
	}
}

// at is the archive that brew finds on p.
func (l Layout) at(p Platform) *Archive {
	b := l.MacOS
	if p.OS == "linux" {
		b = l.Linux
	}
	if b != nil {
		if own := map[string]*Archive{"arm": b.Arm, "intel": b.Intel}[p.Arch]; own != nil {
			return own
		}
	}
	return l.Top
}

// allows says whether depends_on lets p install.
func (l Layout) allows(p Platform) bool {
	b := l.MacOS
	if p.OS == "linux" {
		b = l.Linux
	}
	only := func(what, is string) bool { return what == "" || what == is }
	return only(l.OS, p.OS) && only(l.Arch, p.Arch) && (b == nil || only(b.Arch, p.Arch))
}

func TestSDKs(t *testing.T) {
	build := func(version, line, os string) Build {
		return Build{version, line, os, "arm64", Archive{URL: "https://go.dev/dl/go" + version + "." + os + "-arm64.tar.gz"}}
	}
	sdks, err := SDKs([]Build{
		build("1.9.7", "1.9", "linux"), build("1.25.9", "1.25", "linux"), build("1.25.14", "1.25", "linux"), build("1.25.9", "1.25", "darwin"), build("1.27.3", "1.27", "linux"), build("1.27.3", "1.27", "windows"),
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range sdks {
		got = append(got, fmt.Sprint(s.Name, " ", s.Class, " ", s.GoVersion, " ", s.Version, " ", s.Deprecated, " ", s.OS, " ", s.Arch))
	}
	want := []string{"go-sdk GoSdk 1.27.3 1.27.3  linux arm", "go-sdk@1.25 GoSdkAT125 1.25.14 1.25.14 2026-08-19 linux arm", "go-sdk@1.9 GoSdkAT19 1.9.7 1.9.7  linux arm"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRenames(t *testing.T) {
	formulae := []Formula{{Name: "gosetup"}, {Name: "go-sdk"}}
	aliases := []Alias{{"go-sdk@1.27", "go-sdk"}}
	for _, c := range []struct {
		renames map[string]string
		want    string
	}{
		{map[string]string{"setup-go": "gosetup"}, ""},
		{map[string]string{"gosetup": "go-sdk"}, "is a formula"},
		{map[string]string{"go-sdk@1.27": "go-sdk"}, "is an alias"},
		{map[string]string{"a": "b", "b": "gosetup"}, "renamed itself"},
		{map[string]string{"a": "other"}, "no formula of the tap; have gosetup, go-sdk"},
		{map[string]string{"a--b": "gosetup"}, "doubled"},
	} {
		_, err := NewTap(profiles.Publish{Tap: "org/tap", Renames: c.renames}, formulae, aliases, at)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.renames, err, c.want)
		}
	}
	for _, tap := range []string{"Org/tap", `org/tap", x: "`, "tap", ""} {
		if _, err := NewTap(profiles.Publish{Tap: tap}, nil, nil, at); err == nil {
			t.Errorf("%q passes for a tap", tap)
		}
	}
}

func at(...string) string { return "x.yaml:1:1" }
