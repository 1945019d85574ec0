package ruby

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a string between quotes.
func (l *lexer) quoted(space bool) {
	quote := l.at(0)
	t := l.add(String, l.pos+1, "", space)
	n := len(l.tokens) - 1
	s := &Text{Quote: quote, Start: l.pos}
	t.Str = s
	l.content(s, len(l.text), quote == '"')
	s.done()
	if l.at(0) != quote {
		l.fail(t.Start, "a string without its end")
	}
	s.End = l.pos
	l.pos++
	l.tokens[n].End = l.pos
	if len(l.here) > 0 && strings.Contains(l.text[s.Start:s.End], "\n") {
		l.fail(t.Start, "a string of several lines between << and the text of the here-document")
	}
}

// content reads text up to limit, or up to the quote that ends it.
func (l *lexer) content(s *Text, limit int, expands bool) {
	for l.pos < limit {
		c := l.text[l.pos]
		switch {
		case c == s.Quote && (c == '"' || c == '\'') || c == ']' && s.Quote == 'W':
			return
		case (c == '[' || c == '\\') && s.Quote == 'W':
			l.fail(l.pos, "a %%W[ ] with brackets or backslashes in it")
		case c == '\\' && s.Quote == '\'':
			if n := l.at(1); n == '\\' || n == '\'' {
				l.pos++
			}
			s.text(l.text[l.pos:l.pos+1], l.pos)
			l.pos++
		case c == '\\' && expands:
			at := l.pos
			s.text(l.escape(), at)
		case c == '#' && expands && l.at(1) == '{':
			l.expansion(s, limit)
		case c == '#' && expands && (l.at(1) == '$' || l.at(1) == '@'):
			l.fail(l.pos, "a variable in a string without #{ }")
		case c == 0 || c == '\r':
			l.fail(l.pos, "a control character")
		default:
			end := l.pos + 1
			for end < limit && strings.IndexByte("\\#\"'[]\x00\r", l.text[end]) < 0 {
				end++
			}
			s.text(l.text[l.pos:end], l.pos)
			l.pos = end
		}
	}
}

// text adds decoded text, which done makes the text of a part.
func (s *Text) text(text string, at int) {
	if n := len(s.Parts); n == 0 || s.Parts[n-1].Tokens != nil {
		s.Parts = append(s.Parts, Part{Start: at})
	}
	s.pending = append(s.pending, text...)
}

// done ends the part that text added to.
func (s *Text) done() {
	if n := len(s.Parts); n > 0 && s.Parts[n-1].Tokens == nil {
		s.Parts[n-1].Text, s.pending = string(s.pending), nil
	}
}

// expansion reads #{ }.
func (l *lexer) expansion(s *Text, limit int) {
	if l.depth++; l.depth > 20 {
		l.fail(l.pos, "strings inside strings, too deep")
	}
	s.done()
	inner := &lexer{text: l.text[:limit], pos: l.pos + 2, inside: true, depth: l.depth, hole: l.hole}
	inner.run()
	if len(inner.here) > 0 {
		l.fail(l.pos, "a here-document inside #{ }")
	}
	s.Parts = append(s.Parts, Part{Tokens: inner.tokens, Start: l.pos})
	l.pos = inner.pos + 1
	l.depth--
}

var escapes = map[byte]string{'n': "\n", 't': "\t", 's': " ", 'r': "\r", 'e': "\x1b", 'a': "\a", 'b': "\b", 'f': "\f", 'v': "\v"}

// escape reads a backslash and what it stands for.
func (l *lexer) escape() string {
	at := l.pos
	if at+1 >= len(l.text) {
		l.fail(at, "a backslash at the end")
	}
	c := l.text[at+1]
	l.pos += 2
	switch {
	case escapes[c] != "":
		return escapes[c]
	case c == 'u':
		return l.codePoint(at)
	case c == '\n' || c == '\r' || strings.IndexByte("01234567xcCM", c) >= 0 || c >= utf8.RuneSelf:
		l.fail(at, "an escape that formulae do not need")
	}
	return string(c)
}

// codePoint reads what follows \u: four digits, or up to six in braces.
func (l *lexer) codePoint(at int) string {
	digits := ""
	if l.at(0) == '{' {
		end := strings.IndexByte(l.text[l.pos:], '}')
		if end < 2 || end > 7 {
			l.fail(at, "an odd \\u{ }")
		}
		digits = l.text[l.pos+1 : l.pos+end]
		l.pos += end + 1
	} else if l.pos+4 <= len(l.text) {
		digits = l.text[l.pos : l.pos+4]
		l.pos += 4
	}
	n, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		l.fail(at, "an odd \\u")
	}
	return string(rune(n))
}

// heredoc reads <<~EOS or <<~'EOS'; its text is read at the end of the line.
func (l *lexer) heredoc(space bool) {
	p := l.prev()
	if !l.has("<<~") || p.value() && !(p.Kind == Ident && space) || l.inside {
		l.fail(l.pos, "a << that begins no here-document of the form <<~EOS")
	}
	from := l.pos + 3
	raw := from < len(l.text) && l.text[from] == '\''
	if raw {
		from++
	}
	end := from
	for end < len(l.text) && (letter(l.text[end]) || '0' <= l.text[end] && l.text[end] <= '9') {
		end++
	}
	s := &Text{Quote: 'h', ID: l.text[from:end]}
	if s.ID == "" || s.ID[0] < 'A' || s.ID[0] > 'Z' || raw && (end == len(l.text) || l.text[end] != '\'') {
		l.fail(l.pos, "a here-document that does not end in a word of capital letters")
	}
	if raw {
		s.Quote = 'r'
		end++
	}
	l.add(String, end, "", space).Str = s
	l.here = append(l.here, s)
}

// body reads the text of a here-document, which takes away the blanks that all
// its lines begin with.
func (l *lexer) body(s *Text) {
	s.Start = l.pos
	var lines []Comment
	indent := -1
	for at := l.pos; ; {
		if at >= len(l.text) {
			l.fail(s.Start, "the here-document %s without its end", s.ID)
		}
		end := lineEnd(l.text, at)
		line := l.text[at:end]
		if strings.TrimLeft(line, " \t\v\f\r") == s.ID {
			s.End = at
			l.pos = min(end+1, len(l.text))
			break
		}
		text := strings.TrimLeft(line, " ")
		switch {
		case text == "" && line != "":
			l.fail(at, "a line of blanks in a here-document, which versions of Ruby read in different ways")
		case strings.HasPrefix(text, "\t"):
			l.fail(at, "a tab at the start of a line of a here-document")
		case line != "" && (indent < 0 || len(line)-len(text) < indent):
			indent = len(line) - len(text)
		}
		lines = append(lines, Comment{at, end})
		at = end + 1
	}
	end := l.pos
	for _, line := range lines {
		if l.pos = line.Start; line.End > line.Start {
			l.pos += max(indent, 0)
		}
		l.content(s, line.End, s.Quote == 'h')
		if l.pos != line.End {
			l.fail(line.Start, "a backslash at the end of a line of a here-document")
		}
		s.text("\n", line.End)
	}
	s.done()
	l.pos = end
}

// expanded reads %W[a #{b}].
func (l *lexer) expanded(space bool) {
	n := len(l.tokens)
	s := &Text{Quote: 'W', Start: l.pos + 3}
	l.add(Words, l.pos+3, "", space).Str = s
	l.content(s, len(l.text), true)
	s.done()
	if l.at(0) != ']' || len(l.here) > 0 && strings.Contains(l.text[s.Start:l.pos], "\n") {
		l.fail(s.Start, "a %%W[ ] without its end, or behind <<")
	}
	s.End = l.pos
	l.pos++
	l.tokens[n].End = l.pos
}

// list reads %w[a b].
func (l *lexer) list(space bool) {
	if l.has("%W[") {
		l.expanded(space)
		return
	}
	end := strings.IndexByte(l.text[l.pos:], ']')
	if l.has("%x") {
		l.fail(l.pos, "a command in %%x, which a shell takes apart; write Utils.safe_popen_read with an argument for each word")
	}
	if !l.has("%w[") || end < 0 {
		l.fail(l.pos, "a %% literal other than %%w[ ] and %%W[ ]")
	}
	text := l.text[l.pos+3 : l.pos+end]
	if strings.ContainsAny(text, "[\\\r\x00\v\f") || len(l.here) > 0 && strings.Contains(text, "\n") {
		l.fail(l.pos, "a %%w[ ] with brackets or backslashes in it")
	}
	l.add(Words, l.pos+end+1, text, space)
}

// regexp reads a regular expression, which stays as it is written.
func (l *lexer) regexp(space bool) {
	from := l.pos
	at := from + 1
	for ; at < len(l.text) && l.text[at] != '/'; at++ {
		switch c := l.text[at]; {
		case c == '\\':
			at++
		case c == '\n' || c == '#' && at+1 < len(l.text) && strings.IndexByte("{$@", l.text[at+1]) >= 0:
			l.fail(from, "a regular expression with a line end or an expansion")
		}
	}
	if at >= len(l.text) {
		l.fail(from, "a regular expression without its end")
	}
	p := &pattern{l: l, at: from + 1, end: at}
	if p.alternatives(); p.at < p.end {
		p.fail("a ) too many")
	}
	for at++; at < len(l.text) && strings.IndexByte("im", l.text[at]) >= 0; {
		at++
	}
	if at < len(l.text) && (letter(l.text[at]) || '0' <= l.text[at] && l.text[at] <= '9') {
		l.fail(from, "a regular expression with other letters than i and m behind it")
	}
	l.add(Regexp, at, l.text[from:at], space)
}
