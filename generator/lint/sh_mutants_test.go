package lint

import (
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"
)

// Whoever forgets the quotes around an expansion in the arguments of a command
// of ours is told. The exceptions are variables that hold only what the script
// itself writes into them.
func TestDroppedQuotes(t *testing.T) {
	const name = "../../golden/default/install.sh"
	text := read(t, name)
	s := indexed(t, name, text)
	mutants, kept := 0, map[string]int{} // how often each survives
	syntax.Walk(s.tree, func(n syntax.Node) bool {
		call, ok := n.(*syntax.CallExpr)
		if !ok || len(call.Args) == 0 || takesNumber[s.textOf(call.Args[0])] {
			return true
		}
		for _, word := range call.Args[1:] {
			for _, part := range word.Parts {
				q, ok := part.(*syntax.DblQuoted)
				if !ok || len(q.Parts) != 1 {
					continue
				}
				if _, ok := q.Parts[0].(*syntax.ParamExp); !ok {
					continue
				}
				mutants++
				start, end := q.Pos().Offset(), q.End().Offset()
				mutant := text[:start] + text[start+1:end-1] + text[end:]
				if !flaggedByCraft(t, name, mutant) {
					kept[text[start:end]]++
				}
			}
		}
		return true
	})
	for word := range kept {
		if !slices.Contains(constants, word) {
			t.Errorf("nobody notices when the quotes around %s are gone", word)
		}
	}
	if mutants < 200 {
		t.Errorf("only %d mutants", mutants)
	}
	t.Logf("%d mutants; %d words are constants or numbers", mutants, len(kept))
}

// constants hold what the script itself writes, or a number.
var constants = strings.Fields(`"$$" "$cgo_hint" "$code" "$comma" "$digest" "$gosetup_version" "$choice" "$hops" "$kind" "$meter" "$mode" "$need_kb" "$parts" "$platform" "$profile" "$program_needed" "${#got}"`)

// Whoever misspells the call of a function is told, where the mistake is not
// the name of another command.
func TestMisspeltCalls(t *testing.T) {
	const name = "../../golden/default/install.sh"
	text := read(t, name)
	s := indexed(t, name, text)
	mutants := 0
	for _, c := range s.facts().commands {
		if s.funcs[c.name] == nil {
			continue
		}
		mutants++
		at := offset(c.Args[0])
		wrong := c.name[:1] + c.name[2:]
		if !flaggedByCraft(t, name, text[:at]+wrong+text[at+len(c.name):]) {
			t.Errorf("line %d: nobody notices %s for %s", s.lineOf(c), wrong, c.name)
		}
	}
	if mutants < 100 {
		t.Errorf("only %d mutants", mutants)
	}
	t.Logf("%d mutants", mutants)
}

// Whoever misspells a variable of four letters or more, where it is read without
// a default, is told.
func TestMisspeltVariables(t *testing.T) {
	const name = "../../golden/default/install.sh"
	text := read(t, name)
	s := indexed(t, name, text)
	mutants := 0
	for _, v := range s.facts().sorted() {
		for _, r := range v.reads {
			n, ok := s.facts().nodes[r.at].Node.(*syntax.ParamExp)
			if !ok || r.guarded || fromOutside(v.name) || len(v.name) < 4 {
				continue
			}
			mutants++
			at := offset(n.Param)
			wrong := v.name[:1] + v.name[2:]
			if !flaggedByCraft(t, name, text[:at]+wrong+text[at+len(v.name):]) {
				t.Errorf("line %d: nobody notices $%s for $%s", s.lineOf(n), wrong, v.name)
			}
		}
	}
	if mutants < 200 {
		t.Errorf("only %d mutants", mutants)
	}
	t.Logf("%d mutants", mutants)
}

func indexed(t *testing.T, name, text string) *shScript {
	t.Helper()
	s := newSource(name, []byte(text), Options{})
	tree, err := s.parseSh(text)
	if err != nil {
		t.Fatal(err)
	}
	script := &shScript{source: s, tree: tree, funcs: map[string]*syntax.FuncDecl{}}
	script.index()
	return script
}

func flaggedByCraft(t *testing.T, name, text string) bool {
	t.Helper()
	script := indexed(t, name, text)
	runChecks(script.source, script, shCraftChecks)
	return len(script.found) > 0
}
