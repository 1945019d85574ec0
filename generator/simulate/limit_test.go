//go:build unix

package simulate

import (
	"errors"
	"strings"
	"testing"
)

// What grows or nests without end is an error with its place, soon, and the same
// on every computer.
func TestLimits(t *testing.T) {
	for _, row := range []struct{ shell, text, want string }{
		{"sh", "x=a; while :; do x=$x$x; done", "x:1:18: a value of more than 1 MiB"},
		{"sh", "x=a\nwhile x=$x$x; do y=1; done", "x:2:7: a value of more than 1 MiB"},
		{"sh", "x=a; " + strings.Repeat("x=$x$x; ", 40), "a value of more than 1 MiB"},
		{"sh", "x=aa; f() { local y=$x$x; x=$y; f; }; f", "a value of more than 1 MiB"},
		{"sh", "x=a; while :; do export x=$x$x; done", "a value of more than 1 MiB"},
		{"sh", "x=a; while :; do x=$(echo \"$x$x\"); done", "a value of more than 1 MiB"},
		{"sh", "x=a; while :; do read -r x <<E\n$x$x\nE\ndone", "a value of more than 1 MiB"},
		{"sh", "set a; while :; do set -- \"$@\" \"$@\"; done", "x:1:20: a value of more than 1 MiB"},
		{"sh", "x=a; for i in 1 2 3 4 5 6 7 8; do eval 'x=$x$x$x$x$x$x$x$x'; done", "a value of more than 1 MiB"},
		{"sh", "echo aaaaaaaa >f; while :; do cat f f f f >g; mv g f; done", "of more than 16 MiB"},
		{"sh", "x=$(while :; do printf %10000s a; done)", "the commands read and write more than 128 MiB in all"},
		{"sh", "until false; do set -- \"$@\" a; done", "the commands read and write more than 128 MiB in all"},
		{"sh", "printf '%999999999s' a", "x:1:1: printf \"%999999999s\": a width that is too large"},
		{"sh", "f() { f; }; f", "x:1:7: functions, subshells and texts nest too deep"},
		{"sh", "f() { (g); }; g() { x=$(f); }; f", "nest too deep"},
		{"sh", "x='eval \"$x\"'; eval \"$x\"", "nest too deep"},
		{"sh", "printf '#!/bin/sh\\n./f\\n' >f; chmod +x f; ./f", "nest too deep"},
		{"sh", "echo '. ./f' >f; . ./f", "nest too deep"},
		{"sh", "trap 'f() { f; }; f' EXIT", "nest too deep"},
		{"sh", "while x=1; do y=2; done", "500000 commands and no end"},
		{"bash", "while [[ a ]]; do ((1)); done", "500000 commands and no end"},
		{"bash", "for ((;;)); do let 1; done", "500000 commands and no end"},
		{"bash", "x=a; while :; do x+=$x; done", "a value of more than 1 MiB"},
		{"bash", "x=(a); while :; do x+=(\"${x[@]}\"); done", "a value of more than 1 MiB"},
		{"bash", "x=aaaaaaaaaa; while :; do x=${x//a/$x}; done", "a value of more than 1 MiB"},
		{"bash", "echo {1..999999999}", "brace expansion to more than 100000 words"},
		{"bash", "echo {1..1000}{1..1000}{1..1000}", "brace expansion to more than 100000 words"},
	} {
		_, err := load(t, "debian-amd64").Run(Script{Name: "x", Text: row.text, Shell: row.shell})
		var problem *Error
		if !errors.As(err, &problem) || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: %v, want %s", row.text, err, row.want)
		}
	}
}

// The checks change nothing for a script that stays below the limits: neither
// its status, nor its streams, nor what set -x prints.
func TestLimitsUnseen(t *testing.T) {
	for _, row := range []struct{ shell, text, want string }{
		{"sh", "false; x=$?; echo $x", "1\n"},
		{"sh", "x=$(false) || echo $?; if x=$(exit 3); then :; else echo $?; fi", "1\n3\n"},
		{"sh", "set -e; echo a; x=$(exit 4); echo b", "a\n"},
		{"sh", "echo in | { x=$(cat); echo \"$x\"; }", "in\n"},
		{"sh", "x=$(echo a >&2; echo b) 2>&1; echo $x", "a\nb\n"},
		{"sh", "x=1 >f; cat f; echo $x", "1\n"},
		{"sh", "set -x; x=1; y=$x", ""},
		{"sh", "x=1 & wait; echo ${x-none}", "none\n"},
		{"bash", "declare x=1; declare -p x; [[ a == b ]] || echo $?; ((0)) || echo no", "declare -- x=\"1\"\n1\nno\n"},
		{"bash", "echo {1..3}{a,b}", "1a 1b 2a 2b 3a 3b\n"},
		{"sh", "f() { [ $1 -eq 0 ] || f $(($1 - 1)); }; f 200; echo done", "done\n"},
	} {
		r := mustRun(t, load(t, "debian-amd64"), Script{Name: "x", Text: row.text, Shell: row.shell})
		if r.Stdout != row.want || strings.Contains(r.Stderr, "simulated") {
			t.Errorf("%s: %q, want %q\n%s", row.text, r.Stdout, row.want, r.Stderr)
		}
	}
}
