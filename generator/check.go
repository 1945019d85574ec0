package generator

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/org/gosetup/generator/dialect"
)

// Check parses data, a file called name, in the dialect that its name or its
// first line tells. How says what looked at it, "" when nothing in this
// program knows the dialect; then the caller must ask the real interpreter.
// Errors read "name:line:col: what".
func Check(name string, data []byte) (how string, err error) {
	first, _, _ := strings.Cut(string(data), "\n")
	d := dialect.ByName(name, first)
	if d == nil {
		return "", fmt.Errorf("%s: what language this is, neither its name nor its first line tells; have %s", name, endings())
	}
	ok, err := d.Parse(name, bytes.NewReader(data))
	if !ok {
		return "", nil
	}
	return d.Name, err
}

func endings() string {
	var all []string
	for _, d := range dialect.All {
		if len(d.Interpreters) > 0 {
			all = append(all, d.Ext...)
		}
	}
	return strings.Join(append(all, ".json", "#!"), ", ")
}
