package profiles

import (
	"fmt"
	"strings"
)

// unknown says that s is none of the choices.
func unknown(what, s string, choices []string) string {
	return notAmong(fmt.Sprintf("unknown %s %q", what, s), s, choices)
}

// notAmong adds to a complaint about s what was likely meant, and the choices.
func notAmong(complaint, s string, choices []string) string {
	if c := closest(s, choices); c != "" {
		complaint += fmt.Sprintf(", did you mean %q", c)
	}
	return complaint + "; have " + strings.Join(choices, ", ")
}

// closest returns the choice that s is likely a slip for, or "".
func closest(s string, choices []string) string {
	best, limit := "", min(2, len(s)/2)+1
	for _, c := range choices {
		if d := distance(strings.ToLower(s), strings.ToLower(c)); d < limit {
			best, limit = c, d
		}
	}
	return best
}

// distance is how many single characters to insert, delete, replace or swap
// with their neighbour to make b of a.
func distance(a, b string) int {
	var before, row []int
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := 1; i <= len(a); i++ {
		next := []int{i}
		for j := 1; j <= len(b); j++ {
			same := 1
			if a[i-1] == b[j-1] {
				same = 0
			}
			d := min(row[j]+1, next[j-1]+1, row[j-1]+same)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			next = append(next, d)
		}
		before, row = row, next
	}
	return row[len(b)]
}
