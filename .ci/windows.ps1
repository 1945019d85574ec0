# Runs the PowerShell scripts of a rendering on this machine, in a folder of
# their own, and takes everything back: .ci/windows.ps1 dist/default. Works in
# Windows PowerShell 5.1 and PowerShell 7; the scripts run in the same one.
param([string]$Tree = 'dist/default')
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$shell = (Get-Process -Id $PID).Path
$root = Join-Path ([IO.Path]::GetTempPath()) "gosetup test $PID"
$pins = (Get-Content -Raw (Join-Path $Tree 'manifest.json') | ConvertFrom-Json).go

# run WANT SCRIPT WORDS runs a script, prints and returns what it prints, and
# wants one of the exit statuses in WANT.
function run([int[]]$want, [string]$script, [string[]]$words) {
    Write-Host "== $script $words"
    $out = @(& $shell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File (Join-Path $Tree $script) @words)
    $code = $LASTEXITCODE
    $text = $out -join "`n"
    Write-Host $text
    if ($want -notcontains $code) { throw "$script $words ended with $code; want $want" }
    return $text
}

function must([bool]$ok, [string]$what) {
    if (-not $ok) { throw "FAILED: $what" }
    Write-Host "ok: $what"
}

# state is what an installation changes outside of its folder.
function state {
    $text = "PATH $([Environment]::GetEnvironmentVariable('Path', 'User'))"
    $goenv = Join-Path $env:AppData 'go\env'
    if (Test-Path $goenv) { $text += "`ngo env " + (Get-Content -Raw $goenv) }
    return $text
}

$here = @('--root', $root)
$before = state
$version = $PSVersionTable.PSVersion
Write-Host "PowerShell $version at $shell, $root, Go $($pins -join ', ')"

$text = run 0 'gosetup.ps1' (@('plan') + $here)
must ($text.Contains($pins[0])) 'plan names the Go that it would install'
must (-not (Test-Path $root)) 'plan writes nothing'

[void](run 0 'install.ps1' ($here + '--no-tools'))
$go = Join-Path $root 'current\bin\go.exe'
must ((& $go version) -match "go$([regex]::Escape($pins[0])) windows/") 'the installed go runs'
must ((state) -ne $before) 'it is on PATH'

$text = run 0 'install.ps1' ($here + '--no-tools')
must ($text -match 'nothing to do') 'a second run has nothing to do'

$list = run 0 'gosetup.ps1' (@('list', '--json') + $here) | ConvertFrom-Json
must ($list.current -eq $pins[0] -and @($list.installed) -contains $pins[0]) 'list knows it'

$report = run @(0, 1) 'gosetup.ps1' (@('doctor', '--json') + $here) | ConvertFrom-Json
must ($report.PSObject.Properties.Name -contains 'findings') 'doctor reports'

& $go env -w GO111MODULE=off
[void](run 1 'gosetup.ps1' (@('doctor', '--only', 'GD20') + $here))
[void](run 0 'gosetup.ps1' (@('fix', 'GD20', '--offline', '--yes') + $here))
must ((Get-Content -Raw (Join-Path $env:AppData 'go\env')) -notmatch 'GO111MODULE') 'fix takes a setting out'
[void](run 0 'gosetup.ps1' (@('fix', '--undo') + $here))
must ((Get-Content -Raw (Join-Path $env:AppData 'go\env')) -match 'GO111MODULE=off') 'undo gives it back'
& $go env -u GO111MODULE

[void](run 0 'gosetup.ps1' (@('install', '1.26', '--no-tools') + $here))
[void](run 0 'gosetup.ps1' (@('use', '1.26') + $here))
must ((& $go version) -match 'go1\.26\.') 'use switches'

[void](run 0 'gosetup.ps1' (@('uninstall', '--all') + $here))
must (-not (Test-Path $root)) 'uninstall leaves no folder'
must ((state) -eq $before) 'uninstall gives PATH and the settings back'
