// Gen renders setup profiles into scripts, snippets and Homebrew files. Type
// "gen help" for its commands.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strings"

	"github.com/org/gosetup/generator"
	"github.com/spf13/cobra"
)

// A process that lives for a moment lets its garbage lie: it is not swept before
// the heap has the size of garbagePercent of the 4 MB that Go begins with, and
// from garbageLimit bytes on as Go usually does.
const (
	garbagePercent = 10_000
	garbageLimit   = 1 << 30
)

func main() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(garbagePercent)
		debug.SetMemoryLimit(garbageLimit)
		inLargePages()
	}
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// program is what this program is called: gosetup-gen where a package manager
// installed it under that name, for which its completions are then made.
func program() string {
	if name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"); name == generator.ProgramName {
		return name
	}
	return "gen"
}

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1 // could not, or out of date
	exitUsage  = 2
)

// A usageError is one the caller made in typing.
type usageError struct{ error }

// errReported ends a command that has said on its own what is wrong.
var errReported = errors.New("reported")

// run is the command without the process around it.
func run(args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errReported):
		return exitFailed
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "%s: %v; try %[1]s help\n", program(), err)
		return exitUsage
	}
	report(stderr, err)
	return exitFailed
}

// report prints err, which may be several: one line each, and those that begin
// with a position as editors and CI like them.
func report(stderr io.Writer, err error) {
	for line := range strings.Lines(err.Error() + "\n") {
		if !position.MatchString(line) {
			line = program() + ": " + line
		}
		fmt.Fprint(stderr, line)
	}
}

var position = regexp.MustCompile(`^\S+:\d+:\d+: `)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   program(),
		Short: "Render setup profiles into scripts that can be trusted",
		Long: `Gen turns a small YAML profile into provisioning scripts (POSIX sh, zsh, fish,
PowerShell), snippets for start-up files, a Brewfile and a Homebrew tap.
Nothing is written that does not parse or that breaks a rule of gen check.
Nothing it does touches the network, but gen releases update, and gen verify with a URL.`,
		Example: `  gen render                     the default profile, into dist/default
  gen render cn ./mine.yaml      a built-in profile and one of yours
  gen render --check             is dist/default what a rendering would give?
  gen check dist/default/*.sh    does it keep its promises?
  gen tap -o ../homebrew-tap     the repository of a Homebrew tap
  gen explain GS101              what a rule finds, and why
  gen simulate -m all FILE       what would it do, on 22 machines?`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			return cmd.Help()
		},
		Args: usageArgs(cobra.NoArgs),
	}
	root.SetVersionTemplate("gen {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(newRender(), newCheck(), newExplain(), newList(), newReleases(), newSchema(), newSimulate(), newTap(), newRelease(), newVerify(), newVersion())
	return root
}

// usageArgs makes a wrong number of arguments a usage error.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Show the version of the generator",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "gen %s\n", version())
			return err
		},
	}
}

// version is that of the generator and, if known, the commit it was built from, or
// the version of the module if that is not a release.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return generator.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return generator.Version + " " + s.Value
		}
	}
	if v := info.Main.Version; v != "" && v != "(devel)" && v != "v"+generator.Version {
		return generator.Version + " " + v
	}
	return generator.Version
}
