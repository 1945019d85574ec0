// Package formula knows what Homebrew requires of a formula and of a Brewfile,
// and holds the data of their templates. What it states was seen with the real
// client, Homebrew 6.0.
package formula

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/org/gosetup/profiles"
)

// A Formula is the data of templates/tap/Formula/NAME.rb.
type Formula struct {
	Name     string // "gosetup"
	Class    string // "Gosetup"
	Desc     string // up to 80 characters, no full stop
	Homepage string
	URL      string
	Version  string // "" when brew reads it from the URL; saying it twice fails its audit
	License  string // SPDX
	Tap      string // "org/tap"
}

// New makes the formula of a program from what the profile says of where it is
// published. Its errors are what brew's audit would say.
func New(name, version, url string, p profiles.Publish) (Formula, error) {
	f := Formula{Name: name, Class: Class(name), Desc: p.Description, Homepage: p.Homepage, URL: url, License: p.License, Tap: p.Tap}
	if DetectVersion(url) != version {
		f.Version = version
	}
	return f, errors.Join(checkName(name), f.checkDesc(), f.checkTap())
}

var (
	classWord   = regexp.MustCompile(`[-_.\s]([a-zA-Z0-9])`)
	classAt     = regexp.MustCompile(`(.)@(\d)`)
	formulaName = regexp.MustCompile(`^[a-z][a-z0-9+_.-]*(@\d[a-z0-9.-]*)?$`)
	tapName     = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9._-]*$`)
)

// Class is the name of the Ruby class brew expects in NAME.rb: "GoSdkAT127" for
// "go-sdk@1.27" (Homebrew's Formulary.class_s).
func Class(name string) string {
	class := strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
	class = classWord.ReplaceAllStringFunc(class, func(s string) string { return strings.ToUpper(s[1:]) })
	class = strings.ReplaceAll(class, "+", "x")
	return classAt.ReplaceAllString(class, "${1}AT${2}")
}

// DetectVersion is the version that brew reads from a URL, "" when this
// package does not know it to read one: the tag of a GitHub release that is
// nothing but a version.
func DetectVersion(url string) string {
	m := githubTag.FindStringSubmatch(url)
	if m == nil {
		return ""
	}
	return m[1]
}

var githubTag = regexp.MustCompile(`^https://github\.com/[^/]+/[^/]+/releases/download/v?(\d+(?:\.\d+)*)/`)

func checkName(name string) error {
	if !formulaName.MatchString(name) || strings.Contains(name, "--") {
		return fmt.Errorf("formula %q: brew cannot address this name; use lower-case letters, digits, -, _, . and one @VERSION", name)
	}
	return nil
}

// checkDesc applies the rules of brew audit for desc.
func (f Formula) checkDesc() error {
	first, _, _ := strings.Cut(f.Desc, " ")
	var what string
	switch {
	case f.Desc == "":
		what = "is empty; say in a few words what it does"
	case len([]rune(f.Desc)) > 80:
		what = "is longer than 80 characters"
	case strings.TrimSpace(f.Desc) != f.Desc:
		what = "begins or ends with a space"
	case unicode.IsLower([]rune(f.Desc)[0]):
		what = "must begin with a capital"
	case first == "A" || first == "An" || first == "The":
		what = "must not begin with an article"
	case strings.EqualFold(first, f.Name):
		what = "must not begin with the formula's name"
	case strings.HasSuffix(f.Desc, "."):
		what = "must not end with a full stop"
	default:
		return nil
	}
	return fmt.Errorf("publish.description: %q %s", f.Desc, what)
}

func (f Formula) checkTap() error {
	if !tapName.MatchString(f.Tap) {
		return fmt.Errorf("publish.tap: %q is not USER/REPO in lower case, as in org/tap", f.Tap)
	}
	return nil
}
