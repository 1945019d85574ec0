package lint

import (
	"hash/maphash"
	"maps"
)

// A psVal is what is known of a value.
type psVal struct {
	known bool   // text is what it is
	text  string // of $true "true", of $false and $null ""; of an array without items ""
	yes   bool   // it is something that counts as true
	dirty bool   // it comes from the network, unverified
	hash  string // it is the SHA-256 of this file; "?" if nobody knows of which
	file  string // its text as far as it is fixed: "$stage/go.zip"
	block any    // a *ps.ScriptBlock
}

// truth is what a condition makes of a value.
func (v psVal) truth() (is, sure bool) {
	switch {
	case v.yes:
		return true, true
	case v.known:
		return v.text != "", true
	}
	return false, false
}

func psText(text string) psVal { return psVal{known: true, text: text, file: text} }

func psBool(is bool) psVal {
	if is {
		return psText("true")
	}
	return psText("")
}

// A psState is what is known at one point of one way through the script: the
// variables by name ("x" of the script, "f.x" of a function, ">f" what it gave
// so far), and of files whether they come from the network ("/$stage/go.zip").
// It does not change; with makes another.
type psState struct {
	vals  map[string]*psVal
	key   uint64 // the same for equal states: of each entry a hash, combined by xor
	dirty uint64 // the same, of the files alone
}

var psSeed = maphash.MakeSeed()

func psHash(name string, v psVal) uint64 {
	return maphash.Comparable(psSeed, struct {
		name string
		v    psVal
	}{name, v})
}

// get is what is known of a name.
func (st psState) get(name string) (v psVal, there bool) {
	if p := st.vals[name]; p != nil {
		return *p, true
	}
	return psVal{}, false
}

// with is the state with one thing changed. What a variable is anyway is not
// kept.
func (st psState) with(name string, v psVal) psState {
	old, there := st.get(name)
	if there && old == v || !there && needless(name, v) {
		return st
	}
	next := st.copied()
	next.put(name, &v)
	return next
}

func needless(name string, v psVal) bool {
	return !v.known && !v.yes && !v.dirty && v.hash == "" && v.block == nil && v.file == "$"+name
}

// copied is a state that put may change.
func (st psState) copied() psState {
	next := psState{maps.Clone(st.vals), st.key, st.dirty}
	if next.vals == nil {
		next.vals = map[string]*psVal{}
	}
	return next
}

// put changes a state that nobody else has; with nil it takes the name out.
func (st *psState) put(name string, v *psVal) {
	if old := st.vals[name]; old != nil {
		st.toggle(name, *old)
		delete(st.vals, name)
	}
	if v != nil && !needless(name, *v) {
		st.toggle(name, *v)
		st.vals[name] = v
	}
}

// toggle adds an entry to the hashes, or takes it out.
func (st *psState) toggle(name string, v psVal) {
	h := psHash(name, v)
	st.key ^= h
	if name[0] == '/' {
		st.dirty ^= h
	}
}

// without is the state without names that match.
func (st psState) without(match func(string) bool) psState {
	next, changed := st, false
	for name := range st.vals {
		if !match(name) {
			continue
		}
		if !changed {
			next, changed = st.copied(), true
		}
		next.put(name, nil)
	}
	return next
}

// verified is the state when the hash of a file was found to be right.
func (st psState) verified(file string) psState {
	return st.without(func(name string) bool { return name[0] == '/' && (file == "?" || name == "/"+file) })
}

// unverified tells of a value that it is from the network, or names a file that is.
func (st psState) unverified(v psVal) bool {
	if v.dirty || v.file == "" {
		return v.dirty
	}
	file, _ := st.get("/" + v.file)
	return file.dirty
}

// psMerged takes states for one that agree on which files are unverified: what they
// do not agree on is not known behind it.
func psMerged(all []psState) []psState {
	if len(all) < 2 {
		return all
	}
	place := map[uint64]int{}
	var kept []psState
	own := []bool{} // kept[i] is a copy, which can be changed
	for _, st := range all {
		i, there := place[st.dirty]
		switch {
		case !there:
			place[st.dirty] = len(kept)
			kept, own = append(kept, st), append(own, false)
		case kept[i].key != st.key:
			if !own[i] {
				kept[i], own[i] = kept[i].copied(), true
			}
			kept[i].forget(st)
		}
	}
	return kept
}

// forget takes out of a state what another does not agree on.
func (st *psState) forget(other psState) {
	for name, v := range st.vals {
		o := other.vals[name]
		switch {
		case o == nil && !v.dirty:
			st.put(name, nil)
		case o == nil || o != v && *o != *v:
			st.put(name, &psVal{dirty: v.dirty || o != nil && o.dirty})
		}
	}
	for name, o := range other.vals {
		if st.vals[name] == nil && o.dirty {
			st.put(name, &psVal{dirty: true})
		}
	}
}
