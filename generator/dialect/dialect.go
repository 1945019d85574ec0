// Package dialect knows the languages gosetup writes: how a value becomes a
// literal in each of them, and how to tell whether a file of it parses.
//
// A value has one of four places in a template, and each place its function:
//
//	Quote    a whole word or string literal     'it'\''s'
//	Comment  text behind a comment sign         it's
//	Path     inside a double-quoted path        $HOME/go
//	Ident    a name                             GOPROXY
//
// Quote always quotes, so that the output looks the same for every value. What
// a place cannot hold is an error, never something left out.
package dialect

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// A Dialect is one language of our output.
type Dialect struct {
	Name string // "zsh"
	// Ext are the file name endings that name it, the first being ours: ".zsh".
	Ext []string
	// Files are the names of files without an ending that are written in it.
	Files []string
	// Interpreters are the words behind #! that name it: "zsh".
	Interpreters []string

	quote func(string) string
	// home is $HOME as it is written inside the double quotes of a path.
	home string
	// lang is how mvdan.cc/sh parses it; nil when that parser does not know it.
	lang *syntax.LangVariant
}

func variant(l syntax.LangVariant) *syntax.LangVariant { return &l }

// The dialects. Text has no escaping: it is for files whose text only ever
// stands in another file as one quoted value.
var (
	Sh         = &Dialect{Name: "sh", Ext: []string{".sh"}, Interpreters: []string{"sh", "dash", "ash"}, quote: quotePosix, home: "$HOME", lang: variant(syntax.LangPOSIX)}
	Bash       = &Dialect{Name: "bash", Ext: []string{".bash"}, Interpreters: []string{"bash"}, quote: quotePosix, home: "$HOME", lang: variant(syntax.LangBash)}
	Zsh        = &Dialect{Name: "zsh", Ext: []string{".zsh"}, Interpreters: []string{"zsh"}, quote: quotePosix, home: "$HOME", lang: variant(syntax.LangZsh)}
	Fish       = &Dialect{Name: "fish", Ext: []string{".fish"}, Interpreters: []string{"fish"}, quote: quoteFish, home: "$HOME"}
	PowerShell = &Dialect{Name: "powershell", Ext: []string{".ps1"}, Interpreters: []string{"pwsh", "powershell"}, quote: quotePowerShell, home: "$HOME"}
	Ruby       = &Dialect{Name: "ruby", Ext: []string{".rb"}, Files: []string{"Brewfile"}, Interpreters: []string{"ruby"}, quote: quoteRuby}
	Awk        = &Dialect{Name: "awk", Ext: []string{".awk"}}
	JSON       = &Dialect{Name: "json", Ext: []string{".json"}}
	YAML       = &Dialect{Name: "yaml", Ext: []string{".yaml", ".yml"}}
	TOML       = &Dialect{Name: "toml", Ext: []string{".toml"}}
	Markdown   = &Dialect{Name: "markdown", Ext: []string{".md"}}
	Dockerfile = &Dialect{Name: "dockerfile", Ext: []string{".dockerfile"}, Files: []string{"Dockerfile"}}
	Text       = &Dialect{Name: "text", Ext: []string{".txt"}}
)

// All lists the dialects, in the order we document them.
var All = []*Dialect{Sh, Bash, Zsh, Fish, PowerShell, Ruby, Awk, JSON, YAML, TOML, Markdown, Dockerfile, Text}

// ByName finds the dialect of a file: by its name, or by its first line for a
// file without an ending. It is nil for a file of no dialect.
func ByName(name string, firstLine string) *Dialect {
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	for _, d := range All {
		if slices.Contains(d.Files, base) {
			return d
		}
		for _, ext := range d.Ext {
			if strings.HasSuffix(base, ext) {
				return d
			}
		}
	}
	words := strings.Fields(strings.TrimPrefix(firstLine, "#!"))
	if !strings.HasPrefix(firstLine, "#!") || len(words) == 0 {
		return nil
	}
	program := words[0]
	if strings.HasSuffix(program, "/env") && len(words) > 1 {
		program = words[1]
	}
	return byInterpreter(program[strings.LastIndexByte(program, '/')+1:])
}

func byInterpreter(program string) *Dialect {
	for _, d := range All {
		for _, name := range d.Interpreters {
			if name == program {
				return d
			}
		}
	}
	return nil
}

// Quote returns s as one literal word. Its errors say which character no
// literal of a start-up script should carry.
func (d *Dialect) Quote(s string) (string, error) {
	if d.quote == nil {
		return "", fmt.Errorf("%s has no literals; print the value as it is", d.Name)
	}
	if err := printable(s, "\n\t"); err != nil {
		return "", err
	}
	if d == PowerShell && !ascii(s) {
		// Windows PowerShell 5.1 reads a file without a byte order mark in the
		// ANSI code page, so only ASCII means the same everywhere.
		return "", fmt.Errorf("%q is not ASCII; Windows PowerShell would misread it", s)
	}
	return d.quote(s), nil
}

// Comment returns s as it stands behind a comment sign. A backslash at the end
// is refused: a parser that joins lines (mvdan.cc/sh 3.14.1 does) would pull
// the next line into the comment.
func (d *Dialect) Comment(s string) (string, error) {
	if err := printable(s, "\t"); err != nil {
		return "", err
	}
	if strings.HasSuffix(s, `\`) {
		return "", fmt.Errorf("%q ends in a backslash; a comment must not", s)
	}
	if d == PowerShell && !ascii(s) {
		return "", fmt.Errorf("%q is not ASCII; Windows PowerShell would misread it", s)
	}
	return s, nil
}

// Path returns s for use inside a double-quoted word: a leading ~/ becomes
// $HOME/. Only characters that mean themselves in the double quotes of every
// dialect, and in PATH, pass.
func (d *Dialect) Path(s string) (string, error) {
	if d.home == "" {
		return "", fmt.Errorf("%s files hold no paths of a machine", d.Name)
	}
	rest, head := s, ""
	if strings.HasPrefix(s, "~/") {
		rest, head = s[2:], d.home+"/"
	}
	for _, r := range rest {
		if !letterOrDigit(r) && !strings.ContainsRune("._/+@%,=~ -", r) {
			return "", fmt.Errorf("path %q has %q; allowed are letters, digits and ._/+@%%,=~- and space", s, r)
		}
	}
	return head + rest, nil
}

// Ident returns s where a name must stand: letters, digits and underscores.
func (d *Dialect) Ident(s string) (string, error) {
	for i, r := range s {
		if !letterOrDigit(r) && r != '_' || i == 0 && unicode.IsDigit(r) {
			return "", fmt.Errorf("%q is not a name; allowed are letters, digits and _", s)
		}
	}
	if s == "" {
		return "", fmt.Errorf("a name is empty")
	}
	return s, nil
}

// Parse reports where src, a file called name, is not a text of the dialect,
// as "name:line:col: what". ok is false when no parser in this program knows
// the dialect, so that nobody takes silence for success.
func (d *Dialect) Parse(name string, src io.Reader) (ok bool, err error) {
	if d.lang == nil {
		return false, nil
	}
	_, err = syntax.NewParser(syntax.Variant(*d.lang)).Parse(src, name)
	return true, err
}

func letterOrDigit(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// printable refuses what is not text: bad UTF-8 and control characters, but
// for those in allowed.
func printable(s, allowed string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%q is not UTF-8", s)
	}
	for _, r := range s {
		if unicode.IsControl(r) && !strings.ContainsRune(allowed, r) {
			return fmt.Errorf("%q has the control character %U", s, r)
		}
	}
	return nil
}
