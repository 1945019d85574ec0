package escape

import (
	"slices"
	"strings"
)

// powershellLanguage is Windows PowerShell 5.1 and PowerShell 7.
type powershellLanguage struct{ rules []rule[psPlace] }

func (l powershellLanguage) table() []Rule { return rulesOf(l.rules) }

func (l powershellLanguage) without(id string) language {
	return powershellLanguage{withoutRule(l.rules, id)}
}

func (l powershellLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := l.lex(sk.text)
	if err != nil {
		return nil, err
	}
	s := &psScript{sk: sk, functions: map[string]bool{}, aliases: map[string]bool{}, places: make([]*psPlace, len(sk.marks)), to: map[string][]string{}, sinks: map[string]string{}}
	s.collect(tokens)
	s.walk(tokens)
	a := &analysis{}
	if !sk.draft {
		s.flow(tokens)
		a.canons = []string{psCanonOf(sk.text, tokens)}
	}
	for i := range sk.marks {
		if s.places[i] == nil {
			s.places[i] = &psPlace{}
		}
		d := decide(l.rules, *s.places[i], s.places[i].String())
		if d.rule.ID == "powershell/reached" {
			d.found += ", which gets to " + s.places[i].reach
		}
		a.decisions = append(a.decisions, d)
	}
	return a, nil
}

// canon writes the tokens: what is quoted as itself, what is not with a mark
// before every character that is no letter, digit or underscore.
func (l powershellLanguage) canon(text string) (string, error) {
	tokens, err := l.lex(text)
	if err != nil {
		return "", err
	}
	return psCanonOf(text, tokens), nil
}

func psCanonOf(text string, tokens []psToken) string {
	var b strings.Builder
	b.Grow(2 * len(text))
	psCanon(&b, tokens)
	return b.String()
}

func psCanon(b *strings.Builder, tokens []psToken) {
	for _, t := range tokens {
		b.WriteByte(0)
		if t.spaced {
			b.WriteByte('_')
		}
		switch t.kind {
		case psString:
			b.WriteString("s" + t.text)
		case psWord:
			b.WriteByte('s')
			psActive(b, t.text)
		case psVar:
			b.WriteString("v" + t.text)
		case psDouble:
			b.WriteByte('s')
			psParts(b, t.parts)
		case psComment:
			b.WriteString("#" + t.text)
		default:
			b.WriteString("p" + t.text)
		}
		b.WriteString("\x00;")
	}
}

// psParts writes the inside of a "...".
func psParts(b *strings.Builder, parts []psToken) {
	for _, p := range parts {
		switch p.kind {
		case psString:
			b.WriteString(p.text)
		case psVar:
			b.WriteString("\x00v" + p.text + "\x00;")
		default:
			b.WriteString("\x00(")
			psCanon(b, p.parts)
			b.WriteString("\x00)")
		}
	}
}

func psActive(b *strings.Builder, text string) {
	for i := range len(text) {
		if c := rune(text[i]); !letterOrDigit(c) && c != '_' {
			b.WriteByte(0)
		}
		b.WriteByte(text[i])
	}
}

// A psScript is a skeleton and what is known of it.
type psScript struct {
	sk        *skeleton
	functions map[string]bool // the script's own, in lower case
	aliases   map[string]bool // that it makes
	places    []*psPlace
	to        map[string][]string // where a value goes: from variable or "#hole" to variable
	sinks     map[string]string   // the variables that are evaluated, and where
}

// collect finds the functions and the aliases of the script.
func (s *psScript) collect(tokens []psToken) {
	for i, t := range tokens {
		if t.kind == psWord && slices.Contains(psAliasing, strings.ToLower(t.text)) {
			for _, name := range tokens[i+1 : psEnd(tokens, i+1)] {
				s.aliases[strings.ToLower(name.text)] = true
			}
		}
		if i > 0 && t.kind == psWord && psIs(tokens[i-1], "function") && !s.sk.hasHole(t.text) {
			s.functions[strings.ToLower(t.text)] = true
		}
	}
}

var psAliasing = strings.Fields("set-alias sal new-alias nal")

func psIs(t psToken, word string) bool {
	return t.kind == psWord && strings.EqualFold(t.text, word)
}

// walk finds the place of every hole.
func (s *psScript) walk(tokens []psToken) {
	for i, t := range tokens {
		switch t.kind {
		case psString:
			if t.quote != '(' {
				s.quoted(tokens, i, t.quote)
			}
		case psDouble:
			s.parts(tokens, i)
		case psComment:
			s.comment(t)
		case psVar:
			s.note(t, psPlace{role: psName, before: s.outside(t.text)})
		case psWord:
			if s.sk.hasHole(t.text) {
				s.word(tokens, i)
			}
		}
	}
}

// note gives a place to the holes in a token.
func (s *psScript) note(t psToken, p psPlace) {
	from, to := s.sk.within(t.start, t.end)
	for i := from; i < to; i++ {
		if s.places[i] == nil {
			own := p
			own.functions, own.kind = s.functions, s.sk.marks[i].kind
			own.escaped = s.sk.marks[i].start > 0 && s.sk.text[s.sk.marks[i].start-1] == '`'
			s.places[i] = &own
		}
	}
}

// outside is a text without its holes.
func (s *psScript) outside(text string) string {
	for {
		i := strings.Index(text, s.sk.prefix)
		if i < 0 {
			return text
		}
		text = text[:i] + "\x00" + text[i+sentinelLength:]
	}
}

// parts is for the holes of a "...": in its text, in a $( ), in a name.
func (s *psScript) parts(tokens []psToken, i int) {
	t := tokens[i]
	for _, p := range t.parts {
		switch p.kind {
		case psVar:
			s.note(p, psPlace{}) // a name that the rest of the string could go on with
		case psOpen:
			s.walk(p.parts)
			s.note(p, psPlace{})
		}
	}
	s.quoted(tokens, i, '"')
}

// quoted is for the holes in the text of a string.
func (s *psScript) quoted(tokens []psToken, i int, quote byte) {
	p := s.position(tokens, i)
	if p.inside = quote; p.role == psCall {
		p.role = psNowhere
	}
	s.note(tokens[i], p)
}

func (s *psScript) comment(t psToken) {
	from, to := s.sk.within(t.start, t.end)
	for i := from; i < to; i++ {
		role := psRemark
		if t.quote == '<' {
			role = psBlock
		} else if strings.HasPrefix(strings.ToLower(t.text), "#requires") {
			role = psNowhere
		} else if m := s.sk.marks[i]; m.start == t.start+1 {
			role = psNowhere
		}
		s.places[i] = &psPlace{role: role, kind: s.sk.marks[i].kind}
	}
}

// word is for a word with holes in it.
func (s *psScript) word(tokens []psToken, i int) {
	t := tokens[i]
	outside := s.outside(t.text)
	p := s.position(tokens, i)
	p.before = strings.Replace(outside, "\x00", "", 1)
	switch {
	case i > 0 && psIs(tokens[i-1], "function"):
		p.role = psFunction
	case strings.Count(outside, "\x00") > 1 || outside != "\x00" && p.role != psCall || !psEnds(tokens, i),
		p.role != psValue && i > 0 && psIs(tokens[i-1], "="):
		p.role = psNowhere
	}
	s.note(t, p)
}

// psEnds says whether a token stands alone.
func psEnds(tokens []psToken, i int) bool {
	if i+1 < len(tokens) {
		next := tokens[i+1]
		if !next.spaced && next.kind != psClose && next.kind != psBreak && !psIs(next, ",") && !psIs(next, "|") {
			return false
		}
	}
	if i == 0 {
		return true
	}
	before := tokens[i-1]
	return tokens[i].spaced || before.kind == psOpen || before.kind == psBreak || psIs(before, ",") || psIs(before, "=")
}
