package escape

import (
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// reviewed are the templates with which people who read the rules got a value
// executed. Random templates had not found them.
var reviewed = []struct {
	name    string
	dialect *dialect.Dialect
	text    string
}{
	{"a shell named by its path", dialect.Sh, "v={{.A}}\n/bin/bash -c \"echo $v\""},
	{"a shell named by its path reads a here-document", dialect.Sh, "v={{.A}}\n/bin/sh <<EOF\n$v\nEOF"},
	{"env with a path", dialect.Sh, "v={{.A}}\n/usr/bin/env sh -c \"$v\""},
	{"a shell behind a variable", dialect.Sh, "v={{.A}}\n$sudo sh -c \"echo $v\""},
	{"the user's shell", dialect.Sh, "v={{.A}}\n\"$SHELL\" -c \"$v\""},
	{"a shell that command -v finds", dialect.Sh, "v={{.A}}\n\"$(command -v sh)\" -c \"$v\""},
	{"a pipe into a shell behind a variable", dialect.Sh, "v={{.A}}\nprintf '%s' \"$v\" | $sudo sh -s"},
	{"the second program of sed", dialect.Sh, "v={{.A}}\nsed -e s/a/b/ -e \"s/x/$v/\" f"},
	{"the program of sed behind its file", dialect.Sh, "v={{.A}}\nsed f -e \"$v\""},
	{"an operand that sed takes for an option", dialect.Sh, "v={{.A}}\nsed -n s/a/b/p \"$v\""},
	{"the program of awk behind an option", dialect.Sh, "v={{.A}}\nawk -F : \"$v\""},
	{"awk runs an operand", dialect.Sh, "v={{.A}}\nawk 'BEGIN { system(ARGV[1]) }' \"$v\""},
	{"awk runs what it reads", dialect.Sh, "v={{.A}}\nprintf '%s' \"$v\" | awk '{ system($0) }'"},
	{"flag e on a default", dialect.Zsh, "v={{.A}}\n: ${(e):-$v}"},
	{"flag e on a nested expansion", dialect.Zsh, "v={{.A}}\n: \"${(e)${(f)v}}\""},
	{"~ on a nested expansion", dialect.Zsh, "v={{.A}}\n: ${~${v}}"},
	{"an alias of git", dialect.Sh, "v={{.A}}\ngit -c alias.x=\"!echo $v\" x"},
	{"an alias in git's configuration", dialect.Sh, "v={{.A}}\ngit config alias.x \"!$v\""},
	{"the compressor of tar", dialect.Sh, "v={{.A}}\ntar -I \"gzip $v\" -xf x"},
	{"the compressor of tar behind =", dialect.Sh, "v={{.A}}\ntar --use-compress-program=\"$v\" -xf x"},
	{"an operand that tar takes for an option", dialect.Sh, "v={{.A}}\ntar \"$v\""},
	{"an operand that git takes for an option", dialect.Sh, "v={{.A}}\ngit clone \"$v\""},
	{"make expands what it is given", dialect.Sh, "v={{.A}}\nmake \"$v\""},
	{"a wrapper that nobody listed", dialect.Sh, "v={{.A}}\nionice2 -c3 sh -c \"$v\""},
	{"a program with its version", dialect.Sh, "v={{.A}}\npython3.11 -c \"$v\""},
	{"strftime -s takes a name", dialect.Zsh, "v={{.A}}\nstrftime -s $v %s"},
	{"a file is written and run", dialect.Sh, "v={{.A}}\nprintf '%s\\n' \"$v\" >\"$PWD/child.sh\"\n\"$PWD/child.sh\""},
	{"a file is written, moved and run through PATH", dialect.Sh, "v={{.A}}\nprintf '%s\\n' \"$v\" >tool.tmp\nmv tool.tmp bin/tool\ntool"},
	{"head reads a file", dialect.Sh, "v={{.A}}\nprintf '%s\\n' \"$v\" >cmds\nline=$(head -n 1 cmds)\n$line"},
	{"GLOB_SUBST", dialect.Zsh, "v={{.A}}\nsetopt globsubst\n: $v"},
	{"GLOB_SUBST by the array of options", dialect.Zsh, "v={{.A}}\noptions[globsubst]=on\n: $v"},
	{"the operator of a test is computed", dialect.Sh, "v={{.A}}\nfor op in -eq -ne; do [ \"$v\" $op 1 ]; done"},
	{"a test of all arguments", dialect.Bash, "v={{.A}}\nhas() { [ \"$@\" ]; }\nhas -v \"$v\""},
	{"a declaration behind builtin is split", dialect.Bash, "v={{.A}}\nbuiltin declare x=$v"},
	{"wait -p takes a name", dialect.Bash, "v={{.A}}\nsleep 0 &\nwait -n -p \"$v\""},
	{"code in a string, expanded twice", dialect.Sh, "v={{.A}}\nx=\\$v\neval eval $x"},
	{"code in a quoted string", dialect.Sh, "v={{.A}}\nx='$v'\neval \"$x\""},
	{"date prints its format", dialect.Sh, "v={{.A}}\nx=$(date +\"$v\")\n$x"},
	{"du prints its operand", dialect.Sh, "v={{.A}}\nx=$(du -s -- \"$v\" | cut -f2)\n$x"},
	{"a process substitution is the input", dialect.Bash, "v={{.A}}\nsh < <(printf '%s\\n' \"$v\")"},
	{"history -s is run later", dialect.Bash, "v={{.A}}\nhistory -s \"$v\""},
	{"a default names a variable in arithmetic", dialect.Bash, "v={{.A}}\nn=\"${N:-v}\"\n: $((n))"},
}

func TestFoundByReview(t *testing.T) {
	for _, c := range reviewed {
		set, err := New(c.dialect).Parse("t", c.text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := execute(c.dialect, c.text, map[string]string{"A": "pwned"}); codeOf(err) != "sh/reached" {
			t.Errorf("%s: %q: %v", c.name, c.text, err)
		}
		if err := set.Check("t"); err == nil {
			t.Errorf("%s: Check finds nothing in %q", c.name, c.text)
		}
	}
}

// Code of the same dialect is a part of the script that it stands in, and a
// name that a value makes is not that of a variable that the script evaluates.
func TestFoundBetweenTemplates(t *testing.T) {
	for _, c := range []struct {
		dialect *dialect.Dialect
		text    string
		code    string
	}{
		{dialect.Sh, "{{include \"part.sh\" .}}\neval \"$v\"\n", "sh/reached"},
		{dialect.Sh, "f() {\n  {{include \"part.sh\" .}}\n}\nf\neval \"$v\"\n", "sh/reached"},
		{dialect.Sh, "{{include \"part.sh\" .}}\nprintf '%s' \"$v\"\n", ""},
		{dialect.Fish, "{{include \"part.fish\" .}}\neval $v\n", "fish/reached"},
		{dialect.Bash, "cmd=ls\n{{.Name}}={{.A}}\n$cmd\n", "sh/special-name"},
		{dialect.Bash, "for {{.Name}} in {{.A}}; do $cmd; done\n", "sh/special-name"},
		{dialect.Bash, "v={{.A}}\nx=\"${{\"{\"}}{{.Name}}}\"\n$x\n", "sh/reached"},
		{dialect.Bash, "v={{.A}}\nexport {{.Name}}={{.A}}\n", ""},
	} {
		set := New(c.dialect)
		for name, text := range map[string]string{"t": c.text, "part.sh": "v={{.A}}\n", "part.fish": "set v {{.A}}\n"} {
			if _, err := set.Parse(name, text); err != nil {
				t.Fatal(err)
			}
		}
		_, err := set.Code("t", map[string]string{"A": "pwned", "Name": "cmd"})
		if codeOf(err) != c.code {
			t.Errorf("%q: %v, want %q", c.text, err, c.code)
		}
		if err := set.Check("t"); c.code != "sh/special-name" && codeOf(err) != c.code {
			t.Errorf("%q: Check gives %v, want %q", c.text, err, c.code)
		}
	}
}
