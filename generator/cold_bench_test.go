package generator

import (
	"sync"
	"testing"

	"github.com/org/gosetup/generator/lint"
	"github.com/org/gosetup/profiles"
)

// BenchmarkCold is what `gen render --all` does in a process of its own, but for
// the disk: nothing is known of any template at the beginning of a turn.
//
//	go test ./generator -run '^$' -bench Cold
func BenchmarkCold(b *testing.B) {
	defer func() { parseTemplates = sync.OnceValues(readTemplates) }()
	for b.Loop() {
		parseTemplates = sync.OnceValues(readTemplates)
		renderBuiltin(b)
	}
}

// renderBuiltin generates every built-in profile.
func renderBuiltin(b *testing.B) {
	releases, err := profiles.Releases()
	if err != nil {
		b.Fatal(err)
	}
	names, batch := profiles.Builtin(), lint.NewBatch()
	atOnce(len(names), func(i int) {
		p, err := profiles.Load(names[i], nil)
		if err == nil {
			_, err = GenerateIn(batch, p, releases)
		}
		if err != nil {
			b.Error(err)
		}
	})
}
