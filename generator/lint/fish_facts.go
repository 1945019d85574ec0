package lint

import (
	"hash/maphash"
	"slices"
)

// A fishFact is one thing that is known in a state.
type fishFact struct {
	kind  factKind
	name  string
	value string // of a factValue the value, of a factHash the file
	moved int    // of a factDirty: where the bytes were put under this name
	key   uint64 // the same for the same kind, name and value
}

// A factKind says what a fact is about.
type factKind byte

const (
	factValue factKind = iota // of a variable that is tested
	factDirty                 // a file, or $ and a variable, holds unverified bytes
	factHash                  // a variable holds the digest of a file
)

var factKinds = [...]string{"value", "dirty", "hash"}

// fishFacts are the facts of a state: few, no two of one kind and name. They are
// shared between states and never change; what changes them makes new ones.
type fishFacts struct {
	all []fishFact
	key uint64 // the same for the same facts, in any order
}

// fishSeed makes equal keys of equal facts.
var fishSeed = maphash.MakeSeed()

// hashAll is the same for the same texts.
func hashAll(texts ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(fishSeed)
	for _, text := range texts {
		_, _ = h.WriteString(text)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// index of a fact, or -1.
func (f fishFacts) index(kind factKind, name string) int {
	for i := range f.all {
		if f.all[i].kind == kind && f.all[i].name == name {
			return i
		}
	}
	return -1
}

// is tells of a fact that is there.
func (f fishFacts) is(kind factKind, name string) bool { return f.index(kind, name) >= 0 }

// value of a fact.
func (f fishFacts) value(kind factKind, name string) (string, bool) {
	if i := f.index(kind, name); i >= 0 {
		return f.all[i].value, true
	}
	return "", false
}

// fetching tells of facts that come from bytes of the network.
func (f fishFacts) fetching() bool {
	return slices.ContainsFunc(f.all, func(fact fishFact) bool { return fact.kind != factValue })
}

// unverified tells of a fact about unverified bytes.
func (f fishFacts) unverified() bool {
	return slices.ContainsFunc(f.all, func(fact fishFact) bool { return fact.kind == factDirty })
}

// with is the facts with one more, or another one of that kind and name.
func (f fishFacts) with(fact fishFact) fishFacts {
	fact.key = hashAll(factKinds[fact.kind], fact.name, fact.value)
	i := f.index(fact.kind, fact.name)
	if i >= 0 && f.all[i] == fact {
		return f
	}
	all := append(make([]fishFact, 0, len(f.all)+1), f.all...)
	key := f.key ^ fact.key
	if i >= 0 {
		key ^= all[i].key
		all[i] = fact
	} else {
		all = append(all, fact)
	}
	return fishFacts{all, key}
}

// without is the facts without that one.
func (f fishFacts) without(kind factKind, name string) fishFacts {
	i := f.index(kind, name)
	if i < 0 {
		return f
	}
	return fishFacts{slices.Concat(f.all[:i], f.all[i+1:]), f.key ^ f.all[i].key}
}

// unhashed is the facts without the digests of a file, which is another now, or
// verified.
func (f fishFacts) unhashed(file string) fishFacts {
	left, _ := f.split(func(fact fishFact) bool { return fact.kind != factHash || fact.value != file })
	return left
}

// split takes apart the facts that fit, and the others.
func (f fishFacts) split(fits func(fishFact) bool) (near, far fishFacts) {
	n := 0
	for _, fact := range f.all {
		if fits(fact) {
			n++
		}
	}
	if n == len(f.all) {
		return f, fishFacts{}
	}
	all := make([]fishFact, len(f.all))
	near.all, far.all = all[:0:n], all[n:n]
	for _, fact := range f.all {
		part := &far
		if fits(fact) {
			part = &near
		}
		part.all = append(part.all, fact)
		part.key ^= fact.key
	}
	return near, far
}

// joined puts together facts that were split.
func (f fishFacts) joined(far fishFacts) fishFacts {
	switch {
	case len(far.all) == 0:
		return f
	case len(f.all) == 0:
		return far
	}
	return fishFacts{slices.Concat(f.all, far.all), f.key ^ far.key}
}

// common are the facts that are the same in both, and all unverified bytes.
func (f fishFacts) common(other fishFacts) fishFacts {
	both, _ := f.split(func(fact fishFact) bool {
		value, ok := other.value(fact.kind, fact.name)
		return fact.kind == factDirty || ok && value == fact.value
	})
	for _, fact := range other.all {
		if fact.kind == factDirty {
			both = both.with(fact)
		}
	}
	return both
}

// assigned are the facts once a variable is set to what was printed.
func (f fishFacts) assigned(name string, out fishOut) fishFacts {
	f = f.without(factValue, name).without(factHash, name)
	switch {
	case out.dirty:
		f = f.with(fishFact{kind: factDirty, name: "$" + name})
	case f.unverified():
		f = f.without(factDirty, "$"+name)
	}
	if out.hash != "" {
		f = f.with(fishFact{kind: factHash, name: name, value: out.hash})
	}
	return f
}
