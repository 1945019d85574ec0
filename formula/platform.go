package formula

import "slices"

// A Platform is a pair that Homebrew loads every formula for, whatever machine it
// runs on and whatever the formula depends on.
type Platform struct {
	OS   string // "macos", "linux"
	Arch string // "arm", "intel"
	Name string // "macOS on ARM"
}

// Platforms lists all of them. brew readall simulates each version of macOS, too,
// but our formulae do not tell these apart.
var Platforms = []Platform{
	{"macos", "arm", "macOS on ARM"},
	{"macos", "intel", "macOS on Intel"},
	{"linux", "arm", "Linux on ARM"},
	{"linux", "intel", "Linux on Intel"},
}

// Holds says whether what stands in these blocks, such as on_macos and on_arm,
// holds on p. A block for one version of macOS holds on none: the others have to
// be loaded, too.
func (p Platform) Holds(blocks ...string) bool {
	return !slices.ContainsFunc(blocks, func(b string) bool { return b != "on_"+p.OS && b != "on_"+p.Arch })
}

// An Archive is what a formula fetches.
type Archive struct {
	URL     string
	Mirrors []string // where the same bytes are, too
	SHA256  string   // in hex
}

// A Layout is the addresses of a formula in one of the shapes that the real client
// takes: it wants one for every platform, also for those that the formula is not
// for, and none in a single on_ block.
type Layout struct {
	Top          *Archive // outside of the blocks; nil if each of Platforms has its own
	Arch         string   // the only one of all systems, "arm" or "intel"; "" for both
	OS           string   // the only one, "macos" or "linux"; "" for both
	MacOS, Linux *Block
}

// A Block is on_macos or on_linux.
type Block struct {
	Arch       string // the only one of this system that there is something for, "" for both
	Arm, Intel *Archive
}

// NewLayout finds the shape for the archives that there are, one of each of
// Platforms or nil; there is at least one. Where one is missing, the first stands
// on top, for brew to have something to load, and depends_on says what it is for.
func NewLayout(archives [4]*Archive) Layout {
	macos, linux := newBlock(archives[0], archives[1]), newBlock(archives[2], archives[3])
	l := Layout{MacOS: macos, Linux: linux}
	first := slices.IndexFunc(archives[:], func(a *Archive) bool { return a != nil })
	if slices.Contains(archives[:], nil) {
		l.Top = archives[first]
	}
	switch {
	case macos == nil:
		l.OS, l.Arch = "linux", linux.Arch
	case linux == nil:
		l.OS, l.Arch = "macos", macos.Arch
	case macos.Arch == linux.Arch:
		l.Arch = macos.Arch
	}
	if l.Top != nil {
		l.MacOS, l.Linux = macos.below(l), linux.below(l)
	}
	return l
}

func newBlock(arm, intel *Archive) *Block {
	switch {
	case arm == nil && intel == nil:
		return nil
	case intel == nil:
		return &Block{Arch: "arm", Arm: arm}
	case arm == nil:
		return &Block{Arch: "intel", Intel: intel}
	}
	return &Block{Arm: arm, Intel: intel}
}

// below takes from a block what l says on top, and gives nil if that is all.
func (b *Block) below(l Layout) *Block {
	if b == nil {
		return nil
	}
	rest := *b
	if l.Arch != "" {
		rest.Arch = ""
	}
	if rest.Arm == l.Top {
		rest.Arm = nil
	}
	if rest.Intel == l.Top {
		rest.Intel = nil
	}
	if rest == (Block{}) {
		return nil
	}
	return &rest
}
