package escape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/powershell"
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
	s := &psScript{sk: sk, functions: map[string]bool{}, aliases: map[string]bool{}, places: make([]*psPlace, len(sk.marks)), to: newGraph(len(sk.text)), sinks: map[string]string{}}
	s.collect(tokens)
	s.walk(tokens)
	a := &analysis{decisions: make([]decision, 0, len(sk.marks))}
	if !sk.draft {
		s.flow(tokens)
		a.units, a.canons = s.units(tokens)
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

// lex cuts a whole text.
func (l powershellLanguage) lex(text string) ([]powershell.Token, error) {
	strict := slices.ContainsFunc(l.rules, func(r rule[psPlace]) bool { return r.ID == "powershell/ascii" })
	for i := range len(text) {
		if c := text[i]; strict && (c >= 0x80 || c < ' ' && c != '\n' && c != '\t') {
			return nil, &textError{Offset: i, ID: "powershell/ascii", What: fmt.Sprintf("the byte %#x, which Windows PowerShell 5.1 reads in the code page of the machine", c)}
		}
	}
	tokens, err := powershell.Lex(text)
	if wrong, ok := err.(*powershell.Error); ok {
		return nil, &textError{Offset: wrong.Offset, What: wrong.What}
	}
	return tokens, err
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

func psCanonOf(text string, tokens []powershell.Token) string {
	var b strings.Builder
	b.Grow(2 * len(text))
	psCanon(&b, tokens)
	return b.String()
}

func psCanon(b *strings.Builder, tokens []powershell.Token) {
	for _, t := range tokens {
		b.WriteByte(0)
		if t.Spaced {
			b.WriteByte('_')
		}
		switch t.Kind {
		case powershell.TokenString:
			b.WriteString("s" + t.Text)
		case powershell.TokenWord:
			b.WriteByte('s')
			psActive(b, t.Text)
		case powershell.TokenVar:
			b.WriteString("v" + t.Text)
		case powershell.TokenDouble:
			b.WriteByte('s')
			psParts(b, t.Parts)
		case powershell.TokenComment:
			b.WriteString("#" + t.Text)
		default:
			b.WriteString("p" + t.Text)
		}
		b.WriteString("\x00;")
	}
}

// psParts writes the inside of a "...".
func psParts(b *strings.Builder, parts []powershell.Token) {
	for _, p := range parts {
		switch p.Kind {
		case powershell.TokenString:
			b.WriteString(p.Text)
		case powershell.TokenVar:
			b.WriteString("\x00v" + p.Text + "\x00;")
		default:
			b.WriteString("\x00(")
			psCanon(b, p.Parts)
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
	to        *graph            // where a value goes: from variable or "#hole" to variable
	sinks     map[string]string // the variables that are evaluated, and where
}

// collect finds the functions and the aliases of the script.
func (s *psScript) collect(tokens []powershell.Token) {
	for i, t := range tokens {
		if t.Kind == powershell.TokenWord && psAliasing[strings.ToLower(t.Text)] {
			for _, name := range tokens[i+1 : psEnd(tokens, i+1)] {
				s.aliases[strings.ToLower(name.Text)] = true
			}
		}
		if i > 0 && t.Kind == powershell.TokenWord && psIs(tokens[i-1], "function") && !s.sk.hasHole(t.Text) {
			s.functions[strings.ToLower(t.Text)] = true
		}
	}
}

var psAliasing = setOf(strings.Fields("set-alias sal new-alias nal"))

func psIs(t powershell.Token, word string) bool {
	return t.Kind == powershell.TokenWord && strings.EqualFold(t.Text, word)
}

// walk finds the place of every hole.
func (s *psScript) walk(tokens []powershell.Token) {
	for i, t := range tokens {
		switch t.Kind {
		case powershell.TokenString:
			if t.Quote != '(' {
				s.quoted(tokens, i, t.Quote)
			}
		case powershell.TokenDouble:
			s.parts(tokens, i)
		case powershell.TokenComment:
			s.comment(t)
		case powershell.TokenVar:
			s.note(t, psPlace{role: psName, before: s.outside(t.Text)})
		case powershell.TokenWord:
			if s.sk.hasHole(t.Text) {
				s.word(tokens, i)
			}
		}
	}
}

// note gives a place to the holes in a token.
func (s *psScript) note(t powershell.Token, p psPlace) {
	from, to := s.sk.within(t.Start, t.End)
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
func (s *psScript) parts(tokens []powershell.Token, i int) {
	t := tokens[i]
	for _, p := range t.Parts {
		switch p.Kind {
		case powershell.TokenVar:
			s.note(p, psPlace{}) // a name that the rest of the string could go on with
		case powershell.TokenOpen:
			s.walk(p.Parts)
			s.note(p, psPlace{})
		}
	}
	s.quoted(tokens, i, '"')
}

// quoted is for the holes in the text of a string.
func (s *psScript) quoted(tokens []powershell.Token, i int, quote byte) {
	p := s.position(tokens, i)
	if p.inside = quote; p.role == psCall {
		p.role = psNowhere
	}
	s.note(tokens[i], p)
}

func (s *psScript) comment(t powershell.Token) {
	from, to := s.sk.within(t.Start, t.End)
	for i := from; i < to; i++ {
		role := psRemark
		if t.Quote == '<' {
			role = psBlock
		} else if strings.HasPrefix(strings.ToLower(t.Text), "#requires") {
			role = psNowhere
		} else if m := s.sk.marks[i]; m.start == t.Start+1 {
			role = psNowhere
		}
		s.places[i] = &psPlace{role: role, kind: s.sk.marks[i].kind}
	}
}

// word is for a word with holes in it.
func (s *psScript) word(tokens []powershell.Token, i int) {
	t := tokens[i]
	outside := s.outside(t.Text)
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
func psEnds(tokens []powershell.Token, i int) bool {
	if i+1 < len(tokens) {
		next := tokens[i+1]
		if !next.Spaced && next.Kind != powershell.TokenClose && next.Kind != powershell.TokenBreak && !psIs(next, ",") && !psIs(next, "|") {
			return false
		}
	}
	if i == 0 {
		return true
	}
	before := tokens[i-1]
	return tokens[i].Spaced || before.Kind == powershell.TokenOpen || before.Kind == powershell.TokenBreak || psIs(before, ",") || psIs(before, "=")
}
