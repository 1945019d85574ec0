package profiles

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolveTool(t *testing.T) {
	tests := []struct {
		as, line string
		want     Pin
		err      string
	}{
		{"gopls", "1.27", Pin{"gopls", "golang.org/x/tools/gopls", "v0.24.0"}, ""},
		{"gopls", "1.26", Pin{"gopls", "golang.org/x/tools/gopls", "v0.23.0"}, ""},
		{"golangci-lint", "1.24", Pin{"golangci-lint", "github.com/golangci/golangci-lint/v2/cmd/golangci-lint", "v2.8.0"}, ""},
		{"gopls@v0.23.0", "1.21", Pin{"gopls", "golang.org/x/tools/gopls", "v0.23.0"}, ""},
		{"dlv@latest", "1.27", Pin{"dlv", "github.com/go-delve/delve/cmd/dlv", "latest"}, ""},
		{"example.com/cmd/x@v1.2.3", "1.27", Pin{"x", "example.com/cmd/x", "v1.2.3"}, ""},
		{"example.com/x/v2@latest", "1.27", Pin{"x", "example.com/x/v2", "latest"}, ""},
		{"gopls", "1.21", Pin{}, `tool "gopls" has no version for Go 1.21; have 1.27, 1.26, 1.25, 1.24, or write gopls@version`},
		{"goplz", "1.27", Pin{}, `unknown tool "goplz", did you mean "gopls"; have ` + allTools + ", or import/path@version"},
		{"example.com/x", "1.27", Pin{}, `tool "example.com/x" has no version; want example.com/x@v1.2.3`},
		{"example.com/$(x)@v1.2.3", "1.27", Pin{}, `bad tool "example.com/$(x)@v1.2.3"; want a known name, name@v1.2.3, or import/path@v1.2.3`},
		{"gopls@", "1.27", Pin{}, `bad tool "gopls@"; want a known name, name@v1.2.3, or import/path@v1.2.3`},
	}
	for _, test := range tests {
		got, err := ResolveTool(test.as, test.line)
		if got != test.want || err == nil != (test.err == "") || err != nil && err.Error() != test.err {
			t.Errorf("ResolveTool(%q, %q) = %+v, %v; want %+v, %s", test.as, test.line, got, err, test.want, test.err)
		}
	}
}

func TestTools(t *testing.T) {
	tools, err := Tools()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(slices.Sorted(maps.Keys(tools)), ", "); got != allTools {
		t.Errorf("Tools() has %s; want %s", got, allTools)
	}
	for name, tool := range tools {
		if tool.Name != name || programName(tool.Path) != name {
			t.Errorf("%s: %+v installs %s", name, tool, programName(tool.Path))
		}
	}
	delete(tools, "gopls")
	if again, _ := Tools(); again["gopls"].Path == "" {
		t.Error("a caller can change the table")
	}
}

func TestBadTools(t *testing.T) {
	src := "Gopls: {path: a.example/x, versions: {}}\nx:\n  versions: {1.27: v1.0.0, \"1.26\": latest}\ny: {path: x, version: {}}\n"
	want := `t.yaml:1:1: bad tool name "Gopls"; want small letters, digits and -
t.yaml:3:3: no path in x; want one
t.yaml:3:14: key 1.27 is a number; quote it: "1.27"
t.yaml:3:36: bad version "latest"; want a release such as v0.24.0
t.yaml:4:4: no versions in y; want one
t.yaml:4:11: bad import path "x"; want a path such as golang.org/x/tools/gopls
t.yaml:4:14: unknown key "version" in y, did you mean "versions"; have path, versions`
	var tools toolTable
	d := newDocument("t.yaml", toolRules)
	d.read([]byte(src), &tools)
	if diff := cmp.Diff(want, fmt.Sprint(d.err())); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
