package lint

import (
	"errors"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// shChecks look at scripts of sh, bash and zsh.
var shChecks = slices.Concat([]check[*shScript]{
	{"GS010", shWrapped},
	{"GS011", shPrefixes},
}, shFlowChecks, shCraftChecks)

// shCraftChecks are the rules of quoting, portability, names and traps, and
// those for snippets.
var shCraftChecks = slices.Concat(shSnippetChecks, shQuoteChecks, shPortableChecks, shWordChecks, shNameChecks, shTrapChecks)

// A shScript is a parsed script of sh, bash or zsh, and what several checks
// want to know about it.
type shScript struct {
	*source
	tree  *syntax.File
	funcs map[string]*syntax.FuncDecl // by name; of several, the last
	calls []shCall                    // every simple command, in the order of the text
	known *shFacts                    // see facts
	flow  map[string][]flowFinding    // by rule, once the interpreter ran
}

// A shCall is a simple command, where it stands.
type shCall struct {
	*syntax.CallExpr
	name string           // of the command, "" if it is computed or there is none
	fn   *syntax.FuncDecl // the function it stands in, nil outside
}

// checkSh parses a script and runs the checks on it.
func checkSh(s *source) {
	tree, err := s.parseSh(s.text)
	if err != nil {
		s.shError(err)
		return
	}
	s.parser = "mvdan.cc/sh as " + s.dialect.Name
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	runChecks(s, script, shChecks)
}

// parseSh parses text, the file or a part of it, as the file's dialect.
func (s *source) parseSh(text string) (*syntax.File, error) {
	return syntax.NewParser(syntax.Variant(shVariant(s.dialect)), syntax.KeepComments(true)).Parse(strings.NewReader(text), s.name)
}

func shVariant(d *dialect.Dialect) syntax.LangVariant {
	switch d {
	case dialect.Bash:
		return syntax.LangBash
	case dialect.Zsh:
		return syntax.LangZsh
	}
	return syntax.LangPOSIX
}

// shError reports why a text does not parse.
func (s *source) shError(err error) {
	report := s.reporter("GS001")
	var parse syntax.ParseError
	var lang syntax.LangError
	switch {
	case errors.As(err, &parse):
		report(int(parse.Pos.Offset()), "%s", parse.Text)
	case errors.As(err, &lang):
		lang.Filename = ""
		report(int(lang.Pos.Offset()), "%s", positioned.ReplaceAllString(lang.Error(), ""))
	default:
		s.notParsed(err)
	}
}

// index finds what all checks need among the nodes.
func (s *shScript) index() {
	f := s.facts()
	for i := range f.nodes {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.FuncDecl:
			if n.Name != nil {
				s.funcs[n.Name.Value] = n
			}
		case *syntax.Comment:
			s.remarks = append(s.remarks, remark{offset(n), int(n.End().Offset())})
		case *syntax.CallExpr:
			call := shCall{CallExpr: n}
			if len(n.Args) > 0 {
				call.name, _ = wordText(n.Args[0])
			}
			if fn := f.nodes[i].fn; fn >= 0 {
				call.fn = f.nodes[fn].Node.(*syntax.FuncDecl)
			}
			s.calls = append(s.calls, call)
		}
	}
}

// offset is where a node begins, in bytes.
func offset(n syntax.Node) int { return int(n.Pos().Offset()) }

// source is the text of a node.
func (s *shScript) textOf(n syntax.Node) string {
	return s.text[n.Pos().Offset():n.End().Offset()]
}

// literal is the text that a word stands for; ok is false if only a run knows.
func literal(w *syntax.Word) (text string, ok bool) {
	for _, part := range w.Parts {
		if _, computed := part.(*syntax.ParamExp); computed {
			return "", false // most words that are not fixed end here
		}
	}
	var b strings.Builder
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			b.WriteString(unescaped(part.Value))
		case *syntax.SglQuoted:
			if part.Dollar {
				return "", false
			}
			b.WriteString(part.Value)
		case *syntax.DblQuoted:
			for _, inner := range part.Parts {
				lit, ok := inner.(*syntax.Lit)
				if !ok {
					return "", false
				}
				b.WriteString(unescapedInQuotes(lit.Value))
			}
		default:
			return "", false
		}
	}
	return b.String(), true
}

// unescaped takes the backslashes out of a bare literal.
func unescaped(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if i++; text[i] == '\n' {
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// unescapedInQuotes takes out those that mean something inside "...".
func unescapedInQuotes(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) && strings.IndexByte("$`\"\\\n", text[i+1]) >= 0 {
			if i++; text[i] == '\n' {
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
