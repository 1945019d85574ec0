package escape

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// rubyLanguage is the Ruby of Homebrew's formulae and Brewfiles.
type rubyLanguage struct{ rules []rule[rubyPlace] }

func (l rubyLanguage) table() []Rule { return rulesOf(l.rules) }

func (l rubyLanguage) without(id string) language { return rubyLanguage{withoutRule(l.rules, id)} }

func (l rubyLanguage) analyse(sk *skeleton) (*analysis, error) {
	file, err := parseRuby(sk.text)
	if err != nil {
		return nil, err
	}
	s := &rubyScript{sk: sk, file: file, places: make([]*rubyPlace, len(sk.marks)), own: map[string]bool{}, holds: map[string]map[string]bool{}}
	s.tokens(file.Tokens, false)
	s.comments()
	s.names(file.List)
	s.list(file.List, rubyContext{})
	s.reach()
	a := &analysis{}
	for i, m := range sk.marks {
		p := s.places[i]
		if p == nil {
			p = &rubyPlace{}
		}
		p.kind = m.kind
		a.decisions = append(a.decisions, decide(l.rules, *p, p.String()))
	}
	return a, nil
}

// parseRuby parses a text in which sentinels stand for values. Its error is a
// *textError.
func parseRuby(text string) (*ruby.File, error) {
	file, err := ruby.Options{Hole: rubyStandsFor}.Parse(text)
	var e *ruby.Error
	if errors.As(err, &e) {
		return nil, &textError{Offset: e.Offset, What: e.What}
	}
	return file, err
}

// rubyStandsFor says whether a word is one sentinel and nothing else, and for
// what value.
func rubyStandsFor(text string) ruby.Hole {
	switch {
	case len(text) != sentinelLength || !slices.Contains(prefixes, text[:3]) || text[sentinelLength-1] != 'Z' ||
		strings.IndexByte("TNCWK", text[3]) < 0 || strings.Trim(text[4:sentinelLength-1], "0123456789") != "":
		return ruby.NoHole
	case kind(text[3]) == kindNumber:
		return ruby.NumberHole
	}
	return ruby.TextHole
}

// canon writes down the tokens, the text of strings decoded.
func (l rubyLanguage) canon(text string) (string, error) {
	file, err := parseRuby(text)
	if err != nil {
		return "", err
	}
	c := &rubyCanon{}
	c.b.Grow(2 * len(text))
	c.tokens(file.Tokens)
	for _, r := range file.Comments {
		if rubyMagic(text, r.Start, text[r.Start:r.End]) {
			c.mark('m', "")
		}
		c.mark('#', text[r.Start:r.End])
	}
	c.mark('D', text[file.Data:])
	return c.b.String(), nil
}

type rubyCanon struct{ b strings.Builder }

func (c *rubyCanon) mark(letter byte, text string) {
	c.b.WriteByte(0)
	c.b.WriteByte(letter)
	c.b.WriteString(text)
}

// rubyLetters tell the kinds of tokens.
var rubyLetters = map[ruby.TokenKind]byte{
	ruby.EOF: 'e', ruby.NewLine: 'n', ruby.Ident: 'i', ruby.Const: 'C', ruby.Label: 'l', ruby.Symbol: ':', ruby.Number: 'N',
	ruby.String: '"', ruby.Regexp: '/', ruby.Keyword: 'k', ruby.Op: 'o',
}

func (c *rubyCanon) tokens(tokens []ruby.Token) {
	for _, t := range tokens {
		if t.Space {
			c.mark('_', "")
		}
		switch {
		case t.Kind == ruby.String:
			c.text(t.Str)
		case t.Kind == ruby.Words && t.Str != nil:
			c.mark('W', "")
			c.text(t.Str)
		case t.Kind == ruby.Words:
			c.mark('[', "")
			for _, word := range strings.Fields(t.Text) {
				c.mark('w', word)
			}
		case t.Word("true") || t.Word("false"):
			c.mark('N', t.Text)
		default:
			c.mark(rubyLetters[t.Kind], t.Text)
		}
	}
}

func (c *rubyCanon) text(s *ruby.Text) {
	switch s.Quote {
	case 'h', 'r':
		c.mark('h', "")
	default:
		c.mark('"', "")
	}
	for _, part := range s.Parts {
		if part.Tokens == nil {
			c.b.WriteString(part.Text)
			continue
		}
		c.mark('{', "")
		c.tokens(part.Tokens)
		c.mark('}', "")
	}
	c.mark(';', "")
}

var (
	rubyCoding = regexp.MustCompile(`(?i)coding\s*[:=]`)
	rubyPragma = regexp.MustCompile(`(?i)(frozen[-_]string[-_]literal|warn[-_]indent|shareable[-_]constant[-_]value|warn[-_]past[-_]scope)\s*[:=]|-\*-`)
)

// rubyMagic says whether Ruby takes a comment, which begins at an offset, as an
// order: that of the encoding in the first two lines, the others in any.
func rubyMagic(text string, offset int, comment string) bool {
	return rubyTop(text, offset) && rubyCoding.MatchString(comment) || rubyPragma.MatchString(comment)
}

// rubyTop says whether an offset is in the first two lines.
func rubyTop(text string, offset int) bool {
	first := strings.IndexByte(text, '\n')
	if first < 0 {
		return true
	}
	second := strings.IndexByte(text[first+1:], '\n')
	return second < 0 || offset <= first+1+second
}

var (
	rubySingleEscaper = strings.NewReplacer(`\`, `\\`, "'", `\'`)
	rubyDoubleEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#", `\#`, "\n", `\n`, "\t", `\t`)
	rubyHereEscaper   = strings.NewReplacer(`\`, `\\`, "#", `\#`, "\n", `\n`, "\t", `\t`)
)

// quoteRuby writes a string.
func quoteRuby(s string) string { return `"` + rubyDoubleEscaper.Replace(s) + `"` }

// writeRuby writes text for the quotes around it.
func writeRuby(p rubyPlace, value string) (string, error) {
	out := value
	switch p.quote {
	case 'b':
		return quoteRuby(value), nil
	case '\'':
		return rubySingleEscaper.Replace(value), nil
	case '"':
		out = rubyDoubleEscaper.Replace(value)
	case 'h':
		out = rubyHereEscaper.Replace(value)
		if p.lineStart && strings.HasPrefix(out, " ") {
			out = `\s` + out[1:]
		}
	}
	if p.hash && value != "" && strings.IndexByte("{$@", value[0]) >= 0 {
		out = `\` + out
	}
	return out, nil
}
