package lint

import (
	"regexp"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psRunAtOnce reports code that runs as it comes from the network.
func psRunAtOnce(s *psScript, report report) {
	for at := range s.flow("").code {
		report(at, "what comes from the network is run at once; save it, compare its SHA-256 with one in the script, then run it")
	}
}

// psUnverified reports where what came from the network is unpacked, run or
// moved into place though its hash was not compared, or may have been wrong.
func psUnverified(s *psScript, report report) {
	for at, what := range s.flow("").used {
		if s.flow("").code[at] {
			continue // GS100 has it
		}
		report(at, "%s before it is verified; compare its SHA-256 with one in the script, and stop if it differs", what)
	}
}

// psFollowed reports a script that has too many ways to be followed. Who is
// forgetful has the patience for all of them.
func psFollowed(s *psScript, report report) {
	if s.forgetful {
		return
	}
	if s.flow("").steps > psPatience {
		report(0, "there are too many ways through the script to follow what is fetched; make it simpler")
	}
	if pinned := s.dryVariable(); pinned != "" && s.flow(pinned).steps > psPatience {
		report(0, "there are too many ways through the script to follow a dry run; make it simpler")
	}
}

// psDryRun reports effects that a run with --dry-run reaches.
func psDryRun(s *psScript, report report) {
	pinned := s.dryVariable()
	if pinned == "" {
		return
	}
	for at, what := range s.flow(pinned).effects {
		report(at, "a dry run gets here: %s; leave before, where $%s is set", what, pinned)
	}
}

// psDryFetch reports connections that a run with --dry-run opens.
func psDryFetch(s *psScript, report report) {
	pinned := s.dryVariable()
	if pinned == "" {
		return
	}
	for at, what := range s.flow(pinned).fetches {
		report(at, "a dry run gets here: %s opens a connection; leave before, where $%s is set", what, pinned)
	}
}

// dryVariable is the variable that stands for a dry run, in lower case.
func (s *psScript) dryVariable() string {
	for _, n := range s.nodes {
		if v, ok := n.Node.(*ps.Variable); ok && v.Scope != "env" && strings.ReplaceAll(v.Lower(), "_", "") == "dryrun" {
			return v.Lower()
		}
	}
	return ""
}

// psFinal are names that a program is found under; psStaging those of places
// where half a thing does no harm.
var (
	psFinal   = regexp.MustCompile(`(?i)root|dest|target|install|prefix|programs|localappdata|appdata|programfiles|userprofile|home|sdk|/bin\b|/go$|current`)
	psStaging = regexp.MustCompile(`(?i)stag|te?mp|draft|work|download|cache|partial|\.new|\.part|scratch|undo`)
	psProfile = regexp.MustCompile(`(?i)^\$profile$|profile\.ps1$|^\$(startup|profile_file)$`)
)

// psFinalNames reports what is written piece by piece under its final name.
func psFinalNames(s *psScript, report report) {
	for at, t := range s.flow("").targets {
		name := strings.ToLower(t.how)
		bulky := name == "expand-archive" || name == "extracttodirectory" || name == "tar" || name == "bsdtar" || psFetches[name]
		if bulky && psFinal.MatchString(t.file) && !psStaging.MatchString(t.file) {
			report(at, "%s writes %s piece by piece, and a kill leaves half of it under the final name; write beside it, then Move-Item", t.how, t.file)
		}
	}
}

// psStartupFiles reports what writes a start-up file in place.
func psStartupFiles(s *psScript, report report) {
	for at, t := range s.flow("").targets {
		if psProfile.MatchString(t.file) {
			report(at, "%s writes %s in place: a kill leaves half of it, and a second run writes it again; write one marked block into a copy beside it, then Move-Item", t.how, t.file)
		}
	}
}

// psUserPath reports what damages the PATH of the user.
func psUserPath(s *psScript, report report) {
	for at, t := range s.flow("").targets {
		switch {
		case t.file == "PATH" && t.how == "setx":
			report(at, "setx cuts PATH at 1024 characters and writes that of the machine into that of the user; use the registry key Environment")
		case t.file == "PATH":
			report(at, "SetEnvironmentVariable replaces %%NAME%% in the PATH of the user by what it is today; use the registry key Environment and DoNotExpandEnvironmentNames")
		}
	}
}
