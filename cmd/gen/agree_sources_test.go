//go:build linux

package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/simulate"
)

// The part of the agreement that is about sources: what breaks off, what unpacks,
// and Go from a module proxy.

// agreedDownload is an archive that somebody has fetched before.
const agreedDownload = "go1.27.3.linux-amd64.tar.gz"

// agreedManners are places of the mirror with servers of bad manners; archives are
// below all of them.
var agreedManners = map[string]simulate.Rule{
	"/cut/":          {Cut: 300},
	"/begins-again/": {Cut: 300, Ranges: "ignored"},
	"/no-ranges/":    {Ranges: "ignored"},
	"/refuses/":      {Ranges: "refused"},
	"/busy/":         {Status: 503},
	"/portal/":       {Body: "<!DOCTYPE html>\n<title>Welcome</title>\n"},
}

// agreedSources are played on linux.
var agreedSources = [][]agreedStep{
	steps("--no-tools ! igzip", "--uninstall", "--no-tools ! igzip libdeflate-gunzip", "--uninstall", "--no-tools ! igzip libdeflate-gunzip bsdtar", "--uninstall",
		"--no-tools ! igzip libdeflate-gunzip bsdtar zstd", "--uninstall", "--no-tools ! igzip libdeflate-gunzip bsdtar zstd perl", "--uninstall",
		"--no-tools --no-smoke ! igzip libdeflate-gunzip bsdtar zstd perl python3", "--uninstall", " ! find", " ! wc"),
	steps("--mirror goproxy+URL/proxy --dry-run", "--mirror goproxy+URL/proxy", "", "--uninstall", "--no-tools --mirror goproxy+URL/proxy/ ! unzip", "--uninstall",
		"--no-tools --mirror goproxy+URL/proxy ! openssl", "--uninstall", "--no-tools --mirror goproxy+URL/proxy ! openssl sha256sum", "--uninstall"),
	steps("--mirror goproxy+URL/flipped", "--mirror goproxy+URL/flipped ! openssl", "--mirror goproxy+URL/links", "--mirror goproxy+URL/good", "--mirror goproxy+URL/none",
		"--mirror goproxy+URL/proxy ! unzip bsdtar python3", "--no-tools --mirror goproxy+URL/proxy ! unzip bsdtar", "--uninstall", "--mirror goproxy+URL/proxy --go 1.26.9", "--mirror goproxy+ftp://x", "--mirror goproxy+URL/proxy ! find"),
	steps("--no-tools --mirror URL/cut", "--uninstall", "--no-tools --mirror URL/cut/ ! curl", "--uninstall", "--no-tools --mirror URL/cut --quiet"),
	steps("--mirror URL/begins-again", "--no-tools", "--uninstall", "--mirror URL/begins-again", "--uninstall"),
	steps("--mirror URL/begins-again", "--no-tools --mirror URL/no-ranges", "--uninstall", "--mirror URL/begins-again", "--no-tools --mirror URL/refuses"),
	steps("--mirror URL/begins-again ! curl", "--no-tools --mirror URL/no-ranges ! curl", "--uninstall", "--mirror URL/begins-again ! curl", "--no-tools --mirror URL/refuses ! curl"),
	steps("--mirror URL/busy", "--mirror URL/busy ! curl", "--mirror URL/portal", "--mirror URL/portal ! curl"),
	steps("--archive Downloads/"+agreedDownload+" --mirror URL/good", "--archive Downloads/none", "--archive unrelated/notes", "--archive=ROOT/Downloads/"+agreedDownload+" --dry-run",
		"--no-tools --archive=Downloads/"+agreedDownload+" ! curl wget", "--archive Downloads/"+agreedDownload+" --no-tools", "--uninstall"),
}

// manner is how the place serves that a path is below.
func manner(path string) simulate.Rule {
	for where, rule := range agreedManners {
		if strings.HasPrefix(path, where) {
			return rule
		}
	}
	return simulate.Rule{}
}

// ruleFor is what the simulated network does with a path of the mirror.
func ruleFor(url, path string, body []byte) simulate.Rule {
	rule := manner(path)
	rule.URL = url + path
	if rule.Body == "" {
		rule.Body = string(body)
	}
	return rule
}

// serveBadly does the same for real.
func serveBadly(w http.ResponseWriter, q *http.Request, body []byte) {
	rule := manner(q.URL.Path)
	if rule.Body != "" {
		body = []byte(rule.Body)
	}
	from, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(q.Header.Get("Range"), "bytes="), "-"))
	status := max(rule.Status, 200)
	switch {
	case from == 0 || status != 200 || rule.Ranges == "ignored":
	case rule.Ranges == "refused" || from >= len(body):
		http.Error(w, "no", http.StatusRequestedRangeNotSatisfiable)
		return
	default:
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(body)-1, len(body)))
		status, body = http.StatusPartialContent, body[from:]
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if rule.Cut > 0 {
		body = body[:min(rule.Cut, len(body))]
	}
	w.Write(body)
}

// agreedArchive is a Go whose command is a shell script.
func agreedArchive(t *testing.T, version string) []byte {
	t.Helper()
	stub, err := os.ReadFile("testdata/agree/go")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, f := range []struct {
		name, text string
		mode       int64
	}{
		{"go/VERSION", "go" + version + "\ntime 2026-01-01T00:00:00Z\n", 0o644},
		{"go/bin/go", strings.ReplaceAll(string(stub), "@version@", version), 0o755},
		{"go/src/fmt/print.go", "package fmt\n", 0o644},
	} {
		err = errors.Join(err, w.WriteHeader(&tar.Header{Name: f.name, Mode: f.mode, Size: int64(len(f.text)), Typeflag: tar.TypeReg}))
		_, werr := io.WriteString(w, f.text)
		err = errors.Join(err, werr)
	}
	if err := errors.Join(err, w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// addModules puts a Go as a module below /proxy, one with another byte in a file
// below /flipped, and one with a link below /links. It returns the hash of the
// first.
func addModules(t *testing.T, bodies map[string][]byte) string {
	t.Helper()
	stub, err := os.ReadFile("testdata/agree/go")
	if err != nil {
		t.Fatal(err)
	}
	const version = "v0.0.1-go1.27.3.linux-amd64"
	files := [][2]string{
		{"VERSION", "go1.27.3\ntime 2026-01-01T00:00:00Z\n"},
		{"bin/go", strings.ReplaceAll(string(stub), "@version@", "1.27.3")},
		{"lib/wasm/go_js_wasm_exec", "#!/bin/sh\n"},
		{"pkg/tool/linux_amd64/compile", "compile\n"},
		{"src/_go.mod", "module std\n"},
		{"src/cmd/_go.mod", "module cmd\n"},
		{"src/fmt-x", "sorts before fmt/print.go\n"},
		{"src/fmt/print.go", "package fmt\n"},
	}
	var list []string
	for i := range files {
		files[i][0] = "golang.org/toolchain@" + version + "/" + files[i][0]
		list = append(list, fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(files[i][1])), files[i][0]))
	}
	slices.SortFunc(list, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	sum := sha256.Sum256([]byte(strings.Join(list, "")))
	path := "/golang.org/toolchain/@v/" + version + ".zip"
	bodies["/proxy"+path] = zipped(t, files, "")
	bodies["/links"+path] = zipped(t, files, "golang.org/toolchain@"+version+"/out")
	files[len(files)-1][1] = "package fnt\n"
	bodies["/flipped"+path] = zipped(t, files, "")
	return "h1:" + base64.StdEncoding.EncodeToString(sum[:])
}

// zipped packs files and, if it has a name, a link as module proxies have none.
func zipped(t *testing.T, files [][2]string, link string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if link != "" {
		h := &zip.FileHeader{Name: link}
		h.SetMode(os.ModeSymlink | 0o777)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, "/etc"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
