package sed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// reals are the seds that ours must agree with.
var reals = [][]string{{"sed"}, {"busybox", "sed"}}

type outcome struct {
	Status int
	Out    string
}

func (r outcome) String() string { return fmt.Sprintf("exit %d, %q", r.Status, r.Out) }

// files are there in every run.
var files = map[string]string{"one": "1\n2\n", "two": "3\n4", "empty": ""}

func real(t *testing.T, sed, args []string, input string) outcome {
	t.Helper()
	a := realtool.Ask(t, sed, realtool.Question{Args: args, Input: input, Files: files})
	return outcome{a.Status, a.Out}
}

func ours(args []string, input string) (outcome, error) {
	var out, failed bytes.Buffer
	open := func(name string) (io.ReadCloser, error) {
		text, ok := files[name]
		if !ok {
			return nil, errors.New("No such file or directory")
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	status, err := Command(args, Config{Stdin: strings.NewReader(input), Open: open, Stdout: &out, Stderr: &failed})
	return outcome{status, out.String()}, err
}

// abc is the input of a row that says none.
const abc = "a\nb\nc\nd\n"

// rows are arguments, apart by " @ ", and the input.
var rows = []struct{ args, input string }{
	{`p`, abc}, {`-n @ p`, abc}, {`d`, abc}, {`2d`, abc}, {`2,3d`, abc}, {`$d`, abc}, {`$!d`, abc}, {`2!d`, abc}, {`2,3!d`, abc}, {`/b/d`, abc}, {`/b/!d`, abc}, {`/b/,/c/d`, abc}, {`/b/,$d`, abc}, {`2,/b/d`, abc}, {`3,1p`, abc}, {`/c/,1p`, abc}, {`2,2p`, abc}, {`/a/,/a/d`, "a\nb\na\nb\na\n"}, {`/b/,/b/p`, abc}, {`$p`, "x"}, {`p`, "x"}, {`-n @ $p`, ""}, {`1,$p`, abc}, {`2,$!p`, abc}, {`2q`, abc}, {`-n @ /c/q`, abc}, {`q`, ""}, {`$q`, abc}, {`/x/q`, abc},
	{`n;d`, abc}, {`-n @ n;p`, abc}, {`n;n;s/./X/`, abc}, {`$!n;s/a/A/`, "a\na\na\n"}, {`n`, "a\nb\nc"}, {`2n;p`, abc}, {`-e @ p @ -e @ s/a/b/`, abc}, {`-n @ -e @ 1p @ -e @ $p`, abc}, {`-ne @ 2p`, abc}, {`-n @ /b/{p;}`, abc}, {`/b/{s/b/X/;p;}`, abc}, {"2{\np\n}", abc}, {`1,2{/a/d;s/b/Y/;}`, abc}, {`1!{2!d;}`, abc}, {`{p;};d`, abc}, {"# comment\np # more\n", abc}, {`;;p;;`, abc}, {` 2 p `, abc}, {`2,3 { s/^/> /; }`, abc}, {``, abc}, {`-E @ /^(a|b)$/d`, abc},
	{`s/a/X/`, "aaa\nbab\n"}, {`s/a/X/g`, "aaa\nbab\n"}, {`s/a/X/2`, "aaa\nbab\n"}, {`s/a/[&]/g`, "aba\n"}, {`s/a/\&/g`, "aba\n"}, {`s/\(a\)\(b\)/\2\1/g`, "abab\n"}, {`-E @ s/(a)(b)?/<\2\1>/g`, "aba\n"}, {`-n @ s/a/b/p`, abc}, {`-n @ s/b/x/gp`, abc}, {`s/x*/-/g`, "abc\n"}, {`s/a*/x/g`, "baaac\n"}, {`s/a*/x/2`, "baaac\n"}, {`s/$/!/`, "a\n\nb"}, {`s/^/> /`, "a\n\nb"}, {`s/^/-/g`, "aa\n"}, {`s/$/-/g`, "aa\n"}, {`s/b*$/-/g`, "abb\n"}, {`s,/,-,g`, "a/b/c\n"}, {`s|/usr|/opt|`, "/usr/bin\n"}, {`s/\//-/g`, "a/b/c\n"}, {`s/a/\//`, abc}, {`s#a#\##`, abc}, {"s/a/x\\\ny/", abc}, {`s/["\\]/\\&/g`, "a\"b\\c\n"}, {`s/[^a-z]//g`, "a1B-c\n"}, {`s/[[:space:]]*$//`, "a  \t\nb\n"}, {`s/^[ 	]*//`, "  a\n	b\n"}, {`s/\.//g`, "a.b.c\n"}, {`s/a.c/X/`, "abc\na.c\nac\n"}, {`s/[]]/x/`, "a]\n"}, {`s/[^]]/x/`, "]a\n"}, {`s/a\{2\}/X/`, "aaa\na\n"}, {`s/a\{1,2\}/X/g`, "aaaaa\n"}, {`-E @ s/a{2,}/X/`, "aaaa\na\n"}, {`-E @ s/a+|b?/X/g`, "aacb\n"}, {`s/*a/x/`, "*a\n"}, {`s/^*a/x/`, "*a\n"}, {`s/a$b/x/`, "a$b\n"}, {`s/a^b/x/`, "a^b\n"}, {`s/\(^a\)/x/`, "aa\n"}, {`s/\(a$\)/x/`, "aa\n"}, {`s/a|b/x/`, "a|b\n"}, {`s/a+/x/`, "aa+\n"}, {`s/(a)/x/`, "(a)\n"}, {`s/{a}/x/`, "{a}\n"}, {`s/.*=//`, "a=b=c\n"}, {`s/\([^=]*\)=\(.*\)/\2=\1/`, "a=b=c\n"}, {`-E @ s/^go([0-9]+)\.([0-9]+).*/\1 \2/`, "go1.22.3\n"}, {`s/go//;s/\..*//`, "go1.22\n"}, {`s/a/b/;s/b/c/;`, abc}, {`s/\(.*\)x\(.*\)/\2-\1/`, "axbxc\n"}, {`s/./&&/3`, "abcd\n"},
	{`y/abc/xyz/`, abc}, {`y/a\/b/123/`, "a/b\n"}, {`y,a\,b,123,`, "a,b\n"}, {`y/a\\/x-/`, "a\\b\n"}, {`2y/b/B/`, abc},
	{"a\\\nX", abc}, {"2a\\\nX\\\nY", abc}, {"$a\\\nX", "a\nb"}, {"i\\\nX", "a\nb"}, {"c\\\nX", "a\nb"}, {"2,3c\\\nX", abc}, {"/b/c\\\nX", abc}, {"$!{a\\\nX\n}", abc}, {"a\\\n\\\\x", abc}, {"2{a\\\nX\ni\\\nY\n}", abc}, {"a\\\nX\nd", abc}, {"2a\\\nX\n2q", abc}, {"a\\\nX\nn", abc}, {`-e @ a\ @ -e @ X @ -e @ p`, abc}, {"i\\\nX\np", "q"}, {"2!c\\\nX", abc}, {"$c\\\nX", "a\nb"},
	{`p @ one @ two`, ""}, {`$d @ one @ two`, ""}, {`2,3d @ one @ two`, ""}, {`s/$/x/ @ two @ one`, ""}, {`-n @ $p @ one @ empty`, ""}, {`p @ empty`, ""}, {`-n @ 3p @ one @ -`, "z\n"}, {`-- @ p @ one`, ""},
	{"s/\r$//", "a\r\nb\r\n"}, {`s/b/x/`, "a\xffb\n\x80b"}, {`s/[^a-b]/x/g`, "a\xff\xc3\xa9b\n"}, {`s/./x/g`, "\xc3\xa9\n"}, {`/^$/d`, "a\n\n\nb\n"}, {`s/a/b/`, "\n\na"}, {`-n @ /^# >>> x >>>$/,/^# <<< x <<<$/!p`, "a\n# >>> x >>>\nb\n# <<< x <<<\nc\n"}, {`s/^\([A-Z_]*\)=.*$/\1/`, "PATH=x\nA_B=\n"}, {`-n @ s/^version: *//p`, "version: 1\nx\n"}, {`s/'/'\\''/g`, "a'b\n"}, {`\,^/a,d`, "/a\nb\n"}, {`\|a|s|a|b|`, abc}, {`/a\/b/d`, "a/b\nc\n"}, {`s/a\nb/x/`, abc}, {`/[[:upper:]]/s/^/+/`, "A\na\n"}, {`s/[a-c]*[[:digit:]]\{2\}/<&>/`, "abc123\n"}, {`-E @ s/(a|b)(c|d)/\2\1/g`, "acbdad\n"}, {`-E @ s/x(y)?z/[\1]/g`, "xzxyz\n"}, {`-E @ s/[.]/[(]/`, "a.b\n"}, {`-E @ s/\(|\)|\{|\+/_/g`, "(a)+{\n"}, {`-n @ /a/,/c/{/b/p;}`, abc}, {`1d;n;d`, abc},
}

func TestAgreesWithRealSeds(t *testing.T) {
	t.Logf("%d rows", len(rows))
	if len(rows) < 80 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		args := strings.Split(row.args, " @ ")
		got, err := ours(args, row.input)
		if err != nil {
			t.Errorf("%q on %q: %v", args, row.input, err)
			continue
		}
		for _, sed := range reals {
			if want := real(t, sed, args, row.input); got != want {
				t.Errorf("%v %q on %q:\n got %v\nwant %v", sed, args, row.input, got, want)
			}
		}
	}
}

// A last line without its newline: where p under -n or q prints it, GNU's sed and
// busybox differ, and ours follows GNU's.
func TestLastLineDiffers(t *testing.T) {
	for _, args := range [][]string{{"-n", "$p"}, {"2q"}, {"2{p;q;}"}} {
		got, err := ours(args, "a\nb")
		if want := real(t, reals[0], args, "a\nb"); err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", args, got, err, want)
		}
		if busybox := real(t, reals[1], args, "a\nb"); got == busybox {
			t.Errorf("%q: busybox gives %v too; it can be a row again", args, busybox)
		}
	}
}

// refusals are what ours must refuse, with a part of the message.
var refusals = []struct{ args, want string }{
	{`x`, `1:1: the command "x"`}, {`N`, "the command"}, {`p;G`, "1:3: "}, {`b`, "the command"}, {`:a`, "the command"}, {`w f`, "the command"}, {`=`, "the command"}, {`r f`, "the command"}, {`D`, "the command"}, {`P`, "the command"}, {`l`, "the command"}, {`t`, "the command"},
	{`s/a/b/w f`, "end of the command"}, {`s/a/b/e`, "end of the command"}, {`s/a/b/I`, "end of the command"}, {`s/a/b/gg`, "end of the command"}, {`s/a/b/2g`, "not defined"}, {`s/a/b`, "not closed"}, {`s/a`, "not closed"}, {`s/a/\1/`, "no group"}, {`s/a/\t/`, "not in POSIX"}, {`s/a\tb/x/`, "not in POSIX"}, {`s/a\+/x/`, "not in POSIX"}, {`s/a\|b/x/`, "not in POSIX"}, {`s/\(a\)\1/x/`, "back-reference"}, {`s//x/`, "empty expression"}, {`//d`, "empty expression"}, {`s/[/x/`, "in a bracket"}, {`s/[a`, "not closed"}, {`s/[/]/x/`, "in a bracket"}, {`s/\(a/x/`, "not closed"}, {`s/a\)/x/`, "no group is open"}, {`-E @ s/a**/x/`, "two repetitions"}, {`-E @ s/(a|ab)(c|bcd)/\2/`, "not certain"}, {`-E @ s/([a-z])*/\1/`, "not certain"}, {`s|a\|b|x|`, "take another"},
	{"2,3d\n2,$s/x/y/", "kept that line"}, {`p}`, "1:2: "}, {`{p}`, "; before it"}, {`{p;`, "not closed"}, {`}`, "closes nothing"}, {`2,`, "no address"}, {`0p`, "no line 0"}, {`1!!p`, "second !"}, {`1,2q`, "one address"}, {`q5`, "end of the command"}, {`a X`, "not every sed"}, {"a\\\n X", "begins with a blank"}, {"a\\\nx\\y", "in a text"}, {`a\`, "not every sed"}, {"1,2!c\\\nX", "differ"}, {`y/ab/c/`, "as many"}, {`y/aa/bc/`, "twice"}, {`y/a/`, "not closed"}, {`y/\q/x/`, "in y"}, {"#n\np", "-n"}, {`/a/I p`, "the command"}, {`2~1p`, "the command"}, {`1,+2p`, "no address"}, {`-i @ p`, "option"}, {`-r @ p`, "option"}, {`-s @ p`, "option"}, {`-f @ x`, "option"}, {`--posix @ p`, "option"}, {`-e`, "without a script"}, {`-n`, "no script"},
}

func TestRefuses(t *testing.T) {
	for _, c := range refusals {
		got, err := ours(strings.Split(c.args, " @ "), abc)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, %v; want an error with %q", c.args, got, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, row := range rows {
		f.Add(row.args, row.input)
	}
	for _, c := range refusals {
		f.Add(c.args, abc)
	}
	f.Fuzz(func(t *testing.T, args, input string) {
		if len(args) < 1000 && len(input) < 1000 {
			_, err := ours(strings.Split(args, " @ "), input)
			_ = err // what is asked is that it ends, and in no panic
		}
	})
}
