package profiles

import (
	"slices"
	"sync"
)

// A Platform is what is true of one platform, or of an overlay: a special case of others, such as WSL.
type Platform struct {
	// The file name without .yaml: os-arch or os-arch-libc.
	ID string `yaml:"id" rule:"id" need:"yes"`
	// The operating system that this overlay is a case of; platforms have none.
	Overlays string `yaml:"overlays" rule:"goos"`
	// Go's name of the operating system.
	GOOS string `yaml:"goos" rule:"goos"`
	// Go's name of the processor.
	GOARCH string `yaml:"goarch" rule:"goarch"`
	// The C library where it is not the usual one.
	Libc string `yaml:"libc" rule:"libc"`
	// How the machine names itself.
	Uname Uname `yaml:"uname"`
	// Overlays: what the kernel release contains, in small letters.
	Kernel string `yaml:"kernel" rule:"kernel"`
	// The kind of Go's archive.
	Archive string `yaml:"archive" rule:"archive"`
	// Programs that compute SHA-256, in the order to try them; dotnet is Get-FileHash.
	Hash []string `yaml:"hash" rule:"hash"`
	// The oldest system per Go line: macOS version, Linux kernel, or Windows build.
	MinOS map[string]string `yaml:"min_os" keys:"line" rule:"release"`
	// Where Go goes if the profile does not say.
	Root string `yaml:"root" rule:"place"`
	// Where Go keeps its env file.
	GoEnv string `yaml:"go_env" rule:"place"`
	// Start-up files per shell, relative to home or to the shell's own directory (ZDOTDIR, fish's and PowerShell's).
	Startup map[string][]string `yaml:"startup" keys:"shell" rule:"startup"`
	// What to do for a C compiler.
	CgoHint string `yaml:"cgo_hint"`
}

// Uname is what uname -s and uname -m say; on Windows, what the variables OS and PROCESSOR_ARCHITECTURE say.
type Uname struct {
	// Such as Darwin.
	System string `yaml:"system" rule:"system"`
	// Such as x86_64; every spelling there is.
	Machine []string `yaml:"machine" rule:"machine"`
}

var platformRules = map[string]rule{
	"id":      {what: "platform", choices: slices.Concat(platformIDs, overlayIDs)},
	"goos":    {what: "operating system", choices: []string{"darwin", "linux", "windows"}},
	"goarch":  {what: "processor", choices: []string{"amd64", "arm64"}},
	"libc":    {what: "libc", choices: []string{"musl"}},
	"system":  {what: "system", choices: []string{"Darwin", "Linux", "Windows_NT"}},
	"machine": {what: "machine", pattern: whole(`[A-Za-z0-9_]+`), want: "a word such as x86_64"},
	"kernel":  {what: "kernel", pattern: whole(`[a-z0-9]+`), want: "a word such as microsoft"},
	"archive": {what: "archive", choices: []string{"tar.gz", "zip"}},
	"hash":    {what: "hash program", choices: []string{"openssl", "sha256sum", "shasum", "dotnet"}},
	"line":    {what: "Go line", pattern: whole(`1\.[1-9][0-9]*`), want: "two numbers such as 1.27"},
	"release": {what: "system release", pattern: whole(`[0-9]+(\.[0-9]+)*`), want: "numbers such as 10.15"},
	"shell":   {what: "shell", choices: shells},
	"startup": {what: "start-up file", pattern: whole(`[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*([|][A-Za-z0-9._-]+)*`), want: "a relative path such as .profile, or names as in .bash_profile|.profile"},
	"place": {
		what: "place", pattern: whole(`(~/|%[A-Za-z]+%\\)[A-Za-z0-9._ /\\-]+`),
		want: `a path that begins with ~/ or a variable such as %LOCALAPPDATA%\`,
	},
}

var (
	readPlatforms = sync.OnceValues(func() ([]Platform, error) { return loadPlatforms(platformIDs) })
	readOverlays  = sync.OnceValues(func() ([]Platform, error) { return loadPlatforms(overlayIDs) })
)

// Platforms returns the platforms in the order we document them.
func Platforms() ([]Platform, error) {
	list, err := readPlatforms()
	return slices.Clone(list), err
}

// Overlays returns the special cases of platforms: wsl2.
func Overlays() ([]Platform, error) {
	list, err := readOverlays()
	return slices.Clone(list), err
}

func loadPlatforms(ids []string) ([]Platform, error) {
	var list []Platform
	for _, id := range ids {
		src, err := files.ReadFile("platform/" + id + ".yaml")
		if err != nil {
			return nil, err
		}
		p, err := parsePlatform("profiles/platform/"+id+".yaml", src)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

func parsePlatform(file string, src []byte) (Platform, error) {
	var p Platform
	d := newDocument(file, platformRules)
	d.read(src, &p)
	return p, d.err()
}
