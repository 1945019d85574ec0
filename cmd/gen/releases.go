package main

import (
	_ "embed"
	"errors"
	"io"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/profiles/feed"
	"github.com/spf13/cobra"
)

// An updateFlags is what gen releases update was asked for.
type updateFlags struct {
	check bool
	dir   string
	feed  string
	sumdb string
}

// goFeed lists every release of Go with the digests of its files.
const goFeed = "https://go.dev/dl/?mode=json&include=all"

// maxFeed is ten times what goFeed has, in bytes.
const maxFeed = 64 << 20

func newReleases() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "releases",
		Short: "Keep the table of Go releases up to date",
		Args:  usageArgs(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newReleasesUpdate())
	return cmd
}

func newReleasesUpdate() *cobra.Command {
	var flags updateFlags
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Bring new Go releases to digests, pins, formulae and goldens",
		Long: `Update asks go.dev which releases there are, and the Go checksum database for the
hash of each as a module. What is new goes into profiles/releases.json and
profiles/toolchains.json of a checkout of gosetup; the built-in profiles move to
the newest release of each line they pin, and from a line out of support to the
newest; golden/ is rendered again. It prints what it did as Markdown, for a pull
request.

A digest counts only if the checksum database has the same release too; its answers
are verified with its key, whatever GOSUMDB, GONOSUMDB and GOPRIVATE say. If the
digest of a release on record changes, or a release vanishes, nothing is written.

It runs the go command in the checkout, to render with what the checkout has.`,
		Example: `  gen releases update            in a checkout, then: git diff
  gen releases update --check    is anything out of date? exits with 1 if so, writes nothing`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return updateReleases(cmd.OutOrStdout(), newFetcher(), flags)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&flags.check, "check", false, "write nothing; fail if anything is out of date")
	f.StringVar(&flags.dir, "dir", ".", "checkout of gosetup")
	f.StringVar(&flags.feed, "feed", goFeed, "where the list of releases is")
	f.StringVar(&flags.sumdb, "sumdb", goSumDB, "checksum database: NAME+HASH+KEY, then a space and a URL if it is not https://NAME")
	return cmd
}

// updateReleases brings a checkout up to date, or says what would change.
func updateReleases(stdout io.Writer, f *fetcher, flags updateFlags) error {
	c, err := openCheckout(flags.dir)
	if err != nil {
		return err
	}
	sums, err := newToolchainSums(f, flags.sumdb)
	if err != nil {
		return err
	}
	text, err := f.get(flags.feed, maxFeed)
	if err != nil {
		return err
	}
	official, err := feed.Parse(flags.feed, text, c.have.Releases[len(c.have.Releases)-1].Version)
	if err != nil {
		return err
	}
	change, err := feed.Update(c.have, official, sums.lookUp)
	if err != nil {
		return err
	}
	if err := c.write(change, flags.check); err != nil {
		return err
	}
	if err := writeSummary(stdout, change); err != nil {
		return err
	}
	if flags.check && len(change.Files)+len(change.Refused) > 0 {
		return errors.New("the Go releases on record are out of date; the same command without --check brings them up to date")
	}
	return nil
}

//go:embed summary.md.tmpl
var summaryText string

// writeSummary prints a change as Markdown.
func writeSummary(w io.Writer, c feed.Change) error {
	set, err := escape.New(dialect.Markdown).Parse("summary.md", summaryText)
	if err != nil {
		return err
	}
	return set.Execute(w, c)
}
