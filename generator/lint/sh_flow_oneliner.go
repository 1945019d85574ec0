package lint

import (
	"slices"

	"github.com/org/gosetup/generator/oneliner"
)

func (c *flowCall) perl() []*flowState {
	if call, ok := c.oneLiner(); ok {
		return c.runsOneLiner(call)
	}
	return c.editor("i", "e")
}

func (c *flowCall) python() []*flowState {
	if call, ok := c.oneLiner(); ok {
		return c.runsOneLiner(call)
	}
	return c.interpreter()
}

// oneLiner reads a call whose whole program is in it, and that runs nothing of
// what it reads.
func (c *flowCall) oneLiner() (oneliner.Call, bool) {
	words := make([]string, len(c.args))
	for i, arg := range c.args {
		if words[i] = arg; !isConst(arg) {
			words[i] = oneliner.Unknown
		}
	}
	call, ok := oneliner.Read(c.name, words)
	return call, ok && c.f.known("one-liner "+call.Module, call.Code, func() bool {
		return !call.Runs() && !hashCode.MatchString(call.Code)
	})
}

// runsOneLiner is a filter, or unpacks what it is given.
func (c *flowCall) runsOneLiner(call oneliner.Call) []*flowState {
	switch args := c.args[call.Args:]; {
	case call.Module == "":
		c.args = args
		return c.filter()
	case call.Module == "json.tool":
		c.effect(c.at, c.name, " -m json.tool may write a file")
		c.args = args
		return c.filter()
	default:
		return c.unpacksModule(call.Module, args)
	}
}

// unpacksModule is -e FILE DIR of zipfile and tarfile, or another use of them.
func (c *flowCall) unpacksModule(module string, args []value) []*flowState {
	c.printsSome("the output of " + c.name)
	if module != "gzip" && slices.Contains(args, "-e") && len(args) > 1 {
		dir := value("")
		if len(args) > 2 {
			dir = args[2]
		}
		c.unpacks(args[1], dir, false)
		return c.done(c.f.anyStatus)
	}
	c.effect(c.at, c.name, " -m ", module, " writes files")
	for _, arg := range args {
		c.used(arg, "unpacked")
	}
	return c.done(c.f.anyStatus)
}
