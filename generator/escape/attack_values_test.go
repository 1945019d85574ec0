package escape

import (
	"math/rand"
	"regexp"
	"slices"
	"strings"
)

// Values for where one is read again as code, a name or a number, and for where
// it is taken for an option or another language.
var (
	again = []string{
		`x[$(pwned)]`, `x[$(pwned)]`, `x[$(pwned)]`, `x[$(pwned)]=1`, `1+x[$(pwned)]`, "x[`pwned`]", `$(pwned)`, `$(pwned)`, "`pwned`", `pwned`, `pwned`, `pwned`,
		`pwned;`, `;pwned`, `pwned a`, `a=$(pwned)`, `x[$(pwned)0]`, `x=x[$(pwned)]`, `${x[$(pwned)]}`, `$((x[$(pwned)]))`, `"$(pwned)"`, `pwned #`, `{ pwned; }`, `(pwned)`,
	}
	elsewhere = []string{
		`BEGIN{system("pwned")}`, `e pwned`, `1e pwned`, `s/.*/pwned/e`, `-exec pwned ;`, `-ok pwned`, `-execdir`, `pwned {}`, `-c pwned`, `-e pwned`, `-I{} pwned`, `--`,
		`-v x[$(pwned)]`, `-vx[$(pwned)]`, `-p pwned`, `-a`, `-s`, `-i`, `-n`, `-x`, `%d`, `%b`, `%(pwned)T`, `%n`, `\$(pwned)`, `\044(pwned)`, `\x24(pwned)`, `\u0024(pwned)`,
		`%{$(pwned)%}`, `%(e:$(pwned):)`, `*(e:pwned:)`, `*(+pwned)`, `(e:pwned:)`, `${(e)x}`, `=pwned`, `~[$(pwned)]`, `pwned()`, `() pwned`, `x() { pwned; }`, `() { :; }; pwned`,
		`EXIT`, `DEBUG`, `a`, `x`, `v`, `1`, `0`, `!`, `!pwned`, `a|pwned`, `PATH=/keep/bin pwned`, `}; pwned; {`, `); pwned; (`, `; done; pwned; for x in a; do :`, `a) pwned;; esac; case x in b`,
		`" pwned "`, `' pwned '`, `"$(pwned)"`, `'$(pwned)'`, `'"$(pwned)"'`, `"'$(pwned)'"`, "\\\n$(pwned)", "a\npwned\n", "\tpwned", "#\npwned", "\\", "\\\\", "$", "a\\", `'`, `"`,
		"EOF\npwned\n", "\nEOF\npwned\n: <<EOF\n", "\tEOF\npwned\n", "E\npwned\n", "A\npwned\n", "x\nE\npwned\ncat <<E\nx", "'EOF'\npwned", "}\npwned", ")\npwned", "`\npwned\n`", "$(\npwned\n)", "\"\npwned\n\"", "'\npwned\n'",
	}
	// several ways out at once.
	polyglots = []string{
		"'\"`$(pwned)`pwned`;pwned\n#",
		"a'$(pwned)'b\"$(pwned)\"`pwned`",
		"'; pwned; '\"; pwned; \"\n pwned\n",
		"$(pwned)\nEOF\npwned\nE\npwned\n",
		"\\'$(pwned)\\\"$(pwned)\\",
		"';pwned;\";pwned;`pwned`;$(pwned);\npwned\n)pwned\n}pwned\n;;esac;pwned\n",
		")$(pwned)}`pwned`]$(pwned)]]",
		"x[$(pwned)]'\"\\",
	}
)

// sets are the values that a template is executed with: such as are dangerous
// where they are read again, and such as get out of quotes.
func (a *attack) sets(r *rand.Rand) []hostileSet {
	one := pick(r, again)
	first := func() string {
		if r.Intn(3) == 0 {
			return pick(r, again)
		}
		return one
	}
	second := func() string {
		switch r.Intn(6) {
		case 0, 1:
			return pick(r, worst)
		case 2:
			return pick(r, elsewhere)
		case 3:
			return pick(r, polyglots)
		case 4:
			return hostile(r) + pick(r, []string{"$(pwned)", "`pwned`", ";pwned;", "\npwned\n", "'\npwned\n'", "\"$(pwned)"}) + hostile(r)
		}
		return pick(r, elsewhere) + pick(r, worst)
	}
	absolute := r.Intn(4) == 0 // in case the template changes PATH
	set := func(value func() string) hostileSet {
		v := func() string {
			s := value()
			if absolute {
				s = tripCommand.ReplaceAllString(s, jailPwned)
			}
			return s
		}
		return hostileSet{"A": v(), "B": v(), "C": v(), "W": Words{v(), v()}}
	}
	return []hostileSet{set(first), set(second)}
}

var tripCommand = regexp.MustCompile(`\bpwned\b`)

// jailPwned is where the tripwire is.
const jailPwned = "/keep/bin/pwned"

// shrink looks for the smallest template and values that still inject in the
// same shell.
func (a *attack) shrink(j *jail, row shellRow, f *finding) {
	budget := 400
	still := func(text string, values hostileSet) bool {
		budget--
		return budget >= 0 && a.injects(j, row, text, values)
	}
	parts := unitsOf.FindAllString(f.small, -1)
	for size := max(1, len(parts)/2); size >= 1 && budget > 0; {
		cut := false
		for at := 0; at+size <= len(parts) && budget > 0; {
			less := slices.Delete(slices.Clone(parts), at, at+size)
			if still(strings.Join(less, ""), f.few) {
				parts, cut = less, true
			} else {
				at += size
			}
		}
		if !cut || size > 1 {
			if size == 1 {
				break
			}
			size = max(1, size/2)
		}
	}
	f.small = strings.Join(parts, "")
	budget += 100
	for _, change := range plainer {
		if less := change.from.ReplaceAllString(f.small, change.to); less != f.small && still(less, f.few) {
			f.small = less
		}
	}
	f.few = simpler(f.few, func(values hostileSet) bool { return still(f.small, values) })
	if script, err := a.render(f.small, f.few); err == nil {
		_, o := a.trips(j, row, script)
		f.rendered, f.what = script, o.String()
	}
}

// plainer are changes of what is left, so that equal causes look equal.
var plainer = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`""|''`), ""},
	{regexp.MustCompile(`["'](\{\{\.[ABC]\}\})["']`), "$1"},
	{regexp.MustCompile(`\{\{\.[BC]\}\}`), "{{.A}}"},
	{regexp.MustCompile(`"\$\(printf '?%s'? (\{\{\.A\}\})\)"`), "$1"},
	{regexp.MustCompile(`\$\{(\w+)\}`), "$$$1"},
	{regexp.MustCompile(`"(\$\w+)"`), "$1"},
	{regexp.MustCompile(`[ \t]+`), " "},
}

// unitsOf cuts a template into what is dropped as a whole.
var unitsOf = regexp.MustCompile(`\{\{[^}]*\}\}|\w+|\s|.`)

// simpler replaces values by simple ones as long as the set stays as bad.
func simpler(set hostileSet, bad func(hostileSet) bool) hostileSet {
	for _, key := range []string{"A", "B", "C"} {
		for _, s := range []string{"a", "pwned", "$(pwned)", "x[$(pwned)]", ";pwned;", "\npwned\n", "-e pwned"} {
			if s == set[key] {
				break
			}
			less := hostileSet{"A": set["A"], "B": set["B"], "C": set["C"], "W": set["W"]}
			less[key] = s
			if bad(less) {
				set = less
				break
			}
		}
	}
	return set
}
