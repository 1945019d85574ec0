package generator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/org/gosetup/templates"
)

// A Module is a Go module that the generator is built of.
type Module struct {
	Path, Version string
	Sum           string // "h1:...", as in go.sum
}

// Publish returns the files of a release directory: what people fetch one by one,
// the archives, the tap, extra files, a bill of materials, the manifest and the
// checksums. What only archives have, such as snippets, is in these.
func (r Release) Publish(modules []Module, extra ...File) ([]File, error) {
	bill, err := r.bill(modules)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, f := range r.Files {
		if f.Path != ManifestPath && f.Path != SumsPath && !inFolder(f.Path) {
			files = append(files, f)
		}
	}
	return seal(r.spec, slices.Concat(files, r.Archives, extra, []File{bill}))
}

// inFolder says whether a rendered file is below a folder that archives hold.
func inFolder(path string) bool {
	return slices.ContainsFunc(archives[0].places, func(p place) bool {
		return strings.HasSuffix(p.from, "/") && strings.HasPrefix(path, p.from)
	})
}

// PackSource makes the archive that the generator is built from:
// gosetup-gen-1.4.0.tar.gz.
func PackSource(version string, files []File) (File, error) {
	name := SourceName(version)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	data, err := packTar(strings.TrimSuffix(name, ".tar.gz")+"/", files)
	return File{Path: name, Data: data}, err
}

// Roles of the components of a bill of materials, as its property gosetup:role.
const (
	roleGenerator = "generator" // it made the release, nothing of it is in there
	roleArchive   = "installs"  // the scripts fetch it, with this digest or not at all
	roleTool      = "builds"    // the scripts let the installed Go fetch and build it
)

// bill is the bill of materials of r, in CycloneDX. It has no serial number and no
// hour, so that equal releases have equal ones.
func (r Release) bill(modules []Module) (File, error) {
	s := r.spec
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Component: &cdx.Component{
		BOMRef: "gosetup", Type: cdx.ComponentTypeApplication, Name: "gosetup", Version: r.Version, Description: s.Publish.Description,
		Licenses: &cdx.Licenses{{Expression: s.Publish.License}},
		Properties: &[]cdx.Property{
			{Name: "gosetup:generator", Value: Version},
			{Name: "gosetup:templates", Value: "sha256:" + templatesDigest()},
			{Name: "gosetup:profile", Value: s.Profile},
			{Name: "gosetup:digest", Value: "sha256:" + s.Digest},
		},
	}}
	components := slices.Concat(moduleComponents(modules), archiveComponents(s), toolComponents(s))
	bom.Components = &components
	var out bytes.Buffer
	err := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom)
	return File{Path: archiveName(r.Version, ".cdx.json"), Data: out.Bytes()}, err
}

func moduleComponents(modules []Module) []cdx.Component {
	var all []cdx.Component
	for _, m := range modules {
		purl := "pkg:golang/" + m.Path + "@" + m.Version
		all = append(all, cdx.Component{
			BOMRef: purl, Type: cdx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: purl, Scope: cdx.ScopeExcluded,
			Properties: &[]cdx.Property{{Name: "gosetup:role", Value: roleGenerator}, {Name: "gosetup:h1", Value: m.Sum}},
		})
	}
	return all
}

func archiveComponents(s *spec) []cdx.Component {
	var all []cdx.Component
	for _, m := range s.Targets {
		for _, p := range m.Pins {
			c := cdx.Component{
				BOMRef: p.File, Type: cdx.ComponentTypePlatform, Name: p.File, Version: p.Version,
				PackageURL: fmt.Sprintf("pkg:generic/go@%s?checksum=sha256:%s&file_name=%s", p.Version, p.SHA256, p.File),
				Hashes:     &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: p.SHA256}},
				Properties: &[]cdx.Property{{Name: "gosetup:role", Value: roleArchive}},
			}
			all = appendNew(all, c)
		}
	}
	return all
}

func toolComponents(s *spec) []cdx.Component {
	var all []cdx.Component
	for _, m := range s.Targets {
		for _, t := range m.Tools {
			all = appendNew(all, cdx.Component{
				BOMRef: t.Path + "@" + t.Version, Type: cdx.ComponentTypeApplication, Name: t.Path, Version: t.Version, Scope: cdx.ScopeOptional,
				Properties: &[]cdx.Property{{Name: "gosetup:role", Value: roleTool}},
			})
		}
	}
	return all
}

// appendNew appends a component unless it is there already.
func appendNew(all []cdx.Component, c cdx.Component) []cdx.Component {
	if slices.ContainsFunc(all, func(other cdx.Component) bool { return other.BOMRef == c.BOMRef }) {
		return all
	}
	return append(all, c)
}

// templatesDigest is one SHA-256, in hex, for the text of all templates.
func templatesDigest() string {
	h := sha256.New()
	// It reads what is part of the program, which cannot fail.
	_ = fs.WalkDir(templates.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			text, _ := fs.ReadFile(templates.FS, name)
			fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		}
		return err
	})
	return hex.EncodeToString(h.Sum(nil))
}
