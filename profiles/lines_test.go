package profiles

import (
	"strings"
	"testing"
	"time"
)

// Each Go line that has a release on record has the day of its first one, and
// they follow one another.
func TestLines(t *testing.T) {
	lines, err := readLines()
	if err != nil {
		t.Fatal(err)
	}
	releases, err := Releases()
	if err != nil {
		t.Fatal(err)
	}
	newer := time.Now().AddDate(1, 0, 0)
	for _, r := range releases { // newest first
		version := strings.TrimPrefix(r.Version, "go")
		line := version[:strings.LastIndexByte(version, '.')]
		day, err := time.Parse(time.DateOnly, lines[line])
		if err != nil || day.After(newer) {
			t.Fatalf("Go %s: released on %q, before a newer line, as in %s: %v; add it to lines.json", line, lines[line], newer.Format(time.DateOnly), err)
		}
		newer = day
	}
}

func TestEndOfSupport(t *testing.T) {
	for line, want := range map[string]string{"1.24": "2026-02-10", "1.25": "2026-08-19", "1.99": ""} {
		if got, err := EndOfSupport(line); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", line, got, err, want)
		}
	}
	if lines, err := readLines(); err != nil || lines["1.28"] == "" {
		if end, _ := EndOfSupport("1.26"); end != "" {
			t.Errorf("1.26 ended on %s, without two newer lines", end)
		}
	}
	if _, err := EndOfSupport("tip"); err == nil {
		t.Error("tip is a line")
	}
}
