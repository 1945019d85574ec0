package lint

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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

// formulaClass: Homebrew loads the file and wants one class with the name that
// follows from the file's.
func formulaClass(f *formulaFile, report report) {
	name := f.formulaName()
	if what := formula.CheckName(name); inTap(f.name) && what != "" {
		report(0, "the name of the formula, %q, %s", name, what)
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
	class, _, _ := strings.Cut(f.classes[0].Token.Text, "AT")
	for _, name := range []string{f.formulaName(), class} {
		if what := formula.CheckDesc(name, desc); what != "" {
			report(s.arg().Start, "the description %s", what)
			return
		}
	}
}

// formulaLicense: each word of license is an identifier that SPDX has.
func formulaLicense(f *formulaFile, report report) {
	s := f.top("license")
	if s == nil {
		return
	}
	for _, arg := range s.Args {
		licenses(arg, report)
	}
}

// licenses looks at a value of license: a text, a symbol, any_of: [...], or
// "GPL-2.0-only" => { with: "an exception" }.
func licenses(n *ruby.Node, report report) {
	switch {
	case n.Kind == ruby.Pair && n.Recv != nil:
		licenses(n.Recv, report)
	case n.Kind == ruby.Pair && (n.Name == "any_of" || n.Name == "all_of") && n.Args[0].Kind == ruby.Array:
		for _, one := range n.Args[0].Args {
			licenses(one, report)
		}
	case n.Kind == ruby.Hash && len(n.Args) > 0:
		licenses(n.Args[0], report)
	case n.Kind == ruby.Array:
		report(n.Start, "brew wants to know whether one of these licenses holds or all; write any_of: [...] or all_of: [...]")
	case fixed(n) != "":
		if what := formula.CheckLicense(fixed(n)); what != "" {
			report(n.Start, "%s", what)
		}
	case !isSymbol(n, formula.LicenseSymbols...):
		report(n.Start, "brew does not know this as a license; write an SPDX identifier, any_of: [...], all_of: [...], :%s", strings.Join(formula.LicenseSymbols, " or :"))
	}
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

// formulaConflicts: a formula beside another needs no conflict if it is not
// linked, and otherwise says why.
func formulaConflicts(f *formulaFile, report report) {
	for _, s := range f.all("conflicts_with") {
		because := fixed(option(s.Node, "because"))
		first, _ := utf8.DecodeRuneInString(because)
		switch {
		case strings.Contains(f.formulaName(), "@"):
			report(s.Start, "a formula with a version in its name is not linked and conflicts with nothing; take it out, and have keg_only :versioned_formula")
		case option(s.Node, "because") == nil:
			report(s.Start, "a conflict without a reason; write because: \"both install `x` binaries\"")
		case unicode.IsUpper(first) || strings.HasSuffix(because, "."):
			report(s.Start, "the reason of a conflict is the end of a sentence; begin it with a small letter, and end it without a full stop")
		}
	}
}
