//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// startups are the files that a shell reads at its start: a line that sets a
// variable in one of them is found, whichever shell doctor is started from.
var startups = []struct{ shell, file, line, in string }{
	{"bash", ".bashrc", "export GO111MODULE=off", "bash-interactive"},
	{"bash", ".bash_profile", "export GO111MODULE=off", "bash-login"},
	{"bash", ".profile", "export GO111MODULE=off", "bash-login"},
	{"zsh", ".zshenv", "export GO111MODULE=off", "zsh-login, zsh-interactive"},
	{"zsh", ".zprofile", "export GO111MODULE=off", "zsh-login"},
	{"zsh", ".zshrc", "export GO111MODULE=off", "zsh-interactive"},
	{"zsh", ".zlogin", "typeset -x GO111MODULE=off", "zsh-login"},
	{"fish", ".config/fish/config.fish", "set -gx GO111MODULE off", "fish-login, fish-interactive"},
	{"fish", ".config/fish/conf.d/go.fish", "set --export GO111MODULE off", "fish-login, fish-interactive"},
}

func TestDoctorLooksWhereShellsLook(t *testing.T) {
	k := testKit(t)
	for _, s := range startups {
		t.Run(s.file, func(t *testing.T) {
			realtool.Need(t, s.shell)
			t.Parallel()
			p := healthy(t)
			p.usesShell(s.shell)
			p.write(s.file, "true\n"+s.line+"\n", 0o644)
			f := fault{id: "GD20", evidence: []string{"GO111MODULE=off in " + s.in, s.file + ":2:" + s.line}}
			f.seen(p, posixKeepers[0], k.dist)
			for _, option := range []string{"-ic", "-lc"} {
				d := p.fromShell(k.dist, s.shell, option)
				if diff := cmp.Diff([]string{"GD20"}, d.found()); diff != "" {
					t.Errorf("from %s %s (-want +got):\n%s", s.shell, option, diff)
				}
			}
		})
	}
}

// fromShell is doctor as a user types it in a shell of his.
func (p *patient) fromShell(dist, shell, option string) diagnosis {
	p.t.Helper()
	return diagnosed(p.t, p.run("", shell, option, "cd /; env PATH='"+p.env["PATH"]+"' dash "+dist+"/gosetup doctor --offline --json "+allButEditors()))
}

// oddStarts are start-up files that a machine must not stumble over.
var oddStarts = []struct{ name, text string }{
	{"prints", "echo hello\necho @go\necho env-of-1\necho GO111MODULE=off\necho GOROOT=/nonsense >&2\n"},
	{"exits", "exit 3\n"},
	{"hangs", "sleep 100\n"},
	{"hangs for ever", "while true; do sleep 1; done\n"},
	{"becomes another shell", "exec dash\n"},
	{"starts another shell", "dash\nzsh -f\n"},
	{"asks", "read answer\n"},
	{"leaves something running", "sleep 100 &\n"},
	{"fails", "false\nno-such-command-here\n"},
}

// What a start-up file does besides does not lead doctor astray, and takes no
// longer than the limit.
func TestDoctorOutlivesStartupFiles(t *testing.T) {
	k := testKit(t)
	files := map[string]string{"bash": ".bashrc", "zsh": ".zshenv", "fish": ".config/fish/config.fish"}
	for _, odd := range oddStarts {
		for shell, file := range files {
			for _, limiter := range []string{"timeout", "perl"} {
				if limiter == "perl" && !strings.HasPrefix(odd.name, "hangs") {
					continue
				}
				t.Run(odd.name+" "+shell+" "+limiter, func(t *testing.T) {
					realtool.Need(t, shell)
					t.Parallel()
					p := healthy(t)
					p.usesShell(shell)
					text := odd.text
					if shell == "fish" {
						text = strings.NewReplacer("while true; do sleep 1; done", "while true; sleep 1; end").Replace(text)
					}
					p.write(file, text, 0o644)
					if limiter == "perl" {
						os.Remove(filepath.Join(p.tools, "timeout"))
					}
					p.env["GOSETUP_SHELL_LIMIT"] = "1"
					start := time.Now()
					d := p.examine(posixKeepers[0], k.dist)
					if diff := cmp.Diff([]string{}, d.found()); diff != "" {
						t.Errorf("(-want +got):\n%s", diff)
						for _, id := range d.found() {
							t.Log(d.said(id))
						}
					}
					if took := time.Since(start); took > 15*time.Second {
						t.Errorf("it took %v", took)
					}
				})
			}
		}
	}
}

// On a terminal interactive shells want the terminal for themselves; doctor comes to
// its end all the same, and says what it says elsewhere.
func TestDoctorOnATerminal(t *testing.T) {
	k := testKit(t)
	for _, shell := range []string{"bash", "zsh", "fish"} {
		t.Run(shell, func(t *testing.T) {
			realtool.Need(t, shell)
			t.Parallel()
			p := healthy(t)
			p.usesShell(shell)
			p.write(".bashrc", "stty sane 2>/dev/null\nexport GO111MODULE=off\n", 0o644)
			p.write(".zshrc", "ttyctl -u\nexport GO111MODULE=off\n", 0o644)
			p.write(".config/fish/config.fish", "set -gx GO111MODULE off\n", 0o644)
			before := snapshot(t, p.home)
			status := map[string]string{"fish": "$status"}[shell]
			if status == "" {
				status = "$?"
			}
			out, _ := onTerminal(t, p.sandbox, "", shell, "-i", "-c", "cd /; env PATH='"+p.env["PATH"]+"' dash "+k.dist+"/gosetup doctor --offline; echo exit "+status)
			for _, want := range []string{"GD20", "GO111MODULE=off", shell + "-interactive", "exit 1"} {
				if !strings.Contains(out, want) {
					t.Errorf("it lacks %q:\n%s", want, out)
				}
			}
			if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" {
				t.Errorf("something was written:\n%s", diff)
			}
		})
	}
}

// Nothing is missing that doctor needs to say at least what is wrong.
func TestDoctorWithLittle(t *testing.T) {
	k := testKit(t)
	for _, c := range []struct {
		name   string
		set    func(p *patient)
		code   int
		stdout string
		stderr string
	}{
		{"no HOME", func(p *patient) { delete(p.env, "HOME") }, 1, "", "gosetup: error: HOME is not set; set it to your home directory\n"},
		{"HOME is gone", func(p *patient) { p.env["HOME"] = "/nowhere" }, 1, "", "gosetup: error: HOME, /nowhere, is not a directory\n"},
		{"PATH is not set", func(p *patient) { delete(p.env, "PATH") }, 1, "there is no go on PATH", ""},
		{"PATH has nothing", func(p *patient) { p.env["PATH"] = "/nowhere" }, 1, "there is no go on PATH", ""},
		{"no awk", func(p *patient) {
			p.write(".profile", "export GO111MODULE=off\n", 0o644)
			os.Remove(p.tools + "/awk")
			p.write(p.tools+"/awk", "#!/bin/sh\nexit 127\n", 0o755)
			p.env["GO111MODULE"] = "off"
		}, 1, "GO111MODULE=off in this environment", "gosetup: warning: awk does not work here; the lines of start-up files are not looked at\n"},
		{"no timeout, no perl, no setsid", func(p *patient) {
			p.usesShell("zsh")
			for _, name := range []string{"timeout", "perl", "setsid"} {
				os.Remove(filepath.Join(p.tools, name))
			}
			p.write(".zshrc", "export GO111MODULE=off\n", 0o644)
		}, 1, "GO111MODULE=off in zsh-interactive", ""},
		{"nothing that reads heads", func(p *patient) {
			os.Remove(p.tools + "/od")
			p.write(p.tree+"/bin/go", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00"+otherMachine+"\x01\x00\x00\x00", 0o755)
		}, 1, "/opt/go/bin/go does not run", ""},
		{"a home with quotes and commands", func(p *patient) {
			p.home += "/a\"b & c$(touch pwned)`touch pwned`\\n"
			p.mkdir(p.home)
			p.env["HOME"] = p.home
			p.write("go/bin/tool", "#!/bin/sh\n", 0o755)
		}, 1, "what go install makes is not on PATH", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			c.set(p)
			for _, k2 := range posixKeepers {
				if strings.HasPrefix(c.name, "no") && k2.argv[0] == "busybox" && c.name != "no HOME" {
					continue // it has its own tools, wherever PATH points
				}
				if c.name == "no HOME" && k2.argv[0] == "zsh" {
					continue // it asks the system for one
				}
				r := p.doctor(k2, k.dist, "--offline")
				if r.code != c.code || !strings.Contains(r.stdout, c.stdout) || r.stderr != c.stderr {
					t.Errorf("%s: exit %d\n%s%s", k2.argv, r.code, r.stdout, r.stderr)
				}
			}
			if _, err := os.Lstat(p.dir + "/pwned"); err == nil {
				t.Error("a name became a command")
			}
		})
	}
}
