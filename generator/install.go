package generator

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/generator/target"
	"github.com/org/gosetup/profiles"
)

// An install is the data of a provisioning script.
type install struct {
	header
	Script    target.Script
	Targets   []string // IDs, for messages
	Uname     []unameArm
	Overlays  []overlay
	Facts     []factsArm
	Releases  []releasesArm
	Wants     []wantsTable
	Blocks    []block
	HashTools escape.Words
	Options   []target.Option
	Commands  []target.Command // of gosetup; none for a provisioning script
	Doctor    doctor           // of gosetup
	Persist   string
	Exports   []export
	NeedKB    int
	Signed    bool            // whether a signature is asked for
	Signer    profiles.Signer // whose
	Slim      bool
	Help      help
	Info      info
}

// needKB is the room an install takes at its worst moment, in KiB: the archive
// (70 MB), the unpacked tree (230 MB) and the caches of the smoke test (60 MB).
const needKB = 400_000

type (
	// A block is what stands between the markers in a start-up file of Shell.
	block struct {
		Shell    string
		Template string // "part/env.zsh"
		Env      env
	}
	// A unameArm names the platform of what `uname -s`/`uname -m` say.
	unameArm struct {
		Patterns escape.Words // "Linux/x86_64"
		Platform string
	}
	overlay  struct{ ID, Kernel string }
	factsArm struct {
		IDs                  escape.Words
		Root, GoEnv, CgoHint string
		OS                   string // as people call it: "macOS"
		Hash                 []string
	}
	releasesArm struct {
		IDs      escape.Words
		Releases []pin
	}
	// A wantsTable is a function of the script that calls Call once per row.
	wantsTable struct {
		Name, Call string
		Arms       []wantsArm
	}
	wantsArm struct {
		IDs  escape.Words
		Rows []escape.Words
	}
)

func newInstall(s *spec, script target.Script) install {
	windows := script.Dialect == dialect.PowerShell
	i := install{
		header: newHeader(s), Script: script, Options: target.OptionsFor(target.ForScripts),
		Persist: s.Base.Settings.Persist, NeedKB: needKB, Slim: s.Slim,
		Exports: newEnv(s, true).Exports, Blocks: newBlocks(s),
	}
	if s.Signer != nil {
		i.Signed, i.Signer = true, *s.Signer
	}
	var mine []machine
	for _, m := range s.Targets {
		// PowerShell runs everywhere, the others only where there is a uname.
		if windows || !m.windows() {
			mine = append(mine, m)
		}
	}
	i.addTargets(mine)
	i.Help, i.Info = newHelp(s, nil, i.Options), newInfo(s, i.Targets, mine)
	return i
}

// newGosetup is the data of the command gosetup, which shares its text with the
// scripts.
func newGosetup(s *spec, script target.Script) install {
	i := newInstall(s, script)
	i.Commands = target.Commands
	i.Options = target.OptionsTaken(i.Commands)
	i.Help = newHelp(s, i.Commands, i.Options)
	i.Doctor = newDoctor(s, script)
	return i
}

// addTargets groups the platforms that agree, so that each fact stands in the
// script once.
func (i *install) addTargets(targets []machine) {
	for _, m := range targets {
		p := m.Platform
		if m.Overlay == "" {
			i.Targets = append(i.Targets, m.ID)
			i.addUname(p)
		}
		for _, tool := range p.Hash {
			if !slices.Contains(i.HashTools, tool) {
				i.HashTools = append(i.HashTools, tool)
			}
		}
	}
	i.Overlays = overlaysOf(targets)
	for _, g := range group(targets, func(m machine) factsArm { return newFacts(m) }) {
		g.Of.IDs = g.IDs
		i.Facts = append(i.Facts, g.Of)
	}
	for _, g := range group(targets, func(m machine) []pin { return m.Pins }) {
		i.Releases = append(i.Releases, releasesArm{g.IDs, g.Of})
	}
	for _, t := range wantsTables {
		table := wantsTable{Name: t.name, Call: t.call}
		for _, g := range group(targets, t.rows) {
			table.Arms = append(table.Arms, wantsArm{g.IDs, g.Of})
		}
		i.Wants = append(i.Wants, table)
	}
}

// addUname names a platform for what uname says, which is the same for every
// libc: the script finds out on its own which there is.
func (i *install) addUname(p profiles.Platform) {
	id := strings.TrimSuffix(p.ID, "-"+p.Libc)
	if !slices.ContainsFunc(i.Uname, func(arm unameArm) bool { return arm.Platform == id }) {
		i.Uname = append(i.Uname, unameArm{unamePatterns(p), id})
	}
}

func newBlocks(s *spec) []block {
	var blocks []block
	for _, shell := range target.Shells {
		blocks = append(blocks, block{shell.Name, "part/" + path.Base(shell.Snippet), newEnv(s, true)})
	}
	return blocks
}

func unamePatterns(p profiles.Platform) escape.Words {
	var patterns escape.Words
	for _, machine := range p.Uname.Machine {
		patterns = append(patterns, p.Uname.System+"/"+machine)
	}
	return patterns
}

// osNames has each GOOS as people call it.
var osNames = map[string]string{"darwin": "macOS", "linux": "Linux", "windows": "Windows"}

func newFacts(m machine) factsArm {
	root := m.Wants.Root
	if root == "" {
		root = m.Platform.Root
	}
	return factsArm{Root: root, GoEnv: m.Platform.GoEnv, CgoHint: m.Platform.CgoHint, OS: osNames[m.Platform.GOOS], Hash: m.Platform.Hash}
}

func overlaysOf(targets []machine) []overlay {
	var found []overlay
	all, _ := profiles.Overlays()
	for _, o := range all {
		if slices.ContainsFunc(targets, func(m machine) bool { return m.Overlay == o.ID }) {
			found = append(found, overlay{o.ID, o.Kernel})
		}
	}
	return found
}

// wantsTables says which rows of a profile a script gets, and the name of the
// function that is called with each.
var wantsTables = []struct {
	name, call string
	rows       func(machine) []escape.Words
}{
	{"sources", "source_url", func(m machine) (rows []escape.Words) {
		for _, url := range m.Wants.Sources {
			rows = append(rows, escape.Words{url})
		}
		return rows
	}},
	{"settings", "setting", func(m machine) (rows []escape.Words) {
		for _, s := range m.Wants.Settings.Values {
			rows = append(rows, escape.Words{s.Key, s.Value})
		}
		return rows
	}},
	{"shells", "shell_files", func(m machine) (rows []escape.Words) {
		for _, shell := range m.Wants.Shells {
			if files := m.Platform.Startup[shell]; len(files) > 0 {
				rows = append(rows, append(escape.Words{shell}, files...))
			}
		}
		return rows
	}},
	{"tools", "tool", func(m machine) (rows []escape.Words) {
		for _, t := range m.Tools {
			rows = append(rows, escape.Words{t.Line, t.Name, t.Path, t.Version})
		}
		return rows
	}},
}

// A grouped is a value and the platforms that share it.
type grouped[T any] struct {
	IDs []string
	Of  T
}

// group joins the platforms for which of gives the same, in their order.
func group[T any](targets []machine, of func(machine) T) []grouped[T] {
	var groups []grouped[T]
	index := map[string]int{}
	for _, m := range targets {
		value := of(m)
		key := fmt.Sprintf("%#v", value)
		at, ok := index[key]
		if !ok {
			at = len(groups)
			index[key] = at
			groups = append(groups, grouped[T]{Of: value})
		}
		groups[at].IDs = append(groups[at].IDs, m.ID)
	}
	return groups
}
