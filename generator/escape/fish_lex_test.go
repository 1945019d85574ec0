package escape

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// fishAccepts asks real fish whether a script parses.
func fishAccepts(t testing.TB, home, script string) (ok bool, what string) {
	t.Helper()
	f, err := os.CreateTemp(home, "*.fish")
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(f.Name())
	if _, err := f.WriteString(script); err != nil {
		t.Fatal(err)
	}
	f.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "fish", "-N", "--no-execute", f.Name())
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home, "LC_ALL=C.UTF-8"}
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		t.Fatal(ctx.Err())
	}
	what, _, _ = strings.Cut(string(out), "\n")
	return err == nil, what
}

// goldenFish is the longest script there is.
func goldenFish(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "golden", "default", "install.fish"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// fishMutant deletes or inserts one delimiter or word of the syntax.
func fishMutant(r *rand.Rand, text string) (mutant, what string) {
	delimiters := []string{"'", `"`, "(", ")", "[", "]", "{", "}", "$", `\`, "#", ";", "&", "|", "<", ">", "\n", " end\n", " begin;", " if ", "\nelse\n", " and ", "\ncase x\n", " ", "$(", "&&", "=", "~"}
	if d := pick(r, delimiters); r.Intn(2) == 0 {
		at := r.Intn(len(text))
		return text[:at] + d + text[at:], fmt.Sprintf("%q inserted: %.80q", d, text[max(0, at-30):at]+"<HERE>"+text[at:])
	}
	for {
		d := pick(r, delimiters)
		var places []int
		for at := 0; ; at++ {
			i := strings.Index(text[at:], d)
			if i < 0 {
				break
			}
			at += i
			places = append(places, at)
		}
		if len(places) > 0 {
			at := pick(r, places)
			return text[:at] + text[at+len(d):], fmt.Sprintf("%q deleted: %.80q", d, text[max(0, at-30):at]+"<HERE>"+text[at+len(d):])
		}
	}
}

// Our parser refuses what fish refuses: mutants of the longest script.
func TestFishMutants(t *testing.T) {
	needTool(t, "fish")
	golden := goldenFish(t)
	r := rand.New(rand.NewSource(testSeed(t)))
	var mutants, whats []string
	for range envInt(t, "GOSETUP_MUTANTS", 300) {
		mutant, what := fishMutant(r, golden)
		mutants, whats = append(mutants, mutant), append(whats, what)
	}
	real, said := make([]bool, len(mutants)), make([]string, len(mutants))
	home := t.TempDir()
	next := make(chan int)
	var wait sync.WaitGroup
	for range 4 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				real[i], said[i] = fishAccepts(t, home, mutants[i])
			}
		}()
	}
	for i := range mutants {
		next <- i
	}
	close(next)
	wait.Wait()
	var refused, missed, strict int
	for i, mutant := range mutants {
		_, _, err := parseFish(mutant)
		if !real[i] {
			refused++
		}
		switch {
		case !real[i] && err == nil:
			missed++
			t.Errorf("missed: %s; fish says %s", whats[i], said[i])
		case real[i] && err != nil:
			strict++
			t.Logf("stricter than fish: %s: %v", whats[i], err)
		}
	}
	t.Logf("%d mutants: fish refuses %d, we miss %d of them and refuse %d more", len(mutants), refused, missed, strict)
}
