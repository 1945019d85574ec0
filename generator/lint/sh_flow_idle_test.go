package lint

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Which functions only compute.
func TestIdlers(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"it computes", "f() { a=$1; while [ -n \"$a\" ]; do a=${a#?}; done; }", "f"},
		{"it prints", "f() { printf '%s\\n' \"$1\"; echo x >&2; cat a 2>/dev/null; }", "f"},
		{"it reads", "f() { while IFS= read -r row; do a=$row; done <\"$1\"; }", "f"},
		{"it asks", "f() { command -v tar; a=$(cd / && pwd -P); b=$(sysctl -n x); }", "f"},
		{"it calls what computes", "f() { g; }\ng() { a=1; }", "f g"},
		{"it calls what does not", "f() { g; }\ng() { rm x; }", ""},
		{"it writes a file", "f() { echo x >\"$1\"; }", ""},
		{"it ends the script", "f() { exit 1; }", ""},
		{"it changes the directory", "f() { cd /; }", ""},
		{"it runs what it is given", "f() { \"$@\"; }", ""},
		{"it runs what may write", "f() { sort -o a b; }", ""},
		{"it sets a kernel variable", "f() { sysctl -w a=b; }", ""},
		{"it works behind the scenes", "f() { a=1 & }", ""},
		{"it changes the environment of commands", "f() { PATH=/x; }", ""},
		{"it asks whether this is a dry run", "f() { [ -n \"$dry_run\" ]; }\ncase $1 in --dry-run) dry_run=1 ;; esac", ""},
		{"its value gets into a command", "f() { a=x; }\ng() { rm \"$a\"; }", ""},
		{"its value does by way of another", "f() { a=x; }\ng() { b=$a; }\nh() { rm \"$b\"; }", ""},
		{"its value does as an argument", "f() { a=x; }\nh() { rm \"$1\"; }\nh \"$a\"", ""},
		{"its value does by set", "f() { a=x; }\nh() { set -- \"$a\"; rm \"$@\"; }", ""},
		{"its value decides only", "f() { a=x; }\nh() { if [ -n \"$a\" ]; then rm y; fi; }", "f"},
		{"its value does outside of functions", "f() { a=x; }\nrm \"$a\"", ""},
	} {
		s := shScriptOf(t, "a.sh", "{\n"+c.script+"\nf\nexit\n}\n")
		if s == nil {
			t.Fatalf("%s does not parse", c.name)
		}
		got := slices.Sorted(maps.Keys(s.idlers()))
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// What an idle function assigns is unknown afterwards, and both ways are followed; in
// a short script it is known.
func TestIdleDecides(t *testing.T) {
	script := "{\nsum=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40\nf() { ready=yes; }\n" +
		"dir=$(mktemp -d) || exit 1\ncurl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 5 --max-time 9 --retry 3 -o \"$dir/x\" https://a.example/x || exit 1\n" +
		"f\nif [ \"$ready\" = yes ]; then\n  got=$(sha256sum \"$dir/x\") || exit 1\n  [ \"${got%% *}\" = \"$sum\" ] || exit 1\nfi\ntar -xzf \"$dir/x\" -C \"$dir\" || exit 1\nexit\n}\n"
	if found := newFlow(shScriptOf(t, "a.sh", script)).findings()["GS101"]; len(found) > 0 {
		t.Error("there is no way around the digest:", found)
	}
	long := strings.Replace(script, "exit\n}", strings.Repeat("true\n", longScript)+"exit\n}", 1)
	if found := newFlow(shScriptOf(t, "a.sh", long)).findings()["GS101"]; len(found) == 0 {
		t.Error("the way around the digest is not seen")
	}
}
