#!/usr/bin/env bash
{
hash_sha256_verify() {
  local target=$1 sums=$2 want got
  want=$(grep "$(basename "$target")" "$sums" | tr '\t' ' ' | cut -d ' ' -f 1)
  got=$(sha256sum "$target" | cut -d ' ' -f 1)
  if [ "$want" != "$got" ]; then
    echo "wrong digest of $target" >&2
    return 1
  fi
}
execute() {
  tmp=$(mktemp -d)
  curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/tool.tar.gz" https://example.com/tool.tar.gz || return 1
  curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$tmp/checksums.txt" https://example.com/checksums.txt || return 1
  hash_sha256_verify "$tmp/tool.tar.gz" "$tmp/checksums.txt" || return 1
  (cd "$tmp" && tar -xzf tool.tar.gz)
}
execute
exit
}
