#!/usr/bin/env pwsh
$name = 'go'
Write-Output $name
