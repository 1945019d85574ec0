package escape

import (
	"sort"

	"github.com/org/gosetup/generator/powershell"
)

// psLines are the tokens of one line, or of some, as first:behind. A line end in
// quotes or in a comment ends none.
type psLines struct{ first, behind int }

// units finds the lines that have holes, each with those that brackets join to
// it, and their canons. Such lines are a text of their own: what the lexer
// remembers at a line end are only the open brackets.
func (s *psScript) units(tokens []powershell.Token) ([]unit, []string) {
	lines := psLinesOf(tokens)
	var joined []psLines
	for n, line := range lines {
		last := len(joined) - 1
		if from, to := s.sk.within(s.bytes(tokens, line)); from == to || last >= 0 && line.behind <= joined[last].behind {
			continue
		}
		whole := psBalanced(tokens, lines, n)
		for ; last >= 0 && whole.first < joined[last].behind; last-- {
			whole.first = min(whole.first, joined[last].first)
			joined = joined[:last]
		}
		joined = append(joined, whole)
	}
	units, canons := make([]unit, len(joined)), make([]string, len(joined))
	for i, line := range joined {
		start, end := s.bytes(tokens, line)
		units[i] = unit{start, end}
		canons[i] = psCanonOf(s.sk.text[start:end], tokens[line.first:line.behind])
	}
	return units, canons
}

// bytes is where lines begin and end, without the line ends around them.
func (s *psScript) bytes(tokens []powershell.Token, line psLines) (start, end int) {
	end = len(s.sk.text)
	if line.first > 0 {
		start = tokens[line.first-1].End
	}
	if line.behind < len(tokens) {
		end = tokens[line.behind].Start
	}
	return start, end
}

func psLinesOf(tokens []powershell.Token) []psLines {
	var lines []psLines
	first := 0
	for i, t := range tokens {
		if t.Kind == powershell.TokenBreak && t.Text == "\n" {
			lines = append(lines, psLines{first, i})
			first = i + 1
		}
	}
	return append(lines, psLines{first, len(tokens)})
}

// psBalanced is the line n with as many around it as its brackets reach to, and
// theirs.
func psBalanced(tokens []powershell.Token, lines []psLines, n int) psLines {
	whole := lines[n]
	for {
		wider := whole
		for _, t := range tokens[whole.first:whole.behind] {
			if t.Kind == powershell.TokenOpen || t.Kind == powershell.TokenClose {
				other := lines[sort.Search(len(lines), func(i int) bool { return lines[i].behind > t.Match })]
				wider.first, wider.behind = min(wider.first, other.first), max(wider.behind, other.behind)
			}
		}
		if wider == whole {
			return whole
		}
		whole = wider
	}
}
