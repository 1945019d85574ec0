package fish

import (
	"slices"
	"strings"
)

// reservedWords are the reserved words.
var reservedWords = strings.Fields("and begin builtin case command else end exec for function if in not or switch time while !")

// reserved is the reserved word that stands here, or "".
func (p *parser) reserved() string {
	rest := p.text[p.pos:]
	n := 0
	for n < len(rest) && ('a' <= rest[n] && rest[n] <= 'z' || rest[n] == '!') {
		n++
	}
	ends := n == len(rest) || strings.IndexByte(" \t\n;|<>", rest[n]) >= 0 || rest[n] == ')' && p.parens > 0 ||
		rest[n] == '&' && (n+1 == len(rest) || strings.IndexByte(" \t\n;|<>&)", rest[n+1]) >= 0)
	if !ends || !slices.Contains(reservedWords, rest[:n]) {
		return ""
	}
	return rest[:n]
}

// take reads the reserved word that was seen here.
func (p *parser) take(word string) {
	p.pos += len(word)
	p.blank()
}

// taken reads a reserved word that needs a word without a dash behind it.
func (p *parser) taken(word string) {
	p.take(word)
	if !p.wordHere() || p.at(0) == '-' {
		p.fail(p.pos, "%s without what it needs", word)
	}
}

// wordHere says whether a word begins here.
func (p *parser) wordHere() bool {
	return !p.done() && strings.IndexByte("\n;|<>&", p.at(0)) < 0 && p.redirection() == ""
}

// separators goes past empty lines and semicolons.
func (p *parser) separators() {
	for p.blank(); p.at(0) == '\n' || p.at(0) == ';'; p.blank() {
		p.pos++
	}
}

func (p *parser) newlines() {
	for p.blank(); p.at(0) == '\n'; p.blank() {
		p.pos++
	}
}

// lineEnd reads the end of the header of a block.
func (p *parser) lineEnd(of string) {
	if p.blank(); p.at(0) != '\n' && p.at(0) != ';' {
		p.fail(p.pos, "%s must end its line here", of)
	}
	p.pos++
}

// jobs reads a list, up to the end, a ), or the word that ends its block.
func (p *parser) jobs() *List {
	list := &List{}
	background := false
	for {
		p.separators()
		if p.done() || slices.Contains([]string{"end", "else", "case"}, p.reserved()) {
			return list
		}
		job := p.job()
		if job.Join != "" && background {
			p.fail(job.Start, "%s behind a command in the background", job.Join)
		}
		background = job.Background
		list.Jobs = append(list.Jobs, job)
	}
}

func (p *parser) job() *Job {
	j := &Job{Start: p.pos}
	if word := p.reserved(); word == "and" || word == "or" {
		p.taken(word)
		j.Join = word
	}
	j.Pipelines = append(j.Pipelines, p.pipeline(""))
	for p.blank(); ; p.blank() {
		op := p.text[p.pos:min(p.pos+2, len(p.text))]
		if op != "&&" && op != "||" {
			break
		}
		p.pos += 2
		p.newlines()
		j.Pipelines = append(j.Pipelines, p.pipeline(op))
	}
	last := j.Pipelines[len(j.Pipelines)-1]
	j.End = last.Stmts[len(last.Stmts)-1].End
	switch {
	case p.done():
	case p.at(0) == '&':
		j.Background = true
		p.pos++
		j.End = p.pos
	case p.at(0) == '\n' || p.at(0) == ';':
		p.pos++
	default:
		p.fail(p.pos, "the command should end here")
	}
	return j
}

func (p *parser) pipeline(op string) *Pipeline {
	line := &Pipeline{Op: op, Stmts: []*Stmt{p.statement(true)}}
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
		line.Pipes = append(line.Pipes, pipe)
		line.Stmts = append(line.Stmts, p.statement(false))
	}
	for _, st := range line.Stmts {
		if len(line.Stmts) > 1 && st.Decor == "exec" {
			p.fail(st.Start, "exec in a pipeline")
		}
	}
	return line
}

// redirection is the redirection or pipe that stands here, or "": "|", "2>|",
// ">>", "2>&", "&>".
func (p *parser) redirection() string {
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
func (p *parser) prefixes(st *Stmt, first bool) {
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
		st.Before = append(st.Before, Prefix{Word: word, Start: start})
	}
}

// assign reads NAME=value before a command.
func (p *parser) assign(st *Stmt) {
	start := p.pos
	name := p.text[start : start+p.assignment()]
	p.pos += len(name) + 1
	value := &Word{Start: p.pos, End: p.pos, value: true}
	if p.pos < len(p.text) && strings.IndexByte(" \t\n;|<>&)", p.at(0)) < 0 && !(p.at(0) == '\\' && p.at(1) == '\n') {
		p.wordInto(value)
	}
	st.Before = append(st.Before, Prefix{Word: name, Value: value, Start: start})
	if p.blank(); !p.wordHere() {
		p.fail(start, "NAME=value without a command; write set NAME value")
	}
}

// assignment is the length of the name in NAME=value, 0 where there is none.
func (p *parser) assignment() int {
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
