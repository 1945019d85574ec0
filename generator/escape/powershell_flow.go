package escape

import (
	"fmt"
	"slices"
	"strings"
)

// flow follows values through the variables and the functions of a script, by
// name and regardless of order, to where they are evaluated.
func (s *psScript) flow(tokens []psToken) {
	for _, name := range psActing {
		s.sinks[name] = "$" + name + ", which PowerShell acts on"
	}
	s.flowIn(tokens)
	for changed := true; changed; {
		changed = false
		for from, targets := range s.to {
			for _, to := range targets {
				if where := s.sinks[to]; where != "" && s.sinks[from] == "" {
					s.sinks[from], changed = where, true
				}
			}
		}
	}
	for i, p := range s.places {
		if k := s.sk.marks[i].kind; p != nil && (k == kindText || k == kindWords) {
			p.reach = s.sinks[fmt.Sprintf("#%d", i)]
		}
	}
}

// flowIn looks at each statement of a list of tokens.
func (s *psScript) flowIn(tokens []psToken) {
	for i, t := range tokens {
		for _, p := range t.parts {
			s.flowIn(p.parts)
		}
		switch {
		case psIs(t, "function") && i+1 < len(tokens):
			s.declare(tokens, i)
		case psIs(t, "="):
			s.assignment(tokens, i)
		case psIs(t, "|"):
			s.pipe(tokens, i)
		case psIs(t, "switch") && i+1 < len(tokens), psIs(t, "throw") && i+1 < len(tokens):
			s.flows(tokens[i+1:psEnd(tokens, i+1)], "_")
		case psIs(t, "in") && i > 0 && tokens[i-1].kind == psVar:
			s.flows(tokens[i+1:psEnd(tokens, i+1)], psVarName(tokens[i-1]))
		case t.kind == psWord:
			s.command(tokens, i)
		}
	}
}

// psEnd is the end of the expression that begins at token i.
func psEnd(tokens []psToken, i int) int {
	if i >= len(tokens) {
		return len(tokens)
	}
	depth := tokens[i].depth
	for n := i; n < len(tokens); n++ {
		t := tokens[n]
		if t.depth < depth || t.depth == depth && (t.kind == psBreak || t.kind == psClose && t.match < i) {
			return n
		}
	}
	return len(tokens)
}

// declare makes the parameters of a function take what its callers give it.
func (s *psScript) declare(tokens []psToken, i int) {
	name := strings.ToLower(tokens[i+1].text)
	arguments := name + "()"
	s.to[arguments] = append(s.to[arguments], "args", "input", "_")
	s.flows(psBody(tokens, i+2), name+">")
	open := i + 2
	if open < len(tokens) && tokens[open].text == "{" { // { param(...) }
		for n := open + 1; n < len(tokens) && n < open+4; n++ {
			if psIs(tokens[n], "param") {
				open = n + 1
				break
			}
		}
	}
	if open >= len(tokens) || tokens[open].text != "(" {
		return
	}
	for _, t := range tokens[open:tokens[open].match] {
		if t.kind == psVar {
			s.to[arguments] = append(s.to[arguments], psVarName(t))
		}
	}
}

// psBody is what is in the { } of the function whose name is before token i. All
// of it may be its output.
func psBody(tokens []psToken, i int) []psToken {
	for ; i < len(tokens) && tokens[i].text != "{"; i++ {
		if tokens[i].text == "(" {
			i = tokens[i].match
		}
	}
	if i >= len(tokens) {
		return nil
	}
	return tokens[i:tokens[i].match]
}

// pipe is for the | at i: what comes before it reaches $_ and $input, or the
// standard input of a program that runs it.
func (s *psScript) pipe(tokens []psToken, i int) {
	end := i
	for end > 0 && tokens[end-1].text == "\n" { // PowerShell 7 goes on with a | in the next line
		end--
	}
	if end == 0 {
		return
	}
	from := tokens[psStage(tokens, end-1):end]
	for _, name := range []string{"_", "psitem", "input"} {
		s.flows(from, name)
	}
	next := i + 1
	for next < len(tokens) && tokens[next].text == "\n" {
		next++
	}
	if next+1 < len(tokens) && (psIs(tokens[next], "&") || tokens[next].text == ".") {
		next++
	}
	if next >= len(tokens) {
		return
	}
	switch name := strings.ToLower(tokens[next].text); {
	case tokens[next].kind == psWord && psRuns(name) && !slices.Contains(psLookups, name):
		s.sink(from, "the input of "+tokens[next].text)
	case s.functions[name]:
		s.flows(from, name+"()")
	}
}

// psStage is where the stage of a pipeline that ends with token i begins.
func psStage(tokens []psToken, i int) int {
	depth := tokens[i].depth
	for n := i; n >= 0; n-- {
		t := tokens[n]
		if t.depth < depth || t.depth == depth && (t.kind == psBreak || psIs(t, "|")) {
			return n + 1
		}
	}
	return 0
}

// psVarName is a variable without its sign and its scope: names of different
// scopes are taken for one.
func psVarName(t psToken) string {
	name := strings.ToLower(strings.Trim(t.text, "${}@"))
	return name[strings.LastIndexByte(name, ':')+1:]
}

// assignment follows $x = ..., $x.y = ... and $x[...] = ...
func (s *psScript) assignment(tokens []psToken, i int) {
	for n := i - 1; n >= 0 && tokens[n].kind != psBreak && tokens[n].depth >= tokens[i].depth; n-- {
		value := tokens[i+1 : psEnd(tokens, i+1)]
		switch t := tokens[n]; {
		case t.kind == psVar && psOnDrive(t.text):
			s.sink(value, t.text+", which defines a command")
		case t.kind == psVar:
			s.flows(value, psVarName(t))
		}
	}
}

// flows notes that what is in the tokens goes to a variable.
func (s *psScript) flows(tokens []psToken, to string) {
	for _, from := range s.inputs(tokens) {
		s.to[from] = append(s.to[from], to)
	}
}

// sink notes that what is in the tokens is evaluated.
func (s *psScript) sink(tokens []psToken, where string) {
	for _, from := range s.inputs(tokens) {
		if s.sinks[from] == "" {
			s.sinks[from] = where
		}
	}
}

// inputs lists the variables and the holes in tokens, and the functions called
// there, whose output may be their arguments.
func (s *psScript) inputs(tokens []psToken) []string {
	var all []string
	for _, t := range tokens {
		if name := psVarName(t); t.kind == psVar && name != "null" && name != "true" && name != "false" {
			all = append(all, name)
		}
		if len(t.parts) > 0 {
			all = append(all, s.inputs(t.parts)...)
		}
		if t.kind == psString && t.end == 0 || t.kind == psComment {
			continue
		}
		if name := strings.ToLower(t.text); t.kind == psWord && s.functions[name] {
			all = append(all, name+">")
		}
		from, to := s.sk.within(t.start, t.end)
		for i := from; i < to; i++ {
			all = append(all, fmt.Sprintf("#%d", i))
		}
	}
	return all
}

// command follows the arguments of the script's own functions, and marks what
// is evaluated.
func (s *psScript) command(tokens []psToken, i int) {
	t := tokens[i]
	name := strings.ToLower(t.text)
	rest := tokens[i+1 : psEnd(tokens, i+1)]
	if i+1 >= len(tokens) {
		rest = nil
	}
	first := psFirst(tokens, i) == i
	switch {
	case first && s.functions[name]:
		s.flows(rest, name+"()")
	case first && s.sk.hasHole(t.text):
		for function := range s.functions {
			s.flows(rest, function+"()")
		}
	case (name == "&" || name == ".") && t.spaced && len(rest) > 0:
		s.called(rest)
		if psRuns(strings.ToLower(psLast(rest[0]))) {
			s.sink(outsideBlocks(rest[1:]), "an argument of "+psLast(rest[0]))
		}
	case psIs(t, "foreach") && len(rest) > 0 && rest[0].text == "(": // the statement, not the command
	case first && psRuns(name) && !slices.Contains(psLookups, name):
		s.sink(outsideBlocks(rest), "an argument of "+t.text)
	case slices.Contains([]string{"-match", "-notmatch", "-cmatch", "-imatch", "-replace", "-creplace", "-ireplace", "-like", "-notlike", "-clike", "-split", "-csplit", "-isplit", "-as", "-is"}, name) && len(rest) > 0:
		s.sink(rest[:1], "the operand of "+t.text)
	case name == "-f" && i > 0:
		s.sink(tokens[i-1:i], "the format of -f")
	case (slices.Contains(psCompilers, name) || name == "::create" && i > 1 && strings.HasSuffix(strings.ToLower(tokens[i-2].text), "scriptblock")) && len(rest) > 0:
		s.sink(rest, "the code of "+t.text)
	}
}

// outsideBlocks leaves out the blocks { }, which are code that stands in the
// template.
func outsideBlocks(tokens []psToken) []psToken {
	var rest []psToken
	for i := 0; i < len(tokens); i++ {
		if tokens[i].text == "{" && tokens[i].kind == psOpen {
			depth := tokens[i].depth
			for i++; i < len(tokens) && (tokens[i].kind != psClose || tokens[i].depth != depth); i++ {
			}
			continue
		}
		rest = append(rest, tokens[i])
	}
	return rest
}

// psLookups look for what their arguments name, and run nothing.
var psLookups = strings.Fields("new-item ni set-item si get-command gcm get-variable gv new-object select-string sls foreach-object where-object % ? where foreach")

// psCompilers are the methods that make code of a string.
var psCompilers = strings.Fields(".addcommand .invokescript .addscript .invokecommand .newscriptblock .expandstring .invoke")

// called marks what & and . run: a variable or an expression that is not a path
// with a fixed last part.
func (s *psScript) called(rest []psToken) {
	target := rest[:1]
	if rest[0].kind == psOpen && rest[0].match > 0 {
		for n, t := range rest {
			if t.kind == psClose && t.depth == rest[0].depth {
				target = rest[:n+1]
				break
			}
		}
	}
	last := target[len(target)-1]
	if len(target) > 2 {
		last = target[len(target)-2]
	}
	if len(last.parts) > 0 {
		last = last.parts[len(last.parts)-1]
	}
	if last.kind == psWord && !s.sk.hasHole(last.text) {
		return // the name of a command
	}
	slash := strings.LastIndexAny(last.text, `/\`)
	if last.kind == psString && slash >= 0 && slash+1 < len(last.text) && !s.sk.hasHole(last.text[slash:]) {
		return
	}
	s.sink(outsideBlocks(target), "a call with &")
}

// psLast is the text of a token, of one with parts that of the last.
func psLast(t psToken) string {
	if len(t.parts) > 0 {
		return t.parts[len(t.parts)-1].text
	}
	return t.text
}
