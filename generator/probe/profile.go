package probe

var profileProbes = []Probe{
	{
		ID: "GD71", Group: "profile", Severity: "warning", On: everywhere, Mends: true,
		Title: "the Go of the profile is in use",
		Looks: "at the version that the profile asks for first, and at what is installed and current.",
		Why:   "The machine is not what the profile says.",
		Fix:   "gosetup install",
	},
	{
		ID: "GD72", Group: "profile", Severity: "warning", On: everywhere, Mends: true,
		Title: "Go's settings are those of the profile",
		Looks: "at each setting of the profile in Go's env file.",
		Why:   "The machine is not what the profile says.",
		Fix:   "gosetup install",
	},
	{
		ID: "GD73", Group: "profile", Severity: "warning", On: everywhere, Mends: true,
		Title: "the tools of the profile are installed",
		Looks: "for each tool of the profile, at the version that goes with the Go in use.",
		Why:   "The machine is not what the profile says.",
		Fix:   "gosetup install",
	},
	{
		ID: "GD74", Group: "profile", Severity: "warning", On: everywhere, Mends: true,
		Title: "the start-up files have the lines of the profile",
		Looks: "for gosetup's block in the start-up files of each shell of the profile that is installed.",
		Why:   "A shell without the block does not find Go.",
		Fix:   "gosetup install",
	},
}
