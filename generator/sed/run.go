package sed

import (
	"fmt"
	"strings"
)

// A machine is one run over all lines.
type machine struct {
	script   *Script
	lines    []line
	at       int    // the number of the present line
	space    string // the pattern space
	quiet    bool
	inRange  []int    // by range: 0, or 1 + the line in which it began
	begun    []bool   // by range: its command was reached in its first line
	appended []string // by a, for the end of the cycle
	failed   error    // what this sed cannot do, met in the run
	quit     bool     // q was run
	out      strings.Builder
	open     bool // the output ends in a line without its newline
}

// A result says how a cycle goes on behind a command.
type result int

const (
	onward  result = iota
	deleted        // no more commands, nothing printed
	ended          // no more commands, and no more lines
)

func (m *machine) main() error {
	for m.fetch() {
		r := m.run(m.script.commands)
		if m.failed != nil {
			return m.failed
		}
		if r != deleted && !m.quiet {
			m.put(m.space)
		}
		m.flush()
		if r == ended {
			break
		}
	}
	if m.quit {
		m.write("") // GNU's sed ends a last line that has no newline, if q prints it
	}
	return nil
}

// fetch makes the next line the pattern space.
func (m *machine) fetch() bool {
	if m.at == len(m.lines) {
		return false
	}
	m.space = m.lines[m.at].text
	m.at++
	return true
}

// put prints a line; it ends as the present line of the input did.
func (m *machine) put(s string) {
	m.write(s)
	m.open = m.lines[m.at-1].open
	if !m.open {
		m.out.WriteByte('\n')
	}
}

// write prints a text, behind the newline that was held back.
func (m *machine) write(s string) {
	if m.open {
		m.out.WriteByte('\n')
		m.open = false
	}
	m.out.WriteString(s)
}

// flush prints what a has put aside.
func (m *machine) flush() {
	for _, s := range m.appended {
		m.write(s)
	}
	m.appended = nil
}

func (m *machine) run(list []*command) result {
	for _, c := range list {
		selected := m.selects(c)
		if m.failed != nil {
			return ended
		}
		if selected == c.not {
			continue
		}
		if r := actions[c.name](m, c); r != onward {
			return r
		}
	}
	return onward
}

func (m *machine) selects(c *command) bool {
	switch {
	case c.from == nil:
		return true
	case c.to == nil:
		return m.matches(c.from)
	case m.inRange[c.number] == 0:
		m.refuseSkipped(c)
		if !m.matches(c.from) {
			return false
		}
		if c.to.line == 0 || c.to.line > m.at {
			m.inRange[c.number] = 1 + m.at
		}
		if c.to.last && m.at == len(m.lines) {
			m.inRange[c.number] = 0
		}
		return true
	}
	return m.goesOn(c)
}

// refuseSkipped refuses a range whose first line, a number, went by while its
// command was not reached: GNU's sed begins such a range late, others never.
func (m *machine) refuseSkipped(c *command) {
	if m.at == c.from.line {
		m.begun[c.number] = true
	}
	if m.at > c.from.line && c.from.line > 0 && !m.begun[c.number] {
		m.failed = fmt.Errorf("the seds differ on a range from line %d, since an earlier command kept that line from it", c.from.line)
	}
}

// goesOn is for a line behind the first of a range.
func (m *machine) goesOn(c *command) bool {
	if c.to.line > 0 && m.at > c.to.line {
		m.inRange[c.number] = 0 // n has skipped the last line
		return false
	}
	if m.matches(c.to) {
		m.inRange[c.number] = 0
	}
	return true
}

func (m *machine) matches(a *address) bool {
	switch {
	case a.last:
		return m.at == len(m.lines)
	case a.re != nil:
		return a.re.Match(m.space)
	}
	return a.line == m.at
}

// actions are the commands.
var actions map[byte]func(m *machine, c *command) result

func init() {
	actions = map[byte]func(m *machine, c *command) result{
		'{': func(m *machine, c *command) result { return m.run(c.body) },
		's': (*machine).substitute,
		'd': func(*machine, *command) result { return deleted },
		'p': func(m *machine, _ *command) result { m.put(m.space); return onward },
		'q': func(m *machine, _ *command) result { m.quit = true; return ended },
		'n': (*machine).next,
		'y': (*machine).translate,
		'a': func(m *machine, c *command) result { m.appended = append(m.appended, c.text); return onward },
		'i': func(m *machine, c *command) result { m.write(c.text); return onward },
		'c': (*machine).change,
	}
}

func (m *machine) next(*command) result {
	if m.at == len(m.lines) {
		return ended
	}
	if !m.quiet {
		m.put(m.space)
	}
	m.flush()
	m.fetch()
	return onward
}

func (m *machine) translate(c *command) result {
	b := []byte(m.space)
	for i, x := range b {
		if to, ok := c.swap[x]; ok {
			b[i] = to
		}
	}
	m.space = string(b)
	return onward
}

// change prints its text once for a range, at its end.
func (m *machine) change(c *command) result {
	if c.to == nil || m.inRange[c.number] == 0 {
		m.write(c.text)
	}
	return deleted
}

func (m *machine) substitute(c *command) result {
	places := c.re.FindAll(m.space)
	if len(places) < c.nth {
		return onward
	}
	places = places[c.nth-1:]
	if !c.all {
		places = places[:1]
	}
	var b strings.Builder
	from := 0
	for _, at := range places {
		b.WriteString(m.space[from:at[0]])
		for _, p := range c.with {
			b.WriteString(p.fill(m.space, at))
		}
		from = at[1]
	}
	b.WriteString(m.space[from:])
	m.space = b.String()
	if c.print {
		m.put(m.space)
	}
	return onward
}

// fill is a piece for one match; a group that took no part is empty.
func (p piece) fill(s string, at []int) string {
	if p.text != "" || at[2*p.group] < 0 {
		return p.text
	}
	return s[at[2*p.group]:at[2*p.group+1]]
}
