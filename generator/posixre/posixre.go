// Package posixre matches the regular expressions of POSIX as awk, sed and grep
// do under LC_ALL=C: on bytes, the leftmost match, of these the longest.
//
// A pattern is translated to package regexp. What POSIX leaves undefined, and
// what the tools of macOS, Debian and busybox read in different ways (\+, \w,
// \<, a lone brace), is an error and never a guess. So are back-references,
// which that package does not have.
package posixre

import (
	"fmt"
	"regexp"
	"strings"
)

// A Syntax is one way to write a pattern.
type Syntax int

const (
	Basic    Syntax = iota // grep and sed
	Extended               // grep -E and sed -E
	Awk                    // extended, with awk's escapes and without x{2}, which Debian's mawk reads as text
	Fixed                  // grep -F: no character is special
)

// Options say how a pattern is read and what it matches.
type Options struct {
	Syntax  Syntax
	Newline bool // \n is a newline, as in sed
	Fold    bool // the letters A to Z match in either case
	Whole   bool // only the whole text matches
}

// An Error says at which byte of the pattern there is something this package
// does not translate.
type Error struct {
	Offset int
	What   string
}

func (e *Error) Error() string {
	return fmt.Sprintf("regular expression, byte %d: %s", e.Offset+1, e.What)
}

// A Regexp is a translated pattern.
type Regexp struct {
	re        *regexp.Regexp
	ambiguous bool
}

// Compile translates one pattern; the error is an *Error, or regexp's where a
// pattern is too big for it.
func Compile(pattern string, o Options) (*Regexp, error) {
	return CompileAny([]string{pattern}, o)
}

// CompileAny translates patterns to one expression that matches where any of
// them does. Its groups are counted through.
func CompileAny(patterns []string, o Options) (*Regexp, error) {
	var all []string
	ambiguous := false
	for _, pattern := range patterns {
		tokens, err := read(pattern, o)
		if err != nil {
			return nil, err
		}
		text, err := write(tokens, o)
		if err != nil {
			return nil, err
		}
		all = append(all, text)
		ambiguous = ambiguous || isAmbiguous(tokens)
	}
	joined := strings.Join(all, "|")
	if o.Whole {
		joined = "^(?:" + joined + ")$"
	}
	re, err := regexp.Compile("(?s)" + joined)
	if err != nil {
		return nil, &Error{0, "too big or too deep: " + err.Error()}
	}
	re.Longest()
	return &Regexp{re, ambiguous}, nil
}

// Groups is the number of bracketed groups.
func (r *Regexp) Groups() int { return r.re.NumSubexp() }

// Ambiguous tells that POSIX and package regexp may differ in what a group
// holds, although never in what the whole matches: there is a choice, or a
// repeated group. Who uses the groups must refuse such a pattern.
func (r *Regexp) Ambiguous() bool { return r.ambiguous }

// Match tells whether the pattern matches anywhere in s.
func (r *Regexp) Match(s string) bool {
	wide, _ := widen(s)
	return r.re.MatchString(wide)
}

// Find is the place of the first match and of its groups, as package regexp
// gives them, or nil.
func (r *Regexp) Find(s string) []int {
	wide, back := widen(s)
	return narrow(r.re.FindStringSubmatchIndex(wide), back)
}

// FindAll is the places of all matches, from left to right. An empty match
// directly behind another match does not count, as in sed's s///g.
func (r *Regexp) FindAll(s string) [][]int {
	wide, back := widen(s)
	all := r.re.FindAllStringSubmatchIndex(wide, -1)
	for i := range all {
		all[i] = narrow(all[i], back)
	}
	return all
}

// widen makes a text of one character a byte, so that package regexp, which
// reads UTF-8, sees bytes. back leads from its places to those of s; it is nil
// where they are the same.
func widen(s string) (wide string, back []int) {
	if isASCII(s) {
		return s, nil
	}
	var b strings.Builder
	for i := range len(s) {
		for range b.Len() - len(back) {
			back = append(back, i)
		}
		back = append(back, i)
		b.WriteRune(rune(s[i]))
	}
	for len(back) <= b.Len() {
		back = append(back, len(s))
	}
	return b.String(), back
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func narrow(places, back []int) []int {
	if back == nil {
		return places
	}
	for i, at := range places {
		if at >= 0 {
			places[i] = back[at]
		}
	}
	return places
}
