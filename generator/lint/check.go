package lint

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/org/gosetup/generator/dialect"
)

// Options say what the caller knows about a file and the file does not tell.
type Options struct {
	// Dialect is the language, if neither name nor first line tell it.
	Dialect *dialect.Dialect
	// Role is how the file is used; Guess looks at the first line.
	Role Role
	// Platforms are where the script is to run; empty for all of them, or for
	// those that the script itself is plainly for.
	Platforms []Platform
}

// A Platform is a family of systems with the same commands, called as the
// messages of the rules for portability call it.
type Platform string

// The platforms.
const (
	MacOS   Platform = "macOS"
	Debian  Platform = "Debian"
	Busybox Platform = "busybox"
)

// Platforms lists them.
var Platforms = []Platform{MacOS, Debian, Busybox}

// A Role is how a script is used.
type Role int

// The roles.
const (
	Guess   Role = iota // by the first line: with #! it is a program
	Program             // it is run, or piped into a shell
	Snippet             // it is sourced by a start-up file
)

// A report takes an offset in the text, in bytes, and what is wrong there.
type report func(offset int, format string, args ...any)

// A check is the part of a rule that looks at one kind of parsed file.
type check[F any] struct {
	rule string // its ID
	run  func(F, report)
}

// A source is the text of a file and what is known about it before parsing.
type source struct {
	name      string
	text      string
	dialect   *dialect.Dialect
	role      Role // Program or Snippet
	platforms []Platform
	lines     []int
	found     []Finding
	remarks   []remark // the comments, for waivers
	parser    string   // "" as long as nothing parsed it
	tried     int      // prefixes that do nothing
	batch     *Batch   // nil for a file of its own
}

// A remark is a comment in the text, with its mark.
type remark struct{ start, end int }

// Check looks at data, a file called name. A file that does not parse, or whose
// language nobody here knows, is a finding, not an error: GS001, GS002.
func Check(name string, data []byte, opts Options) *Report {
	return (*Batch)(nil).Check(name, data, opts)
}

// Check is the function Check for a file of a batch. It finds the same.
func (b *Batch) Check(name string, data []byte, opts Options) *Report {
	s := newSource(name, data, opts)
	s.batch = b
	runChecks(s, s, textChecks)
	switch {
	case slices.ContainsFunc(s.found, func(f Finding) bool { return f.Rule.ID == "GS003" }):
		// No parser can speak for all shells.
	case s.dialect != nil:
		s.parse()
	default:
		s.reporter("GS002")(0, "neither its name nor its first line tells the language; have %s, or #! and the name of a shell", dialect.Endings())
	}
	r := &Report{File: name, Parser: s.parser, Prefixes: s.tried}
	if s.dialect != nil {
		r.Dialect = s.dialect.Name
	}
	r.Findings, r.Waived = s.waive()
	return r
}

func newSource(name string, data []byte, opts Options) *source {
	s := &source{name: name, text: string(data), dialect: opts.Dialect, role: opts.Role, platforms: opts.Platforms}
	first, _, _ := strings.Cut(s.text, "\n")
	if s.dialect == nil {
		s.dialect = dialect.ByName(name, first)
	}
	if s.role == Guess {
		s.role = Program
		if s.dialect != nil && s.dialect.Shell() && !strings.HasPrefix(first, "#!") {
			s.role = Snippet
		}
	}
	for i := range s.text {
		if s.text[i] == '\n' {
			s.lines = append(s.lines, i)
		}
	}
	return s
}

// runChecks lets every check of a table look at file.
func runChecks[F any](s *source, file F, table []check[F]) {
	for _, c := range table {
		c.run(file, s.reporter(c.rule))
	}
}

// reporter makes findings of the rule called id.
func (s *source) reporter(id string) report {
	rule := RuleByID(id)
	return func(offset int, format string, args ...any) {
		line, col := s.position(offset)
		message := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " ")
		s.found = append(s.found, Finding{File: s.name, Line: line, Col: col, Offset: offset, Rule: rule, Message: message})
	}
}

// position turns an offset into line and column, both from 1.
func (s *source) position(offset int) (line, col int) {
	line, _ = slices.BinarySearch(s.lines, offset)
	before := -1
	if line > 0 {
		before = s.lines[line-1]
	}
	return line + 1, offset - before
}

// sorted puts findings in the order of the text, each one once.
func sorted(found []Finding) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(found)
}

// A language parses the files of its dialects and runs its table of checks.
type language struct {
	dialects []*dialect.Dialect
	check    func(*source)
}

// languages lists those that have checks of their own. Of the others it is only
// known whether they parse.
func languages() []language {
	return []language{
		{[]*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh}, checkSh},
		{[]*dialect.Dialect{dialect.Fish}, checkFish},
		{[]*dialect.Dialect{dialect.Ruby}, checkRuby},
		{[]*dialect.Dialect{dialect.PowerShell}, checkPowerShell},
	}
}

// parse reads the file as its dialect and runs the checks of that language.
func (s *source) parse() {
	for _, l := range languages() {
		if slices.Contains(l.dialects, s.dialect) {
			l.check(s)
			return
		}
	}
	known, err := s.dialect.Parse(s.name, strings.NewReader(s.text))
	switch {
	case !known:
		s.reporter("GS002")(0, "nothing in this program can parse %s", s.dialect.Name)
	case err != nil:
		s.notParsed(err)
	default:
		s.parser = s.dialect.Name
	}
}

var positioned = regexp.MustCompile(`^.*?:(\d+):(\d+): `)

// notParsed reports err, "name:line:col: what", at its place.
func (s *source) notParsed(err error) {
	text := err.Error()
	offset := 0
	if m := positioned.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		col, _ := strconv.Atoi(m[2])
		offset = s.offset(line, col)
		text = text[len(m[0]):]
	}
	s.reporter("GS001")(offset, "%s", text)
}

// offset is the other way round of position.
func (s *source) offset(line, col int) int {
	if line > 1 && line-2 < len(s.lines) {
		col += s.lines[line-2] + 1
	}
	return min(col-1, len(s.text))
}
