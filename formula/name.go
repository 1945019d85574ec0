package formula

import (
	"regexp"
	"strings"
)

var (
	classWord = regexp.MustCompile(`[-_.\s]([a-zA-Z0-9])`)
	classAt   = regexp.MustCompile(`(.)@(\d)`)
	className = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]*$`)
	nameForm  = regexp.MustCompile(`^[a-z0-9+_.@-]+$`)
	tapForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9._-]*$`)
)

// Class is the name of the Ruby class brew expects in NAME.rb: "GoSdkAT127" for
// "go-sdk@1.27" (Homebrew's Formulary.class_s).
func Class(name string) string {
	if name == "" {
		return ""
	}
	class := strings.ToUpper(name[:1]) + strings.ToLower(name[1:])
	class = classWord.ReplaceAllStringFunc(class, func(s string) string { return strings.ToUpper(s[1:]) })
	class = strings.ReplaceAll(class, "+", "x")
	return classAt.ReplaceAllString(class, "${1}AT${2}")
}

// CheckName says why brew cannot load or address a formula called name, ""
// if it can.
func CheckName(name string) string {
	switch at := strings.Count(name, "@"); {
	case name == "":
		return "has no name"
	case strings.ToLower(name) != name:
		return "has capitals; brew finds lower-case names only"
	case !nameForm.MatchString(name):
		return "has a character that brew refuses; have lower-case letters, digits, -, _, ., + and one @VERSION"
	case strings.Contains(name, "--"), strings.Trim(name, "-@") != name, strings.Contains(name, "-@"), strings.Contains(name, "@-"):
		return "has - or @ where brew refuses it: doubled, at an end, or beside one another"
	case at > 1:
		return "has two @; have one, before the version"
	case !className.MatchString(Class(name)):
		return "makes the class " + Class(name) + ", which is none; begin with a letter, and have a digit behind @"
	}
	return ""
}

// IsTap tells whether name can be that of a tap: "org/tap".
func IsTap(name string) bool { return tapForm.MatchString(name) }
