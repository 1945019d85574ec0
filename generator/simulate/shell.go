package simulate

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

// A shell is one interpreter of a run: the script's, or one that it started.
type shell struct {
	*run
	runner  *interp.Runner
	funcs   map[string]bool // the functions its text declares
	traps   map[string]string
	pid     int
	umask   fs.FileMode
	jobs    []int // the status of each command that ran in the background
	streams map[string]io.Writer
	main    uintptr // which interp.Runner is not a subshell
}

// shellStart is what a new shell is given.
type shellStart struct {
	name           string
	dir            string
	env            []string
	args           []string
	stdin          string
	stdout, stderr io.Writer
	umask          fs.FileMode
}

func (r *run) newShell(p *program, s shellStart) (*shell, error) {
	sh := &shell{run: r, funcs: p.funcs, traps: map[string]string{}, pid: r.m.pids, umask: s.umask}
	var stdin io.Reader
	if s.stdin != "" {
		stdin = strings.NewReader(s.stdin)
	}
	runner, err := interp.New(
		func(i *interp.Runner) error { i.Dir = s.dir; return nil }, // interp.Dir would ask the real machine
		interp.Env(sh.environ(s.env)),
		interp.StdIO(stdin, quietly{r, s.stdout}, quietly{r, s.stderr}),
		interp.CallHandler(sh.call),
		interp.ExecHandlers(func(interp.ExecHandlerFunc) interp.ExecHandlerFunc { return sh.exec }),
		interp.OpenHandler(sh.open),
		interp.StatHandler(sh.stat),
		interp.AccessHandler(sh.access),
		interp.ReadDirHandler2(sh.readDir),
		interp.Params(append([]string{"--"}, s.args...)...),
	)
	if err != nil {
		return nil, err
	}
	sh.runner, sh.main = runner, reflect.ValueOf(runner).Pointer()
	sh.streams = map[string]io.Writer{stdoutName: s.stdout, stderrName: s.stderr}
	return sh, nil
}

// interpret runs a file and returns its exit status.
func (sh *shell) interpret(ctx context.Context, f *syntax.File) int {
	return statusOf(sh.runner.Run(ctx, f))
}

// quietly is a writer that a dead script cannot reach any more.
type quietly struct {
	r *run
	w io.Writer
}

func (q quietly) Write(p []byte) (int, error) {
	if q.r.over {
		return 0, errOver
	}
	return q.w.Write(p)
}

// environ is the environment, with answers for what interp would otherwise ask
// the real machine: homes of users, process numbers.
type environ struct {
	expand.Environ
	sh *shell
}

func (sh *shell) environ(list []string) environ {
	u := strconv.Itoa(sh.m.about.User.UID)
	list = append(list, "UID="+u, "EUID="+u, "GID="+u)
	return environ{expand.ListEnviron(list...), sh}
}

func (e environ) Get(name string) expand.Variable {
	text := func(s string) expand.Variable { return expand.Variable{Set: true, Kind: expand.String, Str: s} }
	about := e.sh.m.about.User
	switch {
	case name == pidName:
		return text(strconv.Itoa(e.sh.pid))
	case name == ppidName:
		return text("1")
	case name == lastJobName:
		if len(e.sh.jobs) == 0 {
			return expand.Variable{}
		}
		return text(strconv.Itoa(firstJob + len(e.sh.jobs) - 1))
	case name == "HOME "+about.Name:
		return text(about.Home)
	case strings.HasPrefix(name, "HOME "):
		return text("~" + strings.TrimPrefix(name, "HOME ")) // no such user: the word stays
	case name == "TMPDIR" && !e.Environ.Get(name).IsSet():
		// interp keeps named pipes there and would ask the host; it is read once,
		// at the start.
		return expand.Variable{}
	}
	return e.Environ.Get(name)
}

// user is who the shell works as.
func (sh *shell) user() user { return user{sh.m.about.User.UID, sh.umask} }

func absolute(dir, name string) string {
	if strings.HasPrefix(name, "/") || name == "" {
		return name
	}
	return strings.TrimSuffix(dir, "/") + "/" + name
}

// open serves redirections.
func (sh *shell) open(ctx context.Context, name string, flag int, _ fs.FileMode) (io.ReadWriteCloser, error) {
	if sh.over {
		return nil, errOver
	}
	hc := interp.HandlerCtx(ctx)
	if strings.HasPrefix(name, guardPrefix) {
		return sh.check(hc, name)
	}
	if strings.HasPrefix(name, pipePrefix) {
		return sh.openPipe(name, flag), nil
	}
	if stream := sh.streams[name]; stream != nil {
		return &handle{run: sh.run, device: stream}, nil
	}
	full := absolute(hc.Dir, name)
	if flag&(os.O_WRONLY|os.O_RDWR) == 0 {
		return sh.openRead(hc, full)
	}
	n, err := sh.create(sh.user(), full, 0o666, flag&os.O_TRUNC != 0)
	if err != nil {
		return nil, sh.pathError("open", name, err)
	}
	h := &handle{run: sh.run, node: n, path: full}
	if n.is(fs.ModeDevice | fs.ModeCharDevice) {
		h.device = deviceWriter(hc, full)
	} else if flag&os.O_APPEND != 0 {
		h.before = n.data
	}
	return h, nil
}

// pathError is an error that interp prints, or the end of the run.
func (sh *shell) pathError(op, name string, err error) error {
	if err == errOver {
		return err
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

func (sh *shell) openRead(hc interp.HandlerContext, full string) (io.ReadWriteCloser, error) {
	p, err := sh.m.disk.find(sh.user(), full, true)
	if err == nil && p.node.is(fs.ModeDevice|fs.ModeCharDevice) {
		if full == "/dev/tty" && !sh.m.about.Terminal {
			return nil, sh.pathError("open", full, errno("No such device or address"))
		}
		return newInput(nil), nil
	}
	data, err := sh.m.disk.read(sh.user(), full)
	if err != nil {
		return nil, sh.pathError("open", full, err)
	}
	return newInput(data), nil
}

// deviceWriter is where a write to a device goes.
func deviceWriter(hc interp.HandlerContext, full string) io.Writer {
	switch path.Base(full) {
	case "stdout", "1":
		return hc.Stdout
	case "stderr", "2", "tty":
		return hc.Stderr
	}
	return io.Discard
}

// openPipe serves one end of what was a pipe in the script. The left half has
// ended when the right one starts.
func (sh *shell) openPipe(name string, flag int) io.ReadWriteCloser {
	stack := sh.pipes[name]
	if flag&os.O_WRONLY != 0 {
		b := &bytes.Buffer{}
		sh.pipes[name] = append(stack, b)
		return &handle{run: sh.run, device: b}
	}
	b := stack[len(stack)-1]
	sh.pipes[name] = stack[:len(stack)-1]
	return newInput(b.Bytes())
}

// An input is a file that is open for reading, as it was at that moment.
type input struct{ *bytes.Reader }

func newInput(data []byte) input { return input{bytes.NewReader(data)} }

func (input) Write([]byte) (int, error) { return 0, denied }
func (input) Close() error              { return nil }

// A handle is a file that is open for writing.
type handle struct {
	run    *run
	node   *node
	path   string
	before []byte    // what stands before the next write
	device io.Writer // in place of a file
}

func (h *handle) Read([]byte) (int, error) { return 0, denied }

func (h *handle) Write(p []byte) (int, error) {
	switch {
	case h.run.over:
		return 0, errOver
	case h.device != nil:
		return h.device.Write(p)
	}
	before := h.before
	if err := h.run.write(h.node, h.path, before, p); err != nil {
		return 0, err
	}
	h.before = h.node.data
	return len(p), nil
}

func (h *handle) Close() error { return nil }

func (sh *shell) stat(ctx context.Context, name string, follow bool) (fs.FileInfo, error) {
	p, err := sh.m.disk.find(sh.user(), absolute(interp.HandlerCtx(ctx).Dir, name), follow)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info{p.name, p.node}, nil
}

func (sh *shell) access(_ context.Context, name string, mode interp.AccessMode) error {
	return sh.m.disk.accessible(sh.user(), name, fs.FileMode(mode))
}

// accessible is access(2).
func (d *disk) accessible(u user, name string, bits fs.FileMode) error {
	p, err := d.find(u, name, true)
	switch {
	case err != nil:
		return err
	case bits&2 != 0 && d.sealed(p.path()) && p.node.mode&fs.ModeDevice == 0:
		return readOnly
	case !u.may(p.node, bits):
		return denied
	}
	return nil
}

func (sh *shell) readDir(_ context.Context, name string) ([]fs.DirEntry, error) {
	p, err := sh.m.disk.find(sh.user(), name, true)
	if err != nil || !p.node.is(fs.ModeDir) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: notDir}
	}
	var list []fs.DirEntry
	for name, n := range p.node.names {
		list = append(list, fs.FileInfoToDirEntry(info{name, n}))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// info is a node as interp wants to see it.
type info struct {
	name string
	node *node
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.node.size() }
func (i info) Mode() fs.FileMode  { return i.node.mode }
func (i info) ModTime() time.Time { return time.Unix(i.node.mtime, 0) }
func (i info) IsDir() bool        { return i.node.is(fs.ModeDir) }
func (i info) Sys() any           { return nil }

// identity tells one interp.Runner from another: a subshell is a new one.
func identity(hc interp.HandlerContext) uintptr {
	return reflect.ValueOf(hc).FieldByName("runner").Pointer()
}

// quote writes words so that a shell reads them back.
func quote(words []string) string {
	var out strings.Builder
	for _, w := range words {
		fmt.Fprintf(&out, "'%s' ", strings.ReplaceAll(w, "'", `'\''`))
	}
	return out.String()
}
