#!/usr/bin/env pwsh
# Every step asks for itself.
& {
function act($text, $block) {
    Write-Output $text
    if (-not $dry_run) { & $block }
}
$dry_run = $args -contains '--dry-run'
act 'make the directory' { $null = New-Item -ItemType Directory -Force -Path "$env:LOCALAPPDATA/gosetup" }
}
