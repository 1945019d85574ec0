package escape

import (
	"encoding/json"
	"errors"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// rubyLong is a formula with all that issue 7 wants.
const rubyLong = `# Code generated. DO NOT EDIT.
class GoSdkAT126 < Formula
  desc "Go toolchain, pinned"
  homepage "https://go.dev/"
  version "1.26.4"
  license any_of: ["MIT", "BSD-3-Clause"]
  revision 2

  livecheck do
    url "https://go.dev/dl/?mode=json"
    regex(/go(\d+(?:\.\d+)+)/i)
    strategy :json do |json|
      json.map { |release| release["version"] }
    end
  end

  keg_only :versioned_formula

  deprecate! date: "2026-01-01", because: :unmaintained

  depends_on "cmake" => :build
  depends_on arch: :arm64
  uses_from_macos "zlib", since: :catalina

  on_macos do
    on_arm do
      url "https://go.dev/dl/go1.26.4.darwin-arm64.tar.gz"
      sha256 "196b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
    end
    on_intel do
      url "https://go.dev/dl/go1.26.4.darwin-amd64.tar.gz"
      sha256 "296b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
    end
  end

  conflicts_with "go", because: "both install ` + "`go`" + ` binaries"
  link_overwrite "bin/go", "bin/gofmt"

  resource "extra" do
    url "https://go.dev/x", using: :nounzip
    sha256 "396b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/go", libexec/"bin/gofmt"
    if OS.mac? && Hardware::CPU.arm?
      man1.install "go.1"
    elsif !OS.linux?
      ENV["GOFLAGS"] = "-trimpath"
    else
      args = %w[-a --b]
      system "./x", "--prefix=#{prefix}", *args unless build.head?
    end
    (etc/"go").mkpath
    generate_completions_from_executable(bin/"go", "completion", shells: [:bash, :zsh])
  end

  def caveats
    <<~EOS
      It's here: #{opt_bin}/go
        and "there".
    EOS
  end

  test do
    (testpath/"x.go").write <<~'EOS'
      package main
      func main() { println("\n") }
    EOS
    assert_match version.to_s, shell_output("#{bin}/go version 2>&1", 0)
    assert_equal "x", pipe_output("#{bin}/go run -", "a")
    refute_path_exists testpath/"go"
  end
end
`

func rubyGolden(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../golden/default/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rubyAgrees asks real ruby which texts parse.
func rubyAgrees(t testing.TB, texts []string) []bool {
	t.Helper()
	dir := t.TempDir()
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "texts.json")
	if err := os.WriteFile(file, in, 0o600); err != nil {
		t.Fatal(err)
	}
	const program = `require "json"
$VERBOSE = nil
ok = JSON.parse(File.read(ARGV[0])).map do |text|
  RubyVM::InstructionSequence.compile(text)
  true
rescue SyntaxError
  false
end
puts JSON.generate(ok)`
	cmd := exec.Command("ruby", "-e", program, file)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := cmd.Output()
	var ok []bool
	if err == nil {
		err = json.Unmarshal(out, &ok)
	}
	if err != nil || len(ok) != len(texts) {
		t.Fatalf("%v %d", err, len(ok))
	}
	return ok
}

// What the parser takes, ruby takes; and it takes the damaged formulae that
// ruby takes, mostly.
func TestRubyAgreesWithRuby(t *testing.T) {
	needTool(t, "ruby")
	r := rand.New(rand.NewSource(testSeed(t)))
	whole := []string{rubyGolden(t, "tap/Formula/gosetup.rb"), rubyGolden(t, "Brewfile"), rubyLong}
	texts := slices.Clone(whole)
	delimiters := regexp.MustCompile(`["'()\[\]{}|/#\\,.=:>]|\b(do|end|if|def|class|elsif|else|unless)\b|EOS|<<~| `)
	for len(texts) < envInt(t, "GOSETUP_MUTANTS", 600)+len(whole) {
		text := whole[len(texts)%3]
		places := delimiters.FindAllStringIndex(text, -1)
		for range 1 + r.Intn(2) {
			at := pick(r, places)
			if at[1] <= len(text) {
				text = text[:at[0]] + text[at[1]:]
			}
		}
		texts = append(texts, text)
	}
	agreed, taken, lax := 0, 0, 0
	for i, ok := range rubyAgrees(t, texts) {
		_, err := rubyLanguage{}.canon(texts[i])
		switch {
		case i < len(whole) && (err != nil || !ok):
			t.Errorf("text %d: %v, ruby %v", i, err, ok)
		case err == nil && !ok:
			if lax++; lax < 26 {
				t.Logf("ruby refuses, we do not: %s", rubyFirstDifference(texts[i], whole[i%3]))
			}
		case (err == nil) == ok:
			agreed++
		}
		if ok {
			taken++
		}
	}
	t.Logf("agreed about %d of %d texts, of which ruby takes %d; taken though ruby refuses: %d", agreed, len(texts), taken, lax)
	if agreed*100 < len(texts)*90 || lax > len(texts)/100 {
		t.Error("too few")
	}
}

// What the subset leaves out is an error, never a guess.
func TestRubySubset(t *testing.T) {
	for _, text := range []string{
		"=begin\n=end", "x\n=begin\n=end", "__END__ \nx", "x __END__", "\"#{\n__END__\n}\"", "`ls`", "%x(ls)", "%q(a)", "x = %(a)", "?a", "x ?a : b", "desc /a/m / 2x", "x /a/ 2/", "a <<EOS\nEOS", "a <<-EOS\nEOS", "a <<~EOS", "a <<~eos\neos",
		"@x = 1", "$x = 1", "x; y", "a ?b : c", "a ? b :c", "a ? b", "a(1)? b : c", "x -= 1", "x &&= 1", "X.y + 1 += 1", "def a\n  X ||= 1\nend", "begin", "begin\nend while x", "x rescue y", "def a\n  x rescue y\nend", "begin\n  x\nrescue => y?\nend", "begin\nrescue x\nend", "begin\nelse\nend", "if x\nrescue\nend", "a { x\nrescue\n}", "rescue", "def a\n  x rescue Foo\n  y\nend", "def a\n  x ensure\n  y\nend", "x <<~A, %W[a\nb]\nA", "args <<\"x\"", "x = a<< b", "x <<= 1", "%W[a", "%W[a[b]]", "%W[a\\ b]", "%W(a)", "while x do\nend", "case x\nend", "->(x) { x }", `"#$x"`, `"#@x"`, `"\x41"`, `"\101"`, "\"a\\\nb\"", `:"a"`, "a.b&.c", "a..b",
		"x = 1\nx -2", "x *a", "x = 1\nx [1]", "\"a\" \"b\"", "desc \"a", "desc 'a", "desc \"#{a\"", "desc \"#{a\n}\"", "do\nend", "x do", "end", "if x", "class x\nend", "def x", "foo(", "[1", "{ a: 1", "foo a: 1, 2",
		"x <<~EOS\n  a\n   \n  b\nEOS", "x <<~EOS\n\ta\nEOS", "x <<~EOS, 'a\nb'\nEOS", "00", "1_", "1e5", "x\r\n", "a\x00", "\u00e9 = 1", "x =~ y =~ z", "self = 1", "x.1", "def a(b c)\nend", "a {|x", "%w[a(b]c", "%w(a)",
	} {
		var te *textError
		if _, err := (rubyLanguage{}).canon(text); err == nil {
			t.Errorf("%q is taken", text)
		} else if !errors.As(err, &te) || te.Offset < 0 || te.Offset > len(text) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// rubyFirstDifference is where a mutant differs from its original.
func rubyFirstDifference(mutant, original string) string {
	for i := range mutant {
		if i >= len(original) || mutant[i] != original[i] {
			return mutant[max(0, i-40):min(len(mutant), i+60)]
		}
	}
	return mutant
}
