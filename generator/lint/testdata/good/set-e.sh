#!/bin/sh
# gosetup: allow-file GS301 because it is for Debian
{
set -eu
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/tool.tgz" https://example.com/tool.tgz
echo "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  $tmp/tool.tgz" | sha256sum -c -
tar -xzf "$tmp/tool.tgz" -C "$tmp"
exit
}
