//go:build unix

package main

import (
	"runtime"
	"strings"
)

// healthyVariants are machines with nothing wrong that look as if there were.
var healthyVariants = []machineFault{
	{name: "the right Homebrew first", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/usr/local/bin/brew", "#!/bin/sh\n")
	}},
	{name: "Xcode, with its licence", machine: "macos-arm64", setup: func(j *jail) {
		sdk := "/Applications/Xcode.app/Contents/Developer/Platforms/MacOSX.platform/Developer/SDKs/MacOSX.sdk"
		j.dir(sdk)
		j.write("/usr/bin/xcode-select", "#!/bin/sh\necho /Applications/Xcode.app/Contents/Developer\n")
		j.edit("/usr/bin/xcrun", "/Library/Developer/CommandLineTools/SDKs/MacOSX.sdk", sdk)
	}},
	{name: "OpenMP of Homebrew's gcc", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/bin/gcc-15", "#!/bin/sh\necho aarch64-apple-darwin25\n")
		j.env["CC"], j.env["CGO_CFLAGS"] = "gcc-15", "-fopenmp"
	}},
	{name: "OpenMP of libomp", machine: "macos-arm64", setup: func(j *jail) { j.env["CGO_CFLAGS"] = "-Xpreprocessor -fopenmp" }},
	{name: "clang by name", machine: "macos-arm64", setup: func(j *jail) { j.env["CC"] = "clang" }},
	{name: "gvm with a Go", machine: "macos-arm64", setup: func(j *jail) {
		j.goTree("/Users/dev/.gvm/gos/go1.27.3", "1.27.3", "darwin", "arm64")
	}},
	{name: "a keg-only Go beside", machine: "macos-arm64", setup: func(j *jail) {
		j.goTree("/opt/homebrew/opt/go@1.26/libexec", "1.26.8", "darwin", "arm64")
		j.link("/opt/homebrew/opt/go@1.26/bin/go", "../libexec/bin/go")
	}},
	{name: "a keg-only Go on PATH", machine: "macos-arm64", setup: func(j *jail) {
		withoutGo(j)
		j.goTree("/opt/homebrew/opt/go@1.26/libexec", "1.26.8", "darwin", "arm64")
		j.link("/opt/homebrew/opt/go@1.26/bin/go", "../libexec/bin/go")
		j.write("/Users/dev/.zprofile", "eval \"$(/opt/homebrew/bin/brew shellenv)\"\nexport PATH=\"/opt/homebrew/opt/go@1.26/bin:$PATH\"\n")
		j.env["PATH"] = "/opt/homebrew/opt/go@1.26/bin:" + j.env["PATH"]
	}},
	{name: "Homebrew 5, which trusts all taps", machine: "macos-arm64", setup: func(j *jail) {
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
	}},
	{name: "a tap of which a formula is trusted", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
		j.write("/Users/dev/.homebrew/trust.json", "{\n  \"formulae\": [\"corp/tools/go@1.26\"]\n}\n")
	}},
	{name: "a tap that is trusted by its URL", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
		j.write("/Users/dev/.homebrew/trust.json", "{\n  \"taps\": [\"https://git.corp.example/homebrew-tools\"]\n}\n")
	}},
	{name: "a tap that is trusted", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
		j.write("/Users/dev/.homebrew/trust.json", "{\n  \"taps\": [\"corp/tools\"]\n}\n")
	}},
	{name: "a tap without Go", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/gopher.rb", "class Gopher < Formula\nend\n")
	}},
	{name: "a program for Intel, which need not be signed", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/Users/dev/go/bin/old", "\xcf\xfa\xed\xfe\x07\x00\x00\x01"+strings.Repeat("\x00", 24)+"\nno\n")
		j.chmod("/Users/dev/go/bin/old", 0o755)
	}},
	{name: "PATH in .zshenv, and again in .zprofile", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/Users/dev/.zshenv", "export PATH=/opt/homebrew/bin:$PATH:$HOME/go/bin\n")
		j.remove("/Users/dev/.zshrc")
	}},
	{name: "Go behind all else in .zshenv", machine: "macos-amd64", setup: func(j *jail) {
		j.remove("/etc/paths.d")
		j.write("/Users/dev/.zshenv", "export PATH=$PATH:/usr/local/go/bin\n")
	}},
	{name: "bash logs in", machine: "macos-arm64", setup: func(j *jail) {
		j.env["SHELL"] = "/bin/bash"
		j.write("/Users/dev/.bash_profile", "eval \"$(/opt/homebrew/bin/brew shellenv)\"\nexport PATH=\"$PATH:$HOME/go/bin\"\n")
	}},
	{name: "a new user", machine: "macos-arm64", setup: func(j *jail) { j.remove("/Users/dev/go", "/Users/dev/.zshrc") }},
	{name: "mirrored mode", machine: "wsl2", setup: func(j *jail) {
		j.edit("/usr/bin/wslinfo", "echo nat", "echo mirrored")
		listens(j, "05141BAC:1F90")
	}},
	{name: "programs that Windows reaches", machine: "wsl2", setup: func(j *jail) {
		j.write("/proc/net/tcp", procHead+procLine("0100007F:1F90", "0A")+procLine("00000000:1F91", "0A")+procLine("05141BAC:C001", "01")+procLine("FEFFFF0A:0035", "0A"))
	}},
	{name: "no wsl.conf", machine: "wsl2", setup: func(j *jail) { j.remove("/etc/wsl.conf", "/usr/bin/wslinfo") }},
	{name: "no C compiler, and nobody asks for cgo", machine: "alpine", setup: func(j *jail) {
		j.remove("/usr/bin/gcc", "/usr/bin/cpp", "/usr/include/stdlib.h")
		j.edit("/usr/lib/go/bin/go", `"CGO_ENABLED": "1"`, `"CGO_ENABLED": "0"`)
	}},
	{name: "Docker's image of Go", machine: "alpine", setup: func(j *jail) {
		j.remove("/usr/bin/go", "/usr/lib/go")
		j.goTree("/usr/local/go", "1.27.3", "linux", runtime.GOARCH)
		j.dir("/go/bin")
		j.dir("/go/src")
		j.env["GOPATH"], j.env["GOTOOLCHAIN"] = "/go", "local"
		j.env["PATH"] = "/go/bin:/usr/local/go/bin:" + j.env["PATH"]
	}},
	{name: "an editor with the Go of today", machine: "linux", setup: func(j *jail) {
		j.have("/opt/editor", []string{"sleep"})
		j.link("/opt/editor/code", "sleep")
	}, before: "exec /opt/editor/code 60"},
	{name: "another Go of the same version in an editor", machine: "linux", setup: func(j *jail) {
		j.goTree("/usr/lib/go-1.27", "1.27.3", "linux", runtime.GOARCH)
		j.have("/opt/editor", []string{"sleep"})
		j.link("/opt/editor/nvim", "sleep")
	}, before: "PATH=/usr/lib/go-1.27/bin exec /opt/editor/nvim 60"},
}
