package probe

var projectProbes = []Probe{
	{
		ID: "GD64", Group: "project", Severity: "error", On: everywhere,
		Title: "this Go is new enough for the go.mod here, or may fetch one that is",
		Looks: "at the go and toolchain lines of go.mod, at GOTOOLCHAIN and at GOPROXY.",
		Why:   "\"go.mod requires go >= 1.27 (running go 1.26; GOTOOLCHAIN=local)\" or \"toolchain not available\".",
		Fix:   "Install that Go with gosetup install, or set GOTOOLCHAIN=auto.",
	},
	{
		ID: "GD24", Group: "project", Severity: "error", On: everywhere,
		Title:  "vendor is what go.mod says",
		Looks:  "at vendor/modules.txt and at the requirements of go.mod.",
		Why:    "\"inconsistent vendoring\".",
		Fix:    "go mod vendor, and commit it.",
		Misled: "go mod vendor -v does not show sources, and go list -m all refuses where vendor is in use.",
	},
	{
		ID: "GD17", Group: "project", Severity: "error", On: everywhere, Last: true,
		Title:  "the modules in the cache are those of go.sum",
		Looks:  "at what go mod verify says, without the network.",
		Why:    "\"verifying ...: checksum mismatch ... SECURITY ERROR\": a tag was moved, or a proxy or the cache has something else.",
		Fix:    "go clean -modcache, then find out which proxy gives the other content.",
		Misled: "GOSUMDB=off and a new go.sum hide it; go.sum does not depend on the platform that wrote it.",
	},
	{
		ID: "GD25", Group: "project", Severity: "warning", On: everywhere,
		Title: "the Dockerfile downloads modules before it copies the source",
		Looks: "at the order of COPY and go mod download, go build or go install in the Dockerfile here.",
		Why:   "With COPY . . first each change of the source downloads all modules again.",
		Fix:   "COPY go.mod go.sum ./, RUN go mod download, then COPY . .",
	},
	{
		ID: "GD26", Group: "project", Severity: "warning", On: everywhere,
		Title: "the Dockerfile makes programs for the platform they run on",
		Looks: "for GOARCH=arm64 or GOARCH=amd64 in a Dockerfile whose FROM has no --platform.",
		Why:   "\"exec format error\": a program of one architecture in an image of another.",
		Fix:   "FROM --platform=$BUILDPLATFORM for the stage that builds, ARG TARGETARCH, GOARCH=$TARGETARCH.",
	},
	{
		ID: "GD56", Group: "project", Severity: "warning", On: everywhere,
		Title: "no Go file has a literal \\n in its first line",
		Looks: "at the first line of the Go files here.",
		Why:   "echo 'package main\\n' writes a line end in zsh and dash, and the two characters in bash and fish.",
		Fix:   "Write such files with printf or with an editor.",
	},
	{
		ID: "GD57", Group: "project", Severity: "warning", On: unix,
		Title: "scripts here do not hide a failing go",
		Looks: "for go build, go test and go vet before a pipe in scripts without pipefail.",
		Why:   "The status of a pipe is that of its last command: the check is green when the build failed.",
		Fix:   "set -o pipefail in bash and zsh; in sh write to a file first.",
	},
	{
		ID: "GD58", Group: "project", Severity: "warning", On: unix,
		Title: "scripts here know the C compiler of a Mac",
		Looks: "for scripts that look for aarch64 and linux to find an arm64 compiler.",
		Why:   "Apple's triple is arm64-apple-darwin: such a check stops every Mac and lets every other mistake pass.",
		Fix:   "Ask go env GOARCH and cc -dumpmachine.",
	},
	{
		ID: "GD59", Group: "project", Severity: "warning", On: unix,
		Title: "scripts here verify Go's archive with its digest",
		Looks: "for sha256sum -c or shasum -c with the .sha256 file of go.dev/dl.",
		Why:   "\"no properly formatted checksum lines found\": that file holds the digest and no name.",
		Fix:   "Pin the digest in the script: echo \"DIGEST  FILE\" | sha256sum -c.",
	},
}
