package lint

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A value is what a word may be at run time: text in which every rune of the
// last plane of Unicode stands for a part that only a run knows, a symbol. The
// same computation from the same values gives the same symbol, so "$dir/$name"
// is the same path wherever it is written.
type value = string

const firstSymbol = 0x100000

// symbolBytes is how many bytes such a rune takes.
const symbolBytes = 4

// unset is the value of a variable that the script has not assigned.
const unset value = "\x00"

// discarded is the output of a command that goes where nobody reads it.
const discarded value = "\x00discarded"

// A symbol is a part of a value that only a run knows.
type symbol struct {
	name string  // for messages: "$HOME"; "" if it is called like base or an alternative
	base value   // what it was made of
	hash *hashed // it is the digest of a file
	full value   // it is that value, and is not empty
	alts []value // it is one of these
	size string  // it is the length of that variable
	of   value   // it is the content of that file

	other bool // it may be something else than alts
	net   bool // comes from the network
	temp  bool // a path that no other program knows, as from mktemp
	fail  bool // a number that is not 0
	alien bool // a path below the system's place for temporary files
	here  bool // the directory of the script
	run   int  // in which it was last asked for by its key, see symbol
}

// A hashed is the origin of a digest.
type hashed struct {
	weak bool  // by MD5, SHA-1, a check sum or the size
	file value // "" if only a run knows
	head bool  // of a commit, and file is its tree
}

// maxAlternatives is how many values of a variable are kept apart.
const maxAlternatives = 16

// isConst tells whether no run is needed to know v.
func isConst(v value) bool { return strings.IndexByte(v, 0xF4) < 0 && v != unset }

// symbol makes, or finds, the one with the key. The first one that a run asks for
// says what it is, for all of the run.
func (f *shFlow) symbol(key string, s symbol) value {
	v, ok := f.symbolOf[key]
	if !ok {
		return f.newSymbol(key, s)
	}
	switch have := f.only(v); {
	case f.isLike(have, s):
		have.run = f.turn
	case have.run == f.turn:
		f.tapeSymbol(flowSymbol{key, v, true})
	default:
		v = f.newSymbol(key, s)
	}
	return v
}

// variant is symbol for a key that does not tell all about it.
func (f *shFlow) variant(key string, s symbol) value {
	v := f.symbol(key, s)
	f.tapeSymbol(flowSymbol{key, v, false})
	return v
}

// isLike tells whether a symbol is what s would be.
func (f *shFlow) isLike(have *symbol, s symbol) bool {
	f.inheritAll(&s)
	sameHash := have.hash == s.hash || have.hash != nil && s.hash != nil && *have.hash == *s.hash
	return sameHash && slices.Equal(have.alts, s.alts) && have.name == s.name && have.base == s.base && have.full == s.full &&
		have.size == s.size && have.of == s.of && have.other == s.other && have.net == s.net && have.temp == s.temp &&
		have.fail == s.fail && have.alien == s.alien && have.here == s.here
}

// newSymbol is symbol for a key that is known to have none.
func (f *shFlow) newSymbol(key string, s symbol) value {
	v := string(rune(firstSymbol + len(f.symbols)))
	f.inheritAll(&s)
	made := f.made.one(64)
	*made = s
	made.run = f.turn
	f.symbols = append(f.symbols, made)
	f.symbolOf[key] = v
	return v
}

// only is the symbol that v is, nil if v is anything else.
func (f *shFlow) only(v value) *symbol {
	if len(v) != symbolBytes {
		return nil
	}
	r, n := utf8.DecodeRuneInString(v)
	if n != len(v) {
		return nil
	}
	return f.symbolFor(r)
}

// symbolFor is the symbol that a rune of a value stands for, nil if it is text.
func (f *shFlow) symbolFor(r rune) *symbol {
	if r < firstSymbol || int(r-firstSymbol) >= len(f.symbols) {
		return nil
	}
	return f.symbols[r-firstSymbol]
}

// some tells whether a symbol in v has the property.
func (f *shFlow) some(v value, has func(*symbol) bool) bool {
	if isConst(v) {
		return false
	}
	for _, r := range v {
		if r >= firstSymbol && int(r-firstSymbol) < len(f.symbols) && has(f.symbols[r-firstSymbol]) {
			return true
		}
	}
	return false
}

func (f *shFlow) inheritAll(s *symbol) {
	f.inherit(s, s.full)
	for _, alt := range s.alts {
		f.inherit(s, alt)
	}
}

// inherit gives a symbol the properties of what it may be.
func (f *shFlow) inherit(s *symbol, from value) {
	f.some(from, func(part *symbol) bool {
		s.net = s.net || part.net
		s.temp = s.temp || part.temp
		switch {
		case s.hash == nil:
			s.hash = part.hash
		case part.hash != nil && *part.hash != *s.hash:
			both := hashed{weak: s.hash.weak || part.hash.weak, head: s.hash.head && part.hash.head}
			if s.hash.file == part.hash.file {
				both.file = s.hash.file
			}
			s.hash = &both
		}
		return false
	})
}

func (f *shFlow) fromNet(v value) bool { return f.some(v, func(s *symbol) bool { return s.net }) }

// hashOf is the first digest in v.
func (f *shFlow) hashOf(v value) *hashed {
	var h *hashed
	f.some(v, func(s *symbol) bool {
		h = s.hash
		return h != nil
	})
	return h
}

// unknown is a symbol for something computed at a place of the text, in the
// calls that led there.
func (f *shFlow) unknown(at int, name string) value {
	f.asks(asksContext)
	f.key = strconv.AppendInt(append(f.key[:0], "at "...), int64(at), 36)
	f.key = strconv.AppendUint(append(f.key, ' '), f.context, 36)
	f.key = append(append(f.key, ' '), name...)
	if v, ok := f.symbolOf[string(f.key)]; ok {
		return v
	}
	return f.newSymbol(string(f.key), symbol{name: name, other: true})
}

// derived is what op makes of v. A digest stays one when it is trimmed.
func (f *shFlow) derived(op string, v value) value {
	if h := f.hashOf(v); h != nil {
		return f.digest(*h)
	}
	f.key = append(append(append(append(f.key[:0], "op "...), op...), ' '), v...)
	if known, ok := f.symbolOf[string(f.key)]; ok {
		return known
	}
	return f.newSymbol(string(f.key), symbol{base: v, net: f.fromNet(v), other: true, temp: f.some(v, func(s *symbol) bool { return s.temp })})
}

func (f *shFlow) digest(h hashed) value {
	return f.symbol(strconv.FormatBool(h.weak)+strconv.FormatBool(h.head)+" hash "+h.file, symbol{name: "the digest", hash: &h, other: true})
}

// env is a variable of the environment.
func (f *shFlow) env(name string) value {
	return f.symbol("env "+name, symbol{name: "$" + name, other: true, temp: name == "TMPDIR" || name == "RUNNER_TEMP"})
}

// either is a value that is a or b.
func (f *shFlow) either(a, b value) value {
	switch {
	case a == b:
		return a
	case a == unset || b == unset:
		return f.choice([]value{strings.Replace(a, unset, "", 1), strings.Replace(b, unset, "", 1)})
	}
	switch {
	case f.includes(a, b):
		return a
	case f.includes(b, a):
		return b
	}
	return f.choice([]value{a, b})
}

// includes tells whether v is a choice that has all that other may be.
func (f *shFlow) includes(v, other value) bool {
	s := f.only(v)
	if s == nil || len(s.alts) == 0 {
		return false
	}
	if o := f.only(other); o != nil && len(o.alts) > 0 {
		return !slices.ContainsFunc(o.alts, func(alt value) bool { return !slices.Contains(s.alts, alt) })
	}
	return slices.Contains(s.alts, other)
}

// choice is a value that is one of those.
func (f *shFlow) choice(values []value) value {
	var room [2 * maxAlternatives]value
	alts := room[:0]
	for _, v := range values {
		if s := f.only(v); s != nil && len(s.alts) > 0 {
			alts = append(alts, s.alts...)
		} else {
			alts = append(alts, v)
		}
	}
	slices.Sort(alts)
	alts = f.together(slices.Compact(alts))
	if len(alts) == 1 {
		return alts[0]
	}
	f.key = append(f.key[:0], "or"...)
	for _, alt := range alts {
		f.key = append(append(f.key, 1), alt...)
	}
	if v, ok := f.symbolOf[string(f.key)]; ok {
		return v
	}
	if len(alts) <= maxAlternatives {
		return f.newSymbol(string(f.key), symbol{alts: f.pool.kept(alts)})
	}
	return f.newSymbol(string(f.key), symbol{base: alts[0], other: true, net: slices.ContainsFunc(alts, f.fromNet)})
}

// together undoes what a test of emptiness took apart.
func (f *shFlow) together(alts []value) []value {
	for i, v := range alts {
		s := f.only(v)
		if s == nil || s.full == "" || !slices.Contains(alts, "") && !slices.Contains(alts, s.full) {
			continue
		}
		alts[i] = s.full
		alts = slices.DeleteFunc(alts, func(v value) bool { return v == "" })
		slices.Sort(alts)
		return f.together(slices.Compact(alts))
	}
	return alts
}

// notEmpty is v, known not to be empty.
func (f *shFlow) notEmpty(v value) value {
	if isConst(v) || !f.mayBeEmpty(v) {
		return v
	}
	s := f.only(v)
	if s != nil && len(s.alts) > 0 {
		kept := make([]value, 0, len(s.alts))
		for _, alt := range s.alts {
			if alt != "" {
				kept = append(kept, f.notEmpty(alt))
			}
		}
		return f.choice(kept)
	}
	if v == unset || s == nil {
		return v
	}
	return f.symbol("full "+v, symbol{base: v, net: s.net, hash: s.hash, temp: s.temp, full: v, other: true})
}

func (f *shFlow) mayBeEmpty(v value) bool {
	if v == "" || v == unset {
		return true
	}
	s := f.only(v)
	return s != nil && s.full == "" && (len(s.alts) == 0 || slices.ContainsFunc(s.alts, f.mayBeEmpty))
}

// alternatives lists what v may be; one that has several unknown parts may be
// more than is worth listing.
func (f *shFlow) alternatives(v value) []value {
	if known, ok := f.altsOf[v]; ok {
		return known
	}
	all := []value{v}
	if f.branches(v) {
		all = f.combined(v)
	}
	f.altsOf[v] = all
	return all
}

// combined puts the alternatives of the parts of v together in all ways. The text
// between two symbols that have some is one part.
func (f *shFlow) combined(v value) []value {
	all, from := []value{""}, 0
	for at, r := range v {
		if r < firstSymbol {
			continue
		}
		end := at + symbolBytes
		s := f.symbolFor(r)
		if s == nil || len(s.alts) == 0 || len(all)*len(s.alts) > maxAlternatives {
			continue
		}
		next := make([]value, 0, len(all)*len(s.alts))
		for _, head := range all {
			for _, alt := range s.alts {
				next = append(next, head+v[from:at]+alt)
			}
		}
		all, from = next, end
	}
	if from < len(v) {
		for i := range all {
			all[i] += v[from:]
		}
	}
	return all
}

// show is v for a message.
func (f *shFlow) show(v value) string {
	if isConst(v) {
		return v
	}
	f.shown = f.appendShown(f.shown[:0], v)
	return string(f.shown)
}

func (f *shFlow) appendShown(text []byte, v value) []byte {
	if isConst(v) {
		return append(text, v...)
	}
	for _, r := range v {
		switch s := f.symbolFor(r); {
		case s == nil && r != 0:
			text = utf8.AppendRune(text, r)
		case s == nil:
		case s.name != "":
			text = append(text, s.name...)
		case len(s.alts) > 0:
			text = f.appendShown(text, s.alts[len(s.alts)-1])
		default:
			text = f.appendShown(text, s.base)
		}
	}
	return text
}
