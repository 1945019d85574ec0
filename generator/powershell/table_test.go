package powershell

import (
	"strings"
	"testing"
)

// good are texts that both PowerShells take, and read alike.
var good = []string{
	"", "\n", "# only a comment", "<# a\nblock #>", "#requires -Version 5.1\n$x", ";;\n;",
	"$x = 1", "$x += 1", "$x -= 1", "$x *= 2", "$x /= 2", "$x %= 2", "$x=1", "$x++", "$x--", "++$x", "--$x", "$x[0]++", "$x.y++",
	"$a, $b = 1, 2", "$a, $b.c, $d[1] = f", "[int]$x = '5'", "$a = $b = 3", "$x = if ($a) { 1 } else { 2 }", "$x = foreach ($i in 1..3) { $i }",
	"$x = try { 1 } catch { 2 }", "$x = switch ($a) { 1 { 2 } }", "$script:x = $env:PATH", "${x} = 1", "${env:ProgramFiles(x86)}", "$x =\n  1",
	"$x.Count - 1", "$x.Count-1", "$n-1", "$a*2+3%4/5", "-$x", "- $x", "-1", "+$x", "!$x", "-not $x", "! -not $x", "-bnot 3", "1..3", "$a..$b", "0..($n - 1)",
	"$a -eq $b -and $c -or $d -xor $e", "$a -ceq 'b'", "$a -inotmatch 'b'", "$a -is [string]", "$a -isnot [int]", "$a -as [int]", "-join $x", "-split $x", "$a -split ',', 2",
	"'{0} {1}' -f $a, $b", "1 -shl 2 -band 3 -bor 4 -bxor 5", "$a -notin $b", "$a -and\n  $b", "$a +\n  $b", "1,\n2", ", 1", ",$x", "1kb, 2MB, 3l, 4d, 0x1F, 1.5e3, .5",
	"$x.Foo", "$x.Foo.Bar()", "$x.Foo($a, $b)", "$x.Foo(\n  1,\n  2\n)", "$x.$name", "$x['a']", "$x[0, 1]", "$x[-1]", "$x[0][1].y", "'a'.Length", "\"a$b\".Length", "@(1)[0]", "(f).Count", "$(f).Count",
	"[IO.Path]::PathSeparator", "[int]::MaxValue", "[Math]::Floor(1.5)", "[string[]]@('a')", "[Collections.Generic.List[string]]::new()", "[int][char]'a'", "[void](f)", "[char]0x2019", "[long]-1", "$x::Y",
	"@()", "@(1, 2)", "@(f; g)", "@{}", "@{ a = 1; b = 2 }", "@{\n  a = 1\n  'b c' = 2\n  3 = 4\n  $k = 5\n}", "@{ a = if ($x) { 1 } }", "@{ 1 = 1; '1' = 2 }", "@{ if = 1; in = 2 }",
	"{ a }", "$f = { param($x) $x }", "{ param($a, [int]$b = 2) $a }", "& { a }", "& { a } 1 2", "& $f -x 1", ". { a }", ". ./lib.ps1", "& 'a b' c", "& \"$dir/x\" y", "& (f) @args", "& $x.y z",
	"a", "a b c", "a -b c", "a -b:c", "a -b:$c", "a -b: c", "a $b $c.d $e[0] (f) @g", "a 'b' \"c $d\" { e } @{ f = 1 } @(1)", "a b, c, $d", "a -b 1, 2 -c", "a --b -- c", "a b=c *.txt ./d C:\\e ~/f", "a -1 1.5", "a 1> b", "New-Object Uri('x')",
	"a > b", "a >> b", "a 2> $null", "a 2>&1", "a *> b", "a *>&1 | b", "a 2>> 'c d'", "a | b", "a |\n  b", "a | b | c", "$x | % { $_ } | ? { $_.a }", "1, 2 | foreach { $_ }", "$x | Where-Object { $_ -gt 1 } | Select-Object -First 1",
	"a `\n  -b c", "a # comment", "a #b", "$x #c\n$y", "(a) # c", "f <# c #> g",
	"if ($a) { b }", "if (a) { b } else { c }", "if ($a) { b } elseif ($c) { d } else { e }", "if ($a) { b }\nelse { c }", "if ($a) { b } # c\n# d\nelse { e }", "if ($a)\n{\n  b\n}", "if ($x = f) { $x }", "if (-not (f $x) -and $y) { }", "if (\n$a\n) { b }",
	"while ($a) { b }", "do { a } while ($b)", "do { a } until ($b)", "do { a }\nwhile ($b)", "for ($i = 0; $i -lt 3; $i++) { a }", "for (;;) { break }", "for ($e = $x; $null -ne $e; $e = $e.y) { }", "foreach ($x in $y) { z }", "foreach ($x in f 1 | g) { z }", "foreach ($x in 1, 2) { continue }",
	":outer foreach ($x in $y) { break outer }", ":o while (1) { continue o }",
	"switch ($a) { 1 { b } 'c' { d } default { e } }", "switch -regex ($a) { '^b' { c } }", "switch (f $a) { (g b) { c } { $_ -gt 1 } { d } e { f } }", "switch ($a) { $b { c } }",
	"try { a } catch { b }", "try { a } finally { b }", "try { a } catch [IO.IOException] { b } catch { c } finally { d }", "try { a }\ncatch { b }\nfinally { c }", "try { a } catch [A], [B] { c }",
	"function f { }", "function f($a) { }", "function f ($a, [int]$b = 1) { }", "function f {\n  param($a)\n  $a\n}", "function script:f { }", "function Get-It { [CmdletBinding()] param([Parameter(Mandatory = $true)][string]$Name, [switch]$Force) $Name }", "filter f { $_ }", "function f\n{\n}", "param($a)\n$a", "param()\na",
	"return", "return 1", "return $a, $b", "return f $x", "throw", "throw 'a'", "throw (New-Object Exception('a'))", "exit", "exit 1", "exit $code",
	`"a $b c"`, `"$a$b"`, `"${a}b"`, `"${a}:b"`, `"$($a.b) c"`, `"$(f "in $x") c"`, "\"a`\"b\"", `"a""b"`, "\"`$a `n `t `0\"", "'a''b'", "'a\nb'", "\"a\nb\"", `"100%"`, `"a$"`, `"$env:PATH;x"`, `"$_ $? $$"`, "a`nb"[:1],
}

// bad are texts that one of the PowerShells refuses, that they read differently,
// or that are not in the subset; and a part of the error.
var bad = []struct{ text, why string }{
	// Of PowerShell 7 only.
	{"a && b", "&& is an operator of PowerShell 7"}, {"a || b", "|| is an operator of PowerShell 7"}, {"$a ?? $b", "?? is an"}, {"$a ??= 1", "?"}, {"$a ? 1 : 2", "? is an operator"}, {"$a?.b", "?"}, {"$a?[0]", "?"}, {"${a}?.b", "?"},
	{"a &", "background"}, {"$x | ForEach-Object -Parallel { $_ }", "-Parallel"}, {"$x | % -parallel { $_ }", "-Parallel"}, {"function f { begin { } clean { } }", "begin"}, {"clean { }", "clean"}, {"a\n| b", "|"},
	{"1u", "no number"}, {"1ul", "no number"}, {"0b11", "no number"}, {"7y", "no number"}, {"f 1u", "PowerShell 7 only"}, {"f 0b1", "PowerShell 7 only"}, {"\"`e[0m\"", "`e"}, {"\"`u{2019}\"", "`u"},
	// Encoding.
	{"'\u2019'", "0xe2"}, {"a \u2013b", "0xe2"}, {"# \u00e9", "0xc3"}, {"\ufeffa", "0xef"}, {"a\r\nb", "carriage"}, {"a\x00", "control"}, {"a\x1b", "control"}, {"a\x7f", "control"}, {"\u201ca\u201d", "0xe2"},
	// Not closed.
	{"'a", "not closed"}, {"\"a", "not closed"}, {"{", "not closed"}, {"(", "not closed"}, {"@(1", "not closed"}, {"@{ a = 1", "not closed"}, {"$(f", "not closed"}, {"$x[1", "not closed"}, {"<# a", "not closed"}, {"\"$(f\"", "not closed"}, {"if ($a) {", "not closed"}, {"${a", "$"}, {"a `", "backtick"},
	{"}", "closes nothing"}, {")", "closes nothing"}, {"]", "closes nothing"}, {"(]", "closes nothing"}, {"{ a )", "closes nothing"},
	// Statements.
	{"else { a }", "else without"}, {"elseif ($a) { b }", "elseif without"}, {"catch { }", "catch without"}, {"finally { }", "finally without"}, {"until ($a)", "until without"}, {"try { a }", "try without"}, {"try { a } b", "try without"}, {"if ($a) { b }; else { c }", "else without"},
	{"try { a } catch { } catch { }", "catches everything"}, {"try { a } finally { } catch { }", "cannot stand"}, {"if { a }", "( is missing"}, {"if ($a) b", "{ is missing"}, {"if () { a }", "cannot stand"}, {"if ($a) { b } else if ($c) { d }", "{ is missing"}, {"while ($a) b", "{ is missing"}, {"do { a }", "without while or until"}, {"do { a } if", "without while or until"},
	{"for ($i = 0) { }", "three parts"}, {"for ($i = 0; $i -lt 1) { }", "three parts"}, {"foreach ($x of $y) { }", "cannot stand"}, {"foreach (x in $y) { }", "variable is missing"}, {"foreach ($x in) { }", ""}, {"foreach -parallel ($x in $y) { }", ""}, {"for $i in 1 { }", "( is missing"},
	{"switch ($a) { }", "without cases"}, {"switch ($a) { default { } default { } }", "default twice"}, {"switch -file a { b { } }", "no parameter"}, {"switch ($a) { 1 }", ""}, {":x a", "before no loop"},
	{"a\nparam($x)", "param after"}, {"function f { a; param($x) }", "param after"}, {"function f($a) { param($b) }", "in param"}, {"function f($a, $A) { }", "twice"}, {"param($a $b)", ", is missing"}, {"function f(a) { }", "variable is missing"}, {"function f", ""}, {"function { }", "no name"}, {"function 'a' { }", "no name"}, {"function if { }", ""},
	{"class A { }", "class"}, {"enum A { }", "enum"}, {"using namespace System", "using"}, {"trap { }", "trap"}, {"data { }", "data"}, {"workflow w { }", "workflow"}, {"function f { process { } }", "process"}, {"end { }", "end"}, {"dynamicparam { }", "dynamicparam"}, {"configuration c { }", "configuration"},
	{"if ($a) { b } c", "cannot stand"}, {"& { a } b { c", "not closed"}, {"break 1", ""}, {"return return", ""},
	// Commands.
	{"a < b", "reserved"}, {"a 3<b", ""}, {"a > ", "ends in the middle"}, {"a 2>&2", "only >&1"}, {"a 7> b", ""}, {"a |", "no command"}, {"a | | b", "no command"}, {"| a", "|"}, {"a | 1", "no command"}, {"a | $x", "no command"}, {"a | if ($x) { }", ""}, {"x = 1", "variable has a $"}, {"f $a = 1", "variable has a $"}, {"$a ++ 1", "cannot stand"}, {"$a ++", "cannot stand"}, {"f(1)", "directly behind"}, {"f ,1", "cannot stand"}, {"f 1,", "ends in the middle"}, {"f a$b", "touches"}, {"f $a/b", "touches"}, {"f 'a'b", "touches"}, {"f \"a\"\"b", "not closed"}, {"f [int]", "among the arguments"}, {"f --% a", "--%"}, {"& ", "ends in the middle"}, {"& & a", ""}, {"f a;b)", "closes nothing"}, {"f -a:", "ends in the middle"}, {"a` b", "backtick"}, {"f !a", "no bare word"},
	// Expressions.
	{"1 = 2", "assigned"}, {"'a' = 2", "assigned"}, {"f() = 1", ""}, {"$x.f() = 1", "assigned"}, {"$a + $b = 1", "assigned"}, {"($a) = 1", "assigned"}, {"$a -eq $b = 1", "assigned"}, {"1++", ""}, {"f()++", ""}, {"$x =", "middle"}, {"$x = \n", "middle"}, {"$x = 1 2", "cannot stand"}, {"$x 1", "cannot stand"}, {"$x = = 1", ""}, {"$x == 1", ""},
	{"$a -eqq $b", "no operator"}, {"$a -equals $b", "no operator"}, {"$a -eq", "middle"}, {"$a -and", "middle"}, {"-foo $a", "no operator"}, {"$a -not $b", "no operator"}, {"-eq $a", "no operator"}, {"$a > 5", "to compare"}, {"if ($a > 5) { }", "to compare"}, {"if ($a < 5) { }", "reserved"}, {"if ($a = = 5) { }", ""}, {"if ($a == 5) { }", ""}, {"if ($a != 5) { }", ""}, {"$a + + ", "middle"}, {"1 2", "cannot stand"}, {"'a' 'b'", "cannot stand"}, {"'a''b", "not closed"}, {"'a'b", "touches"}, {"$a$b", "cannot stand"}, {"@args", "write $args"}, {"$x = @args", "write $args"}, {"(1, )", ""}, {"()", ""}, {"(a; b)", ""}, {"(if ($a) { 1 })", ""}, {"$x.", ""}, {"$x .y", "cannot stand"}, {"$x. y", ""}, {"$x[]", ""}, {"$x.f(1 2)", ", is missing"}, {"$x.f(1,)", ""}, {"$x.f(a)", "bare word"}, {"[int", "not closed"}, {"[]", "no name"}, {"[1]", "no name"}, {"[int]::", ""}, {"[a b]$x", ""}, {"1 + b", "bare word"}, {"$x = a b |", "no command"}, {"1..", "middle"}, {"1.2.3", "cannot stand"}, {"$", "begins nothing"}, {"@", "begins nothing"}, {"$a,", "middle"},
	{"@{ a = 1; A = 2 }", "twice"}, {"@{ 'a' = 1; a = 2 }", "twice"}, {"@{ 1 = 1; 1 = 2 }", "twice"}, {"@{ a }", "= is missing"}, {"@{ a = }", ""}, {"@{ a b = 1 }", "= is missing"}, {"@{ a = 1 b = 2 }", ""}, {"@{ a = 1, b = 2 }", ""}, {"@{ a-b = 1 }", ""}, {"@{ a: 1 }", ""},
	// Strings.
	{`"$x: y"`, "directly behind"}, {`"$x?"`, "directly behind"}, {"@'\na\n'@", "here-string"}, {"@\"\na\n\"@", "here-string"}, {`"$(a b; )" c`, "cannot stand"}, {`"$(1 +)"`, "middle"}, {`"$(else { })"`, "else without"}, {"\"`q\"", "`q"}, {`"a" + "b`, "not closed"},
}

func TestGoodTexts(t *testing.T) {
	for _, text := range good {
		if _, err := Parse(text); err != nil {
			t.Errorf("%q: %v at %d", text, err, err.(*Error).Offset)
		}
	}
}

func TestBadTexts(t *testing.T) {
	for _, c := range bad {
		_, err := Parse(c.text)
		switch {
		case err == nil:
			t.Errorf("%q is accepted", c.text)
		case !strings.Contains(err.Error(), c.why):
			t.Errorf("%q: %v; want %s", c.text, err, c.why)
		}
	}
	t.Logf("%d good texts, %d bad ones", len(good), len(bad))
}
