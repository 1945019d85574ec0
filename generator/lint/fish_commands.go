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
	if f.idle(stmt, from, in) {
		return []*fishState{from.with(0)}
	}
	states := []*fishRun{{f: f, stmt: stmt, st: from.with(from.status), in: in}}
	for _, w := range stmt.Words {
		var next []*fishRun
		for _, r := range states {
			next = append(next, r.word(w)...)
		}
		states = next
	}
	var after []*fishState
	for _, r := range states {
		r.read()
		r.name, r.words, r.subs, r.at = r.words[0], r.words[1:], r.subs[1:], r.at[1:]
		for len(r.words) > 0 && slices.Contains([]string{"sudo", "env", "nohup", "nice", "doas"}, r.name) && !strings.HasPrefix(r.words[0], "-") {
			r.name, r.words, r.subs, r.at = r.words[0], r.words[1:], r.subs[1:], r.at[1:]
		}
		after = append(after, r.run()...)
	}
	return merged(after)
}

// idle tells of a command that changes nothing the flow wants to know, as most
// do while nothing is fetched: its words need not be looked at.
func (f *fishFlow) idle(stmt *fish.Stmt, st *fishState, in fishOut) bool {
	if len(st.dirty) > 0 || len(st.hash) > 0 || in != (fishOut{}) || slices.ContainsFunc(stmt.Words, substitutes) {
		return false
	}
	name, fixed := stmt.Words[0].Static()
	switch {
	case !fixed:
		return false
	case f.s.funcs[name] != nil && stmt.Decor == "":
		return f.skips(name, st, in)
	}
	return fishKnown[name] == nil && !fishHashTools[name] && !effects[name] && name != "sudo" && name != "env"
}

// word adds a word, once for each way its command substitutions can end.
func (r *fishRun) word(w *fish.Word) []*fishRun {
	if len(w.Parts) == 1 && w.Parts[0].Kind == fish.Var && w.Parts[0].Text == "argv" && !w.Parts[0].Indexed {
		for _, arg := range r.st.args {
			r.words, r.subs, r.at = append(r.words, arg), append(r.subs, fishOut{}), append(r.at, w)
		}
		if len(r.words) == 0 {
			r.words, r.subs, r.at = []string{"$argv"}, []fishOut{{}}, []*fish.Word{w}
		}
		return []*fishRun{r}
	}
	r.words, r.at, r.subs = append(r.words, r.f.path(w, r.st, 0)), append(r.at, w), append(r.subs, r.holds(w))
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
	from := r.st.clone()
	printed := from.out
	from.out = fishOut{}
	var runs []*fishRun
	for _, st := range r.f.list(list, []*fishState{from}) {
		one := *r
		one.st = st.with(st.status)
		if st.how == byExit {
			one.st.status = statusNo
		}
		one.st.how, one.st.out = 0, printed
		one.words, one.at, one.subs = slices.Clone(r.words), slices.Clone(r.at), slices.Clone(r.subs)
		one.subs[len(one.subs)-1].add(st.out)
		runs = append(runs, &one)
	}
	return runs
}

// add puts what two commands print together.
func (o *fishOut) add(other fishOut) {
	o.dirty = o.dirty || other.dirty
	if other.hash != "" {
		o.hash = other.hash
	}
	o.text += other.text
}

// holds is what the variables of a word hold.
func (r *fishRun) holds(w *fish.Word) fishOut {
	var out fishOut
	for _, part := range w.Parts {
		if part.Kind == fish.Var {
			_, dirty := r.st.dirty["$"+part.Text]
			out.add(fishOut{dirty: dirty, hash: r.st.hash[part.Text]})
		}
	}
	return out
}

// read takes what comes from < as what comes from a pipe.
func (r *fishRun) read() {
	for _, redirect := range r.stmt.Redirects {
		if _, dirty := r.st.dirty[r.f.path(redirect.Target, r.st, 0)]; dirty && redirect.Op == "<" {
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
	case executors[r.name] != "":
		r.use()
	case fishHashTools[r.name]:
		return r.digest()
	}
	if _, dirty := r.st.dirty[r.name]; dirty {
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
		"true": func(r *fishRun) []*fishState { return []*fishState{r.st.with(statusYes)} }, "false": func(r *fishRun) []*fishState { return []*fishState{r.st.with(statusNo)} },
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
		_, dirty := r.st.dirty[w]
		out.add(fishOut{dirty: dirty || r.subs[i].dirty, hash: r.subs[i].hash})
	}
	r.st.status = 0
	r.st.out = joined(r.st.out, out)
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
		if _, dirty := r.st.dirty[w]; dirty {
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
	return []*fishState{r.st.with(statusYes)}
}

// fetch puts bytes from the network into a file, or prints them.
func (r *fishRun) fetch() []*fishState {
	f := fishFetch{fishCall: &fishCall{name: r.name}, options: r.words}
	if f.asks() {
		return r.pass()
	}
	r.st.status = 0
	target := r.fetched(f)
	if target == "-" {
		r.st.out.dirty = true
	} else {
		r.st = r.st.clone()
		r.st.dirty[target] = fishDirty{fetched: r.stmt.Start}
	}
	return []*fishState{r.st}
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
		r.st = r.st.clone()
		delete(r.st.dirty, target)
		for _, from := range files[:len(files)-1] {
			d, dirty := r.st.dirty[from]
			if !dirty {
				continue
			}
			r.st.dirty[target] = fishDirty{d.fetched, r.stmt.Start}
			if r.name == "mv" {
				delete(r.st.dirty, from)
			}
		}
	}
	return []*fishState{r.st.with(0)}
}

func (r *fishRun) remove() []*fishState {
	r.st = r.st.clone()
	for _, w := range r.words {
		for file := range r.st.dirty {
			if file == w || strings.HasPrefix(file, w+"/") {
				delete(r.st.dirty, file)
			}
		}
	}
	return []*fishState{r.st.with(0)}
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

// call follows a function of the script.
func (r *fishRun) call(fn *fish.Stmt) []*fishState {
	f := r.f
	if slices.Contains(f.stack, r.name) || len(f.stack) > 40 || f.skips(r.name, r.st, r.in) {
		return r.pass()
	}
	callerArgs, callerNames := r.st.args, r.st.names
	in := r.st.with(r.st.status)
	in.args, in.names = r.words, argumentNames(fn, r.words)
	if r.in.dirty {
		in.out.dirty = true
	}
	key := r.name + "\x00" + in.key()
	after, known := f.memo[key]
	if !known {
		f.stack = append(f.stack, r.name)
		after = f.list(fn.Lists[0], []*fishState{in})
		f.stack = f.stack[:len(f.stack)-1]
		if len(f.stack) == 0 || !slices.Contains(f.stack, r.name) {
			f.memo[key] = after
		}
	}
	var back []*fishState
	for _, st := range after {
		c := st.with(st.status)
		c.args, c.names = callerArgs, callerNames
		if c.how != byExit {
			c.how = 0
		}
		back = append(back, c)
	}
	return merged(back)
}

// argumentNames are the arguments of a function by the names it gives them.
func argumentNames(fn *fish.Stmt, args []string) map[string]string {
	words := texts(fn.Words)
	i := slices.IndexFunc(words, func(w string) bool { return w == "-a" || w == "--argument-names" })
	if i < 0 {
		return nil
	}
	names := map[string]string{}
	for j, name := range words[i+1:] {
		if j < len(args) {
			names[name] = args[j]
		}
	}
	return names
}
