package escape

import (
	"sort"
	"strings"
	"sync"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// A language is what the engine must know of a dialect.
type language interface {
	// analyse parses a skeleton, which is a text with a sentinel where each
	// value will stand, and decides about its holes, in order. Its error is a
	// *textError: the text is not one of the language, or one in which no hole
	// can be judged.
	analyse(sk *skeleton) (*analysis, error)

	// canon parses text and writes down what it means, so that two texts with
	// equal canons are the same program: plain text as itself, decoded; what
	// is syntax (a new word, an expansion, a glob character that is active, the
	// start of a comment) as a NUL byte and a letter of the language's choice.
	// No value holds a NUL, so the canon of a rendering must be the canon of
	// its skeleton with the values in place of the sentinels.
	canon(text string) (string, error)

	// table lists the rules in the order they are asked.
	table() []Rule

	// without is the language with one rule less, for the tests.
	without(id string) language
}

// languages has the language of each dialect that holes can stand in. What is
// not here, as awk, takes no value at all.
var languages = map[*dialect.Dialect]language{
	dialect.Sh:         shLanguage{syntax.LangPOSIX, shRules},
	dialect.Bash:       shLanguage{syntax.LangBash, shRules},
	dialect.Zsh:        shLanguage{syntax.LangZsh, shRules},
	dialect.Fish:       fishLanguage{fishRules},
	dialect.Ruby:       rubyLanguage{rubyRules},
	dialect.PowerShell: powershellLanguage{powershellRules},
	dialect.Text:       textLanguage{textRules},

	dialect.JSON:       jsonLanguage{jsonRules},
	dialect.YAML:       yamlLanguage{yamlRules},
	dialect.TOML:       tomlLanguage{tomlRules},
	dialect.Markdown:   markLanguage{markRules},
	dialect.Dockerfile: dockerLanguage{dockerRules},
	dialect.Roff:       roffLanguage{roffRules},
}

// An analysis is what a language found in a skeleton.
type analysis struct {
	decisions []decision // one a hole, in order

	// units are the parts of the text that hold all the holes and can be parsed
	// on their own; nil when the whole text is the only one. They let the check
	// of a rendering leave out the parts that no value touches.
	units  []unit
	canons []string // of the units; nil where the language does not know them yet

	mu   sync.Mutex
	seen []string // what each unit was when it last was verified
}

// verified says whether text was the result of unit n when that was verified
// last.
func (a *analysis) verified(n int, text string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.seen) > n && a.seen[n] == text
}

func (a *analysis) note(n int, text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.seen == nil {
		a.seen = make([]string, len(a.units))
	}
	a.seen[n] = text
}

// A unit is a range of bytes of a skeleton.
type unit struct{ start, end int }

// canonsAlone has the canon of every unit of a text, if each is one of its own.
func canonsAlone(lang language, text string, units []unit) ([]string, bool) {
	canons := make([]string, len(units))
	for i, u := range units {
		var err error
		if canons[i], err = lang.canon(text[u.start:u.end]); err != nil {
			return nil, false
		}
	}
	return canons, true
}

// A skeleton is what a template prints without its values.
type skeleton struct {
	text   string
	prefix string // what every sentinel begins with; stands nowhere else in text
	marks  []mark // in the order of the text

	// draft is for a skeleton whose lists are still one hole each. What is
	// decided says what form a list takes there, and may leave out where values
	// get to from their places.
	draft bool
}

// A mark is where a hole is.
type mark struct {
	start, end int // of the sentinel, in bytes
	kind       kind
}

// A kind is what is known of a value when it is analysed.
type kind byte

const (
	kindText    kind = 'T' // a string of unknown content
	kindNumber  kind = 'N' // a Go integer or bool: letters and digits, nothing else
	kindTrusted kind = 'C' // Code of another language: text of the template's author
	kindWords   kind = 'W' // a list
	kindCode    kind = 'K' // Code of the same language
)

// Sentinels are letters and digits only, so that they can stand for a word, a
// name or a number: "GsaT00042Z".
const (
	sentinelDigits = 5
	sentinelLength = 3 + 1 + sentinelDigits + 1 // prefix, kind, number, Z
	maxHoles       = 100_000
)

func sentinel(prefix string, k kind, i int) string {
	b := append(append(make([]byte, 0, sentinelLength), prefix...), byte(k))
	for div := 10_000; div > 0; div /= 10 {
		b = append(b, '0'+byte(i/div%10))
	}
	return string(append(b, 'Z'))
}

// within returns the holes in a range of bytes, as from:to. Most ranges have none.
func (sk *skeleton) within(start, end int) (from, to int) {
	from = sort.Search(len(sk.marks), func(i int) bool { return sk.marks[i].start >= start })
	for to = from; to < len(sk.marks) && sk.marks[to].end <= end; {
		to++
	}
	return from, to
}

// alone says whether a hole is a whole word: nothing but white space, brackets
// and separators touches it.
func (sk *skeleton) alone(m mark) bool {
	const open, shut = " \t\n([{,;|&", " \t\n)]},;|&"
	return (m.start == 0 || strings.IndexByte(open, sk.text[m.start-1]) >= 0) &&
		(m.end == len(sk.text) || strings.IndexByte(shut, sk.text[m.end]) >= 0)
}

// hasHole says whether s has a sentinel in it.
func (sk *skeleton) hasHole(s string) bool { return strings.Contains(s, sk.prefix) }

// A textError is a text that is not one of its language, or a construct in it
// that no template with holes may use.
type textError struct {
	Offset int    // in the text, bytes
	ID     string // of the rule; "" for a plain syntax error
	What   string
}

func (e *textError) Error() string { return e.What }

// lineCol turns an offset into a position, both from 1, the column in bytes.
func lineCol(text string, offset int) (line, col int) {
	before := text[:min(offset, len(text))]
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndexByte(before, '\n')
}
