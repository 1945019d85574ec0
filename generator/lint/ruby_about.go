package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/org/gosetup/formula"
	"github.com/org/gosetup/generator/ruby"
)

// formulaName is the name that the file gives the formula, "" if it has no such
// name.
func (f *formulaFile) formulaName() string {
	name, isRuby := strings.CutSuffix(base(f.name), ".rb")
	if !isRuby {
		return ""
	}
	return name
}

var addressable = regexp.MustCompile(`^[a-z0-9][a-z0-9+_.@-]*[a-z0-9+]$|^[a-z]$`)

// formulaClass: Homebrew loads the file and wants one class with the name that
// follows from the file's.
func formulaClass(f *formulaFile, report report) {
	name := f.formulaName()
	if inTap(f.name) && !addressable.MatchString(name) {
		report(0, "brew cannot address a formula called %q; use lower-case letters, digits, -, _, . and one @VERSION", name)
	}
	if len(f.classes) == 0 {
		report(0, "there is no class here that inherits from Formula")
		return
	}
	for _, n := range f.classes[1:] {
		report(n.Start, "a second formula in one file, which brew does not see; give it a file of its own")
	}
	class := f.classes[0].Token
	if name != "" && class.Text != formula.Class(name) {
		report(class.Start, "brew looks for the class %s in %s.rb and finds %s; rename one of them", formula.Class(name), name, class.Text)
	}
}

// lowerStarts are the words that a description may begin with although their
// first letter is small.
var lowerStarts = strings.Fields("iOS iPad iPadOS iPhone iTunes macOS tvOS watchOS")

// formulaDesc: what brew audit says of descriptions.
func formulaDesc(f *formulaFile, report report) {
	s := f.top("desc")
	if s == nil || s.arg() == nil {
		return
	}
	desc, ok := s.arg().Text()
	if !ok {
		report(s.arg().Start, "a description that is computed; write it out")
		return
	}
	first, _, _ := strings.Cut(desc, " ")
	var what string
	switch {
	case desc == "":
		what = "is empty; say in a few words what it does"
	case len([]rune(desc)) > 80:
		what = "is longer than 80 characters"
	case strings.TrimSpace(desc) != desc:
		what = "begins or ends with a blank"
	case slices.Contains([]string{"a", "an", "the"}, strings.ToLower(first)):
		what = "begins with an article; leave it out"
	case f.named(desc):
		what = "begins with the name of the formula, which stands before it wherever it is shown"
	case unicode.IsLower([]rune(desc)[0]) && !slices.Contains(lowerStarts, first):
		what = "begins with a small letter"
	case strings.HasSuffix(desc, ".") && !strings.HasSuffix(desc, "etc."):
		what = "ends with a full stop"
	case strings.Contains(strings.ToLower(desc), "command line"):
		what = "says command line; Homebrew writes command-line"
	case strings.ContainsFunc(desc, func(r rune) bool { return unicode.Is(unicode.So, r) }):
		what = "has a symbol that terminals may not show"
	default:
		return
	}
	report(s.arg().Start, "the description %s", what)
}

// named says whether a description begins with the formula's name, which may
// be written with blanks.
func (f *formulaFile) named(desc string) bool {
	file, _, _ := strings.Cut(f.formulaName(), "@")
	class, _, _ := strings.Cut(f.classes[0].Token.Text, "AT")
	for _, name := range []string{file, strings.NewReplacer("-", " ", "_", " ").Replace(file), class} {
		if name == "" || len(desc) < len(name) || !strings.EqualFold(desc[:len(name)], name) {
			continue
		}
		next := []rune(desc[len(name):] + " ")[0]
		if !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '-' {
			return true
		}
	}
	return false
}

// formulaComplete: what every formula of ours must say.
func formulaComplete(f *formulaFile, report report) {
	if len(f.classes) == 0 {
		return
	}
	class := f.classes[0].Token
	for _, name := range []string{"desc", "homepage", "license"} {
		if s := f.top(name); s == nil {
			report(class.Start, "the formula has no %s", name)
		} else if len(s.Args) == 0 {
			report(s.Start, "%s says nothing", name)
		}
	}
	if !slices.ContainsFunc(f.all("url"), func(s *stanza) bool { return !s.within("livecheck", "resource", "patch", "bottle") }) {
		report(class.Start, "the formula has no url")
	}
	if f.method("install") == nil {
		report(class.Start, "the formula has no install, so that nothing is installed")
	}
}

func formulaHomepage(f *formulaFile, report report) {
	if s := f.top("homepage"); s != nil && s.arg() != nil && !strings.HasPrefix(leading(s.arg()), "https://") {
		report(s.arg().Start, "the homepage is no https:// address, which whoever reads brew info will open")
	}
}

// proofs are the calls that can fail a test.
var proofs = regexp.MustCompile(`^(assert.*|refute.*|system|shell_output|pipe_output|raise|odie|flunk|expect)$`)

// formulaTest: a test does something that can fail.
func formulaTest(f *formulaFile, report report) {
	tests := f.all("test")
	switch {
	case len(f.classes) == 0:
	case len(tests) == 0 || !tests[0].Block:
		report(f.classes[0].Token.Start, "the formula has no test do, so that nobody sees when it is broken")
	case !slices.ContainsFunc(tests[0].List, proves):
		report(tests[0].Start, "nothing in the test can fail; run the program and compare what it says: assert_match version.to_s, shell_output(...)")
	}
}

// proves says whether a call in n depends on more than what is written there.
func proves(n *ruby.Node) bool {
	found := false
	ruby.Walk(n, func(n *ruby.Node) {
		if n.Kind == ruby.Call && n.Recv == nil && proofs.MatchString(n.Name) {
			constant := n.Name == "system" && len(n.Args) == 1 && fixed(n.Args[0]) == "true"
			if strings.HasPrefix(n.Name, "assert") || strings.HasPrefix(n.Name, "refute") {
				constant = !slices.ContainsFunc(n.Args, computed)
			}
			found = found || !constant
		}
	})
	return found
}

// computed says whether a node has a call in it.
func computed(n *ruby.Node) bool {
	found := false
	ruby.Walk(n, func(n *ruby.Node) { found = found || n.Kind == ruby.Call })
	return found
}
