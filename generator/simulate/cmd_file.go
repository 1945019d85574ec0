package simulate

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// fileCommands change and look at files.
var fileCommands = map[string]command{
	"cp":       {cmdCp, map[string]string{"": "p f R r=R P a", "gnu": "T d"}},
	"mv":       {cmdMv, map[string]string{"": "f i n v", "gnu": "T", "bsd": "h", "busybox": "T"}},
	"ln":       {cmdLn, map[string]string{"": "s f n v", "gnu": "T --symbolic=s --force=f", "bsd": "h=n", "busybox": "T"}},
	"rm":       {cmdRm, map[string]string{"": "f r R=r i v d", "gnu": "--recursive=r --force=f"}},
	"mkdir":    {cmdMkdir, map[string]string{"": "p m: v", "gnu": "--parents=p --mode:=m"}},
	"rmdir":    {cmdRmdir, map[string]string{"": "p", "gnu": "--ignore-fail-on-non-empty"}},
	"touch":    {cmdTouch, map[string]string{"": "c a m"}},
	"chmod":    {cmdChmod, nil},
	"readlink": {cmdReadlink, map[string]string{"": "n f", "gnu": "e m"}},
	"mktemp":   {cmdMktemp, map[string]string{"": "d q u t", "gnu": "p: --directory=d", "bsd": "p:", "busybox": "p:"}},
	"install":  {cmdInstall, map[string]string{"": "d m: c", "gnu": "D"}},
}

func cmdMkdir(c *cmd) int {
	status := 0
	mode := fs.FileMode(0o777)
	if c.has("m") {
		bits, err := strconv.ParseUint(c.value("m"), 8, 12)
		if err != nil {
			return c.fatal("the simulator knows mkdir -m OCTAL only")
		}
		mode = permissions(bits)
	}
	for _, name := range c.args {
		if err := c.mkdir(c.path(name), mode); err != nil {
			c.errorf("cannot create directory '%s': %v", name, err)
			status = 1
		}
	}
	return status
}

func (c *cmd) mkdir(full string, mode fs.FileMode) error {
	if c.has("p") {
		if p, err := c.disk().walk(c.user(), full, true); err == nil && p.node.is(fs.ModeDir) {
			return nil
		}
		if parent := path.Dir(strings.TrimRight(full, "/")); parent != full {
			if _, err := c.disk().find(c.user(), parent, true); err == noEntry {
				if err := c.mkdir(parent, 0o777); err != nil {
					return err
				}
			}
		}
	}
	u := c.user()
	if c.has("m") {
		u.umask = 0
	}
	return c.sh.mkdir(u, full, mode)
}

func cmdRmdir(c *cmd) int {
	status := 0
	for _, name := range c.args {
		full := c.path(name)
		err := c.sh.rmdir(c.user(), full)
		for err == nil && c.has("p") && strings.Contains(name, "/") {
			name = path.Dir(name)
			err = c.sh.rmdir(c.user(), c.path(name))
		}
		if err != nil && !(err == notEmpty && c.has("--ignore-fail-on-non-empty")) {
			c.errorf("failed to remove '%s': %v", name, err)
			status = 1
		}
	}
	return status
}

func cmdRm(c *cmd) int {
	status := 0
	if c.has("i") {
		return c.fatal("the simulator has no rm -i")
	}
	for _, name := range c.args {
		full := c.path(name)
		if path.Clean(full) == "/" {
			return c.fatal("rm of the root directory")
		}
		p, err := c.disk().walk(c.user(), full, false)
		if err == nil && p.node == nil {
			err = noEntry
		}
		switch {
		case (err == noEntry || err == notDir) && c.has("f"):
		case err != nil:
			c.errorf("cannot remove '%s': %v", name, err)
			status = 1
		case p.node.is(fs.ModeDir) && !c.has("r"):
			c.errorf("cannot remove '%s': Is a directory", name)
			status = 1
		default:
			status = max(status, c.remove(strings.TrimRight(full, "/"), p.node))
		}
	}
	return status
}

// remove takes a tree away from its leaves up.
func (c *cmd) remove(full string, n *node) int {
	status := 0
	if !n.is(fs.ModeDir) {
		if err := c.sh.unlink(c.user(), full); err != nil {
			c.errorf("cannot remove '%s': %v", full, err)
			status = 1
		}
		return status
	}
	for _, name := range slices.Sorted(maps.Keys(n.names)) {
		status = max(status, c.remove(full+"/"+name, n.names[name]))
	}
	if err := c.sh.rmdir(c.user(), full); err != nil && status == 0 {
		c.errorf("cannot remove '%s': %v", full, err)
		status = 1
	}
	return status
}

func cmdTouch(c *cmd) int {
	status := 0
	for _, name := range c.args {
		full := c.path(name)
		if _, err := c.disk().find(c.user(), full, true); err != nil && c.has("c") {
			continue
		}
		if err := c.sh.touch(c.user(), full); err != nil {
			c.errorf("cannot touch '%s': %v", name, err)
			status = 1
		}
	}
	return status
}

// cmdChmod reads its words itself, because -x is a mode.
func cmdChmod(c *cmd) int {
	c.set = map[string][]string{}
	for len(c.args) > 0 && strings.Contains(" -R -f -v -- ", " "+c.args[0]+" ") {
		c.set[c.args[0][1:]] = []string{""}
		c.args = c.args[1:]
	}
	if len(c.args) < 2 {
		c.errorf("missing operand")
		return 1
	}
	status := 0
	for _, name := range c.args[1:] {
		full := c.path(name)
		p, err := c.disk().find(c.user(), full, true)
		if err != nil {
			status = c.failed(name, err)
			continue
		}
		status = max(status, c.chmod(full, p.node))
	}
	return status
}

func (c *cmd) chmod(full string, n *node) int {
	mode, ok := newMode(c.args[0], n.mode, c.user().umask)
	if !ok {
		return c.fatal("the simulator does not know chmod %s", c.args[0])
	}
	if err := c.sh.chmod(c.user(), full, mode); err != nil {
		return c.failed(full, err)
	}
	status := 0
	if c.has("R") {
		for _, name := range slices.Sorted(maps.Keys(n.names)) {
			if child := n.names[name]; !child.is(fs.ModeSymlink) {
				status = max(status, c.chmod(full+"/"+name, child))
			}
		}
	}
	return status
}

// newMode applies 755 or u+x,go-w to a mode.
func newMode(text string, old, umask fs.FileMode) (fs.FileMode, bool) {
	if bits, err := strconv.ParseUint(text, 8, 12); err == nil {
		return permissions(bits), true
	}
	mode := old &^ fs.ModeType
	for clause := range strings.SplitSeq(text, ",") {
		i := strings.IndexAny(clause, "+-=")
		if i < 0 {
			return 0, false
		}
		who, ok := bitsOf(clause[:i], map[rune]fs.FileMode{'u': 0o700, 'g': 0o070, 'o': 0o007, 'a': 0o777})
		what, ok2 := bitsOf(clause[i+1:], map[rune]fs.FileMode{'r': 0o444, 'w': 0o222, 'x': 0o111, 'X': executableBits(old)})
		if !ok || !ok2 {
			return 0, false
		}
		if who == 0 {
			who = 0o777 &^ umask
		}
		switch clause[i] {
		case '+':
			mode |= who & what
		case '-':
			mode &^= who & what
		default:
			mode = mode&^who | who&what
		}
	}
	return mode, true
}

func executableBits(old fs.FileMode) fs.FileMode {
	if old.IsDir() || old&0o111 != 0 {
		return 0o111
	}
	return 0
}

func bitsOf(text string, table map[rune]fs.FileMode) (bits fs.FileMode, ok bool) {
	for _, r := range text {
		b, known := table[r]
		if !known {
			return 0, false
		}
		bits |= b
	}
	return bits, true
}

func cmdReadlink(c *cmd) int {
	status := 0
	for _, name := range c.args {
		text, err := c.readlink(c.path(name))
		if err != nil {
			status = 1
			continue
		}
		c.printf("%s", text)
		if !c.has("n") {
			c.printf("\n")
		}
	}
	return status
}

func (c *cmd) readlink(full string) (string, error) {
	if c.has("f") || c.has("e") || c.has("m") {
		p, err := c.disk().walk(c.user(), full, true)
		if err == nil && p.node == nil && c.has("e") {
			err = noEntry
		}
		if err != nil {
			return "", err
		}
		return p.path(), nil
	}
	p, err := c.disk().find(c.user(), full, false)
	if err == nil && !p.node.is(fs.ModeSymlink) {
		err = invalid
	}
	if err != nil {
		return "", err
	}
	return string(p.node.data), nil
}

// cmdMktemp gives names in order, so that equal runs have equal names.
func cmdMktemp(c *cmd) int {
	template := "tmp.XXXXXXXXXX"
	inTemp := len(c.args) == 0
	if len(c.args) > 0 {
		template = c.args[0]
	}
	if c.has("t") {
		inTemp = true
		if c.flavour() == "bsd" {
			template += ".XXXXXXXXXX"
		}
	}
	if c.has("p") {
		template = c.value("p") + "/" + template
	} else if inTemp {
		template = or(c.env("TMPDIR"), "/tmp") + "/" + template
	}
	stem := strings.TrimRight(template, "X")
	if len(template)-len(stem) < 3 && c.flavour() != "bsd" {
		c.errorf("too few X's in template '%s'", template)
		return 1
	}
	c.sh.temps++
	name := fmt.Sprintf("%s%0*d", stem, len(template)-len(stem), c.sh.m.pids*100+c.sh.temps)
	if err := c.makeTemp(c.path(name)); err != nil {
		c.errorf("failed to create '%s': %v", name, err)
		return 1
	}
	c.printf("%s\n", name)
	return 0
}

func (c *cmd) makeTemp(full string) error {
	switch {
	case c.has("u"):
		return nil
	case c.has("d"):
		return c.sh.mkdir(c.user(), full, 0o700)
	}
	_, err := c.sh.create(c.user(), full, 0o600, true)
	return err
}
