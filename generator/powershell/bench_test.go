package powershell

import "testing"

func BenchmarkParse(b *testing.B) {
	text := golden(b)["../../golden/default/install.ps1"]
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}
