package escape

import (
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// The first generator: token soup. It throws tokens of the shells together, or
// takes a statement that is valid and damages it, so as to find where the shells
// and our parser read a text in different ways.
//
// Nothing here says pwned, changes the directory, or loops for ever on purpose.

func TestAttackSoup(t *testing.T) { attackAll(t, soup) }

var soupHoles = []string{"{{.A}}", "{{.A}}", "{{.A}}", "{{.B}}", "{{.C}}", "{{.W}}", `"{{.A}}"`, `'{{.A}}'`, `$'{{.A}}'`, `"$({{.A}})"`, `"$(printf %s {{.A}})"`, "x={{.A}}", "{{.A}}={{.B}}"}

// soupTokens are those of all shells; a token ends or begins with a blank where
// it often stands alone.
var soupTokens = []string{
	"a", "b", "x", "a ", " a", "x=", "x=a ", "x+=", "1", "0", "-", "--", " -- ", "-n ", "-e", "-v ", "a/", "/a", ".", "..", "%", "%s", "@", ":", ": ", ",", "+", "_",
	" ", " ", " ", "\t", "\n", "\n", ";", "; ", ";;", " ;; ", ";&", ";;&", ";|", "&", "&&", " && ", "|", " | ", "||", " || ", "|&", "!", "! ", "(", ")", " ( ", " ) ", "{ ", "; }", "{", "}", "{a,b}", "{1..2}", "{a,", ",b}",
	"'", "'", "''", `"`, `"`, `""`, "`", "`", "`a`", `\`, `\`, "\\\n", `\'`, `\"`, `\\`, "\\`", `\$`, "$'", "$'a'", `$"`, `$"a"`, "'a'", `"a"`, `"a`, `'a`,
	"$", "$x", "${", "${x", "${x}", "${x:-", "${x-", "${x#", "${x%", "${x/", "${x:", "${#x}", "${x[", "${!x", "}", "$(", "$(:)", ")", "$((", "((", "))", "$((1))", "$[", "]", "$1", "$@", `"$@"`, "$*", "$#", "$?", "$$", "$-", "$_", "$!",
	"[", "]", "[ ", " ]", "[[ ", " ]]", " = ", " == ", " != ", " =~ ", " -eq ", " -lt ", " -nt ", " < ", " > ", "-f ", "-z ", "-a ", "-o ", "!=",
	"<", ">", ">>", ">|", "<>", ">&", "<&", "&>", "&>>", "2>", "2>&1", ">&2", "<&-", "<<<", "<<< ", "</dev/null ", ">/dev/null ", "<(", ">(", "=(", "<(:)",
	"<<E\n", "<<E", "<<'E'\n", "<<\"E\"\n", "<<\\E\n", "<<-E\n", "<<-'E'\n", "\nE\n", "\nE", "\n\tE\n", "E", "EOF", "<<EOF\n", "\nEOF\n", "<<E <<F\n", "\nF\n",
	"#", " #", " # a", "# a\n", "#\n", "\n# ", "a#", "$#", "${#", "#!", " # \\\n", "# '", "# \"", "# `", "# $(",
	"*", "?", "[a]", "[!a]", "**", "~", "~/", " ~", "=~", ":~", "~a", "@(", "?(", "+(", "!(", "*(", "^", "=", "=a",
	"if ", "then ", "else ", "elif ", "fi", "\nfi\n", "for x in ", "for x ", "; do ", " do ", "\ndo\n", "done", "\ndone\n", "; done", "while ", "until ", "case ", " in ", " in\n", "esac", "\nesac\n", "in", "do", "function ", "f() ", "f() {\n", "\n}\n", "select x in ", "time ", "coproc ", "repeat 2 ", "always ", "then", "else",
	"printf ", "printf %s ", "printf '%s\\n' ", "echo ", "set -- ", "set ", "export ", "local ", "readonly ", "typeset ", "declare ", "unset ", "eval ", "exec ", "command ", "builtin ", "test ", "true ", "return ", "exit ", "shift ", "trap ", "read ", "alias ", ". ", "let ", "cat ", "env ", "f ", "\nf ",
}

// soupStatements are valid, to be damaged.
var soupStatements = []string{
	"printf %s {{.A}}\n", "printf '%s\\n' {{.A}} \"{{.B}}\" '{{.C}}'\n", "x={{.A}}\nprintf %s \"$x\"\n", "x=\"a {{.A}} b\" y='{{.B}}'\n", "export x={{.A}}\n", "x={{.A}} f {{.B}}\n",
	"for x in {{.A}} b {{.W}}; do\n  printf %s \"$x\"\ndone\n", "for x in {{.A}}; do :; done\n", "case {{.A}} in\n{{.B}} | a) printf %s a ;;\n*) : ;;\nesac\n", "case \"$x\" in {{.A}}) : ;; esac\n", "case x in (a) : ;; ({{.A}}) : ;; esac\n",
	"if [ {{.A}} = {{.B}} ]; then\n  : {{.C}}\nelse\n  :\nfi\n", "[ -f {{.A}} ] || : \"{{.B}}\"\n", "while [ {{.A}} != {{.A}} ]; do :; done\n", "[ -n \"{{.A}}\" ] && printf %s \"{{.A}}\"\n",
	"f() {\n  printf %s \"$1\"\n}\nf {{.A}}\n", "f() { : {{.A}}; }\nf\n", "f() {\n  local x={{.A}}\n  : \"$x\"\n}\nf\n", "( : {{.A}} )\n", "{ : {{.A}}; } 2>/dev/null\n", "{\n  : {{.A}}\n}\n",
	"x=$(printf %s {{.A}})\n", "x=\"$(printf %s {{.A}})\"\n", "printf %s \"$(printf %s \"$(printf %s {{.A}})\")\"\n", "x=\"a$(: '{{.A}}')b\"\n", "printf %s \"${x:-{{.A}}}\"\n", "x=${y:-{{.A}}}\n", "x=${y#{{.A}}}\n", "x=\"${y%\"{{.A}}\"}\"\n",
	"cat <<E\na {{.A}} b\nE\n", "cat <<'E'\n{{.A}}\nE\n", "cat <<E\n{{.A}}\nE\n: {{.B}}\n", "cat <<-E\n\t{{.A}}\n\tE\n", "cat <<E | cat\n{{.A}}\n$(: {{.B}})\nE\n", "cat <<E; : {{.B}}\n{{.A}}\nE\n", "x=$(cat <<E\n{{.A}}\nE\n)\n", "x=$(cat <<'E'\n{{.A}}\nE\n)\n: \"$x\"\n", "cat <<E && : {{.A}} <<F\n{{.B}}\nE\n{{.C}}\nF\n",
	"# {{.A}}\n: a\n", ": a # {{.A}}\n: {{.B}}\n", "# a \\\n: {{.A}}\n", ": {{.A}} \\\n  {{.B}} # {{.C}}\n", ": {{.A}} | cat\n", ": {{.A}} || :\n", "! : {{.A}}\n", ": >{{.A}}\n", ": >>./{{.A}} 2>&1\n", ": <{{.A}}\n",
	"set -- {{.W}}\nprintf %s \"$@\"\n", "set -- {{.A}} \"{{.B}}\"\nprintf %s \"$1\"\n", ": ~/{{.A}} \"$HOME/{{.A}}\" $HOME/{{.B}}\n", ": a{{.A}}b '{{.A}}'\"{{.B}}\" --o={{.C}}\n", ": \"\\\"{{.A}}\\\"\" \"\\\\{{.A}}\" '\\{{.A}}'\n", ": $(( {{.A}} + 1 ))\n", ": `printf %s {{.A}}`\n", ": \"`printf %s '{{.A}}'`\"\n",
}

var bashSoup = []string{
	"[[ {{.A}} == {{.B}} ]]\n", "[[ $x == {{.A}} || -f {{.B}} ]]\n", "[[ {{.A}} =~ a ]]\n", "[[ ! {{.A}} < {{.B}} ]]\n", "x=({{.A}} b {{.W}})\nprintf %s \"${x[@]}\"\n", "x+=({{.A}})\n", "x=(\n  {{.A}}\n  # {{.B}}\n  c\n)\n", "cat <<< {{.A}}\n", "cat <<< \"a {{.A}}\"\n", ": $'a{{.A}}'\n", ": $'\\'{{.A}}\\\\' $'\\n'{{.B}}\n",
	": <(printf %s {{.A}})\n", "function f {\n  : {{.A}}\n}\nf\n", "for ((i=0;i<1;i++)); do : {{.A}}; done\n", "declare x={{.A}}\n", "local x={{.A}} y=\"{{.B}}\"\n", "typeset -a x=({{.A}})\n", ": {{.A}} &>/dev/null\n", "select x in {{.A}}; do break; done\n", "x=a{{.A}}b:{{.B}}\n", "printf -v x %s {{.A}}\n", "coproc { : {{.A}}; }\n", ": {a,b}{{.A}} @(a|b)\n",
}

var zshSoup = []string{
	"print -r -- {{.A}}\n", "path=({{.A}} $path)\n", "typeset -U x=({{.A}})\n", ": ${(f)x} {{.A}}\n", "x=(*(N) {{.A}})\n", "() { : $1 } {{.A}}\n", "if [[ {{.A}} == a* ]] { : }\n", "for x ({{.A}} b) : $x\n", "repeat 1 : {{.A}}\n", "{ : {{.A}} } always { : {{.B}} }\n", ": =({{.A}}) $x[1]\n", "setopt extendedglob\n: {{.A}}\n", ": ^{{.A}} a~{{.B}}\n", ": ${x:={{.A}}}\n", "noglob : {{.A}}\n", "alias x={{.A}}\n",
}

// soup makes one to four lines of tokens, or of damaged statements.
func soup(r *rand.Rand, d *dialect.Dialect) (string, []string) {
	statements := soupStatements
	if d != dialect.Sh {
		statements = append(statements[:len(statements):len(statements)], bashSoup...)
	}
	if d == dialect.Zsh {
		statements = append(statements[:len(statements):len(statements)], zshSoup...)
	}
	for {
		var b strings.Builder
		for range 1 + r.Intn(4) {
			switch {
			case r.Intn(4) == 0:
				b.WriteString(soupLine(r))
			default:
				b.WriteString(damage(r, pick(r, statements)))
			}
		}
		text := b.String()
		if strings.Contains(text, "{{.") && !strings.Contains(holesOf.ReplaceAllString(text, ""), "{{") && !endless.MatchString(text) {
			return text, nil
		}
	}
}

var (
	holesOf = regexp.MustCompile(`\{\{\.[ABCW]\}\}`)
	// endless are those that hardly end by themselves.
	endless = regexp.MustCompile(`while (:|true|! false)|until (false|! )|for \(\(`)
)

// soupLine is a line of them, with a hole somewhere.
func soupLine(r *rand.Rand) string {
	var b strings.Builder
	n := 1 + r.Intn(7)
	hole := r.Intn(n)
	for i := range n {
		if i == hole || r.Intn(8) == 0 {
			b.WriteString(pick(r, soupHoles))
			continue
		}
		token := pick(r, soupTokens)
		b.WriteString(token)
		if r.Intn(3) == 0 {
			b.WriteString(" ")
		}
	}
	if r.Intn(8) > 0 {
		b.WriteString("\n")
	}
	return b.String()
}

// damage puts tokens into a statement, takes some of it away, or leaves it.
func damage(r *rand.Rand, s string) string {
	parts := unitsOf.FindAllString(s, -1)
	for range r.Intn(4) {
		at := r.Intn(len(parts) + 1)
		switch r.Intn(6) {
		case 0, 1, 2:
			parts = append(parts[:at:at], append([]string{pick(r, soupTokens)}, parts[at:]...)...)
		case 3:
			parts = append(parts[:at:at], append([]string{pick(r, soupHoles)}, parts[at:]...)...)
		case 4:
			if at < len(parts) {
				parts = append(parts[:at:at], parts[at+1:]...)
			}
		case 5:
			if at < len(parts) {
				parts[at] = pick(r, soupTokens)
			}
		}
	}
	return strings.Join(parts, "")
}
