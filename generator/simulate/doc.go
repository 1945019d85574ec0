// Package simulate runs POSIX shell scripts on machines that do not exist.
//
// A machine is a data file (machines/*.yaml): an in-memory file system, the
// answers of uname and its like, the commands on PATH and their flavour, and
// what the network serves. mvdan.cc/sh/v3/interp runs the script; everything it
// would ask of the real machine is answered by handlers of this package, so a
// run opens no file, no connection and starts no process of the host:
//
//	description --Load--> Machine --Run(Script, Faults)--> Result{Trace, ...}
//
// Every change of the file system, every fetch and every program run is an
// effect with a number, and a fault (a failing call, a kill, a write that stops
// half-way, a signal) can be put at any of them.
//
// What the simulator does not know is never a success: an unknown command, an
// unknown flag of a known one or an unsupported construct ends the run with an
// Error, which says where. The interpreter is not dash; it is evidence beside
// the runs in real shells, not instead of them.
package simulate
