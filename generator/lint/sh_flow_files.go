package lint

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// path is the name of a file, the same for the same file.
func (f *shFlow) path(st *flowState, v value) value {
	if v == unset {
		return ""
	}
	v = strings.ReplaceAll(v, "//", "/")
	for strings.HasPrefix(v, "./") {
		v = v[2:]
		if v == "" {
			return st.cwd
		}
	}
	if len(v) > 1 {
		v = strings.TrimSuffix(strings.TrimSuffix(v, "/."), "/")
	}
	switch {
	case v == ".":
		return st.cwd
	case v == "" || v[0] == '/' || v[0] >= 0xF4 || st.cwd == f.start:
		return v
	}
	return st.cwd + "/" + v
}

// sameFile tells whether two paths may be the same file.
func (f *shFlow) sameFile(st *flowState, have, v value) bool {
	if have == v || have == st.cwd+"/"+v {
		return true
	}
	if !f.branches(have) && !f.branches(v) {
		return false
	}
	for _, a := range f.alternatives(have) {
		for _, b := range f.alternatives(v) {
			if a == b {
				return true
			}
		}
	}
	return false
}

func (f *shFlow) branches(v value) bool {
	return f.some(v, func(s *symbol) bool { return len(s.alts) > 0 })
}

// namesFile tells whether v names the file, the tree it is in, or it by a pattern.
func (f *shFlow) namesFile(st *flowState, file, v value) bool {
	v = f.path(st, v)
	switch {
	case v == "" || file == "":
		return false
	case f.sameFile(st, file, v), strings.HasPrefix(file, v+"/"):
		return true
	}
	if i := strings.IndexAny(v, "*?"); i > 0 {
		if ok, err := path.Match(v, file); ok && err == nil {
			return true
		}
	}
	return false
}

// fetchedAt is the unverified file that v names, nil if there is none.
func (f *shFlow) fetchedAt(st *flowState, v value) *flowFile {
	f.asks(asksFiles)
	for i := range st.files {
		if st.files[i].fetched && f.concerns(st, st.files[i], v) {
			return &st.files[i]
		}
	}
	return nil
}

// concerns tells whether v names the file, or something in it if it is a tree.
// A bare word in a tree is more likely an argument than a file.
func (f *shFlow) concerns(st *flowState, file flowFile, v value) bool {
	if file.tree && isConst(v) && !strings.Contains(v, "/") && v != "." && v != file.path {
		return false
	}
	return f.namesFile(st, file.path, v) || file.tree && strings.HasPrefix(f.path(st, v), file.path+"/")
}

func (f *shFlow) anyFetched(st *flowState) bool {
	f.asks(asksFiles)
	return slices.ContainsFunc(st.files, func(file flowFile) bool { return file.fetched })
}

// withFile is files with that one in place of any of the same name.
func withFile(files []flowFile, file flowFile) []flowFile {
	files = slices.DeleteFunc(slices.Clone(files), func(have flowFile) bool { return have.path == file.path })
	i, _ := slices.BinarySearchFunc(files, file, func(a, b flowFile) int { return strings.Compare(a.path, b.path) })
	return slices.Insert(files, i, file)
}

// changeFiles replaces the unverified files for which match holds.
func (st *flowState) changeFiles(match func(flowFile) bool, change func(*flowFile)) {
	files := slices.Clone(st.files)
	for i := range files {
		if files[i].fetched && match(files[i]) {
			change(&files[i])
		}
	}
	st.files = slices.DeleteFunc(files, func(file flowFile) bool { return !file.fetched && file.text == unset })
	if !slices.ContainsFunc(st.files, func(file flowFile) bool { return file.fetched }) {
		st.flags &^= noTool
	}
}

// content is what a file holds.
func (f *shFlow) content(file value, st *flowState) value {
	if file == "/dev/null" {
		return ""
	}
	f.asks(asksFiles)
	for _, have := range st.files {
		if !f.namesFile(st, have.path, file) {
			continue
		}
		if have.fetched {
			return f.variant("net content "+have.path, symbol{base: file, net: true, other: true, of: have.path})
		}
		if have.text != unset {
			return have.text
		}
	}
	return f.symbol("content "+file, symbol{base: file, other: true, of: file})
}

// withRedirects runs the substitutions in redirections and here-documents, then
// the statement.
func (f *shFlow) withRedirects(stmt *syntax.Stmt, rest []*syntax.Redirect, st *flowState) []*flowState {
	if len(rest) == 0 {
		return f.redirected(stmt, st)
	}
	w := rest[0].Word
	if rest[0].Hdoc != nil {
		w = rest[0].Hdoc
	}
	return f.substituted(w, st, func(st *flowState) []*flowState { return f.withRedirects(stmt, rest[1:], st) })
}

// redirected runs a statement with its redirections.
func (f *shFlow) redirected(stmt *syntax.Stmt, st *flowState) []*flowState {
	in, out := st.in, st.out
	var to *syntax.Redirect
	var target value
	for _, r := range stmt.Redirs {
		switch r.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			st.in = f.word(r.Hdoc, st)
		case syntax.WordHdoc:
			st.in = f.word(r.Word, st)
		case syntax.RdrIn:
			file := f.path(st, f.word(r.Word, st))
			st.in = f.content(file, st)
			f.note("read", file, offset(r))
		case syntax.DplOut:
			if r.N == nil || r.N.Value == "1" {
				st.out = discarded
				to, target = r, "/dev/stderr"
			}
		case syntax.RdrOut, syntax.RdrClob, syntax.AppOut, syntax.RdrAll, syntax.AppAll, syntax.AppClob, syntax.RdrAllClob, syntax.AppAllClob:
			file := f.path(st, f.word(r.Word, st))
			if r.N == nil || r.N.Value == "1" {
				to, target, st.out = r, file, ""
				if device(file) {
					st.out = discarded
				}
			} else if !device(file) {
				f.effect(offset(r), "it writes ", file)
			}
		}
	}
	states := st.alone()
	if stmt.Cmd != nil {
		if to != nil && !device(target) {
			f.effect(offset(to), "it writes ", target)
		}
		states = f.command(stmt.Cmd, st)
	}
	for _, st := range states {
		st.in = in
		if to != nil {
			text := st.out
			st.out = out
			f.wrote(st, to, target, text, stmt.Cmd)
		}
	}
	return states
}

func device(file value) bool {
	return strings.HasPrefix(file, "/dev/") || file == "NUL"
}

// wrote notes what a redirection put into a file.
func (f *shFlow) wrote(st *flowState, r *syntax.Redirect, file, text value, cmd syntax.Command) {
	if device(file) {
		return
	}
	appends := r.Op == syntax.AppOut || r.Op == syntax.AppAll || r.Op == syntax.AppClob || r.Op == syntax.AppAllClob
	f.written(st, offset(r), file, text, f.catOf(st, cmd), appends)
	old := f.fetchedAt(st, file)
	switch {
	case f.fromNet(text) && f.hashOf(text) == nil:
		st.files = withFile(st.files, flowFile{path: file, fresh: true, fetched: true, text: unset})
		if !appends && !f.some(text, func(s *symbol) bool { return s.of != "" }) {
			f.note("fetch", file, offset(r))
		}
	case appends && old != nil:
	case f.tells(text) && f.hashOf(text) == nil && f.looksLikeSum(f.show(file)+f.show(text)):
		st.files = withFile(st.files, flowFile{path: file, fresh: true, text: text})
	case len(st.files) > 0:
		st.files = slices.DeleteFunc(slices.Clone(st.files), func(have flowFile) bool { return have.path == file })
	}
}

// tells tells whether a text is more than one thing of which nobody knows
// anything.
func (f *shFlow) tells(text value) bool {
	s := f.only(text)
	return s == nil || len(s.alts) > 0 || s.hash != nil || s.net || s.of != ""
}

var sumText = regexp.MustCompile(`[0-9a-f]{32}|(?i:sha\d|sums?([^.a-z]|$)|digest|md5|hash)`)

func (f *shFlow) looksLikeSum(text string) bool {
	return len(text) < 2000 && f.known("sum", text, func() bool { return sumText.MatchString(text) })
}

// catOf is the file if cmd is nothing but cat of one.
func (f *shFlow) catOf(st *flowState, cmd syntax.Command) value {
	call, ok := cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) != 2 || call.Args[0].Lit() != "cat" {
		return ""
	}
	return f.path(st, f.word(call.Args[1], st))
}

// filter prints what it makes of its input or its files.
func (c *flowCall) filter() []*flowState {
	f := c.f
	in := c.in
	for i, arg := range c.args {
		if strings.HasPrefix(arg, "-") && len(arg) > 1 {
			continue
		}
		file := f.path(c.flowState, arg)
		f.note("read", file, c.at)
		if v := f.content(file, c.flowState); f.fromNet(v) || i == len(c.args)-1 && in == unset {
			in = v
		}
	}
	if (c.name == "wc") && in != unset {
		if s := f.only(in); s != nil && s.of != "" {
			c.prints(f.digest(hashed{weak: true, file: s.of}))
			return c.done(f.anyStatus)
		}
	}
	if c.name == "grep" || c.name == "egrep" || c.name == "fgrep" {
		return c.grep(in)
	}
	c.prints(c.filtered(in))
	return c.done(f.anyStatus)
}

// filtered is the output of a filter.
func (c *flowCall) filtered(in value) value {
	f := c.f
	switch {
	case in == unset:
		return f.unknown(c.at, "the output of "+c.name)
	case f.hashOf(in) == nil && !f.fromNet(in):
		return f.unknown(c.at, "the output of "+c.name)
	case f.hashOf(in) != nil && c.cuts():
		return f.unknown(c.at, "a part of the digest")
	}
	return f.derived(c.name, in)
}

var cutShort = map[string]*regexp.Regexp{
	"cut":  regexp.MustCompile(`(?:^| )(?:-[cb] ?|--(?:characters|bytes)[= ])(?:[\d,]*-)?(\d+)(?: |$)`),
	"head": regexp.MustCompile(`(?:^| )(?:-c ?|--bytes[= ])(\d+)(?: |$)`),
	"tail": regexp.MustCompile(`(?:^| )(?:-c ?|--bytes[= ])(\d+)(?: |$)`),
	"awk":  regexp.MustCompile(`substr\([^()]*,\s*(\d+)\s*\)`),
	"gawk": regexp.MustCompile(`substr\([^()]*,\s*(\d+)\s*\)`),
}

// wholeDigest is how many digits a SHA-256 has.
const wholeDigest = 64

// cuts tells whether a filter leaves less of a line than a digest has.
func (c *flowCall) cuts() bool {
	re := cutShort[c.name]
	if re == nil {
		return false
	}
	m := re.FindStringSubmatch(strings.Join(c.args, " "))
	return m != nil && shorter(m[1])
}

func shorter(length string) bool {
	n, err := strconv.Atoi(length)
	return err == nil && n < wholeDigest
}

// grep compares when it looks for a digest, or for one in a digest.
func (c *flowCall) grep(in value) []*flowState {
	f := c.f
	for i, arg := range c.args {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		if f.hashOf(arg) != nil && (in == unset || i < len(c.args)-1) {
			in = f.content(f.path(c.flowState, c.args[len(c.args)-1]), c.flowState)
		}
		pattern, text := operand{arg, "", c.at}, operand{in, "", c.at}
		if in != unset && !c.flag("v") && f.isDigestTest(pattern, text) {
			return f.compared(pattern, text, c.flowState)
		}
		break
	}
	c.prints(c.filtered(in))
	return c.done(f.anyStatus)
}

func (c *flowCall) cat() []*flowState {
	files := 0
	for _, arg := range c.args {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		files++
		file := c.f.path(c.flowState, arg)
		c.f.note("read", file, c.at)
		c.prints(c.f.content(file, c.flowState))
	}
	if files == 0 {
		if c.in != unset {
			c.prints(c.in)
		} else {
			c.printsSome("the input")
		}
	}
	return c.done(c.f.anyStatus)
}

func (c *flowCall) readlink() []*flowState {
	for _, arg := range c.args {
		c.f.note("link", c.f.path(c.flowState, arg), c.at)
	}
	c.printsSome("the target")
	return c.done(c.f.anyStatus)
}

// tee writes its input.
func (c *flowCall) tee() []*flowState {
	for _, arg := range c.args {
		if strings.HasPrefix(arg, "-") {
			continue
		}
		file := c.f.path(c.flowState, arg)
		if device(file) {
			continue
		}
		c.effect(c.at, "it writes ", file)
		c.f.written(c.flowState, c.at, file, c.in, "", slices.Contains(c.args, "-a") || slices.Contains(c.args, "--append"))
		if c.in != unset && c.f.fromNet(c.in) {
			c.f.asks(asksFiles)
			c.files = withFile(c.files, flowFile{path: file, fresh: true, fetched: true, text: unset})
			c.f.note("fetch", file, c.at)
		}
	}
	if c.in != unset {
		c.prints(c.in)
	}
	return c.done("0")
}
