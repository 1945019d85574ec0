package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// digest is a program that prints the SHA-256 of a file, or compares it.
func (r *fishRun) digest() []*fishState {
	if slices.ContainsFunc(r.words, func(w string) bool { return w == "-c" || w == "--check" }) {
		return r.compared(r.in)
	}
	if r.name == "openssl" && !slices.Contains(r.words, "dgst") || r.name == "shasum" && !slices.Contains(r.words, "256") && !slices.Contains(r.words, "-a256") {
		return r.pass()
	}
	r.st.status = 0
	file := ""
	if len(r.words) > 0 {
		file = r.words[len(r.words)-1]
	}
	for _, redirect := range r.stmt.Redirects {
		if redirect.Op == "<" {
			file = r.f.s.path(redirect.Target, r.st.frame, 0)
		}
	}
	if r.st.facts.is(factDirty, file) { // else nobody needs to compare it
		r.st.out.hash = file
	}
	return []*fishState{r.st}
}

// compared is sha256sum -c with a list from a pipe: the files in it are verified
// where it succeeds.
func (r *fishRun) compared(list fishOut) []*fishState {
	yes, no := r.st.copied(), r.st
	yes.status, no.status = statusYes, statusNo
	yes.facts, _ = r.st.facts.split(func(fact fishFact) bool {
		return fact.kind != factDirty || list.dirty || !strings.Contains(list.text, fact.name)
	})
	return []*fishState{yes, no}
}

// text is the builtin string, of which match can compare.
func (r *fishRun) text() []*fishState {
	if len(r.words) > 0 && r.words[0] == "match" {
		if file := r.against(); file != "" {
			return r.verified(file, false)
		}
	}
	return r.pass()
}

// test decides what it can, and takes a digest that is equal to something in
// the script for a verified file.
func (r *fishRun) test() []*fishState {
	words := r.words
	if r.name == "[" && len(words) > 0 {
		words = words[:len(words)-1]
	}
	unequal := slices.Contains(words, "!=")
	if r.name == "contains" || slices.Contains(words, "=") || slices.Contains(words, "==") || unequal {
		if file := r.against(); file != "" {
			return r.verified(file, unequal)
		}
	}
	r.st.status = 0
	negated := len(words) > 0 && words[0] == "!"
	if negated {
		words = words[1:]
	}
	if yes, ok := r.decide(words, r.at[len(r.words)-len(r.at):]); ok {
		if yes != negated {
			r.st.status = statusYes
		} else {
			r.st.status = statusNo
		}
	}
	return []*fishState{r.st}
}

// decide tells how a test of known values ends.
func (r *fishRun) decide(words []string, at []*fish.Word) (yes, ok bool) {
	if len(at) > 0 && words != nil && len(r.words) > len(words) && r.words[0] == "!" {
		at = at[1:]
	}
	switch {
	case r.name == "contains" || len(at) < len(words):
	case len(words) == 2 && (words[0] == "-n" || words[0] == "-z"):
		value, known := r.f.known(at[1], r.st)
		return (value != "") == (words[0] == "-n"), known
	case len(words) == 3 && (words[1] == "=" || words[1] == "!="):
		left, known := r.f.known(at[0], r.st)
		right, too := r.f.known(at[2], r.st)
		return (left == right) == (words[1] == "="), known && too
	}
	return false, false
}

// against is the file whose digest is among the arguments, next to another one
// that comes from the script.
func (r *fishRun) against() string {
	file, pinned := "", false
	for i, w := range r.words {
		switch {
		case r.subs[i].dirty:
			return ""
		case r.subs[i].hash != "":
			file = r.subs[i].hash
		case slices.ContainsFunc(r.at[i].Parts, func(p fish.Part) bool { return p.Kind == fish.Var }) || digests.MatchString(w):
			pinned = true
		}
	}
	if !pinned {
		return ""
	}
	return file
}

// verified goes on with the file verified in one way, and as it is in the other.
func (r *fishRun) verified(file string, otherWay bool) []*fishState {
	good, bad := r.st.copied(), r.st
	good.facts = good.facts.without(factDirty, file).unhashed(file)
	good.status, bad.status = statusYes, statusNo
	if otherWay {
		good.status, bad.status = statusNo, statusYes
	}
	return []*fishState{good, bad}
}

// set gives a variable a value, or takes arguments away.
func (r *fishRun) set() []*fishState {
	words := r.words
	first := 0
	query, erase := false, false
	for ; first < len(words) && strings.HasPrefix(words[first], "-"); first++ {
		query = query || strings.HasPrefix(words[first], "-q") || words[first] == "--query"
		erase = erase || strings.HasPrefix(words[first], "-e") || words[first] == "--erase"
	}
	if query || first == len(words) {
		return r.ended(0)
	}
	name, index, indexed := strings.Cut(words[first], "[")
	switch {
	case name == r.f.pinned:
	case erase && name == "argv":
		r.shift(index)
	case erase || indexed:
		r.st.facts = r.st.facts.without(factValue, name)
	default:
		r.assign(name, first+1)
	}
	return []*fishState{r.st}
}

// shift is set -e argv[1], or argv[1..2].
func (r *fishRun) shift(index string) {
	n := map[string]int{"1]": 1, "1..2]": 2, "1..3]": 3}[index]
	var left []string
	if n > 0 && n <= len(r.st.frame.args) {
		left = r.st.frame.args[n:]
	}
	r.st.frame = newFishFrame(left, r.st.frame.names)
}

// assign gives name the values from that word on.
func (r *fishRun) assign(name string, from int) {
	var out fishOut
	for i, o := range r.subs[from:] {
		if isSentence(r.at[from+i]) {
			o.hash = ""
		}
		out.add(o)
	}
	r.st.facts = r.st.facts.assigned(name, out)
	if !r.f.asked[name] || len(r.words)-from > 1 {
		return
	}
	fact := fishFact{kind: factValue, name: name}
	if len(r.words) > from {
		value, ok := r.f.known(r.at[from], r.st)
		if !ok {
			return
		}
		fact.value = value
	}
	r.st.facts = r.st.facts.with(fact)
}

// isSentence tells of a word with a blank in it: a digest in it is for people, and
// nothing compares it.
func isSentence(w *fish.Word) bool {
	return slices.ContainsFunc(w.Parts, func(p fish.Part) bool { return p.Kind == fish.Text && strings.Contains(p.Text, " ") })
}

// redirected writes what a statement prints into its files. Nothing stays in
// /dev/null.
func (f *fishFlow) redirected(stmt *fish.Stmt, st *fishState) *fishState {
	for _, redirect := range stmt.Redirects {
		f.written(redirect, st)
		if redirect.Op != ">" && redirect.Op != ">>" && redirect.Op != "&>" && redirect.Op != "1>" {
			continue
		}
		st = st.copied()
		if file := f.s.path(redirect.Target, st.frame, 0); st.out.dirty && file != "/dev/null" {
			st.facts = st.facts.with(fishFact{kind: factDirty, name: file})
		} else if redirect.Op != ">>" {
			st.facts = st.facts.without(factDirty, file)
		}
		st.out = fishOut{}
	}
	return st
}
