package probe

var toolsProbes = []Probe{
	{
		ID: "GD45", Group: "tools", Severity: "warning", On: everywhere,
		Title:  "dlv knows this Go",
		Looks:  "at the version of dlv, which accepts some lines of Go only.",
		Why:    "\"Version of Delve is too old for Go version ...\".",
		Fix:    "Install the dlv that goes with this Go: gosetup install does.",
		Misled: "dlv --check-go-version=false hides the message; what dlv then shows may be wrong.",
	},
	{
		ID: "GD49", Group: "tools", Severity: "warning", On: everywhere,
		Title: "the tools were built with this line of Go",
		Looks: "at the Go that gopls, staticcheck, golangci-lint, gofumpt and govulncheck were built with.",
		Why:   "A tool that was built with an older Go cannot read the source of a newer one; one at @latest may need a newer Go than yours: \"gopls@v0.24.0 requires go >= 1.27.0 (running go 1.26.8; GOTOOLCHAIN=local)\".",
		Fix:   "Install them again, at the versions that go with your Go: gosetup install does.",
	},
	{
		ID: "GD44", Group: "tools", Severity: "warning", On: everywhere,
		Title:  "the editor's settings for gopls exist",
		Looks:  "at the settings.json of VS Code and of the project here, for keys that gopls no longer has.",
		Why:    "\"this setting is deprecated\" each time the editor starts.",
		Fix:    "Remove the key.",
		Misled: "build.experimentalWorkspaceModule and watchFileChanges do nothing; semanticTokens is off by default.",
	},
	{
		ID: "GD43", Group: "tools", Severity: "warning", On: unix,
		Title:  "a running editor has the PATH of today",
		Looks:  "at the environment of running editors, where the system shows it (Linux: /proc).",
		Why:    "A program keeps the environment it was started with: after a change the editor still finds the old Go.",
		Fix:    "Quit it wholly and start it again; with a remote server, kill that server.",
		Misled: "code --force-env-reload does not exist.",
	},
	{
		ID: "GD51", Group: "tools", Severity: "warning", On: darwin,
		Title:  "the programs that go install made are signed as they are",
		Looks:  "at codesign -v of the programs in GOBIN, on an Apple processor.",
		Why:    "\"zsh: killed\": macOS kills an arm64 program that was changed after it was signed (Go's linker signs what it makes).",
		Fix:    "codesign -s - -f FILE, or build it again.",
		Misled: "\"Go makes unsigned programs\": it has signed them since Go 1.16.",
	},
}
