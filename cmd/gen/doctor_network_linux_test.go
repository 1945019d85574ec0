package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// What is wrong with the network is found, by its own probe, and with --offline
// nobody is asked.
func TestDoctorNetwork(t *testing.T) {
	var log faultLog
	t.Run("faults", func(t *testing.T) { playNetworks(t, &log) })
	rows := make([]machineFault, len(networkFaults))
	for i, f := range networkFaults {
		rows[i] = f.machineFault
	}
	silent := t.Run("healthy", healthyNetworks)
	t.Log(log.table(rows, map[string]bool{"linux": silent}))
}

func playNetworks(t *testing.T, log *faultLog) {
	for i, f := range networkFaults {
		shells := slices.Sorted(maps.Keys(jailShells))
		for _, shell := range slices.Compact([]string{"dash", shells[i%len(shells)]}) {
			t.Run(f.id+" "+f.name+"/"+shell, func(t *testing.T) {
				realtool.Need(t, jailShells[shell][0])
				t.Parallel()
				n, j := newDoctorNet(t), newJail(t, "linux")
				n.online(j)
				f.set(n, j)
				f.look(t, n, j, shell)
				log.note(i, shell, t.Failed())
			})
		}
	}
}

func (f networkFault) look(t *testing.T, n *doctorNet, j *jail, shell string) {
	t.Helper()
	if shell == "dash" {
		got := j.doctor(shell, doctorScript(t), "", "--offline", "--json")
		if ids, said := diagnosed(t, got).ids(); len(ids) > 0 || got.code != 0 || n.asked.Load() != 0 {
			t.Errorf("--offline: exit %d, %d connections, finds\n%s", got.code, n.asked.Load(), said)
		}
	}
	start := time.Now()
	got := j.doctor(shell, doctorScript(t), "", "--json")
	took := time.Since(start)
	ids, said := diagnosed(t, got).ids()
	if diff := cmp.Diff(f.want(), ids); diff != "" || got.code != 1 || got.stderr != "" {
		t.Errorf("exit %d, findings (-want +got):\n%s%s\nstderr: %s", got.code, diff, said, got.stderr)
	}
	for _, want := range f.says {
		if !strings.Contains(said, want) {
			t.Errorf("the report lacks %q:\n%s", want, said)
		}
	}
	if !f.slow {
		return
	}
	// One after the other they would take 8 seconds each.
	t.Logf("%d questions at a time hung, %v in all", n.crowd.Load(), took)
	if n.crowd.Load() < 3 || took > 16*time.Second {
		t.Errorf("the questions were not asked at once")
	}
}

func healthyNetworks(t *testing.T) {
	for name, set := range healthyNets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, j := newDoctorNet(t), newJail(t, "linux")
			n.online(j)
			set(n, j)
			got := j.doctor("dash", doctorScript(t), "", "--json")
			if ids, said := diagnosed(t, got).ids(); len(ids) > 0 || got.code != 0 || got.stderr != "" {
				t.Errorf("exit %d\n%s\nstderr: %s", got.code, said, got.stderr)
			}
			if strings.HasPrefix(name, "no ") != (n.asked.Load() == 0) {
				t.Errorf("%d connections", n.asked.Load())
			}
		})
	}
}
