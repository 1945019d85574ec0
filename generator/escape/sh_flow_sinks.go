package escape

import (
	"maps"
	"slices"
)

// backwards makes a sink of every node that something flows from into a sink.
func (f *shFlow) backwards() {
	from := f.to.reverse()
	sinks := make([]shSink, len(from)) // by node
	var todo []int32
	for _, name := range slices.Sorted(maps.Keys(f.sinks)) {
		if n, flows := f.to.numbers[name]; flows {
			sinks[n] = f.sinks[name]
			todo = append(todo, n)
		}
	}
	for len(todo) > 0 {
		sink := sinks[todo[0]]
		for _, n := range from[todo[0]] {
			if sinks[n].yields(sink) {
				sinks[n] = sink
				todo = append(todo, n)
			}
		}
		todo = todo[1:]
	}
	for n, sink := range sinks {
		if sink.where != "" {
			f.sinks[f.to.names[n]] = sink
		}
	}
}

// add notes a sink.
func (f *shFlow) add(node string, sink shSink) {
	if f.sinks[node].yields(sink) {
		f.sinks[node] = sink
	}
}

// yields says whether another sink is noted in place of s, which may be none.
func (s shSink) yields(to shSink) bool { return s.where == "" || !s.code && to.code }
