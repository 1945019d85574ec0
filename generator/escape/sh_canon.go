package escape

import (
	"reflect"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

// canon writes down the syntax tree: every field of every node but the
// positions. Words are decoded.
func (l shLanguage) canon(text string) (string, error) {
	file, err := l.parse(text)
	if err != nil {
		return "", err
	}
	return shCanonOf(text, file), nil
}

func shCanonOf(text string, file *syntax.File) string {
	c := &shCanon{}
	c.b.Grow(2 * len(text))
	c.node(reflect.ValueOf(file))
	return c.b.String()
}

type shCanon struct {
	b strings.Builder

	quoted bool // in an expansion in double quotes, where = begins no path (zsh)
}

var (
	shPosType     = reflect.TypeOf(syntax.Pos{})
	shCommentType = reflect.TypeOf(syntax.Comment{})
)

// shFields has the fields of a node's type that say something: all but
// positions and the name of the file.
var shFields sync.Map // reflect.Type to []int

func fieldsOf(t reflect.Type) []int {
	if known, ok := shFields.Load(t); ok {
		return known.([]int)
	}
	var all []int
	for i := range t.NumField() {
		if t.Field(i).Type != shPosType {
			all = append(all, i)
		}
	}
	shFields.Store(t, all)
	return all
}

func (c *shCanon) mark(b byte) {
	c.b.WriteByte(0)
	c.b.WriteByte(b)
}

// node writes any value of the tree.
func (c *shCanon) node(v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		c.node(v.Elem())
	case reflect.Pointer:
		c.pointer(v)
	case reflect.Slice:
		for i := range v.Len() {
			c.node(v.Index(i))
		}
		c.mark(']')
	case reflect.Struct:
		if v.Type() == shCommentType {
			c.mark('#')
			c.b.WriteString(v.Interface().(syntax.Comment).Text)
			return
		}
		c.fields(v)
	case reflect.String:
		c.mark('s')
		c.b.WriteString(v.String())
	case reflect.Bool:
		if v.Bool() {
			c.mark('+')
		} else {
			c.mark('-')
		}
	case reflect.Uint8, reflect.Uint32, reflect.Uint, reflect.Uint64, reflect.Uint16:
		c.mark('n')
		c.number(v.Uint())
	case reflect.Invalid:
		c.mark('_')
	default:
		panic("escape: the syntax tree of mvdan.cc/sh has a " + v.Type().String())
	}
}

func (c *shCanon) number(n uint64) {
	for ; n > 0; n >>= 6 {
		c.b.WriteByte('0' + byte(n&63))
	}
}

func (c *shCanon) pointer(v reflect.Value) {
	if v.IsNil() {
		c.mark('_')
		return
	}
	switch n := v.Interface().(type) {
	case *syntax.Word:
		c.mark('w')
		c.parts(n.Parts, false)
		c.mark(';')
	case *syntax.Redirect:
		c.redirect(n)
	case *syntax.Lit:
		c.mark('l')
		c.b.WriteString(n.Value)
	default:
		c.fields(v.Elem())
	}
}

func (c *shCanon) fields(v reflect.Value) {
	c.mark('{')
	c.b.WriteString(v.Type().Name())
	for _, i := range fieldsOf(v.Type()) {
		c.node(v.Field(i))
	}
	c.mark('}')
}

// parts writes the text of a word: what is quoted or means itself as it is, a
// character that is active behind a mark.
func (c *shCanon) parts(parts []syntax.WordPart, quoted bool) {
	for _, part := range parts {
		switch n := part.(type) {
		case *syntax.Lit:
			c.literal(n.Value, quoted)
		case *syntax.SglQuoted:
			if n.Dollar {
				c.mark('$')
				c.ansi(n.Value)
				c.mark('\'')
			} else {
				c.b.WriteString(n.Value)
			}
		case *syntax.DblQuoted:
			if n.Dollar {
				c.mark('"')
			}
			c.parts(n.Parts, true)
		default:
			c.expansion(part, quoted)
		}
	}
}

func (c *shCanon) expansion(part syntax.WordPart, quoted bool) {
	was := c.quoted
	_, parameter := part.(*syntax.ParamExp)
	c.quoted = parameter && quoted
	c.mark('(')
	c.node(reflect.ValueOf(quoted))
	c.node(reflect.ValueOf(part))
	c.mark(')')
	c.quoted = was
}

// literal decodes the backslashes of unquoted text, or of text in double
// quotes.
func (c *shCanon) literal(s string, quoted bool) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (!quoted || strings.IndexByte("$`\"\\\n", s[i+1]) >= 0):
			i++
			if s[i] != '\n' {
				c.b.WriteByte(s[i])
			}
		case !quoted && (strings.IndexByte("*?[]{}~^#!()$<>|&;\\", s[i]) >= 0 || s[i] == '=' && i == 0 && !c.quoted):
			c.mark(s[i])
		default:
			c.b.WriteByte(s[i])
		}
	}
}

// ansi decodes the two escapes that are written between $' and '; others are
// left as they are, behind a mark.
func (c *shCanon) ansi(s string) {
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			c.b.WriteByte(s[i])
			continue
		}
		i++
		if s[i] != '\\' && s[i] != '\'' {
			c.mark('\\')
		}
		c.b.WriteByte(s[i])
	}
}

// redirect keeps what the text of a here-document depends on: whether its
// delimiter is quoted.
func (c *shCanon) redirect(n *syntax.Redirect) {
	c.mark('r')
	c.number(uint64(n.Op))
	c.node(reflect.ValueOf(n.N))
	c.node(reflect.ValueOf(n.Word))
	if n.Hdoc == nil {
		return
	}
	c.mark('<')
	if quoted(n.Word) {
		c.mark('\'')
		for _, part := range n.Hdoc.Parts {
			c.b.WriteString(part.(*syntax.Lit).Value)
		}
	} else {
		c.hdoc(n.Hdoc)
	}
	c.mark(';')
}

// hdoc decodes a here-document that expands, in which a double quote is plain
// text.
func (c *shCanon) hdoc(w *syntax.Word) {
	for _, part := range w.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			c.parts([]syntax.WordPart{part}, true)
			continue
		}
		s := lit.Value
		for i := 0; i < len(s); i++ {
			if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("$`\\\n", s[i+1]) >= 0 {
				i++
				if s[i] == '\n' {
					continue
				}
			}
			c.b.WriteByte(s[i])
		}
	}
}
