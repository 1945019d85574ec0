#!/bin/sh
{
sum=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o go.tgz https://example.com/go.tgz || exit 1
got=$(sha256sum go.tgz) || exit 1
[ "${got%% *}" = "$sum" ] && printf 'verified\n'
tar -xzf go.tgz
exit
}
