package profiles

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// A rule says which strings may stand in a place. The zero rule allows any line
// of text. Choices and patterns also go into the JSON Schema, so patterns use
// only what RE2 and ECMAScript have in common.
type rule struct {
	what    string              // "shell", as in: unknown shell "nu"
	choices []string            // all of them, in the order we document them
	pattern *regexp.Regexp      // anchored; used if there are no choices
	want    string              // what the pattern asks for, in words
	check   func(string) string // what a pattern cannot say: a complaint, or ""
	trim    string              // dropped from the end
	windows *rule               // what is allowed instead in an override for Windows
}

// complain returns what is wrong with s and what is allowed, or "".
func (r rule) complain(s string, windows bool) string {
	if windows && r.windows != nil {
		r = *r.windows
	}
	if i := unprintable(s); i >= 0 {
		return fmt.Sprintf("%q has a character that does not print, %U; want one line of text", s, []rune(s[i:])[0])
	}
	if r.check != nil {
		if complaint := r.check(s); complaint != "" {
			return complaint
		}
	}
	if r.choices != nil && !slices.Contains(r.choices, s) {
		return unknown(r.what, s, r.choices)
	}
	if r.pattern != nil && !r.pattern.MatchString(s) {
		return fmt.Sprintf("bad %s %q; want %s", r.what, s, r.want)
	}
	return ""
}

// wanted describes what is allowed to who wrote something else altogether.
func (r rule) wanted() string {
	switch {
	case r.choices != nil:
		return "one of " + strings.Join(r.choices, ", ")
	case r.want != "":
		return r.want
	}
	return "a string"
}

func (r rule) tidy(s string) string {
	if r.trim == "" {
		return s
	}
	return strings.TrimRight(s, r.trim)
}

// unprintable returns the index of the first character that a terminal would
// not show as itself, such as a control or a change of writing direction.
func unprintable(s string) int {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// The vocabulary of profiles, in the order we document it.
var (
	platformIDs = []string{
		"darwin-arm64", "darwin-amd64", "linux-amd64", "linux-arm64",
		"linux-amd64-musl", "linux-arm64-musl", "windows-amd64", "windows-arm64",
	}
	overlayIDs = []string{"wsl2"}
	shells     = []string{"sh", "bash", "zsh", "fish", "pwsh"}
	outputs    = []string{
		"install.sh", "install.zsh", "install.fish", "install.ps1", "gosetup", "gosetup.ps1", "env", "completions", "man", "doc", "Brewfile", "tap", "scoop", "winget",
	}
	// settingKeys are the Go settings that may be kept for a user. GOROOT and
	// GO111MODULE are not: Go knows better, and residue of them breaks it.
	settingKeys = []string{
		"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOTOOLCHAIN",
		"GOPATH", "GOBIN", "GOCACHE", "GOMODCACHE", "GOTMPDIR", "GOFLAGS",
		"CGO_ENABLED", "GOAUTH", "GOVCS",
	}
)

// ModuleProxy stands before the URL of a source that is a Go module proxy.
const ModuleProxy = "goproxy+"

// WithSignature is the Verify that asks for a signature on top of the digest.
const WithSignature = "sha256+gpg"

// GoSigner is the key that Go's releases are signed with: "Google Inc. (Linux
// Packages Signing Authority)", published at https://www.google.com/linuxrepositories/.
// Google makes a new subkey every year, so the key itself is fetched, and pinned by
// the fingerprint of its primary key.
var GoSigner = Signer{
	Fingerprint: "EB4C1BFD4F042F6DDDCCEC917721F63BD38B4796",
	Key:         "https://dl.google.com/linux/linux_signing_key.pub",
}

// Parts of patterns. A URL names no user: what is rendered gets published, and
// credentials belong into GOAUTH or .netrc.
const (
	port      = `(:[0-9]{1,5})?`
	host      = `([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:]+\])` + port
	loopback  = `(localhost|127\.0\.0\.1|\[::1\])` + port
	urlPath   = `(/[A-Za-z0-9._~%+@,=:-]*)*`
	fileURL   = `file://(/[A-Za-z0-9._~%+@,=:-]+)+/?`
	sourceURL = `(goproxy\+)?(https://` + host + urlPath + `|http://` + loopback + urlPath + `|` + fileURL + `)`
	keyURL    = `(https://` + host + urlPath + `|http://` + loopback + urlPath + `|file://(/[A-Za-z0-9._~%+@,=:-]+)*)/[A-Za-z0-9._-]+`
	proxyItem = `(direct|off|https?://` + host + urlPath + `|` + fileURL + `)`
	// releasePath is a urlPath in which {version} may stand.
	releasePath = `(/([A-Za-z0-9._~%+@,=:-]|\{version\})*)*`
	glob        = `[^\s,]+`
	sumdbKey    = `\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+`
	goRelease   = `go1\.[0-9]+(\.[0-9]+)?((rc|beta)[0-9]+)?(-[a-z0-9]+)?`
)

// profileRules are the rules that tags in profile.go name.
var profileRules = merged(settingRules, map[string]rule{
	"extends":  {what: "extends", pattern: whole(`[^\s].*`), want: "a built-in profile or a path"},
	"target":   {what: "target", choices: platformIDs},
	"platform": {what: "platform", choices: append(append([]string{}, platformIDs...), overlayIDs...)},
	"output":   {what: "output", choices: outputs},
	"shell":    {what: "shell", choices: shells},
	"persist":  {what: "persist", choices: []string{"goenv", "shell"}},
	"setting":  {what: "Go setting", choices: settingKeys, check: checkSettingKey},
	"version": {
		what: "Go version", pattern: whole(`[1-9][0-9]*\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)`),
		want: "three numbers such as 1.27.3",
	},
	"root": {
		what: "root", pattern: whole(`~?(/[A-Za-z0-9._+@%,=-]+)+`), check: checkDots,
		want: "a path that begins with / or ~/ and has only letters, digits and . _ - + @ % , =",
		windows: &rule{
			what: "root", check: checkDots,
			pattern: whole(`(~|[A-Za-z]:|%LOCALAPPDATA%)([/\\][A-Za-z0-9._+@,=-]+)+`),
			want:    `a path that begins with ~/, a drive such as C:\ or %LOCALAPPDATA%\ and has only letters, digits and . _ - + @ , =`,
		},
	},
	"source": {
		what: "source", pattern: whole(sourceURL), trim: "/",
		want: "https://host/path, http:// on 127.0.0.1, localhost or [::1], or file:///path, without credentials or query; goproxy+ before it if it is a module proxy",
	},
	"verify": {what: "verify", choices: []string{"sha256", WithSignature}},
	"fingerprint": {
		what: "fingerprint", pattern: whole(`[0-9A-F]{40}`),
		want: "the 40 hex digits of a primary key, in capitals and without blanks",
	},
	"key": {
		what: "key", pattern: whole(keyURL),
		want: "https://host/file, http:// on 127.0.0.1, localhost or [::1], or file:///file, without credentials or query",
	},
	"probe":    {what: "probe", pattern: whole(`GD[0-9]{2}`), want: "the ID of a probe of gosetup doctor, such as GD25"},
	"severity": {what: "severity", choices: []string{"error", "warning"}},
	"tool": {
		what: "tool", pattern: whole(toolPattern), check: checkTool,
		want: "a known name, name@v1.2.3, or import/path@v1.2.3",
	},
	"homepage": {what: "homepage", pattern: whole(`https://` + host + urlPath), want: "https://host/path"},
	"url": {
		what: "url", pattern: whole(`https://` + host + releasePath + `|http://` + loopback + releasePath),
		want: "https://host/path, where {version} is the only placeholder",
	},
	"release": {
		what: "version", pattern: whole(`(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){1,3}(-[0-9A-Za-z]+(\.[0-9A-Za-z]+)*)?`),
		want: "numbers such as 1.4.0, or 1.4.0-rc.1",
	},
	"license": {
		what: "license", pattern: whole(`[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*`),
		want: "an SPDX expression such as MIT or Apache-2.0 OR MIT",
	},
	"formula": {what: "formula", pattern: whole(`[a-z][a-z0-9+_.@-]*`), want: "the name of a formula, such as gosetup"},
	"tap":     {what: "tap", pattern: whole(`[A-Za-z0-9-]+/[A-Za-z0-9._-]+`), want: "owner/name such as org/tap"},
})

// settingRules has a rule for each of settingKeys.
var settingRules = map[string]rule{
	"GOPROXY": {
		what: "GOPROXY", pattern: whole(proxyItem + `([,|]` + proxyItem + `)*`),
		want: `URLs, direct or off with "," (next if not found) or "|" (next on any error) between, no spaces, no credentials`,
	},
	"GOSUMDB": {
		what: "GOSUMDB", check: checkSumDB,
		pattern: whole(`([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(` + sumdbKey + `)?|[A-Za-z0-9-]+` + sumdbKey + `)( https://` + host + urlPath + `)?`),
		want:    "a name such as sum.golang.org, name+hash+key, either with a URL after a space",
	},
	"GOPRIVATE": globs("GOPRIVATE"),
	"GONOPROXY": globs("GONOPROXY"),
	"GONOSUMDB": globs("GONOSUMDB"),
	"GOTOOLCHAIN": {
		what: "GOTOOLCHAIN", pattern: whole(`(auto|path|(local|` + goRelease + `)(\+(auto|path))?)`),
		want: "auto, local, path, or a release such as go1.27.3+auto",
	},
	"GOPATH":      directory("GOPATH"),
	"GOBIN":       directory("GOBIN"),
	"GOCACHE":     directory("GOCACHE"),
	"GOMODCACHE":  directory("GOMODCACHE"),
	"GOTMPDIR":    directory("GOTMPDIR"),
	"GOFLAGS":     {what: "GOFLAGS", pattern: whole(`['"]?-.*`), want: "flags such as -mod=readonly"},
	"CGO_ENABLED": {what: "CGO_ENABLED value", choices: []string{"0", "1"}},
	"GOAUTH":      {},
	"GOVCS": {
		what: "GOVCS", pattern: whole(`[^\s,:]+:[a-z|]+(,[^\s,:]+:[a-z|]+)*`),
		want: "pattern:vcs pairs such as public:git,private:all",
	},
}

func globs(key string) rule {
	return rule{
		what: key, pattern: whole(glob + `(,` + glob + `)*`),
		want: "module patterns such as *.corp.example,example.com/team with commas between, no spaces",
	}
}

// directory allows what Go itself accepts once ~ and % are replaced: it stops at
// a relative path.
func directory(key string) rule {
	return rule{
		what: key, pattern: whole(`~?/.*`), want: "a path that begins with / or ~/",
		windows: &rule{
			what: key, pattern: whole(`(~|[A-Za-z]:|%[A-Za-z]+%)[/\\].*`),
			want: `a path that begins with ~/, a drive such as C:\ or a variable such as %LOCALAPPDATA%\`,
		},
	}
}

// never says why some settings are not merely unknown.
var never = map[string]string{
	"GOROOT":      "GOROOT is never set by gosetup: go finds its own",
	"GO111MODULE": "GO111MODULE is never set by gosetup: modules are always on",
	"GOINSECURE":  "GOINSECURE is refused: modules would come unencrypted; use GOPRIVATE and https",
}

func checkSettingKey(key string) string {
	why, ok := never[key]
	if !ok {
		return ""
	}
	return why + "; have " + strings.Join(settingKeys, ", ")
}

func checkSumDB(s string) string {
	if s != "off" {
		return ""
	}
	return "GOSUMDB=off is refused: modules would go unverified; want GOPRIVATE for private ones, or another database"
}

// checkDots keeps a path from leading elsewhere than it says.
func checkDots(s string) string {
	for _, elem := range strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '\\' }) {
		if elem == "." || elem == ".." {
			return fmt.Sprintf("root %q has a %s in it; want the path it leads to", s, elem)
		}
	}
	return ""
}

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(` + pattern + `)$`) }

func merged(list ...map[string]rule) map[string]rule {
	all := map[string]rule{}
	for _, m := range list {
		maps.Copy(all, m)
	}
	return all
}
