package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
	"github.com/spf13/cobra"
)

// A tapFlags is what gen tap was asked for.
type tapFlags struct {
	out      string
	releases string
	version  string
	source   string
	check    bool
}

func newTap() *cobra.Command {
	var flags tapFlags
	cmd := &cobra.Command{
		Use:   "tap [PROFILE|FILE.yaml] -o DIR",
		Short: "Write the repository of a Homebrew tap",
		Long: `Tap writes what a profile has below tap/ as the repository that Homebrew reads:
Formula/ with gosetup and the Go lines of the profile, Aliases/, a README, the
workflow that tests it, and formula_renames.json if publish.renames has any.

The repository's name is that of publish.tap with homebrew- before the last
part: org/homebrew-tap for org/tap. Files of yours in it stay; a formula that an
earlier run wrote and this one does not is removed, unless somebody changed it.

With --source, the archive that a release has of the generator's source, there
is a formula gosetup-gen, which builds it.`,
		Example: `  gen tap -o ../homebrew-tap
  gen tap ./company.yaml -o ../homebrew-tap --source gosetup-gen-` + generator.Version + `.tar.gz
  gen tap -o ../homebrew-tap --check`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return profiles.Builtin(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeTap(cmd.OutOrStdout(), append(args, "default")[0], flags)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.out, "out", "o", "", "the repository's directory (required)")
	f.StringVar(&flags.releases, "releases", "", "JSON file of archives and their SHA-256, in the shape of go.dev/dl/?mode=json, instead of the built-in one")
	f.StringVar(&flags.version, "version", "", "the release that the formula of gosetup installs, if it is not the one of the profile")
	f.StringVar(&flags.source, "source", "", "the generator's source archive, for a formula of the generator")
	f.BoolVar(&flags.check, "check", false, "write nothing; show what differs and fail if anything does")
	return cmd
}

func writeTap(stdout io.Writer, profile string, flags tapFlags) error {
	if flags.out == "" {
		return usageError{fmt.Errorf("tap needs -o DIR, the repository to write")}
	}
	p, err := loadProfile(profile, flags.version)
	if err != nil {
		return err
	}
	releases, err := loadReleases(flags.releases)
	if err != nil {
		return err
	}
	source, err := sourceDigest(flags.source, cmp.Or(p.Publish.Version, generator.Version))
	if err != nil {
		return err
	}
	r, err := generator.NewReleaseWith(lint.NewBatch(), p, releases, source)
	if err != nil {
		return err
	}
	files, err := r.Tap()
	if err != nil {
		return err
	}
	t := tree{flags.out, files, true}
	if flags.check {
		return checkTrees(stdout, []tree{t})
	}
	return t.write(stdout)
}

// sourceDigest is the SHA-256 of the source archive of a release, "" without one.
func sourceDigest(name, version string) (string, error) {
	if name == "" {
		return "", nil
	}
	if want := generator.SourceName(version); filepath.Base(name) != want {
		return "", fmt.Errorf("--source %s: the formula will fetch %s from publish.url; give the file of that name", name, want)
	}
	data, err := os.ReadFile(name)
	return digestOf(data), err
}
