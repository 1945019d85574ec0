package lint

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// rubyRunners start a program: of one argument alone they make a command of the
// shell.
var rubyRunners = strings.Fields("system exec spawn quiet_system safe_system popen popen_read safe_popen_read capture2 capture2e capture3 popen2 popen2e popen3")

// formulaShell: a value that is put into a command line is read by the shell.
func formulaShell(f *formulaFile, report report) {
	f.each(func(n *ruby.Node) {
		if n.Kind != ruby.Call || !slices.Contains(rubyRunners, n.Name) || len(n.Args) != 1 {
			return
		}
		if arg := n.Args[0]; expands(arg) {
			report(arg.Start, "%s with one string that has a value in it: the shell takes the value apart; write each word as an argument of its own: %s bin/\"tool\", value", n.Name, n.Name)
		}
	})
}

// expands says whether a node is a string with #{ }.
func expands(n *ruby.Node) bool {
	if n.Kind != ruby.Leaf || n.Token.Kind != ruby.String {
		return false
	}
	_, ok := n.Text()
	return !ok
}

// each visits every node of the formulae in the file.
func (f *formulaFile) each(visit func(*ruby.Node)) {
	for _, class := range f.classes {
		ruby.Walk(class, visit)
	}
}

// laterBlocks are what brew runs when it tests a formula or looks for a new version.
var laterBlocks = []string{"test", "livecheck"}

// atOnce visits what runs when a formula is read or, with methods, installed.
func (f *formulaFile) atOnce(methods bool, visit func(*ruby.Node)) {
	var later []*ruby.Node
	everywhere := func(visit func(*ruby.Node)) {
		for _, n := range f.file.List {
			ruby.Walk(n, visit)
		}
	}
	everywhere(func(n *ruby.Node) {
		if n.Kind == ruby.Def && !methods || n.Kind == ruby.Call && n.Block && slices.Contains(laterBlocks, n.Name) {
			later = append(later, n)
		}
	})
	everywhere(func(n *ruby.Node) {
		if !slices.ContainsFunc(later, func(l *ruby.Node) bool { return l.Start <= n.Start && n.Start < l.End }) {
			visit(n)
		}
	})
}

// rubyFetchers are the programs that a formula must not call, where a command
// begins: brew locks itself out, and what the others fetch has no digest.
var rubyFetchers = regexp.MustCompile(`(?:^|[;&|(]\s*)(?:\S*/)?(brew|curl|wget|aria2c|git\s+(?:clone|fetch|pull|submodule))(?:\s|$)`)

// formulaNetwork: a formula uses what is there.
func formulaNetwork(f *formulaFile, report report) {
	f.atOnce(true, func(n *ruby.Node) {
		if what := fetches(n); what != "" {
			report(n.Start, "%s in a formula: make what it fetches a resource with a sha256, or a dependency", what)
		}
	})
}

// fetches names what a call gets from the network or from brew, if it does.
func fetches(n *ruby.Node) string {
	switch {
	case n.Kind == ruby.Leaf && n.Token.Kind == ruby.Const && n.Token.Text == "HTTP" && n.Recv != nil && n.Recv.Token.Text == "Net":
		return "Net::HTTP"
	case n.Kind != ruby.Call:
		return ""
	case n.Name == "open" && n.Recv != nil && (n.Recv.Token.Text == "URI" || n.Recv.Kind == ruby.Call && n.Recv.Name == "parse"):
		return "URI.open"
	case n.Recv == nil && (n.Name == "curl" || n.Name == "curl_download"):
		return n.Name
	case !slices.Contains(rubyRunners, n.Name) && n.Name != "shell_output" && n.Name != "pipe_output":
		return ""
	}
	if m := rubyFetchers.FindStringSubmatch(commandOf(n)); m != nil {
		return m[1]
	}
	return ""
}

// shellScript is the option of a shell behind which a script stands: -c, -ec.
var shellScript = regexp.MustCompile(`^-[a-z]*c$`)

// commandOf is the beginning of the command that a call runs: of sh -c the
// whole script, up to the first value in it.
func commandOf(n *ruby.Node) string {
	var words []string
	for _, arg := range n.Args {
		words = append(words, leading(arg))
		if arg.Kind == ruby.Leaf && arg.Token.Text == "HOMEBREW_BREW_FILE" {
			words[len(words)-1] = "brew"
		}
	}
	for len(words) > 1 && path.Base(words[0]) == "env" {
		words = words[1:]
	}
	switch {
	case len(words) > 2 && strings.HasSuffix(words[0], "sh") && shellScript.MatchString(words[1]):
		return words[2]
	case len(words) > 1:
		return words[0] + " " + strings.TrimLeft(words[1], ";&|(")
	}
	return strings.Join(words, "")
}

// ownPaths are the methods of a formula whose value is known when it is
// published.
var ownPaths = strings.Fields(`
	name full_name version prefix bin sbin lib libexec include share pkgshare doc etc pkgetc var man man1 man5 man8
	opt_prefix opt_bin opt_sbin opt_lib opt_libexec opt_include opt_share opt_pkgshare rack
	bash_completion zsh_completion zsh_function fish_completion fish_function pwsh_completion`)

// formulaCaveats: one text, for everybody.
func formulaCaveats(f *formulaFile, report report) {
	def := f.method("caveats")
	if def == nil {
		return
	}
	if len(def.List) != 1 {
		report(def.Start, "caveats is one text; compute nothing in it")
		return
	}
	body := def.List[0]
	if body.Kind != ruby.Leaf || body.Token.Kind != ruby.String {
		report(body.Start, "caveats is one text that is the same on every machine; write it as <<~EOS")
		return
	}
	for _, part := range body.Token.Str.Parts {
		if part.Code != nil && !slices.ContainsFunc(part.Code.List, ownPath) {
			report(part.Start, "caveats with a value that is not known when the formula is published; use paths such as opt_bin and etc, or plain text")
			return
		}
	}
}

// ownPath says whether an expression is one of ownPaths, or below one.
func ownPath(n *ruby.Node) bool {
	switch n.Kind {
	case ruby.Call:
		return n.Recv == nil && len(n.Args) == 0 && !n.Block && slices.Contains(ownPaths, n.Name)
	case ruby.Leaf:
		return n.Token.Text == "HOMEBREW_PREFIX"
	case ruby.Binary:
		return n.Name == "/" && ownPath(n.Recv) && fixed(n.Args[0]) != ""
	}
	return false
}

// magic are the methods after which nobody can say what a file does by reading
// it.
var magic = strings.Fields(`
	eval instance_eval class_eval module_eval instance_exec class_exec module_exec binding send __send__ public_send method_missing
	alias_method define_method define_singleton_method remove_method undef_method const_get const_set instance_variable_get instance_variable_set class_variable_set prepend`)

// actors are what does something to the machine, or starts programs.
var actors = strings.Fields("File IO FileUtils Open3 Kernel Utils URI")

// looks are methods of those that do nothing.
var looks = strings.Fields("join basename dirname extname expand_path read")

// acts says whether a call does something besides describing a formula.
func acts(n *ruby.Node) bool {
	if n.Kind != ruby.Call || strings.HasSuffix(n.Name, "?") {
		return false
	}
	return slices.Contains(rubyRunners, n.Name) || n.Recv != nil && slices.Contains(actors, n.Recv.Token.Text) && !slices.Contains(looks, n.Name)
}

func formulaMagic(f *formulaFile, report report) {
	f.atOnce(false, func(n *ruby.Node) {
		if acts(n) {
			report(n.Start, "%s runs as soon as brew reads the formula; do it in install", n.Name)
		}
	})
	f.each(func(n *ruby.Node) {
		if (n.Kind == ruby.Call || n.Kind == ruby.Def) && slices.Contains(magic, n.Name) {
			report(n.Token.Start, "%s: what the formula then does cannot be read from it; write the call or the method out", n.Name)
		}
	})
}
