package lint

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

// counterparts are the rules for which shellcheck 0.9 has some of its own. Its
// 2317, unreachable, is none of GS401: it takes handlers of trap for dead.
var counterparts = map[string][]int{
	"GS200": {2086},
	"GS201": {2048, 2068},
	"GS202": {2046},
	"GS204": {2044, 2045},
	"GS205": {2115},
	"GS206": {2035},
	"GS209": {2064},
	"GS210": {2059},
	"GS211": {2162},
	"GS213": {2088},
	"GS214": {2164},
	"GS310": {3010},
	"GS311": {3043},
	"GS313": {3014},
	"GS315": {3003, 3009},
	"GS318": {3040},
	"GS319": {3028},
	"GS321": {2230},
	"GS324": {2166},
	"GS403": {2153, 2154},
	"GS405": {2034},
	"GS500": {2155},
	"GS502": {2251},
	"GS503": {2015},
	"GS506": {2030, 2031},
	"GS508": {2320},
	"GS512": {2070},
	"GS514": {2281, 2283},
	"GS515": {2076},
	"GS516": {2094},
	"GS517": {2024},
	"GS518": {2069},
	"GS529": {2071, 2073},
	"GS530": {2096},
}

// settled are the disagreements over the corpus, and why each stands.
var settled = map[string]string{
	"GS102-more-g.sh GS405 theirs":      "read takes the line for itself: the answer is not looked at on purpose",
	"GS203-1.sh GS200 theirs":           "in [ ] GS203 says what happens",
	"GS203-integer.sh GS200 theirs":     "in [ ] GS203 says what happens",
	"GS512-1.sh GS200 theirs":           "behind -n GS512 says what happens",
	"GS512-test.sh GS200 theirs":        "behind -z GS512 says what happens",
	"GS512-test.sh GS512 ours":          "2070 is about -n alone, and [ -z ] is true in the same way",
	"GS513-which.sh GS202 theirs":       "GS513 says what happens",
	"GS205-default.sh GS205 ours":       "${x:-} says that x may be empty, and then this removes /bin",
	"GS206-argument.sh GS206 ours":      "2035 is about patterns alone, not about arguments",
	"GS318-2.sh GS318 theirs":           "the script tries the option first",
	"GS508-local.bash GS508 ours":       "2320 is about echo and printf alone",
	"GS509-1.sh GS214 theirs":           "GS509 says what happens",
	"GS509-clean.sh GS214 theirs":       "GS509 says what happens",
	"GS525-1.sh GS214 theirs":           "nothing runs behind this cd",
	"GS526-remove.bash GS205 theirs":    "the variable is a constant with text in it",
	"GS530-1.sh GS530 ours":             "2096 is about several words alone; curl | sh loses one, too",
	"colours.bash GS503 theirs":         "the function in the middle only prints",
	"verified-download.sh GS503 theirs": "a && b || die: die is meant for both",
	"constants.sh GS405 theirs":         "a file without #! is sourced, by one that uses them",
	"debian-only.sh GS200 theirs":       "the list of packages is a constant of the script, to be split",
}

// shellcheck and we agree on every script of the corpus and every example, but
// for what is settled.
func TestAgreesWithShellcheck(t *testing.T) {
	realtool.Need(t, "shellcheck")
	files := shellcheckable(t)
	theirs := shellcheck(t, files)
	found := map[string]bool{}
	for _, name := range files {
		report := Check(name, []byte(read(t, name)), Options{})
		for rule, codes := range counterparts {
			ours := slices.Contains(ids(report.Findings), rule)
			has := slices.ContainsFunc(codes, func(code int) bool { return slices.Contains(theirs[name], code) })
			switch base := filepath.Base(name); {
			case ours && !has:
				found[base+" "+rule+" ours"] = true
			case has && !ours:
				found[base+" "+rule+" theirs"] = true
			}
		}
	}
	var want, got []string
	for key := range settled {
		want = append(want, key)
	}
	for key := range found {
		got = append(got, key)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("disagreements with shellcheck (- settled, + found):\n%s", diff)
	}
	t.Logf("%d scripts, %d rules with a counterpart, %d disagreements settled", len(files), len(counterparts), len(settled))
}

// shellcheckable lists the scripts of sh and bash in the corpus, and the
// examples of the rules, written to files.
func shellcheckable(t *testing.T) []string {
	var files []string
	for _, name := range slices.Concat(corpus(t, "bad"), corpus(t, "good")) {
		if (strings.HasSuffix(name, ".sh") || strings.HasSuffix(name, ".bash")) && !strings.Contains(name, "GS00") {
			files = append(files, name)
		}
	}
	dir := t.TempDir()
	for _, r := range Rules() {
		for i, e := range r.Examples {
			if d := dialect.Named(e.Dialect); d != dialect.Sh && d != dialect.Bash || e.Snippet || r.ID < "GS010" {
				continue
			}
			name := filepath.Join(dir, fmt.Sprintf("%s-%d.%s", r.ID, i+1, e.Dialect))
			if err := os.WriteFile(name, []byte(e.Text), 0o644); err != nil {
				t.Fatal(err)
			}
			files = append(files, name)
		}
	}
	return files
}

// shellcheck runs it once over all files: the codes of each.
func shellcheck(t *testing.T, files []string) map[string][]int {
	out, err := exec.Command("shellcheck", append([]string{"--norc", "--enable=deprecate-which", "--format=json"}, files...)...).Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatal(err)
	}
	var comments []struct {
		File string
		Code int
	}
	if err := json.Unmarshal(out, &comments); err != nil {
		t.Fatal(err)
	}
	codes := map[string][]int{}
	for _, c := range comments {
		codes[c.File] = append(codes[c.File], c.Code)
	}
	return codes
}
