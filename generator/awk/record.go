package awk

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// A record is $0 and its fields. Each is made of the other when it is asked for.
type record struct {
	text   string
	fields []value
	parted bool // fields are those of text
	joined bool // text is to be made of fields
}

// maxField bounds the number of fields.
const maxField = 100_000

func (r *record) set(s string) { *r = record{text: s} }

// whole is $0.
func (r *record) whole(m *machine) string {
	if r.joined {
		var all []string
		for _, f := range r.fields {
			all = append(all, m.text(f))
		}
		r.text = bounded(strings.Join(all, m.text(m.special["OFS"])), 0)
		r.joined = false
	}
	return r.text
}

func (r *record) split(m *machine) {
	if r.parted {
		return
	}
	r.parted, r.fields = true, nil
	separator := m.special["FS"].s
	if m.special["RS"].s == "" && separator != " " {
		pos(0).fail("the awks differ on an empty RS together with an FS; split the lines")
	}
	for _, s := range m.parts(r.text, separator, 0) {
		r.fields = append(r.fields, outside(s))
	}
}

func (r *record) count(m *machine) int {
	r.split(m)
	return len(r.fields)
}

func (r *record) setCount(m *machine, to value, at pos) {
	r.split(m)
	n := fieldNumber(to, at)
	for len(r.fields) < n {
		r.fields = append(r.fields, outside("")) // no unset value, in both mawk and busybox
	}
	r.fields, r.joined = r.fields[:n], true
}

func fieldNumber(v value, at pos) int {
	n := v.number(at)
	if n < 0 || n > maxField {
		at.fail("there is no field %g", n)
	}
	return int(n)
}

// get is $n.
func (r *record) get(m *machine, n int) value {
	if n == 0 {
		return outside(r.whole(m))
	}
	r.split(m)
	if n > len(r.fields) {
		return value{}
	}
	return r.fields[n-1]
}

func (r *record) put(m *machine, n int, v value, at pos) {
	if n == 0 {
		r.set(m.textAt(v, at))
		return
	}
	if r.split(m); n > len(r.fields) {
		r.setCount(m, num(float64(n)), at)
	}
	r.fields[n-1], r.joined = v, true
}

// parts cuts s at a separator as FS and split do.
func (m *machine) parts(s, separator string, at pos) []string {
	switch {
	case s == "":
		return nil
	case separator == " ":
		return strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' })
	case len(separator) == 1 && separator != `\`:
		return strings.Split(s, separator)
	}
	return cut(s, m.regexp(separator, at).FindAll(s))
}

// cut cuts s at the places that are not empty.
func cut(s string, places [][]int) (list []string) {
	from := 0
	for _, at := range places {
		if at[0] < at[1] {
			list = append(list, s[from:at[0]])
			from = at[1]
		}
	}
	return append(list, s[from:])
}

// An input is the file that is read.
type input struct {
	r     *bufio.Reader
	close io.Closer
	next  int  // of ARGV
	any   bool // a file was read or is standard input
}

// nextRecord reads a record; false is the end of all files.
func (m *machine) nextRecord() bool {
	for {
		if m.input.r == nil && !m.open() {
			return false
		}
		s, ok := m.readRecord()
		if ok {
			m.record.set(s)
			for _, name := range []string{"NR", "FNR"} {
				m.special[name] = num(m.special[name].number(0) + 1)
			}
			return true
		}
		if m.input.close != nil {
			check(m.input.close.Close())
		}
		m.input.r, m.input.close = nil, nil
	}
}

// open opens the next file of ARGV.
func (m *machine) open() bool {
	args := m.globals["ARGV"].array
	for count := int(m.special["ARGC"].number(0)); m.input.next+1 < count; {
		m.input.next++
		arg := m.text(args[fmt.Sprint(m.input.next)])
		switch {
		case arg == "":
		case isOperand(arg):
			m.setOperand(arg)
		default:
			m.input.any = true
			m.openFile(arg)
			return true
		}
	}
	if m.input.any {
		return false
	}
	m.input.any = true
	m.use("", m.config.Stdin, nil)
	return true
}

func (m *machine) use(name string, r io.Reader, c io.Closer) {
	m.input.r, m.input.close = bufio.NewReader(r), c
	m.special["FILENAME"], m.special["FNR"] = outside(name), num(0)
}

func (m *machine) openFile(name string) {
	if name == "-" {
		m.use(name, m.config.Stdin, nil)
		return
	}
	err := fmt.Errorf("no files here")
	if m.config.Open != nil {
		var f io.ReadCloser
		if f, err = m.config.Open(name); err == nil {
			m.use(name, f, f)
			return
		}
	}
	check(m.out.Flush())
	m.write(m.config.Stderr, fmt.Sprintf("awk: cannot open %s (%v)\n", name, err))
	m.status = 2
	panic(stop{})
}

// readRecord reads up to the separator that RS is at this moment.
func (m *machine) readRecord() (string, bool) {
	if rs := m.special["RS"].s; rs != "" {
		s, err := m.readUntil(rs[0])
		return strings.TrimSuffix(s, rs), err == nil || s != ""
	}
	var lines []string
	for {
		s, err := m.readUntil('\n')
		line := strings.TrimSuffix(s, "\n")
		if line != "" {
			lines = append(lines, line)
		}
		if err != nil || line == "" && len(lines) > 0 {
			return strings.Join(lines, "\n"), len(lines) > 0
		}
	}
}

func (m *machine) readUntil(c byte) (string, error) {
	s, err := m.input.r.ReadString(c)
	if err != io.EOF {
		check(err)
	}
	return bounded(s, 0), err
}
