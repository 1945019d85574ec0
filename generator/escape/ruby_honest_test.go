package escape

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// What honest formulae have, and a review found refused.
func TestRubyReviewHonest(t *testing.T) {
	runRubyReview(t, []rubyReviewed{
		{"<<", "desc {{.}}\ndef install\n  args = std_cmake_args\n  args << \"-DX=ON\" if build.with? \"x\"\n  args << <<~EOS\n    a\n  EOS\n  system \"cmake\", *args\nend", rubyPayload, ""},
		{"?:", "desc {{.}}\ndef install\n  arch = Hardware::CPU.arm? ? \"arm64\" : \"amd64\"\n  a = x ? y(1) : b ? [c] :\n    d\n  bin.install \"foo-#{arch}\" => \"foo\"\nend", rubyPayload, ""},
		{"?: in an argument", "desc(OS.mac? ? {{.}} : \"{{.}}\")", rubyPayload, ""},
		{"rescue", "desc {{.}}\ndef post_install\n  (var/\"foo\").mkpath\nrescue => e\n  opoo e\nend", rubyPayload, ""},
		{"rescue with classes", "desc {{.}}\ntest do\n  x = begin\n    foo\n  rescue Foo::Bar, Baz => e\n    1\n  rescue\n    2\n  else\n    3\n  ensure\n    bar\n  end\n  ohai x\nrescue Errno::ENOENT\n  ohai \"b\"\nend", rubyPayload, ""},
		{"+=", "desc {{.}}\ndef caveats\n  s = \"a\"\n  s += \"more\" if OS.mac?\n  s += <<~EOS\n    #{desc}\n  EOS\n  s\nend", rubyPayload, ""},
		{"||=", "desc {{.}}\ndef install\n  ENV[\"GOFLAGS\"] ||= \"x\"\n  a ||= foo \"b\"\n  A.b ||= a\nend", rubyPayload, ""},
		{"%W[ ]", "version {{.}}\ndef install\n  ldflags = %W[\n    -s -w\n    -X main.version=#{version}\n  ]\n  system \"go\", \"build\", *std_go_args(ldflags: ldflags)\nend", "1.0", ""},
		{"caveats that read", "homepage {{.}}\nlicense {{.}}\ndef caveats\n  <<~EOS\n    #{homepage} #{license}\n  EOS\nend" + rubyMake, rubyPayload, ""},
		{"a test that reads", "homepage {{.}}\ntest do\n  assert_match homepage, shell_output(\"#{bin}/x\")\n  assert_equal homepage.strip.downcase, {{.}}\n  ohai \"a\" if homepage.start_with?(\"http\")\nend", rubyPayload, ""},
		{"a stage", "homepage {{.}}\nresource {{.}} do\n  url \"https://x/y-1.tgz\"\nend\ndef install\n  resource(\"a\").stage do\n    bin.install \"x\"\n  end\n  system \"make\", \"N=#{name}\"\nend", rubyPayload, ""},
		{"a block's statements", "homepage {{.}}\ndef install\n  cd \"x\" do\n    a = homepage\n    ohai a\n    system \"make\"\n  end\nend", rubyPayload, ""},
		{"a list that is printed", "homepage {{.}}\ndef caveats\n  a = []\n  a.push(\"x\").push(homepage) << \"y\"\n  a.join(\" \")\nend", rubyPayload, ""},
		{"a comparison", "homepage {{.}}\ndef install\n  x = homepage == \"a\" || !homepage\n  system \"make\", \"X=#{x}\"\nend", rubyPayload, ""},
		{"a default", "homepage {{.}}\ndef foo(a = \"x\", b: 2)\n  ohai a\nend", rubyPayload, ""},
		{"a service", "desc {{.}}\nservice do\n  run [opt_bin/\"foo\", \"serve\"]\n  keep_alive true\n  log_path var/\"log/foo.log\"\nend", rubyPayload, ""},
		{"a word in %W[ ]", "x %W[a {{.}}]", "x", "ruby/symbol"},
		{"#{ } in %W[ ]", "x %W[a #{\"{{.}}\"}]", "x", "ruby/symbol"},
	})
	patch := "class Foo < Formula\n  desc {{.}}\n  patch :DATA\nend\n__END__\ndiff --git a/x b/x\n+\"#{`'\n"
	var made []string
	for _, c := range []rubyReviewed{
		{"__END__", patch, rubyPayload, ""},
		{"a hole behind __END__", patch + "+{{.}}\n", "x", "ruby/data"},
		{"a hole in a comment behind __END__", "desc \"x\"\n__END__\n# {{.}}", "x", "ruby/data"},
		{"a Brewfile", "tap \"a/b\"\nbrew {{.}}, args: [\"HEAD\"], restart_service: :changed\ncask {{.}}, args: { appdir: \"~/Applications\" }\nmas {{.}}, id: 497799835\nvscode {{.}}\n", `a"#{b}`, ""},
		{"an option of code", "vscode {{.}}", "-x", "ruby/option"},
	} {
		made = append(made, c.run(t, c.body)...)
	}
	rubyTakes(t, made)
	if out, err := renderRuby("mas \"Xcode\", id: {{.}}\n", 497799835); err != nil || out != "mas \"Xcode\", id: 497799835\n" {
		t.Errorf("%q %v", out, err)
	}
}

// Holes beside each other: what one says of the text before it holds for the
// next too.
func TestRubyReviewAdjacent(t *testing.T) {
	for _, c := range []struct{ template, a, b, want string }{
		{`desc "#{{.a}}{{.b}}"`, "", "{x}", `desc "#\{x}"`},
		{`desc "#{{.a}}{{.b}}"`, "#", "{x}", `desc "#\#\{x}"`},
		{`tap "{{.a}}{{.b}}"`, "", "-x", ""},
		{`version "{{.a}}{{.b}}"`, "", "-x", ""},
		{"caveats <<~EOS\n  {{.a}}{{.b}}\nEOS", "a", " b", "caveats <<~EOS\n  a\\sb\nEOS"},
		{"caveats <<~EOS\n  {{.a}}{{.b}}\nEOS", "", "EOS", ""},
		{"caveats <<~EOS\n  E{{.b}}\nEOS", "", " OS", "caveats <<~EOS\n  E OS\nEOS"},
	} {
		out, err := renderRuby(c.template, map[string]string{"a": c.a, "b": c.b})
		if c.want == "" {
			if err == nil || strings.Contains(err.Error(), codeShape) {
				t.Errorf("%q: %q %v", c.template, out, err)
			}
		} else if err != nil || out != c.want {
			t.Errorf("%q: %q %v", c.template, out, err)
		}
	}
}

// Names of exceptions are taken, or may come to be; and | needs its blanks, as
// it ends the parameters of a block.
func TestRubyReviewSmall(t *testing.T) {
	for _, name := range []string{"StandardError", "FooError", "Error"} {
		if out, err := renderRuby("class {{.}} < Formula\nend", name); err == nil {
			t.Errorf("%q", out)
		}
	}
	if _, err := renderRuby("class {{.}} < Formula\nend", "Errors"); err != nil {
		t.Error(err)
	}
	long := rubyReviewed{"an order far away", "#\n#\n# -*- " + strings.Repeat("a", 2*rubyNear) + " {{.}}", "x", "ruby/magic"}
	long.run(t, long.body)
	if a, b := rubyCanonOf(t, "x\n__END__\na"), rubyCanonOf(t, "x\n__END__\nb"); a == b {
		t.Error("the text behind __END__ is not compared")
	}
	if _, err := renderRuby("x %w[{{.}}]", "a"); err == nil || strings.Contains(err.Error(), "gets to") {
		t.Error(err)
	}
	for text, taken := range map[string]bool{"x = a | b": true, "x = a|b": false, "x = a| b": false} {
		if _, err := (rubyLanguage{}).canon(text); (err == nil) != taken {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The time that a line needs grows with its holes, not with their square.
func TestRubyReviewTime(t *testing.T) {
	hole := "{{range .}}{{.}} {{end}}"
	for name, template := range map[string]string{
		"a comment":       "# " + hole,
		"text":            "desc \"" + hole + "\"",
		"holes in a row":  "desc \"{{range .}}{{.}}{{end}}\"",
		"here-document":   "caveats <<~EOS\n  a " + hole + "\nEOS",
		"many strings":    "license any_of: [{{range .}}\"{{.}}\", {{end}}]",
		"many statements": "{{range .}}desc {{.}}\n# {{.}}\n{{end}}",
	} {
		var few, many time.Duration
		for range 5 { // the machine may have other things to do
			few, many = rubyTime(t, template, 1000), rubyTime(t, template, 8000)
			if many < time.Second || many < 20*few {
				break
			}
		}
		if t.Logf("%s: %v, %v", name, few, many); many > time.Second && many > 20*few {
			t.Errorf("%s: eight times as many holes need %v instead of %v", name, many, few)
		}
	}
}

func rubyTime(t *testing.T, template string, n int) time.Duration {
	start := time.Now()
	if _, err := renderRuby(template, slices.Repeat([]string{"x"}, n)); err != nil {
		t.Errorf("%q: %v", template, err)
	}
	return time.Since(start)
}

func rubyCanonOf(t *testing.T, text string) string {
	t.Helper()
	canon, err := (rubyLanguage{}).canon(text)
	if err != nil {
		t.Error(err)
	}
	return canon
}
