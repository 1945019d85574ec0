#!/usr/bin/env pwsh
& {
function step($text) { Write-Output $text }
function make { [IO.Directory]::CreateDirectory("$env:LOCALAPPDATA/gosetup") | Out-Null }
$DryRun = $args -contains '-DryRun'
step 'make the directory'
if ($DryRun) { step 'only told' }
make
}
