#!/bin/sh
{
set -eu
for need in sha256sum; do
  command -v "$need" >/dev/null 2>&1 || exit 1
done
sha256sum --check --status SHA256SUMS
exit
}
