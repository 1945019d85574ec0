package lint

import "slices"

// honest reports a function that says that all is well although its download
// failed, to somebody who asks.
func (f *shFlow) honest(c *flowCall, st *flowState) {
	if f.asked == 0 || f.statusClass(st.status) != 0 {
		return
	}
	for _, file := range st.files {
		if file.failed && file.fetched && file.fresh {
			f.report("GS106", c.at, c.name+" succeeds although the download of "+f.show(file.path)+" failed; let it return the failure")
		}
	}
}

// stale are the files for a function that is called, all of them old.
func stale(files []flowFile) []flowFile {
	if !slices.ContainsFunc(files, func(file flowFile) bool { return file.fresh }) {
		return files
	}
	files = slices.Clone(files)
	for i := range files {
		files[i].fresh = false
	}
	return files
}

// freshen undoes stale in a state behind the call: what the caller or the call
// itself has written is new to the caller.
func freshen(st *flowState, before []flowFile) {
	isNew := func(file flowFile) bool { return !file.fresh && !slices.Contains(before, file) }
	if !slices.ContainsFunc(st.files, isNew) {
		return
	}
	st.files = slices.Clone(st.files)
	for i, file := range st.files {
		st.files[i].fresh = file.fresh || isNew(file)
	}
}

// forgive keeps less of the files behind a call where nobody asks how it ended.
// Who wrote them does not matter then, see honest. And a file that was compared on
// one way, and was not the same, counts as such on all: it is the worse of two
// mistakes to use it.
func forgive(out []*flowState) {
	var differ []value
	for _, st := range out {
		for _, file := range st.files {
			if file.checked {
				differ = append(differ, file.path)
			}
		}
	}
	for _, st := range out {
		kept := func(file flowFile) flowFile {
			file.fresh = false
			file.checked = file.checked || file.fetched && slices.Contains(differ, file.path)
			return file
		}
		if slices.ContainsFunc(st.files, func(file flowFile) bool { return kept(file) != file }) {
			st.files = slices.Clone(st.files)
			for i, file := range st.files {
				st.files[i] = kept(file)
			}
		}
	}
}
