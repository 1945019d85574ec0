package lint

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

var refuses = regexp.MustCompile(`unrecognized option|invalid option|unrecognized: |unknown option|bad -`)

// What the table says of busybox is what busybox says.
func TestBusyboxFacts(t *testing.T) {
	realtool.Need(t, "busybox")
	for _, fact := range shOptions {
		if fact.command == "install" || fact.command == "echo" {
			continue // Debian's busybox has no install; echo refuses nothing
		}
		option := strings.TrimPrefix(fact.option, "=")
		out, _ := exec.Command("busybox", fact.command, option).CombinedOutput()
		first, _, _ := strings.Cut(string(out), "\n")
		refused, lacks := refuses.MatchString(first), strings.Contains(fact.lacks, "busybox")
		if base64 := option == "-D"; refused != lacks && !base64 {
			t.Errorf("%s %s: the table says that busybox lacks it: %t; busybox says\n%s", fact.command, option, lacks, first)
		}
	}
	for name, fact := range shAbsent {
		out, _ := exec.Command("busybox", name, "--help").CombinedOutput()
		missing := strings.Contains(string(out), "applet not found")
		if strings.Contains(fact.lacks, "busybox") && !missing {
			t.Errorf("%s: the table says that busybox lacks it", name)
		}
		if strings.Contains(fact.lacks, "macOS") && !strings.Contains(fact.lacks, "busybox") && missing && name != "python" {
			t.Errorf("%s: busybox lacks it, the table does not say so", name)
		}
	}
}
