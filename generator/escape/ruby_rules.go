package escape

import (
	"regexp"
	"slices"
	"strings"
)

// rubyRules is the table of Ruby. Refusals come first, then limits, then what
// is allowed.
var rubyRules = slices.Concat(rubyRefusals, rubySinks, rubyLimits, rubyAllowances)

// rubyRefusals are about what stands around a value.
var rubyRefusals = []rule[rubyPlace]{
	{
		Rule: Rule{ID: "ruby/expansion", Place: "inside #{ }", Takes: Nothing,
			Why:     "what stands there is code, and a string inside a string is easily misread",
			Instead: "end the string before the value, or put the value straight into the outer string",
			Example: Example{`desc "a #{b {{.}}}"`, "x", ""}},
		match: func(p rubyPlace) bool { return p.inside },
	},
	{
		Rule: Rule{ID: "ruby/shebang", Place: "the first line of a script, behind #!", Takes: Nothing,
			Why:     "the system runs what stands there",
			Instead: "write the interpreter in the template",
			Example: Example{"#!/usr/bin/{{.}}", "ruby", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyComment) && strings.HasPrefix(p.before, "#!") },
	},
	{
		Rule: Rule{ID: "ruby/behind-sign", Place: "a comment, directly behind its #", Takes: Nothing,
			Why:     "a value that begins with ! would make the first line one that the system runs",
			Instead: "write a blank behind the #",
			Example: Example{"#{{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyComment) && p.before == "#" },
	},
	{
		Rule: Rule{ID: "ruby/backslash", Place: "directly behind a backslash, in a string", Takes: Nothing,
			Why:     "the backslash would act on the value, or on the backslash that it is written with",
			Instead: "write two backslashes for one, or take it away",
			Example: Example{`desc "a\{{.}}"`, "x", ""}},
		match: func(p rubyPlace) bool { return p.backslash },
	},
	{
		Rule: Rule{ID: "ruby/data", Place: "behind __END__", Takes: Nothing,
			Why:     "it is a patch, which writes what it likes into the program that is built",
			Instead: "write the patch in the template, or give its address: patch do, url, sha256",
			Example: Example{"patch :DATA\n__END__\n+{{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyData) },
	},
	{
		Rule: Rule{ID: "ruby/name", Place: "the name of a method, a variable, a constant or a key, or a part of one", Takes: Nothing,
			Why:     "the value would choose what is called, or what is defined",
			Instead: "write the name in the template",
			Example: Example{"desc x.{{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyName) },
	},
	{
		Rule: Rule{ID: "ruby/symbol", Place: "a symbol, or a word of %w[ ] or %W[ ]", Takes: Nothing,
			Why:     "symbols name methods and choices of Homebrew; in %w[ ] nothing can quote a blank or a bracket in every version",
			Instead: "write the symbol in the template, and for %w[ ] a list: [{{.Words}}]",
			Example: Example{"depends_on :{{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubySymbols) },
	},
	{
		Rule: Rule{ID: "ruby/regexp", Place: "a regular expression", Takes: Nothing,
			Why:     "it is a language of its own",
			Instead: "compare with a string, which is taken as it is: assert_match {{.}}, output",
			Example: Example{"livecheck do\n  skip /{{.}}/\nend", "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyPattern) },
	},
}

// rubySinks are about methods for which quoting is not enough.
var rubySinks = []rule[rubyPlace]{
	{
		Rule: Rule{ID: "ruby/run", Place: "an argument of a method that runs text, of the shell or of Ruby, or finds code by a name: system, shell_output, Utils, File, eval, send, require, inreplace and the like", Takes: Nothing,
			Why:     "quoting keeps the value one string, and then that method takes the string apart again",
			Instead: "write the command in the template; compare its output with the value by assert_match",
			Example: Example{"system {{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.sink != "" },
	},
	{
		Rule: Rule{ID: "ruby/reached", Place: "an argument of a method whose value the file reads again where it may be run: in an argument or the block of a method that is not known to take data, in ENV, in a file that is written", Takes: Nothing,
			Why:     "quoting holds for one reading; system \"echo #{desc}\" gives the value to a shell",
			Instead: "write in the template what the command needs",
			Example: Example{"desc {{.}}\nsystem \"echo #{desc}\"", "x", ""}},
		match: func(p rubyPlace) bool { return p.reach != "" },
	},
	{
		Rule: Rule{ID: "ruby/method", Place: "an argument of a method that is not known to take its arguments as data, or that the file defines itself", Takes: Nothing,
			Why:     "what an unknown method does with its arguments, this package cannot know",
			Instead: "use one of Homebrew's methods for text, such as desc, url, bin.install, assert_match",
			Example: Example{"frobnicate {{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return strings.HasPrefix(p.bad, "an argument of ") },
	},
	{
		Rule: Rule{ID: "ruby/expression", Place: "the value of a variable, an object whose method is called, an index, a default, what a method other than caveats returns, or in brackets", Takes: Nothing,
			Why:     "where such a value gets to is not followed",
			Instead: "make the value an argument of the method that shall have it",
			Example: Example{"x = {{.}}", "x", ""}},
		match: func(p rubyPlace) bool { return p.bad != "" },
	},
	{
		Rule: Rule{ID: "ruby/block", Place: "in the block of a method that is not known to be a part of a formula", Takes: Nothing,
			Why:     "inside the block, names may mean other methods",
			Instead: "write the statement outside of the block, or in test, livecheck, resource, stable, head, bottle or an on_ block",
			Example: Example{"configure do\n  desc {{.}}\nend", "x", ""}},
		match: func(p rubyPlace) bool { return p.block != "" },
	},
	{
		Rule: Rule{ID: "ruby/key", Place: "behind a key that is not known to stand before data", Takes: Nothing,
			Why:     "postinstall: is a shell command, args: has options, using: names a class",
			Instead: "write what stands there in the template",
			Example: Example{`brew "x", postinstall: {{.}}`, "x", ""}},
		match: func(p rubyPlace) bool { return !p.keyed() },
	},
	{
		Rule: Rule{ID: "ruby/operator", Place: "an operand, but of a comparison, or of + and / in an argument", Takes: Nothing,
			Why:     "% takes formats, =~ patterns, and what a condition keeps is not followed",
			Instead: "put the value into the string where it shall stand",
			Example: Example{`desc "%s" % {{.}}`, "x", ""}},
		match: func(p rubyPlace) bool { return p.is(rubyOperand) && !p.operates() },
	},
	{
		Rule: Rule{ID: "ruby/number", Place: "an integer or bool without quotes, where Homebrew wants text", Takes: Nothing,
			Why:     "Homebrew refuses the formula",
			Instead: `write quotes: version "{{.}}"`,
			Example: Example{"version {{.}}", 5, ""}},
		match: func(p rubyPlace) bool {
			return p.kind == kindNumber && p.quote == 'b' && p.key == "" && p.method != "" && p.is(rubyArgument) && (p.about() == rubyTakesText || p.about() == rubyTakesName)
		},
	},
	{
		Rule: Rule{ID: "ruby/integer", Place: "the argument of revision, version_scheme or rebuild", Takes: Nothing,
			Why:     "only a number can stand there: give the template a Go int",
			Instead: "write {{int .Revision}}",
			Example: Example{"revision {{.}}", "1", ""}},
		match: func(p rubyPlace) bool {
			return p.method != "" && p.about() == rubyTakesNumber && (p.kind != kindNumber || p.quote != 'b')
		},
	},
}

var (
	rubyVersionForm = regexp.MustCompile(`^[A-Za-z0-9._+~-]*$`)
	rubyVersionHead = regexp.MustCompile(`^[A-Za-z0-9]|^$`)
	rubyAddressForm = regexp.MustCompile(`^[A-Za-z0-9._~:/@?=,-]*$`)
)

// rubyEnds says whether the line of a here-document is the last one with a
// value in it. It does not put the line together, which may have many values.
func rubyEnds(p rubyPlace, value string) bool {
	id := p.id
	for _, part := range []string{p.before, value, p.after} {
		if id == p.id {
			part = strings.TrimLeft(part, " \t")
		}
		rest, ok := strings.CutPrefix(id, part)
		if !ok {
			return false
		}
		id = rest
	}
	return id == ""
}

// rubyNear is how much of a comment the search for an order looks at, on each
// side of a value. No order is longer but for blanks, and an order with more of
// those the comparison of the result finds.
const rubyNear = 200

// rubyOrders says whether a value makes a comment one that Ruby takes as an
// order.
func rubyOrders(p rubyPlace, value string) bool {
	comment := p.before[max(0, len(p.before)-rubyNear):] + value + p.after[:min(len(p.after), rubyNear)]
	return p.magic || rubyPragma.MatchString(comment) || p.top && rubyCoding.MatchString(comment)
}

// rubyLimits refuse some values in a place that takes text.
var rubyLimits = []rule[rubyPlace]{
	{
		Rule: Rule{ID: "ruby/option", Place: "at the start of a name or an address that Homebrew calls programs with", Takes: "text that does not begin with -",
			Why:     "git, curl and brew would take the value for an option",
			Example: Example{"brew {{.}}", "-x", ""}},
		match:  func(p rubyPlace) bool { return p.method != "" && p.first && p.about() == rubyTakesName },
		refuse: func(_ rubyPlace, value string) bool { return strings.HasPrefix(value, "-") },
	},
	{
		Rule: Rule{ID: "ruby/version", Place: "the argument of version", Takes: "letters, digits and . _ + ~ -, a letter or digit first",
			Why:     "the version becomes a part of bin and of other paths that formulae put into commands, or an argument of its own, which is no option then",
			Example: Example{"version {{.}}", "1; x", ""}},
		match: func(p rubyPlace) bool { return p.method == "version" },
		refuse: func(p rubyPlace, value string) bool {
			return !rubyVersionForm.MatchString(value) || p.first && !rubyVersionHead.MatchString(value)
		},
	},
	{
		Rule: Rule{ID: "ruby/address", Place: "an address or tag that Homebrew finds the version in, in a formula that gives none and uses version, bin, prefix or the like where it may be run", Takes: "letters, digits and . _ ~ : / @ ? = , -",
			Why:     "the version becomes a part of bin and of other paths that formulae put into commands; % and + are decoded in it; version \"1.2\" beside the address takes any",
			Example: Example{"url {{.}}\nsystem \"make V=#{version}\"", "https://x/y-1$(z).tgz", ""}},
		match:  func(p rubyPlace) bool { return p.versioned },
		refuse: func(_ rubyPlace, value string) bool { return !rubyAddressForm.MatchString(value) },
	},
	{
		Rule: Rule{ID: "ruby/magic", Place: "a comment that Ruby would take as an order", Takes: "a line",
			Why:     "Ruby reads # coding: in the first two lines, # frozen_string_literal: and the like",
			Example: Example{"# a\n\n# {{.}}", "frozen_string_literal: true", ""}},
		match:  func(p rubyPlace) bool { return p.is(rubyComment) },
		refuse: rubyOrders,
	},
	{
		Rule: Rule{ID: "ruby/here-end", Place: "a line of a here-document", Takes: "text that does not make the line the last one",
			Why:     "the line would end the here-document",
			Example: Example{"caveats <<~EOS\n  {{.}}\nEOS", "EOS", ""}},
		match:  func(p rubyPlace) bool { return p.id != "" && !p.is(rubyName) },
		refuse: rubyEnds,
	},
	{
		Rule: Rule{ID: "ruby/here-start", Place: "at the start of a line of a here-document", Takes: "text that is not empty and, with <<~'EOS', begins with no blank",
			Why:     "the value would change how far the lines are indented, and that is taken away from all of them",
			Example: Example{"caveats <<~EOS\n  {{.}}\nEOS", "", ""}},
		match: func(p rubyPlace) bool { return p.lineStart },
		refuse: func(p rubyPlace, value string) bool {
			return value == "" || p.quote == 'r' && strings.IndexByte(" \t", value[0]) >= 0
		},
	},
	{
		Rule: Rule{ID: "ruby/here-raw", Place: "a here-document with quotes, <<~'EOS'", Takes: "a line",
			Why:     "nothing can be escaped there, and another line would have to be indented",
			Example: Example{"caveats <<~'EOS'\n  a {{.}}\nEOS", "x\ny", ""}},
		match:  func(p rubyPlace) bool { return p.quote == 'r' },
		refuse: func(_ rubyPlace, value string) bool { return strings.Contains(value, "\n") },
	},
	{
		Rule: Rule{ID: "ruby/here-beside", Place: "between single quotes, behind a << in the same line", Takes: "a line",
			Why:     "the here-document begins at the next line end",
			Example: Example{"assert_equal <<~EOS, '{{.}}'\n  a\nEOS", "x\ny", ""}},
		match:  func(p rubyPlace) bool { return p.crowded && p.quote == '\'' },
		refuse: func(_ rubyPlace, value string) bool { return strings.Contains(value, "\n") },
	},
}

// rubyAllowances are the places that values can stand in.
var rubyAllowances = []rule[rubyPlace]{
	{
		Rule: Rule{ID: "ruby/code", Place: "alone on its line, as a statement", Takes: "Code of Ruby",
			Why:     "the code stands as it is",
			Instead: "give the template Code, or write the statement in the template",
			Example: Example{"test do\n  {{.}}\nend", Code{text: "assert true"}, "test do\n  assert true\nend"}},
		match: func(p rubyPlace) bool {
			return p.quote == 'b' && p.whole && (p.is(rubyStatement) || p.is(rubyReturned) && p.kind == kindCode)
		},
		code: true,
	},
	{
		Rule: Rule{ID: "ruby/class", Place: "the name of a class that is defined", Takes: "a new name: a capital letter, then letters and digits",
			Why:     "the name stands as it is",
			Example: Example{"class {{.}} < Formula\nend", "Gosetup", "class Gosetup < Formula\nend"}},
		match: func(p rubyPlace) bool { return p.is(rubyClassName) && p.whole },
		write: writeRubyClass,
	},
	{
		Rule: Rule{ID: "ruby/comment", Place: "a comment", Takes: Line,
			Why:     "the value stands as it is; a comment ends with its line",
			Example: Example{"# {{.}}.", `it's "#{x}"`, `# it's "#{x}".`}},
		match: func(p rubyPlace) bool { return p.is(rubyComment) },
		write: func(_ rubyPlace, value string) (string, error) { return writeLine(value) },
	},
	{
		Rule: Rule{ID: "ruby/plain-number", Place: "an argument, an element, a value or an operand, given an integer or a bool", Takes: "a Go integer or bool",
			Why:     "it stands as it is",
			Example: Example{"revision {{.}}", 2, "revision 2"}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == 'b' && p.kind == kindNumber },
		write: func(_ rubyPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "ruby/list", Place: "an element of [ ], or an argument of link_overwrite or of install", Takes: Text,
			Why:     "it is written as a string with double quotes, a list as several",
			Example: Example{"license any_of: [{{.}}]", Words{"MIT", `it's "x"`}, `license any_of: ["MIT", "it's \"x\""]`}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == 'b' && p.listed() },
		write: writeRuby,
		list:  ", ",
	},
	{
		Rule: Rule{ID: "ruby/string", Place: "an argument of a method of Homebrew's that takes text, such as desc, url, tap and assert_equal, an operand of a comparison, a value behind a key, or what caveats returns", Takes: Text,
			Why:     "it is written as a string with double quotes, in which # cannot begin #{ }",
			Example: Example{"desc {{.}}", "it's #{x}\n", `desc "it's \#{x}\n"`}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == 'b' },
		write: writeRuby,
	},
	{
		Rule: Rule{ID: "ruby/double", Place: "such a place, between double quotes", Takes: Text,
			Why:     `\, " and # get a backslash, a line end becomes \n`,
			Example: Example{`desc "a {{.}}"`, `"#{x}"`, `desc "a \"\#{x}\""`}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == '"' },
		write: writeRuby,
	},
	{
		Rule: Rule{ID: "ruby/single", Place: "such a place, between single quotes", Takes: Text,
			Why:     `\ and ' get a backslash, all else stands as it is`,
			Example: Example{`desc 'a {{.}}'`, `it's #{x}`, `desc 'a it\'s #{x}'`}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == '\'' },
		write: writeRuby,
	},
	{
		Rule: Rule{ID: "ruby/here", Place: "a here-document, <<~EOS, in such a place", Takes: Text,
			Why:     `\ and # get a backslash, a line end becomes \n, and a blank at the start of a line \s`,
			Example: Example{"def caveats\n  <<~EOS\n    Run {{.}}.\n  EOS\nend", "$(x) #{x}", "def caveats\n  <<~EOS\n    Run $(x) \\#{x}.\n  EOS\nend"}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == 'h' },
		write: writeRuby,
	},
	{
		Rule: Rule{ID: "ruby/here-quoted", Place: "a here-document with quotes, <<~'EOS', in such a place", Takes: Line,
			Why:     "the value stands as it is",
			Example: Example{"caveats <<~'EOS'\n  Run {{.}}.\nEOS", `\ #{x}`, "caveats <<~'EOS'\n  Run \\ #{x}.\nEOS"}},
		match: func(p rubyPlace) bool { return p.text() && p.quote == 'r' },
		write: writeRuby,
	},
}
