package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// healthyMachines are those on which doctor has to be silent.
var healthyMachines = []string{"macos-arm64", "macos-amd64", "wsl2", "alpine", "linux"}

func TestDoctorMachines(t *testing.T) {
	silent := map[string]bool{}
	for _, machine := range healthyMachines {
		silent[machine] = t.Run("healthy "+machine, func(t *testing.T) { silentOn(t, machine) })
	}
	var log faultLog
	t.Run("faults", func(t *testing.T) { playMachines(t, &log) })
	t.Log(log.table(machineFaults, silent))
}

func silentOn(t *testing.T, machine string) {
	for _, shell := range shellsOf(machine) {
		t.Run(shell, func(t *testing.T) {
			realtool.Need(t, jailShells[shell][0])
			t.Parallel()
			got := newJail(t, machine).doctor(shell, doctorScript(t), "", "--json", "--offline")
			if ids, said := diagnosed(t, got).ids(); len(ids) > 0 || got.code != 0 || got.stderr != "" {
				t.Errorf("exit %d\n%s\nstderr: %s", got.code, said, got.stderr)
			}
		})
	}
}

// Each fault of a machine is found by its own probe and no other: all of them in
// the first shell, and a third in each of the others.
func playMachines(t *testing.T, log *faultLog) {
	for row, f := range machineFaults {
		for i, shell := range shellsOf(f.machine) {
			if i > 0 && (row+i)%3 != 0 {
				continue
			}
			t.Run(f.id+" "+f.machine+" "+f.name+"/"+shell, func(t *testing.T) {
				realtool.Need(t, jailShells[shell][0])
				t.Parallel()
				f.play(t, shell)
				log.note(row, shell, t.Failed())
			})
		}
	}
}

// What fix mends on a Mac only: it is gone afterwards, and undo gives back the home.
func TestFixMacs(t *testing.T) {
	mended := map[string]bool{}
	for i, f := range machineFaults {
		if !slices.Contains(elsewhere, f.id) {
			continue
		}
		mended[f.id] = true
		shell := shellsOf(f.machine)[i%len(shellsOf(f.machine))]
		t.Run(f.id+" "+f.name+"/"+shell, func(t *testing.T) {
			realtool.Need(t, jailShells[shell][0])
			t.Parallel()
			j := newJail(t, f.machine)
			f.setup(j)
			before := snapshot(t, j.path(j.env["HOME"]))
			got := j.gosetup(shell, doctorScript(t), "", "fix", f.id, "--offline", "--yes")
			if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "\n"+f.id+" is gone\n") {
				t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
			}
			undo := j.gosetup(shell, doctorScript(t), "", "fix", "--undo")
			if diff := cmp.Diff(before, snapshot(t, j.path(j.env["HOME"]))); diff != "" || undo.code != 0 || undo.stderr != "" {
				t.Errorf("undo: exit %d\n%s%s\n%s", undo.code, undo.stdout, undo.stderr, diff)
			}
		})
	}
	for _, id := range elsewhere {
		if !mended[id] {
			t.Errorf("no machine shows that fix mends %s", id)
		}
	}
}

// What looks like a fault of a machine and is none.
func TestDoctorHealthyVariants(t *testing.T) {
	for _, v := range healthyVariants {
		t.Run(v.machine+" "+v.name, func(t *testing.T) {
			t.Parallel()
			j := newJail(t, v.machine)
			v.setup(j)
			got := j.doctor("dash", doctorScript(t), v.before, "--json", "--offline")
			if ids, said := diagnosed(t, got).ids(); len(ids) > 0 || got.code != 0 || got.stderr != "" {
				t.Errorf("exit %d\n%s\nstderr: %s", got.code, said, got.stderr)
			}
		})
	}
}

// A Mac has no timeout: perl ends a shell whose start-up file hangs.
func TestDoctorHangingMac(t *testing.T) {
	t.Parallel()
	j := newJail(t, "macos-arm64")
	j.write("/Users/dev/.zshrc", "export PATH=\"$PATH:$HOME/go/bin\"\nsleep 30\n")
	j.env["GOSETUP_SHELL_LIMIT"] = "1"
	start := time.Now()
	got := j.doctor("dash", doctorScript(t), "", "--json", "--offline")
	if took := time.Since(start); got.code != 0 || got.stderr != "" || took > 20*time.Second {
		t.Errorf("%v, exit %d\n%s\nstderr: %s", took, got.code, got.stdout, got.stderr)
	}
}

// The /proc/net/tcp of the machines is as that of Linux.
func TestProcForm(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	text, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		t.Fatal(err)
	}
	address := fmt.Sprintf("0100007F:%04X", l.Addr().(*net.TCPAddr).Port)
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if fields[1] != address {
			continue
		}
		want := strings.Fields(procLine(address, "0A"))
		if len(fields) != len(want) || fields[3] != want[3] || fields[7] != fmt.Sprint(os.Getuid()) {
			t.Errorf("%q is not of the form of %q", line, procLine(address, "0A"))
		}
		return
	}
	t.Errorf("%s is not in\n%s", address, text)
}

// go mod verify of the real Go: a module in the cache that somebody changed. With
// nothing wrong, or no cache at all, doctor is silent and leaves no trace.
func TestDoctorVerifies(t *testing.T) {
	t.Parallel()
	j := newJail(t, "linux")
	goroot := strings.TrimSpace(outputOf(t, "go", "env", "GOROOT"))
	j.env["PATH"] = jailHost + goroot + "/bin:/usr/bin:/bin"
	j.env["TEST_TELEMETRY_DIR"] = "/dev/null/none" // of the go that the test runs
	j.remove("/usr/local/go", "/home/dev/.bashrc")
	j.moduleProxy("/srv/proxy")
	j.write("/home/dev/go.mod", "module example.com/mine\n\ngo 1.21\n\nrequire example.com/m v1.0.0\n")
	j.write("/home/dev/main.go", "package main\n\nimport _ \"example.com/m\"\n\nfunc main() {}\n")
	setUp := j.run("", jailHost+realtool.Need(t, "env"), "GOPROXY=file:///srv/proxy", "GOSUMDB=off", "go", "mod", "tidy")
	if setUp.code != 0 {
		t.Fatal(setUp)
	}
	check := func(want ...string) string {
		t.Helper()
		got := j.doctor("dash", doctorScript(t), "", "--json", "--offline")
		ids, said := diagnosed(t, got).ids()
		if diff := cmp.Diff(want, ids); diff != "" || got.stderr != "" {
			t.Errorf("exit %d, findings (-want +got):\n%s%s\n%s", got.code, diff, said, got.stderr)
		}
		return said
	}
	check()
	j.chmod("/home/dev/go/pkg/mod/example.com/m@v1.0.0/m.go", 0o644)
	j.edit("/home/dev/go/pkg/mod/example.com/m@v1.0.0/m.go", "package m", "package m // changed")
	said := check("GD17")
	for _, want := range []string{"example.com/m v1.0.0: dir has been modified", "go clean -modcache"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	removeJail(t, j.path("/home/dev/go"))
	check()
}

// With --offline no process of doctor asks for a socket of the internet, whatever
// is set.
func TestDoctorOffline(t *testing.T) {
	t.Parallel()
	strace := realtool.Need(t, "strace")
	n, j := newDoctorNet(t), newJail(t, "linux")
	n.online(j)
	j.env["HTTPS_PROXY"], j.env["ALL_PROXY"] = n.forward.URL, n.forward.URL
	count := func(args ...string) int {
		j.link("/gosetup", jailHost+doctorScript(t))
		argv := append([]string{jailHost + strace, "-f", "-e", "trace=socket,connect", jailHost + realtool.Need(t, "dash"), "/gosetup", "doctor"}, args...)
		got := j.run("", argv...)
		if !strings.Contains(got.stderr, "+++ exited with") {
			t.Fatalf("strace did not work: %s", got.stderr)
		}
		return strings.Count(got.stderr, "AF_INET")
	}
	if got := count("--offline"); got != 0 || n.asked.Load() != 0 {
		t.Errorf("--offline: %d calls, %d connections", got, n.asked.Load())
	}
	if got := count(); got == 0 || n.asked.Load() == 0 {
		t.Error("without --offline nobody is asked: the test sees nothing")
	}
}

func outputOf(t *testing.T, argv ...string) string {
	t.Helper()
	out, err := exec.Command(argv[0], argv[1:]...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// moduleProxy makes a directory that is a module proxy, with one module.
func (j *jail) moduleProxy(dir string) {
	j.t.Helper()
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	mod := "module example.com/m\n\ngo 1.21\n"
	for name, text := range map[string]string{"go.mod": mod, "m.go": "package m\n"} {
		f, err := w.Create("example.com/m@v1.0.0/" + name)
		j.must(err)
		_, err = f.Write([]byte(text))
		j.must(err)
	}
	j.must(w.Close())
	for name, text := range map[string]string{"list": "v1.0.0\n", "v1.0.0.info": `{"Version":"v1.0.0"}`, "v1.0.0.mod": mod, "v1.0.0.zip": zipped.String()} {
		j.write(dir+"/example.com/m/@v/"+name, text)
	}
}
