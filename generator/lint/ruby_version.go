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

// detections are the forms of addresses in which brew is known to find the
// version, but for the releases of GitHub, which package formula knows.
var detections = []*regexp.Regexp{
	regexp.MustCompile(`/archive/refs/tags/v?(\d+(?:\.\d+)+)\.(?:tar\.\w+|zip)$`),
	regexp.MustCompile(`/[A-Za-z]+(?:[-_][A-Za-z]+)*-v?(\d+(?:\.\d+)+)\.(?:tar\.\w+|tgz|zip)$`),
	regexp.MustCompile(`/v(\d+(?:\.\d+)+)/[A-Za-z]+\.(?:tar\.\w+|tgz|zip)$`),
}

func detected(url string) string {
	if v := formula.DetectVersion(url); v != "" {
		return v
	}
	for _, form := range detections {
		if m := form.FindStringSubmatch(url); m != nil {
			return m[1]
		}
	}
	return ""
}

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
	redundant := len(all) > 0 && !slices.ContainsFunc(all, func(a archive) bool { return detected(a.text) != version })
	switch {
	case strings.HasPrefix(version, "v"):
		report(s.arg().Start, "a version has no v before it")
	case redundant && slices.ContainsFunc(all, func(a archive) bool { return a.asks }):
		report(s.Start, "brew finds %s in the url; write the number there instead of #{version}, and take this line out", version)
	case redundant:
		report(s.Start, "brew finds %s in the url; take this line out", version)
	}
}

// misread are the addresses in which brew takes the 64 of amd64 for the
// version.
var misread = regexp.MustCompile(`[-_.](?:amd64|arm64)\.(?:tar\.\w+|tgz|zip)$`)

// formulaMisread: without a version, brew takes what it finds.
func formulaMisread(f *formulaFile, report report) {
	if len(f.all("version")) > 0 {
		return
	}
	for _, a := range f.archives() {
		switch {
		case a.asks:
			report(a.Start, "#{version} is empty, since the formula gives no version: add one, or write the number out")
			return
		case detected(a.text) == "" && misread.MatchString(a.text):
			report(a.Start, "brew takes 64 for the version of this address; add version")
			return
		}
	}
}

// platforms are the blocks that narrow down where a stanza holds: a bit for
// each of macOS and Linux on ARM and Intel.
var platforms = map[string]int{"on_macos": 0b0011, "on_linux": 0b1100, "on_arm": 0b0101, "on_intel": 0b1010}

var platformNames = []string{"macOS on ARM", "macOS on Intel", "Linux on ARM", "Linux on Intel"}

// formulaPlatforms: Homebrew loads a formula for every platform, and fails
// where none of its urls holds.
func formulaPlatforms(f *formulaFile, report report) {
	covered, any := 0, false
	for _, a := range f.archives() {
		holds, levels := 0b1111, 0
		for _, b := range a.blocks {
			if strings.HasPrefix(b.Name, "on_") {
				levels++
				holds &= platforms[b.Name]
			}
		}
		if levels == 1 {
			report(a.Start, "a url in one on_ block alone, which brew style refuses; put on_arm and on_intel into it")
			return
		}
		covered, any = covered|holds, true
	}
	for i, name := range platformNames {
		if any && covered&(1<<i) == 0 {
			report(f.classes[0].Token.Start, "there is no url for %s, so that the formula does not load when Homebrew looks at it for that platform; put one url, version and sha256 outside of the on_ blocks and limit it by depends_on", name)
			return
		}
	}
	f.conditions(report)
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
