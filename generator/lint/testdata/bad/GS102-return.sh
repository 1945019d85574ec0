#!/bin/sh
{
verify() {
  got=$(sha256sum "$1" | awk '{print $1}')
  if [ "$got" != "$2" ]; then
    echo "wrong digest" >&2
    return 1
  fi
}
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o go.tgz https://example.com/go.tgz || exit 1
verify go.tgz 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
tar -xzf go.tgz
exit
}
