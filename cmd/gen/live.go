package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/simulate"
)

// liveTrees lets the install.sh of each tree live on every virtual machine. A
// broken promise is an error, and so is a script that installs nowhere.
func liveTrees(stdout io.Writer, trees []tree) error {
	var errs []error
	for _, t := range trees {
		i := slices.IndexFunc(t.files, func(f generator.File) bool { return f.Path == "install.sh" })
		if i < 0 {
			fmt.Fprintf(stdout, "%s: no install.sh, so nothing is simulated\n", t.dir)
			continue
		}
		errs = append(errs, liveEverywhere(stdout, filepath.Join(t.dir, "install.sh"), string(t.files[i].Data)))
	}
	return errors.Join(errs...)
}

// liveEverywhere prints a line per machine.
func liveEverywhere(stdout io.Writer, name, text string) error {
	machines := simulate.Machines()
	lives, errs := make([]*simulate.Life, len(machines)), make([]error, len(machines))
	var all sync.WaitGroup
	for i, machine := range machines {
		all.Go(func() {
			lives[i], errs[i] = simulate.Live(machine, simulate.Script{Name: name, Text: text})
		})
	}
	all.Wait()
	fmt.Fprintf(stdout, "%s on %d machines:\n", name, len(machines))
	installs := 0
	for i, l := range lives {
		fmt.Fprintf(stdout, "%-20s exit %d, %3d runs, %3d of them killed, %s", machines[i], l.Status, l.Runs, l.Kills, count(len(l.Breaches), "broken promise"))
		if l.Status != 0 {
			fmt.Fprintf(stdout, "; %s", l.Says)
		}
		fmt.Fprintln(stdout)
		for _, breach := range l.Breaches {
			errs = append(errs, fmt.Errorf("%s: on %s: %s", name, machines[i], breach))
		}
		if l.Status == 0 && errs[i] == nil {
			installs++
		}
	}
	if installs == 0 {
		errs = append(errs, fmt.Errorf("%s: it installs on none of the virtual machines, which serve the official archives only", name))
	}
	return errors.Join(errs...)
}
