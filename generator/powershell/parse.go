package powershell

import "strings"

// Parse makes the tree of a script. An error is of type *Error.
func Parse(text string) (script *Script, err error) {
	if err := plain(text); err != nil {
		return nil, err
	}
	tokens, err := lex(text, true)
	if err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			wrong, ours := r.(*Error)
			if !ours {
				panic(r)
			}
			script, err = nil, wrong
		}
	}()
	p := newParser(text, tokens, len(text), 0)
	script = &Script{Text: text, Comments: comments(tokens, nil)}
	p.body(&script.Block)
	script.Span = Span{0, len(text)}
	return script, nil
}

// plain refuses bytes that are not the same text everywhere: Windows PowerShell
// reads a file without a byte order mark in the code page of the machine, and
// takes some quotes beyond ASCII for quotes.
func plain(text string) error {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x80:
			return errorAt(i, "the byte %#x, which Windows PowerShell 5.1 reads in the code page of the machine; write ASCII", c)
		case c == '\r':
			return errorAt(i, "a carriage return; end lines with a line feed alone")
		case c < ' ' && c != '\n' && c != '\t' || c == 0x7f:
			return errorAt(i, "the control character %#x", c)
		}
	}
	return nil
}

// comments lists those of tokens, in their order.
func comments(tokens []Token, all []Token) []Token {
	for _, t := range tokens {
		if t.Kind == TokenComment {
			all = append(all, t)
		}
		all = comments(t.Parts, all)
	}
	return all
}

// A parser walks over tokens by recursive descent; where it cannot go on it
// panics with an *Error, which Parse returns.
type parser struct {
	text    string
	tokens  []Token
	next    int   // index of the token behind tok
	tok     Token // the one to look at; its Kind is tokenEnd behind the last
	rest    Token // what split left of a word, if its Text is not ""
	end     int   // offset of the end of the tokens
	last    int   // offset of the end of the token before tok
	depth   int   // how deep nodes are nested
	noComma bool  // a comma ends an expression, as among the arguments of a method
}

// tokenEnd is behind the last token.
const tokenEnd Kind = 0

// maxDepth keeps hostile texts from exhausting the stack; ours reach 20.
const maxDepth = 250

func newParser(text string, tokens []Token, end, depth int) *parser {
	p := &parser{text: text, tokens: tokens, end: end, depth: depth}
	p.advance()
	return p
}

// advance goes to the next token that is no comment.
func (p *parser) advance() {
	before := p.tok
	p.last = before.End
	if p.rest.Text != "" {
		p.tok, p.rest = p.rest, Token{}
		return
	}
	p.tok = p.peek()
	for p.next < len(p.tokens) && p.tokens[p.next].Kind == TokenComment {
		if t := p.tokens[p.next]; !t.Spaced && p.next > 0 && strings.IndexByte("wsdv", byte(p.tokens[p.next-1].Kind)) >= 0 {
			p.fail(t.Start, "a # directly behind a word, which may be a part of it; put a blank between them")
		}
		p.next++
	}
	p.next++
}

// peek is the token behind tok.
func (p *parser) peek() Token {
	if p.rest.Text != "" {
		return p.rest
	}
	for i := p.next; i < len(p.tokens); i++ {
		if t := p.tokens[i]; t.Kind != TokenComment {
			t.Spaced = t.Spaced || i > p.next
			return t
		}
	}
	return Token{Start: p.end, End: p.end, Spaced: true}
}

// split makes two tokens of the word at hand, the first n bytes long.
func (p *parser) split(n int) {
	if n == len(p.tok.Text) {
		return
	}
	p.rest = p.tok
	p.rest.Start, p.rest.Text, p.rest.Spaced = p.tok.Start+n, p.tok.Text[n:], false
	p.tok.End, p.tok.Text = p.tok.Start+n, p.tok.Text[:n]
}

func (p *parser) fail(offset int, format string, args ...any) {
	panic(errorAt(offset, format, args...))
}

// unexpected fails at the token at hand, and says what it would be elsewhere.
func (p *parser) unexpected() {
	t := p.tok
	word := t.Text
	if after := p.peek(); t.Kind == TokenWord && !after.Spaced && after.Text == t.Text {
		word += after.Text
	}
	switch instead, isNew := newer[word]; {
	case t.Kind == tokenEnd:
		p.fail(t.Start, "the text ends in the middle of a statement")
	case t.Kind == TokenWord && isNew:
		p.fail(t.Start, "%s is an operator of PowerShell 7 only; write %s", word, instead)
	case p.is("<"):
		p.fail(t.Start, "< is reserved; use Get-Content FILE |")
	case p.is(">"):
		p.fail(t.Start, "> writes a file here; to compare write -gt, to write a file use a command")
	case p.is("&"):
		p.fail(t.Start, "& in the background is of PowerShell 7 only; use Start-Job")
	case p.is("|"):
		p.fail(t.Start, "a | without a command before it; PowerShell 7 alone lets a line begin with it")
	case t.Kind == TokenBreak:
		p.fail(t.Start, "the line ends in the middle of a statement")
	}
	p.fail(t.Start, "%s cannot stand here", p.text[t.Start:min(t.End, t.Start+40)])
}

// is says whether the token at hand is a word or a bracket with this text.
func (p *parser) is(text string) bool { return isToken(p.text, p.tok, text) }

func isToken(all string, t Token, text string) bool {
	switch t.Kind {
	case TokenWord:
		return t.Text == text && all[t.Start] != '`'
	case TokenOpen, TokenClose:
		return t.Text == text
	}
	return false
}

// keyword is the word at hand in lower case, "" if it is none or has a backtick.
func (p *parser) keyword() string { return wordOf(p.text, p.tok) }

func wordOf(all string, t Token) string {
	if t.Kind != TokenWord || all[t.Start] == '`' {
		return ""
	}
	return strings.ToLower(t.Text)
}

// expect takes a token with this text.
func (p *parser) expect(text string) {
	if !p.is(text) {
		if p.tok.Kind == tokenEnd {
			p.unexpected()
		}
		p.fail(p.tok.Start, "a %s is missing before %q", text, strings.TrimSpace(p.text[p.tok.Start:min(p.tok.End, p.tok.Start+40)]))
	}
	p.advance()
}

// lines skips line ends, breaks also semicolons.
func (p *parser) lines() {
	for p.tok.Kind == TokenBreak && p.tok.Text == "\n" {
		p.advance()
	}
}

func (p *parser) breaks() {
	for p.tok.Kind == TokenBreak {
		p.advance()
	}
}

// continues says whether the next word, on this line or a later one, is one of
// these, and goes there.
func (p *parser) continues(words ...string) bool {
	t, i := p.tok, p.next
	for (t.Kind == TokenBreak && t.Text == "\n" || t.Kind == TokenComment) && i < len(p.tokens) {
		t = p.tokens[i]
		i++
	}
	for _, w := range words {
		if wordOf(p.text, t) == w {
			p.lines()
			return true
		}
	}
	return false
}

// ends says whether nothing of a statement can follow.
func (p *parser) ends() bool {
	return p.tok.Kind == tokenEnd || p.tok.Kind == TokenBreak || p.tok.Kind == TokenClose
}

// from is the place from start to the last token taken.
func (p *parser) from(start int) Span { return Span{start, p.last} }

// enter counts how deep nodes are nested; the caller defers what it returns.
func (p *parser) enter() func() {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.tok.Start, "more than %d things in one another", maxDepth)
	}
	return func() { p.depth-- }
}

// inBrackets makes commas what they are in brackets; the caller defers what it
// returns.
func (p *parser) inBrackets() func() {
	before := p.noComma
	p.noComma = false
	return func() { p.noComma = before }
}
