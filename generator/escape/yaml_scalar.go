package escape

import (
	"strings"
)

func (r *yamlReader) value() {
	switch c := r.at(0); {
	case c == '"' || c == '\'':
		r.add(r.quoted())
	case c == '[' || c == '{':
		r.collection()
	case c == '|' || c == '>':
		r.block()
	default:
		r.plain("")
	}
}

// plain reads a scalar without quotes; those of a flow collection end at more.
func (r *yamlReader) plain(more string) {
	from := r.pos
	c := r.at(0)
	if strings.IndexByte("[]{},#&*!|>'\"%@`:", c) >= 0 || strings.IndexByte("-?", c) >= 0 && strings.IndexByte(" \n\x00"+more, r.at(1)) >= 0 {
		r.fail(from, "%q cannot begin a value here", string(c))
	}
	for r.pos < len(r.text) && r.at(0) != '\n' && strings.IndexByte(more, r.at(0)) < 0 && !r.comment() {
		if r.at(0) == ':' && (strings.IndexByte(" \n\x00", r.at(1)) >= 0 || more != "" && strings.IndexByte(more, r.at(1)) >= 0) {
			if more != "" {
				break
			}
			r.fail(r.pos, "a key inside a value; write the value between quotes")
		}
		r.pos++
	}
	text := strings.TrimRight(r.text[from:r.pos], " ")
	if strings.Contains(text, "\t") || text == "" {
		r.fail(from, "a tab in a value without quotes, or none")
	}
	r.pos = from + len(text)
	r.add(yamlToken{kind: yamlScalar, start: from, end: r.pos, text: text})
}

// yamlEscapes are the escapes of one character in double quotes.
var yamlEscapes = map[byte]string{
	'a': "\a", 'b': "\b", 't': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b", ' ': " ", '"': `"`, '/': "/", '\\': `\`,
	'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029",
}

// yamlHex has the escapes of a code point, with their number of digits.
var yamlHex = map[byte]int{'x': 2, 'u': 4, 'U': 8}

// quoted reads a scalar between quotes.
func (r *yamlReader) quoted() yamlToken {
	t := yamlToken{kind: yamlScalar, quote: r.at(0)}
	t.start, t.end, t.text = r.plainReader.quoted(true, yamlEscapes, yamlHex)
	return t
}

// collection reads [ ] or { }, which must end on its line.
func (r *yamlReader) collection() {
	open := r.at(0)
	end := open + 2
	if r.depth++; r.depth > 50 {
		r.fail(r.pos, "too many brackets inside each other")
	}
	r.bracket()
	for r.gap(); r.at(0) != end; r.gap() {
		n := len(r.tokens)
		if open == '{' {
			r.pair()
		} else {
			r.flow = append(r.flow, plainItem)
			r.item()
			r.flow = r.flow[:len(r.flow)-1]
			r.tokens[n].element = true
		}
		if r.gap(); r.at(0) == ',' {
			r.bracket()
		} else if r.at(0) != end {
			r.fail(r.pos, "a , or %c is missing", end)
		}
	}
	r.bracket()
	r.depth--
	r.pending = false
}

func (r *yamlReader) bracket() {
	r.add(yamlToken{kind: yamlFlow, text: string(r.at(0))})
	r.pos++
}

// gap goes past the blanks inside brackets.
func (r *yamlReader) gap() {
	if r.skip(" "); r.pos >= len(r.text) || strings.IndexByte("\n\t", r.at(0)) >= 0 || r.comment() {
		r.fail(r.pos, "brackets that are not closed on their line")
	}
}

func (r *yamlReader) item() {
	switch c := r.at(0); {
	case c == '"' || c == '\'':
		r.add(r.quoted())
	case c == '[' || c == '{':
		r.collection()
	default:
		r.plain(",[]{}")
	}
}

// pair reads a key and its value inside { }.
func (r *yamlReader) pair() {
	var t yamlToken
	if c := r.at(0); c == '"' || c == '\'' {
		t = r.quoted()
	} else {
		r.plain(",[]{}")
		t = r.tokens[len(r.tokens)-1]
		r.tokens = r.tokens[:len(r.tokens)-1]
	}
	t.kind = yamlKey
	r.add(t)
	if r.gap(); r.at(0) != ':' || strings.IndexByte(" ", r.at(1)) < 0 {
		r.fail(r.pos, "a : and a blank are missing behind a key")
	}
	r.pos++
	r.gap()
	r.flow = append(r.flow, t.text)
	r.item()
	r.flow = r.flow[:len(r.flow)-1]
}

// block reads a block scalar: its header, and all lines that are deeper than
// the entry it belongs to.
func (r *yamlReader) block() {
	start, parent := r.pos, -1
	if n := len(r.levels); n > 0 {
		parent = r.levels[n-1].col
	}
	r.pos++
	if r.at(0) == '-' || r.at(0) == '+' {
		r.pos++
	}
	header := r.text[start:r.pos]
	if r.ended(); r.pos < len(r.text) && r.at(0) != '\n' {
		r.fail(r.pos, "something behind the | or > of a block")
	}
	from := min(r.pos+1, len(r.text))
	end := from
	for end < len(r.text) {
		line, _, _ := strings.Cut(r.text[end:], "\n")
		text := strings.TrimLeft(line, " ")
		if text != "" && len(line)-len(text) <= parent {
			break
		}
		end = min(end+len(line)+1, len(r.text))
	}
	r.pos = end
	r.add(yamlToken{kind: yamlBlock, start: from, end: end, text: header + r.text[from:end]})
	if end > 0 && r.text[end-1] == '\n' {
		r.pos-- // the line end is the caller's
	}
}
