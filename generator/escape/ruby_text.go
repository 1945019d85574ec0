package escape

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a string between quotes.
func (l *rubyLexer) quoted(space bool) {
	quote := l.at(0)
	t := l.add(rubyString, l.pos+1, "", space)
	n := len(l.tokens) - 1
	s := &rubyText{quote: quote, start: l.pos}
	t.str = s
	l.content(s, len(l.text), quote == '"')
	s.done()
	if l.at(0) != quote {
		l.fail(t.start, "a string without its end")
	}
	s.end = l.pos
	l.pos++
	l.tokens[n].end = l.pos
	if len(l.here) > 0 && strings.Contains(l.text[s.start:s.end], "\n") {
		l.fail(t.start, "a string of several lines between << and the text of the here-document")
	}
}

// content reads text up to limit, or up to the quote that ends it.
func (l *rubyLexer) content(s *rubyText, limit int, expands bool) {
	for l.pos < limit {
		c := l.text[l.pos]
		switch {
		case c == s.quote && (c == '"' || c == '\'') || c == ']' && s.quote == 'W':
			return
		case (c == '[' || c == '\\') && s.quote == 'W':
			l.fail(l.pos, "a %%W[ ] with brackets or backslashes in it")
		case c == '\\' && s.quote == '\'':
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
func (s *rubyText) text(text string, at int) {
	if n := len(s.parts); n == 0 || s.parts[n-1].tokens != nil {
		s.parts = append(s.parts, rubyPart{start: at})
	}
	s.pending = append(s.pending, text...)
}

// done ends the part that text added to.
func (s *rubyText) done() {
	if n := len(s.parts); n > 0 && s.parts[n-1].tokens == nil {
		s.parts[n-1].text, s.pending = string(s.pending), nil
	}
}

// expansion reads #{ }.
func (l *rubyLexer) expansion(s *rubyText, limit int) {
	if l.depth++; l.depth > 20 {
		l.fail(l.pos, "strings inside strings, too deep")
	}
	s.done()
	inner := &rubyLexer{text: l.text[:limit], pos: l.pos + 2, inside: true, depth: l.depth}
	inner.run()
	if len(inner.here) > 0 {
		l.fail(l.pos, "a here-document inside #{ }")
	}
	s.parts = append(s.parts, rubyPart{tokens: inner.tokens, start: l.pos})
	l.pos = inner.pos + 1
	l.depth--
}

var rubyEscapes = map[byte]string{'n': "\n", 't': "\t", 's': " ", 'r': "\r", 'e': "\x1b", 'a': "\a", 'b': "\b", 'f': "\f", 'v': "\v"}

// escape reads a backslash and what it stands for.
func (l *rubyLexer) escape() string {
	at := l.pos
	if at+1 >= len(l.text) {
		l.fail(at, "a backslash at the end")
	}
	c := l.text[at+1]
	l.pos += 2
	switch {
	case rubyEscapes[c] != "":
		return rubyEscapes[c]
	case c == 'u':
		return l.codePoint(at)
	case c == '\n' || c == '\r' || strings.IndexByte("01234567xcCM", c) >= 0 || c >= utf8.RuneSelf:
		l.fail(at, "an escape that templates of formulae cannot use")
	}
	return string(c)
}

// codePoint reads what follows \u: four digits, or up to six in braces.
func (l *rubyLexer) codePoint(at int) string {
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
func (l *rubyLexer) heredoc(space bool) {
	p := l.prev()
	if !l.has("<<~") || p.value() && !(p.kind == rubyIdent && space) || l.inside {
		l.fail(l.pos, "a << that begins no here-document of the form <<~EOS")
	}
	from := l.pos + 3
	raw := from < len(l.text) && l.text[from] == '\''
	if raw {
		from++
	}
	end := from
	for end < len(l.text) && (rubyLetter(l.text[end]) || '0' <= l.text[end] && l.text[end] <= '9') {
		end++
	}
	s := &rubyText{quote: 'h', id: l.text[from:end]}
	if s.id == "" || s.id[0] < 'A' || s.id[0] > 'Z' || raw && (end == len(l.text) || l.text[end] != '\'') {
		l.fail(l.pos, "a here-document that does not end in a word of capital letters")
	}
	if raw {
		s.quote = 'r'
		end++
	}
	l.add(rubyString, end, "", space).str = s
	l.here = append(l.here, s)
}

// body reads the text of a here-document, which takes away the blanks that all
// its lines begin with.
func (l *rubyLexer) body(s *rubyText) {
	s.start = l.pos
	var lines []rubyRemark
	indent := -1
	for at := l.pos; ; {
		if at >= len(l.text) {
			l.fail(s.start, "the here-document %s without its end", s.id)
		}
		end := rubyLineEnd(l.text, at)
		line := l.text[at:end]
		if strings.TrimLeft(line, " \t\v\f\r") == s.id {
			s.end = at
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
		lines = append(lines, rubyRemark{at, end})
		at = end + 1
	}
	end := l.pos
	for _, line := range lines {
		if l.pos = line.start; line.end > line.start {
			l.pos += max(indent, 0)
		}
		l.content(s, line.end, s.quote == 'h')
		if l.pos != line.end {
			l.fail(line.start, "a backslash at the end of a line of a here-document")
		}
		s.text("\n", line.end)
	}
	s.done()
	l.pos = end
}

// expanded reads %W[a #{b}].
func (l *rubyLexer) expanded(space bool) {
	n := len(l.tokens)
	s := &rubyText{quote: 'W', start: l.pos + 3}
	l.add(rubyList, l.pos+3, "", space).str = s
	l.content(s, len(l.text), true)
	s.done()
	if l.at(0) != ']' || len(l.here) > 0 && strings.Contains(l.text[s.start:l.pos], "\n") {
		l.fail(s.start, "a %%W[ ] without its end, or behind <<")
	}
	s.end = l.pos
	l.pos++
	l.tokens[n].end = l.pos
}

// list reads %w[a b].
func (l *rubyLexer) list(space bool) {
	if l.has("%W[") {
		l.expanded(space)
		return
	}
	end := strings.IndexByte(l.text[l.pos:], ']')
	if !l.has("%w[") || end < 0 {
		l.fail(l.pos, "a %% literal other than %%w[ ] and %%W[ ]")
	}
	text := l.text[l.pos+3 : l.pos+end]
	if strings.ContainsAny(text, "[\\\r\x00\v\f") || len(l.here) > 0 && strings.Contains(text, "\n") {
		l.fail(l.pos, "a %%w[ ] with brackets or backslashes in it")
	}
	l.add(rubyList, l.pos+end+1, text, space)
}

// regexp reads a regular expression, which stays as it is written.
func (l *rubyLexer) regexp(space bool) {
	from := l.pos
	at := from + 1
	class, open := false, 0
	for ; at < len(l.text) && (class || l.text[at] != '/'); at++ {
		switch c := l.text[at]; {
		case c == '\\':
			at++
		case c == '\n' || c == '#' && at+1 < len(l.text) && strings.IndexByte("{$@", l.text[at+1]) >= 0:
			l.fail(from, "a regular expression with a line end or an expansion")
		case c == '/':
			l.fail(from, "a regular expression with a / in brackets")
		case c == '(' && !class:
			open++
		case c == ')' && !class:
			if open--; open < 0 {
				l.fail(from, "a regular expression with a ) too many")
			}
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
	}
	if at >= len(l.text) || open > 0 {
		l.fail(from, "a regular expression without its end")
	}
	for at++; at < len(l.text) && strings.IndexByte("imx", l.text[at]) >= 0; {
		at++
	}
	if at < len(l.text) && (rubyLetter(l.text[at]) || '0' <= l.text[at] && l.text[at] <= '9') {
		l.fail(from, "a regular expression with odd letters behind it")
	}
	l.add(rubyRegexp, at, l.text[from:at], space)
}
