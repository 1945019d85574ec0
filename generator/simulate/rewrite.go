package simulate

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/org/gosetup/generator/awk"
	"mvdan.cc/sh/v3/syntax"
)

// Names that take the place of what interp would ask the real machine.
const (
	pidName     = "__simulated_pid"
	ppidName    = "__simulated_ppid"
	lastJobName = "__simulated_job"
	stdoutName  = "/simulated stdout" // of the script itself
	stderrName  = "/simulated stderr"
	pipePrefix  = "/simulated pipe/"
	jobName     = own + "job"
)

// A program is a parsed text that is ready for the interpreter.
type program struct {
	file  *syntax.File
	funcs map[string]bool
}

// programs remembers what was parsed; clones of a machine share it.
type programs struct {
	sync.Mutex
	known map[[3]string]*program
	awks  map[string]*awk.Program
}

func newPrograms() *programs {
	return &programs{known: map[[3]string]*program{}, awks: map[string]*awk.Program{}}
}

func (ps *programs) parse(name, text, shell string) (*program, error) {
	ps.Lock()
	defer ps.Unlock()
	key := [3]string{name, text, shell}
	if p := ps.known[key]; p != nil {
		return p, nil
	}
	p, err := parse(name, text, shell)
	if err == nil {
		ps.known[key] = p
	}
	return p, err
}

// parse reads a text in its own language, then as bash, because interp does not
// run all of POSIX in its POSIX mode, and rewrites what interp cannot do.
func parse(name, text, shell string) (*program, error) {
	if shell != "bash" {
		if _, err := syntax.NewParser(syntax.Variant(syntax.LangPOSIX)).Parse(strings.NewReader(text), name); err != nil {
			return nil, parseError(name, err)
		}
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), name)
	if err != nil {
		return nil, parseError(name, err)
	}
	w := rewriter{name: name, bash: shell == "bash", funcs: map[string]bool{}}
	syntax.Walk(file, w.visit)
	if w.problem != nil {
		return nil, w.problem
	}
	return &program{file, w.funcs}, nil
}

func parseError(name string, err error) error {
	e := &Error{File: name, Text: err.Error()}
	if p, ok := err.(syntax.ParseError); ok {
		e.Line, e.Col, e.Text = p.Pos.Line(), p.Pos.Col(), p.Text
	}
	if p, ok := err.(syntax.LangError); ok { // whose text begins with the place
		e.Line, e.Col = p.Pos.Line(), p.Pos.Col()
		e.Text = strings.TrimPrefix(e.Text, fmt.Sprintf("%s:%s: ", p.Filename, p.Pos))
	}
	return e
}

// rewritten is a text for interp's own parser: of a trap, of eval.
func rewritten(name, text, shell string) (string, error) {
	p, err := parse(name, text, shell)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = syntax.NewPrinter().Print(&out, p.file)
	return out.String(), err
}

type rewriter struct {
	name    string
	bash    bool
	funcs   map[string]bool
	pipes   int
	problem *Error
}

func (w *rewriter) refuse(n syntax.Node, what string) {
	if w.problem == nil {
		w.problem = &Error{w.name, n.Pos().Line(), n.Pos().Col(), "the simulator has no " + what + "; see gen simulate --help"}
	}
}

// visit changes a node before its children are visited.
func (w *rewriter) visit(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.Stmt:
		w.stmt(n)
	case *syntax.ParamExp:
		w.param(n)
	case *syntax.ForClause:
		leavable(n)
	case *syntax.Assign:
		unescape(n.Value)
	case *syntax.CaseClause:
		unescape(n.Word)
	case *syntax.FuncDecl:
		if n.Name != nil {
			w.funcs[n.Name.Value] = true
		}
	case *syntax.Word:
		w.word(n)
	}
	if what := unsupported(n, w.bash); what != "" {
		w.refuse(n, what)
	}
	return true
}

// unescape turns a backslash outside of quotes, with what it quotes, into single
// quotes: interp 3.14 forgets to take it away where a word is no list of fields.
func unescape(word *syntax.Word) {
	if word == nil {
		return
	}
	var parts []syntax.WordPart
	for _, part := range word.Parts {
		lit, ok := part.(*syntax.Lit)
		for ok {
			before, after, found := strings.Cut(lit.Value, `\`)
			if !found || after == "" {
				break
			}
			_, size := utf8.DecodeRuneInString(after)
			if before != "" {
				parts = append(parts, &syntax.Lit{ValuePos: lit.ValuePos, ValueEnd: lit.ValueEnd, Value: before})
			}
			parts = append(parts, &syntax.SglQuoted{Left: lit.ValuePos, Right: lit.ValueEnd, Value: after[:size]})
			lit = &syntax.Lit{ValuePos: lit.ValuePos, ValueEnd: lit.ValueEnd, Value: after[size:]}
			part = lit
		}
		if !ok || lit.Value != "" {
			parts = append(parts, part)
		}
	}
	word.Parts = parts
}

// unsupported names what interp does not do, or does although a POSIX shell
// would not.
func unsupported(n syntax.Node, bash bool) string {
	switch n := n.(type) {
	case *syntax.ProcSubst:
		return "process substitution"
	case *syntax.CoprocClause:
		return "coprocesses"
	case *syntax.TimeClause:
		return "time"
	case *syntax.ForClause:
		if n.Select {
			return "select"
		}
	case *syntax.BinaryCmd:
		if n.Op == syntax.PipeAll {
			return "|&"
		}
	}
	if bash {
		return ""
	}
	switch n := n.(type) {
	case *syntax.TestClause:
		return "[[ in sh"
	case *syntax.ArithmCmd:
		return "(( in sh"
	case *syntax.LetClause:
		return "let in sh"
	case *syntax.ArrayExpr:
		return "arrays in sh"
	case *syntax.SglQuoted:
		if n.Dollar {
			return "$'...' in sh"
		}
	case *syntax.DblQuoted:
		if n.Dollar {
			return `$"..." in sh`
		}
	case *syntax.DeclClause:
		if !slices.Contains([]string{"export", "readonly", "local"}, n.Variant.Value) {
			return n.Variant.Value + " in sh"
		}
	}
	return ""
}

// word refuses what bash expands and sh does not.
func (w *rewriter) word(n *syntax.Word) {
	for _, part := range n.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			continue
		}
		if w.bash {
			if braces(lit.Value) > maxBraces {
				w.refuse(n, fmt.Sprintf("brace expansion to more than %d words", maxBraces))
			}
			continue
		}
		_, rest, brace := strings.Cut(lit.Value, "{")
		if brace && (strings.Contains(rest, ",") || strings.Contains(rest, "..")) {
			w.refuse(n, "brace expansion in sh")
		}
	}
}

// param keeps process numbers and chance out.
func (w *rewriter) param(n *syntax.ParamExp) {
	if n.Param == nil {
		return
	}
	if n.Exp != nil && n.Exp.Word != nil && assigns(n.Exp.Op) && strings.Contains(n.Exp.Word.Lit(), `\`) {
		w.refuse(n, `backslash in ${x:-...}`)
	}
	switch n.Param.Value {
	case "$":
		n.Param.Value, n.Short = pidName, false
	case "PPID":
		n.Param.Value, n.Short = ppidName, false
	case "!":
		n.Param.Value, n.Short = lastJobName, false
	case "RANDOM", "SRANDOM":
		w.refuse(n, "$"+n.Param.Value)
	}
}

// assigns tells whether the word behind an operator is a value, not a pattern.
func assigns(op syntax.ParExpOperator) bool {
	switch op {
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull, syntax.DefaultUnset, syntax.DefaultUnsetOrNull,
		syntax.ErrorUnset, syntax.ErrorUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		return true
	}
	return false
}

func (w *rewriter) stmt(s *syntax.Stmt) {
	for _, r := range s.Redirs {
		if r.Op != syntax.Hdoc && r.Op != syntax.DashHdoc {
			unescape(r.Word)
		}
		if r.Op == syntax.RdrClob {
			r.Op = syntax.RdrOut
		}
		if what := badRedirect(r); what != "" {
			w.refuse(r, what)
		}
	}
	if b, ok := s.Cmd.(*syntax.BinaryCmd); ok && b.Op == syntax.Pipe {
		w.pipe(s, b)
	}
	if s.Background {
		w.background(s)
		return
	}
	guard(s)
}

// background turns a & into (a) && job || job: it ends before the next command,
// so that equal runs have equal effects, and job keeps its status for wait.
func (w *rewriter) background(s *syntax.Stmt) {
	inner := *s
	inner.Background = false
	group := &syntax.Subshell{Lparen: s.Position, Rparen: s.Position, Stmts: []*syntax.Stmt{&inner}}
	and := binary(syntax.AndStmt, &syntax.Stmt{Position: s.Position, Cmd: group}, call(s.Position, jobName))
	*s = *binary(syntax.OrStmt, and, call(s.Position, jobName))
}

func binary(op syntax.BinCmdOperator, x, y *syntax.Stmt) *syntax.Stmt {
	return &syntax.Stmt{Position: x.Position, Cmd: &syntax.BinaryCmd{Op: op, OpPos: x.Position, X: x, Y: y}}
}

func orTrue(s *syntax.Stmt) *syntax.Stmt {
	return binary(syntax.OrStmt, s, call(s.Position, ":"))
}

func call(pos syntax.Pos, words ...string) *syntax.Stmt {
	c := &syntax.CallExpr{}
	for _, w := range words {
		c.Args = append(c.Args, literal(pos, w))
	}
	return &syntax.Stmt{Position: pos, Cmd: c}
}

func literal(pos syntax.Pos, text string) *syntax.Word {
	return &syntax.Word{Parts: []syntax.WordPart{&syntax.SglQuoted{Left: pos, Right: pos, Value: text}}}
}

// pipe turns a | b into { (a) >buffer || :; (b) <buffer; }: one after the other,
// so that equal runs have equal effects, and both in subshells, as in dash.
func (w *rewriter) pipe(s *syntax.Stmt, b *syntax.BinaryCmd) {
	w.pipes++
	name := fmt.Sprintf("%s%s:%d", pipePrefix, s.Position, w.pipes)
	half := func(x *syntax.Stmt, op syntax.RedirOperator) *syntax.Stmt {
		return &syntax.Stmt{
			Position: x.Position,
			Cmd:      &syntax.Subshell{Lparen: x.Position, Rparen: x.Position, Stmts: []*syntax.Stmt{x}},
			Redirs:   []*syntax.Redirect{{OpPos: x.Position, Op: op, Word: literal(x.Position, name)}},
		}
	}
	s.Cmd = &syntax.Block{Lbrace: s.Position, Rbrace: s.Position, Stmts: []*syntax.Stmt{
		orTrue(half(b.X, syntax.RdrOut)), half(b.Y, syntax.RdrIn),
	}}
}

// badRedirect names a redirection that interp does not know.
func badRedirect(r *syntax.Redirect) string {
	n := ""
	if r.N != nil {
		n = r.N.Value
	}
	target := r.Word.Lit()
	switch r.Op {
	case syntax.RdrIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		if n == "" || n == "0" {
			return ""
		}
	case syntax.RdrOut, syntax.AppOut:
		if n == "" || n == "1" || n == "2" {
			return ""
		}
	case syntax.RdrAll, syntax.AppAll:
		return ""
	case syntax.DplOut:
		if (n == "" || n == "1" || n == "2") && (target == "1" || target == "2" || target == "-") {
			return ""
		}
	case syntax.DplIn:
		if (n == "" || n == "0") && target == "-" {
			return ""
		}
	}
	return fmt.Sprintf("redirection %s%s%s", n, r.Op, target)
}
