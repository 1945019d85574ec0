package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/simulate"
	"github.com/spf13/cobra"
)

// simulateFlags are the flags of gen simulate.
type simulateFlags struct {
	machine string
	faults  []string
	list    bool
	json    bool
	all     bool // every program run, too
	again   int
}

func newSimulate() *cobra.Command {
	var f simulateFlags
	cmd := &cobra.Command{
		Use:   "simulate --machine NAME|all FILE [-- ARG...] | --list",
		Short: "Run a sh script on a machine that does not exist",
		Long: `Simulate runs a POSIX sh script, ours or anybody's, on a virtual machine: an
in-memory file system, commands that behave like those of macOS, Debian or
busybox, and a network that serves the official Go archives. Nothing of this
machine is read but FILE (- is standard input), nothing is written, nothing is fetched. It prints what
the script says, then what it did, in order and numbered.

A fault strikes at an effect by its number: error@N lets it fail (ENOSPC@N and
EACCES@N in that way), kill@N ends the script before it, partial@N ends it after
half of a write, and TERM@N, INT@N and HUP@N send a signal after it.

What the simulator does not know, such as a command or a flag, is an error with
its place: then the run says nothing about the script.

Exit status: 0 the script ended with 0 on every machine; 1 it did not, or it
could not be simulated; 2 wrong usage.`,
		Example: `  gen simulate --list
  gen simulate --machine macos-arm64-rosetta dist/default/install.sh
  gen simulate --machine all dist/default/install.sh -- --dry-run
  gen simulate --machine debian-amd64 --fault kill@60 --runs 2 install.sh`,
		Args: usageArgs(func(cmd *cobra.Command, args []string) error {
			if f.list {
				return cobra.NoArgs(cmd, args)
			}
			return cobra.MinimumNArgs(1)(cmd, args)
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.list {
				return listMachines(cmd.OutOrStdout())
			}
			return f.simulate(cmd, args[0], args[1:])
		},
	}
	cmd.Flags().StringVarP(&f.machine, "machine", "m", "", "the machine's `NAME`, or all")
	cmd.Flags().StringArrayVar(&f.faults, "fault", nil, "let `KIND@N` strike in the first run; more than once for more")
	cmd.Flags().BoolVarP(&f.list, "list", "l", false, "list the machines")
	cmd.Flags().BoolVar(&f.json, "json", false, "print a JSON object per run")
	cmd.Flags().BoolVarP(&f.all, "all-runs", "a", false, "show the programs that were run, too")
	cmd.Flags().IntVar(&f.again, "runs", 1, "run the script `N` times on the machine; faults strike in the first")
	return cmd
}

func listMachines(w io.Writer) error {
	for _, name := range simulate.Machines() {
		m, err := simulate.Load(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-20s %s\n", name, m.About())
	}
	return nil
}

// check reads what was typed.
func (f simulateFlags) check() (machines []string, faults []simulate.Fault, err error) {
	switch {
	case f.machine == "all":
		machines = simulate.Machines()
	case slices.Contains(simulate.Machines(), f.machine):
		machines = []string{f.machine}
	case f.machine == "":
		return nil, nil, usageError{errors.New("no machine; want --machine NAME or all, and --list shows them")}
	default:
		return nil, nil, usageError{fmt.Errorf("there is no machine %q; have %s", f.machine, strings.Join(simulate.Machines(), ", "))}
	}
	if f.again < 1 {
		return nil, nil, usageError{fmt.Errorf("--runs %d; want 1 or more", f.again)}
	}
	for _, text := range f.faults {
		fault, err := simulate.ParseFault(text)
		if err != nil {
			return nil, nil, usageError{err}
		}
		faults = append(faults, fault)
	}
	return machines, faults, nil
}

func (f simulateFlags) simulate(cmd *cobra.Command, file string, args []string) error {
	machines, faults, err := f.check()
	if err != nil {
		return err
	}
	text, err := readFile(cmd.InOrStdin(), file)
	if err != nil {
		return err
	}
	script := simulate.Script{Name: file, Text: string(text), Args: args, Shell: shellOf(file, string(text))}
	bad := false
	for _, name := range machines {
		if err := f.onMachine(cmd.OutOrStdout(), name, script, faults); err != nil {
			if !errors.Is(err, errReported) {
				report(cmd.ErrOrStderr(), err)
			}
			bad = true
		}
	}
	if bad {
		return errReported
	}
	return nil
}

// shellOf tells bash scripts from those for sh.
func shellOf(file, text string) string {
	first, _, _ := strings.Cut(text, "\n")
	if filepath.Ext(file) == ".bash" || strings.HasPrefix(first, "#!") && strings.HasSuffix(first, "bash") {
		return "bash"
	}
	return "sh"
}

// onMachine runs the script as often as asked; errReported is for a script that
// ended with something else than 0 the last time.
func (f simulateFlags) onMachine(w io.Writer, name string, script simulate.Script, faults []simulate.Fault) error {
	m, err := simulate.Load(name)
	if err != nil {
		return err
	}
	status := 0
	for i := range f.again {
		result, err := m.Run(script, faults...)
		if err != nil {
			return fmt.Errorf("%w (machine %s)", err, name)
		}
		if err := f.print(w, m, i+1, result); err != nil {
			return err
		}
		faults, status = nil, result.Status
	}
	if status != 0 {
		return errReported
	}
	return nil
}

// jsonRun is what --json prints; the field names are an interface.
type jsonRun struct {
	Machine string         `json:"machine"`
	Run     int            `json:"run"`
	Status  int            `json:"status"`
	Killed  bool           `json:"killed"`
	Stdout  string         `json:"stdout"`
	Stderr  string         `json:"stderr"`
	Effects simulate.Trace `json:"effects"`
	Tree    string         `json:"tree_sha256"` // of the whole file system afterwards
}

func (f simulateFlags) print(w io.Writer, m *simulate.Machine, run int, r *simulate.Result) error {
	if f.json {
		return json.NewEncoder(w).Encode(jsonRun{m.Name(), run, r.Status, r.Killed, r.Stdout, r.Stderr, r.Trace, m.Digest()})
	}
	title := m.Name()
	if f.again > 1 {
		title = fmt.Sprintf("%s, run %d", title, run)
	}
	end := fmt.Sprintf("exit %d", r.Status)
	if r.Killed {
		end += ", killed"
	}
	story := simulate.Story{Home: m.Home(), Numbers: true, Runs: f.all}
	_, err := fmt.Fprintf(w, "== %s: %s\n%s%s%d changes, %d fetches:\n%s", title, end, r.Stdout, r.Stderr,
		len(r.Trace.Changes()), len(r.Trace.Fetches()), story.Tell(r.Trace))
	return err
}
