package generator

import (
	"errors"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/lint"
)

// checkAll checks every file that is in a language which has a parser, and joins
// what it found, so that one run shows it all. Errors and warnings of the rules are errors here:
// they are what the outputs promise. A note is not, such as that of a function
// that nothing calls because the profile does not ask for its step.
func checkAll(b *lint.Batch, files []File) error {
	errs := make([][]error, len(files))
	atOnce(len(files), func(i int) {
		first, _, _ := strings.Cut(string(files[i].Data), "\n")
		if d := dialect.ByName(files[i].Path, first); files[i].Link != "" || d != nil && !d.CanParse() {
			return
		}
		for _, found := range b.Check(files[i].Path, files[i].Data, lint.Options{}).Findings {
			if found.Rule.Severity > lint.Note {
				errs[i] = append(errs[i], errors.New(found.String()))
			}
		}
	})
	return errors.Join(slices.Concat(errs...)...)
}
