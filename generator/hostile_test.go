package generator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/escape"
	"github.com/org/gosetup/generator/target"
)

var update = flag.Bool("update", false, "rewrite testdata")

// worstValues are the 51 values that try hardest to become code, the same that
// package escape is tested with.
func worstValues(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("escape/testdata/worst.json")
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	if err := json.Unmarshal(text, &values); err != nil || len(values) < 51 {
		t.Fatalf("%d values, %v", len(values), err)
	}
	return values
}

// A field is a string of a job's data that a template may print.
type field struct {
	path string        // "Facts[0].Root"
	at   reflect.Value // settable
}

// stringFields lists the strings in v; of a list only those of the first
// element, which all others are printed like.
func stringFields(path string, v reflect.Value) []field {
	switch v.Kind() {
	case reflect.String:
		return []field{{path, v}}
	case reflect.Slice:
		if v.Len() > 0 {
			return stringFields(path+"[0]", v.Index(0))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return stringFields(path, v.Elem())
		}
	case reflect.Struct:
		var all []field
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Type.Kind() == reflect.Map || f.Type == reflect.TypeFor[*dialect.Dialect]() {
				continue // the digests or a dialect: not from a profile
			}
			name := "." + f.Name
			if f.Anonymous {
				name = ""
			}
			all = append(all, stringFields(path+name, v.Field(i))...)
		}
		return all
	}
	return nil
}

// steers says whether a field chooses what is rendered instead of being
// printed.
func steers(path string) bool {
	return slices.ContainsFunc([]string{".Template", ".Archive", ".Persist", ".Script.Help", ".Script.Path"}, func(s string) bool { return strings.HasSuffix(path, s) })
}

// freshJob is job n of the plan, with data that can be changed without
// changing anybody else's.
func freshJob(t *testing.T, n int, done digests) (job, []field) {
	t.Helper()
	j := plan(resolveYAML(t, hostileProfile), done)[n]
	data := reflect.New(reflect.TypeOf(j.Data))
	data.Elem().Set(reflect.ValueOf(j.Data))
	j.Data = data.Interface()
	var fields []field
	for _, f := range stringFields("", data.Elem()) {
		if !steers(f.path) {
			fields = append(fields, f)
		}
	}
	return j, fields
}

// hostileProfile has something in every field.
const hostileProfile = `extends: default
description: The profile whose every string is attacked
root: ~/go-here
settings: {persist: shell, values: {GOPROXY: direct}}
tools: [gopls]
verify: sha256+gpg
gpg: {fingerprint: 0123456789ABCDEF0123456789ABCDEF0123ABCD, key: "https://files.example/key.pub"}
slim: true
publish: {url: "https://files.example/gosetup", renames: {setup-go: gosetup}}
go: {versions: ["1.27.3", "1.26.8"]}
`

// someDigests has one for whatever a formula asks for.
func someDigests() digests {
	d := digests{}
	for _, name := range []string{"gosetup", "completions/x", "man/x", "doc/x", "env/x", archiveName(Version, ".tar.gz"), archiveName(Version, "-windows.zip"), SourceName(Version)} {
		d[name] = sum([]byte(name))
	}
	return d
}

// An attackedJob is a job whose data is hostile wherever it can be.
type attackedJob struct {
	job
	texts   []string // rendered, one for each of worstValues
	refused []string // "install.sh .Description sh/comment": what did not take some value
}

// attackAll renders every job of the plan for every hostile value. The value is
// in all fields at once, but for those that refuse some.
func attackAll(t *testing.T) []attackedJob {
	t.Helper()
	var all []attackedJob
	for n, j := range plan(resolveYAML(t, hostileProfile), someDigests()) {
		if j.Link != "" {
			continue
		}
		j, fields := freshJob(t, n, someDigests())
		a := attackedJob{job: j}
		refused := map[string]bool{}
		for _, v := range worstValues(t) {
			a.texts = append(a.texts, attack(t, j, fields, v, refused))
		}
		for s := range refused {
			a.refused = append(a.refused, s)
		}
		all = append(all, a)
	}
	return all
}

// attack renders j with v in every field that takes it, and notes the others.
// Most values are taken by the same fields, so these are tried together first.
func attack(t *testing.T, j job, fields []field, v string, refused map[string]bool) string {
	t.Helper()
	var old []string
	for _, f := range fields {
		old = append(old, f.at.String())
		if !slices.ContainsFunc(slices.Collect(maps.Keys(refused)), func(s string) bool { return strings.HasPrefix(s, j.Path+" "+f.path+" ") }) {
			f.at.SetString(v)
		}
	}
	text, err := renderOne(j)
	if err != nil {
		for i, f := range fields {
			f.at.SetString(old[i])
		}
		for i, f := range fields {
			f.at.SetString(v)
			if _, err := renderOne(j); err != nil {
				refused[refusal(t, j, f, v, err)] = true
				f.at.SetString(old[i])
			}
		}
		if text, err = renderOne(j); err != nil {
			t.Errorf("%s with %q: %v", j.Path, v, err)
		}
	}
	for i, f := range fields {
		f.at.SetString(old[i])
	}
	return text
}

// refusal names a field and the rule that refused a value of it.
func refusal(t *testing.T, j job, f field, v string, err error) string {
	t.Helper()
	var own *escape.Error
	if !errors.As(err, &own) || own.Code == "value/shape" {
		t.Errorf("%s: %s = %q: %v", j.Path, f.path, v, err)
		return ""
	}
	return fmt.Sprintf("%s %s %s", j.Path, f.path, own.Code)
}

func renderOne(j job) (string, error) {
	files, err := render([]job{j}, someDigests())
	if err != nil {
		return "", err
	}
	return string(files[0].Data), nil
}

// shellsOf are the shells that run a script of each dialect.
var shellsOf = []struct {
	dialect *dialect.Dialect
	argv    []string
}{
	{dialect.Sh, []string{"dash"}},
	{dialect.Sh, []string{"bash", "--posix"}},
	{dialect.Sh, []string{"busybox", "ash"}},
	{dialect.Sh, []string{"mksh"}},
	{dialect.Sh, []string{"yash"}},
	{dialect.Bash, []string{"bash", "--norc"}},
	{dialect.Zsh, []string{"zsh", "-f"}},
	{dialect.Fish, []string{"fish", "-N"}},
	{dialect.Ruby, []string{"ruby"}},
	{dialect.PowerShell, []string{"pwsh", "-NoProfile", "-NonInteractive", "-File"}},
}

// Every string of every output's data takes every hostile value, and stays a
// value: the scripts run in the real shells, nothing of a value is executed, and
// it is printed as it was. Or it is refused: names, comments, defaults.
func TestEveryFieldIsHostile(t *testing.T) {
	jobs := attackAll(t)
	var refused []string
	for _, a := range jobs {
		refused = append(refused, a.refused...)
	}
	slices.Sort(refused)
	compareRefused(t, strings.Join(refused, "\n")+"\n")
	for _, a := range jobs {
		for i, text := range a.texts {
			if a.Dialect == dialect.PowerShell { // which mostly cannot be run here
				if ok, err := a.Dialect.Parse(a.Path, strings.NewReader(text)); !ok || err != nil {
					t.Errorf("with value %d: %v", i, err)
				}
			}
		}
		for _, shell := range shellsOf {
			if shell.dialect != a.Dialect || a.Dialect == dialect.Ruby {
				continue
			}
			t.Run(a.Path+"/"+strings.Join(shell.argv, " "), func(t *testing.T) {
				needProgram(t, shell.argv[0])
				t.Parallel()
				for i, v := range worstValues(t) {
					runHostile(t, a.job, shell.argv, []byte(a.texts[i]), v, i)
				}
			})
		}
	}
}

// compareRefused pins what refuses some hostile value.
func compareRefused(t *testing.T, text string) {
	t.Helper()
	const file = "testdata/hostile_refused.txt"
	if *update {
		must(t, os.WriteFile(file, []byte(text), 0o644))
	}
	if want, _ := os.ReadFile(file); text != string(want) {
		t.Errorf("what refuses some hostile value is now:\n%s\nread it; to accept, run:\n\tgo test ./generator -update", text)
	}
}

// runHostile runs one script in a home of its own, with a program pwned on PATH
// that leaves a trace.
func runHostile(t *testing.T, j job, argv []string, text []byte, v string, i int) {
	t.Helper()
	home := filepath.Join(t.TempDir(), fmt.Sprint(i))
	must(t, os.MkdirAll(home+"/bin", 0o755))
	must(t, os.MkdirAll(home+"/work", 0o755))
	must(t, os.WriteFile(home+"/bin/pwned", []byte("#!/bin/sh\n: >>"+home+"/work/PWNED\n"), 0o755))
	file := home + "/" + filepath.Base(j.Path)
	calls := [][]string{{"--help"}, {"--profile-info"}}
	if slices.ContainsFunc(target.Gosetups, func(s target.Script) bool { return s.Path == j.Path }) {
		calls = [][]string{{"help"}, {"info"}}
	}
	if strings.HasPrefix(j.Path, "env/") {
		calls = [][]string{nil}
		text = append(text, printsGOFLAGS(j.Dialect)...)
	}
	completes := strings.HasPrefix(j.Path, "completions/")
	if completes {
		calls = [][]string{nil}
		text = []byte(fmt.Sprintf(offersAll[j.Dialect], text))
	}
	must(t, os.WriteFile(file, text, 0o644))
	for _, options := range calls {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		words := append(append(slices.Clone(argv), file), options...)
		cmd := exec.CommandContext(ctx, words[0], words[1:]...)
		cmd.Dir = home + "/work"
		cmd.Env = []string{"HOME=" + home, "PATH=" + home + "/bin:" + os.Getenv("PATH"), "TMPDIR=" + home, "LC_ALL=C.UTF-8", "XDG_CONFIG_HOME=" + home, "XDG_DATA_HOME=" + home}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.Output()
		if err != nil || stderr.Len() > 0 {
			t.Errorf("%q %v: %v\n%s", v, options, err, &stderr)
		}
		if !completes && !strings.Contains(string(out), v) { // completions leave out what is no plain word
			t.Errorf("%q %v: the value is not in the output:\n%s", v, options, out)
		}
	}
	if left, _ := os.ReadDir(home + "/work"); len(left) > 0 {
		t.Errorf("%q was executed: it made %s", v, left[0].Name())
	}
}

// offersAll is a program that asks a completion, %s, for the commands of gosetup.
var offersAll = map[*dialect.Dialect]string{
	dialect.Bash: "%s\nCOMP_WORDS=(gosetup '') COMP_CWORD=1; _gosetup",
	dialect.Zsh:  "_describe() { : }\nwords=(gosetup '') CURRENT=2\n%s",
	dialect.Fish: "%s\ncomplete -C 'gosetup ' >/dev/null",
}

// printsGOFLAGS is a line that shows a setting that a snippet exports.
func printsGOFLAGS(d *dialect.Dialect) string {
	if d == dialect.PowerShell {
		return "\n[Console]::Out.Write($env:GOPROXY)\n"
	}
	return "\nprintf '%s' \"$GOPROXY\"\n"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// needProgram skips where an interpreter is missing; where they were installed
// on purpose, only pwsh may be.
func needProgram(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" && name != "pwsh" {
		t.Fatalf("%s is not installed; ./test installs it", name)
	}
	t.Skipf("%s is not installed", name)
}
