package probe

var pathProbes = []Probe{
	{
		ID: "GD10", Group: "path", Severity: "error", On: unix, Mends: true,
		Title: "your login shell finds Go",
		Looks: "at what go is in a login shell and in an interactive shell of the kind that SHELL names, and for lines about Go in files that this kind does not read.",
		Why:   "Since macOS 10.15 the login shell is zsh, which does not read .bash_profile: Go is gone after the change.",
		Fix:   "Put the lines into the file that the shell reads: gosetup install does.",
	},
	{
		ID: "GD11", Group: "path", Severity: "warning", On: everywhere, Mends: true,
		Title:  "PATH and the start-up files say it once",
		Looks:  "for Go's directories that stand in PATH twice, and for lines about Go that a start-up file has twice.",
		Why:    "echo 'export PATH=...' >> ~/.zshrc adds a line each time it is run; PATH grows, and a later edit changes only one of them.",
		Fix:    "Keep one of the lines.",
		Misled: "Instructions with >> ~/.zshrc are meant to be run once, and are run again.",
	},
	{
		ID: "GD12", Group: "path", Severity: "warning", On: unix, Mends: true,
		Title: "fish has no Go settings that are not fish, and none in universal variables",
		Looks: "at what fish -n says of config.fish and conf.d, and for GOROOT, GOPATH and the like among the universal variables.",
		Why:   "Lines made for bash stop config.fish half-way; a universal variable stays when every file is clean.",
		Fix:   "Take the line out and let gosetup install write fish lines; set -eU NAME removes a universal variable.",
	},
	{
		ID: "GD62", Group: "path", Severity: "warning", On: darwin, Mends: true,
		Title: "zsh puts Go before the directories of the system",
		Looks: "at PATH in a login zsh, and for PATH lines in .zshenv.",
		Why:   "/etc/zprofile runs path_helper after .zshenv and moves what .zshenv put in front behind the directories of the system.",
		Fix:   "Set PATH in .zprofile or .zshrc: gosetup install does.",
	},
	{
		ID: "GD76", Group: "path", Severity: "warning", On: everywhere, Mends: true,
		Title: "what go install makes is on PATH",
		Looks: "whether GOBIN, or bin below GOPATH, is on PATH, if there are programs in it.",
		Why:   "\"gopls: command not found\" after go install.",
		Fix:   "Put that directory on PATH: gosetup install does.",
	},
}
