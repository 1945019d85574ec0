package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/lint"
	"github.com/spf13/cobra"
)

// A checkFlags is what gen check was asked for.
type checkFlags struct {
	templates    string
	explain      bool
	json, sarif  bool
	quiet        bool
	interpreters bool
	severity     string
	dialect      string
	role         string
	color        string
}

func newCheck() *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check FILE|DIR|-... | --templates DIR",
		Short: "Check scripts, ours or anybody's: parse, rules, real interpreters",
		Long: `Check reads each file in the language that its name or its first line tells,
looks for what breaks a rule (gen explain lists them), and asks the real
interpreters that are installed whether they can parse it. It runs nothing of
the file. A directory stands for all files below it whose language is known; -
is standard input.

Findings go to standard output, a line each: file:line:col: ID: message. A
comment in the file can ask to overlook one, with a reason:

  # gosetup: allow GS200 because the options are separate words

What could not be asked is shown as SKIPPED. Exit status: 0 no finding,
1 findings or a file that cannot be read, 2 usage.

With --templates it checks the text/template files (NAME.tmpl) below DIR
instead, yours or ours: that in every branch every {{hole}} stands where a
value can be escaped for its place, and cannot become code. NAME must tell the
language, as in install.sh.tmpl; functions need not be known.`,
		Example: `  gen check install.sh env/env.fish tap/Formula/gosetup.rb
  curl -fsSL https://example.com/install.sh | gen check --dialect sh -
  gen check --sarif dist > gosetup.sarif
  gen check --templates ./templates`,
		Args: usageArgs(func(cmd *cobra.Command, args []string) error {
			if flags.templates == "" {
				return want(args, "FILE, DIR or -")
			}
			return cobra.NoArgs(cmd, args)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.templates != "" {
				return checkTemplates(cmd.OutOrStdout(), cmd.ErrOrStderr(), flags.templates, flags.explain)
			}
			return checkFiles(cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr(), args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.templates, "templates", "", "check the templates below `DIR`")
	f.BoolVar(&flags.explain, "explain", false, "tell the whole story of each error or rule")
	f.BoolVar(&flags.json, "json", false, "print the report as JSON")
	f.BoolVar(&flags.sarif, "sarif", false, "print the report as SARIF 2.1.0, which GitHub shows beside the code")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print findings only")
	f.BoolVar(&flags.interpreters, "interpreters", true, "also ask the real interpreters that are installed")
	f.StringVar(&flags.severity, "severity", "note", "the least `SEVERITY` that counts: note, warning or error")
	f.StringVar(&flags.dialect, "dialect", "", "the `LANGUAGE` of files that do not tell it: sh, bash, zsh, fish, powershell, ruby ...")
	f.StringVar(&flags.role, "role", "", "`program` or snippet, a file to source; by default, a file with #! is a program")
	f.StringVar(&flags.color, "color", "auto", "`WHEN` to colour: auto, always or never")
	return cmd
}

// want is the error of a command without any argument.
func want(args []string, what string) error {
	if len(args) == 0 {
		return errors.New("no file; want " + what)
	}
	return nil
}

var roles = map[string]lint.Role{"": lint.Guess, "program": lint.Program, "snippet": lint.Snippet}

// options turns the flags into what lint wants to know.
func (flags checkFlags) options() (opts lint.Options, least lint.Severity, err error) {
	least, err = lint.ParseSeverity(flags.severity)
	if err != nil {
		return opts, least, usageError{err}
	}
	if flags.json && flags.sarif {
		return opts, least, usageError{errors.New("--json and --sarif exclude each other")}
	}
	role, ok := roles[flags.role]
	if !ok {
		return opts, least, usageError{fmt.Errorf("there is no role %q; have program, snippet", flags.role)}
	}
	opts.Role = role
	if flags.dialect == "" {
		return opts, least, nil
	}
	if opts.Dialect = dialect.Named(flags.dialect); opts.Dialect == nil {
		return opts, least, usageError{fmt.Errorf("there is no language %q; have %s", flags.dialect, dialect.Names())}
	}
	return opts, least, nil
}

// A checked is what is known of one file.
type checked struct {
	*lint.Report
	Interpreters answer
}

// An unreadable is a file that could not be checked.
type unreadable struct {
	File    string `json:"file"`
	Message string `json:"message"`
}

// checkFiles checks files and directories and prints one report.
func checkFiles(stdin io.Reader, stdout, stderr io.Writer, args []string, flags checkFlags) error {
	opts, least, err := flags.options()
	if err != nil {
		return err
	}
	names, unread := expand(args)
	var all []checked
	failed := false
	for _, name := range names {
		c, err := checkFile(stdin, name, opts, flags.interpreters)
		if err != nil {
			unread = append(unread, unreadable{name, err.Error()})
			continue
		}
		c.Findings = atLeast(c.Findings, least)
		failed = failed || len(c.Findings) > 0 || len(c.Interpreters.Refusals) > 0
		all = append(all, c)
	}
	for _, u := range unread {
		fmt.Fprintf(stderr, "gen: %s\n", u.Message)
	}
	if err := writeReport(stdout, all, unread, flags); err != nil {
		return err
	}
	if failed || len(unread) > 0 {
		return errReported
	}
	return nil
}

func atLeast(found []lint.Finding, least lint.Severity) []lint.Finding {
	var all []lint.Finding
	for _, f := range found {
		if f.Rule.Severity >= least {
			all = append(all, f)
		}
	}
	return all
}

// expand replaces directories by the files below them whose language is known,
// and tells of directories that give none.
func expand(args []string) (names []string, unread []unreadable) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if arg == "-" || err != nil || !info.IsDir() {
			names = append(names, arg)
			continue
		}
		before := len(names)
		err = filepath.WalkDir(arg, func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && known(name) {
				names = append(names, name)
			}
			return err
		})
		if err == nil && len(names) == before {
			err = fmt.Errorf("%s: no file below it is in a language that can be checked", arg)
		}
		if err != nil {
			unread = append(unread, unreadable{arg, err.Error()})
		}
	}
	return names, unread
}

// known tells whether there is something to say about a file of that name. A
// file without an ending is opened for its first line.
func known(name string) bool {
	first := ""
	if filepath.Ext(name) == "" {
		text, err := os.ReadFile(name)
		if err != nil || !strings.HasPrefix(string(text), "#!") {
			text = nil
		}
		first, _, _ = strings.Cut(string(text), "\n")
	}
	d := dialect.ByName(filepath.ToSlash(name), first)
	return d != nil && d.CanParse()
}

// checkFile checks one file, or standard input if it is called -.
func checkFile(stdin io.Reader, name string, opts lint.Options, interpreters bool) (checked, error) {
	data, err := readFile(stdin, name)
	if err != nil {
		return checked{}, err
	}
	c := checked{Report: lint.Check(name, data, opts), Interpreters: answer{Asked: []string{}, Skipped: []string{}}}
	d := dialect.Named(c.Dialect)
	if !interpreters || d == nil {
		return c, nil
	}
	if name == "-" {
		temporary, err := saveStdin(data, d)
		if err != nil {
			return c, err
		}
		defer os.Remove(temporary)
		name = temporary
	}
	c.Interpreters = ask(d, name)
	return c, nil
}

// readFile reads a regular file, or standard input if it is called -. To open
// anything else may wait for ever.
func readFile(stdin io.Reader, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(stdin)
	}
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: no regular file; want one, or - for standard input", name)
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// saveStdin writes what came from standard input where interpreters can read it.
func saveStdin(data []byte, d *dialect.Dialect) (string, error) {
	f, err := os.CreateTemp("", "gen-check-*"+d.Ext[0])
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	return f.Name(), errors.Join(err, f.Close())
}
