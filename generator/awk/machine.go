package awk

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/posixre"
)

type array map[string]value

func newArray() array { return array{} }

// A cell is a variable: unset, a value or an array. A parameter that was given an
// unset variable remembers it in from, since the function may make it an array.
type cell struct {
	v     value
	array array
	from  *cell
}

// A machine is one run.
type machine struct {
	prog    *Program
	config  Config
	out     *bufio.Writer
	steps   int
	globals map[string]*cell
	special map[string]value // the variables that awk reads or sets; NF is the record's
	frames  [][]*cell        // the parameters of the functions that run
	result  value            // of the function that returns
	record  record
	input   input
	ranges  []bool // the ranges that have begun, by rule
	status  int
	inEnd   bool
	cache   map[string]*posixre.Regexp
}

func isSpecial(name string) bool {
	return slices.Contains(strings.Fields("NF NR FNR FS OFS ORS RS SUBSEP CONVFMT OFMT RSTART RLENGTH FILENAME ENVIRON ARGV ARGC"), name)
}

// step counts one statement or call.
func (m *machine) step(at pos) {
	if m.steps--; m.steps < 0 {
		at.fail("%s", ErrSteps.Error())
	}
}

func (m *machine) text(v value) string { return v.text(m.special["CONVFMT"].s, 0) }

func (m *machine) textAt(v value, at pos) string { return v.text(m.special["CONVFMT"].s, at) }

func (m *machine) write(w io.Writer, s string) {
	_, err := io.WriteString(w, s)
	check(err)
}

// maxText bounds a string, so that a program cannot eat the memory.
const maxText = 64 << 20

func bounded(s string, at pos) string {
	if len(s) > maxText {
		at.fail("a string of more than %d bytes", maxText)
	}
	return s
}

// regexp is the pattern that a value holds.
func (m *machine) regexp(pattern string, at pos) *posixre.Regexp {
	if re := m.cache[pattern]; re != nil {
		return re
	}
	if m.cache == nil || len(m.cache) > 100 {
		m.cache = map[string]*posixre.Regexp{}
	}
	m.cache[pattern] = compileAt(at, pattern)
	return m.cache[pattern]
}

// cell finds a variable that is not special.
func (m *machine) cell(v *variable) *cell {
	if v.local >= 0 {
		return m.frames[len(m.frames)-1][v.local]
	}
	c := m.globals[v.name]
	if c == nil {
		c = &cell{}
		m.globals[v.name] = c
	}
	return c
}

// array finds the elements of v, which becomes an array if it was unset.
func (m *machine) array(v *variable) array {
	if _, isScalar := m.special[v.name]; v.local < 0 && (isScalar || v.name == "NF") {
		v.at.fail("%s is no array", v.name)
	}
	return m.cell(v).elements(v)
}

func (c *cell) elements(v *variable) array {
	switch {
	case c.array != nil:
	case c.v.kind != unset:
		v.at.fail("%s is no array", v.name)
	case c.from != nil:
		c.array = c.from.elements(v)
	default:
		c.array = newArray()
	}
	return c.array
}

func (m *machine) get(v *variable) value {
	if v.local < 0 {
		if v.name == "NF" {
			return num(float64(m.record.count(m)))
		}
		if s, ok := m.special[v.name]; ok {
			return s
		}
	}
	c := m.cell(v)
	if c.isArray() {
		v.at.fail("the array %s stands where a value must", v.name)
	}
	return c.v
}

func (c *cell) isArray() bool {
	return c.array != nil || c.v.kind == unset && c.from != nil && c.from.isArray()
}

func (m *machine) set(v *variable, to value) {
	if v.local < 0 {
		if v.name == "NF" {
			m.record.setCount(m, to, v.at)
			return
		}
		if _, ok := m.special[v.name]; ok {
			m.setSpecial(v, to)
			return
		}
	}
	c := m.cell(v)
	if c.isArray() {
		v.at.fail("%s is an array", v.name)
	}
	c.v = to
}

// setSpecial sets a variable that awk reads itself. Those that hold text are
// kept as text.
func (m *machine) setSpecial(v *variable, to value) {
	switch v.name {
	case "FS", "OFS", "ORS", "RS", "SUBSEP", "CONVFMT", "OFMT":
		if to.kind == isNumber {
			to = str(m.textAt(to, v.at))
		}
	}
	if v.name == "RS" && len(to.s) > 1 {
		v.at.fail("RS of more than one character is not POSIX, and the awks differ")
	}
	if v.name == "FS" {
		if to.s == "" {
			v.at.fail("an empty FS is not POSIX, and the awks differ")
		}
		m.record.split(m) // by the old one
	}
	m.special[v.name] = to
}

// setOperand reads name=value, as behind -v or among the input files.
func (m *machine) setOperand(s string) {
	name, raw, _ := strings.Cut(s, "=")
	text, _, why := unescape(raw)
	if why != "" {
		pos(0).fail("the value of %s: %s", name, why)
	}
	if m.prog.functions[name] != nil {
		pos(0).fail("%s is a function and cannot be set", name)
	}
	m.set(&variable{0, name, -1}, outside(text))
}

func isOperand(s string) bool {
	name, _, ok := strings.Cut(s, "=")
	return ok && isName(name)
}

func isName(s string) bool {
	for i := range len(s) {
		if !isLetter(s[i]) && (i == 0 || !isDigit(s[i])) {
			return false
		}
	}
	return s != ""
}
