// Package oneliner reads calls of perl and python3 whose program is in the call
// itself: perl -e 'CODE' and python3 -c 'CODE', or python3 -m MODULE for some
// modules of its own library. In them the input and the arguments are data,
// unless the code makes something else of them.
package oneliner

import (
	"regexp"
	"slices"
	"strings"
)

// Unknown stands for a word that only the run knows.
const Unknown = "\x00"

// A Call is a program in another language with what it is given.
type Call struct {
	Code   string // "" for a module
	Module string // of python3: "zipfile"
	Args   int    // how many words come before the arguments
	// Alone says that no module of the caller's is loaded: none of the current
	// directory, none that a variable of the environment names.
	Alone bool
}

// modules are those of python3 that take files and run nothing of them.
var modules = []string{"gzip", "json.tool", "tarfile", "zipfile"}

// Read is false for every other form of a call: code that only the run knows,
// options that let perl read files by its arguments (-n, -p, -i) or take them
// for more options (-s, or one behind the code), modules that are in no list.
func Read(program string, words []string) (Call, bool) {
	switch program {
	case "perl":
		return readPerl(words)
	case "python", "python3":
		return readPython(words)
	}
	return Call{}, false
}

// perlModules are the modules of perl that have no function which runs something.
var perlModules = []string{"-MCompress::Raw::Zlib", "-MDigest::SHA"}

func readPerl(words []string) (Call, bool) {
	var call Call
	for i, word := range words {
		switch {
		case word == "-e":
			return call.with(words, i, perlArguments)
		case slices.Contains(perlModules, word):
		case !isFlags(word, "TtwWXf"):
			return Call{}, false
		default:
			call.Alone = call.Alone || strings.Contains(word, "T")
		}
	}
	return Call{}, false
}

// perlArguments says that none of the words is an option: perl looks for those
// behind its code, too.
func perlArguments(words []string) bool {
	for _, word := range words {
		if word == "--" {
			break
		}
		if strings.HasPrefix(word, "-") && word != "-" {
			return false
		}
	}
	return true
}

func readPython(words []string) (Call, bool) {
	var call Call
	for i, word := range words {
		switch {
		case word == "-c":
			return call.with(words, i, nil)
		case word == "-m" && i+1 < len(words) && slices.Contains(modules, words[i+1]):
			call.Module, call.Args = words[i+1], i+2
			return call, true
		case !isFlags(word, "bBdEIOqsSu"):
			return Call{}, false
		}
		call.Alone = call.Alone || strings.Contains(word, "I")
	}
	return Call{}, false
}

// with is the call whose code is behind the word at i.
func (c Call) with(words []string, i int, arguments func([]string) bool) (Call, bool) {
	if i+1 >= len(words) || words[i+1] == Unknown || words[i+1] == "" || arguments != nil && !arguments(words[i+2:]) {
		return Call{}, false
	}
	c.Code, c.Args = words[i+1], i+2
	return c, true
}

// IsModule says whether a file of that name may be a module of perl or python3.
func IsModule(file string) bool {
	return slices.ContainsFunc([]string{".py", ".pyc", ".pm", ".pl", ".so"}, func(ending string) bool { return strings.HasSuffix(file, ending) })
}

func isFlags(word, letters string) bool {
	return len(word) > 1 && word[0] == '-' && strings.Trim(word[1:], letters) == ""
}

var (
	// harmless are the imports of what runs nothing, and opens no files.
	harmless = regexp.MustCompile(`(?m)^[ \t]*(?:import (?:sys|zlib|json|re|hashlib)(?:, ?(?:sys|zlib|json|re|hashlib))*[ \t]*(?:;|$)|use (?:strict|warnings);)`)
	comment  = regexp.MustCompile(`(?m)^[ \t]*#.*$`)
	// risky may run a text as code or as a command, open a file that a value
	// names, or find something that does. <> of perl opens what its arguments
	// say, and that may be a command.
	risky = regexp.MustCompile("system|exec|eval|popen|spawn|fork|process|import|require|source|compile|\\b(?:do|use|input|glob|readline|tie|syscall|dump|modules|getattr|globals|locals|vars|breakpoint|os)\\b|open|eof *\\( *\\)|qx|%x|load|link|`|__|&[$\\w{]|->\\$|<[$\\w]*>|[|] *[\"'A-Za-z_$]|[\"')] *[|]|/[a-z]*ee")
)

// Runs says whether the code may run what it gets, or write files. The text is
// searched for words, not parsed: it is that of somebody who means no harm.
func (c Call) Runs() bool {
	code := harmless.ReplaceAllString(comment.ReplaceAllString(c.Code, ""), "")
	code = strings.ReplaceAll(code, "<STDIN>", "")
	return c.Module == "" && risky.MatchString(code)
}
