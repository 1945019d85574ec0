package grep

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

// reals are the greps that ours must agree with.
var reals = [][]string{{"grep"}, {"busybox", "grep"}}

type result = realtool.Answer

// files are there in every run.
var files = map[string]string{"one": "a\nb\n", "two": "b\nc", "empty": ""}

func real(t *testing.T, grep, args []string, input string) result {
	t.Helper()
	return realtool.Ask(t, grep, realtool.Question{Args: args, Input: input, Files: files})
}

func ours(args []string, input string) (result, error) {
	var out, failed bytes.Buffer
	open := func(name string) (io.ReadCloser, error) {
		text, ok := files[name]
		if !ok {
			return nil, errors.New("No such file or directory")
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	status, err := Grep(args, strings.NewReader(input), open, &out, &failed)
	return result{Status: status, Out: out.String(), Failed: failed.String()}, err
}

const abc = "abc\nABC\nxyz\n\na.c\n"

// rows are arguments, apart by " @ ", and the input.
var rows = []struct{ args, input string }{
	{`b`, abc}, {`-v @ b`, abc}, {`-i @ b`, abc}, {`-iv @ b`, abc}, {`-c @ b`, abc}, {`-c @ q`, abc}, {`-vc @ b`, abc}, {`-n @ c`, abc}, {`-q @ b`, abc}, {`-q @ q`, abc}, {`-qv @ .*`, abc}, {`-x @ abc`, abc}, {`-x @ ab`, abc}, {`-xi @ abc`, abc}, {`-F @ a.c`, abc}, {`-F @ .`, abc}, {`-Fx @ a.c`, abc}, {`-Fi @ A.C`, abc}, {`-Fv @ .`, abc}, {`a.c`, abc}, {`a\.c`, abc}, {`q`, abc}, {`.`, abc}, {`^`, abc}, {`^$`, abc}, {`-v @ ^$`, abc}, {``, abc}, {`-x @ `, abc}, {`-F @ `, abc},
	{`-E @ ab|yz`, abc}, {`-E @ ^(a|x)`, abc}, {`-E @ b+c?`, "bbc\nb\nc\n"}, {`-E @ a{2}`, "a\naa\n"}, {`-E @ (ab){1,2}$`, "abab\nx\n"}, {`a\{2,\}`, "a\naa\n"}, {`\(ab\)*c`, "ababc\nx\n"}, {`a*b`, "b\naab\nx\n"}, {`*a`, "*a\na\n"}, {`^*a`, "*a\na\n"}, {`a|b`, "a|b\na\n"}, {`a+`, "a\na+\n"}, {`[[:digit:]]`, "a1\nb\n"}, {`[^[:alpha:]]`, "ab\na1\n"}, {`[]a]`, "]\nb\na\n"}, {`[a-c]$`, abc}, {`[a\]`, "\\\nb\n"}, {`\$x`, "$x\nx\n"}, {`x$y`, "x$y\nxy\n"}, {`^# >>> x >>>`, "# >>> x >>>\n # >>> x >>>\n"}, {`-E @ \(x\)`, "(x)\nx\n"}, {`-E @ [.]go$`, "a.go\nago\n"}, {`-E @ ^$|b`, abc}, {`-i @ [a-b]c`, abc}, {`-iE @ (ABC|XYZ)`, abc},
	{`-o @ [a-c]`, abc}, {`-o @ b*`, "abba\nb\n"}, {`-on @ b`, "bab\nx\nb\n"}, {`-oE @ [0-9]+\.[0-9]+`, "go1.22 and 1.9\n"}, {`-oi @ b`, abc}, {`-oE @ a|ab`, "abab\n"}, {`-o @ ^a`, "aaa\n"}, {`-o @ q`, abc}, {`-ox @ abc`, abc},
	{`-e @ abc @ -e @ xyz`, abc}, {`-eabc`, abc}, {`-ne @ c`, abc}, {`-e @ -x`, "-x\ny\n"}, {`-- @ -x`, "-x\ny\n"}, {"abc\nxyz", abc}, {"-F @ a.c\nxyz", abc}, {"-x @ -e @ abc\nxy", abc}, {"-c @ -e @ b @ -e @ c", abc},
	{`b @ one`, ""}, {`b @ one @ two`, ""}, {`-h @ b @ one @ two`, ""}, {`-l @ b @ one @ two`, ""}, {`-l @ a @ one @ two`, ""}, {`-c @ b @ one @ two @ empty`, ""}, {`-n @ b @ one @ two`, ""}, {`-q @ b @ one @ none`, ""}, {`-s @ b @ none`, ""}, {`b @ none`, ""}, {`b @ one @ none`, ""}, {`-s @ b @ one @ none`, ""}, {`q @ one @ none`, ""}, {`c @ two`, ""}, {`-l @ b`, abc}, {`-l @ q`, abc}, {`b @ - @ one`, abc}, {`b @ -`, abc}, {`-v @ b @ two`, ""}, {`-vl @ a @ one @ two`, ""}, {`-hn @ b @ one @ two`, ""}, {`-ho @ b @ one @ two`, ""}, {`-o @ b @ one @ two`, ""}, {`-ql @ b @ one`, ""}, {`-qc @ b @ one`, ""}, {`-lv @ . @ one @ empty`, ""},
	{`b`, "a\r\nb\r\n"}, {`b$`, "b\r\nb\n"}, {`a`, "a"}, {`-c @ a`, "a\nb\na"}, {`a`, ""}, {`-v @ a`, ""}, {`.`, "\n"}, {`-c @ ^`, "\n\n"}, {`x`, "\xffx\n"}, {`-o @ [^x]`, "\xe9x\n"}, {`-c @ ^.$`, "\xc3\xa9\n\xe9\n"}, {`-i @ ` + "\xc3\xa9", "\xc3\x89\n\xc3\xa9\n"},
}

func TestAgreesWithRealGreps(t *testing.T) {
	t.Logf("%d rows", len(rows))
	if len(rows) < 60 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		args := strings.Split(row.args, " @ ")
		got, err := ours(args, row.input)
		if err != nil {
			t.Errorf("%q on %q: %v", args, row.input, err)
			continue
		}
		for _, grep := range reals {
			if want := real(t, grep, args, row.input); got != want {
				t.Errorf("%v %q on %q:\n got %v\nwant %v", grep, args, row.input, got, want)
			}
		}
	}
}

// refusals are what ours must refuse, with a part of the message.
var refusals = []struct{ args, input, want string }{
	{`-w @ a`, "", "option -w"}, {`-r @ a @ .`, "", "option -r"}, {`-P @ a`, "", "option -P"}, {`--color @ a`, "", "option --color"}, {`-A1 @ a`, "", "option -A1"}, {`-m1 @ a`, "", "option -m1"}, {`-H @ a`, "", "option -H"}, {`-f @ x`, "", "option -f"}, {`-L @ x`, "", "option -L"},
	{`-EF @ a`, "", "-F together with -E"}, {`-ov @ a`, "", "-o together with -v"}, {`-oc @ a`, "", "-o together"}, {`-oF @ .`, "", "-o together"}, {`-o @ -e @ a @ -e @ b`, "", "more than one"}, {`-cl @ a`, "", "-c together"}, {`-e`, "", "without a pattern"}, {`-q`, "", "no pattern"},
	{`a\|b`, "", `\| is not in POSIX`}, {`a\+`, "", "not in POSIX"}, {`\<a`, "", "not in POSIX"}, {`\w`, "", "not in POSIX"}, {`\t`, "", "not in POSIX"}, {`\(a\)\1`, "", "back-reference"}, {`\(a`, "", "not closed"}, {`[a`, "", "not closed"}, {`a\`, "", "backslash at the end"}, {`-E @ *a`, "", "nothing to repeat"}, {`-E @ a||b`, "", "nothing before"}, {`-E @ a|`, "", "nothing behind"}, {`-E @ ()`, "", "empty group"}, {`-E @ {`, "", "no count"}, {`-E @ a{3,2}`, "", "no count"}, {`-E @ a{999}`, "", "no count"}, {`-E @ )`, "", "no group"}, {`[[:foo:]]`, "", "no class"}, {`[c-a]`, "", "ends before"}, {`[[.a.]]`, "", "not supported"}, {`a`, "a\x00\n", "a NUL"},
}

func TestRefuses(t *testing.T) {
	for _, c := range refusals {
		got, err := ours(strings.Split(c.args, " @ "), c.input)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, %v; want an error with %q", c.args, got, err, c.want)
		}
	}
}

func FuzzGrep(f *testing.F) {
	for _, row := range rows {
		f.Add(row.args, row.input)
	}
	f.Fuzz(func(t *testing.T, args, input string) {
		if len(args) < 1000 && len(input) < 1000 {
			_, err := ours(strings.Split(args, " @ "), input)
			_ = err // what is asked is that it ends, and in no panic
		}
	})
}
