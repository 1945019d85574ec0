package awk

import (
	"errors"
	"strings"
	"testing"
)

// rows are programs and their input; the result must be that of the real awks.
// An argument before the program is told by a first word that begins with -.
var rows = []struct{ program, input string }{
	// Records and fields.
	{`{ print }`, "a\nb\n"}, {`{ print }`, "a\nb"}, {`{ print }`, ""}, {`{ print }`, "\n\n"}, {`{ print }`, "a\r\nb\r\n"},
	{`{ print $1 }`, "a b\n  c\td \n\n"}, {`{ print $NF }`, "a b\n  c\td \nx\n"}, {`{ print NF }`, "a b\n  c\td \n\n"},
	{`{ print NR, FNR, NF, $0 }`, "a b\nc\n"}, {`{ print $2, $1 }`, "a b\nc\n"}, {`{ print $1$2 }`, "a b\n"},
	{`{ $2 = "x"; print }`, "a  b   c\n"}, {`{ $1 = $1; print }`, "  a  b \n"}, {`{ $5 = "e"; print; print NF }`, "a b\n"},
	{`{ $0 = "x y z"; print NF, $2 }`, "a\n"}, {`{ NF = 2; print; print NF }`, "a b c\n"}, {`{ NF = 4; print }`, "a b\n"},
	{`{ $3 = ""; print NF; print }`, "a b\n"}, {`{ $NF = ""; print }`, "a b c\n"}, {`{ $(NF - 1) = "q"; print }`, "a b c\n"},
	{`{ NF--; print }`, "a b c\n"}, {`{ print $(1 + 1) }`, "a b c\n"}, {`{ i = 1; print $i++, i }`, "a b c\n"}, {`{ i = 1; print $++i }`, "a b c\n"},
	{`{ $2 += 1; print }`, "a 4 c\n"}, {`{ $1 += 2; print $1 * 2 }`, "5 b\n"}, {`{ print $1 + 0, $2 + 0 }`, "12abc .5e1x\n"}, {`{ print -$1, +$1 }`, "3\n"},
	{`END { print NR, $0 }`, "a\nb"}, {`END { print NF, $2 }`, "a\nb c\n"}, {`{ $0 = toupper($0) } 1`, "a b\n"}, {`{ print length, length(), length($1) }`, "abc de\n"},
	{`NR == 2`, "a\nb\nc\n"}, {`NR % 2`, "a\nb\nc\n"}, {`$1 == 2 { print "two" }`, "1\n2\n2.0\n02\n2x\n"}, {`/b/`, "abc\nd\n"}, {`!/b/`, "abc\nd\n"},
	{`$1 ~ /^a/ && $2 !~ /x$/`, "ab x\nab y\nb y\n"}, {`/a/, /c/`, "x\na\nb\nc\nd\na\n"}, {`/a/, /a/`, "a\nb\na\n"}, {`NR == 2, NR == 3 { print NR }`, "a\nb\nc\nd\n"}, {`NR == 2, 0`, "a\nb\nc\n"},
	{`$1`, "0\n1\n\nx\n0.0\n 0 \n+0\n00x\n"}, {`$1 > 9`, "10\n9\nx\n8\n"}, {`$1 > "9"`, "10\n9\nx\n8\n"}, {`$1 < $2`, "10 9\n9 10\na b\nb a\n2 x\n"}, {`$1 == $2`, "1 1.0\n1 +1\na a\n1e1 10\n.5 0.5\n"},
	{`length > 2`, "a\nabc\n"}, {`{ print NR ": " $0 }`, "a\nb\n"}, {"\n\n{ print }\n\n# comment\n", "a\n"}, {"{ print 1; }; { print 2 };", "a\n"}, {"BEGIN { x = 1\n\n;\nprint x }", ""},
	// Separators.
	{`-F : { print $1, $3 }`, "a:b:c\n::\n"}, {`-F, { print NF }`, "a,b,,\n,\n\nx\n"}, {`-F . { print $2 }`, "a.b\n"}, {`-F | { print $2 }`, "a|b\n"}, {`-F \t { print $2 }`, "a b\tc\n"},
	{`-F ab* { print $1 "-" $2 }`, "xabbby\nxay\n"}, {`-F [:,] { print $1 $2 $3 }`, "a:b,c\n"}, {`-F [[:space:]]+ { print $2 }`, " a  b\n"}, {`-F = /^ID=/ { print $2 }`, "ID=debian\nVERSION_ID=\"12\"\n"}, {`-F " { print $2 }`, "ID=\"a b\"\n"},
	{`BEGIN { FS = "x" } { print $1 }`, "axb\n"}, {`{ FS = ":"; print $1 }`, "a:b c\nd:e f\n"}, {`BEGIN { OFS = "-" } { $1 = $1 } 1`, "a b c\n"}, {`BEGIN { ORS = "|"; OFS = "," } { print $1, $2 }`, "a b\nc d\n"},
	{`BEGIN { RS = ";" } { print NR ":" $0 }`, "a;b\n;c"}, {`BEGIN { RS = "" } { print NR, NF; print $1 "|" $NF }`, "\n\na b\nc\n\n\nd\n"}, {`BEGIN { RS = "" } { print }`, "a\n\n\n"}, {`BEGIN { RS = "x" } END { print NR }`, "axbx"},
	{`-v x=3 BEGIN { print x + 1, x "" }`, ""}, {`-v x=a\tb BEGIN { print x }`, ""}, {`-v x=09 BEGIN { print (x == 9) }`, ""}, {`-v x= BEGIN { print (x == ""), (x == 0) }`, ""}, {`-v OFS=: { print $1, $2 }`, "a b\n"},
	// Values.
	{`BEGIN { print x + 0, x "", (x == 0), (x == ""), length(x) }`, ""}, {`BEGIN { print 1 == 1.0, "a" < "b", "10" < "9", 10 < 9 }`, ""}, {`BEGIN { print "1" == 1, "1.0" == 1, 1 == "1" }`, ""}, {`BEGIN { x = "3.0"; print (x == 3), (x + 0 == 3) }`, ""},
	{`BEGIN { if ("0") print "t"; if (0) print "f"; if ("") print "e"; if (!x) print "u" }`, ""}, {`{ x = $1; if (x) print "t"; else print "f" }`, "0\n1\n\nx0\n"}, {`{ x = $1 ""; if (x) print "t"; else print "f" }`, "0\n1\n"},
	{`BEGIN { print 0.1 + 0.2, 1e6, 1e5 * 10, 3.0, 1 / 3, 100 / 3, 1e-5, 123456.789 }`, ""}, {`BEGIN { print 2147483647, -2147483647, 0.0000001, -1.5 }`, ""}, {`BEGIN { OFMT = "%.2f"; x = 3.14159; print x, x "" }`, ""}, {`BEGIN { CONVFMT = "%.2f"; x = 3.14159; print x "", 17 "" }`, ""},
	{`BEGIN { print 7 % 3, -7 % 3, 7.5 % 2, 7 / 2, 2 * 3 + 4, 2 + 3 * 4, (2 + 3) * 4, 10 - 2 - 3 }`, ""}, {`BEGIN { print int(3.9), int(-3.9), int("4x"), int("") }`, ""}, {`BEGIN { x = 5; x += 2; x -= 1; x *= 3; x /= 2; x %= 5; print x }`, ""},
	{`BEGIN { x = 5; print x++, x, ++x, x--, --x }`, ""}, {`BEGIN { print 1 " " -1, 2 -1, "x" (-1), - -3, !0, !1, !"", !"a", - "3" }`, ""}, {`BEGIN { print 1 2 + 3 4 }`, ""}, {`BEGIN { print 1 + 1 "" 2 * 2 }`, ""}, {`BEGIN { a = b = 3; print a b }`, ""},
	{`BEGIN { print 1 < 2 ? "y" : "n", 0 ? 1 : 0 ? 2 : 3 }`, ""}, {`BEGIN { print (1 > 2), (2 > 1) }`, ""}, {`BEGIN { print (1 || 0 && 0), (1 || 0) && 0, (!1 || 1) }`, ""}, {`BEGIN { print 1 && x++, x; print 0 && x++, x; print (1 || x++), x }`, ""}, {`BEGIN { print (1 in a), length(a[1]), (1 in a) }`, ""},
	{`BEGIN { print "a" ~ "^a$", "a.c" ~ "a\\.c", "abc" ~ "a\\.c", "a" ~ /b|a/ }`, ""}, {`BEGIN { print "a\tb\\n\"q\"\101" }`, ""}, {`BEGIN { x["a"]; if ("a" in x) print "in"; if (!("b" in x)) print "out" }`, ""}, {`BEGIN { print substr("hello", 2, 3) substr("hello", 4) }`, ""},
	// Control.
	{`BEGIN { for (i = 0; i < 3; i++) print i }`, ""}, {`BEGIN { while (i++ < 3) { if (i == 2) continue; print i } }`, ""}, {`BEGIN { do print i++; while (i < 3) }`, ""}, {`BEGIN { for (;;) { if (++i > 3) break }; print i }`, ""}, {`BEGIN { for (i = 0; i < 2; i++) for (j = 0; j < 3; j++) { if (j == 1) break; print i, j } }`, ""},
	{`BEGIN { if (1) print "a"; else print "b" }`, ""}, {"BEGIN { if (0)\nprint \"a\"\nelse\nprint \"b\" }", ""}, {`BEGIN { if (0) { print 1 } else if (1) { print 2 } else print 3 }`, ""}, {`BEGIN { if (1) if (0) print 1; else print 2 }`, ""}, {`BEGIN { if (1) ; else print 2; print 3 }`, ""},
	{`{ if (NR == 2) next; print } END { print "end" }`, "a\nb\nc\n"}, {`{ if (NR == 2) exit 4; print } END { print "end" }`, "a\nb\nc\n"}, {`BEGIN { exit 3 } END { print "end" }`, ""}, {`BEGIN { exit } END { exit 5 }`, ""}, {`{ exit 3 } END { exit }`, "a\n"}, {`BEGIN { exit 256 + 7 }`, ""}, {`BEGIN { exit -1 }`, ""}, {`BEGIN { print "a"; exit 1; print "b" }`, ""}, {`{ exit NR == 1 ? 0 : 4 }`, "a\n"},
	{`BEGIN { print "x" > "/dev/stderr"; exit 1 }`, ""}, {`BEGIN { printf "%s\n", "x" > "/dev/stderr"; print "y" }`, ""}, {`NR == 1 { next } 1`, "a\nb\nc\n"}, {`{ for (i = NF; i > 0; i--) printf "%s%s", $i, (i > 1 ? OFS : ORS) }`, "a b c\nd\n"}, {`NR == FNR { n++ } END { print n }`, "a\nb\n"},
	// Functions.
	{`function f(a) { return a * 2 } BEGIN { print f(3), f(f(2)) }`, ""}, {`function f(n) { return n <= 1 ? 1 : n * f(n - 1) } BEGIN { print f(10) }`, ""}, {`function f(a, b) { b = a; return b } BEGIN { b = 7; print f(3), b }`, ""}, {`function f(a) { a["x"] = 1 } BEGIN { f(z); print z["x"] }`, ""},
	{`function g(a) { a[1] = 5 } function f(l) { g(l); return l[1] } BEGIN { print f(), f() }`, ""}, {`function f(a) { a = 5 } BEGIN { x = 1; f(x); print x; f(y); print y + 0 }`, ""}, {`function f() { return } BEGIN { print f() + 0, "[" f() "]" }`, ""}, {`function f(a, i) { for (i = 0; i < 2; i++) a[i] = i } BEGIN { i = 9; f(q); print q[0] q[1], i }`, ""},
	{"function f(x)\n{ print x }\nBEGIN { f(1); f(\"a\") }", ""}, {`function f(x) { if (x > 3) return "big"; print "small"; return 0 } { print f($1) }`, "2\n5\n"}, {`function f(x) { exit x } BEGIN { f(6) }`, ""}, {`function even(n) { return n == 0 ? 1 : odd(n - 1) } function odd(n) { return n == 0 ? 0 : even(n - 1) } BEGIN { print even(10), odd(7), even(3) }`, ""},
	// Arrays.
	{`{ n[$1]++ } END { print n["a"], n["b"], n["z"] + 0 }`, "a\nb\na\n"}, {`!seen[$0]++`, "a\nb\na\nb\n"}, {`BEGIN { a[1] = 2; delete a[1]; print (1 in a); a[1]; delete a; print (1 in a) }`, ""}, {`BEGIN { a[1, 2] = 3; print ((1, 2) in a), a[1, 2], a[1 SUBSEP 2] }`, ""}, {`BEGIN { a["01"] = 1; print (1 in a), ("01" in a) }`, ""},
	{`{ a[NR] = $0 } END { for (i = NR; i > 0; i--) print a[i] }`, "a\nb\nc"}, {`BEGIN { a["k"] = 1; for (k in a) print k, a[k] }`, ""}, {`BEGIN { a[1] = 1; a[2] = 1; a[3] = 1; for (k in a) n += k; print n }`, ""}, {`BEGIN { for (k in a) print "none"; print "done" }`, ""}, {`{ a[$1] = a[$1] $2 } END { print a["x"] }`, "x 1\ny 2\nx 3\n"}, {`BEGIN { a[0.1 + 0.2] = 1; print (0.3 in a), a["0.3"] }`, ""}, {`BEGIN { SUBSEP = ":"; a["x", "y"] = 1; for (k in a) print k }`, ""}, {`{ split($0, a); a[1] = "q"; print $1, a[1] a[2] }`, "x y\n"},
	// Functions of awk.
	{`BEGIN { print substr("hello", 1, 2), substr("hello", 5, 9), substr("hello", 6) "|", substr("hello", 3, 0) "|", substr("hello", 3, -1) "|" }`, ""}, {`BEGIN { print index("foobar", "bar"), index("foo", "x"), index("", "x") }`, ""}, {`BEGIN { n = split("a:b:c", a, ":"); print n, a[1], a[3] }`, ""}, {`BEGIN { n = split("", a); print n; n = split("  a  b ", a); print n, a[1] a[2] }`, ""}, {`BEGIN { n = split("a1b22c", a, /[0-9]+/); print n, a[1] a[2] a[3] }`, ""}, {`BEGIN { n = split(":a:", a, ":"); print n, "[" a[1] a[3] "]" }`, ""}, {`BEGIN { n = split("a.b.c", a, "."); print n }`, ""}, {`BEGIN { FS = ","; n = split("a,b", a); print n }`, ""}, {`BEGIN { n = split("1.21.3", v, "."); if (v[2] > 3) print "newer" }`, ""},
	{`{ n = sub(/o/, "0"); print n, $0 }`, "foo\nbar\n"}, {`{ n = gsub(/o/, "0"); print n, $0 }`, "foo boo\nbar\n"}, {`{ gsub(/o/, "[&]"); print }`, "foo\n"}, {`{ gsub(/o/, "\\&"); print }`, "foo\n"}, {`{ sub(/a*/, "x"); print }`, "baaac\naab\n"}, {`{ gsub(/a*/, "x"); print }`, "bb\n"}, {`{ gsub(/^/, ">"); print }`, "a\n\n"}, {`{ gsub(/$/, "<"); print }`, "a\n"}, {`{ gsub(/[[:space:]]+$/, ""); print $0 "|" }`, "a  \nb\n"}, {`{ sub(/\r$/, ""); print $0 "|" }`, "a\r\nb\n"}, {`{ gsub(/b/, "x", $2); print }`, "b  b  b\n"}, {`{ x = $0; gsub("[^a-z]", "", x); print x, $0 }`, "A1b c\n"}, {`{ a[1] = $0; sub("a", "b", a[1]); print a[1] }`, "xax\n"}, {`{ gsub(/\//, "-"); print }`, "a/b/c\n"}, {`{ gsub("\\.", "_"); print }`, "a.b\n"}, {`{ gsub(/a|ab/, "x"); print }`, "ab aab\n"}, {`{ sub(/^[^=]*=/, ""); print }`, "a=b=c\n"}, {`{ gsub(/"/, "\\\""); print }`, "a\"b\n"}, {`{ gsub(/x/, "\n"); print }`, "axb\n"}, {`{ gsub(/aa/, "b"); print }`, "aaaaa\n"},
	{`{ print match($0, /b+/), RSTART, RLENGTH }`, "abbc\nx\n"}, {`BEGIN { print match("abc", /$/), RLENGTH, match("abc", /x*/), RLENGTH }`, ""}, {`match($0, /[0-9]+\.[0-9]+/) { print substr($0, RSTART, RLENGTH) }`, "go1.22 linux\nno\n"}, {`BEGIN { print toupper("aBc1"), tolower("ABc1") }`, ""}, {`{ print toupper($0), length($0) }`, "a\xe9b\xff\n"}, {`BEGIN { print length(12345), length(0.5), length("") }`, ""},
	// Regular expressions.
	{`/^a.c$/`, "abc\nac\na\xffc\n"}, {`/[^a-c]/`, "abc\nabd\n"}, {`/^(ab|cd)+$/`, "abcd\nabc\n"}, {`/a\.b/`, "a.b\naxb\n"}, {`/[]a]/`, "]\nb\n"}, {`/[a\\]/`, "]\na\n\\\n"}, {`/^[[:alpha:]_][[:alnum:]_]*=/`, "a_1=2\n1a=2\n"}, {`/x?y+z*$/`, "yy\nxyzz\nx\n"}, {`/a\/b/`, "a/b\nab\n"}, {`/\$[(]x[)]/`, "$(x)\nx\n"}, {`/^# >>> x( \([a-z ]+\))? >>>$/`, "# >>> x >>>\n# >>> x (a b) >>>\n# >>> x () >>>\n"}, {`/\t/`, "a\tb\nab\n"}, {`/[\t ]x/`, "a\tx\nax\n"}, {`/\\/`, "a\\b\nab\n"}, {`/=/`, "a=b\n"}, {`$0 ~ "^" "a"`, "ab\nba\n"}, {`{ print $1 / 2 / 2 }`, "8\n"}, {`/a-/`, "a-\n"}, {`/[-a]+[a-]/`, "-a\nx\n"}, {`/(^a|b)c/`, "ac\nxac\nxbc\n"}, {`/A/`, "A\na\n"},
	// printf.
	{`BEGIN { printf "%s|%5s|%-5s|%.2s|%5.1s|\n", "abc", "ab", "ab", "abc", "xyz" }`, ""}, {`BEGIN { printf "%d|%5d|%-5d|%05d|%+d|% d|%.3d|%08.3d|%-05d|\n", 42, 42, 42, 42, 42, 42, 42, 42, 42 }`, ""}, {`BEGIN { printf "%x %X %o %u %i\n", 255, 255, 8, 7, -3 }`, ""}, {`BEGIN { printf "%f %.2f %8.3f|%-8.1f|%.0f %+.1f %08.2f\n", 3.14159, 2.5, 1.5, 2.25, 2.5, 1, 3.14159 }`, ""}, {`BEGIN { printf "%e %.2E %g %g %g %G\n", 12345.678, 0.00012, 100000, 1000000, 0.0001, 1e-10 }`, ""}, {`BEGIN { printf "%c%c%c\n", 65, "xyz", "b" }`, ""}, {`BEGIN { printf "%%|%5c|%-3c|\n", "a", "b" }`, ""}, {`BEGIN { printf("%s %s\n", "a", "b") }`, ""}, {`BEGIN { printf "no newline" }`, ""}, {`BEGIN { x = sprintf("%03d-%s", 7, "a"); print x }`, ""}, {`BEGIN { printf "%d %d %d\n", "3abc", -3.9, "" }`, ""}, {`BEGIN { printf "%s %s\n", 3.0, 0.1 + 0.2 }`, ""}, {`BEGIN { printf "%.0f\n", 123456789012 }`, ""}, {`{ printf "%-10s|%4d|\n", $1, $2 }`, "abc 12\n"}, {`{ printf "%s\n", $0 }`, "a\xffb\n"}, {`{ printf "%5s|%-5s|\n", $0, $0 }`, "\xc3\xa9\n"}, {`BEGIN { print(1, 2); print (1)(2); print (1, 2) in a }`, ""}, {`BEGIN { printf "%g %g %g\n", 0.1 + 0.2, 1e15, 123456.5 }`, ""}, {`BEGIN { printf "%d%%\n", 50 }`, ""},
	// What installers ask.
	{`NR == 2 { print $4 }`, "Filesystem 1024-blocks Used Available\n/dev/x 100 50 49\n"}, {`{ print $1; exit }`, "abc  file\nx y\n"}, {`$2 == "go.tar.gz" { print $1 }`, "aa  x\nbb  go.tar.gz\n"}, {`-F" { for (i = 1; i <= NF; i++) if ($i ~ /^go[0-9.]+$/) { print $i; exit } }`, "{\"version\": \"go1.22.1\"}\n"}, {`/^export PATH=/ { found = 1 } END { exit !found }`, "a\nexport PATH=x\n"}, {`-v want=1.21 function n(s, p) { split(s, p, "."); return p[1] * 1000 + p[2] } { print (n($1) >= n(want)) }`, "1.9\n1.21\n2.0\n"}, {`$1 == "MemTotal:" { print int($2 / 1024) }`, "MemTotal:   16316412 kB\n"}, {`{ sum += $1 } END { print sum, sum / NR }`, "1\n2\n6\n"}, {`BEGIN { print ENVIRON["awk_x"] + 1, ENVIRON["awk_none"] "|" }`, ""}, {`BEGIN { print (ENVIRON["awk_x"] == 10.0) }`, ""}, {`{ line[NR] = $0 } END { while (NR > 0 && line[NR] == "") NR--; for (i = 1; i <= NR; i++) print line[i] }`, "a\n\nb\n\n\n"},
}

// arguments cuts a row into options and the program.
func arguments(row string) []string {
	var args []string
	for strings.HasPrefix(row, "-") {
		option, rest, _ := strings.Cut(row, " ")
		args = append(args, option)
		if len(option) == 2 {
			option, rest, _ = strings.Cut(rest, " ")
			args = append(args, option)
		}
		row = rest
	}
	return append(args, row)
}

var testEnv = map[string]string{"awk_x": "10"}

func TestAgreesWithRealAwks(t *testing.T) {
	if len(rows) < 150 {
		t.Errorf("%d rows", len(rows))
	}
	t.Logf("%d rows", len(rows))
	for _, row := range rows {
		args := arguments(row.program)
		got, err := ours(args, row.input, testEnv)
		if err != nil {
			t.Errorf("%q on %q: %v", args, row.input, err)
			continue
		}
		for _, awk := range reals {
			compareReal(t, awk, args, row.input, testEnv, got)
		}
	}
}

// refusals are what ours must refuse, with a part of the message.
var refusals = []struct{ program, input, want string }{
	{`BEGIN { print 1 / 0 }`, "", "1:17: division by zero"},
	{`BEGIN { print 2147483648 }`, "", "1:9: the awks differ in how they write a whole number"},
	{`BEGIN { printf "%d\n", 2147483648 }`, "", "%d above"},
	{`{ print $1 + 0 }`, "0x1A\n", "what number"}, {`$1 > 3`, "inf\n", "compare it with a string"},
	{`BEGIN { print substr("hello", 1.5, 1) }`, "", "use int()"}, {`BEGIN { print index("abc", "") }`, "", "empty string"},
	{`BEGIN { printf "%s" }`, "", "more conversions"}, {`BEGIN { printf "%c", "" }`, "", "empty string"}, {`BEGIN { printf "%y", 1 }`, "", "no conversion"}, {`BEGIN { printf "%05s", "a" }`, "", "the flag 0"}, {`{ printf "%c", $1 }`, "65\n", "add 0"},
	{`BEGIN { s = "a"; gsub(/a/, "\\\\q", s) }`, "", `1:18: the awks differ on \\`},
	{`BEGIN { print "a\.b" }`, "", `1:17: \. is not an escape`}, {`/a\qb/`, "", `\q is not an escape`}, {`/a{2}/`, "", "1:1: "}, {`/[/]/`, "", `write \/`}, {`/a**/`, "", "two repetitions"}, {`/(/`, "", "not closed"}, {`/a`, "", "not closed"}, {`"a`, "", "not closed"}, {`//`, "", "empty regular"}, {`BEGIN { print "a" ~ "" }`, "", "empty regular"}, {`$0 ~ "["`, "a\n", "[ is not closed"},
	{`BEGIN { print 2 ^ 3 }`, "", "raises to a power"}, {`BEGIN { print 2 ** 3 }`, "", "not POSIX"}, {`BEGIN { print sqrt(4) }`, "", "mathematics"}, {`BEGIN { getline x }`, "", "getline"}, {`BEGIN { "date" | getline }`, "", "a command"}, {`BEGIN { system("id") }`, "", "system"}, {`BEGIN { print "x" > "file" }`, "", "1:21: print writes"}, {`BEGIN { print "x" >> "file" }`, "", "a file cannot"}, {`BEGIN { print "x" | "sh" }`, "", "a command"}, {`BEGIN { close("x") }`, "", "close"}, {`func f() { }`, "", "write function"}, {`BEGIN { print gensub(/a/, "b", 1, "a") }`, "", "gensub"},
	{`BEGIN { print ! x ~ "0" }`, "", "put brackets"}, {`BEGIN { print 1 < 2 < 3 }`, "", "two comparisons"}, {`BEGIN { f(1) }`, "", "f is not there"}, {`function f(a) { } BEGIN { f(1, 2) }`, "", "takes 1"}, {`function f(f) { }`, "", "parameter"}, {`function f(a, a) { }`, "", "parameter"}, {`function f() { } function f() { }`, "", "twice"}, {`function f() { } BEGIN { f = 1 }`, "", "is a function"}, {`function f() { next }`, "", "next stands"}, {`BEGIN { next }`, "", "next stands"}, {`BEGIN { break }`, "", "no loop"}, {`BEGIN { return 1 }`, "", "no function"}, {`BEGIN { x = 1; x[1] = 2 }`, "", "x is no array"}, {`BEGIN { x[1] = 2; x = 1 }`, "", "x is an array"}, {`BEGIN { x[1]; print x }`, "", "the array x"}, {`BEGIN { x[1]; print length(x) }`, "", "the array x"}, {`BEGIN { NR[1] = 2 }`, "", "NR is no array"},
	{`BEGIN { RS = "ab" }`, "", "RS of more"}, {`BEGIN { FS = "" }`, "", "empty FS"}, {`BEGIN { split("abc", a, "") }`, "", "empty separator"}, {`{ print $(-1) }`, "a\n", "no field"}, {`{ $1000000 = 1 }`, "a\n", "no field"}, {`{ print $-1 }`, "a\n", "put brackets"},
	{`BEGIN { while (1) x++ }`, "", "too many steps"}, {`function f() { f() } BEGIN { f() }`, "", "more than 1000 deep"}, {`BEGIN { s = "aaaaaaaa"; while (1) s = s s }`, "", "a string of more"}, {`BEGIN { printf "%999999d", 1 }`, "", "a width"},
	{`{ print`, "", "want the end of"}, {`{ print; `, "", "not closed"}, {`}`, "", "want a value"}, {`BEGIN`, "", "want {"}, {`BEGIN { print 1 2 }}`, "", "1:20"}, {`BEGIN { if (1) }`, "", "want a value"}, {`{ print (1, 2) 3 }`, "", "want in"}, {`BEGIN { print 0x10 }`, "", "no decimal number"}, {`BEGIN { x = }`, "", "want a value"}, {`@`, "", "no part of awk"}, {`/a/ /b/`, "", "want a value"}, {`BEGIN { printf }`, "", "without a format"}, {`BEGIN { sub(/a/, "b", 3) }`, "", "third argument"}, {`BEGIN { substr("a") }`, "", "takes 2 to 3"}, {`BEGIN { print length(1, 2) }`, "", "takes 0 to 1"},
	{`-x 1`, "", "option"}, {`-F t {}`, "", "option"}, {`-v 1=2 {}`, "", "option"}, {`-v x=\q {}`, "", "not an escape"},
}

func TestRefuses(t *testing.T) {
	for _, c := range refusals {
		got, err := ours(arguments(c.program), c.input, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s on %q: %v, %v; want an error with %q", c.program, c.input, got, err, c.want)
		}
	}
	if _, err := ours([]string{"BEGIN { while (1) x++ }"}, "", nil); !errors.Is(err, ErrSteps) {
		t.Errorf("%v is not ErrSteps", err)
	}
}

// differing are programs on which the awks give different results, which is why
// ours refuses them. Where they begin to agree, the refusal can go.
var differing = []struct{ program, input string }{
	{`BEGIN { print 1 / 0 }`, ""}, {`BEGIN { print 2147483648 }`, ""}, {`BEGIN { printf "%d\n", 2147483648 }`, ""}, {`BEGIN { print index("abc", "") }`, ""},
	{`BEGIN { print substr("hello", -1, 3) }`, ""}, {`{ print $1 + 0 }`, "010\n"}, {`BEGIN { print 010 }`, ""}, {`{ $2++; print }`, "1 2\n"}, {`{ $NF++; print }`, "1 2\n"}, {`BEGIN { print 1 || 0 }`, ""}, {`BEGIN { print "a\/b" }`, ""}, {`{ gsub(/a*/, "x"); print }`, "baaac\n"}, {`/[a\]]/`, "]\n"}, {`{ gsub(/[\/]/, "x"); print }`, "\\/\n"}, {`{ sub(/x/, "y", $1); print }`, "a  b\n"}, {`-F : { if ($2) print }`, "a: :b\n"}, {`{ gsub(/.*$/, "X"); print }`, "ab\n"}, {`BEGIN { printf "%*d\n", 5, 42 }`, ""}, {`BEGIN { RS = ""; FS = ":" } { print NF }`, "a:b\nc:d\n"}, {`/[/]/`, "/\n"}, {`BEGIN { printf "%s" }`, ""}, {`BEGIN { s = "a"; gsub(/a/, "\\\\q", s); print s }`, ""}, {`BEGIN { print "a\.b" }`, ""}, {`/a{2}/`, "aa\na{2}\n"}, {`BEGIN { print 2 ^ 3 }`, ""},
}

func TestRealAwksDiffer(t *testing.T) {
	for _, c := range differing {
		one, two := real(t, reals[0], arguments(c.program), c.input, nil), real(t, reals[1], arguments(c.program), c.input, nil)
		if one == two {
			t.Errorf("%s: both give %v", c.program, one)
		}
		if got, err := ours(arguments(c.program), c.input, nil); err == nil {
			t.Errorf("%s: ours gives %v", c.program, got)
		}
	}
}
