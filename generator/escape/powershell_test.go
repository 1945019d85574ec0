package escape

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/org/gosetup/generator/realtool"
)

func renderPowerShell(text string, data any) (string, error) {
	return renderText(dialect.PowerShell, text, data)
}

// The reader of the tests reads what the manual shows.
func TestPowerShellReader(t *testing.T) {
	for source, want := range map[string]string{
		"'it''s'": "it's", "'it\u2019's'": "it's", "'a`n$b'": "a`n$b", "\u2018a\u201a": "a", `"a""b"`: `a"b`, "\"a\u201d\u201cb\u201e": "a\u201cb", "\"`$a`n`q`\"\"": "$a\nq\"",
		`"$"`: "$", `"$ a"`: "$ a", `"$a.b"`: "\x00$a\x00.b", `"${a b}c"`: "\x00${a b}\x00c", `"a$(f "x")b"`: "a\x00$(f \"x\")\x00b", `"$([char]0xD83D)$([char]0xDE42)"`: "\U0001f642",
		"('a' + [char]0x2019 + 'b')": "a\u2019b", `"$\u00e9"`: `$\u00e9`, "\"$\u00e9\"": "\x00$\u00e9\x00", "# a\n": " a", "<# a #>": " a ",
		"([char]0x0041 + 'a')": "!", "('a' 'b')": "!", "'a": "!", "\"a`\"": "!", "\"`u{41}\"": "!", "x": "!",
	} {
		if got, _, err := psRead(source); err == nil && got != want || err != nil && want != "!" {
			t.Errorf("%q is read as %q %v, not %q", source, got, err, want)
		}
	}
}

// A psTrip is a context of the round trip: text and literals by turns, text first
// and last. A value stands in the literals.
type psTrip struct {
	name  string
	parts []string
	show  string            // an expression that gives the value of the last literal, for pwsh
	list  string            // what is between Words
	takes func(string) bool // nil: every value
}

func psNoSecret(v string) bool { return !strings.Contains(v, `\u{`) && !strings.Contains(v, "\n") }

func psNoMark(v string) bool { return psNoSecret(v) && !strings.ContainsAny(v, "#<>") }

var psTrips = []psTrip{
	{name: "assignment", parts: []string{"$v = ", "{{.}}", "\n"}, show: "$v"},
	{name: "double", parts: []string{"$v = ", `"a {{.}} b"`, "\n"}, show: "$v"},
	{name: "double alone", parts: []string{"$v = ", `"{{.}}"`, "; $z\n"}, show: "$v"},
	{name: "double behind escapes", parts: []string{"$v = ", "\"``/{{.}}`$`n:{{.}}$\"", "\n"}, show: "$v"},
	{name: "double with expansions", parts: []string{"$v = ", `"${x}{{.}}$($y)"`, "\n"}, show: "$v"},
	{name: "double over lines", parts: []string{"$v = ", "\"$x/\n{{.}}\n'{{.}}'\"", "\n"}, show: "$v"},
	{name: "double in a substitution", parts: []string{"$v = \"$(f ", `"{{.}}"`, ")\"\n"}, show: "$v"},
	{name: "single", parts: []string{"$v = ", `'a {{.}} b'`, "\n"}, show: "$v", takes: isASCII},
	{name: "single with quotes", parts: []string{"$v = ", "'''{{.}}''\n$x`\"{{.}}'", "\n"}, show: "$v", takes: isASCII},
	{name: "command", parts: []string{"Write-Host ", "{{.}}", "\n"}},
	{name: "command, double", parts: []string{"Write-Host -NoNewline ", "\"{{.}}`t\"", " ", "# x", "\n"}},
	{name: "function", parts: []string{"$v = f ", "{{.}}", "\n"}, show: "$v"},
	{name: "function, twice", parts: []string{"$v = f ", "{{.}}", " ", `"{{.}}"`, " | Out-Null\n"}},
	{name: "array", parts: []string{"$v = @(", "{{.}}", ", ", `"{{.}}"`, ")\n"}, show: "$v[1]"},
	{name: "words", parts: []string{"$v = @(", "{{.}}", ")\n"}, list: ", ", show: "$v[2]"},
	{name: "words of a function", parts: []string{"f ", "{{.}}", "\n"}, list: " "},
	{name: "hash", parts: []string{"$h = @{ a = ", "{{.}}", "; b = ", `"{{.}}"`, " }\n"}, show: "$h.b"},
	{name: "environment", parts: []string{"$env:GOSETUP_X = ", "{{.}}", "\n"}, show: "$env:GOSETUP_X"},
	{name: "member", parts: []string{"$h = @{}\n$h[", "'x'", "] = ", "{{.}}", "\n$h.y = ", "{{.}}", "\n"}, show: "$h.y"},
	{name: "condition", parts: []string{"if ($z -eq ", "{{.}}", " -or ", `"{{.}}"`, " -cne $z) { }\n"}},
	{name: "return", parts: []string{"function g { return ", "{{.}}", " }\n"}, show: "g"},
	{name: "return, double", parts: []string{"function g {\n    return ", `"{{.}}"`, "\n}\n"}, show: "g"},
	{name: "sum", parts: []string{"$v = $e + ", "{{.}}", "\n"}, show: "$v"},
	{name: "join", parts: []string{"$v = @($e, $e) -join ", "{{.}}", "\n"}, show: "$v"},
	{name: "method", parts: []string{"$v = $x.Insert(0, ", "{{.}}", ")\n"}},
	{name: "path", parts: []string{"Set-Content -LiteralPath ", "{{.}}", " -Value ", "{{.}}", "\n"}, takes: func(v string) bool { return !psOnDrive(v) }},
	{name: "comment", parts: []string{"", "# {{.}}", "\n$x\n"}, takes: psNoSecret},
	{name: "comment behind", parts: []string{"$x ", "# 'a\" {{.}} {{.}}", "\n$x\n"}, takes: psNoSecret},
	{name: "block comment", parts: []string{"", "<# {{.}} #>", "\n$x\n"}, takes: psNoMark},
}

const psPrelude = "function f($v) { $v }\n"

// template is the context for a value, and data what it is executed with.
func (trip *psTrip) template() string { return psPrelude + strings.Join(trip.parts, "") }

func (trip *psTrip) data(v string) any {
	if trip.list != "" {
		return Words{v, "x", v}
	}
	return v
}

// literals reads the literals of a rendering: what they mean, and the offsets at
// which each begins and ends.
func (trip *psTrip) literals(out string) (values []string, places []int, err error) {
	at := 0
	fixed := func(text string) {
		if err == nil && !strings.HasPrefix(out[at:], text) {
			err = fmt.Errorf("%.40q where %q was to come", out[at:], text)
		}
		at += len(text)
	}
	literal := func() {
		if err != nil {
			return
		}
		value, n, wrong := psRead(out[at:])
		values, places, err = append(values, value), append(places, at, at+n), wrong
		at += n
	}
	fixed(psPrelude + trip.parts[0])
	for i := 1; i < len(trip.parts); i += 2 {
		literal()
		for range 2 * min(len(trip.list), 1) {
			fixed(trip.list)
			literal()
		}
		fixed(trip.parts[i+1])
	}
	if err == nil && at != len(out) {
		err = fmt.Errorf("%.40q behind the end", out[at:])
	}
	return values, places, err
}

// want is what the literals mean.
func (trip *psTrip) want(v string) (all []string) {
	for i := 1; i < len(trip.parts); i += 2 {
		part := trip.parts[i]
		switch {
		case trip.list != "":
			all = append(all, v, "x", v)
		case part == "{{.}}":
			all = append(all, v)
		default:
			around, _, err := psRead(strings.ReplaceAll(part, "{{.}}", "VALUE"))
			if err != nil {
				panic(err)
			}
			all = append(all, strings.ReplaceAll(around, "VALUE", v))
		}
	}
	return all
}

// psMasked replaces the # in the "..." at places: behind an escape or a $( ) in
// one the grammar of tree-sitter takes # for a comment, which PowerShell does not.
func psMasked(text string, places []int) string {
	b := []byte(text)
	for i := 0; i < len(places); i += 2 {
		if from, to := places[i], places[i+1]; b[from] == '"' {
			copy(b[from:to], bytes.ReplaceAll(b[from:to], []byte("#"), []byte("%")))
		}
	}
	return string(b)
}

// What a template was given comes back: from the reader of the manual's rules,
// from an independent grammar, and from pwsh where there is one.
func TestPowerShellRoundTrip(t *testing.T) {
	values := hostileValues(envInt(t, "GOSETUP_VALUES", fewValues))
	var docs []string
	var places [][]int
	var names []string
	for _, trip := range psTrips {
		tmpl, err := New(dialect.PowerShell).Parse(trip.name, trip.template())
		if err != nil {
			t.Fatal(err)
		}
		taken, wrong := 0, 0
		for _, v := range values {
			var b strings.Builder
			err := tmpl.Execute(&b, trip.data(v))
			var own *Error
			if trip.takes != nil && !trip.takes(v) && errors.As(err, &own) && strings.HasPrefix(own.Code, "powershell/") {
				continue
			}
			var got []string
			var at []int
			out := b.String()
			if err == nil {
				got, at, err = trip.literals(out)
			}
			if err != nil || !slices.Equal(got, trip.want(v)) || !isASCII(out) {
				if wrong++; wrong < 4 {
					t.Errorf("%s: %.80q becomes %.120q %v: %.200q", trip.name, v, got, err, out)
				}
				continue
			}
			if trip.takes != nil && !trip.takes(v) {
				t.Errorf("%s: %.80q is taken", trip.name, v)
			}
			taken++
			docs, places, names = append(docs, psMasked(out, at)), append(places, at), append(names, trip.name)
		}
		t.Logf("%s: %d values", trip.name, taken)
	}
	t.Run("grammar", func(t *testing.T) {
		var trees [][]int
		askGrammar(t, map[string]any{"docs": docs}, &trees)
		wrong := 0
		for i, tree := range trees {
			if (tree[0] != 0 || !slices.Equal(tree[1:], places[i])) && wrong < 10 {
				wrong++
				t.Errorf("%s: the grammar sees an error (%d) or other literals: %v, not %v, in %.200q", names[i], tree[0], tree[1:], places[i], docs[i])
			}
		}
		t.Logf("%d texts", len(trees))
	})
	t.Run("pwsh", func(t *testing.T) {
		realtool.Need(t, "pwsh")
		long := func(v string) bool { return len(v) > 5000 } // in a script of their own, since nobody tried so many
		psRun(t, slices.DeleteFunc(slices.Clone(values), long))
		psRun(t, slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !long(v) }))
	})
}

// psRun lets pwsh print the values of each context in Base64.
func psRun(t *testing.T, values []string) {
	script := "$ErrorActionPreference = 'Stop'\n$x = 'X'\n$y = 'Y'\n$z = 'Z'\n$e = ''\n" + psPrelude +
		"function show([string] $v) { [Console]::Out.Write([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($v)) + \"`n\") }\n"
	expanded := strings.NewReplacer("\x00${x}\x00", "X", "\x00$x\x00", "X", "\x00$($y)\x00", "Y")
	var want []string
	for _, trip := range psTrips {
		for _, v := range values {
			if trip.show == "" || trip.takes != nil && !trip.takes(v) {
				continue
			}
			text, err := renderPowerShell(trip.template(), trip.data(v))
			if err != nil {
				t.Fatal(err)
			}
			all := trip.want(v)
			want = append(want, expanded.Replace(all[len(all)-1]))
			script += strings.TrimPrefix(text, psPrelude) + "show (" + trip.show + ")\n"
		}
	}
	file := filepath.Join(t.TempDir(), "x.ps1")
	if err := os.WriteFile(file, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pwsh", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file).Output()
	lines := strings.Fields(strings.ReplaceAll(string(out), "\n", ".\n")) // a line may be empty
	if err != nil || len(lines) != len(want) {
		t.Fatalf("%v, %d lines for %d values", err, len(lines), len(want))
	}
	for i, line := range lines {
		got, err := base64.StdEncoding.DecodeString(strings.TrimRight(line, ".\r"))
		if err != nil || string(got) != want[i] {
			t.Errorf("%.80q becomes %.80q %v", want[i], got, err)
		}
	}
}

// What is refused with the value it's, and by which rule; "" for any rule.
var psRefused = map[string][]string{
	"powershell/ascii":    {"$x = \u2018{{.}}\u2019", "$x = \"\u00e9{{.}}\"", "# \u201c\n$x = {{.}}"},
	"powershell/backtick": {"$x = `{{.}}", "$x = \"a`{{.}}\"", "$x = \"``{{.}}\"", "f `{{.}}"},
	"powershell/eval": {
		// Hooks, and whatever runs a program or loads code.
		"& {{.}}", ". {{.}}", ". '{{.}}'", ". \"{{.}}\"", "& '{{.}}'", "& \"C:\\Program Files\\{{.}}\\x.exe\"", ". '{{.}}\\hook.ps1'",
		"iex {{.}}", "iex \"{{.}}\"", "iex 'a {{.}}'", "Invoke-Expression -Command {{.}}", "$x = \"$(iex {{.}})\"", "\"$(iex {{.}})\"", "f\niex {{.}}",
		"cmd /c {{.}}", "cmd.exe /c \"echo {{.}}\"", "powershell -Command {{.}}", "pwsh -c \"{{.}}\"", "powershell.exe -EncodedCommand {{.}}", "bash -c {{.}}", "Start-Process {{.}}", "Start-Process x -ArgumentList {{.}}",
		"Import-Module {{.}}", "Add-Type -TypeDefinition {{.}}", "New-Object {{.}}", "Set-Alias x {{.}}", "Invoke-Command -ScriptBlock {{.}}", "Start-Job -ArgumentList {{.}} -ScriptBlock { iex $args[0] }",
		"Set-Item function:g {{.}}", "New-Item function:g -Value {{.}}", "Set-Content -LiteralPath function:g -Value {{.}}", "Add-Content -LiteralPath 'Function:\\g' -Value {{.}}", "Set-Content -LiteralPath \"alias:g\" -Value \"{{.}}\"",
		// Methods, in any argument.
		"[scriptblock]::Create({{.}})", "[ScriptBlock]::Create(\"x {{.}}\")", "$ps.AddScript({{.}})", "$ExecutionContext.InvokeCommand.ExpandString({{.}})", "[Diagnostics.Process]::Start({{.}})",
		"[Diagnostics.Process]::Start('cmd', {{.}})", "[Diagnostics.Process]::Start('cmd', '/c ' + {{.}})", "$x.Invoke('a', {{.}})", "[regex]::Replace($x, {{.}}, 'a')", "[Activator]::CreateInstance({{.}})", "[Reflection.Assembly]::LoadFrom({{.}})",
		// Patterns, formats and types.
		"$x = $y -match {{.}}", "$x = $y -cnotmatch {{.}}", "$x = $y -replace {{.}}", "$x = $y -replace 'a', {{.}}", "$x = $y -like \"{{.}}*\"", "$x = $y -split {{.}}", "$x = $y -as {{.}}", "$x = $y -f {{.}}",
		"Select-String {{.}}",
	},
	"powershell/pattern": {"Remove-Item {{.}}", "Remove-Item -Path {{.}}", "Remove-Item -Recurse \"$x/{{.}}\"", "Remove-Item -LiteralPath $x {{.}}", "Get-ChildItem -Filter {{.}}", "Set-Content -Path {{.}} -Value x", "Out-File {{.}}", "Test-Path '{{.}}'"},
	"powershell/command": {"rm {{.}}", "x.ps1 {{.}}", "ConvertFrom-Json {{.}}", "go env -w \"{{.}}\"", "g {{.}}"},
	"powershell/reached": {
		"$x = {{.}}\niex $x", "$x = {{.}}\n& $x", "$x = {{.}}\n. $x", "$x = \"{{.}}\"; $y = $x.Trim(); iex $y", "$x = 'a'; $x += {{.}}; iex $x", "$script:x = {{.}}\nfunction g { iex $x }", "${x} = {{.}}\niex \"a ${x}\"", "[string]$x = {{.}}\niex $x",
		"$x = {{.}} | iex", "$x = {{.}}\n$x | iex", "Write-Output {{.}} | iex", "function g { $args }\ng {{.}} | Invoke-Expression", "Write-Output \"{{.}}\" | % { iex $_ }", "$x = {{.}}\n$x | ForEach-Object { iex $_ }", "Write-Output {{.}} | powershell -Command -", "Write-Output {{.}} | cmd", "@({{.}}) | iex", "Write-Output {{.}} | Out-String | iex", "$x = {{.}}\n$x | Out-String | iex",
		"$x = {{.}}\n$ps.AddScript($x)", "$x = {{.}}\n$y = [scriptblock]::Create(\"a $x\")", "$x = {{.}}\n$ExecutionContext.InvokeCommand.ExpandString($x)", "$x = {{.}}\nStart-Process $x", "$x = {{.}}\ncmd /c \"echo $x\"", "$x = {{.}}\nImport-Module $x", "$x = {{.}}\n[Diagnostics.Process]::Start($x)", "$x = {{.}}\n[Diagnostics.Process]::Start('cmd', $x)",
		"$x = {{.}}\n$y -match $x", "$x = {{.}}\n$x -f $y", "$x = {{.}}\n\"$(& $x)\"", "$h = @{ a = {{.}} }\n& $h.a", "$h = @{ Command = {{.}} }\niex @h", "foreach ($x in @({{.}})) { iex $x }", "$env:X = {{.}}\niex $env:X", "$x, $y = 'a', {{.}}\niex $y",
		"function g($v) { iex $v }\ng {{.}}", "function g { iex $args[0] }\ng {{.}}", "function g { param($v) & $v }\ng {{.}}", "function g { return {{.}} }\niex (g)", "function g { return \"{{.}}\" }\n$x = g\niex $x", "function g($x = {{.}}) { iex $x }",
		"Write-Output {{.}} -OutVariable x\niex $x", "Write-Output {{.}} | Tee-Object -Variable x\niex $x", "function g($v) { $null }\ng {{.}} -OutVariable x\niex $x",
		// Blocks, functions called with &, parameters further down, and what a function gets from a pipe.
		"function g { param([string] $v) iex $v }\ng {{.}}", "function g {\n    [CmdletBinding()]\n    param(\n        [string] $v\n    )\n    iex $v\n}\ng {{.}}", "function g {\n    # a\n    # b\n    # c\n    param($v)\n    iex $v\n}\ng {{.}}",
		"function g($v) { iex $v }\n$x = {{.}}\n& g $x", "function g($v) { iex $v }\n$x = {{.}}\n. 'g' $x", "$b = { iex $args[0] }\n$x = {{.}}\n& $b $x", "$x = {{.}}\n& { param($v) iex $v } $x", "@({{.}}).ForEach({ iex $_ })", "$x = {{.}}\n$x.Where({ iex $_ })",
		"function g { process { iex $_ } }\nWrite-Output {{.}} | g", "filter g { iex $_ }\nWrite-Output {{.}} | g", "function g { $input | iex }\nWrite-Output {{.}} | g", "function g($v) { h $v }\nfunction h($w) { iex $w }\ng {{.}}", "function g($v) { $script:y = $v }\ng {{.}}\niex $y",
		"switch ({{.}}) { default { iex $_ } }", "try { throw {{.}} } catch { iex \"$($_)\" }", "$x = $(if ($y) { {{.}} })\niex $x", "$x = $y = {{.}}\niex $x", "iex ($x = {{.}})", "($x = {{.}}) | iex",
		// What collects values, other ways to a name, other spellings.
		"$a.Add({{.}})\niex $a[0]", "$h.Add('a', {{.}})\niex $h.a", "$y = $sb.Append({{.}})\niex $sb.ToString()",
		"$x = {{.}}\n$ExecutionContext.InvokeCommand.InvokeScript($x)", "$x = {{.}}\n[Reflection.Assembly]::LoadFrom($x)", "$x = {{.}}\n.\\$x", "$x = {{.}}\n& ./$x",
		"Set-Alias q iex\n$x = {{.}}\nq $x", "$x = {{.}}\nSet-Content function:g $x", "$x = {{.}}\nSet-Item function:g $x", "Write-Output {{.}} | Set-Content function:g",
		"$x = {{.}}\n$y -cnotmatch $x", "$x = {{.}}\n$y -inotlike $x", "$x = {{.}}\n$y -replace ('a' + $x)", "$x = {{.}}\n($x + 'a') -f 'a'",
		"$function:g = {{.}}", "${function:g} = {{.}}", "$Function:g = \"{{.}}\"", "$alias:g = {{.}}", "$env:PSModulePath = {{.}}", "$PSDefaultParameterValues = {{.}}",
	},
	"powershell/name":     {"${{.}} = 1", "$env:{{.}} = 'x'", "$script:{{.}} = 'x'"},
	"powershell/function": {"function g_{{.}} { }"},
	"powershell/call":     {"{{.}}", "{{.}} 'x'", "\"$({{.}})\""},
	"syntax":              {"$x = @\"\n{{.}}\n\"@", "$x = @'\n{{.}}\n'@", "f --% {{.}}", "cmd --% /c {{.}}", "$x = \"$env:Y:{{.}}\"", "$x = \"{{.}}", "$x = '{{.}}", "$x = ({{.}}", "$x = \"$({{.}}\"", "$x = 'a'{{.}}'b'", "<# {{.}}", "$x = {{.}}\nI`nvoke-Expression $x", "Write-Output {{.}} | i`ex"},
	"": {
		"$x = \"$y:{{.}}\"", "iex x={{.}}", "$p.StartInfo.Arguments = {{.}}", "iex x=\"{{.}}\"", "[int]$x = {{.}}", "git {{.}}", "$x = \"$y{{.}}\"", "$x = \"$env:{{.}}\"", "$x = \"$_{{.}}\"", "$x = \"${{.}}\"", "$y:{{.}} = 'x'", "$function:{{.}} = 'x'", "$alias:{{.}} = 'x'", "$env:A_{{.}} = 'x'", "${env:{{.}}} = 'x'", "f @{{.}}", "$x.{{.}}()", "$x = [{{.}}]::new()",
		"$x = {{.}}{{.}}", "$x = a{{.}}", "$x = {{.}}b", "$x = {{.}} -f $y", "f x={{.}}", "f -n:{{.}}", "f a{{.}}", ".\\x.ps1 {{.}}", "exit {{.}}", "function {{.}} { }", "filter {{.}} { }", "using module {{.}}", "switch -Regex ($y) { {{.}} { } }",
		"$x = {{.}} | iex", "iex ('a' + {{.}})", "iex $(\"a {{.}}\")", "$x | iex | f {{.}} | iex", "#{{.}}\n$x", "#requires -Modules {{.}}\n$x", "$x #Requires -Modules {{.}}\n", "\"{{.}}\" | iex",
	},
}

// What is taken, with which value ("" for it's), and what it becomes.
var psTaken = [][3]string{
	{"$x = {{.}}", "", "$x = 'it''s'"},
	{"$hook = {{.}}", `C:\Program Files\a b\x.ps1`, `$hook = 'C:\Program Files\a b\x.ps1'`},
	{"Write-Host {{.}}", "\u2019; pwned; \u2018", "Write-Host ('' + [char]0x2019 + '; pwned; ' + [char]0x2018)"},
	{"$x = \"{{.}}\"", "\u201d; $(pwned) \u201e", "$x = \"$([char]0x201D); `$(pwned) $([char]0x201E)\""},
	{"$x = {{.}}", "\U0001f642", "$x = ('' + [char]0xD83D + [char]0xDE42)"},
	{"$x = {{.}}", "a`", "$x = 'a`'"},
	{"$x = \"{{.}}\"", "a`", "$x = \"a``\""},
	{"$x = \"{{.}}$y\"", "a`$", "$x = \"a```$$y\""},
	{"$x = \"${y}:{{.}}\"", "", "$x = \"${y}:it's\""},
	{"$x = \"$($y){{.}}\"", "", "$x = \"$($y)it's\""},
	{"$x = \"$y.{{.}}\"", "", "$x = \"$y.it's\""},
	{"$x = 'a`{{.}}'", "", "$x = 'a`it''s'"},
	{"$x = 'C:\\{{.}}\\'", "", "$x = 'C:\\it''s\\'"},
	{"$env:{{.}} = 'x'", "GOFLAGS", "$env:GOFLAGS = 'x'"},
	{"$env:X = {{.}}", "", "$env:X = 'it''s'"},
	{"Remove-Item -LiteralPath {{.}}", "a[b]*", "Remove-Item -LiteralPath 'a[b]*'"},
	{"Remove-Item -Recurse -LiteralPath \"$x/{{.}}\"", "", "Remove-Item -Recurse -LiteralPath \"$x/it's\""},
	{"$x = @{ a = {{.}}; b = {{.}} }", "", "$x = @{ a = 'it''s'; b = 'it''s' }"},
	{"$x = $y.Replace('a', {{.}})", "", "$x = $y.Replace('a', 'it''s')"},
	{"$x = $y -eq {{.}}", "", "$x = $y -eq 'it''s'"},
	{"throw \"{{.}}\"", "", "throw \"it's\""},
	{"function f($v) { $v }\nf -v {{.}} --% | Out-Null", "", "!"},
	{"function f($v) { $v }\n{{.}} 'x'", "f", "function f($v) { $v }\nf 'x'"},
	{"function f($v) { $v }\nf {{.}}", "-x", "function f($v) { $v }\nf '-x'"},
	{"function g_{{.}} { $x }", "tools", "function g_tools { $x }"},
	{"# {{.}}\n$x", "requires -Modules x", "# requires -Modules x\n$x"},
	{"$x = {{.}} # {{.}}", "\u2028", "$x = ('' + [char]0x2028) # \\u{2028}"},
	{"& \"$x/bin/go\" version # {{.}}", "", "& \"$x/bin/go\" version # it's"},
	// Values that only some places refuse; ! for a refusal.
	{"$x = 'a {{.}}'", "it\u2019s", "!powershell/single"},
	{"# {{.}}\n$x", "a\npwned", "!powershell/comment"},
	{"$x = {{.}}\n` iex $x", "a", "!syntax"},
	{"# {{.}}\n$x", "\\u{27}", "!powershell/comment"},
	{"# {{.}}\n$x", "SIG # Begin signature block", "!"},
	{"# {{.}}\n$x", "Sig: begins signature block", "!"},
	{"# {{.}}\n$x", "sig# BeginSignature block", "!"},
	{"<# {{.}} #>\n$x", "#> pwned <#", "!powershell/block-comment"},
	{"<# {{.}}#>\n$x", "#", "!powershell/block-comment"},
	{"<#{{.}} #>\n$x", ">", "!powershell/block-comment"},
	{"$env:{{.}} = 'x'", "PSModulePath", "!powershell/special-name"},
	{"$env:{{.}} = 'x'", "a b", "!powershell/name"},
	{"${{.}} = 'x'", "OFS", "!powershell/special-name"},
	{"function f($v) { $v }\n{{.}} 'x'", "iex", "!powershell/call"},
	{"function g_{{.}} { }", "a-b", "!powershell/function"},
	{"$function:{{.}} = 'x'", "prompt", "!"},
	{"$alias:{{.}} = 'x'", "ls", "!"},
	{"${function:{{.}}} = 'x'", "prompt", "!"},
	{"$x = \"$y{{.}}\"", "a", "!"},
}

// What is right about templates that were thought of: what is taken and how it
// is written, and what is refused and why.
func TestPowerShellVerdicts(t *testing.T) {
	n := 0
	check := func(template, value, want string) {
		n++
		if value == "" {
			value = "it's"
		}
		out, err := renderPowerShell(template, value)
		code, refused := strings.CutPrefix(want, "!")
		var own *Error
		switch {
		case !refused && (err != nil || out != want):
			t.Errorf("%q with %q: %q %v, not %q", template, value, out, err, want)
		case refused && !errors.As(err, &own):
			t.Errorf("%q with %q is taken: %q %v", template, value, out, err)
		case refused && (code != "" && own.Code != code || strings.HasPrefix(own.Code, "value/")):
			t.Errorf("%q with %q: %v, not %s", template, value, err, code)
		}
	}
	for code, templates := range psRefused {
		for _, template := range templates {
			check(template, "", "!"+code)
		}
	}
	for _, row := range psTaken {
		check(row[0], row[1], row[2])
	}
	t.Logf("%d verdicts", n)
}
