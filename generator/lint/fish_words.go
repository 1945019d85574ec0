package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishCommand is what a flow wants to know of a command, whatever the state.
type fishCommand struct {
	words       []fishWord
	texts       []string // of all words, nil if they depend on the state
	spreads     bool     // one of them is $argv
	substitutes bool     // one of them has a command substitution
	callee      int      // the number of the function of the script that it is, 0 if it is none
	plain       bool     // without bytes from the network it changes nothing the flow knows, unless it calls
}

// A fishWord is a word of a command.
type fishWord struct {
	*fish.Word
	text    string // as a path
	depends bool   // the text depends on the state
	spreads bool   // it is $argv
	vars    []fishUse
}

// A fishUse is a variable in a word.
type fishUse struct{ name, dollar string } // without and with $

// command looks at a command once.
func (s *fishScript) command(stmt *fish.Stmt) *fishCommand {
	c := s.commands[stmt]
	if c == nil {
		c = s.newCommand(stmt)
		s.commands[stmt] = c
	}
	return c
}

func (s *fishScript) newCommand(stmt *fish.Stmt) *fishCommand {
	c := &fishCommand{words: make([]fishWord, len(stmt.Words))}
	texts, depends := make([]string, len(stmt.Words)), false
	for i, w := range stmt.Words {
		c.words[i] = s.newWord(w)
		texts[i] = c.words[i].text
		depends = depends || c.words[i].depends
		c.spreads = c.spreads || c.words[i].spreads
		c.substitutes = c.substitutes || substitutes(w)
	}
	if !depends {
		c.texts = texts
	}
	name, fixed := stmt.Words[0].Static()
	if stmt.Decor == "" {
		c.callee = s.numbers[name]
	}
	c.plain = fixed && !c.substitutes && (c.callee != 0 || fishKnown[name] == nil && !fishHashTools[name] && !effects[name] && name != "sudo" && name != "env")
	return c
}

func (s *fishScript) newWord(w *fish.Word) fishWord {
	word := fishWord{Word: w}
	if len(w.Parts) == 1 && w.Parts[0].Kind == fish.Var && w.Parts[0].Text == "argv" && !w.Parts[0].Indexed {
		word.spreads, word.depends = true, true
		return word
	}
	if word.depends = s.depends(w, 0); !word.depends {
		word.text = s.path(w, noFrame, 0)
	}
	for _, part := range w.Parts {
		if part.Kind == fish.Var {
			word.vars = append(word.vars, fishUse{part.Text, "$" + part.Text})
		}
	}
	return word
}

// paths are the words of a command without $argv and substitutions.
func (c *fishCommand) paths(r *fishRun) []string {
	if c.texts != nil {
		return c.texts
	}
	paths := make([]string, len(c.words))
	for i := range c.words {
		paths[i] = c.words[i].path(r)
	}
	return paths
}

// fishNothing is what words hold where nothing is fetched. Nobody writes into it.
var fishNothing [32]fishOut

// held is what the variables in each word hold.
func (c *fishCommand) held(r *fishRun) []fishOut {
	if n := len(c.words); n <= len(fishNothing) && !r.st.facts.fetching() {
		return fishNothing[:n:n]
	}
	held := make([]fishOut, len(c.words))
	for i := range c.words {
		held[i] = c.words[i].held(r.st)
	}
	return held
}

// path is the word as the name of a file.
func (w *fishWord) path(r *fishRun) string {
	if !w.depends {
		return w.text
	}
	return r.f.s.path(w.Word, r.st.frame, 0)
}

// held is what the variables of a word hold.
func (w *fishWord) held(st *fishState) fishOut {
	var out fishOut
	for _, v := range w.vars {
		hash, _ := st.facts.value(factHash, v.name)
		out.add(fishOut{dirty: st.facts.is(factDirty, v.dollar), hash: hash})
	}
	return out
}

// noFrame is that of the script itself.
var noFrame = newFishFrame(nil, nil)

// path is a word as the name of a file: variables stand by their names, but for
// arguments of the function, and those that only ever get one value.
func (s *fishScript) path(w *fish.Word, frame *fishFrame, deep int) string {
	if len(w.Parts) == 1 && w.Parts[0].Kind != fish.Var {
		return w.Parts[0].Text
	}
	var b strings.Builder
	for i := range w.Parts {
		part := &w.Parts[i]
		switch {
		case part.Kind != fish.Var:
			b.WriteString(part.Text)
		case part.Text == "argv" && len(part.Index) == 1:
			b.WriteString(frame.argument(part.Index[0].Text))
		case frame.names[part.Text] != "":
			b.WriteString(frame.names[part.Text])
		default:
			if value := s.constant(part); value != nil && deep < 5 {
				b.WriteString(s.path(value, frame, deep+1))
			} else {
				b.WriteByte('$')
				b.WriteString(part.Text)
			}
		}
	}
	return b.String()
}

// depends tells whether a word is another path for other arguments.
func (s *fishScript) depends(w *fish.Word, deep int) bool {
	return slices.ContainsFunc(w.Parts, func(part fish.Part) bool {
		if part.Kind != fish.Var {
			return false
		}
		value := s.constant(&part)
		return part.Text == "argv" || s.arguments[part.Text] || value != nil && deep < 5 && s.depends(value, deep+1)
	})
}

// constant is the one value of a variable that gets no other, nil if there is
// none, or arguments of the function or a command are in it.
func (s *fishScript) constant(part *fish.Part) *fish.Word {
	sets := s.sets[part.Text]
	if len(sets) != 1 || len(sets[0].values) != 1 || part.Indexed {
		return nil
	}
	value := sets[0].values[0]
	if slices.ContainsFunc(value.Parts, func(p fish.Part) bool { return p.Kind == fish.Sub || p.Text == "argv" }) {
		return nil
	}
	return value
}

// argument is the one of a number.
func (fr *fishFrame) argument(index string) string {
	n := 0
	for _, c := range index {
		if c < '0' || c > '9' {
			return "$argv"
		}
		n = n*10 + int(c-'0')
	}
	if n < 1 || n > len(fr.args) {
		return "$argv"
	}
	return fr.args[n-1]
}
