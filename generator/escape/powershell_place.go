package escape

import (
	"slices"
	"strings"
)

// A psRole is what a hole is in its statement.
type psRole byte

const (
	psNowhere   psRole = iota
	psValue            // an expression of its own, or a part of one
	psArgument         // of a command that takes data
	psCall             // the name of a command
	psFunction         // the name of a function that is defined
	psName             // the name of a variable
	psRemark           // a comment
	psBlock            // a comment <# #>
	psStatement        // alone on its line
	psRunner           // run as code, or read as a pattern, a type or a format
	psUnknown          // an argument of a command that nobody knows
	psPath             // an argument that is a pattern for files
)

// A psPlace is what the rules of PowerShell look at.
type psPlace struct {
	role      psRole
	kind      kind
	inside    byte   // ' or " around it, 0 for a bare hole
	before    string // the rest of the name that a hole is a part of
	name      string // of the command
	escaped   bool   // directly behind a backtick
	functions map[string]bool
	reach     string // where its variable is evaluated
}

func (p psPlace) String() string {
	switch p.role {
	case psArgument, psUnknown, psRunner, psPath:
		if p.name != "" {
			return "an argument of " + p.name
		}
	}
	names := map[psRole]string{
		psValue: "an expression", psCall: "the name of a command", psFunction: "the name of a function", psName: "the name of a variable",
		psRemark: "a comment", psBlock: "a comment", psStatement: "a statement", psRunner: "a place that is run as code", psArgument: "an argument",
	}
	if name, ok := names[p.role]; ok {
		return name
	}
	return "a place that no rule knows"
}

// psEvaluators run, compile or load what they are given.
var psEvaluators = strings.Fields(`
	iex invoke-expression icm invoke-command start-process saps start add-type new-object set-alias sal new-alias nal new-item ni set-item si
	get-variable gv set-variable sv new-variable nv remove-variable rv clear-variable get-command gcm import-module ipmo foreach-object foreach %
	where-object where ? powershell pwsh powershell.exe pwsh.exe cmd cmd.exe sh bash zsh fish wsl start-job sajb register-objectevent
	invoke-item ii select-string sls & .`)

// psData are the commands that take plain text.
var psData = strings.Fields("write-host write-output write-warning write-error write-verbose join-path out-null")

// psLiterals are the parameters behind which even a command with patterns takes
// a path as it is.
var psLiterals = strings.Fields("-literalpath -value -name -encoding -itemtype")

// psPathed take patterns for the names of files.
var psPathed = strings.Fields("test-path get-item get-childitem remove-item copy-item move-item rename-item get-content set-content add-content resolve-path convert-path split-path get-filehash expand-archive out-file")

// psOperators are the operators with plain operands.
var psOperators = strings.Fields("= , + += -eq -ne -ceq -cne -ieq -ine -lt -le -gt -ge -contains -notcontains -ccontains -cnotcontains -in -notin -cin -cnotin -and -or -join")

// psMethods take plain text.
var psMethods = strings.Fields("contains startswith endswith equals indexof lastindexof trim trimstart trimend replace add append insert compareto containskey write writeline")

// position finds what token i is in its statement.
func (s *psScript) position(tokens []psToken, i int) psPlace {
	first := psFirst(tokens, i)
	if s.isCode(tokens, i) {
		return psPlace{role: psStatement}
	}
	if first == i {
		return s.opening(tokens, i)
	}
	head, before := tokens[first], tokens[i-1]
	if head.kind == psWord && letterOrDigit(rune(head.text[0])) && !psNumber(head.text) && !psKeyword(head.text) {
		return s.argument(tokens, first, i)
	}
	switch {
	case psIs(head, "&") || head.kind == psWord && head.text == ".":
		return psPlace{role: psRunner, name: "a call with &"}
	case psIs(head, "return") && first == i-1, psIs(head, "throw") && first == i-1:
		return psPlace{role: psValue}
	case before.kind == psWord && slices.Contains(psOperators, strings.ToLower(before.text)):
		return psPlace{role: psValue}
	case before.kind == psWord && strings.HasPrefix(before.text, "-"):
		return psPlace{role: psRunner, name: before.text}
	}
	return psPlace{}
}

func psNumber(s string) bool { return strings.Trim(s, "0123456789.xabcdefABCDEF") == "" && s[0] <= '9' }

func psKeyword(s string) bool {
	return slices.Contains([]string{"return", "throw", "if", "else", "elseif", "switch", "foreach", "for", "while", "do", "until", "try", "catch", "finally", "function", "param", "in", "default", "begin", "process", "end", "trap", "exit", "break", "continue", "using", "class", "data", "filter"}, strings.ToLower(s))
}

// psFirst finds the first token of the command or the expression that token i is
// in: behind a bracket, a line end, a pipe or an assignment.
func psFirst(tokens []psToken, i int) int {
	depth := tokens[i].depth
	for n := i - 1; n >= 0; n-- {
		t := tokens[n]
		if t.depth > depth || t.kind == psClose && t.depth == depth {
			continue
		}
		if t.depth < depth || t.kind == psBreak || t.kind == psWord && (t.text == "|" || t.text == "&" && n+1 < i && psIs(tokens[n+1], "&")) {
			return n + 1
		}
		if t.kind == psWord && t.text == "=" && n > 0 {
			return n + 1
		}
	}
	return 0
}

// opening is for a hole that begins something.
func (s *psScript) opening(tokens []psToken, i int) psPlace {
	more := i+1 < len(tokens) && tokens[i+1].spaced && tokens[i+1].kind != psClose && tokens[i+1].kind != psBreak && tokens[i+1].depth == tokens[i].depth &&
		!(tokens[i+1].kind == psWord && !letterOrDigit(rune(tokens[i+1].text[0])))
	if i == 0 || tokens[i-1].kind == psBreak || tokens[i-1].text == "{" || psIs(tokens[i-1], "|") {
		if tokens[i].kind == psWord {
			return psPlace{role: psCall}
		}
		return psPlace{}
	}
	before := tokens[i-1]
	switch {
	case more:
		return psPlace{}
	case psIs(before, "="):
		return psPlace{role: psValue}
	case before.text == "@(":
		return psPlace{role: psValue}
	case before.text == "(":
		return s.parenthesis(tokens, i-1)
	case before.text == "[" && !before.spaced && i > 1 && (tokens[i-2].kind == psVar || tokens[i-2].kind == psClose):
		return psPlace{role: psValue}
	}
	return psPlace{role: psRunner, name: "a type or a block"}
}

// parenthesis is for the first thing in ( ): of an expression, or of a call.
func (s *psScript) parenthesis(tokens []psToken, open int) psPlace {
	if open == 0 || tokens[open].spaced {
		return psPlace{role: psValue}
	}
	before := tokens[open-1]
	if before.kind != psWord {
		return psPlace{}
	}
	method := strings.ToLower(before.text[strings.LastIndexAny(before.text, ".:")+1:])
	if strings.HasPrefix(before.text, ".") && slices.Contains(psMethods, method) {
		return psPlace{role: psValue}
	}
	return psPlace{role: psRunner, name: before.text}
}

// argument is for the words behind the name of a command.
func (s *psScript) argument(tokens []psToken, first, i int) psPlace {
	head := tokens[first]
	name := strings.ToLower(head.text)
	p := psPlace{role: psUnknown, name: head.text}
	before := strings.ToLower(tokens[i-1].text)
	switch {
	case s.functions[name], s.sk.hasHole(head.text), slices.Contains(psData, name):
		p.role = psArgument
	case slices.Contains(psEvaluators, name):
		p.role = psRunner
	case slices.Contains(psPathed, name):
		p.role = psPath
		if slices.Contains(psLiterals, before) {
			p.role = psArgument
		}
	}
	return p
}

// isCode says whether a hole for Code is alone on its line.
func (s *psScript) isCode(tokens []psToken, i int) bool {
	n, _ := s.sk.within(tokens[i].start, tokens[i].end)
	if n >= len(s.sk.marks) || s.sk.marks[n].kind != kindCode || tokens[i].kind != psWord {
		return false
	}
	lineStart := i == 0 || tokens[i-1].kind == psBreak
	return lineStart && (i+1 == len(tokens) || tokens[i+1].text == "\n")
}
