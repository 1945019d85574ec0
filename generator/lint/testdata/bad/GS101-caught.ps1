#!/usr/bin/env pwsh
# The error of the comparison is caught, and the script goes on.
& {
[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri 'https://go.dev/dl/go.zip' -OutFile "$env:TEMP/go.zip"
try {
    if ((Get-FileHash -LiteralPath "$env:TEMP/go.zip").Hash -ne 'c0ffee') { throw 'wrong' }
} catch {
    Write-Warning $_
}
Expand-Archive -LiteralPath "$env:TEMP/go.zip" -DestinationPath "$env:TEMP/stage"
}
