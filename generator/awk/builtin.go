package awk

import (
	"math"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/posixre"
)

// A builtin is a function of awk itself.
type builtin struct {
	min, max int
	call     func(m *machine, c *builtinCall) value
	check    func(c *builtinCall) // what the parser checks beyond the number of arguments; may be nil
}

var builtins map[string]*builtin

func init() {
	builtins = map[string]*builtin{
		"length":  {0, 1, length, nil},
		"substr":  {2, 3, substr, nil},
		"index":   {2, 2, index, nil},
		"split":   {2, 3, split, arrayArgument},
		"sub":     {2, 3, substitute, placeArgument},
		"gsub":    {2, 3, substitute, placeArgument},
		"match":   {2, 2, match, nil},
		"toupper": {1, 1, toUpper, nil},
		"tolower": {1, 1, toLower, nil},
		"int":     {1, 1, toInt, nil},
		"sprintf": {1, math.MaxInt, format, nil},
	}
}

func (e *builtinCall) eval(m *machine) value {
	m.step(e.at)
	return builtins[e.name].call(m, e)
}

func arrayArgument(c *builtinCall) {
	if _, ok := c.args[1].(*variable); !ok {
		c.at.fail("the second argument of %s must be the name of an array", c.name)
	}
}

func placeArgument(c *builtinCall) {
	if len(c.args) == 3 && !isPlace(c.args[2]) {
		c.at.fail("the third argument of %s must be a variable, field or element", c.name)
	}
}

// arg is an argument as a string.
func (e *builtinCall) arg(m *machine, i int) string { return m.textAt(e.args[i].eval(m), e.at) }

// pattern is an argument as a regular expression: /x/, or a string that holds one.
func (m *machine) pattern(e expr, at pos) *posixre.Regexp {
	if p, ok := e.(*pattern); ok {
		return p.re
	}
	return m.regexp(m.textAt(e.eval(m), at), at)
}

func length(m *machine, e *builtinCall) value {
	if len(e.args) == 0 {
		return num(float64(len(m.record.whole(m))))
	}
	return num(float64(len(e.arg(m, 0))))
}

// whole is an argument as a whole number: the awks cut and round in different ways.
func (e *builtinCall) whole(m *machine, i int) float64 {
	n := e.args[i].eval(m).number(e.at)
	if n != math.Trunc(n) || math.Abs(n) > maxExact {
		e.at.fail("the awks differ on %s with %g; use int()", e.name, n)
	}
	return n
}

func substr(m *machine, e *builtinCall) value {
	s := e.arg(m, 0)
	from := e.whole(m, 1)
	to := math.Inf(1)
	if len(e.args) == 3 {
		to = from + e.whole(m, 2)
	}
	if from < 1 {
		e.at.fail("the awks differ on substr from %g; from 1 on", from)
	}
	low, high := from-1, min(to-1, float64(len(s)))
	if low >= high {
		return str("")
	}
	return str(s[int(low):int(high)])
}

func index(m *machine, e *builtinCall) value {
	s, what := e.arg(m, 0), e.arg(m, 1)
	if what == "" {
		e.at.fail("the awks differ on index with an empty string")
	}
	return num(float64(strings.Index(s, what) + 1))
}

func split(m *machine, e *builtinCall) value {
	s := e.arg(m, 0)
	var list []string
	if len(e.args) == 3 {
		list = m.splitBy(s, e.args[2], e.at)
	} else {
		list = m.parts(s, m.special["FS"].s, e.at)
	}
	a := m.array(e.args[1].(*variable))
	clear(a)
	for i, part := range list {
		a[num(float64(i+1)).text("", e.at)] = outside(part)
	}
	return num(float64(len(list)))
}

func (m *machine) splitBy(s string, by expr, at pos) []string {
	if p, ok := by.(*pattern); ok {
		if s == "" {
			return nil
		}
		return cut(s, p.re.FindAll(s))
	}
	separator := m.textAt(by.eval(m), at)
	if separator == "" {
		at.fail("the awks differ on split with an empty separator")
	}
	return m.parts(s, separator, at)
}

func match(m *machine, e *builtinCall) value {
	s := e.arg(m, 0)
	start, size := 0, -1
	if at := m.pattern(e.args[1], e.at).Find(s); at != nil {
		start, size = at[0]+1, at[1]-at[0]
	}
	m.special["RSTART"], m.special["RLENGTH"] = num(float64(start)), num(float64(size))
	return num(float64(start))
}

// substitute is sub and gsub.
func substitute(m *machine, e *builtinCall) value {
	re := m.pattern(e.args[0], e.at)
	with := replacement(e.arg(m, 1), e.at)
	var place expr = &field{e.at, &constant{num(0)}}
	if len(e.args) == 3 {
		place = m.fix(e.args[2])
	}
	s := m.textAt(place.eval(m), e.at)
	places := re.FindAll(s)
	if e.name == "sub" && len(places) > 1 {
		places = places[:1]
	}
	if e.name == "gsub" {
		refuseMixed(re, places, with, e.at)
	}
	if len(places) == 0 {
		m.refuseRebuilt(place, e.at)
	} else {
		m.store(place, str(replace(s, places, with, e.at)))
	}
	return num(float64(len(places)))
}

// refuseMixed refuses what busybox does on its own: gsub takes an empty match
// directly behind another, too.
func refuseMixed(re *posixre.Regexp, places [][]int, with []string, at pos) {
	some := slices.ContainsFunc(places, func(p []int) bool { return p[0] < p[1] })
	if some && re.Match("") && strings.Join(with, "") != "" {
		at.fail("the awks differ on gsub with an expression that matches nothing too; let it match one character or more")
	}
}

// refuseRebuilt refuses a field without a match in a record that busybox would
// join anew all the same.
func (m *machine) refuseRebuilt(place expr, at pos) {
	f, isField := place.(*field)
	if !isField || fieldNumber(f.index.eval(m), at) == 0 {
		return
	}
	joined := m.record
	joined.split(m)
	joined.joined = true
	if joined.whole(m) != m.record.whole(m) {
		at.fail("without a match busybox joins the fields anew, others do not; ask with ~ first")
	}
}

func replace(s string, places [][]int, with []string, at pos) string {
	var b strings.Builder
	from := 0
	for _, p := range places {
		b.WriteString(s[from:p[0]])
		b.WriteString(strings.Join(with, s[p[0]:p[1]]))
		from = p[1]
		bounded(b.String(), at)
	}
	b.WriteString(s[from:])
	return bounded(b.String(), at)
}

// replacement is the text to put in, cut where an & stands for what matched.
func replacement(s string, at pos) []string {
	parts := []string{""}
	add := func(t string) { parts[len(parts)-1] += t }
	for i := 0; i < len(s); i++ {
		rest := s[i:]
		switch {
		case strings.HasPrefix(rest, `\\&`):
			add(`\`)
			i++
		case strings.HasPrefix(rest, `\&`):
			add("&")
			i++
		case strings.HasPrefix(rest, `\\`):
			at.fail(`the awks differ on \\ in the text to put in; write it in a character class of the pattern or join strings`)
		case rest[0] == '&':
			parts = append(parts, "")
		default:
			add(rest[:1])
		}
	}
	return parts
}

func toUpper(m *machine, e *builtinCall) value { return str(mapBytes(e.arg(m, 0), 'a', 'z')) }
func toLower(m *machine, e *builtinCall) value { return str(mapBytes(e.arg(m, 0), 'A', 'Z')) }

// mapBytes changes the case of the letters from low to high.
func mapBytes(s string, low, high byte) string {
	b := []byte(s)
	for i, c := range b {
		if c >= low && c <= high {
			b[i] = c ^ 0x20
		}
	}
	return string(b)
}

func toInt(m *machine, e *builtinCall) value {
	return num(math.Trunc(e.args[0].eval(m).number(e.at)) + 0)
}

func format(m *machine, e *builtinCall) value {
	var args []value
	for _, a := range e.args {
		args = append(args, a.eval(m))
	}
	return str(sprintf(m.textAt(args[0], e.at), args[1:], m.special["CONVFMT"].s, e.at))
}
