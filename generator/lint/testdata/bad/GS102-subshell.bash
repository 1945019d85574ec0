#!/usr/bin/env bash
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o go.tgz https://example.com/go.tgz || exit 1
want=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40
got=$(sha256sum go.tgz | cut -d ' ' -f 1) || exit 1
if [[ "$got" != "$want" ]]; then
  (echo "wrong digest"; exit 1)
fi
tar -xzf go.tgz
exit
}
