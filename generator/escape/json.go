package escape

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonLanguage is JSON as RFC 8259 has it: no comments, one value a file.
type jsonLanguage struct{ rules []rule[jsonPlace] }

func (l jsonLanguage) table() []Rule { return rulesOf(l.rules) }

func (l jsonLanguage) without(id string) language { return jsonLanguage{withoutRule(l.rules, id)} }

// A jsonRole is what a hole is in.
type jsonRole byte

const (
	jsonNowhere jsonRole = iota
	jsonValue            // a whole value
	jsonElement          // a whole element of an array
	jsonString           // a part of a string
	jsonKey              // a whole key, with or without quotes
	jsonKeyPart          // a part of a key
)

var jsonRoleNames = [...]string{"a place that no rule knows", "a value", "an element of an array", "a string", "a key", "a part of a key"}

// A jsonPlace is what the rules of JSON look at.
type jsonPlace struct {
	kind   kind
	role   jsonRole
	quoted bool   // between the quotes of the template
	runs   string // the key that makes a program run what is there

	before, after string // of the same string, as written
}

func (p jsonPlace) String() string {
	if p.runs != "" {
		return fmt.Sprintf("%s below %q", jsonRoleNames[p.role], p.runs)
	}
	return jsonRoleNames[p.role]
}

func (l jsonLanguage) analyse(sk *skeleton) (*analysis, error) {
	if _, err := l.canon(sk.text); err != nil {
		return nil, err
	}
	s := &jsonScan{plainReader{text: sk.text}, sk, make([]jsonPlace, len(sk.marks)), nil}
	s.value(jsonValue)
	a := &analysis{}
	for i, m := range sk.marks {
		p := s.places[i]
		p.kind = m.kind
		a.decisions = append(a.decisions, decide(l.rules, p, p.String()))
	}
	return a, nil
}

// A jsonScan finds the places of holes in a text that is known to be JSON.
type jsonScan struct {
	plainReader
	sk     *skeleton
	places []jsonPlace
	keys   []string // around, the outermost first, and plainItem for arrays
}

const jsonBlanks = " \t\n\r"

func (s *jsonScan) value(role jsonRole) {
	s.skip(jsonBlanks)
	switch s.at(0) {
	case '{':
		s.items('}', func() {
			key := s.word(jsonKey)
			s.skip(jsonBlanks)
			s.pos++ // the colon
			s.keys = append(s.keys, key)
			s.value(jsonValue)
			s.keys = s.keys[:len(s.keys)-1]
		})
	case '[':
		s.keys = append(s.keys, plainItem)
		s.items(']', func() { s.value(jsonElement) })
		s.keys = s.keys[:len(s.keys)-1]
	default:
		s.word(role)
	}
}

// items reads what stands between brackets.
func (s *jsonScan) items(end byte, item func()) {
	s.pos++
	for {
		s.skip(jsonBlanks + ",")
		if s.pos >= len(s.text) || s.at(0) == end {
			s.pos++
			return
		}
		item()
	}
}

// word reads a string, or what else is neither an object nor an array, and
// notes the holes in it.
func (s *jsonScan) word(role jsonRole) string {
	quoted := s.at(0) == '"'
	var from, to int
	if quoted {
		s.pos++
		for from = s.pos; s.pos < len(s.text) && s.at(0) != '"'; s.pos++ {
			if s.at(0) == '\\' {
				s.pos++
			}
		}
		to = s.pos
		s.pos++
	} else {
		from, to = s.until(jsonBlanks + ",:]}")
	}
	first, last := s.sk.within(from, to)
	for i := first; i < last; i++ {
		whole := s.sk.marks[i].start == from && s.sk.marks[i].end == to
		p := jsonPlace{role: role, quoted: quoted, runs: plainRuns(s.keys), before: s.text[from:s.sk.marks[i].start], after: s.text[s.sk.marks[i].end:to]}
		switch {
		case role == jsonKey && !whole:
			p.role = jsonKeyPart
		case role != jsonKey && quoted:
			p.role = jsonString
		}
		s.places[i] = p
	}
	return s.text[from:to]
}

// jsonMark begins, in a canon, a number or a bool, and the strings that stand
// for one until it is known.
const jsonMark = "\x00n"

func (l jsonLanguage) canon(text string) (c string, err error) {
	defer plainCatch(&err)
	r := &jsonPrepare{plainReader: plainReader{text: text}}
	prepared := r.prepare()
	if err := checkJSON(prepared); err != nil {
		err.Offset = r.original(err.Offset)
		return "", err
	}
	var b strings.Builder
	d := json.NewDecoder(strings.NewReader(prepared))
	d.UseNumber()
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String(), nil
		}
		switch t := t.(type) {
		case string:
			if !strings.HasPrefix(t, jsonMark) {
				b.WriteString("\x00s")
			}
			b.WriteString(t + plainTemplates(jsonExpressions, t))
		case json.Delim:
			b.WriteString("\x00" + t.String())
		default:
			fmt.Fprintf(&b, "%s%v", jsonMark, t)
		}
		if err != nil {
			return "", &textError{Offset: r.original(int(d.InputOffset())), What: err.Error()}
		}
	}
}

func checkJSON(text string) *textError {
	var v json.RawMessage
	err := json.Unmarshal([]byte(text), &v)
	if err == nil {
		return nil
	}
	te := &textError{What: err.Error()}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		te.Offset = max(int(syntax.Offset)-1, 0)
	}
	return te
}

// A jsonPrepare puts quotes around the sentinels that stand without, so that
// the text is JSON.
type jsonPrepare struct {
	plainReader
	out   strings.Builder
	grown [][2]int // offset in the result from which it is so much longer
}

func (r *jsonPrepare) prepare() string {
	copied := 0
	for r.pos < len(r.text) {
		switch c := r.at(0); {
		case c == '"':
			r.string()
		case letterOrDigit(rune(c)):
			from, to := r.until(jsonBlanks + ",:]}[{\"")
			k, ok := plainSentinel(r.text[from:to])
			if !ok {
				continue
			}
			r.out.WriteString(r.text[copied:from])
			r.skip(jsonBlanks)
			if k == kindNumber && r.at(0) != ':' {
				r.out.WriteString(`"\u0000n` + r.text[from:to] + `"`)
			} else {
				r.out.WriteString(`"` + r.text[from:to] + `"`)
			}
			copied = to
			r.grown = append(r.grown, [2]int{r.out.Len(), r.out.Len() - to})
		default:
			r.pos++
		}
	}
	r.out.WriteString(r.text[copied:])
	return r.out.String()
}

// string goes past a string, in which \u0000 would be taken for a mark.
func (r *jsonPrepare) string() {
	for r.pos++; r.pos < len(r.text) && r.at(0) != '"'; r.pos++ {
		if r.at(0) == '\\' {
			if r.has(`\u0000`) {
				r.fail(r.pos, "a NUL in a string")
			}
			r.pos++
		}
	}
	r.pos++
}

// original is the offset in the text that an offset in the result is of.
func (r *jsonPrepare) original(offset int) int {
	by := 0
	for _, g := range r.grown {
		if g[0] <= offset {
			by = g[1]
		}
	}
	return min(max(offset-by, 0), len(r.text)) // the end of the text may lie behind a quote that was put there
}

var jsonEscaper = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`)

// writeJSON writes text for the quotes around it, or with them.
func writeJSON(quoted bool, s string) string {
	if quoted {
		return jsonEscaper.Replace(s)
	}
	return `"` + jsonEscaper.Replace(s) + `"`
}

var jsonRules = []rule[jsonPlace]{
	{
		Rule: Rule{ID: "json/command", Place: "below a key whose value is run or evaluated by the programs that read such files: scripts, command, postCreateCommand, args, script and the like", Takes: Nothing,
			Why:     "a quoted string is still a command line to the program that reads it",
			Instead: "write the command in the template, and pass the value through the environment",
			Example: Example{`{"postCreateCommand": "echo {{.}}"}`, "x", ""}},
		match: func(p jsonPlace) bool { return p.runs != "" && (p.kind == kindText || p.kind == kindWords) },
	},
	{
		Rule: Rule{ID: "json/key-part", Place: "a part of a key", Takes: Nothing,
			Why:     "the value would make another key of the one in the template",
			Instead: "give the template the whole key",
			Example: Example{`{"a-{{.}}": 1}`, "x", ""}},
		match: func(p jsonPlace) bool { return p.role == jsonKeyPart },
	},
	{
		Rule: Rule{ID: "json/command-key", Place: "a key", Takes: "text other than a key whose value is run or evaluated, __proto__ and json_class, and without the letters U+017F and U+212A, which some readers take for s and k",
			Why:     "with the key, the value chooses what is done with what stands under it",
			Instead: "write the key in the template",
			Example: Example{`{{"{"}}{{.}}: 1}`, "postCreateCommand", ""}},
		match:  func(p jsonPlace) bool { return p.role == jsonKey },
		refuse: func(_ jsonPlace, value string) bool { return plainKeyRuns(value) },
	},
	{
		Rule: Rule{ID: "json/expression", Place: "inside {{ }}, {% %}, {# #}, $[ ] or ${ } of a string", Takes: Nothing,
			Why:     "it is an expression to the program that expands templates in the strings of the file",
			Instead: "end the expression before the value",
			Example: Example{`{"a": "${localEnv:{{.}}}"}`, "TOKEN", ""}},
		match: func(p jsonPlace) bool { return plainInside(jsonExpressions, p.before) },
	},
	{
		Rule: Rule{ID: "json/template", Place: "a key or a value", Takes: "text without {{, {%, {#, $[ and ${",
			Why:     "many programs expand templates in the strings of their files: editors and dev containers have ${localEnv:NAME} and ${command:name}",
			Example: Example{`{"a": {{.}}}`, "${localEnv:TOKEN}", ""}},
		match:  func(p jsonPlace) bool { return p.role != jsonNowhere },
		refuse: func(p jsonPlace, value string) bool { return plainEdge(jsonExpressions, p.before, value, p.after) },
	},
	{
		Rule: Rule{ID: "json/number", Place: "a whole value that is a Go integer or bool", Takes: "an integer or a bool of Go",
			Why:     "written as it is, so that it stays a number or a bool",
			Example: Example{`{"a": {{.}}}`, 42, `{"a": 42}`}},
		match: func(p jsonPlace) bool {
			return p.kind == kindNumber && (p.role == jsonValue || p.role == jsonElement)
		},
		write: func(_ jsonPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "json/element", Place: "a whole element of an array", Takes: Text,
			Why:     "written as a string; a list becomes several elements",
			Example: Example{`[{{.}}]`, Words{`a"b`, "c"}, `["a\"b", "c"]`}},
		match: func(p jsonPlace) bool { return p.role == jsonElement },
		write: func(_ jsonPlace, value string) (string, error) { return writeJSON(false, value), nil },
		list:  ", ",
	},
	{
		Rule: Rule{ID: "json/value", Place: "a whole value", Takes: Text,
			Why:     "written as a string, between double quotes",
			Example: Example{`{"a": {{.}}}`, "it's \"x\"\n", `{"a": "it's \"x\"\n"}`}},
		match: func(p jsonPlace) bool { return p.role == jsonValue },
		write: func(_ jsonPlace, value string) (string, error) { return writeJSON(false, value), nil },
	},
	{
		Rule: Rule{ID: "json/string", Place: "a part of a string, or all of it", Takes: Text,
			Why:     "a backslash goes before each \\ and \", and stands for line ends and tabs as \\n and \\t",
			Example: Example{`{"a": "b {{.}} c"}`, `\"`, `{"a": "b \\\" c"}`}},
		match: func(p jsonPlace) bool { return p.role == jsonString },
		write: func(_ jsonPlace, value string) (string, error) { return writeJSON(true, value), nil },
	},
	{
		Rule: Rule{ID: "json/key", Place: "a whole key, with or without quotes", Takes: Text,
			Why:     "written as a string; whether two keys are equal, nobody checks",
			Example: Example{`{{"{"}}"{{.}}": 1}`, `a"b`, `{"a\"b": 1}`}},
		match: func(p jsonPlace) bool { return p.role == jsonKey },
		write: func(p jsonPlace, value string) (string, error) { return writeJSON(p.quoted, value), nil },
	},
}
