package escape

import (
	"regexp"
	"strconv"
	"strings"
)

// The part of YAML that configuration files are written in, read strictly:
// blocks by indentation with blanks, plain and quoted scalars of one line, flow
// collections of one line, block scalars, comments. What readers of YAML 1.1
// and 1.2 take for different things is an error.

// What a yamlToken can be.
const (
	yamlIndent   = 'i' // the start of an entry; text is its column
	yamlDash     = '-' // of a block sequence
	yamlKey      = 'k'
	yamlScalar   = 'v'
	yamlBlock    = '|' // a block scalar, with its header
	yamlProperty = '&' // an anchor, an alias or a tag
	yamlFlow     = '[' // a bracket or comma
	yamlComment  = '#'
	yamlDocument = 'd' // ---
)

// A yamlToken is a piece of the text with a meaning.
type yamlToken struct {
	kind       byte
	start, end int // without quotes
	quote      byte
	text       string   // decoded
	keys       []string // of a scalar, block or property: the keys it stands below, and plainItem for lists
	element    bool     // of a flow sequence
}

// A yamlLevel is an entry that deeper lines belong to.
type yamlLevel struct {
	col  int
	key  string // "" for a dash
	dash bool
}

type yamlReader struct {
	plainReader
	tokens  []yamlToken
	levels  []yamlLevel
	flow    []string // keys of the flow mappings around, and plainItem for sequences
	pending bool     // a key, dash or document waits for its value on a further line
	depth   int
}

func readYAML(text string) (tokens []yamlToken, err error) {
	defer plainCatch(&err)
	r := &yamlReader{plainReader: plainReader{text: text}, pending: true}
	if i := strings.IndexFunc(text, yamlUnprintable); i >= 0 {
		r.fail(i, "a character that YAML does not allow outside of an escape")
	}
	for r.pos < len(r.text) {
		r.line()
	}
	return r.tokens, nil
}

// yamlUnprintable knows what must be an escape in some version of YAML: control
// characters, and what YAML 1.1 takes for a line end.
func yamlUnprintable(c rune) bool {
	return c < ' ' && c != '\n' && c != '\t' || c == 0x7f || 0x80 <= c && c < 0xa0 || c == '\u2028' || c == '\u2029' || c == '\ufeff' || c == '\ufffe' || c == '\uffff'
}

func (r *yamlReader) add(t yamlToken) {
	if t.kind == yamlScalar || t.kind == yamlBlock || t.kind == yamlProperty {
		for _, level := range r.levels {
			if level.dash {
				level.key = plainItem
			}
			t.keys = append(t.keys, level.key)
		}
		t.keys = append(t.keys, r.flow...)
		r.pending = r.pending && t.kind == yamlProperty
	}
	r.tokens = append(r.tokens, t)
}

// column is where in its line an offset is.
func (r *yamlReader) column() int {
	return r.pos - strings.LastIndexByte(r.text[:r.pos], '\n') - 1
}

// ended says whether nothing but a comment follows in the line, and goes past
// the blanks before it.
func (r *yamlReader) ended() bool {
	r.skip(" ")
	if r.at(0) == '\t' {
		r.fail(r.pos, "a tab between the parts of a line")
	}
	return r.pos >= len(r.text) || r.at(0) == '\n' || r.comment()
}

// comment says whether one begins here, behind a blank.
func (r *yamlReader) comment() bool {
	return r.at(0) == '#' && (r.pos == 0 || strings.IndexByte(" \n", r.text[r.pos-1]) >= 0)
}

// rest reads a comment and the line end.
func (r *yamlReader) rest() {
	if !r.ended() {
		r.fail(r.pos, "text behind a value")
	}
	if r.at(0) == '#' {
		from, to := r.until("\n")
		r.add(yamlToken{kind: yamlComment, start: from, end: to, text: r.text[from:to]})
	}
	if r.pos < len(r.text) {
		r.pos++
	}
}

func (r *yamlReader) line() {
	if r.ended() {
		r.rest()
		return
	}
	col := r.column()
	if col == 0 && (r.has("%") || r.has("...")) {
		r.fail(r.pos, "a directive or the end of a document")
	}
	if col == 0 && r.has("---") {
		r.pos += 3
		r.add(yamlToken{kind: yamlDocument})
		r.levels, r.pending = nil, true
		r.rest()
		return
	}
	r.add(yamlToken{kind: yamlIndent, text: strconv.Itoa(col)})
	for r.at(0) == '-' && strings.IndexByte(" \n\x00", r.at(1)) >= 0 {
		r.level(yamlLevel{col: col, dash: true})
		r.add(yamlToken{kind: yamlDash})
		r.pos++
		if r.pending = true; r.ended() {
			r.rest()
			return
		}
		col = r.column()
	}
	r.entry(col)
	r.rest()
}

// level begins an entry: a further one of a collection that is open, or the
// first of one that a key or dash waits for.
func (r *yamlReader) level(l yamlLevel) {
	closed := false
	for n := len(r.levels) - 1; n >= 0; n-- {
		top := r.levels[n]
		switch {
		case top.col == l.col && top.dash == l.dash:
			r.levels[n] = l
			return
		case top.col > l.col || top.col == l.col && top.dash:
			closed = true
			r.levels = r.levels[:n]
			continue
		}
		break
	}
	if closed || !r.pending {
		r.fail(r.pos, "an entry that belongs to nothing; look at its indentation")
	}
	if r.levels = append(r.levels, l); len(r.levels) > 50 {
		r.fail(r.pos, "too many levels inside each other")
	}
}

// entry reads a key with its value, or a value that stands alone.
func (r *yamlReader) entry(col int) {
	r.properties()
	if r.ended() {
		return
	}
	from := r.pos
	if quote := r.at(0); quote != '"' && quote != '\'' {
		if key, ok := r.plainKey(); ok {
			r.key(yamlToken{kind: yamlKey, start: from, end: from + len(key), text: key}, col)
			return
		}
		r.alone(from, col)
		r.value()
		return
	}
	t := r.quoted()
	if r.skip(" "); r.at(0) == ':' {
		t.kind = yamlKey
		r.key(t, col)
		return
	}
	r.alone(from, col)
	r.add(t)
}

// alone refuses a value on a line of its own that no key or dash waits for: it
// would go on from the line before.
func (r *yamlReader) alone(from, col int) {
	if !r.pending || len(r.levels) > 0 && r.levels[len(r.levels)-1].col >= col {
		r.fail(from, "text that goes on from the line before; write it between quotes on one line")
	}
}

// plainKey finds a key without quotes, up to its colon.
func (r *yamlReader) plainKey() (string, bool) {
	if c := r.at(0); strings.IndexByte("[{|>*&!%@`,]}#", c) >= 0 || c == '?' && r.at(1) == ' ' {
		return "", false
	}
	line, _, _ := strings.Cut(r.text[r.pos:], "\n")
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '#' && i > 0 && line[i-1] == ' ':
			return "", false
		case line[i] == ':' && i > 0 && (i+1 == len(line) || line[i+1] == ' '):
			if strings.HasSuffix(line[:i], " ") || strings.Contains(line[:i], "\t") {
				r.fail(r.pos+i, "a blank before the : of a key, or a tab in it")
			}
			r.pos += i
			return line[:i], true
		}
	}
	return "", false
}

// key reads what follows a key, from its colon.
func (r *yamlReader) key(t yamlToken, col int) {
	if r.pos++; strings.IndexByte(" \n\x00", r.at(0)) < 0 {
		r.fail(r.pos, "a blank is missing behind the : of a key")
	}
	r.add(t)
	r.level(yamlLevel{col: col, key: t.text})
	if r.pending = true; r.ended() {
		return
	}
	r.properties()
	if !r.ended() {
		r.value()
	}
}

var yamlProperties = regexp.MustCompile(`^([&*][A-Za-z0-9_-]+|!!?[A-Za-z0-9_-]*[A-Za-z0-9])$`)

// properties reads anchors, tags and an alias.
func (r *yamlReader) properties() {
	for strings.IndexByte("&!*", r.at(0)) >= 0 && r.pos < len(r.text) {
		from, to := r.until(" \t\n")
		if !yamlProperties.MatchString(r.text[from:to]) {
			r.fail(from, "an odd anchor, alias or tag")
		}
		r.add(yamlToken{kind: yamlProperty, start: from, end: to, text: r.text[from:to]})
		if r.text[from] == '*' {
			if r.pending = false; !r.ended() {
				r.fail(r.pos, "text behind an alias")
			}
		}
		r.skip(" ")
	}
}
