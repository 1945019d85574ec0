package escape

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// needTool skips where an interpreter is missing; where they were installed on
// purpose, only pwsh may be.
func needTool(t testing.TB, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" && name != "pwsh" && (runtime.GOOS == "linux" || name != "busybox") {
		t.Fatalf("%s is not installed; ./test installs it", name)
	}
	t.Skipf("%s is not installed", name)
}
