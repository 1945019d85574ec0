package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator"
)

func newVerifier(flags verifyFlags) *verifier {
	return &verifier{flags: flags, made: map[string]rendering{}}
}

// statuses are what is said of a text.
func statuses(found []verdict) string {
	var all []string
	for _, v := range found {
		all = append(all, v.Status)
	}
	return strings.Join(all, " ")
}

// changes are the ways in which a text can be another: a byte changed in the
// header, at a line's start or end and in between, the last byte, a byte less, a
// byte more.
func changes(text []byte, every int) map[string][]byte {
	all := map[string][]byte{
		"without its last byte": text[:len(text)-1],
		"half of it":            text[:len(text)/2],
		"a blank more":          append(slices.Clone(text), ' '),
		"a line more":           append(slices.Clone(text), "pwned\n"...),
		"a blank before":        append([]byte(" "), text...),
		"the last line end":     append(slices.Clone(text[:len(text)-1]), '\r'),
	}
	header := min(len(text), 400)
	for at := range text {
		if at < header || at%every == 0 || text[at] == '\n' && at%(every/8+1) == 0 {
			changed := slices.Clone(text)
			changed[at] ^= 1
			all[fmt.Sprintf("byte %d", at)] = changed
		}
	}
	return all
}

// Each rendered file is genuine as it is, and in no other way.
func TestVerifyWholeFiles(t *testing.T) {
	v := newVerifier(verifyFlags{})
	for _, name := range []string{"install.sh", "install.fish", "install.ps1", "Brewfile", "tap/Formula/gosetup.rb", "man/gosetup.1", "doc/README.md", "completions/_gosetup", "env/env.zsh"} {
		text, err := os.ReadFile(filepath.Join(goldenDir, "default", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, called := range []string{name, "-", "https://example.com/" + name} {
			if found := v.bytes(called, text); statuses(found) != isGenuine || !strings.HasPrefix(found[0].What, name+" of gosetup ") {
				t.Errorf("%s, called %s: %v", name, called, found)
			}
			if called == "-" {
				continue
			}
			for what, changed := range changes(text, len(text)/4+1) {
				if got := statuses(v.bytes(called, changed)); strings.Contains(got, isGenuine) {
					t.Errorf("%s, called %s, %s: %s", name, called, what, got)
				}
			}
		}
	}
}

// dotfile is somebody's file with a snippet in it.
func dotfile(snippet []byte) []byte {
	return slices.Concat([]byte("# mine\nsetopt autocd\n\n"), snippet, []byte("\nalias ll='ls -l'\n}\n"))
}

// A snippet in a dotfile is genuine with any lines around it, also in a checkout
// with CR LF, and with no other byte in it.
func TestVerifyVendored(t *testing.T) {
	v := newVerifier(verifyFlags{})
	for _, name := range []string{"env.sh", "env.bash", "env.zsh", "env.fish", "env.ps1"} {
		snippet, err := os.ReadFile(filepath.Join(goldenDir, "default/env", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{dotfile(snippet), withCRLF(dotfile(snippet))} {
			found := v.bytes("dot_zshrc", text)
			if statuses(found) != isGenuine || found[0].Line != 4 {
				t.Errorf("%s: %v", name, found)
			}
		}
		for what, changed := range changes(snippet, 1) {
			if slices.Contains([]string{"a blank more", "a line more", "a blank before", "without its last byte"}, what) {
				continue // that is around it
			}
			if got := statuses(v.bytes("dot_zshrc", dotfile(changed))); strings.Contains(got, isGenuine) {
				t.Errorf("%s, %s: %s", name, what, got)
			}
		}
		// A program is not made genuine by a snippet in it.
		program := append([]byte("#!/bin/sh\n"), dotfile(snippet)...)
		for _, called := range []string{"x", "-", "install.sh"} {
			if got := statuses(v.bytes(called, program)); got != isOther {
				t.Errorf("a program called %s with %s in it: %s", called, name, got)
			}
		}
	}
	two, _ := os.ReadFile(filepath.Join(goldenDir, "default/env/env.zsh"))
	both := append(dotfile(two), dotfile(bytes.Replace(two, []byte("emulate"), []byte("emulatf"), 1))...)
	if got := statuses(v.bytes("dot_zshrc", both)); got != isGenuine+" "+isOther {
		t.Errorf("one genuine, one changed: %s", got)
	}
}

// --refresh replaces a snippet that nobody changed, and nothing else.
func TestVerifyRefresh(t *testing.T) {
	dir := t.TempDir()
	profile := filepath.Join(dir, "corp.yaml")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	snippet := func(root string) string {
		t.Helper()
		write(profile, "extends: default\nroot: "+root+"\noutputs: [env]\n")
		r, err := newVerifier(verifyFlags{}).renderAs(profile, "", "")
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Files, func(f generator.File) bool { return f.Path == "env/env.zsh" })
		return string(r.Files[i].Data)
	}
	old, fresh := snippet("~/old"), snippet("~/new")
	around := func(s string) string { return string(dotfile([]byte(s))) }
	crlf := func(s string) string { return string(withCRLF([]byte(s))) }
	byHand := strings.Replace(old, "~/old", "~/hand", 1)
	byHand = strings.Replace(byHand, "emulate", "builtin emulate", 1)
	later := strings.Replace(old, "gosetup "+generator.Version, "gosetup 0.0.9", 1)
	for _, c := range []struct {
		what, before string
		force        bool
		after        string
		code         int
	}{
		{"an older profile", around(old), false, around(fresh), exitDone},
		{"CR LF", crlf(around(old)), false, crlf(around(fresh)), exitDone},
		{"two of them", around(old) + around(old), false, around(fresh) + around(fresh), exitDone},
		{"up to date", around(fresh), false, around(fresh), exitDone},
		{"changed by hand", around(byHand), false, around(byHand), exitFailed},
		{"a header of another version, which is a change", around(later), false, around(later), exitFailed},
		{"without its end", "# mine\n" + old[:len(old)-3], false, "# mine\n" + old[:len(old)-3], exitFailed},
		{"no snippet", "# mine\n", false, "# mine\n", exitFailed},
	} {
		t.Run(c.what, func(t *testing.T) {
			file, link := filepath.Join(t.TempDir(), "zshrc"), filepath.Join(t.TempDir(), "link")
			write(file, c.before)
			if err := os.Symlink(file, link); err != nil {
				t.Skip(err)
			}
			for range 2 {
				var out, stderr bytes.Buffer
				if code := run([]string{"verify", "--refresh", "--profile", profile, link}, &out, &stderr); code != c.code {
					t.Errorf("exit %d, want %d\n%s%s", code, c.code, &out, &stderr)
				}
				if got, err := os.ReadFile(file); err != nil || string(got) != c.after {
					t.Errorf("it is now %v\n%s\nwant\n%s", err, got, c.after)
				}
			}
			if info, _ := os.Lstat(link); info.Mode().Type() != os.ModeSymlink {
				t.Error("the link is none any more")
			}
			if info, _ := os.Stat(file); info.Mode().Perm() != 0o640 {
				t.Errorf("its mode is %v", info.Mode())
			}
		})
	}
	file := filepath.Join(dir, "zshrc")
	write(file, around(byHand))
	var out, stderr bytes.Buffer
	if code := run([]string{"verify", "--refresh", "--force", "--profile", profile, file}, &out, &stderr); code != exitDone {
		t.Errorf("--force: exit %d\n%s%s", code, &out, &stderr)
	}
	if got, _ := os.ReadFile(file); string(got) != around(fresh) {
		t.Errorf("--force: it is now\n%s", got)
	}
}

// A URL is fetched, and SHA256SUMS beside it heeded; nothing else is.
func TestVerifyURL(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(goldenDir, "default/install.sh"))
	if err != nil {
		t.Fatal(err)
	}
	served := map[string]string{
		"/good/install.sh": string(script), "/good/SHA256SUMS": "",
		"/alone/install.sh": string(script),
		"/bad/install.sh":   strings.Replace(string(script), "curl", "curI", 1),
		"/sums/install.sh":  string(script), "/sums/SHA256SUMS": strings.Repeat("0", 64) + "  install.sh\n",
		"/page/install.sh": "<html>sign in</html>",
	}
	sums, err := os.ReadFile(filepath.Join(goldenDir, "default/SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	served["/good/SHA256SUMS"] = string(sums)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away/install.sh" {
			http.Redirect(w, r, "http://192.0.2.1/install.sh", http.StatusFound)
			return
		}
		text, ok := served[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, text)
	}))
	defer server.Close()
	for _, c := range []struct {
		url  string
		code int
		says string
	}{
		{server.URL + "/good/install.sh", exitDone, "genuine: install.sh of gosetup"},
		{server.URL + "/alone/install.sh", exitDone, "genuine"},
		{server.URL + "/bad/install.sh", exitFailed, "+"},
		{server.URL + "/sums/install.sh", exitFailed, "SHA256SUMS beside it says"},
		{server.URL + "/page/install.sh", exitFailed, "no header"},
		{server.URL + "/none/install.sh", exitFailed, "HTTP 404"},
		{server.URL + "/away/install.sh", exitFailed, "is not https"},
		{"http://example.com/install.sh", exitUsage, "is not https"},
	} {
		var out, stderr bytes.Buffer
		code := run([]string{"verify", c.url}, &out, &stderr)
		if said := out.String() + stderr.String(); code != c.code || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit %d, want %d and %q:\n%.600s", c.url, code, c.code, c.says, said)
		}
	}
}
