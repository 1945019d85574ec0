package lint

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// An operand is one side of a test: its value, and the word for what the test
// tells about the variable in it.
type operand struct {
	value value
	name  string // of the variable that it is, "" for anything else
	at    int
}

func (f *shFlow) operand(w *syntax.Word, st *flowState) operand {
	return operand{f.word(w, st), variableIn(w), offset(w)}
}

// variableIn is the name if w is nothing but $name.
func variableIn(w *syntax.Word) string {
	if len(w.Parts) != 1 {
		return ""
	}
	part := w.Parts[0]
	if q, ok := part.(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		part = q.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Length || p.Slice != nil || p.Repl != nil || p.Index != nil || p.Excl {
		return ""
	}
	if p.Exp != nil && (p.Exp.Op != syntax.DefaultUnset && p.Exp.Op != syntax.DefaultUnsetOrNull || p.Exp.Word != nil && len(p.Exp.Word.Parts) > 0) {
		return ""
	}
	return p.Param.Value
}

// refine notes what a test told about a variable.
func (f *shFlow) refine(st *flowState, o operand, v value) {
	switch {
	case o.name == "" || v == o.value:
	case strings.Contains("?#$@*!", o.name):
	case o.name[0] >= '0' && o.name[0] <= '9':
		f.asks(asksArgs)
		if n, _ := strconv.Atoi(o.name); n > 0 && n <= len(st.args) {
			st.args = slices.Clone(st.args)
			st.args[n-1] = v
		}
	default:
		f.set(st, o.name, v)
	}
}

// truth makes the states behind a test whose result is known or not.
func truth(st *flowState, yes bool) []*flowState {
	st.status = "1"
	if yes {
		st.status = "0"
	}
	return st.alone()
}

func (f *shFlow) both(st *flowState) (yes, no *flowState) {
	no = st.clone()
	st.status, no.status = "0", "1"
	return st, no
}

// test runs test and [.
func (f *shFlow) test(args []operand, st *flowState) []*flowState {
	n := len(args)
	if i := slices.IndexFunc(args, func(o operand) bool { return o.value == "-o" }); i > 0 && n > 3 {
		return f.bothTests(st, args[:i], args[i+1:], false)
	}
	if i := slices.IndexFunc(args, func(o operand) bool { return o.value == "-a" }); i > 0 && n > 3 {
		return f.bothTests(st, args[:i], args[i+1:], true)
	}
	if n > 1 && args[0].value == "!" && (n != 3 || !isComparison(args[1].value)) {
		out := f.test(args[1:], st)
		for _, st := range out {
			st.status = f.negated(st.status)
		}
		return out
	}
	switch n {
	case 0:
		return truth(st, false)
	case 1:
		return f.emptiness(args[0], st, true)
	case 2:
		return f.unary(args[0].value, args[1], st)
	case 3:
		return f.compare(args[1].value, args[0], args[2], st, false)
	}
	st.status = f.anyStatus
	return st.alone()
}

func (f *shFlow) bothTests(st *flowState, left, right []operand, and bool) []*flowState {
	yes, no := f.split(f.test(left, st))
	if !and {
		yes, no = no, yes
	}
	return append(f.each(yes, func(st *flowState) []*flowState { return f.test(right, st) }), no...)
}

func isComparison(op value) bool {
	switch op {
	case "=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge":
		return true
	}
	return false
}

func (f *shFlow) unary(op value, o operand, st *flowState) []*flowState {
	switch op {
	case "-n":
		return f.emptiness(o, st, true)
	case "-z":
		return f.emptiness(o, st, false)
	}
	switch file := f.path(st, o.value); {
	case op == "-L" || op == "-h":
		f.note("link", file, o.at)
	case (op == "-e" || op == "-f" || op == "-s") && f.startup(file):
		f.asks(asksAbsent)
		yes, no := f.both(st)
		no.past().absent = union(no.absent, []value{file})
		return yes.pair(no)
	}
	st.status = f.anyStatus
	return st.alone()
}

var digestName = regexp.MustCompile(`(?i)sha(1|256|512)?|sum|digest|hash|md5`)

// emptiness tests whether a value is full (or, with full false, empty).
func (f *shFlow) emptiness(o operand, st *flowState, full bool) []*flowState {
	if !f.mayBeEmpty(o.value) {
		return truth(st, full)
	}
	if o.value == "" {
		return truth(st, !full)
	}
	isFull, isEmpty := f.both(st)
	if s := f.only(o.value); s != nil && s.size != "" {
		f.set(isFull, s.size, f.notEmpty(f.get(isFull, s.size)))
	}
	f.refine(isFull, o, f.notEmpty(o.value))
	f.refine(isEmpty, o, "")
	if f.hashOf(o.value) == nil && digestName.MatchString(o.name) && f.anyFetched(isEmpty) {
		isEmpty.flags |= noTool
	}
	if !full {
		isFull.status, isEmpty.status = "1", "0"
	}
	return isFull.pair(isEmpty)
}

// compare runs a binary test; in [[ the right side is a pattern.
func (f *shFlow) compare(op value, a, b operand, st *flowState, pattern bool) []*flowState {
	switch op {
	case "=", "==":
		return f.equal(a, b, st, pattern, true)
	case "!=":
		return f.equal(a, b, st, pattern, false)
	case "=~":
		if f.isDigestTest(a, b) {
			return f.compared(a, b, st)
		}
	case "-eq":
		return f.numeric(a, b, st, true)
	case "-ne":
		return f.numeric(a, b, st, false)
	}
	if isNumber(a.value) && isNumber(b.value) {
		x, _ := strconv.Atoi(a.value)
		y, _ := strconv.Atoi(b.value)
		return truth(st, map[value]bool{"-gt": x > y, "-ge": x >= y, "-lt": x < y, "-le": x <= y}[op])
	}
	st.status = f.anyStatus
	return st.alone()
}

func isNumber(v value) bool { return v != "" && strings.Trim(v, "0123456789") == "" }

// numeric is -eq and -ne. The size of a digest is known not to be 0 when it is
// some other number.
func (f *shFlow) numeric(a, b operand, st *flowState, eq bool) []*flowState {
	for _, pair := range [][2]operand{{a, b}, {b, a}} {
		s := f.only(pair[0].value)
		if s != nil && s.size != "" && isConst(pair[1].value) && pair[1].value != "0" {
			yes, no := f.both(st)
			f.set(yes, s.size, f.notEmpty(f.get(yes, s.size)))
			if !eq {
				yes.status, no.status = "1", "0"
			}
			return yes.pair(no)
		}
	}
	return f.equal(a, b, st, false, eq)
}

// equal is a = b or, with eq false, a != b.
func (f *shFlow) equal(a, b operand, st *flowState, pattern, eq bool) []*flowState {
	var out []*flowState
	switch {
	case a.value == b.value:
		return truth(st, eq)
	case f.isDigestTest(a, b):
		out = f.compared(a, b, st)
	default:
		out = f.matched(a, b, st, pattern)
	}
	if !eq {
		for _, st := range out {
			st.status = f.negated(st.status)
		}
	}
	return out
}

// matched compares by what the two may be, and keeps what that tells.
func (f *shFlow) matched(a, b operand, st *flowState, pattern bool) []*flowState {
	if isConst(a.value) && !pattern {
		a, b = b, a
	}
	same, other, unsure := f.sorted(a.value, b.value, pattern)
	switch {
	case len(same) == 0 && !unsure:
		return truth(st, false)
	case len(other) == 0 && !unsure:
		return truth(st, true)
	}
	yes, no := f.both(st)
	if len(same) > 0 && !unsure {
		f.refine(yes, a, f.choice(same))
		f.refine(no, a, f.choice(other))
	}
	if b.value == "" {
		f.refine(yes, a, "")
		f.refine(no, a, f.notEmpty(a.value))
	}
	return yes.pair(no)
}

// sorted takes apart what v may be: what is like b, what is not; unsure tells
// that a run must decide about some of it.
func (f *shFlow) sorted(v, b value, pattern bool) (same, other []value, unsure bool) {
	alts := []value{v}
	if s := f.only(v); s != nil && len(s.alts) > 0 {
		alts = s.alts
	}
	for _, alt := range alts {
		switch f.like(alt, b, pattern) {
		case yes:
			same = append(same, alt)
		case no:
			other = append(other, alt)
		default:
			unsure = true
		}
	}
	return same, other, unsure
}

// slashless makes a pattern of the shell one for path.Match, whose * stops at /.
var slashless = strings.NewReplacer("/", "\x02", "[!", "[^")

type answer int

const (
	no answer = iota
	yes
	maybe
)

// like tells whether v matches b.
func (f *shFlow) like(v, b value, pattern bool) answer {
	if v == unset {
		v = ""
	}
	switch {
	case v == b, pattern && b == "*":
		return yes
	case isConst(v) && isConst(b):
		return likeText(v, b, pattern)
	case b == "" && !f.mayBeEmpty(v):
		return no
	case b == "0":
		if s := f.only(v); s != nil && s.fail {
			return no
		}
	case isConst(b) && !(pattern && strings.ContainsAny(b, "*?[")):
		if !f.possible(v, b) {
			return no
		}
	}
	return maybe
}

// possible tells whether the fixed ends of v are those of text.
func (f *shFlow) possible(v, text value) bool {
	tail := lastPart(v)
	head := v[:strings.IndexByte(v, 0xF4)]
	return strings.HasPrefix(text, head) && strings.HasSuffix(text, tail)
}

func likeText(v, b string, pattern bool) answer {
	if !pattern || !strings.ContainsAny(b, "*?[") {
		if v == b {
			return yes
		}
		return no
	}
	if strings.Contains(b, "[:") {
		return maybe
	}
	ok, err := path.Match(slashless.Replace(b), strings.ReplaceAll(v, "/", "\x02"))
	switch {
	case err != nil:
		return maybe
	case ok:
		return yes
	}
	return no
}
