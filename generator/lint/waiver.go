package lint

import (
	"regexp"
	"slices"
	"strings"
)

// A waiver is a comment that asks to overlook findings of some rules, in its
// own line or, if nothing but blanks stands before it, in the next line that
// is no comment:
//
//	# gosetup: allow GS200 because the options are separate words
//
// One before the first statement, with "allow-file", holds for the whole file.
type waiver struct {
	start  int
	rules  []string
	reason string
	line   int // whose findings it waives; 0 for all
	used   bool
}

var waiverText = regexp.MustCompile(`gosetup:\s*(allow(?:-file)?)((?:[\s,]+GS\w+)*)(?:\s+because\s+(\S.*))?`)

// waivers finds those among the comments; malformed ones are findings.
func (s *source) waivers() []*waiver {
	bad := s.reporter("GS005")
	var all []*waiver
	for _, c := range s.remarks {
		m := waiverText.FindStringSubmatch(s.text[c.start:c.end])
		if m == nil {
			continue
		}
		w := &waiver{start: c.start, reason: strings.TrimSpace(m[3])}
		w.rules = strings.FieldsFunc(m[2], func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
		if m[1] == "allow" {
			w.line = s.waivedLine(c)
		}
		unknown := slices.IndexFunc(w.rules, func(id string) bool { return RuleByID(id) == nil })
		switch {
		case len(w.rules) == 0:
			bad(c.start, "the waiver names no rule; write # gosetup: allow GS200 because ...")
		case unknown >= 0:
			bad(c.start, "there is no rule %s; gen explain lists them", w.rules[unknown])
		case w.reason == "":
			bad(c.start, "the waiver has no reason; write # gosetup: allow %s because ...", w.rules[0])
		default:
			all = append(all, w)
		}
	}
	return all
}

// waivedLine is the line that the comment c speaks of.
func (s *source) waivedLine(c remark) int {
	line, col := s.position(c.start)
	if strings.TrimSpace(s.text[c.start-col+1:c.start]) != "" {
		return line
	}
	for rest := s.text[c.end:]; ; {
		_, after, more := strings.Cut(rest, "\n")
		line++
		text, _, _ := strings.Cut(after, "\n")
		if text = strings.TrimSpace(text); !more || text != "" && text[0] != '#' {
			return line
		}
		rest = after
	}
}

// waive takes the findings apart: those that hold, and those that the file asks
// to overlook. Nobody can waive that a file does not parse, and a waiver that
// overlooks nothing is a finding.
func (s *source) waive() (found []Finding, waived []Waived) {
	waivers := s.waivers()
	all := sorted(s.found)
	s.found = nil
	for _, f := range all {
		i := slices.IndexFunc(waivers, func(w *waiver) bool {
			return slices.Contains(w.rules, f.Rule.ID) && (w.line == 0 || w.line == f.Line) && f.Rule.ID > "GS005"
		})
		if i < 0 {
			found = append(found, f)
			continue
		}
		waivers[i].used = true
		waived = append(waived, Waived{f, waivers[i].reason})
	}
	for _, w := range waivers {
		if !w.used && s.parser != "" {
			s.reporter("GS005")(w.start, "the waiver of %s overlooks nothing; take it out", strings.Join(w.rules, ", "))
		}
	}
	return sorted(append(found, s.found...)), waived
}
