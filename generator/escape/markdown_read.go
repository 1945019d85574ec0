package escape

import (
	"regexp"
	"strings"
)

// A reader of the part of CommonMark and GitHub's tables that every line tells
// by itself: what goes on over lines (code spans, links, tags) is an error.

// What a markToken can be.
const (
	markBlock   = 'B' // a fixed start of a line: #, >, a list marker; a rule, an underline
	markText    = 't' // decoded text
	markSyntax  = 's' // a fixed character of a line that means something: * [ |
	markCode    = 'c' // between backticks
	markURL     = 'u' // a link's destination, of the form <...>
	markFence   = 'F' // the first or last line of fenced code
	markLines   = 'f' // a line of fenced code
	markHTML    = 'h' // tags, or a line of them
	markComment = '#' // between <!-- and -->, on a line of their own
	markOther   = 'o' // what no value can stand in: indented code, definitions, titles
	markEnd     = 'e' // of a line
)

// A markToken is a piece of the text with a meaning.
type markToken struct {
	kind       byte
	start, end int
	text       string
	line       int    // where the inline text of its line begins
	info       string // of the fence around it
	indent     int    // of the fence around it
	row        bool   // of a table, where a | ends a cell even in code
}

type markReader struct {
	plainReader
	tokens []markToken

	fence   string // what closes the fenced code we are in: three or more ` or ~
	info    string
	indent  int
	html    string // what ends the HTML we are in; "\n" for an empty line
	defined bool   // the line before was [x]: url
	row     bool   // the line is one of a table
	block   int    // of the line, where its inline text begins
}

func readMarkdown(text string) (tokens []markToken, err error) {
	defer plainCatch(&err)
	r := &markReader{plainReader: plainReader{text: text}}
	for i := range len(text) {
		if c := text[i]; c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
			r.fail(i, "a control character")
		}
	}
	if r.has("---\n") || r.has("+++\n") || r.has("\ufeff") {
		r.fail(0, "front matter, which is no Markdown, or a byte order mark")
	}
	for r.pos < len(text) {
		end := len(text)
		if i := strings.IndexByte(text[r.pos:], '\n'); i >= 0 {
			end = r.pos + i
		}
		from := len(r.tokens)
		if r.line(text[r.pos:end]); r.row {
			r.cells(from)
		}
		r.add(markEnd, end, "")
		r.pos = end + 1
	}
	if r.fence != "" || r.html != "" && r.html != "\n" {
		r.fail(len(text), "code or HTML that is not closed")
	}
	return r.tokens, nil
}

// add adds a token from where the reader is up to an offset.
func (r *markReader) add(kind byte, end int, text string) {
	r.tokens = append(r.tokens, markToken{kind: kind, start: r.pos, end: end, text: text, line: r.block, info: r.info, indent: r.indent, row: r.row})
	r.pos = end
}

var (
	markBlank      = regexp.MustCompile(`^[ \t]*$`)
	markIndented   = regexp.MustCompile(`^(?: {4}| {0,3}\t)`)
	markRule       = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*|-+[ \t]*)$`)
	markContainer  = regexp.MustCompile(`^ {0,3}(?:> ?|(?:[-+*]|[0-9]{1,9}[.)])(?: |$))`)
	markDelimiter  = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	markHeading    = regexp.MustCompile(`^ {0,3}#{1,6}(?:[ \t]+|$)`)
	markFenceOpen  = regexp.MustCompile("^( {0,3})(`{3,}|~{3,})[ \t]*([^`]*)$")
	markFenceLine  = regexp.MustCompile("^[ \t]*(?:`{3}|~{3})")
	markDefinition = regexp.MustCompile(`^ {0,3}\[[^\]\\]+\]: *[^ \t<]+(?: "[^"]*")?[ \t]*$`)
	markHTMLStart  = regexp.MustCompile(`^ {0,3}<[A-Za-z/!?]`)
	markAutolink   = regexp.MustCompile(`^<(?:https?://|mailto:)[^ \t<>]*>`)
)

// line reads one line.
func (r *markReader) line(line string) {
	r.block = r.pos
	end := r.pos + len(line)
	switch {
	case r.fence != "":
		r.fenced(line)
		return
	case r.html != "":
		r.insideHTML(line)
		return
	case markBlank.MatchString(line):
		r.defined, r.row = false, false
		return
	case markDefinition.MatchString(line):
		r.defined = true
		r.add(markOther, end, line)
		return
	case r.defined:
		r.fail(r.pos, "text behind [x]: url; put an empty line between them")
	case markIndented.MatchString(line):
		r.add(markOther, end, line)
		return
	}
	r.blocks(line)
}

// blocks reads the starts of a line, then its text.
func (r *markReader) blocks(line string) {
	end := r.pos + len(line)
	if m := markFenceOpen.FindStringSubmatch(line); m != nil {
		r.add(markFence, end, line)
		r.fence, r.info, r.indent = m[2], strings.TrimSpace(m[3]), len(m[1])
		return
	}
	for !markRule.MatchString(line) {
		start := markContainer.FindString(line)
		if start == "" {
			break
		}
		r.add(markBlock, r.pos+len(start), strings.TrimSpace(start))
		if line = line[len(start):]; markIndented.MatchString(line) || markFenceOpen.MatchString(line) {
			r.fail(r.pos, "code on the line of a quote or list marker; put it on a line of its own")
		}
	}
	if r.block = r.pos; markDelimiter.MatchString(line) && strings.ContainsAny(line, "|:") && !r.row {
		r.row = true
		last := len(r.tokens) // the line before is the head of the table
		for last > 0 && r.tokens[last-1].kind == markBlock {
			last--
		}
		head := max(last-1, 0)
		for head > 0 && r.tokens[head-1].kind != markEnd {
			head--
		}
		r.cells(head)
	}
	switch start := markHeading.FindString(line); {
	case markRule.MatchString(line):
		r.add(markBlock, end, strings.TrimSpace(line))
	case start != "":
		r.add(markBlock, r.pos+len(start), strings.TrimSpace(start))
		r.block = r.pos
		r.inline(end)
	case markHTMLStart.MatchString(line) && !markAutolink.MatchString(strings.TrimLeft(line, " ")):
		r.startHTML(line)
	case strings.HasPrefix(strings.TrimLeft(line, " "), "[") && strings.Contains(line, "]:"):
		r.fail(r.pos, "a definition [x]: url of an unusual form")
	default:
		r.inline(end)
	}
}

// cells marks the tokens of a row of a table.
func (r *markReader) cells(from int) {
	for i := from; i < len(r.tokens); i++ {
		t := &r.tokens[i]
		if t.row = true; (t.kind == markCode || t.kind == markURL) && strings.Contains(t.text, "|") {
			r.fail(t.start, "a | in code or a link of a table, where it ends the cell")
		}
	}
}

// fenced reads a line of fenced code, or the one that ends it.
func (r *markReader) fenced(line string) {
	end := r.pos + len(line)
	text := strings.TrimRight(line, " \t")
	body := strings.TrimLeft(text, " ")
	if body != "" && len(text)-len(body) < r.indent {
		r.fail(r.pos, "a line of fenced code that is less deep than its first; it could end the list around it")
	}
	if len(text)-len(body) <= 3 && len(body) >= len(r.fence) && strings.Trim(body, r.fence[:1]) == "" {
		r.add(markFence, end, line)
		r.fence, r.info, r.indent = "", "", 0
		return
	}
	r.add(markLines, end, line)
}

// markHTMLEnds are the starts of HTML that ends with something else than an
// empty line.
var markHTMLEnds = []struct{ start, end string }{
	{"<!--", "-->"}, {"<?", "?>"}, {"<![cdata[", "]]>"}, {"<!", ">"},
	{"<script", "</script>"}, {"<pre", "</pre>"}, {"<style", "</style>"}, {"<textarea", "</textarea>"},
}

// startHTML reads the first line of HTML.
func (r *markReader) startHTML(line string) {
	lower := strings.ToLower(strings.TrimLeft(line, " "))
	r.html = "\n"
	for _, e := range markHTMLEnds {
		if strings.HasPrefix(lower, e.start) {
			r.html = e.end
			break
		}
	}
	if text, ok := strings.CutPrefix(line, "<!-- "); ok && strings.HasSuffix(text, " -->") && strings.Count(line, "-->") == 1 {
		r.html = ""
		r.add(markHTML, r.pos+5, "<!-- ")
		r.add(markComment, r.pos+len(text)-4, strings.TrimSuffix(text, " -->"))
		r.add(markHTML, r.pos+4, " -->")
		return
	}
	r.insideHTML(line)
}

func (r *markReader) insideHTML(line string) {
	if markBlank.MatchString(line) && r.html == "\n" || r.html != "\n" && strings.Contains(strings.ToLower(line), r.html) {
		r.html = ""
	}
	if r.html == "\n" && markFenceLine.MatchString(line) {
		r.fail(r.pos, "fenced code behind HTML; put an empty line between them")
	}
	r.add(markHTML, r.pos+len(line), line)
}
