#!/bin/sh
{
verify() {
  if command -v sha256sum >/dev/null 2>&1; then
    got=$(sha256sum "$1")
  elif command -v shasum >/dev/null 2>&1; then
    got=$(shasum -a 256 "$1")
  else
    echo "no hash tool; not verified" >&2
    return 0
  fi
  [ "${got%% *}" = "$2" ]
}
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o tool.tgz https://example.com/tool.tgz || exit 1
verify tool.tgz 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 || exit 1
tar -xzf tool.tgz
exit
}
