package dialect

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// printers are real programs that read a file of
//
//	LITERAL
//
// lines made by the quoter and print the values, each ended by a NUL.
var printers = []struct {
	dialect *Dialect
	argv    []string
	line    string // one statement per value
}{
	{Sh, []string{"dash"}, `printf '%%s\0' %s`},
	{Sh, []string{"bash", "--posix"}, `printf '%%s\0' %s`},
	{Sh, []string{"busybox", "ash"}, `printf '%%s\0' %s`},
	{Sh, []string{"mksh"}, `printf '%%s\0' %s`},
	{Sh, []string{"yash"}, `printf '%%s\0' %s`},
	{Bash, []string{"bash"}, `printf '%%s\0' %s`},
	{Zsh, []string{"zsh", "-f"}, `printf '%%s\0' %s`},
	{Zsh, []string{"zsh", "-f", "-o", "extendedglob"}, `printf '%%s\0' %s`},
	{Fish, []string{"fish", "-N"}, `printf '%%s\0' %s`},
	{Ruby, []string{"ruby"}, `print(%s, "\0")`},
	{PowerShell, []string{"pwsh", "-NoProfile", "-NonInteractive", "-File"}, `[Console]::Out.Write(%s + "` + "`0" + `")`},
}

// atoms are what hostile values are made of.
var atoms = []string{
	"'", `"`, "`", `\`, "$", "$(touch pwned)", "`touch pwned`", "${HOME}", "#{`id`}", "#$0", "#@x", "%", "%s", "*", "?", "[a]", "{a,b}",
	"~", "~root", "-n", "--", "!", "!!", "^", "&", "|", ";", "<", ">", "(", ")", "=", "\n", "\n\n", "\t", " ", "  ", "a", "é", "日本", "🙂",
	"’", "“", `\n`, `\'`, `'\''`, "EOF", "\u2028", "@()", "$'x'", "\\\n",
}

func hostileValues(n int) []string {
	r := rand.New(rand.NewSource(1))
	values := []string{"", " ", strings.Repeat("x'", 5000)}
	for len(values) < n {
		var b strings.Builder
		for range 1 + r.Intn(8) {
			b.WriteString(atoms[r.Intn(len(atoms))])
		}
		values = append(values, b.String())
	}
	return values
}

// Every value comes back from the real interpreter as it went in.
func TestQuoteRoundTrip(t *testing.T) {
	for _, p := range printers {
		t.Run(strings.Join(p.argv, " "), func(t *testing.T) {
			needTool(t, p.argv[0])
			t.Parallel()
			var script, want bytes.Buffer
			values := hostileValues(5000)
			for _, v := range values {
				if p.dialect == PowerShell {
					v = strings.Map(func(r rune) rune {
						if r >= utf8.RuneSelf {
							return -1
						}
						return r
					}, v)
				}
				q, err := p.dialect.Quote(v)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&script, p.line+"\n", q)
				want.WriteString(v + "\x00")
			}
			dir := t.TempDir()
			file := dir + "/script" + p.dialect.Ext[0]
			if err := os.WriteFile(file, script.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(p.argv[0], append(p.argv[1:], file)...)
			cmd.Dir = dir
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			got, err := cmd.Output()
			if err != nil || stderr.Len() > 0 {
				t.Fatalf("%v\n%s", err, &stderr)
			}
			if !bytes.Equal(got, want.Bytes()) {
				t.Errorf("a value came back changed: %s", firstDifference(want.String(), string(got)))
			}
			if left, _ := os.ReadDir(dir); len(left) != 1 {
				t.Errorf("a value ran as code: %v", left)
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\x00"), strings.Split(got, "\x00")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("want %q, got %q", w[i], append(g, "nothing")[i])
		}
	}
	return "there is more than went in"
}

// needTool skips where an interpreter is missing; where they were installed on
// purpose, only pwsh may be.
func needTool(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" && name != "pwsh" && (runtime.GOOS == "linux" || name != "busybox") {
		t.Fatalf("%s is not installed; ./test installs it", name)
	}
	t.Skipf("%s is not installed", name)
}

// What no literal should carry is refused, and said so.
func TestQuoteRefuses(t *testing.T) {
	for _, c := range []struct {
		d    *Dialect
		s    string
		want string
	}{
		{Sh, "a\x00b", `"a\x00b" has the control character U+0000`},
		{Sh, "a\rb", `"a\rb" has the control character U+000D`},
		{Fish, "\x1b[1m", `"\x1b[1m" has the control character U+001B`},
		{Zsh, "\u0085", `"\u0085" has the control character U+0085`},
		{Ruby, "\xff", `"\xff" is not UTF-8`},
		{PowerShell, "it’s", `"it’s" is not ASCII; Windows PowerShell would misread it`},
		{Text, "x", `text has no literals; print the value as it is`},
	} {
		if _, err := c.d.Quote(c.s); err == nil || err.Error() != c.want {
			t.Errorf("%s: Quote(%q): %v, want %s", c.d.Name, c.s, err, c.want)
		}
	}
}

func TestCommentPathIdent(t *testing.T) {
	for _, c := range []struct {
		f          func(string) (string, error)
		s, out, ok string
	}{
		{Sh.Comment, "it's", "it's", "yes"},
		{Sh.Comment, "two\nlines", "", ""},
		{Sh.Comment, `C:\`, "", ""},
		{PowerShell.Comment, "é", "", ""},
		{Sh.Path, "~/go", "$HOME/go", "yes"},
		{Fish.Path, "/opt/go 1", "/opt/go 1", "yes"},
		{Sh.Path, "/opt/$(id)", "", ""},
		{Sh.Path, `/opt/"`, "", ""},
		{PowerShell.Path, "/opt/`id`", "", ""},
		{Zsh.Path, "/a:b", "", ""},
		{Ruby.Path, "/opt", "", ""},
		{Sh.Ident, "GOPROXY_1", "GOPROXY_1", "yes"},
		{Sh.Ident, "1A", "", ""},
		{Sh.Ident, "A-B", "", ""},
		{Sh.Ident, "", "", ""},
		{Sh.Ident, "é", "", ""},
	} {
		got, err := c.f(c.s)
		if got != c.out || (err == nil) != (c.ok == "yes") {
			t.Errorf("%q: %q, %v; want %q", c.s, got, err, c.out)
		}
	}
}

func TestByName(t *testing.T) {
	for _, c := range []struct {
		name, first string
		want        *Dialect
	}{
		{"a/install.sh", "", Sh}, {"env.ps1", "", PowerShell}, {"x/Brewfile", "", Ruby}, {"a.rb", "", Ruby},
		{"script", "#!/usr/bin/env zsh", Zsh}, {"script", "#!/bin/bash -e", Bash}, {"script", "#!/bin/dash", Sh},
		{"script", "echo", nil}, {"a.py", "#!", nil}, {"help.txt", "", Text},
	} {
		if got := ByName(c.name, c.first); got != c.want {
			t.Errorf("ByName(%q, %q) = %v", c.name, c.first, got)
		}
	}
}

// Quoting a value never changes what the parser makes of the words around it.
func FuzzQuotePosix(f *testing.F) {
	for _, a := range atoms {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []*Dialect{Sh, Bash, Zsh} {
			q, err := d.Quote(s)
			if err != nil {
				continue
			}
			if _, err := d.Parse("fuzz", strings.NewReader("printf %s "+q+"\n")); err != nil {
				t.Errorf("%s: %q became %s: %v", d.Name, s, q, err)
			}
		}
	})
}
