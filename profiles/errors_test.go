package profiles

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lists and forms that many messages end with.
const (
	topKeys      = "extends, description, targets, go, root, sources, settings, tools, shells, verify, gpg, slim, doctor, platforms, publish, outputs"
	allPlatforms = "darwin-arm64, darwin-amd64, linux-amd64, linux-arm64, linux-amd64-musl, linux-arm64-musl, windows-amd64, windows-arm64"
	allSettings  = "GOPROXY, GOSUMDB, GOPRIVATE, GONOPROXY, GONOSUMDB, GOTOOLCHAIN, GOPATH, GOBIN, GOCACHE, GOMODCACHE, GOTMPDIR, GOFLAGS, CGO_ENABLED, GOAUTH, GOVCS"
	allTools     = "dlv, gofumpt, goimports, golangci-lint, gopls, gotestsum, govulncheck, staticcheck"
	unixRoot     = "a path that begins with / or ~/ and has only letters, digits and . _ - + @ % , ="
	sourceForms  = "https://host/path, http:// on 127.0.0.1, localhost or [::1], or file:///path, without credentials or query; goproxy+ before it if it is a module proxy"
	proxyForms   = `URLs, direct or off with "," (next if not found) or "|" (next on any error) between, no spaces, no credentials`
	allShells    = "sh, bash, zsh, fish, pwsh"
)

// badProfiles has at least one mistake per source; want lists the errors, each
// without its "x.yaml:".
var badProfiles = []struct {
	name, src string
	want      []string
}{
	{"unknown keys", "extend: default\ngo:\n  version: [x]\nzzz: 1\n", []string{
		`1:1: unknown key "extend", did you mean "extends"; have ` + topKeys,
		`3:3: unknown key "version" in go, did you mean "versions"; have versions`,
		`4:1: unknown key "zzz"; have ` + topKeys,
	}},
	{"unknown key far down", "platforms:\n  wsl2:\n    settings: {value: {}}\n", []string{
		`3:16: unknown key "value" in platforms.wsl2.settings, did you mean "values"; have persist, values`,
	}},
	{"duplicate key", "go: {versions: [\"1.27.3\"]}\nroot: /a\nroot: /b\n", []string{
		`3:1: key "root" stands on line 2 already; want it once`,
	}},
	{"duplicate key, two levels down", "settings:\n  values:\n    GOPROXY: off\n    \"GOPROXY\": direct\n", []string{
		`4:5: key "GOPROXY" stands on line 3 already; want it once`,
	}},
	{"duplicate item", "shells:\n  - zsh\n  - fish\n  - zsh\n", []string{
		`4:5: "zsh" stands twice in shells; want it once`,
	}},
	{"duplicate source but for a slash", "sources: [https://a.example, https://a.example/]\n", []string{
		`1:30: "https://a.example" stands twice in sources; want it once`,
	}},
	{"number for a version", "go: {versions: [1.10, 1.27]}\n", []string{
		`1:17: go.versions[0]: 1.10 is a number; quote it: "1.10"`,
		`1:23: go.versions[1]: 1.27 is a number; quote it: "1.27"`,
	}},
	{"number for a setting", "settings: {values: {CGO_ENABLED: 0}}\n", []string{
		`1:34: settings.values.CGO_ENABLED: 0 is a number; quote it: "0"`,
	}},
	{"boolean for a string", "description: true\n", []string{
		`1:14: description: true is a boolean; quote it: "true"`,
	}},
	{"number for a key", "settings: {values: {1.27: x}}\n", []string{
		`1:21: key 1.27 is a number; quote it: "1.27"`,
	}},
	{"a string for a switch", "slim: \"yes\"\n", []string{
		"1:7: slim is a string; want true or false",
	}},
	{"null for a switch", "slim:\n", []string{
		"1:7: slim has no value; want true or false",
	}},
	{"signature without a digest", "verify: gpg\n", []string{
		`1:9: unknown verify "gpg"; have sha256, sha256+gpg`,
	}},
	{"fingerprint as it is printed", "gpg: {fingerprint: EB4C 1BFD, key: ftp://a.example/key}\n", []string{
		`1:20: bad fingerprint "EB4C 1BFD"; want the 40 hex digits of a primary key, in capitals and without blanks`,
		`1:36: bad key "ftp://a.example/key"; want https://host/file, http:// on 127.0.0.1, localhost or [::1], or file:///file, without credentials or query`,
	}},
	{"null for a string", "root:\nextends: ~\n", []string{
		"1:6: root has no value; want " + unixRoot,
		"2:10: extends has no value; want a built-in profile or a path",
	}},
	{"null for a list", "shells:\n", []string{
		"1:9: shells has no value; want a list such as [a, b]",
	}},
	{"null for a mapping", "go:\n", []string{
		"1:5: go has no value; want a mapping",
	}},
	{"null in a list", "shells: [zsh, ~]\n", []string{
		"1:15: shells[1] has no value; want one of " + allShells,
	}},
	{"null in platforms", "platforms: {wsl2: }\n", []string{
		"1:18: platforms.wsl2 has no value; want a mapping",
	}},
	{"empty string", "root: ''\n", []string{
		"1:7: root is empty; want " + unixRoot + ", or leave it out",
	}},
	{"empty list", "go: {versions: []}\n", []string{
		"1:16: go.versions is empty; want at least one, or leave the key out",
	}},
	{"string for a list", "shells: zsh\n", []string{
		"1:9: shells is a string; want a list such as [a, b]",
	}},
	{"list for a string", "root: [/a]\n", []string{
		"1:7: root is a list; want " + unixRoot,
	}},
	{"list for a mapping", "go: [1.27.3]\n", []string{
		"1:5: go is a list; want a mapping",
	}},
	{"mapping for a choice", "settings:\n  persist:\n    goenv: yes\n", []string{
		"3:5: settings.persist is a mapping; want one of goenv, shell",
	}},
	{"list at the top", "- a\n", []string{
		"1:1: the file is a list; want a mapping",
	}},
	{"string at the top", "default\n", []string{
		"1:1: the file is a string; want a mapping",
	}},
	{"empty file", "", []string{
		"1:1: the file is empty; have " + topKeys,
	}},
	{"only comments", "# nothing\n", []string{
		"1:1: the file is empty; have " + topKeys,
	}},
	{"only a dash line", "---\n", []string{
		"1:1: the file is empty; have " + topKeys,
	}},
	{"second document", "extends: default\n---\nextends: cn\n", []string{
		"2:1: a second document begins; want one in a file",
	}},
	{"second document, empty", "extends: default\n---\n", []string{
		"2:1: a second document begins; want one in a file",
	}},
	{"directive", "%YAML 1.1\n---\nextends: default\n", []string{
		"1:1: a directive; want plain YAML",
	}},
	{"invalid UTF-8", "description: é\xff\n", []string{
		"1:15: byte 0xff is not UTF-8; save the file as UTF-8",
	}},
	{"NUL", "description: a\n# b\u0000\n", []string{
		"2:4: control character U+0000; want plain text",
	}},
	{"control character", "description: \u001b[1m\n", []string{
		"1:14: control character U+001B; want plain text",
	}},
	{"control character by escape", `description: "a\e[1m"`, []string{
		`1:14: "a\x1b[1m" has a character that does not print, U+001B; want one line of text`,
	}},
	{"newline by a block", "description: |\n  a\n", []string{
		`1:14: "a\n" has a character that does not print, U+000A; want one line of text`,
	}},
	{"right-to-left override", "description: a\u202eb\n", []string{
		`1:14: "a\u202eb" has a character that does not print, U+202E; want one line of text`,
	}},
	{"control character in a key", `"ro\u0007ot": /a`, []string{
		`1:1: key "ro\aot" has a character that does not print; want plain text`,
	}},
	{"lone carriage return", "extends: default\rroot: /a\n", []string{
		"1:17: control character U+000D; want plain text",
	}},
	{"anchor and alias", "root: &r /a\nextends: *r\n", []string{
		"1:7: root is an anchor, which is not read; want " + unixRoot,
		"2:10: extends is an alias, which is not read; want a built-in profile or a path",
	}},
	{"merge key", "<<: {root: /a}\n", []string{
		"1:1: the key is a merge key; want a plain string",
	}},
	{"tag", "root: !!str /a\n", []string{
		"1:7: root is a tag, which is not read; want " + unixRoot,
	}},
	{"complex key", "? root\n: /a\n", []string{
		"1:1: the key is a complex key; want a plain string",
	}},
	{"tab", "go:\n\tversions: []\n", []string{
		`2:1: found character '\t' that cannot start any token; want YAML`,
	}},
	{"not closed", "shells: [zsh\n", []string{
		"1:9: sequence end token ']' not found; want YAML",
	}},
	{"colon in a value", "description: a: b\n", []string{
		"1:14: mapping value is not allowed in this context; want YAML",
	}},
	{"Go versions", `go: {versions: ["1.27", go1.27.3, 1.27.3rc1, 1.027.3, latest]}`, []string{
		`1:17: bad Go version "1.27"; want three numbers such as 1.27.3`,
		`1:25: bad Go version "go1.27.3"; want three numbers such as 1.27.3`,
		`1:35: bad Go version "1.27.3rc1"; want three numbers such as 1.27.3`,
		`1:46: bad Go version "1.027.3"; want three numbers such as 1.27.3`,
		`1:55: bad Go version "latest"; want three numbers such as 1.27.3`,
	}},
	{"choices", "targets: [darwin, linux-arm64-mus]\nshells: [nu, Bash]\noutputs: [brewfile]\nsettings: {persist: direnv}\n", []string{
		`1:11: unknown target "darwin"; have ` + allPlatforms,
		`1:19: unknown target "linux-arm64-mus", did you mean "linux-arm64-musl"; have ` + allPlatforms,
		`2:10: unknown shell "nu"; have ` + allShells,
		`2:14: unknown shell "Bash", did you mean "bash"; have ` + allShells,
		`3:11: unknown output "brewfile", did you mean "Brewfile"; have install.sh, install.zsh, install.fish, install.ps1, gosetup, gosetup.ps1, env, completions, man, doc, Brewfile, tap, scoop, winget`,
		`4:21: unknown persist "direnv"; have goenv, shell`,
	}},
	{"letters swapped", "shells: [zhs]\n", []string{
		`1:10: unknown shell "zhs", did you mean "zsh"; have ` + allShells,
	}},
	{"root after an override for Windows", "platforms: {windows-amd64: {root: 'C:\\x'}}\nroot: 'C:\\x'\n", []string{
		`2:7: bad root "C:\\x"; want ` + unixRoot,
	}},
	{"unknown platform", "platforms:\n  linux: {root: /a}\n  wsl: {root: /a}\n", []string{
		`2:3: unknown platform "linux"; have ` + allPlatforms + ", wsl2",
		`3:3: unknown platform "wsl", did you mean "wsl2"; have ` + allPlatforms + ", wsl2",
	}},
	{"never set", "settings:\n  values:\n    GOROOT: /a\n    GO111MODULE: on\n    GOINSECURE: a.example\n    GOPROXi: off\n", []string{
		"3:5: GOROOT is never set by gosetup: go finds its own; have " + allSettings,
		"4:5: GO111MODULE is never set by gosetup: modules are always on; have " + allSettings,
		"5:5: GOINSECURE is refused: modules would come unencrypted; use GOPRIVATE and https; have " + allSettings,
		`6:5: unknown Go setting "GOPROXi", did you mean "GOPROXY"; have ` + allSettings,
	}},
	{"GOSUMDB", "settings: {values: {GOSUMDB: off}}\n", []string{
		"1:30: GOSUMDB=off is refused: modules would go unverified; want GOPRIVATE for private ones, or another database",
	}},
	{"GOSUMDB form", "settings: {values: {GOSUMDB: sumdb}}\n", []string{
		`1:30: bad GOSUMDB "sumdb"; want a name such as sum.golang.org, name+hash+key, either with a URL after a space`,
	}},
	{"GOPROXY with a space", "settings: {values: {GOPROXY: 'https://a.example, direct'}}\n", []string{
		`1:30: bad GOPROXY "https://a.example, direct"; want ` + proxyForms,
	}},
	{"GOPROXY with an empty entry", "settings: {values: {GOPROXY: 'https://a.example,,direct'}}\n", []string{
		`1:30: bad GOPROXY "https://a.example,,direct"; want ` + proxyForms,
	}},
	{"GOPROXY with a slip", "settings: {values: {GOPROXY: 'https://a.example,dircet'}}\n", []string{
		`1:30: bad GOPROXY "https://a.example,dircet"; want ` + proxyForms,
	}},
	{"GOPROXY with a password", "settings: {values: {GOPROXY: 'https://u:p@a.example'}}\n", []string{
		`1:30: bad GOPROXY "https://u:p@a.example"; want ` + proxyForms,
	}},
	{"GOPRIVATE", "settings: {values: {GOPRIVATE: 'a.example, b.example'}}\n", []string{
		`1:32: bad GOPRIVATE "a.example, b.example"; want module patterns such as *.corp.example,example.com/team with commas between, no spaces`,
	}},
	{"GOTOOLCHAIN", "settings: {values: {GOTOOLCHAIN: 1.27.3}}\n", []string{
		`1:34: bad GOTOOLCHAIN "1.27.3"; want auto, local, path, or a release such as go1.27.3+auto`,
	}},
	{"directories", "settings: {values: {GOPATH: go, GOBIN: ./bin, GOCACHE: off, GOMODCACHE: 'C:\\x'}}\n", []string{
		`1:29: bad GOPATH "go"; want a path that begins with / or ~/`,
		`1:40: bad GOBIN "./bin"; want a path that begins with / or ~/`,
		`1:56: bad GOCACHE "off"; want a path that begins with / or ~/`,
		`1:73: bad GOMODCACHE "C:\\x"; want a path that begins with / or ~/`,
	}},
	{"directory on Windows", "platforms:\n  windows-amd64: {settings: {values: {GOPATH: /go}}}\n  wsl2: {settings: {values: {GOBIN: 'C:\\x'}}}\n", []string{
		`2:47: bad GOPATH "/go"; want a path that begins with ~/, a drive such as C:\ or a variable such as %LOCALAPPDATA%\`,
		`3:37: bad GOBIN "C:\\x"; want a path that begins with / or ~/`,
	}},
	{"other values", `settings: {values: {CGO_ENABLED: "yes", GOFLAGS: x, GOVCS: git}}`, []string{
		`1:34: unknown CGO_ENABLED value "yes"; have 0, 1`,
		`1:50: bad GOFLAGS "x"; want flags such as -mod=readonly`,
		`1:60: bad GOVCS "git"; want pattern:vcs pairs such as public:git,private:all`,
	}},
	{"roots", "root: go\nplatforms:\n  linux-amd64: {root: \"~user/x\"}\n  linux-arm64: {root: /a b}\n  darwin-arm64: {root: /a/../b}\n  darwin-amd64: {root: '%LOCALAPPDATA%\\go'}\n  windows-amd64: {root: /go}\n  windows-arm64: {root: 'C:\\..\\x'}\n", []string{
		`1:7: bad root "go"; want ` + unixRoot,
		`3:23: bad root "~user/x"; want ` + unixRoot,
		`4:23: bad root "/a b"; want ` + unixRoot,
		`5:24: root "/a/../b" has a .. in it; want the path it leads to`,
		`6:24: bad root "%LOCALAPPDATA%\\go"; want ` + unixRoot,
		`7:25: bad root "/go"; want a path that begins with ~/, a drive such as C:\ or %LOCALAPPDATA%\ and has only letters, digits and . _ - + @ , =`,
		`8:25: root "C:\\..\\x" has a .. in it; want the path it leads to`,
	}},
	{"sources", "sources:\n  - http://a.example\n  - http://127.0.0.1.a.example/dl\n  - http://localhost:x/dl\n  - https://u@a.example\n  - https://a.example/?x=y\n  - file://a\n  - https://a.example/$(id)\n", []string{
		`2:5: bad source "http://a.example"; want ` + sourceForms,
		`3:5: bad source "http://127.0.0.1.a.example/dl"; want ` + sourceForms,
		`4:5: bad source "http://localhost:x/dl"; want ` + sourceForms,
		`5:5: bad source "https://u@a.example"; want ` + sourceForms,
		`6:5: bad source "https://a.example/?x=y"; want ` + sourceForms,
		`7:5: bad source "file://a"; want ` + sourceForms,
		`8:5: bad source "https://a.example/$(id)"; want ` + sourceForms,
	}},
	{"no sources", "sources: []\n", []string{
		"1:10: sources is empty; want at least one, or leave the key out",
	}},
	{"tools", "tools: [goplz, gopls@0.23.0, example.com/x, nosuch@v1.0.0, 'a b', example.com/x@main]\n", []string{
		`1:9: unknown tool "goplz", did you mean "gopls"; have ` + allTools + ", or import/path@version",
		`1:16: bad tool "gopls@0.23.0"; want a known name, name@v1.2.3, or import/path@v1.2.3`,
		`1:30: tool "example.com/x" has no version; want example.com/x@v1.2.3`,
		`1:45: unknown tool "nosuch"; have ` + allTools + ", or import/path@version",
		`1:60: unknown tool "a b"; have ` + allTools + ", or import/path@version",
		`1:67: bad tool "example.com/x@main"; want a known name, name@v1.2.3, or import/path@v1.2.3`,
	}},
	{"publish", "publish: {homepage: http://a.example, url: 'https://a.example/{tag}', license: '', tap: org}\n", []string{
		`1:21: bad homepage "http://a.example"; want https://host/path`,
		`1:44: bad url "https://a.example/{tag}"; want https://host/path, where {version} is the only placeholder`,
		"1:80: publish.license is empty; want an SPDX expression such as MIT or Apache-2.0 OR MIT, or leave it out",
		`1:89: bad tap "org"; want owner/name such as org/tap`,
	}},
	{"columns count characters", "description: \"é\"\nshells: [\"ü\", zsh, nu]\n", []string{
		`2:10: unknown shell "ü"; have ` + allShells,
		`2:20: unknown shell "nu"; have ` + allShells,
	}},
	{"byte order mark and CRLF", "\ufeffextends: default\r\nroot: x\r\n", []string{
		`2:7: bad root "x"; want ` + unixRoot,
	}},
}

// TestBadProfiles compares whole messages: they are what a user has to go by.
func TestBadProfiles(t *testing.T) {
	for _, test := range badProfiles {
		_, err := loadText(test.src)
		got := strings.Split(strings.ReplaceAll(fmt.Sprint(err), "x.yaml:", ""), "\n")
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

func TestHugeProfile(t *testing.T) {
	_, err := loadText(strings.Repeat("#\n", 33<<10))
	if want := "x.yaml:1:1: the file has 67584 bytes; want at most 65536"; fmt.Sprint(err) != want {
		t.Errorf("got %v; want %s", err, want)
	}
}

// TestGoodValues are easily refused by a rule that means well.
func TestGoodValues(t *testing.T) {
	for _, src := range []string{
		"root: ~/.local/share/go",
		"root: /opt/go-1.27/a_b+c",
		"sources: ['http://127.0.0.1:8080/dl', 'http://localhost', 'http://[::1]:80/', 'file:///srv/go/', 'https://[2001:db8::1]/x']",
		"settings: {values: {GOPROXY: 'https://a.example:8443/go|http://athens:3000,direct', GOSUMDB: 'sum.a.example+0123abcd+Aa/+= https://sum.a.example/x'}}",
		"settings: {values: {GOPROXY: off, GOFLAGS: '-mod=readonly -trimpath', GOAUTH: netrc, GOVCS: 'public:git|hg,*:off'}}",
		"settings: {values: {GOPROXY: 'file:///srv/proxy', GOSUMDB: sumdb+0123abcd+Aa, GOPRIVATE: '*.a.example,b.example/x'}}",
		"settings: {values: {GOTOOLCHAIN: local+path, GOPATH: ~/go, GOTMPDIR: /tmp/a b, CGO_ENABLED: '1'}}",
		"settings: {values: {GOTOOLCHAIN: go1.27rc1+auto}}",
		"platforms: {windows-arm64: {root: 'D:\\go', settings: {values: {GOPATH: '%USERPROFILE%\\go', GOBIN: 'C:\\b'}}}}",
		"tools: [gopls@latest, example.com/cmd/x@v1.2.3-0.20260101000000-abcdef123456, example.com/y/v2@v2.0.0]",
		"tools: []\nshells: []\ntargets: []\noutputs: []",
		"description: Größe, 中文 & $(x) 'quoted'",
		"# only a comment more",
	} {
		if _, err := loadText("extends: default\n" + src); err != nil {
			t.Errorf("%s: %v", src, err)
		}
	}
}
