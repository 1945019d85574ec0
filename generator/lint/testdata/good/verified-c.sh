#!/bin/sh
{
verify() {
  case $(sha256sum "$1") in
  65efbc80fdc1fa2cd2631cad5b481777a68e8725f34e89f50fc6ac714e379b40*) return 0 ;;
  esac
  rm -f "$1"
  return 1
}
get() {
  for mirror in https://a.com https://b.com; do
    curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 15 --max-time 600 --retry 3 -o "$2" "$mirror/$1" && verify "$2" && return 0
  done
  return 1
}
get x.tgz /tmp/x.$$ || exit 1
tar xzf /tmp/x.$$
exit
}
