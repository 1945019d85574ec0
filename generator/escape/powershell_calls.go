package escape

import "strings"

// method follows the arguments of a method into its object, and the object into
// the block of ForEach and Where.
func (s *psScript) method(tokens []psToken, i int, rest []psToken) {
	from := i - 1
	for from > 0 && !tokens[from].spaced && tokens[from].kind != psVar {
		if from--; tokens[from+1].kind == psClose {
			from = tokens[from+1].match
		}
	}
	if from < 0 {
		return
	}
	if m := psMethod(strings.ToLower(tokens[i].text)); m == ".foreach" || m == ".where" {
		s.flows(tokens[from:i], "_")
	}
	if tokens[from].kind == psVar {
		s.flows(rest, psVarName(tokens[from]))
	}
}

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
	for len(target) < len(rest) && !rest[len(target)].spaced && rest[len(target)].kind == psVar {
		target = rest[:len(target)+1]
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
