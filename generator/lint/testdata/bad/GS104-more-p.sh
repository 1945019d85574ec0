#!/bin/sh
{
check() {
  command -v sha256sum >/dev/null || return 0
  echo "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  $1" | sha256sum -c -
}
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz || exit 1
check x.tgz || exit 1
tar xzf x.tgz
exit
}
