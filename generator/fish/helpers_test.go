package fish

import (
	"context"
	"flag"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// go test ./... -update must not stop here, where there is nothing to update.
var _ = flag.Bool("update", false, "")

func environment(home string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "LC_ALL=C.UTF-8"}
}

// accepts asks real fish whether a script parses.
func accepts(t testing.TB, home, script string) (ok bool, what string) {
	t.Helper()
	f, err := os.CreateTemp(home, "*.fish")
	if err != nil {
		t.Error(err)
		return false, ""
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(script)
	if closed := f.Close(); err != nil || closed != nil {
		t.Errorf("%v, %v", err, closed)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "fish", "-N", "--no-execute", f.Name())
	cmd.Env = environment(home)
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Errorf("fish needs more than a minute for %.300q", script)
	}
	what, _, _ = strings.Cut(string(out), "\n")
	return err == nil, what
}

// A verdict is what fish and we say of a text.
type verdict struct {
	real bool   // fish takes it
	said string // by fish
	err  error  // ours
}

// verdicts asks fish and our parser about texts.
func verdicts(t *testing.T, texts []string) []verdict {
	t.Helper()
	home := t.TempDir()
	all := make([]verdict, len(texts))
	next := make(chan int)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range next {
				all[i].real, all[i].said = accepts(t, home, texts[i])
				_, all[i].err = Parse(texts[i])
			}
		})
	}
	for i := range texts {
		next <- i
	}
	close(next)
	wait.Wait()
	return all
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// golden are the rendered scripts, by their names.
func golden(t testing.TB) map[string]string {
	t.Helper()
	names, err := filepath.Glob("../../golden/*/*.fish")
	more, err2 := filepath.Glob("../../golden/*/env/*.fish")
	if err != nil || err2 != nil || len(names) == 0 || len(more) == 0 {
		t.Fatalf("no fish scripts in golden: %v, %v", err, err2)
	}
	texts := map[string]string{}
	for _, name := range append(names, more...) {
		texts[strings.TrimPrefix(filepath.ToSlash(name), "../../golden/")] = read(t, name)
	}
	return texts
}

const (
	longest  = "default/install.fish"
	shortest = "default/env/env.fish"
)

// statements are short valid scripts, one of each kind of statement.
func statements(t testing.TB) []string {
	return strings.Split(strings.TrimSpace(read(t, "testdata/statements.fish")), "\n\n")
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.Intn(len(from))] }

// amount is how much a test shall try: GOSETUP_MUTANTS times as much.
func amount(t testing.TB, n int) int {
	t.Helper()
	if s := os.Getenv("GOSETUP_MUTANTS"); s != "" {
		times, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("GOSETUP_MUTANTS: %v", err)
		}
		n *= times
	}
	return n
}

// random is the source of the random tests, from GOSETUP_SEED or a fixed one.
func random(t testing.TB) *rand.Rand {
	t.Helper()
	seed := int64(4242)
	if s := os.Getenv("GOSETUP_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseInt(s, 10, 64); err != nil {
			t.Fatalf("GOSETUP_SEED: %v", err)
		}
	}
	t.Logf("GOSETUP_SEED=%d", seed)
	return rand.New(rand.NewSource(seed))
}
