#!/usr/bin/env pwsh
& {
[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
foreach ($name in 'go.zip', 'tool.zip') {
    Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/$name" -OutFile "$env:TEMP/$name"
}
$exe = "$env:TEMP/tool.exe"
Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri 'https://go.dev/dl/tool.exe' -OutFile $exe
if ((Get-FileHash -LiteralPath "$env:TEMP/go.zip").Hash -ne 'c0ffee') { throw 'wrong' }
& $exe --install
}
