//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// A signer is a key of the tests' own, what it and others signed, and a server for
// that: the first folder says whose signature is beside the archive.
type signer struct {
	*engine
	home        string // of gpg
	fingerprint string
	keys        map[string][]byte // public keys, by file name
	signatures  map[string][]byte // by folder
	server      *httptest.Server
}

var signerKit = sync.OnceValues(func() (*signer, error) {
	e, err := engineKit()
	if err != nil {
		return nil, err
	}
	s := &signer{engine: e, home: filepath.Join(kitDir, "gnupg"), keys: map[string][]byte{}, signatures: map[string][]byte{}}
	if err := os.Mkdir(s.home, 0o700); err != nil {
		return nil, err
	}
	defer exec.Command("gpgconf", "--homedir", s.home, "--kill", "all").Run()
	if err := s.makeKeys(); err != nil {
		return nil, err
	}
	s.server = httptest.NewServer(http.HandlerFunc(s.serve))
	return s, nil
})

func needSigner(t *testing.T) *signer {
	t.Helper()
	realtool.Need(t, "gpg")
	s, err := signerKit()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// gpg runs it with the keys of the tests.
func (s *signer) gpg(stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.Command("gpg", append([]string{"--homedir", s.home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...)
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("gpg %q: %w\n%s", args, err, &stderr)
	}
	return out, err
}

// makeKeys makes a primary key with three subkeys, of which one expired and one was
// revoked after they signed, and a stranger's key.
func (s *signer) makeKeys() error {
	var errs []error
	do := func(stdin []byte, args ...string) []byte {
		out, err := s.gpg(stdin, args...)
		errs = append(errs, err)
		return out
	}
	past := []string{"--faked-system-time", "20200101T000000"}
	do(nil, append(past, "--quick-generate-key", "gosetup tests <signer@example.com>", "ed25519", "cert", "never")...)
	do(nil, append(past, "--quick-generate-key", "a stranger <stranger@example.com>", "ed25519", "sign", "never")...)
	prints := fingerprints(do(nil, "--list-keys", "--with-colons"))
	if err := errors.Join(errs...); err != nil || len(prints) != 2 {
		return fmt.Errorf("keys %q: %w", prints, err)
	}
	s.fingerprint = prints[0]
	do(nil, append(past, "--quick-add-key", s.fingerprint, "ed25519", "sign", "1y")...)
	do(nil, "--quick-add-key", s.fingerprint, "ed25519", "sign", "never")
	do(nil, "--quick-add-key", s.fingerprint, "ed25519", "sign", "never")
	all := fingerprints(do(nil, "--list-keys", "--with-colons", "--with-subkey-fingerprint", s.fingerprint))
	if len(all) != 4 {
		return errors.Join(append(errs, fmt.Errorf("subkeys %q", all))...)
	}
	sign := func(data []byte, key string, more ...string) []byte {
		return do(data, append(more, "--armor", "--local-user", key+"!", "--detach-sign")...)
	}
	s.signatures["good"] = sign(s.archive, all[2])
	s.signatures["revoked"] = sign(s.archive, all[3])
	s.signatures["expired"] = sign(s.archive, all[1], past...)
	s.signatures["short-lived"] = sign(s.archive, all[1], append(past, "--default-sig-expire", "1d")...)
	s.signatures["stranger"] = sign(s.archive, prints[1])
	s.signatures["both"] = append(bytes.Clone(s.signatures["good"]), s.signatures["stranger"]...)
	s.signatures["other-file"] = sign([]byte("another file"), all[2])
	s.signatures["flip"] = sign(s.flipped(), all[2])
	s.signatures["inline"] = do(s.archive, "--armor", "--local-user", all[2]+"!", "--sign")
	s.signatures["good-and-inline"] = append(bytes.Clone(s.signatures["good"]), s.signatures["inline"]...)
	s.signatures["garbage"] = []byte("no signature\n")
	s.signatures["page"] = []byte("<!DOCTYPE html>\n<html><title>Welcome to the hotel</title></html>\n")
	do([]byte("key 3\nrevkey\ny\n0\n\ny\nsave\n"), "--command-fd", "0", "--edit-key", s.fingerprint)
	s.keys["signer.pub"] = do(nil, "--armor", "--export", s.fingerprint)
	s.keys["stranger.pub"] = do(nil, "--armor", "--export", prints[1])
	s.keys["both.pub"] = do(nil, "--armor", "--export")
	s.keys["page.pub"] = s.signatures["page"]
	return errors.Join(errs...)
}

// fingerprints takes them from what gpg --with-colons lists.
func fingerprints(list []byte) []string {
	var all []string
	for line := range strings.Lines(string(list)) {
		if fields := strings.Split(line, ":"); fields[0] == "fpr" {
			all = append(all, fields[9])
		}
	}
	return all
}

// flipped is the archive with one bit changed.
func (s *signer) flipped() []byte {
	wrong := bytes.Clone(s.archive)
	wrong[len(wrong)/2] ^= 1
	return wrong
}

func (s *signer) serve(w http.ResponseWriter, r *http.Request) {
	kind, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	data, ok := s.archive, file == s.file
	switch {
	case kind == "keys":
		data, ok = s.keys[file]
	case file == s.file+".asc":
		data, ok = s.signatures[kind]
	case kind == "flip":
		data = s.flipped()
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Write(data)
}

// render renders a profile that asks for signatures, with the key of that name.
func (s *signer) render(key string, sources ...string) (string, error) {
	name := fmt.Sprintf("signed-%x", sha256.Sum256([]byte(key+strings.Join(sources, " "))))[:20]
	for i, source := range sources {
		sources[i] = s.server.URL + "/" + source
	}
	return s.renderMore(name, fmt.Sprintf("verify: sha256+gpg\ngpg: {fingerprint: %q, key: %s/keys/%s}\n", s.fingerprint, s.server.URL, key), sources...)
}

// renderMore renders the profile of the tests with these sources and more lines.
func (e *engine) renderMore(name, more string, sources ...string) (string, error) {
	dist, err := e.renderFrom(name, sources...)
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(dist)
	file := filepath.Join(dir, name+".yaml")
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(text, more...), 0o644)
	}
	if err != nil {
		return "", err
	}
	var stderr bytes.Buffer
	if code := run([]string{"render", file, "-o", dir, "--releases", filepath.Join(dir, "releases.json")}, io.Discard, &stderr); code != exitDone {
		return "", fmt.Errorf("gen render: %s", &stderr)
	}
	return dist, nil
}

// Only an archive with the pinned digest and a signature by the pinned key is
// installed, whatever lies beside it and whatever the user's gpg is set up to.
func TestSignatures(t *testing.T) {
	k := needSigner(t)
	cases := []struct {
		name, key string // "signer.pub" if ""
		sources   []string
		why       string // in the error, "" for none
	}{
		{name: "good", sources: []string{"good"}},
		{name: "the key file has another key, too", key: "both.pub", sources: []string{"good"}},
		{name: "none at first", sources: []string{"none", "good"}},
		{name: "a page at first", sources: []string{"page", "good"}},
		{name: "the subkey has expired since", sources: []string{"expired"}},
		{name: "it has expired itself", sources: []string{"short-lived"}, why: "it has expired"},
		{name: "the subkey was revoked", sources: []string{"revoked"}, why: "its key was revoked"},
		{name: "a stranger's", sources: []string{"stranger", "good"}, why: "another key made it"},
		{name: "a stranger's, whose key comes along", key: "both.pub", sources: []string{"stranger"}, why: "gpg does not accept it"},
		{name: "a stranger's on top", sources: []string{"both"}, why: "another key made it"},
		{name: "of another file", sources: []string{"other-file"}, why: "it is that of another file"},
		{name: "with the file in it", sources: []string{"inline"}, why: "gpg does not accept it"},
		{name: "good, and another with the file in it", sources: []string{"good-and-inline"}, why: "gpg does not accept it"},
		{name: "garbage", sources: []string{"garbage"}, why: "gpg does not accept it"},
		{name: "good, of an archive that is not the pinned one", sources: []string{"flip"}, why: "not the pinned"},
		{name: "a stranger's key", key: "stranger.pub", sources: []string{"good"}, why: "is not the pinned one, " + k.fingerprint},
		{name: "a page instead of the key", key: "page.pub", sources: []string{"good"}, why: "is not the pinned one, " + k.fingerprint},
		{name: "no key", key: "none.pub", sources: []string{"good"}, why: "cannot get the key"},
	}
	for _, c := range cases {
		if c.key == "" {
			c.key = "signer.pub"
		}
		dist, err := k.render(c.key, c.sources...)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			forEachSigned(t, func(t *testing.T, r runner, s *sandbox) {
				got := r.pipe(s, dist, "--no-shells")
				if c.why == "" {
					k.isSigned(t, s, got)
				} else {
					s.isRefused(got, c.why)
				}
			})
		})
	}
}

// forEachSigned runs f in every shell, with a gpg that would fail if it read the
// settings of the user.
func forEachSigned(t *testing.T, f func(t *testing.T, r runner, s *sandbox)) {
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		s.env["GNUPGHOME"] = filepath.Join(s.home, "my keys")
		if err := errors.Join(os.Mkdir(s.env["GNUPGHOME"], 0o700), os.WriteFile(filepath.Join(s.env["GNUPGHOME"], "gpg.conf"), []byte("no-such-option\n"), 0o600)); err != nil {
			t.Fatal(err)
		}
		s.before = snapshot(t, s.home)
		f(t, r, s)
		s.noAgent()
	})
}

// isSigned makes sure that the Go is there and that gpg had its say.
func (k *signer) isSigned(t *testing.T, s *sandbox, got result) {
	t.Helper()
	if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "signature of "+k.fingerprint+"\n") {
		t.Fatalf("exit %d, want 0 and a signature\n%s%s", got.code, got.stdout, got.stderr)
	}
	k.isWhole(t, s)
	if diff := len(snapshot(t, s.env["GNUPGHOME"])); diff != 1 {
		t.Errorf("%d files in the user's GNUPGHOME, want the one that was there", diff)
	}
}

func (s *sandbox) isRefused(got result, why string) {
	s.t.Helper()
	if got.code != 1 || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, why) {
		s.t.Errorf("exit %d, want 1 and one line with %q\n%s%s", got.code, why, got.stdout, got.stderr)
	}
	if diff := s.changes(); diff != "" {
		s.t.Errorf("a trace is left:\n%s", diff)
	}
}

// noAgent makes sure that no daemon of gpg goes on in a home of the script's.
func (s *sandbox) noAgent() {
	s.t.Helper()
	list, err := exec.Command("ps", "-axo", "args").Output()
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		program, _, _ := strings.Cut(line, " ")
		daemon := slices.Contains([]string{"gpg-agent", "keyboxd", "dirmngr", "scdaemon"}, filepath.Base(program))
		if daemon && strings.Contains(line, s.root()) {
			s.t.Errorf("still running: %s", line)
		}
	}
}

// Without a source for the signature the archive, whose digest is right, waits for
// the next run, which gets the signature alone.
func TestSignatureMissing(t *testing.T) {
	k := needSigner(t)
	dist, err := k.render("signer.pub", "none")
	if err != nil {
		t.Fatal(err)
	}
	forEachSigned(t, func(t *testing.T, r runner, s *sandbox) {
		got := r.pipe(s, dist, "--no-shells")
		if got.code != 1 || strings.Count(got.stderr, "\n") != 1 || !strings.Contains(got.stderr, "no source has the signature "+k.file+".asc; "+k.server.URL) {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if _, err := os.Stat(filepath.Join(s.root(), "go")); err == nil {
			t.Error("something is installed")
		}
		got = r.pipe(s, dist, "--no-shells", "--mirror", k.server.URL+"/good")
		k.isSigned(t, s, got)
		if strings.Contains(got.stdout, "download  "+k.server.URL+"/good/"+k.file+"\n") {
			t.Errorf("the archive was fetched again:\n%s", got.stdout)
		}
		if got = r.pipe(s, dist, "--no-shells"); got.code != 0 || !strings.Contains(got.stdout, "nothing to do") {
			t.Errorf("second run: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if got = r.pipe(s, dist, "--uninstall"); got.code != 0 || s.changes() != "" {
			t.Errorf("uninstall: exit %d\n%s%s%s", got.code, got.stdout, got.stderr, s.changes())
		}
	})
}

// Without a network the signature and the key lie beside the archive.
func TestSignatureOfFile(t *testing.T) {
	k := needSigner(t)
	dist, err := k.render("nowhere/signer.pub", "none")
	if err != nil {
		t.Fatal(err)
	}
	forEachSigned(t, func(t *testing.T, r runner, s *sandbox) {
		beside := func(name string, data []byte) {
			if err := os.WriteFile(filepath.Join(s.tmp, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		beside(k.file, k.archive)
		file := filepath.Join(s.tmp, k.file)
		s.isRefused(r.pipe(s, dist, "--no-shells", "--archive", file), "there is no signature "+file+".asc")
		beside(k.file+".asc", k.signatures["stranger"])
		s.isRefused(r.pipe(s, dist, "--no-shells", "--archive", file), "cannot get the key")
		beside("signer.pub", k.keys["signer.pub"])
		s.isRefused(r.pipe(s, dist, "--no-shells", "--archive", file), "another key made it")
		beside(k.file+".asc", k.signatures["good"])
		k.isSigned(t, s, r.pipe(s, dist, "--no-shells", "--archive", file))
		r.pipe(s, dist, "--uninstall")
		k.isSigned(t, s, r.pipe(s, dist, "--no-shells", "--mirror", "file://"+s.tmp))
	})
}

// What cannot be verified is not begun.
func TestSignatureRefusals(t *testing.T) {
	k := needSigner(t)
	dist, err := k.render("signer.pub", "good")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		got := r.pipe(s, dist, "--no-shells", "--mirror", "goproxy+"+k.server.URL+"/good")
		if got.code != 2 || !strings.Contains(got.stderr, "a module proxy has no signatures") || s.changes() != "" {
			t.Errorf("exit %d, want 2\n%s%s%s", got.code, got.stdout, got.stderr, s.changes())
		}
		got = r.pipe(s, dist, "--no-shells", "--dry-run")
		if got.code != 0 || !strings.Contains(got.stdout, "signature of "+k.fingerprint+"\n") {
			t.Errorf("exit %d, and the plan says nothing of a signature\n%s%s", got.code, got.stdout, got.stderr)
		}
		s.withoutTools() // gpg is not among those it has
		s.before = snapshot(t, s.home)
		s.isRefused(r.pipe(s, dist, "--no-shells"), "gpg is missing or too old, and this profile asks for signatures; install GnuPG 2.1")
		old := filepath.Join(s.env["PATH"], "gpg")
		if err := os.WriteFile(old, []byte("#!/bin/sh\ncase $* in *--no-autostart*) exit 2 ;; esac\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		s.isRefused(r.pipe(s, dist, "--no-shells"), "gpg is missing or too old")
		// As gpg2 it may have another name.
		if err := os.Symlink(realtool.Need(t, "gpg"), old+"2"); err != nil {
			t.Fatal(err)
		}
		if got := r.pipe(s, dist, "--no-shells"); got.code != 0 || !strings.Contains(got.stdout, "signature of "+k.fingerprint+"\n") {
			t.Errorf("with gpg2: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
}
