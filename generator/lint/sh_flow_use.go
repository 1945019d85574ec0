package lint

import (
	"regexp"
	"slices"
	"strings"
)

// A use is what is wrong with a use of something from the network. Several ways
// lead to one place; what is reported is the one that says most.
type use struct{ rule, message string }

// used reports that an unverified file is used. It is reported once: what comes
// of it is not looked at.
func (c *flowCall) used(v value, how string) bool {
	file := c.f.fetchedAt(c.flowState, v)
	if file == nil {
		return false
	}
	c.f.use(c.at, c.flowState, *file, how)
	name := file.path
	c.changeFiles(func(file flowFile) bool { return file.path == name }, func(file *flowFile) { file.fetched = false })
	return true
}

func (f *shFlow) use(at int, st *flowState, file flowFile, how string) {
	name := f.show(file.path)
	u := use{"GS101", name + " came from the network and is " + how + " before it is verified; compare its SHA-256 with one in the script, and stop if it differs"}
	switch {
	case file.tree && !file.checked:
		u.message = "a file of " + name + " is " + how + ", a clone of what the branch or the tag is today; check out the whole name of a commit, or compare git rev-parse HEAD with it"
	case f.only(file.path) != nil && strings.HasPrefix(name, "<("):
		u = use{"GS100", "what comes from the network is " + how + " at once; save it, verify it, then run it"}
	case file.checked:
		u = use{"GS102", name + " is " + how + " although the comparison failed; make the failure end the script"}
	case st.flags&noTool != 0:
		u = use{"GS104", name + " is " + how + " although there was no hash tool or no digest on the way here; stop when it cannot be verified"}
	}
	f.usedBy(at, u, false)
}

// usedBy notes a use, in place of what is known of it if that says less.
func (f *shFlow) usedBy(at int, u use, certain bool) {
	f.tape(flowTaped{does: func(f *shFlow) { f.usedFor(at, u, certain) }})
	f.usedFor(at, u, certain)
}

func (f *shFlow) usedFor(at int, u use, certain bool) {
	if have, ok := f.uses[at]; !ok || certain || have.rule == "GS101" || u.rule == "GS102" {
		f.uses[at] = u
	}
}

// piped reports that the input, straight from the network, is used.
func (c *flowCall) piped(rule, how string) bool {
	if c.in == unset || !c.f.fromNet(c.in) || c.f.hashOf(c.in) != nil {
		return false
	}
	c.f.usedBy(c.at, use{rule, "what comes from the network is " + how + " by " + c.name + " at once; save it, compare its SHA-256 with one in the script, then use it"}, true)
	return true
}

func (f *shFlow) reportUses() {
	for at, u := range f.uses {
		f.report(u.rule, at, u.message)
	}
	for _, found := range f.found {
		slices.SortFunc(found, byOffset)
	}
}

// operands are the arguments that are no options; takes has the letters of
// those options that take a word.
func (c *flowCall) operands(takes string) []value {
	var all []value
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		switch {
		case arg == "--":
			return append(all, c.args[i+1:]...)
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			all = append(all, arg)
		case arg[1] != '-' && strings.Contains(takes, arg[len(arg)-1:]):
			i++
		}
	}
	return all
}

func (c *flowCall) source() []*flowState {
	if len(c.args) > 0 {
		c.used(c.f.relative(c.args[0]), "run")
	}
	return c.done(c.f.anyStatus)
}

// relative is a file as a program is given it, and not a word.
func (f *shFlow) relative(v value) value {
	if isConst(v) && !strings.Contains(v, "/") {
		return "./" + v
	}
	return v
}

// tar unpacks or lists.
func (c *flowCall) tar() []*flowState {
	var archive, dir value
	extracts, lists, stdin := false, false, true
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		next := func() value {
			if i+1 < len(c.args) {
				i++
				return c.args[i]
			}
			return ""
		}
		switch name, v, with := strings.Cut(arg, "="); {
		case name == "--file":
			archive, stdin = v, false
			if !with {
				archive = next()
			}
		case name == "--directory":
			if dir = v; !with {
				dir = next()
			}
		case name == "--extract" || name == "--get":
			extracts = true
		case name == "--list":
			lists = true
		case strings.HasPrefix(arg, "--"):
		case i == 0 || strings.HasPrefix(arg, "-"):
			letters := strings.TrimPrefix(arg, "-")
			for j := 0; j < len(letters); j++ {
				switch letters[j] {
				case 'x':
					extracts = true
				case 't':
					lists = true
				case 'f':
					stdin = false
					if archive = letters[j+1:]; archive == "" || i == 0 && arg[0] != '-' {
						archive = next()
					}
					j = len(letters)
				case 'C':
					if dir = letters[j+1:]; dir == "" {
						dir = next()
					}
					j = len(letters)
				}
			}
		}
	}
	stdin = stdin || archive == "-"
	switch {
	case extracts:
		c.unpacks(archive, dir, stdin)
	case !lists:
		c.effect(c.at, "tar writes an archive")
	case stdin:
		c.piped("GS101", "listed")
	default:
		c.used(archive, "listed")
	}
	return c.done(c.f.anyStatus)
}

// unpacks is what all programs do that take an archive apart.
func (c *flowCall) unpacks(archive, dir value, stdin bool) {
	if stdin {
		c.piped("GS101", "unpacked")
	} else {
		c.used(archive, "unpacked")
	}
	if dir == "" {
		dir = "."
	}
	dir = c.f.path(c.flowState, dir)
	c.effect(c.at, "it unpacks into ", dir)
	c.f.filled(c.flowState, dir, c.at)
}

// unzip unpacks or, with -l, -v, -t and -Z, lists. Of its options only -d, -x
// and -P take a word, each as the last letter.
func (c *flowCall) unzip() []*flowState {
	var dir value
	for i, arg := range c.args {
		if !strings.HasPrefix(arg, "-") {
			continue
		}
		if strings.HasSuffix(arg, "d") && i+1 < len(c.args) {
			dir = c.args[i+1]
		} else if strings.HasPrefix(arg, "-d") {
			dir = arg[2:]
		}
	}
	names := c.operands("dxP")
	switch {
	case len(names) == 0:
	case c.flag("l") || c.flag("v") || c.flag("t") || c.flag("Z"):
		c.used(names[0], "listed")
	default:
		c.unpacks(names[0], dir, false)
	}
	return c.done(c.f.anyStatus)
}

// decompress is gzip -dc and the like; it prints what is in the file.
func (c *flowCall) decompress() []*flowState {
	unpacks := strings.Contains(c.name, "un") || strings.Contains(c.name, "cat") || c.name == "cpio"
	toOut := strings.Contains(c.name, "cat") || c.name == "cpio"
	for _, arg := range c.args {
		if strings.HasPrefix(arg, "-") {
			unpacks = unpacks || strings.ContainsRune(arg, 'd')
			toOut = toOut || strings.ContainsRune(arg, 'c')
		}
	}
	names := c.operands("So")
	for _, arg := range names {
		if unpacks {
			c.used(arg, "unpacked")
		}
	}
	switch {
	case !toOut && len(names) > 0:
		c.effect(c.at, c.name, " writes a file")
	case len(names) == 0 && c.in != unset:
		if unpacks && c.piped("GS101", "unpacked") {
			c.printsSome("the output of " + c.name)
		} else {
			c.prints(c.filtered(c.in))
		}
	default:
		c.printsSome("the output of " + c.name)
	}
	return c.done(c.f.anyStatus)
}

// reads are the words behind the name of an installer with which it changes
// nothing.
var reads = regexp.MustCompile(`^(list|ls|info|show|search|query|status|-l|-L|-q|-qa|-s|-W|config|prefix|--prefix|--version|-V|help|--print-architecture|--print-foreign-architectures|--compare-versions|is-active|is-enabled|env|view|cat|policy)$`)

// installer is a program whose work is to change the machine.
func (c *flowCall) installer() []*flowState {
	for _, arg := range c.args {
		c.used(arg, "installed")
	}
	if strings.HasPrefix(c.name, "pip") && slices.ContainsFunc(c.args, func(a value) bool { return strings.HasPrefix(a, "--trusted-host") }) {
		c.f.report("GS161", c.at, c.name+" takes any certificate of that host, so anybody can answer; take --trusted-host out")
	}
	c.printsSome("the output of " + c.name)
	if len(c.args) > 0 && reads.MatchString(c.args[0]) {
		return c.done(c.f.anyStatus)
	}
	if c.name == "make" {
		c.used(".", "run")
	}
	if len(c.args) > 0 || c.name == "make" {
		c.effect(c.at, c.name, " changes the system")
	}
	return c.done(c.f.anyStatus)
}

// goTool is go, which writes with env -w and install, and connects.
func (c *flowCall) goTool() []*flowState {
	c.printsSome("what go says")
	if len(c.args) == 0 {
		return c.done(c.f.anyStatus)
	}
	switch c.args[0] {
	case "install", "get", "mod", "build", "clean", "generate":
		c.effect(c.at, "go ", c.args[0], " writes")
	case "env":
		if slices.Contains(c.args, "-w") || slices.Contains(c.args, "-u") {
			c.effect(c.at, "go env -w writes")
		}
	}
	return c.done(c.f.anyStatus)
}

// program is any other.
func (c *flowCall) program() []*flowState {
	c.used(c.name, "run") // a bare name is no file of a tree
	if strings.HasSuffix(c.name, "/bin/go") {
		return c.goTool()
	}
	if c.f.fromNet(c.name) {
		c.code(c.name)
	}
	if c.in != unset {
		c.prints(c.filtered(c.in))
	} else {
		c.printsSome("the output of " + c.f.show(c.name))
	}
	return c.done(c.f.anyStatus)
}

func (c *flowCall) chmod() []*flowState {
	c.effect(c.at, "chmod changes modes")
	names := c.operands("")
	if len(names) > 1 && (strings.Contains(names[0], "x") || strings.ContainsAny(names[0], "1357")) {
		for _, arg := range names[1:] {
			c.used(arg, "made executable")
			c.f.note("exec", c.f.path(c.flowState, arg), c.at)
		}
	}
	return c.done(c.f.anyStatus)
}

// makes is for commands that change the file system and nothing else.
func (c *flowCall) makes() []*flowState {
	if len(c.args) > 0 {
		c.effect(c.at, c.name, " changes the file system")
	}
	return c.done(c.f.anyStatus)
}

// remove is rm.
func (c *flowCall) remove() []*flowState {
	f := c.f
	if len(c.args) > 0 {
		c.effect(c.at, c.name, " removes files")
	}
	f.asks(asksGone | asksFilled)
	tree := slices.ContainsFunc(c.args, func(a value) bool { return strings.HasPrefix(a, "-") && strings.ContainsAny(a, "rR") })
	for _, arg := range c.operands("") {
		name := f.path(c.flowState, arg)
		st := c.flowState
		f.asks(asksFiles)
		st.files = slices.DeleteFunc(slices.Clone(st.files), func(file flowFile) bool { return f.namesFile(st, file.path, arg) })
		f.note("rm", name, c.at)
		if tree && slices.Contains(st.filled, name) {
			f.note("discarded", name, c.at)
		}
		if !slices.Contains(st.gone, name) {
			kind := ""
			if tree {
				kind = "tree:"
			}
			st.past().gone = union(st.gone, []value{kind + name})
		}
	}
	return c.done(f.anyStatus)
}
