package generator

import (
	"errors"
	"slices"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/lint"
)

// checkAll checks every file that is in a language, and joins what it found, so
// that one run shows it all. A finding of any severity is an error: the rules
// are what the outputs promise.
func checkAll(files []File) error {
	errs := make([][]error, len(files))
	atOnce(len(files), func(i int) {
		for _, found := range lint.Check(files[i].Path, files[i].Data, lint.Options{}).Findings {
			if found.Rule.ID == "GS002" && dialect.ByName(files[i].Path, "") != nil {
				continue // prose and data: nothing here can parse them
			}
			errs[i] = append(errs[i], errors.New(found.String()))
		}
	})
	return errors.Join(slices.Concat(errs...)...)
}
