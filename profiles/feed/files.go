package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/version"
	"maps"
	"regexp"
	"slices"

	"github.com/org/gosetup/profiles"
)

// Sums are the module hashes of golang.org/toolchain by release and platform:
// Sums["go1.27.3"]["linux-amd64"] is "h1:r0ub+...=".
type Sums map[string]map[string]string

// ReleasesJSON is the text of releases.json, a file a line.
func ReleasesJSON(releases []profiles.Release) ([]byte, error) {
	var out bytes.Buffer
	for i, r := range releases {
		fmt.Fprintf(&out, "%s\n  {\"version\":%q,\"stable\":%t,\"files\":[", between(i, "["), r.Version, r.Stable)
		for j, f := range r.Files {
			text, err := json.Marshal(recorded{f.Filename, f.OS, f.Arch, f.Version, f.SHA256, f.Size, f.Kind})
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&out, "%s\n    %s", between(j, ""), text)
		}
		out.WriteString("\n  ]}")
	}
	out.WriteString("\n]\n")
	return out.Bytes(), nil
}

// between stands before element i of a list: first, then commas.
func between(i int, first string) string {
	if i == 0 {
		return first
	}
	return ","
}

// recorded is profiles.File without our own addition to it.
type recorded struct {
	Filename string `json:"filename"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
	Version  string `json:"version"`
	SHA256   string `json:"sha256"`
	Size     int64  `json:"size"`
	Kind     string `json:"kind"`
}

// ToolchainsJSON is the text of toolchains.json: newest release first,
// platforms in their order.
func ToolchainsJSON(sums Sums, platforms []profiles.Platform) []byte {
	var out bytes.Buffer
	versions := slices.SortedFunc(maps.Keys(sums), func(a, b string) int { return version.Compare(b, a) })
	for i, v := range versions {
		fmt.Fprintf(&out, "%s\n %q: {", between(i, "{"), v)
		n := 0
		for _, id := range ids(platforms) {
			if sum, ok := sums[v][id]; ok {
				fmt.Fprintf(&out, "%s\n  %q: %q", between(n, ""), id, sum)
				n++
			}
		}
		out.WriteString("\n }")
	}
	out.WriteString("\n}\n")
	return out.Bytes()
}

// AddLine gives a table of YAML, tools.yaml or one of platform/, a row for a new
// Go line wherever it has one for the line before, with the same value: a tool
// that Go 1.27 builds, Go 1.28 builds too, and a system too old for 1.27 is too
// old for 1.28. All else stays as it is.
func AddLine(text []byte, line, before string) []byte {
	if regexp.MustCompile(`(?m)^\s+"` + regexp.QuoteMeta(line) + `": `).Match(text) {
		return text
	}
	row := regexp.MustCompile(`(?m)^(\s+)"` + regexp.QuoteMeta(before) + `": ("[^"]*"|\S+)`)
	return row.ReplaceAll(text, []byte(`${1}"`+line+`": ${2}`+"\n$0"))
}
