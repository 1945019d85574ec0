#!/bin/sh
{
tmp=$(mktemp -d) || exit 1
for name in a b; do
  curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/$name.tgz" "https://example.com/$name.tgz" || exit 1
done
got=$(sha256sum "$tmp/a.tgz") || exit 1
[ "${got%% *}" = 65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 ] || exit 1
tar -xzf "$tmp/a.tgz" -C "$tmp" || exit 1
tar -xzf "$tmp/b.tgz" -C "$tmp" || exit 1
exit
}
