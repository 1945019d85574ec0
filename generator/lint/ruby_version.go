package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/ruby"
)

// An archive is a url of what is installed, with the version put in where the
// url says #{version}.
type archive struct {
	*stanza
	text string // "" if it is computed in another way
	asks bool   // for #{version}
}

// archives are the addresses of the formula itself.
func (f *formulaFile) archives() []archive {
	version := ""
	if s := f.top("version"); s != nil {
		version = fixed(s.arg())
	}
	var all []archive
	for _, s := range f.all("url") {
		if s.within("livecheck", "resource", "patch", "bottle", "head") {
			continue
		}
		a := archive{stanza: s}
		if arg := s.arg(); arg != nil && arg.Kind == ruby.Leaf && arg.Token.Str != nil {
			for _, part := range arg.Token.Str.Parts {
				if part.Code == nil {
					a.text += part.Text
				} else if len(part.Code.List) == 1 && part.Code.List[0].Name == "version" && part.Code.List[0].Recv == nil {
					a.text += version
					a.asks = true
				} else {
					a.text = ""
					break
				}
			}
		}
		all = append(all, a)
	}
	return all
}

// revisionEnd is what brew puts behind a version for a revision.
var revisionEnd = regexp.MustCompile(`_\d+$`)

// formulaVersion: a version that brew would find itself is refused by its
// audit, and one of an odd form sorts in odd ways.
func formulaVersion(f *formulaFile, report report) {
	if s := f.top("revision"); s != nil && s.arg() != nil && s.arg().Token.Text == "0" {
		report(s.Start, "revision 0 is what a formula without it has; take it out")
	}
	s := f.top("version")
	if s == nil || fixed(s.arg()) == "" {
		return
	}
	version := fixed(s.arg())
	all := f.archives()
	redundant := len(all) > 0 && !slices.ContainsFunc(all, func(a archive) bool { return formula.DetectVersion(a.text) != version })
	switch {
	case strings.HasPrefix(version, "v"):
		report(s.arg().Start, "a version has no v before it")
	case revisionEnd.MatchString(version):
		report(s.arg().Start, "a version does not end in _ and digits, which is how brew writes the revision; write revision")
	case redundant && slices.ContainsFunc(all, func(a archive) bool { return a.asks }):
		report(s.Start, "brew finds %s in the url; write the number there instead of #{version}, and take this line out", version)
	case redundant:
		report(s.Start, "brew finds %s in the url; take this line out", version)
	}
}

// architecture is how names of archives end whose last number is no version.
var architecture = regexp.MustCompile(`(?:amd64|arm64|aarch64|x86[-_]64|x64|win64|linux64|darwin64|i386|i686|386|x86)\.\w+(?:\.\w+)?$`)

// short is a version that is all digits and no dot, such as the 64 of amd64.
var short = regexp.MustCompile(`^\d{1,3}$`)

// formulaMisread: without a version, brew takes what it finds.
func formulaMisread(f *formulaFile, report report) {
	if len(f.all("version")) > 0 {
		return
	}
	for _, a := range f.archives() {
		if a.asks {
			report(a.Start, "#{version} is empty, since the formula gives no version: add one, or write the number out")
			return
		}
		switch version := formula.DetectVersion(a.text); {
		case a.text == "":
		case version == "":
			report(a.Start, "brew finds no version in this address; add version")
			return
		case short.MatchString(version) && architecture.MatchString(a.text):
			report(a.Start, "brew takes %s for the version of this address; add version", version)
			return
		}
	}
}
