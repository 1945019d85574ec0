package sed

import (
	"math/rand"
	"strings"
	"testing"
)

// A maker builds small scripts over a small alphabet from a seed.
type maker struct{ *rand.Rand }

func (m maker) pick(list ...string) string { return list[m.Intn(len(list))] }

// pattern is a random expression; extended says in which syntax.
func (m maker) pattern(extended bool, depth int) string {
	var b strings.Builder
	for range 1 + m.Intn(3) {
		atom := m.pick("a", "b", "c", ".", "[ab]", "[^a]", "a", "b")
		if depth > 0 && m.Intn(3) == 0 {
			open, end := `\(`, `\)`
			if extended {
				open, end = "(", ")"
			}
			inside := m.pattern(extended, depth-1)
			if extended && m.Intn(3) == 0 {
				inside += "|" + m.pattern(extended, depth-1)
			}
			atom = open + inside + end
		}
		b.WriteString(atom)
		if extended {
			b.WriteString(m.pick("", "", "*", "+", "?", "{1,2}"))
		} else {
			b.WriteString(m.pick("", "", "*", `\{1,2\}`))
		}
	}
	return b.String()
}

// anchored is a pattern with anchors at its ends only: GNU's sed has faults with
// those inside a group that repeats.
func (m maker) anchored(extended bool) string {
	return m.pick("", "", "", "^") + m.pattern(extended, 1) + m.pick("", "", "", "$")
}

func (m maker) line() string {
	var b strings.Builder
	for range m.Intn(7) {
		b.WriteString(m.pick("a", "b", "c", "ab", "\xe9"))
	}
	return b.String()
}

func (m maker) address() string {
	return m.pick("", "", "", "1", "2", "$", "/a/", "2,3", "/b/,/c/", "/a/,2", "2,$", "1!", "/a/,/b/!")
}

func (m maker) script(extended bool) string {
	s := m.address() + m.pick("d", "p", "q", "n", "s", "s", "s", "s")
	s = strings.ReplaceAll(s, "/!q", "/q")
	if strings.HasSuffix(s, "q") {
		return "2q"
	}
	if !strings.HasSuffix(s, "s") {
		return s
	}
	return s + "/" + m.anchored(extended) + "/" + m.pick("X", "<&>", `<\1>`, `\1\2`, "") + "/" + m.pick("", "g", "2", "p", "gp")
}

// Random scripts on random lines give what GNU's sed gives, or are refused. All
// rows of a batch run as one process each.
func TestRandom(t *testing.T) {
	m := maker{rand.New(rand.NewSource(4))} //nolint:gosec // a test's fixed seed
	ran, refused := 0, 0
	for range 500 {
		extended := m.Intn(2) == 0
		args := []string{m.script(extended) + "\n" + m.script(extended)}
		if extended {
			args = append([]string{"-E"}, args...)
		}
		var lines []string
		for range 1 + m.Intn(5) {
			lines = append(lines, m.line())
		}
		input := strings.Join(lines, "\n") + m.pick("\n", "\n", "")
		got, err := ours(args, input)
		if err != nil {
			refused++
			continue
		}
		ran++
		if want := real(t, reals[0], args, input); got != want {
			t.Errorf("%q on %q:\n got %v\nwant %v", args, input, got, want)
		}
	}
	t.Logf("%d agree, %d refused", ran, refused)
	if ran < 250 {
		t.Error("too few scripts ran")
	}
}
