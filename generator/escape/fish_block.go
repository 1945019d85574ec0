package escape

import (
	"slices"
	"strings"
)

// statement reads one command or block; first says whether it begins a
// pipeline.
func (p *fishParser) statement(first bool) *fishStmt {
	p.nest()
	st := &fishStmt{start: p.pos}
	p.prefixes(st, first)
	switch word := p.reserved(); word {
	case "begin", "if", "while", "for", "function", "switch":
		st.kind = word
		p.block(st)
	default:
		p.command(st)
	}
	p.depth--
	return st
}

// command reads a simple command.
func (p *fishParser) command(st *fishStmt) {
	if word := p.reserved(); word == "command" || word == "builtin" || word == "exec" {
		from := p.pos
		p.take(word)
		if p.wordHere() && p.at(0) != '-' {
			st.decor = word
		} else {
			p.pos = from
		}
	}
	at := p.pos
	if !p.wordHere() {
		p.fail(at, "a command is missing here")
	}
	name := p.word()
	raw := p.text[at:p.pos]
	if text, ok := name.static(); ok && slices.Contains(fishReserved, text) && (raw != text || st.decor != "" || text == "in" || text == "end" || text == "else" || text == "case") {
		p.fail(at, "the reserved word %s, in quotes or where none can be", text)
	}
	for i, part := range name.parts {
		if part.kind == fishSub || i == 0 && part.kind == fishActive && part.text == "{" {
			p.fail(at, "a command whose name is a command substitution, or a { }, which versions of fish read in different ways")
		}
	}
	if raw == "$status" {
		p.fail(at, "$status as a command")
	}
	if (raw == "break" || raw == "continue") && p.loops == 0 {
		p.fail(at, "%s outside of a loop", raw)
	}
	st.words = append(st.words, name)
	st.end = p.pos
	p.operands(st, true)
}

// operands reads words and redirections, up to the end of the command.
func (p *fishParser) operands(st *fishStmt, words bool) {
	for p.blank(); ; p.blank() {
		op := p.redirection()
		switch {
		case strings.HasSuffix(op, "|"):
			return
		case op != "":
			p.redirect(st, op)
		case !p.wordHere():
			return
		case !words:
			p.fail(p.pos, "a word behind the end of a block")
		default:
			st.words = append(st.words, p.word())
		}
		st.end = p.pos
	}
}

func (p *fishParser) redirect(st *fishStmt, op string) {
	p.pos += len(op)
	if strings.HasSuffix(op, "<") && p.at(0) == '?' {
		p.fail(p.pos, "<? which versions of fish read in different ways")
	}
	p.blank()
	if !p.wordHere() {
		p.fail(p.pos, "%s without a file", op)
	}
	st.redirects = append(st.redirects, fishRedirect{op, p.word()})
}

// block reads a block from its reserved word to the redirections behind end.
func (p *fishParser) block(st *fishStmt) {
	open := p.pos
	loops := p.loops
	switch st.kind {
	case "begin":
		if p.take("begin"); p.at(0) == '-' {
			p.fail(p.pos, "begin with an option")
		}
		st.lists = append(st.lists, p.jobs())
	case "if":
		p.ifs(st)
	case "while":
		p.taken("while")
		st.lists = append(st.lists, p.condition())
		p.loops++
		st.lists = append(st.lists, p.jobs())
	case "for":
		p.forHeader(st)
		p.loops++
		st.lists = append(st.lists, p.jobs())
	case "function":
		p.taken("function")
		for ; p.wordHere(); p.blank() {
			st.words = append(st.words, p.word())
		}
		p.lineEnd("the first line of a function")
		p.loops = 0
		st.lists = append(st.lists, p.jobs())
	case "switch":
		p.switches(st)
	}
	p.loops = loops
	if p.reserved() != "end" {
		p.fail(open, "a %s without its end", st.kind)
	}
	p.pos += len("end")
	st.end = p.pos
	p.operands(st, false)
}

func (p *fishParser) forHeader(st *fishStmt) {
	p.taken("for")
	st.words = append(st.words, p.word())
	if p.blank(); p.reserved() != "in" {
		p.fail(p.pos, "for NAME without in")
	}
	for p.take("in"); p.wordHere(); p.blank() {
		st.words = append(st.words, p.word())
	}
	p.lineEnd("the first line of a for")
}

// condition reads what an if or while tests: a job, and the following ones that
// begin with and or or.
func (p *fishParser) condition() *fishList {
	list := &fishList{}
	for {
		job := p.job()
		if job.background {
			p.fail(job.start, "a condition in the background")
		}
		list.jobs = append(list.jobs, job)
		p.separators()
		if word := p.reserved(); word != "and" && word != "or" {
			return list
		}
	}
}

func (p *fishParser) ifs(st *fishStmt) {
	for {
		p.taken("if")
		st.lists = append(st.lists, p.condition(), p.jobs())
		if p.reserved() != "else" {
			return
		}
		if p.take("else"); p.reserved() != "if" {
			break
		}
	}
	p.lineEnd("else")
	st.lists = append(st.lists, p.jobs())
}

func (p *fishParser) switches(st *fishStmt) {
	p.taken("switch")
	st.words = append(st.words, p.word())
	p.lineEnd("the first line of a switch")
	for p.separators(); p.reserved() == "case"; {
		one := &fishStmt{start: p.pos, kind: "case"}
		for p.take("case"); p.wordHere(); p.blank() {
			one.words = append(one.words, p.word())
		}
		p.lineEnd("case")
		one.lists = append(one.lists, p.jobs())
		one.end = p.pos
		st.cases = append(st.cases, one)
	}
}
