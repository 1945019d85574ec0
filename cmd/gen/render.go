package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
	"github.com/spf13/cobra"
)

// A renderFlags is what gen render was asked for.
type renderFlags struct {
	out      string
	releases string
	check    bool
	all      bool
	quiet    bool
	simulate bool
}

func newRender() *cobra.Command {
	var flags renderFlags
	cmd := &cobra.Command{
		Use:   "render [PROFILE|FILE.yaml]...",
		Short: "Render profiles, check every file and write them",
		Long: `Render writes the files of each profile below the output directory, in a folder
of the profile's name. Without an argument it renders the default profile.

If a file does not parse or breaks a rule (gen explain lists them; a note is no
reason), nothing is written. Only files whose bytes change are touched, each by
a rename. A file that an earlier rendering
wrote and this one does not is removed if nobody has changed it since; any
other file is left alone.`,
		Example: `  gen render
  gen render cn -o /tmp/out
  gen render ./company.yaml --releases ./releases.json
  gen render --simulate             see what becomes of install.sh on virtual machines
  gen render --all --check -o golden`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return profiles.Builtin(), cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return render(cmd.OutOrStdout(), args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.out, "out", "o", "dist", "directory to write below")
	f.StringVar(&flags.releases, "releases", "", "JSON file of archives and their SHA-256, in the shape of go.dev/dl/?mode=json, instead of the built-in one")
	f.BoolVar(&flags.check, "check", false, "write nothing; show what differs and fail if anything does")
	f.BoolVar(&flags.all, "all", false, "render every built-in profile")
	f.BoolVar(&flags.simulate, "simulate", false, "before writing, let each install.sh live on every virtual machine, killed at each effect (some seconds)")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print errors only")
	return cmd
}

// render renders each profile before it writes any.
func render(stdout io.Writer, names []string, flags renderFlags) error {
	if flags.all {
		if len(names) > 0 {
			return usageError{errors.New("--all takes no profile")}
		}
		names = profiles.Builtin()
	}
	if len(names) == 0 {
		names = []string{"default"}
	}
	if flags.quiet {
		stdout = io.Discard
	}
	releases, err := loadReleases(flags.releases)
	if err != nil {
		return err
	}
	trees, err := renderAll(names, releases, flags.out)
	if err != nil {
		return err
	}
	if flags.simulate {
		if err := liveTrees(stdout, trees); err != nil {
			return err
		}
	}
	if flags.check {
		return checkTrees(stdout, trees)
	}
	for _, t := range trees {
		if err := t.write(stdout); err != nil {
			return err
		}
	}
	return nil
}

// renderAll renders profiles side by side. Its error joins theirs.
func renderAll(names []string, releases []profiles.Release, out string) ([]tree, error) {
	trees, errs, batch := make([]tree, len(names)), make([]error, len(names)), lint.NewBatch()
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { trees[i], errs[i] = renderOne(batch, name, releases, out) })
	}
	all.Wait()
	for i, t := range trees {
		if slices.ContainsFunc(trees[:i], func(other tree) bool { return other.dir == t.dir && errs[i] == nil }) {
			errs[i] = fmt.Errorf("%s: two profiles are called %s; they would share %s", names[i], filepath.Base(t.dir), t.dir)
		}
	}
	return trees, errors.Join(errs...)
}

func renderOne(batch *lint.Batch, name string, releases []profiles.Release, out string) (tree, error) {
	p, err := loadProfile(name, "")
	if err != nil {
		return tree{}, err
	}
	files, err := generator.GenerateIn(batch, p, releases)
	return tree{dir: filepath.Join(out, p.Name), files: files}, err
}

// loadReleases reads the table of archives, the built-in one by default.
func loadReleases(file string) ([]profiles.Release, error) {
	if file == "" {
		return profiles.Releases()
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return profiles.ParseReleases(file, text)
}

// checkTrees compares what is on disk with what was rendered.
func checkTrees(stdout io.Writer, trees []tree) error {
	stale := false
	for _, t := range trees {
		diff, err := t.diff()
		if err != nil {
			return err
		}
		if len(diff) == 0 {
			fmt.Fprintf(stdout, "%s: %d files, up to date\n", t.dir, len(t.files))
			continue
		}
		stale = true
		fmt.Fprintf(stdout, "%s", diff)
	}
	if stale {
		return errors.New("files are out of date (- on disk, + rendered); the same command without --check writes them")
	}
	return nil
}
