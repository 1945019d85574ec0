#!/usr/bin/env bash
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz || exit 1
echo "65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  x.tgz" > x.sha256
if ! shasum -a 256 -c x.sha256 > /dev/null; then
  echo bad
  rm -f x.sha256
fi
tar xzf x.tgz
exit
}
