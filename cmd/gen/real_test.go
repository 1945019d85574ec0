package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
	"github.com/org/gosetup/profiles"
)

// oddYAML takes the ways through the templates that no built-in profile takes.
const oddYAML = `extends: default
description: It's "odd", $(touch pwned) ` + "`touch pwned`" + ` and \
root: ~/go-here
settings: {persist: shell, values: {GOBIN: ~/bin, GOPROXY: "https://a.example|direct", GOAUTH: "it's \"$(touch pwned)\""}}
tools: [example.com/cmd/x@v1.2.3]
verify: sha256+gpg
gpg: {fingerprint: 0123456789ABCDEF0123456789ABCDEF0123ABCD, key: "https://files.example/key.pub"}
slim: true
publish: {url: "https://files.example/gosetup", description: "Sets up #{Go}", homepage: "https://example.com/"}
`

// renderings are the trees that the real tools look at.
func renderings(t *testing.T) map[string][]generator.File {
	t.Helper()
	releases, err := profiles.Releases()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]generator.File{}
	for _, name := range append(profiles.Builtin(), "odd.yaml") {
		yaml := strings.Replace(oddYAML, `and \`, "and more", 1)
		p, err := profiles.Load(name, func(string) ([]byte, error) { return []byte(yaml), nil })
		if err != nil {
			t.Fatal(err)
		}
		if all[name], err = generator.Generate(p, releases); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// writeAll writes files below a fresh directory and returns their names there.
func writeAll(t *testing.T, files []generator.File) map[string]string {
	t.Helper()
	dir := t.TempDir()
	names := map[string]string{}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
		names[f.Path] = name
	}
	return names
}

// Every file satisfies the real interpreter of its language. A missing one is
// a failure where the tools were installed on purpose, but for pwsh.
func TestRealInterpreters(t *testing.T) {
	for profile, files := range renderings(t) {
		for path, name := range writeAll(t, files) {
			d := dialect.ByName(path, "")
			if d == nil {
				continue // JSON and the checksums have no interpreter
			}
			said := ask(d, name)
			for _, refusal := range said.Refusals {
				t.Errorf("%s/%s: %s", profile, path, refusal)
			}
			for _, program := range said.Skipped {
				if program != "pwsh" && os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" {
					t.Errorf("%s: %s is not installed; ./test installs it", path, program)
				}
			}
			if len(said.Asked) == 0 && d != dialect.PowerShell {
				t.Logf("%s: nobody looked at it", path)
			}
		}
	}
}

// shellcheckAllowed are the findings that are wrong about our scripts, each
// with the reason.
var shellcheckAllowed = map[string]string{
	"SC1003": "a backslash before a closing quote is data of another language",
	"SC2016": "the lines of other shells and of awk stand in single quotes on purpose",
	"SC2088": "expand_home expands the tilde, not the shell",
	"SC2015": "A && B || C, where C ends the script or B cannot fail",
	"SC2317": "what the profile does not ask for is never called",
	"SC2329": "what the profile does not ask for is never called",
	"SC2034": "facts of the platform that this profile does not need",
}

func TestShellcheck(t *testing.T) {
	realtool.Need(t, "shellcheck")
	var codes []string
	for code := range shellcheckAllowed {
		codes = append(codes, code)
	}
	for profile, files := range renderings(t) {
		for path, name := range writeAll(t, files) {
			d := dialect.ByName(path, "")
			if d != dialect.Sh && d != dialect.Bash {
				continue
			}
			out, err := exec.Command("shellcheck", "-s", d.Name, "-f", "gcc", "-e", strings.Join(codes, ","), name).CombinedOutput()
			if err != nil {
				t.Errorf("%s: %s", profile, out)
			}
		}
	}
}

// An independent grammar agrees where no interpreter of this machine can be
// asked, and is asked besides where one can.
func TestGrammars(t *testing.T) {
	realtool.Need(t, "node")
	grammars := filepath.Join("..", "..", "generator", "testdata", "grammars")
	if _, err := os.Stat(filepath.Join(grammars, "node_modules")); err != nil {
		if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" {
			t.Fatal("the npm packages of the grammars are not installed; ./test installs them")
		}
		t.Skip("the npm packages of the grammars are not installed; ./test installs them")
	}
	for _, d := range []*dialect.Dialect{dialect.PowerShell, dialect.Ruby, dialect.Fish} {
		argv := []string{filepath.Join(grammars, "check.mjs"), d.Name}
		for _, files := range renderings(t) {
			for path, name := range writeAll(t, files) {
				if dialect.ByName(path, "") == d {
					argv = append(argv, name)
				}
			}
		}
		if out, err := exec.Command("node", argv...).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", d.Name, err, out)
		}
		broken := filepath.Join(t.TempDir(), "broken"+d.Ext[0])
		if err := os.WriteFile(broken, []byte("function f { if (\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := exec.Command("node", argv[0], argv[1], broken).CombinedOutput(); err == nil {
			t.Errorf("%s: the grammar accepts what is broken", d.Name)
		}
	}
}

// Windows PowerShell reads a file without a byte order mark in the ANSI code
// page, and knows nothing of what came with PowerShell 7.
func TestPowerShell51(t *testing.T) {
	banned := map[string]string{"&&": "no pipeline chains", "||": "no pipeline chains", "??": "no null coalescing", "-Parallel": "not in 5.1", "-SkipCertificateCheck": "not in 5.1"}
	for profile, files := range renderings(t) {
		for _, f := range files {
			if dialect.ByName(f.Path, "") != dialect.PowerShell {
				continue
			}
			for i, line := range strings.Split(string(f.Data), "\n") {
				if bad := strings.IndexFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }); bad >= 0 {
					t.Errorf("%s/%s:%d:%d: not ASCII text", profile, f.Path, i+1, bad+1)
				}
				if strings.Contains(line, "Invoke-WebRequest") && !strings.Contains(line, "-UseBasicParsing") {
					t.Errorf("%s/%s:%d: Invoke-WebRequest without -UseBasicParsing", profile, f.Path, i+1)
				}
			}
			code := powerShellCode(string(f.Data))
			for token, why := range banned {
				if at := strings.Index(code, token); at >= 0 {
					t.Errorf("%s/%s:%d: %s: %s", profile, f.Path, 1+strings.Count(code[:at], "\n"), token, why)
				}
			}
		}
	}
	if code := powerShellCode("a 'b && ''c' # d && e\n\"f && `\" g\" && h"); strings.Count(code, "&&") != 1 {
		t.Errorf("of the four only the last && is code: %q", code)
	}
}

// powerShellCode is text without its strings and comments, line for line.
func powerShellCode(text string) string {
	token := regexp.MustCompile("(?s)'(?:[^']|'')*'|\"(?:[^\"`]|`.|\"\")*\"|<#.*?#>|#[^\n]*")
	return token.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) })
}

// The published checksums are those of the files, as the usual tool sees them.
func TestSumsVerify(t *testing.T) {
	realtool.Need(t, "sha256sum")
	for profile, files := range renderings(t) {
		names := writeAll(t, files)
		cmd := exec.Command("sha256sum", "-c", generator.SumsPath)
		cmd.Dir = filepath.Dir(names[generator.SumsPath])
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %s", profile, out)
		}
	}
}
