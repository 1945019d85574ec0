package simulate

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// targets pairs each operand but the last with where it goes. With whole, a
// directory as the last operand is the target itself.
func (c *cmd) targets(whole, followed bool) (pairs [][2]string, status int) {
	n := len(c.args)
	if n < 2 {
		c.errorf("missing file operand")
		return nil, 1
	}
	last := c.path(c.args[n-1])
	p, err := c.disk().find(c.user(), last, followed)
	into := err == nil && p.node.is(fs.ModeDir) && !whole
	if n > 2 && !into {
		c.errorf("target '%s' is not a directory", c.args[n-1])
		return nil, 1
	}
	for _, name := range c.args[:n-1] {
		to := last
		if into {
			to = strings.TrimSuffix(last, "/") + "/" + path.Base(name)
		}
		pairs = append(pairs, [2]string{name, to})
	}
	return pairs, 0
}

func cmdMv(c *cmd) int {
	pairs, status := c.targets(c.has("T"), !c.has("h"))
	for _, pair := range pairs {
		from, to := c.path(pair[0]), pair[1]
		if _, err := c.disk().find(c.user(), to, false); err == nil && c.has("n") {
			continue
		}
		err := c.sh.rename(c.user(), from, to)
		if err == crossDevice {
			err = c.carry(from, to)
		}
		if err != nil {
			c.errorf("cannot move '%s' to '%s': %v", pair[0], to, err)
			status = 1
		}
	}
	return status
}

// carry moves between devices: a copy, then a removal.
func (c *cmd) carry(from, to string) error {
	c.set["p"], c.set["R"] = []string{""}, []string{""}
	p, err := c.disk().find(c.user(), from, false)
	if err != nil {
		return err
	}
	if err := c.copy(from, to); err != nil {
		return err
	}
	if c.remove(from, p.node) != 0 {
		return denied
	}
	return nil
}

func cmdCp(c *cmd) int {
	if c.has("a") {
		c.set["p"], c.set["R"], c.set["P"] = []string{""}, []string{""}, []string{""}
	}
	pairs, status := c.targets(c.has("T"), true)
	for _, pair := range pairs {
		if err := c.copy(c.path(pair[0]), pair[1]); err != nil {
			c.errorf("cannot copy '%s' to '%s': %v", pair[0], pair[1], err)
			status = 1
		}
	}
	return status
}

func (c *cmd) copy(from, to string) error {
	follow := !c.has("P") && !c.has("R")
	p, err := c.disk().find(c.user(), from, follow)
	switch {
	case err != nil:
		return err
	case p.node.is(fs.ModeSymlink):
		return c.sh.symlink(c.user(), string(p.node.data), to)
	case p.node.is(fs.ModeDir):
		return c.copyDir(p.node, from, to)
	}
	data, err := c.disk().read(c.user(), from)
	if err != nil {
		return err
	}
	if err := c.sh.put(c.user(), to, data, p.node.mode.Perm()); err != nil {
		return err
	}
	if target, err := c.disk().find(c.user(), to, true); c.has("p") && err == nil && target.node.mode != p.node.mode {
		return c.sh.chmod(c.user(), to, p.node.mode.Perm())
	}
	return nil
}

func (c *cmd) copyDir(n *node, from, to string) error {
	if !c.has("R") {
		return errno("omitting directory")
	}
	if _, err := c.disk().find(c.user(), to, true); err != nil {
		if err := c.sh.mkdir(c.user(), to, n.mode.Perm()); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		if err := c.copy(from+"/"+name, to+"/"+name); err != nil {
			return err
		}
	}
	return nil
}

func cmdLn(c *cmd) int {
	if len(c.args) == 1 {
		c.args = append(c.args, path.Base(c.args[0]))
	}
	pairs, status := c.targets(c.has("T"), !c.has("n"))
	for _, pair := range pairs {
		if err := c.link(pair[0], pair[1]); err != nil {
			c.errorf("failed to create link '%s': %v", pair[1], err)
			status = 1
		}
	}
	return status
}

func (c *cmd) link(target, to string) error {
	if _, err := c.disk().find(c.user(), to, false); err == nil && c.has("f") {
		if err := c.sh.unlink(c.user(), to); err != nil {
			return err
		}
	}
	if c.has("s") {
		return c.sh.symlink(c.user(), target, to)
	}
	return c.sh.hardlink(c.user(), c.path(target), to)
}

// cmdInstall is install -d DIR and install -m MODE FILE TO.
func cmdInstall(c *cmd) int {
	if c.has("d") {
		c.set["p"] = []string{""}
		return cmdMkdir(c)
	}
	mode := fs.FileMode(0o755)
	if c.has("m") {
		m, ok := newMode(c.value("m"), mode, 0)
		if !ok {
			return c.fatal("the simulator does not know install -m %s", c.value("m"))
		}
		mode = m
	}
	pairs, status := c.targets(false, true)
	for _, pair := range pairs {
		err := c.copy(c.path(pair[0]), pair[1])
		if err == nil {
			err = c.sh.chmod(c.user(), pair[1], mode)
		}
		if err != nil {
			status = c.failed(pair[1], err)
		}
	}
	return status
}
