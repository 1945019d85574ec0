package ruby

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// ingredients are what the soup is made of: signs and words that the grammar
// has rules about.
var ingredients = []string{
	"a", "b", "c?", "d!", "A", "A::B", "x = ", "x", "a = ", "x += ", "x ||= ", "A = ", "x[1] = ", "a.b = ", "1", "-1", "1.5", ":s", "\"t\"", "'t'", "\"#{a}\"", "\"#{x = 1}\"", "%w[a b]", "%W[a #{b}]", "/r/",
	"nil", "self", "true", "key: ", "k: ", " => ", "*", "&", "!", " + ", " - ", "-", " * ", " / ", " % ", " < ", " == ", " != ", " =~ ", " && ", " || ", " and ", " or ", "not ", " << ", " ? ", " : ", " | ", " & ",
	".b", ".b ", ".B", "::", "(", ")", "[", "]", "{ ", " }", "|y| ", "|x| ", "|y, z| ", "|y, y| ", ", ", ", ", "\n", "\n", "\n", " ", " ", " ", " do\n", " do ", "end", "\nend\n", "if ", " if ", "unless ", " unless ", "else\n", "elsif ", "then ", "\n",
	"def m\n", "def m(y)\n", "def m(y, z = 1)\n", "def m(*y)\n", "def m(&y)\n", "def m(k:)\n", "def m(k: 1)\n", "def self.m\n", "def A\n", "class A < B\n", "class A\n", "return", "return ", "begin\n", "rescue\n", "rescue => e\n", "rescue A, B => e\n", "ensure\n",
	"def m(y, y)\n", "def m(&y, z)\n", "def m(*y, *z)\n", "def m(y = 1, *z, k = 2)\n", "def m(k: 1, y)\n", "def m(*y, k:, &z)\n", "def m(*)\n", "def m(_, _)\n",
	"<<~E\n  t\nE\n", "<<~E, <<~F\n  t\nE\n  u\nF\n", "# c\n", "__END__\n", "it", "_1", "e", "a(", "a[", "m", "*x", "&x", "**x", "k: x, ", "super", "loop", "$x", "@x", ";",
}

// soup is a random text of a few ingredients.
func soup(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString([]string{"", "", "", "a ", "a(", "x = ", "def m\n", "class A\n", "if a\n", "a do\n", "x = 1\n"}[r.IntN(11)])
	for range 1 + r.IntN(9) {
		b.WriteString(ingredients[r.IntN(len(ingredients))])
		b.WriteString([]string{"", " ", " ", "\n"}[r.IntN(4)])
	}
	return b.String()
}

// What ruby refuses of random texts, Parse refuses: all that Parse takes of
// many is shown to ruby.
func TestSoup(t *testing.T) {
	realtool.Need(t, "ruby")
	const tried = 200_000
	r := rand.New(rand.NewPCG(8, 2026))
	seen := map[string]bool{}
	var texts []string
	for range tried {
		text := soup(r)
		if _, err := Parse(text); err == nil && !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	v := compare(t, texts)
	t.Logf("of %d texts Parse takes %d, of which ruby refuses %d", tried, len(texts), v.lax)
	if len(texts) < 1500 {
		t.Error("too few to show anything")
	}
}
