package awk

import (
	"io"
	"maps"
	"slices"
	"strings"
)

func (m *machine) list(list []stmt) flow {
	for _, s := range list {
		if f := s.run(m); f != onward {
			return f
		}
	}
	return onward
}

func (s *block) run(m *machine) flow { return m.list(s.list) }
func (s *jump) run(*machine) flow    { return s.to }

func (s *simple) run(m *machine) flow {
	m.step(0)
	s.of.eval(m)
	return onward
}

func (s *output) run(m *machine) flow {
	m.step(s.at)
	text := s.text(m)
	var w io.Writer = m.out
	if s.toErr {
		check(m.out.Flush())
		w = m.config.Stderr
	}
	m.write(w, text)
	return onward
}

func (s *output) text(m *machine) string {
	if len(s.list) == 0 {
		return m.record.whole(m) + m.text(m.special["ORS"])
	}
	var all []value
	for _, e := range s.list {
		all = append(all, e.eval(m))
	}
	if s.format {
		return sprintf(m.textAt(all[0], s.at), all[1:], m.special["CONVFMT"].s, s.at)
	}
	var texts []string
	for _, v := range all {
		texts = append(texts, v.text(m.special["OFMT"].s, s.at))
	}
	return strings.Join(texts, m.text(m.special["OFS"])) + m.text(m.special["ORS"])
}

func (s *branch) run(m *machine) flow {
	m.step(s.at)
	switch {
	case s.cond.eval(m).truth(s.at):
		return s.yes.run(m)
	case s.no != nil:
		return s.no.run(m)
	}
	return onward
}

func (s *loop) run(m *machine) flow {
	if s.before != nil {
		s.before.run(m)
	}
	for first := true; ; first = false {
		m.step(s.at)
		if !(first && s.bodyFirst) && s.cond != nil && !s.cond.eval(m).truth(s.at) {
			return onward
		}
		switch f := s.body.run(m); f {
		case breaks:
			return onward
		case nexts, returns:
			return f
		}
		if s.after != nil {
			s.after.run(m)
		}
	}
}

// run goes through the keys there are at the start, in the order of their bytes.
// Which order, and whether an element that the body takes out is still met, POSIX
// leaves open.
func (s *each) run(m *machine) flow {
	for _, key := range slices.Sorted(maps.Keys(m.array(s.array))) {
		m.step(s.at)
		m.set(s.key, outside(key))
		switch f := s.body.run(m); f {
		case breaks:
			return onward
		case nexts, returns:
			return f
		}
	}
	return onward
}

func (s *exit) run(m *machine) flow {
	if s.status != nil {
		m.status = int(s.status.eval(m).number(s.at))
	}
	if m.inEnd {
		panic(stop{})
	}
	panic(exiting{})
}

func (s *giveBack) run(m *machine) flow {
	m.step(0)
	var v value
	if s.of != nil {
		v = s.of.eval(m)
	}
	m.result = v
	return returns
}

func (s *remove) run(m *machine) flow {
	m.step(s.at)
	a := m.array(s.array)
	if s.index == nil {
		clear(a)
	} else {
		delete(a, m.key(s.index, s.at))
	}
	return onward
}
