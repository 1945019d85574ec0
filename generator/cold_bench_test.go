package generator

import (
	"sync"
	"testing"

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
	for _, name := range profiles.Builtin() {
		p, err := profiles.Load(name, nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Generate(p, releases); err != nil {
			b.Fatal(err)
		}
	}
}
