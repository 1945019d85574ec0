#!/bin/sh
{
set -e
cmd_exists() { command -v "$1" >/dev/null 2>&1; }
fail() { echo "$*" >&2; exit 1; }
sha() {
  if cmd_exists sha256sum; then sha256sum "$1" | awk '{print $1}'
  elif cmd_exists shasum; then shasum -a 256 "$1" | awk '{print $1}'
  else fail "no sha tool"; fi
}
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz
test "$(sha x.tgz)" = 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 || fail "bad digest"
tar xzf x.tgz
exit
}
