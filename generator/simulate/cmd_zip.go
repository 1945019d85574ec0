package simulate

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
)

var zipCommands = map[string]command{
	"unzip": {cmdUnzip, nil},
}

var errNotZip = errors.New("cannot find zipfile directory")

// unzip lists what is in a zip, in one that stands for a Go as a module, or in one
// that stands for an archive of Windows.
func (w *world) unzip(data []byte) ([]entry, error) {
	if f, ok := w.archive(data, "module"); ok {
		return moduleEntries(f, bytes.HasPrefix(data, []byte("tampered"))), nil
	}
	if f, ok := w.archive(data, "archive"); ok && strings.HasSuffix(f.Filename, ".zip") {
		return entries(f), nil
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errNotZip
	}
	var list []entry
	for _, f := range r.File {
		e, err := zipEntry(f)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

func zipEntry(f *zip.File) (entry, error) {
	e := entry{name: strings.TrimRight(f.Name, "/"), mode: uint64(f.Mode().Perm()), dir: f.Mode().IsDir()}
	if f.ExternalAttrs == 0 {
		e.mode = zipMode
	}
	content, err := f.Open()
	if err != nil {
		return e, err
	}
	defer content.Close()
	data, err := io.ReadAll(content)
	if f.Mode().Type() == fs.ModeSymlink {
		e.link, data = string(data), nil
	}
	e.data = data
	return e, err
}

// parseUnzip reads the words of unzip, which takes flags behind the file, too,
// whatever the other commands of the machine do.
func (c *cmd) parseUnzip() (file, dir string, ok bool) {
	dir = "."
	for i := 0; i < len(c.args); i++ {
		switch word := c.args[i]; {
		case word == "-q" || word == "-o" || word == "-qo":
		case word == "-d" && i+1 < len(c.args):
			i++
			dir = c.args[i]
		case strings.HasPrefix(word, "-") || file != "":
			return "", "", false
		default:
			file = word
		}
	}
	c.set = map[string][]string{}
	return file, dir, file != ""
}

func cmdUnzip(c *cmd) int {
	file, dir, ok := c.parseUnzip()
	if !ok {
		return c.fatal("the simulator knows unzip [-q] [-o] [-d DIR] FILE only")
	}
	data, err := c.disk().read(c.user(), c.path(file))
	var list []entry
	if err == nil {
		list, err = c.sh.m.world.unzip(data)
	}
	if err != nil {
		c.errorf("%v in %s", err, file)
		return 9
	}
	for _, e := range list {
		if !staysBelow(e.name) {
			return c.fatal("the simulator does not know what unzip does with %s", e.name)
		}
		if err := c.unpack(absolute(c.path(dir), e.name), e, c.user()); err != nil {
			c.failed(e.name, err)
			return 2
		}
	}
	return 0
}
