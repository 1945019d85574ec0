package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/dialect"
	"github.com/spf13/cobra"
)

// A parser is a program that reads a file without running it.
type parser struct {
	dialect *dialect.Dialect
	command []string // the file name is appended
}

// parsers lists the real interpreters that gen check asks, where they are
// installed.
var parsers = []parser{
	{dialect.Sh, []string{"dash", "-n"}},
	{dialect.Sh, []string{"shellcheck", "-s", "sh", "-S", "error"}},
	{dialect.Bash, []string{"bash", "-n"}},
	{dialect.Bash, []string{"shellcheck", "-s", "bash", "-S", "error"}},
	{dialect.Zsh, []string{"zsh", "-fn"}},
	{dialect.Fish, []string{"fish", "-N", "--no-execute"}},
	{dialect.PowerShell, []string{"pwsh", "-NoProfile", "-NonInteractive", "-Command",
		"$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref]$null, [ref]$e); $e | ForEach-Object { '{0}: {1}' -f $_.Extent.StartLineNumber, $_.Message }; exit [int]($e.Count -gt 0)", "-args"}},
	{dialect.Ruby, []string{"ruby", "-c"}},
}

func newCheck() *cobra.Command {
	var templates string
	var explain bool
	cmd := &cobra.Command{
		Use:   "check FILE... | --templates DIR",
		Short: "Check that scripts parse, ours or anybody's",
		Long: `Check parses each file in the language that its name or its first line tells:
in this program where it has a parser (sh, bash, zsh, JSON), and by the real
interpreter where one is installed. What could not be asked is shown as
SKIPPED; a file that nothing could look at fails.

With --templates it checks the text/template files (NAME.tmpl) below DIR
instead, yours or ours: that in every branch every {{hole}} stands where a
value can be escaped for its place, and cannot become code. NAME must tell the
language, as in install.sh.tmpl; functions need not be known.`,
		Example: `  gen check install.sh env/env.fish tap/Formula/gosetup.rb
  gen check --templates ./templates`,
		Args: usageArgs(func(cmd *cobra.Command, args []string) error {
			if templates == "" {
				return cobra.MinimumNArgs(1)(cmd, args)
			}
			return cobra.NoArgs(cmd, args)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if templates != "" {
				return checkTemplates(cmd.OutOrStdout(), cmd.ErrOrStderr(), templates, explain)
			}
			bad := false
			for _, name := range args {
				if !checkFile(cmd.OutOrStdout(), cmd.ErrOrStderr(), name) {
					bad = true
				}
			}
			if bad {
				return errReported
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&templates, "templates", "", "check the templates below `DIR`")
	cmd.Flags().BoolVar(&explain, "explain", false, "with --templates: tell the whole story of each error")
	return cmd
}

// checkFile reports on one file: findings to stderr, what looked at it to
// stdout.
func checkFile(stdout, stderr io.Writer, name string) bool {
	data, err := os.ReadFile(name)
	if err != nil {
		fmt.Fprintf(stderr, "gen: %v\n", err)
		return false
	}
	how, err := generator.Check(name, data)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return false
	}
	asked := []string{}
	if how != "" {
		asked = append(asked, how)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	used, skipped, good := askParsers(stderr, dialect.ByName(name, first), name)
	asked = append(asked, used...)
	switch {
	case !good:
		return false
	case len(asked) == 0 && len(skipped) == 0:
		fmt.Fprintf(stderr, "%s: there is no parser for this language here\n", name)
		return false
	case len(asked) == 0:
		fmt.Fprintf(stderr, "%s: nothing here can parse it; install %s\n", name, strings.Join(skipped, " or "))
		return false
	}
	fmt.Fprintf(stdout, "%s: parses (%s)", name, strings.Join(asked, ", "))
	if len(skipped) > 0 {
		fmt.Fprintf(stdout, "; SKIPPED, not installed: %s", strings.Join(skipped, ", "))
	}
	fmt.Fprintln(stdout)
	return true
}

// askParsers runs the interpreters of d on the file.
func askParsers(stderr io.Writer, d *dialect.Dialect, name string) (used, skipped []string, good bool) {
	good = true
	for _, p := range parsers {
		if d == nil || p.dialect != d {
			continue
		}
		program, err := exec.LookPath(p.command[0])
		if err != nil {
			skipped = append(skipped, p.command[0])
			continue
		}
		used = append(used, p.command[0])
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		out, err := exec.CommandContext(ctx, program, append(p.command[1:], name)...).CombinedOutput()
		if err != nil {
			good = false
			fmt.Fprintf(stderr, "%s: %s refuses it:\n%s", name, p.command[0], out)
		}
	}
	return used, skipped, good
}
