package escape

import (
	"math/rand"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The values that all tests of the package share. Whoever executes one of them
// runs pwned, which the tests put on PATH, or makes a file called PWNED. None
// holds what the engine refuses anyway: NUL, carriage return, other control
// characters, bidirectional overrides.

// worst is the value of the issue and its 50 worst relatives: one at least for
// each way out of each kind of quotes in each of our languages.
var worst = []string{
	`x'; touch PWNED; #`,
	`x"; touch PWNED; #`,
	`x; touch PWNED; #`,
	"x\ntouch PWNED\n#",
	`x' ; pwned ; '`,
	`x" ; pwned ; "`,
	`'\''; pwned; '\''`,
	`'\'; pwned #`,
	`\'; pwned #`,
	`\' ; pwned #`,
	`\"; pwned #`,
	`\\'; pwned #`,
	`\`,
	`pwned\`,
	`'`,
	`"`,
	"`",
	`$(pwned)`,
	"`pwned`",
	`${x:-$(pwned)}`,
	"$(pwned)`pwned`\"$(pwned)\"'$(pwned)'",
	`x[$(pwned)]`,
	`x[$(pwned)]=1`,
	"x[`pwned`]",
	`x[0$(pwned)]+1`,
	`$((x[$(pwned)]))`,
	`1; pwned`,
	`a || pwned`,
	`a | pwned`,
	`a & pwned`,
	`a) pwned ;; b`,
	`$(`,
	`${`,
	"\nEOF\npwned\n",
	"EOF\npwned",
	"x\nEOF\npwned\ncat <<EOF\n",
	`<(pwned)`,
	`=(pwned)`,
	`*(e:pwned:)`,
	`~$(pwned)`,
	`-e pwned`,
	`--eval=$(pwned)`,
	`pwned`,
	`PATH=. pwned`,
	"# \n pwned",
	"\\\npwned",
	`#{` + "`touch PWNED`" + `}`,
	"x\u2019; touch PWNED; \u2018",
	"x\u201d; $(touch PWNED); \u201c",
	`(touch PWNED)`,
	`{{pwned}}: !!python/object/apply:os.system ["touch PWNED"]`,
}

// atoms are what random hostile values are made of.
var atoms = []string{
	// Quotes, expansions and what undoes them.
	"'", `"`, "`", `\`, `\\`, "$", "$$", "${", "$(", ")", "}", "${HOME}", "$HOME", "$'x'", `$"x"`, `'\''`, `\'`, `\"`, `\n`, `\x27`, `\047`, `\u0027`, "\\\n",
	"$(pwned)", "`pwned`", "$(touch PWNED)", "x[$(pwned)]", "<(pwned)", "pwned", "; pwned;", "\npwned\n", "|pwned", "&pwned",
	// Operators and separators.
	"&", "&&", "|", "||", ";", ";;", "<", ">", ">>", "<<", "<<<", "(", "((", "))", "[", "]", "[[", "]]", "{", "=", "==", "=~", "#", " #", "#!", "\n", "\n\n", "\t", " ", "  ",
	// What means more than itself in some word of some language.
	"*", "**", "?", "[a]", "[!a]", "[a-z", "{a,b}", "{1..3}", "~", "~root", "~/", ":~", "~+", "=ls", "!", "!!", "!$", "^", "^a^b", "@(a|b)", "+(a)", "!(a)", "%", "%s", "%n", "%%", "@", "+", ",", ":", "-", "--", "-n", "-e", "-rf",
	"#{`pwned`}", "#$0", "#@x", "@{", "$_", "%PATH%", "`n", "`0", "''", `""`, "'@", "\"@", "@'",
	// Words that are more than words.
	"EOF", "\nEOF\n", "\nEOF", "END", "in", "do", "done", "then", "fi", "esac", "if", "case", "for", "function", "eval", "exit", "a", "x", "A=1", "x=", "_", "null", "true", "yes", "NaN",
	// Numbers.
	"0", "1", "-1", "010", "0x1F", "1e9", "9223372036854775808", "1.10",
	// Unicode: Latin, combining, CJK, astral, joined, right to left, quotes that
	// PowerShell takes for quotes, spaces and line ends that are none, the
	// replacement character, and the last code points of two and three bytes.
	"\u00e9", "e\u0301", "\u0301", "\u65e5\u672c", "\U0001f642", "\U0001f469\u200d\U0001f4bb", "\u05e9\u05dc\u05d5\u05dd", "\u0627\u0644\u0639\u0631\u0628\u064a\u0629", "\u2019", "\u2018", "\u201a", "\u201b", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00a0", "\u2003", "\u3000", "\u2028", "\u2029", "\ufeff", "\u200b", "\ufffd", "\u07ff", "\uffff", "\U0010ffff", "\ufb01", "\u0130", "\uff04", "\uff1b",
}

// hostile makes a random value of some atoms, now and then beginning or ending
// in what is worst there.
func hostile(r *rand.Rand) string {
	var b strings.Builder
	if r.Intn(8) == 0 {
		b.WriteString(pick(r, []string{"-", "--", "~", "=", "#", "\n", "!", "^", "EOF\n", " ", "\t", "'", "\\"}))
	}
	for range 1 + r.Intn(8) {
		b.WriteString(pick(r, atoms))
	}
	if r.Intn(8) == 0 {
		b.WriteString(pick(r, []string{"\\", "\n", "\n\n", "\nEOF", "$", "'", " ", "!", "\\\\", "#"}))
	}
	return b.String()
}

// hostileValues returns n values, always the same for a number: first the plain,
// the long and the worst ones, then each atom, then random ones.
func hostileValues(n int) []string {
	r := rand.New(rand.NewSource(1))
	values := []string{"", " ", "a", "it's", "a b", "x=1", strings.Repeat("x'", 5000), strings.Repeat("\u00e9\\\"$`'\n", 100<<10/9)}
	values = append(values, worst...)
	values = append(values, atoms...)
	for len(values) < n {
		values = append(values, hostile(r))
	}
	return values[:n]
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.Intn(len(from))] }

// envInt is a number from the environment: how long a test shall be.
func envInt(t testing.TB, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// fewValues is how many random values a round trip tries in each place when
// GOSETUP_VALUES does not say: enough to find what is broken, in seconds.
const fewValues = 300

// testSeed is the seed of the random tests, GOSETUP_SEED or a fixed one.
func testSeed(t testing.TB) int64 {
	t.Helper()
	seed := int64(envInt(t, "GOSETUP_SEED", 4242))
	t.Logf("GOSETUP_SEED=%d", seed)
	return seed
}

// The engine takes every shared value; else tests would pass for want of values.
func TestValuesAreTaken(t *testing.T) {
	if len(worst) != 51 {
		t.Errorf("%d worst values, want the issue's and 50 relatives", len(worst))
	}
	seen := map[string]bool{}
	for _, v := range worst {
		if seen[v] {
			t.Errorf("%q is twice among the worst", v)
		}
		seen[v] = true
	}
	values := hostileValues(5000)
	for i, v := range values {
		if !utf8.ValidString(v) {
			t.Errorf("%q is not UTF-8", v)
		}
		if err := plain(v); err != nil {
			t.Errorf("value %d is refused: %v", i, err)
		}
	}
	again := hostileValues(5000)
	for i := range values {
		if values[i] != again[i] {
			t.Fatalf("value %d is random", i)
		}
	}
}
