// Package roff reads the part of roff that our manual pages are written in: the
// macros of man(7) for headings, paragraphs and fonts, quoted arguments, and a few
// escapes. What it does not know is an error, so that nothing in a page calls a
// request that reads files or runs programs.
package roff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Kind is what a token is.
type Kind byte

// The kinds of tokens.
const (
	Text    Kind = 't' // of a line that is set as text
	Quoted  Kind = 'q' // an argument of a macro, between double quotes
	Macro   Kind = 'm' // the name of a macro: "SH"
	Comment Kind = 'c' // behind .\"
)

// A Token is a part of a line.
type Token struct {
	Kind       Kind
	Start, End int    // in the text, bytes
	Line       bool   // it begins a line
	Plain      string // as it is read: escapes decoded, a change of font as NUL and its letter
}

// An Error is where a text is not of our part of roff.
type Error struct {
	Offset int
	What   string
}

func (e *Error) Error() string { return e.What }

// macros are those of man(7) that we write. Lines without arguments that begin a
// paragraph, a list or a display, and those that have arguments between quotes.
var macros = strings.Fields("TH SH SS PP TP IP RS RE EX EE B I BR IR")

// escapes are what may stand behind a backslash, and what each is read as.
var escapes = map[string]string{
	"e": `\`, "-": "-", "&": "", "(dq": `"`, "(aq": "'", "(ga": "`", "(ha": "^", "(ti": "~",
	"fB": "\x00B", "fI": "\x00I", "fR": "\x00R",
}

// Parse reads a text.
func Parse(text string) ([]Token, error) {
	var tokens []Token
	for start := 0; start < len(text); {
		line, _, _ := strings.Cut(text[start:], "\n")
		found, err := parseLine(line, start)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, found...)
		start += len(line) + 1
	}
	return tokens, nil
}

func parseLine(line string, start int) ([]Token, error) {
	rest, comment := strings.CutPrefix(line, `.\" `)
	switch {
	case comment:
		return []Token{{Comment, start + len(line) - len(rest), start + len(line), false, rest}}, nil
	case strings.HasPrefix(line, "."):
		return parseMacro(line, start)
	case strings.HasPrefix(line, "'"):
		return nil, &Error{start, `a line that begins with '; write \(aq`}
	}
	plain, err := decode(line, start)
	return []Token{{Text, start, start + len(line), true, plain}}, err
}

// parseMacro reads a line such as .SH "NAME".
func parseMacro(line string, start int) ([]Token, error) {
	name, _, _ := strings.Cut(line[1:], " ")
	if !slices.Contains(macros, name) {
		return nil, &Error{start, fmt.Sprintf("the macro %q; have %s", name, strings.Join(macros, " "))}
	}
	tokens := []Token{{Macro, start, start + 1 + len(name), true, name}}
	for at := 1 + len(name); at < len(line); {
		if !strings.HasPrefix(line[at:], ` "`) {
			return nil, &Error{start + at, "an argument without quotes"}
		}
		from := at + 2
		length := strings.IndexByte(line[from:], '"')
		if length < 0 {
			return nil, &Error{start + from, "a quote that nothing closes"}
		}
		plain, err := decode(line[from:from+length], start+from)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, Token{Quoted, start + from, start + from + length, false, plain})
		at = from + length + 1
	}
	return tokens, nil
}

// decode reads the escapes of a piece of a line.
func decode(text string, start int) (string, error) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			plain, length, ok := decodeEscape(text[i+1:])
			if !ok {
				return "", &Error{start + i, `an escape that is not known; a backslash itself is \e`}
			}
			out.WriteString(plain)
			i += length
		case c < ' ' && c != '\t' || c >= 0x7f:
			return "", &Error{start + i, `a character beyond ASCII, or a control; write \[uNNNN]`}
		default:
			out.WriteByte(c)
		}
	}
	return out.String(), nil
}

func decodeEscape(rest string) (plain string, length int, ok bool) {
	for name, plain := range escapes {
		if strings.HasPrefix(rest, name) {
			return plain, len(name), true
		}
	}
	digits, _, found := strings.Cut(strings.TrimPrefix(rest, "[u"), "]")
	n, err := strconv.ParseUint(digits, 16, 32)
	if !found || !strings.HasPrefix(rest, "[u") || err != nil || len(digits) < 4 {
		return "", 0, false
	}
	return string(rune(n)), len("[u") + len(digits) + 1, true
}

// Escape writes a value, one line of it, so that it is read as itself in text and
// between quotes.
func Escape(value string) string {
	var out strings.Builder
	for _, r := range value {
		switch {
		case r > '~':
			fmt.Fprintf(&out, `\[u%04X]`, r)
		case special[r] != "":
			out.WriteString(special[r])
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

// special are the characters that roff reads as something else, or shows as a sign
// that cannot be pasted into a shell.
var special = map[rune]string{
	'\\': `\e`, '"': `\(dq`, '\'': `\(aq`, '`': `\(ga`, '-': `\-`, '^': `\(ha`, '~': `\(ti`,
}
