package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/ruby"
)

// A brewfile is a parsed Brewfile.
type brewfile struct {
	*source
	file    *ruby.File
	entries []*ruby.Node // its calls, also those under a condition
}

// entryNames are the entries that brew bundle of Homebrew 6 knows.
var entryNames = strings.Fields("tap brew cask cask_args mas vscode go cargo npm uv krew flatpak winget")

// brewOptions are what brew "x" takes; others are overlooked without a word.
var brewOptions = strings.Fields("args link restart_service start_service conflicts_with postinstall version_file trusted")

func brewfileEntriesOf(file *ruby.File) []*ruby.Node {
	var entries []*ruby.Node
	var collect func([]*ruby.Node)
	collect = func(list []*ruby.Node) {
		for _, n := range list {
			switch {
			case n.Kind == ruby.If:
				collect(n.List)
				collect(n.Args)
			case n.Kind == ruby.Group:
				collect(n.List)
			case n.Kind == ruby.Call && n.Recv == nil && len(n.Args) > 0:
				entries = append(entries, n)
			}
		}
	}
	collect(file.List)
	return entries
}

// isBrewfile guesses for a file that is not called so.
func isBrewfile(file *ruby.File) bool {
	for _, n := range file.List {
		if n.Kind == ruby.Class || n.Kind == ruby.Def {
			return false
		}
	}
	return slices.ContainsFunc(brewfileEntriesOf(file), func(n *ruby.Node) bool {
		return slices.Contains([]string{"tap", "brew", "cask"}, n.Name) && fixed(n.Args[0]) != ""
	})
}

// all lists the entries with one of the names.
func (b *brewfile) all(names ...string) []*ruby.Node {
	return slices.DeleteFunc(slices.Clone(b.entries), func(n *ruby.Node) bool { return !slices.Contains(names, n.Name) })
}

var entryForm = regexp.MustCompile(`^([a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9._-]*/)?[a-z0-9][a-z0-9+_.@-]*$`)

// official taps need no trust.
func official(name string) bool { return strings.HasPrefix(name, "homebrew/") }

// brewfileNames: from a tap that is not Homebrew's, things are named in full.
func brewfileNames(b *brewfile, report report) {
	for _, n := range b.all("brew", "cask") {
		if name := fixed(n.Args[0]); name != "" && !entryForm.MatchString(name) {
			report(n.Args[0].Start, "%q is no name of a formula or cask: write name, or user/tap/name, in lower case", name)
		}
	}
	for _, n := range b.all("tap") {
		name := fixed(n.Args[0])
		switch {
		case name == "" || official(name):
		case !formula.IsTap(name):
			report(n.Args[0].Start, "%q is no name of a tap: write user/tap in lower case", name)
		case !slices.ContainsFunc(b.all("brew", "cask"), func(e *ruby.Node) bool { return strings.HasPrefix(fixed(e.Args[0]), name+"/") }):
			report(n.Start, "nothing here is taken from %s by its full name, the only one that is sure to mean it; write brew %q", name, name+"/...")
		}
	}
}

// brewfileTrust: Homebrew 6 loads nothing of a tap that is not trusted.
func brewfileTrust(b *brewfile, report report) {
	for _, n := range b.all("brew", "cask") {
		name := fixed(n.Args[0])
		user, rest, _ := strings.Cut(name, "/")
		repo, short, full := strings.Cut(rest, "/")
		if !full || official(name) || trusts(option(n, "trusted"), name, short) {
			continue
		}
		trusted := slices.ContainsFunc(b.all("tap"), func(tap *ruby.Node) bool {
			return fixed(tap.Args[0]) == user+"/"+repo && trusts(option(tap, "trusted"), name, short)
		})
		if !trusted {
			report(n.Start, "Homebrew 6 refuses %s, whose tap nobody trusts here; write tap %q, trusted: { formula: %q }", name, user+"/"+repo, short)
		}
	}
}

// trusts says whether what stands behind trusted: holds for a name.
func trusts(n *ruby.Node, names ...string) bool {
	found := false
	if n != nil {
		ruby.Walk(n, func(n *ruby.Node) {
			text := fixed(n)
			found = found || n.Token.Text == "true" && n.Token.Kind == ruby.Keyword || text != "" && slices.Contains(names, text)
		})
	}
	return found
}

// brewfileEntries: one entry that brew bundle does not know fails the file.
func brewfileEntries(b *brewfile, report report) {
	for _, n := range b.entries {
		if !slices.Contains(entryNames, n.Name) {
			report(n.Start, "Homebrew 6 has no entry %s, and reads nothing of a Brewfile with one; have %s", n.Name, strings.Join(entryNames, ", "))
		}
	}
}

// brewfileOptions: what brew bundle overlooks without a word.
func brewfileOptions(b *brewfile, report report) {
	for _, n := range b.all("brew") {
		for _, arg := range n.Args {
			if arg.Kind == ruby.Pair && arg.Recv == nil && !slices.Contains(brewOptions, arg.Name) {
				report(arg.Start, "brew has no option %s and overlooks it; have %s", arg.Name, strings.Join(brewOptions, ", "))
			}
		}
	}
	for _, n := range b.all("go") {
		if strings.Contains(fixed(n.Args[0]), "@") {
			report(n.Args[0].Start, "go installs @latest of what stands here, so that a version makes it fail; take it out, or install the tool with go install yourself")
		}
	}
	for _, n := range b.all("mas") {
		if option(n, "id") == nil {
			report(n.Start, "mas finds an app by its number only; add id:")
		}
	}
}
