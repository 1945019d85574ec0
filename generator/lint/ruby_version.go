package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// formulaPlatforms: Homebrew loads a formula for every platform, and fails
// where none of its urls holds.
func formulaPlatforms(f *formulaFile, report report) {
	all := f.archives()
	for _, a := range all {
		if len(a.systems()) == 1 {
			report(a.Start, "a url in one on_ block alone, which brew style refuses; put on_arm and on_intel into it")
			return
		}
	}
	for _, p := range formula.Platforms {
		if len(all) > 0 && !slices.ContainsFunc(all, func(a archive) bool { return p.Holds(a.systems()...) }) {
			report(f.classes[0].Token.Start, "there is no url for %s, so that the formula does not load when Homebrew looks at it for that platform; put one url, version and sha256 outside of the on_ blocks and limit it by depends_on", p.Name)
			return
		}
	}
	f.conditions(report)
}

// systems are the on_ blocks around a stanza.
func (s *stanza) systems() []string {
	var names []string
	for _, b := range s.blocks {
		if strings.HasPrefix(b.Name, "on_") {
			names = append(names, b.Name)
		}
	}
	return names
}

// conditions: what if chooses is known on one platform only.
func (f *formulaFile) conditions(report report) {
	for _, n := range f.ifs {
		inside := func(a archive) bool { return a.Start >= n.Start && a.End <= n.End }
		if slices.ContainsFunc(f.archives(), inside) {
			report(n.Start, "a url that if chooses: brew readall and fetch see only that of the machine they run on; use on_macos, on_linux, on_arm and on_intel")
			return
		}
	}
}

// systemBlocks are the blocks that choose when a formula is loaded, not when it
// is installed.
var systemBlocks = append([]string{"on_macos", "on_linux", "on_arm", "on_intel", "on_system"}, onVersions()...)

func onVersions() []string {
	var names []string
	for _, name := range formula.MacOS {
		names = append(names, "on_"+name)
	}
	return names
}

// formulaSystems: a method and a test run on one machine, and ask it.
func formulaSystems(f *formulaFile, report report) {
	bodies := slices.Clone(f.defs)
	for _, s := range f.all("test", "service") {
		bodies = append(bodies, s.Node)
	}
	for _, body := range bodies {
		ruby.Walk(body, func(n *ruby.Node) {
			if n.Kind == ruby.Call && n.Recv == nil && n.Block && slices.Contains(systemBlocks, n.Name) {
				report(n.Start, "%s in %s; what runs on one machine asks it: if OS.mac?, if Hardware::CPU.arm?", n.Name, body.Name)
			}
		})
	}
}

// formulaConflicts: a formula beside another needs no conflict if it is not
// linked, and otherwise says why.
func formulaConflicts(f *formulaFile, report report) {
	for _, s := range f.all("conflicts_with") {
		because := fixed(option(s.Node, "because"))
		first, _ := utf8.DecodeRuneInString(because)
		switch {
		case strings.Contains(f.formulaName(), "@"):
			report(s.Start, "a formula with a version in its name is not linked and conflicts with nothing; take it out, and have keg_only :versioned_formula")
		case option(s.Node, "because") == nil:
			report(s.Start, "a conflict without a reason; write because: \"both install `x` binaries\"")
		case unicode.IsUpper(first) || strings.HasSuffix(because, "."):
			report(s.Start, "the reason of a conflict is the end of a sentence; begin it with a small letter, and end it without a full stop")
		}
	}
}
