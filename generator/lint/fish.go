package lint

import (
	"errors"
	"slices"

	"github.com/org/gosetup/generator/fish"
)

// fishChecks look at scripts of fish.
var fishChecks = []check[*fishScript]{
	{"GS010", fishWrapped},
	{"GS011", fishPrefixes},
	{"GS101", fishUnverified},
	{"GS107", fishFollowed},
	{"GS120", fishFinalNames},
	{"GS128", fishStartupFiles},
	{"GS140", fishDryRun},
	{"GS150", fishStartsProcess},
	{"GS151", fishLeavesBehind},
	{"GS160", fishPlainHTTP},
	{"GS161", fishAnyCertificate},
	{"GS163", fishProtocols},
	{"GS164", fishOldTLS},
	{"GS163", fishRedirects},
	{"GS165", fishNoTimeout},
	{"GS200", fishUnquoted},
	{"GS207", fishCodeFromData},
	{"GS400", fishUndefined},
	{"GS401", fishUncalled},
	{"GS403", fishUnset},
	{"GS404", fishTooEarly},
	{"GS532", fishExitInside},
	{"GS533", fishLostStatus},
	{"GS534", fishAndOr},
}

// A fishScript is a parsed script of fish, and what several checks want to know
// about it.
type fishScript struct {
	*source
	tree  *fish.Script
	funcs map[string]*fish.Stmt // by name; of several, the last
	stmts []*fish.Stmt          // every statement, as fish.Walk visits them
	calls []*fishCall           // every command, in the order of the text
	jobs  []*fish.List          // every list of jobs
	sets  map[string][]fishSet  // by variable

	leaving  map[string]bool      // functions that end the script, once somebody asked
	fetchers []bool               // those that fetch, by their numbers, once somebody asked
	written  []fishTarget         // what commands write, once somebody asked
	tested   map[string]bool      // the variables whose values decide something, once somebody asked
	direct   []fishReach          // what functions do themselves, once somebody asked
	flows    map[string]*fishFlow // by what is assumed of the run
	fetched  []fishFetch          // the calls of curl and wget
	commands map[*fish.Stmt]*fishCommand
	ignoring map[*fish.List]bool // the lists for which the status before them makes no difference, once somebody asked
	fishIndex
	wide bool // every fact and status is one that a call looks at, for a test
}

// A fishCall is a command, where it stands.
type fishCall struct {
	*fish.Stmt
	name string         // "" if it is computed
	text []string       // of its words, "" for those that are computed
	fn   string         // the function it stands in, "" outside
	sub  bool           // it stands in a command substitution
	line *fish.Pipeline // it is a part of
}

// A fishSet is a place that gives a variable a value.
type fishSet struct {
	values []*fish.Word // nil where a command gives it: read, for
	call   *fishCall    // the set, nil for others
	add    bool         // it adds to what is there
}

func checkFish(s *source) {
	tree, err := fish.Parse(s.text)
	var refused *fish.Error
	if errors.As(err, &refused) {
		s.reporter("GS001")(refused.Offset, "%s", refused.What)
		return
	}
	s.parser = "gosetup as fish"
	for _, c := range tree.Comments {
		s.remarks = append(s.remarks, remark{c.Start, c.End})
	}
	runChecks(s, newFishScript(s, tree), fishChecks)
}

func newFishScript(s *source, tree *fish.Script) *fishScript {
	script := &fishScript{
		source: s, tree: tree, funcs: map[string]*fish.Stmt{}, sets: map[string][]fishSet{},
		flows: map[string]*fishFlow{}, commands: map[*fish.Stmt]*fishCommand{}, ignoring: map[*fish.List]bool{}, fishIndex: newFishIndex(),
	}
	script.stmts = make([]*fish.Stmt, 0, len(s.text)/32)
	fish.Walk(tree.List, func(st *fish.Stmt) { script.stmts = append(script.stmts, st) })
	script.list(tree.List, "", false)
	for _, c := range script.calls {
		script.indexed(c)
	}
	script.fetched = script.fetches()
	return script
}

// list indexes the statements of a list that stands in function fn.
func (s *fishScript) list(list *fish.List, fn string, sub bool) {
	s.jobs = append(s.jobs, list)
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for _, st := range line.Stmts {
				s.statement(st, line, fn, sub)
			}
		}
	}
}

func (s *fishScript) statement(st *fish.Stmt, line *fish.Pipeline, fn string, sub bool) {
	switch st.Kind {
	case "":
		call := &fishCall{Stmt: st, fn: fn, sub: sub, line: line}
		call.text = texts(st.Words)
		call.name = call.text[0]
		s.calls = append(s.calls, call)
		s.assigned(call)
	case "function":
		if name, ok := st.Words[0].Static(); ok {
			s.funcs[name] = st
			fn = name
			defer s.enter(name)()
		}
		s.named(st)
	case "for":
		if name, ok := st.Words[0].Static(); ok {
			s.sets[name] = append(s.sets[name], fishSet{})
			s.used(name)
		}
	case "switch":
		s.switches = append(s.switches, fishSwitch{s.inside, st.Words})
	}
	for _, w := range st.AllWords() {
		s.parts(w.Parts, line, fn)
	}
	for _, list := range st.Lists {
		s.list(list, fn, sub)
	}
	for _, one := range st.Cases {
		s.statement(one, line, fn, sub)
	}
}

func (s *fishScript) parts(parts []fish.Part, line *fish.Pipeline, fn string) {
	for i := range parts {
		part := &parts[i]
		if part.List != nil {
			s.list(part.List, fn, true)
		}
		if part.Kind == fish.Var {
			s.used(part.Text)
		}
		s.parts(part.Index, line, fn)
	}
}

// named notes the arguments that a function names.
func (s *fishScript) named(st *fish.Stmt) {
	words := texts(st.Words)
	if i := slices.IndexFunc(words, func(w string) bool { return w == "-a" || w == "--argument-names" }); i >= 0 {
		for _, name := range words[i+1:] {
			s.sets[name] = append(s.sets[name], fishSet{})
			s.arguments[name] = true
		}
	}
}

// texts are the fixed texts of words, "" for those that are computed.
func texts(words []*fish.Word) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i], _ = w.Static()
	}
	return all
}

// isText tells of a word with a fixed text.
func isText(w *fish.Word, text string) bool {
	have, fixed := w.Static()
	return fixed && have == text
}

// args are the fixed texts of the arguments of a command.
func (c *fishCall) args() []string { return c.text[1:] }

// calls of some commands.
func (s *fishScript) called(names ...string) []*fishCall {
	var found []*fishCall
	for _, c := range s.calls {
		if slices.Contains(names, c.name) {
			found = append(found, c)
		}
	}
	return found
}
