package simulate

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// A Script is what to run, and how it is called.
type Script struct {
	Name  string // in errors, and its $0
	Text  string
	Args  []string
	Shell string            // "sh", the default, or "bash", which has more constructs
	Env   map[string]string // over the machine's environment
	Dir   string            // where it starts; the home by default
	Stdin string
}

// A Result is how a run ended.
type Result struct {
	Status int  // 128 plus the signal if one ended it
	Killed bool // no trap ran: a kill, a partial write, or a signal without a trap
	Stdout string
	Stderr string
	Trace  Trace
}

// An Error says that the simulation is impossible: the script may be right, but
// it does what the simulator does not know.
type Error struct {
	File      string
	Line, Col uint // 0 if not known
	Text      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Text)
}

// A run is one script at work on a machine.
type run struct {
	m      *Machine
	script Script
	faults []strike
	trace  Trace
	out    bytes.Buffer
	err    bytes.Buffer
	cancel context.CancelFunc
	steps  int
	bytes  int64 // printed and written
	frames int   // of Go's stack, before the first shell
	top    *shell
	pipes  map[string][]*bytes.Buffer // what is between the halves of a pipe
	temps  int                        // names mktemp has given

	pending string // a signal that waits for the next command of the script
	over    bool   // nothing may happen any more
	killed  int    // the status of a death without traps
	problem *Error
}

// patience is how long a run may take; one takes a few milliseconds. It is the
// last resort, behind the limits that count.
const patience = 20 * time.Second

var errOver = errors.New("the script is gone")

// Run runs the script; the machine keeps what it did. The error, if any, is an
// *Error: a script that fails or is killed is a Result like any other. A fault at
// an effect that never came is an error, too: the run says nothing about it.
func (m *Machine) Run(s Script, faults ...Fault) (result *Result, err error) {
	if s.Shell == "" {
		s.Shell = "sh"
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	defer func() {
		if reason := recover(); reason != nil { // interp has a few for what it did not expect
			result, err = nil, &Error{File: s.Name, Text: fmt.Sprintf("the interpreter broke: %v", reason)}
		}
	}()
	m.pids++
	r := &run{m: m, script: s, faults: strikes(faults), cancel: cancel, frames: frames(), pipes: map[string][]*bytes.Buffer{}}
	p, err := m.texts.parse(s.Name, s.Text, s.Shell)
	if err != nil {
		return nil, err
	}
	dir := or(s.Dir, m.about.User.Home)
	sh, err := r.newShell(p, shellStart{s.Name, dir, m.environ(s.Env), s.Args, s.Stdin, &r.out, &r.err, 0o022})
	if err != nil {
		return nil, err
	}
	r.top = sh
	status := sh.interpret(ctx, p.file)
	switch {
	case r.problem != nil:
		return nil, r.problem
	case ctx.Err() == context.DeadlineExceeded:
		return nil, &Error{File: s.Name, Text: fmt.Sprintf("no end after %v", patience)}
	case r.over:
		status = r.killed
	}
	if err := r.struck(); err != nil {
		return nil, err
	}
	return &Result{status, r.over, r.out.String(), r.err.String(), r.trace}, nil
}

// statusOf turns what interp returns into an exit status.
func statusOf(err error) int {
	var status interp.ExitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	return 1
}

// fail ends the run: the simulator does not know what the real machine would do.
func (r *run) fail(pos syntax.Pos, format string, args ...any) error {
	if r.problem == nil {
		r.problem = &Error{r.script.Name, 0, 0, fmt.Sprintf(format, args...)}
		if pos.IsValid() {
			r.problem.Line, r.problem.Col = pos.Line(), pos.Col()
		}
	}
	r.end(1)
	return errOver
}

// end stops everything at once.
func (r *run) end(status int) {
	r.over, r.killed = true, status
	r.cancel()
}

// next finds the fault that strikes at the coming effect.
func (r *run) next() (Fault, bool) {
	for i, f := range r.faults {
		if f.At == len(r.trace)+1 {
			r.faults[i].hit = true
			return f.Fault, true
		}
	}
	return Fault{}, false
}

// struck is an error if a fault found no effect to strike.
func (r *run) struck() error {
	for _, f := range r.faults {
		if !f.hit {
			return &Error{File: r.script.Name, Text: fmt.Sprintf("%s never struck: the run has %s; no effect %d", f, effects(len(r.trace)), f.At)}
		}
	}
	return nil
}

func effects(n int) string {
	if n == 1 {
		return "1 effect"
	}
	return fmt.Sprintf("%d effects", n)
}

// effect counts an effect that is about to happen. With an error it must not
// happen; partial says that half of it must, and then stop.
func (r *run) effect(e Effect) (partial bool, err error) {
	if r.over {
		return false, errOver
	}
	f, struck := r.next()
	e.N = len(r.trace) + 1
	if struck {
		e.Note = f.What
	}
	if !struck || f.What != "kill" {
		r.trace = append(r.trace, e)
	}
	if !struck {
		return false, nil
	}
	switch {
	case f.What == "kill", f.What == "partial" && e.Kind != Write:
		r.end(137)
		return false, errOver
	case f.What == "partial":
		return true, nil
	case faults[f.What] != "":
		return false, faults[f.What]
	}
	r.pending = f.What
	return false, nil
}

// change makes one change of the disk an effect.
func (r *run) change(e Effect, do commit, err error) error {
	if err != nil {
		return err
	}
	if _, err := r.effect(e); err != nil {
		return err
	}
	do()
	return nil
}

func (r *run) mkdir(u user, path string, mode fs.FileMode) error {
	do, err := r.m.disk.mkdir(u, path, mode)
	return r.change(Effect{Kind: Mkdir, Path: path, Mode: mode &^ u.umask}, do, err)
}

func (r *run) symlink(u user, target, path string) error {
	do, err := r.m.disk.symlink(u, target, path)
	return r.change(Effect{Kind: Link, Path: path, To: target}, do, err)
}

func (r *run) hardlink(u user, from, path string) error {
	do, err := r.m.disk.hardlink(u, from, path)
	return r.change(Effect{Kind: Link, Path: path, To: from, Note: "hard"}, do, err)
}

func (r *run) unlink(u user, path string) error {
	do, err := r.m.disk.unlink(u, path)
	return r.change(Effect{Kind: Remove, Path: path}, do, err)
}

func (r *run) rmdir(u user, path string) error {
	do, err := r.m.disk.rmdir(u, path)
	return r.change(Effect{Kind: Rmdir, Path: path}, do, err)
}

func (r *run) rename(u user, from, to string) error {
	do, err := r.m.disk.rename(u, from, to)
	return r.change(Effect{Kind: Rename, Path: from, To: to}, do, err)
}

func (r *run) chmod(u user, path string, mode fs.FileMode) error {
	do, err := r.m.disk.chmod(u, path, mode)
	return r.change(Effect{Kind: Chmod, Path: path, Mode: mode}, do, err)
}

// create opens a file for writing as open(2) does: made if it is not there,
// emptied on demand.
func (r *run) create(u user, path string, mode fs.FileMode, truncate bool) (*node, error) {
	p, err := r.m.disk.walk(u, path, true)
	if err != nil {
		return nil, err
	}
	if p.node == nil {
		p, do, err := r.m.disk.create(u, path, mode)
		if err != nil {
			return nil, err
		}
		err = r.change(Effect{Kind: Create, Path: p.path(), Mode: mode &^ u.umask}, do, nil)
		return p.node, err
	}
	if err := r.m.disk.open(u, p); err != nil || !truncate || p.node.size() == 0 || !p.node.mode.IsRegular() {
		return p.node, err
	}
	return p.node, r.change(Effect{Kind: Truncate, Path: p.path()}, func() { r.m.disk.set(p.node, nil, 0) }, nil)
}

// write makes data the content of the file n, which is at path; old is what of it
// was there before.
func (r *run) write(n *node, path string, old, data []byte) error {
	if len(data) == 0 || !n.mode.IsRegular() {
		return nil
	}
	if err := r.spend(syntax.Pos{}, len(old)+len(data)); err != nil {
		return err
	}
	all := append(old[:len(old):len(old)], data...)
	heavy := r.m.world.size(all)
	partial, err := r.effect(Effect{Kind: Write, Path: path, Size: max(int64(len(all)), heavy), Digest: r.m.world.digest(all)})
	switch {
	case err != nil:
		return err
	case partial:
		r.m.disk.set(n, all[:len(old)+len(data)/2], 0)
		r.end(137)
		return errOver
	}
	return r.m.disk.set(n, all, heavy)
}

// put is create and write in one, as commands do it.
func (r *run) put(u user, path string, data []byte, mode fs.FileMode) error {
	n, err := r.create(u, path, mode, true)
	if err != nil {
		return err
	}
	return r.write(n, path, nil, data)
}

// touch sets the time of a file.
func (r *run) touch(u user, path string) error {
	p, err := r.m.disk.walk(u, path, true)
	switch {
	case err != nil:
		return err
	case p.node == nil:
		_, err = r.create(u, path, 0o666, false)
		return err
	}
	err = r.m.disk.open(u, p)
	if err == isDir {
		err = nil
	}
	return r.change(Effect{Kind: Touch, Path: path}, func() { r.m.disk.tick++; p.node.mtime = r.m.disk.tick }, err)
}
