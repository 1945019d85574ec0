package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/profiles/feed"
)

// A checkout is a working copy of gosetup, with what an update reads in it.
type checkout struct {
	dir  string
	have feed.Data
}

// readByUpdate are the files that an update reads and may change.
var readByUpdate = []string{feed.ReleasesPath, feed.ToolchainsPath, "profiles/*.yaml", "profiles/platform/*.yaml"}

func openCheckout(dir string) (checkout, error) {
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || !bytes.HasPrefix(mod, []byte("module github.com/org/gosetup\n")) {
		return checkout{}, fmt.Errorf("%s is no checkout of gosetup; go to one, or name it with --dir", dir)
	}
	texts := map[string][]byte{}
	for _, pattern := range readByUpdate {
		names, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			return checkout{}, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return checkout{}, err
			}
			texts[path.Join(path.Dir(pattern), filepath.Base(name))] = text
		}
	}
	have, err := feed.Read(texts)
	return checkout{dir, have}, err
}

// write renders golden/ with what changed and then writes that; with check it
// looks whether golden/ would change and writes nothing.
//
// The checkout's own generator renders: this program may be another version, and
// has profiles, platforms and tools built in. It sees what changed as an overlay,
// so nothing is written if something does not render.
func (c checkout) write(change feed.Change, check bool) error {
	if check && len(change.Files) > 0 {
		return nil // it is known to be out of date
	}
	if err := c.render(change, check); err != nil {
		return err
	}
	// releases.json comes last: what it lacks is new, also to a run after one that was killed.
	paths := slices.DeleteFunc(change.Paths(), func(name string) bool { return name == feed.ReleasesPath })
	if _, changed := change.Files[feed.ReleasesPath]; changed {
		paths = append(paths, feed.ReleasesPath)
	}
	for _, name := range paths {
		if _, err := (tree{dir: c.dir}).writeFile(generator.File{Path: name, Data: change.Files[name]}); err != nil {
			return err
		}
	}
	return nil
}

// render runs gen render in the checkout, as if the files of change were in it.
func (c checkout) render(change feed.Change, check bool) error {
	dir, err := filepath.Abs(c.dir)
	if err != nil {
		return err
	}
	overlay, err := os.MkdirTemp("", "gen-update-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(overlay)
	replace := map[string]string{}
	for name, text := range change.Files {
		if _, err := (tree{dir: overlay}).writeFile(generator.File{Path: name, Data: text}); err != nil {
			return err
		}
		replace[filepath.Join(dir, filepath.FromSlash(name))] = filepath.Join(overlay, filepath.FromSlash(name))
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return err
	}
	list := filepath.Join(overlay, "overlay.json")
	if err := os.WriteFile(list, text, 0o600); err != nil {
		return err
	}
	args := []string{"run", "-trimpath", "-overlay", list, "./cmd/gen", "render", "--all", "--quiet", "-o", "golden"}
	if check {
		args = append(args, "--check")
	}
	run := exec.Command("go", args...)
	run.Dir = dir
	if out, err := run.CombinedOutput(); err != nil {
		return fmt.Errorf("%sgolden/ could not be rendered (go %v: %w); no data was changed", out, args, err)
	}
	return nil
}
