//go:build unix

package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A profile leaves probes out, which --only still asks for, and says how bad others are.
func TestDoctorAsTheProfileSays(t *testing.T) {
	dir := t.TempDir()
	profile := filepath.Join(dir, "mine.yaml")
	yaml := "extends: default\ndescription: Mine\ndoctor: {disable: [GD20], severity: {GD05: warning, GD11: error}}\n"
	if err := os.WriteFile(profile, []byte(yaml), 0o644); err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	if code := run([]string{"render", profile, "-o", dir}, io.Discard, &stderr); code != exitDone {
		t.Fatal(stderr.String())
	}
	p := healthy(t)
	p.env["GO111MODULE"], p.env["GOROOT"] = "off", "/nowhere"
	dist := filepath.Join(dir, "mine")
	d := diagnosed(t, p.doctor(posixKeepers[0], dist, "--offline", "--json"))
	if got := d.found(); !slices.Contains(got, "GD05") || slices.Contains(got, "GD20") {
		t.Errorf("found %v", got)
	}
	for _, row := range d.Probes {
		if row.ID == "GD05" && row.Severity != "warning" || row.ID == "GD11" && row.Severity != "error" || row.ID == "GD20" {
			t.Errorf("%s is there as %s", row.ID, row.Severity)
		}
	}
	if got := p.doctor(posixKeepers[0], dist, "--offline", "--only", "GD20").stdout; !strings.Contains(got, "GD20  GO111MODULE=off") {
		t.Errorf("--only GD20:\n%s", got)
	}
}

// What a report shows of a URL has nothing before its host: reports are shown to others.
func TestDoctorMasks(t *testing.T) {
	k := testKit(t)
	p := healthy(t)
	p.env["GOPROXY"] = "https://me:secret@one.example/x,https://token@two.example,direct"
	r := p.doctor(posixKeepers[0], k.dist, "--offline")
	if strings.Contains(r.stdout, "secret") || strings.Contains(r.stdout, "token") || !strings.Contains(r.stdout, "https://***@one.example/x,https://***@two.example,direct") {
		t.Error(r.stdout)
	}
	if got := p.examine(posixKeepers[0], k.dist).said("GD14"); strings.Contains(got, "secret") || !strings.Contains(got, "***@one.example") {
		t.Error(got)
	}
}
