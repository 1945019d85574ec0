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
// published. Its errors are what brew's audit would say.
func New(name, desc, version, url string, p profiles.Publish) (Formula, error) {
	f := Formula{Name: name, Class: Class(name), Desc: desc, Homepage: p.Homepage, URL: url, License: ParseLicense(p.License)}
	if DetectVersion(url) != version {
		f.Version = version
	}
	return f, errors.Join(
		complain("formula "+name, CheckName(name)),
		complain(fmt.Sprintf("publish.description: %q", desc), CheckDesc(name, desc)),
		complain("publish.license:", f.License.Check()),
	)
}

// complain makes an error of what a check says, nil of "".
func complain(about, what string) error {
	if what == "" {
		return nil
	}
	return fmt.Errorf("%s %s", about, what)
}
