//go:build !linux

package escape

import (
	"errors"
	"os/exec"
	"runtime"
)

// isolate cannot.
func isolate(*exec.Cmd) error { return errors.New(runtime.GOOS + " has no namespaces") }
