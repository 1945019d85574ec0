package simulate

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/profiles"
)

// moduleVersion is the version of golang.org/toolchain that holds the same Go as
// an archive.
func moduleVersion(f profiles.File) string {
	return fmt.Sprintf("v0.0.1-%s.%s-%s", f.Version, f.OS, f.Arch)
}

// moduleText is the content that stands for the zip of a Go as a module.
func moduleText(version string) []byte {
	return []byte("simulated module " + version + "\n")
}

// moduleEntries is the tree of a Go as a module: that of the archive, without
// directories and modes, and with every go.mod under another name. A tampered one
// has one byte that is another.
func moduleEntries(f profiles.File, tampered bool) []entry {
	var list []entry
	for _, e := range entries(f) {
		name, inside := strings.CutPrefix(e.name, "go/")
		if e.dir || !inside {
			continue
		}
		if name == "src/fmt/print.go" && tampered {
			e.data = bytes.Replace(e.data, []byte("fmt"), []byte("fnt"), 1)
		}
		if base, ok := strings.CutSuffix(name, "go.mod"); ok {
			name = base + "_go.mod"
		}
		e.name, e.mode = "golang.org/toolchain@"+moduleVersion(f)+"/"+name, zipMode
		list = append(list, e)
	}
	return list
}

// zipMode is what a file of a zip gets that says nothing of modes, before the umask.
const zipMode = 0o666

var moduleLine = regexp.MustCompile(`^[0-9a-f]{64}  golang\.org/toolchain@(v0\.0\.1-go[^/\n]+)/`)

// moduleHash is what the h1: hash of the real module says, in hex, if data is the
// list from which it is computed (golang.org/x/mod/sumdb/dirhash): the digest and
// the name of every file, sorted by name. Any other byte in a file makes another
// list.
func (w *world) moduleHash(data []byte) (string, bool) {
	match := moduleLine.FindSubmatch(data)
	if match == nil {
		return "", false
	}
	f, ok := w.files[string(match[1])]
	if !ok || f.ModuleSum == "" || !bytes.Equal(data, moduleList(f)) {
		return "", false
	}
	sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(f.ModuleSum, "h1:"))
	return hex.EncodeToString(sum), err == nil
}

func moduleList(f profiles.File) []byte {
	sums := map[string]string{}
	for _, e := range moduleEntries(f, false) {
		sums[e.name] = digest(e.data)
	}
	var list bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&list, "%s  %s\n", sums[name], name)
	}
	return list.Bytes()
}
