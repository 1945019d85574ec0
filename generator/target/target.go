// Package target holds the tables of what gosetup writes for: the shells it
// sets up, the scripts that do it and the options these take.
package target

import "github.com/org/gosetup/generator/dialect"

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

// An Option is one that every provisioning script takes.
type Option struct {
	Name  string // "dry-run": --dry-run, in PowerShell also -DryRun
	Short string // "-n"; "" for none
	Arg   string // what follows it, for help: "DIR"; "" for a switch
	Var   string // the variable it sets, in every language: "dry_run"
	Env   string // the variable of the environment that sets it, too: "GOSETUP_DRY_RUN"
	Help  string // one line
}

// Flag is the option as it is typed.
func (o Option) Flag() string { return "--" + o.Name }

// Options lists the options, in the order of the help.
var Options = []Option{
	{"go", "", "VERSION", "go_option", "GOSETUP_GO", "the Go to install, as X.Y or X.Y.Z; default is the profile's first"},
	{"mirror", "", "URL", "mirror", "GOSETUP_MIRROR", "fetch the archive below this URL (https:// or file:///) instead; the digest stays the pinned one"},
	{"root", "", "DIR", "root_option", "GOSETUP_ROOT", "install there instead of the usual place"},
	{"no-shells", "", "", "no_shells", "GOSETUP_NO_SHELLS", "leave start-up files alone"},
	{"no-tools", "", "", "no_tools", "GOSETUP_NO_TOOLS", "do not install Go tools"},
	{"uninstall", "", "", "uninstall", "", "take back all that was installed and written"},
	{"dry-run", "-n", "", "dry_run", "GOSETUP_DRY_RUN", "show what would be done; write nothing, connect to nothing"},
	{"yes", "-y", "", "yes", "GOSETUP_YES", "do not ask before starting (asked only on a terminal)"},
	{"quiet", "-q", "", "quiet", "GOSETUP_QUIET", "print errors and warnings only"},
	{"profile-info", "", "", "profile_info", "", "show what is pinned in this script, and the start-up lines"},
	{"version", "-V", "", "show_version", "", "show the version of gosetup"},
	{"help", "-h", "", "help", "", "show this help"},
}

// Environment lists what else of the environment the scripts heed, for help.
var Environment = [][2]string{
	{"NO_COLOR", "no colours"},
	{"HTTPS_PROXY, NO_PROXY", "as curl and wget read them"},
	{"XDG_DATA_HOME", "the usual place is gosetup below it, or below ~/.local/share"},
	{"XDG_CONFIG_HOME, ZDOTDIR", "where Go and the shells keep their settings"},
	{"GOENV, GOBIN, GOPATH", "as Go reads them"},
}
