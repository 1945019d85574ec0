//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// offers are what is offered behind a beginning of a command line: all words, or
// of many ("+") some that must be among them.
var offers = []struct{ line, want string }{
	{"gosetup in", "info install"},
	{"gosetup ", "+ doctor env help install list uninstall use"},
	{"gosetup use ", "1.26.1 1.27.3"},
	{"gosetup use 1.27", "1.27.3"},
	{"gosetup uninstall 1.2", "1.26.1 1.27.3"},
	{"gosetup install 1.2", "1.26.9 1.27.3"},
	{"gosetup plan 9", ""},
	{"gosetup env f", "fish"},
	{"gosetup use --pr", "--project"},
	{"gosetup use --m", ""},
	{"gosetup install --no-s", "--no-shells --no-smoke"},
	{"gosetup doctor --", "+ --explain --json --only"},
	{"gosetup doctor --explain GD7", "GD70 GD71 GD72 GD73 GD74 GD76"},
	{"gosetup doctor --only GD70,GD7", "+ GD70,GD70 GD70,GD71"},
	{"gosetup nosuch ", ""},
	{"gosetup list ", ""},
}

// A completer is a shell that completes: a program that prints what it offers.
type completer struct {
	shell string
	ask   func(t *testing.T, s *sandbox, file, line string) string
}

var completers = []completer{
	{"bash", func(t *testing.T, s *sandbox, file, line string) string {
		const code = `. "$1"; read -r -a COMP_WORDS <<<"$2"
			case $2 in *' ') COMP_WORDS+=('') ;; esac
			COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); set -u; _gosetup
			printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}`
		return s.must("bash", "--norc", "-c", code, "bash", file, line)
	}},
	{"zsh", completeInZsh},
	{"fish", func(t *testing.T, s *sandbox, file, line string) string {
		out := s.must("fish", "-N", "-c", "source $argv[1]; complete -C $argv[2]", file, line)
		var words []string
		for offer := range strings.Lines(out) {
			word, _, _ := strings.Cut(strings.TrimSuffix(offer, "\n"), "\t")
			if strings.HasPrefix(word, line[strings.LastIndexByte(line, ' ')+1:]) { // fish offers what only contains it, too
				words = append(words, word)
			}
		}
		return strings.Join(words, "\n")
	}},
	{"pwsh", func(t *testing.T, s *sandbox, file, line string) string {
		const code = `param($file, $line) . $file
			[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText`
		script := filepath.Join(s.tmp, "ask.ps1")
		must(t, os.WriteFile(script, []byte(code), 0o644))
		return s.must("pwsh", "-NoProfile", "-NonInteractive", "-File", script, file, line)
	}},
}

// completeInZsh starts a zsh on a terminal with its completion system, which calls
// our function at the first prompt; what it adds is written down.
func completeInZsh(t *testing.T, s *sandbox, file, line string) string {
	out := filepath.Join(s.tmp, "offered")
	must(t, os.WriteFile(out, nil, 0o644))
	rc := `fpath=(${FILE:h} $fpath)
		autoload -Uz compinit; compinit -u -D
		compadd() {
			local -a hits
			builtin compadd -O hits "$@"
			[[ ${#hits} == 0 ]] || print -rl -- $IPREFIX${^hits} >>$OUT
			builtin compadd "$@"
		}
		ask() { BUFFER=$LINE_TO_COMPLETE CURSOR=$#BUFFER; zle complete-word; exit 0 }
		zle -N zle-line-init ask`
	must(t, os.WriteFile(filepath.Join(s.tmp, ".zshrc"), []byte(rc), 0o644))
	s.env["ZDOTDIR"], s.env["FILE"], s.env["OUT"], s.env["LINE_TO_COMPLETE"] = s.tmp, file, out, line
	if seen, code := onTerminal(t, s, "", "zsh", "-d", "-i"); code != 0 {
		t.Errorf("zsh: exit %d\n%s", code, seen)
	}
	offered, err := os.ReadFile(out)
	must(t, err)
	return string(offered)
}

// At the end of a command line each shell offers the same words, and asks gosetup
// which versions there are.
func TestCompletions(t *testing.T) {
	for _, c := range completers {
		t.Run(c.shell, func(t *testing.T) {
			realtool.Need(t, c.shell)
			s, file := completionSandbox(t, c.shell)
			for _, o := range offers {
				got := strings.Fields(c.ask(t, s, file, o.line))
				slices.Sort(got)
				want := strings.Fields(o.want)
				if len(want) > 0 && want[0] == "+" {
					want = want[1:]
					got = slices.DeleteFunc(got, func(word string) bool { return !slices.Contains(want, word) })
				}
				if diff := cmp.Diff(strings.Join(want, " "), strings.Join(slices.Compact(got), " ")); diff != "" {
					t.Errorf("%q (-want +got):\n%s", o.line, diff)
				}
			}
		})
	}
}

// completionFiles are the completions by shell.
var completionFiles = map[string]string{"bash": "gosetup.bash", "zsh": "_gosetup", "fish": "gosetup.fish", "pwsh": "gosetup.ps1"}

// completionSandbox has gosetup on PATH and two versions of Go; a third is no name
// that a shell should get to see.
func completionSandbox(t *testing.T, shell string) (s *sandbox, file string) {
	s = newSandbox(t)
	dist, err := filepath.Abs(filepath.Join(goldenDir, "default"))
	must(t, err)
	bin := filepath.Join(s.home, "bin")
	must(t, os.Mkdir(bin, 0o755))
	must(t, os.Symlink(filepath.Join(dist, "gosetup"), filepath.Join(bin, "gosetup")))
	s.env["PATH"] = bin + ":" + s.env["PATH"]
	for _, version := range []string{"1.27.3", "1.26.1", "1$(touch pwned)"} {
		dir := filepath.Join(s.root(), "go", version)
		must(t, os.MkdirAll(filepath.Join(dir, "bin"), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, "bin/go"), []byte("#!/bin/sh\n"), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, "VERSION"), nil, 0o644))
	}
	return s, filepath.Join(dist, "completions", completionFiles[shell])
}

// To source a completion starts no process and prints nothing, also in a strict
// shell.
func TestCompletionsAreQuiet(t *testing.T) {
	for shell, argv := range map[string][]string{
		"bash": {"bash", "--norc", "-c", `set -eu; . "$1"`, "bash"},
		"fish": {"fish", "-N", "-c", "source $argv[1]"},
		"pwsh": {"pwsh", "-NoProfile", "-NonInteractive", "-Command", `Set-StrictMode -Version 3; . $args[0]`},
	} {
		t.Run(shell, func(t *testing.T) {
			realtool.Need(t, shell)
			s, file := completionSandbox(t, shell)
			must(t, os.Remove(filepath.Join(s.home, "bin/gosetup")))
			must(t, os.WriteFile(filepath.Join(s.home, "bin/gosetup"), []byte("#!/bin/sh\n: >\"$HOME/started\"\n"), 0o755))
			if out := s.must(append(argv, file)...); out != "" {
				t.Errorf("it prints %q", out)
			}
			if _, err := os.Stat(filepath.Join(s.home, "started")); err == nil {
				t.Error("it starts gosetup before anybody asks")
			}
		})
	}
}

// The completion of gen itself is that of its library.
func TestGenCompletion(t *testing.T) {
	for shell, parse := range map[string][]string{"bash": {"bash", "-n"}, "zsh": {"zsh", "-fn"}, "fish": {"fish", "-n"}} {
		t.Run(shell, func(t *testing.T) {
			realtool.Need(t, shell)
			var out, stderr strings.Builder
			if code := run([]string{"completion", shell}, &out, &stderr); code != exitDone {
				t.Fatal(stderr.String())
			}
			cmd := exec.Command(parse[0], parse[1:]...)
			cmd.Stdin = strings.NewReader(out.String())
			if text, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, text)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
