package generator

import (
	"bytes"
	"testing"
	"time"
)

// BenchmarkExecute is one script of the default profile a turn, after the first:
//
//	go test ./generator -run '^$' -bench Execute
func BenchmarkExecute(b *testing.B) {
	set, err := parseTemplates()
	if err != nil {
		b.Fatal(err)
	}
	done := someDigests()
	for _, j := range plan(resolveYAML(b, "extends: default\n"), done) {
		var out bytes.Buffer
		execute := func() {
			out.Reset()
			if j.Link != "" {
				return
			}
			if err := set.In(j.Dialect).ExecuteTemplate(&out, j.template(), j.Data); err != nil {
				b.Fatal(err)
			}
		}
		start := time.Now()
		execute()
		first := time.Since(start)
		done[j.Path] = sum(out.Bytes())
		b.Run(j.Path, func(b *testing.B) {
			for b.Loop() {
				execute()
			}
			b.ReportMetric(float64(first.Microseconds())/1000, "ms-first")
		})
	}
}
