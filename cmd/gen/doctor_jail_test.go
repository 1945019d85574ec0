//go:build unix

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
	"github.com/rogpeppe/go-internal/txtar"
)

// Machines that are not here: a root directory of their own, in which real shells
// run, with commands that say what those of the machine would say. So absolute
// paths, /opt/homebrew or /etc/wsl.conf, are what the doctor reads there, too.
//
// testdata/machine/NAME.txtar describes one. Its files are the machine's; the
// lines of its comment that begin with one of these words say what else there is:
//
//	like NAME                   what that machine has, too
//	env KEY=VALUE               of the session
//	dir PATH                    an empty directory
//	have DIR NAME...            real commands of this machine, linked there
//	busybox DIR                 all commands of busybox
//	link PATH TARGET            a symbolic link
//	go ROOT VERSION OS ARCH     a tree of Go, whose go is testdata/machine/go.sh
//	macho PATH WORD             a program for an Apple processor that ends with WORD
//	proc                        /proc is real, of the processes in the machine
//
// HOST is the architecture of this machine as Go says it, MACHINE as uname does.

// A jail is a machine that is not here.
type jail struct {
	t    *testing.T
	root string
	env  map[string]string
	proc bool
}

// jailHost is where the machine's own root is mounted: the shells and libraries
// of this machine, which links in the jail lead to.
const jailHost = "/host"

// newJail makes the machine of that name. The processes of a jail see their root
// as root, whoever runs the tests.
func newJail(t *testing.T, name string) *jail {
	t.Helper()
	root, err := os.MkdirTemp("", "gosetup-jail-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeJail(t, root) })
	j := &jail{t: t, root: root, env: map[string]string{}}
	for _, dir := range []string{jailHost, "/proc", "/tmp"} {
		j.dir(dir)
	}
	for _, name := range []string{"dev", "lib", "lib64", "usr/share", "usr/lib64"} {
		j.link("/"+name, jailHost+"/"+name)
	}
	libraries, err := os.ReadDir("/usr/lib")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range libraries {
		if !strings.HasPrefix(e.Name(), "go") {
			j.link("/usr/lib/"+e.Name(), jailHost+"/usr/lib/"+e.Name())
		}
	}
	j.describe(name)
	return j
}

// removeJail removes a jail, in which a test may have taken rights from directories.
func removeJail(t *testing.T, root string) {
	filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if e != nil && e.IsDir() {
			os.Chmod(path, 0o755)
		}
		return nil
	})
	if err := os.RemoveAll(root); err != nil {
		t.Error(err)
	}
}

// describe builds what a file of testdata/machine says.
func (j *jail) describe(name string) {
	j.t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata/machine", name+".txtar"))
	if err != nil {
		j.t.Fatal(err)
	}
	for line := range strings.Lines(string(archive.Comment)) {
		words := strings.Fields(j.fill(line))
		if len(words) > 0 {
			j.directive(strings.TrimSpace(j.fill(line)), words)
		}
	}
	for _, f := range archive.Files {
		j.write("/"+f.Name, j.fill(string(f.Data)))
	}
}

// fill puts this machine's processor into a description.
func (j *jail) fill(text string) string {
	machine := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
	return strings.NewReplacer("HOST", runtime.GOARCH, "MACHINE", machine).Replace(text)
}

func (j *jail) directive(line string, words []string) {
	j.t.Helper()
	switch words[0] {
	case "like":
		j.describe(words[1])
	case "env":
		key, value, _ := strings.Cut(strings.TrimPrefix(line, "env "), "=")
		j.env[key] = value
	case "dir":
		j.dir(words[1])
	case "have":
		j.have(words[1], words[2:])
	case "busybox":
		j.busybox(words[1])
	case "link":
		j.link(words[1], words[2])
	case "go":
		j.goTree(words[1], words[2], words[3], words[4])
	case "macho":
		j.write(words[1], "\xcf\xfa\xed\xfe\x0c\x00\x00\x01"+strings.Repeat("\x00", 24)+"\n"+words[2]+"\n")
		j.chmod(words[1], 0o755)
	case "proc":
		j.proc = true
	}
}

func (j *jail) path(path string) string { return filepath.Join(j.root, path) }

func (j *jail) must(err error) {
	j.t.Helper()
	if err != nil {
		j.t.Fatal(err)
	}
}

func (j *jail) dir(path string) {
	j.t.Helper()
	j.must(os.MkdirAll(j.path(path), 0o755))
}

func (j *jail) chmod(path string, mode os.FileMode) {
	j.t.Helper()
	j.must(os.Chmod(j.path(path), mode))
}

// write writes a file; one that begins with #! can be run.
func (j *jail) write(path, text string) {
	j.t.Helper()
	mode := os.FileMode(0o644)
	if strings.HasPrefix(text, "#!") {
		mode = 0o755
	}
	j.dir(filepath.Dir(path))
	os.Remove(j.path(path)) // it may be a link of the machine it is like
	j.must(os.WriteFile(j.path(path), []byte(text), mode))
}

// remove removes files and directories with all that is in them.
func (j *jail) remove(paths ...string) {
	j.t.Helper()
	for _, path := range paths {
		if _, err := os.Lstat(j.path(path)); err != nil {
			j.t.Fatal(err) // the row means something else
		}
		j.must(os.RemoveAll(j.path(path)))
	}
}

func (j *jail) link(path, target string) {
	j.t.Helper()
	j.dir(filepath.Dir(path))
	os.Remove(j.path(path))
	j.must(os.Symlink(target, j.path(path)))
}

// have links commands of this machine into a directory of the jail, past the
// links of /etc/alternatives, which is not there.
func (j *jail) have(dir string, names []string) {
	j.t.Helper()
	for _, name := range names {
		real, err := filepath.EvalSymlinks(realtool.Need(j.t, name))
		j.must(err)
		j.link(dir+"/"+name, jailHost+real)
	}
}

func (j *jail) busybox(dir string) {
	j.t.Helper()
	program := realtool.Need(j.t, "busybox")
	list, err := exec.Command(program, "--list").Output()
	j.must(err)
	for _, name := range append(strings.Fields(string(list)), "busybox") {
		j.link(dir+"/"+name, jailHost+program)
	}
}

// goTree makes a tree of Go that answers, and is as whole as the doctor looks.
func (j *jail) goTree(root, version, goos, arch string) {
	j.t.Helper()
	text, err := os.ReadFile("testdata/machine/go.sh")
	j.must(err)
	cache, cc := j.env["HOME"]+"/.cache/go-build", "gcc"
	if goos == "darwin" {
		cache, cc = j.env["HOME"]+"/Library/Caches/go-build", "clang"
	}
	for _, name := range []string{"src/fmt/print.go", "src/runtime/proc.go", "pkg/tool/" + goos + "_" + arch + "/compile"} {
		j.write(root+"/"+name, "a part of Go\n")
	}
	j.write(root+"/VERSION", "go"+version+"\ntime 2026-10-01T00:00:00Z\n")
	j.write(root+"/go.env", "GOPROXY=https://proxy.example,direct\nGOSUMDB=sum.golang.org\nGOTOOLCHAIN=auto\n")
	j.write(root+"/bin/go", strings.NewReplacer("@root@", root, "@version@", version, "@os@", goos, "@arch@", arch,
		"@home@", j.env["HOME"], "@cache@", cache, "@cc@", cc, "@cgo@", "1").Replace(string(text)))
}

// edit replaces text in a file of the jail, which has to be there.
func (j *jail) edit(path, old, new string) {
	j.t.Helper()
	text, err := os.ReadFile(j.path(path))
	j.must(err)
	if !strings.Contains(string(text), old) {
		j.t.Fatalf("%s has no %q", path, old)
	}
	j.write(path, strings.ReplaceAll(string(text), old, new))
}

// run runs a program of this machine in the jail, in a mount namespace of its own.
// With before, that command line runs there first and stays in the background.
func (j *jail) run(before string, argv ...string) result {
	j.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	args := []string{"--mount"}
	enter := `mount --rbind / "$0/host" && `
	if j.proc {
		args = append(args, "--pid", "--fork", "--kill-child")
		enter += `mount -t proc proc "$0/proc" && `
	}
	if os.Geteuid() != 0 {
		args = append(args, "--map-root-user")
	}
	chroot := realtool.Need(j.t, "chroot")
	if before != "" {
		enter += "{ " + chroot + ` "$0" /host/bin/sh -c '` + before + `' & sleep 0.2; } && `
	}
	args = append(args, "sh", "-c", enter+chroot+` "$0" "$@"`, j.root, jailHost+realtool.Need(j.t, "env"), "-i", "-C", j.env["HOME"])
	for key, value := range j.env {
		args = append(args, key+"="+value)
	}
	cmd := exec.CommandContext(ctx, realtool.Need(j.t, "unshare"), append(args, argv...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = time.Second
	asUser(cmd, 0)
	err := cmd.Run()
	if ctx.Err() != nil || cmd.ProcessState == nil {
		j.t.Fatalf("%q: %v, it hung or did not start\n%s\n%s", argv, err, &stdout, &stderr)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// jailShells are the shells that run gosetup in a jail, by their name in tests.
var jailShells = map[string][]string{
	"dash": {"dash"}, "bash": {"bash"}, "mksh": {"mksh"}, "yash": {"yash"}, "zsh": {"zsh"}, "busybox": {"busybox", "ash"},
}

// gosetup runs the script in the jail.
func (j *jail) gosetup(shell, script, before string, args ...string) result {
	j.t.Helper()
	argv := slices.Clone(jailShells[shell])
	argv[0] = jailHost + realtool.Need(j.t, argv[0])
	j.link("/gosetup", jailHost+script)
	return j.run(before, append(append(argv, "/gosetup"), args...)...)
}

// doctor runs gosetup doctor in the jail and wants it to change nothing there.
func (j *jail) doctor(shell, script, before string, args ...string) result {
	j.t.Helper()
	j.link("/gosetup", jailHost+script)
	was := snapshot(j.t, j.root)
	got := j.gosetup(shell, script, before, append([]string{"doctor"}, args...)...)
	if diff := cmp.Diff(was, snapshot(j.t, j.root)); diff != "" {
		j.t.Errorf("doctor changed the machine (-before +after):\n%s", diff)
	}
	if strings.HasPrefix(got.stderr, "unshare: ") || strings.HasPrefix(got.stderr, "mount: ") || strings.HasPrefix(got.stderr, "chroot: ") {
		j.t.Fatalf("there is no jail here: %s", got.stderr)
	}
	return got
}
