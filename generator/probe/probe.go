// Package probe lists what gosetup doctor looks for: the ways in which a set-up
// of Go fails, each with what is looked at, why it matters and what mends it.
//
// A probe is one row of a file of this package and the function that the row
// names: probe_05 in templates/part/doctor-*.tmpl for GD05, and one of the same
// name in templates/part/doctor-*.ps1.tmpl if it is for Windows, too. The pages
// in docs are made from the rows.
package probe

import "slices"

// A Probe is one thing that gosetup doctor looks at.
type Probe struct {
	ID       string   // "GD05", stable: scripts and profiles name it
	Group    string   // one of Groups
	Severity string   // one of Severities
	On       []string // GOOS where the failure exists
	Title    string   // what is so on a healthy machine
	Looks    string   // what the probe looks at
	Why      string   // what goes wrong otherwise, with the message people see
	Fix      string   // what mends it
	Misled   string   // advice that circulates and is wrong, and what is right; may be empty
	Mends    bool     // gosetup fix does it; else it says what to do
	Last     bool     // asks the network or takes long: the probes that do run last, at once
}

// Number is the part of the ID that names the probe's function: "05".
func (p Probe) Number() string { return p.ID[2:] }

// Has tells whether the failure exists on a GOOS.
func (p Probe) Has(goos string) bool { return slices.Contains(p.On, goos) }

// Severities, the worst first. An error breaks work with Go, a warning will, or
// misleads; both are findings.
var Severities = []string{"error", "warning"}

// Groups are the headings of the report, in its order.
var Groups = []string{"go", "path", "settings", "caches", "cgo", "tools", "project", "machine", "network", "profile"}

// All lists every probe, in the order of the report.
func All() []Probe {
	var all []Probe
	for _, group := range Groups {
		for _, p := range slices.Concat(goProbes, pathProbes, settingsProbes, cgoProbes, toolsProbes, projectProbes, machineProbes, networkProbes, profileProbes) {
			if p.Group == group {
				all = append(all, p)
			}
		}
	}
	return all
}

// Find is the probe of an ID.
func Find(id string) (Probe, bool) {
	all := All()
	i := slices.IndexFunc(all, func(p Probe) bool { return p.ID == id })
	if i < 0 {
		return Probe{}, false
	}
	return all[i], true
}

var (
	everywhere = []string{"darwin", "linux", "windows"}
	unix       = []string{"darwin", "linux"}
	darwin     = []string{"darwin"}
	linux      = []string{"linux"}
)
