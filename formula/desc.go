package formula

import (
	"slices"
	"strings"
	"unicode"
)

// lowerStarts are the words that a description may begin with although their
// first letter is small.
var lowerStarts = strings.Fields("iOS iPad iPadOS iPhone iTunes macOS tvOS watchOS")

// maxDesc is the length of the longest description, in characters.
const maxDesc = 80

// CheckDesc says why brew's audit refuses desc for the formula called name, ""
// if it does not.
func CheckDesc(name, desc string) string {
	first, _, _ := strings.Cut(desc, " ")
	switch {
	case desc == "":
		return "is empty; say in a few words what it does"
	case len([]rune(desc)) > maxDesc:
		return "is longer than 80 characters"
	case strings.TrimSpace(desc) != desc:
		return "begins or ends with a blank"
	case slices.Contains([]string{"a", "an", "the"}, strings.ToLower(first)):
		return "begins with an article; leave it out"
	case beginsWith(desc, name):
		return "begins with the name of the formula, which stands before it wherever it is shown"
	case unicode.IsLower([]rune(desc)[0]) && !slices.Contains(lowerStarts, first):
		return "begins with a small letter"
	case strings.HasSuffix(desc, ".") && !strings.HasSuffix(desc, "etc."):
		return "ends with a full stop"
	case strings.Contains(strings.ToLower(desc), "command line"):
		return "says command line; Homebrew writes command-line"
	case strings.ContainsFunc(desc, func(r rune) bool { return unicode.Is(unicode.So, r) }):
		return "has a symbol that terminals may not show"
	}
	return ""
}

// beginsWith says whether a description begins with the formula's name: as it
// is, in several words, or in one.
func beginsWith(desc, name string) bool {
	name, _, _ = strings.Cut(name, "@")
	separators := strings.NewReplacer("-", "", "_", "", " ", "")
	letters := separators.Replace(strings.ToLower(name))
	if letters == "" {
		return false
	}
	for at, r := range desc + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' {
			continue
		}
		if begin := separators.Replace(strings.ToLower(desc[:at])); len(begin) >= len(letters) {
			return begin == letters
		}
	}
	return false
}
