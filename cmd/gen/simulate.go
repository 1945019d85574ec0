package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
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
		Short: "Run a script of sh or bash on a machine that does not exist",
		Long: `Simulate runs a script of POSIX sh or bash, ours or anybody's, on a virtual
machine: an in-memory file system, commands that behave like those of macOS, Debian or
busybox, and a network that serves the official Go archives. Nothing of this
machine is read but FILE (- is standard input), nothing is written, nothing is fetched. It prints what
the script says, then what it did, in order and numbered.

A fault strikes at an effect by its number: error@N lets it fail (ENOSPC@N and
EACCES@N in that way), kill@N ends the script before it, partial@N ends it after
half of a write, and TERM@N, INT@N and HUP@N send a signal after it. A fault at an
effect that never comes is an error.

What the simulator does not know, such as a command or a flag, is an error with
its place: then the run says nothing about the script. So is a script that does
not end, or needs too much memory.

Some machines are broken on purpose, as one without a network; --list says which
and why. No installation is expected to work there, so with -m all the status of
a script on them does not count; it is printed, and what could not be simulated
counts. A broken machine that is asked for by its name counts as any.

Exit status: 0 the script ended with 0 on the machine, or on all that are not
broken; 1 it did not, or it could not be simulated; 2 wrong usage.`,
		Example: `  gen simulate --list
  gen simulate --machine macos-arm64-rosetta dist/default/install.sh
  gen simulate --machine all dist/default/install.sh -- --dry-run
  gen simulate --machine debian-amd64 --fault kill@60 --runs 2 install.sh`,
		Args: usageArgs(func(cmd *cobra.Command, args []string) error {
			if f.list {
				return cobra.NoArgs(cmd, args)
			}
			return want(args, "FILE or -")
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.list {
				return listMachines(cmd.OutOrStdout())
			}
			return f.simulate(cmd, args[0], args[1:])
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usageError{fmt.Errorf("%w; arguments of the script stand behind --, as in gen simulate -m NAME FILE -- --dry-run", err)}
	})
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
		fmt.Fprintf(w, "%-20s %s", name, m.About())
		if m.Broken() != "" {
			fmt.Fprintf(w, " (broken: %s)", m.Broken())
		}
		fmt.Fprintln(w)
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
	shell, err := shellOf(file, string(text))
	if err != nil {
		return err
	}
	script := simulate.Script{Name: file, Text: string(text), Args: args, Shell: shell}
	bad := false
	for _, name := range machines {
		ok, err := f.onMachine(cmd.OutOrStdout(), name, script, faults)
		if err != nil {
			report(cmd.ErrOrStderr(), err)
		}
		bad = bad || !ok || err != nil
	}
	if bad {
		return errReported
	}
	return nil
}

// shellOf tells scripts of bash from those of sh, and refuses any other language
// that the first line or the name tells.
func shellOf(file, text string) (string, error) {
	first, _, _ := strings.Cut(text, "\n")
	language := languageOf(file, interpreterOf(first))
	switch language {
	case "", "sh":
		return "sh", nil
	case "bash":
		return "bash", nil
	}
	return "", fmt.Errorf("%s is %s; simulate runs sh and bash", file, language)
}

// languageOf is the name of a language, or "" where nothing tells it.
func languageOf(file, interpreter string) string {
	d, other := dialect.ByName(filepath.ToSlash(file), ""), foreign[filepath.Ext(file)]
	if interpreter != "" && d != dialect.Bash {
		d, other = dialect.ByName("", "#!/"+interpreter), interpreter
	}
	if d != nil {
		return d.Name
	}
	return other
}

// foreign names languages that package dialect does not know, by their endings.
var foreign = map[string]string{
	".bat": "batch", ".cmd": "batch", ".csh": "csh", ".js": "javascript", ".ksh": "ksh",
	".lua": "lua", ".nu": "nushell", ".psm1": "powershell", ".tcsh": "tcsh",
}

// interpreterOf is the program that the first line of a script names, or "".
func interpreterOf(first string) string {
	words := strings.Fields(strings.TrimPrefix(first, "#!"))
	if !strings.HasPrefix(first, "#!") || len(words) == 0 {
		return ""
	}
	if strings.HasSuffix(words[0], "/env") {
		words = slices.DeleteFunc(words[1:], func(w string) bool { return strings.HasPrefix(w, "-") || strings.Contains(w, "=") })
	}
	if len(words) == 0 {
		return ""
	}
	return path.Base(words[0])
}

// onMachine runs the script as often as asked. It is ok if the last run ended
// with 0, or if the machine is one of all and broken.
func (f simulateFlags) onMachine(w io.Writer, name string, script simulate.Script, faults []simulate.Fault) (ok bool, err error) {
	m, err := simulate.Load(name)
	if err != nil {
		return false, err
	}
	for i := range f.again {
		result, err := m.Run(script, faults...)
		if err != nil {
			return false, fmt.Errorf("%w (machine %s)", err, name)
		}
		if err := f.print(w, m, i+1, result); err != nil {
			return false, err
		}
		faults, ok = nil, result.Status == 0
	}
	return ok || f.machine == "all" && m.Broken() != "", nil
}

// jsonRun is what --json prints; the field names are an interface.
type jsonRun struct {
	Machine string         `json:"machine"`
	Broken  string         `json:"broken,omitempty"` // why no installation is expected to work there
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
		effects := append(simulate.Trace{}, r.Trace...) // never null
		return json.NewEncoder(w).Encode(jsonRun{m.Name(), m.Broken(), run, r.Status, r.Killed, r.Stdout, r.Stderr, effects, m.Digest()})
	}
	title := m.Name()
	if f.again > 1 {
		title = fmt.Sprintf("%s, run %d", title, run)
	}
	end := fmt.Sprintf("exit %d", r.Status)
	if r.Killed {
		end += ", killed"
	}
	if m.Broken() != "" {
		end += " (broken: " + m.Broken() + ")"
	}
	story := simulate.Story{Home: m.Home(), Numbers: true, Runs: f.all}.Tell(r.Trace)
	figures := fmt.Sprintf("%s, %s", count(len(r.Trace.Changes()), "change"), count(len(r.Trace.Fetches()), "fetch"))
	if story != "" {
		figures += ":"
	}
	_, err := fmt.Fprintf(w, "== %s: %s\n%s%s%s\n%s", title, end, r.Stdout, r.Stderr, figures, story)
	return err
}
