package escape

import (
	"regexp"
	"slices"
	"strings"
)

// A lexer of TOML 1.0. It does not look for keys that stand twice.

// What a tomlToken can be.
const (
	tomlHeader  = 'h' // [ or [[
	tomlKey     = 'k'
	tomlString  = 's'
	tomlLines   = 'm' // a string of several lines, with its quotes
	tomlWord    = 'w' // a number, a bool, a date
	tomlPunct   = 'p' // = , [ ] { }
	tomlComment = '#'
	tomlEnd     = 'e' // of a line that says something
)

// A tomlToken is a piece of the text with a meaning.
type tomlToken struct {
	kind       byte
	start, end int // without quotes
	quote      byte
	text       string   // decoded
	keys       []string // of a value: the keys it stands below, and plainItem for arrays
	element    bool     // of an array
}

type tomlReader struct {
	plainReader
	tokens []tomlToken
	table  []string // of the last header
	keys   []string // below it
	depth  int
}

func readTOML(text string) (tokens []tomlToken, err error) {
	defer plainCatch(&err)
	r := &tomlReader{plainReader: plainReader{text: text}}
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
			r.fail(i, "a control character")
		}
	}
	if i := strings.Index(text, "\ufeff"); i == 0 {
		r.fail(0, "a byte order mark")
	}
	for r.pos < len(text) {
		r.line()
	}
	return r.tokens, nil
}

func (r *tomlReader) add(t tomlToken) {
	if t.kind == tomlString || t.kind == tomlLines || t.kind == tomlWord {
		t.keys = slices.Concat(r.table, r.keys)
	}
	r.tokens = append(r.tokens, t)
}

// punct reads one of the fixed characters.
func (r *tomlReader) punct(kind byte, text string) {
	if !r.has(text) {
		r.fail(r.pos, "%s is missing", text)
	}
	r.pos += len(text)
	r.add(tomlToken{kind: kind, text: text})
}

func (r *tomlReader) line() {
	r.skip(" \t")
	switch c := r.at(0); {
	case r.pos >= len(r.text) || c == '\n' || c == '#':
		r.rest(false)
		return
	case r.has("[["):
		r.header("[[", "]]")
	case c == '[':
		r.header("[", "]")
	default:
		r.pair()
	}
	r.rest(true)
}

// rest reads a comment and the line end.
func (r *tomlReader) rest(said bool) {
	r.blank()
	if r.pos < len(r.text) && r.at(0) != '\n' {
		r.fail(r.pos, "text behind a value")
	}
	if r.pos++; said {
		r.add(tomlToken{kind: tomlEnd})
	}
}

// blank goes past blanks and a comment.
func (r *tomlReader) blank() {
	if r.skip(" \t"); r.at(0) == '#' {
		from, to := r.until("\n")
		r.add(tomlToken{kind: tomlComment, start: from, end: to, text: r.text[from:to]})
	}
}

func (r *tomlReader) header(open, shut string) {
	r.punct(tomlHeader, open)
	if r.table = r.path(); open == "[[" {
		r.table = append(r.table, plainItem)
	}
	r.punct(tomlPunct, shut)
}

// path reads a key: a.b."c".
func (r *tomlReader) path() []string {
	var path []string
	for {
		r.skip(" \t")
		from := r.pos
		var t tomlToken
		if c := r.at(0); c == '"' || c == '\'' {
			t = r.quoted()
		} else {
			for r.pos < len(r.text) && (letterOrDigit(rune(r.at(0))) || r.at(0) == '-' || r.at(0) == '_') {
				r.pos++
			}
			t = tomlToken{start: from, end: r.pos, text: r.text[from:r.pos]}
			if t.text == "" {
				r.fail(from, "a key is missing")
			}
		}
		if t.kind = tomlKey; len(path) == 50 {
			r.fail(from, "a key of too many parts")
		}
		r.add(t)
		path = append(path, t.text)
		if r.skip(" \t"); r.at(0) != '.' {
			return path
		}
		r.pos++
	}
}

// pair reads KEY = VALUE.
func (r *tomlReader) pair() {
	outer := r.keys
	r.keys = slices.Concat(outer, r.path())
	r.punct(tomlPunct, "=")
	r.skip(" \t")
	r.value(false)
	r.keys = outer
}

func (r *tomlReader) value(element bool) {
	n := len(r.tokens)
	switch c := r.at(0); {
	case r.has(`"""`) || r.has("'''"):
		r.lines()
	case c == '"' || c == '\'':
		r.add(r.quoted())
	case c == '[':
		r.array()
		return
	case c == '{':
		r.inline()
		return
	default:
		r.word()
	}
	r.tokens[n].element = element
}

// tomlWords matches the values that are no strings.
var tomlWords = regexp.MustCompile(`^(?:true|false|[+-]?(?:inf|nan)` +
	`|[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?` +
	`|0x[0-9a-fA-F](?:_?[0-9a-fA-F])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*` +
	`|\d{4}-\d\d-\d\d(?:[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)?)?|\d\d:\d\d:\d\d(?:\.\d+)?)$`)

// word reads a number, a bool, a date, or a sentinel.
func (r *tomlReader) word() {
	from, to := r.until(" \t\n,]}#")
	text := r.text[from:to]
	_, sentinel := plainSentinel(text)
	if !sentinel && !tomlWords.MatchString(text) {
		r.fail(from, "a value is missing; text stands between quotes")
	}
	r.add(tomlToken{kind: tomlWord, start: from, end: to, text: text})
}

func (r *tomlReader) nest() {
	if r.depth++; r.depth > 50 {
		r.fail(r.pos, "too many brackets inside each other")
	}
}

// array reads [ ], which can have several lines.
func (r *tomlReader) array() {
	r.nest()
	r.punct(tomlPunct, "[")
	gap := func() {
		for r.blank(); r.at(0) == '\n'; r.blank() {
			r.pos++
		}
	}
	r.keys = append(r.keys[:len(r.keys):len(r.keys)], plainItem)
	for gap(); r.at(0) != ']'; gap() {
		r.value(true)
		if gap(); r.at(0) != ']' {
			r.punct(tomlPunct, ",")
		}
	}
	r.punct(tomlPunct, "]")
	r.keys = r.keys[:len(r.keys)-1]
	r.depth--
}

// inline reads { }, which has one line.
func (r *tomlReader) inline() {
	r.nest()
	r.punct(tomlPunct, "{")
	r.skip(" \t")
	for more := r.at(0) != '}'; more; {
		r.pair()
		r.skip(" \t")
		if more = r.at(0) == ','; more {
			r.punct(tomlPunct, ",")
		}
	}
	r.punct(tomlPunct, "}")
	r.depth--
}

// tomlEscapes are the escapes of one character.
var tomlEscapes = map[byte]string{'b': "\b", 't': "\t", 'n': "\n", 'f': "\f", 'r': "\r", '"': `"`, '\\': `\`}

// tomlHex has the escapes of a code point, with their number of digits.
var tomlHex = map[byte]int{'u': 4, 'U': 8}

// quoted reads a string of one line.
func (r *tomlReader) quoted() tomlToken {
	t := tomlToken{kind: tomlString, quote: r.at(0)}
	t.start, t.end, t.text = r.plainReader.quoted(false, tomlEscapes, tomlHex)
	return t
}

// lines reads a string of several lines. It stays as it is written: no value
// can stand in it.
func (r *tomlReader) lines() {
	start, quotes := r.pos, r.text[r.pos:r.pos+3]
	for r.pos += 3; !r.has(quotes); r.pos++ {
		if r.at(0) == '\\' && quotes[0] == '"' {
			r.pos++
			if line, _, _ := strings.Cut(r.text[min(r.pos, len(r.text)):], "\n"); strings.Trim(line, " \t") != "" {
				r.escape(tomlEscapes, tomlHex)
			}
		}
		if r.pos >= len(r.text) {
			r.fail(start, "a %s that is not closed", quotes)
		}
	}
	if r.pos += 3; r.at(0) == quotes[0] {
		r.fail(r.pos, "a quote before %s", quotes)
	}
	r.add(tomlToken{kind: tomlLines, start: start, end: r.pos, text: r.text[start:r.pos]})
}
