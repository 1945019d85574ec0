package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/profiles"
)

// recorded reads the files of this checkout.
func recordedData(t *testing.T) Data {
	t.Helper()
	texts := map[string][]byte{}
	for _, pattern := range []string{"*.json", "*.yaml", "platform/*.yaml"} {
		names, err := filepath.Glob("../" + pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(names, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts["profiles/"+strings.TrimPrefix(filepath.ToSlash(name), "../")] = text
		}
	}
	d, err := Read(texts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is on record is written as it is written.
func TestFilesRoundTrip(t *testing.T) {
	d := recordedData(t)
	text, err := ReleasesJSON(d.Releases)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(d.texts[ReleasesPath]), string(text)); diff != "" {
		t.Errorf("releases.json (-have +written):\n%s", diff)
	}
	platforms, err := profiles.Platforms()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(d.texts[ToolchainsPath]), string(ToolchainsJSON(d.Sums, platforms))); diff != "" {
		t.Errorf("toolchains.json (-have +written):\n%s", diff)
	}
}
