package escape

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// A rubyMethod is what a method does with its arguments, all of which it takes
// as data.
type rubyMethod byte

const (
	rubyTakesText   rubyMethod = iota // strings, none of them ever an option of a program
	rubyTakesName                     // strings that a program may be called with
	rubyTakesNumber                   // a number
	rubyTakesAny                      // both
)

// rubyMethods are the methods of formulae and Brewfiles whose arguments are
// data: Homebrew stores, prints or compares them, or opens the file or address
// of that name.
var rubyMethods = map[string]rubyMethod{
	// Of a formula.
	"desc": rubyTakesText, "homepage": rubyTakesText, "url": rubyTakesName, "mirror": rubyTakesName, "head": rubyTakesName,
	"version": rubyTakesText, "sha256": rubyTakesText, "license": rubyTakesText, "revision": rubyTakesNumber,
	"version_scheme": rubyTakesNumber, "compatibility_version": rubyTakesNumber, "rebuild": rubyTakesNumber, "root_url": rubyTakesName,
	"depends_on": rubyTakesName, "uses_from_macos": rubyTakesName, "conflicts_with": rubyTakesName, "link_overwrite": rubyTakesText,
	"keg_only": rubyTakesText, "caveats": rubyTakesText, "deprecate!": rubyTakesText, "disable!": rubyTakesText,
	"resource": rubyTakesText, "skip": rubyTakesText,
	// In a method or test of one.
	"assert": rubyTakesAny, "assert_equal": rubyTakesAny, "refute_equal": rubyTakesAny, "assert_match": rubyTakesText, "refute_match": rubyTakesText,
	"assert_includes": rubyTakesAny, "refute_includes": rubyTakesAny, "assert_path_exists": rubyTakesText, "refute_path_exists": rubyTakesText,
	"ohai": rubyTakesText, "opoo": rubyTakesText, "odie": rubyTakesText,
	// Of a Brewfile.
	"tap": rubyTakesName, "brew": rubyTakesName, "cask": rubyTakesName, "vscode": rubyTakesName, "mas": rubyTakesText,
}

// rubyDirs are the directories whose install copies files into them.
var rubyDirs = strings.Fields("bin sbin lib libexec include share pkgshare prefix doc etc pkgetc man man1 man2 man3 man4 man5 man6 man7 man8 bash_completion zsh_completion fish_completion pwsh_completion")

// rubyBlocks are the methods whose block is part of the formula.
var rubyBlocks = strings.Fields("test livecheck stable head bottle resource on_macos on_linux on_arm on_intel on_system patch")

// rubyKeys are the keys that stand before data.
var rubyKeys = strings.Fields("because date id trusted formula formulae cask casks command commands tag branch revision replacement replacement_formula replacement_cask with any_of all_of arm intel arm64_linux x86_64_linux")

// rubyRunners are the methods that run text as code, of Ruby or the shell, that
// find a method or file by a name, or that put text into another file's code.
var rubyRunners = strings.Fields(`
	system exec spawn fork sh shell_output pipe_output quiet_system safe_system popen popen_read popen_write safe_popen_read safe_popen_write popen2 popen2e popen3 capture2 capture2e capture3
	eval instance_eval class_eval module_eval instance_exec class_exec module_exec binding send public_send __send__ define_method define_singleton_method alias_method remove_method
	method public_method instance_method const_get const_set const_missing instance_variable_get instance_variable_set class_variable_get class_variable_set
	require require_relative load autoload open include extend prepend trap at_exit test_bot inreplace generate_completions_from_executable`)

// rubyObjects are the classes whose methods open files or run programs.
var rubyObjects = strings.Fields("Kernel File IO Utils Open3 Process Dir FileUtils Object Module Class Pathname Formula Marshal ERB RubyVM Signal ENV PTY Shellwords SystemCommand Binding Method ObjectSpace")

// rubySink says whether a call runs what its arguments say.
func rubySink(n *ruby.Node, on string) bool {
	return slices.Contains(rubyRunners, n.Name) || slices.Contains(rubyObjects, on)
}

// about is what the method does whose argument the place is in.
func (p rubyPlace) about() rubyMethod {
	if strings.HasSuffix(p.method, ".install") {
		return rubyTakesName
	}
	return rubyMethods[p.method]
}

// keyed says whether the key before the place, if any, is one of data.
func (p rubyPlace) keyed() bool {
	switch {
	case p.key == "" || p.method == "sha256" && p.key != "=>":
		return true
	case p.key == "=>":
		return p.role == rubyKey || p.method == "license" || strings.HasSuffix(p.method, ".install")
	}
	return slices.Contains(rubyKeys, p.key)
}

var rubyCompares = []string{"==", "!=", "<", ">", "<=", ">="}

// operates says whether the place is an operand of an operator that keeps it
// text.
func (p rubyPlace) operates() bool {
	return slices.Contains(rubyCompares, p.op) || p.method != "" && (p.op == "+" || p.op == "/")
}

// text says whether the place is one of text.
func (p rubyPlace) text() bool {
	return p.method != "" && p.is(rubyArgument, rubyElement, rubyValue, rubyKey) || p.is(rubyReturned, rubyOperand)
}

// listed says whether several values can stand in the place.
func (p rubyPlace) listed() bool {
	if p.is(rubyElement) {
		return true
	}
	return p.is(rubyArgument) && (p.method == "link_overwrite" || strings.HasSuffix(p.method, ".install"))
}

// rubyTaken are names of classes that Ruby or Homebrew has already.
var rubyTaken = strings.Fields(`
	BEGIN END Array BasicObject Binding Class Comparable Complex Data Dir ENV ERB Encoding Enumerable Enumerator Exception FalseClass Fiber File FileTest FileUtils Float GC Hash
	IO Integer JSON Kernel Marshal Math Method Module Mutex NilClass Numeric Object ObjectSpace Open3 Pathname Proc Process Queue Ractor Random Range Rational Regexp RubyVM
	Set Signal String Struct Symbol Thread Time Timeout TracePoint TrueClass URI UnboundMethod Warning YAML
	Brew Cask Context Dependency Formula Formulary Hardware Homebrew Keg Language MacOS OS Patch Requirement Resource Tab Tap Utils Version`)

var rubyClassForm = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`)

// writeRubyClass writes the name of a new class.
func writeRubyClass(_ rubyPlace, value string) (string, error) {
	if !rubyClassForm.MatchString(value) || slices.Contains(rubyTaken, value) || strings.HasSuffix(value, "Error") {
		return "", fmt.Errorf("%s is no name for a new class; it needs a capital letter, then letters and digits, and must not be one that Ruby or Homebrew has", abridged(value))
	}
	return value, nil
}
