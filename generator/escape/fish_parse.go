package escape

import (
	"slices"
	"strings"
)

// The statements of fish, read as src/ast.h of fish describes them, and
// stricter: no reserved word in quotes, none with options, nothing computed
// where fish takes only text.

// A fishList is a list of jobs: a file, a block, a command substitution.
type fishList struct{ jobs []*fishJob }

// A fishJob is a statement in a list: pipelines joined by && and ||.
type fishJob struct {
	start, end int
	join       string // "and" or "or" before it
	pipelines  []*fishPipeline
	background bool
}

// A fishPipeline is one or more commands joined by pipes.
type fishPipeline struct {
	op    string // && or || before it
	stmts []*fishStmt
	pipes []string // between them: "|", "2>|"
}

// A fishStmt is one command or block, with all that stands before and behind.
type fishStmt struct {
	start, end int
	before     []fishPrefix
	kind       string // "" for a command, or begin, if, while, for, function, switch
	decor      string // command, builtin or exec before it
	words      []*fishWord
	redirects  []fishRedirect
	lists      []*fishList // conditions and bodies, in their order
	cases      []*fishStmt // of a switch: kind "case"
}

// A fishPrefix is not, time or NAME=value before a command.
type fishPrefix struct {
	word  string
	value *fishWord // of an assignment
	start int
}

// A fishRedirect is a redirection of a command.
type fishRedirect struct {
	op     string
	target *fishWord
}

// parseFish reads a whole script. Its error is a *textError.
func parseFish(text string) (list *fishList, comments []fishRemark, err error) {
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 {
		return nil, nil, &textError{Offset: i, What: "a NUL or a carriage return, which ends a line for fish and for nobody else"}
	}
	p := &fishParser{text: text}
	defer func() {
		if stop := recover(); stop != nil {
			te, ok := stop.(*textError)
			if !ok {
				panic(stop)
			}
			list, comments, err = nil, nil, te
		}
	}()
	list = p.jobs()
	if p.pos < len(text) {
		p.fail(p.pos, "%q ends no block", p.reserved())
	}
	return list, p.comments, nil
}

// fishReserved are the reserved words.
var fishReserved = strings.Fields("and begin builtin case command else end exec for function if in not or switch time while !")

// reserved is the reserved word that stands here, or "".
func (p *fishParser) reserved() string {
	rest := p.text[p.pos:]
	n := 0
	for n < len(rest) && ('a' <= rest[n] && rest[n] <= 'z' || rest[n] == '!') {
		n++
	}
	ends := n == len(rest) || strings.IndexByte(" \t\n;|<>", rest[n]) >= 0 || rest[n] == ')' && p.parens > 0 ||
		rest[n] == '&' && (n+1 == len(rest) || strings.IndexByte(" \t\n;|<>&)", rest[n+1]) >= 0)
	if !ends || !slices.Contains(fishReserved, rest[:n]) {
		return ""
	}
	return rest[:n]
}

// take reads the reserved word that was seen here.
func (p *fishParser) take(word string) {
	p.pos += len(word)
	p.blank()
}

// taken reads a reserved word that needs a word without a dash behind it.
func (p *fishParser) taken(word string) {
	p.take(word)
	if !p.wordHere() || p.at(0) == '-' {
		p.fail(p.pos, "%s without what it needs", word)
	}
}

// wordHere says whether a word begins here.
func (p *fishParser) wordHere() bool {
	return !p.done() && strings.IndexByte("\n;|<>&", p.at(0)) < 0 && p.redirection() == ""
}

// separators goes past empty lines and semicolons.
func (p *fishParser) separators() {
	for p.blank(); p.at(0) == '\n' || p.at(0) == ';'; p.blank() {
		p.pos++
	}
}

func (p *fishParser) newlines() {
	for p.blank(); p.at(0) == '\n'; p.blank() {
		p.pos++
	}
}

// lineEnd reads the end of the header of a block.
func (p *fishParser) lineEnd(of string) {
	if p.blank(); p.at(0) != '\n' && p.at(0) != ';' {
		p.fail(p.pos, "%s must end its line here", of)
	}
	p.pos++
}

// jobs reads a list, up to the end, a ), or the word that ends its block.
func (p *fishParser) jobs() *fishList {
	list := &fishList{}
	background := false
	for {
		p.separators()
		if p.done() || slices.Contains([]string{"end", "else", "case"}, p.reserved()) {
			return list
		}
		job := p.job()
		if job.join != "" && background {
			p.fail(job.start, "%s behind a command in the background", job.join)
		}
		background = job.background
		list.jobs = append(list.jobs, job)
	}
}

func (p *fishParser) job() *fishJob {
	j := &fishJob{start: p.pos}
	if word := p.reserved(); word == "and" || word == "or" {
		p.taken(word)
		j.join = word
	}
	j.pipelines = append(j.pipelines, p.pipeline(""))
	for p.blank(); ; p.blank() {
		op := p.text[p.pos:min(p.pos+2, len(p.text))]
		if op != "&&" && op != "||" {
			break
		}
		p.pos += 2
		p.newlines()
		j.pipelines = append(j.pipelines, p.pipeline(op))
	}
	last := j.pipelines[len(j.pipelines)-1]
	j.end = last.stmts[len(last.stmts)-1].end
	switch {
	case p.done():
	case p.at(0) == '&':
		j.background = true
		p.pos++
		j.end = p.pos
	case p.at(0) == '\n' || p.at(0) == ';':
		p.pos++
	default:
		p.fail(p.pos, "the command should end here")
	}
	return j
}

func (p *fishParser) pipeline(op string) *fishPipeline {
	line := &fishPipeline{op: op, stmts: []*fishStmt{p.statement(true)}}
	for p.blank(); ; p.blank() {
		pipe := p.redirection()
		if !strings.HasSuffix(pipe, "|") {
			break
		}
		if strings.HasPrefix(pipe, "0") || strings.Contains(pipe, ">>") || p.at(len(pipe)) == '&' {
			p.fail(p.pos, "a pipe that fish does not know")
		}
		p.pos += len(pipe)
		p.newlines()
		if word := p.reserved(); word == "and" || word == "or" {
			p.fail(p.pos, "%s in a pipeline", word)
		}
		line.pipes = append(line.pipes, pipe)
		line.stmts = append(line.stmts, p.statement(false))
	}
	for _, st := range line.stmts {
		if len(line.stmts) > 1 && st.decor == "exec" {
			p.fail(st.start, "exec in a pipeline")
		}
	}
	return line
}

// redirection is the redirection or pipe that stands here, or "": "|", "2>|",
// ">>", "2>&", "&>".
func (p *fishParser) redirection() string {
	rest := p.text[p.pos:]
	n := 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		n++
	}
	digits := n
	has := func(s string) bool {
		found := strings.HasPrefix(rest[n:], s)
		if found {
			n += len(s)
		}
		return found
	}
	switch {
	case n > 0 && (strings.HasPrefix(rest[n:], "&>") || strings.HasPrefix(rest[n:], "&|")):
		p.fail(p.pos, "a number directly before &, which fish takes for a file descriptor")
	case n == 0 && (strings.HasPrefix(rest, "&>") || strings.HasPrefix(rest, "&|")):
		n = 2
		if rest[1] == '>' {
			_ = has(">")
			_ = has("?")
		}
	case n == 0 && strings.HasPrefix(rest, "||"):
		return ""
	case n == 0 && has("|"):
	case has(">"):
		_ = has(">")
		_ = has("|") || has("&") || has("?")
	case has("<"):
		_ = has("&")
	default:
		return ""
	}
	if digits > 4 {
		p.fail(p.pos, "a file descriptor of that number")
	}
	return rest[:n]
}

// prefixes reads what stands before a command: time and then assignments at the
// start of a pipeline, behind not the other way round.
func (p *fishParser) prefixes(st *fishStmt, first bool) {
	timed, assigned, not := !first, false, false
	for {
		start, word := p.pos, p.reserved()
		switch {
		case word == "time":
			if timed || assigned && !not {
				p.fail(p.pos, "time in this place")
			}
			timed = true
		case word == "not" || word == "!":
			timed, assigned, not = false, false, true
		case p.assignment() == 0:
			return
		case not && timed:
			p.fail(p.pos, "NAME=value behind not time")
		default:
			assigned = true
			p.assign(st)
			continue
		}
		p.taken(word)
		st.before = append(st.before, fishPrefix{word: word, start: start})
	}
}

// assign reads NAME=value before a command.
func (p *fishParser) assign(st *fishStmt) {
	start := p.pos
	name := p.text[start : start+p.assignment()]
	p.pos += len(name) + 1
	value := &fishWord{start: p.pos, end: p.pos, value: true}
	if p.pos < len(p.text) && strings.IndexByte(" \t\n;|<>&)", p.at(0)) < 0 && !(p.at(0) == '\\' && p.at(1) == '\n') {
		p.wordInto(value)
	}
	st.before = append(st.before, fishPrefix{word: name, value: value, start: start})
	if p.blank(); !p.wordHere() {
		p.fail(start, "NAME=value without a command; write set NAME value")
	}
}

// assignment is the length of the name in NAME=value, 0 where there is none.
func (p *fishParser) assignment() int {
	rest := p.text[p.pos:]
	n := strings.IndexFunc(rest, func(r rune) bool { return r < 0x80 && !letterOrDigit(r) && r != '_' })
	if n <= 0 || rest[n] != '=' {
		return 0
	}
	if strings.IndexFunc(rest[:n], func(r rune) bool { return r >= 0x80 }) >= 0 {
		p.fail(p.pos, "a name of a variable with other characters than ASCII letters, digits and _")
	}
	return n
}
