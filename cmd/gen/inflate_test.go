//go:build unix

package main

import (
	"archive/tar"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// inflaters are the programs that the scripts look for, in their order.
var inflaters = []string{"igzip", "libdeflate-gunzip", "bsdtar", "zstd", "perl", "python3"}

// Each program that inflates gives the same Go, and one that does not work is
// no reason to fail.
func TestInflaters(t *testing.T) {
	e := needEngine(t)
	file := filepath.Join(t.TempDir(), "archive.tar.gz")
	if err := os.WriteFile(file, e.archive, 0o644); err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return // it has one of its own
		}
		for _, inflater := range append(slices.Clone(inflaters), "broken") {
			s := r.sandbox(t)
			s.withoutTools(inflaters...)
			if inflater == "broken" {
				s.addScripts(map[string]string{"igzip": "gzip -dc \"$2\" | head -c 100000", "bsdtar": "exit 1", "zstd": "exec /nowhere"})
			} else {
				s.addTool(inflater)
				s.addScripts(map[string]string{"gzip": "exit 1"}) // nothing but the inflater can do it
			}
			s.misleadModules()
			if got := r.pipe(s, e.dist, "--no-shells", "--archive", file); got.code != 0 || got.stderr != "" {
				t.Fatalf("%s: exit %d\n%s%s", inflater, got.code, got.stdout, got.stderr)
			}
			e.isWhole(t, s)
		}
	})
}

// Each program that unpacks a module does so, and one that cannot is told of.
func TestUnzippers(t *testing.T) {
	e := needEngine(t)
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return // it has one of its own
		}
		for _, unzipper := range []string{"unzip", "bsdtar", "python3", ""} {
			s := r.sandbox(t)
			s.withoutTools("unzip")
			s.addTool(unzipper)
			s.misleadModules()
			got := r.pipe(s, e.dist, "--no-shells", "--mirror", "goproxy+"+e.server.URL+"/good")
			if unzipper == "" {
				if got.code != 1 || !strings.Contains(got.stderr, "tar could not unpack it; it is broken, or an unzip is to be installed") {
					t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
				}
				continue
			}
			if got.code != 0 || got.stderr != "" {
				t.Fatalf("%s: exit %d\n%s%s", unzipper, got.code, got.stdout, got.stderr)
			}
			e.isWhole(t, s)
		}
	})
}

// An archive may hold what it likes, if its digest is the pinned one: nothing of
// it gets out of the stage, and nothing but files and directories is installed.
func TestHostileArchives(t *testing.T) {
	e := needEngine(t)
	outside := filepath.Join(t.TempDir(), "outside")
	archives := []struct {
		name  string
		extra []tar.Header
	}{
		{"dots", []tar.Header{{Name: "go/../../../../../../../../../../.." + outside, Typeflag: tar.TypeReg}}},
		{"absolute", []tar.Header{{Name: outside, Typeflag: tar.TypeReg}}},
		{"link out", []tar.Header{{Name: "go/out", Linkname: filepath.Dir(outside), Typeflag: tar.TypeSymlink}, {Name: "go/out/outside", Typeflag: tar.TypeReg}}},
		{"link up", []tar.Header{{Name: "go/up", Linkname: "../../../..", Typeflag: tar.TypeSymlink}}},
		{"hard link out", []tar.Header{{Name: "go/passwd", Linkname: "/etc/passwd", Typeflag: tar.TypeLink}}},
		{"fifo", []tar.Header{{Name: "go/fifo", Typeflag: tar.TypeFifo}}},
	}
	for _, a := range archives {
		hostile := &engine{kit: kit{version: e.version, file: e.file, server: e.server, archive: e.pack(a.extra)}}
		dist, err := hostile.render("hostile-"+strings.ReplaceAll(a.name, " ", "-"), "goenv", "")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dist, e.file)
		if err := os.WriteFile(file, hostile.archive, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, inflater := range []string{"", "bsdtar", "igzip", "perl", "python3"} {
			t.Run(a.name+" "+inflater, func(t *testing.T) {
				forEachNative(t, func(t *testing.T, r runner) {
					s := r.sandbox(t)
					s.withoutTools(inflaters...)
					s.addTool(inflater)
					s.before = snapshot(t, s.home)
					got := r.pipe(s, dist, "--no-shells", "--archive", file)
					// What tar itself leaves out or renames is harmless.
					if got.code == 1 {
						if diff := s.changes(); diff != "" {
							t.Errorf("a trace is left:\n%s", diff)
						}
					} else if got.code != 0 || strings.Contains(a.name, "link") || a.name == "fifo" {
						t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
					}
				})
				if _, err := os.Lstat(outside); err == nil {
					t.Error("something was written outside")
				}
			})
		}
	}
}

// addTool puts one more program on a PATH that withoutTools made.
func (s *sandbox) addTool(name string) {
	s.t.Helper()
	if name == "" {
		return
	}
	program := s.run("", "sh", "-c", "PATH=/usr/bin:/bin command -v "+name).stdout
	if err := os.Symlink(strings.TrimSpace(program), filepath.Join(s.env["PATH"], name)); err != nil || program == "" {
		s.t.Fatalf("%s is needed and not installed; ./test installs it; %v", name, err)
	}
}

// addScripts puts small shell scripts on a PATH that withoutTools made.
func (s *sandbox) addScripts(texts map[string]string) {
	s.t.Helper()
	for name, text := range texts {
		file := filepath.Join(s.env["PATH"], name)
		if err := errors.Join(os.RemoveAll(file), os.WriteFile(file, []byte("#!/bin/sh\n"+text+"\n"), 0o755)); err != nil {
			s.t.Fatal(err)
		}
	}
}

// misleadModules sets what makes perl and python3 load other modules than their
// own, if a script lets it.
func (s *sandbox) misleadModules() {
	s.t.Helper()
	dir := filepath.Join(s.tmp, "modules")
	for name, text := range map[string]string{"Compress/Raw/Zlib.pm": "die", "zlib.py": "1/0", "zipfile.py": "1/0", "sitecustomize.py": "print(1)"} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			s.t.Fatal(err)
		}
	}
	s.env["PERL5OPT"], s.env["PERL5LIB"], s.env["PYTHONPATH"], s.env["PYTHONHOME"] = "-MNoSuch", dir, dir, dir
	s.env["PERL_UNICODE"], s.env["PERLIO"], s.env["PYTHONIOENCODING"] = "SAD", ":utf8", "utf-16"
}
