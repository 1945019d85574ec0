//go:build unix

package simulate

import (
	"slices"
	"strings"
	"testing"
)

// A life keeps all promises on every machine; and breaking the script in the way
// that a promise is about is seen.
func TestLive(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"macos-arm64-rosetta", "no-hash-tool"} {
		l, err := Live(name, installer(t))
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Breaches) > 0 || (l.Status == 0) != outcomes[name].installed || l.Status == 0 && l.Kills < 20 {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

// What a broken installer does is a breach.
func TestLiveSeesBreaches(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, machine, want string }{
		{"  if [ -n \"$dry_run\" ]; then\n    plan", "  if [ -n \"$help\" ]; then\n    plan", "debian-amd64", "a dry run has effects"},
		{"say \"Go $go_version is set up in $root; nothing to do\"", "mkdir -p \"$root/x\"; say \"Go $go_version is set up in $root; nothing to do\"", "debian-amd64", "a second run has effects"},
		{"mv \"$stage/tree/go\" \"$go_dir\"", "cp -R \"$stage/tree/go\" \"$go_dir\"", "debian-amd64", "is no program that the simulator knows"}, // half of the go command
		{"rm -rf \"$old\"", ":", "debian-amd64", "the next run ends in another tree"},
		{"  remove_settings\n", "", "debian-amd64", "--uninstall does not give back"},
		{"made=\"$1$newline$made\"", ":", "corrupt-download", "a failed installation leaves something behind"},
	} {
		script := installer(t)
		if strings.Count(script.Text, c.old) < 1 {
			t.Errorf("install.sh has no %q", c.old)
			continue
		}
		script.Text = strings.Replace(script.Text, c.old, c.new, 1)
		l, err := Live(c.machine, script)
		if err != nil {
			l.Breaches = append(l.Breaches, err.Error())
		}
		if !slices.ContainsFunc(l.Breaches, func(b string) bool { return strings.Contains(b, c.want) }) {
			t.Errorf("%q: breaches %q, want %q", c.new, l.Breaches, c.want)
		}
	}
}
