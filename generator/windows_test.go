package generator

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/org/gosetup/profiles"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemaDirs has our own schemas: no registry serves the published ones, so these
// say what the documentation says of the keys that we write. GOSETUP_SCHEMAS is a
// folder with the published ones under the same names, as CI fetches them.
func schemaDirs() []string {
	dirs := []string{"testdata/schemas"}
	if dir := os.Getenv("GOSETUP_SCHEMAS"); dir != "" {
		dirs = append(dirs, dir)
	}
	return dirs
}

func schemasOf(t *testing.T, name string) []*jsonschema.Schema {
	t.Helper()
	var all []*jsonschema.Schema
	for _, dir := range schemaDirs() {
		schema, err := jsonschema.NewCompiler().Compile(filepath.Join(dir, name))
		must(t, err)
		all = append(all, schema)
	}
	return all
}

// awkward are profiles whose packages for Windows are unlike the built-in ones'.
var awkward = map[string]string{
	"default":      "extends: default\n",
	"cn":           "extends: cn\n",
	"one-line":     "extends: default\ngo: {versions: [\"1.26.8\"]}\n",
	"three-lines":  "extends: default\ngo: {versions: [\"1.25.14\", \"1.27.1\", \"1.26.8\"]}\n",
	"arm-only":     "extends: default\ntargets: [windows-arm64]\n",
	"windows-only": "extends: default\ntargets: [windows-amd64, windows-arm64]\n",
	"no-windows":   "extends: default\ntargets: [linux-amd64]\n",
	"proxy":        "extends: default\ngo: {versions: [\"1.25.14\"]}\ntargets: [windows-amd64]\nsources: [\"goproxy+https://proxy.example\"]\n",
	"mirror":       "extends: default\nsources: [\"goproxy+https://proxy.example\", \"https://mirror.example:8443/go%20files\"]\n",
	"no-version":   "extends: default\npublish: {url: \"https://files.example/gosetup\", homepage: \"https://files.example\"}\n",
	"own-version":  "extends: default\npublish: {version: 2.0.0-rc.1}\n",
	"license":      "extends: default\npublish: {license: \"Apache-2.0 OR MIT AND BSD-3-Clause\"}\n",
	"odd-org":      "extends: default\npublish: {tap: 0-org-x/tap_x}\n",
}

// Every manifest is valid, whatever the profile.
func TestWindowsManifests(t *testing.T) {
	scoop := schemasOf(t, "scoop.json")
	winget := map[string][]*jsonschema.Schema{}
	for _, kind := range []string{"version", "installer", "defaultLocale"} {
		winget[kind] = schemasOf(t, "winget."+kind+".json")
	}
	for name, text := range awkward {
		t.Run(name, func(t *testing.T) {
			r := releaseOf(t, text+"outputs: [gosetup.ps1, scoop, winget]\n")
			kinds := map[string][]string{} // by folder
			for _, f := range r.Files {
				switch {
				case strings.HasPrefix(f.Path, "scoop/"):
					validate(t, f.Path, scoop, fromJSON(t, f.Data))
				case strings.HasPrefix(f.Path, "winget/"):
					value := fromYAML(t, f.Data)
					kind := fmt.Sprint(value["ManifestType"])
					validate(t, f.Path, winget[kind], value)
					checkPlace(t, f.Path, kind, value)
					kinds[path.Dir(f.Path)] = append(kinds[path.Dir(f.Path)], kind)
				}
			}
			for dir, have := range kinds {
				if slices.Sort(have); !slices.Equal(have, []string{"defaultLocale", "installer", "version"}) {
					t.Errorf("%s has %v", dir, have)
				}
			}
			checkDigests(t, r)
			if want := name != "no-windows"; want != (len(kinds) > 0) {
				t.Errorf("%d packages for winget", len(kinds))
			}
		})
	}
}

func fromJSON(t *testing.T, text []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	must(t, err)
	return value
}

// fromYAML reads as a JSON reader would, whose types schemas are about.
func fromYAML(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var value map[string]any
	must(t, yaml.UnmarshalWithOptions(text, &value, yaml.Strict()))
	again, err := json.Marshal(value)
	must(t, err)
	return fromJSON(t, again).(map[string]any)
}

func validate(t *testing.T, name string, schemas []*jsonschema.Schema, value any) {
	t.Helper()
	if len(schemas) == 0 {
		t.Errorf("%s: no schema for this kind", name)
	}
	for _, s := range schemas {
		if err := s.Validate(value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// checkPlace wants a manifest where winget looks for it: winget validate compares
// folder, file name and what is inside.
func checkPlace(t *testing.T, name, kind string, value map[string]any) {
	t.Helper()
	id := value["PackageIdentifier"].(string)
	ending := map[string]string{"version": "", "installer": ".installer", "defaultLocale": ".locale.en-US"}[kind]
	want := path.Join("winget/manifests", strings.ToLower(id[:1]), strings.ReplaceAll(id, ".", "/"), value["PackageVersion"].(string), id+ending+".yaml")
	if name != want {
		t.Errorf("%s; want %s", name, want)
	}
}

var (
	anyURL     = regexp.MustCompile(`"?(?:url|InstallerUrl)"?: "(http[^"]*/([^"/]+))"`)
	anyVersion = regexp.MustCompile(`"?(?:version|PackageVersion)"?: "([^"]+)"`)
	anyHash    = regexp.MustCompile(`"?(?:hash|InstallerSha256)"?: "([0-9a-f]{64})"`)
)

// checkDigests wants beside each URL the digest of what is there: the archive of
// this release, or that on record.
func checkDigests(t *testing.T, r Release) {
	t.Helper()
	known := map[string]string{}
	releases, err := profiles.Releases()
	must(t, err)
	for _, release := range releases {
		for _, f := range release.Files {
			known[f.Filename] = f.SHA256
		}
	}
	for _, a := range r.Archives {
		known[a.Path] = sum(a.Data)
	}
	for _, f := range r.Files {
		if !strings.HasPrefix(f.Path, "scoop/") && !strings.HasSuffix(f.Path, ".installer.yaml") {
			continue
		}
		hashes := anyHash.FindAllSubmatch(f.Data, -1)
		urls := slices.DeleteFunc(anyURL.FindAllSubmatch(f.Data, -1), func(m [][]byte) bool { return bytes.Contains(m[1], []byte("$version")) })
		if len(hashes) == 0 || len(hashes) != len(urls) {
			t.Errorf("%s: %d URLs and %d digests", f.Path, len(urls), len(hashes))
			continue
		}
		version := anyVersion.FindSubmatch(f.Data)[1]
		for i, url := range urls {
			if !bytes.Contains(url[2], version) {
				t.Errorf("%s is of version %s, and %s is not", f.Path, version, url[2])
			}
			if want := cmp.Or(known[string(url[2])], "one on record"); want != string(hashes[i][1]) {
				t.Errorf("%s: %s has %s; want %s", f.Path, url[1], hashes[i][1], want)
			}
		}
	}
}

// What the schemas are for, they find.
func TestWindowsSchemasRefuse(t *testing.T) {
	r := releaseOf(t, "extends: default\ngo: {versions: [\"1.27.3\"]}\nplatforms: {windows-arm64: {go: {versions: [\"1.27.3\"]}}}\n")
	const dir = "winget/manifests/o/org/go-sdk/1.27.3/org.go-sdk"
	tests := []struct{ schema, path, from, to string }{
		{"scoop.json", "scoop/bucket/gosetup.json", `"version": "0.1.0"`, `"version": 1`},
		{"scoop.json", "scoop/bucket/gosetup.json", `"bin"`, `"bins"`},
		{"scoop.json", "scoop/bucket/gosetup.json", `"hash": "`, `"hash": "0`},
		{"scoop.json", "scoop/bucket/gosetup.json", `"license"`, `"licence"`},
		{"scoop.json", "scoop/bucket/go-sdk.json", `"64bit"`, `"amd64"`},
		{"scoop.json", "scoop/bucket/go-sdk.json", `"extract_dir": "go",`, ``},
		{"winget.version.json", dir + ".yaml", "org.go-sdk", "org"},
		{"winget.version.json", dir + ".yaml", "version\n", "singleton\n"},
		{"winget.installer.json", dir + ".installer.yaml", "portable", "msi"},
		{"winget.installer.json", dir + ".installer.yaml", `"x64"`, `"amd64"`},
		{"winget.installer.json", dir + ".installer.yaml", `Sha256: "`, `Sha256: "x`},
		{"winget.installer.json", dir + ".installer.yaml", "ManifestVersion: 1.10.0", "ManifestVersion: 1.10"},
		{"winget.defaultLocale.json", dir + ".locale.en-US.yaml", "License:", "Licence:"},
	}
	for _, test := range tests {
		text := string(file(t, r.Files, test.path))
		broken := strings.Replace(text, test.from, test.to, 1)
		var value any
		if strings.HasSuffix(test.path, ".json") {
			value = fromJSON(t, []byte(broken))
		} else {
			value = fromYAML(t, []byte(broken))
		}
		if broken == text || schemasOf(t, test.schema)[0].Validate(value) == nil {
			t.Errorf("%s takes %q instead of %q", test.schema, test.to, test.from)
		}
	}
}
