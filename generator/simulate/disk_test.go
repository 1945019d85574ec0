//go:build linux

package simulate

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The disk does what the kernel does: the same random calls, with the same
// results, in a directory of the real machine and in a simulated one.
func TestDiskLikeKernel(t *testing.T) {
	for seed := range uint64(300) {
		// Links have no .. in them, so a path leads at most two levels up.
		real := filepath.Join(t.TempDir(), "x/y/z")
		if err := os.MkdirAll(real, 0o755); err != nil {
			t.Fatal(err)
		}
		d := &disk{root: &node{mode: fs.ModeDir | 0o755, names: map[string]*node{}}, free: -1}
		d.dir(real)
		r := rand.New(rand.NewPCG(seed, 1))
		var story []string
		for range 60 {
			a, b := randomPath(r), randomPath(r)
			op := diskOps[r.IntN(len(diskOps))]
			if op.name == "symlink" {
				b = strings.ReplaceAll(b, "..", ".")
			}
			story = append(story, fmt.Sprint(op.name, " ", a, " ", b))
			want := realError(op.real(real, a, b))
			got := ""
			if err := op.virtual(d, real, a, b); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Fatalf("seed %d: %s\nthe disk says %q, the kernel %q", seed, strings.Join(story, "\n"), got, want)
			}
		}
		virtual := map[string]string{}
		d.dir(real).tree("", virtual)
		if diff := cmp.Diff(realTree(t, real), virtual); diff != "" {
			t.Fatalf("seed %d: %s\n-kernel +disk\n%s", seed, strings.Join(story, "\n"), diff)
		}
	}
}

func randomPath(r *rand.Rand) string {
	parts := []string{"a", "b", "c", "..", "."}
	path := parts[r.IntN(3)]
	for range r.IntN(3) {
		path += "/" + parts[r.IntN(len(parts))]
	}
	return path
}

// A diskOp is one call, on the real and on the simulated disk. Paths that leave
// the directory by .. stay below it by its name.
type diskOp struct {
	name    string
	real    func(top, a, b string) error
	virtual func(d *disk, top, a, b string) error
}

var root = user{0, 0o022}

var diskOps = []diskOp{
	{"mkdir", func(top, a, _ string) error { return os.Mkdir(inside(top, a), 0o755) },
		func(d *disk, top, a, _ string) error { return did(d.mkdir(root, inside(top, a), 0o755)) }},
	{"symlink", func(top, a, b string) error { return os.Symlink(b, inside(top, a)) },
		func(d *disk, top, a, b string) error { return did(d.symlink(root, b, inside(top, a))) }},
	{"rename", func(top, a, b string) error { return syscall.Rename(inside(top, a), inside(top, b)) },
		func(d *disk, top, a, b string) error { return did(d.rename(root, inside(top, a), inside(top, b))) }},
	{"unlink", func(top, a, _ string) error { return syscall.Unlink(inside(top, a)) },
		func(d *disk, top, a, _ string) error { return did(d.unlink(root, inside(top, a))) }},
	{"rmdir", func(top, a, _ string) error { return syscall.Rmdir(inside(top, a)) },
		func(d *disk, top, a, _ string) error { return did(d.rmdir(root, inside(top, a))) }},
	{"write", func(top, a, b string) error { return os.WriteFile(inside(top, a), []byte(b), 0o644) },
		func(d *disk, top, a, b string) error { return virtualWrite(d, inside(top, a), b) }},
}

// inside keeps a path below top: one that would leave it is another name.
func inside(top, path string) string {
	if clean := filepath.Clean(path); clean == ".." || strings.HasPrefix(clean, "../") || clean == "." {
		path = "c"
	}
	return top + "/" + path
}

func did(do commit, err error) error {
	if err == nil {
		do()
	}
	return err
}

func virtualWrite(d *disk, path, text string) error {
	p, err := d.walk(root, path, true)
	if err != nil {
		return err
	}
	if p.node == nil {
		var do commit
		if p, do, err = d.create(root, path, 0o644); err != nil {
			return err
		}
		do()
	} else if err := d.open(root, p); err != nil {
		return err
	}
	return d.set(p.node, []byte(text), 0)
}

func realError(err error) string {
	var number syscall.Errno
	if !errors.As(err, &number) {
		return ""
	}
	text := number.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// tree lists names with links and contents.
func (n *node) tree(path string, into map[string]string) {
	for name, child := range n.names {
		into[path+name] = child.mode.String() + " " + string(child.data)
		child.tree(path+name+"/", into)
	}
}

func realTree(t *testing.T, top string) map[string]string {
	all := map[string]string{}
	err := filepath.WalkDir(top, func(name string, e fs.DirEntry, err error) error {
		if err != nil || name == top {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		data := ""
		switch info.Mode().Type() {
		case 0:
			text, _ := os.ReadFile(name)
			data = string(text)
		case fs.ModeSymlink:
			data, _ = os.Readlink(name)
		}
		all[strings.TrimPrefix(name, top+"/")] = info.Mode().String() + " " + data
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
