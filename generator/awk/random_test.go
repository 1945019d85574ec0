package awk

import (
	"errors"
	"math/rand"
	"strings"
	"testing"
)

// A maker builds small programs over a small alphabet from a seed.
type maker struct{ *rand.Rand }

func (m maker) pick(list ...string) string { return list[m.Intn(len(list))] }

func (m maker) pattern(depth int) string {
	var b strings.Builder
	for range 1 + m.Intn(3) {
		atom := m.pick("a", "b", "1", ".", "[ab]", "[^a]", "[0-9]", "[[:alpha:]]", `\.`)
		if depth > 0 && m.Intn(3) == 0 {
			atom = "(" + m.pattern(depth-1) + m.pick("", "|"+m.pattern(depth-1)) + ")"
		}
		b.WriteString(atom + m.pick("", "", "*", "+", "?"))
	}
	return b.String()
}

func (m maker) anchored() string {
	return m.pick("", "", "", "^") + m.pattern(1) + m.pick("", "", "", "$")
}

func (m maker) input() string {
	var b strings.Builder
	for range 1 + m.Intn(4) {
		for range m.Intn(6) {
			b.WriteString(m.pick("a", "b", "1", "2", "10", " ", " ", ":", ".", "-", "\t", "+1", "1e1", "\xe9"))
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), m.pick("\n", "", ""))
}

// value is a random expression; in brackets, so that no awk reads it otherwise.
func (m maker) value(depth int) string {
	if depth == 0 || m.Intn(3) == 0 {
		return m.pick("$1", "$2", "$NF", "$0", "NF", "NR", "x", "y", "1", "10", "0", `"a"`, `"1"`, `""`, `"10"`, "a[$1]")
	}
	l, r := m.value(depth-1), m.value(depth-1)
	switch m.Intn(8) {
	case 0:
		return "(" + l + m.pick(" + ", " - ", " * ", " / ", " % ") + r + ")"
	case 1:
		return "(" + l + " " + r + ")"
	case 2:
		return "(" + l + m.pick(" < ", " <= ", " == ", " != ", " > ", " >= ") + r + ")"
	case 3:
		return "(" + l + m.pick(" && ", " || ") + r + ")"
	case 4:
		return "(" + l + " ? " + r + " : " + m.value(depth-1) + ")"
	case 5:
		return m.pick("length", "toupper", "int", "!", "-") + "(" + l + ")"
	case 6:
		return "(" + l + m.pick(" ~ ", " !~ ") + "/" + m.anchored() + "/)"
	}
	return m.pick("substr("+l+", 2)", "index("+l+`, "1")`, "match("+l+", /"+m.anchored()+"/)", "split("+l+`, s, ":")`, "split("+l+", s)", `sprintf("%s-%d", `+l+", "+r+")")
}

func (m maker) statement() string {
	switch m.Intn(6) {
	case 0:
		return m.pick("$1", "$2", "$3", "$0", "x", "y", "a[$1]") + " = " + m.value(2)
	case 1:
		return m.pick("sub", "gsub") + "(/" + m.anchored() + `/, "` + m.pick("X", "<&>", "") + `"` + m.pick("", ", $1", ", x") + ")"
	case 2:
		return "if (" + m.value(2) + ") print \"t\", " + m.value(1) + "; else x = x " + m.value(1)
	case 3:
		return m.pick("NF = 2", "x++", "y += 2", "a[$1]++", "delete a[$1]", "$2 = \"\"")
	case 4:
		return "print match($0, /" + m.anchored() + "/), RSTART, RLENGTH"
	}
	return "print " + m.value(2) + ", " + m.value(2) + "; print NF, $0"
}

func (m maker) program() []string {
	program := m.pick("", "", "NR > 1 ", "/"+m.anchored()+"/ ", "/a/, /b/ ") + "{ " + m.statement() + "; " + m.statement() + "; print }"
	if m.Intn(3) > 0 {
		return []string{program}
	}
	return []string{"-F", m.pick(":", ".", "[:.]", "b+", "a|b", "\t", "1"), program}
}

// Random programs on random lines give what both awks give, or are refused.
// Where the two differ, ours must be as one of them.
func TestRandom(t *testing.T) {
	m := maker{rand.New(rand.NewSource(7))} //nolint:gosec // a test's fixed seed
	ran, refused, differ := 0, 0, 0
	for range 1000 {
		args, input := m.program(), m.input()
		got, err := ours(args, input, nil)
		if err != nil {
			var placed *Error
			if !errors.As(err, &placed) {
				t.Errorf("%q: %v has no place", args, err)
			}
			refused++
			continue
		}
		one, two := real(t, reals[0], args, input, nil), real(t, reals[1], args, input, nil)
		if ran++; one != two {
			differ++
		}
		if got != one && got != two {
			t.Errorf("%q on %q:\n got %v\nwant %v", args, input, got, one)
		}
	}
	t.Logf("%d ran, in %d of them the awks differ, %d refused", ran, differ, refused)
	if ran < 500 || differ > ran/50 {
		t.Error("too few programs ran, or too many on which the awks differ")
	}
}

func FuzzParse(f *testing.F) {
	for _, row := range rows {
		f.Add(row.program, row.input)
	}
	for _, c := range refusals {
		f.Add(c.program, c.input)
	}
	f.Fuzz(func(t *testing.T, program, input string) {
		if len(program) > 1000 || len(input) > 1000 {
			return
		}
		p, err := Parse(program)
		if err != nil {
			return
		}
		_, err = p.Run(Config{Stdin: strings.NewReader(input), Steps: 1000})
		_ = err // what is asked is that it ends, and in no panic
	})
}
