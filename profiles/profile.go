package profiles

import (
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// The comments on types and fields below are also the descriptions in
// schema/profile.schema.json, so they speak to who writes YAML.
//
// Tags: yaml is the key; rule names the rule for the string or the list's
// strings (rules.go), "=key" the rule named like the map's key; keys the rule
// for a map's keys; need:"yes" forbids leaving the key out; min:"1" forbids [].

// A Profile says what people want: which Go, where from, with which settings, tools and shells.
type Profile struct {
	// The file name without .yaml.
	Name string `yaml:"-"`
	// The profile this one builds on: a built-in name, or a path relative to this file. Scalars override, lists replace, settings.values and platforms merge by key.
	Extends string `yaml:"extends" rule:"extends"`
	// One line about the profile.
	Description string `yaml:"description"`
	// The platforms to render for; all of them if left out.
	Targets []string `yaml:"targets" rule:"target"`
	Wants
	// What an archive has to pass: sha256 is the pinned digest; sha256+gpg asks for the signature beside it, too, NAME.asc, which takes gpg on the machine and rules out module proxies, and Windows unless gpg names who signs its archives.
	Verify string `yaml:"verify" rule:"verify"`
	// Who has to have signed for sha256+gpg; the key that Go's releases are signed with if left out.
	GPG Signer `yaml:"gpg"`
	// Whether Go is installed without its own tests, documents and api, for containers.
	Slim Switch `yaml:"slim"`
	// What gosetup doctor looks at.
	Doctor Doctor `yaml:"doctor"`
	// What differs on one platform, or on the overlay wsl2: fields given here win over the general ones.
	Platforms map[string]Wants `yaml:"platforms" keys:"platform"`
	// Where the rendered files are published.
	Publish Publish `yaml:"publish"`
	// What to render; everything if left out.
	Outputs []string `yaml:"outputs" rule:"output"`

	positions map[string]string // of the values, by path: "go.versions" is at "x.yaml:3:5"
}

// At says where a value was written, for a message: At("go.versions") is
// "x.yaml:3:5". Of several paths the first that is written counts; where none
// is, the profile's name has to do.
func (p *Profile) At(paths ...string) string {
	for _, path := range paths {
		if at, ok := p.positions[path]; ok {
			return at
		}
	}
	return "profile " + p.Name
}

// Wants is what a platform gets.
type Wants struct {
	// The Go toolchains.
	Go GoWants `yaml:"go"`
	// Where Go is installed, absolute or beginning with ~/; the platform's own place if left out.
	Root string `yaml:"root" rule:"root"`
	// Base URLs of the Go archives, tried in order; goproxy+URL is a Go module proxy, which has Go as the module golang.org/toolchain. Digests are pinned, so a source cannot change what is installed.
	Sources []string `yaml:"sources" rule:"source" min:"1"`
	// Go settings such as GOPROXY.
	Settings Settings `yaml:"settings"`
	// Tools to install: a known name (gopls), name@version, or import/path@version.
	Tools []string `yaml:"tools" rule:"tool"`
	// Shells whose start-up files put Go on PATH; [] touches none.
	Shells []string `yaml:"shells" rule:"shell"`
}

// A Signer is whose signature counts.
type Signer struct {
	// The fingerprint of the primary key, 40 hex digits in capitals; what one of its subkeys signed counts, too.
	Fingerprint string `yaml:"fingerprint" rule:"fingerprint"`
	// Where the public key is fetched; beside a local archive a file of that name is taken before.
	Key string `yaml:"key" rule:"key"`
}

// Doctor is what gosetup doctor leaves out, and what it takes more or less seriously.
type Doctor struct {
	// IDs of probes to leave out, such as GD25; --only asks for them all the same.
	Disable []string `yaml:"disable" rule:"probe"`
	// The severity of probes, by ID: error or warning.
	Severity map[string]string `yaml:"severity" keys:"probe" rule:"severity"`
}

// A Switch is on, off, or, as the zero value, not written.
type Switch string

// The values of a Switch.
const (
	On  Switch = "on"
	Off Switch = "off"
)

// GoWants is which Go toolchains there are to install, side by side.
type GoWants struct {
	// Full versions, such as "1.27.3" (quoted); the first is installed unless another is asked for.
	Versions []string `yaml:"versions" rule:"version" min:"1"`
}

// Settings are Go settings and the one place they are kept in.
type Settings struct {
	// Where: goenv is Go's own env file, seen by IDEs and every shell; shell is exports in start-up files.
	Persist string
	// The settings, sorted by key.
	Values []Setting
	// Keys written as null, sorted: they take an inherited value away. What For returns has none.
	Unset []string
}

// A Setting is one Go setting, such as GOTOOLCHAIN and auto.
type Setting struct{ Key, Value string }

// Publish says where the rendered files will be found; formulae need it.
type Publish struct {
	// The project's page.
	Homepage string `yaml:"homepage" rule:"homepage"`
	// The version that is published, such as 1.4.0, for a profile that changes while the generator stays; the generator's own if left out.
	Version string `yaml:"version" rule:"release" json:",omitempty"`
	// Base URL of the published files; {version} stands for the released version.
	URL string `yaml:"url" rule:"url"`
	// SPDX expression of the license, such as MIT.
	License string `yaml:"license" rule:"license"`
	// One line for package managers.
	Description string `yaml:"description"`
	// The Homebrew tap, such as org/tap.
	Tap string `yaml:"tap" rule:"tap"`
	// What formulae of the tap were called before: the old name and the one they have now.
	Renames map[string]string `yaml:"renames" keys:"formula" rule:"formula" json:",omitempty"`
}

// settingsYAML is Settings as written, where Values is a map and null a value.
type settingsYAML struct {
	Persist string             `yaml:"persist" rule:"persist" jsonschema_description:"Where the settings are kept: goenv is Go's own env file, seen by IDEs and every shell; shell is exports in start-up files."`
	Values  map[string]*string `yaml:"values" keys:"setting" rule:"=key" jsonschema_description:"Go settings by name; null takes an inherited one away. GOROOT and GO111MODULE are never set."`
}

// readYAML makes Settings of what is written; see document.value.
func (s *Settings) readYAML(d *document, n node, at place) {
	var y settingsYAML
	d.value(n, addressable(&y), at)
	s.Persist = y.Persist
	for key, value := range y.Values {
		if value == nil {
			s.Unset = append(s.Unset, key)
		} else {
			s.Values = append(s.Values, Setting{key, *value})
		}
	}
	slices.Sort(s.Unset)
	slices.SortFunc(s.Values, byKey)
}

// readYAML makes a Switch of true or false.
func (s *Switch) readYAML(d *document, n node, at place) {
	b, ok := n.(*ast.BoolNode)
	switch {
	case !ok:
		d.mismatch(n, at, "true or false")
	case b.Value:
		*s = On
	default:
		*s = Off
	}
}

// JSONSchemaAlias tells the schema generator what is written for a Switch.
func (Switch) JSONSchemaAlias() any { return false }

// JSONSchemaAlias tells the schema generator what is written for Settings.
func (Settings) JSONSchemaAlias() any { return settingsYAML{} }
