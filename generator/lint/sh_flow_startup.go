package lint

import (
	"slices"
	"strings"
)

// startup tells whether a path is a start-up file of a shell.
func (f *shFlow) startup(v value) bool {
	return f.known("startup", v, func() bool {
		return slices.ContainsFunc(f.alternatives(v), func(alt value) bool {
			return f.known("startup name", alt, func() bool {
				name := f.show(alt)
				return mayBeStartup(name) && startupName.MatchString(name)
			})
		})
	})
}

// written notes what is written to a path by a redirection or tee.
func (f *shFlow) written(st *flowState, at int, file, text, source value, appends bool) {
	switch {
	case !f.startup(file):
		if !appends && f.isTemp(source) && !f.isTemp(file) && f.placed(file) {
			f.note("copied", file, at)
		}
	case f.isAbsent(st, file):
	case appends:
		f.note("append:"+text, file, at)
	case source != "" && source != file:
		f.report("GS128", at, f.show(file)+" is written in place; who stops it leaves a half of the user's file; write a copy beside it and rename it over the file that the link leads to")
	default:
		f.report("GS127", at, f.show(file)+" belongs to the user, and > throws away what is in it; change one block in a copy, then rename it")
	}
}

// isAbsent tells whether a start-up file is not there.
func (f *shFlow) isAbsent(st *flowState, file value) bool {
	f.asks(asksAbsent)
	return slices.Contains(st.absent, file)
}

// ontoStartup is mv or cp over a start-up file.
func (f *shFlow) ontoStartup(c *flowCall, source, target value) {
	switch {
	case f.isAbsent(c.flowState, target):
	case c.name == "mv":
		f.note("rename", target, c.at)
	case f.isTemp(source):
		f.report("GS128", c.at, f.show(target)+" is written in place; who stops it leaves a half of the user's file; write a copy beside it and rename it over the file that the link leads to")
	case !workName.MatchString(f.show(source)):
		f.report("GS127", c.at, f.show(target)+" belongs to the user, and "+c.name+" throws away what is in it; change one block in a copy, then rename it")
	}
}

// sed may edit in place, or read.
func (c *flowCall) sed() []*flowState { return c.editor("i", "e") }

func (c *flowCall) editor(inPlace, script string) []*flowState {
	f := c.f
	edits := slices.ContainsFunc(c.args, func(a value) bool {
		return strings.HasPrefix(a, "--in-place") || len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.Contains(strings.TrimSuffix(a, script), inPlace)
	})
	if !edits {
		return c.filter()
	}
	c.effect(c.at, c.name, " -i writes")
	for _, arg := range c.operands(script) {
		if file := f.path(c.flowState, arg); f.startup(file) {
			f.report("GS129", c.at, c.name+" -i puts a new file in place of "+f.show(file)+": a link, the owner and the modes are lost; edit a copy of the file that the link leads to, then rename it")
		}
	}
	return c.done(f.anyStatus)
}

// reportStartup finds blocks that are added twice, or that nobody can take out.
func (f *shFlow) reportStartup() {
	for _, n := range f.notes {
		text, ok := strings.CutPrefix(n.what, "append:")
		switch {
		case n.what == "rename" && !f.followsLinks():
			f.report("GS130", n.at, "a start-up file is often a link into a directory of dotfiles, and mv puts a file in its place; follow the link first (readlink)")
		case !ok:
		case !f.lookedAt(n):
			f.report("GS126", n.at, "every run adds this to "+f.show(n.path)+" again; look first whether it is there (grep -qF)")
		case !strings.Contains(text, "#"):
			f.report("GS131", n.at, "nobody can find these lines in "+f.show(n.path)+" again; put comments around them: # >>> name >>>")
		}
	}
}

// followsLinks tells whether the script asks where a start-up file leads to.
func (f *shFlow) followsLinks() bool {
	return slices.ContainsFunc(f.notes, func(n flowNote) bool { return n.what == "link" && f.startup(n.path) })
}

// lookedAt tells whether something reads the file.
func (f *shFlow) lookedAt(n flowNote) bool {
	return slices.ContainsFunc(f.notes, func(o flowNote) bool {
		return o.what == "read" && (o.path == n.path || f.sharesAlternative(o.path, n.path))
	})
}

// sharesAlternative tells whether two paths may be the same.
func (f *shFlow) sharesAlternative(a, b value) bool {
	for _, x := range f.alternatives(a) {
		if slices.Contains(f.alternatives(b), x) {
			return true
		}
	}
	return false
}
