#!/usr/bin/env pwsh
& {
Write-Output $args
} @args
