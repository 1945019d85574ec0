// Package realtool is for tests that ask the real programs: shells, linters,
// interpreters.
package realtool

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// Need returns where a program is. Without it the test is skipped; where the
// programs were installed on purpose (GOSETUP_REQUIRE_TOOLS, set by ./test), it
// fails, except for pwsh, and for busybox, which is a program of Linux.
func Need(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" && name != "pwsh" && (runtime.GOOS == "linux" || name != "busybox") {
		t.Fatalf("%s is not installed; ./test installs it", name)
	}
	t.Skipf("%s is not installed", name)
	return ""
}
