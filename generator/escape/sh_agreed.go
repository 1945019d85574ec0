package escape

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// agreed refuses the texts that mvdan.cc/sh 3.14.1 reads in another way than
// some shell: what one of them takes for data, another runs. Each was found by
// running random templates.
func (s *shScript) agreed() error {
	var bad error
	refuse := func(n syntax.Node, id, what string) {
		if bad == nil && s.lang.has(id) {
			bad = &textError{Offset: int(n.Pos().Offset()), ID: id, What: what}
		}
	}
	syntax.Walk(s.file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			if s.lang.variant != syntax.LangPOSIX {
				break
			}
			if name, _ := s.command(n.Args); slices.Contains(shNotPOSIX, name) {
				refuse(n, "posix/word", name+" is not POSIX: some shells that run this as sh know it, and read what follows in their own way")
			}
		case *syntax.Subshell:
			if strings.HasPrefix(s.sk.text[n.Pos().Offset():], "((") && s.lang.variant == syntax.LangPOSIX {
				refuse(n, "posix/word", "(( is arithmetic in some shells; write ( ( for a subshell in a subshell")
			}
		case *syntax.ArrayExpr:
			if end := int(n.End().Offset()); end < len(s.sk.text) && strings.IndexByte(" \t\n;&|)", s.sk.text[end]) < 0 {
				refuse(n, "bash/array-end", "an array, with something behind its bracket, which bash takes for one text and expands once more")
			}
		case *syntax.Comment:
			if strings.HasSuffix(n.Text, `\`) || strings.Contains(n.Text, "\\\n") { // the parser keeps that line end
				refuse(n, "sh/comment-backslash", "a comment ends in a backslash, which some parsers read as going on in the next line")
			}
		case *syntax.ParamExp:
			if next := int(n.End().Offset()); n.Short && n.Param != nil && n.Param.Value == "$" && next < len(s.sk.text) && strings.IndexByte("{([", s.sk.text[next]) >= 0 {
				refuse(n, "sh/dollar-dollar", "$$ touches a bracket; bash takes the second $ for the beginning of an expansion")
			}
		case *syntax.DblQuoted:
			if bracketed(n.Parts) && strings.Contains(joined(n.Parts), "$[") {
				refuse(n, "sh/subscript", "$[ is arithmetic in bash and zsh; write $(( ))")
			}
		case *syntax.Word:
			if !bracketed(n.Parts) {
				break
			}
			if strings.Contains(joined(n.Parts), "$[") {
				refuse(n, "sh/subscript", "$[ is arithmetic in bash and zsh; write $(( ))")
			}
			if subscripted(n, s.lang.variant) {
				refuse(n, "sh/subscript", "a word begins like a name with a subscript, name[, and has no ]; mksh looks for it in the next lines")
			}
		case *syntax.Redirect:
			if (n.Op == syntax.Hdoc || n.Op == syntax.DashHdoc) && !s.heredocEnds(n) {
				refuse(n, "sh/heredoc-lines", "a here-document is empty, or does not end at the first line that is its delimiter")
			}
		}
		return bad == nil
	})
	return bad
}

// joined is the literal text of a word, which the parser may have cut into
// pieces, with a NUL for anything else.
func joined(parts []syntax.WordPart) string {
	var b strings.Builder
	for _, part := range parts {
		if lit, ok := part.(*syntax.Lit); ok {
			b.WriteString(lit.Value)
		} else {
			b.WriteByte(0)
		}
	}
	return b.String()
}

// bracketed says whether the literal text of a word has a [.
func bracketed(parts []syntax.WordPart) bool {
	return slices.ContainsFunc(parts, func(part syntax.WordPart) bool {
		lit, ok := part.(*syntax.Lit)
		return ok && strings.IndexByte(lit.Value, '[') >= 0
	})
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

// shNotPOSIX are words that begin more than a simple command in bash, mksh,
// yash or zsh, and none in POSIX.
var shNotPOSIX = strings.Fields("[[ function select coproc time repeat foreach noglob nocorrect - let ((")

// subscripted says whether a word begins like name[ and the bracket stays open,
// or, where there are no arrays, is used like one.
func subscripted(w *syntax.Word, variant syntax.LangVariant) bool {
	name, rest, ok := strings.Cut(joined(w.Parts), "[")
	return ok && isName(name) && (!strings.Contains(rest, "]") || variant == syntax.LangPOSIX)
}

// heredocEnds says whether the parser found the end of a here-document where a
// shell does that looks at lines only.
func (s *shScript) heredocEnds(n *syntax.Redirect) bool {
	delimiter, ok := static(n.Word)
	if !ok || n.Hdoc == nil {
		return false
	}
	text := s.sk.text
	start, end := int(n.Hdoc.Pos().Offset()), int(n.Hdoc.End().Offset()) // with the delimiter
	lines := strings.Split(text[start:end], "\n")
	if n.Op == syntax.DashHdoc {
		for i := range lines {
			lines[i] = strings.TrimLeft(lines[i], "\t")
		}
	}
	return slices.Index(lines, delimiter) == len(lines)-1 && (end == len(text) || text[end] == '\n')
}
