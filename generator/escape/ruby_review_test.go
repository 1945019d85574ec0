package escape

import (
	"errors"
	"os/exec"
	"testing"
)

// What a review found about Ruby, and what of it came with the repair. A body
// is put into a class; code is that of the error, or "" for a template that is
// taken.

const rubyPayload = "$(touch${IFS}pwned)"

type rubyReviewed struct {
	name, body, value string
	code              string
}

// run tries one template, and gives what it makes.
func (c rubyReviewed) run(t *testing.T, text string) []string {
	t.Helper()
	out, err := renderRuby(text, c.value)
	var own *Error
	switch {
	case c.code == "" && err != nil:
		t.Errorf("%s: %v", c.name, err)
	case c.code != "" && err == nil:
		t.Errorf("%s: taken\n%s", c.name, out)
	case c.code != "" && (!errors.As(err, &own) || own.Code != c.code):
		t.Errorf("%s: %v", c.name, err)
	}
	if err != nil {
		return nil
	}
	return []string{out}
}

// rubyTakes says that ruby takes what the templates make.
func rubyTakes(t *testing.T, texts []string) {
	t.Helper()
	if _, err := exec.LookPath("ruby"); err != nil || len(texts) == 0 {
		return
	}
	for i, ok := range rubyAgrees(t, texts) {
		if !ok {
			t.Errorf("ruby does not take\n%s", texts[i])
		}
	}
}

func runRubyReview(t *testing.T, rows []rubyReviewed) {
	t.Helper()
	var made []string
	for _, c := range rows {
		made = append(made, c.run(t, "class Foo < Formula\n"+c.body+"\nend\n")...)
	}
	rubyTakes(t, made)
}

const rubyMake = "\ndef install\n  system \"make V=#{version}\"\nend"

// Homebrew finds the version in the address.
func TestRubyReviewVersion(t *testing.T) {
	address := "https://example.com/foo-1$(touch${IFS}pwned)x.tar.gz"
	runRubyReview(t, []rubyReviewed{
		{"bin of an address", "url {{.}}\ntest do\n  assert_match \"1\", shell_output(\"#{bin}/foo --version\")\nend", address, "ruby/address"},
		{"version of a tag", "url \"https://x/y.git\", tag: {{.}}" + rubyMake, "v-1$(touch${IFS}pwned)x", "ruby/address"},
		{"version of a part of an address", `url "https://x/y-{{.}}.tgz"` + rubyMake, "1$(x)", "ruby/address"},
		{"a decoded sign", `url "https://x/y-{{.}}.tgz"` + rubyMake, "1%24(x)", "ruby/address"},
		{"a decoded blank", `url "https://x/y-{{.}}.tgz"` + rubyMake, "1+install", "ruby/address"},
		{"another command", `url "https://x/y-{{.}}.tgz"` + rubyMake, "1&reboot", "ruby/address"},
		{"prefix through a variable", "url {{.}}\ndef install\n  a = \"--prefix=#{prefix}\"\n  system \"./configure #{a}\"\nend", address, "ruby/address"},
		{"arguments that hold prefix", "url {{.}}\ndef install\n  system std_cmake_args.join(\" \")\nend", address, "ruby/address"},
		{"in on_macos", "on_macos do\n  url {{.}}\nend" + rubyMake, address, "ruby/address"},
		{"a version of another part", "url {{.}}\nresource \"a\" do\n  version \"1\"\nend" + rubyMake, address, "ruby/address"},
		{"a version of one system", "url {{.}}\non_macos do\n  version \"1\"\nend" + rubyMake, address, "ruby/address"},
		{"a version under a condition", "url {{.}}\nversion \"1\" if OS.mac?" + rubyMake, address, "ruby/address"},
		{"a version that may fail", "url {{.}}\nbegin\n  foo\n  version \"1\"\nrescue\n  bar\nend" + rubyMake, address, "ruby/address"},
		{"a version that may be skipped", "url {{.}}\nOS.mac? && version(\"1\")" + rubyMake, address, "ruby/address"},
		{"version of a resource", "version \"1\"\nresource \"a\" do\n  url {{.}}\nend\ndef install\n  system \"make V=#{resource(\"a\").version}\"\nend", address, "ruby/address"},
		{"an address made of another text", "license {{.}}\nurl \"https://x/#{license}.tgz\"" + rubyMake, "y-1$(x)", "ruby/address"},
		{"a version made of another text", "license {{.}}\nversion \"1#{license}\"" + rubyMake, "$(x)", "ruby/reached"},
		{"a plain address", "url {{.}}" + rubyMake, "https://example.com/~a/foo-1.2_3.tar.gz?a=b", ""},
		{"a version is given", "url {{.}}\nversion \"1.0\"" + rubyMake, address, ""},
		{"a version is given in stable", "stable do\n  url {{.}}\n  version \"1.0\"\nend" + rubyMake, address, ""},
		{"a version as a value", "url {{.}}\nversion {{.}}" + rubyMake, "1.0-a", ""},
		{"the version is not used", "url {{.}}\ndef install\n  bin.install \"x\"\nend", address, ""},
		{"the version is compared", "url {{.}}\ntest do\n  assert_equal \"1\", version.to_s\nend", address, ""},
		{"opt_bin has no version", "url {{.}}\ndef install\n  system \"#{opt_bin}/x\"\nend", address, ""},
		{"an address of livecheck", "livecheck do\n  url {{.}}\nend" + rubyMake, address, ""},
		{"a version in a command", "version {{.}}" + rubyMake, "1.0", ""},
		{"a version that is an option", "version {{.}}\ndef install\n  system \"git\", \"checkout\", version\nend", "--orphan", "ruby/version"},
		{"a version behind a letter", "version \"v{{.}}\"" + rubyMake, "-1", ""},
		{"a version as Ruby", "version {{.}}\ndef install\n  eval \"V = #{version}\"\nend", "exit", "ruby/reached"},
	})
}

// What a file reads again, and where it gets to.
func TestRubyReviewReached(t *testing.T) {
	var rows []rubyReviewed
	for name, body := range map[string]string{
		"write":                "homepage {{.}}\ndef install\n  (bin/\"foo\").write <<~EOS\n    #!/bin/bash\n    exec foo --home \"#{homepage}\"\n  EOS\nend",
		"write, then run":      "homepage {{.}}\ntest do\n  (testpath/\"t.sh\").write \"echo #{homepage}\"\n  system \"sh\", testpath/\"t.sh\"\nend",
		"write_env_script":     "homepage {{.}}\ndef install\n  (bin/\"foo\").write_env_script libexec/\"foo\", \"HOME=#{homepage}\"\nend",
		"own method":           "desc {{.}}\ndef run_it(cmd)\n  system cmd\nend\ndef install\n  run_it \"echo #{desc}\"\nend",
		"own method's value":   "desc {{.}}\ndef cmd\n  \"echo #{desc}\"\nend\ndef install\n  system cmd\nend",
		"return":               "desc {{.}}\ndef cmd\n  return desc if true\n  \"a\"\nend\ndef install\n  system cmd\nend",
		"block parameter":      "homepage {{.}}\ndef install\n  [homepage].each { |u| system \"curl -I #{u}\" }\nend",
		"block's value":        "homepage {{.}}\ndef install\n  system foo { homepage }\nend",
		"constant":             "homepage {{.}}\nSITE = homepage\ndef install\n  system \"make SITE=#{SITE}\"\nend",
		"push":                 "homepage {{.}}\ndef install\n  args = [\"x\"]\n  args.push \"--site=#{homepage}\"\n  system \"./configure #{args.join(\" \")}\"\nend",
		"concat":               "license {{.}}\ndef install\n  cmd = []\n  cmd.concat([\"echo\", license])\n  system cmd.join(\" \")\nend",
		"push twice":           "license {{.}}\ndef install\n  cmd = []\n  cmd.push(\"a\").push(license)\n  system cmd.join(\" \")\nend",
		"<<":                   "license {{.}}\ndef install\n  cmd = []\n  cmd << \"a\" << license\n  system cmd.join(\" \")\nend",
		"+=":                   "license {{.}}\ndef install\n  cmd = \"a\"\n  cmd += license\n  system cmd\nend",
		"||=":                  "license {{.}}\ndef install\n  cmd ||= license\n  system cmd\nend",
		"?:":                   "license {{.}}\ndef install\n  cmd = OS.mac? ? \"a\" : license\n  system cmd\nend",
		"rescue":               "license {{.}}\ndef install\n  cmd = begin\n    foo\n  rescue Foo, Bar => e\n    license\n  end\n  system cmd\nend",
		"%W[ ]":                "license {{.}}\ndef install\n  system(*%W[sh -c #{license}])\nend",
		"assigned assignment":  "license {{.}}\ndef install\n  a = b = license\n  system a\nend",
		"index":                "homepage {{.}}\ndef install\n  h = {}\n  h[\"a\"] = homepage\n  system \"make #{h[\"a\"]}\"\nend",
		"attribute":            "homepage {{.}}\ndef install\n  foo.bar = homepage\nend",
		"default":              "homepage {{.}}\ndef install(cmd = \"make #{homepage}\")\n  system cmd\nend",
		"default of a key":     "homepage {{.}}\ndef install(cmd: homepage)\n  system cmd\nend",
		"service":              "homepage {{.}}\nservice do\n  run [\"/bin/sh\", \"-c\", \"foo #{homepage}\"]\nend",
		"name of a resource":   "resource {{.}} do\n  url \"https://x/y-1.tgz\"\nend\ndef install\n  resources.each do |r|\n    r.stage { system \"make NAME=#{r.name}\" }\n  end\nend",
		"class":                "desc {{.}}\ndef install\n  system \"x #{self.class.desc}\"\nend",
		"send":                 "desc {{.}}\ndesc.send(:system)",
		"public_send":          "desc {{.}}\ndef install\n  Kernel.public_send(:system, desc)\nend",
		"__send__":             "desc {{.}}\ndef install\n  __send__(:system, desc)\nend",
		"send by a symbol":     "desc {{.}}\ndef install\n  system send(:desc)\nend",
		"send by a string":     "desc {{.}}\ndef install\n  x = send(\"desc\")\n  system x\nend",
		"& and a symbol":       "desc {{.}}\ndef install\n  system [self].map(&:desc).first\nend",
		"define_method":        "desc {{.}}\ndefine_method(:cmd) { \"echo #{desc}\" }\ndef install\n  system cmd\nend",
		"then":                 "desc {{.}}\ndef install\n  desc.then { |x| system x }\nend",
		"sub with a block":     "desc {{.}}\ndef install\n  desc.sub(\"a\") { |x| system x }\nend",
		"ENV":                  "homepage {{.}}\ndef install\n  ENV[\"CC\"] = homepage\n  system \"make\"\nend",
		"ENV, appended":        "homepage {{.}}\ndef install\n  ENV.append \"CFLAGS\", homepage\nend",
		"ENV ||=":              "homepage {{.}}\ndef install\n  ENV[\"PATH\"] ||= homepage\nend",
		"with_env":             "desc {{.}}\ndef install\n  with_env(X: desc) do\n    system \"make\"\n  end\nend",
		"keg_only_reason":      "keg_only {{.}}\ndef post_install\n  system \"echo #{keg_only_reason}\"\nend",
		"deprecation_reason":   "deprecate! date: \"2024-01-01\", because: {{.}}\ndef install\n  system \"echo #{deprecation_reason}\"\nend",
		"mirrors":              "mirror {{.}}\ndef install\n  system \"curl #{stable.mirrors.first}\"\nend",
		"specs":                "url \"https://x/y-1.tgz\", tag: \"v1\", revision: {{.}}\ndef install\n  system \"make R=#{stable.specs[:revision]}\"\nend",
		"branch":               "head \"https://x/y.git\", branch: {{.}}\ndef install\n  system \"make B=#{head.specs[:branch]}\"\nend",
		"address":              "url {{.}}\ndef install\n  system \"curl #{url}\"\nend",
		"deps":                 "depends_on {{.}}\ndef install\n  deps.each { |d| system \"brew --prefix #{d.name}\" }\nend",
		"inreplace":            "license {{.}}\ndef install\n  inreplace \"Makefile\", \"@L@\", license\nend",
		"inreplace, a block":   "license {{.}}\ndef install\n  inreplace \"Makefile\" do |s|\n    s.gsub! \"@L@\", license\n  end\nend",
		"caveats":              "caveats {{.}}\ndef install\n  system \"echo #{caveats}\"\nend",
		"caveats, written":     "def caveats\n  {{.}}\nend\ndef install\n  (etc/\"foo.sh\").write caveats\nend",
		"caveats with an if":   "def caveats\n  x = if true\n    \"{{.}}\"\n  end\n  system x\nend",
		"strategy":             "homepage {{.}}\nlivecheck do\n  url :homepage\n  strategy :page_match do |page|\n    system \"x #{homepage}\"\n  end\nend",
		"livecheck":            "livecheck do\n  url {{.}}\nend\ndef install\n  system \"x #{livecheck.url}\"\nend",
		"unknown method":       "homepage {{.}}\nfrobnicate homepage",
		"object of an unknown": "homepage {{.}}\ndef install\n  homepage.frobnicate\nend",
		"condition":            "homepage {{.}}\ndef install\n  if system(homepage)\n    x\n  end\nend",
		"ensure":               "homepage {{.}}\ndef install\n  x\nensure\n  system homepage\nend",
	} {
		rows = append(rows, rubyReviewed{name, body, rubyPayload, "ruby/reached"})
	}
	for name, body := range map[string]string{
		"what desc gives back": "x = desc {{.}}\nsystem x",
		"another name":         "desc {{.}}\nalias_method :cmd, :desc\nsystem cmd",
		"in ?:":                "def install\n  x = OS.mac? ? {{.}} : \"b\"\n  system x\nend",
		"in +=":                "def install\n  x += {{.}}\nend",
		"in begin":             "def install\n  x = begin\n    \"{{.}}\"\n  end\n  system x\nend",
		"in ||=":               "def install\n  ENV[\"A\"] ||= {{.}}\nend",
		"in <<":                "def install\n  args << {{.}}\nend",
		"in the block of run":  "inreplace \"x\" do\n  desc {{.}}\nend",
	} {
		rows = append(rows, rubyReviewed{name, body, "x", "*"})
	}
	for _, c := range rows {
		if c.code == "*" {
			if out, err := renderRuby(c.body, c.value); err == nil {
				t.Errorf("%s: taken\n%s", c.name, out)
			}
			continue
		}
		c.run(t, "class Foo < Formula\n"+c.body+"\nend\n")
	}
}
