// Package target holds the tables of what gosetup writes for: the shells it
// sets up, the scripts that do it and the options these take.
package target

import (
	"slices"

	"github.com/org/gosetup/generator/dialect"
)

// A Shell is one whose start-up files gosetup edits.
type Shell struct {
	Name    string // "zsh": the name in a profile, and of the command
	Snippet string // "env/env.zsh": the snippet to vendor; its lines are those of the start-up file
	Dialect *dialect.Dialect
}

// Shells lists the shells, in the order we document them.
var Shells = []Shell{
	{"sh", "env/env.sh", dialect.Sh},
	{"bash", "env/env.bash", dialect.Bash},
	{"zsh", "env/env.zsh", dialect.Zsh},
	{"fish", "env/env.fish", dialect.Fish},
	{"pwsh", "env/env.ps1", dialect.PowerShell},
}

// A Script is a provisioning script.
type Script struct {
	Path    string // "install.sh"; its template has the same name, its help is part/help-sh.txt
	Help    string // "part/help-sh.txt"
	Dialect *dialect.Dialect
}

// Scripts lists the provisioning scripts: same steps, options and messages,
// each in its own language.
var Scripts = []Script{
	{"install.sh", "part/help-sh.txt", dialect.Sh},
	{"install.zsh", "part/help-zsh.txt", dialect.Zsh},
	{"install.fish", "part/help-fish.txt", dialect.Fish},
	{"install.ps1", "part/help-ps1.txt", dialect.PowerShell},
}

// Gosetup is the command that an installed system keeps: what the scripts do,
// and what comes after. The formula has it.
var Gosetup = Script{"gosetup", "part/help-gosetup.txt", dialect.Sh}

// Gosetups lists that command in each language: same commands, options and
// messages.
var Gosetups = []Script{
	Gosetup,
	{"gosetup.ps1", "part/help-gosetup-ps1.txt", dialect.PowerShell},
}

// A Completion is a file that completes the words of gosetup in a shell.
type Completion struct {
	File    string // "_gosetup": below completions/, as the shell and Homebrew want it called
	Dialect *dialect.Dialect
}

// Completions lists them, in the order of the shells.
var Completions = []Completion{
	{"gosetup.bash", dialect.Bash},
	{"_gosetup", dialect.Zsh},
	{"gosetup.fish", dialect.Fish},
	{"gosetup.ps1", dialect.PowerShell},
}

// A Command is what gosetup is asked to do, its first argument.
type Command struct {
	Name    string
	Operand string   // "VERSION"; "[VERSION]" if it may be left out; "" for none
	Offers  Offer    // what completions offer for it
	Options []string // those it takes, besides the common ones
	Help    string   // one line
}

// An Offer is what completions know of a word that is typed.
type Offer string

// The offers.
const (
	Nothing    Offer = ""
	Available  Offer = "available" // versions of Go that can be installed
	Installed  Offer = "installed" // those that are
	ShellNames Offer = "shells"
	Mended     Offer = "mended" // IDs of probes, those that fix knows
	Probes     Offer = "probes" // all of them
	ProbeList  Offer = "list"   // the same with commas between
	Files      Offer = "files"
	Dirs       Offer = "dirs"
)

var installing = []string{"mirror", "archive", "no-shells", "no-tools", "no-smoke", "dry-run", "yes"}

// Commands lists the commands of gosetup, in the order of the help.
var Commands = []Command{
	{"install", "[VERSION]", Available, installing, "install what the profile asks for; with VERSION, that Go beside the one in use"},
	{"use", "VERSION", Installed, []string{"project", "dry-run"}, "make an installed Go the one in use, or with --project the one of the go.mod here"},
	{"list", "", Nothing, []string{"json"}, "show which Go there is, which is in use and which can be installed"},
	{"env", "[SHELL]", ShellNames, nil, "print the lines that put Go on PATH, for sh, bash, zsh, fish or pwsh"},
	{"plan", "[VERSION]", Available, installing, "show what install would do; write nothing, connect to nothing"},
	{"doctor", "", Nothing, []string{"json", "verbose", "only", "explain", "offline"}, "find out what is wrong with Go on this machine, and what mends it; writes nothing"},
	{"fix", "[ID]...", Mended, []string{"undo", "offline", "dry-run", "yes"}, "mend what doctor finds: show the change, ask, do it, look again"},
	{"uninstall", "[VERSION]", Installed, []string{"all", "dry-run"}, "remove that Go, or with --all take back all that was installed and written"},
	{"info", "", Nothing, nil, "show what is pinned in this program, and the start-up lines"},
	{"version", "", Nothing, nil, "show the version of gosetup"},
	{"help", "", Nothing, nil, "show this help"},
}

// common are the options that every command takes.
var common = []string{"root", "quiet", "help"}

// Flags lists the options of c as they are typed.
func (c Command) Flags() []string {
	var flags []string
	for _, o := range Options {
		if o.For != ForScripts && (slices.Contains(c.Options, o.Name) || slices.Contains(common, o.Name)) {
			flags = append(flags, o.Flag())
			if o.Short != "" {
				flags = append(flags, o.Short)
			}
		}
	}
	return flags
}

// A Taker is what takes an option.
type Taker int

// Who takes an option.
const (
	ForBoth Taker = iota
	ForScripts
	ForGosetup
)

// An Option is one that every provisioning script takes, or gosetup, or both.
type Option struct {
	Name  string // "dry-run": --dry-run, in PowerShell also -DryRun
	Short string // "-n"; "" for none
	Arg   string // what follows it, for help: "DIR"; "" for a switch
	Var   string // the variable it sets, in every language: "dry_run"
	Env   string // the variable of the environment that sets it, too: "GOSETUP_DRY_RUN"
	Help  string // one line
	For   Taker
}

// Flag is the option as it is typed.
func (o Option) Flag() string { return "--" + o.Name }

// Offers is what completions offer behind an option.
func (o Option) Offers() Offer {
	return map[string]Offer{"VERSION": Available, "DIR": Dirs, "FILE": Files, "ID": Probes, "ID,...": ProbeList}[o.Arg]
}

// OptionsFor lists what scripts take, or gosetup.
func OptionsFor(taker Taker) []Option {
	return slices.DeleteFunc(slices.Clone(Options), func(o Option) bool { return o.For != ForBoth && o.For != taker })
}

// OptionsTaken lists what some of the commands takes.
func OptionsTaken(commands []Command) []Option {
	return slices.DeleteFunc(OptionsFor(ForGosetup), func(o Option) bool {
		return !slices.ContainsFunc(commands, func(c Command) bool { return slices.Contains(c.Flags(), o.Flag()) })
	})
}

// Options lists the options, in the order of the help.
var Options = []Option{
	{"go", "", "VERSION", "go_option", "GOSETUP_GO", "the Go to install, as X.Y or X.Y.Z; default is the profile's first", ForScripts},
	{"mirror", "", "URL", "mirror", "GOSETUP_MIRROR", "fetch Go below this URL (https:// or file:///, goproxy+ before it if it is a module proxy) instead; the digest stays the pinned one", ForBoth},
	{"archive", "", "FILE", "archive_option", "GOSETUP_ARCHIVE", "take this file for Go's archive and fetch nothing; the digest stays the pinned one", ForBoth},
	{"root", "", "DIR", "root_option", "GOSETUP_ROOT", "install there instead of the usual place", ForBoth},
	{"no-shells", "", "", "no_shells", "GOSETUP_NO_SHELLS", "leave start-up files alone", ForBoth},
	{"no-tools", "", "", "no_tools", "GOSETUP_NO_TOOLS", "do not install Go tools", ForBoth},
	{"no-smoke", "", "", "no_smoke", "GOSETUP_NO_SMOKE", "do not let the new Go compile and run a program before it is put in place", ForBoth},
	{"uninstall", "", "", "uninstall", "", "take back all that was installed and written", ForScripts},
	{"project", "", "", "project", "", "use: write the toolchain line of the go.mod of this directory", ForGosetup},
	{"all", "", "", "all", "", "uninstall: all of it", ForGosetup},
	{"json", "", "", "json", "", "list, doctor: for machines", ForGosetup},
	{"only", "", "ID,...", "only", "", "doctor: these probes only", ForGosetup},
	{"explain", "", "ID", "explain", "", "doctor: tell all about one probe", ForGosetup},
	{"verbose", "-v", "", "verbose", "", "doctor: show what passed, too, and what was seen", ForGosetup},
	{"undo", "", "", "undo", "", "fix: give back what it changed", ForGosetup},
	{"offline", "", "", "offline", "", "doctor, fix: leave out the probes that ask the network", ForGosetup},
	{"dry-run", "-n", "", "dry_run", "GOSETUP_DRY_RUN", "show what would be done; write nothing, connect to nothing", ForBoth},
	{"yes", "-y", "", "yes", "GOSETUP_YES", "do not ask before starting (asked only on a terminal)", ForBoth},
	{"quiet", "-q", "", "quiet", "GOSETUP_QUIET", "print errors and warnings only", ForBoth},
	{"profile-info", "", "", "profile_info", "", "show what is pinned in this script, and the start-up lines", ForScripts},
	{"version", "-V", "", "show_version", "", "show the version of gosetup", ForScripts},
	{"help", "-h", "", "help", "", "show this help", ForBoth},
}

// Environment lists what else of the environment the scripts heed, for help.
var Environment = [][2]string{
	{"NO_COLOR", "no colours"},
	{"HTTPS_PROXY, NO_PROXY", "as curl and wget read them"},
	{"XDG_DATA_HOME", "the usual place is gosetup below it, or below ~/.local/share"},
	{"XDG_CONFIG_HOME, ZDOTDIR", "where Go and the shells keep their settings"},
	{"GOENV, GOBIN, GOPATH", "as Go reads them"},
}
