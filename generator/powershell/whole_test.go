package powershell

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestWhole(t *testing.T) {
	for text, good := range map[string]bool{
		"":                                  true,
		"# a comment\n":                     true,
		"# c\n& { a }\n# d\n":               true,
		"if ($true) {\n& { a } @args\n}":    true,
		"& { param($x) $x }":                true,
		"& { a } @args":                     false,
		"& { a } > log":                     false,
		"& { a } | b":                       false,
		". { a }":                           false,
		"a":                                 false,
		"if ($true) { a } else { b }":       false,
		"if ($true) { a } elseif (b) { c }": false,
		"function main { a }\nmain @args":   false,
		"& { a }; b":                        false,
		"param($x)\n& { a }":                false,
		"try { a } finally { b }":           false,
		"$null = & { a }":                   false,
	} {
		s, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if err := s.Whole(); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// notClosed is why a part of a script is no script.
var notClosed = regexp.MustCompile(`is not closed|^a (backtick before a blank, or at the end|\$ or @ that begins nothing)|text ends in the middle|touches another token|directly behind a variable|^"\\?[.$@]`)

// runsPart says whether a prefix of a script could do something. It holds for
// PowerShell and not for our parser alone only if the reason is one of those
// that every parser has.
func runsPart(t *testing.T, prefix string) bool {
	t.Helper()
	s, err := Parse(prefix)
	if err != nil {
		if !notClosed.MatchString(err.Error()) {
			t.Errorf("the prefix of %d bytes is refused for another reason: %v", len(prefix), err)
		}
		return false
	}
	if len(s.Body) == 1 && prefix[s.Body[0].Where().Start:] == "i" {
		return false // of if; no command has this name
	}
	return len(s.Body) > 0
}

// Every prefix of the snippets and of the frame of install.ps1 (its first and
// its last functions) is tried; of install.ps1 as it is each end of a line and
// every 211th byte, or all if GOSETUP_ALL_PREFIXES is set.
func TestEveryPrefix(t *testing.T) {
	for name, text := range golden(t) {
		tried, step := 0, 1
		if len(text) > 10_000 {
			if short := frame(text); len(short) < len(text) {
				tried += everyPrefix(t, name, short, 1)
			}
			if step = 211; os.Getenv("GOSETUP_ALL_PREFIXES") != "" {
				step = 1
			}
		}
		tried += everyPrefix(t, name, text, step)
		t.Logf("%s: %d prefixes, none does anything", name, tried)
	}
}

func everyPrefix(t *testing.T, name, text string, step int) (tried int) {
	script, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(script.Body) == 1 {
		if err := script.Whole(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for n := range len(strings.TrimRight(text, "\n")) {
		if n%step == 0 || n > 0 && text[n-1] == '\n' {
			tried++
			if runsPart(t, text[:n]) {
				t.Errorf("%s: the first %d bytes do something: ...%q", name, n, text[max(0, n-30):n])
			}
		}
	}
	return tried
}

// frame is a script without most of its functions, if it has any.
func frame(text string) string {
	first := strings.Index(text, "\nfunction ")
	if first < 0 {
		return text
	}
	last := strings.LastIndex(text, "\nfunction ")
	return text[:first] + text[last:]
}
