#!/bin/sh
{
cd "$(mktemp -d)" || exit 1
curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -O https://example.com/SHA256SUMS -O https://example.com/SHA256SUMS.asc -O https://example.com/a.tgz || exit 1
gpgv --keyring /usr/share/keyrings/example.gpg SHA256SUMS.asc SHA256SUMS || exit 1
sha256sum --ignore-missing -c SHA256SUMS || exit 1
tar -xzf a.tgz
exit
}
