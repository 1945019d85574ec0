package lint

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

// shCommands says what commands do, as far as the rules care.
var shCommands = sync.OnceValue(func() map[string]func(*flowCall) []*flowState {
	all := map[string]func(*flowCall) []*flowState{
		"[": func(c *flowCall) []*flowState { return c.bracket(1) }, "test": func(c *flowCall) []*flowState { return c.bracket(0) },
		"true": succeeds, ":": succeeds, "false": func(c *flowCall) []*flowState { return c.done("1") },
		"echo": (*flowCall).echo, "printf": (*flowCall).printf, "print": (*flowCall).echo,
		"cd": (*flowCall).cd, "pushd": (*flowCall).cd,
		"pwd": func(c *flowCall) []*flowState { c.prints(c.cwd); return c.done("0") },
		"set": (*flowCall).set, "setopt": (*flowCall).setopt, "emulate": succeeds, "unsetopt": succeeds,
		"shift": (*flowCall).shift, "return": (*flowCall).leaves, "exit": (*flowCall).leaves,
		"break": (*flowCall).jumps, "continue": (*flowCall).jumps,
		"read": (*flowCall).read, "trap": (*flowCall).trap, "unset": (*flowCall).unset, "local": (*flowCall).localCall,
		"export": (*flowCall).export, "readonly": (*flowCall).export,
		"type": (*flowCall).which, "which": (*flowCall).which, "hash": (*flowCall).which, "command": (*flowCall).which,
		"whence": (*flowCall).which,
		"mktemp": (*flowCall).mktemp, "dirname": (*flowCall).dirname, "basename": (*flowCall).basename,
		"git": (*flowCall).git, "su": (*flowCall).su, "runuser": (*flowCall).su, "openssl": (*flowCall).openssl,
		"mv": (*flowCall).move, "cp": (*flowCall).move, "install": (*flowCall).move, "ln": (*flowCall).link,
		"rm": (*flowCall).remove, "unlink": (*flowCall).remove, "rmdir": (*flowCall).makes, "mkdir": (*flowCall).makes,
		"touch": (*flowCall).makes, "chmod": (*flowCall).chmod, "chown": (*flowCall).makes, "tee": (*flowCall).tee,
		"sed": (*flowCall).sed, "perl": (*flowCall).perl, "python": (*flowCall).python, "python3": (*flowCall).python, "cat": (*flowCall).cat, "readlink": (*flowCall).readlink, "realpath": (*flowCall).readlink,
		"tar": (*flowCall).tar, "gtar": (*flowCall).tar, "bsdtar": (*flowCall).tar, "unzip": (*flowCall).unzip,
		"go": (*flowCall).goTool, ".": (*flowCall).source, "source": (*flowCall).source, "eval": (*flowCall).eval,
	}
	for name := range fetchers {
		all[name] = (*flowCall).fetch
	}
	for name := range hashTools {
		all[name] = (*flowCall).hash
	}
	for _, name := range strings.Fields("sh bash zsh dash ksh mksh ash fish python2 ruby node php pwsh osascript deno bun") {
		all[name] = (*flowCall).interpreter
	}
	for _, name := range strings.Fields("grep egrep fgrep rg awk gawk head tail cut tr sort uniq jq xxd od base64 wc column rev fold") {
		all[name] = (*flowCall).filter
	}
	for _, name := range strings.Fields("gzip gunzip zcat gzcat xz unxz xzcat bzip2 bunzip2 bzcat zstd unzstd zstdcat lz4 pigz igzip cpio") {
		all[name] = (*flowCall).decompress
	}
	for _, name := range strings.Fields("dpkg rpm installer hdiutil 7z 7za 7zr unar ar jar snap flatpak apt apt-get dnf yum zypper apk pacman pip pip3 pipx npm brew port launchctl systemctl make cargo gem") {
		all[name] = (*flowCall).installer
	}
	for _, name := range strings.Fields("gpg gpg2 gpgv minisign signify cosign slsa-verifier") {
		all[name] = (*flowCall).signature
	}
	return all
})

func succeeds(c *flowCall) []*flowState { return c.done("0") }

// bracket is [ with one word to take off the end, or test.
func (c *flowCall) bracket(closing int) []*flowState {
	if c.open {
		return c.done(c.f.anyStatus)
	}
	operands := c.f.operands[:0]
	if len(c.words) == len(c.args)+1 {
		for i, w := range c.words[1:] {
			operands = append(operands, operand{c.args[i], variableIn(w), offset(w)})
		}
	} else {
		for _, v := range c.args {
			operands = append(operands, operand{v, "", c.at})
		}
	}
	c.f.operands = operands // nothing in a test runs another one
	return c.f.test(operands[:max(0, len(operands)-closing)], c.flowState)
}

func (c *flowCall) echo() []*flowState {
	args := c.args
	for len(args) > 0 && (args[0] == "-n" || args[0] == "-e" || args[0] == "-r" || args[0] == "--") {
		args = args[1:]
	}
	c.prints(strings.Join(args, " "))
	return c.done("0")
}

var printfEscapes = strings.NewReplacer(`\n`, "\n", `\t`, "\t")

// printf fills the first fields of a format; what is behind them is added.
func (c *flowCall) printf() []*flowState {
	args := c.args
	if len(args) > 1 && args[0] == "-v" {
		c.f.set(c.flowState, args[1], strings.Join(args[min(3, len(args)):], " "))
		return c.done("0")
	}
	if len(args) == 0 {
		return c.done("1")
	}
	text := strings.TrimSuffix(printfEscapes.Replace(args[0]), "\n")
	for _, arg := range args[1:] {
		if i := strings.Index(text, "%s"); i >= 0 {
			text = text[:i] + arg + text[i+2:]
		} else {
			text += " " + arg
		}
	}
	c.prints(text)
	return c.done("0")
}

func (c *flowCall) cd() []*flowState {
	for _, arg := range c.args {
		if !strings.HasPrefix(arg, "-") || arg == "-" {
			c.cwd = c.f.path(c.flowState, arg)
			return c.done(c.f.anyStatus)
		}
	}
	c.cwd = c.f.env("HOME")
	return c.done(c.f.anyStatus)
}

var shellOptions = map[string]flowFlags{
	"errexit": errExit, "err_exit": errExit, "pipefail": pipeFail, "pipe_fail": pipeFail, "err_return": errExit, "errreturn": errExit,
}

// set changes options or the arguments.
func (c *flowCall) set() []*flowState {
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		if arg == "--" || !strings.HasPrefix(arg, "-") && !strings.HasPrefix(arg, "+") || len(arg) < 2 {
			if arg == "--" {
				i++
			}
			c.f.asks(asksArgs)
			c.flowState.args, c.flowState.open = c.args[i:], c.open
			break
		}
		if strings.ContainsRune(arg, 'e') && strings.Trim(arg, "-+abcefhkmnptuvxBCEHPTo") == "" {
			c.option(arg[0] == '-', errExit)
		}
		if strings.HasSuffix(arg, "o") && i+1 < len(c.args) {
			i++
			c.option(arg[0] == '-', shellOptions[strings.ToLower(c.args[i])])
		}
	}
	return c.done("0")
}

func (c *flowCall) option(on bool, flag flowFlags) {
	if on {
		c.flags |= flag
	} else {
		c.flags &^= flag
	}
}

func (c *flowCall) setopt() []*flowState {
	for _, arg := range c.args {
		c.option(true, shellOptions[strings.ToLower(arg)])
	}
	return c.done("0")
}

func (c *flowCall) shift() []*flowState {
	n := 1
	if len(c.args) > 0 {
		n, _ = strconv.Atoi(c.args[0])
	}
	st := c.flowState
	c.f.asks(asksArgs)
	if st.open && len(st.args) < n {
		st.args = nil
	} else if n <= len(st.args) {
		st.args = st.args[n:]
	}
	return c.done("0")
}

// leaves is return and exit.
func (c *flowCall) leaves() []*flowState {
	if len(c.args) > 0 {
		c.status = c.args[0]
		if !isConst(c.status) && c.f.only(c.status) == nil {
			c.status = c.f.anyStatus
		}
	}
	if c.name == "return" {
		*c.f.returns = append(*c.f.returns, c.flowState)
	} else {
		c.f.leave(c.flowState)
	}
	return nil
}

// jumps is break and continue.
func (c *flowCall) jumps() []*flowState {
	n := 1
	if len(c.args) > 0 {
		n, _ = strconv.Atoi(c.args[0])
	}
	i := len(c.f.loops) - max(n, 1)
	if c.f.frame != nil && i < c.f.frame.loops {
		c.f.asks(asksMore) // it leaves a loop of its caller
	}
	if i < 0 {
		return c.done("0")
	}
	l := c.f.loops[i]
	if c.name == "break" {
		l.broke = append(l.broke, c.flowState)
	} else {
		l.continued = append(l.continued, c.flowState)
	}
	return nil
}

// read takes a line of the input.
func (c *flowCall) read() []*flowState {
	v := c.f.unknown(c.at, "the input")
	if c.in == "" {
		return c.done("1")
	}
	if c.in != unset {
		v = c.f.derived("line", c.in)
		if isConst(c.in) && !strings.Contains(c.in, "\n") {
			v = c.in
		}
	}
	for _, arg := range c.args {
		if !strings.HasPrefix(arg, "-") && isConst(arg) && syntax.ValidName(arg) {
			c.f.set(c.flowState, arg, v)
		}
	}
	return c.done(c.f.anyStatus)
}

func (c *flowCall) trap() []*flowState {
	if len(c.args) > 1 && (slices.Contains(c.args[1:], "EXIT") || slices.Contains(c.args[1:], "0")) && c.args[0] != "-" {
		c.f.onExit = c.args[0]
		c.f.asks(asksMore)
	}
	return c.done("0")
}

func (c *flowCall) unset() []*flowState {
	for _, arg := range c.args {
		if isConst(arg) && syntax.ValidName(arg) {
			c.f.set(c.flowState, arg, "")
		}
	}
	return c.done("0")
}

// localCall is local in a dialect that does not know it as a keyword.
func (c *flowCall) localCall() []*flowState {
	for _, arg := range c.args {
		name, v, assigned := strings.Cut(arg, "=")
		if !syntax.ValidName(name) {
			continue
		}
		c.f.local(name)
		if assigned {
			c.f.set(c.flowState, name, v)
		} else {
			c.f.set(c.flowState, name, "")
		}
	}
	return c.done("0")
}

// export is export and readonly in a dialect that does not know them as keywords.
func (c *flowCall) export() []*flowState {
	for _, arg := range c.args {
		if name, v, assigned := strings.Cut(arg, "="); assigned && syntax.ValidName(name) {
			c.f.trusting(name, v, c.at)
			c.f.set(c.flowState, name, v)
		}
	}
	return c.done("0")
}

// which looks for programs.
func (c *flowCall) which() []*flowState { return c.asksFor(c.args) }

// asksFor notes that there is no hash tool on the way on which there is none.
func (c *flowCall) asksFor(names []value) []*flowState {
	c.printsSome("the path")
	for _, name := range names {
		if _, ok := hashTools[name]; ok && c.f.anyFetched(c.flowState) {
			has, hasNot := c.f.both(c.flowState)
			hasNot.flags |= noTool
			hasNot.status = c.f.failStatus
			return has.pair(hasNot)
		}
	}
	return c.done(c.f.anyStatus)
}

func (c *flowCall) dirname() []*flowState {
	v := c.f.symbol("here", symbol{name: "the directory of the script", here: true, other: true})
	if len(c.args) > 0 {
		if i := strings.LastIndexByte(c.args[0], '/'); i > 0 {
			v = c.args[0][:i]
		}
	}
	c.prints(v)
	return c.done("0")
}

func (c *flowCall) basename() []*flowState {
	if len(c.args) > 0 {
		v := c.args[0]
		v = v[strings.LastIndexByte(v, '/')+1:]
		if len(c.args) > 1 {
			v = strings.TrimSuffix(v, c.args[1])
		}
		c.prints(v)
	}
	return c.done("0")
}

// mktemp makes a file that nobody else knows, beside others if the template
// says where.
func (c *flowCall) mktemp() []*flowState {
	if !c.flag("u") && !slices.Contains(c.args, "--dry-run") {
		c.effect(c.at, "it makes a temporary file")
	}
	v := c.f.unknown(c.at, "$(mktemp)")
	s := c.f.only(v)
	s.temp, s.alien = true, true
	for _, arg := range c.args {
		i := strings.Index(arg, "XXX")
		if i < 0 || strings.HasPrefix(arg, "-") || slices.Contains(c.args, "-t") {
			continue
		}
		if strings.Contains(arg, "/") {
			s.alien = false
			v = arg[:i] + v
		}
	}
	c.prints(v)
	return c.done(c.f.anyStatus)
}
