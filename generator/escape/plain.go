package escape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What the plain formats (JSON, YAML, TOML, Markdown, Dockerfile) share.

// A plainReader goes through a text. Its fail stops by a panic with a
// *textError, which plainCatch catches.
type plainReader struct {
	text string
	pos  int
}

func (r *plainReader) fail(offset int, format string, args ...any) {
	panic(&textError{Offset: offset, What: fmt.Sprintf(format, args...)})
}

// quoted reads a string of one line, and goes behind it. Between single quotes
// there are no escapes, but for the quote itself where it may be doubled.
func (r *plainReader) quoted(doubled bool, escapes map[byte]string, digits map[byte]int) (start, end int, text string) {
	open, quote := r.pos, r.at(0)
	var b strings.Builder
	for r.pos++; ; r.pos++ {
		switch c := r.at(0); {
		case r.pos >= len(r.text) || c == '\n':
			r.fail(open, "a %c that is not closed on its line", quote)
		case c == quote && doubled && quote == '\'' && r.at(1) == quote:
			r.pos++
			b.WriteByte(c)
		case c == quote:
			r.pos++
			return open + 1, r.pos - 1, b.String()
		case c == '\\' && quote == '"':
			r.pos++
			b.WriteString(r.escape(escapes, digits))
		default:
			b.WriteByte(c)
		}
	}
}

// escape reads what follows a backslash: a letter of escapes, or one with so many
// hexadecimal digits. It stays on its last byte.
func (r *plainReader) escape(escapes map[byte]string, digits map[byte]int) string {
	c := r.at(0)
	if text, ok := escapes[c]; ok {
		return text
	}
	n := digits[c]
	if n == 0 || r.pos+n >= len(r.text) {
		r.fail(r.pos, "the escape \\%c", c)
	}
	point, err := strconv.ParseUint(r.text[r.pos+1:r.pos+1+n], 16, 32)
	if err != nil || point == 0 || point > utf8.MaxRune || !utf8.ValidRune(rune(point)) {
		r.fail(r.pos, "an escape of no character")
	}
	r.pos += n
	return string(rune(point))
}

func plainCatch(err *error) {
	switch e := recover().(type) {
	case nil:
	case *textError:
		*err = e
	default:
		panic(e)
	}
}

// at is the byte some places ahead, 0 behind the end.
func (r *plainReader) at(ahead int) byte {
	if r.pos+ahead < len(r.text) {
		return r.text[r.pos+ahead]
	}
	return 0
}

func (r *plainReader) has(s string) bool { return strings.HasPrefix(r.text[r.pos:], s) }

// skip goes past all bytes of a set.
func (r *plainReader) skip(set string) {
	for r.pos < len(r.text) && strings.IndexByte(set, r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// until goes to the next byte of a set, or to the end.
func (r *plainReader) until(set string) (from, to int) {
	from = r.pos
	for r.pos < len(r.text) && strings.IndexByte(set, r.text[r.pos]) < 0 {
		r.pos++
	}
	return from, r.pos
}

// plainSentinel says whether a word is a sentinel, and of which kind. It needs
// no skeleton, so that a canon can treat the word as what will stand there.
func plainSentinel(word string) (kind, bool) {
	if len(word) != sentinelLength || word[:2] != "Gs" || word[2] < 'a' || word[2] > 'z' || word[sentinelLength-1] != 'Z' {
		return 0, false
	}
	if strings.Trim(word[4:sentinelLength-1], "0123456789") != "" {
		return 0, false
	}
	k := kind(word[3])
	return k, slices.Contains([]kind{kindText, kindNumber, kindTrusted, kindWords, kindCode}, k)
}

// plainNumber says whether a word is a Go integer or bool as it is written
// without quotes.
func plainNumber(word string) bool {
	if word == "true" || word == "false" {
		return true
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return strconv.FormatInt(n, 10) == word
	}
	n, err := strconv.ParseUint(word, 10, 64)
	return err == nil && strconv.FormatUint(n, 10) == word
}

// A plainBraces is how an expression begins and ends.
type plainBraces struct{ open, shut string }

// Expressions stand in the strings of YAML, TOML and JSON files whose readers
// expand templates: GitHub's workflows (${{ }}), GitLab's and Azure's ($[[ ]] and
// $[ ]), Ansible, mise; in JSON also ${ } of editors and dev containers.
var (
	plainExpressions = []plainBraces{{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}, {"$[", "]"}}
	jsonExpressions  = append(slices.Clone(plainExpressions), plainBraces{"${", "}"})
)

// plainEdge says whether a value, with the characters around it, begins an
// expression.
func plainEdge(braces []plainBraces, before, value, after string) bool {
	text := before[max(0, len(before)-1):] + value + after[:min(1, len(after))]
	return plainTemplates(braces, text) != ""
}

// plainInside says whether an expression that begins in a text goes on behind
// it.
func plainInside(braces []plainBraces, before string) bool {
	return slices.ContainsFunc(braces, func(b plainBraces) bool {
		open := strings.LastIndex(before, b.open)
		return open >= 0 && !strings.Contains(before[open:], b.shut)
	})
}

// plainTemplates is what the expressions of a text add to its canon: how many
// begin in it, so that two values which only together begin one show.
func plainTemplates(braces []plainBraces, text string) string {
	n := 0
	for _, b := range braces {
		n += strings.Count(text, b.open)
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("\x00T%d", n)
}
