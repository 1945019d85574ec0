//go:build unix

package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// servePieces goes on where it is asked to, and breaks off after a third: no
// request gets the whole archive.
func (k *kit) servePieces(w http.ResponseWriter, r *http.Request) {
	from, status := 0, http.StatusOK
	if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
		status = http.StatusPartialContent
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(k.archive)-1, len(k.archive)))
	}
	if from >= len(k.archive) {
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		return
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(k.archive)-from))
	w.WriteHeader(status)
	w.Write(k.archive[from:min(from+len(k.archive)/3+1, len(k.archive))])
}

// forEachClient runs f with every program that can fetch, alone on PATH, in one
// shell per language, but for PowerShell: .NET fetches.
func forEachClient(t *testing.T, f func(t *testing.T, r runner, s *sandbox)) {
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return
		}
		for _, client := range []string{"curl", "wget", "busybox"} {
			t.Run(client, func(t *testing.T) {
				realtool.Need(t, client)
				s := r.sandbox(t)
				s.withoutTools("curl", "wget")
				program, _ := exec.LookPath(client)
				if err := os.Symlink(program, filepath.Join(s.env["PATH"], strings.Replace(client, "busybox", "wget", 1))); err != nil {
					t.Fatal(err)
				}
				f(t, r, s)
			})
		}
	})
}

func TestClients(t *testing.T) {
	k := testKit(t)
	forEachClient(t, func(t *testing.T, r runner, s *sandbox) {
		if got := r.pipe(s, k.dist, "--no-shells", "--no-smoke"); got.code != 0 || got.stderr != "" {
			t.Errorf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
}

func TestNoClient(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		if r.name == "pwsh" {
			return
		}
		s := r.sandbox(t)
		s.withoutTools("curl", "wget")
		want := result{stderr: "gosetup: error: there is neither curl nor wget; install one of them\n", code: 1}
		if got := r.pipe(s, k.dist, "--no-shells"); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

// A server that breaks off again and again is asked for the rest each time, says
// so once, and what is put together is what is pinned.
func TestResume(t *testing.T) {
	k := testKit(t)
	forEachClient(t, func(t *testing.T, r runner, s *sandbox) {
		got := r.pipe(s, k.dist, "--no-shells", "--no-smoke", "--mirror", k.server.URL+"/pieces")
		if got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		want := fmt.Sprintf("  resume    at %d bytes; ", len(k.archive)/3+1)
		if !strings.Contains(got.stdout, want) || strings.Count(got.stdout, "  resume ") != 1 || strings.Count(got.stdout, "  download ") != 1 {
			t.Errorf("stdout, want %q and nothing like it again:\n%s", want, got.stdout)
		}
		if left, _ := filepath.Glob(s.root() + "/.*"); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
	})
}

// What is there of the archive when all sources have failed is where the next
// run goes on, even from another source.
func TestResumeLater(t *testing.T) {
	k := testKit(t)
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		if err := os.MkdirAll(s.root(), 0o755); err != nil {
			t.Fatal(err)
		}
		part := filepath.Join(s.root(), ".part-"+k.file)
		if err := os.WriteFile(part, k.archive[:len(k.archive)/2], 0o644); err != nil {
			t.Fatal(err)
		}
		got := r.pipe(s, k.dist, "--no-shells", "--mirror", "http://127.0.0.1:1")
		if kept, err := os.ReadFile(part); got.code != 1 || err != nil || len(kept) != len(k.archive)/2 {
			t.Fatalf("exit %d, %d bytes kept, %v\n%s%s", got.code, len(kept), err, got.stdout, got.stderr)
		}
		// That server has no whole archive for anybody.
		got = r.pipe(s, k.dist, "--no-shells", "--no-smoke", "--mirror", k.server.URL+"/pieces")
		if want := fmt.Sprintf("  resume    at %d bytes; ", len(k.archive)/2+len(k.archive)/3+1); got.code != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("exit %d, want %q\n%s%s", got.code, want, got.stdout, got.stderr)
		}
		if left, _ := filepath.Glob(s.root() + "/.*"); len(left) > 0 {
			t.Errorf("it left %v", left)
		}
	})
}
