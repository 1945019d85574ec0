package powershell

import (
	"os"
	"path/filepath"
	"testing"
)

// golden are the scripts we write.
func golden(t testing.TB) map[string]string {
	names, err := filepath.Glob(filepath.Join("..", "..", "golden", "*", "*.ps1"))
	more, err2 := filepath.Glob(filepath.Join("..", "..", "golden", "*", "*", "*.ps1"))
	if err != nil || err2 != nil || len(names) < 2 || len(more) < 2 {
		t.Fatal("golden has too few .ps1 files", names, more)
	}
	all := map[string]string{}
	for _, name := range append(names, more...) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(data)
	}
	return all
}

func TestGolden(t *testing.T) {
	for name, text := range golden(t) {
		if _, err := Parse(text); err != nil {
			at := err.(*Error).Offset
			t.Errorf("%s: %v: %q", name, err, text[at:min(at+60, len(text))])
		}
	}
}
