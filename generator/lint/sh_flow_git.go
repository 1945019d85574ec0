package lint

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// fullCommit is the whole name of a commit, in SHA-1 or SHA-256. Git compares
// what it fetched with it, and nobody can move it as a tag or a branch.
var fullCommit = regexp.MustCompile(`^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$`)

// git clones trees, which come from the network, too; they are verified when
// the commit is.
func (c *flowCall) git() []*flowState {
	dir, i := c.gitDir()
	if i == len(c.args) {
		c.printsSome("what git says")
		return c.done(c.f.anyStatus)
	}
	name, rest := c.args[i], c.args[i+1:]
	switch name {
	case "clone", "fetch", "pull", "ls-remote", "remote", "submodule":
		c.printsSome("what git says")
		c.connects(c.at, "git "+name+" connects")
		if name == "clone" || name == "pull" || name == "fetch" {
			c.effect(c.at, "git ", name, " writes")
		}
		c.f.gitHygiene(c, c.args[:i], rest)
		if name == "clone" {
			return c.clones(dir, rest)
		}
	case "checkout", "reset", "switch":
		c.printsSome("what git says")
		c.effect(c.at, "git ", name, " writes")
		return c.checksOut(dir, rest)
	case "config", "init", "apply", "commit", "merge", "rebase", "clean":
		c.printsSome("what git says")
		c.effect(c.at, "git ", name, " writes")
	case "rev-parse":
		return c.headOf(dir, rest)
	default:
		c.printsSome("what git says")
	}
	return c.done(c.f.anyStatus)
}

// gitDir is the directory that git works in, and where its subcommand stands.
func (c *flowCall) gitDir() (dir value, command int) {
	dir = "."
	for i := 0; i < len(c.args); i++ {
		switch arg := c.args[i]; {
		case arg == "-C" && i+1 < len(c.args):
			i++
			dir = c.args[i]
		case arg == "-c":
			i++
		case !strings.HasPrefix(arg, "-"):
			return c.f.path(c.flowState, dir), i
		}
	}
	return dir, len(c.args)
}

var cloneOptions = map[value]bool{
	"-b": true, "--branch": true, "--depth": true, "-o": true, "--origin": true, "-c": true, "--config": true, "--reference": true,
	"-j": true, "--jobs": true, "--filter": true, "-u": true, "--upload-pack": true, "--template": true, "--separate-git-dir": true,
	"--shallow-since": true, "--shallow-exclude": true, "--server-option": true, "--bundle-uri": true, "--revision": true,
}

// clones notes the tree that comes from the network.
func (c *flowCall) clones(dir value, args []value) []*flowState {
	f := c.f
	var names []value
	for i := 0; i < len(args); i++ {
		if cloneOptions[args[i]] {
			i++
		} else if !strings.HasPrefix(args[i], "-") {
			names = append(names, args[i])
		}
	}
	if len(names) == 0 || strings.HasPrefix(names[0], "/") || strings.HasPrefix(names[0], ".") || allLocal(f, names[:1]) {
		return c.done(f.anyStatus)
	}
	tree := strings.TrimSuffix(path.Base(names[0]), ".git")
	if len(names) > 1 {
		tree = names[1]
	}
	if base := f.path(c.flowState, "."); base != dir && !strings.HasPrefix(tree, "/") {
		tree = dir + "/" + tree
	}
	f.asks(asksFiles)
	ok, bad := f.both(c.flowState)
	bad.status = f.failStatus
	ok.files = withFile(ok.files, flowFile{path: f.path(ok, tree), fresh: true, fetched: true, text: unset, tree: true})
	return ok.pair(bad)
}

// checksOut verifies a tree if what is checked out has the whole name of a
// commit.
func (c *flowCall) checksOut(dir value, args []value) []*flowState {
	isTree := func(file flowFile) bool { return file.tree && c.f.sameFile(c.flowState, file.path, dir) }
	pinned := slices.ContainsFunc(args, func(arg value) bool {
		return !slices.ContainsFunc(c.f.alternatives(arg), func(alt value) bool { return !fullCommit.MatchString(alt) })
	})
	c.f.asks(asksFiles)
	if !pinned || !slices.ContainsFunc(c.files, isTree) {
		return c.done(c.f.anyStatus)
	}
	ok, bad := c.f.both(c.flowState)
	bad.status = c.f.failStatus
	ok.changeFiles(isTree, func(file *flowFile) { file.fetched = false })
	bad.changeFiles(isTree, func(file *flowFile) { file.checked = true })
	return ok.pair(bad)
}

// headOf prints the commit of a tree.
func (c *flowCall) headOf(dir value, args []value) []*flowState {
	f := c.f
	f.asks(asksFiles)
	isTree := func(file flowFile) bool { return file.tree && f.sameFile(c.flowState, file.path, dir) }
	if slices.Contains(args, "HEAD") && !slices.ContainsFunc(args, func(a value) bool { return strings.HasPrefix(a, "--short") }) && slices.ContainsFunc(c.files, isTree) {
		c.prints(f.digest(hashed{file: dir, head: true}))
	} else {
		c.printsSome("what git says")
	}
	return c.done(f.anyStatus)
}
