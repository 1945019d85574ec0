#!/usr/bin/env bash
# gosetup: allow-file GS301 because it is for Debian
{
trap 'exit 1' INT
main() {
  local tmp want=65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40 got
  tmp=$(mktemp -d)
  pushd "$tmp" >/dev/null || return 1
  curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -O https://e.com/x.tgz || return 1
  got=$(sha256sum x.tgz | cut -d ' ' -f 1)
  [[ "$got" == "$want" ]] || return 1
  tar xzf x.tgz
  popd >/dev/null || return 1
}
main "$@" || exit 1
exit
}
