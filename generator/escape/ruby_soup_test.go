package escape

import (
	"encoding/json"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// Random templates, most of them damaged: whatever is accepted must be, for
// ruby's own parser, the same tree with a hostile value as with a harmless one,
// but for the value itself.

// rubyTree gives the tree of each pair of texts, the second with the harmless
// word replaced, and says whether they are equal.
const rubyTree = `require "json"
$VERBOSE = nil
def tree(n, from, to)
  case n
  when RubyVM::AbstractSyntaxTree::Node
    kids = n.children.map { |c| tree(c, from, to) }
    return ["LIT", tree(n.children[0], from, to)] if n.type == :STR
    return [n.type.to_s, kids]
  when Array then n.map { |c| tree(c, from, to) }
  when String then from ? n.gsub(from) { to } : n
  else n.inspect
  end
end
bad = []
JSON.parse(File.read(ARGV[0])).each_with_index do |(hostile, harmless, value), i|
  begin
    b = tree(RubyVM::AbstractSyntaxTree.parse(harmless), "harmless", value)
  rescue SyntaxError
    bad << [i, "harmless does not parse"]
    next
  end
  begin
    a = tree(RubyVM::AbstractSyntaxTree.parse(hostile), nil, nil)
    bad << [i, "differs"] if a != b
  rescue SyntaxError => e
    bad << [i, e.message[0, 200]]
  end
end
puts JSON.generate(bad)`

// rubyPieces are what the soup is made of.
var rubyPieces = []string{
	"{{.}}", "{{.}}", "{{.}}", "{{.}}", `"{{.}}"`, `'{{.}}'`, `"a{{.}}#{b}"`, `'a\\{{.}}'`, "<<~EOS", "<<~'EOS'", "\n  {{.}}\nEOS\n", "\n    a {{.}}\n  b{{.}}\n  EOS\n", "\nEOS\n",
	"desc ", "url ", "desc(", "bin.install ", "license any_of: [", "assert_equal ", "caveats ", "def caveats\n", "return ", "test do\n", "on_macos { ", "end\n", "if ", " unless ", "x = ", "# {{.}}\n", "# ", "class A < B\n",
	", ", ", ", " => ", "because: ", "date: ", ":sym", "%w[a b]", "[", "]", "(", ")", "{", "}", "|", "\"", "'", "\\", "#", "#{", "/", "/a/", "+", " + ", " == ", " && ", "-", "1", "nil", "foo", "Foo", ".", "::", ":", "?", "!", "\n", "\n", "\n", " ", " ", "{{.}}{{.}}",
}

func rubySoup(r *rand.Rand, whole []string) string {
	if r.Intn(2) == 0 {
		text := pick(r, whole)
		at := rubyDamage.FindAllStringIndex(text, -1)
		for range 1 + r.Intn(3) {
			one := pick(r, at)
			if one[1] > len(text) {
				continue
			}
			switch r.Intn(5) {
			case 0:
				text = text[:one[0]] + text[one[1]:]
			case 1:
				text = text[:one[0]] + pick(r, rubyPieces) + text[one[0]:]
			default:
				text = text[:one[0]] + "{{.}}" + text[one[1]:]
			}
		}
		return text
	}
	var b strings.Builder
	b.WriteString(pick(r, []string{"", "desc ", "desc ", "assert_equal ", "test do\n", "deprecate! date: ", "def caveats\n"}))
	for range 1 + r.Intn(7) {
		b.WriteString(pick(r, rubyPieces))
	}
	return b.String()
}

var rubyDamage = regexp.MustCompile(`"[^"\n]*"|'[^'\n]*'|\w+|[^\w\s]|\n *|EOS`)

func TestRubySoup(t *testing.T) {
	realtool.Need(t, "ruby")
	r := rand.New(rand.NewSource(testSeed(t)))
	n := envInt(t, "GOSETUP_ATTACK", 500)
	short := "desc \"a\"\nlicense any_of: [\"a\", 'b']\ntest do\n  assert_match \"a\", x\nend\ndef caveats\n  <<~EOS\n    a b\n      c\n  EOS\nend\n"
	whole := []string{short, short, "tap \"a\", trusted: { formula: \"x\" }\nbrew 'b'\n", rubyGolden(t, "tap/Formula/gosetup.rb")}
	var pairs [][3]string
	tried, shapes := 0, 0
	for ; len(pairs) < n && tried < 200*n; tried++ {
		text := rubySoup(r, whole)
		value := rubyHostile(r)
		if r.Intn(2) == 0 {
			value = pick(r, worst)
		}
		harmless, err := renderRuby(text, "harmless")
		if err != nil || !strings.Contains(harmless, "harmless") || value == "" {
			continue
		}
		hostile, err := renderRuby(text, value)
		if err != nil {
			if strings.Contains(err.Error(), codeShape) {
				if shapes++; shapes < 6 {
					t.Logf("no rule knew %q with %q: %v", text, value, err)
				}
			}
			continue
		}
		pairs = append(pairs, [3]string{hostile, harmless, value})
	}
	wrong := rubyTrees(t, pairs)
	for i, one := range wrong {
		if i < 5 {
			t.Errorf("%v\n%s\n---\n%s", one, pairs[int(one[0].(float64))][0], pairs[int(one[0].(float64))][1])
		}
	}
	t.Logf("%d templates accepted of %d, %d trees differ; refused by the comparison only: %d", len(pairs), tried, len(wrong), shapes)
	if len(pairs) < n {
		t.Error("too few templates accepted")
	}
}

// The comparison of trees finds what it is for.
func TestRubySoupFinds(t *testing.T) {
	realtool.Need(t, "ruby")
	wrong := rubyTrees(t, [][3]string{
		{`desc "#{x}"`, `desc "harmless"`, "#{x}"}, {`desc 'a\'b'`, `desc 'harmless'`, `a\'b`}, {`desc "a\#b"`, `desc "harmless"`, "a#b"}, {`desc 'a'b'`, `desc 'harmless'`, `a'b`}, {"desc <<~E\n  a\n   b\nE", "desc <<~E\n  harmless\nE", "a\n   b"},
	})
	if len(wrong) != 4 {
		t.Errorf("%v", wrong)
	}
}

func rubyTrees(t *testing.T, pairs [][3]string) (wrong [][]any) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pairs.json")
	in, err := json.Marshal(pairs)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, in, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("ruby", "-e", rubyTree, file)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &wrong)
	}
	if err != nil {
		t.Fatal(err)
	}
	return wrong
}
