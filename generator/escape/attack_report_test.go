package escape

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// report fails with the findings, those of one smallest form together.
func (a *attack) report() {
	a.t.Helper()
	a.t.Logf("%s: %d templates accepted of %d made, %d scripts in %d shells, %d timed out, %d injections; %d of %d outputs changed",
		a.d.Name, a.accepted, a.tried, a.scripts, len(a.rows), a.timeouts, len(a.findings), len(a.corrupted), a.compared)
	a.t.Logf("refused: %s", counts(a.refusals))
	for _, s := range a.shapes {
		a.t.Logf("refused by the comparison only, no rule knew: %s", s)
	}
	for _, s := range a.corrupted[:min(5, len(a.corrupted))] {
		a.t.Logf("output changed: %s", s)
	}
	if a.accepted == 0 {
		a.t.Errorf("no template was accepted; nothing was tested")
	}
	for i, g := range a.causes() {
		f := g.findings[0]
		a.t.Errorf("INJECTION %d times%s, %s in %s: %q with %s", len(g.findings), g.cause, a.d.Name, strings.Join(f.shells, ", "), f.small, f.few.only(f.small))
		if i < detailed {
			a.t.Logf("GOSETUP_SEED=%d GOSETUP_ATTACK_AT=%d\n%s\n--- was\n%s\n--- with %s\n--- gave\n%.3000s\n--- which did\n%s",
				a.seed, f.number, f.small, f.template, f.values, f.rendered, f.what)
		}
	}
}

// detailed is how many kinds of findings are told at length.
const detailed = 10

// A group is findings that look as if they had the same cause.
type group struct {
	cause    string
	findings []finding // the smallest first
}

// causes groups the findings by the piece that most of them share and that most
// templates that have it fail with, then the rest again by the next such piece.
func (a *attack) causes() (groups []group) {
	rest := slices.SortedFunc(slices.Values(a.findings), func(x, y finding) int { return len(x.small) - len(y.small) })
	for len(rest) > 0 {
		hits := map[string]int{}
		for _, f := range rest {
			for _, piece := range f.pieces {
				hits[piece]++
			}
		}
		score := func(piece string) float64 {
			share := float64(hits[piece]) / float64(a.pieces[piece]+2)
			return share * share * float64(hits[piece])
		}
		var best string
		for _, piece := range slices.Sorted(maps.Keys(hits)) {
			if best == "" || score(piece) > score(best) {
				best = piece
			}
		}
		g := group{}
		if best != "" {
			g.cause = fmt.Sprintf(" of %d with %q", a.pieces[best], best)
		}
		rest = slices.DeleteFunc(rest, func(f finding) bool {
			if best != "" && !slices.Contains(f.pieces, best) || best == "" && len(g.findings) > 0 && f.kind() != g.findings[0].kind() {
				return false
			}
			g.findings = append(g.findings, f)
			return true
		})
		groups = append(groups, g)
	}
	slices.SortStableFunc(groups, func(x, y group) int { return len(y.findings) - len(x.findings) })
	return groups
}

// kind is the smallest template with its names made alike, so that equal causes
// look equal more often.
func (f finding) kind() string {
	names := map[string]string{}
	return namesOf.ReplaceAllStringFunc(f.small, func(name string) string {
		if names[name] == "" {
			names[name] = fmt.Sprintf("v%d", len(names)+1)
		}
		return names[name]
	})
}

// namesOf are the names that the grammar makes up.
var namesOf = regexp.MustCompile(`\b(v|w|x|y|z|v_1|Foo|GOPATH)\d+\b`)

// only is the part of the values that a template has holes for.
func (s hostileSet) only(text string) hostileSet {
	part := hostileSet{}
	for key, value := range s {
		if strings.Contains(text, "{{."+key+"}}") {
			part[key] = value
		}
	}
	return part
}

func (s hostileSet) String() string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(s)) {
		parts = append(parts, fmt.Sprintf("%s=%q", key, s[key]))
	}
	return strings.Join(parts, " ")
}

func counts(by map[string]int) string {
	var parts []string
	for _, key := range slices.SortedFunc(maps.Keys(by), func(x, y string) int { return by[y] - by[x] }) {
		parts = append(parts, fmt.Sprintf("%s %d", key, by[key]))
	}
	return strings.Join(parts, ", ")
}
