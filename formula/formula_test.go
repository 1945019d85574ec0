package formula

import (
	"flag"
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
		"python@3": "PythonAT3", "c++tool": "Cxxtool", "x264": "X264", "foo@1.2-rc.1": "FooAT12Rc1", "demoTool": "Demotool",
	} {
		if got := Class(name); got != want {
			t.Errorf("Class(%q) = %s, want %s", name, got, want)
		}
	}
}

func TestVersionOnlyWhereBrewDoesNotSeeIt(t *testing.T) {
	p := profiles.Publish{Description: "Sets up Go", Homepage: "https://example.com/", License: "MIT", Tap: "org/tap"}
	for url, want := range map[string]string{
		"https://github.com/org/gosetup/releases/download/v0.1.0/install.sh":     "",
		"https://github.com/org/gosetup/releases/download/0.1.0/install.sh":      "",
		"https://github.com/org/gosetup/releases/download/gen-v0.1.0/install.sh": "0.1.0",
		"https://github.com/org/gosetup/releases/download/v0.2.0/install.sh":     "0.1.0",
		"https://files.example/gosetup/install.sh":                               "0.1.0",
	} {
		f, err := New("gosetup", "0.1.0", url, p)
		if err != nil {
			t.Fatal(err)
		}
		if f.Version != want {
			t.Errorf("%s: version %q, want %q", url, f.Version, want)
		}
	}
}

func TestRefused(t *testing.T) {
	good := profiles.Publish{Description: "Sets up Go", Tap: "org/tap"}
	for _, c := range []struct{ name, desc, tap, want string }{
		{"gosetup", "", "org/tap", "is empty"},
		{"gosetup", strings.Repeat("Long ", 20), "org/tap", "longer than 80"},
		{"gosetup", "sets up Go", "org/tap", "must begin with a capital"},
		{"gosetup", "The Go setup", "org/tap", "article"},
		{"gosetup", "Gosetup sets up Go", "org/tap", "formula's name"},
		{"gosetup", "Sets up Go.", "org/tap", "full stop"},
		{"gosetup", " Sets up Go", "org/tap", "space"},
		{"2fa", "Sets up Go", "org/tap", "cannot address"},
		{"Gosetup", "Sets up Go", "org/tap", "cannot address"},
		{"go--setup", "Sets up Go", "org/tap", "cannot address"},
		{"gosetup", "Sets up Go", "Org/tap", "USER/REPO"},
		{"gosetup", "Sets up Go", `org/tap", x: "`, "USER/REPO"},
	} {
		p := good
		p.Description, p.Tap = c.desc, c.tap
		if _, err := New(c.name, "0.1.0", "https://example.com/x", p); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
