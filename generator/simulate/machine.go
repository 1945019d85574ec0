package simulate

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Machine is one that scripts can run on. It keeps its disk from run to run.
// It is not safe for concurrent use; clones of it are.
type Machine struct {
	name  string
	about Description
	disk  *disk
	world *world
	now   time.Time
	pids  int // the number of the last process
	texts *programs
	asked map[int]int // the requests that rules with Times have answered
}

// Load makes a fresh machine of the name. It fails, naming those there are, if
// there is none.
func Load(name string) (*Machine, error) {
	d, err := describeOnce(name)
	if err != nil {
		return nil, err
	}
	d.Like = "" // which describe has looked up
	m, err := New(name, d)
	if err != nil {
		return nil, fmt.Errorf("%s.yaml: %w", name, err)
	}
	return m, nil
}

// New makes a machine of a description, for machines that are no file. What it is
// Like must be one.
func New(name string, d Description) (*Machine, error) {
	if d.Like != "" {
		base, err := describeOnce(d.Like)
		if err != nil {
			return nil, err
		}
		d = d.over(base)
	}
	if len(d.Runs) == 0 || !slices.Contains(flavours, d.Flavour) || d.User.Home == "" {
		return nil, fmt.Errorf("the machine needs runs, a home and a flavour among %s", strings.Join(flavours, ", "))
	}
	disk, err := d.build()
	if err != nil {
		return nil, err
	}
	now, err := time.Parse(time.DateOnly, d.Clock)
	if err != nil {
		return nil, fmt.Errorf("clock %q; want a day such as 2026-11-20", d.Clock)
	}
	world, err := newWorld(d.Network)
	if err != nil {
		return nil, err
	}
	return &Machine{name, d, disk, world, now, 1000, newPrograms(), map[int]int{}}, nil
}

// flavours lists the families of commands.
var flavours = []string{"gnu", "bsd", "busybox"}

// Clone makes an equal machine that goes its own way.
func (m *Machine) Clone() *Machine {
	c := *m
	c.disk, c.asked = m.disk.clone(), maps.Clone(m.asked)
	return &c
}

// Name is the name it was loaded by.
func (m *Machine) Name() string { return m.name }

// About says in one line what the machine is.
func (m *Machine) About() string { return m.about.About }

// Broken says why no installation is expected to work on the machine; it is empty
// if one should.
func (m *Machine) Broken() string { return m.about.Broken }

// Home is the home directory of the user.
func (m *Machine) Home() string { return m.about.User.Home }

// Tree lists what is at and below top, by path: kind, mode, owner and, for
// files and links, the content by size and digest. Times are not in it.
func (m *Machine) Tree(top string) map[string]string {
	all := map[string]string{}
	if p, err := m.disk.find(user{}, top, false); err == nil {
		p.node.list(top, all)
	}
	return all
}

// Digest is the SHA-256 of the whole file system, as Tree lists it.
func (m *Machine) Digest() string { return m.disk.digest() }

// ReadFile returns the content of a file.
func (m *Machine) ReadFile(path string) ([]byte, error) {
	data, err := m.disk.read(user{}, path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}

// WriteFile puts a file of the user's there, with the directories above it. It
// is no effect of any run.
func (m *Machine) WriteFile(path string, data []byte, mode uint64) {
	m.disk.place(path, &node{mode: permissions(mode), uid: m.about.User.UID, data: data})
}

// Serve puts a rule in front of those of the network. It fails on one that says
// what no rule knows.
func (m *Machine) Serve(r Rule) error {
	if err := r.check(); err != nil {
		return err
	}
	m.world = m.world.with(r)
	return nil
}

// environ lists the environment of a script, sorted.
func (m *Machine) environ(more map[string]string) []string {
	all := merge(m.about.Environment, more)
	var list []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		list = append(list, name+"="+all[name])
	}
	return list
}
