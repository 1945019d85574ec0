#!/bin/sh
{
set -e
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz
echo "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  x.tgz" | sha256sum -c - || true
tar xzf x.tgz
exit
}
