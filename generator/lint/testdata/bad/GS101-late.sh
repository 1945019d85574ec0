#!/bin/sh
# gosetup: allow-file GS301 because unzip is asked for elsewhere
{
tmp=$(mktemp -d) || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/a.zip" https://example.com/a.zip || exit 1
unzip -q "$tmp/a.zip" -d "$tmp" || exit 1
got=$(sha256sum "$tmp/a.zip") || exit 1
[ "${got%% *}" = 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 ] || exit 1
exit
}
