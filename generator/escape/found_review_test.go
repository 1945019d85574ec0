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
	{"the program of sed behind -i, which GNU sed takes for none of its own", dialect.Sh, "v={{.A}}\nsed -i \"$v\" f"},
	{"the program of sed behind a suffix", dialect.Sh, "v={{.A}}\nsed -i '' \"$v\" f"},
	{"git runs a command in each submodule", dialect.Sh, "v={{.A}}\ngit submodule foreach \"git checkout $v\""},
	{"envsubst prints what is exported", dialect.Sh, "v={{.A}}\nexport v\nenvsubst <template.sh | sh"},
	{"npm exec has a command", dialect.Sh, "v={{.A}}\nnpm exec -c \"tool $v\""},
	{"an argument of awk's -v that splits", dialect.Sh, "v={{.A}}\nawk -v x=$v '{ print x }' f"},
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
	{"a function named like a shell", dialect.Sh, "sh() { command sh \"$@\"; }\nsh -c {{.A}}"},
	{"a function named eval", dialect.Bash, "eval() { builtin eval \"$@\"; }\neval {{.A}}"},
	{"eval as a default", dialect.Sh, "v={{.A}}\n\"${e:-eval}\" \"$v\""},
	{"eval in a variable", dialect.Sh, "v={{.A}}\ne=eval\n\"$e\" \"$v\""},
	{"sh in a variable of several words", dialect.Sh, "v={{.A}}\nrun=\"sudo sh\"\n$run -c \"$v\""},
	{"eval in other quotes", dialect.Bash, "v={{.A}}\n$'eval' \"$v\""},
	{"arguments in an array", dialect.Bash, "args=(\"-c\" {{.A}})\n/bin/bash \"${args[@]}\""},
	{"flag e on an alternative", dialect.Zsh, "v={{.A}}\na=1\n: ${(e)a:+$v}"},
	{"~ on a replacement", dialect.Zsh, "v={{.A}}\n: ${~a/x/$v}"},
	{"sudo with options", dialect.Sh, "v={{.A}}\nsudo -E -u root sh -c \"$v\""},
	{"sudo with a computed command", dialect.Sh, "v={{.A}}\nsudo -E \"$v\""},
	{"env runs what -S says", dialect.Sh, "v={{.A}}\nenv -S \"$v\""},
	{"env sets what the shell runs", dialect.Bash, "v={{.A}}\nenv X=\"$v\" bash -c 'eval \"$X\"'"},
	{"env with what the loader loads", dialect.Sh, "v={{.A}}\nenv LD_PRELOAD=\"$v\" ls"},
	{"a sourced file is written", dialect.Sh, "v={{.A}}\nprintf %s \"$v\" >\"$d/rc.sh\"\n. \"$d/rc.sh\""},
	{"a sourced file is named", dialect.Sh, "v={{.A}}\n. \"$v\""},
	{"a sourced file is the input", dialect.Sh, "v={{.A}}\nprintf %s \"$v\" | . /dev/stdin"},
	{"select puts what is typed or piped into REPLY", dialect.Bash, "printf %s {{.A}} | select x in a; do eval \"$REPLY\"; done"},
	{"appended to a file that is sourced", dialect.Sh, "v={{.A}}\nprintf %s \"$v\" >>t\n. ./t"},
	{"flag Z of zsh", dialect.Zsh, "v={{.A}}\n: ${(Z:C:)v}"},
	{"the length of a slice", dialect.Bash, "v={{.A}}\n: \"${x:0:$v}\""},
	{"the word of a case leaves a match", dialect.Zsh, "case {{.A}} in *) eval \"$match[1]\";; esac"},
	{"[[ -R", dialect.Bash, "v={{.A}}\n[[ -R $v ]]"},
	{"[[ -v", dialect.Bash, "v={{.A}}\n[[ -v $v ]]"},
	{"[[ -o", dialect.Zsh, "v={{.A}}\n[[ -t $v ]]"},
	{"a shell runs a file", dialect.Sh, "printf %s {{.A}} >t\nsh t"},
	{"readarray reads lines", dialect.Bash, "readarray -t x <<<{{.A}}\neval \"${x[0]}\""},
	{"getopts takes an argument", dialect.Sh, "set -- -a {{.A}}\ngetopts a: o\neval \"$OPTARG\""},
	{"at reads commands", dialect.Sh, "v={{.A}}\nprintf %s \"$v\" | at now"},
	{"bc reads its program", dialect.Sh, "v={{.A}}\nprintf %s \"$v\" | bc"},
	{"timeout runs", dialect.Sh, "v={{.A}}\ntimeout 5 \"$v\""},
	{"setsid runs", dialect.Sh, "v={{.A}}\nsetsid sh -c \"$v\""},
	{"zparseopts takes names", dialect.Zsh, "v={{.A}}\nzparseopts $v"},
	{"sysread takes a name", dialect.Zsh, "v={{.A}}\nsysread $v"},
	{"compgen lists variables", dialect.Bash, "x={{.A}}\ny=$(compgen -v)\neval \"$y\""},
	{"~- is OLDPWD", dialect.Bash, "OLDPWD={{.A}}\nx=~-\neval \"$x\""},
	{"what a pattern leaves is not a number", dialect.Sh, "v={{.A}}\nn=${v%%[!0-9a]*}\n: $((n))"},
	{"[ -t", dialect.Sh, "v={{.A}}\n[ -t \"$v\" ]"},
	{"the path of a command in zsh", dialect.Zsh, "v={{.A}}\n=sh -c \"$v\""},
	{"awk runs a file", dialect.Sh, "printf '%s\\n' {{.A}} >f.awk\nawk -f f.awk"},
	{"make runs a file", dialect.Sh, "printf '%s\\n' {{.A}} >Makefile\nmake"},
	{"autoload loads a file", dialect.Zsh, "printf '%s' {{.A}} >myf\nautoload -Uz myf\nmyf"},
	{"a written file is named by a variable", dialect.Sh, "printf '%s' {{.A}} >f\nbin=./f\n\"$bin\""},
	{"a function runs its arguments with its input", dialect.Sh, "run() { \"$@\"; }\nrun sh <<EOF\n{{.A}}\nEOF"},
	{"code behind -c evaluates what it is given", dialect.Sh, "v={{.A}}\nsh -c 'eval \"$1\"' sh \"$v\""},
	{"a here-document is written into a file that is sourced", dialect.Sh, "cat >t <<E\n{{.A}}\nE\n. ./t"},
	{"a pipe is written into a file that is sourced", dialect.Sh, "printf '%s' {{.A}} | tee t\n. ./t"},
	{"env gets several words", dialect.Sh, "v={{.A}}\nenv u=$v"},
	{"tar gets several words", dialect.Sh, "v={{.A}}\ntar -xf $v"},
	{"an array is declared with a text", dialect.Bash, "declare -a x={{.A}}"},
	{"a local array gets a variable", dialect.Bash, "v={{.A}}\nf() { local -a x=\"$v\"; }\nf"},
	{"an array is declared again", dialect.Bash, "x=(1)\ndeclare x={{.A}}"},
	{"an array behind builtin", dialect.Bash, "v={{.A}}\nbuiltin readonly -a x=\"$v\""},
	{"code behind -c is computed", dialect.Sh, "v={{.A}}\nsh -c \"echo $v\" sh"},
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

// What install scripts do with a value is taken.
func TestHonestScripts(t *testing.T) {
	for _, c := range []struct {
		dialect *dialect.Dialect
		text    string
	}{
		{dialect.Sh, "tar -xzf \"$v\" -C \"$v\""},
		{dialect.Sh, "tar xzf \"$v\""},
		{dialect.Sh, "git clone -- \"$v\" x"},
		{dialect.Sh, "git clone -q \"https://example.com/$v\" x"},
		{dialect.Sh, "git config --global user.name \"$v\""},
		{dialect.Sh, "git -C \"$v\" pull"},
		{dialect.Sh, "sudo apt-get install -y \"$v\""},
		{dialect.Sh, "sudo=sudo\n$sudo apt-get install -y -- \"$v\""},
		{dialect.Sh, "sudo tee \"/etc/$v\" >/dev/null"},
		{dialect.Sh, "env GOPATH=\"$v\" go version"},
		{dialect.Sh, "nice -n 5 go build \"$v\""},
		{dialect.Sh, "sed -n 's/a/b/p' \"/etc/$v\""},
		{dialect.Sh, "sed -n 's/a/b/p' -- \"$v\""},
		{dialect.Sh, "sed -i 's/a/b/' \"./$v\""},
		{dialect.Sh, "sed -i .bak 's/a/b/' \"./$v\""},
		{dialect.Sh, "jq --arg x \"$v\" .x"},
		{dialect.Sh, "awk -v x=\"$v\" '{ print x }' f"},
		{dialect.Sh, "awk '/a|b/ { print $1 }' \"/x/$v\""},
		{dialect.Sh, "curl -fsSL \"$v\" -o x\nsh x"},
		{dialect.Sh, "mkdir -p \"$v\"\n\"$v/bin/go\" version"},
		{dialect.Sh, "if [ \"$v\" = a ] || [ -z \"$v\" ]; then :; fi"},
		{dialect.Sh, "[ \"$#\" -gt 0 ] && [ -x \"$v/x\" ]"},
		{dialect.Sh, "printf '%s\\n' \"$v\" >>\"$HOME/.profile\"\n. /etc/os-release"},
		{dialect.Sh, ". \"$v/nvm.sh\""},
		{dialect.Sh, "command -v go >/dev/null || die \"$v\"\ndie() { printf '%s\\n' \"$1\" >&2; exit 1; }"},
		{dialect.Sh, "HISTSIZE={{len .A}}"}, {dialect.Sh, "sh -c 'printf %s \"$1\"' sh \"$v\""}, {dialect.Bash, "declare -a x=({{.A}} \"$v\")\nx+=({{.A}})"}, {dialect.Sh, "sudo mkdir -p -- \"$v\""},
		{dialect.Zsh, "(( ${path[(Ie)$v]} )) || path=(\"$v\" $path)"},
		{dialect.Bash, "[[ $v == \"$HOME\"* ]] && cd -- \"$v\""},
	} {
		if _, err := execute(c.dialect, "v={{.A}}\n"+c.text+"\n", map[string]string{"A": "pwned"}); err != nil {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}
