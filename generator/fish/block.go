package fish

import (
	"slices"
	"strings"
)

// statement reads one command or block; first says whether it begins a
// pipeline.
func (p *parser) statement(first bool) *Stmt {
	p.nest()
	st := &Stmt{Start: p.pos}
	p.prefixes(st, first)
	switch word := p.reserved(); word {
	case "begin", "if", "while", "for", "function", "switch":
		st.Kind = word
		p.block(st)
	default:
		p.command(st)
	}
	p.depth--
	return st
}

// command reads a simple command.
func (p *parser) command(st *Stmt) {
	if word := p.reserved(); word == "command" || word == "builtin" || word == "exec" {
		from := p.pos
		p.take(word)
		if p.wordHere() && p.at(0) != '-' {
			st.Decor = word
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
	if text, ok := name.Static(); ok && slices.Contains(reservedWords, text) && (raw != text || st.Decor != "" || text == "in" || text == "end" || text == "else" || text == "case") {
		p.fail(at, "the reserved word %s, in quotes or where none can be", text)
	}
	if text, ok := name.Static(); ok && st.Decor == "builtin" && !slices.Contains(builtins, text) {
		p.fail(at, "builtin %s, which not every fish has", text)
	}
	for i, part := range name.Parts {
		if part.Kind == Sub || i == 0 && part.Kind == Active && part.Text == "{" {
			p.fail(at, "a command whose name is a command substitution, or a { }, which versions of fish read in different ways")
		}
	}
	if raw == "$status" {
		p.fail(at, "$status as a command")
	}
	if (raw == "break" || raw == "continue") && p.loops == 0 {
		p.fail(at, "%s outside of a loop", raw)
	}
	st.Words = append(st.Words, name)
	st.End = p.pos
	p.operands(st, true)
}

// builtins are those that fish has had since 3.1, as builtin --names lists them;
// fish refuses a script that asks for another one.
var builtins = strings.Fields("[ argparse bg bind block break breakpoint builtin cd command commandline complete contains continue " +
	"count disown echo emit eval exec exit false fg functions history jobs math printf pwd random read realpath return set set_color " +
	"source status string test true ulimit wait .")

// operands reads words and redirections, up to the end of the command.
func (p *parser) operands(st *Stmt, words bool) {
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
			st.Words = append(st.Words, p.word())
		}
		st.End = p.pos
	}
}

func (p *parser) redirect(st *Stmt, op string) {
	start := p.pos
	p.pos += len(op)
	if strings.HasSuffix(op, "<") && p.at(0) == '?' {
		p.fail(p.pos, "<? which versions of fish read in different ways")
	}
	p.blank()
	if !p.wordHere() {
		p.fail(p.pos, "%s without a file", op)
	}
	st.Redirects = append(st.Redirects, Redirect{start, op, p.word()})
}

// block reads a block from its reserved word to the redirections behind end.
func (p *parser) block(st *Stmt) {
	open := p.pos
	loops := p.loops
	switch st.Kind {
	case "begin":
		if p.take("begin"); p.at(0) == '-' {
			p.fail(p.pos, "begin with an option")
		}
		st.Lists = append(st.Lists, p.jobs())
	case "if":
		p.ifs(st)
	case "while":
		p.taken("while")
		st.Lists = append(st.Lists, p.condition())
		p.loops++
		st.Lists = append(st.Lists, p.jobs())
	case "for":
		p.forHeader(st)
		p.loops++
		st.Lists = append(st.Lists, p.jobs())
	case "function":
		p.taken("function")
		for ; p.wordHere(); p.blank() {
			st.Words = append(st.Words, p.word())
		}
		p.lineEnd("the first line of a function")
		p.loops = 0
		st.Lists = append(st.Lists, p.jobs())
	case "switch":
		p.switches(st)
	}
	p.loops = loops
	if p.reserved() != "end" {
		p.fail(open, "a %s without its end", st.Kind)
	}
	p.pos += len("end")
	st.End = p.pos
	p.operands(st, false)
}

func (p *parser) forHeader(st *Stmt) {
	p.taken("for")
	st.Words = append(st.Words, p.word())
	if p.blank(); p.reserved() != "in" {
		p.fail(p.pos, "for NAME without in")
	}
	for p.take("in"); p.wordHere(); p.blank() {
		st.Words = append(st.Words, p.word())
	}
	p.lineEnd("the first line of a for")
}

// condition reads what an if or while tests: a job, and the following ones that
// begin with and or or.
func (p *parser) condition() *List {
	list := &List{}
	for {
		job := p.job()
		if job.Background {
			p.fail(job.Start, "a condition in the background")
		}
		list.Jobs = append(list.Jobs, job)
		p.separators()
		if word := p.reserved(); word != "and" && word != "or" {
			return list
		}
	}
}

func (p *parser) ifs(st *Stmt) {
	for {
		p.taken("if")
		st.Lists = append(st.Lists, p.condition(), p.jobs())
		if p.reserved() != "else" {
			return
		}
		if p.take("else"); p.reserved() != "if" {
			break
		}
	}
	p.lineEnd("else")
	st.Lists = append(st.Lists, p.jobs())
}

func (p *parser) switches(st *Stmt) {
	p.taken("switch")
	st.Words = append(st.Words, p.word())
	p.lineEnd("the first line of a switch")
	for p.separators(); p.reserved() == "case"; {
		one := &Stmt{Start: p.pos, Kind: "case"}
		for p.take("case"); p.wordHere(); p.blank() {
			one.Words = append(one.Words, p.word())
		}
		p.lineEnd("case")
		one.Lists = append(one.Lists, p.jobs())
		one.End = p.pos
		st.Cases = append(st.Cases, one)
	}
}
