package simulate

import (
	"path"
	"slices"
	"strings"

	"github.com/org/gosetup/templates"
)

// oneLinerCommands are other languages, of which the simulator knows no more than
// the programs in them that gosetup has itself.
var oneLinerCommands = map[string]command{
	"perl":    {cmdPerl, nil},
	"python3": {cmdPython, nil},
}

// ownPrograms do what our templates say in another language.
var ownPrograms = map[string]func(*cmd) int{
	"perl 1":                                   func(*cmd) int { return 0 },
	"python3 import zlib":                      func(*cmd) int { return 0 },
	"perl " + ownProgram("part/inflate.pl"):    inflateInput,
	"python3 " + ownProgram("part/inflate.py"): inflateInput,
}

func ownProgram(name string) string {
	text, err := templates.FS.ReadFile(name + ".tmpl")
	if err != nil {
		return name + " is not there"
	}
	return strings.TrimSuffix(string(text), "\n")
}

// inflateInput prints nothing of what is damaged: nobody may use what it prints
// before it fails.
func inflateInput(c *cmd) int {
	plain, err := c.sh.m.world.inflate(c.input())
	if err != nil {
		return 1
	}
	c.out.Write(plain)
	return 0
}

func cmdPerl(c *cmd) int {
	if len(c.args) != 4 || !slices.Equal(c.args[:3], []string{"-T", "-MCompress::Raw::Zlib", "-e"}) {
		return c.fatal("the simulator knows perl -T -MCompress::Raw::Zlib -e CODE only")
	}
	return c.ownProgram(c.args[3])
}

func cmdPython(c *cmd) int {
	switch {
	case len(c.args) == 4 && slices.Equal(c.args[:3], []string{"-I", "-S", "-c"}):
		return c.ownProgram(c.args[3])
	case len(c.args) == 7 && slices.Equal(c.args[:5], []string{"-I", "-S", "-m", "zipfile", "-e"}):
		return c.zipfile(c.args[5], c.args[6])
	}
	return c.fatal("the simulator knows python3 -I -S -c CODE and python3 -I -S -m zipfile -e FILE DIR only")
}

func (c *cmd) ownProgram(code string) int {
	run := ownPrograms[path.Base(c.name)+" "+code]
	if run == nil {
		return c.fatal("the simulator knows no other program of %s than those of gosetup", path.Base(c.name))
	}
	return run(c)
}

// zipfile unpacks without the modes that a zip has.
func (c *cmd) zipfile(file, dir string) int {
	data, err := c.disk().read(c.user(), c.path(file))
	var list []entry
	if err == nil {
		list, err = c.sh.m.world.unzip(data)
	}
	if err != nil {
		c.errorf("%v", err)
		return 1
	}
	c.set = map[string][]string{}
	for _, e := range list {
		if !staysBelow(e.name) || e.link != "" {
			return c.fatal("the simulator does not know what zipfile does with %s", e.name)
		}
		e.mode = zipMode
		if err := c.unpack(absolute(c.path(dir), e.name), e, c.user()); err != nil {
			return c.failed(e.name, err)
		}
	}
	return 0
}
