package escape

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const markPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

var (
	markEntity   = regexp.MustCompile(`^&(?:[A-Za-z][A-Za-z0-9]*|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});`)
	markTag      = regexp.MustCompile(`^</?(?:a|b|br|code|details|em|i|img|kbd|p|strong|sub|summary|sup)(?:[ /][^<>]*)?>`)
	markLink     = regexp.MustCompile(`^\]\([ \t]*(?:<([^<>\\]*)>|([^ \t<>()\\]*))[ \t]*("[^"\\]*")?[ \t]*\)`)
	markAutoText = regexp.MustCompile(`(?i)(?:https?|ftp)://|www\.|mailto:|xmpp:|[a-z0-9._+-]@[a-z0-9]`)
)

// inline reads the text of a line up to its end.
func (r *markReader) inline(end int) {
	line, first := r.text[r.block:end], len(r.tokens)
	for r.pos < end {
		rest := r.text[r.pos:end]
		switch c := rest[0]; {
		case c == '\\' && len(rest) > 1 && strings.IndexByte(markPunctuation, rest[1]) >= 0:
			r.add(markText, r.pos+2, rest[1:2])
		case c == '`':
			r.codeSpan(end)
		case c == '&' && markEntity.MatchString(rest):
			r.entity(markEntity.FindString(rest))
		case c == '<':
			r.angle(rest)
		case c == ']' && strings.HasPrefix(rest, "]("):
			r.link(rest)
		case c == '*' || c == '_' || c == '~':
			run := rest[:len(rest)-len(strings.TrimLeft(rest, string(c)))]
			before, _ := utf8.DecodeLastRuneInString(line[:len(line)-len(rest)])
			after, _ := utf8.DecodeRuneInString(rest[len(run):])
			r.add(markSyntax, r.pos+len(run), run+markClass(before)+markClass(after))
		case c == '[' || c == ']' || c == '|' || c == '!' && strings.HasPrefix(rest, "!["):
			r.add(markSyntax, r.pos+1, string(c))
		default:
			_, size := utf8.DecodeRuneInString(rest)
			r.add(markText, r.pos+size, rest[:size])
		}
	}
	r.autolinks(r.tokens[first:])
}

// autolinks counts the words that GitHub makes a link of, with the backslashes
// in them: its reader does not know that they are escapes.
func (r *markReader) autolinks(tokens []markToken) {
	var b strings.Builder
	for _, t := range tokens {
		if t.kind == markText || t.kind == markSyntax {
			b.WriteString(r.text[t.start:t.end])
		} else {
			b.WriteByte(' ')
		}
	}
	if n := len(markAutoText.FindAllString(b.String(), -1)); n > 0 {
		r.add(markSyntax, r.pos, "link"+strconv.Itoa(n))
	}
}

// markClass is what CommonMark tells the characters beside * and _ by.
func markClass(c rune) string {
	switch {
	case c == utf8.RuneError || unicode.IsSpace(c):
		return " "
	case unicode.IsPunct(c) || unicode.IsSymbol(c):
		return "."
	}
	return "x"
}

// codeSpan reads what stands between backticks.
func (r *markReader) codeSpan(end int) {
	rest := r.text[r.pos:end]
	run := rest[:len(rest)-len(strings.TrimLeft(rest, "`"))]
	for at := len(run); at < len(rest); {
		i := strings.IndexByte(rest[at:], '`')
		if i < 0 {
			break
		}
		close := rest[at+i:]
		size := len(close) - len(strings.TrimLeft(close, "`"))
		if size == len(run) {
			r.add(markSyntax, r.pos+len(run), run)
			r.add(markCode, r.pos+at+i-len(run), rest[len(run):at+i])
			r.add(markSyntax, r.pos+size, run)
			return
		}
		at += i + size
	}
	r.fail(r.pos, "backticks that are not closed on their line; write \\` for one that means itself")
}

// entity reads &#32; and the like; by name, they stay as they are.
func (r *markReader) entity(text string) {
	digits, base := text[1:len(text)-1], 10
	switch {
	case strings.HasPrefix(digits, "#x") || strings.HasPrefix(digits, "#X"):
		digits, base = digits[2:], 16
	case digits[0] == '#':
		digits = digits[1:]
	default:
		r.add(markSyntax, r.pos+len(text), text)
		return
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		r.fail(r.pos, "an entity of no character")
	}
	r.add(markText, r.pos+len(text), string(rune(n)))
}

// angle reads a tag or an autolink, or a < that means itself.
func (r *markReader) angle(rest string) {
	if text := markAutolink.FindString(rest); text != "" {
		r.add(markOther, r.pos+len(text), text)
		return
	}
	if text := markTag.FindString(rest); text != "" {
		r.add(markHTML, r.pos+len(text), text)
		return
	}
	if len(rest) > 1 && (letterOrDigit(rune(rest[1])) || strings.IndexByte("/!?", rest[1]) >= 0) {
		r.fail(r.pos, "a tag that is not one of the harmless ones, or not closed on its line")
	}
	r.add(markText, r.pos+1, "<")
}

// link reads the destination of one.
func (r *markReader) link(rest string) {
	m := markLink.FindStringSubmatchIndex(rest)
	if m == nil {
		r.fail(r.pos, "a link of an unusual form, or not closed on its line")
	}
	at := r.pos
	if m[2] >= 0 {
		r.add(markSyntax, at+m[2], "](<")
		r.add(markURL, at+m[3], rest[m[2]:m[3]])
		r.add(markSyntax, at+m[3]+1, ">")
	} else {
		r.add(markSyntax, at+m[4], "](")
		r.add(markOther, at+m[5], rest[m[4]:m[5]])
	}
	r.add(markOther, at+m[1], rest[r.pos-at:m[1]])
}
