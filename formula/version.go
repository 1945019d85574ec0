package formula

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// A detector is one of the forms that brew tries on an address, one after the
// other, until one gives a version (Homebrew's Version::VERSION_PARSERS).
type detector struct {
	whole bool // it looks at the address, else at the file's name without its ending
	form  *regexp.Regexp
	dots  bool // the version has _ for .
}

// Parts of the forms.
const (
	number     = `(?:\d+(?:\.\d+)*)`                                     // 1, 1.2
	dotted     = `(?:\d+(?:\.\d+)+)`                                     // 1.2
	minor      = `(?:\d+(?:\.\d+){1,2})`                                 // 1.2, 1.2.3
	content    = `(?:[._-](?i:bin|dist|stable|src|sources?|final|full))` // -src
	prerelease = `(?:[._-]?(?i:alpha|beta|pre|rc)\.?\d{0,2})`            // -rc.1
)

// detectors lists the forms in brew's order. The first, the tag of a release on
// GitHub that is nothing but a version, was seen with Homebrew 6.0: it holds
// whatever the name of the file is. Others that are rarely met, but decide before
// those behind them, are here so that these are not asked.
var detectors = []detector{
	address(`^https://github\.com/[^/]+/[^/]+/releases/download/v?(` + dotted + prerelease + `?)/`),
	stem(`(?:^|[._-]?)v?(\d{4}-\d{2}-\d{2})`),                                       // tool-2026-11-22
	address(`github\.com/.+/(?:zip|tar)ball/(?:v|\w+-)?((?:\d+[._-])+\d*)$`),        // /tarball/v1.2.3
	address(`[_-]([Rr]\d+[AaBb]\d*(?:-\d+)?)`),                                      // OTP_R15B01
	{form: regexp.MustCompile(`((?:\d+_)+\d+)$`), dots: true},                       // tool_1_39_0
	stem(`[_-](` + dotted + `-(?:p|P|rc|RC)?\d+)` + content + `?$`),                 // tool-1.2.3-1
	stem(`^v?(` + dotted + `(?:-` + number + `)+)`),                                 // v1.2-3
	address(`[-v](` + number + `)$`),                                                // /tar.gz/v1.2.3
	stem(`-(\d+-\d+)`),                                                              // tool-398-1
	stem(`-(` + number + `)$`),                                                      // tool-1.2.3
	stem(`-(` + number + `(?:.post\d+)?)$`),                                         // tool-1.2.3.post1
	stem(`-(` + number + `(?:[abc]|rc|RC)\d*)$`),                                    // tool-1.2.3b
	stem(`-(` + number + `-(?:alpha|beta|rc)\d*)$`),                                 // tool-1.2.3-rc1
	stem(`-(` + minor + `)-w(?:in)?(?:32|64)$`),                                     // tool-1.2-win64
	stem(`\.(` + minor + `)\+opam$`),                                                // tool.1.2+opam
	stem(`[_-](` + minor + `(?:-\d+)?)[._-](?:i[36]86|x86|x64(?:[_-](?:32|64))?)$`), // tool-1.2-x64
	stem(`[-.vV]?(` + dotted + prerelease + `)`),                                    // v1.2.3-beta1
	stem(`(` + number + `)$`),                                                       // tool1.2.3; tool_linux_amd64 is 64
	stem(`[-vV](` + dotted + `[abc]?)` + content + `$`),                             // tool-1.2.3-src
	stem(`-(` + dotted + `)-`),                                                      // tool-1.2-linux
	stem(`_(` + dotted + `[abc]?)\.orig$`),                                          // tool_1.2.orig
	stem(`-v?(\d[^-]+)`),                                                            // tool-1.2s
	stem(`_v?(\d[^_]+)`),                                                            // tool_1.2_macosx
	address(`/(?:[rvV]_?)?(\d+\.\d+(?:\.\d+){0,2})`),                                // /v1.2.3/tool
	stem(`\.v(\d+[a-z]?)`),                                                          // tool.v8d
	address(`[-.vV]?(` + dotted + prerelease + `?)`),                                // /tool-1.2.tar.bz2/mirror
}

func address(form string) detector { return detector{whole: true, form: regexp.MustCompile(form)} }
func stem(form string) detector    { return detector{form: regexp.MustCompile(form)} }

// DetectVersion is the version that brew reads from the address of an archive,
// "" when it finds none. A formula says version where this is another one, and
// must not where it is the same.
func DetectVersion(addr string) string {
	if plain, err := url.QueryUnescape(addr); err == nil {
		addr = plain
	}
	name := stemOf(addr)
	for _, d := range detectors {
		text := name
		if d.whole {
			text = addr
		}
		m := d.form.FindStringSubmatch(text)
		switch {
		case m == nil || m[1] == "":
		case d.dots:
			return strings.ReplaceAll(m[1], "_", ".")
		default:
			return m[1]
		}
	}
	return ""
}

var (
	sourceForge  = regexp.MustCompile(`(?:sourceforge\.net|sf\.net)/.*/download$`)
	noEnding     = regexp.MustCompile(`\.[^a-zA-Z]+$`)
	doubleEnding = regexp.MustCompile(`\.(?:tar|cpio|pax)\.(?:gz|bz2|lz|xz|zst|Z)$`)
	onlyNumbers  = regexp.MustCompile(`\b\d+\.\d+[^.]*$`)
)

// stemOf is the name of the file at an address without its ending, which a
// number is not.
func stemOf(addr string) string {
	if sourceForge.MatchString(addr) {
		addr = path.Dir(addr)
	}
	name := path.Base(addr)
	switch {
	case noEnding.MatchString(addr):
		return name
	case doubleEnding.MatchString(name):
		return doubleEnding.ReplaceAllString(name, "")
	case onlyNumbers.MatchString(name) && !strings.HasSuffix(name, ".7z"):
		return name
	}
	return strings.TrimSuffix(name, path.Ext(name))
}
