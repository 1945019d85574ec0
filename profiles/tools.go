package profiles

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A Tool is a Go program that profiles can name.
type Tool struct {
	// "gopls"
	Name string `yaml:"-"`
	// What go install takes: "golang.org/x/tools/gopls".
	Path string `yaml:"path" rule:"path" need:"yes"`
	// The version pinned per Go line: "1.27" and "v0.24.0".
	Versions map[string]string `yaml:"versions" keys:"line" rule:"pin" need:"yes"`
}

// A Pin is a tool at a version.
type Pin struct {
	Name    string // "gopls", the program's name
	Path    string // "golang.org/x/tools/gopls"
	Version string // "v0.24.0", or "latest" if the profile says so
}

const (
	toolVersion = `(v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+incompatible)?|latest)`
	toolName    = `[a-z][a-z0-9-]*`
	importPath  = `[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9._~-]+)+`
	toolPattern = `(` + toolName + `)(@` + toolVersion + `)?|` + importPath + `@` + toolVersion
)

var toolRules = map[string]rule{
	"name": {what: "tool name", pattern: whole(toolName), want: "small letters, digits and -"},
	"path": {what: "import path", pattern: whole(importPath), want: "a path such as golang.org/x/tools/gopls"},
	"line": {what: "Go line", pattern: whole(`1\.[1-9][0-9]*`), want: "two numbers such as 1.27"},
	"pin":  {what: "version", pattern: whole(`v[0-9]+\.[0-9]+\.[0-9]+`), want: "a release such as v0.24.0"},
}

// toolTable is tools.yaml.
type toolTable map[string]Tool

func (t *toolTable) readYAML(d *document, n node, at place) {
	at.keys = "name"
	d.value(n, addressable((*map[string]Tool)(t)), at)
}

var readTools = sync.OnceValues(func() (map[string]Tool, error) {
	src, err := files.ReadFile("tools.yaml")
	if err != nil {
		return nil, err
	}
	var tools toolTable
	d := newDocument("profiles/tools.yaml", toolRules)
	d.read(src, &tools)
	for name, t := range tools {
		t.Name = name
		tools[name] = t
	}
	return tools, d.err()
})

// Tools returns the known tools by name.
func Tools() (map[string]Tool, error) {
	tools, err := readTools()
	return maps.Clone(tools), err
}

// ResolveTool returns what a profile's tool means for a Go line such as "1.27".
// A known name gets the version pinned for the line; name@version and
// import/path@version mean what they say.
func ResolveTool(as, line string) (Pin, error) {
	if complaint := profileRules["tool"].complain(as, false); complaint != "" {
		return Pin{}, fmt.Errorf("%s", complaint)
	}
	tools, err := readTools()
	if err != nil {
		return Pin{}, err
	}
	name, version, _ := strings.Cut(as, "@")
	tool, known := tools[name]
	if !known {
		return Pin{programName(name), name, version}, nil
	}
	if version == "" {
		version, known = tool.Versions[line]
	}
	if !known {
		return Pin{}, fmt.Errorf("tool %q has no version for Go %s; have %s, or write %s@version",
			name, line, strings.Join(linesOf(tool), ", "), name)
	}
	return Pin{name, tool.Path, version}, nil
}

// linesOf lists the Go lines a tool is pinned for, newest first. All have two
// digits after the dot, so their order as strings will do.
func linesOf(t Tool) []string {
	lines := slices.Sorted(maps.Keys(t.Versions))
	slices.Reverse(lines)
	return lines
}

var majorSuffix = regexp.MustCompile(`/v[0-9]+$`)

// programName is what go install calls the program of an import path.
func programName(path string) string {
	path = majorSuffix.ReplaceAllString(path, "")
	return path[strings.LastIndex(path, "/")+1:]
}

// checkTool refuses names that are not known and paths without a version.
func checkTool(as string) string {
	name, _, versioned := strings.Cut(as, "@")
	if strings.Contains(name, "/") {
		if !versioned {
			return fmt.Sprintf("tool %q has no version; want %s@v1.2.3", as, name)
		}
		return ""
	}
	tools, err := readTools()
	if err != nil {
		return err.Error()
	}
	if _, ok := tools[name]; !ok {
		have := slices.Sorted(maps.Keys(tools))
		return unknown("tool", name, have) + ", or import/path@version"
	}
	return ""
}
