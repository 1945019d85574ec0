package escape

import (
	"encoding/json"
	"regexp"
	"strings"
)

// A reader of Dockerfiles, after the parser of BuildKit: first its lines become
// instructions, then the words of those that values can stand in are read.

// What a dockerToken can be.
const (
	dockerName    = 'i' // of an instruction
	dockerFlag    = 'f' // --name=value before the arguments
	dockerImage   = 'F' // of FROM
	dockerKey     = 'k' // NAME=
	dockerText    = 't' // plain text of a value, decoded
	dockerVar     = '$' // a variable in a value
	dockerElement = 'e' // of [ ]
	dockerOpaque  = 'o' // all arguments of an instruction that is not looked into
	dockerComment = '#'
	dockerParser  = 'd' // a comment that a value could make a parser directive
)

// A dockerToken is a piece of the text with a meaning.
type dockerToken struct {
	kind       byte
	start, end int
	quote      byte
	text       string
	word       string // the instruction
	key        string // of a value: its name
	number     int    // of an element
	program    string // of an element: what the first one is
	ended      bool   // an element before it is --
	coded      bool   // an element before it is -c or the like
}

type dockerReader struct {
	plainReader
	tokens []dockerToken
	top    bool // a parser directive can still come
}

// A dockerLine is the text of an instruction, without the ends of its lines,
// and where each byte of it comes from.
type dockerLine struct {
	text string
	from []int
}

func readDockerfile(text string) (tokens []dockerToken, err error) {
	defer plainCatch(&err)
	r := &dockerReader{plainReader{text: text}, nil, true}
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
			r.fail(i, "a control character")
		}
	}
	if r.has("\ufeff") || r.has("#!") || r.has("{") || r.has("//") {
		r.fail(0, "a Dockerfile begins with a comment or an instruction")
	}
	for r.pos < len(text) {
		r.line()
	}
	return r.tokens, nil
}

func (r *dockerReader) line() {
	r.skip(" \t")
	switch c := r.at(0); {
	case r.pos >= len(r.text) || c == '\n':
	case c == '#':
		r.comment()
	default:
		r.instruction()
	}
	r.top = r.top && r.tokens != nil && r.tokens[len(r.tokens)-1].kind == dockerParser
	r.pos++
}

// dockerDirective matches what is, or with a value could become, a parser
// directive: # syntax=docker/dockerfile:1
var dockerDirective = regexp.MustCompile(`^#\s*(?:(?:[a-zA-Z][a-zA-Z0-9]*)?\s*(?:=.*)?$|(?:[a-zA-Z][a-zA-Z0-9]*\s+|[a-zA-Z0-9]*)Gs[a-z][A-Z][0-9]{5}Z)`)

var dockerEscape = regexp.MustCompile(`(?i)^#\s*escape\s*=`)

func (r *dockerReader) comment() {
	from, to := r.until("\n")
	t := dockerToken{kind: dockerComment, start: from, end: to, text: r.text[from:to]}
	if r.top && dockerDirective.MatchString(t.text) {
		t.kind = dockerParser
		if dockerEscape.MatchString(t.text) {
			r.fail(from, "another escape character; the backslash is the only one here")
		}
	}
	r.tokens = append(r.tokens, t)
}

// instruction reads one, with all lines it goes on in.
func (r *dockerReader) instruction() {
	from, to := r.until(" \t\n")
	t := dockerToken{kind: dockerName, start: from, end: to, text: strings.ToUpper(r.text[from:to])}
	if strings.Trim(t.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		r.fail(from, "the name of an instruction is missing")
	}
	r.tokens, r.top = append(r.tokens, t), false
	l := &dockerLine{}
	for more := true; more; {
		start, end := r.until("\n")
		line := r.text[start:end]
		if at := len(line) - len(strings.TrimLeft(line, " \t")); start > to && at < len(line) && line[at] == '#' {
			r.pos = start + at
			r.comment()
		} else {
			more = r.piece(l, line, start, start > to)
		}
		if r.pos++; more && r.pos >= len(r.text) {
			r.fail(end, "an instruction that goes on behind the end")
		}
	}
	r.pos--
	r.arguments(t.text, l)
}

// piece adds a line of an instruction, and says whether it goes on.
func (r *dockerReader) piece(l *dockerLine, line string, start int, further bool) bool {
	line = strings.TrimRight(line, " \t")
	body := strings.TrimSuffix(line, `\`)
	if strings.HasSuffix(body, `\`) && body != line {
		r.fail(start+len(line), "two backslashes at the end of a line")
	}
	if further && strings.TrimSpace(body) == "" {
		r.fail(start, "an empty line inside an instruction")
	}
	l.add(body, start)
	return body != line
}

func (l *dockerLine) add(text string, start int) {
	l.text += text
	for i := range len(text) {
		l.from = append(l.from, start+i)
	}
}

// part is a token of a range of the line.
func (l *dockerLine) part(kind byte, word string, from, to int) dockerToken {
	t := dockerToken{kind: kind, word: word, text: l.text[from:to]}
	if from < to {
		t.start, t.end = l.from[from], l.from[to-1]+1
	}
	return t
}

// arguments reads those of an instruction, as one opaque text if they have a
// form that no value stands in.
func (r *dockerReader) arguments(word string, l *dockerLine) {
	from := len(l.text) - len(strings.TrimLeft(l.text, " \t"))
	to := len(strings.TrimRight(l.text, " \t"))
	to = max(from, to)
	for strings.HasPrefix(l.text[from:to], "--") {
		end := from + strings.IndexAny(l.text[from:to]+" ", " \t")
		r.tokens = append(r.tokens, l.part(dockerFlag, word, from, end))
		from = end + len(l.text[end:to]) - len(strings.TrimLeft(l.text[end:to], " \t"))
	}
	var tokens []dockerToken
	ok := false
	switch word {
	case "ENV", "LABEL", "ARG":
		tokens, ok = l.pairs(word, from, to)
	case "FROM":
		end := from + strings.IndexAny(l.text[from:to]+" ", " \t")
		tokens = append(tokens, l.part(dockerImage, word, from, end), l.part(dockerOpaque, word, end, to))
		ok = !strings.ContainsAny(l.text[from:to], `\"'`)
	case "RUN", "CMD", "ENTRYPOINT":
		tokens, ok = l.exec(word, from, to)
	}
	if !ok {
		if strings.Contains(l.text, "<<") && strings.Contains("RUN COPY ADD ONBUILD", word) {
			r.fail(l.from[from], "a here-document")
		}
		tokens = []dockerToken{l.part(dockerOpaque, word, from, to)}
	}
	r.tokens = append(r.tokens, tokens...)
}

var (
	dockerPair  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_./-]*(=|$|[ \t])`)
	dockerLabel = regexp.MustCompile(`^"[A-Za-z_][A-Za-z0-9_./-]*"=`)
)

// pairs reads NAME=VALUE NAME=VALUE.
func (l *dockerLine) pairs(word string, from, to int) (tokens []dockerToken, ok bool) {
	for from < to {
		name := dockerPair.FindString(l.text[from:to])
		if word == "LABEL" && name == "" {
			name = dockerLabel.FindString(l.text[from:to])
		}
		if name == "" || !strings.HasSuffix(name, "=") && word != "ARG" {
			return nil, false
		}
		key := l.part(dockerKey, word, from, from+len(name))
		tokens = append(tokens, key)
		if from += len(name); strings.HasSuffix(name, "=") {
			value, end, ok := l.value(word, strings.TrimSuffix(name, "="), from, to)
			if !ok {
				return nil, false
			}
			tokens, from = append(tokens, value...), end
		}
		for from < to && strings.IndexByte(" \t", l.text[from]) >= 0 {
			from++
		}
	}
	return tokens, len(tokens) > 0
}

var dockerVariable = regexp.MustCompile(`^\$(?:[A-Za-z_][A-Za-z0-9_]*|\{[A-Za-z_][A-Za-z0-9_]*(?::[-+][A-Za-z0-9_./:-]*)?\})`)

// value reads one up to a blank.
func (l *dockerLine) value(word, key string, from, to int) (tokens []dockerToken, end int, ok bool) {
	add := func(kind, quote byte, start, end int, text string) {
		t := l.part(kind, word, start, end)
		t.quote, t.key, t.text = quote, key, text
		tokens = append(tokens, t)
	}
	for from < to && strings.IndexByte(" \t", l.text[from]) < 0 {
		switch c := l.text[from]; c {
		case '\\':
			return nil, 0, false
		case '\'':
			n := strings.IndexByte(l.text[from+1:to], '\'')
			if n < 0 || strings.Contains(l.text[from+1:from+1+n], `\`) {
				return nil, 0, false
			}
			add(dockerText, c, from+1, from+1+n, l.text[from+1:from+1+n])
			from += n + 2
		case '"':
			if from, ok = l.double(from+1, to, add); !ok {
				return nil, 0, false
			}
		case '$':
			name := dockerVariable.FindString(l.text[from:to])
			if name == "" {
				return nil, 0, false
			}
			add(dockerVar, 0, from, from+len(name), name)
			from += len(name)
		default:
			n := strings.IndexAny(l.text[from:to]+" ", "\\'\"$ \t")
			add(dockerText, 0, from, from+n, l.text[from:from+n])
			from += n
		}
	}
	return tokens, from, true
}

// double reads what stands between double quotes, and the one that closes.
func (l *dockerLine) double(from, to int, add func(kind, quote byte, start, end int, text string)) (int, bool) {
	var b strings.Builder
	start := from
	flush := func() {
		add(dockerText, '"', start, from, b.String())
		b.Reset()
	}
	for ; from < to; from++ {
		switch c := l.text[from]; {
		case c == '"':
			flush()
			return from + 1, true
		case c == '$':
			name := dockerVariable.FindString(l.text[from:to])
			if name == "" {
				return 0, false
			}
			flush()
			add(dockerVar, '"', from, from+len(name), name)
			from += len(name) - 1
			start = from + 1
		case c == '\\' && from+1 < to && strings.IndexByte(`"$\`, l.text[from+1]) >= 0:
			from++
			b.WriteByte(l.text[from])
		default:
			b.WriteByte(c)
		}
	}
	return 0, false
}

// exec reads ["a", "b"], which must be JSON with nothing but strings in it, or
// it is a command for the shell. A sentinel without quotes will be a string.
func (l *dockerLine) exec(word string, from, to int) (tokens []dockerToken, ok bool) {
	s := &jsonPrepare{plainReader: plainReader{text: l.text[from:to]}}
	var elements []any
	if !strings.HasPrefix(l.text[from:to], "[") || json.Unmarshal([]byte(s.prepare()), &elements) != nil {
		return nil, false
	}
	at := &plainReader{text: l.text[:to], pos: from + 1}
	program, ended, coded := "", false, false
	for n, e := range elements {
		text, isString := e.(string)
		if !isString {
			return nil, false
		}
		at.skip(jsonBlanks + ",")
		t := l.element(at)
		t.kind, t.word, t.number, t.ended, t.coded = dockerElement, word, n, ended, coded
		t.text = strings.TrimPrefix(text, jsonMark)
		if n == 0 {
			program = t.text
		}
		t.program = program
		ended = ended || t.text == "--"
		coded = coded || dockerOption.MatchString(t.text)
		tokens = append(tokens, t)
	}
	return tokens, true
}

// element finds where an element of a JSON array stands.
func (l *dockerLine) element(at *plainReader) dockerToken {
	from := at.pos
	if at.at(0) != '"' {
		at.until(jsonBlanks + ",]")
		return l.part(dockerElement, "", from, at.pos)
	}
	for at.pos++; at.pos < len(at.text) && at.at(0) != '"'; at.pos++ {
		if at.at(0) == '\\' {
			at.pos++
		}
	}
	at.pos++
	t := l.part(dockerElement, "", from+1, at.pos-1)
	t.quote = '"'
	return t
}
