package generator

import (
	"fmt"
	"sort"
	"strings"

	"github.com/org/gosetup/generator/target"
)

// A helpLine is two columns of help.
type helpLine struct{ Left, Help string }

// A help is the data of a script's --help.
type help struct {
	header
	Commands, Options, Environment []helpLine
}

// A manual is the data of the manual page.
type manual struct {
	help
	Homepage string
}

func newManual(s *spec) manual {
	return manual{newHelpLines(s, target.Commands, target.OptionsTaken(target.Commands)), s.Publish.Homepage}
}

// newHelp aligns the columns.
func newHelp(s *spec, commands []target.Command, options []target.Option) help {
	h := newHelpLines(s, commands, options)
	for _, lines := range [][]helpLine{h.Commands, h.Options, h.Environment} {
		align(lines)
	}
	return h
}

func newHelpLines(s *spec, commands []target.Command, options []target.Option) help {
	h := help{header: newHeader(s)}
	for _, c := range commands {
		h.Commands = append(h.Commands, helpLine{strings.TrimSpace(c.Name + " " + c.Operand), c.Help})
	}
	for _, o := range options {
		left := o.Flag()
		if o.Short != "" {
			left = o.Short + ", " + left
		}
		if o.Arg != "" {
			left += " " + o.Arg
		}
		h.Options = append(h.Options, helpLine{left, o.Help})
		if o.Env != "" {
			h.Environment = append(h.Environment, helpLine{o.Env, "like " + o.Flag()})
		}
	}
	for _, e := range target.Environment {
		h.Environment = append(h.Environment, helpLine{e[0], e[1]})
	}
	return h
}

// An info is the data of a script's --profile-info.
type info struct {
	header
	Targets []string
	Rows    []helpLine
	Blocks  []block
}

func newInfo(s *spec, ids []string, targets []machine) info {
	rows := infoRows(targets)
	if s.Signer != nil {
		rows = append(rows, helpLine{"signed by", s.Signer.Fingerprint + " (" + s.Signer.Key + ")"})
	}
	if s.Slim {
		rows = append(rows, helpLine{"slim", "without the tests, documents and api of Go"})
	}
	align(rows)
	return info{newHeader(s), ids, rows, newBlocks(s)}
}

// infoRows lists what is pinned: a row for every value that some platform gets.
func infoRows(targets []machine) []helpLine {
	var lines []helpLine
	add := func(left string, groups []grouped[string]) {
		for _, g := range groups {
			if g.Of == "" {
				continue
			}
			text := g.Of
			if len(g.IDs) < len(targets) {
				text += "  (" + strings.Join(g.IDs, ", ") + ")"
			}
			lines = append(lines, helpLine{left, text})
		}
	}
	for _, version := range allVersions(targets) {
		add("go "+version, group(targets, func(m machine) string {
			for _, p := range m.Pins {
				if p.Version == version {
					return p.File + " " + p.SHA256
				}
			}
			return ""
		}))
	}
	for _, t := range wantsTables {
		add(t.name, group(targets, func(m machine) string {
			var rows []string
			for _, row := range t.rows(m) {
				rows = append(rows, strings.Join(row, " "))
			}
			return strings.Join(rows, "; ")
		}))
	}
	return lines
}

func allVersions(targets []machine) []string {
	seen := map[string]bool{}
	for _, m := range targets {
		for _, p := range m.Pins {
			seen[p.Version] = true
		}
	}
	var all []string
	for version := range seen {
		all = append(all, version)
	}
	sort.Sort(sort.Reverse(sort.StringSlice(all)))
	return all
}

// align pads the left column to the widest entry.
func align(lines []helpLine) {
	width := 0
	for _, l := range lines {
		width = max(width, len(l.Left))
	}
	for i, l := range lines {
		lines[i].Left = fmt.Sprintf("%-*s", width, l.Left)
	}
}
