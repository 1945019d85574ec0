//go:build unix

package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/realtool"
)

// A pwshFault is what is wrong with a machine, and what gosetup.ps1 has to say of it.
type pwshFault struct {
	name  string
	env   map[string]string // HOME stands for the home
	files map[string]string // below the home; a name that ends in / is a directory
	path  string            // directories that go before Go's on PATH
	want  string            // the IDs of the findings
	proof string            // stands in what was seen
}

// goEnvFile is where Go keeps its settings.
const goEnvFile = ".config/go/env"

var pwshFaults = []pwshFault{
	{name: "healthy"},
	{name: "healthy with a profile of PowerShell", files: map[string]string{".config/powershell/profile.ps1": "$env:EDITOR = 'vi'\n"}},
	{name: "healthy project", files: map[string]string{"go.mod": "module x\n\ngo 1.21\n", "main.go": "package main\n\nfunc main() {}\n"}},
	{name: "healthy project before its first build", files: map[string]string{"go.mod": "module x\n\ngo 1.21\n\nrequire a.example/x v1.0.0\n", "go.sum": "a.example/x v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"}},
	{name: "GOROOT is no tree", env: map[string]string{"GOROOT": "/nowhere"}, want: "GD05", proof: "GOROOT=/nowhere in this environment"},
	{name: "GOROOT of the env file", files: map[string]string{goEnvFile: "GOROOT=/nowhere\n"}, want: "GD05", proof: "/go/env:1: GOROOT=/nowhere"},
	{
		name: "GOROOT of another version", env: map[string]string{"GOROOT": "HOME/other"}, want: "GD07", proof: "GOROOT=",
		files: map[string]string{"other/VERSION": "go1.2.3\n", "other/src/fmt/print.go": "", "other/pkg/tool/": ""},
	},
	{name: "an older go comes first", path: "old/bin", files: map[string]string{"old/bin/go": "#!/bin/sh\nexec REALGO \"$@\"\n", "old/VERSION": "go1.2.3\n"}, want: "GD02", proof: "old/bin/go is 1.2.3"},
	{name: "a go that does not run", path: "bad", files: map[string]string{"bad/go": "#!/bin/sh\necho 'cannot do that' >&2\nexit 1\n"}, want: "GD70", proof: "cannot do that"},
	{name: "a go for another machine", path: "bad", files: map[string]string{"bad/go": foreignHead()}, want: "GD01"},
	{
		name: "a tree of two versions", path: "half/bin", want: "GD60", proof: "is missing",
		files: map[string]string{
			"half/bin/go": "#!/bin/sh\ncat \"${0%/*}/answer\"\n", "half/VERSION": "goREALVERSION\n",
			"half/bin/answer": "{\n\t\"GOCACHE\": \"HOME/cache\",\n\t\"GOHOSTARCH\": \"REALARCH\",\n\t\"GOHOSTOS\": \"REALOS\",\n\t\"GOROOT\": \"HOME/half\",\n\t\"GOVERSION\": \"goREALVERSION\"\n}\n",
		},
	},
	{name: "a program called go", env: map[string]string{"GOBIN": "HOME/bin"}, path: "bin", files: map[string]string{"bin/go": "#!/bin/sh\nexec REALGO \"$@\"\n"}, want: "GD04"},
	{name: "GOBIN is not on PATH", files: map[string]string{"go/bin/stringer": "#!/bin/sh\n"}, want: "GD76", proof: "go/bin has stringer"},

	{name: "no verification", env: map[string]string{"GOSUMDB": "off"}, want: "GD18", proof: "GOSUMDB=off in this environment"},
	{name: "all is private", files: map[string]string{goEnvFile: "GOPRIVATE=corp.example,*\n"}, want: "GD18", proof: "/go/env:1: GOPRIVATE=corp.example,*"},
	{name: "some is private", files: map[string]string{goEnvFile: "GOPRIVATE=*.corp.example\n"}},
	{name: "modules off", env: map[string]string{"GO111MODULE": "off"}, want: "GD20"},
	{name: "modules auto", env: map[string]string{"GO111MODULE": "auto"}, want: "GD21"},
	{
		name: "set by PowerShell's profile", env: map[string]string{"GO111MODULE": "off"}, want: "GD20", proof: "profile.ps1:2:$env:GO111MODULE = 'off'",
		files: map[string]string{".config/powershell/profile.ps1": "# mine\n$env:GO111MODULE = 'off'\n"},
	},
	{name: "the environment overrides the file", env: map[string]string{"GOPROXY": "direct"}, files: map[string]string{goEnvFile: "GOPROXY=off\n"}, want: "GD23"},
	{name: "both say the same", env: map[string]string{"GOPROXY": "direct"}, files: map[string]string{goEnvFile: "GOPROXY=direct\n"}},
	{name: "carriage returns", files: map[string]string{goEnvFile: "GOFLAGS=-v\r\n"}, want: "GD61", proof: "ends with a carriage return: GOFLAGS=-v"},
	{name: "export in the env file", files: map[string]string{goEnvFile: "# a comment\n\nexport GOFLAGS=-v\n"}, want: "GD61", proof: "/go/env:3 begins with export"},
	{name: "a byte order mark", files: map[string]string{goEnvFile: "\xef\xbb\xbfGOFLAGS=-v\n"}, want: "GD61", proof: "byte order mark"},
	{name: "GOOS for good", files: map[string]string{goEnvFile: "GOOS=plan9\n"}, want: "GD36"},
	{name: "GOOS and GOARCH for good", env: map[string]string{"GOOS": "plan9", "GOARCH": "mips"}, want: "GD36"},
	{name: "GOOS alone", env: map[string]string{"GOOS": "plan9"}, want: "GD37"},
	{name: "a name that Go has not", env: map[string]string{"GOOS": "macos"}, want: "GD38", proof: "GOOS=macos"},
	{name: "GOBIN and another system", env: map[string]string{"GOOS": "plan9", "GOBIN": "HOME/bin"}, want: "GD37 GD39", proof: "GOBIN="},
	{name: "vendor for good", env: map[string]string{"GOFLAGS": "-v -mod=vendor"}, want: "GD50"},
	{name: "a comma between proxies", env: map[string]string{"GOPROXY": "https://a.example,https://b.example,direct"}, want: "GD14"},
	{name: "a proxy, then direct", env: map[string]string{"GOPROXY": "https://a.example,direct"}},
	{name: "GOCACHE is a file", env: map[string]string{"GOCACHE": "HOME/file"}, files: map[string]string{"file": ""}, want: "GD46"},
	{name: "GOPATH is relative", env: map[string]string{"GOPATH": "go"}, want: "GD46"},
	{name: "GOTMPDIR is gone", env: map[string]string{"GOTMPDIR": "/nowhere"}, want: "GD47"},
	{name: "cgo for another system", env: map[string]string{"GOOS": "plan9", "GOARCH": "mips", "CGO_ENABLED": "1"}, want: "GD30 GD36"},

	{
		name: "tools of an older Go", path: "fake", want: "GD45 GD49", proof: "fake/gopls was built with Go 1.20.1",
		files: map[string]string{
			"fake/go":    "#!/bin/sh\nif [ \"$1\" = version ]; then\n  printf '%s: go1.20.1\\n\\tpath\\tx\\n\\tmod\\tx\\tv1.20.0\\th1:x\\n' \"$4\" \"$5\"\n  exit\nfi\nexec REALGO \"$@\"\n",
			"fake/gopls": "#!/bin/sh\n", "fake/dlv": "#!/bin/sh\n",
		},
	},
	{
		name: "a tool for another processor", path: "fake", want: "GD04", proof: "GOARCH=mips",
		files: map[string]string{
			"fake/go":    "#!/bin/sh\nif [ \"$1\" = version ]; then\n  printf '%s: goREALVERSION\\n\\tpath\\tx\\n\\tmod\\tx\\tv1.0.0\\th1:x\\n\\tbuild\\tGOARCH=mips\\n' \"$4\"\n  exit\nfi\nexec REALGO \"$@\"\n",
			"fake/gopls": "#!/bin/sh\n",
		},
	},
	{name: "old keys of gopls", files: map[string]string{".config/Code/User/settings.json": "{\n  \"gopls\": {\"build.experimentalWorkspaceModule\": true}\n}\n"}, want: "GD44", proof: "settings.json:2: "},
	{name: "go.mod wants more", env: map[string]string{"GOTOOLCHAIN": "local"}, files: map[string]string{"go.mod": "module x\n\ngo 1.999\n"}, want: "GD64", proof: "go.mod: go 1.999"},
	{name: "go.mod wants more, and may have it", env: map[string]string{"GOTOOLCHAIN": "auto"}, files: map[string]string{"go.mod": "module x\n\ngo 1.999\n"}},
	{
		name: "vendor is stale", want: "GD24", proof: "vendor/modules.txt has a.example/x v1.0.0",
		files: map[string]string{"go.mod": "module x\n\ngo 1.21\n\nrequire (\n\ta.example/x v1.1.0 // indirect\n)\n", "vendor/modules.txt": "# a.example/x v1.0.0\n## explicit\na.example/x\n"},
	},
	{
		name:  "vendor is right",
		files: map[string]string{"go.mod": "module x\n\ngo 1.21\n\nrequire a.example/x v1.0.0\n\nreplace a.example/x => ../x\n", "vendor/modules.txt": "# a.example/x v1.0.0 => ../x\n## explicit; go 1.21\na.example/x\n"},
	},
	{
		name: "Dockerfile copies first", want: "GD25", proof: "Dockerfile:2:COPY . .",
		files: map[string]string{"go.mod": "module x\n", "Dockerfile": "FROM golang\nCOPY . .\nRUN go build -o /x .\n"},
	},
	{
		name: "Dockerfile makes one architecture", want: "GD26", proof: "Dockerfile:4:RUN GOARCH=arm64 go build",
		files: map[string]string{"go.mod": "module x\n", "Dockerfile": "FROM golang\nCOPY go.mod go.sum ./\nRUN go mod download\nRUN GOARCH=arm64 go build -o /x .\n"},
	},
	{name: "a literal line end", files: map[string]string{"go.mod": "module x\n", "main.go": `package main\n\nfunc main() {}\n` + "\n"}, want: "GD56"},
	{
		name: "many at once", want: "GD05 GD18 GD20 GD36 GD46 GD47 GD50 GD61",
		env:   map[string]string{"GOROOT": "/nowhere", "GO111MODULE": "off", "GOFLAGS": "-mod=mod", "GOTMPDIR": "/nowhere", "GOCACHE": "cache"},
		files: map[string]string{goEnvFile: "GOSUMDB=off\nexport X=1\nGOARCH=mips\n"},
	},
}

// foreignHead is how a program begins that is for another system.
func foreignHead() string {
	if runtime.GOOS == "darwin" {
		return "\x7fELF" + strings.Repeat("\x00", 14) + "\x3e\x00"
	}
	return "\xcf\xfa\xed\xfe\x07\x00\x00\x01"
}

// list is found, sorted, in one string.
func (d diagnosis) list() string {
	ids, _ := d.ids()
	return strings.Join(ids, " ")
}

// texts are the findings, each with its ID.
func (d diagnosis) texts() []string {
	var all []string
	for _, p := range d.Probes {
		for _, f := range p.Findings {
			all = append(all, p.ID+" "+f.Text)
		}
	}
	return all
}

// proofs is all that was seen of what is wrong.
func (d diagnosis) proofs() string {
	var all []string
	for _, p := range d.Probes {
		for _, f := range p.Findings {
			all = append(all, f.Evidence...)
		}
	}
	return strings.Join(all, "\n")
}

// realGo is the tree of the Go that runs the tests, and its version.
func realGo(t *testing.T) (dir, version string) {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir, version, _ = strings.Cut(strings.TrimSpace(string(out)), "\n")
	return dir, strings.TrimPrefix(version, "go")
}

// inject makes the machine that f describes.
func (f pwshFault) inject(t *testing.T, s *sandbox) {
	t.Helper()
	dir, version := realGo(t)
	fill := strings.NewReplacer(
		"HOME", s.home, "REALGO", "'"+filepath.Join(dir, "bin/go")+"'", "REALVERSION", version, "REALOS", runtime.GOOS, "REALARCH", runtime.GOARCH,
	).Replace
	for name, text := range f.files {
		file := filepath.Join(s.home, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(file, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		mode := os.FileMode(0o644)
		if strings.HasPrefix(text, "#!") || filepath.Base(name) == "go" {
			mode = 0o755
		}
		if err := os.WriteFile(file, []byte(fill(text)), mode); err != nil {
			t.Fatal(err)
		}
	}
	for key, value := range f.env {
		s.env[key] = fill(value)
	}
	s.env["PATH"] = filepath.Join(dir, "bin") + ":/usr/bin:/bin"
	if f.path != "" {
		s.env["PATH"] = filepath.Join(s.home, f.path) + ":" + s.env["PATH"]
	}
}

// ask runs doctor --json for machines.
func (k keeper) ask(t *testing.T, s *sandbox, dist string, words ...string) diagnosis {
	t.Helper()
	got := s.run("", k.call(dist, append([]string{"doctor", "--json"}, words...)...)...)
	says := diagnosed(t, got)
	if want := min(says.Findings, 1); got.code != want || got.stderr != "" || says.Schema != 1 {
		t.Errorf("exit %d with %d findings, schema %d, stderr %q", got.code, says.Findings, says.Schema, got.stderr)
	}
	return says
}

// Each fault is found, with what shows it, and nothing else is; nothing is written.
func TestDoctorPwsh(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	for _, f := range pwshFaults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s := powerShell.sandbox(t)
			f.inject(t, s)
			before := snapshot(t, s.home)
			says := powerShell.ask(t, s, k.dist, "--offline")
			if says.list() != f.want || !strings.Contains(says.proofs(), f.proof) {
				t.Errorf("found %q, want %q with %q:\n%s\n%s", says.list(), f.want, f.proof, strings.Join(says.texts(), "\n"), says.proofs())
			}
			if diff := cmp.Diff(before, snapshot(t, s.home)); diff != "" {
				t.Errorf("doctor writes:\n%s", diff)
			}
			for _, p := range says.Probes {
				if strings.HasPrefix(p.Skipped, "it cannot be looked at") {
					t.Errorf("%s: %s", p.ID, p.Skipped)
				}
			}
		})
	}
}

// The doctor in sh says the same of the same machine.
func TestDoctorPwshLikeSh(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	for _, f := range pwshFaults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			s := powerShell.sandbox(t)
			f.inject(t, s)
			says := powerShell.ask(t, s, k.dist, "--offline")
			var all []string
			for _, p := range says.Probes {
				all = append(all, p.ID)
			}
			other := keepers[0].ask(t, s, k.dist, "--offline", "--only", strings.Join(all, ","))
			if diff := cmp.Diff(other.texts(), says.texts()); diff != "" {
				t.Errorf("sh and PowerShell (-sh +PowerShell):\n%s", diff)
			}
		})
	}
}

// What is far is asked, and how it fails is told apart.
func TestDoctorPwshNetwork(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("{}")) }))
	t.Cleanup(good.Close)
	bad := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(bad.Close)
	broken := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadGateway) }))
	t.Cleanup(broken.Close)
	secret := httptest.NewTLSServer(good.Config.Handler)
	t.Cleanup(secret.Close)
	closed := "http://" + closedPort(t)
	const name = "sum.golang.org "
	for _, f := range []pwshFault{
		{name: "healthy", env: map[string]string{"GOPROXY": good.URL, "GOSUMDB": name + good.URL}},
		{name: "a proxy without this module", env: map[string]string{"GOPROXY": bad.URL, "GOSUMDB": name + good.URL}},
		{name: "refused", env: map[string]string{"GOPROXY": closed, "GOSUMDB": name + good.URL}, want: "GD13", proof: closed},
		{name: "bad gateway", env: map[string]string{"GOPROXY": broken.URL, "GOSUMDB": name + good.URL}, want: "GD13"},
		{name: "unknown certificate", env: map[string]string{"GOPROXY": secret.URL, "GOSUMDB": name + good.URL}, want: "GD16"},
		{name: "no database", env: map[string]string{"GOPROXY": bad.URL, "GOSUMDB": name + closed}, want: "GD19"},
		{name: "the proxy passes it on", env: map[string]string{"GOPROXY": good.URL, "GOSUMDB": name + closed}},
		{name: "no database, no proxy", env: map[string]string{"GOPROXY": "direct", "GOSUMDB": name + closed}, want: "GD19"},
		{name: "a dead HTTP proxy", env: map[string]string{"GOPROXY": good.URL, "GOSUMDB": name + good.URL, "HTTPS_PROXY": closed}, want: "GD15", proof: "HTTPS_PROXY=" + closed},
	} {
		t.Run(f.name, func(t *testing.T) {
			s := powerShell.sandbox(t)
			f.inject(t, s)
			says := powerShell.ask(t, s, k.dist)
			if says.list() != f.want || !strings.Contains(says.proofs(), f.proof) {
				t.Errorf("found %q, want %q with %q:\n%s\n%s", says.list(), f.want, f.proof, strings.Join(says.texts(), "\n"), says.proofs())
			}
			// Without the network nobody asks for it.
			if off := powerShell.ask(t, s, k.dist, "--offline"); off.list() != "" {
				t.Errorf("offline it finds %s", off.list())
			}
		})
	}
}

// closedPort is an address at which nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// What gosetup has set up is compared with the profile, and nowhere else.
func TestDoctorPwshProfile(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	for _, c := range []struct {
		name, want string
		harm       func(s *sandbox) error
	}{
		{"healthy", "", func(s *sandbox) error { return nil }},
		{"no current", "GD71", func(s *sandbox) error { return os.Remove(s.root() + "/current") }},
		{"no settings", "GD72", func(s *sandbox) error { return os.WriteFile(s.home+"/"+goEnvFile, nil, 0o644) }},
		{"no lines", "GD74", func(s *sandbox) error { return os.WriteFile(s.home+"/.profile", nil, 0o644) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := powerShell.sandbox(t)
			s.env["GOSETUP_NO_SMOKE"] = "1"
			if got := s.run("", keepers[0].call(k.dist, "install", "-q")...); got.code != 0 {
				t.Fatal(got.stdout + got.stderr)
			}
			s.env["PATH"] = s.root() + "/go/" + k.version + "/bin:/usr/bin:/bin"
			if err := c.harm(s); err != nil {
				t.Fatal(err)
			}
			says := powerShell.ask(t, s, k.dist, "--offline")
			if says.list() != c.want {
				t.Errorf("found %q, want %q:\n%s\n%s", says.list(), c.want, strings.Join(says.texts(), "\n"), says.proofs())
			}
			for _, p := range says.Probes {
				if strings.HasPrefix(p.ID, "GD7") && p.Skipped != "" && p.ID != "GD76" {
					t.Errorf("%s is skipped: %s", p.ID, p.Skipped)
				}
			}
		})
	}
}

// The words of the report, and what is no use of doctor.
func TestDoctorPwshReport(t *testing.T) {
	realtool.Need(t, "pwsh")
	k := testKit(t)
	s := powerShell.sandbox(t)
	pwshFault{env: map[string]string{"GO111MODULE": "off"}}.inject(t, s)
	for _, c := range []struct {
		words string
		code  int
		want  string
	}{
		{"doctor --offline --only GD20", 1, "settings\n  error   GD20  GO111MODULE=off: Go works without modules\n               GO111MODULE=off in this environment\n" +
			"               fix: Remove-Item Env:GO111MODULE, and take it out of the start-up file\n\n1 finding; 0 probes passed, 0 do not apply here\nTo read about one, type: gosetup doctor --explain ID\n"},
		{"doctor --offline --only GD20 --quiet", 1, "  error   GD20  GO111MODULE=off: Go works without modules\n               GO111MODULE=off in this environment\n" +
			"               fix: Remove-Item Env:GO111MODULE, and take it out of the start-up file\n"},
		{"doctor --offline --only GD05,GD21", 0, "go: ok, 1 probes\nsettings: ok, 1 probes\nnothing wrong; 2 probes passed, 0 do not apply here\n"},
		{"doctor --only GD99", 2, "gosetup: there is no probe GD99; have "},
		{"doctor GD05", 2, "gosetup: gosetup doctor takes no GD05; try --help\n"},
		{"doctor --explain GD20", 0, "GD20  GO111MODULE is not off\n       settings, error\n"},
	} {
		got := s.run("", powerShell.call(k.dist, strings.Fields(c.words)...)...)
		if text := got.stdout + got.stderr; got.code != c.code || !strings.HasPrefix(text, c.want) {
			t.Errorf("%s: exit %d, want %d\n%s\nwant\n%s", c.words, got.code, c.code, text, c.want)
		}
	}
}
