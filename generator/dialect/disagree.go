package dialect

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// A Disagreement is a text that mvdan.cc/sh 3.14.1 reads in another way than
// some shell: what one of them takes for data, another runs. Each kind was
// found by running random scripts in all shells.
type Disagreement struct {
	Offset int // in bytes
	Kind   Disagreed
	What   string // what stands there, and what to write instead
}

// A Disagreed is a kind of Disagreement.
type Disagreed string

// The kinds.
const (
	CommentBackslash Disagreed = "comment-backslash" // a comment that ends in a backslash
	Subscript        Disagreed = "subscript"         // $[, or a word name[ without its ]
	IndexedWord      Disagreed = "indexed-word"      // name[...] in sh, a pattern in most shells
	ArrayEnd         Disagreed = "array-end"         // an array that something touches
	HeredocLines     Disagreed = "heredoc-lines"     // an empty here-document, or another end
	DollarDollar     Disagreed = "dollar-dollar"     // $$ before a bracket
	Word             Disagreed = "word"              // sh: a word that begins more than a command
	Parentheses      Disagreed = "parentheses"       // sh: (( for a subshell in a subshell
	QuotedTilde      Disagreed = "quoted-tilde"      // ~ and a quote
)

// A Shell is a parsed script of sh, bash or zsh. Command names the program of a
// simple command, "" if only a run knows it; Static is what a word stands for,
// false if only a run knows that.
type Shell struct {
	Text    string
	File    *syntax.File
	Variant syntax.LangVariant
	Command func([]*syntax.Word) string
	Static  func(*syntax.Word) (string, bool)
}

// Disagreements lists those of a script, in the order of a walk.
func (s Shell) Disagreements() []Disagreement {
	var all []Disagreement
	syntax.Walk(s.File, func(n syntax.Node) bool {
		if n != nil {
			all = s.Disagree(all, n)
		}
		return true
	})
	return all
}

// Disagree appends what is to be said about the node itself, without its
// children, for callers that walk the tree anyway.
func (s Shell) Disagree(all []Disagreement, n syntax.Node) []Disagreement {
	found := func(k Disagreed, what string) {
		all = append(all, Disagreement{int(n.Pos().Offset()), k, what})
	}
	posix := s.Variant == syntax.LangPOSIX
	switch n := n.(type) {
	case *syntax.CallExpr:
		if !posix {
			break
		}
		if name := s.Command(n.Args); slices.Contains(notPOSIX, name) {
			found(Word, name+" is not POSIX: some shells that run this as sh know it, and read what follows in their own way")
		}
	case *syntax.Subshell:
		if posix && strings.HasPrefix(s.Text[n.Pos().Offset():], "((") {
			found(Parentheses, "(( is arithmetic in some shells; write ( ( for a subshell in a subshell")
		}
	case *syntax.ArrayExpr:
		if end := int(n.End().Offset()); end < len(s.Text) && strings.IndexByte(" \t\n;&|)", s.Text[end]) < 0 {
			found(ArrayEnd, "an array, with something behind its bracket, which bash takes for one text and expands once more")
		}
	case *syntax.Comment:
		if strings.HasSuffix(n.Text, `\`) || strings.Contains(n.Text, "\\\n") { // the parser keeps that line end
			found(CommentBackslash, "a comment ends in a backslash, which some parsers read as going on in the next line")
		}
	case *syntax.ParamExp:
		if next := int(n.End().Offset()); n.Short && n.Param != nil && n.Param.Value == "$" && next < len(s.Text) && strings.IndexByte("{([", s.Text[next]) >= 0 {
			found(DollarDollar, "$$ touches a bracket; bash takes the second $ for the beginning of an expansion")
		}
	case *syntax.DblQuoted:
		if bracketed(n.Parts) && strings.Contains(joined(n.Parts), "$[") {
			found(Subscript, "$[ is arithmetic in bash and zsh; write $(( ))")
		}
	case *syntax.Word:
		s.disagreeWord(n, found)
	case *syntax.Redirect:
		if (n.Op == syntax.Hdoc || n.Op == syntax.DashHdoc) && !s.heredocEnds(n) {
			found(HeredocLines, "a here-document is empty, or does not end at the first line that is its delimiter")
		}
	}
	return all
}

func (s Shell) disagreeWord(w *syntax.Word, found func(Disagreed, string)) {
	text := ""
	for i, part := range w.Parts {
		lit, ok := part.(*syntax.Lit)
		if i == 0 && ok && lit.Value == "~" && len(w.Parts) > 1 {
			switch w.Parts[1].(type) {
			case *syntax.SglQuoted, *syntax.DblQuoted:
				found(QuotedTilde, "a tilde and a quote, which zsh and ksh take for a home directory and others do not")
			}
		}
		if ok && strings.Contains(lit.Value, "[") {
			text = joined(w.Parts)
			break
		}
	}
	if strings.Contains(text, "$[") {
		found(Subscript, "$[ is arithmetic in bash and zsh; write $(( ))")
	}
	if name, rest, ok := strings.Cut(text, "["); ok && isName(name) {
		switch {
		case !strings.Contains(rest, "]"):
			found(Subscript, "a word begins like a name with a subscript, name[, and has no ]; mksh looks for it in the next lines")
		case s.Variant == syntax.LangPOSIX:
			found(IndexedWord, "a word begins like a name with a subscript, name[, and has no ]; mksh looks for it in the next lines")
		}
	}
}

// notPOSIX are words that begin more than a simple command in bash, mksh, yash
// or zsh, and none in POSIX.
var notPOSIX = strings.Fields("[[ function select coproc time repeat foreach noglob nocorrect - let ((")

// bracketed says whether the literal text of a word has a [.
func bracketed(parts []syntax.WordPart) bool {
	return slices.ContainsFunc(parts, func(part syntax.WordPart) bool {
		lit, ok := part.(*syntax.Lit)
		return ok && strings.IndexByte(lit.Value, '[') >= 0
	})
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

func isName(s string) bool {
	return s != "" && !('0' <= s[0] && s[0] <= '9') && strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z') && !('0' <= r && r <= '9')
	}) < 0
}

// heredocEnds says whether the parser found the end of a here-document where a
// shell does that looks at lines only.
func (s Shell) heredocEnds(n *syntax.Redirect) bool {
	delimiter, ok := s.Static(n.Word)
	if !ok || n.Hdoc == nil {
		return false
	}
	start, end := int(n.Hdoc.Pos().Offset()), int(n.Hdoc.End().Offset()) // with the delimiter
	lines := strings.Split(s.Text[start:end], "\n")
	if n.Op == syntax.DashHdoc {
		for i := range lines {
			lines[i] = strings.TrimLeft(lines[i], "\t")
		}
	}
	return slices.Index(lines, delimiter) == len(lines)-1 && (end == len(s.Text) || s.Text[end] == '\n')
}
