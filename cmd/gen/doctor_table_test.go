//go:build unix

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/probe"
	"github.com/org/gosetup/generator/realtool"
)

// A fault is one way to break a healthy machine, and what doctor must say of it.
type fault struct {
	id       string // of the probe it is for
	name     string
	set      func(p *patient)
	want     []string // all that is found, in the order of the report; id alone if it is nil
	evidence []string // what the finding of id must show
}

// allFaults is every table of faults.
func allFaults() []fault {
	return slices.Concat(goFaults, pathFaults, settingsFaults, cacheFaults, cgoFaults, toolFaults, projectFaults, profileFaults, faultsOfMachines())
}

// Each probe has a fault that it must find.
func TestEveryProbeHasAFault(t *testing.T) {
	covered := map[string]bool{}
	for _, f := range allFaults() {
		if _, ok := probe.Find(f.id); !ok {
			t.Errorf("%s, %s: there is no such probe", f.id, f.name)
		}
		covered[f.id] = true
	}
	for _, p := range probe.All() {
		if !covered[p.ID] {
			t.Errorf("%s, %s: no fault shows that it works", p.ID, p.Title)
		}
	}
}

// Each fault of this machine is found, by itself, in each shell; the report names
// it, shows the evidence and says what mends it.
func TestDoctorFinds(t *testing.T) {
	k := testKit(t)
	faults := slices.Concat(goFaults, pathFaults, settingsFaults, cacheFaults, cgoFaults, toolFaults, projectFaults)
	shells := make([][]string, len(faults))
	t.Run("faults", func(t *testing.T) {
		for i, f := range faults {
			t.Run(f.id+" "+f.name, func(t *testing.T) {
				t.Parallel()
				shells[i] = f.show(t, k.dist, someKeepers(i))
			})
		}
	})
	t.Log(faultTable(faults, shells))
}

// someKeepers are dash and two of the other shells by turns: all of them for each
// fault would take a minute. GOSETUP_DOCTOR_ALL_SHELLS asks for that.
func someKeepers(turn int) []keeper {
	if os.Getenv("GOSETUP_DOCTOR_ALL_SHELLS") != "" {
		return posixKeepers
	}
	others := posixKeepers[1:]
	return []keeper{posixKeepers[0], others[turn%len(others)], others[(turn+2)%len(others)]}
}

// show breaks a healthy machine and lets doctor look, and returns the shells in
// which it was right.
func (f fault) show(t *testing.T, dist string, shells []keeper) (right []string) {
	p := healthy(t)
	f.set(p)
	return f.showOn(p, dist, shells)
}

// showOn lets doctor look at a machine that has the fault.
func (f fault) showOn(p *patient, dist string, shells []keeper) (right []string) {
	for _, k := range shells {
		realtool.Need(p.t, k.argv[0])
		if f.seen(p, k, dist) {
			right = append(right, k.argv[0])
		}
	}
	f.told(p, dist)
	return right
}

// seen tells whether doctor finds just what it has to.
func (f fault) seen(p *patient, k keeper, dist string) bool {
	p.t.Helper()
	d := p.examine(k, dist)
	want := f.want
	if want == nil {
		want = []string{f.id}
	}
	diff := cmp.Diff(want, d.found())
	if diff != "" {
		p.t.Errorf("%s (-want +got):\n%s", k.argv, diff)
		for _, id := range d.found() {
			p.t.Log(id, d.said(id))
		}
	}
	for _, e := range f.evidence {
		if !strings.Contains(d.said(f.id), e) {
			p.t.Errorf("%s: no evidence %q in\n%s", k.argv, e, d.said(f.id))
			diff = e
		}
	}
	for _, row := range d.Probes {
		for _, found := range row.Findings {
			if found.Fix == "" {
				p.t.Errorf("%s: %s has no fix", k.argv, row.ID)
				diff = row.ID
			}
		}
	}
	return diff == ""
}

// told checks what a human reads.
func (f fault) told(p *patient, dist string) {
	p.t.Helper()
	r := p.doctor(posixKeepers[0], dist, "--offline", allButEditors())
	severity := "  error   "
	if row, _ := probe.Find(f.id); row.Severity == "warning" {
		severity = "  warning "
	}
	for _, want := range append([]string{severity + f.id + "  ", "\n               fix: ", "gosetup doctor --explain ID\n"}, f.evidence...) {
		want = strings.ReplaceAll(want, p.home+"/", "~/")
		if !strings.Contains(strings.ReplaceAll(r.stdout, p.home+"/", "~/"), want) {
			p.t.Errorf("the report lacks %q:\n%s", want, r.stdout)
		}
	}
	if r.code != 1 || r.stderr != "" {
		p.t.Errorf("exit %d, stderr %q", r.code, r.stderr)
	}
}

// faultTable is what the runs have shown, one line a fault.
func faultTable(faults []fault, shells [][]string) string {
	var text strings.Builder
	probes := map[string]bool{}
	complete := 0
	for i, f := range faults {
		probes[f.id] = true
		if len(shells[i]) == len(someKeepers(i)) {
			complete++
		}
		fmt.Fprintf(&text, "%-4s %-5s %-46s %s\n", requirement(f.id), f.id, f.name, strings.Join(shells[i], " "))
	}
	return fmt.Sprintf("%d faults of %d probes; %d found by each of the %d shells asked\n\n%s", len(faults), len(probes), complete, len(someKeepers(0)), &text)
}

// requirement is the row of the list of failures that a probe is for: their
// numbers are the same, up to 64.
func requirement(id string) string {
	if id > "GD64" {
		return "-"
	}
	return "F" + id[2:]
}
