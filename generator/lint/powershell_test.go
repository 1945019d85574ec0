package lint

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// A powershellDamage is what somebody could break, and the rule that sees it.
type powershellDamage struct{ old, new, rule string }

// What somebody could break in install.ps1, and in gosetup.ps1 just as well.
var powershellDamages = []powershellDamage{
	{"if ($true) {\n& (New-Module", "if ($false) { }\nif ($true) {\n& (New-Module", "GS010"},
	{"} @args\n}\n", "} @args\n}\nsay 'behind'\n", "GS010"},
	{"} @args\n}\n", "} @args\n} else { }\n", "GS010"},
	{"    die \"no source has an intact $archive; $told\"\n", "", "GS101"},
	{"    die \"no source has", "    warn \"no source has", "GS101"},
	{"        if (get_archive $url) {\n", "        $null = get_archive $url\n        if ($true) {\n", "GS101"},
	{"            [IO.File]::Delete(\"$stage/$module_zip\")\n", "", "GS101"},
	{"} elseif (get_module $url $module_zip) {", "} elseif (-not (get_module $url $module_zip)) {", "GS101"},
	{"        failed 'never' 'it could not be unpacked; it is broken'\n        return $false\n", "        $got = $module_sum\n", "GS101"},
	{"if ($got -ceq $module_sum) {", "if ($true) {", "GS101"},
	{"if ($got -ceq $module_sum) {", "if ($got -cne $module_sum) {", "GS101"},
	{"    failed 'never' \"its SHA-256 is $got, not the pinned $sha256\"\n    return $false\n", "    return $true\n", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($true) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got -cne $sha256) {", "GS101"},
	{"if ($got -ceq $sha256) {", "if ($got -ceq $got) {", "GS101"},
	{"$got = hash_file \"$stage/$archive\"", "$got = hash_file \"$stage/other\"", "GS101"},
	{"$got = hash_file \"$stage/$archive\"", "$got = 'c0ffee'", "GS101"},
	{"    if (fetch $url \"$stage/$archive\") {\n", "    if (fetch $url \"$stage/$archive\") {\n        unpack\n", "GS101"},
	{"ExtractToDirectory(\"$stage/$archive\", \"$stage/tree\")", "ExtractToDirectory(\"$stage/$archive\", $root)", "GS120"},
	{"'-xzf', \"$stage/$archive\", '-C', \"$stage/tree\"", "'-xzf', \"$stage/$archive\", '-C', $root", "GS120"},
	{"    if ($dry_run) {\n        plan\n        say \"This was a dry run; nothing was changed\"\n        return\n    }\n", "", "GS140"},
	{"        say \"This was a dry run; nothing was changed\"\n        return\n", "        say \"This was a dry run; nothing was changed\"\n", "GS140"},
	{"function plan {\n", "function plan {\n    make_dir $root\n", "GS140"},
	{"function survey {\n", "function survey {\n    $null = new_client $root\n    Invoke-WebRequest -UseBasicParsing -TimeoutSec 5 -MaximumRedirection 0 -Uri 'https://go.dev/'\n", "GS140"},
	{"$handler.AllowAutoRedirect = $false", "$handler.AllowAutoRedirect = $true", "GS163"},
	{"    $handler.AllowAutoRedirect = $false\n", "", "GS163"},
	{"    $client.Timeout = [TimeSpan]::FromSeconds(30)\n", "", "GS165"},
	{"    [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]3072\n", "", "GS164"},
	{"    $script:waiting = @()\n    $script:most", "    $waiting = @()\n    $script:most", "GS617"},
	{"        each_source\n        $script:silent", "        each_sorce\n        $script:silent", "GS400"},
	{"'-xzf', \"$stage/$archive\", '-C'", "'-xzf', \"$stgae/$archive\", '-C'", "GS403"},
	{"if ($null -eq $given) {", "if ($given -eq $null) {", "GS614"},
	{"    throw $failure\n", "    exit 1\n", "GS615"},
	{"$parts = $path.Split([char]'%')", "$input = $path.Split([char]'%')", "GS613"},
	{"if ($on_windows) { detect_windows }", "if ($IsWindows) { detect_windows }", "GS610"},
	{"    [IO.File]::WriteAllText($file, $text, (New-Object System.Text.UTF8Encoding($false)))\n", "    Set-Content -LiteralPath $file -Value $text\n", "GS611"},
	{"Start-Sleep -Seconds $paused", "sleep $paused", "GS616"},
}

// Only what is piped into PowerShell closes a window so.
var pipedDamages = []powershellDamage{{"if ($from_file) {\n", "if ($true) {\n", "GS615"}}

// What somebody could break in the commands of gosetup.ps1.
var gosetupDamages = []powershellDamage{
	{"    if ($dry_run) {\n        say \"Would remove $go_dir\"\n        return\n    }\n", "", "GS140"},
	{"        step current \"$root/current -> go/$go_version\"\n        say \"This was a dry run; nothing was changed\"\n        return\n", "        step current \"$root/current -> go/$go_version\"\n", "GS140"},
	{"        say \"Would remove $go_dir\"\n        return\n", "        say \"Would remove $go_dir\"\n        remove_go $go_dir\n        return\n", "GS140"},
	{"    $script:operand = ''\n", "    $operand = ''\n", "GS617"},
	{"    pick\n    in_use\n", "    pikc\n    in_use\n", "GS400"},
	{"die \"Go could not change $mod; $mod_said\"", "die \"Go could not change $mod; $mod_sad\"", "GS403"},
	{"    Write-Output (fill_block $block)\n", "    Invoke-Expression (fill_block $block)\n", "GS207"},
	{"        if ($operand) { usage \"gosetup uninstall takes", "        if ($operand) { exit 2 }\n        if ($operand) { usage \"gosetup uninstall takes", "GS615"},
	{"    main $args\n", "    main $args\n    main $args\n    wget 'http://go.dev/dl/' | iex\n", "GS100"},
}

// Our own install.ps1, gosetup.ps1 and env.ps1, each damaged in one place, are
// flagged for the damage by its rule.
func TestPowerShellDamage(t *testing.T) {
	damaged(t, "install.ps1", slices.Concat(powershellDamages, pipedDamages))
	// GS165 looks for one client that has a time limit, and doctor has another client.
	others := slices.DeleteFunc(slices.Clone(powershellDamages), func(d powershellDamage) bool { return strings.Contains(d.old, "$client.Timeout") })
	damaged(t, "gosetup.ps1", slices.Concat(others, gosetupDamages))
}

func damaged(t *testing.T, name string, damages []powershellDamage) {
	t.Helper()
	whole := read(t, "../../golden/default/"+name)
	for _, c := range damages {
		if !strings.Contains(whole, c.old) {
			t.Errorf("%s has no %q", name, c.old)
			continue
		}
		text := strings.Replace(whole, c.old, c.new, 1)
		r := Check(name, []byte(text), Options{})
		if !slices.Contains(ids(r.Findings), c.rule) {
			t.Errorf("%s: %q for %q: want %s, found\n%s", name, c.new, c.old, c.rule, list(r.Findings))
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
