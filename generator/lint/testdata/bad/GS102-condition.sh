#!/bin/sh
{
set -e
verify() {
  printf '%s  %s\n' 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 go.tgz | sha256sum -c -
  printf 'verified\n'
}
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o go.tgz https://example.com/go.tgz
if verify; then
  tar -xzf go.tgz
fi
exit
}
