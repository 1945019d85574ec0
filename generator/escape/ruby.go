package escape

import (
	"regexp"
	"strings"
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
	s.tokens(file.tokens, false)
	s.comments()
	s.names(file.list)
	s.list(file.list, rubyContext{})
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

// canon writes down the tokens, the text of strings decoded.
func (l rubyLanguage) canon(text string) (string, error) {
	file, err := parseRuby(text)
	if err != nil {
		return "", err
	}
	c := &rubyCanon{}
	c.b.Grow(2 * len(text))
	c.tokens(file.tokens)
	for _, r := range file.remarks {
		if rubyMagic(text, r.start, text[r.start:r.end]) {
			c.mark('m', "")
		}
		c.mark('#', text[r.start:r.end])
	}
	c.mark('D', text[file.data:])
	return c.b.String(), nil
}

type rubyCanon struct{ b strings.Builder }

func (c *rubyCanon) mark(letter byte, text string) {
	c.b.WriteByte(0)
	c.b.WriteByte(letter)
	c.b.WriteString(text)
}

// rubyLetters tell the kinds of tokens.
var rubyLetters = map[rubyKind]byte{
	rubyEnd: 'e', rubyLine: 'n', rubyIdent: 'i', rubyConst: 'C', rubyLabel: 'l', rubySymbol: ':', rubyNumber: 'N',
	rubyString: '"', rubyRegexp: '/', rubyKeyword: 'k', rubyOp: 'o',
}

func (c *rubyCanon) tokens(tokens []rubyToken) {
	for _, t := range tokens {
		if t.space {
			c.mark('_', "")
		}
		switch {
		case t.kind == rubyString:
			c.text(t.str)
		case t.kind == rubyList && t.str != nil:
			c.mark('W', "")
			c.text(t.str)
		case t.kind == rubyList:
			c.mark('[', "")
			for _, word := range strings.Fields(t.text) {
				c.mark('w', word)
			}
		case t.word("true") || t.word("false"):
			c.mark('N', t.text)
		default:
			c.mark(rubyLetters[t.kind], t.text)
		}
	}
}

func (c *rubyCanon) text(s *rubyText) {
	switch s.quote {
	case 'h', 'r':
		c.mark('h', "")
	default:
		c.mark('"', "")
	}
	for _, part := range s.parts {
		if part.tokens == nil {
			c.b.WriteString(part.text)
			continue
		}
		c.mark('{', "")
		c.tokens(part.tokens)
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
