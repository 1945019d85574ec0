// Package formula knows what Homebrew requires of a formula, a tap and a
// Brewfile, and holds the data of their templates. What it states was seen with
// the real client, Homebrew 6.0.
package formula

import (
	"errors"
	"fmt"

	"github.com/org/gosetup/profiles"
)

// A Formula is what every formula says of itself.
type Formula struct {
	Name     string // "gosetup", "go-sdk@1.26"
	Class    string // "Gosetup", "GoSdkAT126"
	Desc     string // up to 80 characters, no full stop
	Homepage string
	URL      string // of the archive; "" if each platform has its own
	Version  string // "" when brew reads it from the URL; saying it twice fails its audit
	License  License
}

// New makes the formula of a program from what the profile says of where it is
// published. Its errors are what brew's audit would say, behind where at says that
// the value was written.
func New(name, desc, version, url string, p profiles.Publish, at At) (Formula, error) {
	f := Formula{Name: name, Class: Class(name), Desc: desc, Homepage: p.Homepage, URL: url, License: ParseLicense(p.License)}
	if DetectVersion(url) != version {
		f.Version = version
	}
	return f, errors.Join(
		at.complain("publish", CheckName(name)),
		at.complain("publish.description", CheckDesc(name, desc)),
		at.complain("publish.license", f.License.Check()),
	)
}

// At tells where a value was written, as profiles.Profile's method does.
type At func(paths ...string) string

// complain makes an error of what a check says of the value at path, nil of "".
func (at At) complain(path, what string) error {
	if what == "" {
		return nil
	}
	return fmt.Errorf("%s: %s %s", at(path), path, what)
}
