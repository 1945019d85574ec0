#!/bin/sh
# gosetup: allow-file GS301 because it is for Debian
{
cd "$(mktemp -d)" || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -O https://example.com/a.tgz -O https://example.com/b.tgz || exit 1
cat >SHA256SUMS <<'END'
65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40  a.tgz
dd3908cf20959d798c1e06ebe5b72213f0505ce01373b40ce3110975a6cd99c2  b.tgz
END
sha256sum -c SHA256SUMS || exit 1
for file in a.tgz b.tgz; do
  tar -xzf "$file" || exit 1
done
exit
}
