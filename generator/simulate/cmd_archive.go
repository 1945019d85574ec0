package simulate

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// archiveCommands unpack what stands for an official archive, and real tar
// archives, gzipped or not.
var archiveCommands = map[string]command{
	"tar":               {cmdTar, nil},
	"bsdtar":            {cmdTar, nil},
	"gzip":              {cmdGzip, map[string]string{"": "d c t q f n"}},
	"gunzip":            {cmdGunzip, map[string]string{"": "c q f"}},
	"zcat":              {cmdGunzip, map[string]string{"": "f"}},
	"igzip":             {cmdGzip, map[string]string{"": "d c"}},
	"zstd":              {cmdGzip, map[string]string{"": "d c q"}},
	"libdeflate-gunzip": {cmdGunzip, map[string]string{"": "c"}},
}

var errNotGzip = errors.New("not in gzip format")

// inflate is gzip -d.
func (w *world) inflate(data []byte) ([]byte, error) {
	if _, ok := w.archive(data, "archive"); ok {
		return bytes.Replace(data, []byte(" archive "), []byte(" tar "), 1), nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, errNotGzip
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		return plain, errors.New("unexpected end of file")
	}
	return plain, nil
}

// untar lists what is in a plain tar archive.
func (w *world) untar(data []byte) ([]entry, error) {
	if f, ok := w.archive(data, "tar"); ok {
		return entries(f), nil
	}
	var list []entry
	r := tar.NewReader(bytes.NewReader(data))
	for {
		h, err := r.Next()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return list, errors.New("This does not look like a tar archive")
		}
		e := entry{name: strings.TrimRight(h.Name, "/"), mode: uint64(h.Mode), dir: h.Typeflag == tar.TypeDir}
		if h.Typeflag == tar.TypeSymlink {
			e.link = h.Linkname
		}
		if e.data, err = io.ReadAll(r); err != nil {
			return append(list, e), errors.New("Unexpected EOF in archive")
		}
		list = append(list, e)
	}
}

// tarCall is what a call of tar asks for.
type tarCall struct {
	extract, list, gzip, quietOwner bool
	file, dir                       string
	strip                           int
	only                            []string
}

// parseTar reads tar's flags: xzf, -xzf, -x -z -f and the long ones.
func (c *cmd) parseTar() (t tarCall, ok bool) {
	args := c.args
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		args = append([]string{"-" + args[0]}, args[1:]...)
	}
	c.args = args
	status := c.parse(map[string]string{
		"":    "x t z v o m p f: C: --strip-components: --directory:=C --file:=f --extract=x --gzip=z",
		"gnu": "--no-same-owner=o --no-same-permissions --get=x", "bsd": "--no-same-owner=o",
		"busybox": "--no-same-owner=o",
	})
	t = tarCall{extract: c.has("x"), list: c.has("t"), gzip: c.has("z"), file: or(c.value("f"), "-"), dir: c.value("C"), only: c.args}
	t.strip = leadingNumber(c.value("--strip-components"))
	return t, status == 0
}

func cmdTar(c *cmd) int {
	t, ok := c.parseTar()
	if !ok {
		return 2
	}
	if t.extract == t.list {
		return c.fatal("the simulator knows tar -x and tar -t only")
	}
	data, status := c.tarInput(t)
	if status != 0 {
		return status
	}
	list, err := c.members(data)
	for _, e := range list {
		if len(t.only) > 0 && !selected(e.name, t.only) {
			continue
		}
		if t.list {
			c.printf("%s\n", e.name)
			continue
		}
		if !staysBelow(e.name) {
			return c.fatal("the simulator does not know what %s does with %s", c.name, e.name)
		}
		if err := c.unpack(absolute(c.path(or(t.dir, ".")), stripped(e.name, t.strip)), e, c.tarUser()); err != nil {
			c.errorf("%s: Cannot open: %v", e.name, err)
			return c.tarFailure()
		}
	}
	if err != nil {
		c.errorf("%v", err)
		return c.tarFailure()
	}
	return 0
}

// staysBelow tells of the name of a member that stays where it is unpacked.
func staysBelow(name string) bool {
	return !strings.HasPrefix(name, "/") && !slices.Contains(strings.Split(name, "/"), "..")
}

// tarFlavour is whose tar it is: that of BSD can be on every system.
func (c *cmd) tarFlavour() string {
	if path.Base(c.name) == "bsdtar" {
		return "bsd"
	}
	return c.flavour()
}

// tarFailure is the status with which tar gives up.
func (c *cmd) tarFailure() int { return 1 + btoi(c.tarFlavour() == "gnu") }

// members lists what is in an archive; the tar of BSD knows zips, too, and has a
// mode of its own for what has none there.
func (c *cmd) members(data []byte) ([]entry, error) {
	list, err := c.sh.m.world.unzip(data)
	if c.tarFlavour() != "bsd" || err != nil {
		return c.sh.m.world.untar(data)
	}
	for i, e := range list {
		if e.mode == zipMode {
			list[i].mode = 0o664
		}
	}
	return list, nil
}

// tarUser is who unpacks: the tar of the superuser leaves the umask aside.
func (c *cmd) tarUser() user {
	u := c.user()
	if u.uid == 0 && c.tarFlavour() != "busybox" {
		u.umask = 0
	}
	return u
}

// tarInput reads the archive and takes the compression off. GNU tar needs gzip
// on PATH for that; the others do it themselves, and see it on their own.
func (c *cmd) tarInput(t tarCall) ([]byte, int) {
	data := c.input()
	if t.file != "-" {
		var err error
		if data, err = c.disk().read(c.user(), c.path(t.file)); err != nil {
			c.errorf("%s: Cannot open: %v", t.file, err)
			return nil, c.tarFailure()
		}
	}
	if _, isTar := c.sh.m.world.archive(data, "tar"); !t.gzip && (isTar || c.tarFlavour() == "busybox") {
		return data, 0
	}
	if _, err := c.sh.lookPath(c.hc, "gzip"); err != nil && c.tarFlavour() == "gnu" {
		c.errorf("gzip: Cannot exec: No such file or directory")
		return nil, c.tarFailure()
	}
	plain, err := c.sh.m.world.inflate(data)
	if err == errNotGzip && !t.gzip {
		return data, 0
	}
	if err != nil && len(plain) == 0 {
		c.errorf("%v", err)
		return nil, c.tarFailure()
	}
	return plain, 0
}

func selected(name string, only []string) bool {
	for _, top := range only {
		if below(name, strings.TrimRight(top, "/")) {
			return true
		}
	}
	return false
}

func stripped(name string, n int) string {
	parts := strings.Split(name, "/")
	if n >= len(parts) {
		return ""
	}
	return strings.Join(parts[n:], "/")
}

// unpack makes one entry of an archive, as the user u does.
func (c *cmd) unpack(to string, e entry, u user) error {
	to = strings.TrimSuffix(to, "/")
	if parent := path.Dir(to); parent != to {
		c.set["p"] = []string{""}
		if err := c.mkdir(parent, 0o777); err != nil {
			return err
		}
	}
	switch old, err := c.disk().find(u, to, false); {
	case e.dir:
		if err == nil && old.node.is(fs.ModeDir) {
			return nil
		}
		return c.sh.mkdir(u, to, permissions(e.mode))
	case err == nil:
		if err := c.sh.unlink(u, to); err != nil {
			return err
		}
	}
	if e.link != "" {
		return c.sh.symlink(u, e.link, to)
	}
	if err := c.sh.put(u, to, e.data, permissions(e.mode)); err != nil {
		return err
	}
	return c.sh.weigh(u, to, e.heavy)
}

// weigh lets a small file stand for a big one; that can fill the disk.
func (r *run) weigh(u user, to string, heavy int64) error {
	p, err := r.m.disk.find(u, to, false)
	if err != nil || heavy == 0 {
		return err
	}
	return r.m.disk.set(p.node, p.node.data, heavy)
}

// cmdGzip is gzip -d, and what inflates in its place: the simulator packs nothing.
func cmdGzip(c *cmd) int {
	if !c.has("d") && !c.has("t") {
		return c.fatal("the simulator knows %s -d and gzip -t only", c.name)
	}
	return cmdGunzip(c)
}

func cmdGunzip(c *cmd) int {
	status := 0
	toStdout := c.has("c") || c.name == "zcat" || len(c.args) == 0
	var plains [][]byte
	status = max(status, c.each(func(name string, data []byte) {
		plain, err := c.sh.m.world.inflate(data)
		if err != nil {
			status = c.failed(name, err)
		}
		plains = append(plains, plain)
	}))
	if c.has("t") {
		return status
	}
	if toStdout {
		for _, plain := range plains {
			c.out.Write(plain)
		}
		return status
	}
	for i, name := range c.args {
		to, ok := strings.CutSuffix(c.path(name), ".gz")
		if !ok || status != 0 {
			return c.fatal("the simulator knows gunzip of whole files NAME.gz only")
		}
		if err := c.sh.put(c.user(), to, plains[i], 0o666); err != nil {
			return c.failed(to, err)
		}
		if err := c.sh.unlink(c.user(), c.path(name)); err != nil {
			return c.failed(name, err)
		}
	}
	return status
}
