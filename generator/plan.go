package generator

import (
	"cmp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/target"
	"github.com/org/gosetup/profiles"
)

// A job says how to make one file. It is plain data: printing a plan shows
// everything a run would do.
type job struct {
	Path     string // of the file to make
	Exec     bool
	Dialect  *dialect.Dialect
	Data     any    // the template's dot
	Template string // its name, Path if left out
	Link     string // what Path is a symbolic link to, relative to its folder; without a template then
}

// template is the name of the template.
func (j job) template() string { return cmp.Or(j.Template, j.Path) }

// holdsDigests says whether the file has the digest of another.
func (j job) holdsDigests() bool {
	switch data := j.Data.(type) {
	case brew:
		return data.Archive != ""
	case bucket:
		return data.Archive != ""
	}
	return false
}

// inOrder parts the jobs that hold digests from all others, which come first.
func inOrder(jobs []job) (first, last []job) {
	for _, j := range jobs {
		if j.holdsDigests() {
			last = append(last, j)
		} else {
			first = append(first, j)
		}
	}
	return first, last
}

// An output is what a profile can ask for by name.
type output struct {
	Name string
	jobs func(*spec, digests) []job
}

// unixOutputs are of no use on Windows.
var unixOutputs = []string{"install.sh", "install.zsh", "install.fish", "gosetup", "man", "Brewfile", "tap"}

// outputs lists them.
func outputs() []output {
	var all []output
	add := func(scripts []target.Script, data func(*spec, target.Script) install) {
		for _, script := range scripts {
			all = append(all, output{script.Path, func(s *spec, _ digests) []job {
				return []job{{Path: script.Path, Exec: true, Dialect: script.Dialect, Data: data(s, script)}}
			}})
		}
	}
	add(target.Scripts, newInstall)
	add(target.Gosetups, newGosetup)
	return append(all,
		output{"env", envJobs},
		output{"completions", completionJobs},
		output{"man", func(s *spec, _ digests) []job {
			return []job{{Path: "man/gosetup.1", Dialect: dialect.Roff, Data: newManual(s)}}
		}},
		output{"doc", func(s *spec, _ digests) []job {
			d := document{newHeader(s), slices.Contains(profiles.Builtin(), s.Profile)}
			return []job{
				{Path: "doc/README.md", Dialect: dialect.Markdown, Data: d},
				{Path: "doc/verify.md", Dialect: dialect.Markdown, Data: d},
				{Path: "LICENSE", Dialect: dialect.Text, Data: d},
			}
		}},
		output{"Brewfile", func(s *spec, _ digests) []job {
			return []job{{Path: "Brewfile", Dialect: dialect.Ruby, Data: newBrewfile(s)}}
		}},
		output{"tap", tapJobs},
		output{"scoop", scoopJobs},
		output{"winget", wingetJobs},
	)
}

func outputNames() []string {
	var names []string
	for _, o := range outputs() {
		names = append(names, o.Name)
	}
	return names
}

// plan lists the files that s asks for, those that hold the digest of another last.
// done is where render will note what it has made, for them.
func plan(s *spec, done digests) []job {
	var jobs []job
	for _, o := range outputs() {
		if slices.Contains(s.Outputs, o.Name) {
			jobs = append(jobs, o.jobs(s, done)...)
		}
	}
	first, last := inOrder(jobs)
	return slices.Concat(first, last)
}

// A header is what every file tells of its making.
type header struct {
	Generator   string // its version
	Version     string // of the release
	Profile     string // "corp"
	Source      string // "corp", or "corp 1.4.0" if that is not the generator's version
	Digest      string // of what the profile means
	Description string
	URL         string // where the files are published
}

func newHeader(s *spec) header {
	source := strings.TrimSpace(s.Profile + " " + s.Publish.Version)
	return header{Version, s.Version, s.Profile, source, s.Digest, s.Description, s.URL}
}

// A document is the data of what people read.
type document struct {
	header
	BuiltIn bool // the profile
}

// An env is the data of a snippet.
type env struct {
	header
	Path      string // "env/env.zsh"; "" for a block
	Stamp     string // the digest of all lines but the one it stands in; render fills it in
	Block     bool   // with @root@ and @bin@ for a script to fill in, else with the usual places
	Root, Bin dir    // without a Path for the usual place
	Exports   []export
}

// A dir is a directory as the shells get it: below the home, or as it is.
type dir struct {
	Home bool
	Path string // "go/bin"
}

func newDir(path string) dir {
	rest, home := strings.CutPrefix(path, "~/")
	return dir{home, rest}
}

// An export is a setting that the shells export.
type export struct {
	Key, Value string
	Dir        dir // the value, if it is below the home
}

func envJobs(s *spec, _ digests) []job {
	var jobs []job
	for _, shell := range target.Shells {
		snippet := newEnv(s, false)
		snippet.Path, snippet.Stamp = shell.Snippet, stamp(nil)
		jobs = append(jobs, job{Path: shell.Snippet, Dialect: shell.Dialect, Data: snippet})
	}
	return jobs
}

func newEnv(s *spec, block bool) env {
	e := env{header: newHeader(s), Block: block, Root: newDir(s.Base.Root), Bin: newDir(goBin(s.Base.Settings.Values))}
	if s.Base.Settings.Persist == "shell" {
		for _, v := range s.Base.Settings.Values {
			e.Exports = append(e.Exports, export{v.Key, v.Value, newDir(v.Value)})
		}
	}
	return e
}

// goBin is where the settings make go install put programs, "" for the usual
// place.
func goBin(settings []profiles.Setting) string {
	bin := ""
	for _, setting := range settings {
		switch setting.Key {
		case "GOBIN":
			return setting.Value
		case "GOPATH":
			bin = setting.Value + "/bin"
		}
	}
	return bin
}
