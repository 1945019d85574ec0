// Package sed runs the sed scripts of set-up scripts as the seds of GNU and
// busybox agree to run them under LC_ALL=C, in memory. The tests run these two;
// the sed of macOS is not run, but what it is known to refuse is refused.
//
// It knows the commands s d p q y n a i c = { }, addresses, ranges and !, and
// -n -e -E. It is strict: a command, flag or spelling that POSIX does not have,
// or that the seds read in different ways, is an error with its place.
package sed

import (
	"fmt"
	"io"
	"strings"

	"github.com/org/gosetup/generator/posixre"
)

// An Error is a place of a script and what is wrong there.
type Error struct {
	Line, Col int
	What      string
}

func (e *Error) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.What) }

// A Script is a parsed sed script.
type Script struct {
	commands []*command
	ranges   int
}

// A command is one command with its addresses. A block is a command with a body.
type command struct {
	from, to *address // nil: every line; to nil: no range
	number   int      // of the range
	not      bool
	name     byte
	body     []*command    // of {
	text     string        // of a, i and c
	swap     map[byte]byte // of y
	re       *posixre.Regexp
	with     []piece // of s: what to put in
	nth      int     // of s: which match; 1 if not said
	all      bool    // of s: the flag g
	print    bool    // of s: the flag p
}

// An address is a line number, the last line ($) or a regular expression.
type address struct {
	line int
	last bool
	re   *posixre.Regexp
}

// A piece of a replacement is text or, if that is empty, a group.
type piece struct {
	text  string
	group int
}

// A Config is the world of one run. What is nil is not there or empty.
type Config struct {
	Stdin  io.Reader
	Open   func(name string) (io.ReadCloser, error)
	Stdout io.Writer
	Stderr io.Writer
}

// Command is sed as a command: args are what stands behind its name. The error
// is for what this sed does not know, and for a writer that fails.
func Command(args []string, c Config) (status int, err error) {
	if c.Stdout == nil {
		c.Stdout = io.Discard
	}
	if c.Stderr == nil {
		c.Stderr = io.Discard
	}
	o, err := options(args)
	if err != nil {
		return 1, fmt.Errorf("sed: %w", err)
	}
	s, err := Parse(o.script, o.extended)
	if err != nil {
		return 1, fmt.Errorf("sed: %w", err)
	}
	lines, status, err := read(o.files, c)
	if err != nil {
		return status, err
	}
	m := &machine{script: s, lines: lines, quiet: o.quiet, inRange: make([]int, s.ranges), begun: make([]bool, s.ranges)}
	if err := m.main(); err != nil {
		return 1, fmt.Errorf("sed: %w", err)
	}
	_, err = io.WriteString(c.Stdout, m.out.String())
	return status, err
}

type settings struct {
	script          string
	quiet, extended bool
	files           []string
}

func options(args []string) (o settings, err error) {
	var scripts []string
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		for i := 1; i < len(arg); i++ {
			switch arg[i] {
			case 'n':
				o.quiet = true
			case 'E':
				o.extended = true
			case 'e':
				text := arg[i+1:]
				if text == "" {
					if len(args) == 0 {
						return o, fmt.Errorf("-e without a script")
					}
					text, args = args[0], args[1:]
				}
				scripts = append(scripts, text)
				i = len(arg)
			default:
				return o, fmt.Errorf("the option %s is not supported; have -n, -e, -E", arg)
			}
		}
	}
	if scripts == nil {
		if len(args) == 0 {
			return o, fmt.Errorf("no script")
		}
		scripts, args = args[:1], args[1:]
	}
	o.script, o.files = strings.Join(scripts, "\n"), args
	return o, nil
}

// A line is without its newline, which the last of a file may not have had.
type line struct {
	text string
	open bool // it had none
}

// read reads all files. One that is not there is reported and left out.
func read(files []string, c Config) (lines []line, status int, err error) {
	if len(files) == 0 {
		files = []string{"-"}
	}
	for _, name := range files {
		text, failed := slurp(name, c)
		if failed != nil {
			status = 2
			if _, err := fmt.Fprintf(c.Stderr, "sed: can't read %s: %v\n", name, failed); err != nil {
				return nil, status, err
			}
			continue
		}
		for text != "" {
			one, rest, ended := strings.Cut(text, "\n")
			lines = append(lines, line{one, !ended})
			text = rest
		}
	}
	return lines, status, nil
}

func slurp(name string, c Config) (string, error) {
	if name == "-" {
		if c.Stdin == nil {
			return "", nil
		}
		b, err := io.ReadAll(c.Stdin)
		return string(b), err
	}
	if c.Open == nil {
		return "", fmt.Errorf("no files here")
	}
	f, err := c.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close() //nolint:errcheck // it was only read
	b, err := io.ReadAll(f)
	return string(b), err
}
