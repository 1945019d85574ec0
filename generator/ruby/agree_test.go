package ruby

import (
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// goods are the formulae and Brewfiles that must parse: written by hand in the
// kinds that Homebrew has, and ours.
func goods(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"testdata/good/*", "../../golden/*/Brewfile", "../../golden/*/tap/Formula/*.rb", "../../Brewfile"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %v, %d files", pattern, err, len(names))
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	return texts
}

// rubyTakes asks ruby, in one process, which texts parse.
func rubyTakes(t *testing.T, texts []string) []bool {
	t.Helper()
	file := filepath.Join(t.TempDir(), "texts.json")
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, in, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("ruby", "testdata/takes.rb", file)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	var ok []bool
	if err == nil {
		err = json.Unmarshal(out, &ok)
	}
	if err != nil || len(ok) != len(texts) {
		t.Fatalf("%v: %d answers to %d texts", err, len(ok), len(texts))
	}
	return ok
}

// A verdict compares Parse with ruby over many texts.
type verdict struct {
	both, neither int
	strict        map[string]int    // refused here only, by reason
	shown         map[string]string // a text for each reason
	lax           int               // taken here only: a miss
}

// settled says why Parse refuses what ruby takes. A reason that is not here
// fails the tests.
var settled = map[string]string{
	"the end of the file where something is missing":             "id: with nothing behind it is id: id since Ruby 3.1, which Homebrew's style refuses",
	"the end of a line where something is missing":               "a: alone, class A < and def with the rest on the next line: nobody writes it, and a lost word looks the same",
	"X where it cannot stand":                                    "a blank where names and brackets have none, several values in one =, run_type:x: a slip more often than meant",
	"X, which the part of Ruby that formulae need does not have": "ranges, ; and the like: see the package's comment",
	"a string where it cannot stand":                             "two strings side by side, which Ruby joins, and a string directly behind a name: a lost comma looks the same",
	"a : that begins no plain symbol":                            "symbols in quotes, and : without blanks in ? : ",
	"a number that begins with 0":                                "octal numbers",
	"a number with letters":                                      "1end is two tokens for Ruby; 1e5, 1r and 0x1 are numbers that no formula has",
	"a line end inside #{ }":                                     "code of several lines in a string",
	"#{ without its }":                                           "the same",
	"a line of blanks in a here-document, which versions of Ruby read in different ways":                            "as it says",
	"a here-document that does not end in a word of capital letters":                                                "<<~'' ends at an empty line, which is easily lost",
	"the here-document X without its end":                                                                           "class<<~A, which opens the class of ~A",
	"a << that begins no here-document of the form <<~EOS":                                                          "a << b without its blanks",
	"a method called as a local variable is":                                                                        "what Ruby then calls depends on the scope",
	"a %W[ ] with brackets or backslashes in it":                                                                    "brackets in it are counted, and backslashes join words",
	"a % literal other than %w[ ] and %W[ ]":                                                                        "see the package's comment",
	"- with a blank on one side only":                                                                               "Ruby guesses, and warns",
	"+ with a blank on one side only":                                                                               "Ruby guesses, and warns",
	"a command in backticks, which a shell takes apart; write Utils.safe_popen_read with an argument for each word": "a shell reads it",
	"a regular expression with an odd { }":                                                                          "Ruby takes it for a plain {",
	"* with a blank on one side only":                                                                               "Ruby guesses, and warns",
	"a regular expression with a line end or an expansion":                                                          "what it means depends on a value",
	"a regular expression with a ] too many":                                                                        "Ruby takes it for a plain ], and warns",
	"a regular expression with a ? behind another":                                                                  "repetitions of repetitions",
	"a regular expression with a + behind another":                                                                  "repetitions of repetitions",
	"a regular expression with a * behind another":                                                                  "repetitions of repetitions",
	"a regular expression with a ( too many":                                                                        "foo. with / on the next word: Ruby calls a method named /",
	"a regular expression with other letters than i and m behind it":                                                "the same",
	"several statements between ( )":                                                                                "Ruby refuses them behind a name and a blank, and takes them elsewhere",
	"an escape that formulae do not need":                                                                           "bytes, control characters and \\ before a line end, in strings",
	"a regular expression with an escape that formulae do not need":                                                 "\\3 is a byte where there is no third group",
}

var quoted = regexp.MustCompile(`^(".*"(\.\.\.)?|\S+)( where it cannot stand|, which the part)`)

var hereID = regexp.MustCompile(`^the here-document \S+ without`)

// compare fails for each text that ruby refuses and Parse takes.
func compare(t *testing.T, texts []string) verdict {
	t.Helper()
	v := verdict{strict: map[string]int{}, shown: map[string]string{}}
	for i, ok := range rubyTakes(t, texts) {
		_, err := Parse(texts[i])
		var e *Error
		switch {
		case err != nil && !errors.As(err, &e):
			t.Fatalf("%q: %v", texts[i], err)
		case err == nil && ok:
			v.both++
		case err != nil && !ok:
			v.neither++
		case err == nil:
			if v.lax++; v.lax < 40 {
				t.Errorf("ruby refuses, Parse does not: %q", texts[i])
			}
		default:
			reason := hereID.ReplaceAllString(quoted.ReplaceAllString(e.What, "X$3"), "the here-document X without")
			if v.strict[reason]++; settled[reason] == "" {
				t.Errorf("only ruby takes it, and that is not settled: %s\n%q", reason, texts[i])
			}
			line := strings.LastIndexByte(texts[i][:e.Offset], '\n') + 1
			v.shown[reason] = texts[i][line:lineEnd(texts[i], e.Offset)]
		}
	}
	return v
}

func (v verdict) log(t *testing.T) {
	t.Helper()
	t.Logf("both take %d, both refuse %d, only ruby takes %d, only Parse takes %d", v.both, v.neither, sum(v.strict), v.lax)
	for reason, n := range v.strict {
		t.Logf("%5d %s: %s", n, reason, v.shown[reason])
	}
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

// Every good text parses, here and by ruby.
func TestGood(t *testing.T) {
	var texts []string
	for name, text := range goods(t) {
		texts = append(texts, text)
		if _, err := Parse(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	realtool.Need(t, "ruby")
	for i, ok := range rubyTakes(t, texts) {
		if !ok {
			t.Errorf("ruby refuses\n%s", texts[i])
		}
	}
}

// What ruby refuses of the beginnings of a text, Parse refuses.
func TestPrefixes(t *testing.T) {
	realtool.Need(t, "ruby")
	var texts []string
	for _, text := range goods(t) {
		for n := range text {
			texts = append(texts, text[:n])
		}
	}
	v := compare(t, texts)
	v.log(t)
	if v.both == 0 || v.neither == 0 {
		t.Error("the prefixes show nothing")
	}
}

var pieces = regexp.MustCompile(`<<~|\w+[?!]?|[^\w\s]|[ \t]+|\n`)

// mutate deletes, doubles or swaps pieces of a text.
func mutate(r *rand.Rand, text string) string {
	for range 1 + r.IntN(2) {
		at := pieces.FindAllStringIndex(text, -1)
		a, b := at[r.IntN(len(at))], at[r.IntN(len(at))]
		if a[0] > b[0] {
			a, b = b, a
		}
		switch r.IntN(3) {
		case 0:
			text = text[:a[0]] + text[a[1]:]
		case 1:
			text = text[:a[1]] + text[a[0]:]
		case 2:
			if a != nil && a[1] <= b[0] {
				text = text[:a[0]] + text[b[0]:b[1]] + text[a[1]:b[0]] + text[a[0]:a[1]] + text[b[1]:]
			}
		}
	}
	return text
}

// What ruby refuses of damaged texts, Parse refuses.
func TestMutants(t *testing.T) {
	realtool.Need(t, "ruby")
	const each = 400
	r := rand.New(rand.NewPCG(4, 2026))
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(goods(t))) {
		for range each {
			texts = append(texts, mutate(r, goods(t)[name]))
		}
	}
	v := compare(t, texts)
	v.log(t)
	if v.both+v.neither < len(texts)*9/10 {
		t.Error("too few agreements")
	}
}
