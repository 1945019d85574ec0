package escape

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// rubyLong is a formula with all that issue 7 wants.
func rubyLong(t testing.TB) string { return rubyFile(t, "../ruby/testdata/good/go-sdk@1.26.rb") }

func rubyGolden(t testing.TB, name string) string { return rubyFile(t, "../../golden/default/"+name) }

func rubyFile(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
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
