package lint

import (
	"hash/maphash"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// A psVal is what is known of a value.
type psVal struct {
	known bool   // text is what it is
	yes   bool   // it is something that counts as true
	dirty bool   // it comes from the network, unverified
	text  string // of $true "true", of $false and $null ""; of an array without items ""
	hash  string // it is the SHA-256 of this file; "?" if nobody knows of which
	file  string // its text as far as it is fixed: "$stage/go.zip"
	block *ps.ScriptBlock
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
	facts []*psFact // by name
	key   uint64    // the same for equal states: of each fact its hash, combined by xor
	dirty uint64    // the same, of the files alone
}

// A psFact is what is known of one name. It does not change.
type psFact struct {
	name string
	hash uint64
	v    psVal
}

var psSeed = maphash.MakeSeed()

func psNewFact(name string, v psVal) *psFact {
	return &psFact{name, maphash.Comparable(psSeed, struct {
		name string
		v    psVal
	}{name, v}), v}
}

// find is the place of a name among the facts, or where it would be.
func (st psState) find(name string) (int, bool) {
	low, high := 0, len(st.facts)
	for low < high {
		middle := (low + high) / 2
		if st.facts[middle].name < name {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < len(st.facts) && st.facts[low].name == name
}

// get is what is known of a name.
func (st psState) get(name string) (v psVal, there bool) {
	if i, there := st.find(name); there {
		return st.facts[i].v, true
	}
	return psVal{}, false
}

// with is the state with one thing changed. What a variable is anyway is not
// kept.
func (st psState) with(name string, v psVal) psState {
	i, there := st.find(name)
	bare := needless(name, v)
	if there && st.facts[i].v == v || !there && bare {
		return st
	}
	all := st.facts[:i]
	rest := st.facts[i:]
	if there {
		st.toggle(rest[0])
		rest = rest[1:]
	}
	next := psState{make([]*psFact, 0, len(st.facts)+1), st.key, st.dirty}
	next.facts = append(next.facts, all...)
	if !bare {
		next.add(psNewFact(name, v))
	}
	next.facts = append(next.facts, rest...)
	return next
}

func needless(name string, v psVal) bool {
	return !v.known && !v.yes && !v.dirty && v.hash == "" && v.block == nil && len(v.file) == len(name)+1 && v.file[0] == '$' && v.file[1:] == name
}

// add puts a fact behind all others of a state that nobody else has.
func (st *psState) add(f *psFact) {
	st.toggle(f)
	st.facts = append(st.facts, f)
}

// toggle adds a fact to the hashes, or takes it out.
func (st *psState) toggle(f *psFact) {
	st.key ^= f.hash
	if f.name[0] == '/' {
		st.dirty ^= f.hash
	}
}

// without is the state without names that match.
func (st psState) without(match func(string) bool) psState {
	first := slices.IndexFunc(st.facts, func(f *psFact) bool { return match(f.name) })
	if first < 0 {
		return st
	}
	rest := psState{facts: append(make([]*psFact, 0, len(st.facts)-1), st.facts[:first]...), key: st.key, dirty: st.dirty}
	for _, f := range st.facts[first:] {
		if match(f.name) {
			rest.toggle(f)
		} else {
			rest.facts = append(rest.facts, f)
		}
	}
	return rest
}

// split is a state in two.
func (st psState) split(first func(*psFact) bool) (one, other psState) {
	for i, f := range st.facts {
		to := &other
		if first(f) {
			to = &one
		}
		if to.facts == nil {
			to.facts = make([]*psFact, 0, len(st.facts)-i)
		}
		to.add(f)
	}
	return one, other
}

// joined is a state of two that have no name in common.
func (st psState) joined(other psState) psState {
	if len(other.facts) == 0 {
		return st
	}
	all := psState{make([]*psFact, 0, len(st.facts)+len(other.facts)), st.key ^ other.key, st.dirty ^ other.dirty}
	psBoth(st, other, func(a, b *psFact) {
		if a == nil {
			a = b
		}
		all.facts = append(all.facts, a)
	})
	return all
}

// psBoth goes through the facts of two states by their names; nil is what one of
// them does not have.
func psBoth(a, b psState, visit func(a, b *psFact)) {
	i, j := 0, 0
	for i < len(a.facts) || j < len(b.facts) {
		order := 0
		switch {
		case i == len(a.facts):
			order = 1
		case j == len(b.facts):
			order = -1
		default:
			order = strings.Compare(a.facts[i].name, b.facts[j].name)
		}
		switch {
		case order < 0:
			visit(a.facts[i], nil)
			i++
		case order > 0:
			visit(nil, b.facts[j])
			j++
		default:
			visit(a.facts[i], b.facts[j])
			i, j = i+1, j+1
		}
	}
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
	// The name of a file is "/" and that; nobody needs it put together.
	i, there := slices.BinarySearchFunc(st.facts, v.file, func(f *psFact, file string) int {
		if order := int(f.name[0]) - '/'; order != 0 {
			return order
		}
		return strings.Compare(f.name[1:], file)
	})
	return there && st.facts[i].v.dirty
}

// psMerged takes states for one that agree on which files are unverified: what they
// do not agree on is not known behind it.
func psMerged(all []psState) []psState {
	if len(all) < 2 {
		return all
	}
	kept := make([]psState, 0, 2)
	place := map[uint64]int{} // of the many only
	for _, st := range all {
		i, many := -1, len(all) > 16
		if many {
			if at, there := place[st.dirty]; there {
				i = at
			}
		} else {
			i = slices.IndexFunc(kept, func(k psState) bool { return k.dirty == st.dirty })
		}
		switch {
		case i < 0:
			if many {
				place[st.dirty] = len(kept)
			}
			kept = append(kept, st)
		case kept[i].key != st.key:
			kept[i] = kept[i].common(st)
		}
	}
	return kept
}

// common is what two states agree on.
func (st psState) common(other psState) psState {
	all := psState{facts: make([]*psFact, 0, len(st.facts))}
	psBoth(st, other, func(a, b *psFact) {
		switch {
		case a != nil && b != nil && a.hash == b.hash:
			all.add(a)
		case a != nil && b != nil:
			all.vague(a.name, a.v.dirty || b.v.dirty)
		case a != nil && a.v.dirty:
			all.vague(a.name, true)
		case b != nil && b.v.dirty:
			all.vague(b.name, true)
		}
	})
	return all
}

// vague adds a name of which it is only known whether it is from the network.
func (st *psState) vague(name string, dirty bool) {
	st.add(psNewFact(name, psVal{dirty: dirty}))
}
