package escape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
)

// unfold puts the lists and the Code of values into the skeleton. Where they may
// stand is guessed from the text around them first, which nearly always holds, and
// else told by a draft, which does not follow values: each item is a value of its
// own in what comes out, and judged there. A list without items is not, so it needs
// the whole analysis of sk; and so does an error, to say what it always said.
func (t *Template) unfold(sk *skeleton, values []value) (*skeleton, []value, error) {
	if !slices.ContainsFunc(values, func(v value) bool { return len(v.items) == 0 }) {
		if out, all, ok := t.guess(sk, values); ok {
			return out, all, nil
		}
		draft := *sk
		draft.draft = true
		if a, err := t.analysis(&draft, values); err == nil {
			if out, all, err := t.expand(sk, a, values); err == nil {
				return out, all, nil
			}
		}
	}
	a, err := t.analysis(sk, values)
	if err != nil {
		return nil, nil, err
	}
	return t.expand(sk, a, values)
}

// A likelyList is what most likely stands between the items of a list: before a
// closing bracket, and elsewhere.
type likelyList struct{ inBrackets, elsewhere string }

// likelyLists has the dialects in which unfold guesses.
var likelyLists = map[*dialect.Dialect]likelyList{
	dialect.Sh: {" | ", " "}, dialect.Bash: {" | ", " "}, dialect.Zsh: {" | ", " "}, // of a case
	dialect.PowerShell: {", ", " "}, // of an array
	dialect.Fish:       {" ", " "},
}

// guess expands a skeleton by the looks of the text around its lists and Code,
// and asks the rules about the places of their items in what comes out. It is
// false where the rules see there anything but what it took for granted.
func (t *Template) guess(sk *skeleton, values []value) (*skeleton, []value, bool) {
	likely, ok := likelyLists[t.dialect]
	if !ok {
		return nil, nil, false
	}
	guessed := &analysis{decisions: make([]decision, len(values))}
	for i, m := range sk.marks {
		switch values[i].kind {
		case kindWords:
			list := likely.at(sk, m)
			guessed.decisions[i] = decision{list: list, write: asItIs}
			ok = ok && list != ""
		case kindCode:
			ok = ok && sk.behindText(m)
		}
	}
	if !ok {
		return nil, nil, false
	}
	out, all, err := t.expand(sk, guessed, values)
	if err != nil {
		return nil, nil, false
	}
	a, err := t.analysis(out, all)
	if err != nil {
		return nil, nil, false
	}
	first := 0 // of the items of v, whose place is that of the whole list
	for i, v := range values {
		d := &a.decisions[first]
		if v.kind == kindWords && d.list != guessed.decisions[i].list || v.kind == kindCode && d.code {
			return nil, nil, false
		}
		first += len(v.items)
	}
	return out, all, true
}

func asItIs(value string) (string, error) { return value, nil }

// at is what may stand between the items of the list at m; "" where it is not
// plain that the list is a whole word.
func (l likelyList) at(sk *skeleton, m mark) string {
	if m.start == 0 || m.end == len(sk.text) || strings.IndexByte(" \t\n(", sk.text[m.start-1]) < 0 {
		return ""
	}
	switch sk.text[m.end] {
	case ')':
		return l.inBrackets
	case ' ', '\t', '\n', ';':
		return l.elsewhere
	}
	return ""
}

// behindText says whether a hole has so much before it on its line that no shell
// begins a statement with it: Code there is a value.
func (sk *skeleton) behindText(m mark) bool {
	line := sk.text[strings.LastIndexByte(sk.text[:m.start], '\n')+1 : m.start]
	line = strings.TrimRight(line, " \t")
	return line != "" && line[len(line)-1] != ';'
}

// expand replaces the sentinel of each list by one for every item, and that of
// Code by its text, where they may stand.
func (t *Template) expand(sk *skeleton, a *analysis, values []value) (*skeleton, []value, error) {
	prefix, err := prefixFor(sk, values)
	if err != nil {
		return nil, nil, err
	}
	var out strings.Builder
	out.Grow(len(sk.text) + len(sk.text)/8)
	all := make([]value, 0, 2*len(values))
	from := 0
	for i, m := range sk.marks {
		v, d := values[i], &a.decisions[i]
		out.WriteString(sk.text[from:m.start])
		from = m.end
		items := v.items
		switch {
		case v.kind == kindCode && d.code:
			all = t.splice(&out, all, v, prefix)
			continue
		case v.kind == kindCode:
			v.kind = v.code.asText()
		case v.kind == kindWords:
			if d.refused() {
				return nil, nil, t.refusal(d, v)
			}
			if d.list == "" || len(items) == 0 && d.list != " " || !sk.alone(m) {
				return nil, nil, t.at(v, &Error{Code: codeList, Rule: d.rule, What: fmt.Sprintf("a list of %d cannot stand in %s", len(items), d.found)})
			}
			v.kind = kindText
		}
		for n, item := range items {
			if n > 0 {
				out.WriteString(d.list)
			}
			out.WriteString(sentinel(prefix, v.kind, len(all)))
			all = append(all, value{loc: v.loc, kind: v.kind, items: []string{item}})
		}
	}
	out.WriteString(sk.text[from:])
	return newSkeleton(out.String(), prefix), all, nil
}

// splice writes the text of Code with a sentinel for each of its values.
func (t *Template) splice(out *strings.Builder, all []value, v value, prefix string) []value {
	if v.code.sk == nil {
		out.WriteString(strings.TrimSuffix(v.code.text, "\n"))
		return all
	}
	from := 0
	for i, m := range v.code.sk.marks {
		inner := v.code.filled[i]
		if v.code.set != t.set { // its positions are in files that this set does not have
			inner.loc = v.loc
		}
		out.WriteString(v.code.sk.text[from:m.start])
		out.WriteString(sentinel(prefix, inner.kind, len(all)))
		all = append(all, inner)
		from = m.end
	}
	out.WriteString(strings.TrimSuffix(v.code.sk.text[from:], "\n"))
	return all
}

// prefixFor finds a prefix that stands neither in the text of the skeleton nor in
// the Code that is put into it.
func prefixFor(sk *skeleton, values []value) (string, error) {
	for _, prefix := range prefixes {
		inCode := slices.ContainsFunc(values, func(v value) bool { return v.kind == kindCode && strings.Contains(v.code.text, prefix) })
		if !inCode && (prefix == sk.prefix || !strings.Contains(sk.text, prefix)) {
			return prefix, nil
		}
	}
	return "", errPrefixes
}
