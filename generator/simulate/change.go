package simulate

import (
	"io/fs"
	"strings"
)

// The changes of a disk come in two steps: the method says whether the kernel
// would do it, and gives back the function that does. Between them the run
// counts the effect and asks whether a fault strikes.

type commit func()

// writable tells whether names can be made and removed in the directory p.
func (d *disk) writable(u user, p *place) error {
	if err := enter(u, p.node); err != nil {
		return err
	}
	if d.sealed(p.path()) {
		return readOnly
	}
	if !u.may(p.node, 2) {
		return denied
	}
	return nil
}

// missing finds the place for a new name.
func (d *disk) missing(u user, path string) (*place, error) {
	p, err := d.walk(u, strings.TrimRight(path, "/"), false)
	switch {
	case err != nil:
		return nil, err
	case p.node != nil:
		return nil, exists
	}
	return p, d.writable(u, p.up)
}

// dot is the last part of a path if that is . or .., which no call can remove.
func dot(path string) string {
	last := path[strings.LastIndex(path, "/")+1:]
	if last == "." || last == ".." {
		return last
	}
	return ""
}

// put gives p a node.
func (d *disk) put(p *place, n *node) {
	d.tick++
	n.mtime, p.node = d.tick, n
	p.up.node.names[p.name] = n
	p.up.node.mtime = d.tick
}

func (d *disk) drop(p *place) {
	d.tick++
	delete(p.up.node.names, p.name)
	p.up.node.mtime = d.tick
	d.giveBack(p.node)
}

func (d *disk) giveBack(n *node) {
	if d.free >= 0 && n != nil {
		d.free += n.size()
	}
}

func (d *disk) mkdir(u user, path string, mode fs.FileMode) (commit, error) {
	p, err := d.missing(u, path)
	if err != nil {
		return nil, err
	}
	return func() {
		d.put(p, &node{mode: fs.ModeDir | mode&^u.umask, uid: u.uid, names: map[string]*node{}})
	}, nil
}

func (d *disk) symlink(u user, target, path string) (commit, error) {
	p, err := d.missing(u, path)
	if err != nil {
		return nil, err
	}
	return func() { d.put(p, &node{mode: fs.ModeSymlink | 0o777, uid: u.uid, data: []byte(target)}) }, nil
}

// hardlink gives the file at from a second name. The two share their bytes
// until one of them is written, which no script here relies on.
func (d *disk) hardlink(u user, from, path string) (commit, error) {
	source, err := d.find(u, from, false)
	if err != nil {
		return nil, err
	}
	p, err := d.missing(u, path)
	switch {
	case err != nil:
		return nil, err
	case source.node.is(fs.ModeDir):
		return nil, denied
	case d.device(source.path()) != d.device(p.path()):
		return nil, crossDevice
	}
	return func() { d.put(p, source.node.clone()) }, nil
}

// create makes an empty file.
func (d *disk) create(u user, path string, mode fs.FileMode) (*place, commit, error) {
	p, err := d.walk(u, path, true)
	if err != nil {
		return nil, nil, err
	}
	if err := d.writable(u, p.up); err != nil {
		return nil, nil, err
	}
	return p, func() { d.put(p, &node{mode: mode &^ u.umask, uid: u.uid}) }, nil
}

// open tells whether the file at p can be written.
func (d *disk) open(u user, p *place) error {
	switch {
	case p.node.is(fs.ModeDir):
		return isDir
	case p.node.mode.Type() == 0 && d.sealed(p.path()):
		return readOnly
	case !u.may(p.node, 2):
		return denied
	}
	return nil
}

// set replaces the content of a file. What does not fit is left out, and the
// error says so; heavy is the size the content stands for.
func (d *disk) set(n *node, data []byte, heavy int64) error {
	d.tick++
	old := n.size()
	grown := &node{data: data, heavy: heavy}
	if d.free >= 0 && grown.size()-old > d.free {
		room := max(0, min(int64(len(data))-1, old+d.free))
		n.data, n.heavy, n.mtime, d.free = data[:room], old+d.free, d.tick, 0
		return noSpace
	}
	if d.free >= 0 {
		d.free -= grown.size() - old
	}
	n.data, n.heavy, n.mtime = data, heavy, d.tick
	return nil
}

func (d *disk) unlink(u user, path string) (commit, error) {
	p, err := d.find(u, path, false)
	switch {
	case err != nil:
		return nil, err
	case p.node.is(fs.ModeDir):
		return nil, isDir
	}
	if err := d.writable(u, p.up); err != nil {
		return nil, err
	}
	return func() { d.drop(p) }, nil
}

func (d *disk) rmdir(u user, path string) (commit, error) {
	p, err := d.find(u, strings.TrimRight(path, "/"), false)
	switch {
	case err != nil:
		return nil, err
	case dot(path) == ".":
		return nil, invalid
	case !p.node.is(fs.ModeDir):
		return nil, notDir
	case len(p.node.names) > 0 || dot(path) == "..":
		return nil, notEmpty
	case p.up == nil:
		return nil, denied
	}
	if err := d.writable(u, p.up); err != nil {
		return nil, err
	}
	return func() { d.drop(p) }, nil
}

// rename is rename(2): it replaces what is there in one step, as far as it is of
// the same kind.
func (d *disk) rename(u user, from, to string) (commit, error) {
	source, err := d.walk(u, strings.TrimRight(from, "/"), false)
	if err != nil {
		return nil, err
	}
	target, err := d.walk(u, strings.TrimRight(to, "/"), false)
	switch {
	case err != nil:
	case dot(from) != "" || dot(to) != "":
		err = busy
	case source.node == nil:
		err = noEntry
	}
	if err != nil {
		return nil, err
	}
	if err := d.canRename(u, source, target); err != nil {
		return nil, err
	}
	return func() {
		moved, replaced := source.node, target.node
		if moved == replaced {
			return
		}
		mtime := moved.mtime
		delete(source.up.node.names, source.name)
		d.put(target, moved)
		moved.mtime = mtime
		d.giveBack(replaced)
	}, nil
}

// within tells whether p is the directory n or lies in it.
func (p *place) within(n *node) bool {
	for ; p != nil; p = p.up {
		if p.node == n && n != nil {
			return true
		}
	}
	return false
}

func (d *disk) canRename(u user, source, target *place) error {
	switch {
	case source.up == nil || target.up == nil || target.up.within(source.node):
		return invalid
	case source.up.within(target.node):
		return notEmpty
	case source.node == target.node:
		return nil
	}
	for _, dir := range []*place{source.up, target.up} {
		if err := d.writable(u, dir); err != nil {
			return err
		}
	}
	switch {
	case d.device(source.path()) != d.device(target.path()):
		return crossDevice
	case target.node == nil:
		return nil
	case source.node.is(fs.ModeDir) && !target.node.is(fs.ModeDir):
		return notDir
	case !source.node.is(fs.ModeDir) && target.node.is(fs.ModeDir):
		return isDir
	case len(target.node.names) > 0:
		return notEmpty
	}
	return nil
}

func (d *disk) chmod(u user, path string, mode fs.FileMode) (commit, error) {
	p, err := d.find(u, path, true)
	switch {
	case err != nil:
		return nil, err
	case d.sealed(p.path()):
		return nil, readOnly
	case u.uid != 0 && u.uid != p.node.uid:
		return nil, errno("Operation not permitted")
	}
	return func() { p.node.mode = p.node.mode.Type() | mode }, nil
}
