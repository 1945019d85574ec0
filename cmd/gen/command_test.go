//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
	"github.com/org/gosetup/profiles"
)

// twoVersions is the directory of a rendered profile with Go 9.2.1 and 9.1.4,
// whose archives stand beside it: old, as it were, and new.
var twoVersions = sync.OnceValues(func() (string, error) {
	e, err := engineKit()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(kitDir, "two")
	var releases []profiles.Release
	errs := []error{os.MkdirAll(filepath.Join(dir, "mirror"), 0o755)}
	for _, version := range []string{"1.92.1", "1.91.4"} {
		one := &engine{files: maps.Clone(e.files)}
		one.files["VERSION"] = []byte("go" + version + "\n")
		for _, name := range []string{"src/fmt/print.go", "src/runtime/proc.go", "pkg/tool/linux_amd64/compile"} {
			one.files[name] = nil // doctor asks whether they are there
		}
		archive := one.pack(nil)
		sum := sha256.Sum256(archive)
		file := fmt.Sprintf("go%s.%s-%s.tar.gz", version, runtime.GOOS, runtime.GOARCH)
		releases = append(releases, profiles.Release{Version: "go" + version, Stable: true, Files: []profiles.File{{
			Filename: file, OS: runtime.GOOS, Arch: runtime.GOARCH, Version: "go" + version, SHA256: hex.EncodeToString(sum[:]), Kind: "archive",
		}}})
		errs = append(errs, os.WriteFile(filepath.Join(dir, "mirror", file), archive, 0o644))
	}
	table, err := json.Marshal(releases)
	target := runtime.GOOS + "-" + runtime.GOARCH
	if runtime.GOOS == "linux" {
		target += ", " + target + "-musl"
	}
	yaml := fmt.Sprintf("extends: default\ndescription: Two versions\ngo: {versions: [\"1.92.1\", \"1.91.4\"]}\nsources: [\"file://%s/mirror\"]\ntools: []\ntargets: [%s]\n", dir, target)
	if err := errors.Join(append(errs, err, os.WriteFile(filepath.Join(dir, "two.yaml"), []byte(yaml), 0o644), os.WriteFile(filepath.Join(dir, "releases.json"), table, 0o644))...); err != nil {
		return "", err
	}
	var stderr bytes.Buffer
	if code := run([]string{"render", filepath.Join(dir, "two.yaml"), "-o", dir, "--releases", filepath.Join(dir, "releases.json")}, io.Discard, &stderr); code != exitDone {
		return "", fmt.Errorf("gen render: %s", &stderr)
	}
	return filepath.Join(dir, "two"), nil
})

// A keeper is a shell that runs the command gosetup, and the file that is in its
// language.
type keeper struct {
	argv []string
	file string
}

var (
	powerShell = keeper{[]string{"pwsh", "-NoProfile", "-NonInteractive", "-File"}, "gosetup.ps1"}
	keepers    = []keeper{
		{[]string{"dash"}, "gosetup"}, {[]string{"bash"}, "gosetup"}, {[]string{"busybox", "ash"}, "gosetup"},
		{[]string{"mksh"}, "gosetup"}, {[]string{"yash"}, "gosetup"}, {[]string{"zsh"}, "gosetup"}, powerShell,
	}
)

// call is how k runs the command.
func (k keeper) call(dist string, words ...string) []string {
	return slices.Concat(k.argv, []string{filepath.Join(dist, k.file)}, words)
}

// sandbox makes one for k. PowerShell keeps notes of its start in its cache.
func (k keeper) sandbox(t *testing.T) *sandbox {
	t.Helper()
	realtool.Need(t, k.argv[0])
	s := newSandbox(t)
	s.env["XDG_CACHE_HOME"] = s.tmp
	delete(s.env, "GOSETUP_NO_SMOKE")
	return s
}

// A session is a list of commands and what is printed, in which ROOT is the
// install place and HOME the home.
var session = []struct {
	command string
	code    int
	want    string // all that is printed
}{
	{"list", 0, "There is no Go in ROOT\nCan be installed: 1.92.1, 1.91.4\n"},
	{"list --json", 0, "{\n  \"root\": \"ROOT\",\n  \"current\": \"\",\n  \"installed\": [],\n  \"available\": [\"1.92.1\", \"1.91.4\"]\n}\n"},
	{"use 1.92", 1, "gosetup: error: Go 1.92 is not installed; have none; to install it, type: gosetup install 1.92\n"},
	{"plan --no-shells -q", 0, ""},
	{"install --no-shells -q", 0, ""},
	{"install --no-shells", 0, "Go 1.92.1 is set up in ROOT; nothing to do\n"},
	{"install 1.93", 2, "gosetup: there is no Go 1.93 for linux-amd64 here; have 1.92.1, 1.91.4; try --help\n"},
	{"install 1.91 --dry-run -q", 0, ""},
	{"list", 0, "1.92.1  in use, ROOT/current\nCan be installed: 1.92.1, 1.91.4\n"},
	{"install 1.91", 0, "Go 1.91.4 for linux-amd64, profile two\n  download  file://MIRROR/go1.91.4.linux-amd64.tar.gz\n  verify    SHA-256 SUM\n  unpack    go1.91.4.linux-amd64.tar.gz\n" +
		"  smoke     a program compiles and runs\n  install   ROOT/go/1.91.4\nGo 1.91.4 is installed, 1.92.1 stays in use; to switch, type: gosetup use 1.91.4\n"},
	{"install 1.91", 0, "Go 1.91.4 is installed in ROOT/go/1.91.4; nothing to do\n"},
	{"list", 0, "1.91.4\n1.92.1  in use, ROOT/current\nCan be installed: 1.92.1, 1.91.4\n"},
	{"uninstall 1.92", 1, "gosetup: error: Go 1.92.1 is in use; switch first with gosetup use, or take back everything with gosetup uninstall --all\n"},
	{"use go1.91.4 --dry-run", 0, "  current   ROOT/current -> go/1.91.4\nThis was a dry run; nothing was changed\n"},
	{"use go1.91.4", 0, "  current   ROOT/current -> go/1.91.4\n"},
	{"use 1", 0, "  current   ROOT/current -> go/1.92.1\n"},
	{"use 1.92.1", 0, "Go 1.92.1 is in use; nothing to do\n"},
	{"list --json", 0, "{\n  \"root\": \"ROOT\",\n  \"current\": \"1.92.1\",\n  \"installed\": [\"1.91.4\", \"1.92.1\"],\n  \"available\": [\"1.92.1\", \"1.91.4\"]\n}\n"},
	{"uninstall 1.91 --dry-run", 0, "Would remove ROOT/go/1.91.4\n"},
	{"uninstall 1.91", 0, "  removed   ROOT/go/1.91.4\n"},
	{"uninstall 1.91", 1, "gosetup: error: Go 1.91 is not installed; have 1.92.1; to install it, type: gosetup install 1.91\n"},
	{"use 1.92 --project", 1, "gosetup: error: there is no go.mod here or above; change to your project\n"},
	{"use", 2, "gosetup: gosetup use needs a VERSION; try --help\n"},
	{"uninstall", 2, "gosetup: gosetup uninstall needs a VERSION or --all; try --help\n"},
	{"uninstall 1 --all", 2, "gosetup: gosetup uninstall takes a VERSION or --all, not both; try --help\n"},
	{"list 1", 2, "gosetup: gosetup list takes no 1; try --help\n"},
	{"list --all", 2, "gosetup: gosetup list takes no --all; try --help\n"},
	{"use 1 2", 2, "gosetup: gosetup use takes no 2; try --help\n"},
	{"env nu", 2, "gosetup: there are no lines for nu; have sh, bash, zsh, fish and pwsh; try --help\n"},
	{"frob", 2, "gosetup: there is no command frob; have install use list env plan doctor fix uninstall info version help; try --help\n"},
	{"version", 0, "gosetup VERSION\n"},
	{"uninstall --all -q", 0, ""},
	{"uninstall --all", 0, "There is no gosetup in ROOT; nothing to do\n"},
}

// The command of gosetup, from an empty home to an empty home.
func TestCommand(t *testing.T) {
	if runtime.GOOS+runtime.GOARCH != "linuxamd64" {
		t.Log("the texts name linux-amd64")
		return
	}
	dist, err := twoVersions()
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(filepath.Dir(dist), "mirror", "go1.91.4.linux-amd64.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(sums)
	for _, k := range keepers {
		t.Run(k.argv[0], func(t *testing.T) {
			s := k.sandbox(t)
			t.Parallel()
			before := textOf(t, s.home)
			names := strings.NewReplacer(s.root(), "ROOT", filepath.Dir(dist)+"/mirror", "MIRROR", hex.EncodeToString(sum[:]), "SUM", "gosetup "+renderedBy(t, dist), "gosetup VERSION")
			for _, step := range session {
				got := s.run("", k.call(dist, strings.Fields(step.command)...)...)
				text := names.Replace(got.stdout + got.stderr)
				want := step.want
				if k.file == powerShell.file {
					want = strings.Replace(want, " doctor fix ", " doctor ", 1)
				}
				if diff := cmp.Diff(want, text); diff != "" || got.code != step.code {
					t.Errorf("gosetup %s: exit %d, want %d (-want +got):\n%s", step.command, got.code, step.code, diff)
				}
			}
			if diff := cmp.Diff(before, textOf(t, s.home)); diff != "" {
				t.Errorf("something is left in the home:\n%s", diff)
			}
		})
	}
}

// renderedBy is the version that the header of a rendered file names.
func renderedBy(t *testing.T, dist string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dist, "gosetup"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "generated by gosetup ")
	v, _, _ := strings.Cut(rest, " ")
	return v
}

// What gosetup env prints is what the start-up files get, and works when it is
// evaluated.
func TestCommandEnv(t *testing.T) {
	dist, err := twoVersions()
	if err != nil {
		t.Fatal(err)
	}
	s := newSandbox(t)
	for _, shell := range []string{"sh", "bash", "zsh", "fish"} {
		evaluate := `eval "$(sh "$0" env ` + shell + `)"; command -v go`
		if shell == "fish" {
			evaluate = `sh $argv[1] env fish | source; command -v go`
		}
		s.must("sh", filepath.Join(dist, "gosetup"), "install", "--no-shells", "-q")
		if got := s.must(shell, "-c", evaluate, filepath.Join(dist, "gosetup")); got != s.root()+"/current/bin/go" {
			t.Errorf("%s finds %q", shell, got)
		}
	}
}

// PowerShell gets the lines of its own unasked.
func TestCommandEnvPowerShell(t *testing.T) {
	dist, err := twoVersions()
	if err != nil {
		t.Fatal(err)
	}
	s := powerShell.sandbox(t)
	s.must(powerShell.call(dist, "install", "--no-shells", "-q")...)
	evaluate := `& $env:GOSETUP_PS1 env | Invoke-Expression; (Get-Command go).Path`
	s.env["GOSETUP_PS1"] = filepath.Join(dist, "gosetup.ps1")
	if got := s.must("pwsh", "-NoProfile", "-NonInteractive", "-Command", evaluate); got != s.root()+"/current/bin/go" {
		t.Errorf("pwsh finds %q", got)
	}
}

// --project leaves the choice to Go: it writes go.mod and nothing else. This
// needs a real Go.
func TestCommandProject(t *testing.T) {
	real := testKit(t)
	for _, k := range []keeper{{[]string{"sh"}, "gosetup"}, powerShell} {
		t.Run(k.argv[0], func(t *testing.T) {
			s := k.sandbox(t)
			dir := filepath.Join(s.home, "project")
			if err := errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module x\n\ngo 1.21\n"), 0o644)); err != nil {
				t.Fatal(err)
			}
			s.must(k.call(real.dist, "install", "--no-shells", "--no-tools", "-q")...)
			use := k.call(real.dist, "use", real.version, "--project")
			got := s.must(append([]string{"sh", "-c", `cd project/ && exec "$@"`, "sh"}, use...)...)
			if want := "  project   toolchain go" + real.version + " in " + dir + "/go.mod"; got != want {
				t.Errorf("it says %q, want %q", got, want)
			}
			text, _ := os.ReadFile(filepath.Join(dir, "go.mod"))
			if want := "module x\n\ngo 1.21\n\ntoolchain go" + real.version + "\n"; string(text) != want {
				t.Errorf("go.mod is %q, want %q", text, want)
			}
		})
	}
}
