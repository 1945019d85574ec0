package escape

import (
	"encoding/gob"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
	"unsafe"
)

// isolate makes cmd the first process of new namespaces.
func isolate(cmd *exec.Cmd) error {
	if os.Getuid() != 0 {
		return errors.New("namespaces need root")
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | syscall.CLONE_NEWUTS,
	}
	return nil
}

// The jail's side. It comes before the tests and never returns to them.
func init() {
	uid, err := strconv.Atoi(os.Getenv(jailVar))
	if err != nil {
		return
	}
	to, from := gob.NewEncoder(os.Stdout), gob.NewDecoder(os.Stdin)
	k := &keeper{uid: uid}
	var hello jailed
	if err := k.lock(); err != nil {
		hello.Err = err.Error()
	}
	if to.Encode(hello) != nil || hello.Err != "" {
		os.Exit(1)
	}
	for {
		var one jailJob
		if err := from.Decode(&one); err != nil {
			os.Exit(0) // the tests are done
		}
		if err := to.Encode(k.run(one)); err != nil {
			os.Exit(1)
		}
	}
}

// A keeper is the first process of a jail.
type keeper struct {
	uid            int
	null, out, err *os.File
}

// The directories of a jail.
const (
	jailRoot = "/tmp"       // where it is built, on a tmpfs of its own
	jailTmp  = "/tmp"       // inside: the only place that scripts can write to
	jailWork = "/tmp/w"     // inside: their working directory and HOME
	jailKeep = "/keep"      // inside: the script and its output
	jailWire = "/keep/wire" // inside: grows with every run of pwned
	jailBin  = "/keep/bin"  // inside: PATH
	limitMem = 1 << 30      // bytes of address space a process
	limitOut = 256 << 20    // bytes a file
	limitTmp = "size=256m"  // of each tmpfs
	wireText = "#!/bin/sh\n" + `echo "$*" >>` + jailWire + "\n"
)

// jailPrograms are those that a script finds beside the shell's own commands.
var jailPrograms = []string{"cat", "printf", "touch", "true", "false", "env", "echo", "test", "[", "expr", "mkdir", "rm", "ln", "mv", "cp", "sed", "awk", "grep", "tr", "cut", "sort", "head", "xargs", "find", "sh", "bash", "nohup", "nice", "timeout", "printenv", "dirname", "basename", "ls", "wc", "tee", "chmod"}

// lock closes the jail.
func (k *keeper) lock() error {
	if os.Getpid() != 1 {
		return errors.New("the jail is no process namespace") // kill(-1) would kill the machine
	}
	programs := map[string]string{}
	for _, name := range jailPrograms {
		if path, err := exec.LookPath(name); err == nil {
			programs[name] = path
		}
	}
	steps := []func() error{k.mounts, k.enter, func() error { return k.furnish(programs) }, k.limits}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("jail: %w", err)
		}
	}
	return nil
}

// mounts builds the new root: the system read-only, a fresh /proc, two empty
// tmpfs and no devices but the harmless ones.
func (k *keeper) mounts() error {
	if err := mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := mount("tmpfs", jailRoot, "tmpfs", syscall.MS_NOSUID, "mode=755,"+limitTmp); err != nil {
		return err
	}
	for _, dir := range []string{"bin", "sbin", "lib", "lib32", "lib64", "libx32", "usr", "etc", "opt", "nix"} {
		if err := bind("/"+dir, jailRoot+"/"+dir); err != nil {
			return err
		}
	}
	for _, dir := range []string{"/proc", "/dev", jailTmp, jailKeep, "/old"} {
		if err := os.Mkdir(jailRoot+dir, 0o755); err != nil {
			return err
		}
	}
	for _, file := range []string{"null", "zero", "urandom"} {
		if err := os.WriteFile(jailRoot+"/dev/"+file, nil, 0o644); err != nil {
			return err
		}
		if err := mount("/dev/"+file, jailRoot+"/dev/"+file, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	}
	for link, to := range map[string]string{"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2"} {
		if err := os.Symlink(to, jailRoot+"/dev/"+link); err != nil {
			return err
		}
	}
	return errors.Join(
		mount("proc", jailRoot+"/proc", "proc", syscall.MS_NOSUID|syscall.MS_NODEV|syscall.MS_NOEXEC|syscall.MS_RDONLY, ""),
		mount("tmpfs", jailRoot+jailTmp, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=1777,nr_inodes=4096,"+limitTmp),
		mount("tmpfs", jailRoot+jailKeep, "tmpfs", syscall.MS_NOSUID|syscall.MS_NODEV, "mode=755,"+limitTmp))
}

// bind shows a directory of the system in the jail, read-only.
func bind(from, to string) error {
	if link, err := os.Readlink(from); err == nil {
		return os.Symlink(link, to)
	}
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		return nil
	}
	if err := os.Mkdir(to, 0o755); err != nil {
		return err
	}
	if err := mount(from, to, "", syscall.MS_BIND, ""); err != nil {
		return err
	}
	return mount("", to, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY|syscall.MS_NOSUID|syscall.MS_NODEV, "")
}

func mount(from, to, kind string, flags uintptr, data string) error {
	if err := syscall.Mount(from, to, kind, flags, data); err != nil {
		return fmt.Errorf("mount %s%s: %w", kind, to, err)
	}
	return nil
}

// enter leaves the old root behind.
func (k *keeper) enter() error {
	if err := syscall.PivotRoot(jailRoot, jailRoot+"/old"); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	if err := syscall.Unmount("/old", syscall.MNT_DETACH); err != nil {
		return fmt.Errorf("unmount the old root: %w", err)
	}
	if err := os.Remove("/old"); err != nil {
		return err
	}
	return mount("", "/", "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY|syscall.MS_NOSUID, "")
}

// furnish puts the tripwire and a few programs on PATH and opens the files that
// scripts write to.
func (k *keeper) furnish(programs map[string]string) (err error) {
	if err := os.Mkdir(jailBin, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(jailBin+"/pwned", []byte(wireText), 0o755); err != nil {
		return err
	}
	for name, path := range programs {
		if err := os.Symlink(path, filepath.Join(jailBin, name)); err != nil {
			return err
		}
	}
	if k.null, err = os.OpenFile("/dev/null", os.O_RDWR, 0); err != nil {
		return err
	}
	if k.out, err = worldFile(jailKeep + "/out"); err != nil {
		return err
	}
	if k.err, err = worldFile(jailKeep + "/err"); err != nil {
		return err
	}
	wire, err := worldFile(jailWire)
	if err != nil {
		return err
	}
	return wire.Close()
}

// worldFile makes a file that everybody can write to.
func worldFile(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, err
	}
	return f, f.Chmod(0o666)
}

// limits are those that every process of the jail inherits. Root is exempt from
// the one on processes.
func (k *keeper) limits() error {
	const limitNproc = 6 // RLIMIT_NPROC, which package syscall lacks
	for what, most := range map[int]uint64{
		limitNproc: 64, syscall.RLIMIT_FSIZE: limitOut, syscall.RLIMIT_CORE: 0, syscall.RLIMIT_NOFILE: 128,
	} {
		if err := syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return fmt.Errorf("setrlimit %d: %w", what, err)
		}
	}
	return nil
}

// run runs one script, kills all that it left and looks what it did.
func (k *keeper) run(one jailJob) (o jailed) {
	if err := k.clean(one.Script); err != nil {
		return jailed{Err: err.Error()}
	}
	argv, in := one.Argv, k.null
	if one.Stdin {
		script, err := os.Open(jailKeep + "/script")
		if err != nil {
			return jailed{Err: err.Error()}
		}
		defer script.Close()
		in = script
	} else {
		argv = append(argv, jailKeep+"/script")
	}
	pid, err := syscall.ForkExec(argv[0], argv, &syscall.ProcAttr{
		Dir:   jailWork,
		Env:   []string{"PATH=" + jailBin, "HOME=" + jailWork, "TMPDIR=" + jailTmp, "LC_ALL=C.UTF-8"},
		Files: []uintptr{in.Fd(), k.out.Fd(), k.err.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true, Credential: &syscall.Credential{Uid: uint32(k.uid), Gid: uint32(k.uid)}},
	})
	if err != nil {
		return jailed{Err: fmt.Sprintf("%s: %v", argv[0], err)}
	}
	// On the shell only, as the keeper needs more than that itself.
	prlimit(pid, syscall.RLIMIT_AS, limitMem)
	prlimit(pid, syscall.RLIMIT_CPU, uint64(one.Timeout/time.Second)+1)
	over := make(chan bool)
	timer := time.AfterFunc(one.Timeout, func() {
		_ = syscall.Kill(-1, syscall.SIGKILL)
		close(over)
	})
	o.Status = reap(pid)
	if o.TimedOut = !timer.Stop(); o.TimedOut {
		<-over // so that it does not kill the next script
	}
	settle(50 * time.Millisecond)
	_ = syscall.Kill(-1, syscall.SIGKILL)
	reap(-1)
	return k.look(one, o)
}

// clean empties the jail for the next script.
func (k *keeper) clean(script string) error {
	left, err := os.ReadDir(jailTmp)
	if err != nil {
		return err
	}
	for _, e := range left {
		if err := os.RemoveAll(filepath.Join(jailTmp, e.Name())); err != nil {
			return err
		}
	}
	return errors.Join(
		os.Mkdir(jailWork, 0o755), os.Chown(jailWork, k.uid, k.uid),
		os.WriteFile(jailKeep+"/script", []byte(script), 0o644),
		k.out.Truncate(0), k.err.Truncate(0), os.Truncate(jailWire, 0))
}

// look gathers the jailed.
func (k *keeper) look(one jailJob, o jailed) jailed {
	wire, err := os.ReadFile(jailWire)
	if err != nil {
		o.Err = err.Error()
	}
	o.Trips = string(wire)
	entries, _ := os.ReadDir(jailWork)
	for _, e := range entries {
		if len(o.Files) < 20 || one.Keep || e.Name() == "PWNED" {
			o.Files = append(o.Files, e.Name())
		}
	}
	if one.Keep {
		o.Stdout, _ = os.ReadFile(jailKeep + "/out")
		o.Stderr, _ = os.ReadFile(jailKeep + "/err")
	}
	return o
}

// reap waits until process pid ended, or all if it is -1.
func reap(pid int) int {
	for {
		var status syscall.WaitStatus
		got, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return 0 // no child is left
		case got == pid && status.Signaled():
			return 128 + int(status.Signal())
		case got == pid:
			return status.ExitStatus()
		}
	}
}

// settle gives what a script left in the background a moment to end, so that a
// pwned among it is seen.
func settle(most time.Duration) {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(time.Millisecond) {
		for {
			pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
			if err == syscall.ECHILD {
				return
			}
			if pid == 0 {
				break // there is some, and it runs
			}
		}
	}
}

func prlimit(pid int, what int, most uint64) {
	limit := syscall.Rlimit{Cur: most, Max: most}
	syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), uintptr(what), uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
}
