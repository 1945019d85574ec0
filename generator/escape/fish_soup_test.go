package escape

import (
	"fmt"
	"math/rand"
	"regexp"
	"strings"
)

// fishStatements are valid, to be damaged.
var fishStatements = []string{
	"printf '%s' {{.A}}\n", "printf '%s\\n' {{.A}} \"{{.B}}\" '{{.C}}'\n", "set -g v1 {{.A}}\nprintf '%s' \"$v1\"\n", "set v1 \"a {{.A}} b\" '{{.B}}'\n", "set -gx v1 $v2 {{.A}}\n", "v1={{.A}} v2=\"{{.B}}\" f1 {{.C}}\n",
	"for v1 in {{.A}} b {{.W}}\n  printf '%s' $v1\nend\n", "for v1 in {{.W}}; true; end\n", "switch {{.A}}\ncase {{.B}} a\n  true\ncase '*'\n  false\nend\n", "switch \"$v1\"\n  case '{{.A}}=*'\n    true {{.B}}\nend\n",
	"if test {{.A}} = {{.B}}\n  true {{.C}}\nelse if test -n {{.A}}; and true\n  true\nelse\n  false\nend\n", "test -f {{.A}}; or true \"{{.B}}\"\n", "while test {{.A}} != \"{{.A}}\"\n  true\nend\n", "test -n \"{{.A}}\"; and printf '%s' \"{{.A}}\"\n",
	"function f1\n  printf '%s' $argv\nend\nf1 {{.A}}\n", "function f1; true {{.A}}; end\nf1\n", "function f_{{.K}}\n  set -l v1 {{.A}}\n  true \"$v1\"\nend\n", "begin\n  true {{.A}}\nend 2>/dev/null\n", "begin; true {{.A}}; end | cat\n",
	"set v1 (printf '%s' {{.A}})\n", "set v1 \"$(printf '%s' {{.A}})\"\n", "printf '%s' \"$(printf '%s' \"$(printf '%s' {{.A}})\")\"\n", "set v1 (printf '%s' '{{.A}}' | string collect)[1]\n", "printf '%s' a$(printf '%s' \"{{.A}}\")b\n",
	"# {{.A}}\ntrue a\n", "true a # {{.A}}\ntrue {{.B}}\n", "# a \\\ntrue {{.A}}\n", "true {{.A}} \\\n  {{.B}} # {{.C}}\n", "true {{.A}} | cat\n", "true {{.A}} || true && false\n", "not true {{.A}}\n", "true >{{.A}}\n", "true >>./{{.A}} 2>&1\n", "cat <{{.A}}\n",
	"true ~/{{.A}} \"$HOME/{{.A}}\" $HOME/{{.B}}\n", "true a{{.A}}b '{{.A}}'\"{{.B}}\" --o={{.C}}\n", "true \"\\\"{{.A}}\\\"\" \"\\\\{{.A}}\" '\\{{.A}}'\n", "math {{.N}} + 1\n", "string replace -- {{.A}} {{.B}} {{.C}}\n", "string split -m 1 -- = {{.A}}\n", "string match -rq '^a' -- {{.A}}\n",
	"contains -- {{.A}} {{.W}}; or echo {{.A}}\n", "set -g {{.K}} {{.A}}\n", "printf '%s' \"${{.K}}\"\n", "echo {{.A}} (count {{.W}})\n", "string join ', ' $v1 {{.A}}\n", "set -l v1 $v1[1] \"$v1[1]\" {{.A}}\n", "true {a,b}{{.A}} {$v1}\n", "true $v1{{.A}} \"$v1{{.B}}\"\n",
	"function f1; true; end\n{{.K}} {{.A}}\n", "read -l v1 <{{.A}}\n", "command printf '%s' {{.A}}\n", "builtin echo a {{.A}}\n", "exit {{.N}}\n", "[ {{.A}} = a ]; and true\n", "if [ -n {{.A}} ]\ntrue\nend\n", "time true {{.A}}\n", "set -e v1[{{.N}}]\n", "true {{.A}} &\nwait\n",
}

// fishTokens are those of the language; a token ends or begins with a blank
// where it often stands alone.
var fishTokens = []string{
	"a", "b", "x", "a ", " a", "v1=", "x=a ", "1", "0", "-", "--", " -- ", "-n ", "-e", "a/", "/a", ".", "..", "%", "%s", "@", ":", ",", "+", "_", "2", " ", " ", " ", "\t", "\n", "\n", ";", "; ", "&", "&&", " && ", "|", " | ", "||", " || ", "&|", "|&", "!", "! ", "(", ")", " (", ") ", "{", "}", "{a,b}", "{a,", ",b}",
	"'", "'", "''", `"`, `"`, `""`, "`", `\`, `\`, "\\\n", `\'`, `\"`, `\\`, `\$`, `\(`, `\x41`, `\cA`, `\u0041`, "\\ ", "'a'", `"a"`, `"a`, `'a`, "$", "$$", "$v1", "$v1[", "$v1[1]", "$argv", "$argv[1]", "$argv[1..2]", "{$v1}", "$(", "$(true)", "(true)", "(true)[1]", "\"$(", "\"$v1\"", "\"$v1[1]", "[", "]", "[1]", "[ ", " ]", "[1..2]", "$status",
	"<", ">", ">>", ">?", ">&", "<&", "&>", "&>>", "2>", "2>&1", ">&2", "<&-", "</dev/null ", ">/dev/null ", "2>|", ">|", "<<", "#", " #", " # a", "# a\n", "#\n", "\n# ", "a#", "#!", " # \\\n", "# '", "# \"", "# (", "# )", "(#", "^", "^a", "*", "?", "**", "~", "~/", " ~", "~a", "%self",
	"if ", "else ", "else if ", "else\n", "end", "\nend\n", "; end", "end ", "for x in ", "for x ", " in ", "while ", "switch ", "case ", "\ncase ", "function ", "function f1\n", "function f1 --argument-names v1\n", "begin ", "begin;", "begin\n", "and ", "or ", "not ", "; and ", "; or ", "time ", "command ", "builtin ", "exec ", "break", "continue", "return ", "'end'", "'if' ",
	"true ", "printf '%s' ", "printf %s ", "echo ", "echo -e ", "set ", "set -g ", "set -e ", "set -q ", "set v1 ", "eval ", "source ", "test ", "[ ", "string ", "string match ", "string replace -r ", "string split ", "string collect ", "contains ", "count ", "math ", "read ", "cat ", "env ", "f1 ", "\nf1 ", "alias ", "exit ", "psub", "| source\n", "| string collect\n", "| read v1\n",
}

var fishHoleTokens = []string{"{{.A}}", "{{.A}}", "{{.A}}", "{{.B}}", "{{.C}}", "{{.W}}", "{{.N}}", "{{.K}}", `"{{.A}}"`, `'{{.A}}'`, `"$({{.A}})"`, `"$(printf '%s' {{.A}})"`, "({{.A}})", "(printf '%s' {{.A}})", "x={{.A}} ", "{{.K}}={{.B}} ", "$v1{{.A}}", "${{.K}}", "\"${{.K}}\""}

var (
	fishAnyHole = regexp.MustCompile(`\{\{\.[ABCWNK]\}\}`)
	// Loops for ever, and what changes the place.
	fishBad = regexp.MustCompile(`pwned|while true|\bcd\b|function (f1|f2)[^\n]*\n[^\n]*\b(f1|f2)\b`)
)

// fishSoup makes one to four lines of tokens, or of damaged statements.
func fishSoup(r *rand.Rand) string {
	for {
		var b strings.Builder
		for range 1 + r.Intn(4) {
			if r.Intn(4) == 0 {
				for range 1 + r.Intn(10) {
					b.WriteString(fishToken(r))
				}
				b.WriteString("\n")
			} else {
				b.WriteString(fishDamage(r, pick(r, fishStatements)))
			}
		}
		text := b.String()
		if fishAnyHole.MatchString(text) && !strings.Contains(fishAnyHole.ReplaceAllString(text, ""), "{{") && !fishBad.MatchString(text) {
			return text
		}
	}
}

func fishToken(r *rand.Rand) string {
	if r.Intn(4) == 0 {
		return pick(r, fishHoleTokens)
	}
	return pick(r, fishTokens)
}

// fishDamage inserts, deletes, doubles or replaces pieces of a statement, or
// leaves it as it is.
func fishDamage(r *rand.Rand, text string) string {
	parts := fishPieces.FindAllString(text, -1)
	for range r.Intn(4) {
		i := r.Intn(len(parts))
		switch r.Intn(4) {
		case 0:
			parts[i] += fishToken(r)
		case 1:
			if !strings.HasPrefix(parts[i], "{{") {
				parts[i] = ""
			}
		case 2:
			parts[i] = fishToken(r) + parts[i]
		default:
			if !strings.HasPrefix(parts[i], "{{") {
				parts[i] = fishToken(r)
			}
		}
	}
	return strings.Join(parts, "")
}

// A fishWriter writes a valid script that carries values about.
type fishWriter struct {
	r *rand.Rand
	b strings.Builder
}

var fishVars = []string{"v1", "v2", "v3", "v4"}

// fishFlows makes a script: values go into variables, through functions, pipes
// and command substitutions, and at the end something is done with a variable.
func fishFlows(r *rand.Rand) string {
	w := &fishWriter{r: r}
	if r.Intn(2) == 0 {
		w.function("f1")
	}
	if r.Intn(3) == 0 {
		w.function("f2")
	}
	for range 1 + r.Intn(4) {
		w.move()
	}
	for range 1 + r.Intn(3) {
		w.use()
	}
	if text := w.b.String(); fishAnyHole.MatchString(text) && !fishBad.MatchString(text) {
		return text
	}
	return fishFlows(r)
}

func (w *fishWriter) put(format string, args ...any) { fmt.Fprintf(&w.b, format+"\n", args...) }

func (w *fishWriter) hole() string {
	return pick(w.r, []string{"{{.A}}", "{{.A}}", "{{.B}}", "{{.W}}", `"{{.A}}"`, `'{{.C}}'`, "a{{.A}}", "x/{{.A}}"})
}

func (w *fishWriter) name() string { return pick(w.r, fishVars) }

// source is a word that may have a value in it.
func (w *fishWriter) source() string {
	v := w.name()
	return pick(w.r, []string{
		w.hole(), w.hole(), "$" + v, `"$` + v + `"`, "$" + v + "[1]", "(printf '%s' $" + v + ")", "(printf '%s\\n' " + w.hole() + ")", "(string trim -- $" + v + ")", "(string split ' ' -- $" + v + ")", "(string escape -- $" + v + ")",
		"(string unescape -- $" + v + ")", "(string upper -- $" + v + " | string lower)", "(echo $" + v + " | cat)", "(f1 $" + v + ")", "(f1 " + w.hole() + ")", "(f2)", "\"$(echo $" + v + ")\"", "(begin; echo $" + v + "; end)", "(count $" + v + ")",
		"(string replace -- a '' $" + v + ")", "(string join '' -- $" + v + ")", "(cat <x)", "(string match -r '.*' -- $" + v + ")", "(printf '%s' $" + v + " | string collect)", "(cat (printf '%s' $" + v + " | psub))", "(eval echo a)",
	})
}

// move carries a value to a variable.
func (w *fishWriter) move() {
	v, s := w.name(), w.source()
	switch w.r.Intn(20) {
	case 0, 1, 2, 3, 4:
		w.put("set %s%s %s", pick(w.r, []string{"", "-g ", "-gx ", "-l ", "-a ", "-ga ", "-U "}), v, s)
	case 5:
		w.put("for %s in %s\n%s\nend", v, s, pick(w.r, []string{"true", "set -g " + w.name() + " $" + v, "f1 $" + v, "break"}))
	case 6:
		w.put("echo %s | read %s%s", s, pick(w.r, []string{"", "-g ", "-l ", "-z "}), v)
	case 7:
		w.put("printf '%%s\\n' %s | while read -g %s\ntrue\nend", s, v)
	case 8:
		w.put("echo %s | begin\nread -g %s\nend", s, v)
	case 9:
		w.put("%s=%s set -g %s $%s", v, s, w.name(), v)
	case 10:
		w.put("f1 %s", s)
	case 11:
		w.put("set -g {{.K}} %s", s)
	case 12:
		w.put("set -g %s \"${{.K}}\"", v)
	case 13:
		w.put("switch %s\ncase '*'\nset -g %s %s\nend", s, v, w.source())
	case 14:
		w.put("%s=%s begin\nset -g %s $%s\nend", v, s, w.name(), v)
	case 15:
		w.put("set -g %s[1] %s", v, s)
	case 16:
		w.put("echo %s >x; set -g %s (cat x)", s, v)
	case 17:
		w.put("set -g %s name; set -g $%s %s", v, v, s)
	case 18:
		w.put("f1 a %s b; f2 %s", s, w.source())
	case 19:
		w.put("string join \\n -- %s | read -g -L %s %s", s, v, w.name())
	}
}

// function defines one that does something with its arguments.
func (w *fishWriter) function(name string) {
	v := w.name()
	body := pick(w.r, []string{
		"set -g " + v + " $argv", "set -g " + v + " \"$argv[1]\"", "echo $argv", "printf '%s\\n' $argv $" + v, "$argv", "$argv[2]", "set -e argv[1]\n$argv", "command $argv[1]", "for x in $argv\nset -g " + v + " $x\nend", "read -g " + v,
		"argparse 'a/all=' -- $argv\nset -g " + v + " $_flag_a $argv", "eval $argv", "true", "string join ' ' $argv | read -g " + v, "echo $" + v, "test -n \"$argv\"; and set -ga " + v + " $argv", "set argv $argv[2..-1]\n$argv", "source", "cat | source", "not $argv", "$argv[1] $argv[2]", "argparse x= -- $argv\neval $_flag_x", "while set -q argv[1]\nset -e argv[1]\n$argv\nend", "set -e argv[1]\nset -e argv[1]\n$argv", "f3 $argv\nend\nfunction f3\n$argv[2]", "if set -q argv[1]\nset -e argv[1]\nend\n$argv",
	})
	header := name + pick(w.r, []string{"", "", "", " --argument-names " + v, " -a x " + v, " --description d", " --on-variable " + v, " -S", " --on-event x", " --inherit-variable " + v})
	w.put("function %s\n%s\nend", header, body)
}

// use does something dangerous, or not, with a variable.
func (w *fishWriter) use() {
	v := "$" + w.name()
	w.put("%s", pick(w.r, []string{
		"printf '%s' " + v, "echo " + v, v, v, v + " a", "\"" + v + "\"", "eval " + v, "eval \"a " + v + "\"", "echo " + v + " | source", "source (echo " + v + " | psub)", "command " + v, "builtin " + v, "exec " + v, "not " + v, "time " + v, "begin; " + v + "; end", "if " + v + "\ntrue\nend", "true; and " + v, "false; or " + v,
		"true | " + v, v + " | cat", "fish -N -c " + v, "sh -c " + v, "sh -c 'true \"$1\"' sh " + v, "echo " + v + " | sh", "echo " + v + " | fish -N", "env " + v, "env A=" + v + " true", "xargs " + v + " </dev/null", "echo " + v + " | xargs sh -c", "awk " + v, "awk 'BEGIN { }' " + v, "sed " + v + " /dev/null", "sed -n -e " + v + " /dev/null",
		"math " + v, "test " + v + " = a", "test " + v + " -eq 1", "string match -- " + v + " a", "string replace -r -- a " + v + " a", "switch a\ncase " + v + "\ntrue\nend", "printf " + v, "set " + v + " a", "$" + v, "echo $" + v, "eval $" + v, "alias x " + v + "\nx", "alias x=" + v + "\nx", "abbr x " + v, "complete -c x -a " + v, "trap " + v + " EXIT",
		"function " + v + "\ntrue\nend", "function f3 --on-event x\n" + v + "\nend\nemit x", "f1 " + v, "f2 " + v, "f1 (f2)", "{{.K}} " + v, "{{.K}} {{.A}}", "set -g fish_function_path " + v, "set -g fish_greeting " + v, "read -P " + v + " x </dev/null", "echo a | read " + v, "find . -exec " + v + " \\;", "nohup " + v, "./" + v, v + "/true", "/keep/bin/" + v, "ls -- " + v, "cat <" + v, "true >" + v,
		"emit x " + v, "functions -c f1 g1\ng1 " + v, "alias g2 f1\ng2 " + v, "eval 'eval " + v + "'", "eval 'f1 " + v + "'", "eval $" + v + "[1]", "set -gx x " + v + "\nfish -N -c 'eval $x'", "fish -N -c 'eval $argv' " + v, "sh -c 'eval \"$1\"' sh " + v, "eval (printenv x)", "trap 'eval " + v + "' EXIT\nexit", "for x in " + v + "; $x; end", "set x $" + v + "; eval $x", "echo " + v + " >y; source y", "echo " + v + " >y; fish -N y", "echo " + v + " >y; sh <y", "echo " + v + " | tee y >/dev/null; source ./y",
		"while " + v + "\nbreak\nend", "begin\neval $argv\nend " + ">/dev/null", "test -n " + v + "; and " + v, v + "; or true", "set y (string split ' ' -- " + v + "); $y", "string join ' ' -- " + v + " | read -a y; $y", "printf '%s\\n' " + v + " | while read -l y; eval $y; end", "f1 a b (echo " + v + ")", "f1 $argv " + v, "f1 (true) " + v + " a", "f2 a " + v, "{{.K}} a " + v + " | source", "begin; f2; end | source",
		"eval (string escape -- " + v + ")", "echo true " + v + " | source", "echo " + v + " | begin\nsource\nend", "echo " + v + " | f1", "bind x " + v, "emit " + v, "functions -c f1 " + v, "set -gx SHELL " + v, "string collect -- " + v + " | fish -N", "fish -N -C " + v, "builtin eval " + v, "command fish -N -c " + v, "builtin source (echo " + v + " | psub)", "eval -- " + v, ". (echo " + v + " | psub)",
		"begin\necho " + v + "\nend | source", "if true\necho " + v + "\nend | sh", "for x in a\necho " + v + "\nend | source", "function f4\necho " + v + "\nend\nf4 | source", "eval (f4)", "env sh -c " + v, "env -i sh -c " + v, "nohup sh -c " + v,
	}))
}
