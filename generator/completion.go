package generator

import (
	"path"
	"slices"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/generator/probe"
	"github.com/org/gosetup/generator/target"
)

// A completion is the data of what completes the words of gosetup in a shell. A
// word that is offered has a line of help with it: "list:show which Go there is".
type completion struct {
	header
	Commands []completed
	Verbs    escape.Words // the commands
	Options  []completed  // those that take a value
	Shells   escape.Words
	Probes   escape.Words
	Mended   escape.Words
}

// A completed is a command, or an option, and what can come behind it.
type completed struct {
	Name   string
	Offers target.Offer
	Flags  escape.Words
}

func newCompletion(s *spec, d *dialect.Dialect) completion {
	c := completion{header: newHeader(s)}
	commands := target.CommandsFor(d)
	options := target.OptionsTaken(commands)
	for _, one := range commands {
		c.Commands = append(c.Commands, completed{one.Name, one.Offers, describedFlags(one, options)})
		c.Verbs = append(c.Verbs, one.Name+":"+one.Help)
	}
	for _, o := range options {
		if o.Arg != "" {
			c.Options = append(c.Options, completed{Name: o.Flag(), Offers: o.Offers()})
		}
	}
	for _, shell := range target.Shells {
		c.Shells = append(c.Shells, shell.Name+":the lines for "+shell.Name)
	}
	for _, p := range probe.All() {
		if d == dialect.PowerShell && !p.Has("windows") {
			continue
		}
		c.Probes = append(c.Probes, p.ID+":"+p.Title)
		if p.Mends {
			c.Mended = append(c.Mended, p.ID+":"+p.Title)
		}
	}
	return c
}

// describedFlags lists the options of a command as they are typed.
func describedFlags(c target.Command, options []target.Option) escape.Words {
	var flags escape.Words
	for _, o := range options {
		if slices.Contains(c.Flags(), o.Flag()) {
			flags = append(flags, o.Flag()+":"+o.Help)
		}
	}
	return flags
}

func completionJobs(s *spec, _ digests) []job {
	var jobs []job
	for _, c := range target.Completions {
		jobs = append(jobs, job{Path: path.Join("completions", c.File), Dialect: c.Dialect, Data: newCompletion(s, c.Dialect)})
	}
	return jobs
}
