package lint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// What is a formula and what a Brewfile, the place and the name tell, or the
// text.
func TestRubyKinds(t *testing.T) {
	whole := read(t, "testdata/good/gs-local.rb")
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"tap/Formula/gs-local.rb", whole, nil},
		{`tap\Formula\gs-local.rb`, whole, nil},
		{"tap/Formula/local.rb", whole, []string{"GS700"}},
		{`tap\Formula\local.rb`, whole, []string{"GS700"}},
		{"tap/Formula/GS-local.rb", whole, []string{"GS700"}},
		{"tap/Formula/d/x.rb", "puts 1\n", []string{"GS700"}},
		{"tap/Formula/--x.rb", "class X < Formula\nend\n", []string{"GS700", "GS702", "GS704"}},
		{"tap/cmd/x.rb", "puts 1\n", nil},
		{"x/Brewfile", "whalebrew \"x\"\n", []string{"GS722"}},
		{`x\Brewfile`, "whalebrew \"x\"\n", []string{"GS722"}},
		{"x.rb", "whalebrew \"x\"\n", nil},
		{"x.rb", "class X < Formula\n", []string{"GS001"}},
		{"x.rb", "class Y < Other\nend\nbrew \"X\"\n", nil},
		{"Brewfile", "brew \"Go\" # gosetup: allow GS720 because it is an example\n", nil},
	} {
		expect(t, c.name, c.text, Options{}, c.want...)
	}
}

// Our own formula and Brewfile, damaged in one place, are flagged for it.
func TestRubyGoldensDamaged(t *testing.T) {
	const tap = "../../golden/default/tap/Formula/"
	const formula, sdk, brewfile = tap + "gosetup.rb", tap + "go-sdk.rb", "../../golden/default/Brewfile"
	for _, c := range []struct{ file, old, damaged, want string }{
		{formula, "\"\n  license", "0\"\n  license", "GS110"},
		{formula, "  sha256 \"", "  # sha256 \"", "GS101"},
		{formula, "url \"https:", "url \"http:", "GS160"},
		{formula, "class Gosetup ", "class GoSetup ", "GS700"},
		{formula, "desc \"Sets", "desc \"Gosetup sets", "GS701"},
		{formula, "toolchain\"", "toolchain.\"", "GS701"},
		{formula, "  license \"MIT\"\n", "", "GS702"},
		{formula, "def install", "def instal", "GS702"},
		{formula, "homepage \"https", "homepage \"http", "GS703"},
		{formula, "  test do", "  livecheck do", "GS704"},
		{formula, "    <<~EOS\n", "    <<~EOS\n      #{Time.now}\n", "GS708"},
		{formula, "    bin.install", "    system \"./x #{prefix}\"\n    bin.install", "GS706"},
		{formula, "    bin.install", "    system \"curl\", \"-O\", homepage\n    bin.install", "GS707"},
		{formula, "    bin.install", "    eval \"x\"\n    bin.install", "GS709"},
		{formula, "class Gosetup", "system \"./x\"\n\nclass Gosetup", "GS709"},
		{formula, "  license", "  File.write(\"/tmp/x\", \"x\")\n  license", "GS709"},
		{formula, "    bin.install", "    system \"bash\", \"-ec\", \"curl -O https://example.com/x\"\n    bin.install", "GS707"},
		{formula, "    bin.install", "    system \"env\", \"curl\", homepage\n    bin.install", "GS707"},
		{formula, "  def caveats", "  def helper\n    system \"curl\", homepage\n  end\n\n  def caveats", "GS707"},
		{formula, "  sha256 ", "  version \"0.1.0\"\n  sha256 ", "GS710"},
		{formula, "/gosetup-0.1.0.tar.gz\"\n  sha256", "/#{version}\"\n  sha256", "GS711"},
		{formula, "  url ", "  on_arm { url \"https://example.com/a\" }\n  url ", "GS712"},
		{formula, "license \"MIT\"", "license \"MIT License\"", "GS713"},
		{formula, "license \"MIT\"", "license \"GPL-3.0\"", "GS713"},
		{formula, "license \"MIT\"", "license [\"MIT\", \"ISC\"]", "GS713"},
		{formula, "    pkgshare", "    on_macos { bin.install \"x\" }\n    pkgshare", "GS714"},
		{sdk, "  version \"1.27.3\"\n", "", "GS711"},
		{sdk, "  version \"1.27.3\"", "  version \"1.27.3_1\"", "GS710"},
		{sdk, "    on_intel do\n", "    on_arm do\n", "GS712"},
		{sdk, "because: \"both", "because: \"Both", "GS715"},
		{sdk, ", because: \"both install `go` and `gofmt` binaries\"", "", "GS715"},
		{sdk, "  license ", "  keg_only :versioned_formula\n  license ", "GS705"},
		{sdk, "class GoSdk ", "class GoSDK ", "GS700"},
		{brewfile, "brew \"org/tap/", "brew \"org/Tap/", "GS720"},
		{brewfile, "[\"gosetup\"", "[\"other\"", "GS721"},
		{brewfile, "brew \"org", "pip \"x\"\nbrew \"org", "GS722"},
		{brewfile, "/gosetup\"\n", "/gosetup\", head: true\n", "GS723"},
	} {
		text := read(t, c.file)
		if !strings.Contains(text, c.old) {
			t.Errorf("%s has no %q", c.file, c.old)
			continue
		}
		r := Check(filepath.ToSlash(c.file), []byte(strings.Replace(text, c.old, c.damaged, 1)), Options{})
		found := ids(r.Findings)
		if !strings.Contains(strings.Join(found, " "), c.want) {
			t.Errorf("%q for %q: %v, want %s", c.damaged, c.old, found, c.want)
		}
	}
	expect(t, "Brewfile", read(t, "../../Brewfile"), Options{})
}

// Whatever the text, the checks end, with findings that have a place in it.
func FuzzRuby(f *testing.F) {
	for _, dir := range []string{"bad", "good"} {
		names, err := filepath.Glob("testdata/" + dir + "/*.rb")
		if err != nil || len(names) == 0 {
			f.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add("Formula/x.rb", string(text))
		}
	}
	f.Add("Brewfile", "tap \"a/b\"\nbrew \"x\", trusted: {}\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		r := Check(name, []byte(text), Options{Dialect: dialect.Ruby})
		for _, found := range r.Findings {
			if found.Offset < 0 || found.Offset > len(text) || found.Line < 1 || found.Col < 1 || strings.Contains(found.Message, "\n") {
				t.Errorf("a finding that is nowhere: %+v", found)
			}
		}
	})
}
