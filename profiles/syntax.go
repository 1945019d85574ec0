package profiles

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxSize is far above any profile and keeps the YAML parser, whose time grows
// faster than its input, from being the slow part.
const maxSize = 64 << 10

// A posError is one thing wrong at one place.
type posError struct {
	file      string
	line, col int // from 1; columns count characters
	text      string
	err       error // what text says, if it came from elsewhere
}

func (e posError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.file, e.line, e.col, e.text)
}

func (e posError) Unwrap() error { return e.err }

// start is the position of complaints about a file as a whole.
var start node = ast.Null(token.New("", "", &token.Position{Line: 1, Column: 1}))

// errorAt adds an error at the node.
func (d *document) errorAt(n node, format string, args ...any) {
	line, col := position(n)
	d.errs = append(d.errs, posError{d.file, line, col, fmt.Sprintf(format, args...), nil})
}

// positions says where each value of the document was written.
func (d *document) positions() map[string]string {
	all := map[string]string{}
	for path, n := range d.seen {
		line, col := position(n)
		all[path] = fmt.Sprintf("%s:%d:%d", d.file, line, col)
	}
	return all
}

// wrap adds err, which the caller may want to recognise, at the node.
func (d *document) wrap(n node, err error) {
	line, col := position(n)
	d.errs = append(d.errs, posError{d.file, line, col, err.Error(), err})
}

// err returns all errors in the order of the file.
func (d *document) err() error {
	slices.SortStableFunc(d.errs, func(a, b posError) int {
		return cmp.Or(a.line-b.line, a.col-b.col)
	})
	var list []error
	for _, e := range d.errs {
		list = append(list, e)
	}
	return errors.Join(list...)
}

// position returns where a node begins. The token of a block mapping is its
// first colon; the mapping begins at the key before.
func position(n node) (line, col int) {
	switch m := n.(type) {
	case *ast.MappingNode:
		if len(m.Values) > 0 && !m.IsFlowStyle {
			return position(m.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return position(m.Key)
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line, t.Position.Column
	}
	return 1, 1
}

// parse returns the one value of the file, which is to become a t, or nil.
func (d *document) parse(src []byte, t reflect.Type) node {
	src, ok := d.clean(src)
	if !ok {
		return nil
	}
	// A duplicate key is reported later, together with other errors.
	f, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		d.syntaxError(err)
		return nil
	}
	if len(f.Docs) == 0 || f.Docs[0].Body == nil {
		d.errorAt(start, "the file is empty; have %s", strings.Join(keysOf(t), ", "))
		return nil
	}
	if f.Docs[0].Body.Type() == ast.DirectiveType {
		d.errorAt(f.Docs[0].Body, "a directive; want plain YAML")
		return nil
	}
	if len(f.Docs) > 1 {
		d.errorAt(startOf(f.Docs[1]), "a second document begins; want one in a file")
		return nil
	}
	return f.Docs[0].Body
}

func startOf(doc *ast.DocumentNode) node {
	switch {
	case doc.Start != nil:
		return ast.Null(doc.Start)
	case doc.Body != nil:
		return doc.Body
	}
	return start
}

// clean takes off a byte order mark and carriage returns, as editors on Windows
// leave them, and refuses what is no text.
func (d *document) clean(src []byte) ([]byte, bool) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	if len(src) > maxSize {
		d.errorAt(start, "the file has %d bytes; want at most %d", len(src), maxSize)
		return nil, false
	}
	line, col := 1, 1
	for rest := src; len(rest) > 0; col++ {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			d.errorAt(nodeAt(line, col), "byte %#02x is not UTF-8; save the file as UTF-8", rest[0])
			return nil, false
		case r == '\n':
			line, col = line+1, 0
		case unicode.IsControl(r) && r != '\t':
			d.errorAt(nodeAt(line, col), "control character %U; want plain text", r)
			return nil, false
		}
		rest = rest[size:]
	}
	return src, true
}

func nodeAt(line, col int) node {
	return ast.Null(token.New("", "", &token.Position{Line: line, Column: col}))
}

// syntaxError takes the position out of the YAML parser's error.
func (d *document) syntaxError(err error) {
	var located interface {
		GetMessage() string
		GetToken() *token.Token
	}
	if errors.As(err, &located) && located.GetToken() != nil {
		text := strings.ReplaceAll(located.GetMessage(), "\t", `\t`)
		d.errorAt(ast.Null(located.GetToken()), "%s; want YAML", text)
		return
	}
	d.errorAt(start, "%s; want YAML", err)
}

// stringOf returns the value of what is written as a string.
func stringOf(n node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode: // a block, | or >
		return n.Value.Value, true
	}
	return "", false
}

// isScalar reports whether quoting n would make it a string.
func isScalar(n node) bool {
	switch n.Type() {
	case ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType, ast.BoolType:
		return true
	}
	return false
}

// kinds names the kinds of nodes in messages. Anchors, aliases and tags are not
// read, because they make one line mean what another says.
var kinds = map[ast.NodeType]string{
	ast.NullType:         "null",
	ast.BoolType:         "a boolean",
	ast.IntegerType:      "a number",
	ast.FloatType:        "a number",
	ast.InfinityType:     "a number",
	ast.NanType:          "a number",
	ast.StringType:       "a string",
	ast.LiteralType:      "a string",
	ast.MappingType:      "a mapping",
	ast.MappingValueType: "a mapping",
	ast.SequenceType:     "a list",
	ast.AnchorType:       "an anchor, which is not read",
	ast.AliasType:        "an alias, which is not read",
	ast.TagType:          "a tag, which is not read",
	ast.MergeKeyType:     "a merge key",
	ast.MappingKeyType:   "a complex key",
	ast.DirectiveType:    "a directive",
}

func kindOf(n node) string {
	if kind, ok := kinds[n.Type()]; ok {
		return kind
	}
	return "something else"
}
