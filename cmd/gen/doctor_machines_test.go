//go:build unix

package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// theDoctor is the gosetup of the default profile, rendered once.
var theDoctor = sync.OnceValues(func() (string, error) {
	if _, err := theKit(); err != nil { // it makes kitDir
		return "", err
	}
	releases, err := profiles.Releases()
	if err != nil {
		return "", err
	}
	rendered, err := renderOne(lint.NewBatch(), "default", releases, kitDir+"/doctor")
	if err != nil {
		return "", err
	}
	return rendered.dir + "/gosetup", rendered.write(io.Discard)
})

func doctorScript(t testing.TB) string {
	t.Helper()
	script, err := theDoctor()
	if err != nil {
		t.Fatal(err)
	}
	return script
}

// A machineFault is a row of the table of faults: what is done to a healthy machine,
// and what doctor has to say then.
type machineFault struct {
	id      string // the probe that the row is about
	name    string
	machine string // of testdata/machine
	setup   func(j *jail)
	also    []string // other probes that are right to speak up
	says    []string // in the report: file:line, value, what mends it
	before  string   // a command line that runs in the machine meanwhile
}

// want are the probes that have to find something.
func (f machineFault) want() []string {
	ids := append([]string{f.id}, f.also...)
	slices.Sort(ids)
	return ids
}

// play does the fault and looks at what doctor says of it, for machines and for people.
func (f machineFault) play(t *testing.T, shell string) {
	t.Helper()
	j := newJail(t, f.machine)
	if f.setup != nil {
		f.setup(j)
	}
	got := j.doctor(shell, doctorScript(t), f.before, "--json", "--offline")
	report := diagnosed(t, got)
	ids, said := report.ids()
	if diff := cmp.Diff(f.want(), ids); diff != "" || got.code != 1 || got.stderr != "" {
		t.Errorf("exit %d, findings (-want +got):\n%s%s\nstderr: %s", got.code, diff, said, got.stderr)
	}
	if report.Findings != len(f.want()) {
		t.Errorf("%d findings, want one of each probe\n%s", report.Findings, said)
	}
	if shell != shellsOf(f.machine)[0] {
		return // people read the same in every shell
	}
	people := j.doctor(shell, doctorScript(t), f.before, "--offline")
	for _, want := range append(f.says, f.want()...) {
		inHome := strings.ReplaceAll(want, j.env["HOME"]+"/", "~/")
		if !strings.Contains(said, want) || !strings.Contains(people.stdout, want) && !strings.Contains(people.stdout, inHome) {
			t.Errorf("the report lacks %q:\n%s\n--json:\n%s", want, people.stdout, said)
		}
	}
	if !strings.Contains(people.stdout, "fix: ") || people.code != 1 || people.stderr != "" {
		t.Errorf("exit %d\n%s\nstderr: %s", people.code, people.stdout, people.stderr)
	}
}

// shellsOf lists the shells a machine's rows run in. busybox takes its own uname for
// that of PATH, so it can only be on a Linux.
func shellsOf(machine string) []string {
	if machine == "alpine" {
		return []string{"busybox", "dash", "zsh"}
	}
	return []string{"dash", "bash", "mksh", "yash", "zsh"}
}

// faultsOfMachines are those that need another machine than this one, or a network.
func faultsOfMachines() []fault {
	var all []fault
	for _, f := range machineFaults {
		all = append(all, fault{id: f.id, name: f.machine + ": " + f.name, want: f.want(), evidence: f.says})
	}
	for _, f := range networkFaults {
		all = append(all, fault{id: f.id, name: "network: " + f.name, want: f.want(), evidence: f.says})
	}
	return append(all, fault{id: "GD17", name: "the real Go: a module was changed", want: []string{"GD17"}}) // TestDoctorVerifies
}

// rosetta makes a Mac's terminal one that was opened with Rosetta.
func rosetta(j *jail) {
	j.edit("/usr/bin/uname", "25.1.0 arm64", "25.1.0 x86_64")
	j.edit("/usr/sbin/sysctl", "'-in sysctl.proc_translated') echo 0", "'-in sysctl.proc_translated') echo 1")
}

// intelBrew puts the Homebrew of /usr/local before that of the processor.
func intelBrew(j *jail) {
	j.write("/usr/local/bin/brew", "#!/bin/sh\n")
	j.env["PATH"] = "/usr/local/bin:" + j.env["PATH"]
}

// withoutGo takes Homebrew's Go away.
func withoutGo(j *jail) {
	j.remove("/opt/homebrew/bin/go", "/opt/homebrew/opt/go", "/opt/homebrew/Cellar/go")
}

const corpTap = "/opt/homebrew/Library/Taps/corp/homebrew-tools"

// A faultLog collects what the runs have shown: by row the shells in which doctor
// was right.
type faultLog struct {
	sync.Mutex
	right map[int][]string
}

func (l *faultLog) note(row int, shell string, failed bool) {
	l.Lock()
	defer l.Unlock()
	if l.right == nil {
		l.right = map[int][]string{}
	}
	if !failed {
		l.right[row] = append(l.right[row], shell)
	}
}

// table is the log for people: the row of the list of failures, the probe, the
// fault, the shells, and the healthy machine, of which doctor says nothing.
func (l *faultLog) table(rows []machineFault, silent map[string]bool) string {
	var text strings.Builder
	found, probes := 0, map[string]bool{}
	for i, f := range rows {
		slices.Sort(l.right[i])
		if len(l.right[i]) > 0 {
			found++
			probes[f.id] = true
		}
		healthy := "NOT SILENT"
		if silent[f.machine] {
			healthy = "silent"
		}
		fmt.Fprintf(&text, "%-4s %-5s %-12s %-58s %-7s %s\n", requirement(f.id), f.id, f.machine, f.name, healthy, strings.Join(l.right[i], " "))
	}
	return fmt.Sprintf("%d faults, %d found, of %d probes\n\n%s", len(rows), found, len(probes), &text)
}

// listens makes /proc/net/tcp say that root listens there; the address is that of
// the file. Its form is Linux': TestProcForm compares it with the real one.
func listens(j *jail, address string) {
	j.write("/proc/net/tcp", procHead+procLine(address, "0A"))
}

const procHead = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n"

func procLine(address, state string) string {
	return "   0: " + address + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000     0        0 29184 1 0000000000000000 100 0 0 10 0\n"
}

var machineFaults = []machineFault{
	// macOS, Apple processor
	{id: "GD03", name: "the terminal runs under Rosetta", machine: "macos-arm64", setup: rosetta, says: []string{"sysctl.proc_translated: 1", "arch -arm64 zsh"}},
	{id: "GD01", name: "Go for Intel", machine: "macos-arm64", setup: func(j *jail) {
		j.goTree("/opt/homebrew/Cellar/go/1.27.3/libexec", "1.27.3", "darwin", "amd64")
	}, says: []string{"is for amd64, and this processor is arm64", "go env GOHOSTARCH: amd64", "gosetup install"}},
	{id: "GD01", name: "Rosetta, Intel's Homebrew and its Go", machine: "macos-arm64", also: []string{"GD03", "GD53"}, setup: func(j *jail) {
		rosetta(j)
		intelBrew(j)
		j.goTree("/usr/local/Cellar/go/1.27.3/libexec", "1.27.3", "darwin", "amd64")
		j.link("/usr/local/bin/go", "../Cellar/go/1.27.3/libexec/bin/go")
	}, says: []string{"/usr/local/bin/go is for amd64"}},
	{id: "GD01", name: "Go of Linux, which does not run", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Cellar/go/1.27.3/libexec/bin/go", "\x7fELF\x02\x01\x01\x00"+strings.Repeat("\x00", 8)+"\x02\x00\xb7\x00\x01\x00\x00\x00")
		j.chmod("/opt/homebrew/Cellar/go/1.27.3/libexec/bin/go", 0o755)
	}, says: []string{"is for linux-arm64, and this machine is darwin-arm64"}},
	{id: "GD53", name: "Intel's Homebrew comes first", machine: "macos-arm64", setup: intelBrew, says: []string{"/usr/local/bin/brew", `eval "$(/opt/homebrew/bin/brew shellenv)" in .zprofile`}},
	{id: "GD53", name: "only Intel's Homebrew", machine: "macos-arm64", setup: func(j *jail) {
		intelBrew(j)
		j.remove("/opt/homebrew/bin/brew", "/Users/dev/.zprofile")
		j.write("/Users/dev/.zprofile", "export PATH=/opt/homebrew/bin:$PATH\n")
	}, says: []string{"/usr/local/bin/brew", "from a native terminal"}},
	{id: "GD32", name: "no Command Line Tools", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/usr/bin/xcode-select", "#!/bin/sh\necho 'xcode-select: error: unable to get active developer directory' >&2\nexit 2\n")
		// A Mac opens a window then, which doctor must not do.
		j.write("/usr/bin/xcrun", "#!/bin/sh\necho window >/window\n")
		j.write("/usr/bin/clang", "#!/bin/sh\necho window >/window\n")
		j.env["CC"] = "clang"
	}, says: []string{"xcode-select -p: nothing", "xcode-select --install"}},
	{id: "GD32", name: "an upgrade removed the Command Line Tools", machine: "macos-arm64", setup: func(j *jail) {
		j.remove("/Library/Developer/CommandLineTools")
		j.write("/usr/bin/xcrun", "#!/bin/sh\necho 'xcrun: error: invalid active developer path (/Library/Developer/CommandLineTools), missing xcrun' >&2\nexit 1\n")
	}, says: []string{"xcode-select -p: /Library/Developer/CommandLineTools", "xcode-select --install"}},
	{id: "GD33", name: "the licence of Xcode", machine: "macos-arm64", setup: func(j *jail) {
		j.dir("/Applications/Xcode.app/Contents/Developer")
		j.write("/usr/bin/xcode-select", "#!/bin/sh\necho /Applications/Xcode.app/Contents/Developer\n")
		j.write("/usr/bin/xcrun", "#!/bin/sh\necho 'You have not agreed to the Xcode license agreements. Please run sudo xcodebuild -license.' >&2\nexit 69\n")
	}, says: []string{"You have not agreed to the Xcode license", "sudo xcodebuild -license accept"}},
	{id: "GD34", name: "no SDK", machine: "macos-arm64", setup: func(j *jail) {
		j.edit("/usr/bin/xcrun", "echo /Library/Developer/CommandLineTools/SDKs/MacOSX.sdk", "echo 'xcrun: error: SDK \"macosx\" cannot be located' >&2; exit 1")
	}, says: []string{`SDK "macosx" cannot be located`, "sudo xcode-select --reset"}},
	{id: "GD34", name: "the SDK is gone", machine: "macos-arm64", setup: func(j *jail) {
		j.remove("/Library/Developer/CommandLineTools/SDKs")
	}, says: []string{"xcrun --show-sdk-path: /Library/Developer/CommandLineTools/SDKs/MacOSX.sdk"}},
	{id: "GD35", name: "OpenMP of Apple's clang", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\nexport CGO_CFLAGS='-O2 -fopenmp'\n")
	}, says: []string{".zshrc:2:export CGO_CFLAGS='-O2 -fopenmp'", "brew install libomp"}},
	{id: "GD35", name: "OpenMP in Go's env file", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/Users/dev/Library/Application Support/go/env", "CGO_LDFLAGS=-fopenmp\n")
	}, says: []string{"Library/Application Support/go/env:1: CGO_LDFLAGS=-fopenmp", "brew install libomp"}},
	{id: "GD51", name: "a program was changed after it was signed", machine: "macos-arm64", setup: func(j *jail) {
		j.directive("", []string{"macho", "/Users/dev/go/bin/gopls", "changed"})
	}, says: []string{"/Users/dev/go/bin/gopls: invalid signature", "is not signed as it is now", "codesign -s - -f /Users/dev/go/bin/gopls"}},
	{id: "GD51", name: "a program that is not signed", machine: "macos-arm64", setup: func(j *jail) {
		j.directive("", []string{"macho", "/Users/dev/go/bin/gopls", "no"})
	}, says: []string{"/Users/dev/go/bin/gopls: code object is not signed at all"}},
	{id: "GD52", name: "gvm without a Go", machine: "macos-arm64", setup: func(j *jail) {
		j.dir("/Users/dev/.gvm/gos")
		j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\n[[ -s \"$HOME/.gvm/scripts/gvm\" ]] && source \"$HOME/.gvm/scripts/gvm\"\n")
	}, says: []string{".zshrc:2:[[ -s", "gvm install goX.Y -B"}},
	{id: "GD54", name: "a keg-only Go", machine: "macos-arm64", setup: func(j *jail) {
		withoutGo(j)
		j.goTree("/opt/homebrew/Cellar/go@1.26/1.26.8/libexec", "1.26.8", "darwin", "arm64")
		j.link("/opt/homebrew/Cellar/go@1.26/1.26.8/bin/go", "../libexec/bin/go")
		j.link("/opt/homebrew/opt/go@1.26", "../Cellar/go@1.26/1.26.8")
	}, says: []string{"/opt/homebrew/opt/go@1.26 is keg-only", "put /opt/homebrew/opt/go@1.26/bin on PATH"}},
	{id: "GD06", name: "GOROOT in the Cellar", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\nexport GOROOT=/opt/homebrew/Cellar/go/1.27.3/libexec\n")
	}, says: []string{".zshrc:2:export GOROOT=/opt/homebrew/Cellar/go/1.27.3/libexec"}},
	{id: "GD06", name: "GOROOT in the Cellar, after the upgrade", machine: "macos-arm64", also: []string{"GD05"}, setup: func(j *jail) {
		j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\nexport GOROOT=/opt/homebrew/Cellar/go/1.26.8/libexec\n")
	}, says: []string{".zshrc:2:export GOROOT=/opt/homebrew/Cellar/go/1.26.8/libexec"}},
	{id: "GD62", name: "PATH in .zshenv, before path_helper", machine: "macos-arm64", setup: func(j *jail) {
		j.remove("/Users/dev/.zprofile", "/Users/dev/.zshrc")
		j.write("/Users/dev/.zshenv", "export PATH=/opt/homebrew/bin:$PATH:$HOME/go/bin\n")
		j.goTree("/opt/homebrew/opt/go@1.26/libexec", "1.26.8", "darwin", "arm64")
		j.env["PATH"] = "/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin:/Users/dev/go/bin"
	}, says: []string{".zshenv:1:export PATH=/opt/homebrew/bin:$PATH:$HOME/go/bin", "zsh-login: PATH=/usr/local/bin:", "move the line to .zprofile"}},
	{id: "GD63", name: "a tap that is not trusted", machine: "macos-arm64", setup: func(j *jail) {
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
	}, says: []string{"does not trust the tap corp/tools", "brew trust corp/tools"}},
	{id: "GD03", name: "many at once", machine: "macos-arm64", also: []string{"GD06", "GD33", "GD35", "GD51", "GD52", "GD53", "GD63"}, setup: func(j *jail) {
		rosetta(j)
		intelBrew(j)
		j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\nexport GOROOT=/opt/homebrew/Cellar/go/1.27.3/libexec\nexport CGO_CFLAGS=-fopenmp\n. ~/.gvm/scripts/gvm\n")
		j.write("/usr/bin/xcrun", "#!/bin/sh\necho 'You have not agreed to the Xcode license agreements.' >&2\nexit 69\n")
		j.directive("", []string{"macho", "/Users/dev/go/bin/gopls", "changed"})
		j.dir("/Users/dev/.gvm/gos")
		j.write("/opt/homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write(corpTap+"/Formula/go@1.26.rb", "class GoAT126 < Formula\nend\n")
	}, says: []string{"sysctl.proc_translated: 1", ".zshrc:2:", ".zshrc:3:", ".zshrc:4:", "/usr/local/bin/brew", "corp/tools"}},
	// Linux
	{id: "GD63", name: "another tap is trusted", machine: "linux", setup: func(j *jail) {
		j.write("/home/linuxbrew/.linuxbrew/Homebrew/Library/Homebrew/cmd/trust.rb", "")
		j.write("/home/dev/.config/homebrew/trust.json", "{\n  \"taps\": [\"corp/tools-old\"]\n}\n")
		j.write("/home/linuxbrew/.linuxbrew/Homebrew/Library/Taps/corp/homebrew-tools/Formula/gosetup.rb", "class Gosetup < Formula\nend\n")
	}, says: []string{"does not trust the tap corp/tools"}},
	{id: "GD43", name: "an editor without Go", machine: "linux", setup: func(j *jail) {
		j.have("/opt/editor", []string{"sleep"})
		j.link("/opt/editor/code", "sleep")
	}, before: "PATH=/usr/bin:/bin exec /opt/editor/code 60", says: []string{"code was started without Go on PATH", "process ", "quit it wholly"}},
	{id: "GD43", name: "an editor with the Go of yesterday, as two processes", machine: "linux", setup: func(j *jail) {
		j.goTree("/usr/local/go1.26", "1.26.8", "linux", runtime.GOARCH)
		j.have("/opt/editor", []string{"sleep"})
		j.link("/opt/editor/code", "sleep")
	}, before: "PATH=/usr/local/go1.26/bin:/bin; /opt/editor/code 60 & exec /opt/editor/code 60", says: []string{"code was started with another Go: 1.26.8", "finds /usr/local/go1.26/bin/go"}},
	// WSL
	{id: "GD42", name: "no Go but that of Windows", machine: "wsl2", setup: func(j *jail) {
		j.remove("/usr/local/go")
		j.remove("/home/dev/.profile")
	}, says: []string{"/mnt/c/Program Files/Go/bin/go.exe", "gosetup install"}},
	{id: "GD42", name: "a link called go to that of Windows", machine: "wsl2", setup: func(j *jail) {
		j.remove("/usr/local/go", "/home/dev/.profile")
		j.link("/usr/local/bin/go", "/mnt/c/Program Files/Go/bin/go.exe")
		j.write("/mnt/c/Program Files/Go/bin/go.exe", "#!/bin/sh\ncat <<'END'\n{\n\t\"CC\": \"gcc\",\n\t\"CGO_ENABLED\": \"0\",\n\t\"GOCACHE\": \"C:\\\\Users\\\\dev\\\\AppData\\\\Local\\\\go-build\",\n\t\"GOHOSTARCH\": \"amd64\",\n\t\"GOHOSTOS\": \"windows\",\n\t\"GOPATH\": \"C:\\\\Users\\\\dev\\\\go\",\n\t\"GOPROXY\": \"https://proxy.example,direct\",\n\t\"GOROOT\": \"C:\\\\Program Files\\\\Go\",\n\t\"GOSUMDB\": \"sum.golang.org\",\n\t\"GOVERSION\": \"go1.27.3\"\n}\nEND\n")
	}, says: []string{"/usr/local/bin/go"}},
	{id: "GD41", name: "networkingMode in wsl.conf", machine: "wsl2", setup: func(j *jail) {
		j.write("/etc/wsl.conf", "[network]\n# networkingMode is for .wslconfig\n  networkingMode=mirrored\n")
	}, says: []string{"/etc/wsl.conf:3:", "networkingMode=mirrored", `%UserProfile%\.wslconfig`}},
	{id: "GD40", name: "a program listens on WSL's own address", machine: "wsl2", setup: func(j *jail) {
		listens(j, "05141BAC:1F90")
	}, says: []string{"172.27.20.5:8080", "let it listen on 127.0.0.1"}},
	// Alpine
	{id: "GD27", name: "no C compiler, and cgo is asked for", machine: "alpine", setup: func(j *jail) {
		j.remove("/usr/bin/gcc", "/usr/bin/cpp")
		j.env["CGO_ENABLED"] = "1"
	}, says: []string{"the C compiler gcc is not there", "CGO_ENABLED=1", "apk add gcc musl-dev"}},
	{id: "GD28", name: "gcc without musl-dev", machine: "alpine", setup: func(j *jail) {
		j.remove("/usr/include/stdlib.h")
	}, says: []string{"there is no stdlib.h", "apk add gcc musl-dev"}},
}
