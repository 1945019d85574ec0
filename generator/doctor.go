package generator

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/probe"
	"github.com/org/gosetup/generator/target"
	"github.com/org/gosetup/profiles"
)

// A doctor is the data of gosetup's command doctor.
type doctor struct {
	Probes   []doctorProbe
	Keys     []string // the variables of Go and of its surroundings that are looked at
	Startup  []string // where shells read at their start; see startupFiles
	Disabled []string // IDs that the profile switches off
}

// A doctorProbe is a row of the report.
type doctorProbe struct {
	probe.Probe
	Function string // of the script: probe_05
	Flags    string // m: gosetup fix mends it; l: it runs with the last
}

// goKeys are the settings that the probes look at: those of Go, and what Go
// hands on to C compilers and proxies.
var goKeys = []string{
	"GOROOT", "GOPATH", "GOBIN", "GO111MODULE", "GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOSUMCHECK", "GOPRIVATE", "GONOPROXY", "GOINSECURE",
	"GOFLAGS", "GOOS", "GOARCH", "GOTOOLCHAIN", "GOCACHE", "GOMODCACHE", "GOTMPDIR", "TMPDIR", "GOEXPERIMENT",
	"CGO_ENABLED", "CC", "CGO_CFLAGS", "CGO_LDFLAGS",
	"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy",
}

// startupFiles are the files in which shells and sessions look for settings: below
// the home, or below ZDOTDIR (zsh/) or XDG_CONFIG_HOME (config/).
// Sources: the manuals bash(1), zsh(1), fish(1), environment.d(5).
var startupFiles = []string{
	".profile", ".bash_profile", ".bash_login", ".bashrc", "zsh/.zshenv", "zsh/.zprofile", "zsh/.zshrc", "zsh/.zlogin",
	"config/fish/config.fish", "config/fish/conf.d", "config/powershell/profile.ps1", "config/environment.d",
	"/etc/environment", "/etc/profile", "/etc/profile.d", "/etc/bash.bashrc", "/etc/zshenv", "/etc/zprofile", "/etc/zshrc",
}

// unknownProbes is the error of a profile that names probes there are not.
func unknownProbes(p *profiles.Profile) error {
	var errs []error
	check := func(id, at string) {
		if _, ok := probe.Find(id); !ok {
			errs = append(errs, fmt.Errorf("%s: there is no probe %s; gosetup doctor --verbose lists them", at, id))
		}
	}
	for _, id := range p.Doctor.Disable {
		check(id, p.At("doctor.disable"))
	}
	for _, id := range slices.Sorted(maps.Keys(p.Doctor.Severity)) {
		check(id, p.At("doctor.severity."+id, "doctor.severity"))
	}
	return errors.Join(errs...)
}

func newDoctor(s *spec, script target.Script) doctor {
	d := doctor{Keys: goKeys, Startup: startupFiles}
	severity := map[string]string{}
	if s.Doctor != nil {
		d.Disabled, severity = s.Doctor.Disable, s.Doctor.Severity
	}
	windows := script.Dialect == dialect.PowerShell
	for _, p := range probe.All() {
		if windows && !p.Has("windows") {
			continue
		}
		p.Severity = cmp.Or(severity[p.ID], p.Severity)
		flags := ""
		if p.Mends {
			flags += "m"
		}
		if p.Last {
			flags += "l"
		}
		name := "probe_" + strings.ToLower(p.Number())
		d.Probes = append(d.Probes, doctorProbe{p, name, flags})
	}
	return d
}
