package simulate

import (
	"fmt"
	"io/fs"
	"strings"
)

// A Kind says what an effect does.
type Kind string

// The kinds of effects. Run and Fetch change nothing by themselves.
const (
	Run      Kind = "run"      // a program is started
	Fetch    Kind = "fetch"    // a URL is asked for
	Create   Kind = "create"   // an empty file
	Truncate Kind = "truncate" // a file loses its content
	Write    Kind = "write"    // a file gets content
	Mkdir    Kind = "mkdir"
	Link     Kind = "link" // Path is a new link to To
	Rename   Kind = "rename"
	Remove   Kind = "remove"
	Rmdir    Kind = "rmdir"
	Chmod    Kind = "chmod"
	Touch    Kind = "touch"
)

// An Effect is one thing a script did that others can see.
type Effect struct {
	N      int         `json:"n"` // from 1, in the order they happened
	Kind   Kind        `json:"kind"`
	Path   string      `json:"path"`             // of the file or program; the URL of a fetch
	To     string      `json:"to,omitempty"`     // the new name of a rename, the target of a link
	Args   []string    `json:"args,omitempty"`   // of a run, with the name it was called by
	Status int         `json:"status"`           // of a run; of a fetch, the HTTP status, 0 for none
	Mode   fs.FileMode `json:"mode,omitempty"`   // of a create, mkdir or chmod
	Size   int64       `json:"size,omitempty"`   // of what was fetched, or of the file after a write
	Digest string      `json:"sha256,omitempty"` // likewise
	Note   string      `json:"note,omitempty"`   // what a fault did
}

// Changes tells whether the effect leaves a trace on the disk.
func (e Effect) Changes() bool { return e.Kind != Run && e.Kind != Fetch }

// A Trace is what a run did, in order.
type Trace []Effect

// Changes lists the effects on the disk.
func (t Trace) Changes() Trace { return t.only(Effect.Changes) }

// Fetches lists what was asked of the network.
func (t Trace) Fetches() Trace { return t.only(func(e Effect) bool { return e.Kind == Fetch }) }

func (t Trace) only(keep func(Effect) bool) Trace {
	var kept Trace
	for _, e := range t {
		if keep(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// A Story prints effects for people.
type Story struct {
	Home    string // printed as ~
	Numbers bool   // print the number of each effect, as faults name them
	Runs    bool   // print program runs, too
}

// String prints every effect with its number.
func (t Trace) String() string { return Story{Numbers: true, Runs: true}.Tell(t) }

// Tell prints a line per effect. Writes to one file that follow each other are
// one line.
func (s Story) Tell(t Trace) string {
	var out strings.Builder
	if !s.Runs {
		t = t.only(func(e Effect) bool { return e.Kind != Run || e.Note != "" })
	}
	for i, e := range t {
		if i+1 < len(t) && e.Note == "" && e.Kind == Write && t[i+1].Kind == Write && t[i+1].Path == e.Path {
			continue
		}
		if s.Numbers {
			fmt.Fprintf(&out, "%4d  ", e.N)
		}
		out.WriteString(s.line(e))
		if e.Note != "" {
			out.WriteString("  <- " + e.Note)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func (s Story) line(e Effect) string {
	path, to := s.short(e.Path), s.short(e.To)
	switch e.Kind {
	case Run:
		text := s.short(oneLine(strings.Join(e.Args, " ")))
		if e.Status != 0 {
			text += fmt.Sprintf("  (exit %d)", e.Status)
		}
		return "run " + text
	case Fetch:
		return fmt.Sprintf("fetch %s %s", path, fetched(e))
	case Write:
		return fmt.Sprintf("write %s %d bytes sha256 %.12s", path, e.Size, e.Digest)
	case Create, Mkdir, Chmod:
		return fmt.Sprintf("%s %s %04o", e.Kind, path, e.Mode.Perm())
	case Rename, Link:
		return fmt.Sprintf("%s %s -> %s", e.Kind, path, to)
	}
	return fmt.Sprintf("%s %s", e.Kind, path)
}

func fetched(e Effect) string {
	switch {
	case e.Status == 0:
		return "no answer: " + e.To
	case e.Status/100 == 3:
		return fmt.Sprintf("%d to %s", e.Status, e.To)
	case e.Digest == "":
		return fmt.Sprint(e.Status)
	case e.To != "":
		return fmt.Sprintf("%d, %d bytes sha256 %.12s, then %s", e.Status, e.Size, e.Digest, e.To)
	}
	return fmt.Sprintf("%d, %d bytes sha256 %.12s", e.Status, e.Size, e.Digest)
}

// short writes the home as ~.
func (s Story) short(text string) string {
	if s.Home == "" {
		return text
	}
	return strings.ReplaceAll(text, s.Home, "~")
}

// oneLine cuts a text at its first line, for programs given as arguments.
func oneLine(text string) string {
	first, _, more := strings.Cut(text, "\n")
	if more {
		first += " ..."
	}
	if len(first) > 120 {
		first = first[:120] + " ..."
	}
	return first
}
