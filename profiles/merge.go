package profiles

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Merging takes the nearest value: a scalar that is written, a list that is
// written (even as []), and each setting by its key. What a profile says for
// every platform beats the platform overrides it inherits.

// For returns what one platform gets: the general wants, then the override of
// the platform, then those of the overlays that apply, each winning over the
// ones before.
func (p *Profile) For(id string, overlays ...string) Wants {
	w := p.Wants
	for _, name := range append([]string{id}, overlays...) {
		w = p.Platforms[name].over(w)
	}
	w.Settings.Unset = nil
	return w
}

// merge returns child over the profile it extends.
func merge(base, child *Profile) *Profile {
	p := &Profile{
		Name:        child.Name,
		Extends:     child.Extends,
		Description: cmp.Or(child.Description, base.Description),
		Targets:     nearest(child.Targets, base.Targets),
		Wants:       child.Wants.over(base.Wants),
		Platforms:   maps.Clone(base.Platforms),
		Publish:     child.Publish.over(base.Publish),
		Outputs:     nearest(child.Outputs, base.Outputs),
		Verify:      cmp.Or(child.Verify, base.Verify),
		GPG:         cmp.Or(child.GPG, base.GPG),
		Slim:        cmp.Or(child.Slim, base.Slim),
		Doctor:      child.Doctor.over(base.Doctor),
		positions:   maps.Clone(base.positions),
	}
	maps.Copy(p.positions, child.positions)
	if p.Platforms == nil {
		p.Platforms = map[string]Wants{}
	}
	for id, w := range p.Platforms {
		p.Platforms[id] = w.without(child.Wants)
	}
	for id, w := range child.Platforms {
		p.Platforms[id] = w.over(p.Platforms[id])
	}
	return p
}

// without returns an inherited override less what the child says for every
// platform: the nearer profile wins, and only then the platform.
func (w Wants) without(child Wants) Wants {
	if child.Go.Versions != nil {
		w.Go.Versions = nil
	}
	if child.Root != "" {
		w.Root = ""
	}
	if child.Sources != nil {
		w.Sources = nil
	}
	if child.Tools != nil {
		w.Tools = nil
	}
	if child.Shells != nil {
		w.Shells = nil
	}
	if child.Settings.Persist != "" {
		w.Settings.Persist = ""
	}
	w.Settings.Values = slices.DeleteFunc(slices.Clone(w.Settings.Values), func(v Setting) bool { return child.Settings.mentions(v.Key) })
	w.Settings.Unset = slices.DeleteFunc(slices.Clone(w.Settings.Unset), child.Settings.mentions)
	return w
}

func (w Wants) over(base Wants) Wants {
	return Wants{
		Go:       GoWants{nearest(w.Go.Versions, base.Go.Versions)},
		Root:     cmp.Or(w.Root, base.Root),
		Sources:  nearest(w.Sources, base.Sources),
		Settings: w.Settings.over(base.Settings),
		Tools:    nearest(w.Tools, base.Tools),
		Shells:   nearest(w.Shells, base.Shells),
	}
}

// over merges by key. A key is afterwards in Values, in Unset, or in neither.
func (s Settings) over(base Settings) Settings {
	merged := Settings{
		Persist: cmp.Or(s.Persist, base.Persist),
		Values:  slices.Clone(s.Values),
		Unset:   slices.Clone(s.Unset),
	}
	for _, v := range base.Values {
		if !s.mentions(v.Key) {
			merged.Values = append(merged.Values, v)
		}
	}
	for _, key := range base.Unset {
		if !s.mentions(key) {
			merged.Unset = append(merged.Unset, key)
		}
	}
	slices.SortFunc(merged.Values, byKey)
	slices.Sort(merged.Unset)
	return merged
}

func (s Settings) mentions(key string) bool {
	return slices.Contains(s.Unset, key) ||
		slices.ContainsFunc(s.Values, func(v Setting) bool { return v.Key == key })
}

func (d Doctor) over(base Doctor) Doctor {
	merged := Doctor{Disable: nearest(d.Disable, base.Disable), Severity: maps.Clone(base.Severity)}
	if merged.Severity == nil {
		merged.Severity = map[string]string{}
	}
	maps.Copy(merged.Severity, d.Severity)
	return merged
}

func (p Publish) over(base Publish) Publish {
	renames := p.Renames
	if renames == nil {
		renames = base.Renames
	}
	return Publish{
		Renames:     renames,
		Homepage:    cmp.Or(p.Homepage, base.Homepage),
		Version:     cmp.Or(p.Version, base.Version),
		URL:         cmp.Or(p.URL, base.URL),
		License:     cmp.Or(p.License, base.License),
		Description: cmp.Or(p.Description, base.Description),
		Tap:         cmp.Or(p.Tap, base.Tap),
	}
}

// nearest returns the list that was written last; nil was not written.
func nearest(list, base []string) []string {
	if list != nil {
		return list
	}
	return base
}

func byKey(a, b Setting) int { return strings.Compare(a.Key, b.Key) }
