package powershell

import (
	"slices"
	"strings"
)

// pipeline reads an assignment, or elements with a | between them.
func (p *parser) pipeline() Statement {
	defer p.enter()()
	start := p.tok.Start
	s := &Pipeline{}
	if p.startsCommand() {
		s.Elements = append(s.Elements, p.command())
	} else {
		x := p.expr()
		if op := p.assignment(); op != "" {
			return p.assign(start, x, op)
		}
		s.Elements = append(s.Elements, x)
	}
	for p.is("|") {
		if after := p.peek(); isToken(p.text, after, "|") && !after.Spaced {
			p.unexpected()
		}
		p.advance()
		p.lines()
		if !p.startsCommand() {
			p.fail(p.tok.Start, "no command behind a |")
		}
		s.Elements = append(s.Elements, p.command())
	}
	s.Span = p.from(start)
	return s
}

// startsCommand says whether a command begins here, and not an expression.
func (p *parser) startsCommand() bool {
	if p.tok.Kind != TokenWord {
		return false
	}
	if p.is("&") || p.is(".") || p.text[p.tok.Start] == '`' {
		return true
	}
	return isCommand(p.tok.Text)
}

// assignment is the operator of an assignment that stands here, "" if none.
func (p *parser) assignment() string {
	if p.is("=") {
		return "="
	}
	after := p.peek()
	for _, op := range []string{"+", "-", "*", "/", "%"} {
		if p.is(op) && isToken(p.text, after, "=") && !after.Spaced {
			return op + "="
		}
	}
	return ""
}

// assign reads an assignment from its operator on.
func (p *parser) assign(start int, target Expr, op string) Statement {
	p.mustBePlace(target)
	if p.advance(); len(op) == 2 {
		p.advance()
	}
	p.lines()
	s := &Assign{Target: target, Op: op, Value: p.value()}
	s.Span = p.from(start)
	return s
}

// mustBePlace fails where an expression cannot be assigned to.
func (p *parser) mustBePlace(x Expr) {
	switch x := x.(type) {
	case *Variable:
		return
	case *Index:
		return
	case *Member:
		if !x.Call {
			return
		}
	case *Cast:
		p.mustBePlace(x.X)
		return
	case *ArrayLit:
		for _, item := range x.Items {
			p.mustBePlace(item)
		}
		return
	}
	at := x.Where()
	p.fail(at.Start, "%s cannot be assigned to", p.text[at.Start:min(at.End, at.Start+40)])
}

// value reads what is assigned: a statement that gives something.
func (p *parser) value() Statement {
	switch p.keyword() {
	case "if", "foreach", "for", "while", "do", "switch", "try":
		return p.statement()
	}
	p.refuseKeyword(p.keyword())
	if p.ends() {
		p.unexpected()
	}
	return p.pipeline()
}

// command reads a command with its arguments.
func (p *parser) command() *Command {
	defer p.inBrackets()()
	start := p.tok.Start
	c := &Command{}
	if p.is("&") || p.is(".") {
		c.Invoke = p.tok.Text[0]
		if after := p.peek(); isToken(p.text, after, "&") && !after.Spaced {
			p.unexpected()
		}
		p.advance()
	}
	c.Name = p.commandName(c.Invoke)
	p.arguments(c)
	c.Span = p.from(start)
	return c
}

func (p *parser) commandName(invoke byte) Expr {
	t := p.tok
	switch {
	case t.Kind == TokenWord && p.text[t.Start] == '`':
		p.fail(t.Start, "a backtick in the name of a command")
	case ownKeywords[p.keyword()] && (p.keyword() != "foreach" || invoke != 0):
		p.fail(t.Start, "the keyword %s where a command or a value is wanted", t.Text)
	case t.Kind == TokenWord && isCommand(t.Text):
		p.advance()
		if !p.tok.Spaced && p.is("(") {
			p.fail(p.tok.Start, "a ( directly behind the command %s makes one argument of all; write %s A B", t.Text, t.Text)
		}
		p.apart()
		return &String{Span: Span{t.Start, t.End}, Text: t.Text}
	case invoke == 0 || t.Kind == TokenWord || p.ends() || p.is("[") || p.is("@{") || p.is("@("):
		p.unexpected()
	}
	return p.item()
}

// arguments reads those of a command, up to the end of the statement or a |.
func (p *parser) arguments(c *Command) {
	for !p.ends() && !p.is("|") {
		switch stream, found := p.redirection(); {
		case found:
			c.Redirs = append(c.Redirs, p.redir(stream))
		case p.is("&") || p.is("<") || p.is(","):
			p.unexpected()
		case p.is("="):
			p.fail(p.tok.Start, "a = among the arguments of a command; an assignment begins a line, and its variable has a $")
		default:
			c.Args = append(c.Args, p.argument(c))
		}
	}
}

// argument reads a parameter or a value.
func (p *parser) argument(c *Command) Arg {
	start := p.tok.Start
	flag, value, hasColon := strings.Cut(p.tok.Text, ":")
	if !strings.HasPrefix(p.keyword(), "-") || !flagForm.MatchString(flag) {
		x := p.list(p.item)
		return Arg{p.from(start), "", x}
	}
	if strings.EqualFold(flag, "-parallel") && forEachNames[c.name()] {
		p.fail(start, "-Parallel is of PowerShell 7 only")
	}
	if hasColon {
		p.split(len(flag) + 1)
	}
	p.advance()
	if !hasColon {
		p.apart()
		return Arg{Span: p.from(start), Flag: flag}
	}
	if value == "" && p.ends() {
		p.unexpected()
	}
	x := p.list(p.item)
	return Arg{p.from(start), flag, x}
}

var forEachNames = set("foreach-object foreach %")

// name is the name of a command in lower case, "" if it is not fixed.
func (c *Command) name() string {
	if s, ok := c.Name.(*String); ok {
		return strings.ToLower(s.Text)
	}
	return ""
}

// apart fails if the token at hand touches the one before.
func (p *parser) apart() {
	if p.tok.Spaced || p.ends() || p.is(",") || p.is("|") {
		return
	}
	p.fail(p.tok.Start, "%q touches what is before it; write both as one string in quotes, or with a blank between them", p.text[p.tok.Start:min(p.tok.End, p.tok.Start+40)])
}

// redirection says whether one begins here, and of which stream.
func (p *parser) redirection() (stream string, found bool) {
	if p.is(">") {
		return "", true
	}
	after := p.peek()
	if isToken(p.text, after, ">") && !after.Spaced && (p.is("*") || p.keyword() != "" && streamForm.MatchString(p.tok.Text)) {
		return p.tok.Text, true
	}
	return "", false
}

func (p *parser) redir(stream string) Redir {
	r := Redir{Stream: stream}
	start := p.tok.Start
	if stream != "" {
		p.advance()
	}
	if p.advance(); p.is(">") && !p.tok.Spaced {
		r.Append = true
		p.advance()
	}
	if p.is("&") && !p.tok.Spaced {
		p.advance()
		if p.tok.Spaced || !p.is("1") || r.Append {
			p.fail(p.tok.Start, "only >&1 is known")
		}
		r.Into = "1"
		p.advance()
		p.apart()
	} else {
		r.To = p.item()
	}
	r.Span = p.from(start)
	return r
}

// item reads one value among the arguments of a command.
func (p *parser) item() Expr {
	t := p.tok
	var x Expr
	switch {
	case t.Kind == TokenWord:
		x = p.bare()
	case t.Kind == TokenVar && t.Text[0] == '@':
		x = newVariable(t)
		p.advance()
	case t.Kind == TokenVar, p.is("("):
		x = p.postfix(p.primary())
	case p.is("["):
		p.fail(t.Start, "a [ among the arguments of a command is text; write it in quotes, or a type in ( )")
	default:
		x = p.primary()
	}
	if t.Kind == TokenWord && p.is("(") {
		return x // New-Object Type(1): the bracket is the next argument
	}
	p.apart()
	return x
}

// bare reads a bare word: words that touch.
func (p *parser) bare() Expr {
	t := p.tok
	if p.text[t.Start] == '`' {
		p.advance()
		return &String{Span: Span{t.Start, t.End}, Text: t.Text}
	}
	word := ""
	for {
		word += p.tok.Text
		p.advance()
		if p.tok.Kind != TokenWord || p.tok.Spaced || slices.Contains([]string{",", "|", "&", "<", ">"}, p.tok.Text) {
			break
		}
	}
	at := p.from(t.Start)
	switch {
	case !isBare(word):
		p.fail(t.Start, "%q is no bare word; write it in quotes", word)
	case newNumberForm.MatchString(word):
		p.fail(t.Start, "%s is a number in PowerShell 7 only; write it in quotes", word)
	case numberForm.FindString(strings.TrimPrefix(word, "-")) == strings.TrimPrefix(word, "-"):
		return &Number{at, word}
	}
	return &String{Span: at, Text: word}
}
