package lint

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
)

// otherPlaces are where scripts lie that others wrote: of the system, of the
// shells' distributions, of Go.
var otherPlaces = []string{"/usr/bin", "/usr/sbin", "/etc", "/usr/share", "/usr/lib", "/opt", "/usr/local", filepath.Join(runtime.GOROOT(), "src"), filepath.Join(runtime.GOROOT(), "misc")}

// Whatever others have written, the checks come to an end with findings that
// have a place in the file.
func TestOthersScripts(t *testing.T) {
	files, parsed, found := 0, 0, 0
	slowest, slow := "", time.Duration(0)
	byDialect := map[string]int{}
	stop := time.Now().Add(20 * time.Second)
	for _, place := range otherPlaces {
		filepath.WalkDir(place, func(name string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() || time.Now().After(stop) {
				return nil
			}
			text := scriptOf(name, e)
			d := dialect.ByName(name, firstLine(text))
			if text == nil || d == nil || !slices.Contains([]*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh, dialect.Fish, dialect.PowerShell, dialect.Ruby, dialect.Awk}, d) || byDialect[d.Name] > 400 {
				return nil
			}
			start := time.Now()
			r := Check(name, text, Options{})
			if took := time.Since(start); took > slow {
				slowest, slow = name, took
			}
			files++
			byDialect[d.Name]++
			if r.Parser != "" {
				parsed++
			}
			found += len(r.Findings)
			for _, f := range r.Findings {
				if f.Line < 1 || f.Col < 1 || f.Offset < 0 || f.Offset > len(text) || strings.Contains(f.Message, "\n") {
					t.Errorf("%s: a finding that is nowhere: %+v", name, f)
				}
			}
			return nil
		})
	}
	t.Logf("%d files %v, %d parsed, %d findings; the slowest took %v: %s", files, byDialect, parsed, found, slow, slowest)
	if files == 0 {
		t.Error("there is no script on this machine, not even Go's own")
	}
}

// scriptOf reads a file that may be a script: by its ending, or by its #!.
func scriptOf(name string, e fs.DirEntry) []byte {
	info, err := e.Info()
	if err != nil || info.Size() > 200_000 || filepath.Ext(name) != "" && dialect.ByName(name, "") == nil {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, 2)
	if _, err := io.ReadFull(f, head); err != nil || filepath.Ext(name) == "" && string(head) != "#!" {
		return nil
	}
	rest, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	return append(head, rest...)
}

func firstLine(text []byte) string {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	return string(first)
}
