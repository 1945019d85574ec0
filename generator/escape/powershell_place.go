package escape

import (
	"slices"
	"strings"
)

// A psRole is what a hole is in its statement.
type psRole byte

const (
	psNowhere     psRole = iota
	psValue              // an expression of its own, or a part of one
	psArgument           // of a command that takes data
	psCall               // the name of a command
	psFunction           // the name of a function that is defined
	psName               // the name of a variable
	psRemark             // a comment
	psBlock              // a comment <# #>
	psStatement          // alone on its line
	psRunner             // run as code, or read as a pattern, a type or a format
	psUnknown            // an argument of a command that nobody knows
	psPath               // an argument that is a pattern for files
	psLiteralPath        // one that is not
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
	case psArgument, psUnknown, psRunner, psPath, psLiteralPath:
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

// takesText says whether the value is a string here that nothing reads again.
func (p psPlace) takesText() bool {
	return p.role == psValue || p.role == psArgument || p.role == psLiteralPath
}

// psEvaluators run, compile or load what they are given, or start a program
// that does.
var psEvaluators = strings.Fields(`
	iex invoke-expression icm invoke-command start-process saps start add-type new-object set-alias sal new-alias nal new-item ni set-item si
	get-variable gv set-variable sv new-variable nv remove-variable rv clear-variable get-command gcm import-module ipmo foreach-object foreach %
	where-object where ? start-job sajb start-threadjob register-objectevent register-engineevent register-argumentcompleter
	invoke-item ii select-string sls new-module new-service new-scheduledtaskaction register-scheduledjob register-scheduledtask
	invoke-wmimethod invoke-cimmethod new-pssession enter-pssession trace-command measure-command set-psbreakpoint set-psreadlinekeyhandler
	import-alias update-typedata update-formatdata add-member export-modulemember using & .
	cmd wsl schtasks sc reg wmic mshta rundll32 msiexec wscript cscript forfiles setx`)

// psRuns says whether a command is one of psEvaluators, or one that sh would
// not give a value to either.
func psRuns(name string) bool {
	name = strings.TrimSuffix(name[strings.LastIndexAny(name, `/\`)+1:], ".exe")
	return slices.Contains(psEvaluators, name) || slices.Contains(shEvaluators, name)
}

// psData are the commands that take plain text.
var psData = strings.Fields("invoke-webrequest iwr invoke-restmethod irm write-host write-output write-warning write-error write-verbose join-path out-null")

// psLiterals are the parameters behind which even a command with patterns takes
// a path as it is.
var psLiterals = strings.Fields("-literalpath -value -name -encoding -itemtype")

// psDrives are the drives on which writing a file defines a command, and the
// sign of a provider's name before a path.
var psDrives = strings.Fields("function: alias: variable: ::")

func psOnDrive(text string) bool {
	return slices.ContainsFunc(psDrives, func(drive string) bool { return strings.Contains(strings.ToLower(text), drive) })
}

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
		return s.operand(tokens, first, i)
	case before.kind == psWord && strings.HasPrefix(before.text, "-"):
		return psPlace{role: psRunner, name: before.text}
	}
	return psPlace{}
}

// operand is for what stands behind a plain operator: an operator before it may
// be another, and the whole an argument of a method.
func (s *psScript) operand(tokens []psToken, first, i int) psPlace {
	for _, t := range tokens[first:i] {
		if t.depth == tokens[i].depth && t.kind == psWord && strings.HasPrefix(t.text, "-") && !slices.Contains(psOperators, strings.ToLower(t.text)) {
			return psPlace{role: psRunner, name: t.text}
		}
	}
	if first > 0 && tokens[first-1].text == "(" {
		return s.parenthesis(tokens, first-1)
	}
	return psPlace{role: psValue}
}

func psNumber(s string) bool { return strings.Trim(s, "0123456789.xabcdefABCDEF") == "" && s[0] <= '9' }

func psKeyword(s string) bool {
	return slices.Contains([]string{"return", "throw", "if", "else", "elseif", "switch", "foreach", "for", "while", "do", "until", "try", "catch", "finally", "function", "param", "in", "default", "begin", "process", "end", "trap", "exit", "break", "continue", "using", "class", "data", "filter"}, strings.ToLower(s))
}

// psFirst finds the first token of the command or the expression that token i is
// in: behind a bracket, a line end, a pipe, an assignment, or the block of a
// statement on the same line.
func psFirst(tokens []psToken, i int) int {
	depth, block, first := tokens[i].depth, 0, 0
scan:
	for n := i - 1; n >= 0; n-- {
		t := tokens[n]
		switch {
		case t.kind == psClose && t.depth == depth && t.match > 0 && psIs(tokens[t.match-1], "param"):
			return n + 1
		case t.kind == psClose && t.depth == depth && t.text == "}":
			block = max(block, n+1)
		case t.depth > depth || t.kind == psClose && t.depth == depth:
		case t.depth < depth || t.kind == psBreak || t.kind == psWord && (t.text == "|" || t.text == "&" && n+1 < i && psIs(tokens[n+1], "&")),
			psIs(t, "=") && psAssigns(tokens, n):
			first = n + 1
			break scan
		}
	}
	if block > first && tokens[first].kind == psWord && psKeyword(tokens[first].text) {
		return block
	}
	return first
}

// psAssigns says whether the = at n assigns: behind a variable, or a key of a
// hash table. In an argument, it is a character like others.
func psAssigns(tokens []psToken, n int) bool {
	start := 0
	for m := n - 1; m >= 0; m-- {
		t := tokens[m]
		if t.depth < tokens[n].depth || t.depth == tokens[n].depth && (t.kind == psBreak || psIs(t, "|") || psIs(t, "=")) {
			start = m + 1
			break
		}
	}
	return psAssignable(tokens[start]) || start == n-1 && psEnclosing(tokens, n) == "@{"
}

// psEnclosing is the bracket that token i stands in.
func psEnclosing(tokens []psToken, i int) string {
	for m := i - 1; m >= 0; m-- {
		if tokens[m].depth < tokens[i].depth {
			return tokens[m].text
		}
	}
	return ""
}

func psAssignable(t psToken) bool { return t.kind == psVar || t.kind == psOpen }

// psConverts says whether what is assigned by the = at n is converted to
// another type than string.
func psConverts(tokens []psToken, n int) bool {
	for m := n - 1; m >= 0 && tokens[m].kind != psBreak && tokens[m].depth >= tokens[n].depth; m-- {
		if t := tokens[m]; t.kind == psClose && t.text == "]" {
			kind := tokens[t.match+1]
			indexed := t.match > 0 && tokens[t.match-1].kind == psVar && !tokens[t.match].spaced
			if !indexed && !slices.Contains([]string{"string", "object", "array", "parameter"}, strings.ToLower(kind.text)) {
				return true
			}
			m = t.match
		}
	}
	return false
}

// opening is for a hole that begins something.
func (s *psScript) opening(tokens []psToken, i int) psPlace {
	more := i+1 < len(tokens) && tokens[i+1].spaced && tokens[i+1].kind != psClose && tokens[i+1].kind != psBreak && tokens[i+1].kind != psComment && tokens[i+1].depth == tokens[i].depth &&
		!(tokens[i+1].kind == psWord && !letterOrDigit(rune(tokens[i+1].text[0])))
	if i > 0 && tokens[i-1].text == "\n" && !more && psEnclosing(tokens, i) == "@(" && (tokens[i+1].text == "\n" || tokens[i+1].text == ")") {
		return psPlace{role: psValue}
	}
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
	case i > 1 && psIs(before, "=") && psStarts(tokens[i-2].text):
		return psPlace{role: psRunner, name: "the start of a program"}
	case psIs(before, "=") && psConverts(tokens, i-1):
		return psPlace{role: psRunner, name: "a value of another type"}
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

// psStarts says whether a member says what program is started.
func psStarts(member string) bool {
	member = psMethod(strings.ToLower(member))
	return member == ".filename" || member == ".arguments" || member == ".argumentlist"
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
	indirect := strings.Contains(strings.ToLower(before.text), "commands.") || strings.Contains(strings.ToLower(before.text), "standardinput")
	if strings.HasPrefix(before.text, ".") && slices.Contains(psMethods, method) && !indirect {
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
	case psRuns(name):
		p.role = psRunner
	case slices.Contains(psPathed, name):
		p.role = psPath
		switch {
		case slices.ContainsFunc(tokens[first:i], func(t psToken) bool { return psOnDrive(t.text) }):
			p.role = psRunner
		case before == "-literalpath":
			p.role = psLiteralPath
		case slices.Contains(psLiterals, before):
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
