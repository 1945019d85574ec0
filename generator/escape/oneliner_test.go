package escape

import (
	"errors"
	"fmt"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

// What a call of perl or python3 reads is data, if its whole program is in it and
// runs nothing. The first word of a row is where the value is; PIPE is the pipe
// from it.
var oneLinersGood = []string{
	"PIPE perl -T -MCompress::Raw::Zlib -e 'print 1'",
	"PIPE python3 -I -S -c 'import sys, zlib; print(zlib.crc32(sys.stdin.buffer.read()))'",
	"PIPE python3 -m json.tool",
	"VALUE; python3 -c 'import sys; print(sys.argv[1])' \"$v\"",
	"VALUE; perl -e 'print $ARGV[0]' -- \"$v\"",
	"VALUE; perl -e 'print $ARGV[0]' \"./$v\"",
	"VALUE; python3 -I -S -m zipfile -e \"$v\" \"$v\"",
	"VALUE; perl -T -e {{.Perl}} <\"/x/$v\"",
	"VALUE; python3 -I -c {{.Python}} <\"/x/$v\"",
}

var oneLinersBad = []string{
	"PIPE perl", "PIPE python3", "PIPE python3 -", "PIPE perl -e 'system <STDIN>'", "PIPE python3 -c 'import os, sys; os.system(sys.stdin.read())'",
	"PIPE python3 -c 'exec(input())'", "PIPE python3 -ic 'print(1)'", "PIPE perl -ne 'print; system $_'", "PIPE perl -x -e 1",
	"VALUE; perl -e \"$v\"", "VALUE; python3 -c \"$v\"", "VALUE; python3 -m \"$v\"", "VALUE; perl -M\"$v\" -e 1", "VALUE; perl \"$v\" -e 1", "VALUE; python3 \"$v\"",
	"VALUE; perl -e 'print $ARGV[0]' \"$v\"", "VALUE; perl -s -e 'print 1' -- \"$v\"", "VALUE; perl -e 'while (<>) { print }' -- \"$v\"", "VALUE; perl -pe 1 -- \"$v\"",
	"VALUE; perl -MIPC::Run -e 'run(@ARGV)' -- \"$v\"", "VALUE; python3 -m pip install \"$v\"", "VALUE; python3 -c 'import os, sys; os.system(sys.argv[1])' \"$v\"",
	"perl -e {{.A}}", "python3 -c {{.A}}", "perl -e \"print {{.A}}\"", "python3 -c 'print({{.A}})'", "perl {{.Perl}}", "perl -E {{.Perl}}", "perl -ne {{.Perl}}", "python3 {{.Python}}",
	"perl -e x{{.Perl}}", "perl -e \"{{.Perl}}\"", "ruby -e {{.Perl}}",
	"perl -e {{.Runs}}", "python3 -c {{.Opens}}", "x={{.Runs}}",
	"PIPE cat >zlib.py; python3 -c 'import zlib'", "PIPE cat >POSIX.pm; perl -MDigest::SHA -e 1",
}

func TestOneLiners(t *testing.T) {
	code := func(d *dialect.Dialect, text string) Code { return Code{dialect: d, text: text} }
	data := map[string]any{
		"A": "pwned", "Perl": code(dialect.Perl, "print 'it'"), "Python": code(dialect.Python, "import sys\nprint(sys.argv[1])"),
		"Runs": code(dialect.Perl, "system @ARGV"), "Opens": code(dialect.Python, "import os"),
	}
	for _, d := range []*dialect.Dialect{dialect.Sh, dialect.Bash, dialect.Zsh, dialect.Fish} {
		for _, text := range oneLinersGood {
			if _, err := execute(d, oneLinerIn(d, text), data); err != nil {
				t.Errorf("%s: %s: %v", d.Name, text, err)
			}
		}
		for _, text := range oneLinersBad {
			got, err := execute(d, oneLinerIn(d, text), data)
			var own *Error
			if !errors.As(err, &own) {
				t.Errorf("%s: %s: gives %q, %v", d.Name, text, got, err)
			}
		}
	}
}

func oneLinerIn(d *dialect.Dialect, text string) string {
	assign := "v={{.A}}"
	if d == dialect.Fish {
		assign = "set v {{.A}}"
	}
	var rest string
	switch {
	case len(text) > 6 && text[:6] == "VALUE;":
		return assign + "\n" + text[7:] + "\n"
	case len(text) > 5 && text[:5] == "PIPE ":
		rest = text[5:]
		return fmt.Sprintf("%s\nprintf '%%s' \"$v\" | %s\n", assign, rest)
	}
	return text + "\n"
}
