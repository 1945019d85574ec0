package escape

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/oneliner"
)

// Words is a list of values that stands in a template as that many words: the
// arguments of a command, the patterns of a case, the elements of an array. It
// can only be a whole word there, never a part of one.
type Words []string

// Code is text of one dialect that is known to parse and to hold no value but
// escaped ones. Only this package makes it: from a template, by Template.Code
// and the template function include, or from a constant, by Constant. In a
// template of the same dialect it stands as it is, alone on its line; anywhere
// else it is a value like any other.
type Code struct {
	dialect *dialect.Dialect
	text    string
	values  bool // some of it was given to a template, and is escaped for dialect only

	// What the text was made of, so that the template it is put into follows
	// these values like its own.
	set    *set
	sk     *skeleton
	filled []value
}

// asText is the kind of the text where it is a value: the author's own words, or
// such that hold others'.
func (c Code) asText() kind {
	if c.values {
		return kindText
	}
	return kindTrusted
}

// String is the text itself.
func (c Code) String() string { return c.text }

// constant can only be made from an untyped constant by other packages, so that
// no value that the program computed becomes Code.
type constant string

// Constant is text, written out in the program that calls it, as Code of
// dialect d. Its error is that the text does not parse.
func Constant(d *dialect.Dialect, text constant) (Code, error) {
	lang, ok := languages[d]
	if !ok {
		return Code{dialect: d, text: string(text)}, nil
	}
	if _, err := lang.canon(string(text)); err != nil {
		return Code{}, err
	}
	return Code{dialect: d, text: string(text)}, nil
}

// A value is what one hole was given.
type value struct {
	loc   int // of the hole, in Template.locs
	kind  kind
	items []string // one, but for Words
	code  Code
}

// newValue takes v as a value of the dialect d. Its errors are *Error without
// a position.
func newValue(d *dialect.Dialect, v any) (value, error) {
	switch v := v.(type) {
	case nil:
		return value{}, &Error{Code: codeNil, What: "the value is nil; give the template a text, or test it with {{if}}"}
	case Code:
		if v.dialect == d {
			return value{kind: kindCode, code: v, items: []string{v.text}}, nil
		}
		if (v.dialect == dialect.Perl || v.dialect == dialect.Python) && (oneliner.Call{Code: v.text}).Runs() {
			return value{}, &Error{Code: codeCode, What: "the code of " + v.dialect.Name + " has a word with which it may run what it reads, load a module or write a file; leave such words out, or give the code to the script as a file of its own"}
		}
		return value{kind: v.asText(), items: []string{v.text}}, plain(v.text)
	case Words:
		for _, word := range v {
			if err := plain(word); err != nil {
				return value{}, err
			}
		}
		return value{kind: kindWords, items: v}, nil
	}
	text, k, err := scalar(v)
	if err != nil {
		return value{}, err
	}
	return value{kind: k, items: []string{text}}, plain(text)
}

// scalar is the text of a string, an integer, a bool, or a pointer to one.
func scalar(v any) (string, kind, error) {
	r := reflect.ValueOf(v)
	for r.Kind() == reflect.Pointer && !r.IsNil() {
		r = r.Elem()
	}
	switch r.Kind() {
	case reflect.String:
		return r.String(), kindText, nil
	case reflect.Bool:
		return strconv.FormatBool(r.Bool()), kindNumber, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10), kindNumber, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(r.Uint(), 10), kindNumber, nil
	case reflect.Pointer:
		return "", 0, &Error{Code: codeNil, What: "the value is a nil pointer; give the template a text, or test it with {{if}}"}
	}
	return "", 0, &Error{Code: codeType, What: fmt.Sprintf("a %T cannot be printed; have a string, an integer, a bool, Words or Code", v)}
}

// plain refuses what no text of a script should carry. A NUL ends a string in
// half the shells, a carriage return is lost in others, other control
// characters act on the terminal that shows the script, and the bidirectional
// overrides make it show another order than the one that runs
// (CVE-2021-42574).
func plain(s string) error {
	if i := strings.IndexFunc(s, notPlain); i < 0 && utf8.ValidString(s) {
		return nil
	}
	if !utf8.ValidString(s) {
		return &Error{Code: codeUTF8, What: fmt.Sprintf("%s is not UTF-8", abridged(s))}
	}
	for _, r := range s {
		if bidi(r) {
			return &Error{Code: codeBidi, What: fmt.Sprintf("%s has the invisible character %U, which changes the order that is shown", abridged(s), r)}
		}
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return &Error{Code: codeControl, What: fmt.Sprintf("%s has the control character %U", abridged(s), r)}
		}
	}
	return nil
}

func notPlain(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || bidi(r)
}

func bidi(r rune) bool {
	return '\u202A' <= r && r <= '\u202E' || '\u2066' <= r && r <= '\u2069'
}

// abridged is s quoted, and cut if it is long.
func abridged(s string) string {
	const most = 60
	if len(s) > most {
		return strconv.Quote(s[:most]) + "..."
	}
	return strconv.Quote(s)
}

// The writers that several languages share. Their errors are texts for people,
// beginning with the value.

func writeInteger(s string) (string, error) {
	if s == "0" || len(s) > 0 && len(s) <= 18 && s[0] != '0' && strings.Trim(s, "0123456789") == "" {
		return s, nil
	}
	return "", fmt.Errorf("%s is not a plain decimal number", abridged(s))
}

func writeName(s string) (string, error) {
	if isName(s) {
		return s, nil
	}
	return "", fmt.Errorf("%s is not a name; allowed are letters, digits and _, and no digit first", abridged(s))
}

func isName(s string) bool {
	return s != "" && !('0' <= s[0] && s[0] <= '9') && isNamePart(s)
}

// isNamePart says whether s can continue a name.
func isNamePart(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !letterOrDigit(r) && r != '_' }) < 0
}

func letterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

// writeLine is for comments: text that must end with its line.
func writeLine(s string) (string, error) {
	if strings.Contains(s, "\n") {
		return "", fmt.Errorf("%s has a line end", abridged(s))
	}
	return s, nil
}

// isPlain says whether s has only characters that mean themselves wherever a
// word can stand, in every language. More lists further ones.
func isPlain(s, more string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !letterOrDigit(r) && !strings.ContainsRune("._/+@%,=:-"+more, r) }) < 0
}
