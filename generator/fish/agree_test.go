package fish

import (
	"fmt"
	"math/rand"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// stricter settles what we refuse and fish takes: an error that has the text,
// with an example. Anything else that we refuse and fish takes fails a test.
var stricter = []struct{ what, example, why string }{
	{"an index with more than", `echo $v[[1]`, "fish finds out when it runs it"},
	{"a $ with no name", `v="$[1" true`, "fish finds out when it runs it"},
	{"a [ without its ] in a command substitution", `echo (a [ b)[1]`, "fish finds out when it runs it"},
	{"a { or [ that is not closed", `set -e v[1 2]`, "a blank in brackets is a part of the word to fish, but not to a reader"},
	{"a ^ at the start of a word", `echo ^a`, "a redirection to fish 3.1"},
	{"a command whose name is a command substitution, or a { }", `{a,b} c`, "a block to fish 4.1"},
	{"the reserved word", `"if" true; "end"`, "a reader takes it for a command"},
	{"for NAME without in", `for x "in" y; end`, "a reader takes it for a value"},
	{"a # directly behind an escape", `echo \'#s`, "a comment inside a word to fish 3.6 only"},
	{`a \\ directly before`, `echo a\\''`, "fish 3.1 reads the quote as escaped"},
	{"time in this place", `x=1 time true`, "fish 3.1 looks for a program time"},
	{"a number directly before &", `true 2&>1`, "fish 3.6 takes the number for an argument, others for a file descriptor"},
	{"an & inside a word", `true a&s`, "in the word to fish 3.6, the background to others"},
	{"without what it needs", `if`, "a request for help to fish"},
}

// settled says whether an error of ours that fish does not share is among
// stricter.
func settled(err error) bool {
	for _, row := range stricter {
		if strings.Contains(err.Error(), row.what) {
			return true
		}
	}
	return false
}

func TestStricter(t *testing.T) {
	realtool.Need(t, "fish")
	var texts []string
	for _, row := range stricter {
		texts = append(texts, row.example)
	}
	for i, v := range verdicts(t, texts) {
		if !v.real || v.err == nil || !strings.Contains(v.err.Error(), stricter[i].what) || stricter[i].why == "" {
			t.Errorf("%q: fish takes it: %v (%s); we say %v, want %q", texts[i], v.real, v.said, v.err, stricter[i].what)
		}
	}
}

// agree fails where fish refuses a text that we take, or the other way round
// without a reason.
func agree(t *testing.T, texts, whats []string) {
	t.Helper()
	var refused, missed, strict int
	for i, v := range verdicts(t, texts) {
		switch {
		case !v.real && v.err == nil:
			missed++
			t.Errorf("missed: %s; fish says %s", whats[i], v.said)
		case !v.real:
			refused++
		case v.err != nil && settled(v.err):
			strict++
		case v.err != nil:
			t.Errorf("refused: %s: %v", whats[i], v.err)
		}
	}
	t.Logf("%d texts: fish and we refuse %d, we alone %d, fish alone %d", len(texts), refused, strict, missed)
	if len(texts) > 1 && refused < len(texts)/10 {
		t.Errorf("only %d of %d texts are refused, which tests little", refused, len(texts))
	}
}

// tokens are inserted into scripts, to damage them.
var tokens = []string{
	"'", `"`, "(", ")", "[", "]", "{", "}", "$", `\`, "#", ";", "&", "|", "<", ">", "\n", " end\n", " begin;", " if ", "\nelse\n", " and ", " or ", " not ", "\ncase x\n", " ", "$(", "&&", "||", "=", "~", ">>", "2>&1",
	" in ", " for x in ", " while ", " switch ", " function ", " time ", " command ", " exec ", "$v", "$v[1]", "x=1 ", "*", "?", "%", "^", ",", "..", "\t", "\\\n", "\\x41", "@", "!", "end", "\nbreak\n", "break;", "-", "''", `""`,
}

var pieces = regexp.MustCompile(`(?s)[ \t]+|[A-Za-z0-9_./-]+|.`)

// mutant deletes, doubles, swaps or inserts tokens.
func mutant(r *rand.Rand, text string) (damaged, what string) {
	parts := pieces.FindAllString(text, -1)
	at := r.Intn(len(parts))
	near := strings.Join(parts[max(0, at-8):min(len(parts), at+8)], "")
	switch op := r.Intn(4); op {
	case 0:
		what, parts[at] = "deleted", ""
	case 1:
		what, parts[at] = "doubled", parts[at]+parts[at]
	case 2:
		other := min(len(parts)-1, at+1+r.Intn(3))
		parts[at], parts[other] = parts[other], parts[at]
		what = "swapped"
	default:
		token := pick(r, tokens)
		parts[at] = token + parts[at]
		what = fmt.Sprintf("%q inserted", token)
	}
	return strings.Join(parts, ""), fmt.Sprintf("%s in %q", what, near)
}

// What fish refuses we refuse: the rendered scripts, and damaged ones.
func TestAgreesWithFish(t *testing.T) {
	realtool.Need(t, "fish")
	var texts, whats []string
	for name, text := range golden(t) {
		if _, err := Parse(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		texts, whats = append(texts, text), append(whats, name)
	}
	r := random(t)
	add := func(n int, from []string, times int) {
		for range amount(t, n) {
			text, what := mutant(r, pick(r, from))
			for range r.Intn(times) {
				var more string
				text, more = mutant(r, text)
				what += ", " + more
			}
			texts, whats = append(texts, text), append(whats, fmt.Sprintf("%s: %.300q", what, text))
		}
	}
	add(300, texts, 1)
	add(1200, statements(t), 3)
	agree(t, texts, whats)
}

// Every prefix of a short script and of each kind of statement.
func TestPrefixesAgree(t *testing.T) {
	realtool.Need(t, "fish")
	var texts, whats []string
	for _, text := range append(statements(t), golden(t)[shortest]) {
		for i := range text {
			texts, whats = append(texts, text[:i]), append(whats, fmt.Sprintf("%q", text[max(0, i-200):i]))
		}
	}
	agree(t, texts, whats)
}
