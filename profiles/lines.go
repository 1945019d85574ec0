package profiles

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// readLines reads lines.json: the day on which the first version of each Go line
// was released, as https://go.dev/doc/devel/release says.
var readLines = sync.OnceValues(func() (map[string]string, error) {
	src, err := files.ReadFile("lines.json")
	if err != nil {
		return nil, err
	}
	var lines map[string]string
	if err := json.Unmarshal(src, &lines); err != nil {
		return nil, fmt.Errorf("profiles/lines.json: %w", err)
	}
	return lines, nil
})

// EndOfSupport is the day, such as 2026-08-19, on which Go's makers stopped to
// support a line: a line is supported until there are two newer ones
// (https://go.dev/doc/devel/release#policy). It is "" as long as the second one
// is not on record.
func EndOfSupport(line string) (string, error) {
	major, minor, _ := strings.Cut(line, ".")
	n, err := strconv.Atoi(minor)
	if err != nil {
		return "", fmt.Errorf("%q is no Go line such as 1.27", line)
	}
	lines, err := readLines()
	return lines[major+"."+strconv.Itoa(n+2)], err
}
