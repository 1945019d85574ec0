package generator

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/target"
	"github.com/org/gosetup/profiles"
)

// A spec is what a profile means: names looked up, defaults filled in.
type spec struct {
	Profile     string
	Description string
	Digest      string // SHA-256 of all the rest, in hex
	Publish     profiles.Publish
	Version     string `json:"-"` // of the release; Publish has it if it is not the generator's
	URL         string // where the files are published, without a slash at the end
	Targets     []machine
	Outputs     []string
	Base        profiles.Wants   // without any platform's overrides
	Source      string           `json:"-"` // SHA-256 of the generator's source archive, in hex, if the tap is to have it
	Formula     formula.Formula  // of the command
	Gen         formula.Formula  `json:"-"` // of the generator, if there is a Source
	SDKs        []formula.SDK    // of the Go lines
	Tap         formula.Tap      `json:"-"`
	Signer      *profiles.Signer `json:",omitempty"` // who has to have signed the archives, nil if nobody
	Slim        bool             `json:",omitempty"`
	Doctor      *profiles.Doctor `json:",omitempty"` // nil for all probes as they are
}

// A machine is a platform, or an overlay on one, and what it gets.
type machine struct {
	ID       string // "linux-amd64-musl", "linux-amd64-wsl2"
	Overlay  string // "wsl2", or ""
	Platform profiles.Platform
	Wants    profiles.Wants
	Pins     []pin
	Tools    []toolPin
}

// A pin is one archive: what to fetch and what it must be.
type pin struct {
	Version string // "1.27.3"
	Line    string // "1.27"
	File    string // "go1.27.3.darwin-arm64.tar.gz"
	SHA256  string // in hex
	Module  string // the version of golang.org/toolchain that holds the same, such as "v0.0.1-go1.27.3.darwin-arm64"; "" without a Sum
	Sum     string // what its h1: hash says, in hex; "" when unknown
	MinOS   string // the oldest OS version that runs it, "" when unknown
}

// A toolPin is the version of a tool for one Go line.
type toolPin struct {
	Line string
	profiles.Pin
}

func (m machine) windows() bool { return m.Platform.GOOS == "windows" }

// resolve looks up all that p names: platforms, archives, tools. source is the
// digest of the generator's source, or "".
func resolve(p *profiles.Profile, releases []profiles.Release, source string) (*spec, error) {
	s := &spec{Source: source, Profile: p.Name, Description: p.Description, Publish: p.Publish, Base: p.Wants}
	if s.Publish.Version == Version {
		s.Publish.Version = ""
	}
	s.Version = cmp.Or(s.Publish.Version, Version)
	s.URL = strings.TrimSuffix(strings.ReplaceAll(p.Publish.URL, "{version}", s.Version), "/")
	s.Slim = p.Slim == profiles.On
	if len(p.Doctor.Disable)+len(p.Doctor.Severity) > 0 {
		s.Doctor = &p.Doctor
	}
	if p.Verify == profiles.WithSignature {
		s.Signer = &p.GPG
	}
	if p.GPG.Fingerprint == "" || p.GPG.Key == "" {
		return nil, fmt.Errorf("%s: gpg has only one of fingerprint and key; want both, or neither for the key of Go's releases", p.At("gpg"))
	}
	targets, err := machines(p)
	if err != nil {
		return nil, err
	}
	var missing problems
	for i := range targets {
		targets[i].lookUp(p, releases, &missing)
		if s.Signer != nil {
			targets[i].refuseUnsigned(p, &missing)
		}
	}
	s.Targets = targets
	if err := s.chooseOutputs(p); err != nil {
		return nil, err
	}
	if err := errors.Join(missing.err(len(targets)), s.resolveTap(p.At), unknownProbes(p), s.onePersist(), s.packagesHaveAll(), s.wingetTakesName()); err != nil {
		return nil, err
	}
	s.Digest, err = digest(s)
	return s, err
}

// machines lists the platforms of p, each followed by its overlays.
func machines(p *profiles.Profile) ([]machine, error) {
	platforms, err := profiles.Platforms()
	if err != nil {
		return nil, err
	}
	overlays, err := profiles.Overlays()
	if err != nil {
		return nil, err
	}
	var all []machine
	for _, platform := range platforms {
		if len(p.Targets) > 0 && !slices.Contains(p.Targets, platform.ID) {
			continue
		}
		all = append(all, machine{ID: platform.ID, Platform: platform, Wants: p.For(platform.ID)})
		for _, o := range overlays {
			if o.Overlays == platform.GOOS {
				all = append(all, machine{ID: platform.ID + "-" + o.ID, Overlay: o.ID, Platform: platform, Wants: p.For(platform.ID, o.ID)})
			}
		}
	}
	return all, nil
}

// lookUp finds the archives and tools of m.
func (m *machine) lookUp(p *profiles.Profile, releases []profiles.Release, missing *problems) {
	for i, version := range m.Wants.Go.Versions {
		found, ok := m.findPin(version, releases)
		if !ok {
			missing.add(m.at(p, fmt.Sprintf("go.versions[%d]", i)), m.ID, fmt.Sprintf("no digest is known for Go %s", version),
				"have "+strings.Join(m.newest(releases), ", ")+" and older ones of these lines")
			continue
		}
		if found.Sum == "" && onlyProxies(m.Wants.Sources) {
			missing.add(m.at(p, fmt.Sprintf("go.versions[%d]", i)), m.ID, fmt.Sprintf("no module hash is known for Go %s, and all sources are module proxies", version),
				"add a source that has the archives, such as https://go.dev/dl")
			continue
		}
		m.Pins = append(m.Pins, found)
		m.findTools(p, found.Line, missing)
	}
}

// refuseUnsigned reports what m would install without a signature: what comes from
// a module proxy, and the .zip of Windows, since Go's makers sign each .tar.gz only
// (golang.org/x/build/internal/relui, computeGPG).
func (m *machine) refuseUnsigned(p *profiles.Profile, missing *problems) {
	if m.windows() && p.GPG == profiles.GoSigner {
		missing.add(p.At("verify"), m.ID, "Go's makers sign no archive", "leave it out of targets, name a signer of your own under gpg, or write verify: sha256")
	}
	for i, source := range m.Wants.Sources {
		if strings.HasPrefix(source, profiles.ModuleProxy) {
			missing.add(m.at(p, fmt.Sprintf("sources[%d]", i)), m.ID, "a module proxy has no signatures, and verify is "+profiles.WithSignature,
				"take a source that has the archives, such as https://go.dev/dl, or verify: sha256")
		}
	}
}

func onlyProxies(sources []string) bool {
	return !slices.ContainsFunc(sources, func(s string) bool { return !strings.HasPrefix(s, profiles.ModuleProxy) })
}

// findPin finds the archive of one Go version; without its digest there is
// nothing to render.
func (m *machine) findPin(version string, releases []profiles.Release) (pin, bool) {
	for _, r := range releases {
		if f, ok := m.archive(r); ok && r.Version == "go"+version {
			line := lineOf(version)
			found := pin{Version: version, Line: line, File: f.Filename, SHA256: f.SHA256, MinOS: m.Platform.MinOS[line], Sum: moduleSum(f.ModuleSum)}
			if found.Sum != "" {
				found.Module = fmt.Sprintf("v0.0.1-%s.%s-%s", r.Version, f.OS, f.Arch)
			}
			return found, true
		}
	}
	return pin{}, false
}

// moduleSum is the hash of "h1:BASE64" in hex, as the hash programs print it.
func moduleSum(h1 string) string {
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(h1, "h1:"))
	if err != nil {
		return ""
	}
	return hex.EncodeToString(sum)
}

// archive is the file of a release for m.
func (m *machine) archive(r profiles.Release) (profiles.File, bool) {
	for _, f := range r.Files {
		if f.Kind == "archive" && f.OS == m.Platform.GOOS && f.Arch == m.Platform.GOARCH {
			return f, true
		}
	}
	return profiles.File{}, false
}

// newest lists the newest version of each line that m can have; releases are
// newest first.
func (m *machine) newest(releases []profiles.Release) []string {
	var versions []string
	seen := map[string]bool{}
	for _, r := range releases {
		version := strings.TrimPrefix(r.Version, "go")
		if _, ok := m.archive(r); ok && !seen[lineOf(version)] {
			seen[lineOf(version)] = true
			versions = append(versions, version)
		}
	}
	return versions
}

func (m *machine) findTools(p *profiles.Profile, line string, missing *problems) {
	for i, name := range m.Wants.Tools {
		found, err := profiles.ResolveTool(name, line)
		if err != nil {
			missing.add(m.at(p, fmt.Sprintf("tools[%d]", i)), m.ID, err.Error(), "")
			continue
		}
		if t := (toolPin{line, found}); !slices.Contains(m.Tools, t) {
			m.Tools = append(m.Tools, t)
		}
	}
}

// at says where the value of m at path was written: in an override, if there is
// one, else for all platforms.
func (m *machine) at(p *profiles.Profile, path string) string {
	list := strings.TrimSuffix(path[:strings.Index(path, "[")+1], "[")
	for _, id := range []string{m.Overlay, m.Platform.ID} {
		w := p.Platforms[id]
		if list == "tools" && w.Tools != nil || list == "go.versions" && w.Go.Versions != nil || list == "sources" && w.Sources != nil {
			return p.At("platforms." + id + "." + path)
		}
	}
	return p.At(path)
}

// problems are errors that several platforms may share.
type problems []problem

type problem struct {
	at, what, have string
	platforms      []string
}

func (all *problems) add(at, platform, what, have string) {
	for i, p := range *all {
		if p.at == at && p.what == what {
			(*all)[i].platforms = append(p.platforms, platform)
			return
		}
	}
	*all = append(*all, problem{at, what, have, []string{platform}})
}

// err joins them; targets is how many platforms there are.
func (all problems) err(targets int) error {
	var errs []error
	for _, p := range all {
		text := p.at + ": " + p.what
		if len(p.platforms) < targets {
			text += " for " + strings.Join(p.platforms, ", ")
		}
		if p.have != "" {
			text += "; " + p.have
		}
		errs = append(errs, errors.New(text))
	}
	return errors.Join(errs...)
}

// lineOf is the Go line of a version: "1.27" of "1.27.3".
func lineOf(version string) string {
	parts := strings.SplitN(version, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// onePersist refuses settings that only some platforms export from the shell:
// a snippet is one file for all of them.
func (s *spec) onePersist() error {
	for _, m := range s.Targets {
		if m.Wants.Settings.Persist != s.Base.Settings.Persist {
			return fmt.Errorf("profile %s: platforms.%s: settings.persist: %q differs from the profile's %q; it must be the same everywhere", s.Profile, m.ID, m.Wants.Settings.Persist, s.Base.Settings.Persist)
		}
		if s.Base.Settings.Persist == "shell" && !slices.Equal(m.Wants.Settings.Values, s.Base.Settings.Values) {
			return fmt.Errorf("profile %s: platforms.%s: settings.values: they differ, but persist: shell writes one snippet for all; use persist: goenv", s.Profile, m.ID)
		}
	}
	return nil
}

// chooseOutputs takes those that p names, else all that its targets have a use for.
func (s *spec) chooseOutputs(p *profiles.Profile) error {
	s.Outputs = p.Outputs
	if len(s.Outputs) == 0 {
		s.Outputs = outputNames()
	}
	if slices.ContainsFunc(s.Targets, func(m machine) bool { return !m.windows() }) {
		return nil
	}
	for i, name := range p.Outputs {
		at := p.At(fmt.Sprintf("outputs[%d]", i))
		if slices.Contains(unixOutputs, name) && strings.Contains(at, ":") { // somebody wrote it
			return fmt.Errorf("%s: %s is for macOS and Linux, and targets has neither; leave it out", at, name)
		}
	}
	s.Outputs = slices.DeleteFunc(slices.Clone(s.Outputs), func(name string) bool { return slices.Contains(unixOutputs, name) })
	return nil
}

// packages has the outputs that install others, and those that they install from the
// archives of a release.
var packages = []struct {
	name string
	has  []string
}{
	{"tap", []string{target.Gosetup.Path, "env", "completions", "man"}},
	{"scoop", []string{target.Gosetups[1].Path}},
}

// packagesHaveAll makes sure that they find what they install.
func (s *spec) packagesHaveAll() error {
	var errs []error
	for _, p := range packages {
		missing := slices.DeleteFunc(slices.Clone(p.has), func(name string) bool { return slices.Contains(s.Outputs, name) })
		if slices.Contains(s.Outputs, p.name) && len(missing) > 0 {
			errs = append(errs, fmt.Errorf("profile %s: outputs: %s installs %s, which is not among them; add it", s.Profile, p.name, strings.Join(missing, ", ")))
		}
	}
	return errors.Join(errs...)
}

// wingetTakesName makes sure that winget takes the name of its own packages.
func (s *spec) wingetTakesName() error {
	if org, _, _ := strings.Cut(s.Publish.Tap, "/"); slices.Contains(s.Outputs, "winget") && len(org) > maxWingetWord {
		return fmt.Errorf("profile %s: publish.tap: winget takes no name of more than %d characters, such as %q; leave winget out of outputs", s.Profile, maxWingetWord, org)
	}
	return nil
}

// digest identifies what a profile means, apart from how it is written.
func digest(s *spec) (string, error) {
	text, err := json.Marshal(s)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
