//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// asUser makes cmd lead a process group, so that a test can kill all of it,
// and run as uid where that is not 0.
func asUser(cmd *exec.Cmd, uid uint32) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if uid != 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: uid}
	}
}

// killGroup sends a signal to cmd and all it started.
func killGroup(cmd *exec.Cmd, sig syscall.Signal) error {
	return syscall.Kill(-cmd.Process.Pid, sig)
}
