package escape

import (
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// canon writes down what a script means: the text of words decoded, all else
// behind marks.
func (l fishLanguage) canon(text string) (string, error) {
	script, err := parseFish(text)
	if err != nil {
		return "", err
	}
	c := &fishCanon{}
	c.b.Grow(2 * len(text))
	c.list(script.List)
	for _, remark := range script.Comments {
		c.mark('#')
		c.b.WriteString(text[remark.Start:remark.End])
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

func (c *fishCanon) list(list *fish.List) {
	c.mark('{')
	for _, job := range list.Jobs {
		c.note('j', job.Join)
		for _, line := range job.Pipelines {
			c.note('l', line.Op)
			for i, st := range line.Stmts {
				if i > 0 {
					c.note('|', line.Pipes[i-1])
				}
				c.statement(st)
			}
		}
		if job.Background {
			c.mark('&')
		}
	}
	c.mark('}')
}

func (c *fishCanon) statement(st *fish.Stmt) {
	for _, before := range st.Before {
		c.note('b', strings.ReplaceAll(before.Word, "!", "not"))
		if before.Value != nil {
			c.mark('=')
			c.parts(before.Value.Parts)
		}
	}
	c.note('s', st.Kind)
	c.note('d', st.Decor)
	for _, w := range st.Words {
		c.mark('w')
		if st.Kind == "case" {
			c.pattern(w.Parts)
		} else {
			c.parts(w.Parts)
		}
	}
	for _, r := range st.Redirects {
		c.note('r', r.Op)
		c.mark('w')
		c.parts(r.Target.Parts)
	}
	for _, list := range st.Lists {
		c.list(list)
	}
	for _, one := range st.Cases {
		c.statement(one)
	}
	c.mark('.')
}

func (c *fishCanon) parts(parts []fish.Part) {
	for _, part := range parts {
		if part.Kind == fish.Text {
			c.b.WriteString(part.Text)
		} else {
			c.part(part)
		}
	}
}

// part writes one that is no plain text.
func (c *fishCanon) part(part fish.Part) {
	if part.Quote == fish.Double {
		c.mark('"')
	}
	switch part.Kind {
	case fish.Active:
		c.note('a', part.Text)
		c.mark(';')
	case fish.Var:
		for range part.Dollars {
			c.mark('$')
		}
		c.b.WriteString(part.Text)
	case fish.Sub:
		c.mark('(')
		c.list(part.List)
	}
	if part.Indexed {
		c.mark('[')
		c.parts(part.Index)
		c.mark(']')
	}
	c.mark(';')
}

// pattern writes a pattern of case, in which * and ? are active whether quoted
// or not, and a backslash, once decoded, takes that from them.
func (c *fishCanon) pattern(parts []fish.Part) {
	for i := 0; i < len(parts); {
		var run strings.Builder
		for ; i < len(parts) && (parts[i].Kind == fish.Text || parts[i].Kind == fish.Active && strings.Contains("*?", parts[i].Text)); i++ {
			run.WriteString(parts[i].Text)
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
