//go:build unix

package main

import "runtime"

// otherTriple is what compilers call the other processor.
var otherTriple = map[string]string{"amd64": "aarch64-linux-gnu", "arm64": "x86_64-linux-gnu"}[runtime.GOARCH]

// compiler puts a C compiler on PATH that makes code for a triple.
func (p *patient) compiler(name, triple string) {
	p.write(p.tools+"/"+name, "#!/bin/sh\n[ \"$1\" != -dumpmachine ] || echo "+triple+"\n", 0o755)
}

var cgoFaults = []fault{
	{id: "GD27", name: "cgo is forced, and there is no compiler", set: inEnvironment("CGO_ENABLED", "1"), evidence: []string{"the C compiler gcc is not there", "CGO_ENABLED=1"}},
	{id: "GD27", name: "CC names a compiler that is not there", set: inEnvFile("CC=no-such-cc -O2\n"), evidence: []string{"the C compiler no-such-cc is not there"}},
	{id: "GD29", name: "a project imports C without a compiler", set: func(p *patient) {
		p.project("main.go", "package main\n\n// #include <stdlib.h>\nimport \"C\"\n\nfunc main() { C.free(nil) }\n")
	}, evidence: []string{"work/main.go:4:import \"C\""}},
	{id: "GD29", name: "a project needs a module that imports C", set: func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.21\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n")
	}, evidence: []string{"work/go.mod:5:"}},
	{id: "GD30", name: "cgo for another processor with this one's compiler", set: func(p *patient) {
		p.compiler("gcc", "x86_64-linux-gnu")
		p.env["CGO_ENABLED"], p.env["GOOS"], p.env["GOARCH"] = "1", "linux", otherArch
	}, want: []string{"GD36", "GD30"}, evidence: []string{"GOOS=linux GOARCH=" + otherArch + " CGO_ENABLED=1, no CC"}},
	{id: "GD31", name: "CC is a cross compiler", set: func(p *patient) {
		p.compiler(otherTriple+"-gcc", otherTriple)
		p.env["CC"] = otherTriple + "-gcc -pipe"
	}, evidence: []string{"CC makes code for " + otherTriple}},
	{id: "GD31", name: "the compiler is for another processor", set: func(p *patient) {
		p.compiler("gcc", otherTriple)
		p.env["CC"] = "gcc"
	}, evidence: []string{"CC makes code for " + otherTriple + ", and Go for " + runtime.GOARCH}},
}

var toolFaults = []fault{
	{id: "GD45", name: "dlv is too old", set: func(p *patient) { p.tool("dlv", "1.26.1", "github.com/go-delve/delve", "v1.25.0") },
		evidence: []string{"dlv v1.25.0 is too old for Go 1.26.8", "delve/cmd/dlv@"}},
	{id: "GD45", name: "dlv is too new", set: func(p *patient) { p.tool("dlv", "1.29.0", "github.com/go-delve/delve", "v1.29.1") },
		evidence: []string{"dlv v1.29.1 is too new for Go 1.26.8"}},
	{id: "GD49", name: "tools built with an older Go", set: func(p *patient) {
		p.tool("gopls", "1.24.3", "golang.org/x/tools/gopls", "v0.18.1")
		p.tool("gofumpt", "1.26.2", "mvdan.cc/gofumpt", "v0.12.0")
		p.tool("staticcheck", "1.25.0", "honnef.co/go/tools", "v0.6.1")
	}, evidence: []string{"gopls was built with Go 1.24.3", "staticcheck was built with Go 1.25.0"}},
	{id: "GD44", name: "gopls settings that are gone", set: func(p *patient) {
		p.write(".config/Code/User/settings.json", "{\n  \"gopls\": {\n    \"build.experimentalWorkspaceModule\": true\n  }\n}\n", 0o644)
	}, evidence: []string{"settings.json:3: \"build.experimentalWorkspaceModule\": true"}},
	{id: "GD44", name: "gopls settings that are gone, in the project", set: func(p *patient) {
		p.project(".vscode/settings.json", "{\"gopls\": {\"watchFileChanges\": true}}")
	}, evidence: []string{".vscode/settings.json:1:"}},
}

const dockerHead = "FROM golang:1.26 AS build\nWORKDIR /src\n"

var projectFaults = []fault{
	{id: "GD64", name: "go.mod wants a newer Go, GOTOOLCHAIN=local", set: func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.27.2 // the newest\n")
		p.env["GOTOOLCHAIN"] = "local"
	}, evidence: []string{"go.mod asks for Go 1.27.2, this is 1.26.8", "GOTOOLCHAIN=local"}},
	{id: "GD64", name: "go.mod wants a newer Go, GOPROXY=off", set: func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.27\n", "a/b/x.go", "package b\n")
		p.dir += "/a/b"
		p.write(".config/go/env", "GOPROXY=off\n", 0o644)
	}, evidence: []string{"go.mod asks for Go 1.27, this is 1.26.8", "GOPROXY=off"}},
	{id: "GD64", name: "go.mod wants a newer Go, go.env says local", set: func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.99\n")
		p.write(p.tree+"/go.env", "GOTOOLCHAIN=local\n", 0o644)
	}, evidence: []string{"GOTOOLCHAIN=local"}},
	{id: "GD24", name: "vendor lacks a module", set: func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.21\n\nrequire (\n\texample.com/a v1.0.0\n\texample.com/b v1.2.0 // indirect\n)\n",
			"vendor/modules.txt", "# example.com/a v1.0.0\n## explicit; go 1.21\nexample.com/a\n# example.com/c v1.0.0\n## explicit\nexample.com/c\n")
	}, evidence: []string{"go.mod requires example.com/b v1.2.0, and vendor/modules.txt does not have it", "vendor/modules.txt has example.com/c v1.0.0", "go mod vendor"}},
	{id: "GD25", name: "COPY . . before go mod download", set: func(p *patient) {
		p.project("Dockerfile", dockerHead+"COPY . .\nRUN go mod download\nRUN go build -o /app .\n")
	}, evidence: []string{"Dockerfile:"}},
	{id: "GD25", name: "COPY . . before go build, no download", set: func(p *patient) {
		p.project("docker/Dockerfile.app", dockerHead+"COPY . /src\nRUN go build -o /app .\n")
	}, evidence: []string{"Dockerfile.app:3:COPY . /src"}},
	{id: "GD26", name: "GOARCH is fixed, the platform is not", set: func(p *patient) {
		p.project("Dockerfile", dockerHead+"COPY go.mod ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 GOARCH=arm64 go build -o /app .\nFROM alpine:latest\nCOPY --from=build /app /app\n")
	}, evidence: []string{"Dockerfile:6:"}},
	{id: "GD56", name: "a literal \\n in a Go file", set: func(p *patient) {
		p.project("main.go", "package main\\n\\nfunc main() {}\\n\n")
	}, evidence: []string{"main.go:1:package main\\n"}},
	{id: "GD57", name: "go build behind a pipe", set: func(p *patient) {
		p.project("check.sh", "#!/bin/sh\ngo build ./... | head\n", "safe.sh", "set -o pipefail\ngo vet ./... | head\n", "Makefile", "test:\n\tgo test ./... 2>&1 | tee log\n")
	}, evidence: []string{"check.sh:2:go build ./... | head", "Makefile:2:"}},
	{id: "GD58", name: "arm64 is taken for Linux", set: func(p *patient) {
		p.project("cc.sh", "cc -dumpmachine | grep -q 'aarch64.*linux' || exit 1\n")
	}, evidence: []string{"cc.sh:1:"}},
	{id: "GD59", name: "sha256sum -c of Go's .sha256", set: func(p *patient) {
		p.project(".github/workflows/ci.yml", "steps:\n  - run: |\n      sha256sum -c go1.26.8.linux-amd64.tar.gz.sha256\n")
	}, evidence: []string{"ci.yml:3:"}},
}
