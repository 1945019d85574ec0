package simulate

import (
	"bytes"
	"io"
	"strings"

	"github.com/org/gosetup/generator/awk"
	"github.com/org/gosetup/generator/grep"
	"github.com/org/gosetup/generator/sed"
)

// languageCommands have a language of their own; other packages know it, and
// their errors are about what they do not know.
var languageCommands = map[string]command{
	"awk":  {cmdAwk, nil},
	"sed":  {cmdSed, nil},
	"grep": {cmdGrep, nil},
}

// variables is the environment as a map.
func (c *cmd) variables() map[string]string {
	all := map[string]string{}
	for _, row := range c.environ() {
		name, value, _ := strings.Cut(row, "=")
		all[name] = value
	}
	return all
}

// openInput opens a file for a command of another package.
func (c *cmd) openInput(name string) (io.ReadCloser, error) {
	data, err := c.disk().read(c.user(), c.path(name))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

// stdin is what a command of another package may read.
func (c *cmd) stdin() io.Reader {
	if c.hc.Stdin == nil {
		return strings.NewReader("")
	}
	return c.hc.Stdin
}

// orFatal ends the simulation on an error of another package.
func (c *cmd) orFatal(status int, err error) int {
	if err != nil {
		return c.fatal("%v", err)
	}
	return status
}

func cmdAwk(c *cmd) int {
	config := awk.Config{Stdin: c.stdin(), Open: c.openInput, Stdout: &c.out, Stderr: &c.err, Env: c.variables()}
	if len(c.args) == 0 || strings.HasPrefix(c.args[0], "-") {
		return c.orFatal(awk.Command(c.args, config))
	}
	p, err := c.sh.m.texts.awk(c.args[0])
	if err != nil {
		return c.fatal("awk: %v", err)
	}
	config.Args = c.args[1:]
	return c.orFatal(p.Run(config))
}

// awk parses an awk program, once for all clones of a machine.
func (ps *programs) awk(text string) (*awk.Program, error) {
	ps.Lock()
	defer ps.Unlock()
	if p := ps.awks[text]; p != nil {
		return p, nil
	}
	p, err := awk.Parse(text)
	if err == nil {
		ps.awks[text] = p
	}
	return p, err
}

func cmdSed(c *cmd) int {
	return c.orFatal(sed.Command(c.args, sed.Config{
		Stdin: c.stdin(), Open: c.openInput, Stdout: &c.out, Stderr: &c.err,
	}))
}

func cmdGrep(c *cmd) int {
	return c.orFatal(grep.Grep(c.args, c.stdin(), c.openInput, &c.out, &c.err))
}
