package escape

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/powershell"
)

// flow follows values through the variables and the functions of a script, by
// name and regardless of order, to where they are evaluated.
func (s *psScript) flow(tokens []powershell.Token) {
	s.toBlock(psBlockArguments)
	for function := range s.functions {
		s.to.connect(psAnyArguments, function+"()")
	}
	for _, name := range psActing {
		s.sinks[name] = "$" + name + ", which PowerShell acts on"
	}
	s.flowIn(tokens)
	s.backwards()
	for i, p := range s.places {
		if k := s.sk.marks[i].kind; p != nil && (k == kindText || k == kindWords) {
			p.reach = s.sinks[holeNode(i)]
		}
	}
}

// toBlock gives what is in a node to the block { } that is called with it.
func (s *psScript) toBlock(from string) {
	for _, name := range []string{"args", "input", "_"} {
		s.to.connect(from, name)
	}
}

// backwards makes a sink of every node that something flows from into a sink.
func (s *psScript) backwards() {
	from := s.to.reverse()
	var todo []int32
	for _, name := range slices.Sorted(maps.Keys(s.sinks)) {
		if n, flows := s.to.numbers[name]; flows {
			todo = append(todo, n)
		}
	}
	for ; len(todo) > 0; todo = todo[1:] {
		where := s.sinks[s.to.names[todo[0]]]
		for _, n := range from[todo[0]] {
			if name := s.to.names[n]; s.sinks[name] == "" {
				s.sinks[name] = where
				todo = append(todo, n)
			}
		}
	}
}

// flowIn looks at each statement of a list of tokens.
func (s *psScript) flowIn(tokens []powershell.Token) {
	for i, t := range tokens {
		for _, p := range t.Parts {
			s.flowIn(p.Parts)
		}
		switch {
		case psIs(t, "function") && i+1 < len(tokens):
			s.declare(tokens, i)
		case psIs(t, "="):
			s.assignment(tokens, i)
		case psIs(t, "|"):
			s.pipe(tokens, i)
		case psIs(t, "param") && i+1 < len(tokens) && tokens[i+1].Text == "(":
			s.parameters(tokens, i+1, psBlockArguments)
		case t.Kind != powershell.TokenComment && psDefines(t.Text):
			s.sink(append(slices.Clone(tokens[psStart(tokens, i):i]), tokens[i:psEnd(tokens, i)]...), t.Text+", which defines a command")
		case psIs(t, "switch") && i+1 < len(tokens), psIs(t, "throw") && i+1 < len(tokens):
			s.flows(tokens[i+1:psEnd(tokens, i+1)], "_")
		case psIs(t, "in") && i > 0 && tokens[i-1].Kind == powershell.TokenVar:
			s.flows(tokens[i+1:psEnd(tokens, i+1)], psVarName(tokens[i-1]))
		case t.Kind == powershell.TokenWord:
			s.command(tokens, i)
		}
	}
}

// psBlockArguments is the node of what a block { } is called with.
const psBlockArguments = "{}()"

// psAnyArguments is the node of what whichever function is called with.
const psAnyArguments = "*()"

// psDefines says whether a text names a command as a file.
func psDefines(text string) bool {
	if !strings.Contains(text, ":") {
		return false
	}
	text = strings.ToLower(text)
	return strings.Contains(text, "function:") || strings.Contains(text, "alias:")
}

// psEnd is the end of the expression that begins at token i.
func psEnd(tokens []powershell.Token, i int) int {
	if i >= len(tokens) {
		return len(tokens)
	}
	depth := tokens[i].Depth
	for n := i; n < len(tokens); n++ {
		t := tokens[n]
		if t.Depth < depth || t.Depth == depth && (t.Kind == powershell.TokenBreak || t.Kind == powershell.TokenClose && t.Match < i) {
			return n
		}
	}
	return len(tokens)
}

// declare makes the parameters of a function take what its callers give it.
func (s *psScript) declare(tokens []powershell.Token, i int) {
	name := strings.ToLower(tokens[i+1].Text)
	arguments := name + "()"
	s.toBlock(arguments)
	s.flows(psBody(tokens, i+2), name+">")
	if i+2 < len(tokens) && tokens[i+2].Text == "(" {
		s.parameters(tokens, i+2, arguments)
	}
	body := psBody(tokens, i+2)
	for n, t := range body {
		if psIs(t, "param") && t.Depth == body[0].Depth+1 && n+1 < len(body) && body[n+1].Text == "(" {
			s.parameters(body, n+1, arguments)
		}
	}
}

// parameters makes the variables between the bracket at open and its end take
// what goes to a node.
func (s *psScript) parameters(tokens []powershell.Token, open int, from string) {
	for _, t := range tokens[open+1:] {
		if t.Depth <= tokens[open].Depth && t.Kind == powershell.TokenClose {
			return
		}
		if t.Kind == powershell.TokenVar {
			s.to.connect(from, psVarName(t))
		}
	}
}

// psBody is what is in the { } of the function whose name is before token i. All
// of it may be its output.
func psBody(tokens []powershell.Token, i int) []powershell.Token {
	for ; i < len(tokens) && tokens[i].Text != "{"; i++ {
		if tokens[i].Text == "(" {
			i = tokens[i].Match
		}
	}
	if i >= len(tokens) {
		return nil
	}
	return tokens[i:tokens[i].Match]
}

// pipe is for the | at i: what comes before it reaches $_ and $input, or the
// standard input of a program that runs it.
func (s *psScript) pipe(tokens []powershell.Token, i int) {
	end := i
	for end > 0 && tokens[end-1].Text == "\n" { // PowerShell 7 goes on with a | in the next line
		end--
	}
	if end == 0 {
		return
	}
	from := tokens[psStart(tokens, end-1):end]
	for _, name := range []string{"_", "psitem", "input"} {
		s.flows(from, name)
	}
	next := i + 1
	for next < len(tokens) && tokens[next].Text == "\n" {
		next++
	}
	if next+1 < len(tokens) && (psIs(tokens[next], "&") || tokens[next].Text == ".") {
		next++
	}
	if next >= len(tokens) {
		return
	}
	switch name := strings.ToLower(tokens[next].Text); {
	case s.aliases[name], tokens[next].Kind == powershell.TokenWord && psRuns(name) && !psLookups[name]:
		s.sink(from, "the input of "+tokens[next].Text)
	case s.functions[name]:
		s.flows(from, name+"()")
	}
}

// psStart is where the statement that token i is in begins.
func psStart(tokens []powershell.Token, i int) int {
	depth := tokens[i].Depth
	for n := i; n >= 0; n-- {
		t := tokens[n]
		if t.Depth < depth || t.Depth == depth && t.Kind == powershell.TokenBreak && !(n > 0 && psIs(tokens[n-1], "|")) {
			return n + 1
		}
	}
	return 0
}

// psVarName is a variable without its sign and its scope: names of different
// scopes are taken for one.
func psVarName(t powershell.Token) string {
	name := strings.Trim(t.Text, "${}@")
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}

// assignment follows $x = ..., $x.y = ... and $x[...] = ...
func (s *psScript) assignment(tokens []powershell.Token, i int) {
	for n := i - 1; n >= 0 && tokens[n].Kind != powershell.TokenBreak && tokens[n].Depth >= tokens[i].Depth; n-- {
		value := tokens[i+1 : psEnd(tokens, i+1)]
		switch t := tokens[n]; {
		case t.Kind == powershell.TokenWord && (psStarts(t.Text) || psIs(t, ".WorkingDirectory")):
			return // of a program: arguments like those of any other
		case t.Kind == powershell.TokenVar && psOnDrive(t.Text):
			s.sink(value, t.Text+", which defines a command")
		case t.Kind == powershell.TokenVar:
			s.flows(value, psVarName(t))
		}
	}
}

// flows notes that what is in the tokens goes to a variable.
func (s *psScript) flows(tokens []powershell.Token, to string) {
	s.to.flow(s.inputs(tokens), to)
}

// sink notes that what is in the tokens is evaluated.
func (s *psScript) sink(tokens []powershell.Token, where string) {
	for _, from := range s.inputs(tokens) {
		if s.sinks[from] == "" {
			s.sinks[from] = where
		}
	}
}

// inputs lists the variables and the holes in tokens, and the functions called
// there, whose output may be their arguments.
func (s *psScript) inputs(tokens []powershell.Token) []string {
	var all []string
	for _, t := range tokens {
		if t.Kind == powershell.TokenVar {
			if name := psVarName(t); name != "null" && name != "true" && name != "false" {
				all = append(all, name)
			}
		}
		if len(t.Parts) > 0 {
			all = append(all, s.inputs(t.Parts)...)
		}
		if t.Kind == powershell.TokenString && t.End == 0 || t.Kind == powershell.TokenComment {
			continue
		}
		if t.Kind == powershell.TokenWord {
			if name := strings.ToLower(t.Text); s.functions[name] {
				all = append(all, name+">")
			}
		}
		from, to := s.sk.within(t.Start, t.End)
		for i := from; i < to; i++ {
			all = append(all, holeNode(i))
		}
	}
	return all
}

// command follows the arguments of the script's own functions, and marks what
// is evaluated.
func (s *psScript) command(tokens []powershell.Token, i int) {
	t := tokens[i]
	name := strings.ToLower(t.Text)
	rest := tokens[i+1 : psEnd(tokens, i+1)]
	if i+1 >= len(tokens) {
		rest = nil
	}
	first := psFirst(tokens, i) == i
	switch {
	case first && s.functions[name]:
		s.flows(rest, name+"()")
	case first && s.sk.hasHole(t.Text):
		s.flows(rest, psAnyArguments)
	case (name == "&" || name == ".") && t.Spaced && len(rest) > 0:
		s.called(rest)
		switch target := strings.ToLower(psLast(rest[0])); {
		case s.functions[target]:
			s.flows(rest[1:], target+"()")
		case rest[0].Kind != powershell.TokenWord && rest[0].Kind != powershell.TokenString:
			s.flows(outsideBlocks(rest[1:]), psBlockArguments)
		}
		if psRuns(strings.ToLower(psLast(rest[0]))) {
			s.sink(outsideBlocks(rest[1:]), "an argument of "+psLast(rest[0]))
		}
	case psIs(t, "foreach") && len(rest) > 0 && rest[0].Text == "(": // the statement, not the command
	case first && psRuns(name) && !psLookups[name]:
		s.sink(outsideBlocks(rest), "an argument of "+t.Text)
	case first && (name == "write-error" || name == "throw"):
		s.flows(rest, "error")
		s.flows(rest, "_")
	case name == "::setenvironmentvariable":
		for _, t := range rest {
			if t.Kind == powershell.TokenString {
				s.flows(rest, strings.ToLower(t.Text))
			}
		}
	case first && s.aliases[name]:
		s.sink(rest, "an argument of an alias")
	case first && len(rest) > 0 && !rest[0].Spaced && strings.ContainsAny(name, `/\.`) && (rest[0].Kind == powershell.TokenVar || rest[0].Kind == powershell.TokenOpen):
		s.sink(rest[:1], "the path of a command")
	case psVariables[name] && len(rest) > 0:
		s.flows(append(slices.Clone(tokens[psStart(tokens, i):i]), rest...), strings.ToLower(strings.TrimPrefix(rest[0].Text, "+")))
	case strings.HasPrefix(name, "-") && psPatterns.MatchString(name) && len(rest) > 0:
		s.sink(psOperand(rest), "the operand of "+t.Text)
	case name == "-f" && i > 0:
		from := i - 1
		if tokens[from].Kind == powershell.TokenClose {
			from = tokens[from].Match
		}
		s.sink(tokens[from:i], "the format of -f")
	case (psCompilers[psMethod(name)] || name == "::create" && i > 1 && strings.HasSuffix(strings.ToLower(tokens[i-2].Text), "scriptblock")) && len(rest) > 0:
		s.sink(rest, "the code of "+t.Text)
	case strings.HasPrefix(name, ".") && len(rest) > 0 && rest[0].Text == "(" && !rest[0].Spaced:
		s.method(tokens, i, rest)
	}
}

// psMethod is the last part of .A.B or ::B, with its sign.
func psMethod(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return name
}

// psVariables are the parameters that name a variable which takes output.
var psVariables = setOf(strings.Fields("-outvariable -ov -errorvariable -ev -variable -pipelinevariable -pv -informationvariable -iv -warningvariable -wv"))

// psPatterns are the operators whose right side is a pattern or a type.
var psPatterns = regexp.MustCompile(`^-(?:[ci]?(?:not)?(?:match|like)|[ci]?(?:replace|split)|as|is|isnot)$`)

// psOperand is what stands behind an operator, up to the next one with a name.
func psOperand(rest []powershell.Token) []powershell.Token {
	for n, t := range rest {
		if n > 0 && t.Depth == rest[0].Depth && t.Kind == powershell.TokenWord && (strings.HasPrefix(t.Text, "-") || t.Text == "|") {
			return rest[:n]
		}
	}
	return rest
}

// outsideBlocks leaves out the blocks { }, which are code that stands in the
// template.
func outsideBlocks(tokens []powershell.Token) []powershell.Token {
	var rest []powershell.Token
	for i := 0; i < len(tokens); i++ {
		if tokens[i].Text == "{" && tokens[i].Kind == powershell.TokenOpen {
			depth := tokens[i].Depth
			for i++; i < len(tokens) && (tokens[i].Kind != powershell.TokenClose || tokens[i].Depth != depth); i++ {
			}
			continue
		}
		rest = append(rest, tokens[i])
	}
	return rest
}

// psLookups look for what their arguments name, and run nothing.
var psLookups = setOf(strings.Fields("new-item ni set-item si get-command gcm get-variable gv new-object select-string sls foreach-object where-object % ? where foreach"))

// psCompilers are the methods that make code of a string.
var psCompilers = setOf(strings.Fields("::start ::loadfrom ::load ::loadfile ::unsafeloadfrom .addcommand .invokescript .addscript .invokecommand .newscriptblock .expandstring .invoke"))
