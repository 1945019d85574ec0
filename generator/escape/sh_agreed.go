package escape

import (
	"slices"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// agreedRules are the rules for the texts that shells read in another way than
// the parser does.
var agreedRules = map[dialect.Disagreed]string{
	dialect.CommentBackslash: "sh/comment-backslash",
	dialect.Subscript:        "sh/subscript",
	dialect.IndexedWord:      "sh/subscript",
	dialect.ArrayEnd:         "bash/array-end",
	dialect.HeredocLines:     "sh/heredoc-lines",
	dialect.DollarDollar:     "sh/dollar-dollar",
	dialect.Word:             "posix/word",
	dialect.Parentheses:      "posix/word",
}

// agreed refuses the texts that the parser reads in another way than some shell.
func (s *shScript) agreed() error {
	script := dialect.Shell{Text: s.sk.text, File: s.file, Variant: s.lang.variant, Static: static, Command: func(words []*syntax.Word) string {
		name, _ := s.command(words)
		return name
	}}
	for _, d := range script.Disagreements() {
		if id := agreedRules[d.Kind]; id != "" && s.lang.has(id) {
			return &textError{Offset: d.Offset, ID: id, What: d.What}
		}
	}
	return nil
}

// shTextRules are the rules of agreed, and of parse. They look at the text of
// the template and match no place.
var shTextRules = []rule[shPlace]{
	{
		Rule: Rule{ID: "sh/control", Place: "a template with a NUL or a carriage return in its own text", Takes: Nothing,
			Why:     "some shells drop them, some keep them, so that no parser can speak for all",
			Instead: "save the template with LF line ends",
			Example: Example{"x={{.}}\r\n", "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "sh/comment-backslash", Place: "a template with a comment that ends in a backslash", Takes: Nothing,
			Why:     "mvdan.cc/sh 3.14.1 reads the next line as part of the comment, shells run it",
			Instead: "put a full stop or a space behind the backslash",
			Example: Example{"true # C:\\\nprintf '%s' {{.}}", "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "sh/subscript", Place: "a template with a word like name[ that has no ], in sh with any like name[...], or with $[", Takes: Nothing,
			Why:     "mksh and bash take it for a subscript, mksh looks for its end in the next lines, and what is in it is evaluated",
			Instead: "quote the bracket",
			Example: Example{"set -- a[ {{.}}", "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "bash/array-end", Place: "a template with an array that something touches: x=(a)b", Takes: Nothing,
			Why:     "declare of bash takes the whole for a text, which it expands once more",
			Instead: "put a blank behind the bracket",
			Example: Example{"declare -a x=({{.}})$y", "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "sh/heredoc-lines", Place: "a template with a here-document that is empty, or whose end shells find elsewhere than the parser", Takes: Nothing,
			Why:     "shells look for a line that is the delimiter before they look at what is in the document",
			Instead: "end the document with its delimiter alone on a line, and with no $ before it",
			Example: Example{"cat <<E\nE\nprintf '%s' {{.}}", "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "sh/dollar-dollar", Place: "a template with $$ directly before a bracket", Takes: Nothing,
			Why:     "bash takes the second $ for the beginning of an expansion when it looks for the closing quote",
			Instead: "write ${$} for the process ID",
			Example: Example{`x="$${"{{.}}"}"`, "x", ""}},
		match: noPlace,
	},
	{
		Rule: Rule{ID: "posix/word", Place: "a template for sh with a word that begins more than a simple command in bash, mksh, yash or zsh: [[ function select coproc time repeat foreach noglob let ((", Takes: Nothing,
			Why:     "some shell that runs the script as sh reads what follows in a way that POSIX does not know",
			Instead: "use what POSIX has, or name the template .bash or .zsh",
			Example: Example{"time printf '%s' {{.}}", "x", ""}},
		match: noPlace,
	},
}

func noPlace(shPlace) bool { return false }

// has says whether a rule is in the table, which only tests take rules from.
func (l shLanguage) has(id string) bool {
	return slices.ContainsFunc(l.rules, func(r rule[shPlace]) bool { return r.ID == id })
}
