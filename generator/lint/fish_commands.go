package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishRun is a command that is being run in one state.
type fishRun struct {
	f     *fishFlow
	stmt  *fish.Stmt
	st    *fishState // a copy, to be changed
	in    fishOut    // from the pipe, or what < reads
	name  string
	words []string  // the arguments as paths; $argv is all arguments
	subs  []fishOut // of each argument: what the substitutions in it print, and its variables hold
	at    []*fish.Word
}

// command runs a command in one state.
func (f *fishFlow) command(stmt *fish.Stmt, from *fishState, in fishOut) []*fishState {
	c := f.s.command(stmt)
	if f.idle(c, from, in) {
		return []*fishState{from.with(0)}
	}
	r := &fishRun{f: f, stmt: stmt, st: from.copied(), in: in}
	if !c.spreads && !c.substitutes {
		r.at, r.words, r.subs = stmt.Words, c.paths(r), c.held(r)
		return r.start()
	}
	runs := []*fishRun{r}
	for i := range c.words {
		var next []*fishRun
		for _, r := range runs {
			next = append(next, r.word(&c.words[i])...)
		}
		runs = next
	}
	var after []*fishState
	for _, r := range runs {
		after = append(after, r.start()...)
	}
	return merged(after)
}

// idle tells of a command that changes nothing the flow wants to know, as most
// do while nothing is fetched: its words need not be looked at.
func (f *fishFlow) idle(c *fishCommand, st *fishState, in fishOut) bool {
	switch {
	case !c.plain || in != (fishOut{}) || st.facts.fetching():
		return false
	case c.callee != 0:
		return f.skips(c.callee, st, in)
	}
	return true
}

// word adds a word, once for each way its command substitutions can end.
func (r *fishRun) word(w *fishWord) []*fishRun {
	if w.spreads {
		for _, arg := range r.st.frame.args {
			r.words, r.subs, r.at = append(r.words, arg), append(r.subs, fishOut{}), append(r.at, w.Word)
		}
		if len(r.words) == 0 {
			r.words, r.subs, r.at = []string{"$argv"}, []fishOut{{}}, []*fish.Word{w.Word}
		}
		return []*fishRun{r}
	}
	r.words, r.at, r.subs = append(r.words, w.path(r)), append(r.at, w.Word), append(r.subs, w.held(r.st))
	runs := []*fishRun{r}
	for _, part := range w.Parts {
		if part.List == nil {
			continue
		}
		var next []*fishRun
		for _, one := range runs {
			next = append(next, one.substitute(part.List)...)
		}
		runs = next
	}
	return runs
}

// substitute runs a command substitution, whose exit ends no more than itself.
func (r *fishRun) substitute(list *fish.List) []*fishRun {
	from := r.st.copied()
	printed := from.out
	from.out = fishOut{}
	states := r.f.list(list, []*fishState{from})
	runs := make([]*fishRun, len(states))
	for i, st := range states {
		one := *r
		one.st = st.copied()
		if st.how == byExit {
			one.st.status = statusNo
		}
		one.st.how, one.st.out = 0, printed
		if i < len(states)-1 { // the last one goes on with what is there
			one.words, one.at, one.subs = slices.Clone(r.words), slices.Clone(r.at), slices.Clone(r.subs)
		}
		one.subs[len(one.subs)-1].add(st.out)
		runs[i] = &one
	}
	return runs
}

// start runs the command once its words are known.
func (r *fishRun) start() []*fishState {
	r.read()
	r.take()
	for len(r.words) > 0 && fishWrappers[r.name] && !strings.HasPrefix(r.words[0], "-") {
		r.take()
	}
	return r.run()
}

// take takes the first word as the name of the command.
func (r *fishRun) take() {
	r.name, r.words, r.subs, r.at = r.words[0], r.words[1:], r.subs[1:], r.at[1:]
}

// fishWrappers run the command that their arguments are.
var fishWrappers = wordSet(`sudo env nohup nice doas`)

// add puts what two commands print together.
func (o *fishOut) add(other fishOut) {
	o.dirty = o.dirty || other.dirty
	if other.hash != "" {
		o.hash = other.hash
	}
	o.text += other.text
}

// read takes what comes from < as what comes from a pipe.
func (r *fishRun) read() {
	for _, redirect := range r.stmt.Redirects {
		if redirect.Op == "<" && r.st.facts.unverified() && r.st.facts.is(factDirty, r.f.s.path(redirect.Target, r.st.frame, 0)) {
			r.in.dirty = true
		}
	}
}

// run does what is known of the command.
func (r *fishRun) run() []*fishState {
	if fn := r.f.s.funcs[r.name]; fn != nil && r.stmt.Decor == "" {
		return r.call(fn)
	}
	r.f.effect(r)
	known := fishKnown[r.name]
	switch {
	case known != nil:
		return known(r)
	case r.oneLiner():
	case executors[r.name] != "":
		r.use()
	case fishHashTools[r.name]:
		return r.digest()
	}
	if r.st.facts.is(factDirty, r.name) {
		r.f.use(r.stmt.Start, r.name, "run")
	}
	return r.pass()
}

// fishKnown are the commands whose meaning the flow knows.
var fishKnown map[string]func(*fishRun) []*fishState

func init() {
	fishKnown = map[string]func(*fishRun) []*fishState{
		"set": (*fishRun).set, "test": (*fishRun).test, "[": (*fishRun).test, "string": (*fishRun).text, "contains": (*fishRun).test,
		"exit": (*fishRun).leave, "return": (*fishRun).leave, "break": (*fishRun).leave, "continue": (*fishRun).leave,
		"true": func(r *fishRun) []*fishState { return r.ended(statusYes) }, "false": func(r *fishRun) []*fishState { return r.ended(statusNo) },
		"echo": (*fishRun).print, "printf": (*fishRun).print, "curl": (*fishRun).fetch, "wget": (*fishRun).fetch,
		"cp": (*fishRun).move, "mv": (*fishRun).move, "install": (*fishRun).move, "rm": (*fishRun).remove, "chmod": (*fishRun).chmod,
	}
}

// executors is what programs do with what they are given. source and eval are
// among them, which fish knows itself.
var executors = func() map[string]string {
	verbs := map[string]string{}
	for how, names := range map[string]string{
		"unpacked":  `tar bsdtar unzip gunzip gzip xz unxz zstd bunzip2 7z cpio`,
		"run":       `sh bash zsh dash ksh fish /bin/sh /bin/bash python python3 perl ruby node php osascript source . eval`,
		"installed": `dpkg rpm installer pkgutil msiexec`,
		"opened":    `hdiutil open`,
	} {
		for name := range wordSet(names) {
			verbs[name] = how
		}
	}
	return verbs
}()

var fishHashTools = wordSet("sha256sum shasum sha256 openssl gsha256sum")

// pass is a command that ends in either way, and prints what it reads.
func (r *fishRun) pass() []*fishState {
	out := fishOut{dirty: r.in.dirty, hash: r.in.hash}
	for i, w := range r.words {
		dirty := r.st.facts.is(factDirty, w)
		out.add(fishOut{dirty: dirty || r.subs[i].dirty, hash: r.subs[i].hash})
	}
	r.st.out = joined(r.st.out, out)
	return r.ended(0)
}

// ended is the state behind a command.
func (r *fishRun) ended(status byte) []*fishState {
	r.st.status = status
	return []*fishState{r.st}
}

func joined(a, b fishOut) fishOut {
	a.add(b)
	return a
}

// use reports that unverified bytes reach the command.
func (r *fishRun) use() {
	how := cmp.Or(executors[r.name], "made executable")
	if r.in.dirty {
		r.f.use(r.stmt.Start, "the input of "+r.name, how)
	}
	for i, w := range r.words {
		if r.st.facts.is(factDirty, w) {
			r.f.use(r.stmt.Start, w, how)
		} else if r.subs[i].dirty {
			r.f.use(r.stmt.Start, "an argument of "+r.name, how)
		}
	}
}

func (r *fishRun) chmod() []*fishState {
	if len(r.words) > 0 && (strings.Contains(r.words[0], "x") || strings.ContainsAny(r.words[0], "1357")) {
		r.use()
	}
	return r.pass()
}

func (r *fishRun) print() []*fishState {
	var text string
	var out fishOut
	for i, w := range r.words {
		text += " " + w
		out.add(fishOut{dirty: r.subs[i].dirty, hash: r.subs[i].hash, text: r.subs[i].text})
	}
	out.text += text
	r.st.out = joined(r.st.out, out)
	return r.ended(statusYes)
}

// fetch puts bytes from the network into a file, or prints them.
func (r *fishRun) fetch() []*fishState {
	f := fishFetch{fishCall: &fishCall{name: r.name}, options: r.words}
	if f.asks() {
		return r.pass()
	}
	if target := r.fetched(f); target == "-" {
		r.st.out.dirty = true
	} else {
		r.st.facts = r.st.facts.unhashed(target).with(fishFact{kind: factDirty, name: target})
	}
	return r.ended(0)
}

// fetched is the file that a fetch writes, "-" for what it prints.
func (r *fishRun) fetched(f fishFetch) string {
	long, short := []string{"-o", "--output"}, byte('o')
	if r.name == "wget" {
		long, short = []string{"-O", "--output-document"}, 'O'
	}
	if file, ok := f.option(long...); ok {
		return file
	}
	for i, w := range r.words {
		if len(w) > 2 && w[0] == '-' && w[1] != '-' && strings.IndexByte(w, short) > 0 {
			if at := strings.IndexByte(w, short); at < len(w)-1 {
				return w[at+1:] // -ofile
			}
			if i+1 < len(r.words) {
				return r.words[i+1] // -fsSLo file
			}
		}
	}
	if r.name == "curl" && !f.has('O', "--remote-name") {
		return "-"
	}
	url := ""
	for _, w := range r.words {
		if strings.Contains(w, "/") && w[0] != '-' {
			url = w
		}
	}
	return url[strings.LastIndexByte(url, '/')+1:]
}

// move gives unverified bytes another name.
func (r *fishRun) move() []*fishState {
	files := slices.DeleteFunc(slices.Clone(r.words), func(w string) bool { return strings.HasPrefix(w, "-") })
	if len(files) > 1 {
		target := files[len(files)-1]
		facts := r.st.facts.without(factDirty, target)
		for _, from := range files[:len(files)-1] {
			if !facts.is(factDirty, from) {
				continue
			}
			facts = facts.with(fishFact{kind: factDirty, name: target, moved: r.stmt.Start})
			if r.name == "mv" {
				facts = facts.without(factDirty, from)
			}
		}
		r.st.facts = facts
	}
	return r.ended(0)
}

func (r *fishRun) remove() []*fishState {
	r.st.facts, _ = r.st.facts.split(func(fact fishFact) bool {
		return fact.kind != factDirty || !slices.ContainsFunc(r.words, func(w string) bool {
			return strings.HasPrefix(fact.name, w) && (len(fact.name) == len(w) || fact.name[len(w)] == '/')
		})
	})
	return r.ended(0)
}

// leave is exit, return, break, continue.
func (r *fishRun) leave() []*fishState {
	r.st.how = map[string]byte{"exit": byExit, "return": byReturn, "break": byBreak, "continue": byContinue}[r.name]
	if r.name == "exit" {
		r.f.over(r.st)
	}
	if len(r.words) > 0 && r.name == "return" {
		text, fixed := r.at[0].Static()
		switch {
		case fixed && text == "0":
			r.st.status = statusYes
		case fixed:
			r.st.status = statusNo
		case text != "$status":
			r.st.status = 0
		}
	}
	return []*fishState{r.st}
}
