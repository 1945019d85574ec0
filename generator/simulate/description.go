package simulate

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

//go:embed machines/*.yaml
var machineFiles embed.FS

// A Description is what machines/NAME.yaml says. What a file leaves out, it has
// from the machine it is Like; maps are merged by key, lists are appended,
// Network is put in front.
type Description struct {
	About       string            `yaml:"about"`
	Broken      string            `yaml:"broken"` // why no installation is expected to work here; not from Like
	Like        string            `yaml:"like"`
	Flavour     string            `yaml:"flavour"`     // of the commands: gnu, bsd or busybox
	System      System            `yaml:"system"`      // what uname says
	Runs        []string          `yaml:"runs"`        // the programs it can execute, as "darwin/arm64"
	Answers     map[string]Answer `yaml:"answers"`     // by command line, as "sw_vers -productVersion"
	User        User              `yaml:"user"`        // who runs the script
	Environment map[string]string `yaml:"environment"` // of the script
	Commands    map[string]string `yaml:"commands"`    // directory to the names in it, parted by blanks
	Without     string            `yaml:"without"`     // commands to leave out again
	Files       []FileSpec        `yaml:"files"`
	FreeKB      string            `yaml:"free_kb"` // room on the disk; empty is endless
	ReadOnly    []string          `yaml:"read_only"`
	Mounts      []string          `yaml:"mounts"` // places on another device
	Network     []Rule            `yaml:"network"`
	Clock       string            `yaml:"clock"`    // "2026-11-20", the day it believes in
	Terminal    bool              `yaml:"terminal"` // whether stdin, stdout and stderr are one
}

// System is what uname answers.
type System struct {
	Kernel  string `yaml:"kernel"`  // "Linux"
	Node    string `yaml:"node"`    // "debian"
	Release string `yaml:"release"` // "6.12.48+deb13-amd64"
	Version string `yaml:"version"` // "#1 SMP"
	Machine string `yaml:"machine"` // "x86_64"
}

// An Answer is a fixed answer to a fixed command line.
type Answer struct {
	Out    string `yaml:"out"`
	Err    string `yaml:"err"`
	Status int    `yaml:"status"`
}

// User is who runs the script.
type User struct {
	Name string `yaml:"name"` // "dev"
	UID  int    `yaml:"uid"`
	Home string `yaml:"home"` // "/home/dev"
}

// A FileSpec is a file that is there before the script: a Text, a Link, a Go (of
// that version), a device or a directory.
type FileSpec struct {
	Path   string `yaml:"path"`
	Text   string `yaml:"text"`
	Link   string `yaml:"link"`
	Go     string `yaml:"go"` // "1.22.1": a Go program that works
	Dir    bool   `yaml:"dir"`
	Device bool   `yaml:"device"` // /dev/null or, by its name, a terminal or a stream
	Mode   string `yaml:"mode"`   // "0644"
	Owner  string `yaml:"owner"`  // "root"; the user by default, below its home
}

// decode reads a description strictly.
func decode(name string, src []byte) (Description, error) {
	var d Description
	dec := yaml.NewDecoder(bytes.NewReader(src), yaml.Strict(), yaml.DisallowUnknownField())
	if err := dec.Decode(&d); err != nil && !errors.Is(err, io.EOF) {
		return d, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

var (
	described     = map[string]Description{} // by name; nobody changes one
	describedLock sync.Mutex
)

// describeOnce is describe that reads a file only once.
func describeOnce(name string) (Description, error) {
	describedLock.Lock()
	defer describedLock.Unlock()
	if d, ok := described[name]; ok {
		return d, nil
	}
	d, err := describe(name)
	if err == nil {
		described[name] = d
	}
	return d, err
}

// describe reads the description of a machine and of those it is like.
func describe(name string) (Description, error) {
	src, err := machineFiles.ReadFile("machines/" + name + ".yaml")
	if err != nil {
		return Description{}, fmt.Errorf("there is no machine %q; have %s", name, strings.Join(Machines(), ", "))
	}
	d, err := decode(name+".yaml", src)
	if err != nil || d.Like == "" {
		return d, err
	}
	base, err := describe(d.Like)
	return d.over(base), err
}

// over is base with what d says.
func (d Description) over(base Description) Description {
	base.About, base.Broken, base.Like = d.About, d.Broken, d.Like
	base.Flavour = or(d.Flavour, base.Flavour)
	base.FreeKB, base.Clock = or(d.FreeKB, base.FreeKB), or(d.Clock, base.Clock)
	base.Without = base.Without + " " + d.Without
	base.Terminal = base.Terminal || d.Terminal
	if d.System != (System{}) {
		base.System = d.System
	}
	if d.User != (User{}) {
		base.User = d.User
	}
	if d.Runs != nil {
		base.Runs = d.Runs
	}
	base.Answers = merge(base.Answers, d.Answers)
	base.Environment = merge(base.Environment, d.Environment)
	base.Commands = merge(base.Commands, d.Commands)
	base.Files = slices.Concat(base.Files, d.Files)
	base.ReadOnly = slices.Concat(base.ReadOnly, d.ReadOnly)
	base.Mounts = slices.Concat(base.Mounts, d.Mounts)
	base.Network = slices.Concat(d.Network, base.Network)
	return base
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func merge[V any](base, more map[string]V) map[string]V {
	all := map[string]V{}
	maps.Copy(all, base)
	maps.Copy(all, more)
	return all
}

// Machines lists the names of the built-in machines. A name that begins with
// "base-" is only for others to be like.
func Machines() []string {
	entries, _ := machineFiles.ReadDir("machines")
	var names []string
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), ".yaml"); !strings.HasPrefix(name, "base-") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// build makes the disk of a description.
func (d Description) build() (*disk, error) {
	disk := &disk{
		root: &node{mode: fs.ModeDir | 0o755, names: map[string]*node{}}, free: -1,
		readOnly: d.ReadOnly, mounts: d.Mounts,
	}
	for _, dir := range slices.Sorted(maps.Keys(d.Commands)) {
		for _, name := range strings.Fields(d.Commands[dir]) {
			disk.place(path.Join(dir, name), &node{mode: 0o755, data: []byte(commandMark + name + "\n")})
		}
	}
	for _, spec := range d.Files {
		n, err := spec.node(d)
		if err != nil {
			return nil, err
		}
		disk.place(spec.Path, n)
	}
	for _, name := range strings.Fields(d.Without) {
		for dir := range d.Commands {
			if parent := disk.dir(dir); parent.names[name] != nil {
				delete(parent.names, name)
			}
		}
	}
	if d.FreeKB != "" {
		kb, err := strconv.ParseInt(d.FreeKB, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("free_kb %q; want a number", d.FreeKB)
		}
		disk.free = kb * 1024
	}
	return disk, nil
}

// commandMark begins the content of every simulated command; the name follows.
const commandMark = "#!simulated "

// node makes the node of a spec.
func (s FileSpec) node(d Description) (*node, error) {
	n := &node{mode: 0o644, data: []byte(s.Text)}
	switch {
	case s.Link != "":
		n.mode, n.data = fs.ModeSymlink|0o777, []byte(s.Link)
	case s.Go != "":
		n.mode, n.data = 0o755, goProgram(s.Go, d.Runs[0])
	case s.Device:
		n.mode = fs.ModeDevice | fs.ModeCharDevice | 0o666
	case s.Dir:
		n.mode, n.data, n.names = fs.ModeDir|0o755, nil, map[string]*node{}
	}
	if s.Mode != "" {
		bits, err := strconv.ParseUint(s.Mode, 8, 12)
		if err != nil {
			return nil, fmt.Errorf("%s: mode %q; want one such as 0644", s.Path, s.Mode)
		}
		n.mode = n.mode.Type() | permissions(bits)
	}
	if below(s.Path, d.User.Home) && s.Owner != "root" {
		n.uid = d.User.UID
	}
	return n, nil
}

// permissions turns the bits of chmod into those of Go.
func permissions(bits uint64) fs.FileMode {
	mode := fs.FileMode(bits & 0o777)
	for bit, flag := range map[uint64]fs.FileMode{0o4000: fs.ModeSetuid, 0o2000: fs.ModeSetgid, 0o1000: fs.ModeSticky} {
		if bits&bit != 0 {
			mode |= flag
		}
	}
	return mode
}

// dir returns the directory at path; it makes what is missing.
func (d *disk) dir(path string) *node {
	at := d.root
	for _, name := range strings.Split(strings.Trim(path, "/"), "/") {
		if name == "" {
			continue
		}
		next := at.names[name]
		if next == nil {
			next = &node{mode: fs.ModeDir | 0o755, uid: at.uid, names: map[string]*node{}}
			at.names[name] = next
		}
		at = next
	}
	return at
}

// place puts n at a path; a directory that is there keeps its content.
func (d *disk) place(name string, n *node) {
	parent := d.dir(path.Dir(name))
	if old := parent.names[path.Base(name)]; old != nil && old.names != nil && n.names != nil {
		n.names = old.names
	}
	if parent.uid != 0 && n.uid == 0 && n.mode.IsRegular() {
		n.uid = parent.uid
	}
	parent.names[path.Base(name)] = n
}
