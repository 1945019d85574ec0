package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/profiles"
	"github.com/spf13/cobra"
)

// A verifyFlags is what gen verify was asked for.
type verifyFlags struct {
	profile, releases, source   string
	refresh, force, json, quiet bool
}

func newVerify() *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   "verify FILE|DIR|URL|-...",
		Short: "Prove that files are what a profile renders to, byte for byte",
		Long: `Verify reads from the header of a file, or from the manifest of a directory, which
profile and generator it says it was made by, renders that again and compares. It
trusts nothing in the file: who has read this program and the profile knows what
the file does.

  FILE   a script, a formula, an archive of a release, or any text with vendored
         snippets in it: of these just the snippets are compared
  DIR    what gen render or gen release wrote, or a directory such as dotfiles, in
         which each file with a header counts
  URL    https://...; it is fetched into memory, and SHA256SUMS beside it is heeded.
         This is the one thing of gen that touches the network
  -      standard input

A profile of one's own is named by --profile. A file of another version of the
generator takes that one; the command is shown.

--refresh brings vendored snippets in FILE up to date, in place, and leaves all else
in it as it is. A copy that somebody has changed by hand is left alone, too, unless
--force is given.

The exit status is 0 if all is genuine, 1 if something differs or nobody can tell,
2 for wrong usage.`,
		Example: `  gen verify install.sh
  gen verify ~/.zshrc
  gen verify --refresh ~/.zshrc
  gen verify https://example.com/gosetup/install.sh --profile company.yaml
  curl -fsSL https://example.com/install.sh | gen verify -`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.force && !flags.refresh {
				return usageError{errors.New("--force is for --refresh")}
			}
			return verify(cmd.InOrStdin(), cmd.OutOrStdout(), args, flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.profile, "profile", "", "profile to render again instead of the built-in one of that name")
	f.StringVar(&flags.releases, "releases", "", "JSON file of archives and their SHA-256 instead of the built-in one")
	f.StringVar(&flags.source, "source", "", "git checkout of the generator, or gosetup-gen-VERSION.tar.gz, to compare its archive and formula with")
	f.BoolVar(&flags.refresh, "refresh", false, "bring vendored snippets up to date")
	f.BoolVar(&flags.force, "force", false, "with --refresh: also those that were changed by hand")
	f.BoolVar(&flags.json, "json", false, "report for machines")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print what is wrong only")
	return cmd
}

// A verdict is about one file, or one snippet in a file.
type verdict struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"` // of the snippet
	Status  string `json:"status"`         // one of the below
	What    string `json:"what,omitempty"` // what it is, or what is wrong and what to do
	Diff    string `json:"diff,omitempty"` // - there, + rendered
	Profile string `json:"profile,omitempty"`
}

// What a verdict says.
const (
	isGenuine  = "genuine"
	isOther    = "differs"
	isUnknown  = "unknown"  // nobody here can tell
	isReplaced = "replaced" // by --refresh
)

func (v verdict) String() string {
	where := v.File
	if v.Line > 0 {
		where = fmt.Sprintf("%s:%d", v.File, v.Line)
	}
	// What others wrote shall not move the cursor.
	shown := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, v.Diff)
	return fmt.Sprintf("%s: %s: %s\n%s", where, v.Status, v.What, shown)
}

func verify(stdin io.Reader, stdout io.Writer, args []string, flags verifyFlags) error {
	v := &verifier{flags: flags, stdin: stdin, fetcher: newFetcher(), made: map[string]rendering{}}
	var all []verdict
	for _, arg := range args {
		found, err := v.verify(arg)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	bad := slices.ContainsFunc(all, func(v verdict) bool { return v.Status == isOther || v.Status == isUnknown })
	if flags.json {
		text, err := json.MarshalIndent(struct {
			Version string    `json:"version"` // of gen
			Genuine bool      `json:"genuine"`
			Files   []verdict `json:"files"`
		}{generator.Version, !bad, all}, "", "  ")
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s\n", text)
	} else {
		for _, one := range all {
			if !flags.quiet || one.Status == isOther || one.Status == isUnknown {
				fmt.Fprint(stdout, one)
			}
		}
	}
	if bad {
		return errReported
	}
	return nil
}

// A verifier renders each profile once.
type verifier struct {
	flags   verifyFlags
	stdin   io.Reader
	fetcher *fetcher
	made    map[string]rendering // by name and version of the profile
}

type rendering struct {
	generator.Release
	err error
}

func (v *verifier) verify(arg string) ([]verdict, error) {
	if v.flags.refresh && (arg == "-" || isURL(arg)) {
		return nil, usageError{fmt.Errorf("--refresh writes into files; %s is none", arg)}
	}
	switch {
	case arg == "-":
		text, err := io.ReadAll(io.LimitReader(v.stdin, maxFetched))
		return v.bytes("-", text), err
	case isURL(arg):
		return v.url(arg)
	}
	info, err := os.Stat(arg)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return v.dir(arg)
	}
	text, err := os.ReadFile(arg)
	if err != nil {
		return nil, err
	}
	return v.file(arg, text)
}

// file judges a file on disk, or brings it up to date.
func (v *verifier) file(name string, text []byte) ([]verdict, error) {
	if v.flags.refresh {
		return v.refresh(name, text)
	}
	return v.bytes(name, text), nil
}

// again renders what a claim names, with the formula of the generator if the SHA-256
// of its source is given. Its error says why it cannot, or that the
// profile means something else here.
func (v *verifier) again(c generator.Claim, source string) (generator.Release, error) {
	if c.Generator != generator.Version {
		return generator.Release{}, fmt.Errorf("made by gosetup %s, this is %s; type: go run github.com/org/gosetup/cmd/gen@v%s verify ...", c.Generator, generator.Version, c.Generator)
	}
	name := cmp.Or(v.flags.profile, c.Profile)
	if v.flags.profile == "" && !slices.Contains(profiles.Builtin(), c.Profile) {
		return generator.Release{}, fmt.Errorf("made from the profile %s, which is not built in; name its file with --profile", c.Profile)
	}
	r, err := v.renderAs(name, cmp.Or(c.Version, generator.Version), source)
	if err == nil && r.Claim() != c {
		err = fmt.Errorf("made from %s with the digest %s, but the profile %s means %s", strings.TrimSpace(c.Profile+" "+c.Version), c.Digest, name, r.Claim().Digest)
	}
	return r, err
}

// renderAs renders a profile as the release called version, or as it says if that
// is "".
func (v *verifier) renderAs(name, version, source string) (generator.Release, error) {
	key := name + " " + version + " " + source
	r, ok := v.made[key]
	if !ok {
		r.Release, r.err = v.render(name, version, source)
		v.made[key] = r
	}
	return r.Release, r.err
}

func (v *verifier) render(name, version, source string) (generator.Release, error) {
	table, err := loadReleases(v.flags.releases)
	if err != nil {
		return generator.Release{}, err
	}
	p, err := profiles.Load(name, os.ReadFile)
	if err == nil && version != "" {
		err = p.SetVersion(version)
	}
	if err != nil {
		return generator.Release{}, err
	}
	// What comes out is compared, byte by byte, with what a checked rendering gave.
	return generator.NewReleaseWith(nil, p, table, source)
}

// bytes judges the text of a file.
func (v *verifier) bytes(name string, text []byte) []verdict {
	if isArchive(text) {
		return []verdict{v.archive(name, text)}
	}
	claims := generator.FindClaims(text)
	if len(claims) == 0 {
		return []verdict{{File: name, Status: isUnknown, What: "it has no header of gosetup, or a changed one"}}
	}
	if found, ok := v.same(name, text, claims[0]); ok {
		return []verdict{found}
	}
	// Without a rendering each snippet will be told to be unknown.
	r, _ := v.again(claims[0].Claim, "")
	if !mayVendor(name, text, r.Files) {
		return []verdict{v.whole(name, text, claims[0])}
	}
	var all []verdict
	for _, c := range claims {
		all = append(all, v.vendored(name, text, c))
	}
	return all
}

// mayVendor tells whether a text can be somebody's own with snippets in it: no
// program, nothing from standard input or a URL that somebody may be about to run,
// and nothing that is called as what gosetup renders.
func mayVendor(name string, text []byte, rendered []generator.File) bool {
	if name == "-" || isURL(name) || bytes.HasPrefix(text, []byte("#!")) {
		return false
	}
	base := filepath.Base(name)
	return !slices.ContainsFunc(rendered, func(f generator.File) bool { return path.Base(f.Path) == base })
}

// same looks whether a text is a whole file of what it claims to be of, also of a
// release with the generator's source, if that is at hand.
func (v *verifier) same(name string, text []byte, c generator.Claimed) (found verdict, ok bool) {
	sums := []string{""}
	if packed, err := v.packed(c.Claim); err == nil && packed.Data != nil {
		sums = append(sums, digestOf(packed.Data))
	}
	for _, source := range sums {
		r, err := v.again(c.Claim, source)
		if err != nil {
			return verdict{}, false
		}
		for _, f := range r.Files {
			if f.Link == "" && (bytes.Equal(f.Data, text) || filepath.Ext(f.Path) == ".ps1" && bytes.Equal(withCRLF(f.Data), text)) {
				return verdict{File: name, Status: isGenuine, What: f.Path + " of " + c.String(), Profile: c.Profile}, true
			}
		}
	}
	return verdict{}, false
}

// packed is the source archive of the checkout that --source names, without Data if
// none is.
func (v *verifier) packed(c generator.Claim) (generator.File, error) {
	if v.flags.source == "" {
		return generator.File{}, nil
	}
	return sourceArchive(v.flags.source, cmp.Or(c.Version, generator.Version))
}

// whole shows how a text differs from what it claims to be.
func (v *verifier) whole(name string, text []byte, c generator.Claimed) verdict {
	r, err := v.again(c.Claim, "")
	if err != nil {
		return verdict{File: name, Status: isUnknown, What: err.Error()}
	}
	if v.flags.source == "" && bytes.Contains(text, []byte(generator.ProgramName)) && strings.HasSuffix(name, ".rb") {
		return verdict{File: name, Status: isUnknown, What: "it depends on the generator's source archive; compare it with --source CHECKOUT"}
	}
	f := closest(r.Files, filepath.Base(name), text)
	return differs(verdict{File: name, Profile: c.Profile}, f, text, c)
}

// closest is the file that a text is meant to be: by its name, or by how much of
// it is the same from the beginning.
func closest(files []generator.File, name string, text []byte) generator.File {
	score := func(f generator.File) int {
		same := 0
		for same < min(len(f.Data), len(text)) && f.Data[same] == text[same] {
			same++
		}
		if path.Base(f.Path) == name {
			same += 1 << 30
		}
		return same
	}
	return slices.MaxFunc(files, func(a, b generator.File) int { return cmp.Compare(score(a), score(b)) })
}

// differs completes a verdict about a text that is not f.
func differs(v verdict, f generator.File, text []byte, c generator.Claimed) verdict {
	v.Status = isOther
	v.What = fmt.Sprintf("it is not %s of %s (- there, + rendered)", f.Path, c)
	if bytes.Equal(withCRLF(f.Data), text) {
		v.What = fmt.Sprintf("%s of %s, but with CR LF line ends, with which it does not run", f.Path, c)
		return v
	}
	v.Diff = string(diffTexts(v.File, text, f.Path, f.Data))
	return v
}

// vendored compares one snippet in a text.
func (v *verifier) vendored(name string, text []byte, c generator.Claimed) verdict {
	found := verdict{File: name, Line: bytes.Count(text[:c.Offset], []byte("\n")) + 1, Profile: c.Profile}
	r, err := v.again(c.Claim, "")
	if err != nil {
		found.Status, found.What = isUnknown, err.Error()
		return found
	}
	rest := text[c.Offset:]
	for _, f := range r.Files {
		if generator.IsSnippet(f.Path) && (bytes.HasPrefix(rest, f.Data) || bytes.HasPrefix(rest, withCRLF(f.Data))) {
			found.Status = isGenuine
			found.What = fmt.Sprintf("%s of %s, %d lines; the rest of the file is not gosetup's", f.Path, c, bytes.Count(f.Data, []byte("\n")))
			return found
		}
	}
	snippets := slices.DeleteFunc(slices.Clone(r.Files), func(f generator.File) bool { return !generator.IsSnippet(f.Path) })
	if len(snippets) == 0 {
		return differs(found, closest(r.Files, "", rest), text, c)
	}
	f := closest(snippets, "", rest)
	return differs(found, f, firstLines(rest, bytes.Count(f.Data, []byte("\n"))), c)
}

// firstLines are the first n lines of a text.
func firstLines(text []byte, n int) []byte {
	length := 0
	for line := range bytes.Lines(text) {
		if n--; n < 0 {
			break
		}
		length += len(line)
	}
	return text[:length]
}

// withCRLF is a text as git checks it out on Windows if it is told so.
func withCRLF(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) }
