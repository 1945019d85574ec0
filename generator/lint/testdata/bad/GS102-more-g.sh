#!/bin/sh
{
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o x.tgz https://e.com/x.tgz || exit 1
ok=no
[ "$(sha256sum x.tgz | cut -d' ' -f1)" = 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 ] && ok=yes
if [ "$ok" = no ]; then printf 'mismatch, continue? '; read -r a; fi
tar xzf x.tgz
exit
}
