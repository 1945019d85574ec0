package lint

import (
	"regexp"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// codeShells are the interpreters whose code is looked into.
var codeShells = map[string]*dialect.Dialect{
	"sh": dialect.Sh, "dash": dialect.Sh, "ash": dialect.Sh, "ksh": dialect.Sh, "mksh": dialect.Sh,
	"bash": dialect.Bash, "zsh": dialect.Zsh, "su": dialect.Sh, "runuser": dialect.Sh,
}

// interpreter runs code: of a file, of an argument, or of its input.
func (c *flowCall) interpreter() []*flowState {
	c.effect(c.at, c.name, " runs what nobody here can see")
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		if !strings.HasPrefix(arg, "-") {
			return c.runsFile(arg)
		}
		switch c.letter(arg) {
		case 'c':
			if i+1 < len(c.args) {
				return c.code(c.args[i+1])
			}
		case 's':
			i = len(c.args)
		case 'o':
			i++
		}
	}
	c.piped("GS100", "run")
	c.runsText(c.in)
	c.printsSome("the output of " + c.name)
	return c.done(c.f.anyStatus)
}

// letter is what an option of an interpreter is about: c if code is next, s if
// the input is, o if the next word belongs to it.
func (c *flowCall) letter(arg value) byte {
	if codeShells[c.name] == nil {
		if arg == "-c" || arg == "-e" || arg == "-lc" {
			return 'c'
		}
		return 0
	}
	if strings.HasPrefix(arg, "--") {
		return 0
	}
	for _, letter := range []byte("cso") {
		if strings.IndexByte(arg, letter) > 0 {
			return letter
		}
	}
	return 0
}

// runsFile runs the code in a file.
func (c *flowCall) runsFile(file value) []*flowState {
	if !c.used(c.f.relative(file), "run") && c.f.fromNet(file) {
		return c.code(file)
	}
	c.printsSome("the output of " + c.name)
	return c.done(c.f.anyStatus)
}

// su runs a shell as somebody else.
func (c *flowCall) su() []*flowState {
	c.effect(c.at, c.name, " runs what nobody here can see")
	for i, arg := range c.args {
		if i+1 < len(c.args) && (arg == "--command" || strings.HasPrefix(arg, "-") && c.letter(arg) == 'c') {
			return c.code(c.args[i+1])
		}
	}
	c.piped("GS100", "run")
	c.runsText(c.in)
	return c.done(c.f.anyStatus)
}

var hashCode = regexp.MustCompile(`(?i)sha-?(256|512)`)

// code runs text. That of another language may print a digest.
func (c *flowCall) code(text value) []*flowState {
	if c.f.fromNet(text) {
		c.f.usedBy(c.at, use{"GS100", "what comes from the network is run by " + c.name + " at once; save it, compare its SHA-256 with one in the script, then run it"}, true)
	}
	if c.name != "eval" {
		c.runsText(text)
	}
	if isConst(text) && hashCode.MatchString(text) {
		for _, arg := range c.args {
			if file := c.f.fetchedAt(c.flowState, arg); file != nil {
				c.prints(c.f.digest(hashed{file: file.path}))
				return c.done(c.f.anyStatus)
			}
		}
	}
	c.printsSome("the output of " + c.name)
	return c.done(c.f.anyStatus)
}

func (c *flowCall) eval() []*flowState {
	return c.code(strings.Join(c.args, " "))
}

var (
	anyFetcher = regexp.MustCompile(`\b(curl|wget|git|fetch|ftp|aria2c|axel)\b`)
	symbols    = regexp.MustCompile(`[\x{100000}-\x{10FFFF}]`)
)

// textRules are those that a text can break by itself.
var textRules = []string{
	"GS100", "GS101", "GS102", "GS103", "GS104", "GS105", "GS106",
	"GS160", "GS161", "GS162", "GS163", "GS164", "GS165", "GS166", "GS167",
}

// deepest is how far code in code in code is followed.
const deepest = 3

// runsText looks at code in a word or a here-document as at a script of its own;
// what only a run knows of it is a variable there. Code that fetches nothing
// breaks none of the rules.
func (c *flowCall) runsText(text value) {
	f, lang := c.f, codeShells[c.name]
	key := "code " + text + string(rune(c.at))
	if lang == nil || text == unset || f.nested >= deepest || !anyFetcher.MatchString(text) {
		return
	}
	f.asks(asksRun)
	if f.seen[key] {
		return
	}
	f.seen[key] = true
	s := &source{name: f.s.name, text: symbols.ReplaceAllString(text, "$${unknown}"), dialect: lang}
	tree, err := s.parseSh(s.text)
	if err != nil {
		return // only a run can tell whether this is code
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	inner := flowWith(script, f.commands)
	inner.nested = f.nested + 1
	inner.wholeScript()
	inner.finish()
	for _, rule := range textRules {
		for _, found := range inner.found[rule] {
			f.report(rule, c.at, "in the code for "+c.name+": "+found.message)
		}
	}
}
