// Package dialect knows the languages gosetup writes: what names a file of each,
// and how to tell whether it parses. How a value is written in them is package
// escape's.
package dialect

import (
	"io"
	"slices"
	"strings"

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

	// parse reports where a text is not of the dialect, as "name:line:col: what";
	// nil if nothing in this program can tell.
	parse func(name string, src io.Reader) error
}

// shell parses with mvdan.cc/sh.
func shell(lang syntax.LangVariant) func(string, io.Reader) error {
	return func(name string, src io.Reader) error {
		_, err := syntax.NewParser(syntax.Variant(lang)).Parse(src, name)
		return err
	}
}

// The dialects. Text is for files that no program reads as code.
var (
	Sh         = &Dialect{Name: "sh", Ext: []string{".sh"}, Interpreters: []string{"sh", "dash", "ash"}, parse: shell(syntax.LangPOSIX)}
	Bash       = &Dialect{Name: "bash", Ext: []string{".bash"}, Interpreters: []string{"bash"}, parse: shell(syntax.LangBash)}
	Zsh        = &Dialect{Name: "zsh", Ext: []string{".zsh"}, Interpreters: []string{"zsh"}, parse: shell(syntax.LangZsh)}
	Fish       = &Dialect{Name: "fish", Ext: []string{".fish"}, Interpreters: []string{"fish"}, parse: parseFish}
	PowerShell = &Dialect{Name: "powershell", Ext: []string{".ps1"}, Interpreters: []string{"pwsh", "powershell"}, parse: parsePowerShell}
	Ruby       = &Dialect{Name: "ruby", Ext: []string{".rb"}, Files: []string{"Brewfile"}, Interpreters: []string{"ruby"}, parse: parseRuby}
	Awk        = &Dialect{Name: "awk", Ext: []string{".awk"}, parse: parseAwk}
	Perl       = &Dialect{Name: "perl", Ext: []string{".pl"}}
	Python     = &Dialect{Name: "python", Ext: []string{".py"}}
	JSON       = &Dialect{Name: "json", Ext: []string{".json"}, parse: parseJSON}
	YAML       = &Dialect{Name: "yaml", Ext: []string{".yaml", ".yml"}}
	TOML       = &Dialect{Name: "toml", Ext: []string{".toml"}}
	Markdown   = &Dialect{Name: "markdown", Ext: []string{".md"}}
	Dockerfile = &Dialect{Name: "dockerfile", Ext: []string{".dockerfile"}, Files: []string{"Dockerfile"}}
	Roff       = &Dialect{Name: "roff", Ext: []string{".1"}, parse: parseRoff}
	Text       = &Dialect{Name: "text", Ext: []string{".txt"}, Files: []string{"LICENSE"}}
)

// All lists the dialects, in the order we document them.
var All = []*Dialect{Sh, Bash, Zsh, Fish, PowerShell, Ruby, Awk, Perl, Python, JSON, YAML, TOML, Markdown, Dockerfile, Roff, Text}

// ByName finds the dialect of a file: by its name, or by its first line for a
// file without an ending, and for one with .sh, which many give to scripts of
// bash. It is nil for a file of no dialect.
func ByName(name string, firstLine string) *Dialect {
	d := byEnding(name)
	if d == nil || d == Sh {
		if first := byFirstLine(firstLine); first != nil {
			return first
		}
	}
	return d
}

func byEnding(name string) *Dialect {
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
	return nil
}

func byFirstLine(firstLine string) *Dialect {
	words := strings.Fields(strings.TrimPrefix(firstLine, "#!"))
	if len(words) > 0 && words[0] == "#compdef" { // zsh loads a function from it
		return Zsh
	}
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

// Endings are the file name endings of the dialects that have a parser, in words.
func Endings() string {
	var all []string
	for _, d := range All {
		if d.CanParse() {
			all = append(all, d.Ext...)
		}
	}
	return strings.Join(all, " ")
}

// Names lists the dialects that have a parser, in words.
func Names() string {
	var all []string
	for _, d := range All {
		if d.CanParse() {
			all = append(all, d.Name)
		}
	}
	return strings.Join(all, ", ")
}

// Named is the dialect called name, or nil.
func Named(name string) *Dialect {
	i := slices.IndexFunc(All, func(d *Dialect) bool { return d.Name == name })
	if i < 0 {
		return nil
	}
	return All[i]
}

// CanParse tells whether Parse knows the dialect.
func (d *Dialect) CanParse() bool { return d.parse != nil }

// Shell tells whether files of the dialect can be sourced as well as run.
func (d *Dialect) Shell() bool {
	return slices.Contains([]*Dialect{Sh, Bash, Zsh, Fish, PowerShell}, d)
}

// Parse reports where src, a file called name, is not a text of the dialect,
// as "name:line:col: what". ok is false when no parser in this program knows
// the dialect, so that nobody takes silence for success.
func (d *Dialect) Parse(name string, src io.Reader) (ok bool, err error) {
	if d.parse == nil {
		return false, nil
	}
	return true, d.parse(name, src)
}
