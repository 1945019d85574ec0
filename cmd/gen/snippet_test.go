//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// A sourcer is a shell and how it sources a snippet under its strictest
// setting; NAME stands for the file.
type sourcer struct {
	shell   string
	snippet string
	argv    []string
	source  string // sources the snippet twice, strictly
	state   string // lists all variables and functions
	path    string // prints PATH
}

var sourcers = []sourcer{
	{"dash", "env.sh", []string{"dash", "-c"}, `set -eu; . "$F"; . "$F"`, "set", `echo "$PATH"`},
	{"busybox", "env.sh", []string{"busybox", "ash", "-c"}, `set -eu; . "$F"; . "$F"`, "set", `echo "$PATH"`},
	{"mksh", "env.sh", []string{"mksh", "-c"}, `set -eu; . "$F"; . "$F"`, "typeset; typeset -f", `echo "$PATH"`},
	{"yash", "env.sh", []string{"yash", "-c"}, `set -eu; . "$F"; . "$F"`, "typeset -p; typeset -fp", `echo "$PATH"`},
	{"bash", "env.bash", []string{"bash", "--norc", "-c"}, `set -euo pipefail; . "$F"; . "$F"`, "declare -p; declare -f", `echo "$PATH"`},
	{"zsh", "env.zsh", []string{"zsh", "-fc"}, `set -eu; . "$F"; . "$F"`, "typeset; typeset -f", `echo "$PATH"`},
	{"fish", "env.fish", []string{"fish", "-N", "-c"}, `source $F; source $F`, "set; functions -a", `string join : $PATH`},
	{"pwsh", "env.ps1", []string{"pwsh", "-NoProfile", "-NonInteractive", "-Command"}, `Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; . $env:F; . $env:F`, "Get-Variable -Scope Global | ForEach-Object Name; Get-ChildItem function: | ForEach-Object Name", `$env:PATH`},
}

func forEachSourcer(t *testing.T, f func(t *testing.T, s *sandbox, c sourcer)) {
	k := testKit(t)
	for _, c := range sourcers {
		t.Run(c.shell, func(t *testing.T) {
			realtool.Need(t, c.argv[0])
			s := newSandbox(t)
			s.env["F"] = filepath.Join(k.dist, "env", c.snippet)
			f(t, s, c)
		})
	}
}

// A snippet works under the strictest settings, twice, without a word, and puts
// Go first on PATH, once.
func TestSnippetPath(t *testing.T) {
	forEachSourcer(t, func(t *testing.T, s *sandbox, c sourcer) {
		got := s.must(append(c.argv, c.source+"; "+c.path)...)
		want := s.root() + "/current/bin:" + s.home + "/go/bin:/usr/bin:/bin"
		if got != want {
			t.Errorf("PATH is %q, want %q", got, want)
		}
		s.env["GOSETUP_ROOT"], s.env["GOBIN"] = "/opt/go sdk", "/opt/bin"
		if got := s.must(append(c.argv, c.source+"; "+c.path)...); got != "/opt/go sdk/current/bin:/opt/bin:/usr/bin:/bin" {
			t.Errorf("with GOSETUP_ROOT and GOBIN, PATH is %q", got)
		}
		delete(s.env, "GOSETUP_ROOT")
		delete(s.env, "GOBIN")
		s.env["XDG_DATA_HOME"], s.env["GOPATH"] = "/data", "/gopath"
		if got := s.must(append(c.argv, c.source+"; "+c.path)...); got != "/data/gosetup/current/bin:/gopath/bin:/usr/bin:/bin" {
			t.Errorf("with XDG_DATA_HOME and GOPATH, PATH is %q", got)
		}
	})
}

// changing are variables that change by themselves from one command to the next.
var changing = regexp.MustCompile(`^(declare \S+ |typeset \S+ |integer 10 readonly |[^=]*\b)?(PATH|path|_|LINENO|RANDOM|SRANDOM|SECONDS|EPOCH\w*|BASHPID|PPID|BASH_\w+|PIPESTATUS|TTYIDLE|status|pipestatus|history|FUNCNAME|OPTIND|OLDPWD|\?|!|KSHEGID|KSH_\w+|KSHUID|KSHGID|fish_\w+|umask|status_generation|PWD|zsh_eval_context|ZSH_\w+|argv|\*|@|#|'\$'|\$|-|0)\b?`)

// A snippet leaves no variable and no function behind.
func TestSnippetLeavesNothing(t *testing.T) {
	forEachSourcer(t, func(t *testing.T, s *sandbox, c sourcer) {
		state := func(before string) map[string]bool {
			lines := map[string]bool{}
			for _, line := range strings.Split(s.must(append(c.argv, before+"\n"+c.state)...), "\n") {
				if !changing.MatchString(line) {
					lines[line] = true
				}
			}
			return lines
		}
		source, plant := `. "$F"`, "leak=1"
		switch c.shell {
		case "fish":
			source, plant = "source $F", "set -g leak 1"
		case "pwsh":
			source, plant = ". $env:F", "$global:leak = 1"
		}
		clean := state("")
		for line := range state(source) {
			if !clean[line] {
				t.Errorf("left behind: %q", line)
			}
		}
		leaks := 0
		for line := range state(plant) {
			if !clean[line] && strings.Contains(line, "leak") {
				leaks++
			}
		}
		if leaks == 0 {
			t.Errorf("the test does not see a leak that is there; it knows %v", clean)
		}
	})
}

// A snippet starts no process: nothing forks but the shell's own first exec.
func TestSnippetStartsNothing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("strace is a Linux tool; the snippets are the same everywhere")
	}
	realtool.Need(t, "strace")
	forEachSourcer(t, func(t *testing.T, s *sandbox, c sourcer) {
		if c.shell == "pwsh" {
			return // .NET makes threads; TestSnippetPath runs it
		}
		count := func(code string) int {
			trace := filepath.Join(s.tmp, "trace")
			argv := append([]string{"strace", "-f", "-qq", "-o", trace, "-e", "trace=execve,fork,vfork,clone,clone3"}, c.argv...)
			s.must(append(argv, code)...)
			out, err := exec.Command("cat", trace).Output()
			if err != nil {
				t.Fatal(err)
			}
			return strings.Count(string(out), "\n")
		}
		source := `. "$F"`
		if c.shell == "fish" {
			source = "source $F"
		}
		empty, sourced := count(":"), count(source)
		if sourced != empty {
			t.Errorf("it makes %d calls to start processes, an empty script %d", sourced, empty)
		}
		if forked := count("ls >/dev/null; ls >/dev/null"); forked <= empty {
			t.Errorf("the test counts nothing: %d calls with two processes, %d without", forked, empty)
		}
	})
}
