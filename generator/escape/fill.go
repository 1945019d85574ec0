package escape

import (
	"errors"
	"fmt"
	"strings"
)

// fill puts the values into the skeleton, each escaped for its place, and
// checks that the result is the skeleton with nothing but text in the holes.
func (t *Template) fill(sk *skeleton, values []value) (Code, error) {
	code := Code{dialect: t.dialect, text: sk.text, values: hold(values), set: t.set}
	if len(values) == 0 && t.lang == nil {
		return code, t.parses(sk.text)
	}
	if t.lang == nil {
		return Code{}, t.at(values[0], &Error{Code: unknownPlace.ID, Rule: &unknownPlace,
			What: fmt.Sprintf("no value can stand in a file of %s", t.dialect.Name)})
	}
	var err error
	if hasLists(values) {
		if sk, values, err = t.unfold(sk, values); err != nil {
			return Code{}, err
		}
	}
	a, err := t.analysis(sk, values)
	if err != nil {
		return Code{}, err
	}
	texts := make([]string, len(values))
	for i, v := range values {
		if texts[i], err = t.write(&a.decisions[i], v); err != nil {
			return Code{}, err
		}
	}
	code.sk, code.filled = sk, values
	code.text, err = t.join(sk, a, values, texts)
	return code, err
}

// parses is for a text of a dialect that takes no values: it must be one of it.
func (t *Template) parses(text string) error {
	key := cacheKey{t.dialect, text, false}
	if t.cache.get(key) != nil {
		return nil
	}
	if _, err := t.dialect.Parse("a template in "+t.dialect.Name, strings.NewReader(text)); err != nil {
		return err
	}
	t.cache.put(key, &analysis{})
	return nil
}

// write escapes one value for its place.
func (t *Template) write(d *decision, v value) (string, error) {
	text := v.items[0]
	switch {
	case d.refused():
		return "", t.refusal(d, v)
	case d.code:
		return "", t.at(v, &Error{Code: codeCode, Rule: d.rule, What: "only Code can stand in " + d.found})
	}
	if limit := d.limit(text); limit != nil {
		return "", t.at(v, &Error{Code: limit.ID, Rule: limit, What: fmt.Sprintf("%s cannot stand in %s", abridged(text), d.found)})
	}
	out, err := d.write(text)
	if err != nil {
		return "", t.at(v, &Error{Code: d.rule.ID, Rule: d.rule, What: fmt.Sprintf("%v; in %s", err, d.found)})
	}
	return out, nil
}

// refusal is the error of a place that takes no value.
func (t *Template) refusal(d *decision, v value) *Error {
	return t.at(v, &Error{Code: d.rule.ID, Rule: d.rule, What: "no value can stand in " + d.found})
}

// at completes an error with the position of the value's hole.
func (t *Template) at(v value, e *Error) *Error {
	l := t.locs[v.loc]
	e.File, e.Line, e.Col = t.files[0]+l.file+t.files[1], l.line, l.col
	e.What = l.expr + ": " + e.What
	return e
}

// join puts the written values into the skeleton and compares what the result
// means with what the skeleton means.
func (t *Template) join(sk *skeleton, a *analysis, values []value, texts []string) (string, error) {
	var out strings.Builder
	size := len(sk.text)
	for _, s := range texts {
		size += len(s)
	}
	out.Grow(size)
	starts := make([]int, len(texts)) // of the values, in the result
	from := 0
	for i, m := range sk.marks {
		out.WriteString(sk.text[from:m.start])
		starts[i] = out.Len()
		out.WriteString(texts[i])
		from = m.end
	}
	out.WriteString(sk.text[from:])
	result := out.String()
	return result, t.verify(sk, a, values, texts, starts, result)
}

// verify compares the canon of each unit before and after.
func (t *Template) verify(sk *skeleton, a *analysis, values []value, texts []string, starts []int, result string) error {
	for n, u := range a.units {
		from, to := sk.within(u.start, u.end)
		if from == to {
			continue
		}
		shift := starts[from] - sk.marks[from].start // what the values before the unit added
		grown := 0
		for i := from; i < to; i++ {
			grown += len(texts[i]) - sentinelLength
		}
		text := result[u.start+shift : u.end+shift+grown]
		if a.verified(n, text) {
			continue
		}
		got, err := t.lang.canon(text)
		want := substitute(a.canons[n], sk.prefix, values)
		if err != nil || got != want {
			return t.changed(values[from:to], got, want, err)
		}
		a.note(n, text)
	}
	return nil
}

// changed is the error of a rendering that means something else than its
// template. It is a bug of this package or a value that no rule foresaw.
func (t *Template) changed(values []value, got, want string, err error) error {
	what := "the values change what the script means"
	if err != nil {
		what = "with the values the script does not parse: " + err.Error()
	}
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	if err == nil {
		what += fmt.Sprintf(": %q where %q was meant", got[max(0, i-10):min(len(got), i+20)], want[max(0, i-10):min(len(want), i+20)])
	}
	return t.at(values[0], &Error{Code: codeShape, What: what + "; one of the holes from here on holds a value that this place cannot take"})
}

// substitute puts the values into a canon, in place of the sentinels.
func substitute(canon, prefix string, values []value) string {
	var out strings.Builder
	out.Grow(len(canon) + len(canon)/8)
	for {
		i := strings.Index(canon, prefix)
		if i < 0 {
			out.WriteString(canon)
			return out.String()
		}
		out.WriteString(canon[:i])
		number := 0
		for _, c := range canon[i+len(prefix)+1 : i+sentinelLength-1] {
			number = number*10 + int(c-'0')
		}
		out.WriteString(values[number].items[0])
		canon = canon[i+sentinelLength:]
	}
}

func hasLists(values []value) bool {
	for _, v := range values {
		if v.kind == kindWords || v.kind == kindCode {
			return true
		}
	}
	return false
}

// analysis is that of the skeleton, from the cache if it was seen before.
func (t *Template) analysis(sk *skeleton, values []value) (*analysis, error) {
	key := cacheKey{t.dialect, sk.text, sk.draft}
	if a := t.cache.get(key); a != nil {
		return a, nil
	}
	if len(values) > maxHoles {
		return nil, t.at(values[maxHoles], &Error{Code: codeHoles, What: fmt.Sprintf("more than %d values in one file", maxHoles)})
	}
	a, err := t.analyse(sk)
	if err != nil {
		return nil, t.placed(sk, values, err)
	}
	t.cache.put(key, a)
	return a, nil
}

// analyse judges the holes of a skeleton and, but for a draft, writes down what
// it means.
func (t *Template) analyse(sk *skeleton) (*analysis, error) {
	a, err := t.lang.analyse(sk)
	if err != nil || sk.draft {
		return a, err
	}
	if a.units == nil {
		a.units = []unit{{0, len(sk.text)}}
	}
	if a.canons != nil {
		return a, nil
	}
	for _, u := range a.units {
		c, err := t.lang.canon(sk.text[u.start:u.end])
		if err != nil {
			return nil, err
		}
		a.canons = append(a.canons, c)
	}
	return a, nil
}

// placed turns an error about the text of a skeleton into one at the hole
// before it, which is as near as a position in the template is known.
func (t *Template) placed(sk *skeleton, values []value, err error) error {
	var te *textError
	if !errors.As(err, &te) {
		return err
	}
	line, col := lineCol(sk.text, te.Offset)
	e := &Error{File: t.files[0] + t.first + t.files[1], Line: 1, Col: 1, Code: codeSyntax}
	if te.ID != "" {
		e.Code = te.ID
	}
	lines := strings.Split(sk.text, "\n")
	shown := lines[line-1]
	for i, m := range sk.marks {
		if m.end <= te.Offset || i == 0 {
			l := t.locs[values[i].loc]
			e.File, e.Line, e.Col = t.files[0]+l.file+t.files[1], l.line, l.col
		}
		shown = strings.ReplaceAll(shown, sk.text[m.start:m.end], t.locs[values[i].loc].expr)
	}
	e.What = fmt.Sprintf("%s; at or after this hole, in line %d:%d of the output: %s", te.What, line, col, abridged(strings.TrimSpace(shown)))
	return e
}
