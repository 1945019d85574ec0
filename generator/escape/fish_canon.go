package escape

import "strings"

// canon writes down what a script means: the text of words decoded, all else
// behind marks.
func (l fishLanguage) canon(text string) (string, error) {
	list, comments, err := parseFish(text)
	if err != nil {
		return "", err
	}
	c := &fishCanon{}
	c.b.Grow(2 * len(text))
	c.list(list)
	for _, remark := range comments {
		c.mark('#')
		c.b.WriteString(text[remark.start:remark.end])
	}
	return c.b.String(), nil
}

type fishCanon struct{ b strings.Builder }

func (c *fishCanon) mark(b byte) {
	c.b.WriteByte(0)
	c.b.WriteByte(b)
}

func (c *fishCanon) note(b byte, text string) {
	c.mark(b)
	c.b.WriteString(text)
}

func (c *fishCanon) list(list *fishList) {
	c.mark('{')
	for _, job := range list.jobs {
		c.note('j', job.join)
		for _, line := range job.pipelines {
			c.note('l', line.op)
			for i, st := range line.stmts {
				if i > 0 {
					c.note('|', line.pipes[i-1])
				}
				c.statement(st)
			}
		}
		if job.background {
			c.mark('&')
		}
	}
	c.mark('}')
}

func (c *fishCanon) statement(st *fishStmt) {
	for _, before := range st.before {
		c.note('b', strings.ReplaceAll(before.word, "!", "not"))
		if before.value != nil {
			c.mark('=')
			c.parts(before.value.parts)
		}
	}
	c.note('s', st.kind)
	c.note('d', st.decor)
	for _, w := range st.words {
		c.mark('w')
		if st.kind == "case" {
			c.pattern(w.parts)
		} else {
			c.parts(w.parts)
		}
	}
	for _, r := range st.redirects {
		c.note('r', r.op)
		c.mark('w')
		c.parts(r.target.parts)
	}
	for _, list := range st.lists {
		c.list(list)
	}
	for _, one := range st.cases {
		c.statement(one)
	}
	c.mark('.')
}

func (c *fishCanon) parts(parts []fishPart) {
	for _, part := range parts {
		if part.kind == fishText {
			c.b.WriteString(part.text)
		} else {
			c.part(part)
		}
	}
}

// part writes one that is no plain text.
func (c *fishCanon) part(part fishPart) {
	if part.quote == fishDouble {
		c.mark('"')
	}
	switch part.kind {
	case fishActive:
		c.note('a', part.text)
		c.mark(';')
	case fishVar:
		for range part.dollars {
			c.mark('$')
		}
		c.b.WriteString(part.text)
	case fishSub:
		c.mark('(')
		c.list(part.list)
	}
	if part.indexed {
		c.mark('[')
		c.parts(part.index)
		c.mark(']')
	}
	c.mark(';')
}

// pattern writes a pattern of case, in which * and ? are active whether quoted
// or not, and a backslash, once decoded, takes that from them.
func (c *fishCanon) pattern(parts []fishPart) {
	for i := 0; i < len(parts); {
		var run strings.Builder
		for ; i < len(parts) && (parts[i].kind == fishText || parts[i].kind == fishActive && strings.Contains("*?", parts[i].text)); i++ {
			run.WriteString(parts[i].text)
		}
		c.wildcards(run.String())
		if i < len(parts) {
			c.part(parts[i])
			i++
		}
	}
}

func (c *fishCanon) wildcards(s string) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '*' || s[i] == '?':
			c.mark(s[i])
		case s[i] == '\\' && i+1 < len(s) && s[i+1] == '*':
			i++
			c.b.WriteByte('*')
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || s[i+1] == '?'):
			i++
			c.note('\\', s[i:i+1])
		default:
			c.b.WriteByte(s[i])
		}
	}
}
