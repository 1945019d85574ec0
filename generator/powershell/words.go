package powershell

import (
	"regexp"
	"strings"
)

// Keywords that begin a statement we do not read. In PowerShell they are
// reserved (about_Reserved_Words), so none of them can be a command either.
var otherKeywords = set("begin catch class clean configuration data default define do dynamicparam else elseif end enum " +
	"finally from in inlinescript parallel param process sequence trap until using var workflow")

// ownKeywords begin the statements we read.
var ownKeywords = set("function filter if while do for foreach switch try return break continue throw exit")

// The operators by how tight they bind, the loosest first
// (about_Operator_Precedence). Those of a row bind alike and to the left.
var precedence = []map[string]bool{
	set("-and -or -xor"),
	set("-band -bor -bxor"),
	withCase("-eq -ne -gt -ge -lt -le -like -notlike -match -notmatch -contains -notcontains -in -notin -replace -split",
		"-is -isnot -as -join -shl -shr"),
	set("+ -"),
	set("* / %"),
	set("-f"),
	set(".."),
}

// unary are the operators with a name that stand before a value.
var unary = withCase("-split", "-not -bnot -join")

// withCase are words, each also with c (heeds upper and lower case) and i
// before its name, and words that have no such forms.
func withCase(words, others string) map[string]bool {
	all := set(others)
	for _, w := range strings.Fields(words) {
		all[w], all["-c"+w[1:]], all["-i"+w[1:]] = true, true, true
	}
	return all
}

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// newer are words that only PowerShell 7 takes for operators, and what to write
// for them.
var newer = map[string]string{
	"&&": "if ($?) { ... }", "||": "if (-not $?) { ... }", "??": "if ($null -eq $x) { ... }", "?": "if () { } else { }",
	"?.": "if ($null -ne $x) { ... }", "?[": "if ($null -ne $x) { ... }",
}

var (
	// Numbers that both PowerShells know. The suffixes u, s, y, n and the
	// prefix 0b came with 6 and 7.
	numberForm = regexp.MustCompile(`^(?i:0x[0-9a-f]+|[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?|\.[0-9]+(e[+-]?[0-9]+)?)(?i:[dl]?([kmgtp]b)?)`)
	// Numbers in PowerShell 7, words in Windows PowerShell.
	newNumberForm = regexp.MustCompile(`^(?i:-?(0x[0-9a-f]+|[0-9]+(\.[0-9]+)?)(u|s|y|n|ul|us|uy)([kmgtp]b)?|0b[01]+[a-z]*)$`)
	// A parameter: -Name, -Name:
	flagForm = regexp.MustCompile(`^-[A-Za-z_?][A-Za-z0-9_-]*:?$`)
	// The name of a command or a function.
	nameForm   = regexp.MustCompile(`^([A-Za-z]+:)?[A-Za-z_][A-Za-z0-9_.-]*$`)
	memberForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*`)
	typeForm   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*([.+][A-Za-z_][A-Za-z0-9_]*)*$`)
	wordForm   = regexp.MustCompile(`^-[A-Za-z]+`)
	streamForm = regexp.MustCompile(`^[1-6]$`)
)

// bareBytes are those of bare words, commandBytes those of the names of commands.
const (
	letters      = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	bareBytes    = letters + `0123456789._/\:~=+*%^?@-`
	commandBytes = letters + `0123456789_./~\:+-`
	commandStart = letters + `_./~\`
)

var bareByte, commandByte, startByte = bytesOf(bareBytes), bytesOf(commandBytes), bytesOf(commandStart)

func bytesOf(text string) (set [256]bool) {
	for i := range text {
		set[text[i]] = true
	}
	return set
}

func onlyBytes(text string, set *[256]bool) bool {
	for i := range len(text) {
		if !set[text[i]] {
			return false
		}
	}
	return true
}

// isBare tells of a bare word among the arguments of a command: no character of it
// means anything to either PowerShell. Every word is asked, so this and isCommand
// are no regular expressions.
func isBare(word string) bool { return word != "" && onlyBytes(word, &bareByte) }

// isCommand tells of the name of a command or a function.
func isCommand(word string) bool {
	return word == "%" || word == "?" || word != "" && startByte[word[0]] && onlyBytes(word, &commandByte)
}
