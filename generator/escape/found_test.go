package escape

import (
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// found are the templates through which random attacks got a value executed
// before there was a rule for them, each in its smallest form, by what was new
// about it.
var found = []struct {
	name    string
	dialect *dialect.Dialect
	text    string
	value   string
	code    string
}{
	{"the output of a substitution names the command", dialect.Sh, `"$(printf %s {{.A}})"`, "pwned", "sh/reached"},
	{"an empty word before it, and the next one names the command", dialect.Sh, `$! "$(printf %s {{.A}})"`, "pwned", "sh/reached"},
	{"a glob that matches nothing, and the next word names the command", dialect.Bash, `? "$(printf %s {{.A}})"`, "pwned", "sh/reached"},
	{"a substitution in an expansion is not a path", dialect.Bash, "for v in {{.A}}; do \"${v/}\"; done", "pwned", "sh/reached"},
	{"exit looks up a name in zsh", dialect.Sh, "x={{.A}}\nexit x", "x[$(pwned)]=1", "sh/reached"},
	{"a default names the command", dialect.Sh, `"${z1={{.A}}}"`, "pwned", "sh/reached"},
	{"a default is assigned, and the variable names the command", dialect.Sh, ": \"${z1={{.A}}}\"\n$z1", "pwned", "sh/reached"},
	{"mksh looks for the end of a subscript in the next lines", dialect.Sh, "cat[<<'E'\n{{.A}}\nE", "$(pwned)", "sh/subscript"},
	{"bash expands the word of >& twice", dialect.Sh, `>&"$(printf %s {{.A}})"`, "$(pwned)", "sh/reached"},
	{"printf %x of zsh evaluates", dialect.Sh, "set -- {{.A}}\nprintf %x \"$@\"", "x[$(pwned)]=1", "sh/reached"},
	{"printf %f of zsh looks up a name", dialect.Sh, "for x in {{.A}}; do printf %f \"x\"\ndone", "x[$(pwned)]", "sh/reached"},
	{"the parser ends a here-document at $#E", dialect.Bash, "<<E\n$#E\n: {{.A}}", "$(pwned)", "sh/heredoc-lines"},
	{"the parser ends a here-document of <<- behind an expansion", dialect.Zsh, "<<-E\n``E\n: {{.A}}", "$(pwned)", "sh/heredoc-lines"},
	{"the parser reads on behind a comment that ends in a backslash", dialect.Zsh, "<<E #\\\n<<F\n\nE\n{{.A}}\nF", "pwned", "sh/comment-backslash"},
	{"bash looks for the end of ${ in $${", dialect.Sh, `x="$${"{{.A}}"}"`, "$(pwned)", "sh/dollar-dollar"},
	{"$' is a quote in shells where POSIX has none", dialect.Sh, "x=$'{{.A}}'", `\'$(pwned)\"$(pwned)\`, "any/unknown"},
	{"exit evaluates in zsh, also behind a letter", dialect.Sh, "exit a{{.A}}", "x[$(pwned)]=1", "sh/part-number"},
	{"return evaluates in zsh, also behind an expansion", dialect.Zsh, "return $(){{.A}}", "x[$(pwned)]=1", "sh/part-number"},
	{"a shell reads its script from a here-document", dialect.Sh, "y={{.A}}\nsh <<E\n$y\nE", "pwned", "sh/reached"},
	{"a shell reads its script from a pipe", dialect.Sh, "v={{.A}}\nprintf '%s\\n' \"$v\" | sh", "pwned", "sh/reached"},
	{"xargs reads commands from a pipe", dialect.Sh, "v={{.A}}\nprintf '%s' \"$v\" | xargs -I{} sh -c '{}'", "pwned", "sh/reached"},
	{"the value becomes the name of a file, which a glob finds", dialect.Sh, "v={{.A}}\n: >\"$v\"\nfor x in *; do eval \"$x\"; done", "pwned", "sh/reached"},
	{"the value becomes the name of a directory, which ls prints", dialect.Sh, "mkdir -- {{.A}}\nx=$(ls)\n$x", "pwned", "sh/reached"},
	{"the value is written into a file that is sourced", dialect.Sh, "v={{.A}}\nprintf '%s' \"$v\" >t\n. ./t", "pwned", "sh/reached"},
	{"the value is written into a file that is read back", dialect.Sh, "printf '%s' {{.A}} >t\nread -r z <t\n$z", "pwned", "sh/reached"},
	{"a function prints it", dialect.Sh, "f() { printf %s {{.A}}; }\nx=$(f)\neval \"$x\"", "pwned", "sh/reached"},
	{"a function gets it as an argument", dialect.Sh, "f() { eval \"$1\"; }\nf {{.A}}", "pwned", "sh/reached"},
	{"a for without a list goes through the arguments", dialect.Sh, "set -- {{.A}}\nfor x do $x; done", "pwned", "sh/reached"},
	{"a child finds it in its environment", dialect.Sh, "v={{.A}}\nexport v\nsh -c 'eval \"$v\"'", "pwned", "sh/reached"},
	{"code in a string assigns it on", dialect.Sh, "v={{.A}}\neval 'y=$v'\n$y", "pwned", "sh/reached"},
	{"$_ is the last argument", dialect.Sh, ": {{.A}}\ny=$_\n$y", "pwned", "sh/reached"},
	{"~ is HOME", dialect.Sh, "HOME={{.A}}\nv=~\n$v", "pwned", "sh/reached"},
	{"~ alone is a command", dialect.Sh, "HOME={{.A}}\n~", "pwned", "sh/reached"},
	{"printenv lists the variables", dialect.Bash, "export u={{.A}}\nv=$(printenv)\nunset \"u[$v]\"", "$(pwned)", "sh/reached"},
	{"read without a name reads REPLY", dialect.Bash, "read <<<{{.A}}\neval \"$REPLY\"", "pwned", "sh/reached"},
	{"printf -v assigns", dialect.Bash, "printf -v 'v[0]' %s {{.A}}\neval \"$v\"", "pwned", "sh/format"},
	{"printf -v assigns what came from elsewhere", dialect.Bash, "a={{.A}}\nprintf -v v %s \"$a\"\neval \"$v\"", "pwned", "sh/reached"},
	{"a name is looked up by arithmetic", dialect.Bash, "v={{.A}}\nx=v\n: $((x))", "x[$(pwned)]", "sh/reached"},
	{"a name is looked up by an integer variable", dialect.Sh, "v={{.A}}\nf() { typeset -i u=$1; }\nf v", "x[$(pwned)]", "sh/reached"},
	{"a name is looked up by a reference", dialect.Bash, "v={{.A}}\nf() { local -n r=$1; y=$r; }\nf v\neval \"$y\"", "pwned", "sh/reached"},
	{"a name is looked up by an integer of the shell", dialect.Sh, "v={{.A}}\nfor OPTIND in v; do :; done", "x[$(pwned)]", "sh/reached"},
	{"the last argument is looked up by ${!#}", dialect.Bash, "set -- {{.A}}\nx=${!#}\neval \"$x\"", "pwned", "sh/reached"},
	{"a subscript in {NAME} of a redirection", dialect.Bash, "u={{.A}}\nexec {a[u]}</dev/null", "x[$(pwned)]", "sh/reached"},
	{"bash writes an array in $( ) anew and gets it wrong", dialect.Bash, "'' \"$(u=(\"\" {{.A}}))\"", "a\n)pwned\n}", "sh/nested"},
	{"words of bash in a script for sh", dialect.Sh, "v={{.A}}\n[[ -v $v ]]", "x[$(pwned)]", "posix/word"},
	{"arithmetic of bash in a script for sh", dialect.Sh, "v={{.A}}\n((u=v))", "x[$(pwned)]", "posix/word"},
	{"an unquoted operand of test splits into an operator", dialect.Sh, "v={{.A}}\n[ $v \"\" ]", "-v x[$(pwned)]", "sh/reached"},
	{"-t of zsh evaluates", dialect.Zsh, "set -- {{.A}}\n[[ -t $1 ]]", "x[$(pwned)]=1", "sh/reached"},
	{"a pattern of zsh leaves the match in a variable", dialect.Zsh, "[[ {{.A}} = (#b)(*) ]]\n$match[1]", "pwned", "sh/reached"},
	{"a glob qualifier of zsh runs code", dialect.Zsh, "v={{.A}}\nprintf '%s' *(e:$v:)", "pwned", "sh/reached"},
	{"repeat of zsh evaluates", dialect.Zsh, "v={{.A}}\nrepeat v", "x[$(pwned)]=1", "sh/reached"},
	{"$[ ] of zsh evaluates", dialect.Zsh, "v={{.A}}\n: $[v+1]", "x[$(pwned)]=1", "sh/subscript"},
	{"set -A of zsh assigns", dialect.Zsh, "set -A z \"$(printf %s {{.A}})\"\neval \"${z[1]}\"", "pwned", "sh/reached"},
	{"command with an option still runs what follows", dialect.Sh, "v={{.A}}\ncommand - $v", "pwned", "sh/reached"},
}

func TestFoundByAttacks(t *testing.T) {
	for _, c := range found {
		t.Run(c.name, func(t *testing.T) {
			out, err := execute(c.dialect, c.text, map[string]any{"A": c.value})
			if code := codeOf(err); code != c.code {
				t.Errorf("%s\nis %q %v, want %s", c.text, out, err, c.code)
			}
		})
	}
}
