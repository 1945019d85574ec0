package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/ruby"
)

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
