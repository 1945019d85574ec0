package formula

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// A Tap is the repository that formulae are installed from.
type Tap struct {
	Name     string // "org/tap"
	Formulae []Formula
	Aliases  []Alias
	Renames  []Rename
}

// An Alias is another name of a formula.
type Alias struct{ Name, Formula string }

// A Rename is what a formula was called before.
type Rename struct{ Old, New string }

// NewTap puts the formulae together. Its errors are what brew's audit of a tap
// would say, behind where at says that the value was written.
func NewTap(p profiles.Publish, formulae []Formula, aliases []Alias, at At) (Tap, error) {
	t := Tap{Name: p.Tap, Formulae: formulae, Aliases: aliases}
	var errs []error
	if !IsTap(p.Tap) {
		errs = append(errs, at.complain("publish.tap", fmt.Sprintf("%q is not USER/REPO in lower case, as in org/tap", p.Tap)))
	}
	for _, old := range slices.Sorted(maps.Keys(p.Renames)) {
		r := Rename{old, p.Renames[old]}
		t.Renames = append(t.Renames, r)
		errs = append(errs, at.complain("publish.renames."+old, t.checkRename(r, p.Renames)))
	}
	return t, errors.Join(errs...)
}

// checkRename: brew takes a rename from a name that is gone to one that is there.
func (t Tap) checkRename(r Rename, all map[string]string) string {
	_, chain := all[r.New]
	switch {
	case CheckName(r.Old) != "":
		return CheckName(r.Old)
	case t.Has(r.Old):
		return "is a formula of the tap"
	case slices.ContainsFunc(t.Aliases, func(a Alias) bool { return a.Name == r.Old }):
		return "is an alias in the tap"
	case chain:
		return fmt.Sprintf("leads to %s, which is renamed itself; brew follows one step, so write the last name", r.New)
	case !t.Has(r.New):
		return fmt.Sprintf("leads to %q, which is no formula of the tap; have %s", r.New, strings.Join(t.Names(), ", "))
	}
	return ""
}

// Has tells whether the tap has a formula called name.
func (t Tap) Has(name string) bool { return slices.Contains(t.Names(), name) }

// Names are those of the formulae.
func (t Tap) Names() []string {
	var names []string
	for _, f := range t.Formulae {
		names = append(names, f.Name)
	}
	return names
}

// Bumped are the formulae that brew bump can bring up to date by itself: those
// of one archive. The others have one for each platform.
func (t Tap) Bumped() []string {
	var names []string
	for _, f := range t.Formulae {
		if f.URL != "" {
			names = append(names, f.Name)
		}
	}
	return names
}
