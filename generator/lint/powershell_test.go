package lint

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// What somebody could break in our own script, and the rule that sees it.
var powershellDamages = []struct{ old, new, rule string }{
	{"if ($true) {\n& (New-Module", "if ($false) { }\nif ($true) {\n& (New-Module", "GS010"},
	{"} @args\n}\n", "} @args\n}\nsay 'behind'\n", "GS010"},
	{"} @args\n}\n", "} @args\n} else { }\n", "GS010"},
	{"if (-not $fetched) { die \"no source has an intact $archive; $reasons\" }", "", "GS101"},
	{"if (-not $fetched) { die", "if (-not $fetched) { warn", "GS101"},
	{"if (-not $fetched) { die", "if ($fetched) { die", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($true) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got -cne $sha256) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got -ceq $got) {", "GS101"},
	{"$got = hash_file \"$stage/$archive\"", "$got = hash_file \"$stage/other\"", "GS101"},
	{"$got = hash_file \"$stage/$archive\"", "$got = 'c0ffee'", "GS101"},
	{"    if (fetch $url \"$stage/$archive\") {\n", "    if (fetch $url \"$stage/$archive\") {\n        $script:fetched = $true\n", "GS101"},
	{"ExtractToDirectory(\"$stage/$archive\", $stage)", "ExtractToDirectory(\"$stage/$archive\", $root)", "GS120"},
	{"'-xzf', \"$stage/$archive\", '-C', $stage", "'-xzf', \"$stage/$archive\", '-C', $root", "GS120"},
	{"    if ($dry_run) {\n        plan\n        say \"This was a dry run; nothing was changed\"\n        return\n    }\n", "", "GS140"},
	{"        say \"This was a dry run; nothing was changed\"\n        return\n", "        say \"This was a dry run; nothing was changed\"\n", "GS140"},
	{"function plan {\n", "function plan {\n    make_dir $root\n", "GS140"},
	{"function survey {\n", "function survey {\n    $null = new_client $root\n    Invoke-WebRequest -UseBasicParsing -TimeoutSec 5 -MaximumRedirection 0 -Uri 'https://go.dev/'\n", "GS140"},
	{"$handler.AllowAutoRedirect = $false", "$handler.AllowAutoRedirect = $true", "GS163"},
	{"    $handler.AllowAutoRedirect = $false\n", "", "GS163"},
	{"    $client.Timeout = [TimeSpan]::FromSeconds(30)\n", "", "GS165"},
	{"            [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]3072\n", "", "GS164"},
	{"    $script:fetched = $false\n", "    $fetched = $false\n", "GS617"},
	{"    each_source\n    } else {", "    each_sorce\n    } else {", "GS400"},
	{"\"$stage/$archive\", '-C'", "\"$stgae/$archive\", '-C'", "GS403"},
	{"if ($null -eq $given) {", "if ($given -eq $null) {", "GS614"},
	{"    throw $failure\n", "    exit 1\n", "GS615"},
	{"if ($from_file) {\n", "if ($true) {\n", "GS615"},
	{"$parts = $path.Split([char]'%')", "$input = $path.Split([char]'%')", "GS613"},
	{"if ($on_windows) { detect_windows }", "if ($IsWindows) { detect_windows }", "GS610"},
	{"    [IO.File]::WriteAllText($file, $text, (New-Object System.Text.UTF8Encoding($false)))\n", "    Set-Content -LiteralPath $file -Value $text\n", "GS611"},
	{"Start-Sleep -Seconds $pause", "sleep $pause", "GS616"},
}

// Our own install.ps1 and env.ps1, each damaged in one place, are flagged for the
// damage by its rule.
func TestPowerShellDamage(t *testing.T) {
	install := read(t, "../../golden/default/install.ps1")
	for _, c := range powershellDamages {
		if !strings.Contains(install, c.old) {
			t.Errorf("install.ps1 has no %q", c.old)
			continue
		}
		text := strings.Replace(install, c.old, c.new, 1)
		r := Check("install.ps1", []byte(text), Options{})
		if !slices.Contains(ids(r.Findings), c.rule) {
			t.Errorf("%q for %q: want %s, found\n%s", c.new, c.old, c.rule, list(r.Findings))
		}
	}
}

func TestPowerShellDamagedSnippet(t *testing.T) {
	env := read(t, "../../golden/default/env/env.ps1")
	for _, c := range []struct{ old, new, rule string }{
		{"& {\n", "if ($true) {\n", "GS151"},
		{"    $separator =", "    $global:separator =", "GS151"},
		{"& {\n", "function add_path { }\n& {\n", "GS151"},
		{"    $separator = [IO.Path]::PathSeparator\n", "    $separator = & go env GOROOT\n", "GS150"},
		{"    $separator = [IO.Path]::PathSeparator\n", "", "GS403"},
	} {
		r := Check("env.ps1", []byte(strings.Replace(env, c.old, c.new, 1)), Options{})
		if !slices.Contains(ids(r.Findings), c.rule) {
			t.Errorf("%q for %q: want %s, found\n%s", c.new, c.old, c.rule, list(r.Findings))
		}
	}
}

func BenchmarkPowerShell(b *testing.B) {
	text, err := os.ReadFile("../../golden/default/install.ps1")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		Check("install.ps1", text, Options{})
	}
}

// Whatever parses, the checks come to an end, with findings in the text.
func FuzzPowerShell(f *testing.F) {
	for _, r := range Rules() {
		for _, e := range r.Examples {
			if e.Dialect == "powershell" {
				f.Add(e.Text)
			}
		}
	}
	f.Add("function f { g; f }; function g { while ($true) { f @(($a -eq 1), ($b -eq 2)) } }; f")
	f.Add("$x = @{ a = $a -eq 1; b = $b -eq 1; c = $c -eq 1; d = $d -eq 1; e = $e -eq 1; f = $f -eq 1 }; & $x.a")
	f.Fuzz(func(t *testing.T, text string) {
		for _, role := range []Role{Program, Snippet} {
			for _, found := range Check("x.ps1", []byte(text), Options{Role: role}).Findings {
				if found.Offset < 0 || found.Offset > len(text) {
					t.Errorf("%v is outside %q", found, text)
				}
			}
		}
	})
}

// A variable that nothing sets is reported once, where it is read first.
func TestPowerShellNeverSetOnce(t *testing.T) {
	r := Check("a.ps1", []byte("#!/usr/bin/env pwsh\n& {\nWrite-Output $one $two $One\nWrite-Output $one\n}\n"), Options{})
	var at []string
	for _, f := range r.Findings {
		at = append(at, fmt.Sprintf("%s %d:%d", f.Rule.ID, f.Line, f.Col))
	}
	if want := []string{"GS403 3:14", "GS403 3:19"}; !slices.Equal(at, want) {
		t.Errorf("found %q, want %q", at, want)
	}
}
