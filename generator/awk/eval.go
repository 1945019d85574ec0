package awk

import (
	"math"
	"strings"
)

func (e *constant) eval(*machine) value   { return e.v }
func (e *variable) eval(m *machine) value { return m.get(e) }
func (e *pattern) eval(m *machine) value  { return truth(e.re.Match(m.record.whole(m))) }

// eval of a group keeps a number a number, yet the list of (a, b) has no value.
func (e *group) eval(m *machine) value { return e.list[0].eval(m) }

func (e *field) eval(m *machine) value {
	return m.record.get(m, fieldNumber(e.index.eval(m), e.at))
}

func (e *element) eval(m *machine) value {
	key, a := m.key(e.index, e.at), m.array(e.array)
	if _, ok := a[key]; !ok {
		a[key] = value{} // to look at an element makes it
	}
	return a[key]
}

func (e *member) eval(m *machine) value {
	_, ok := m.array(e.array)[m.key(e.index, e.at)]
	return truth(ok)
}

// key is the index of an element: [a, b] is joined by SUBSEP.
func (m *machine) key(index []expr, at pos) string {
	var all []string
	for _, e := range index {
		all = append(all, m.textAt(e.eval(m), at))
	}
	return strings.Join(all, m.text(m.special["SUBSEP"]))
}

// store puts a value in a variable, field or element.
func (m *machine) store(to expr, v value) {
	switch to := to.(type) {
	case *variable:
		m.set(to, v)
	case *field:
		m.record.put(m, fieldNumber(to.index.eval(m), to.at), v, to.at)
	case *element:
		key := m.key(to.index, to.at)
		m.array(to.array)[key] = v
	}
}

// fix evaluates the index of a place once, for a statement that reads and writes.
func (m *machine) fix(to expr) expr {
	switch to := to.(type) {
	case *field:
		return &field{to.at, &constant{to.index.eval(m)}}
	case *element:
		return &element{to.at, to.array, []expr{&constant{str(m.key(to.index, to.at))}}}
	}
	return to
}

func (e *assign) eval(m *machine) value {
	if e.op == "" {
		to := m.fix(e.to)
		v := e.from.eval(m)
		m.store(to, v)
		return v
	}
	to := m.fix(e.to)
	right := e.from.eval(m).number(e.at)
	v := num(arithmetic(e.op, to.eval(m).number(e.at), right, e.at))
	m.store(to, v)
	return v
}

func (e *step) eval(m *machine) value {
	of := m.fix(e.of)
	before := of.eval(m).number(e.at)
	m.store(of, num(before+e.by))
	if e.before {
		return num(before + e.by)
	}
	return num(before)
}

func (e *unary) eval(m *machine) value {
	v := e.of.eval(m)
	switch e.op {
	case "!":
		return truth(!v.truth(e.at))
	case "-":
		if n := v.number(e.at); n != 0 {
			return num(-n)
		}
		return num(0) // some awks print -0
	}
	return num(v.number(e.at))
}

func (e *binary) eval(m *machine) value {
	switch e.op {
	case "&&":
		return truth(e.left.eval(m).truth(e.at) && e.right.eval(m).truth(e.at))
	case "||":
		return truth(e.left.eval(m).truth(e.at) || e.right.eval(m).truth(e.at))
	}
	left := e.left.eval(m)
	right := e.right.eval(m)
	if e.op == " " {
		return str(bounded(m.textAt(left, e.at)+m.textAt(right, e.at), e.at))
	}
	if holds, ok := comparing[e.op]; ok {
		return truth(holds(compare(left, right, m.special["CONVFMT"].s, e.at)))
	}
	return num(arithmetic(e.op, left.number(e.at), right.number(e.at), e.at))
}

var comparing = map[string]func(sign int) bool{
	"<": func(sign int) bool { return sign < 0 }, "<=": func(sign int) bool { return sign <= 0 },
	">": func(sign int) bool { return sign > 0 }, ">=": func(sign int) bool { return sign >= 0 },
	"==": func(sign int) bool { return sign == 0 }, "!=": func(sign int) bool { return sign != 0 },
}

var arithmetics = map[string]func(a, b float64) float64{
	"+": func(a, b float64) float64 { return a + b }, "-": func(a, b float64) float64 { return a - b },
	"*": func(a, b float64) float64 { return a * b }, "/": func(a, b float64) float64 { return a / b },
	"%": math.Mod,
}

func arithmetic(op string, a, b float64, at pos) float64 {
	if b == 0 && (op == "/" || op == "%") {
		at.fail("division by zero")
	}
	n := arithmetics[op](a, b)
	if math.IsInf(n, 0) {
		at.fail("the result is too big for a number")
	}
	return n + 0 // never -0
}

func (e *matching) eval(m *machine) value {
	left := m.textAt(e.left.eval(m), e.at)
	return truth(m.pattern(e.right, e.at).Match(left) != e.not)
}

func (e *ternary) eval(m *machine) value {
	if e.cond.eval(m).truth(e.at) {
		return e.yes.eval(m)
	}
	return e.no.eval(m)
}

// maxCalls bounds the depth of recursion.
const maxCalls = 1000

func (e *userCall) eval(m *machine) value {
	m.step(e.at)
	if len(m.frames) == maxCalls {
		e.at.fail("functions call each other more than %d deep", maxCalls)
	}
	f := m.prog.functions[e.name]
	frame := make([]*cell, len(f.params))
	for i := range frame {
		frame[i] = &cell{}
		if i < len(e.args) {
			frame[i] = m.argument(e.args[i])
		}
	}
	m.frames = append(m.frames, frame)
	m.result = value{}
	m.list(f.body)
	m.frames = m.frames[:len(m.frames)-1]
	result := m.result
	m.result = value{}
	return result
}

// argument is what a function gets: an array itself, of a value a copy.
func (m *machine) argument(e expr) *cell {
	v, ok := e.(*variable)
	if !ok {
		return &cell{v: e.eval(m)}
	}
	if _, isValue := m.special[v.name]; v.local < 0 && (isValue || v.name == "NF") {
		return &cell{v: m.get(v)}
	}
	c := m.cell(v)
	switch {
	case c.isArray():
		return &cell{array: c.elements(v)}
	case c.v.kind == unset:
		return &cell{from: c}
	}
	return &cell{v: c.v}
}
