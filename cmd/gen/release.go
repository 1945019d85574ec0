package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/lint"
	"github.com/spf13/cobra"
)

// modulesText lists the modules that gen is built of on some system, one a line:
// path, version, sum. What this build has would differ between systems, and a
// release must not. "go test ./cmd/gen -run TestModules -update" rewrites it.
//
//go:embed modules.txt
var modulesText string

func modules() []generator.Module {
	var all []generator.Module
	for line := range strings.Lines(modulesText) {
		word := strings.Fields(line)
		all = append(all, generator.Module{Path: word[0], Version: word[1], Sum: word[2]})
	}
	return all
}

// A releaseFlags is what gen release was asked for.
type releaseFlags struct {
	out, version, releases, source string
}

func newRelease() *cobra.Command {
	var flags releaseFlags
	cmd := &cobra.Command{
		Use:   "release [PROFILE|FILE.yaml]",
		Short: "Make the files of a release, the same bytes wherever it is made",
		Long: `Release makes all that is published of a profile under one version:

  install.sh ..., gosetup, gosetup.ps1   to fetch one by one
  gosetup-VERSION.tar.gz                 the command, completions, manual page, snippets
  gosetup-VERSION-windows.zip            the same for Windows
  gosetup-gen-VERSION.tar.gz             what gen is built from, with --source
  gosetup-VERSION.cdx.json               the bill of materials, CycloneDX
  tap/                                   the Homebrew tap, whose formulae have the digests
  manifest.json, SHA256SUMS              all of these; SHA256SUMS is what to sign

Nothing in it depends on the machine or the hour: gen verify makes it again and
compares. A built-in profile has the version of the generator. One of your own has
the version that publish.version or --version says; give it a new one whenever it
changes.

The directory appears as a whole or stays as it was. One with files that no release
put there is refused.`,
		Example: `  gen release -o release
  gen release ./company.yaml --version 1.4.0 -o /tmp/release
  gen release --source . -o release`,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "default"
			if len(args) > 0 {
				name = args[0]
			}
			return makeRelease(cmd.OutOrStdout(), name, flags)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&flags.out, "out", "o", "release", "directory to write, which is that of one release")
	f.StringVar(&flags.version, "version", "", "version of the release, instead of publish.version of the profile")
	f.StringVar(&flags.releases, "releases", "", "JSON file of archives and their SHA-256 instead of the built-in one")
	f.StringVar(&flags.source, "source", "", "git checkout of the generator to pack what its HEAD has")
	return cmd
}

func makeRelease(stdout io.Writer, name string, flags releaseFlags) error {
	r, extra, err := renderRelease(name, flags)
	if err != nil {
		return err
	}
	files, err := r.Publish(modules(), extra...)
	if err != nil {
		return err
	}
	return tree{dir: filepath.Clean(flags.out), files: files}.replace(stdout)
}

// renderRelease renders a profile as a release, and packs the generator's source if
// it is to have that, too.
func renderRelease(name string, flags releaseFlags) (r generator.Release, source []generator.File, err error) {
	table, err := loadReleases(flags.releases)
	if err != nil {
		return r, nil, err
	}
	p, err := loadProfile(name, flags.version)
	if err != nil {
		return r, nil, err
	}
	digest := ""
	if flags.source != "" {
		packed, err := packSource(flags.source, cmp.Or(p.Publish.Version, generator.Version))
		if err != nil {
			return r, nil, err
		}
		source, digest = []generator.File{packed}, digestOf(packed.Data)
	}
	r, err = generator.NewReleaseWith(lint.NewBatch(), p, table, digest)
	return r, source, err
}

// sourceArchive is the archive that --source names, or packs of a checkout.
func sourceArchive(source, version string) (generator.File, error) {
	info, err := os.Stat(source)
	if err != nil || !info.Mode().IsRegular() {
		return packSource(source, version)
	}
	data, err := os.ReadFile(source)
	return generator.File{Path: generator.SourceName(version), Data: data}, err
}

// packSource packs what git has in HEAD of a checkout: not what lies around there.
func packSource(dir, version string) (generator.File, error) {
	cmd := exec.Command("git", "-C", dir, "-c", "tar.umask=0022", "-c", "core.autocrlf=false", "-c", "core.attributesFile=/dev/null", "archive", "--format=tar", "HEAD")
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		return generator.File{}, fmt.Errorf("--source %s: git archive: %w: %s", dir, err, strings.TrimSpace(stderr.String()))
	}
	var files []generator.File
	for r := tar.NewReader(&out); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return generator.PackSource(version, files)
		}
		if err != nil {
			return generator.File{}, err
		}
		if h.Typeflag == tar.TypeSymlink {
			files = append(files, generator.File{Path: h.Name, Link: h.Linkname})
		}
		if h.Typeflag != tar.TypeReg {
			continue // folders, and git's note of the commit
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return generator.File{}, err
		}
		files = append(files, generator.File{Path: h.Name, Exec: h.Mode&0o100 != 0, Data: data})
	}
}

// replace makes dir what the tree is, all at once: it is written beside and renamed.
func (t tree) replace(stdout io.Writer) error {
	diff, err := t.diff()
	if err != nil {
		return err
	}
	if len(diff) == 0 {
		fmt.Fprintf(stdout, "%s: %d files, up to date\n", t.dir, len(t.files))
		return nil
	}
	if err := t.refuseForeign(); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(t.dir), 0o755); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(filepath.Dir(t.dir), ".gen-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	draft := tree{dir: filepath.Join(stage, "new"), files: t.files}
	if err := draft.write(io.Discard); err != nil {
		return err
	}
	if err := os.Rename(t.dir, filepath.Join(stage, "old")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(draft.dir, t.dir); err != nil {
		return errors.Join(err, os.Rename(filepath.Join(stage, "old"), t.dir))
	}
	for _, f := range t.files {
		fmt.Fprintf(stdout, "wrote   %s\n", filepath.Join(t.dir, filepath.FromSlash(f.Path)))
	}
	fmt.Fprintf(stdout, "%s: %d files\n", t.dir, len(t.files))
	return nil
}

// refuseForeign fails if dir has a file that no release put there, or that was
// changed since.
func (t tree) refuseForeign() error {
	known, err := t.written()
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, name := range known {
		own[name] = true
	}
	if text, err := os.ReadFile(filepath.Join(t.dir, generator.ManifestPath)); err == nil {
		_, ok := generator.ManifestClaim(text)
		own[filepath.Join(t.dir, generator.ManifestPath)] = ok
		own[filepath.Join(t.dir, generator.SumsPath)] = ok
	}
	return filepath.WalkDir(t.dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err == nil && !e.IsDir() && !own[name]:
			return fmt.Errorf("%s is not of a release, and %s would be replaced as a whole; move it away, or write elsewhere with -o", name, t.dir)
		}
		return err
	})
}
