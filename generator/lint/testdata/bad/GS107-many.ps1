#!/usr/bin/env pwsh
& {
[Net.ServicePointManager]::SecurityProtocol = 'Tls12'
if ($env:WANT_1) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/1.txt" -OutFile "$env:TEMP/1.txt" }
if ($env:WANT_2) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/2.txt" -OutFile "$env:TEMP/2.txt" }
if ($env:WANT_3) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/3.txt" -OutFile "$env:TEMP/3.txt" }
if ($env:WANT_4) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/4.txt" -OutFile "$env:TEMP/4.txt" }
if ($env:WANT_5) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/5.txt" -OutFile "$env:TEMP/5.txt" }
if ($env:WANT_6) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/6.txt" -OutFile "$env:TEMP/6.txt" }
if ($env:WANT_7) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/7.txt" -OutFile "$env:TEMP/7.txt" }
if ($env:WANT_8) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/8.txt" -OutFile "$env:TEMP/8.txt" }
if ($env:WANT_9) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/9.txt" -OutFile "$env:TEMP/9.txt" }
if ($env:WANT_10) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/10.txt" -OutFile "$env:TEMP/10.txt" }
if ($env:WANT_11) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/11.txt" -OutFile "$env:TEMP/11.txt" }
if ($env:WANT_12) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/12.txt" -OutFile "$env:TEMP/12.txt" }
if ($env:WANT_13) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/13.txt" -OutFile "$env:TEMP/13.txt" }
if ($env:WANT_14) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/14.txt" -OutFile "$env:TEMP/14.txt" }
if ($env:WANT_15) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/15.txt" -OutFile "$env:TEMP/15.txt" }
if ($env:WANT_16) { Invoke-WebRequest -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -Uri "https://go.dev/dl/16.txt" -OutFile "$env:TEMP/16.txt" }
}
