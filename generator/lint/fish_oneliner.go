package lint

import "github.com/org/gosetup/generator/oneliner"

// oneLiner tells of a perl or a python3 with its whole program in the call that
// passes on what it reads, and runs nothing of it. One that unpacks is none.
func (r *fishRun) oneLiner() bool {
	if r.name != "perl" && r.name != "python3" {
		return false
	}
	words := make([]string, len(r.words))
	for i, w := range r.at {
		text, fixed := w.Static()
		if words[i] = text; !fixed {
			words[i] = oneliner.Unknown
		}
	}
	call, ok := oneliner.Read(r.name, words)
	return ok && call.Module == "" && !call.Runs()
}
