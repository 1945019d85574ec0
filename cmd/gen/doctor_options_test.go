//go:build unix

package main

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/probe"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
)

// What doctor prints for machines is what its schema says, with values as odd as
// files can have them.
func TestDoctorJSON(t *testing.T) {
	schema, err := validator.NewCompiler().Compile("../../generator/probe/doctor.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	k := testKit(t)
	odd := "export GO111MODULE=off # \"quoted\"\t\\n \x01 'it''s' $(touch pwned) \u00e9\n"
	for name, set := range map[string]func(p *patient){
		"healthy": func(p *patient) {},
		"no go":   func(p *patient) { p.env["PATH"] = p.tools },
		"sick": func(p *patient) {
			p.env["GO111MODULE"], p.env["GOSUMDB"], p.env["GOFLAGS"] = "off", "off", "-mod=mod \"\\x\""
			p.write(".profile", odd, 0o644)
			p.project("clean.sh", "rm -rf ~/go\n")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			set(p)
			for _, keeper := range posixKeepers {
				r := p.doctor(keeper, k.dist, "--offline", "--json")
				value, err := validator.UnmarshalJSON(strings.NewReader(r.stdout))
				if err != nil {
					t.Fatalf("%s: %v\n%s", keeper.argv, err, r.stdout)
				}
				if err := schema.Validate(value); err != nil {
					t.Errorf("%s: %v", keeper.argv, err)
				}
				d := diagnosed(t, r)
				ids := []string{}
				for _, row := range d.Probes {
					ids = append(ids, row.ID)
				}
				all := []string{}
				for _, row := range probe.All() {
					all = append(all, row.ID)
				}
				if diff := cmp.Diff(all, ids); diff != "" {
					t.Errorf("%s: not every probe has its row (-want +got):\n%s", keeper.argv, diff)
				}
				if name == "sick" && !strings.Contains(d.said("GD20"), strings.ReplaceAll(strings.TrimSuffix(odd, "\n"), "\x01", "?")) {
					t.Errorf("%s: the line is not what the file has:\n%s", keeper.argv, d.said("GD20"))
				}
			}
		})
	}
}

// The schema names the groups and severities that there are.
func TestDoctorSchemaKnowsEachGroup(t *testing.T) {
	text, err := os.ReadFile("../../generator/probe/doctor.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, names := range [][]string{probe.Groups, probe.Severities} {
		if want := `["` + strings.Join(names, `", "`) + `"]`; !strings.Contains(string(text), want) {
			t.Errorf("generator/probe/doctor.schema.json lacks %s", want)
		}
	}
}

// doctorOptions are run with GO111MODULE=off and GOSUMDB=off, each in every shell.
var doctorOptions = []struct {
	words  []string
	code   int
	stdout string // all of it, or its beginning if it ends with ...
	stderr string
}{
	{[]string{"--only", "GD20"}, 1, "settings\n  error   GD20  GO111MODULE=off: Go works without modules\n               GO111MODULE=off in this environment\n" +
		"               fix: unset GO111MODULE, and take it out of the start-up file\n\n1 finding; 0 probes passed, 0 do not apply here\n" +
		"To read about one, type: gosetup doctor --explain ID\nTo mend what gosetup can, type: gosetup fix\n", ""},
	{[]string{"--only=GD18,GD20", "--quiet"}, 1, "  error   GD18  GOSUMDB=off: no module is verified\n               GOSUMDB=off in this environment\n" +
		"               fix: unset GOSUMDB, and take it out of the start-up file\n  error   GD20  ...", ""},
	{[]string{"--only", "GD05", "-q"}, 0, "", ""},
	{[]string{"--only", "GD05"}, 0, "go: ok, 1 probe\nnothing wrong; 1 probe passed, 0 do not apply here\n", ""},
	{[]string{"--only", "GD05,GD52", "--verbose"}, 0, "go\n  ok      GD05  GOROOT, if it is set, is a tree of Go\n" +
		"  -       GD52  no gvm looks after Go where it cannot build one (no gvm on an Apple processor)\nnothing wrong; 1 probe passed, 1 does not apply here\n", ""},
	{[]string{"--only", "GD70", "-v"}, 0, "go\n  ok      GD70  there is a Go on PATH, and it runs\n               go 1.26.8, ...", ""},
	{[]string{"--only", "GD99"}, 2, "", "gosetup: there is no probe GD99; have GD70 GD01 "},
	{[]string{"--only", "GD05,"}, 2, "", "gosetup: there is no probe ; have "},
	{[]string{"--only"}, 2, "", "gosetup: --only needs ID,...; try --help\n"},
	{[]string{"--explain", "GD6"}, 2, "", "gosetup: there is no probe GD6; have "},
	{[]string{"--explain", "GD20"}, 0, "GD20  GO111MODULE is not off\n       settings, error\n\nIt looks at GO111MODULE in the environment, in each shell and in Go's env file.\n\n" +
		"Otherwise: \"go: modules disabled by GO111MODULE=off\".\n\nMend it: Unset it everywhere: ...", ""},
	{[]string{"--fix"}, 2, "", "gosetup: gosetup doctor takes no --fix; try --help\n"},
	{[]string{"now"}, 2, "", "gosetup: gosetup doctor takes no now; try --help\n"},
}

func TestDoctorOptions(t *testing.T) {
	k := testKit(t)
	for _, keeper := range posixKeepers {
		t.Run(keeper.argv[0], func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			p.env["GO111MODULE"], p.env["GOSUMDB"] = "off", "off"
			for _, o := range doctorOptions {
				words := o.words
				if words[len(words)-1] != "--only" {
					words = append([]string{"--offline"}, words...)
				}
				r := p.doctor(keeper, k.dist, words...)
				stdout, cut := strings.CutSuffix(o.stdout, "...")
				same := r.stdout == stdout || cut && strings.HasPrefix(r.stdout, stdout)
				if !same || r.code != o.code || !strings.HasPrefix(r.stderr, o.stderr) || o.stderr == "" && r.stderr != "" {
					t.Errorf("%q: exit %d\n%s%s", o.words, r.code, r.stdout, r.stderr)
				}
			}
		})
	}
}

// Every probe can be explained, with what misleads where there is such advice.
func TestDoctorExplains(t *testing.T) {
	k := testKit(t)
	p := healthy(t)
	for _, row := range probe.All() {
		r := p.doctor(posixKeepers[0], k.dist, "--explain", row.ID)
		for _, want := range []string{row.ID + "  " + row.Title, row.Looks, row.Why, row.Fix, row.Misled} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("%s: it lacks %q:\n%s", row.ID, want, r.stdout)
			}
		}
		if r.code != 0 || r.stderr != "" {
			t.Errorf("%s: exit %d, %q", row.ID, r.code, r.stderr)
		}
	}
}

// At once are faults on one machine; want is all that is found.
var atOnce = []struct {
	name string
	set  func(p *patient)
	want []string
}{
	{"settings", func(p *patient) {
		p.env["GO111MODULE"], p.env["GOROOT"], p.env["GOTMPDIR"], p.env["GOARCH"] = "off", "/gone", "/gone", "x86_64"
		p.write(".config/go/env", "GOSUMDB=off\r\nGOPROXY=https://a.example,https://b.example\nGOFLAGS=-mod=vendor\nGO111MODULE=auto\nGOCACHE=cache\n", 0o644)
	}, []string{"GD05", "GD20", "GD21", "GD23", "GD61", "GD38", "GD50", "GD14", "GD46", "GD47"}},
	{"no Go, and what is there without one", func(p *patient) {
		p.env["PATH"] = p.tools
		p.env["GO111MODULE"], p.env["GOSUMDB"], p.env["GOROOT"], p.env["TMPDIR"] = "off", "off", "/gone", "/gone"
		p.usesShell("zsh")
		p.write(".bash_profile", "export PATH=$PATH:/opt/homebrew/Cellar/go/1.22.5/bin\n", 0o644)
		p.project("Dockerfile", dockerHead+"COPY . .\nRUN go mod download\n")
	}, []string{"GD70", "GD05", "GD06", "GD10", "GD18", "GD20", "GD47", "GD25"}},
	{"a project", func(p *patient) {
		p.project("go.mod", "module m\n\ngo 1.99\n\nrequire example.com/a v1.0.0\n", "vendor/modules.txt", "", "Dockerfile", dockerHead+"COPY . .\nRUN GOARCH=arm64 go build\n",
			"main.go", "package main\\n\n", "a.go", "package main\n\nimport \"C\"\n", "x.sh", "rm -rf ~/go\ngo build | cat\ngrep aarch64-linux\nshasum -a 256 -c go1.26.tar.gz.sha256\n",
			".vscode/settings.json", "{\"tempModFile\": true}\n")
		p.env["GOTOOLCHAIN"] = "local"
	}, []string{"GD48", "GD29", "GD44", "GD64", "GD24", "GD25", "GD26", "GD56", "GD57", "GD58", "GD59"}},
	{"three shells", func(p *patient) {
		p.usesShell("fish")
		p.write(".zshrc", "export GOSUMDB=off\nexport GOFLAGS=-mod=mod\n", 0o644)
		p.write(".bashrc", "export GO111MODULE=auto\n", 0o644)
		p.write(".config/fish/config.fish", "set -gx GOROOT /gone\nset -gx GOOS macos\n", 0o644)
		p.write(".profile", "PATH=$PATH:/x/go/bin\nPATH=$PATH:/x/go/bin\n", 0o644)
		p.must("fish", "-c", "set -Ux GOFLAGS -mod=vendor")
		p.env["GO111MODULE"] = "off"
	}, []string{"GD05", "GD11", "GD12", "GD18", "GD20", "GD21", "GD38", "GD50"}},
	{"two of Go, tools and a compiler", func(p *patient) {
		p.goTree(p.tmp+"/old", "1.20.1", runtime.GOARCH)
		p.env["PATH"] = p.tmp + "/old/bin:" + p.env["PATH"]
		os.Remove(p.tmp + "/old/src/fmt/print.go")
		p.tool("dlv", "1.20.1", "github.com/go-delve/delve", "v1.26.0")
		p.tool("gopls", "1.19.1", "golang.org/x/tools/gopls", "v0.11.0")
		p.compiler("gcc", otherTriple)
		p.env["CC"], p.env["GOBIN"], p.env["GOOS"], p.env["GOARCH"] = "gcc", p.at("bin"), "plan9", runtime.GOARCH
		p.write("bin/x", "#!/bin/sh\n", 0o755)
	}, []string{"GD60", "GD02", "GD76", "GD36", "GD39", "GD31", "GD45", "GD49"}},
}

// Of many faults at once each is found, and none hides another.
func TestDoctorFindsAllAtOnce(t *testing.T) {
	k := testKit(t)
	for i, c := range atOnce {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := healthy(t)
			c.set(p)
			for _, keeper := range someKeepers(i) {
				fault{want: c.want}.seen(p, keeper, k.dist)
			}
		})
	}
}
