package formula

import (
	"slices"
	"strings"
)

// MacOS lists the versions of macOS that brew readall simulates, as on_ blocks and
// depends_on name them, oldest first.
var MacOS = strings.Fields("catalina big_sur monterey ventura sonoma sequoia tahoe golden_gate")

// stanzas is the order of Homebrew's cop ComponentsOrder (Homebrew 6.0); service,
// which it does not have, stands where formulae have it.
var stanzas = slices.Concat(
	strings.Fields(`include desc homepage url mirror version sha256 license revision version_scheme compatibility_version head stable livecheck no_autobump!
		bottle pour_bottle? head(do) keg_only option deprecate! disable! depends_on uses_from_macos on_macos`),
	onBlocks(MacOS),
	strings.Fields(`on_system on_linux on_arm on_intel conflicts_with skip_clean link_overwrite fails_with pypi_packages resource patch
		allow_network_access! deny_network_access! install post_install_steps post_install caveats service test`),
)

func onBlocks(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, "on_"+name)
	}
	return all
}

// Place is where a stanza or method stands among others, -1 for one that may stand
// anywhere. A head with a block is called head(do).
func Place(name string) int { return slices.Index(stanzas, name) }
