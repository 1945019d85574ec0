package simulate

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// The limits of a run. They count what the script does and not the time, so that
// a run that exceeds one does so on every computer, in the same place.
const (
	maxSteps  = 500_000   // commands and assignments
	maxValue  = 1 << 20   // bytes of a variable, or of the words of one command
	maxFile   = 16 << 20  // bytes of a file, or of what one command prints
	maxBytes  = 128 << 20 // of words, printed and written, of all commands
	maxFrames = 10_000    // of Go's stack; a function that calls itself has about 15
	wordCost  = 32        // bytes that each word counts more, for the time it takes
	maxBraces = 100_000   // words of a brace expansion
)

// step counts one command. Few need a look at the stack: what nests takes steps.
func (r *run) step(pos syntax.Pos) error {
	r.steps++
	switch {
	case r.steps > maxSteps:
		return r.fail(pos, "%d commands and no end", maxSteps)
	case r.steps%64 == 0:
		return r.deep(pos)
	}
	return nil
}

// spend counts n bytes that a command is given, or makes at once.
func (r *run) spend(pos syntax.Pos, n int) error {
	r.bytes += int64(n)
	switch {
	case n > maxFile:
		return r.fail(pos, "a file or an output of more than %d MiB", maxFile>>20)
	case r.bytes > maxBytes:
		return r.fail(pos, "the commands read and write more than %d MiB in all", maxBytes>>20)
	}
	return nil
}

// words refuses a command whose words are too long.
func (r *run) words(pos syntax.Pos, args []string) error {
	n := 0
	for _, word := range args {
		n += len(word) + 1
	}
	return cmp.Or(r.value(pos, n), r.spend(pos, n+wordCost*len(args)))
}

func (r *run) value(pos syntax.Pos, n int) error {
	if n > maxValue {
		return r.fail(pos, "a value of more than %d MiB", maxValue>>20)
	}
	return nil
}

// frames is how deep Go's stack is.
func frames() int {
	var all [256]uintptr
	return runtime.Callers(1, all[:])
}

// deep refuses what nests in itself. Interp keeps functions, subshells, eval and
// scripts on Go's stack and knows no limit; without one the stack ends this
// process.
func (r *run) deep(pos syntax.Pos) error {
	var one [1]uintptr
	if runtime.Callers(r.frames+maxFrames, one[:]) > 0 {
		return r.fail(pos, "functions, subshells and texts nest too deep; does one call itself without end?")
	}
	return nil
}

// guardPrefix begins the name of a file that stands for a check. Interp tells
// nobody of an assignment, but it asks for the files of redirections; so the
// rewriter gives a redirection to each assignment: of standard output, which it
// does not use, to a name that says where it is and which values it doubles.
const guardPrefix = "/simulated guard/"

// guard puts a check in front of what would run without any call.
func guard(s *syntax.Stmt) {
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(c.Args) > 0 {
			return
		}
	case *syntax.DeclClause, *syntax.TestClause, *syntax.ArithmCmd, *syntax.LetClause:
	default:
		return
	}
	name := fmt.Sprintf("%s%d:%d:%s", guardPrefix, s.Pos().Line(), s.Pos().Col(), strings.Join(reads(s.Cmd), " "))
	s.Redirs = append(s.Redirs, &syntax.Redirect{OpPos: s.Position, Op: syntax.RdrOut, Word: literal(s.Position, name)})
}

// reads lists the variables that a command expands, once for each time: a,
// or a*b for one that is put into another as often as a pattern fits.
func reads(n syntax.Node) []string {
	var all []string
	syntax.Walk(n, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst:
			return false // its commands are seen on their own
		case *syntax.ParamExp:
			if n.Param == nil || !syntax.ValidName(n.Param.Value) {
				return true
			}
			all = append(all, n.Param.Value)
			if n.Repl != nil && n.Repl.With != nil {
				for _, inner := range reads(n.Repl.With) {
					all = append(all, n.Param.Value+"*"+inner)
				}
			}
		}
		return true
	})
	return all
}

// check does what the name of a guard asks for.
func (sh *shell) check(hc interp.HandlerContext, name string) (io.ReadWriteCloser, error) {
	line, rest, _ := strings.Cut(strings.TrimPrefix(name, guardPrefix), ":")
	col, names, _ := strings.Cut(rest, ":")
	pos := position(line, col)
	if err := sh.step(pos); err != nil {
		return nil, err
	}
	n := 0
	for product := range strings.FieldsSeq(names) {
		size := 1
		for factor := range strings.SplitSeq(product, "*") {
			size *= 1 + length(hc.Env.Get(factor))
			if err := sh.value(pos, size); err != nil {
				return nil, err
			}
		}
		n += size
	}
	return &handle{run: sh.run, device: hc.Stdout}, sh.value(pos, n)
}

func position(line, col string) syntax.Pos {
	l, _ := strconv.ParseUint(line, 10, 32)
	c, _ := strconv.ParseUint(col, 10, 32)
	return syntax.NewPos(0, uint(l), uint(c))
}

// length is how many bytes a variable has.
func length(v expand.Variable) int {
	n := len(v.Str)
	for _, s := range v.List {
		n += len(s) + 1
	}
	for k, s := range v.Map {
		n += len(k) + len(s) + 2
	}
	return n
}

// braces is how many words the brace expansions of a literal may make, or more.
func braces(text string) int {
	n := 1
	for _, part := range strings.Split(text, "{")[1:] {
		n = min(n*max(1+strings.Count(part, ","), span(part)), maxBraces+1)
	}
	return n
}

// span is how many words a..b, with what stands behind, makes.
func span(text string) int {
	text, _, _ = strings.Cut(text, "}")
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return 1
	}
	to, _, _ = strings.Cut(to, "..")
	a, err1 := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err1 != nil || err2 != nil {
		return 256 // letters
	}
	return min(max(a-b, b-a), maxBraces) + 1
}

// tooWide is an error if Go's fmt, which printf uses, refused a width.
func tooWide(text string) error {
	if strings.Contains(text, "%!(NOVERB)") {
		return errno("a width that is too large")
	}
	return nil
}
