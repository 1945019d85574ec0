package escape

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/powershell"
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
var psEvaluators = setOf(strings.Fields(`
	iex invoke-expression icm invoke-command start-process saps start add-type new-object set-alias sal new-alias nal new-item ni set-item si
	get-variable gv set-variable sv new-variable nv remove-variable rv clear-variable get-command gcm import-module ipmo foreach-object foreach %
	where-object where ? start-job sajb start-threadjob register-objectevent register-engineevent register-argumentcompleter
	invoke-item ii select-string sls new-module new-service new-scheduledtaskaction register-scheduledjob register-scheduledtask
	invoke-wmimethod invoke-cimmethod new-pssession enter-pssession trace-command measure-command set-psbreakpoint set-psreadlinekeyhandler
	import-alias update-typedata update-formatdata add-member export-modulemember using & .
	cmd wsl schtasks sc reg wmic mshta rundll32 msiexec wscript cscript forfiles setx`))

// psRuns says whether a command is one of psEvaluators, or one that sh would
// not give a value to either.
func psRuns(name string) bool {
	name = strings.TrimSuffix(name[strings.LastIndexAny(name, `/\`)+1:], ".exe")
	return psEvaluators[name] || shEvaluators[name]
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
var psOperators = setOf(strings.Fields("= , + += -eq -ne -ceq -cne -ieq -ine -lt -le -gt -ge -contains -notcontains -ccontains -cnotcontains -in -notin -cin -cnotin -and -or -join"))

// psMethods take plain text.
var psMethods = strings.Fields("contains startswith endswith equals indexof lastindexof trim trimstart trimend replace add append insert compareto containskey write writeline")

// position finds what token i is in its statement.
func (s *psScript) position(tokens []powershell.Token, i int) psPlace {
	first := psFirst(tokens, i)
	if s.isCode(tokens, i) {
		return psPlace{role: psStatement}
	}
	if first == i {
		return s.opening(tokens, i)
	}
	head, before := tokens[first], tokens[i-1]
	if head.Kind == powershell.TokenWord && letterOrDigit(rune(head.Text[0])) && !psNumber(head.Text) && !psKeyword(head.Text) {
		return s.argument(tokens, first, i)
	}
	switch {
	case psIs(head, "&") || head.Kind == powershell.TokenWord && head.Text == ".":
		return psPlace{role: psRunner, name: "a call with &"}
	case psIs(head, "return") && first == i-1, psIs(head, "throw") && first == i-1:
		return psPlace{role: psValue}
	case before.Kind == powershell.TokenWord && psOperators[strings.ToLower(before.Text)]:
		return s.operand(tokens, first, i)
	case before.Kind == powershell.TokenWord && strings.HasPrefix(before.Text, "-"):
		return psPlace{role: psRunner, name: before.Text}
	}
	return psPlace{}
}

// operand is for what stands behind a plain operator: an operator before it may
// be another, and the whole an argument of a method.
func (s *psScript) operand(tokens []powershell.Token, first, i int) psPlace {
	for _, t := range tokens[first:i] {
		if t.Depth == tokens[i].Depth && t.Kind == powershell.TokenWord && strings.HasPrefix(t.Text, "-") && !psOperators[strings.ToLower(t.Text)] {
			return psPlace{role: psRunner, name: t.Text}
		}
	}
	if first > 0 && tokens[first-1].Text == "(" {
		return s.parenthesis(tokens, first-1)
	}
	return psPlace{role: psValue}
}

func psNumber(s string) bool { return strings.Trim(s, "0123456789.xabcdefABCDEF") == "" && s[0] <= '9' }

func psKeyword(s string) bool { return psKeywords[strings.ToLower(s)] }

var psKeywords = setOf(strings.Fields("return throw if else elseif switch foreach for while do until try catch finally function param in default begin process end trap exit break continue using class data filter"))

// psFirst finds the first token of the command or the expression that token i is
// in: behind a bracket, a line end, a pipe, an assignment, or the block of a
// statement on the same line.
func psFirst(tokens []powershell.Token, i int) int {
	depth, block, first := tokens[i].Depth, 0, 0
scan:
	for n := i - 1; n >= 0; n-- {
		t := tokens[n]
		switch {
		case t.Kind == powershell.TokenClose && t.Depth == depth && t.Match > 0 && psIs(tokens[t.Match-1], "param"):
			return n + 1
		case t.Kind == powershell.TokenClose && t.Depth == depth && t.Text == "}":
			block = max(block, n+1)
		case t.Depth > depth || t.Kind == powershell.TokenClose && t.Depth == depth:
		case t.Depth < depth || t.Kind == powershell.TokenBreak || t.Kind == powershell.TokenWord && (t.Text == "|" || t.Text == "&" && n+1 < i && psIs(tokens[n+1], "&")),
			psIs(t, "=") && psAssigns(tokens, n):
			first = n + 1
			break scan
		}
	}
	if block > first && tokens[first].Kind == powershell.TokenWord && psKeyword(tokens[first].Text) {
		return block
	}
	return first
}

// psAssigns says whether the = at n assigns: behind a variable, or a key of a
// hash table. In an argument, it is a character like others.
func psAssigns(tokens []powershell.Token, n int) bool {
	start := 0
	for m := n - 1; m >= 0; m-- {
		t := tokens[m]
		if t.Depth < tokens[n].Depth || t.Depth == tokens[n].Depth && (t.Kind == powershell.TokenBreak || psIs(t, "|") || psIs(t, "=")) {
			start = m + 1
			break
		}
	}
	return psAssignable(tokens[start]) || start == n-1 && psEnclosing(tokens, n) == "@{"
}

// psEnclosing is the bracket that token i stands in.
func psEnclosing(tokens []powershell.Token, i int) string {
	for m := i - 1; m >= 0; m-- {
		if tokens[m].Depth < tokens[i].Depth {
			return tokens[m].Text
		}
	}
	return ""
}

func psAssignable(t powershell.Token) bool {
	return t.Kind == powershell.TokenVar || t.Kind == powershell.TokenOpen
}

// psConverts says whether what is assigned by the = at n is converted to
// another type than string.
func psConverts(tokens []powershell.Token, n int) bool {
	for m := n - 1; m >= 0 && tokens[m].Kind != powershell.TokenBreak && tokens[m].Depth >= tokens[n].Depth; m-- {
		if t := tokens[m]; t.Kind == powershell.TokenClose && t.Text == "]" {
			kind := tokens[t.Match+1]
			indexed := t.Match > 0 && tokens[t.Match-1].Kind == powershell.TokenVar && !tokens[t.Match].Spaced
			if !indexed && !slices.Contains([]string{"string", "object", "array", "parameter"}, strings.ToLower(kind.Text)) {
				return true
			}
			m = t.Match
		}
	}
	return false
}

// opening is for a hole that begins something.
func (s *psScript) opening(tokens []powershell.Token, i int) psPlace {
	more := i+1 < len(tokens) && tokens[i+1].Spaced && tokens[i+1].Kind != powershell.TokenClose && tokens[i+1].Kind != powershell.TokenBreak && tokens[i+1].Kind != powershell.TokenComment && tokens[i+1].Depth == tokens[i].Depth &&
		!(tokens[i+1].Kind == powershell.TokenWord && !letterOrDigit(rune(tokens[i+1].Text[0])))
	if i > 0 && tokens[i-1].Text == "\n" && !more && psEnclosing(tokens, i) == "@(" && (tokens[i+1].Text == "\n" || tokens[i+1].Text == ")") {
		return psPlace{role: psValue}
	}
	if i == 0 || tokens[i-1].Kind == powershell.TokenBreak || tokens[i-1].Text == "{" || psIs(tokens[i-1], "|") {
		if tokens[i].Kind == powershell.TokenWord {
			return psPlace{role: psCall}
		}
		return psPlace{}
	}
	before := tokens[i-1]
	switch {
	case more:
		return psPlace{}
	case i > 1 && psIs(before, "=") && psStarts(tokens[i-2].Text):
		return psPlace{role: psRunner, name: "the start of a program"}
	case psIs(before, "=") && psConverts(tokens, i-1):
		return psPlace{role: psRunner, name: "a value of another type"}
	case psIs(before, "="):
		return psPlace{role: psValue}
	case before.Text == "@(":
		return psPlace{role: psValue}
	case before.Text == "(":
		return s.parenthesis(tokens, i-1)
	case before.Text == "[" && !before.Spaced && i > 1 && (tokens[i-2].Kind == powershell.TokenVar || tokens[i-2].Kind == powershell.TokenClose):
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
func (s *psScript) parenthesis(tokens []powershell.Token, open int) psPlace {
	if open == 0 || tokens[open].Spaced {
		return psPlace{role: psValue}
	}
	before := tokens[open-1]
	if before.Kind != powershell.TokenWord {
		return psPlace{}
	}
	method := strings.ToLower(before.Text[strings.LastIndexAny(before.Text, ".:")+1:])
	indirect := strings.Contains(strings.ToLower(before.Text), "commands.") || strings.Contains(strings.ToLower(before.Text), "standardinput")
	if strings.HasPrefix(before.Text, ".") && slices.Contains(psMethods, method) && !indirect {
		return psPlace{role: psValue}
	}
	return psPlace{role: psRunner, name: before.Text}
}

// argument is for the words behind the name of a command.
func (s *psScript) argument(tokens []powershell.Token, first, i int) psPlace {
	head := tokens[first]
	name := strings.ToLower(head.Text)
	p := psPlace{role: psUnknown, name: head.Text}
	before := strings.ToLower(tokens[i-1].Text)
	switch {
	case s.functions[name], s.sk.hasHole(head.Text), slices.Contains(psData, name):
		p.role = psArgument
	case psRuns(name):
		p.role = psRunner
	case slices.Contains(psPathed, name):
		p.role = psPath
		switch {
		case slices.ContainsFunc(tokens[first:i], func(t powershell.Token) bool { return psOnDrive(t.Text) }):
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
func (s *psScript) isCode(tokens []powershell.Token, i int) bool {
	n, _ := s.sk.within(tokens[i].Start, tokens[i].End)
	if n >= len(s.sk.marks) || s.sk.marks[n].kind != kindCode || tokens[i].Kind != powershell.TokenWord {
		return false
	}
	lineStart := i == 0 || tokens[i-1].Kind == powershell.TokenBreak
	return lineStart && (i+1 == len(tokens) || tokens[i+1].Text == "\n")
}
