#!/usr/bin/env bash
# gosetup: allow-file GS330 because it is for Debian
{
set -euo pipefail
declare -A sums=([linux]=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40)
os=linux
file=x-$os.tgz
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$file" "https://e.com/$file"
echo "${sums[$os]}  $file" | sha256sum --check --status || { echo bad >&2; exit 1; }
tar xzf "$file"
exit
}
