package feed

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/profiles"
)

// ourData reads the files of this checkout.
func ourData(t *testing.T) Data {
	t.Helper()
	texts := map[string][]byte{}
	for _, name := range []string{ReleasesPath, ToolchainsPath} {
		text, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = text
	}
	d, err := Read(texts)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is on record is written as it is written.
func TestFilesRoundTrip(t *testing.T) {
	d := ourData(t)
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
