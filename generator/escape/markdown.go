package escape

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// markLanguage is Markdown: CommonMark with GitHub's tables.
type markLanguage struct{ rules []rule[markPlace] }

func (l markLanguage) table() []Rule { return rulesOf(l.rules) }

func (l markLanguage) without(id string) language { return markLanguage{withoutRule(l.rules, id)} }

// A markPlace is what the rules of Markdown look at.
type markPlace struct {
	markToken // the one the hole is in; its kind is 0 for a place that no rule knows

	hole          kind
	before, after string // of the line, from the start of its text; in URLs and comments of the token
	bracket       bool   // between [ and ] that no ( follows
	link          bool   // in the text of a link that ends on the line
	tags          bool   // the line has tags in it
}

var markNames = map[byte]string{
	markText: "text", markCode: "a code span", markURL: "the destination of a link", markLines: "fenced code", markFence: "the first line of fenced code",
	markHTML: "HTML", markComment: "a comment", markOther: "indented code, a definition, a title, or a destination without < >",
}

func (p markPlace) String() string {
	if name, ok := markNames[p.kind]; ok {
		return name
	}
	return "a place that no rule knows"
}

func (l markLanguage) analyse(sk *skeleton) (*analysis, error) {
	tokens, err := readMarkdown(sk.text)
	if err != nil {
		return nil, err
	}
	places := make([]markPlace, len(sk.marks))
	var line markSum
	for n, t := range tokens {
		if n == 0 || tokens[n-1].kind == markEnd {
			line = sumMarkdown(tokens, n)
		}
		line.open += markBrackets(t, '[') - markBrackets(t, ']')
		line.seen += markEndsLink(t)
		from, to := t.start, t.end
		if t.kind == markText { // character by character
			from, to = t.start, t.start+sentinelLength
		}
		for i, end := sk.within(from, to); i < end; i++ {
			m := sk.marks[i]
			if t.kind == markText && m.start != t.start {
				continue
			}
			places[i] = placeInMarkdown(sk, t, m, line)
		}
	}
	a := &analysis{}
	for i, m := range sk.marks {
		places[i].hole = m.kind
		a.decisions = append(a.decisions, decide(l.rules, places[i], places[i].String()))
	}
	return a, nil
}

// placeInMarkdown looks at what stands around a hole in a token.
func placeInMarkdown(sk *skeleton, t markToken, m mark, line markSum) markPlace {
	p := markPlace{markToken: t}
	if t.kind == markURL || t.kind == markComment {
		p.before, p.after = sk.text[t.start:m.start], sk.text[m.end:t.end]
		return p
	}
	end := m.end + strings.IndexByte(sk.text[m.end:]+"\n", '\n')
	p.before, p.after = sk.text[t.line:m.start], sk.text[m.end:end]
	links := line.links - line.seen // that end behind the hole
	p.bracket, p.link = line.open > links, line.open > 0 && links > 0
	p.tags = line.tags
	return p
}

// A markSum says what a line has in it.
type markSum struct {
	open  int  // brackets up to a token
	seen  int  // ends of links up to a token
	links int  // ends of links in all
	tags  bool // in all
}

// sumMarkdown sums up the line that begins with token n.
func sumMarkdown(tokens []markToken, n int) (line markSum) {
	for ; n < len(tokens) && tokens[n].kind != markEnd; n++ {
		line.tags = line.tags || tokens[n].kind == markHTML
		line.links += markEndsLink(tokens[n])
	}
	return line
}

func markEndsLink(t markToken) int {
	if t.kind == markSyntax && strings.HasPrefix(t.text, "](") {
		return 1
	}
	return 0
}

// markBrackets counts brackets that mean something in a token.
func markBrackets(t markToken, bracket byte) int {
	if t.kind == markSyntax && t.text[0] == bracket {
		return 1
	}
	return 0
}

func (l markLanguage) canon(text string) (string, error) {
	tokens, err := readMarkdown(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	last := byte(0)
	for _, t := range tokens {
		switch {
		case t.kind == markEnd && last == markLines:
			b.WriteByte('\n') // a value can have line ends there
			continue
		case t.kind != last || t.kind != markText && t.kind != markLines:
			b.WriteString("\x00" + string(t.kind))
		}
		last = t.kind
		b.WriteString(t.text)
	}
	return b.String(), nil
}

// markShells are the languages of fenced code that people paste into a shell,
// besides those that end in sh or have shell, session or console in their name.
// Code that does not say its language may be of one.
var markShells = append(strings.Fields("terminal term command commands commandline cmd cli bat batch dosbatch winbatch dos ps ps1 posh nu elv rc prompt powershell"), "")

// pasted says whether the place is in code that people paste into a shell.
func (p markPlace) pasted() bool {
	word := strings.TrimLeft(strings.ToLower(p.info), "{. \t")
	if i := strings.IndexFunc(word, func(c rune) bool { return c >= utf8.RuneSelf || strings.ContainsRune(" \t{}[]():;,=|&\\", c) }); i >= 0 {
		if word[i] == '&' || word[i] == '\\' { // it may stand for another word
			return p.kind == markLines
		}
		word = word[:i]
	}
	return p.kind == markLines && (slices.Contains(markShells, word) || strings.HasSuffix(word, "sh") ||
		strings.Contains(word, "shell") || strings.Contains(word, "session") || strings.Contains(word, "console"))
}

// word is the part of the line up to the value and behind it that no blank ends.
func (p markPlace) word() (before, after string) {
	before = p.before[strings.LastIndexAny(p.before, " \t")+1:]
	after, _, _ = strings.Cut(p.after, " ")
	if p.link { // what follows is no text
		after, _, _ = strings.Cut(after, "](")
	}
	return before, after
}

// linked says whether GitHub would make a link of the word the value is in.
func (p markPlace) linked() bool {
	before, after := p.word()
	return markHalfLink.MatchString(before) || markLinkTail.MatchString(after)
}

// beside says whether the value touches a * _ or ~, whose meaning depends on
// what is beside it.
func (p markPlace) beside() (before, after bool) {
	return p.before != "" && strings.IndexByte("*_~", p.before[len(p.before)-1]) >= 0, p.after != "" && strings.IndexByte("*_~", p.after[0]) >= 0
}

var (
	markHalfEntity = regexp.MustCompile(`&[#0-9A-Za-z]*$`)
	markHalfLink   = regexp.MustCompile(`(?i)(?:://|www\.|@|mailto:|xmpp:)[^ \t]*$`)
	markLinkTail   = regexp.MustCompile(`(?i)^[^ \t]*(?:://|@)`)
	markScheme     = regexp.MustCompile(`(?i)(?:https?|ftp|www|mailto|xmpp)$`)
	markURLRest    = regexp.MustCompile(`^(?:[A-Za-z0-9._~:/?#@!$&'()*+,=-]|%[0-9A-Fa-f]{2})*$`)
	markURLStart   = regexp.MustCompile(`^https?://[A-Za-z0-9]`)
	markDigits     = regexp.MustCompile(`^[ \t]*[0-9]*$`)
)

// begins says whether nothing but marks stands before the value in its line, so
// that an empty one, or a number before a dot, would make another kind of line.
func (p markPlace) begins() bool {
	return strings.IndexFunc(p.before, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) < 0
}

// startsLine says whether a value would make its line begin another block.
func (p markPlace) startsLine(value string) bool {
	if value == "" && p.begins() || p.before == "" && strings.HasPrefix(value, "\ufeff") {
		return true
	}
	dot := strings.TrimLeft(p.after, "0123456789")
	return dot != "" && strings.IndexByte(".)", dot[0]) >= 0 && markDigits.MatchString(p.before) && strings.Trim(value, "0123456789") == ""
}

// flanks says whether a value keeps the * _ and ~ beside it what they are, and
// the | behind it: some readers take any backslash before it for an escape.
func (p markPlace) flanks(value string) bool {
	before, after := p.beside()
	first, _ := utf8.DecodeRuneInString(value)
	last, _ := utf8.DecodeLastRuneInString(value)
	plain := func(c rune) bool { return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c)) }
	return (!before || plain(first)) && (!after || plain(last)) && !(last == '\\' && strings.HasPrefix(p.after, "|"))
}

// closes says whether a value, with the text around it, has a line that could
// end fenced code.
func (p markPlace) closes(value string) bool {
	return slices.ContainsFunc(strings.Split(p.before+value+p.after, "\n"), markFenceLine.MatchString)
}

// writeMark writes text: a backslash before all punctuation, and the blanks at
// its ends, which Markdown would take away, as entities.
func writeMark(value string) string {
	var b strings.Builder
	body := strings.Trim(value, " \t")
	start := strings.Index(value, body)
	for i := range len(value) {
		switch c := value[i]; {
		case i >= start && i < start+len(body) && strings.IndexByte(markPunctuation, c) >= 0:
			b.WriteString(`\` + string(c))
		case i >= start && i < start+len(body):
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "&#%d;", c)
		}
	}
	return b.String()
}
