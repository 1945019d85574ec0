package simulate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// An errno is an error of the file system, with the words of the C library.
type errno string

func (e errno) Error() string { return string(e) }

const (
	noEntry     errno = "No such file or directory"
	exists      errno = "File exists"
	notDir      errno = "Not a directory"
	isDir       errno = "Is a directory"
	notEmpty    errno = "Directory not empty"
	denied      errno = "Permission denied"
	readOnly    errno = "Read-only file system"
	noSpace     errno = "No space left on device"
	crossDevice errno = "Invalid cross-device link"
	loop        errno = "Too many levels of symbolic links"
	ioError     errno = "Input/output error"
	busy        errno = "Device or resource busy"
	invalid     errno = "Invalid argument"
)

// A node is a file, a directory, a link or a device. The data of a file is
// never changed in place, so clones can share it.
type node struct {
	mode  fs.FileMode // kind and permissions
	uid   int
	data  []byte // of a file; the target of a link
	names map[string]*node
	heavy int64 // the bytes it stands for, when that is more than len(data)
	mtime int64 // ticks since the machine was made
}

func (n *node) is(kind fs.FileMode) bool { return n != nil && n.mode.Type() == kind }

func (n *node) size() int64 { return max(int64(len(n.data)), n.heavy) }

func (n *node) clone() *node {
	c := *n
	if n.names != nil {
		c.names = make(map[string]*node, len(n.names))
		for name, child := range n.names {
			c.names[name] = child.clone()
		}
	}
	return &c
}

// A disk is the file system of a machine.
type disk struct {
	root     *node
	free     int64    // bytes left; a negative number is endless
	readOnly []string // places where nothing can be written
	mounts   []string // places on another device
	tick     int64
}

func (d *disk) clone() *disk {
	c := *d
	c.root = d.root.clone()
	return &c
}

// A place is a node with the way to it. In a directory that is there, the node
// may be missing: then it is nil.
type place struct {
	up   *place // nil for the root
	name string
	node *node
}

func (p *place) path() string {
	if p.up == nil {
		return "/"
	}
	return strings.TrimSuffix(p.up.path(), "/") + "/" + p.name
}

// A user is who asks: its number and the bits it takes from new files.
type user struct {
	uid   int
	umask fs.FileMode
}

// may tells whether the user has all of the permission bits rwx on n.
func (u user) may(n *node, bits fs.FileMode) bool {
	if u.uid == 0 {
		return bits&1 == 0 || n.is(fs.ModeDir) || n.mode&0o111 != 0
	}
	if u.uid == n.uid {
		bits <<= 6
	}
	return n.mode&bits == bits
}

// maxHops is how many links a path may go through, as in Linux.
const maxHops = 40

// walk finds the absolute path. A link at its end is followed on demand.
func (d *disk) walk(u user, path string, follow bool) (*place, error) {
	root := &place{node: d.root}
	at, rest := root, strings.Split(path, "/")
	if path == "" {
		return nil, noEntry
	}
	for hops := 0; len(rest) > 0; {
		name := rest[0]
		rest = rest[1:]
		if name == "" {
			continue
		}
		if err := enter(u, at.node); err != nil {
			return nil, err
		}
		if name == "." {
			continue
		}
		if name == ".." {
			if at.up != nil {
				at = at.up
			}
			continue
		}
		next := &place{at, name, at.node.names[name]}
		if !next.node.is(fs.ModeSymlink) || !follow && strings.Join(rest, "") == "" {
			at = next
			continue
		}
		if hops++; hops > maxHops {
			return nil, loop
		}
		target := string(next.node.data)
		if strings.HasPrefix(target, "/") {
			at = root
		}
		rest = slices.Concat(strings.Split(target, "/"), rest)
	}
	return at, nil
}

// enter tells whether names can be looked up in n.
func enter(u user, n *node) error {
	switch {
	case n == nil:
		return noEntry
	case !n.is(fs.ModeDir):
		return notDir
	case !u.may(n, 1):
		return denied
	}
	return nil
}

// find is walk for what has to be there.
func (d *disk) find(u user, path string, follow bool) (*place, error) {
	p, err := d.walk(u, path, follow)
	if err == nil && p.node == nil {
		err = noEntry
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// read returns the content of a file.
func (d *disk) read(u user, path string) ([]byte, error) {
	p, err := d.find(u, path, true)
	switch {
	case err != nil:
		return nil, err
	case p.node.is(fs.ModeDir):
		return nil, isDir
	case !u.may(p.node, 4):
		return nil, denied
	}
	return p.node.data, nil
}

// sealed tells whether path is at or below a read-only place.
func (d *disk) sealed(path string) bool {
	return slices.ContainsFunc(d.readOnly, func(top string) bool { return below(path, top) })
}

func below(path, top string) bool {
	return path == top || strings.HasPrefix(path, strings.TrimSuffix(top, "/")+"/")
}

// device tells devices apart: it is the mount that path is on.
func (d *disk) device(path string) string {
	best := ""
	for _, m := range d.mounts {
		if below(path, m) && len(m) > len(best) {
			best = m
		}
	}
	return best
}

// A line of a listing describes one node: mode, owner, and content by digest.
func (n *node) line() string {
	switch n.mode.Type() {
	case fs.ModeDir, fs.ModeDevice | fs.ModeCharDevice:
		return fmt.Sprintf("%v %d", n.mode, n.uid)
	case fs.ModeSymlink:
		return fmt.Sprintf("L %d -> %s", n.uid, n.data)
	}
	return fmt.Sprintf("%v %d %d bytes %s", n.mode, n.uid, n.size(), digest(n.data))
}

// list adds what is at and below n, by path.
func (n *node) list(path string, into map[string]string) {
	into[path] = n.line()
	for name, child := range n.names {
		child.list(strings.TrimSuffix(path, "/")+"/"+name, into)
	}
}

// digest is the SHA-256 of the whole tree: names, kinds, modes, owners and
// contents, not times.
func (d *disk) digest() string {
	all := map[string]string{}
	d.root.list("/", all)
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(h, "%s\x00%s\x00", path, all[path])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
