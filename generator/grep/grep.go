// Package grep finds lines as the greps of GNU and busybox agree to under
// LC_ALL=C, in memory; the tests run these two, not that of macOS. An option or a
// spelling of a pattern that POSIX does not have, but for -o and -h, is an error.
package grep

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/org/gosetup/generator/posixre"
)

// A job is one grep.
type job struct {
	flags    map[byte]bool
	patterns []string
	re       *posixre.Regexp
	files    []string
	open     func(name string) (io.ReadCloser, error)
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
}

// Grep is grep as a command: args are what stands behind its name. The status is
// 0 for a line found, 1 for none and 2 for a file that could not be read. The
// error is for what this grep does not know, and for a reader or writer that
// fails.
func Grep(args []string, stdin io.Reader, open func(name string) (io.ReadCloser, error), stdout, stderr io.Writer) (status int, err error) {
	j := &job{flags: map[byte]bool{}, open: open, stdin: stdin, stdout: stdout, stderr: stderr}
	if err := j.options(args); err != nil {
		return 2, fmt.Errorf("grep: %w", err)
	}
	if err := j.compile(); err != nil {
		return 2, fmt.Errorf("grep: %w", err)
	}
	return j.run()
}

// flags are the options without a value.
const flags = "qviFExcnlosh"

func (j *job) options(args []string) error {
	given := false
	for len(args) > 0 && len(args[0]) > 1 && args[0][0] == '-' {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			break
		}
		for i := 1; i < len(arg); i++ {
			if strings.IndexByte(flags, arg[i]) >= 0 {
				j.flags[arg[i]] = true
				continue
			}
			if arg[i] != 'e' {
				return fmt.Errorf("the option %s is not supported; have -e PATTERN and -%s", arg, flags)
			}
			text := arg[i+1:]
			if text == "" {
				if len(args) == 0 {
					return fmt.Errorf("-e without a pattern")
				}
				text, args = args[0], args[1:]
			}
			j.patterns, given = append(j.patterns, strings.Split(text, "\n")...), true
			break
		}
	}
	if !given {
		if len(args) == 0 {
			return fmt.Errorf("no pattern")
		}
		j.patterns, args = strings.Split(args[0], "\n"), args[1:]
	}
	if j.files = args; len(args) == 0 {
		j.files = []string{"-"}
	}
	return j.conflicts()
}

// conflicts refuses options that together mean different things to the greps.
func (j *job) conflicts() error {
	for _, pair := range []string{"FE", "ov", "oc", "ol", "cl", "oF"} {
		if j.flags[pair[0]] && j.flags[pair[1]] {
			return fmt.Errorf("-%c together with -%c is not supported", pair[0], pair[1])
		}
	}
	if j.flags['o'] && len(j.patterns) > 1 {
		return fmt.Errorf("-o with more than one pattern is not supported: busybox does not find all; join them with -E and |")
	}
	return nil
}

func (j *job) compile() (err error) {
	o := posixre.Options{Fold: j.flags['i'], Whole: j.flags['x']}
	switch {
	case j.flags['E']:
		o.Syntax = posixre.Extended
	case j.flags['F']:
		o.Syntax = posixre.Fixed
	}
	j.re, err = posixre.CompileAny(j.patterns, o)
	return err
}

func (j *job) run() (status int, err error) {
	found, failed := false, false
	for _, name := range j.files {
		r, closer, missing := j.reader(name)
		if missing != nil {
			failed = true
			if !j.flags['s'] {
				if _, err := fmt.Fprintf(j.stderr, "grep: %s: %v\n", name, missing); err != nil {
					return 2, err
				}
			}
			continue
		}
		n, err := j.file(name, r)
		if closer != nil {
			closer.Close() //nolint:errcheck // it was only read
		}
		if err != nil {
			return 2, err
		}
		if found = found || n > 0; found && j.flags['q'] {
			return 0, nil
		}
	}
	switch {
	case failed:
		return 2, nil
	case found:
		return 0, nil
	}
	return 1, nil
}

func (j *job) reader(name string) (io.Reader, io.Closer, error) {
	if name == "-" {
		if j.stdin == nil {
			return strings.NewReader(""), nil, nil
		}
		return j.stdin, nil, nil
	}
	if j.open == nil {
		return nil, nil, fmt.Errorf("no files here")
	}
	f, err := j.open(name)
	return f, f, err
}

// file counts the lines selected in one file, and prints.
func (j *job) file(name string, r io.Reader) (selected int, err error) {
	in, out := bufio.NewReader(r), bufio.NewWriter(j.stdout)
	shown := name
	if name == "-" {
		shown = "(standard input)"
	}
	for number := 1; ; number++ {
		line, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return 0, err
		}
		if line == "" {
			break
		}
		if strings.IndexByte(line, 0) >= 0 {
			return 0, fmt.Errorf("grep: %s: a NUL makes this a binary file, which the greps do not treat alike", name)
		}
		line = strings.TrimSuffix(line, "\n")
		if j.re.Match(line) == j.flags['v'] {
			continue
		}
		selected++
		if j.flags['q'] || j.flags['l'] {
			break
		}
		if !j.flags['c'] {
			j.print(out, shown, number, line)
		}
	}
	j.summary(out, shown, selected)
	return selected, out.Flush()
}

// summary prints what -c and -l want to know of a file.
func (j *job) summary(out *bufio.Writer, name string, selected int) {
	switch {
	case j.flags['q']:
	case j.flags['c']:
		fmt.Fprintf(out, "%s%d\n", j.prefix(name), selected)
	case j.flags['l'] && selected > 0:
		fmt.Fprintln(out, name)
	}
}

func (j *job) prefix(name string) string {
	if len(j.files) < 2 || j.flags['h'] {
		return ""
	}
	return name + ":"
}

// print writes a line, or with -o what matched in it.
func (j *job) print(out *bufio.Writer, name string, number int, line string) {
	prefix := j.prefix(name)
	if j.flags['n'] {
		prefix += fmt.Sprint(number) + ":"
	}
	if !j.flags['o'] {
		fmt.Fprintf(out, "%s%s\n", prefix, line)
		return
	}
	for _, at := range j.re.FindAll(line) {
		if at[0] < at[1] {
			fmt.Fprintf(out, "%s%s\n", prefix, line[at[0]:at[1]])
		}
	}
}
