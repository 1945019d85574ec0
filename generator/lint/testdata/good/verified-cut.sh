#!/bin/sh
# gosetup: allow-file GS300 GS301 because it is for Debian
{
want=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
cd "$(mktemp -d)" || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o a.tgz https://example.com/a.tgz || exit 1
got=$(sha256sum a.tgz | cut -c1-64) || exit 1
[ "$got" = "$want" ] || exit 1
tar -xzf a.tgz
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o b.tgz https://example.com/b.tgz || exit 1
sha256sum b.tgz | grep -q "^$want " || exit 1
tar -xzf b.tgz
exit
}
