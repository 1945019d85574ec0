package escape

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// What must be refused, by which rule; "" is what must not. {{.A}} is a hostile
// string, {{.N}} an integer, {{.K}} the name f, {{.T}} code of another language.
var fishVerdicts = []struct{ text, code string }{
	// Places in a word.
	{`echo a\{{.A}}`, "fish/backslash"},
	{`echo "a\{{.A}}"`, "fish/backslash"},
	{`echo 'a\\{{.A}}'`, ""},
	{`echo a\\{{.A}}`, "fish/backslash"},
	{`echo {a,{{.A}}}`, "fish/braces"},
	{`echo {a,"{{.A}}"}`, "fish/braces"},
	{`echo {a,b}{{.A}}`, ""},
	{`echo $x[{{.N}}]`, "fish/index"},
	{`echo "$x[{{.N}}]"`, "fish/index"},
	{`echo (true)[{{.N}}]`, "fish/index"},
	{`echo $x{{.A}}`, "fish/variable"},
	{`echo "$x{{.A}}"`, "fish/variable"},
	{`echo $${{.K}}`, "fish/variable"},
	{`echo "${{.K}}x"`, "fish/variable"},
	{`echo "${{.K}}[1]"`, "fish/variable"},
	{`echo "${{.K}}{{.A}}"`, "fish/variable"},
	{`echo "${{.K}}/{{.A}}"`, ""},
	{`echo "$x[1]{{.A}}"`, "fish/behind"},
	{`echo "$(true){{.A}}"`, "fish/behind"},
	{`printf %s $x[1]{{.A}} (true){{.A}} "$x"{{.A}}`, ""},
	{`echo ~{{.A}}`, "fish/tilde"},
	{`printf %s %{{.A}}`, ""},
	{`echo ~/{{.A}}`, ""},
	{`echo {{.A}}/*`, "fish/glob"},
	{`echo a?{{.A}}`, "fish/glob"},
	{`#!{{.A}}`, "fish/shebang"},
	{"#!/bin/{{.A}}\n", "fish/shebang"},
	{"#{{.A}}\ntrue", "fish/shebang"},
	{"true\n#{{.A}}\ntrue", ""},
	{"set x (true # {{.A}}\n)", "fish/inner-comment"},
	// Commands.
	{`eval {{.A}}`, "fish/eval"},
	{`command env {{.A}}`, "fish/eval"},
	{`fish -c {{.A}}`, "fish/eval"},
	{`awk {{.A}}`, "fish/eval"},
	{`source {{.A}}`, "fish/eval"},
	{`/bin/sh -c {{.A}}`, "fish/command"},
	{`read {{.A}}`, "fish/names"},
	{`string match -- {{.A}} x`, "fish/pattern"},
	{`string match -q -- '*' {{.A}}`, ""},
	{`string match -q '*' -- {{.A}}`, ""},
	{`string match -q '*' {{.A}}`, "fish/pattern"},
	{`string match $x -- {{.A}}`, "fish/pattern"},
	{`string match -rq '^a' -- {{.A}}`, ""},
	{`string match -m 1 -- '^a' {{.A}}`, "fish/pattern"},
	{`string replace -- {{.A}} {{.A}} {{.A}}`, ""},
	{`string replace -r -- {{.A}} a a`, "fish/pattern"},
	{`string replace -ra -- a {{.A}} a`, "fish/pattern"},
	{`string replace --regex a b -- {{.A}}`, ""},
	{`string replace --regex a -- {{.A}} a`, "fish/pattern"},
	{`string split {{.A}} a`, "fish/option"},
	{`string split -- {{.A}} a`, ""},
	{`string {{.A}}`, "fish/odd"},
	{`string unescape -- {{.A}}`, "fish/odd"},
	{`printf {{.A}}`, "fish/format"},
	{`printf %b {{.A}}`, "fish/format"},
	{`printf $f {{.A}}`, "fish/format"},
	{`printf '%-9s%s\n' {{.A}} {{.A}}`, ""},
	{`printf %d {{.N}}`, ""},
	{`printf %d {{.A}}`, "fish/number"},
	{`test {{.A}}`, "fish/test"},
	{`test {{.A}} = $x`, "fish/test"},
	{`test {{.A}} = "$x"`, ""},
	{`test {{.A}} = x -a y`, "fish/test"},
	{`test -t {{.A}}`, "fish/test"},
	{`[ ! {{.A}} = x ]`, ""},
	{`test {{.A}} -eq 1`, "fish/number"},
	{`test {{.N}} -eq 1`, ""},
	{`frobnicate {{.A}}`, "fish/command"},
	{`$x {{.A}}`, "fish/command"},
	{`mkdir --{{.A}}`, "fish/odd"},
	{`mkdir {{.A}}`, "fish/option"},
	{`mkdir -- {{.A}}`, ""},
	{`mkdir ./{{.A}}`, ""},
	{`mkdir "$x"{{.A}}`, "fish/option"},
	{`echo {{.A}}`, "fish/option"},
	{`echo x {{.A}}`, ""},
	{`echo -e x {{.A}}`, "fish/odd"},
	{`echo $x {{.A}}`, "fish/odd"},
	{`exit {{.A}}`, "fish/number"},
	{`exit {{.N}}`, ""},
	{`exit {{.N}}>x`, "fish/number"},
	{`math 1{{.N}}`, "fish/number"},
	{`math "1 + {{.N}}"`, ""},
	{`math {{.A}}`, "fish/number"},
	{`true >&{{.A}}`, "fish/odd"},
	{`true >{{.A}} 2>>{{.A}} <{{.A}}`, ""},
	{`command {{.K}}`, "fish/odd"},
	// set and names.
	{`set -g x {{.A}}`, ""},
	{`set -{{.A}} x`, "fish/name"},
	{`set $n {{.A}}`, "fish/odd"},
	{`set x[1] {{.A}}`, ""},
	{`set x[{{.N}}] a`, "fish/name"},
	{`set {{.K}}[1] a`, "fish/odd"},
	{`set {{.A}} a`, "fish/name"},
	{`set -e {{.K}}`, ""},
	{`set fish_function_path {{.A}}`, "fish/special"},
	{`set -gx LD_PRELOAD {{.A}}`, "fish/special"},
	{`fish_features={{.A}} true`, "fish/special"},
	{`set -gx PATH {{.A}} $PATH`, ""},
	{`set fish_user_paths {{.A}}`, ""},
	{`set fish_{{.K}} a`, "fish/special-name"},
	{`function {{.K}}; end`, "any/unknown"},
	{`function p_{{.K}}; end`, ""},
	{`function fish_{{.K}}; end`, "any/unknown"},
	{`function _{{.K}}; end`, "any/unknown"},
	{`function f --on-event {{.A}}; end`, "fish/odd"},
	{"function f; end\n{{.K}} {{.A}}", ""},
	{`{{.K}} {{.A}}`, "fish/call"},
	{"function f; eval $argv; end\n{{.K}} a", "fish/call"},
	{"function f; $argv; end\n{{.K}} a", "fish/call"},
	{"function fx; end\n{{.K}}x a", ""},
	{"function f; end\nnot {{.K}}; and {{.K}}; or true | {{.K}}", ""},
	{"function f; end\n\"{{.K}}\"", "fish/odd"},
	{"function f; end\ncommand f {{.A}}", "fish/command"},
	// Values that are read again.
	{"set v {{.A}}\neval $v", "fish/reached"},
	{"eval $v\nset v {{.A}}", "fish/reached"},
	{"set v {{.T}}\nawk $v", ""},
	{"set v {{.N}}\neval $v", ""},
	{"set v {{.A}}\nset w \"a$v\"\nfor x in $w; $x; end", "fish/reached"},
	{"set v {{.A}}\n$v/bin/go version", ""},
	{"set v {{.A}}\n$v/bin/{{.K}}", "fish/reached"},
	{"set v {{.A}}\nsource $v/env.fish", ""},
	{"set v {{.A}}\nsource $v", "fish/reached"},
	{"set v {{.A}}\necho $v | source", "fish/reached"},
	{"echo {{.A}} | string collect | sh", "fish/reached"},
	{"echo {{.A}} | begin; source; end", "fish/reached"},
	{"echo {{.A}} | while read -l v; eval $v; end", "fish/reached"},
	{"echo {{.A}} >x; source x", "fish/reached"},
	{"set v (cat x); echo {{.A}} >x; eval $v", "fish/reached"},
	{"eval (echo {{.A}})", "fish/reached"},
	{"function f; eval $argv; end\nf {{.A}}", "fish/reached"},
	{"function f; argparse x= -- $argv; eval $_flag_x; end\nf -x {{.A}}", "fish/reached"},
	{"function f -a v; $v; end\nf {{.A}}", "fish/reached"},
	{"function f; $argv; end\nf true {{.A}}", ""},
	{"function f; $argv; end\nf {{.A}}", "fish/reached"},
	{"function f; set -e argv[1]; $argv; end\nf {{.A}} true", ""},
	{"function f; set -e argv[1]; $argv; end\nf a {{.A}}", "fish/reached"},
	{"function f; set -e argv[1]; $argv; end\nf a {{.A}}/bin/go", ""},
	{"function f; set -e argv[1]; $argv; end\nf $x {{.A}} true", "fish/reached"},
	{"function f; if true; set -e argv[1]; end; $argv; end\nf {{.A}} true", "fish/reached"},
	{"function f; $argv[2]; end\nf {{.A}} true", ""},
	{"function f; g $argv; end\nfunction g; $argv[2]; end\nf {{.A}} {{.A}}", "fish/reached"},
	{"function f; echo $v; end\nset v {{.A}}\neval (f)", "fish/reached"},
	{"function f --on-event x; eval $argv; end\nset v {{.A}}\nemit x $v", "fish/reached"},
	{"set v {{.A}}\neval 'eval $v'", "fish/reached"},
	{"set v {{.A}}\nsh -c 'eval \"$1\"' sh $v", "fish/reached"},
	{"set v {{.A}}\nsh -c 'printf %s \"$1\"' sh $v", ""},
	{"set -x v {{.A}}\nsh -c 'eval \"$v\"'", "fish/reached"},
	{"set -x v {{.A}}\nsh -c 'printf %s \"$v\"'", ""},
	{"set v {{.A}}\nenv X=1 sh -c $v", "fish/reached"},
	{"set v {{.A}}\nsudo -u root mkdir -- $v", ""},
	{"set v {{.A}}\nset w v\neval $$w", "fish/reached"},
	{"set w v\nset $w {{.A}}\neval $v", "fish/odd"},
	{"set u {{.A}}\nset w v\nset $w $u\neval $v", "fish/reached"},
	{"set {{.K}} {{.A}}\neval $f", "fish/special-name"},
	{"set {{.K}} {{.A}}\neval $$g", "fish/reached"},
	{"eval \"${{.K}}\"", "fish/reached"},
	{"set v {{.A}}\nswitch x; case $v; end", "fish/reached"},
	{"set v {{.A}}\nstring match $v x", "fish/reached"},
	{"set v {{.A}}\nstring match x $v", ""},
	{"set v {{.A}}\nstring replace $v a b", ""},
	{"set v {{.A}}\nmath $v + 1", "fish/reached"},
	{"set v {{.A}}\nmath (count $v) + 1", ""},
	{"set v {{.A}}\nfunction $v; end", "fish/reached"},
	{"set v {{.A}}\ntest $v = x; and $v[1]", "fish/reached"},
	{"set v {{.A}}\nmkdir $v; cp -- $v \"$v\" >$v; set -q v[1]; string trim $v | cat", ""},
	// Texts that versions of fish read in different ways.
	{`echo a&b {{.A}}`, codeSyntax},
	{`echo ^a {{.A}}`, codeSyntax},
	{`{ echo {{.A}} }`, codeSyntax},
	{`echo a\ #'{{.A}}`, codeSyntax},
	{"true \\\n# {{.A}}\n'", codeSyntax},
	{"echo (true # it's {{.A}}\n)'", codeSyntax},
	{"'if' true; end; {{.K}}", codeSyntax},
	{"echo \u3000{{.A}}", codeSyntax},
	{"echo {{.A}}\r\n", codeSyntax},
	{"echo $x\u00e9 {{.A}}", codeSyntax},
	{`echo '{{.A}}`, codeSyntax},
	{`echo 2&>x {{.A}}`, codeSyntax},
}

func TestFishVerdicts(t *testing.T) {
	data := map[string]any{"A": "-x ?", "N": 1, "K": "f", "T": Code{dialect: dialect.Awk, text: "{ print }"}}
	for _, v := range fishVerdicts {
		_, err := renderFish(t, v.text, data)
		code := ""
		var own *Error
		if errors.As(err, &own) {
			code = own.Code
		} else if err != nil {
			code = err.Error()
		}
		if code != v.code {
			t.Errorf("%q: %q, want %q (%v)", v.text, code, v.code, err)
		}
	}
}

// Words become words, and none where there are none.
func TestFishWords(t *testing.T) {
	realtool.Need(t, "fish")
	values := Words(slices.DeleteFunc(hostileValues(300), func(v string) bool { return len(v) > 1000 }))
	plain := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !fishNoPattern(v) })
	script := mustFish(t, fishShow+"printf '%s\\0' {{.V}}\nshow {{.V}}\nset v {{.V}}\nprintf '%s\\0' $v\nfor x in {{.V}}\nprintf '%s\\0' $x\nend\nset v {{.E}}\ncount $v >/dev/null; and echo bad\nfor x in {{.E}}\necho bad\nend\n"+
		"switch {{.L}}\ncase {{.P}}\nprintf 'yes\\0'\ncase {{.E}}\nprintf 'no\\0'\nend\n",
		map[string]any{"V": values, "E": Words{}, "P": plain, "L": plain[len(plain)-1]})
	out, errs := runFish(t, t.TempDir(), script)
	want := strings.Join(slices.Concat(values, values, values, values, []string{"yes"}), "\x00") + "\x00"
	if out != want || errs != "" {
		t.Errorf("got %.300q, want %.300q; stderr %.300s", out, want, errs)
	}
}

// A redirection makes the file with the name of the value.
func TestFishFiles(t *testing.T) {
	realtool.Need(t, "fish")
	dir := t.TempDir()
	values := slices.DeleteFunc(hostileValues(300), func(v string) bool {
		return v == "" || v == "." || v == ".." || strings.Contains(v, "/") || len(v) > 200
	})
	script := mustFish(t, "{{range .}}printf '' >{{.}}\nprintf '' >>\"x{{.}}\"; cat <'x{{.}}'\n{{end}}", values)
	if out, errs := runFish(t, dir, script); out+errs != "" {
		t.Errorf("stdout %q, stderr %.300q", out, errs)
	}
	var got, want []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	for _, v := range values {
		want = append(want, v, "x"+v)
	}
	slices.Sort(want)
	slices.Sort(got)
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
}
