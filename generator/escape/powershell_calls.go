package escape

import (
	"strings"

	"github.com/org/gosetup/generator/powershell"
)

// method follows the arguments of a method into its object, and the object into
// the block of ForEach and Where.
func (s *psScript) method(tokens []powershell.Token, i int, rest []powershell.Token) {
	from := i - 1
	for from > 0 && !tokens[from].Spaced && tokens[from].Kind != powershell.TokenVar {
		if from--; tokens[from+1].Kind == powershell.TokenClose {
			from = tokens[from+1].Match
		}
	}
	if from < 0 {
		return
	}
	if m := psMethod(strings.ToLower(tokens[i].Text)); m == ".foreach" || m == ".where" {
		s.flows(tokens[from:i], "_")
	}
	if tokens[from].Kind == powershell.TokenVar {
		s.flows(rest, psVarName(tokens[from]))
	}
}

// called marks what & and . run: a variable or an expression that is not a path
// with a fixed last part.
func (s *psScript) called(rest []powershell.Token) {
	target := rest[:1]
	if rest[0].Kind == powershell.TokenOpen && rest[0].Match > 0 {
		for n, t := range rest {
			if t.Kind == powershell.TokenClose && t.Depth == rest[0].Depth {
				target = rest[:n+1]
				break
			}
		}
	}
	for len(target) < len(rest) && !rest[len(target)].Spaced && rest[len(target)].Kind == powershell.TokenVar {
		target = rest[:len(target)+1]
	}
	last := target[len(target)-1]
	if len(target) > 2 {
		last = target[len(target)-2]
	}
	if len(last.Parts) > 0 {
		last = last.Parts[len(last.Parts)-1]
	}
	if last.Kind == powershell.TokenWord && !s.sk.hasHole(last.Text) {
		return // the name of a command
	}
	slash := strings.LastIndexAny(last.Text, `/\`)
	if last.Kind == powershell.TokenString && slash >= 0 && slash+1 < len(last.Text) && !s.sk.hasHole(last.Text[slash:]) {
		return
	}
	s.sink(outsideBlocks(target), "a call with &")
}

// psLast is the text of a token, of one with parts that of the last.
func psLast(t powershell.Token) string {
	if len(t.Parts) > 0 {
		return t.Parts[len(t.Parts)-1].Text
	}
	return t.Text
}
