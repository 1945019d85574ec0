package lint

import (
	"regexp"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shPortableChecks look for what not all platforms have.
var shPortableChecks = []check[*shScript]{
	{"GS300", shOptionMissing},
	{"GS301", shCommandMissing},
	{"GS321", shWhich},
}

// shOptionMissing compares the options of every command with the table.
func shOptionMissing(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		for k, text := range c.texts {
			if text == "" || text[0] != '-' || text == "--" && c.name != "echo" {
				if text == "--" {
					break
				}
				continue
			}
			fact, ok := optionFact(c, k)
			if ok && !s.elsewhere(fact.lacks) && !s.asked(c) {
				report(offset(c.args[k]), "%s %s: not on %s; %s", c.name, fact.option, fact.lacks, fact.instead)
			}
		}
		s.mktempTemplate(c, report)
	}
}

func optionFact(c *shCommand, k int) (shOptionFact, bool) {
	text := c.texts[k]
	for _, fact := range shOptions {
		if fact.command != c.name {
			continue
		}
		word, exact := strings.CutPrefix(fact.option, "=")
		long := strings.HasPrefix(word, "--")
		switch {
		case exact && text == word, long && (text == word || strings.HasPrefix(text, word+"=")):
		case !exact && !long && len(text) > 1 && text[1] != '-' && strings.Contains(text[1:], word[1:]) && !(k > 0 && takesValue(c.name, c.texts[k-1])):
			if i := strings.Index(text, word[1:]); strings.ContainsAny(text[1:i], "/.=%") {
				continue
			}
		default:
			continue
		}
		fact.option = word
		return fact, true
	}
	if name, _, _ := strings.Cut(text, "="); shortOnly[c.name] && len(name) > 2 && strings.HasPrefix(name, "--") && name != "--help" && name != "--version" {
		return shOptionFact{c.name, name, "macOS, whose " + c.name + " has no long options", "write the short one"}, true
	}
	return shOptionFact{}, false
}

// takesValue tells whether an option takes the word behind it.
func takesValue(command, option string) bool {
	switch command {
	case "install":
		return option == "-m" || option == "-o" || option == "-g"
	case "grep":
		return option == "-e" || option == "-f"
	}
	return false
}

// mktempTemplate: GNU wants X in a template of -t, busybox wants them at the end.
func (s *shScript) mktempTemplate(c *shCommand, report report) {
	if c.name != "mktemp" {
		return
	}
	for k, text := range c.texts {
		switch {
		case k > 0 && c.texts[k-1] == "-t" && text != "" && !strings.Contains(text, "XXX"):
			report(offset(c.args[k]), "mktemp -t %s: GNU and busybox want XXXXXX in it; write mktemp \"${TMPDIR:-/tmp}/%s.XXXXXX\"", text, text)
		case strings.Contains(text, "XXXXXX") && !strings.HasSuffix(text, "X"):
			report(offset(c.args[k]), "mktemp: busybox and macOS want the X at the end; make a directory with mktemp -d and name the file in it")
		}
	}
}

// shCommandMissing looks for commands that some platform has not, and that the
// script does not ask for.
func shCommandMissing(s *shScript, report report) {
	f := s.facts()
	said := map[string]bool{}
	for _, c := range f.commands {
		fact, known := shAbsent[c.name]
		if !known || said[c.name] || s.funcs[c.name] != nil || s.mentions(c.name) || s.elsewhere(fact.lacks) || s.asked(c) || asksVersion(c) {
			continue
		}
		said[c.name] = true
		report(offset(c), "%s: not on %s; %s", c.name, fact.lacks, fact.instead)
	}
}

// asksVersion tells of a command that is only asked for its version.
func asksVersion(c *shCommand) bool {
	return len(c.texts) == 1 && (c.texts[0] == "--version" || c.texts[0] == "--help")
}

// elsewhere tells whether the script runs on none of the platforms named.
func (s *shScript) elsewhere(lacks string) bool {
	if len(s.platforms) > 0 {
		return !slices.ContainsFunc(s.platforms, func(p Platform) bool { return strings.Contains(lacks, string(p)) || strings.HasPrefix(lacks, "all") })
	}
	switch s.system() {
	case "linux":
		return strings.Contains(lacks, "macOS") && !strings.Contains(lacks, "busybox") && !strings.Contains(lacks, "Debian") || s.debian() && strings.Contains(lacks, "busybox")
	case "macOS":
		return !strings.Contains(lacks, "macOS")
	}
	return false
}

// debian tells of a script that calls apt or dpkg without asking.
func (s *shScript) debian() bool {
	return slices.ContainsFunc(s.facts().commands, func(c *shCommand) bool {
		return (strings.HasPrefix(c.name, "apt") || c.name == "dpkg") && !s.asked(c)
	})
}

// system is the only one that the script is for, "" if that is not plain.
func (s *shScript) system() string {
	f := s.facts()
	if f.system == nil {
		name := ""
		for _, c := range f.commands {
			switch {
			case onlyLinux[c.name] && !s.mentions(c.name) && !s.asked(c):
				name = "linux"
			case onlyMacOS[c.name] && !s.mentions(c.name) && !s.asked(c):
				name = "macOS"
			}
		}
		f.system = &name
	}
	return *f.system
}

// platformWord is in a condition that asks for a system, in the name of a
// function for one, or in an arm of a case.
var platformWord = regexp.MustCompile(`(?i)linux|darwin|mac_?os|osx|bsd|uname|ostype|alpine|debian|ubuntu|busybox|gnu|musl|centos|fedora|arch|redhat|rhel|suse|cygwin|mingw|msys|windows|wsl|command -v|type -|which|--version|--help`)

// asked tells whether the script asks before it gets to the command: for the
// command or the system, in an if, a case or a list around it, in the name of
// its function; or tries something else when it fails.
func (s *shScript) asked(c *shCommand) bool {
	f := s.facts()
	for i := c.at; i >= 0; i = f.nodes[i].up {
		switch n := f.nodes[i].Node.(type) {
		case *syntax.IfClause:
			if s.asks(s.condText(n), c.name) {
				return true
			}
		case *syntax.CaseClause:
			if s.asks(s.textOf(n.Word), c.name) {
				return true
			}
		case *syntax.CaseItem:
			for _, p := range n.Patterns {
				if s.asks(s.textOf(p), c.name) {
					return true
				}
			}
		case *syntax.BinaryCmd:
			left := f.holds(n.X, c.at)
			if n.Op == syntax.OrStmt && left && !s.gives(n.Y) || n.Op != syntax.Pipe && !left && s.asks(s.textOf(n.X), c.name) {
				return true
			}
		case *syntax.FuncDecl:
			if n.Name != nil && platformWord.MatchString(n.Name.Value) {
				return true
			}
		}
	}
	return f.elseOf(s, c)
}

// gives tells of a statement that only gives up: what stands left of it is no
// attempt with something to fall back on.
func (s *shScript) gives(n *syntax.Stmt) bool {
	c := s.facts().call(n)
	return c != nil && (s.ends(c.name) || calm[c.name])
}

// elseOf: in an else, what the if and the elifs before ask counts, too.
func (f *shFacts) elseOf(s *shScript, c *shCommand) bool {
	for _, i := range f.ifs {
		n := f.nodes[i].Node.(*syntax.IfClause)
		if n.Else != nil && f.holds(n, c.at) && s.asks(s.condText(n), c.name) {
			return true
		}
	}
	return false
}

func (s *shScript) condText(n *syntax.IfClause) string {
	if len(n.Cond) == 0 {
		return ""
	}
	return s.text[offset(n.Cond[0]):n.Cond[len(n.Cond)-1].End().Offset()]
}

func (s *shScript) asks(text, name string) bool {
	return platformWord.MatchString(text) || strings.Contains(text, name)
}

// shWhich: which is a program that some systems do not install.
func shWhich(s *shScript, report report) {
	f := s.facts()
	for _, c := range f.commands {
		if c.name == "which" && len(c.args) > 0 && s.funcs["which"] == nil && shVariant(s.dialect) != syntax.LangZsh {
			report(offset(c), "which is not installed everywhere, and its status differs; write command -v")
		}
	}
}
