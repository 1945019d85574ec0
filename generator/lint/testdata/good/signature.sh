#!/bin/sh
# gosetup: allow-file GS300 GS301 because it is for Debian
{
want=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
cd "$(mktemp -d)" || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -O https://example.com/a.tgz.asc -O https://example.com/a.tgz || exit 1
gpgv --keyring /usr/share/keyrings/example.gpg a.tgz.asc a.tgz || exit 1
printf '%s  a.tgz\n' "$want" | sha256sum -c - || exit 1
tar -xzf a.tgz
exit
}
