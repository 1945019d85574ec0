// Package awk runs the awk programs of set-up scripts as the awks of Debian
// (mawk) and busybox agree to run them under LC_ALL=C, in memory. The tests run
// these two; the awk of macOS is not run, only POSIX taken for it.
//
// It is strict: what POSIX leaves open or the awks do in different ways is an
// error with its place, when it is read or, where only the data shows it, when it
// is met. So are getline, system, pipes, files as output but /dev/stderr, and
// mathematics. The order of for (k in a), which is open too, is sorted here.
package awk

import (
	"bufio"
	"errors"
	"io"
)

// A Config is the world of one run. What is nil is not there or empty.
type Config struct {
	Stdin  io.Reader
	Open   func(name string) (io.ReadCloser, error) // opens the input files
	Stdout io.Writer
	Stderr io.Writer
	Env    map[string]string // ENVIRON
	Vars   []string          // as behind -v: name=value
	Args   []string          // input files and name=value
	Steps  int               // statements and calls until the run is given up; 0 is ten million
}

// ErrSteps is the cause of the error of a run that did not end in time.
var ErrSteps = errors.New("the program does not end: too many steps")

const defaultSteps = 10_000_000

// Run runs the program. The exit status is that of awk, also 2 for an input file
// that is not there. An error is an *Error of the program, ErrSteps with its
// place, or that of the writer; what was written before stays.
func (p *Program) Run(c Config) (status int, err error) {
	m := newMachine(p, c)
	defer func() {
		if flushed := m.out.Flush(); err == nil {
			err = flushed
		}
	}()
	err = m.protect(func() {
		for _, v := range c.Vars {
			m.setOperand(v)
		}
		m.main()
	})
	return m.status & 0xff, err
}

// A stop is the panic that ends a run in order.
type stop struct{}

// protect runs f and returns the error it ends in.
func (m *machine) protect(f func()) (err error) {
	defer func() {
		switch reason := recover().(type) {
		case nil, stop:
		case failure:
			err = reason.place(m.prog.text)
		case error:
			if _, isWrite := reason.(writeError); !isWrite {
				panic(reason)
			}
			err = reason
		default:
			panic(reason)
		}
	}()
	f()
	return nil
}

// A writeError is one of Stdout, Stderr or the input.
type writeError struct{ error }

func (e writeError) Unwrap() error { return e.error }

func check(err error) {
	if err != nil {
		panic(writeError{err})
	}
}

// main runs the program's parts in order. exit in one of them goes on to END.
func (m *machine) main() {
	exited := m.exits(func() { m.list(m.prog.begin) })
	if !exited && len(m.prog.rules)+len(m.prog.end) > 0 {
		m.exits(m.records)
	}
	m.inEnd = true
	m.exits(func() { m.list(m.prog.end) })
}

// exits runs f and tells whether an exit statement ended it.
func (m *machine) exits(f func()) (exited bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if _, ok := reason.(exiting); !ok {
				panic(reason)
			}
			exited = true
		}
	}()
	f()
	return false
}

// exiting is the panic of an exit statement.
type exiting struct{}

func (m *machine) records() {
	for m.nextRecord() {
		for i, r := range m.prog.rules {
			m.step(0)
			if m.selects(i, r) && m.act(r) == nexts {
				break
			}
		}
	}
}

// selects tells whether a rule is for the present record.
func (m *machine) selects(i int, r *rule) bool {
	if r.from == nil {
		return true
	}
	if !r.ranged {
		return r.from.eval(m).truth(0)
	}
	in := m.ranges[i] || r.from.eval(m).truth(0)
	m.ranges[i] = in && !r.to.eval(m).truth(0)
	return in
}

func (m *machine) act(r *rule) flow {
	if r.action == nil {
		m.write(m.out, m.record.whole(m)+m.text(m.special["ORS"]))
		return onward
	}
	return m.list(r.action)
}

// newMachine is a machine before its first statement.
func newMachine(p *Program, c Config) *machine {
	if c.Steps == 0 {
		c.Steps = defaultSteps
	}
	if c.Stdin == nil {
		c.Stdin = eof{}
	}
	if c.Stdout == nil {
		c.Stdout = io.Discard
	}
	if c.Stderr == nil {
		c.Stderr = io.Discard
	}
	m := &machine{prog: p, config: c, out: bufio.NewWriter(c.Stdout), steps: c.Steps, globals: map[string]*cell{}, ranges: make([]bool, len(p.rules))}
	m.special = map[string]value{"FS": str(" "), "OFS": str(" "), "ORS": str("\n"), "RS": str("\n"), "SUBSEP": str("\x1c"),
		"CONVFMT": str("%.6g"), "OFMT": str("%.6g"), "NR": num(0), "FNR": num(0), "RSTART": num(0), "RLENGTH": num(-1), "FILENAME": {}}
	env := newArray()
	for k, v := range c.Env {
		env[k] = outside(v)
	}
	m.globals["ENVIRON"] = &cell{array: env}
	args := newArray()
	args["0"] = str("awk")
	for i, a := range c.Args {
		args[num(float64(i+1)).text("", 0)] = outside(a)
	}
	m.globals["ARGV"] = &cell{array: args}
	m.special["ARGC"] = num(float64(len(c.Args) + 1))
	return m
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
