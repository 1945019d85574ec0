package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

var digests = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// fishUnverified reports what bytes from the network reach before they are
// compared with a digest.
func fishUnverified(s *fishScript, report report) {
	if len(s.fetched) == 0 {
		return
	}
	f := s.flow("")
	for at, what := range f.used {
		report(at, "%s before it is verified; compare its SHA-256 with one in the script, and stop if it differs", what)
	}
}

// fishFollowed reports a script that has too many ways to be followed.
func fishFollowed(s *fishScript, report report) {
	if len(s.fetched) > 0 && s.flow("").steps > s.patience() {
		report(s.fetched[0].Start, "there are too many ways through the script to follow what is fetched here; make it simpler")
	}
	if variable := s.dryVariable(); variable != "" && s.flow(variable).steps > s.patience() {
		report(0, "there are too many ways through the script to follow --dry-run; make it simpler")
	}
}

// fishDryRun reports effects that a run with --dry-run reaches.
func fishDryRun(s *fishScript, report report) {
	variable := s.dryVariable()
	if variable == "" {
		return
	}
	f := s.flow(variable)
	for at, what := range f.effects {
		report(at, "--dry-run gets here: %s; leave before, where $%s is set", what, variable)
	}
}

// dryVariable is what the option --dry-run sets.
func (s *fishScript) dryVariable() (name string) {
	for _, st := range s.stmts {
		if st.Kind != "case" || !slices.ContainsFunc(st.Words, func(w *fish.Word) bool { return isText(w, "--dry-run") }) {
			continue
		}
		fish.Walk(st.Lists[0], func(inner *fish.Stmt) {
			words := texts(inner.Words)
			if len(words) < 2 || words[0] != "set" {
				return
			}
			for _, w := range words[1:] {
				if w != "" && w[0] != '-' {
					name = w
					return
				}
			}
		})
	}
	return name
}

// effects of commands on files and the network.
var effects = wordSet(`mkdir rmdir rm mv cp ln touch chmod chown install tee mktemp mkfifo curl wget tar bsdtar unzip git brew sudo kill launchctl dscl`)

// effect notes one of a command that is run.
func (f *fishFlow) effect(r *fishRun) {
	if f.pinned != "" && effects[r.name] && !(fishFetch{options: r.words}).asks() {
		f.effects[r.stmt.Start] = r.name
	}
}

// written notes the file of a redirection.
func (f *fishFlow) written(redirect fish.Redirect, st *fishState) {
	if f.pinned != "" && writes(redirect) && !strings.HasPrefix(f.s.path(redirect.Target, st.frame, 0), "/dev/") {
		f.effects[redirect.Start] = "a file is written"
	}
}

// writes tells of a redirection into a file.
func writes(r fish.Redirect) bool {
	return strings.Contains(r.Op, ">") && !strings.HasSuffix(r.Op, ">&")
}

// finalName is where a version, or the link to it, stands for others to use.
var finalName = regexp.MustCompile(`^(\$go_dir|\$(root|prefix|dest|destination|install_dir|goroot|GOROOT|GOSETUP_ROOT)/(go|current|bin|sdk|versions?)|\$(goroot|GOROOT|install_dir|dest|destination)|/usr/local/|/opt/|\$HOME/(\.local/|go|sdk)|~/(\.local/|go|sdk))`)

// A target is a place that a command writes.
type fishTarget struct {
	at   int
	file string
	how  string
}

// fishWriters write the last of the files that they are given.
var fishWriters = wordSet("cp install tee rsync sed")

// targets lists what commands write piece by piece: what a kill leaves half.
func (s *fishScript) targets() []fishTarget {
	if s.written != nil {
		return s.written
	}
	all := []fishTarget{}
	path := func(w *fish.Word) string { return s.path(w, noFrame, 0) }
	for _, c := range s.calls {
		for _, r := range c.Redirects {
			if writes(r) {
				all = append(all, fishTarget{r.Start, path(r.Target), "a redirection"})
			}
		}
		words := c.Words[1:]
		var files []*fish.Word
		if fishWriters[c.name] {
			files = slices.DeleteFunc(slices.Clone(words), func(w *fish.Word) bool { text, _ := w.Static(); return strings.HasPrefix(text, "-") })
		}
		switch c.name {
		case "cp", "install", "tee", "rsync":
			if len(files) > 0 {
				all = append(all, fishTarget{c.Start, path(files[len(files)-1]), c.name})
			}
		case "tar", "bsdtar", "unzip":
			for i, w := range texts(words) {
				if (w == "-C" || w == "--directory" || w == "-d" && c.name == "unzip") && i+1 < len(words) {
					all = append(all, fishTarget{c.Start, path(words[i+1]), c.name})
				}
			}
		case "curl", "wget":
			r := &fishRun{name: c.name}
			for _, w := range words {
				r.words = append(r.words, path(w))
			}
			if f := (fishFetch{fishCall: c, options: r.words}); !f.asks() {
				all = append(all, fishTarget{c.Start, r.fetched(f), c.name})
			}
		case "sed":
			if len(files) > 0 && len(files) < len(words) && strings.HasPrefix(texts(words)[0], "-i") {
				all = append(all, fishTarget{c.Start, path(files[len(files)-1]), "sed -i"})
			}
		}
	}
	s.written = all
	return all
}

// fishFinalNames reports what writes piece by piece under a final name.
func fishFinalNames(s *fishScript, report report) {
	for _, t := range s.targets() {
		if finalName.MatchString(t.file) && !isStartup(t.file) && !strings.Contains(t.file, "stage") && !strings.Contains(t.file, "tmp") {
			report(t.at, "%s writes %s piece by piece, and a kill leaves half of it under the final name; write beside it, then mv", t.how, t.file)
		}
	}
}

// startupVariable is what scripts call the name of one.
var startupVariable = regexp.MustCompile(`^\$(startup|rc|rcfile|rc_file|profile_file|start_file|shell_rc)$`)

func isStartup(file string) bool {
	return startupName.MatchString(file) || startupVariable.MatchString(file)
}

// fishStartupFiles reports what writes into a start-up file in place.
func fishStartupFiles(s *fishScript, report report) {
	for _, t := range s.targets() {
		if isStartup(t.file) {
			report(t.at, "%s writes %s in place: a kill leaves half of it, and a second run writes it again; write one marked block into a copy beside it, then mv", t.how, t.file)
		}
	}
}
