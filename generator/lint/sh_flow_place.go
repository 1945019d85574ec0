package lint

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var workName = regexp.MustCompile(`(?i)tmp|temp(dir|[^a-z]|$)|stag(e|ing)|download|cache|scratch|work_?dir|build|unpack|extract|\.(part|new|draft|incoming|partial|next|old|orig|bak|backup|stale)\b|backup`)

// isTemp tells whether a path is one that no other program uses yet.
func (f *shFlow) isTemp(v value) bool {
	return f.known("temp", v, func() bool {
		return f.some(v, func(s *symbol) bool { return s.temp }) || workName.MatchString(f.show(v))
	})
}

// known keeps what was found out about a value.
func (f *shFlow) known(what string, v value, find func() bool) bool {
	key := [2]value{what, v}
	is, ok := f.facts[key]
	if !ok {
		is = find()
		f.facts[key] = is
	}
	return is
}

var placeName = regexp.MustCompile(`^(~|\$HOME|\$PREFIX|\$XDG_\w+)?/|/s?bin(/|$)`)

// isFinal tells whether a path is in a place that other programs use, as far as
// its text tells.
func (f *shFlow) isFinal(v value) bool {
	if v == "" || device(v) || f.isTemp(v) {
		return false
	}
	return f.known("final", v, func() bool { return f.likeAny(v, placeName) })
}

// likeAny tells whether the name of something that v may be is like that.
func (f *shFlow) likeAny(v value, name *regexp.Regexp) bool {
	return slices.ContainsFunc(f.alternatives(v), func(alt value) bool { return name.MatchString(f.show(alt)) })
}

// isAlien tells whether a path is likely on another file system than a home or
// /usr: below the system's place for temporary files.
func (f *shFlow) isAlien(v value) bool {
	for _, alt := range f.alternatives(v) {
		if strings.HasPrefix(alt, "/tmp/") || strings.HasPrefix(alt, "/var/tmp/") || alt == "/tmp" {
			return true
		}
		if alt != "" && alt[0] >= 0xF4 {
			for _, r := range alt {
				s := f.only(string(r))
				return s != nil && (s.alien || s.name == "$TMPDIR")
			}
		}
	}
	return false
}

// sourcesAndTarget takes the arguments of mv, cp, install and ln apart; takes
// has the letters of the options that take a word.
func (c *flowCall) sourcesAndTarget(takes string) (sources []value, target value) {
	dir := value("")
	for i, arg := range c.args {
		if v, ok := strings.CutPrefix(arg, "--target-directory="); ok {
			dir = v
		} else if arg == "-t" && i+1 < len(c.args) {
			dir = c.args[i+1]
		}
	}
	names := c.operands(takes)
	if dir != "" {
		return names, dir + "/"
	}
	if len(names) < 2 {
		return nil, ""
	}
	return names[:len(names)-1], names[len(names)-1]
}

// move is mv, cp and install.
func (c *flowCall) move() []*flowState {
	f, st := c.f, c.flowState
	takes := map[string]string{"install": "mogtS", "mv": "tS", "cp": "tS"}[c.name]
	sources, to := c.sourcesAndTarget(takes)
	c.effect(c.at, c.name, " writes ", to)
	if to == "" || c.name == "install" && slices.Contains(c.args, "-d") {
		return c.done(f.anyStatus)
	}
	target := f.path(st, to)
	for _, arg := range sources {
		source := f.path(st, arg)
		c.moveOne(source, arg, target, strings.HasSuffix(to, "/"))
	}
	return c.done(f.anyStatus)
}

func (c *flowCall) moveOne(source, arg, target value, dir bool) {
	f, st := c.f, c.flowState
	if !f.isTemp(target) {
		f.note("placed", source, c.at)
	}
	sameDir := path.Dir(source) == path.Dir(target) || path.Dir(source) == target
	final := !f.isTemp(target) && !sameDir && (f.isFinal(target) || target[0] >= 0xF4)
	if final && f.fetchedAt(st, arg) != nil && !f.startup(target) {
		c.used(arg, "put into place")
	}
	f.moved(st, source, target, dir)
	switch {
	case f.startup(target):
		f.ontoStartup(c, source, target)
	case c.name == "mv" && f.isAlien(source) && !f.isAlien(target) && f.isFinal(target):
		f.report("GS121", c.at, "between file systems mv copies, and "+f.show(source)+" and "+f.show(target)+" may be on two; make the temporary place beside the final one")
	case c.name != "mv" && f.isTemp(source) && !f.isTemp(target) && (f.isFinal(target) || target[0] >= 0xF4):
		f.note("copied", target, c.at)
	}
	f.replaces(c, target)
	if c.name == "mv" {
		f.asks(asksTried)
		st.past().tried = union(st.tried, []value{target})
	}
}

// moved renames what is known of files.
func (f *shFlow) moved(st *flowState, source, target value, dir bool) {
	f.asks(asksFiles)
	if len(st.files) == 0 {
		return
	}
	var moved []flowFile
	for _, file := range st.files {
		if file.path == source || f.sameFile(st, file.path, source) {
			file.path = target
			if dir {
				file.path = target + "/" + path.Base(source)
			}
			moved = append(moved, file)
		} else if rest, ok := strings.CutPrefix(file.path, source+"/"); ok {
			file.path = target + "/" + rest
			moved = append(moved, file)
		}
	}
	files := slices.DeleteFunc(slices.Clone(st.files), func(file flowFile) bool { return file.path == target })
	for _, file := range moved {
		files = withFile(files, file)
	}
	st.files = files
}

// replaces reports that target was removed before this put something there.
func (f *shFlow) replaces(c *flowCall, target value) {
	f.asks(asksGone)
	i := slices.IndexFunc(c.gone, func(gone value) bool {
		name := strings.TrimPrefix(gone, "tree:")
		return name == target || strings.HasPrefix(name, target+"/") && c.name != "mv" && c.name != "cp" && c.name != "ln"
	})
	if i < 0 || f.isTemp(target) {
		return
	}
	gone := c.gone[i]
	f.asks(asksTried)
	switch {
	case slices.Contains(c.tried, target):
		// The fallback of a rename that this system does not know.
	case strings.HasPrefix(gone, "tree:") && f.placed(strings.TrimPrefix(gone, "tree:")):
		f.report("GS123", c.at, f.show(target)+" was removed before its successor is here; who stops the script in between has neither; rename the old one away, rename the new one to its name, then remove the old one")
	case c.name == "ln" || c.linked(target):
		f.report("GS124", c.at, f.show(target)+" is missing between rm and "+c.name+"; make the link under another name and rename it: mv -T (GNU), mv -h (macOS)")
	}
}

// placed tells whether a path is worth keeping whole.
func (f *shFlow) placed(v value) bool {
	if v == "" || v[0] < 0xF4 {
		return f.isFinal(v)
	}
	r, _ := utf8.DecodeRuneInString(v)
	s := f.only(string(r))
	return s != nil && !s.here
}

// linked tells whether the script makes a link that it moves to that name.
func (c *flowCall) linked(target value) bool {
	is := slices.ContainsFunc(c.f.notes, func(n flowNote) bool {
		return n.what == "ln" && path.Base(n.path) == path.Base(target)
	})
	if !is {
		c.f.asks(asksMore) // a later call may find that it does
	}
	c.f.asks(asksRun)
	return is
}

// link is ln.
func (c *flowCall) link() []*flowState {
	f := c.f
	sources, to := c.sourcesAndTarget("tS")
	c.effect(c.at, "ln writes ", to)
	if len(sources) == 0 {
		return c.done(f.anyStatus)
	}
	target := f.path(c.flowState, to)
	f.note("ln", target, c.at)
	for _, arg := range sources {
		if f.isFinal(target) {
			c.used(arg, "linked into place")
		}
	}
	soft, force := c.flag("s"), c.flag("f")
	switch {
	case soft && force && f.placed(target) && !f.isTemp(target):
		f.report("GS125", c.at, "ln -sf removes "+f.show(target)+" before it makes it, and with -n not on every system; make the link under another name and rename it: mv -T (GNU), mv -h (macOS)")
	default:
		f.replaces(c, target)
	}
	return c.done(f.anyStatus)
}

func (c *flowCall) flag(letter string) bool {
	return slices.ContainsFunc(c.args, func(a value) bool {
		return len(a) > 1 && a[0] == '-' && a[1] != '-' && strings.Contains(a, letter)
	})
}

// filled notes that a directory gets the content of an archive.
func (f *shFlow) filled(st *flowState, dir value, at int) {
	f.asks(asksGone | asksFilled)
	i := slices.IndexFunc(st.gone, func(gone value) bool {
		name := strings.TrimPrefix(gone, "tree:")
		return name != gone && !f.isTemp(name) && (name == dir || strings.HasPrefix(name, dir+"/"))
	})
	if i >= 0 && f.placed(dir) && !f.isTemp(dir) {
		f.report("GS123", at, f.show(strings.TrimPrefix(st.gone[i], "tree:"))+" was removed before its successor is here; unpack beside it, rename the old one away and the new one to its name, then remove the old one")
		return
	}
	st.past().filled = union(st.filled, []value{dir})
	f.note("filled", dir, at)
}

var workFile = regexp.MustCompile(`(?i)\.(tar|t?gz|tgz|zip|t?xz|t?bz2?|zst|deb|rpm|pkg|dmg|asc|sig|sha\d*(sum)?s?|txt|json|log|minisig)$`)

// reportPlaces finds what is written straight to its final name: nothing in the
// script renames it later, or takes it for a working file.
func (f *shFlow) reportPlaces() {
	for i, n := range f.notes {
		switch n.what {
		case "filled", "fetch", "copied":
			if !f.placed(n.path) || f.isTemp(n.path) || n.path == f.start {
				continue
			}
		}
		switch n.what {
		case "filled":
			if !f.later(i, "placed", "discarded") {
				f.report("GS120", n.at, "the archive is unpacked straight into "+f.show(n.path)+"; who stops it leaves a half; unpack beside it and rename")
			}
		case "fetch":
			if f.isFinal(n.path) && !workFile.MatchString(f.show(n.path)) && !f.later(i, "placed", "rm", "read") {
				f.report("GS120", n.at, "the download goes straight to "+f.show(n.path)+"; who stops it leaves a half; download beside it, verify, rename")
			}
		case "copied":
			if !f.later(i, "placed") {
				f.report("GS122", n.at, f.show(n.path)+" is a copy made in place; who stops it leaves a half; copy beside it, then rename")
			}
		}
	}
}

// later tells whether the script does one of those things to the path of a note
// later on, or to something in a directory.
func (f *shFlow) later(note int, whats ...string) bool {
	n := f.notes[note]
	return slices.ContainsFunc(f.notes[note+1:], func(o flowNote) bool {
		return slices.Contains(whats, o.what) &&
			(o.path == n.path || n.what == "filled" && strings.HasPrefix(o.path, n.path+"/") && !f.isTemp(o.path[len(n.path):]))
	})
}
