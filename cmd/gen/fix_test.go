//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/probe"
	"github.com/org/gosetup/generator/realtool"
)

// byInstall are the probes whose fix is gosetup install; TestFixInstalls is theirs.
var byInstall = []string{"GD70", "GD01", "GD10", "GD76", "GD71", "GD72", "GD73", "GD74", "GD42"}

// moreFaults are in start-up files what the tables have in the environment.
var moreFaults = []fault{
	{id: "GD07", name: "GOROOT of another Go in .zshrc", set: func(p *patient) {
		p.goTree(p.tmp+"/other/go", "1.25.1", "amd64")
		p.usesShell("zsh")
		p.write(".zshrc", "if true; then\n  export GOROOT="+p.tmp+"/other/go\nfi\n", 0o640)
	}},
	{id: "GD05", name: "GOROOT in a linked .bash_profile without a last line end", set: func(p *patient) {
		p.usesShell("bash")
		p.write("dots/profile", "# mine\r\nexport GOROOT=/nowhere", 0o600)
		p.link("dots/profile", ".bash_profile")
	}},
}

// elsewhere are the probes that need a Mac; TestFixMacs is theirs.
var elsewhere = []string{"GD62", "GD35"}

// Whatever fix says it can mend is gone afterwards, and nothing else has changed;
// a second fix finds nothing to do, and undo gives back every byte.
func TestFixMends(t *testing.T) {
	k := testKit(t)
	var mu sync.Mutex
	mended := map[string]int{}
	var table []string
	t.Run("faults", func(t *testing.T) {
		for i, f := range slices.Concat(goFaults, pathFaults, settingsFaults, cacheFaults, toolFaults, moreFaults) {
			row, _ := probe.Find(f.id)
			if !row.Mends || slices.Contains(byInstall, f.id) {
				continue
			}
			t.Run(f.id+" "+f.name, func(t *testing.T) {
				t.Parallel()
				shell := posixKeepers[i%len(posixKeepers)]
				did := f.mends(t, shell, k.dist)
				line := fmt.Sprintf("%-4s %-5s %-55s in this environment only: what to do is said", requirement(f.id), f.id, f.name)
				mu.Lock()
				defer mu.Unlock()
				if did {
					mended[f.id]++
					line = fmt.Sprintf("%-4s %-5s %-55s fixed in %s, and undone", requirement(f.id), f.id, f.name, shell.argv[0])
				}
				table = append(table, line)
			})
		}
	})
	for _, p := range probe.All() {
		if p.Mends && mended[p.ID] == 0 && !slices.Contains(byInstall, p.ID) && !slices.Contains(elsewhere, p.ID) && !p.Last {
			t.Errorf("%s is said to be mended by gosetup fix, and no fault shows it", p.ID)
		}
	}
	slices.Sort(table)
	t.Logf("%d probes have a fault that was mended\n%s", len(mended), strings.Join(table, "\n"))
}

// mends tells whether fix did it; what cannot be mended must stay as it is.
func (f fault) mends(t *testing.T, k keeper, dist string) bool {
	p := healthy(t)
	p.has(fixTools...)
	f.set(p)
	before := snapshot(t, p.home)
	dry := p.gosetup(k, dist, "fix", f.id, "--offline", "--dry-run")
	if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" || dry.code != 1 || dry.stderr != "" {
		t.Fatalf("dry run: exit %d\n%s%s\n%s", dry.code, dry.stdout, dry.stderr, diff)
	}
	got := p.gosetup(k, dist, "fix", f.id, "--offline", "--yes")
	if !strings.Contains(dry.stdout, "To be changed:") {
		if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" || got.code != 1 || !strings.Contains(got.stdout, "gosetup can mend none of that by itself") {
			t.Errorf("nothing can be mended: exit %d\n%s%s\n%s", got.code, got.stdout, got.stderr, diff)
		}
		return false
	}
	if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "\n"+f.id+" is gone\n") {
		t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		return false
	}
	p.changedOnly(before, dry.stdout)
	for key, value := range p.env { // it stays in this process, but new ones have it no more
		if strings.HasPrefix(key, "GO") && strings.Contains(dry.stdout, key+"="+value) {
			delete(p.env, key)
		}
	}
	again := p.gosetup(k, dist, "fix", f.id, "--offline", "--yes")
	if f.id != "GD02" && f.id != "GD11" && (again.code != 0 || again.stdout != "nothing is wrong, so there is nothing to mend\n") {
		t.Errorf("a second fix: exit %d\n%s%s", again.code, again.stdout, again.stderr)
	}
	undo := p.gosetup(k, dist, "fix", "--undo")
	if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" || undo.code != 0 || undo.stderr != "" {
		t.Errorf("undo: exit %d\n%s%s\n%s", undo.code, undo.stdout, undo.stderr, diff)
	}
	return true
}

// fixTools are the programs that fix needs, and doctor does not.
var fixTools = []string{"chmod", "cp", "ln", "mkdir", "mv", "rm", "rmdir", "tail"}

// has puts programs of this machine on PATH.
func (p *patient) has(names ...string) {
	for _, name := range names {
		p.link(realtool.Need(p.t, name), filepath.Join(p.tools, name))
	}
}

// changedOnly fails if a file changed that the plan does not name.
func (p *patient) changedOnly(before map[string]string, plan string) {
	p.t.Helper()
	after := snapshot(p.t, p.home)
	for name, was := range before {
		named := strings.Contains(plan, filepath.Base(name)) || strings.Contains(plan, "universal variable") && strings.HasSuffix(name, "fish_variables")
		if after[name] != was && !named {
			p.t.Errorf("%s changed, which the plan does not name:\n%s", name, plan)
		}
	}
	for name := range after {
		if _, old := before[name]; !old && !strings.HasPrefix(name, ".local") {
			p.t.Errorf("%s is new", name)
		}
	}
}

// What gosetup install can mend, fix does with it.
func TestFixInstalls(t *testing.T) {
	dist, err := twoVersions()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range posixKeepers {
		t.Run(k.argv[0], func(t *testing.T) {
			realtool.Need(t, k.argv[0])
			t.Parallel()
			s := newSandbox(t)
			p := &patient{sandbox: s, tools: "/usr/bin", dir: "/"}
			s.env["SHELL"] = "/bin/bash"
			s.env["PATH"] = "/usr/bin:/bin"
			fixes := func(want ...string) {
				t.Helper()
				if got := p.examine(k, dist).found(); !slices.Equal(got, want) {
					t.Errorf("found %v, want %v", got, want)
				}
				got := p.gosetup(k, dist, "fix", "--offline", "--yes")
				if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "\n"+want[0]+" is gone\n") {
					t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
				}
				if got := p.examine(k, dist).found(); len(got) > 0 && want[0] != "GD70" { // PATH here is still the old one
					t.Errorf("afterwards it finds %v", got)
				}
			}
			fixes("GD70")
			s.env["PATH"] = s.root() + "/current/bin:/usr/bin:/bin"
			p.write(".bashrc", "", 0o644)
			p.write(".bash_profile", "", 0o644)
			p.write(".profile", "", 0o644)
			fixes("GD10", "GD74")
			p.write(".config/go/env", "", 0o644)
			fixes("GD72")
			if got := p.gosetup(k, dist, "uninstall", "--all", "-q"); got.code != 0 {
				t.Errorf("uninstall: exit %d\n%s", got.code, got.stderr)
			}
		})
	}
}

// A run that is killed between its note and the change leaves nothing to take back,
// and what somebody changed since is left alone.
func TestFixUndoneHalfway(t *testing.T) {
	k := testKit(t)
	fixed := func(t *testing.T) *patient {
		p := healthy(t)
		p.has(fixTools...)
		p.write(".config/go/env", "GO111MODULE=off\n", 0o600)
		if got := p.gosetup(posixKeepers[0], k.dist, "fix", "GD20", "--offline", "--yes"); got.code != 0 {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		return p
	}
	t.Run("uninstalled", func(t *testing.T) {
		p := fixed(t)
		before := snapshot(t, p.home)
		got := p.gosetup(posixKeepers[0], k.dist, "uninstall", "--all")
		if got.code != 1 || !strings.Contains(got.stderr, "gosetup fix --undo") {
			t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" {
			t.Errorf("uninstall takes the copies of fix:\n%s", diff)
		}
	})
	t.Run("not changed yet", func(t *testing.T) {
		p := fixed(t)
		p.write(".config/go/env", "GO111MODULE=off\n", 0o600)
		got := p.gosetup(posixKeepers[0], k.dist, "fix", "--undo")
		if _, err := os.Lstat(p.root()); got.code != 0 || got.stderr != "" || err == nil {
			t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
	t.Run("changed since", func(t *testing.T) {
		p := fixed(t)
		p.write(".config/go/env", "GOFLAGS=-v\n", 0o600)
		before := snapshot(t, p.home)
		got := p.gosetup(posixKeepers[0], k.dist, "fix", "--undo")
		if got.code != 1 || !strings.Contains(got.stderr, "was changed since") {
			t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if diff := cmp.Diff(before, snapshot(t, p.home)); diff != "" {
			t.Errorf("undo writes:\n%s", diff)
		}
	})
}
