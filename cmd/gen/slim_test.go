//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A slim Go is what was packed without api, doc, misc, test at its top and the tests
// of its library, and nothing less: a package may well be called doc. It is complete
// to the next run, and the receipt says what it is.
func TestSlim(t *testing.T) {
	full := needEngine(t)
	slim := &engine{kit: kit{version: full.version, file: full.file, server: full.server}, files: maps.Clone(full.files)}
	for _, name := range []string{"src/go/doc/doc.go", "src/internal/api/api.go", "src/test/x.go", "src/misc/testdata.go", "src/testing/testing.go", "lib/test/x_test.go"} {
		slim.files[name] = []byte("package x\n")
	}
	want := maps.Clone(slim.files)
	for _, name := range []string{"api/go1.txt", "doc/go_spec.html", "misc/cgo/a.go", "test/fixedbugs/a.go", "src/fmt/fmt_test.go", "src/fmt/testdata/a/b.txt", "src/cmd/go/testdata/a.go", "src/a name_test.go"} {
		slim.files[name] = []byte("package x\n")
	}
	slim.archive = slim.pack(nil)
	dist, err := slim.renderMore("slim", "slim: true\n", full.server.URL+"/good")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), full.file)
	if err := os.WriteFile(file, slim.archive, 0o644); err != nil {
		t.Fatal(err)
	}
	slim.files = want
	forEachRunner(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		got := r.pipe(s, dist, "--no-shells", "--archive", file)
		if got.code != 0 || got.stderr != "" || !strings.Contains(got.stdout, "slim      without the tests, documents and api of Go\n") {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		slim.isWhole(t, s)
		if !s.receiptIsSlim() {
			t.Error("the receipt does not say that the Go is slim")
		}
		if got := r.pipe(s, dist, "--no-shells"); got.code != 0 || !strings.Contains(got.stdout, "nothing to do") {
			t.Errorf("second run: exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		if got := r.pipe(s, dist, "--uninstall"); got.code != 0 || s.changes() != "" {
			t.Errorf("uninstall: exit %d\n%s%s%s", got.code, got.stdout, got.stderr, s.changes())
		}
	})
}

func (s *sandbox) receiptIsSlim() bool {
	s.t.Helper()
	var receipt struct{ Slim bool }
	text, err := os.ReadFile(filepath.Join(s.root(), "receipt.json"))
	if err == nil {
		err = json.Unmarshal(text, &receipt)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return receipt.Slim
}

// A slim Go compiles programs, and a whole one that was there before stays whole,
// which is what the receipt says then.
func TestSlimCompiles(t *testing.T) {
	k := testKit(t)
	slim := &engine{kit: kit{version: k.version, file: k.file, archive: k.archive, server: k.server}}
	dist, err := slim.renderMore("slim-real", "slim: true\n", k.server.URL+"/good")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		s := r.sandbox(t)
		if got := r.pipe(s, dist); got.code != 0 || got.stderr != "" {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		fmtTests := filepath.Join(s.root(), "current/src/fmt/fmt_test.go")
		if _, err := os.Stat(fmtTests); err == nil || !s.receiptIsSlim() {
			t.Error("it is not slim")
		}
		checkShells(t, s, k)
		checkProgram(t, s)
		whole := r.sandbox(t)
		for _, from := range []string{k.dist, dist} {
			if got := r.pipe(whole, from, "--no-shells"); got.code != 0 || got.stderr != "" {
				t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
			}
		}
		if got := r.pipe(whole, dist); got.code != 0 || whole.receiptIsSlim() {
			t.Errorf("exit %d, and the receipt calls a whole Go slim\n%s%s", got.code, got.stdout, got.stderr)
		}
	})
}

// Killed while it asks for a signature or makes the tree smaller, a run leaves no Go
// or a whole one, and no process of gpg; the next run finishes the job.
func TestSignedAndSlimKilled(t *testing.T) {
	k := needSigner(t)
	dist, err := k.renderMore("signed-slim", fmt.Sprintf("slim: true\nverify: sha256+gpg\ngpg: {fingerprint: %q, key: %s/keys/signer.pub}\n", k.fingerprint, k.server.URL), k.server.URL+"/good")
	if err != nil {
		t.Fatal(err)
	}
	forEachNative(t, func(t *testing.T, r runner) {
		random := rand.New(rand.NewPCG(3, uint64(r.name[0])))
		from := time.Now()
		if got := r.pipe(r.sandbox(t), dist, "--no-shells"); got.code != 0 {
			t.Fatalf("exit %d\n%s%s", got.code, got.stdout, got.stderr)
		}
		span := time.Since(from)
		states := map[string]int{}
		for range randomKills {
			s := r.sandbox(t)
			after := time.Duration(random.Int64N(int64(span)))
			s.killAfter(r, dist, after, "--no-shells")
			states[k.state(t, s)]++
			s.noAgent()
			if got := r.pipe(s, dist, "--no-shells"); got.code != 0 || got.stderr != "" {
				t.Fatalf("killed after %v, the next run: exit %d\n%s%s", after, got.code, got.stdout, got.stderr)
			}
			k.isWhole(t, s)
			if !s.receiptIsSlim() {
				t.Error("the receipt does not say that the Go is slim")
			}
		}
		t.Logf("%d runs killed within %v: %v", randomKills, span, states)
	})
}
